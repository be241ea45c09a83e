//! One-time invitations. Of each code only a hash is kept here; the message that tells it is in the
//! outbox until it is sent.

use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::role::Role;
use crate::domain::scope::Scope;

/// What a code that somebody brings is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is good for a role.
    Good {
        /// The role it gives.
        role: Role,
        /// What it lets a reviewer decide on.
        scope: Scope,
        /// Who made it; `None` for the program itself.
        by: Option<i64>,
    },
    /// Somebody used it before.
    Used,
    /// It is too late.
    Expired,
    /// There is no such code.
    Unknown,
}

/// Keeps an invitation.
pub async fn insert(
    tx: &mut Tx,
    code: &str,
    role: Role,
    scope: &Scope,
    by: Option<i64>,
    now: Millis,
    expires: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invites (code_hash, role, scope, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(hash(code))
    .bind(role.code())
    .bind(scope.stored())
    .bind(by)
    .bind(now)
    .bind(expires)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes back the invitations that the program itself made and nobody took up.
pub async fn revoke_unclaimed(tx: &mut Tx) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM invites WHERE created_by IS NULL AND used_at IS NULL")
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected())
}

/// What a code is worth at `now`. Nothing is used up by looking.
pub async fn look(
    connection: &mut AnyConnection,
    code: &str,
    now: Millis,
) -> Result<Worth, StoreError> {
    let row = sqlx::query(
        "SELECT role, scope, created_by, used_at, expires_at FROM invites WHERE code_hash = $1",
    )
    .bind(hash(code))
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(Worth::Unknown) };
    if row.try_get::<Option<i64>, _>("used_at")?.is_some() {
        return Ok(Worth::Used);
    }
    if row.try_get::<Millis, _>("expires_at")? <= now {
        return Ok(Worth::Expired);
    }
    let role: String = row.try_get("role")?;
    let role = Role::from_code(&role)
        .ok_or(StoreError::Corrupt { what: "role", error: "unknown code".into() })?;
    let scope: Option<String> = row.try_get("scope")?;
    let scope = Scope::from_stored(scope.as_deref())
        .ok_or(StoreError::Corrupt { what: "scope", error: "unknown words".into() })?;
    Ok(Worth::Good { role, scope, by: row.try_get("created_by")? })
}

/// Uses a code up for one person; `false` if somebody else was faster, or it ran out.
pub async fn take(tx: &mut Tx, code: &str, contact: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE invites SET used_by = $1, used_at = $2
          WHERE code_hash = $3 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(contact)
    .bind(now)
    .bind(hash(code))
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn hash(code: &str) -> String {
    Sha256::digest(code.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
