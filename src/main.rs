//! Starts Hoa Đẹp: reads `.env`, the command line and the variables, then runs the command.
//!
//! Exit codes: 0 done, 1 failed (or `check` or `audit verify` found something), 2 told something wrong.

use std::process::ExitCode;
use std::time::Duration;

use hoadep::cli::{Audit, Cli, Command};
use hoadep::{app, cli, logging};

fn main() -> ExitCode {
    // Before any thread starts: it sets variables of this process.
    if let Err(error) = load_dotenv() {
        eprintln!("error: {error}");
        return ExitCode::from(2);
    }
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(cli::refuse(&error)),
    };
    if let Err(error) = logging::init() {
        eprintln!("error: {error}");
        return ExitCode::from(2);
    }
    match start(cli.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {}", logging::redact(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

/// Runs a command to its end; `false` is one that found something.
fn start(command: Command) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        match command {
            Command::Run(options) => app::run(options.into()).await.map(|()| true),
            Command::Demo(options) => app::demo(options.into()).await.map(|()| true),
            Command::Check(options) => app::check(options.into()).await,
            Command::Migrate(options) => app::migrate(options.into()).await.map(|()| true),
            Command::Audit(Audit::Verify(options)) => app::audit::verify(options.into()).await,
            Command::Audit(Audit::Show { code, options }) => {
                app::audit::show(options.into(), &code).await.map(|()| true)
            }
            Command::Settings { name, value, options } => {
                let done = app::settings(options.into(), name.as_deref(), value.as_deref());
                done.await.map(|()| true)
            }
        }
    });
    // A look-up of a name, say, blocks a thread and cannot be stopped; do not wait for it.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Reads the file `.env` here or in a directory above, if there is one. Variables that are set
/// already stay as they are.
fn load_dotenv() -> Result<(), String> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        // The line itself is not shown: it may well hold the token.
        Err(dotenvy::Error::LineParse(..)) => {
            Err(".env has a line that is not NAME=value (quote a value with spaces)".to_owned())
        }
        Err(error) => Err(format!(".env cannot be read: {error}")),
    }
}
