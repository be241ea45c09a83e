//! Who has which part in the work, and what reviewers decide on.

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Row};

use super::{Dialect, StoreError, Tx};
use crate::clock::Millis;
use crate::domain::role::Role;
use crate::domain::scope::Scope;

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
    // A new part is not limited by what the one before was.
    set_scope(tx, contact, &Scope::default()).await
}

/// Gives a member another role in place of the one they were given then; `false` if they were given
/// another since. What they decide on stays as it is.
pub async fn recast(
    tx: &mut Tx,
    contact: i64,
    role: Role,
    by: i64,
    (since, now): (Millis, Millis),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE members SET role = $1, granted_by = $2, granted_at = $3
          WHERE contact_id = $4 AND granted_at = $5",
    )
    .bind(role.code())
    .bind(by)
    // Two changes in one moment are told apart.
    .bind(now.max(since + 1))
    .bind(contact)
    .bind(since)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Since when a contact has the role they have, if they were given one.
pub async fn since(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Option<Millis>, StoreError> {
    let sql = "SELECT granted_at FROM members WHERE contact_id = $1";
    Ok(sqlx::query_scalar(sql).bind(contact).fetch_optional(connection).await?)
}

/// Limits what a reviewer decides on, in place of any limit there was.
pub async fn set_scope(tx: &mut Tx, contact: i64, scope: &Scope) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM member_communes WHERE contact_id = $1",
        "DELETE FROM member_fields WHERE contact_id = $1",
    ] {
        sqlx::query(sql).bind(contact).execute(tx.connection()).await?;
    }
    for (sql, codes) in [
        ("INSERT INTO member_communes (contact_id, commune) VALUES ($1, $2)", &scope.communes),
        ("INSERT INTO member_fields (contact_id, field) VALUES ($1, $2)", &scope.fields),
    ] {
        for code in codes {
            sqlx::query(sql).bind(contact).bind(code).execute(tx.connection()).await?;
        }
    }
    Ok(())
}

/// What a contact decides on, if they are a reviewer.
pub async fn scope(connection: &mut AnyConnection, contact: i64) -> Result<Scope, StoreError> {
    let of = "SELECT commune FROM member_communes WHERE contact_id = $1";
    let communes: Vec<String> =
        sqlx::query_scalar(of).bind(contact).fetch_all(&mut *connection).await?;
    let of = "SELECT field FROM member_fields WHERE contact_id = $1";
    let fields: Vec<String> = sqlx::query_scalar(of).bind(contact).fetch_all(connection).await?;
    Ok(Scope { communes: communes.into_iter().collect(), fields: fields.into_iter().collect() })
}

/// The scopes that are limited, by contact.
pub async fn scopes(connection: &mut AnyConnection) -> Result<BTreeMap<i64, Scope>, StoreError> {
    let mut scopes: BTreeMap<i64, Scope> = BTreeMap::new();
    let all = "SELECT contact_id, commune FROM member_communes";
    for row in sqlx::query(all).fetch_all(&mut *connection).await? {
        let scope = scopes.entry(row.try_get("contact_id")?).or_default();
        scope.communes.insert(row.try_get("commune")?);
    }
    let all = "SELECT contact_id, field FROM member_fields";
    for row in sqlx::query(all).fetch_all(connection).await? {
        let scope = scopes.entry(row.try_get("contact_id")?).or_default();
        scope.fields.insert(row.try_get("field")?);
    }
    Ok(scopes)
}

/// Takes a contact's role away; `false` if they had none.
pub async fn dismiss(tx: &mut Tx, contact: i64) -> Result<bool, StoreError> {
    set_scope(tx, contact, &Scope::default()).await?;
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
