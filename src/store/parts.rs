//! Who has had a part in a nomination: held it, moved it, voted on it.

use sqlx::AnyConnection;

use super::{StoreError, Tx};
use crate::clock::Millis;

/// Notes that somebody has had a part; the first time counts.
pub async fn note(
    tx: &mut Tx,
    nomination: i64,
    contact: i64,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO parts (nomination_id, contact_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (nomination_id, contact_id) DO NOTHING",
    )
    .bind(nomination)
    .bind(contact)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Who had a part in it before this moment.
pub async fn before(
    connection: &mut AnyConnection,
    nomination: i64,
    moment: Millis,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT contact_id FROM parts WHERE nomination_id = $1 AND at < $2 ORDER BY contact_id",
    )
    .bind(nomination)
    .bind(moment)
    .fetch_all(connection)
    .await?)
}
