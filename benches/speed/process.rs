//! The real program as a child on one core, and what the system says of it.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `hoadep run`, killed when dropped.
pub struct Bot {
    child: Child,
    listen: String,
}

impl Bot {
    /// Starts the program on core 0 against the Bot API at `base`, unpaced, and waits until it is
    /// ready. Gives the time that took as well.
    pub async fn start(base: &str, database: &str, token: &str, admin: i64) -> (Self, Duration) {
        let admins = format!("telegram:{admin}");
        let paced = [("HOADEP_TELEGRAM_RATE", "0"), ("HOADEP_ADMINS", &admins)];
        Self::start_with(base, database, token, &paced).await
    }

    /// The same as these variables say.
    pub async fn start_with(
        base: &str,
        database: &str,
        token: &str,
        variables: &[(&str, &str)],
    ) -> (Self, Duration) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let listen = format!("127.0.0.1:{port}");
        let began = Instant::now();
        let child = Command::new("taskset")
            .args(["-c", "0", env!("CARGO_BIN_EXE_hoadep"), "run"])
            .env_clear()
            .envs([
                ("TELEGRAM_BOT_TOKEN", token),
                ("TELEGRAM_API_URL", base),
                ("DATABASE_URL", database),
                ("HOADEP_LISTEN", &listen),
                ("RUST_LOG", "error"),
                ("PATH", "/usr/bin:/bin"),
            ])
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let bot = Self { child, listen };
        while !bot.is_ready().await {
            assert!(began.elapsed() < Duration::from_secs(60), "the program does not get ready");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        (bot, began.elapsed())
    }

    async fn is_ready(&self) -> bool {
        let answer = reqwest::get(format!("http://{}/readyz", self.listen)).await;
        answer.is_ok_and(|answer| answer.status() == 200)
    }

    /// Seconds of processor time so far.
    pub fn cpu(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name in brackets may hold spaces; utime and stime are fields 14 and 15.
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
        ticks / 100.0
    }

    /// The most memory it has had, in MiB.
    pub fn peak_memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps this process off the core that the program has.
pub fn stay_on_other_cores() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return;
    }
    let others = format!("1-{}", cores - 1);
    let me = std::process::id().to_string();
    let done = Command::new("taskset").args(["-acp", &others, &me]).stdout(Stdio::null()).status();
    assert!(done.is_ok_and(|done| done.success()), "taskset is part of util-linux");
}
