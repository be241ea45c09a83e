//! What must happen to a nomination later, one row a nomination and kind.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// The end of a claim.
pub const CLAIM: &str = "claim";
/// Its author is told of the decision.
pub const TELL: &str = "tell";
/// Its author is reminded of what was asked.
pub const ASK_REMIND: &str = "remind";
/// The end of the time its author has to answer.
pub const ASK_LAPSE: &str = "lapse";
/// The greater part of the time for its state is over.
pub const MARK: &str = "mark";
/// The time for its state is over.
pub const OVERDUE: &str = "overdue";

/// It is known how one of its photos looks: its card may show others that are like it.
pub const PHOTO: &str = "photo";

/// A timer that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Of which nomination.
    pub nomination: i64,
    /// What is to happen.
    pub kind: String,
    /// The nomination's author, whose turn it is.
    pub nominator: i64,
}

/// Sets, or moves, a timer.
pub async fn set(tx: &mut Tx, nomination: i64, kind: &str, due: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO desk_timers (nomination_id, kind, due_at) VALUES ($1, $2, $3)
         ON CONFLICT (nomination_id, kind) DO UPDATE SET due_at = $3",
    )
    .bind(nomination)
    .bind(kind)
    .bind(due)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes a timer away, if it is there.
pub async fn clear(tx: &mut Tx, nomination: i64, kind: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM desk_timers WHERE nomination_id = $1 AND kind = $2")
        .bind(nomination)
        .bind(kind)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Takes a timer away that is due; `false` if it is not, or was moved meanwhile.
pub async fn take(
    tx: &mut Tx,
    nomination: i64,
    kind: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM desk_timers WHERE nomination_id = $1 AND kind = $2 AND due_at <= $3",
    )
    .bind(nomination)
    .bind(kind)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is due, at most `limit`: first what somebody waits for, then what is only drawn again; of each
/// the oldest first.
pub async fn due(
    connection: &mut AnyConnection,
    now: Millis,
    limit: i64,
) -> Result<Vec<Due>, StoreError> {
    let rows = sqlx::query(
        "SELECT t.nomination_id, t.kind, n.nominator_id
           FROM desk_timers t JOIN nominations n ON n.id = t.nomination_id
          WHERE t.due_at <= $1
          ORDER BY CASE WHEN t.kind IN ('mark', 'overdue', 'photo') THEN 1 ELSE 0 END,
            t.due_at, t.nomination_id, t.kind LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Due {
                nomination: row.try_get("nomination_id")?,
                kind: row.try_get("kind")?,
                nominator: row.try_get("nominator_id")?,
            })
        })
        .collect()
}

/// The nominations whose claims by this person are not over, the oldest first.
pub async fn claims_of(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT n.id FROM desk_timers t JOIN nominations n ON n.id = t.nomination_id
          WHERE t.kind = 'claim' AND n.claimed_by = $1 ORDER BY n.id",
    )
    .bind(contact)
    .fetch_all(connection)
    .await?)
}
