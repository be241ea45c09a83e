//! Private notes among reviewers.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its author's name as the platform shows it.
    pub author: String,
    /// What it says.
    pub body: String,
    /// When.
    pub at: Millis,
}

/// Keeps a note.
pub async fn insert(
    tx: &mut Tx,
    id: i64,
    nomination: i64,
    author: i64,
    body: &str,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO notes (id, nomination_id, author_id, body, at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(nomination)
    .bind(author)
    .bind(body)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The latest notes of a nomination, the oldest of them first.
pub async fn latest(
    connection: &mut AnyConnection,
    nomination: i64,
    limit: i64,
) -> Result<Vec<Note>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.name, t.body, t.at FROM notes t JOIN contacts c ON c.id = t.author_id
          WHERE t.nomination_id = $1 ORDER BY t.id DESC LIMIT $2",
    )
    .bind(nomination)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .rev()
        .map(|row| {
            Ok(Note {
                author: row.try_get("name")?,
                body: row.try_get("body")?,
                at: row.try_get("at")?,
            })
        })
        .collect()
}

/// How many notes a nomination has.
pub async fn count(connection: &mut AnyConnection, nomination: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM notes WHERE nomination_id = $1")
        .bind(nomination)
        .fetch_one(connection)
        .await?)
}
