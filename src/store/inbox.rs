//! Events already handled, and turns that kept failing.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// Notes that an event is being handled; `false` if it was before, so that nothing must change.
pub async fn admit(
    tx: &mut Tx,
    channel: &str,
    event: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO inbox (channel, event, received_at) VALUES ($1, $2, $3)
         ON CONFLICT (channel, event) DO NOTHING",
    )
    .bind(channel)
    .bind(event)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Parks an event whose turn kept failing.
pub async fn bury(
    tx: &mut Tx,
    channel: &str,
    event: i64,
    content: &str,
    error: &str,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO dead_turns (channel, event, content, error, failed_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel, event) DO NOTHING",
    )
    .bind(channel)
    .bind(event)
    .bind(content)
    .bind(error)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// How many turns are parked.
pub async fn count_dead(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM dead_turns").fetch_one(connection).await?)
}

/// The turn parked last: when, and with which error.
pub async fn newest_dead(
    connection: &mut AnyConnection,
) -> Result<Option<(Millis, String)>, StoreError> {
    let row = sqlx::query(
        "SELECT failed_at, error FROM dead_turns ORDER BY failed_at DESC, event DESC LIMIT 1",
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((row.try_get("failed_at")?, row.try_get("error")?))).transpose()
}
