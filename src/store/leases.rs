//! Duties that one process at a time may do: who holds which, and until when.

use super::{Dialect, StoreError, Tx};
use crate::clock::Millis;

/// The database's own time in unix milliseconds: one for all replicas, however their clocks differ.
pub async fn database_now(tx: &mut Tx) -> Result<Millis, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        Dialect::Postgres => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
    };
    Ok(sqlx::query_scalar(sql).fetch_one(tx.connection()).await?)
}

/// Takes or keeps the duty `name` until `until`; `false` while somebody else holds it.
///
/// `holder` names this process and no other.
pub async fn hold(
    tx: &mut Tx,
    name: &str,
    holder: i64,
    now: Millis,
    until: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = $2, expires_at = $3
          WHERE leases.holder = $2 OR leases.expires_at < $4",
    )
    .bind(name)
    .bind(holder)
    .bind(until)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives the duty up, if `holder` has it, so that another need not wait.
pub async fn release(tx: &mut Tx, name: &str, holder: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM leases WHERE name = $1 AND holder = $2")
        .bind(name)
        .bind(holder)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Whether anybody holds the duty.
pub async fn is_held(tx: &mut Tx, name: &str, now: Millis) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM leases WHERE name = $1 AND expires_at > $2";
    let held: i64 = sqlx::query_scalar(sql).bind(name).bind(now).fetch_one(tx.connection()).await?;
    Ok(held > 0)
}
