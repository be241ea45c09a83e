//! What an operator or an admin set of the figures in [`crate::domain::policy`]; and all that is set,
//! in one look.

use std::sync::Arc;

use sqlx::{AnyConnection, Row};

use super::audit::{Act, Actor, Entry, Subject};
use super::{StoreError, Tx, audit, catalog, rules};
use crate::clock::Millis;
use crate::domain::catalog::{Catalog, Kind};
use crate::domain::policy::{Figure, Policy};

/// The figures as they count now. A stored one that is not among them, or is out of bounds, was
/// written by another version or by hand: the default counts, and the log says so.
pub async fn policy(connection: &mut AnyConnection) -> Result<Policy, StoreError> {
    let rows = sqlx::query("SELECT name, value FROM settings").fetch_all(connection).await?;
    let mut policy = Policy::default();
    for row in rows {
        let (name, value): (String, String) = (row.try_get("name")?, row.try_get("value")?);
        count(&mut policy, &name, &value);
    }
    Ok(policy)
}

/// The figures, and the fields and reasons, as they count now, in one look. What does not count of the
/// figures is as in [`policy`].
pub async fn rules(connection: &mut AnyConnection) -> Result<(Policy, Arc<Catalog>), StoreError> {
    let rows = sqlx::query(
        "SELECT 'figure' AS kind, name AS code, value AS vi, CAST(NULL AS TEXT) AS en,
                CAST(NULL AS TEXT) AS vi_long, CAST(NULL AS TEXT) AS en_long,
                CAST(NULL AS BIGINT) AS hidden, CAST(NULL AS BIGINT) AS place, changed_at AS version
           FROM settings
          UNION ALL
         SELECT kind, code, vi, en, vi_long, en_long, hidden, place, version FROM catalog",
    )
    .fetch_all(connection)
    .await?;
    let (mut policy, mut changes) = (Policy::default(), Vec::new());
    for row in &rows {
        let kind: String = row.try_get("kind")?;
        match Kind::from_code(&kind) {
            Some(kind) => changes.push(catalog::read(kind, row)?),
            None => {
                let (name, value): (String, String) = (row.try_get("code")?, row.try_get("vi")?);
                count(&mut policy, &name, &value);
            }
        }
    }
    let built_in = Catalog::built_in();
    if changes.is_empty() {
        return Ok((policy, built_in.clone()));
    }
    Ok((policy, Arc::new(Catalog::clone(built_in).with(changes))))
}

fn count(policy: &mut Policy, name: &str, value: &str) {
    if let Err(error) = policy.set(name, value) {
        tracing::warn!(%error, "a stored setting does not count");
    }
}

/// Sets a figure, with row `id` of the audit to tell of it; `actor` is `None` when the operator does it
/// at the machine. `false` if it was that already.
pub async fn set(
    tx: &mut Tx,
    id: i64,
    figure: Figure,
    value: u32,
    actor: Option<Actor<'_>>,
    now: Millis,
) -> Result<bool, StoreError> {
    let before = figure.of(&policy(tx.connection()).await?);
    if before == value {
        return Ok(false);
    }
    rules::touch(tx).await?;
    sqlx::query(
        "INSERT INTO settings (name, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO UPDATE SET value = $2, changed_at = $3, changed_by = $4",
    )
    .bind(figure.name)
    .bind(figure.shown(value))
    .bind(now)
    .bind(actor.map(|actor| actor.id))
    .execute(tx.connection())
    .await?;
    let detail =
        serde_json::json!({ "from": figure.shown(before), "to": figure.shown(value) }).to_string();
    let entry = Entry::new(id, Act::Setting, Subject::Setting(figure.name), actor, now);
    audit::record(tx, &entry.with(&detail)).await?;
    Ok(true)
}
