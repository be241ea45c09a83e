//! What must happen later, one row a contact and kind; fed back through the engine as inputs.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// A draft's reminder or end.
pub const DRAFT: &str = "draft";
/// The end of a mute or a ban.
pub const SANCTION: &str = "sanction";

/// An admin is to be told that a group lets us make no topics.
pub const TOPICS: &str = "topics";

/// Somebody's own data is still to be put into a file, and nobody is at it any more.
pub const MY_DATA: &str = "mydata";

/// Sets, or moves, a contact's timer.
pub async fn set(tx: &mut Tx, contact: i64, kind: &str, due: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO timers (contact_id, kind, due_at) VALUES ($1, $2, $3)
         ON CONFLICT (contact_id, kind) DO UPDATE SET due_at = $3",
    )
    .bind(contact)
    .bind(kind)
    .bind(due)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes a contact's timer away, if it is there.
pub async fn clear(tx: &mut Tx, contact: i64, kind: &str) -> Result<(), StoreError> {
    take(tx, contact, kind).await.map(drop)
}

/// Takes a contact's timer away, and says whether it was there.
pub async fn take(tx: &mut Tx, contact: i64, kind: &str) -> Result<bool, StoreError> {
    let taken = sqlx::query("DELETE FROM timers WHERE contact_id = $1 AND kind = $2")
        .bind(contact)
        .bind(kind)
        .execute(tx.connection())
        .await?;
    Ok(taken.rows_affected() > 0)
}

/// Whether a contact has such a timer, due or not.
pub async fn is_set(
    connection: &mut AnyConnection,
    contact: i64,
    kind: &str,
) -> Result<bool, StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM timers WHERE contact_id = $1 AND kind = $2")
            .bind(contact)
            .bind(kind)
            .fetch_one(connection)
            .await?;
    Ok(count > 0)
}

/// Whose timers of `kind` are due, the oldest first, at most `limit`.
pub async fn due(
    connection: &mut AnyConnection,
    kind: &str,
    now: Millis,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT contact_id FROM timers WHERE due_at <= $1 AND kind = $2 ORDER BY due_at LIMIT $3",
    )
    .bind(now)
    .bind(kind)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("contact_id")?)).collect()
}
