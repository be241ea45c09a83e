//! Who wants news. A row stands once somebody was asked, or took it up unasked; what came before is in
//! the audit.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// What somebody said of news, last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// When they were asked, or took it up unasked.
    pub asked_at: Millis,
    /// The version of the question that they last said yes to.
    pub version: Option<i64>,
    /// When they last said yes.
    pub granted_at: Option<Millis>,
    /// When they took that back; `None` while it holds.
    pub withdrawn_at: Option<Millis>,
}

/// Notes that somebody is asked now; `false` if they were before, or answered unasked.
pub async fn ask(tx: &mut Tx, contact: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO subscriptions (contact_id, asked_at) VALUES ($1, $2)
         ON CONFLICT (contact_id) DO NOTHING",
    )
    .bind(contact)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Has somebody get news from now on, who said yes to the question of this version; `false` if they
/// got them already.
pub async fn grant(
    tx: &mut Tx,
    contact: i64,
    version: u32,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO subscriptions (contact_id, asked_at, version, granted_at)
         VALUES ($1, $2, $3, $2)
         ON CONFLICT (contact_id) DO UPDATE SET version = $3, granted_at = $2, withdrawn_at = NULL
          WHERE subscriptions.granted_at IS NULL OR subscriptions.withdrawn_at IS NOT NULL",
    )
    .bind(contact)
    .bind(now)
    .bind(i64::from(version))
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Has somebody get no more news; `false` if they got none.
pub async fn withdraw(tx: &mut Tx, contact: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE subscriptions SET withdrawn_at = $1
          WHERE contact_id = $2 AND granted_at IS NOT NULL AND withdrawn_at IS NULL",
    )
    .bind(now)
    .bind(contact)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// What somebody said of news; `None` if they were never asked.
pub async fn of(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Option<Subscription>, StoreError> {
    let sql = "SELECT asked_at, version, granted_at, withdrawn_at FROM subscriptions
                WHERE contact_id = $1";
    let row = sqlx::query(sql).bind(contact).fetch_optional(connection).await?;
    row.map(|row| {
        Ok(Subscription {
            asked_at: row.try_get("asked_at")?,
            version: row.try_get("version")?,
            granted_at: row.try_get("granted_at")?,
            withdrawn_at: row.try_get("withdrawn_at")?,
        })
    })
    .transpose()
}
