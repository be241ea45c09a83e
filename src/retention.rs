//! Forgetting what is kept no longer: each day by whoever has the duty, or when an operator says so.
//!
//! In many small transactions: however much there is, nobody's turn waits for long.

use crate::clock::Millis;
use crate::domain::retention::Kind;
use crate::ids::Ids;
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::retention::{self, Due};
use crate::store::{Store, StoreError, settings};

/// What one transaction forgets at most: rows, or what takes many statements each.
const ROWS: i64 = 1_000;
const WHOLES: i64 = 50;

/// Of each kind: for how many days it is kept, and how much is kept no longer.
///
/// # Errors
/// If the database cannot be read.
pub async fn look(store: &Store, now: Millis) -> Result<Vec<(Kind, u32, Due)>, StoreError> {
    let mut reader = store.read().await?;
    let policy = settings::policy(&mut reader).await?;
    let mut all = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        let due = retention::due(&mut reader, kind, kind.before(&policy, now)).await?;
        all.push((kind, kind.days(&policy), due));
    }
    Ok(all)
}

/// Forgets everything that is kept no longer, and gives how much of each kind that was. The audit tells
/// of it, if it was anything.
///
/// # Errors
/// The first that there was; the other kinds are forgotten all the same.
pub async fn apply(store: &Store, ids: &Ids, now: Millis) -> Result<Vec<(Kind, u64)>, StoreError> {
    let policy = settings::policy(&mut *store.read().await?).await?;
    let mut all = Vec::with_capacity(Kind::ALL.len());
    let mut failed = None;
    for kind in Kind::ALL {
        let mut count = 0;
        let mut after = Some(0);
        while let Some(from) = after {
            let most = match kind {
                Kind::Files | Kind::Refused | Kind::Idle | Kind::Uploads => WHOLES,
                _ => ROWS,
            };
            let (before, ids) = (kind.before(&policy, now), ids.clone());
            let done = store.write(0, move |tx| {
                Box::pin(async move {
                    retention::forget(tx, kind, before, from, most, (&ids, now)).await
                })
            });
            match done.await {
                Ok(chunk) => {
                    count += chunk.forgotten;
                    after = chunk.more;
                }
                Err(error) => {
                    tracing::error!(%error, kind = kind.code(), "what is old could not be forgotten");
                    failed.get_or_insert(error);
                    after = None;
                }
            }
        }
        all.push((kind, count));
    }
    note(store, ids, &all, now).await?;
    failed.map_or(Ok(all), Err)
}

/// Notes in the audit what was forgotten: kinds and numbers.
async fn note(
    store: &Store,
    ids: &Ids,
    all: &[(Kind, u64)],
    now: Millis,
) -> Result<(), StoreError> {
    let counts = all.iter().filter(|(_, count)| *count > 0);
    let counts: serde_json::Map<_, _> =
        counts.map(|(kind, count)| (kind.code().to_owned(), (*count).into())).collect();
    if counts.is_empty() {
        return Ok(());
    }
    let detail = serde_json::Value::Object(counts).to_string();
    let id = ids.next();
    let noted = store.write(0, move |tx| {
        Box::pin(async move {
            let entry = Entry::new(id, Act::Retain, Subject::Database, None, now);
            audit::record(tx, &entry.with(&detail)).await
        })
    });
    noted.await
}
