//! Copies of an SQLite database: made while others write, and looked at before they are trusted.
//!
//! Files, names and what an operator is told are in [`crate::backup`], which calls this.

use std::path::Path;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Row};

use super::chain::{self, Verdict};
use super::{MIGRATIONS, StoreError, open, pending};

/// Writes the database at `url`, as it is between two commits, into `file`, which must be empty or not
/// there.
///
/// A read transaction does it, so the writer goes on meanwhile. Nothing is on the disk for certain yet:
/// SQLite leaves that to the caller.
pub async fn take(url: &str, file: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect_with(&open::parse(url)?).await?;
    let copied = sqlx::query("VACUUM INTO $1").bind(file).execute(&mut connection).await;
    connection.close().await?;
    copied?;
    Ok(())
}

/// Folds what a crash left in the write-ahead log of the database at `url` into its file.
///
/// # Errors
/// [`StoreError::Locked`] while somebody else reads or writes it.
pub async fn fold(url: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect_with(&open::parse(url)?).await?;
    let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await;
    connection.close().await?;
    let is_busy: i64 = folded?.try_get(0)?;
    if is_busy == 0 { Ok(()) } else { Err(StoreError::Locked) }
}

/// What a copy turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A database of ours.
    Ours {
        /// How many of this program's migrations it lacks.
        pending: usize,
        /// What its audit is worth; `None` of one from before there was a chain.
        audit: Option<Verdict>,
    },
    /// A database, and not ours.
    Foreign,
    /// It is damaged, and this is what SQLite says of it.
    Damaged(String),
}

/// Looks at a copy that nobody writes to; no file is made or changed.
///
/// # Errors
/// [`StoreError::Schema`] of a newer program's, [`StoreError::Damaged`] of what is no database.
pub async fn inspect(file: &Path) -> Result<Found, StoreError> {
    let options = open::parse(&format!("{}?mode=ro&immutable=true", open::url_of(file)))?;
    let pool = AnyPoolOptions::new().max_connections(1).connect_with(options).await?;
    let found = look(&pool).await;
    pool.close().await;
    found
}

async fn look(pool: &AnyPool) -> Result<Found, StoreError> {
    let mut reader = pool.acquire().await?;
    let whole: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut *reader).await?;
    if whole != "ok" {
        return Ok(Found::Damaged(whole));
    }
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
            .fetch_all(&mut *reader)
            .await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    if !has("_sqlx_migrations") || !has("contacts") || !has("nominations") {
        return Ok(Found::Foreign);
    }
    let pending = pending(&mut reader).await?;
    if pending == MIGRATIONS.iter().count() {
        return Ok(Found::Foreign);
    }
    let audit = match has("audit_head") {
        true => Some(chain::verify(&mut reader, None).await?),
        false => None,
    };
    Ok(Found::Ours { pending, audit })
}
