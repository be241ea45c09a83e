//! Exemplars: the people, collectives and households that nominations are about.

use sqlx::AnyConnection;

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

/// What must hold of the exemplar `e` for the public to see it: it is one of its own, a deed of its was
/// recognised and its author told, it agreed, and for a child the guardian did as well. That it is a
/// child counts from when a reviewer has let the statement stand: nobody takes an exemplar from the
/// public, or brings it back, by what nobody has looked into.
macro_rules! may_be_public {
    () => {
        "e.merged_into IS NULL
            AND EXISTS (SELECT 1 FROM nominations n WHERE n.exemplar_id = e.id
                AND n.state = 'recognised' AND n.tell_at IS NULL)
            AND EXISTS (SELECT 1 FROM exemplar_consents c WHERE c.exemplar_id = e.id
                AND c.is_guardian = 0 AND c.withdrawn_at IS NULL)
            AND (NOT EXISTS (SELECT 1 FROM nominations n WHERE n.exemplar_id = e.id
                    AND n.is_minor = 1 AND n.state IN ('recognised', 'duplicate'))
                OR EXISTS (SELECT 1 FROM exemplar_consents c WHERE c.exemplar_id = e.id
                    AND c.is_guardian = 1 AND c.withdrawn_at IS NULL))"
    };
}

/// Whether the public may see the exemplar now. All that this takes is looked at each time.
pub async fn is_public(connection: &mut AnyConnection, id: i64) -> Result<bool, StoreError> {
    Ok(public_since(connection, id).await?.is_some())
}

/// Whether any exemplar was ever shown and not hidden since: while there is none, nobody need look for
/// the one that somebody means.
pub async fn is_any_shown(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let sql = "SELECT e.id FROM exemplars e WHERE e.public_at IS NOT NULL LIMIT 1";
    let shown: Option<i64> = sqlx::query_scalar(sql).fetch_optional(connection).await?;
    Ok(shown.is_some())
}

/// Since when the public may see the exemplar, if it may.
pub async fn public_since(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<Millis>, StoreError> {
    let sql = concat!(
        "SELECT e.public_at FROM exemplars e WHERE e.id = $1 AND e.public_at IS NOT NULL AND ",
        may_be_public!()
    );
    Ok(sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await?)
}

/// Shows the exemplar to the public; `false`, and nothing changed, if it is shown already or may not be.
pub async fn publish(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let sql = concat!(
        "UPDATE exemplars AS e SET public_at = $1 WHERE e.id = $2 AND e.public_at IS NULL AND ",
        may_be_public!()
    );
    let done = sqlx::query(sql).bind(now).bind(id).execute(tx.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the exemplar from the public; `false` if it was not shown.
pub async fn hide(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE exemplars SET public_at = NULL WHERE id = $1 AND public_at IS NOT NULL",
    )
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether it is, by any statement that a reviewer let stand, a child: publishing then needs the guardian's consent too.
pub async fn is_minor(connection: &mut AnyConnection, id: i64) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM nominations
          WHERE exemplar_id = $1 AND is_minor = 1 AND state IN ('recognised', 'duplicate')",
    )
    .bind(id)
    .fetch_one(connection)
    .await?;
    Ok(count > 0)
}

/// Its recognised nominations, the oldest first.
pub async fn recognised(connection: &mut AnyConnection, id: i64) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM nominations WHERE exemplar_id = $1 AND state = 'recognised' ORDER BY id",
    )
    .bind(id)
    .fetch_all(connection)
    .await?)
}
