//! The only place with SQL. One file a family of tables; each query runs on SQLite and PostgreSQL.
//!
//! Writing needs a [`Tx`], and only [`Store::write`] gives one: it queues the work for a writer
//! that commits many pieces of work at once (`writer.rs`). Reading needs a [`Reader`], which
//! both a `Tx` and [`Store::read`] are.

pub mod alarms;
pub mod appeals;
pub mod asks;
pub mod audience;
pub mod audit;
pub mod broadcasts;
pub mod campaigns;
pub mod cards;
pub mod catalog;
pub mod chain;
pub mod commendations;
pub mod consents;
pub mod contacts;
pub mod copies;
pub mod desk_timers;
pub mod digests;
pub mod erasure;
pub mod error;
pub mod evidence;
pub mod exemplars;
pub mod groups;
pub mod health;
pub mod inbox;
pub mod invites;
pub mod joins;
pub mod leases;
pub mod likeness;
pub mod lock;
pub mod members;
pub mod mydata;
pub mod nominations;
pub mod notes;
mod open;
pub mod outbox;
pub mod parts;
pub mod photos;
pub mod publications;
pub mod queue;
pub mod recipients;
pub mod restoring;
pub mod retention;
pub mod rules;
pub mod sanctions;
pub mod search;
pub mod settings;
pub mod shown;
pub mod slots;
pub mod stats;
pub mod subscriptions;
pub mod thread;
pub mod timers;
pub mod uploads;
pub mod votes;
mod writer;

use std::path::{Path, PathBuf};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor};

pub use error::StoreError;
use writer::Writer;
pub use writer::{Tx, Work, Working};

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
    /// The same writer again on SQLite, which has one.
    apart: Writer,
}

/// A connection to read with.
pub type Reader = PoolConnection<Any>;

impl Store {
    /// The file of the database at `url`, there or not; `None` if it is not a file.
    ///
    /// # Errors
    /// [`StoreError::Open`] when no such file can be.
    pub fn file(url: &str) -> Result<Option<PathBuf>, StoreError> {
        if !url.starts_with("sqlite:") {
            return Ok(None);
        }
        match open::misplaced(url) {
            None => Ok(Some(open::file_of(url))),
            Some(advice) => Err(StoreError::Open { shown: open::shown(url), advice }),
        }
    }

    /// Opens `url` (`sqlite://file` or `postgres://…`), creating the SQLite file if absent.
    /// Does not migrate: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Open`], in one line that shows no password and says what to do.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with_batch(url, usize::MAX).await
    }

    /// Opens the SQLite database in `file`, creating it if absent.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_file(file: &Path) -> Result<Self, StoreError> {
        Self::open(&open::url_of(file)).await
    }

    /// Like [`Store::open`], but no more than `batch` pieces of work share a commit. With 1 each
    /// has its own, which a benchmark compares with.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with_batch(url: &str, batch: usize) -> Result<Self, StoreError> {
        let dialect = if url.starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres };
        let pools = open::pools(url, dialect).await?;
        let writer = Writer::start(pools.writers, dialect, pools.shards, pools.batch.min(batch));
        let apart = pools.apart.map(|pool| Writer::start(pool, dialect, 1, 1));
        let apart = apart.unwrap_or_else(|| writer.clone());
        Ok(Self { dialect, readers: pools.readers, writer, apart })
    }

    /// Brings the schema up to this program's version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.apply_migrations().await?;
        // What SQL alone cannot do, in pieces that can be broken off.
        while chain::unsealed(&mut *self.read().await?).await? > 0 {
            self.write(0, |tx| Box::pin(chain::seal_old(tx))).await?;
        }
        search::fill(self).await
    }

    async fn apply_migrations(&self) -> Result<(), StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(MIGRATIONS.run(self.writer.pool()).await?);
        }
        // A migration may take its time, and so may waiting for the replica that is at it. The
        // connection is not used again, for it has no limits any more.
        let mut connection = self.writer.pool().acquire().await?.detach();
        for unlimited in ["SET statement_timeout = 0", "SET lock_timeout = 0"] {
            connection.execute(unlimited).await?;
        }
        MIGRATIONS.run(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// How many of this program's migrations the database still lacks.
    ///
    /// # Errors
    /// [`StoreError::Schema`] when the database has migrations of a newer program.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        pending(&mut *self.read().await?).await
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

    /// Like [`Store::write`], but behind nobody else's work, where the database can do that: for what
    /// must be in time, such as keeping a lease.
    pub async fn write_apart<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Work<'t, T>,
    {
        self.apart.enqueue(0, work, |_| ()).await?.await
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
        self.apart.pool().close().await;
    }
}

/// How many of this program's migrations a database still lacks.
async fn pending(connection: &mut AnyConnection) -> Result<usize, StoreError> {
    let applied: Vec<i64> = match sqlx::query_scalar("SELECT version FROM _sqlx_migrations")
        .fetch_all(connection)
        .await
        .map_err(StoreError::from)
    {
        Ok(applied) => applied,
        // There is no such table: nothing was ever applied.
        Err(StoreError::Sql(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
    if let Some(&newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(sqlx::migrate::MigrateError::VersionMissing(newer).into());
    }
    Ok(known.iter().filter(|version| !applied.contains(version)).count())
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");
