//! A copy put in the place of the database.
//!
//! Everything is done to a file beside the database, which takes its place in one stroke at the end:
//! whoever ends this at whatever moment finds the old database or the new one under its name. Two files
//! cannot change their names in one stroke, so a log that could not be folded into the old database has a
//! second name beside that one's before it loses its own, and [`take_back`] gives it back its own if the
//! stroke never came.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};

use super::{BackupError, beside, folder_of, sync};
use crate::clock::Millis;
use crate::domain::day;
use crate::store::chain::{self, Fault, Verdict};
use crate::store::copies::{self, Found};
use crate::store::restoring::{self, SetAside};
use crate::store::{Store, StoreError};

/// Behind the database's name while a copy is being made ready.
const HALF: &str = ".restoring";
/// Behind it once the copy is ready.
const READY: &str = ".restored";
/// Behind it, before the day, once another has taken its place.
const BEFORE: &str = ".before-restore-";
const LOG: &str = "-wal";

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
    take_back(url)?;
    look_through(file, &database).await?;
    let (half, ready) = (beside(&database, HALF), beside(&database, READY));
    put_by(&database, &ready, order.now)?;
    for left in [half.clone(), beside(&half, LOG), beside(&half, "-shm")] {
        remove_if_there(&left)?;
    }
    tokio::fs::copy(file, &half).await.map_err(BackupError::io(&half))?;
    give_to_owner_of(&database, &half);
    let aside = match make_ready(&half, order).await {
        Ok(aside) => aside,
        Err(error) => {
            for left in [half.clone(), beside(&half, LOG), beside(&half, "-shm")] {
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
    name_twice(&database, &before)?;
    // On disk before a name goes: what is there twice is never there not at all.
    sync(folder_of(&database)).await?;
    replace(&ready, &database, &before)?;
    sync(folder_of(&database)).await?;
    Ok(Restored { aside, before: Some(before) })
}

/// Undoes an exchange that was ended halfway: the database is the one of before and its log lies under
/// its second name. To be called before the database at `url` is opened, by whoever holds the lock.
///
/// # Errors
/// If a file cannot be given its name back.
pub fn take_back(url: &str) -> Result<(), BackupError> {
    let Some(database) = Store::file(url)? else { return Ok(()) };
    let Ok(it) = database.metadata() else { return Ok(()) };
    if it.nlink() < 2 {
        return Ok(());
    }
    let folder = folder_of(&database);
    let later = beside(&database, BEFORE);
    let later = later.file_name().unwrap_or_default().as_bytes();
    for found in fs::read_dir(folder).map_err(BackupError::io(folder))? {
        let found = found.map_err(BackupError::io(folder))?;
        let file = found.path();
        let is_ours = found.file_name().as_bytes().starts_with(later);
        if is_ours && is_same(&file, &database) {
            forget_second_names(&database, &file)?;
        }
    }
    Ok(())
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
    if beside(file, LOG).metadata().is_ok_and(|log| log.len() > 0) {
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
/// along (see [`name_twice`]).
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
    let log = beside(database, LOG);
    if log.exists() {
        fs::rename(&log, beside(before, LOG)).map_err(BackupError::io(&log))?;
    }
    remove_if_there(&beside(database, "-shm"))
}

/// Gives the database that is to go, and its log if it could not be folded, their later names as well.
fn name_twice(database: &Path, before: &Path) -> Result<(), BackupError> {
    fs::hard_link(database, before).map_err(BackupError::io(before))?;
    let (log, second) = (beside(database, LOG), beside(before, LOG));
    if !log.exists() {
        return Ok(());
    }
    let named = fs::hard_link(log, &second).map_err(BackupError::io(&second));
    if named.is_err() {
        remove_if_there(before)?;
    }
    named
}

/// Puts the new database in the place of one that has its later names already. If that stays after all,
/// it has its log.
///
/// The log's name goes first: the new database must not find it for a moment, since SQLite would play it
/// into that one.
fn replace(ready: &Path, database: &Path, before: &Path) -> Result<(), BackupError> {
    let replaced = remove_if_there(&beside(database, LOG))
        .and_then(|()| remove_if_there(&beside(database, "-shm")))
        .and_then(|()| fs::rename(ready, database).map_err(BackupError::io(database)));
    if replaced.is_err() {
        forget_second_names(database, before)?;
    }
    replaced
}

/// Takes the later names away from a database that stays, and gives its log its own back.
fn forget_second_names(database: &Path, before: &Path) -> Result<(), BackupError> {
    let (log, second) = (beside(database, LOG), beside(before, LOG));
    if second.exists() {
        if !log.exists() {
            fs::hard_link(&second, &log).map_err(BackupError::io(&log))?;
        }
        if !is_same(&second, &log) {
            // Somebody went on without it: which of the two is worth more is not for us to say.
            tracing::error!(log = %second.display(), "a log of the database was not played into it");
            return Ok(());
        }
        remove_if_there(&second)?;
    }
    remove_if_there(before)
}

/// Whether these are two names of one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let inode = |file: &Path| file.metadata().ok().map(|file| (file.dev(), file.ino()));
    inode(one).is_some() && inode(one) == inode(other)
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
/// that an older program replaced by it; there is no telling, and both are whole.
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
        beside(database, &format!("{BEFORE}{minute}{tail}"))
    };
    let mut found = name("");
    let mut number = 2;
    while found.exists() || beside(&found, LOG).exists() {
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

    /// A folder with an old database and its log, that one's path and what it is to be called later.
    fn old() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        fs::write(&database, "old").expect("written");
        fs::write(beside(&database, LOG), "its log").expect("written");
        let before = beside(&database, &format!("{BEFORE}2026-12-01"));
        (folder, database, before)
    }

    fn text(file: &Path) -> String {
        fs::read_to_string(file).expect("it is there")
    }

    fn is_as_it_was(folder: &Path, database: &Path) -> bool {
        let count = fs::read_dir(folder).expect("a folder").count();
        (text(database), text(&beside(database, LOG)), count) == ("old".into(), "its log".into(), 2)
    }

    #[test]
    fn a_database_that_stays_after_all_keeps_its_log() {
        let (folder, database, before) = old();
        let ready = beside(&database, READY);
        name_twice(&database, &before).expect("two names");
        // There is nothing to take its place.
        replace(&ready, &database, &before).expect_err("nothing is ready");
        assert!(is_as_it_was(folder.path(), &database));
        // Nor can its log be called as something is that is there.
        fs::write(beside(&before, LOG), "another").expect("written");
        name_twice(&database, &before).expect_err("the name is taken");
        assert_eq!(text(&beside(&before, LOG)), "another");
        fs::remove_file(beside(&before, LOG)).expect("removed");
        assert!(is_as_it_was(folder.path(), &database));
        // And with something, the log goes along.
        fs::write(&ready, "new").expect("written");
        name_twice(&database, &before).expect("two names");
        replace(&ready, &database, &before).expect("they change places");
        assert_eq!((text(&database), text(&before)), ("new".into(), "old".into()));
        assert_eq!(text(&beside(&before, LOG)), "its log");
        assert!(!beside(&database, LOG).exists());
    }

    #[test]
    fn an_exchange_that_was_ended_at_whatever_step_is_taken_back() {
        let steps: [fn(&Path, &Path); 4] = [
            |database, before| fs::hard_link(database, before).expect("a name"),
            |database, before| {
                fs::hard_link(beside(database, LOG), beside(before, LOG)).expect("a name");
            },
            |database, _| fs::remove_file(beside(database, LOG)).expect("removed"),
            // The taking back itself was ended.
            |database, before| {
                fs::hard_link(beside(before, LOG), beside(database, LOG)).expect("a name");
                fs::remove_file(beside(before, LOG)).expect("removed");
            },
        ];
        for done in 0..=steps.len() {
            let (folder, database, before) = old();
            for step in &steps[..done] {
                step(&database, &before);
            }
            take_back(&format!("sqlite://{}", database.display())).expect("taken back");
            assert!(is_as_it_was(folder.path(), &database), "after {done} steps");
        }
        // One that was done stays done.
        let (folder, database, before) = old();
        fs::write(beside(&database, READY), "new").expect("written");
        name_twice(&database, &before).expect("two names");
        replace(&beside(&database, READY), &database, &before).expect("they change places");
        take_back(&format!("sqlite://{}", database.display())).expect("nothing to do");
        assert_eq!((text(&database), text(&before)), ("new".into(), "old".into()));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3);
    }

    #[test]
    fn a_log_that_was_written_meanwhile_is_not_replaced() {
        let (folder, database, before) = old();
        name_twice(&database, &before).expect("two names");
        fs::remove_file(beside(&database, LOG)).expect("removed");
        fs::write(beside(&database, LOG), "a newer log").expect("written");
        take_back(&format!("sqlite://{}", database.display())).expect("nothing is lost");
        assert_eq!(text(&beside(&database, LOG)), "a newer log");
        assert_eq!(text(&beside(&before, LOG)), "its log");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 4);
    }
}
