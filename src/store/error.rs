//! What can go wrong with the database, in words an operator can act on.

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds SQLite's write lock for longer than we wait.
    #[error("the database is locked by another process: find what else has the file open")]
    Locked,
    /// No space is left for the database.
    #[error("the disk is full: make room where the database file lives")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the database is read-only: check the owner and the rights of the file and its folder")]
    ReadOnly,
    /// The program is ending and takes no more work.
    #[error("the store is closed")]
    Closed,
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
    /// Anything else the database says.
    #[error("database: {0}")]
    Sql(sqlx::Error),
}

impl StoreError {
    /// Whether the same work may well succeed later with nothing changed by us.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Locked | Self::DiskFull | Self::ReadOnly | Self::Closed => true,
            Self::Sql(error) => !matches!(
                error,
                sqlx::Error::Database(_)
                    | sqlx::Error::ColumnDecode { .. }
                    | sqlx::Error::ColumnNotFound(_)
                    | sqlx::Error::Decode(_)
                    | sqlx::Error::Encode(_)
                    | sqlx::Error::RowNotFound
            ),
            Self::RowCount { .. } | Self::Corrupt { .. } => false,
        }
    }

    /// Checks that a statement changed exactly one row.
    pub fn one_row(what: &'static str, rows: u64) -> Result<(), Self> {
        if rows == 1 { Ok(()) } else { Err(Self::RowCount { what, rows }) }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|e| e.code().map(|code| code.into_owned()));
        // SQLite's primary result code is the low byte of the extended one:
        // https://www.sqlite.org/rescode.html
        let primary = code.and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff);
        match primary {
            Some(5 | 6) => Self::Locked,
            Some(8) => Self::ReadOnly,
            Some(13) => Self::DiskFull,
            // CANTOPEN: the journal cannot be made beside a read-only file.
            Some(14) => Self::ReadOnly,
            // IOERR covers a full disk on some file systems; the message says more.
            _ => Self::Sql(error),
        }
    }
}
