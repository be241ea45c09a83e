//! All that is set, in one piece: figures, fields and reasons, campaigns.
//!
//! Each turn needs it, and it hardly ever changes. So it has a mark, which a turn reads with its
//! contact; with the mark that they read it at before, they have it. Whatever writes to `settings`,
//! `catalog` or `campaigns` calls [`touch`] first, in the same transaction.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::AnyConnection;

use super::{StoreError, Tx, campaigns, settings};
use crate::clock::Millis;
use crate::domain::campaign::{Plan, Season};
use crate::domain::catalog::Catalog;
use crate::domain::policy::Policy;
use crate::ids;

/// All that is set.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The figures.
    pub policy: Policy,
    /// The fields and reasons.
    pub catalog: Arc<Catalog>,
    campaigns: Vec<Plan>,
}

impl Rules {
    /// What citizens face at `now`.
    pub fn season(&self, now: Millis) -> Season {
        Season::at(&self.campaigns, now)
    }
}

/// What was read last, with its mark.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<(i64, Arc<Rules>)>>);

/// All that is set as it was at `mark`, or has become since: what is kept, else read now.
pub async fn at(
    kept: &Kept,
    mark: i64,
    connection: &mut AnyConnection,
) -> Result<Arc<Rules>, StoreError> {
    let known = kept.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, rules)) = known.filter(|(known, _)| *known == mark) {
        return Ok(rules);
    }
    let (policy, catalog) = settings::rules(&mut *connection).await?;
    let campaigns = campaigns::published(connection).await?;
    let rules = Arc::new(Rules { policy, catalog, campaigns });
    *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((mark, rules.clone()));
    Ok(rules)
}

/// Notes that something of it changes. The row stays locked until the end of the transaction, so it is
/// taken before what changes: two that change something wait for each other here, and never crosswise.
pub async fn touch(tx: &mut Tx) -> Result<(), StoreError> {
    // By chance and not by count: what was read in a transaction that came to nothing in the end must
    // not pass for what another one writes.
    let mark = i64::from_le_bytes(ids::random());
    let done =
        sqlx::query("UPDATE rules SET mark = $1").bind(mark).execute(tx.connection()).await?;
    StoreError::one_row("mark what is set", done.rows_affected())
}
