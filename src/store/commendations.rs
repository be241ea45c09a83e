//! Marks that a deed was commended: at most one a deed.

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::commendation::Form;
use crate::domain::day::When;

/// A mark, with the nomination whose deed it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commendation {
    /// The nomination.
    pub nomination: i64,
    /// Its code.
    pub code: String,
    /// Its story: what was done.
    pub story: String,
    /// The form.
    pub form: Form,
    /// The number of the decision.
    pub number: String,
    /// When it was decided.
    pub on: When,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The form.
    pub form: Form,
    /// The number of the decision.
    pub number: String,
    /// When it was decided.
    pub on: When,
}

/// Marks the deed of a nomination; `false` if it, or one that goes with it, has a mark already.
pub async fn put(
    tx: &mut Tx,
    nomination: i64,
    mark: &Mark,
    by: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO commendations (nomination_id, form, number, decided_on, marked_by, marked_at)
         SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
                CAST($5 AS BIGINT), CAST($6 AS BIGINT)
          WHERE NOT EXISTS (SELECT 1 FROM commendations c
            JOIN nominations n ON n.id = c.nomination_id WHERE n.id = $1 OR n.duplicate_of = $1)",
    )
    .bind(nomination)
    .bind(mark.form.stored())
    .bind(&mark.number)
    .bind(mark.on.stored())
    .bind(by)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the mark of a nomination away; `false` if it has none.
pub async fn take(tx: &mut Tx, nomination: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM commendations WHERE nomination_id = $1")
        .bind(nomination)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The mark of one deed goes with it to another nomination, which keeps its own if it has one.
pub async fn move_mark(tx: &mut Tx, from: i64, to: i64) -> Result<(), StoreError> {
    // None to move, or one there already: both are well.
    sqlx::query(
        "UPDATE commendations SET nomination_id = $2 WHERE nomination_id = $1
            AND NOT EXISTS (SELECT 1 FROM commendations c WHERE c.nomination_id = $2)",
    )
    .bind(from)
    .bind(to)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The marks of these exemplars' deeds, at most `limit`: that of this nomination first, then the
/// latest.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
    exemplars: &[i64],
    limit: usize,
) -> Result<Vec<Commendation>, StoreError> {
    if exemplars.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..exemplars.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT n.id, n.code, n.story, c.form, c.number, c.decided_on FROM commendations c
           JOIN nominations n ON n.id = c.nomination_id
          WHERE n.exemplar_id IN ({}) AND n.state <> 'withdrawn'
          ORDER BY CASE WHEN n.id = $1 THEN 0 ELSE 1 END, c.marked_at DESC, n.id LIMIT {limit}",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(nomination);
    for exemplar in exemplars {
        query = query.bind(exemplar);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let (form, on): (String, String) = (row.try_get("form")?, row.try_get("decided_on")?);
            Ok(Commendation {
                nomination: row.try_get("id")?,
                code: row.try_get("code")?,
                story: row.try_get("story")?,
                form: Form::from_stored(&form).ok_or_else(|| corrupt("commendation"))?,
                number: row.try_get("number")?,
                on: on.parse().map_err(|_| corrupt("day of a commendation"))?,
            })
        })
        .collect()
}
