//! Who may be the same: keys written with each nomination, by which [`matches()`] finds the few worth
//! comparing, and the pairs of which somebody said that they are not the same. What is compared, and
//! how, is in [`crate::domain::likeness`].

mod found;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::likeness::Profile;

pub use found::{Candidate, Match, candidates, matches, matches_of, subjects};

/// Values in one statement. SQLite allows 500 parts of a union, and more variables.
const CHUNK: usize = 64;

/// Writes a nomination's keys, under the exemplar it belongs to, in place of any there were, and
/// has its photos fetched.
pub async fn index(
    tx: &mut Tx,
    nomination: i64,
    exemplar: i64,
    now: Millis,
) -> Result<(), StoreError> {
    expect_photos(tx, nomination, now).await?;
    let Some((_, subject)) = subjects(tx.connection(), &[nomination]).await?.pop() else {
        return Ok(());
    };
    let keys = Profile::read(&subject).keys();
    remove(tx, nomination).await?;
    for some in keys.chunks(CHUNK) {
        let rows: Vec<String> =
            (0..some.len()).map(|at| format!("(${}, $1, $2)", at + 3)).collect();
        let sql = format!(
            "INSERT INTO likeness_keys (key, nomination_id, exemplar_id) VALUES {}",
            rows.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(nomination).bind(exemplar);
        for key in some {
            query = query.bind(key.hash);
        }
        query.execute(tx.connection()).await?;
    }
    Ok(())
}

/// Nominations after `after`, by id, that are not withdrawn and have no keys: those from before
/// there were any.
pub async fn without_keys(
    connection: &mut AnyConnection,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT n.id FROM nominations n
          WHERE n.id > $1 AND n.state <> 'withdrawn' AND n.erased_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM likeness_keys k WHERE k.nomination_id = n.id)
          ORDER BY n.id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Has photos fetched that a nomination has and that are not known yet.
pub async fn expect_photos(tx: &mut Tx, nomination: i64, now: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO photo_hashes (nomination_id, position, due_at, tries)
         SELECT nomination_id, position, $2, 0 FROM evidence
          WHERE nomination_id = $1 AND kind = 'photo'
         ON CONFLICT (nomination_id, position) DO NOTHING",
    )
    .bind(nomination)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes a nomination's keys away: it was withdrawn, and is found no more.
pub async fn remove(tx: &mut Tx, nomination: i64) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM likeness_keys WHERE nomination_id = $1")
        .bind(nomination)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// One nomination belongs to another exemplar from now on: it was split off, or put back.
pub async fn move_one(tx: &mut Tx, nomination: i64, exemplar: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE likeness_keys SET exemplar_id = $2 WHERE nomination_id = $1")
        .bind(nomination)
        .bind(exemplar)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// All nominations of one exemplar belong to another from now on, and what was said about pairs of
/// the one holds for the other.
pub async fn move_all(tx: &mut Tx, from: i64, to: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE likeness_keys SET exemplar_id = $2 WHERE exemplar_id = $1")
        .bind(from)
        .bind(to)
        .execute(tx.connection())
        .await?;
    let rows =
        sqlx::query("SELECT one, other, by_id, at FROM not_same WHERE one = $1 OR other = $1")
            .bind(from)
            .fetch_all(tx.connection())
            .await?;
    sqlx::query("DELETE FROM not_same WHERE one = $1 OR other = $1")
        .bind(from)
        .execute(tx.connection())
        .await?;
    for row in rows {
        let (one, other): (i64, i64) = (row.try_get("one")?, row.try_get("other")?);
        let third = if one == from { other } else { one };
        if third != to {
            put_not_same(tx, to, third, row.try_get("by_id")?, row.try_get("at")?).await?;
        }
    }
    Ok(())
}

/// Remembers that somebody said these two exemplars are not the same; `false` if it was known.
pub async fn put_not_same(
    tx: &mut Tx,
    a: i64,
    b: i64,
    by: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO not_same (one, other, by_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (one, other) DO NOTHING",
    )
    .bind(a.min(b))
    .bind(a.max(b))
    .bind(by)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets that these two were said not to be the same; `false` if nobody had said so.
pub async fn forget_not_same(tx: &mut Tx, a: i64, b: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM not_same WHERE one = $1 AND other = $2")
        .bind(a.min(b))
        .bind(a.max(b))
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The exemplars of which somebody said that they are not the same as this one.
pub async fn not_same_as(
    connection: &mut AnyConnection,
    exemplar: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT other AS id FROM not_same WHERE one = $1
         UNION SELECT one AS id FROM not_same WHERE other = $1",
    )
    .bind(exemplar)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}
