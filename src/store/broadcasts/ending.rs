//! How a message to many ended: who did not get it, and why.

use sqlx::{AnyConnection, Row};

use crate::clock::Millis;
use crate::domain::broadcast::{Outcome, Skip};
use crate::store::nominations::corrupt;
use crate::store::{StoreError, Tx};

/// Somebody who did not get it, or may not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Their contact.
    pub contact: i64,
    /// Their name as the platform shows it.
    pub name: String,
    /// Their channel.
    pub channel: String,
    /// The platform's id of them.
    pub address: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in the platform's words or a code of [`Skip`].
    pub reason: Option<String>,
    /// When.
    pub at: Option<Millis>,
}

/// Has the next `limit` at most of those who still wait get nothing any more; how many there were. Who
/// has a part of it already is not counted as gone without.
pub async fn skip_waiting(
    tx: &mut Tx,
    id: i64,
    why: Skip,
    now: Millis,
    limit: i64,
) -> Result<i64, StoreError> {
    let ended: Vec<String> = sqlx::query_scalar(
        "UPDATE broadcast_recipients
            SET state = CASE WHEN part > 0 THEN 'unknown' ELSE 'skipped' END,
                reason = CASE WHEN part > 0 THEN 'part' ELSE $1 END, at = $2
          WHERE broadcast_id = $3 AND state = 'waiting' AND contact_id IN (
                SELECT contact_id FROM broadcast_recipients
                 WHERE broadcast_id = $3 AND state = 'waiting'
                 ORDER BY due_at, contact_id LIMIT $4)
          RETURNING state",
    )
    .bind(why.code())
    .bind(now)
    .bind(id)
    .bind(limit)
    .fetch_all(tx.connection())
    .await?;
    let all = i64::try_from(ended.len()).unwrap_or(i64::MAX);
    let skipped = ended.iter().filter(|state| *state == Outcome::Skipped.code()).count();
    let skipped = i64::try_from(skipped).unwrap_or(i64::MAX);
    if all > 0 {
        let done = sqlx::query(
            "UPDATE broadcasts SET skipped = skipped + $1, unknown = unknown + $2 WHERE id = $3",
        )
        .bind(skipped)
        .bind(all - skipped)
        .bind(id)
        .execute(tx.connection())
        .await?;
        StoreError::one_row("count skipped", done.rows_affected())?;
    }
    Ok(all)
}

/// The next `limit` at most of those who did not get it, by contact after `from`.
pub async fn missed(
    connection: &mut AnyConnection,
    id: i64,
    from: i64,
    limit: i64,
) -> Result<Vec<Missed>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.contact_id, r.state, r.reason, r.at, c.name, c.channel, c.address
           FROM broadcast_recipients r JOIN contacts c ON c.id = r.contact_id
          WHERE r.broadcast_id = $1 AND r.state IN ('unknown', 'blocked', 'failed', 'skipped')
                AND r.contact_id > $2
          ORDER BY r.contact_id LIMIT $3",
    )
    .bind(id)
    .bind(from)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let state: String = row.try_get("state")?;
            Ok(Missed {
                contact: row.try_get("contact_id")?,
                name: row.try_get("name")?,
                channel: row.try_get("channel")?,
                address: row.try_get("address")?,
                outcome: Outcome::from_code(&state).ok_or_else(|| corrupt("outcome"))?,
                reason: row.try_get("reason")?,
                at: row.try_get("at")?,
            })
        })
        .collect()
}

/// Why how many were skipped.
pub async fn skips(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Vec<(Skip, i64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT reason, COUNT(*) AS many FROM broadcast_recipients
          WHERE broadcast_id = $1 AND state = 'skipped' GROUP BY reason ORDER BY reason",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    let mut skips = Vec::with_capacity(rows.len());
    for row in rows {
        let reason: Option<String> = row.try_get("reason")?;
        if let Some(skip) = reason.as_deref().and_then(Skip::from_code) {
            skips.push((skip, row.try_get("many")?));
        }
    }
    Ok(skips)
}
