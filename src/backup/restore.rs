//! A copy put in the place of the database.
//!
//! Everything is done to a file beside the database, which takes its place in one stroke at the end:
//! whoever ends this at whatever moment finds the old database or the new one under its name.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::{BackupError, beside, folder_of, sync};
use crate::clock::Millis;
use crate::domain::day;
use crate::store::chain::{self, Fault, Verdict};
use crate::store::copies::{self, Found};
use crate::store::restoring::{self, SetAside};
use crate::store::{Store, StoreError};

/// Behind the database's name while a copy is being made ready.
const HALF: &str = ".restoring";
/// Behind it once the copy is ready; in the moment after the exchange, the database it replaced.
const READY: &str = ".restored";

/// What is to be done with a copy that was put back.
#[derive(Clone, Debug)]
pub struct Order {
    /// Row of the audit that tells of it.
    pub id: i64,
    /// Admins by configuration, as channel and address.
    pub admins: Vec<(String, String)>,
    /// When.
    pub now: Millis,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What was due and is set aside.
    pub aside: SetAside,
    /// Where the database is that was there before, if there was one.
    pub before: Option<PathBuf>,
}

/// Puts the copy in `file` in the place of the SQLite database at `url`, brought up to this program's
/// schema, with what was due in it set aside. The caller holds the lock of `store::lock`.
///
/// # Errors
/// Then the database is as it was.
pub async fn restore(url: &str, file: &Path, order: &Order) -> Result<Restored, BackupError> {
    let Some(database) = Store::file(url)? else {
        return Err(BackupError::Nothing(url.to_owned()));
    };
    look_through(file, &database).await?;
    let (half, ready) = (beside(&database, HALF), beside(&database, READY));
    put_by(&database, &ready, order.now)?;
    for left in [half.clone(), beside(&half, "-wal"), beside(&half, "-shm")] {
        remove_if_there(&left)?;
    }
    tokio::fs::copy(file, &half).await.map_err(BackupError::io(&half))?;
    give_to_owner_of(&database, &half);
    let aside = match make_ready(&half, order).await {
        Ok(aside) => aside,
        Err(error) => {
            for left in [half.clone(), beside(&half, "-wal"), beside(&half, "-shm")] {
                remove_if_there(&left)?;
            }
            return Err(error);
        }
    };
    if !database.exists() {
        // A log that lost its database would be taken for the new one's.
        put_log_by(&database, &free_name(&database, order.now))?;
        fs::rename(&half, &database).map_err(BackupError::io(&database))?;
        sync(folder_of(&database)).await?;
        return Ok(Restored { aside, before: None });
    }
    fs::rename(&half, &ready).map_err(BackupError::io(&ready))?;
    let before = free_name(&database, order.now);
    close_down(url).await?;
    exchange(&ready, &database, &before)?;
    sync(folder_of(&database)).await?;
    Ok(Restored { aside, before: Some(before) })
}

/// Sets aside what is due in a database that was put back by other means, and brings it up to this
/// program's schema.
///
/// # Errors
/// If the database does not take it; nothing is set aside then.
pub async fn mark(store: &Store, order: &Order) -> Result<SetAside, StoreError> {
    store.migrate().await?;
    let order = order.clone();
    let marked = store.write(0, move |tx| {
        Box::pin(async move { restoring::mark(tx, order.id, &order.admins, order.now).await })
    });
    marked.await
}

/// Refuses what is no copy that can be trusted.
async fn look_through(file: &Path, database: &Path) -> Result<(), BackupError> {
    let there = fs::metadata(file).map_err(BackupError::io(file))?;
    let untrusted =
        |why: &str| BackupError::Untrusted { file: file.to_owned(), why: why.to_owned() };
    if !there.is_file() {
        return Err(untrusted("it is no file"));
    }
    if fs::canonicalize(file).ok() == fs::canonicalize(database).ok() {
        return Err(untrusted("it is the database itself"));
    }
    if beside(file, "-wal").metadata().is_ok_and(|log| log.len() > 0) {
        return Err(untrusted(
            "a log stands beside it, so it is no whole copy: make copies with `hoadep backup`",
        ));
    }
    let found = match copies::inspect(file).await {
        Err(StoreError::Damaged) => return Err(untrusted("it is damaged or no database")),
        found => found?,
    };
    match found {
        Found::Ours { audit: Some(Verdict::Broken(found)), .. }
            if !matches!(found.fault, Fault::Unsealed { .. }) =>
        {
            Err(untrusted("the audit in it was changed"))
        }
        Found::Ours { .. } => Ok(()),
        Found::Foreign => Err(untrusted("it is not a database of hoadep's")),
        Found::Damaged(said) => Err(untrusted(&format!("it is damaged ({said})"))),
    }
}

/// Brings the copy in `half` up to date, sets aside what is due in it, and proves its audit.
async fn make_ready(half: &Path, order: &Order) -> Result<SetAside, BackupError> {
    let store = Store::open_file(half).await?;
    let made = async {
        let aside = mark(&store, order).await?;
        let verdict = chain::verify(&mut store.read().await?, None).await?;
        Ok::<_, StoreError>((aside, verdict))
    };
    let made = made.await;
    store.close().await;
    let (aside, verdict) = made?;
    if let Verdict::Broken(_) = verdict {
        let why = "the audit in it does not hold".to_owned();
        return Err(BackupError::Untrusted { file: half.to_owned(), why });
    }
    sync(half).await?;
    Ok(aside)
}

/// Folds the log of the database that is to go into it. One that is too damaged for that takes its log
/// along (see [`exchange`]).
async fn close_down(url: &str) -> Result<(), BackupError> {
    match copies::fold(url).await {
        Ok(()) => Ok(()),
        // Somebody reads it, so what is in the log may be nowhere else yet.
        Err(error @ StoreError::Locked) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%error, "the present database cannot be closed in order; it goes as it is");
            Ok(())
        }
    }
}

/// Has the log of the database that goes stand beside it where it goes to.
fn put_log_by(database: &Path, before: &Path) -> Result<(), BackupError> {
    let log = beside(database, "-wal");
    if log.exists() {
        fs::rename(&log, beside(before, "-wal")).map_err(BackupError::io(&log))?;
    }
    remove_if_there(&beside(database, "-shm"))
}

/// Has the new database and the old one change places, then gives the old one its name.
///
/// A log that could not be folded goes first: the new database must not find it for a moment, since
/// SQLite would play it into that one. If the old database stays after all, it gets its log back.
fn exchange(ready: &Path, database: &Path, before: &Path) -> Result<(), BackupError> {
    put_log_by(database, before)?;
    if renameat_with(CWD, ready, CWD, database, RenameFlags::EXCHANGE).is_ok() {
        return fs::rename(ready, before).map_err(BackupError::io(before));
    }
    // A file system that cannot exchange: for a moment the old one has two names instead.
    let linked = fs::hard_link(database, before).map_err(BackupError::io(before));
    let replaced =
        linked.and_then(|()| fs::rename(ready, database).map_err(BackupError::io(database)));
    if replaced.is_err() {
        give_log_back(database, before)?;
    }
    replaced
}

/// Undoes what was done to the database that was to go: only its own second name is removed.
fn give_log_back(database: &Path, before: &Path) -> Result<(), BackupError> {
    remove_if_there(before)?;
    let log = beside(before, "-wal");
    match log.exists() {
        true => fs::rename(&log, beside(database, "-wal")).map_err(BackupError::io(&log)),
        false => Ok(()),
    }
}

/// Lets the same people use the new database who can use the old one: whoever restores may be another
/// user than whom the bot runs as.
fn give_to_owner_of(database: &Path, half: &Path) {
    let Ok(old) = database.metadata() else { return };
    let given = fs::set_permissions(half, old.permissions())
        .and_then(|()| chown(half, Some(old.uid()), Some(old.gid())));
    if let Err(error) = given {
        tracing::warn!(%error, "the restored database cannot be given to the owner of the old one");
    }
}

/// Keeps what an attempt that was ended left under the name of a ready copy: that copy, or the database
/// it replaced; there is no telling, and both are whole.
fn put_by(database: &Path, ready: &Path, now: Millis) -> Result<(), BackupError> {
    if ready.exists() {
        fs::rename(ready, free_name(database, now)).map_err(BackupError::io(ready))?;
    }
    Ok(())
}

/// A name for the database that goes, which nothing has yet.
fn free_name(database: &Path, now: Millis) -> PathBuf {
    let name = |tail: &str| {
        let minute = day::today(now).stored();
        beside(database, &format!(".before-restore-{minute}{tail}"))
    };
    let mut found = name("");
    let mut number = 2;
    while found.exists() {
        found = name(&format!("-{number}"));
        number += 1;
    }
    found
}

fn remove_if_there(file: &Path) -> Result<(), BackupError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(BackupError::io(file)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_stays_after_all_keeps_its_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let [database, ready, before] =
            ["a.db", "a.db.restored", "a.db.before"].map(|name| folder.path().join(name));
        fs::write(&database, "old").expect("written");
        fs::write(beside(&database, "-wal"), "its log").expect("written");
        // There is nothing to take its place.
        exchange(&ready, &database, &before).expect_err("nothing is ready");
        assert_eq!(fs::read_to_string(&database).expect("it is there"), "old");
        assert_eq!(fs::read_to_string(beside(&database, "-wal")).expect("it is there"), "its log");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
        // And with something, the log goes along.
        fs::write(&ready, "new").expect("written");
        exchange(&ready, &database, &before).expect("they change places");
        assert_eq!(fs::read_to_string(&database).expect("it is there"), "new");
        assert_eq!(fs::read_to_string(&before).expect("it is there"), "old");
        assert_eq!(fs::read_to_string(beside(&before, "-wal")).expect("it is there"), "its log");
        assert!(!beside(&database, "-wal").exists());
    }
}
