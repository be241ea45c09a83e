//! Votes on nominations, and who takes no part.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::votes::Vote;

/// Keeps a vote; `false` if this person has voted in this round.
pub async fn cast(
    tx: &mut Tx,
    nomination: i64,
    round: i64,
    vote: &Vote,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO votes (nomination_id, round, voter_id, approves, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (nomination_id, round, voter_id) DO NOTHING",
    )
    .bind(nomination)
    .bind(round)
    .bind(vote.voter)
    .bind(i64::from(vote.approves))
    .bind(vote.reason.as_deref())
    .bind(vote.at)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a vote of this round back; `false` if there was none.
pub async fn take_back(
    tx: &mut Tx,
    nomination: i64,
    round: i64,
    voter: i64,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("DELETE FROM votes WHERE nomination_id = $1 AND round = $2 AND voter_id = $3")
            .bind(nomination)
            .bind(round)
            .bind(voter)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The votes of a round, in the order they were given.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
    round: i64,
) -> Result<Vec<Vote>, StoreError> {
    let rows = sqlx::query(
        "SELECT v.voter_id, c.name, v.approves, v.reason, v.at
           FROM votes v JOIN contacts c ON c.id = v.voter_id
          WHERE v.nomination_id = $1 AND v.round = $2 ORDER BY v.at, v.voter_id",
    )
    .bind(nomination)
    .bind(round)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Vote {
                voter: row.try_get("voter_id")?,
                name: row.try_get("name")?,
                approves: row.try_get::<i64, _>("approves")? != 0,
                reason: row.try_get("reason")?,
                at: row.try_get("at")?,
            })
        })
        .collect()
}

/// The nominations on which this person has voted in the round that is not decided yet, the oldest
/// first.
pub async fn undecided_of(
    connection: &mut AnyConnection,
    voter: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT n.id FROM votes v
           JOIN nominations n ON n.id = v.nomination_id AND n.round = v.round
          WHERE v.voter_id = $1
            AND n.state IN ('submitted', 'received', 'verifying', 'asked', 'pending')
          ORDER BY n.id",
    )
    .bind(voter)
    .fetch_all(connection)
    .await?)
}

/// Whether this person has voted on the nomination in any round.
pub async fn has_voted(
    connection: &mut AnyConnection,
    nomination: i64,
    voter: i64,
) -> Result<bool, StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM votes WHERE nomination_id = $1 AND voter_id = $2")
            .bind(nomination)
            .bind(voter)
            .fetch_one(connection)
            .await?;
    Ok(count > 0)
}

/// Notes that somebody takes no part; `false` if that was noted before.
pub async fn recuse(
    tx: &mut Tx,
    nomination: i64,
    contact: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO recusals (nomination_id, contact_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (nomination_id, contact_id) DO NOTHING",
    )
    .bind(nomination)
    .bind(contact)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that somebody takes part again; `false` if they did.
pub async fn rejoin(tx: &mut Tx, nomination: i64, contact: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM recusals WHERE nomination_id = $1 AND contact_id = $2")
        .bind(nomination)
        .bind(contact)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Who takes no part.
pub async fn recused(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT contact_id FROM recusals WHERE nomination_id = $1 ORDER BY contact_id",
    )
    .bind(nomination)
    .fetch_all(connection)
    .await?)
}
