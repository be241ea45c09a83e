//! The real program as a child process, ended in whichever way a test wants.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::tester::{PATIENCE, TOKEN};

/// A running program. Dropped, it is killed.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts `hoadep run` in `folder`, unpaced, against the Bot API at `base`, with its database
    /// and its log there.
    pub fn run(folder: &Path, base: &str, admins: &str) -> Self {
        let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let child =
            run_command(folder, base, admins).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        Self { child }
    }

    /// Starts `hoadep demo` on a free port with its data in `folder`, or in a temporary one, and gives
    /// the page's address.
    pub fn demo(folder: Option<&Path>) -> (Self, String) {
        Self::demo_on("127.0.0.1:0", folder)
    }

    /// The same at a certain address and port.
    pub fn demo_on(listen: &str, folder: Option<&Path>) -> (Self, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoadep"));
        command.args(["demo", "--listen", listen]).env_clear().env("RUST_LOG", "error");
        if let Some(folder) = folder {
            command.arg("--data").arg(folder).current_dir(folder);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.map_while(Result::ok).find(|line| line.starts_with("http://"));
        (Self { child }, url.expect("the demo prints its address"))
    }

    /// Kills it: it has no say in that.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends it a signal by name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let order = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &order]).status().unwrap().success());
    }

    /// Waits until it has ended.
    pub async fn ends(&mut self) -> ExitStatus {
        let ending = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ending).await.expect("it goes on")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that [`Program::run`] starts.
pub fn run_command(folder: &Path, base: &str, admins: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoadep"));
    command
        .arg("run")
        .env_clear()
        .envs([
            ("TELEGRAM_BOT_TOKEN", TOKEN),
            ("TELEGRAM_API_URL", base),
            ("DATABASE_URL", "sqlite://hoadep.db"),
            ("HOADEP_LISTEN", "127.0.0.1:0"),
            ("HOADEP_TELEGRAM_RATE", "0"),
            ("HOADEP_ADMINS", admins),
            ("RUST_LOG", "warn"),
        ])
        .current_dir(folder);
    command
}
