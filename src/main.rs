//! Starts Hoa Đẹp: reads `.env`, the command line and the variables, then runs the command.
//!
//! Exit codes: 0 done, 1 failed (or `check` or `audit verify` found something), 2 told something wrong
//! (or asked for what another program does).

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
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: {}", logging::redact(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

/// Runs a command to its end and gives the exit code.
fn start(command: Command) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        match command {
            Command::Run(options) => app::run(options.into()).await.map(|()| 0),
            Command::Demo(options) => app::demo(options.into()).await.map(|()| 0),
            Command::Check(options) => app::check(options.into()).await.map(found),
            Command::Migrate(options) => app::migrate(options.into()).await.map(|()| 0),
            Command::Audit(Audit::Verify(options)) => {
                app::audit::verify(options.into()).await.map(found)
            }
            Command::Audit(Audit::Show { code, options }) => {
                app::audit::show(options.into(), &code).await.map(|()| 0)
            }
            Command::Settings { name, value, options } => {
                let done = app::settings(options.into(), name.as_deref(), value.as_deref());
                done.await.map(|()| 0)
            }
            Command::Retention { dry_run, options } => {
                app::retention::retention(options.into(), dry_run).await.map(|()| 0)
            }
            Command::Backup { file, force, options } => {
                app::backup::backup(options.into(), &file, force).await
            }
            Command::Restore { file, options, .. } => {
                app::backup::restore(options.into(), file.as_deref()).await
            }
        }
    });
    // A look-up of a name, say, blocks a thread and cannot be stopped; do not wait for it.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// The exit code of a command that looks for something: whether all was well.
fn found(well: bool) -> u8 {
    u8::from(!well)
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
