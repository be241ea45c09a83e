//! The only place with SQL. One file a family of tables; each query runs on SQLite and PostgreSQL.
//!
//! Writing needs a [`Tx`], and only [`Store::write`] gives one: it queues the work for a writer
//! that commits many pieces of work at once (`writer.rs`). Reading needs a [`Reader`], which
//! both a `Tx` and [`Store::read`] are.

pub mod campaigns;
pub mod cards;
pub mod contacts;
pub mod error;
pub mod inbox;
pub mod invites;
pub mod leases;
pub mod members;
pub mod nominations;
pub mod outbox;
pub mod slots;
pub mod timers;
mod writer;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor};

pub use error::StoreError;
use writer::Writer;
pub use writer::{Tx, Work};

/// How long a statement waits for another process's lock before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections that only read, beside SQLite's one writer.
const SQLITE_READERS: u32 = 4;
/// Turns that PostgreSQL commits side by side.
const POSTGRES_WRITERS: u32 = 16;

/// Which SQL dialect is spoken, where that makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default: one file, one writer.
    Sqlite,
    /// For deployments that outgrow one machine.
    Postgres,
}

/// The database: a writer that commits in groups, and readers beside it.
#[derive(Clone, Debug)]
pub struct Store {
    dialect: Dialect,
    readers: AnyPool,
    writer: Writer,
}

/// A connection to read with.
pub type Reader = PoolConnection<Any>;

impl Store {
    /// Opens `url` (`sqlite://file` or `postgres://…`), creating the SQLite file if absent.
    /// Does not migrate: see [`Store::migrate`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = if url.starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres };
        let options: AnyConnectOptions = match dialect {
            Dialect::Sqlite if url.contains('?') => format!("{url}&mode=rwc"),
            Dialect::Sqlite => format!("{url}?mode=rwc"),
            Dialect::Postgres => url.to_owned(),
        }
        .parse()?;
        let pool = |size: u32| {
            AnyPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(Duration::from_secs(10))
                .test_before_acquire(dialect == Dialect::Postgres)
                .after_connect(move |connection, _| Box::pin(prepare(connection, dialect)))
        };
        let (writers, shards, batch) = match dialect {
            Dialect::Sqlite => (pool(1).connect_with(options.clone()).await?, 1, 128),
            Dialect::Postgres => {
                let pool = pool(POSTGRES_WRITERS + SQLITE_READERS);
                (pool.connect_with(options.clone()).await?, POSTGRES_WRITERS as usize, 1)
            }
        };
        let readers = match dialect {
            Dialect::Sqlite => pool(SQLITE_READERS).connect_lazy_with(options),
            Dialect::Postgres => writers.clone(),
        };
        Ok(Self { dialect, readers, writer: Writer::start(writers, dialect, shards, batch) })
    }

    /// Brings the schema up to this program's version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        MIGRATIONS.run(self.writer.pool()).await.map_err(sqlx::Error::from)?;
        Ok(())
    }

    /// How many of this program's migrations the database still lacks.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        let mut reader = self.read().await?;
        let applied: Result<i64, _> = sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations")
            .fetch_one(&mut *reader)
            .await;
        let applied = usize::try_from(applied.unwrap_or(0)).unwrap_or(0);
        Ok(MIGRATIONS.iter().count().saturating_sub(applied))
    }

    /// The dialect of the open database.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A connection for reading outside a turn.
    pub async fn read(&self) -> Result<Reader, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// Runs `work` in a transaction and answers once it is durable.
    ///
    /// Work with the same `key` runs in the order of the calls. Work that returns an error is
    /// undone alone; its neighbours in the same commit are not harmed.
    pub async fn write<T, F>(&self, key: i64, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Work<'t, T>,
    {
        self.writer.enqueue(key, work, |_| ()).await?.await
    }

    /// Like [`Store::write`], but keeps its place in the order from the moment of the call: the
    /// future that comes back may be awaited later. Once the commit holds, `after` sees the value,
    /// in the order of the commits.
    pub async fn enqueue<T, F, A>(
        &self,
        key: i64,
        work: F,
        after: A,
    ) -> Result<impl Future<Output = Result<T, StoreError>> + Send + use<T, F, A>, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Work<'t, T>,
        A: FnOnce(&mut T) + Send + 'static,
    {
        self.writer.enqueue(key, work, after).await
    }

    /// Closes every connection; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.pool().close().await;
    }
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

async fn prepare(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), sqlx::Error> {
    if dialect == Dialect::Sqlite {
        // FULL: a commit survives a power cut. Group commit makes it cheap.
        let busy = format!("PRAGMA busy_timeout = {}", BUSY_TIMEOUT.as_millis());
        connection.execute(sqlx::AssertSqlSafe(busy)).await?;
        connection.execute("PRAGMA journal_mode = WAL").await?;
        connection.execute("PRAGMA synchronous = FULL").await?;
        connection.execute("PRAGMA foreign_keys = ON").await?;
    }
    Ok(())
}
