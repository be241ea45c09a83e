//! That an exemplar agrees to be shown to the public: who said so, how, and who wrote it down.

use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::behalf::How;

/// One consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who said yes.
    pub given_by: String,
    /// Whether they said so for a child.
    pub is_guardian: bool,
    /// How.
    pub how: How,
    /// Who wrote it down.
    pub recorded_by: i64,
    /// Their name as the platform shows it.
    pub recorder: String,
    /// When it was written down.
    pub at: Millis,
}

/// Keeps a consent of an exemplar, and on which of its nominations it was written down.
pub async fn insert(
    tx: &mut Tx,
    id: i64,
    exemplar: i64,
    nomination: i64,
    consent: &Consent,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO exemplar_consents (id, exemplar_id, given_by, is_guardian, how, recorded_by, at,
            nomination_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(exemplar)
    .bind(&consent.given_by)
    .bind(i64::from(consent.is_guardian))
    .bind(consent.how.code())
    .bind(consent.recorded_by)
    .bind(consent.at)
    .bind(nomination)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The consents of an exemplar that hold, in the order they were written down.
pub async fn of(connection: &mut AnyConnection, exemplar: i64) -> Result<Vec<Consent>, StoreError> {
    let rows = sqlx::query(
        "SELECT e.given_by, e.is_guardian, e.how, e.recorded_by, c.name AS recorder, e.at
           FROM exemplar_consents e JOIN contacts c ON c.id = e.recorded_by
          WHERE e.exemplar_id = $1 AND e.withdrawn_at IS NULL ORDER BY e.at, e.id",
    )
    .bind(exemplar)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let how: String = row.try_get("how")?;
            Ok(Consent {
                given_by: row.try_get("given_by")?,
                is_guardian: row.try_get::<i64, _>("is_guardian")? != 0,
                how: How::from_code(&how).ok_or_else(|| corrupt("way of consent"))?,
                recorded_by: row.try_get("recorded_by")?,
                recorder: row.try_get("recorder")?,
                at: row.try_get("at")?,
            })
        })
        .collect()
}

/// Ends every consent of an exemplar; `false` if none held.
pub async fn withdraw(tx: &mut Tx, exemplar: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE exemplar_consents SET withdrawn_at = $1
          WHERE exemplar_id = $2 AND withdrawn_at IS NULL",
    )
    .bind(now)
    .bind(exemplar)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether an exemplar took a consent back and gave none of that kind since.
pub async fn was_withdrawn(
    connection: &mut AnyConnection,
    exemplar: i64,
) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM exemplar_consents w
          WHERE w.exemplar_id = $1 AND w.withdrawn_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM exemplar_consents c WHERE c.exemplar_id = $1
                AND c.is_guardian = w.is_guardian AND c.withdrawn_at IS NULL)",
    )
    .bind(exemplar)
    .fetch_one(connection)
    .await?;
    Ok(count > 0)
}

/// Parts the consents of an exemplar of which some nominations went to a new one: each goes where the
/// nomination is on which it was written down. Those of which that is not known end. `true` if any that
/// held is the old exemplar's no more.
pub async fn part(tx: &mut Tx, from: i64, new: i64, now: Millis) -> Result<bool, StoreError> {
    let held = of(tx.connection(), from).await?.len();
    sqlx::query(
        "UPDATE exemplar_consents SET exemplar_id = $2
          WHERE exemplar_id = $1
            AND nomination_id IN (SELECT id FROM nominations WHERE exemplar_id = $2)",
    )
    .bind(from)
    .bind(new)
    .execute(tx.connection())
    .await?;
    sqlx::query(
        "UPDATE exemplar_consents SET withdrawn_at = $2
          WHERE exemplar_id = $1 AND nomination_id IS NULL AND withdrawn_at IS NULL",
    )
    .bind(from)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(of(tx.connection(), from).await?.len() < held)
}
