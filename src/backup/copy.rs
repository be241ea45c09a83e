//! One copy: written beside its name, looked through, and only then given it.

use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{BackupError, beside, folder_of, names, sync};
use crate::store::chain::{Fault, Verdict};
use crate::store::copies::{self, Found};
use crate::store::{Store, StoreError};

/// A copy that was made and looked through.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Where it is.
    pub file: PathBuf,
    /// How many bytes it has.
    pub size: u64,
    /// How long it took, the looking through included.
    pub took: Duration,
    /// What its audit is worth, which is what the database's is; `None` of one from before there was a
    /// chain.
    pub audit: Option<Verdict>,
}

impl Taken {
    /// Whether the audit in it is as it was written. One of before this version may have to be sealed.
    pub fn is_proven(&self) -> bool {
        match &self.audit {
            None | Some(Verdict::Whole { .. }) => true,
            Some(Verdict::Broken(found)) => matches!(found.fault, Fault::Unsealed { .. }),
        }
    }
}

/// Copies the SQLite database at `url` to `file`, and looks the copy through. A file of that name is
/// replaced where that is meant to be (`force`), in one stroke, and only by a copy that is whole.
///
/// # Errors
/// Then there is nothing new under that name.
pub async fn take(url: &str, file: &Path, force: bool) -> Result<Taken, BackupError> {
    let began = Instant::now();
    if Store::file(url)?.is_none_or(|database| !database.exists()) {
        return Err(BackupError::Nothing(url.to_owned()));
    }
    if !force && file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let part = beside(file, names::PART);
    let held = hold(&part)?;
    let written = write(url, &part).await;
    let audit = match written {
        Ok(audit) => audit,
        Err(error) => {
            // What is half done is of no use to anybody.
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    let size = held.metadata().map_err(BackupError::io(&part))?.len();
    if !force && file.exists() {
        let _ = std::fs::remove_file(&part);
        return Err(BackupError::Exists(file.to_owned()));
    }
    std::fs::rename(&part, file).map_err(BackupError::io(file))?;
    sync(folder_of(file)).await?;
    // Closed last of all: closing a file lets go of SQLite's own locks on it.
    drop(held);
    Ok(Taken { file: file.to_owned(), size, took: began.elapsed(), audit })
}

/// The empty file to write into, held against others who would write the same; what a copy that was
/// broken off left there is gone. Nobody but its owner may read it: it is everybody's data.
fn hold(part: &Path) -> Result<File, BackupError> {
    let opened = File::options().create(true).append(true).mode(0o600).open(part);
    let held = opened.map_err(BackupError::io(part))?;
    match held.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(part.to_owned())),
        Err(TryLockError::Error(error)) => return Err(BackupError::io(part)(error)),
    }
    held.set_len(0).map_err(BackupError::io(part))?;
    let _ = std::fs::remove_file(beside(part, "-journal"));
    Ok(held)
}

/// Writes the copy, has the disk hold it, looks it through, and gives what its audit is worth.
///
/// A copy of a database whose audit was tampered with is a copy all the same: there must be one to look
/// into.
async fn write(url: &str, part: &Path) -> Result<Option<Verdict>, BackupError> {
    let name = part.to_str().ok_or_else(|| BackupError::Name(part.to_owned()))?;
    copies::take(url, name).await?;
    sync(part).await?;
    let untrusted = |why| BackupError::Untrusted { file: part.to_owned(), why };
    match copies::inspect(part).await? {
        Found::Ours { audit, .. } => Ok(audit),
        Found::Foreign => Err(StoreError::Schema("it is not one of hoadep's".to_owned()).into()),
        Found::Damaged(said) => Err(untrusted(format!("it is damaged ({said})"))),
    }
}
