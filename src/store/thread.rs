//! What reviewers and a nomination's author write to each other. Who reads a line is told which side
//! wrote it, never by which account.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// One message of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether a reviewer wrote it.
    pub from_desk: bool,
    /// Who wrote it.
    pub author: i64,
    /// Their name as the platform shows it: for reviewers, of reviewers.
    pub author_name: String,
    /// What it says.
    pub body: String,
    /// When.
    pub at: Millis,
}

/// Keeps a message.
pub async fn insert(
    tx: &mut Tx,
    id: i64,
    nomination: i64,
    from_desk: bool,
    author: i64,
    body: &str,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO thread (id, nomination_id, from_desk, author_id, body, at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(nomination)
    .bind(i64::from(from_desk))
    .bind(author)
    .bind(body)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The latest messages of a thread, the oldest of them first.
pub async fn latest(
    connection: &mut AnyConnection,
    nomination: i64,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(
        "SELECT t.from_desk, t.author_id, c.name, t.body, t.at
           FROM thread t JOIN contacts c ON c.id = t.author_id
          WHERE t.nomination_id = $1 ORDER BY t.id DESC LIMIT $2",
    )
    .bind(nomination)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .rev()
        .map(|row| {
            Ok(Line {
                from_desk: row.try_get::<i64, _>("from_desk")? != 0,
                author: row.try_get("author_id")?,
                author_name: row.try_get("name")?,
                body: row.try_get("body")?,
                at: row.try_get("at")?,
            })
        })
        .collect()
}

/// How many messages the author has written in a nomination's thread since `since`.
pub async fn written_since(
    connection: &mut AnyConnection,
    nomination: i64,
    since: Millis,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM thread WHERE nomination_id = $1 AND from_desk = 0 AND at > $2",
    )
    .bind(nomination)
    .bind(since)
    .fetch_one(connection)
    .await?)
}

/// The reviewer who wrote last in a nomination's thread.
pub async fn last_of_desk(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT author_id FROM thread WHERE nomination_id = $1 AND from_desk = 1
          ORDER BY id DESC LIMIT 1",
    )
    .bind(nomination)
    .fetch_optional(connection)
    .await?)
}
