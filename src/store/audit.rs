//! Who changed a nomination's state, when, and why.

use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::nomination::State;

/// One change of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who made it.
    pub actor: i64,
    /// Their name as the platform shows it.
    pub actor_name: String,
    /// When.
    pub at: Millis,
    /// The state after it.
    pub to: State,
    /// Why: a preset reason's code after `#`, or own words.
    pub reason: Option<String>,
}

/// Writes one audit row.
#[expect(clippy::too_many_arguments, reason = "an audit row is these things and no fewer")]
pub async fn record(
    tx: &mut Tx,
    id: i64,
    nomination: i64,
    actor: i64,
    from: Option<State>,
    to: State,
    reason: Option<&str>,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (id, nomination_id, actor_id, at, from_state, to_state, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(nomination)
    .bind(actor)
    .bind(now)
    .bind(from.map(State::code))
    .bind(to.code())
    .bind(reason)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A nomination's changes of state, in order.
pub async fn history(connection: &mut AnyConnection, id: i64) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.actor_id, c.name AS actor_name, a.at, a.to_state, a.reason
           FROM audit a JOIN contacts c ON c.id = a.actor_id
          WHERE a.nomination_id = $1 ORDER BY a.id",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let to: String = row.try_get("to_state")?;
            Ok(Change {
                actor: row.try_get("actor_id")?,
                actor_name: row.try_get("actor_name")?,
                at: row.try_get("at")?,
                to: State::from_code(&to).ok_or_else(|| corrupt("state"))?,
                reason: row.try_get("reason")?,
            })
        })
        .collect()
}
