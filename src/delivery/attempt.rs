//! One attempt to send one row, and to answer one press.

use std::sync::Arc;
use std::time::Duration;

use super::outgoing::{Placement, Row};
use super::retry;
use crate::channels::{Channel, SendError, Sent};
use crate::ids;
use crate::store::{Store, slots};

/// How often a press is answered before it is left; the platform forgets it soon anyway.
const ACKNOWLEDGED_AT_MOST: u32 = 4;

/// Sends `row`, or edits the message that it is to be drawn in. One call to the platform.
///
/// `drawn` is the message of its slot, as far as the worker remembers it.
pub(super) async fn send(
    store: &Store,
    door: Option<&Arc<dyn Channel>>,
    row: &Row,
    drawn: Option<String>,
) -> Result<Sent, SendError> {
    let Some(door) = door else {
        return Err(SendError::Rejected { reason: format!("no such channel: {}", row.channel) });
    };
    let edits = match &row.placement {
        Placement::Fresh => None,
        Placement::Edit(message) => Some(message.clone()),
        Placement::Redraw if drawn.is_some() => drawn,
        Placement::Redraw => find_slot(store, row).await?,
    };
    door.send(&row.address, &row.message, edits.as_deref()).await
}

async fn find_slot(store: &Store, row: &Row) -> Result<Option<String>, SendError> {
    let Some(slot) = &row.slot else { return Ok(None) };
    let found = async {
        let mut reader = store.read().await?;
        slots::find(&mut reader, &row.channel, &row.address, slot).await
    };
    // Without the answer a message would stand there twice, so wait for the database.
    found.await.map_err(|error| SendError::NotSent { reason: error.to_string() })
}

/// Answers a press, with a few quick tries if the platform hiccups.
pub(super) async fn acknowledge(
    door: Arc<dyn Channel>,
    press: String,
    text: Option<String>,
    alert: bool,
) {
    for attempt in 1..=ACKNOWLEDGED_AT_MOST {
        let wait = match door.acknowledge(&press, text.as_deref(), alert).await {
            Ok(()) => return,
            Err(SendError::NotSent { .. } | SendError::Unknown { .. }) => {
                retry::wait(attempt, chance())
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
    tracing::warn!("a press could not be answered in {ACKNOWLEDGED_AT_MOST} tries");
}

/// A number from 0 to 1 that spreads waits.
pub(super) fn chance() -> f64 {
    let [byte] = ids::random::<1>();
    f64::from(byte) / 255.0
}
