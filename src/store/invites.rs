//! One-time invitations. Only a hash of each code is kept: who reads the database gets in nowhere.

use sha2::{Digest, Sha256};
use sqlx::Row;

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::role::Role;

/// What became of a code that somebody brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was good, and is now used up.
    Granted {
        /// The role it gives.
        role: Role,
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
    by: Option<i64>,
    now: Millis,
    expires: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invites (code_hash, role, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(hash(code))
    .bind(role.code())
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

/// Takes up an invitation: one person, once.
pub async fn take(tx: &mut Tx, code: &str, contact: i64, now: Millis) -> Result<Taken, StoreError> {
    let hash = hash(code);
    let taken = sqlx::query(
        "UPDATE invites SET used_by = $1, used_at = $2
          WHERE code_hash = $3 AND used_at IS NULL AND expires_at > $2
          RETURNING role, created_by",
    )
    .bind(contact)
    .bind(now)
    .bind(&hash)
    .fetch_optional(tx.connection())
    .await?;
    if let Some(row) = taken {
        let role: String = row.try_get("role")?;
        let role = Role::from_code(&role)
            .ok_or(StoreError::Corrupt { what: "role", error: "unknown code".into() })?;
        return Ok(Taken::Granted { role, by: row.try_get("created_by")? });
    }
    let row = sqlx::query("SELECT used_at FROM invites WHERE code_hash = $1")
        .bind(&hash)
        .fetch_optional(tx.connection())
        .await?;
    Ok(match row {
        None => Taken::Unknown,
        Some(row) if row.try_get::<Option<i64>, _>("used_at")?.is_some() => Taken::Used,
        Some(_) => Taken::Expired,
    })
}

fn hash(code: &str) -> String {
    Sha256::digest(code.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
