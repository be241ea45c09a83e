//! Campaigns: what nominations belong to.

mod plan;

use super::{Dialect, StoreError, Tx, rules};
use crate::clock::Millis;

pub use plan::*;

/// A campaign, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Our id.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// What codes begin with, such as `HD`.
    pub prefix: String,
}

/// Opens a campaign.
pub async fn insert(tx: &mut Tx, campaign: &Campaign, now: Millis) -> Result<(), StoreError> {
    rules::touch(tx).await?;
    sqlx::query("INSERT INTO campaigns (id, title, prefix, opens_at) VALUES ($1, $2, $3, $4)")
        .bind(campaign.id)
        .bind(&campaign.title)
        .bind(&campaign.prefix)
        .bind(now)
        .execute(tx.connection())
        .await?;
    note_prefix(tx, &campaign.prefix).await
}

/// Opens `campaign` if there is none at all, open or over; `false` if there is one.
///
/// Without a campaign nothing can be nominated, so a new installation begins with one.
pub async fn ensure_default(
    tx: &mut Tx,
    campaign: &Campaign,
    now: Millis,
) -> Result<bool, StoreError> {
    rules::touch(tx).await?;
    if tx.dialect() == Dialect::Postgres {
        // Two replicas that start together would both see none. Nominating needs no such lock, so
        // nobody else waits for this.
        sqlx::query("LOCK TABLE campaigns IN SHARE ROW EXCLUSIVE MODE")
            .execute(tx.connection())
            .await?;
    }
    let done = sqlx::query(
        "INSERT INTO campaigns (id, title, prefix, opens_at)
         SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT)
          WHERE NOT EXISTS (SELECT 1 FROM campaigns)",
    )
    .bind(campaign.id)
    .bind(&campaign.title)
    .bind(&campaign.prefix)
    .bind(now)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    note_prefix(tx, &campaign.prefix).await?;
    Ok(true)
}

/// Notes that codes may begin with this from now on, so that they are found by what stands behind it.
pub async fn note_prefix(tx: &mut Tx, prefix: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO code_prefixes (prefix) VALUES (UPPER($1)) ON CONFLICT DO NOTHING")
        .bind(prefix)
        .execute(tx.connection())
        .await?;
    Ok(())
}
