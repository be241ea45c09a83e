//! One attempt to send one row, and to answer one press.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::outgoing::{Placement, Row};
use super::pace::Chat;
use super::retry;
use super::topics::{Known, News};
use crate::channels::{Channel, SendError, Sent};
use crate::conversation::message::{Message, Topic};
use crate::domain::place;
use crate::ids;
use crate::store::groups;
use crate::store::slots::Drawn;
use crate::store::{Store, StoreError, slots, uploads};

/// How long the database may take to say where a slot is drawn.
const DATABASE_WITHIN: Duration = Duration::from_secs(5);
/// How long a press is worth an answer. Telegram publishes no number; bots that were measured lost
/// the press after some 15 seconds.
const PRESS_LIFETIME: Duration = Duration::from_secs(15);

/// The memory that files take while they are sent: many small ones, or one of the largest.
#[derive(Debug)]
pub(super) struct Room(Semaphore);

/// How many MiB of files may be on their way at once: one of the largest.
const ROOM: u32 = (uploads::SIZE_MAX >> 20) as u32;

impl Default for Room {
    fn default() -> Self {
        Self(Semaphore::new(ROOM as usize))
    }
}

impl Room {
    /// Waits until there is room for so many bytes. What an older program left that is larger waits for
    /// all of it.
    async fn hold(&self, bytes: u64) -> SemaphorePermit<'_> {
        let wanted = u32::try_from(bytes.div_ceil(1 << 20)).map_or(ROOM, |mib| mib.min(ROOM));
        self.0.acquire_many(wanted).await.expect("it is never closed")
    }
}

/// What an attempt came to.
pub(super) struct Attempted {
    pub(super) outcome: Result<Sent, SendError>,
    /// Whether it edited a message: done twice, that says nothing twice.
    pub(super) edited: bool,
    /// What it learned of topics on the way.
    pub(super) topic: Option<News>,
}

impl Attempted {
    pub(super) fn failed(error: SendError) -> Self {
        Self { outcome: Err(error), edited: false, topic: None }
    }
}

/// Sends `row`, or edits the message that it is to be drawn in. One call to the platform, and one more
/// where the topic it belongs in is still to be made, or none where a later row has drawn the slot
/// already.
///
/// `drawn` is what its slot was last drawn in and `known` its topic, as far as the worker remembers.
pub(super) async fn send(
    store: &Store,
    room: &Room,
    door: Option<&Arc<dyn Channel>>,
    row: &Row,
    drawn: Option<Drawn>,
    known: Option<Known>,
) -> Attempted {
    let Some(door) = door else {
        let reason = format!("no such channel: {}", row.channel);
        return Attempted::failed(SendError::Rejected { reason });
    };
    let drawn = match drawn {
        Some(drawn) => Some(drawn),
        None => match find_slot(store, row).await {
            Ok(drawn) => drawn,
            Err(error) => return Attempted::failed(error),
        },
    };
    if drawn.as_ref().is_some_and(|drawn| drawn.by > row.id) {
        return Attempted { outcome: Err(SendError::Unchanged), edited: true, topic: None };
    }
    let edits = match &row.placement {
        // A file that is sent now stands in a message of its own.
        _ if row.message.upload.is_some() => None,
        Placement::Fresh => None,
        Placement::Edit(message) => Some(message.clone()),
        Placement::Redraw => drawn.map(|drawn| drawn.message),
    };
    let commune = match &row.message.topic {
        Some(Topic::Commune(commune)) if edits.is_none() => commune,
        _ => {
            let outcome = call(store, room, door, row, &row.message, edits.as_deref()).await;
            return Attempted { outcome, edited: edits.is_some(), topic: None };
        }
    };
    let (thread, topic) = match find_topic(store, door, row, commune, known).await {
        Ok(found) => found,
        Err(error) => return Attempted::failed(error),
    };
    let message = Message { topic: thread.map(Topic::Thread), ..row.message.clone() };
    let outcome = call(store, room, door, row, &message, None).await;
    Attempted { outcome, edited: false, topic }
}

/// Makes the one call that says `message`, with the bytes of its upload if it has one.
async fn call(
    store: &Store,
    room: &Room,
    door: &Arc<dyn Channel>,
    row: &Row,
    message: &Message,
    edits: Option<&str>,
) -> Result<Sent, SendError> {
    let Some(upload) = &message.upload else {
        return door.send(&row.address, message, edits).await;
    };
    // It never comes back: trying again would help nobody.
    let gone = || SendError::Rejected { reason: "its file is not kept any more".to_owned() };
    let size = async { uploads::size(&mut *store.read().await?, upload.id).await };
    let size = within(size).await?.ok_or_else(gone)?;
    let _held = room.hold(size).await;
    let read = async { uploads::bytes(&mut *store.read().await?, upload.id).await };
    let bytes = within(read).await?.ok_or_else(gone)?;
    door.upload(&row.address, message, bytes).await
}

/// The topic of a commune in the row's chat, made if there is none yet. Where there can be none, the
/// message goes where everything goes.
async fn find_topic(
    store: &Store,
    door: &Arc<dyn Channel>,
    row: &Row,
    commune: &str,
    known: Option<Known>,
) -> Result<(Option<String>, Option<News>), SendError> {
    if !Chat::new(&row.channel, &row.address).is_group() {
        return Ok((None, None));
    }
    let room = match known {
        Some(Known::Thread(thread)) => groups::Room::Thread(thread),
        Some(Known::Gone) => groups::Room::Missing,
        None => {
            let found = async {
                let mut reader = store.read().await?;
                groups::room(&mut reader, &row.channel, &row.address, commune).await
            };
            within(found).await?
        }
    };
    let name = place::by_code(commune).map(ToString::to_string);
    match (room, name) {
        (groups::Room::Thread(thread), _) => Ok((Some(thread), None)),
        (groups::Room::Common, _) | (groups::Room::Missing, None) => Ok((None, None)),
        (groups::Room::Missing, Some(name)) => match door.open_topic(&row.address, &name).await {
            Ok(thread) => Ok((Some(thread.clone()), Some(News::Made(commune.to_owned(), thread)))),
            Err(SendError::TopicsRefused) => Ok((None, Some(News::Refused))),
            Err(SendError::NoForum) => Ok((None, Some(News::NoForum))),
            Err(error) => Err(error),
        },
    }
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
    within(found).await
}

/// What the database says, if it does so in time.
async fn within<T>(found: impl Future<Output = Result<T, StoreError>>) -> Result<T, SendError> {
    let not_sent = |reason: String| SendError::NotSent { reason };
    match tokio::time::timeout(DATABASE_WITHIN, found).await {
        Ok(found) => found.map_err(|error| not_sent(error.to_string())),
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
