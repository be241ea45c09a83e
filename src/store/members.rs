//! Who has which part in the work.

use sqlx::AnyConnection;

use super::{Dialect, StoreError, Tx};
use crate::clock::Millis;
use crate::domain::role::Role;

/// Gives a contact a role, in place of any they had.
pub async fn grant(
    tx: &mut Tx,
    contact: i64,
    role: Role,
    by: Option<i64>,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO members (contact_id, role, granted_by, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (contact_id) DO UPDATE SET role = $2, granted_by = $3, granted_at = $4",
    )
    .bind(contact)
    .bind(role.code())
    .bind(by)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes a contact's role away; `false` if they had none.
pub async fn dismiss(tx: &mut Tx, contact: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM members WHERE contact_id = $1")
        .bind(contact)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds every admin's role as it is until the end of the transaction: two who dismiss each other at
/// two replicas must not both succeed.
pub async fn lock_admins(tx: &mut Tx) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        // In one order, so that two of these never wait for each other.
        sqlx::query(
            "SELECT contact_id FROM members WHERE role = 'admin' ORDER BY contact_id FOR UPDATE",
        )
        .fetch_all(tx.connection())
        .await?;
    }
    Ok(())
}

/// How many were made admins; configured ones are not among them.
pub async fn count_admins(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM members WHERE role = 'admin'")
        .fetch_one(connection)
        .await?)
}
