//! Appeals: that an author asked for another look at a refusal, once, and why.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// An appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Why, in the author's words.
    pub body: String,
    /// When.
    pub at: Millis,
    /// Whether nobody but admins can decide, for all others had a part.
    pub admins_only: bool,
}

/// Keeps the appeal of a nomination, with its time on the nomination; `false` if there was one.
pub async fn insert(tx: &mut Tx, nomination: i64, appeal: &Appeal) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO appeals (nomination_id, body, at, admins_only) VALUES ($1, $2, $3, $4)
         ON CONFLICT (nomination_id) DO NOTHING",
    )
    .bind(nomination)
    .bind(&appeal.body)
    .bind(appeal.at)
    .bind(i64::from(appeal.admins_only))
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let done = sqlx::query("UPDATE nominations SET appealed_at = $1 WHERE id = $2")
        .bind(appeal.at)
        .bind(nomination)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("appeal", done.rows_affected())?;
    Ok(true)
}

/// The appeal of a nomination.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Option<Appeal>, StoreError> {
    let row = sqlx::query("SELECT body, at, admins_only FROM appeals WHERE nomination_id = $1")
        .bind(nomination)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Appeal {
            body: row.try_get("body")?,
            at: row.try_get("at")?,
            admins_only: row.try_get::<i64, _>("admins_only")? != 0,
        })
    })
    .transpose()
}
