//! What admins were told of the program itself, so that they are told once a day.

use super::{StoreError, Tx};

/// Notes that admins are told of this on this day, such as `2026-12-01`; `false` if they were.
pub async fn note(tx: &mut Tx, what: &str, day: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO alarms (what, told_on) VALUES ($1, $2)
         ON CONFLICT (what) DO UPDATE SET told_on = $2 WHERE alarms.told_on <> $2",
    )
    .bind(what)
    .bind(day)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
