//! One program at a time on one SQLite file.
//!
//! Two bots on one file would both send what waits in the outbox, and each would miss what the
//! other was told. SQLite's own locks last a transaction; this one lasts the life of the process,
//! on a file beside the database, and the system lets go of it however the process ends.
//! PostgreSQL needs none: replicas share a database on purpose.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{Store, StoreError};

/// The right to be the one program on a database file, until dropped.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

/// Why the right was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another program has it.
    #[error(
        "another hoadep is at work on {}; end it first, or give this one a DATABASE_URL of its own",
        .0.display()
    )]
    Held(PathBuf),
    /// There is no telling.
    #[error(
        "DATABASE_URL names {}, beside which no lock file can be kept ({error}); check who may \
         write to its folder",
        .database.display()
    )]
    Io {
        /// The database's file.
        database: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// No database can be there at all.
    #[error(transparent)]
    Misplaced(#[from] StoreError),
}

/// Takes the right to be the one program on the database at `url`; `None` where many may work.
///
/// # Errors
/// In one line that says what to do.
pub fn hold(url: &str) -> Result<Option<FileLock>, LockError> {
    let Some(database) = Store::file(url)? else { return Ok(None) };
    let path = beside(&database);
    // Made by another user, it may be ours to read alone, which is enough to lock it.
    let file = File::options()
        .create(true)
        .append(true)
        .open(&path)
        .or_else(|error| File::open(&path).map_err(|_| error));
    match file.map(|file| (file.try_lock(), file)) {
        Ok((Ok(()), file)) => Ok(Some(FileLock { _file: file })),
        Ok((Err(TryLockError::WouldBlock), _)) => Err(LockError::Held(database)),
        Ok((Err(TryLockError::Error(error)), _)) | Err(error) => {
            Err(LockError::Io { database, error })
        }
    }
}

/// `hoadep.db.lock` for `hoadep.db`. It stays when the program ends: removing it could take it
/// from under a program that has just opened it.
fn beside(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    database.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_has_the_file_and_postgres_has_many() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hoa.db").display());
        let first = hold(&url).unwrap();
        assert!(first.is_some());
        let said = hold(&url).unwrap_err().to_string();
        assert!(said.contains("another hoadep") && said.contains("hoa.db;"), "{said}");
        drop(first);
        assert!(hold(&url).unwrap().is_some());
        assert!(hold("postgres://db/hoadep").unwrap().is_none());
    }

    #[test]
    fn where_no_file_can_be_there_is_no_lock_file_either() {
        let said = hold("sqlite:///no/such/folder/x.db").unwrap_err().to_string();
        assert!(said.starts_with("DATABASE_URL sqlite:///no/such/folder/x.db: "), "{said}");
        assert!(matches!(hold("sqlite::memory:"), Err(LockError::Misplaced(_))));
        assert!(matches!(hold("sqlite:///proc/x.db"), Err(LockError::Io { .. })));
    }
}
