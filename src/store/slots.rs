//! Which message on the platform a slot was last drawn in.

use sqlx::AnyConnection;

use super::{StoreError, Tx};
use crate::clock::Millis;

/// The message that holds `slot` in this chat, if it was ever drawn there.
pub async fn find(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
    slot: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT message_id FROM slots WHERE channel = $1 AND address = $2 AND slot = $3",
    )
    .bind(channel)
    .bind(address)
    .bind(slot)
    .fetch_optional(connection)
    .await?)
}

/// Notes in which message a slot is drawn from now on.
pub async fn put(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    slot: &str,
    message: &str,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO slots (channel, address, slot, message_id, drawn_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (channel, address, slot) DO UPDATE SET message_id = $4, drawn_at = $5",
    )
    .bind(channel)
    .bind(address)
    .bind(slot)
    .bind(message)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Forgets slots of conversations drawn before `before`; cards may be decided late and stay.
pub async fn forget(tx: &mut Tx, before: Millis) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM slots WHERE drawn_at < $1 AND slot NOT LIKE 'card.%'")
        .bind(before)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected())
}
