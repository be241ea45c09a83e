//! Exemplars: the people, collectives and households that nominations are about.

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::draft::Draft;
use crate::domain::nomination::NomineeKind;

/// Makes the exemplar of a new nomination, with its id.
pub async fn insert(tx: &mut Tx, id: i64, draft: &Draft, now: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO exemplars (id, kind, name, commune, hamlet, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(draft.kind.map_or("", NomineeKind::code))
    .bind(draft.name.as_deref().unwrap_or_default())
    .bind(draft.commune.as_deref().unwrap_or_default())
    .bind(draft.hamlet.as_deref())
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}
