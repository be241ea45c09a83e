//! A copy a day, by whoever has the duty; the newest of them are kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{BackupError, beside, copy, names};
use crate::clock::{Clock, HOUR, Millis};
use crate::engine::Engine;

/// How often to look whether it is time.
const TICK: Duration = Duration::from_secs(1);
/// How long to leave it after a failure.
const TRY_AGAIN: Millis = HOUR;
/// What admins are told by, once a day, while no copy can be made.
const ALARM: &str = "alarm-backup";

/// When copies are made, where, and how many are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The folder they are kept in.
    pub folder: PathBuf,
    /// At which minute of Vietnam's day.
    pub at: u32,
    /// How many are kept, the newest.
    pub keep: usize,
}

/// Makes copies of the database at `url` by the plan while `on_duty`, until `stop`.
pub async fn run(
    url: String,
    plan: Plan,
    engine: Engine,
    clock: Clock,
    on_duty: watch::Receiver<bool>,
    stop: CancellationToken,
) {
    let mut tick = tokio::time::interval(TICK);
    let mut rest_until = Millis::MIN;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        let now = clock.now();
        if !*on_duty.borrow() || now < rest_until {
            continue;
        }
        // A copy that is being made ends with the program: there is nothing yet under its name.
        let Some(done) = stop.run_until_cancelled(once(&url, &plan, now)).await else { return };
        let Err(error) = done else { continue };
        tracing::error!(%error, "no copy of the database could be made");
        rest_until = now + TRY_AGAIN;
        if let Err(error) = engine.alarm_admins(ALARM).await {
            tracing::error!(%error, "the admins could not be told that there is no copy");
        }
    }
}

/// Makes the copy that is due, if one is, and then removes those that are one too many.
async fn once(url: &str, plan: &Plan, now: Millis) -> Result<(), BackupError> {
    let files = files(&plan.folder)?;
    if !names::is_due(now, plan.at, names::newest(files.iter().map(String::as_str))) {
        return Ok(());
    }
    remove_halves(plan, &files);
    let taken = copy::take(url, &plan.folder.join(names::name(now)), false).await?;
    tracing::info!(bytes = taken.size, took = ?taken.took, "a copy of the database was made");
    if !taken.is_proven() {
        tracing::error!("the audit in it is not whole: `hoadep audit verify` says where");
    }
    let files = self::files(&plan.folder)?;
    for old in names::too_many(files.iter().map(String::as_str), plan.keep) {
        let file = plan.folder.join(old);
        std::fs::remove_file(&file).map_err(BackupError::io(&file))?;
    }
    Ok(())
}

/// The names of what is in the folder.
pub fn files(folder: &Path) -> Result<Vec<String>, BackupError> {
    let entries = std::fs::read_dir(folder).map_err(BackupError::io(folder))?;
    let name = |entry: std::io::Result<std::fs::DirEntry>| Some(entry.ok()?.file_name());
    Ok(entries.filter_map(name).filter_map(|name| name.into_string().ok()).collect())
}

/// Removes what copies of ours that were broken off have left.
fn remove_halves(plan: &Plan, files: &[String]) {
    let halves = files.iter().filter_map(|file| file.strip_suffix(names::PART));
    for half in halves.filter(|file| names::made_at(file).is_some()) {
        let half = plan.folder.join(half);
        for tail in [names::PART.to_owned(), format!("{}-journal", names::PART)] {
            // One that cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(beside(&half, &tail));
        }
    }
}
