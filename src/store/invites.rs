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
        /// What it lets a reviewer or an editor decide on.
        scope: Scope,
        /// Who made it; `None` for the program itself.
        by: Option<i64>,
    },
    /// Somebody used it before.
    Used,
    /// It was taken back before anybody used it.
    Revoked,
    /// It is too late.
    Expired,
    /// There is no such code.
    Unknown,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Our id of it.
    pub id: i64,
    /// The role it gives.
    pub role: Role,
    /// What it lets a reviewer or an editor decide on.
    pub scope: Scope,
    /// Who made it; `None` for the program itself.
    pub by: Option<i64>,
    /// When it was made.
    pub made_at: Millis,
    /// Until when it is good.
    pub expires_at: Millis,
}

impl Invitation {
    fn read(row: &sqlx::any::AnyRow) -> Result<Self, StoreError> {
        let (role, scope) = gives(row)?;
        Ok(Self {
            id: row.try_get("id")?,
            role,
            scope,
            by: row.try_get("created_by")?,
            made_at: row.try_get("created_at")?,
            expires_at: row.try_get("expires_at")?,
        })
    }
}

/// Keeps an invitation.
pub async fn insert(tx: &mut Tx, code: &str, one: &Invitation) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invites (id, code_hash, role, scope, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(one.id)
    .bind(hash(code))
    .bind(one.role.code())
    .bind(one.scope.stored())
    .bind(one.by)
    .bind(one.made_at)
    .bind(one.expires_at)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The invitations that people made and that are still good, the newest first.
pub async fn pending(
    connection: &mut AnyConnection,
    now: Millis,
    count: i64,
    offset: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, role, scope, created_by, created_at, expires_at FROM invites
          WHERE created_by IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $1
          ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(now)
    .bind(count)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Invitation::read).collect()
}

/// How many those are.
pub async fn count_pending(connection: &mut AnyConnection, now: Millis) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM invites
          WHERE created_by IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $1",
    )
    .bind(now)
    .fetch_one(connection)
    .await?)
}

/// One of those.
pub async fn by_id(
    connection: &mut AnyConnection,
    id: i64,
    now: Millis,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "SELECT id, role, scope, created_by, created_at, expires_at FROM invites
          WHERE id = $1 AND created_by IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL
            AND expires_at > $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(Invitation::read).transpose()
}

/// Takes an invitation back; `false` if somebody used it first, or it is good no more.
pub async fn revoke(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE invites SET revoked_at = $1
          WHERE id = $2 AND created_by IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL
            AND expires_at > $1",
    )
    .bind(now)
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has an invitation be good until another time; gives it, or `None` if it is good no more.
pub async fn prolong(
    tx: &mut Tx,
    code: &str,
    expires: Millis,
    now: Millis,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(
        "UPDATE invites SET expires_at = $1
          WHERE code_hash = $2 AND created_by IS NOT NULL AND used_at IS NULL
            AND revoked_at IS NULL AND expires_at > $3
         RETURNING id, role, scope, created_by, created_at, expires_at",
    )
    .bind(expires)
    .bind(hash(code))
    .bind(now)
    .fetch_optional(tx.connection())
    .await?;
    row.as_ref().map(Invitation::read).transpose()
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
        "SELECT role, scope, created_by, used_at, revoked_at, expires_at FROM invites
          WHERE code_hash = $1",
    )
    .bind(hash(code))
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(Worth::Unknown) };
    if row.try_get::<Option<i64>, _>("used_at")?.is_some() {
        return Ok(Worth::Used);
    }
    if row.try_get::<Option<i64>, _>("revoked_at")?.is_some() {
        return Ok(Worth::Revoked);
    }
    if row.try_get::<Millis, _>("expires_at")? <= now {
        return Ok(Worth::Expired);
    }
    let (role, scope) = gives(&row)?;
    Ok(Worth::Good { role, scope, by: row.try_get("created_by")? })
}

fn gives(row: &sqlx::any::AnyRow) -> Result<(Role, Scope), StoreError> {
    let role: String = row.try_get("role")?;
    let role = Role::from_code(&role)
        .ok_or(StoreError::Corrupt { what: "role", error: "unknown code".into() })?;
    let scope: Option<String> = row.try_get("scope")?;
    let scope = Scope::from_stored(scope.as_deref())
        .ok_or(StoreError::Corrupt { what: "scope", error: "unknown words".into() })?;
    Ok((role, scope))
}

/// Uses a code up for one person; `false` if somebody else was faster, it was taken back or ran out.
pub async fn take(tx: &mut Tx, code: &str, contact: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE invites SET used_by = $1, used_at = $2
          WHERE code_hash = $3 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2",
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
