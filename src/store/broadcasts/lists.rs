//! Which messages to many there are, and who watches them.

use sqlx::{AnyConnection, Row};

use super::{Broadcast, select};
use crate::store::{StoreError, Tx};

/// A page of those that were not thrown away, the latest first.
pub async fn latest(
    connection: &mut AnyConnection,
    limit: i64,
    offset: i64,
) -> Result<Vec<Broadcast>, StoreError> {
    let sql = concat!(
        select!(),
        "WHERE b.state <> 'discarded' AND b.kind = 'news' ORDER BY b.id DESC LIMIT $1 OFFSET $2"
    );
    let rows = sqlx::query(sql).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(Broadcast::from_row).collect()
}

/// The ids of those that something may have to be done for now: each is read by itself, so that one
/// that cannot be read keeps no other from being looked after.
pub async fn live(connection: &mut AnyConnection) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM broadcasts
          WHERE state IN ('scheduled', 'collecting', 'sending', 'paused') ORDER BY id",
    )
    .fetch_all(connection)
    .await?)
}

/// The ids of those that ended, and of which nobody was told yet.
pub async fn unreported(connection: &mut AnyConnection) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM broadcasts
          WHERE reported_at IS NULL AND state IN ('done', 'stopped') ORDER BY id",
    )
    .fetch_all(connection)
    .await?)
}

/// The passes over what this one sent that were not thrown away, the latest first.
pub async fn passes(connection: &mut AnyConnection, of: i64) -> Result<Vec<Broadcast>, StoreError> {
    let sql =
        concat!(select!(), "WHERE b.of_id = $1 AND b.state <> 'discarded' ORDER BY b.id DESC");
    let rows = sqlx::query(sql).bind(of).fetch_all(connection).await?;
    rows.iter().map(Broadcast::from_row).collect()
}

/// Notes that somebody has its control in their chat.
pub async fn watch(tx: &mut Tx, id: i64, contact: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO broadcast_watchers (broadcast_id, contact_id) VALUES ($1, $2)
         ON CONFLICT (broadcast_id, contact_id) DO NOTHING",
    )
    .bind(id)
    .bind(contact)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Who has its control in their chat.
pub async fn watchers(connection: &mut AnyConnection, id: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT contact_id FROM broadcast_watchers WHERE broadcast_id = $1 ORDER BY contact_id",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}

/// Notes that somebody who watches wants the list of who did not get it, or has it.
pub async fn wish(tx: &mut Tx, id: i64, contact: i64, wants: bool) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE broadcast_watchers SET wants_list = $1 WHERE broadcast_id = $2 AND contact_id = $3",
    )
    .bind(i64::from(wants))
    .bind(id)
    .bind(contact)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("wish for list", done.rows_affected())
}

/// Who wants the list of which.
pub async fn wishes(connection: &mut AnyConnection) -> Result<Vec<(i64, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT broadcast_id, contact_id FROM broadcast_watchers
          WHERE wants_list = 1 ORDER BY broadcast_id, contact_id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("broadcast_id")?, row.try_get("contact_id")?))).collect()
}
