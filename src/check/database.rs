//! The database and what is in it: reachable, writable, whole, up to date, with room to grow; dead
//! letters; whether anybody can nominate and decide.

use std::path::Path;

use sqlx::AnyConnection;

use super::{Report, audit, backup, bytes};
use crate::clock::{Clock, Millis};
use crate::config::Config;
use crate::domain::day;
use crate::store::{Store, StoreError, campaigns, health, inbox, members, outbox};
use crate::web::OUTBOX_AGE;

/// So little room is soon none: about a month of a busy bot.
const LITTLE_ROOM: u64 = 1_000_000_000;
/// With so little room the database may fail at any time.
const NO_ROOM: u64 = 50_000_000;

/// Opens the database and looks at it from outside; `None` if it cannot be used.
pub(super) async fn look(report: &mut Report, config: &Config, clock: &Clock) -> Option<Store> {
    let url = config.database_url.expose();
    let file = match Store::file(url) {
        Ok(file) => file,
        Err(error) => {
            report.fail("database", error.to_string());
            return None;
        }
    };
    if let Some(file) = &file {
        room(report, file);
        if !file.exists() {
            let shown = &config.database_url;
            let words = format!("{shown} is not there yet: `hoadep run` makes it");
            report.warn("database", words);
            return None;
        }
    }
    match open(config, clock).await {
        Ok((store, pending)) => {
            let size = match store.read().await {
                Ok(mut reader) => health::size(&mut reader, store.dialect()).await.unwrap_or(0),
                Err(_) => 0,
            };
            let size = bytes(u64::try_from(size).unwrap_or(0));
            report.ok("database", format!("{}, {size}", config.database_url));
            if pending == 0 {
                report.ok("migrations", "the schema is up to date");
                return Some(store);
            }
            let words = format!(
                "{pending} pending: `hoadep run` applies them when it starts, `hoadep migrate` now"
            );
            report.warn("migrations", words);
            store.close().await;
            None
        }
        Err(error @ StoreError::Schema(_)) => {
            report.fail("migrations", error.to_string());
            None
        }
        Err(error) => {
            report.fail("database", error.to_string());
            None
        }
    }
}

/// Opens the database, tries it out, and says how many migrations it lacks.
async fn open(config: &Config, clock: &Clock) -> Result<(Store, usize), StoreError> {
    let store = Store::open(config.database_url.expose()).await?;
    if let Some(damage) = health::damage(&store).await? {
        tracing::error!(damage, "the database is damaged");
        return Err(StoreError::Damaged);
    }
    let pending = store.pending_migrations().await?;
    if pending == 0 {
        health::probe(&store, clock.now()).await?;
    }
    Ok((store, pending))
}

/// How much room the disk under the database file has.
fn room(report: &mut Report, file: &Path) {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let free = match rustix::fs::statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => {
            report.warn("disk", format!("free space cannot be told: {error}"));
            return;
        }
    };
    let told = format!("{} free under {}", bytes(free), folder.display());
    match free {
        0..NO_ROOM => report.fail("disk", format!("only {told}: make room now")),
        NO_ROOM..LITTLE_ROOM => report.warn("disk", format!("only {told}: make room soon")),
        LITTLE_ROOM.. => report.ok("disk", told),
    }
}

/// Looks at what the database holds.
pub(super) async fn look_inside(
    report: &mut Report,
    store: &Store,
    config: &Config,
    clock: &Clock,
) {
    let now = clock.now();
    let looked = async {
        let mut reader = store.read().await?;
        dead_turns(report, &mut reader).await?;
        dead_messages(report, &mut reader).await?;
        backup::set_aside(report, &mut reader).await?;
        waiting(report, &mut reader, now).await?;
        people(report, &mut reader, config).await?;
        campaign(report, &mut reader, now).await?;
        audit::look(report, &mut reader).await
    };
    let looked: Result<(), StoreError> = looked.await;
    if let Err(error) = looked {
        report.fail("database", error.to_string());
    }
}

async fn dead_turns(report: &mut Report, reader: &mut AnyConnection) -> Result<(), StoreError> {
    let count = inbox::count_dead(reader).await?;
    match inbox::newest_dead(reader).await? {
        None => report.ok("dead turns", "none"),
        Some((at, error)) => report.warn(
            "dead turns",
            format!(
                "{count}, the last at {} ({error}): report the fault with the log of that minute; \
                 whoever wrote was asked to try again",
                day::local(at)
            ),
        ),
    }
    Ok(())
}

async fn dead_messages(report: &mut Report, reader: &mut AnyConnection) -> Result<(), StoreError> {
    let count = outbox::count_dead(reader).await?;
    match outbox::dead(reader, 1).await?.into_iter().next() {
        None => report.ok("dead letters", "none"),
        Some((at, reason)) => report.warn(
            "dead letters",
            format!(
                "{count} messages were refused, the last of {} ({reason}): they are not sent \
                 again; one of a group means that the bot must be let in there",
                day::local(at)
            ),
        ),
    }
    Ok(())
}

async fn waiting(
    report: &mut Report,
    reader: &mut AnyConnection,
    now: Millis,
) -> Result<(), StoreError> {
    match outbox::oldest(reader).await? {
        Some(since) if now - since > OUTBOX_AGE => report.warn(
            "outbox",
            format!(
                "messages wait since {}: see that `hoadep run` is at work and what it logs",
                day::local(since)
            ),
        ),
        _ => report.ok("outbox", "nothing waits for long"),
    }
    Ok(())
}

async fn people(
    report: &mut Report,
    reader: &mut AnyConnection,
    config: &Config,
) -> Result<(), StoreError> {
    let admins = members::count_admins(reader).await?;
    match (admins, config.admins.len()) {
        (0, 0) => report.warn(
            "admins",
            "there is none: open the link that `hoadep run` prints, or set HOADEP_ADMINS",
        ),
        (kept, configured) => {
            report.ok("admins", format!("{kept} by invitation, {configured} by HOADEP_ADMINS"));
        }
    }
    Ok(())
}

async fn campaign(
    report: &mut Report,
    reader: &mut AnyConnection,
    now: Millis,
) -> Result<(), StoreError> {
    match campaigns::season(reader, now).await?.open {
        Some(campaign) => report.ok("campaign", format!("{} is open", campaign.title("vi"))),
        None => report.warn(
            "campaign",
            "none is open, so nobody can nominate: an admin opens one by /campaign",
        ),
    }
    Ok(())
}
