//! What can go wrong with the database, in words an operator can act on.

use std::sync::Arc;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteError;

/// Why the store could not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database that `DATABASE_URL` names cannot be opened.
    #[error("DATABASE_URL {shown}: {advice}")]
    Open {
        /// The address without its password.
        shown: String,
        /// What is wrong and what to do about it.
        advice: String,
    },
    /// Somebody holds a lock for longer than we wait.
    #[error("the database is locked by another process: find what else has it open")]
    Locked,
    /// No space is left for the database.
    #[error("the disk is full: make room where the database lives")]
    DiskFull,
    /// The file or its folder cannot be written, or the server is a copy that only reads.
    #[error("the database is read-only: check the owner and the rights of the file and its folder")]
    ReadOnly,
    /// The disk does not do what it is told.
    #[error("the disk under the database fails ({0}): look at the system's log")]
    Disk(String),
    /// What the file holds is not a database any more.
    #[error("the database file is damaged: stop the program and restore a backup")]
    Damaged,
    /// The server broke the work off; the same work may be done again.
    #[error("the work was broken off: {0}")]
    BrokenOff(String),
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Unreachable(String),
    /// The tables are not those that this program knows.
    #[error("the database is not as this program expects it: {0}")]
    Schema(String),
    /// The program is ending and takes no more work.
    #[error("the store is closed")]
    Closed,
    /// The work panicked; the panic hook has told where.
    #[error("the work panicked")]
    Panicked,
    /// An UPDATE met another number of rows than it must.
    #[error("{what}: {rows} rows changed where one was expected")]
    RowCount {
        /// The statement, by name.
        what: &'static str,
        /// How many rows it changed.
        rows: u64,
    },
    /// A stored value does not read back.
    #[error("stored {what} does not read back: {error}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// What the reader said; never the value itself.
        error: String,
    },
    /// A file would be larger than one may be.
    #[error("a file that was being made became too large")]
    Large,
    /// Anything else the database says.
    #[error("database: {0}")]
    Sql(Arc<sqlx::Error>),
}

impl StoreError {
    /// Whether the same work may well succeed later with nothing changed by us.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Open { .. }
            | Self::Locked
            | Self::DiskFull
            | Self::ReadOnly
            | Self::Disk(_)
            | Self::BrokenOff(_)
            | Self::Unreachable(_)
            | Self::Closed => true,
            Self::Damaged
            | Self::Schema(_)
            | Self::Panicked
            | Self::RowCount { .. }
            | Self::Corrupt { .. }
            | Self::Large
            | Self::Sql(_) => false,
        }
    }

    /// Checks that a statement changed exactly one row.
    pub fn one_row(what: &'static str, rows: u64) -> Result<(), Self> {
        if rows == 1 { Ok(()) } else { Err(Self::RowCount { what, rows }) }
    }

    /// What the neighbours of failed work are told when it took the shared transaction with it:
    /// the fault is not theirs, so it always passes.
    pub(super) fn for_neighbours(&self) -> Self {
        if self.is_passing() { self.clone() } else { Self::BrokenOff(self.to_string()) }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error;
        match &error {
            Error::Database(told) => {
                let known = match told.try_downcast_ref::<SqliteError>() {
                    Some(_) => told.code().and_then(|code| by_sqlite(&code, told.message())),
                    None => told
                        .try_downcast_ref::<PgDatabaseError>()
                        .and_then(|told| by_sqlstate(told.code(), told.message())),
                };
                known.unwrap_or_else(|| Self::Sql(Arc::new(error)))
            }
            Error::PoolClosed => Self::Closed,
            Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::WorkerCrashed
            | Error::BeginFailed => Self::Unreachable(error.to_string()),
            _ => Self::Sql(Arc::new(error)),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
                Self::Schema(format!(
                    "it has migration {version} of a newer program; install that or a later one"
                ))
            }
            MigrateError::VersionMismatch(version) => Self::Schema(format!(
                "its migration {version} was another one; use the program that made it"
            )),
            other => Self::Schema(other.to_string()),
        }
    }
}

/// What SQLite's result codes mean. The primary code is the low byte of the extended one.
/// Source: <https://www.sqlite.org/rescode.html>
fn by_sqlite(code: &str, message: &str) -> Option<StoreError> {
    Some(match code.parse::<i32>().ok()? & 0xff {
        // BUSY, and LOCKED by a connection of our own.
        5 | 6 => StoreError::Locked,
        // READONLY; CANTOPEN is met when the journal cannot be made beside the file.
        8 | 14 => StoreError::ReadOnly,
        // IOERR, also when a quota or a limit on the size of files ends a write.
        10 => StoreError::Disk(message.to_owned()),
        13 => StoreError::DiskFull,
        // CORRUPT, NOTADB.
        11 | 26 => StoreError::Damaged,
        _ => return None,
    })
}

/// What PostgreSQL's codes mean.
/// Source: <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn by_sqlstate(code: &str, message: &str) -> Option<StoreError> {
    Some(match code {
        // lock_not_available
        "55P03" => StoreError::Locked,
        "53100" => StoreError::DiskFull,
        // read_only_sql_transaction: a standby, or a server set to read only.
        "25006" => StoreError::ReadOnly,
        // io_error
        "58030" => StoreError::Disk(message.to_owned()),
        // data_corrupted, index_corrupted
        "XX001" | "XX002" => StoreError::Damaged,
        // query_canceled, and sessions ended for being idle.
        "57014" | "25P03" | "57P05" => StoreError::BrokenOff(message.to_owned()),
        // admin_shutdown, crash_shutdown, cannot_connect_now
        "57P01" | "57P02" | "57P03" => StoreError::Unreachable(message.to_owned()),
        // Class 40: serialization failure, deadlock. Class 53: out of memory, connections, …
        _ if code.starts_with("40") || code.starts_with("53") => {
            StoreError::BrokenOff(message.to_owned())
        }
        // Class 08: the connection.
        _ if code.starts_with("08") => StoreError::Unreachable(message.to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_will_not() {
        for code in ["5", "261", "517", "6", "8", "1032", "778", "4618", "13", "14", "526"] {
            assert!(by_sqlite(code, "").is_some_and(|error| error.is_passing()), "{code}");
        }
        for code in ["11", "267", "26"] {
            assert!(by_sqlite(code, "").is_some_and(|error| !error.is_passing()), "{code}");
        }
        for code in ["1", "19", "2067", "787"] {
            assert!(by_sqlite(code, "").is_none(), "{code}");
        }
        for code in [
            "40001", "40P01", "53100", "53300", "53200", "25006", "57P01", "57P02", "57P03",
            "57014", "08006", "55P03", "58030", "25P03",
        ] {
            assert!(by_sqlstate(code, "").is_some_and(|error| error.is_passing()), "{code}");
        }
        for code in ["23505", "42P01", "22021", "25P02", "42601"] {
            assert!(by_sqlstate(code, "").is_none(), "{code}");
        }
    }

    #[test]
    fn neighbours_of_a_fault_may_always_try_again() {
        assert!(matches!(StoreError::DiskFull.for_neighbours(), StoreError::DiskFull));
        assert!(StoreError::Panicked.for_neighbours().is_passing());
    }
}
