//! One attempt to send one row, and to answer one press.

use std::sync::Arc;
use std::time::Duration;

use super::outgoing::{Placement, Row};
use super::retry;
use crate::channels::{Channel, SendError, Sent};
use crate::ids;
use crate::store::slots::Drawn;
use crate::store::{Store, StoreError, slots};

/// How long the database may take to say where a slot is drawn.
const DATABASE_WITHIN: Duration = Duration::from_secs(5);
/// How long a press is worth an answer. Telegram publishes no number; bots that were measured lost
/// the press after some 15 seconds.
const PRESS_LIFETIME: Duration = Duration::from_secs(15);

/// Sends `row`, or edits the message that it is to be drawn in; says whether it edited. One call to
/// the platform, or none where a later row has drawn the slot already.
///
/// `drawn` is what its slot was last drawn in, as far as the worker remembers.
pub(super) async fn send(
    store: &Store,
    door: Option<&Arc<dyn Channel>>,
    row: &Row,
    drawn: Option<Drawn>,
) -> (Result<Sent, SendError>, bool) {
    let Some(door) = door else {
        let reason = format!("no such channel: {}", row.channel);
        return (Err(SendError::Rejected { reason }), false);
    };
    let drawn = match drawn {
        Some(drawn) => Some(drawn),
        None => match find_slot(store, row).await {
            Ok(drawn) => drawn,
            Err(error) => return (Err(error), false),
        },
    };
    if drawn.as_ref().is_some_and(|drawn| drawn.by > row.id) {
        return (Err(SendError::Unchanged), true);
    }
    let edits = match &row.placement {
        Placement::Fresh => None,
        Placement::Edit(message) => Some(message.clone()),
        Placement::Redraw => drawn.map(|drawn| drawn.message),
    };
    (door.send(&row.address, &row.message, edits.as_deref()).await, edits.is_some())
}

async fn find_slot(store: &Store, row: &Row) -> Result<Option<Drawn>, SendError> {
    // What is new and was never tried has nothing drawn after it: no need to ask.
    let is_first = row.placement == Placement::Fresh && row.attempts == 0;
    let Some(slot) = row.slot.as_ref().filter(|_| !is_first) else { return Ok(None) };
    let found = async {
        let mut reader = store.read().await?;
        slots::find(&mut reader, &row.channel, &row.address, slot).await
    };
    // Without the answer a message would stand there twice, so it is tried again later.
    let not_sent = |reason: String| SendError::NotSent { reason };
    match tokio::time::timeout(DATABASE_WITHIN, found).await {
        Ok(found) => found.map_err(|error: StoreError| not_sent(error.to_string())),
        Err(_) => Err(not_sent("the database does not answer".to_owned())),
    }
}

/// Answers a press, with a few quick tries if the platform hiccups.
pub(super) async fn acknowledge(
    door: Arc<dyn Channel>,
    press: String,
    text: Option<String>,
    alert: bool,
) {
    let trying = async {
        for attempt in 1.. {
            let wait = match door.acknowledge(&press, text.as_deref(), alert).await {
                Ok(()) => return,
                Err(SendError::NotSent { .. } | SendError::Unknown { .. }) => {
                    retry::wait(attempt, 0, chance())
                }
                Err(SendError::Throttled { retry_after_ms }) => retry_after_ms,
                // Too old, or answered by an attempt of which nobody said that it arrived.
                Err(error) => {
                    tracing::debug!(%error, "a press was not answered");
                    return;
                }
            };
            tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())).await;
        }
    };
    if tokio::time::timeout(PRESS_LIFETIME, trying).await.is_err() {
        tracing::warn!("a press could not be answered while it was worth an answer");
    }
}

/// A number from 0 to 1 that spreads waits.
pub(super) fn chance() -> f64 {
    let [byte] = ids::random::<1>();
    f64::from(byte) / 255.0
}
