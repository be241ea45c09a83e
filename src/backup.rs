//! Copies of an SQLite database: made while the bot is at work, kept by the day, put back.
//!
//! `app` has the commands; `bot` runs [`schedule`]. SQL is in `store::copies` and `store::restoring`.
//! PostgreSQL has tools of its own for this: of it only the marking of what was put back is ours.

pub mod copy;
pub mod names;
pub mod restore;
pub mod schedule;

use std::io;
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Why a copy could not be made or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is something of that name already.
    #[error("{} is there already: name another file, or say --force", .0.display())]
    Exists(PathBuf),
    /// The database is not a file, or there is none.
    #[error("{0} is not there yet: there is nothing to copy")]
    Nothing(String),
    /// The name is one that cannot be handed to SQLite.
    #[error("{} is no name in UTF-8: name another file", .0.display())]
    Name(PathBuf),
    /// Somebody else writes the same copy.
    #[error("another hoadep is writing {}: wait for it, or name another file", .0.display())]
    Busy(PathBuf),
    /// The copy is not what it should be.
    #[error("{} cannot be trusted: {why}", .file.display())]
    Untrusted {
        /// The copy.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A file cannot be read or written.
    #[error("{}: {error}", .file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The database says no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BackupError {
    fn io(file: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |error| Self::Io { file: file.to_owned(), error }
    }
}

/// A file beside `file`: its name with `tail` behind it.
fn beside(file: &Path, tail: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(tail);
    file.with_file_name(name)
}

/// Has the disk hold what was written of a file, or of a folder's names.
async fn sync(path: &Path) -> Result<(), BackupError> {
    let opened = tokio::fs::File::open(path).await.map_err(BackupError::io(path))?;
    opened.sync_all().await.map_err(BackupError::io(path))
}

/// The folder that a file is in.
fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
