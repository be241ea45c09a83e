//! How connections are opened and set up, and what an operator is told when they cannot be.

use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::postgres::PgDatabaseError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection, Executor};

use super::{Dialect, StoreError};
use crate::config;

/// How long to wait for a connection, a new one or one that is in use.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections that only read, beside SQLite's one writer.
const SQLITE_READERS: u32 = 4;
/// Turns that PostgreSQL commits side by side.
const POSTGRES_WRITERS: u32 = 16;
/// Connections beside them, for reading.
const POSTGRES_READERS: u32 = 4;
/// Pieces of work that share one of SQLite's commits, at most.
const BATCH: usize = 128;

/// What a store works with.
pub(super) struct Pools {
    pub(super) readers: AnyPool,
    pub(super) writers: AnyPool,
    /// A connection for what must wait behind nobody's turn, where there can be one.
    pub(super) apart: Option<AnyPool>,
    /// Tasks that write side by side.
    pub(super) shards: usize,
    /// Pieces of work that may share a commit.
    pub(super) batch: usize,
}

/// Opens `url` and makes sure that it answers.
pub(super) async fn pools(url: &str, dialect: Dialect) -> Result<Pools, StoreError> {
    let opened = match dialect {
        Dialect::Sqlite => sqlite(url).await,
        Dialect::Postgres => postgres(url).await,
    };
    opened.map_err(|fault| {
        let advice = match fault {
            Fault::Known(advice) => advice,
            Fault::Sql(error) => match dialect {
                Dialect::Sqlite => sqlite_advice(&file_of(url), error),
                Dialect::Postgres => postgres_advice(&error),
            },
        };
        StoreError::Open { shown: shown(url), advice }
    })
}

/// The address without what is secret in it.
pub(super) fn shown(url: &str) -> String {
    match config::database_url(url) {
        Ok(url) => url.to_string(),
        Err(_) => config::shown_database_url(url),
    }
}

/// Why nothing could be opened.
enum Fault {
    /// We know before asking.
    Known(String),
    /// The driver says so.
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

/// The file that an SQLite address names.
pub(super) fn file_of(url: &str) -> PathBuf {
    SqliteConnectOptions::from_str(url)
        .map(|options| options.get_filename().to_owned())
        .unwrap_or_default()
}

/// The address of an SQLite file, whatever characters are in its name.
pub(super) fn url_of(file: &Path) -> String {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let name = file.to_string_lossy();
    let name = name.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{name}")
}

async fn sqlite(url: &str) -> Result<Pools, Fault> {
    if let Some(advice) = misplaced(url) {
        return Err(Fault::Known(advice));
    }
    let options = |mode| -> Result<AnyConnectOptions, sqlx::Error> {
        let sign = if url.contains('?') { '&' } else { '?' };
        parse(&format!("{url}{sign}mode={mode}"))
    };
    let pool = |size| {
        AnyPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // A file does not go away: a connection, with what it has prepared, is kept for good.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
    };
    // Asked before the pool, which would try again for long and then only say that it waited.
    let mut first = AnyConnection::connect_with(&options("rwc")?).await?;
    // Kept in the file from now on.
    let journal: String =
        sqlx::query_scalar("PRAGMA journal_mode = WAL").fetch_one(&mut first).await?;
    first.close().await?;
    if journal != "wal" {
        let advice = "the file system does not do what a database needs; put it on a local disk";
        return Err(Fault::Known(advice.to_owned()));
    }
    // What it needs is what sqlx and SQLite do unasked, and a test holds them to it: synchronous is
    // FULL, so that a commit survives a power cut (group commit makes it cheap); foreign keys are
    // on; a lock is waited for five seconds. Asking again for each connection would touch the file,
    // and a pool hides why that failed.
    let writers = pool(1).connect_with(options("rwc")?).await?;
    let readers = pool(SQLITE_READERS)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute("PRAGMA query_only = ON").await?;
                Ok(())
            })
        })
        // A read-only connection could not bring a log left by a crash back in.
        .connect_lazy_with(options("rw")?);
    Ok(Pools { readers, writers, apart: None, shards: 1, batch: BATCH })
}

async fn postgres(url: &str) -> Result<Pools, Fault> {
    let options = parse(url)?;
    // Asked before the pool, as above.
    AnyConnection::connect_with(&options).await?.close().await?;
    let pool = |size| {
        AnyPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(true)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // Nothing that a turn asks for takes nearly as long. What does, holds up the
                    // turns behind it, and is broken off to be tried again.
                    connection.execute("SET statement_timeout = '20s'").await?;
                    connection.execute("SET lock_timeout = '10s'").await?;
                    // A replica whose machine vanished in mid-turn must not keep a contact's row.
                    connection.execute("SET idle_in_transaction_session_timeout = '60s'").await?;
                    Ok(())
                })
            })
    };
    let shared = pool(POSTGRES_WRITERS + POSTGRES_READERS).connect_with(options.clone()).await?;
    let apart = Some(pool(1).connect_lazy_with(options));
    let shards = POSTGRES_WRITERS as usize;
    Ok(Pools { readers: shared.clone(), writers: shared, apart, shards, batch: 1 })
}

pub(super) fn parse(url: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    sqlx::any::install_default_drivers();
    // A statement is logged by nobody: its failure is, where it is dealt with.
    Ok(url.parse::<AnyConnectOptions>()?.disable_statement_logging())
}

/// What can be said of an address that cannot name a database file, before SQLite is asked.
pub(super) fn misplaced(url: &str) -> Option<String> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Some("nothing would be kept; name a file, as in sqlite://hoadep.db".into());
    }
    let file = file_of(url);
    if file.is_dir() {
        return Some("that is a folder; name a file in it, as in sqlite://data/hoadep.db".into());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    match folder.metadata() {
        Ok(found) if !found.is_dir() => Some(format!("{} is not a folder", folder.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Some(format!("the folder {} does not exist; make it first", folder.display()))
        }
        Err(error) => Some(format!("the folder {} cannot be used: {error}", folder.display())),
        Ok(_) => None,
    }
}

fn sqlite_advice(file: &Path, error: sqlx::Error) -> String {
    if let sqlx::Error::Configuration(cause) = &error {
        return format!("it cannot be read ({cause}); write it as in sqlite://hoadep.db");
    }
    match StoreError::from(error) {
        StoreError::Damaged => "the file is damaged or no SQLite database; name another file or \
                                restore a backup"
            .into(),
        StoreError::ReadOnly if file.exists() => {
            "the file cannot be opened for writing; check its owner and rights and its folder's"
                .into()
        }
        StoreError::ReadOnly => "the file cannot be made; check who may write to its folder".into(),
        other => other.to_string(),
    }
}

fn postgres_advice(error: &sqlx::Error) -> String {
    if let sqlx::Error::Database(told) = error
        && let Some(told) = told.try_downcast_ref::<PgDatabaseError>()
    {
        let said = told.message();
        return match told.code() {
            "28P01" | "28000" => {
                format!("the server refuses the user ({said}); correct user and password")
            }
            "3D000" => format!("{said}; make it with createdb, or name another"),
            "42501" => format!("{said}; grant the user CONNECT on the database"),
            "53300" => format!("{said}; raise max_connections or end other programs"),
            _ => format!("the server says: {said}"),
        };
    }
    match error {
        sqlx::Error::Io(error) => {
            format!("no server answers there ({error}); start it, or correct host and port")
        }
        sqlx::Error::Tls(error) => format!("TLS fails ({error}); see sslmode in the address"),
        sqlx::Error::Configuration(_) => {
            "it cannot be read; write it as in postgres://USER:PASSWORD@HOST/DATABASE".into()
        }
        other => other.to_string(),
    }
}
