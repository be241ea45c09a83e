//! Which mornings somebody was told what waits.

use sqlx::AnyConnection;

use super::{StoreError, Tx};

/// Notes that somebody is told on this day, such as `2026-12-01`; `false` if that was noted before.
pub async fn note(tx: &mut Tx, contact: i64, day: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO digests (contact_id, day) VALUES ($1, $2)
         ON CONFLICT (contact_id, day) DO NOTHING",
    )
    .bind(contact)
    .bind(day)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who was told on this day.
pub async fn told(connection: &mut AnyConnection, day: &str) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar("SELECT contact_id FROM digests WHERE day = $1 ORDER BY contact_id")
        .bind(day)
        .fetch_all(connection)
        .await?)
}
