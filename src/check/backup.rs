//! The daily copies of the database: how old the newest is, and whether there can be another; and what was
//! set aside when a copy was put back.

use std::path::Path;

use rustix::fs::{Access, access, statvfs};
use sqlx::AnyConnection;

use super::{Report, bytes};
use crate::backup::{names, schedule};
use crate::clock::{DAY, HOUR, Millis};
use crate::config::{Config, Database};
use crate::domain::day;
use crate::store::{Store, StoreError, outbox};

/// An older copy means that one was left out.
const OLD: Millis = DAY + 2 * HOUR;

/// Looks at the folder of the copies.
pub(super) fn look(report: &mut Report, config: &Config, now: Millis) {
    let plan = match (&config.backup, config.database_url.kind()) {
        (_, Database::Postgres) => {
            return report.ok("backup", "PostgreSQL: have pg_dump copy it every day");
        }
        (None, Database::Sqlite) => {
            let words = "no copies are made: name a folder on another disk in HOADEP_BACKUP_DIR";
            return report.warn("backup", words);
        }
        (Some(plan), Database::Sqlite) => plan,
    };
    let folder = plan.folder.display();
    let files = match schedule::files(&plan.folder) {
        Ok(files) => files,
        Err(error) => {
            return report.warn("backup", format!("{error}: make the folder, or name another"));
        }
    };
    if access(&plan.folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        let words = format!("{folder} cannot be written to: check its owner and rights");
        return report.warn("backup", words);
    }
    if let Some((needs, free)) = too_little_room(config, &plan.folder) {
        let (needs, free) = (bytes(needs), bytes(free));
        let words = format!("the next copy needs {needs}, and {folder} has {free}: make room");
        return report.warn("backup", words);
    }
    let kept = files.iter().filter(|file| names::made_at(file).is_some()).count();
    match names::newest(files.iter().map(String::as_str)) {
        None => report.warn("backup", format!("no copy is in {folder} yet: `hoadep run` makes one")),
        Some(at) if now - at > OLD => report.warn(
            "backup",
            format!(
                "the newest copy in {folder} is of {}: see that `hoadep run` is at work and what it \
                 logs",
                day::local(at)
            ),
        ),
        Some(at) => report.ok("backup", format!("{kept} in {folder}, the newest of {}", day::local(at))),
    }
}

/// How much room a copy needs and how much there is, if that is less.
fn too_little_room(config: &Config, folder: &Path) -> Option<(u64, u64)> {
    let database = Store::file(config.database_url.expose()).ok()??;
    let needs = database.metadata().ok()?.len();
    let disk = statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    (free < needs).then_some((needs, free))
}

/// What was due in a copy that was put back, and will not be sent.
pub(super) async fn set_aside(
    report: &mut Report,
    reader: &mut AnyConnection,
) -> Result<(), StoreError> {
    let count = outbox::count_set_aside(reader).await?;
    if count > 0 {
        report.warn(
            "set aside",
            format!(
                "{count} messages were due when the copy was made that was restored: they may have \
                 been sent then, and are not sent again"
            ),
        );
    }
    Ok(())
}
