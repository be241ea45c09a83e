//! What became of rows, until it is written down.
//!
//! One write is under way at a time and takes along all that has come together since the last, in
//! the commit of whatever turns wait at that moment. What cannot be written is written later: until
//! then the worker's memory knows that those rows are done with.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::pace::Chat;
use super::topics::News;
use crate::clock::Millis;
use crate::store::outbox::Settled;
use crate::store::recipients::Settling;
use crate::store::slots::Drawn;
use crate::store::{
    Store, StoreError, Tx, contacts, groups, outbox, recipients, slots, timers, uploads,
};

/// Between two tries to write.
const AGAIN: Duration = Duration::from_millis(500);
/// How long the outcomes of the last sends may take to be written down.
const LAST_WRITES: Duration = Duration::from_secs(2);

/// Outcomes that are not written down yet.
#[derive(Debug)]
pub(super) struct Ledger {
    unwritten: Outcomes,
    writing: Option<Writing>,
    /// No write before: the last one failed.
    not_before: Instant,
}

/// A write under way, and what it writes, to be written once more if it fails.
#[derive(Debug)]
struct Writing {
    outcomes: Arc<Outcomes>,
    task: JoinHandle<Result<(), StoreError>>,
}

#[derive(Clone, Debug, Default)]
struct Outcomes {
    rows: Vec<(i64, Settled)>,
    /// Files whose message needs them no more.
    uploads: Vec<i64>,
    slots: HashMap<(Chat, String), Drawn>,
    /// Chats that could not be reached, or could again, in the order in which that was seen.
    reached: Vec<(Chat, bool)>,
    moved: Vec<(Chat, String)>,
    /// What was learned of topics, in the order in which it was.
    topics: Vec<(Chat, News)>,
    /// What became of people who were sent a message to many.
    people: Vec<Settling>,
    /// Messages to many that have had too many errors.
    stopped: Vec<i64>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self { unwritten: Outcomes::default(), writing: None, not_before: Instant::now() }
    }

    /// Notes what became of a row.
    pub(super) fn settle(&mut self, row: i64, settled: Settled) {
        self.unwritten.rows.push((row, settled));
    }

    /// Notes that a row that is settled needs its file no more.
    pub(super) fn used(&mut self, upload: i64) {
        self.unwritten.uploads.push(upload);
    }

    /// Notes what a slot is drawn in.
    pub(super) fn drew(&mut self, chat: &Chat, slot: String, drawn: Drawn) {
        let last =
            self.unwritten.slots.entry((chat.clone(), slot)).or_insert_with(|| drawn.clone());
        if last.by < drawn.by {
            *last = drawn;
        }
    }

    /// Notes that somebody reads this chat, or nobody does.
    pub(super) fn reached(&mut self, chat: &Chat, reached: bool) {
        self.unwritten.reached.push((chat.clone(), reached));
    }

    /// Notes a chat's new address.
    pub(super) fn moved(&mut self, chat: &Chat, to: String) {
        self.unwritten.moved.push((chat.clone(), to));
    }

    /// Notes what became of somebody who was sent a message to many.
    pub(super) fn account_for(&mut self, settling: Settling) {
        self.unwritten.people.push(settling);
    }

    /// Has a message to many rest: it had too many errors.
    pub(super) fn stop(&mut self, broadcast: i64) {
        self.unwritten.stopped.push(broadcast);
    }

    /// How many people are accounted for here and not yet in the database.
    pub(super) fn unwritten_people(&self) -> usize {
        let writing = self.writing.as_ref().map_or(0, |writing| writing.outcomes.people.len());
        writing + self.unwritten.people.len()
    }

    /// Notes what was learned of a chat's topics.
    pub(super) fn learned(&mut self, chat: &Chat, news: News) {
        self.unwritten.topics.push((chat.clone(), news));
    }

    /// Starts to write down what there is, unless a write is under way.
    pub(super) fn write(&mut self, store: &Store, now: Millis) {
        if self.due().is_none_or(|due| due > Instant::now()) {
            return;
        }
        let outcomes = Arc::new(std::mem::take(&mut self.unwritten));
        let (store, writing) = (store.clone(), Arc::clone(&outcomes));
        let task = tokio::spawn(async move {
            store.write(0, move |tx| Box::pin(async move { writing.write(tx, now).await })).await
        });
        self.writing = Some(Writing { outcomes, task });
    }

    /// When a write may start; `None` if there is nothing to write, or a write is under way.
    pub(super) fn due(&self) -> Option<Instant> {
        (self.writing.is_none() && !self.unwritten.is_empty()).then_some(self.not_before)
    }

    /// Waits for the write under way, for ever if there is none. Says whether a chat has moved, so
    /// that what waits for it is to be found under its new address.
    pub(super) async fn written(&mut self) -> bool {
        let Some(writing) = &mut self.writing else { return std::future::pending().await };
        let written = (&mut writing.task).await.unwrap_or(Err(StoreError::Closed));
        let outcomes = Arc::clone(&writing.outcomes);
        self.writing = None;
        match written {
            Ok(()) => !outcomes.moved.is_empty(),
            Err(error) => {
                tracing::error!(%error, "what was sent could not be written down; trying again");
                let newer = std::mem::take(&mut self.unwritten);
                self.unwritten = Outcomes::clone(outcomes.as_ref());
                self.unwritten.extend(newer);
                self.not_before = Instant::now() + AGAIN;
                false
            }
        }
    }

    /// Writes down all there is, at the end, as far as the database lets it.
    pub(super) async fn close(&mut self, store: &Store, now: Millis) {
        let closing = async {
            if self.writing.is_some() {
                self.written().await;
            }
            self.not_before = Instant::now();
            self.write(store, now);
            if self.writing.is_some() {
                self.written().await;
            }
        };
        let in_time = tokio::time::timeout(LAST_WRITES, closing).await.is_ok();
        if !in_time || !self.unwritten.is_empty() {
            tracing::error!("the database does not answer; some messages may be sent once more");
        }
    }
}

impl Outcomes {
    fn is_empty(&self) -> bool {
        let Self { rows, uploads, slots, reached, moved, topics, people, stopped } = self;
        rows.is_empty()
            && uploads.is_empty()
            && slots.is_empty()
            && reached.is_empty()
            && moved.is_empty()
            && topics.is_empty()
            && people.is_empty()
            && stopped.is_empty()
    }

    fn extend(&mut self, newer: Self) {
        self.rows.extend(newer.rows);
        self.uploads.extend(newer.uploads);
        self.slots.extend(newer.slots);
        self.reached.extend(newer.reached);
        self.moved.extend(newer.moved);
        self.topics.extend(newer.topics);
        self.people.extend(newer.people);
        self.stopped.extend(newer.stopped);
    }

    async fn write(&self, tx: &mut Tx, now: Millis) -> Result<(), StoreError> {
        outbox::settle(tx, &self.rows).await?;
        uploads::forget_used(tx, &self.uploads).await?;
        for ((chat, slot), drawn) in &self.slots {
            slots::put(tx, chat.channel(), chat.address(), slot, drawn, now).await?;
        }
        for (chat, reached) in &self.reached {
            let blocked_at = (!reached).then_some(now);
            contacts::block_address(tx, chat.channel(), chat.address(), blocked_at).await?;
        }
        for (chat, news) in &self.topics {
            let (channel, address) = (chat.channel(), chat.address());
            match news {
                News::Made(commune, thread) => {
                    groups::note_topic(tx, channel, address, commune, thread).await?;
                }
                News::NoForum => groups::set_forum(tx, channel, address, false).await?,
                News::Refused => {
                    let binder = groups::refuse_topics(tx, channel, address, now).await?;
                    if let Some(binder) = binder {
                        // The engine finds the words.
                        timers::set(tx, binder, timers::TOPICS, now).await?;
                    }
                }
            }
        }
        for (chat, to) in &self.moved {
            outbox::move_chat(tx, chat.channel(), chat.address(), to).await?;
        }
        // Last of all: an admin's turn too has a contact's row before that of a message to many.
        recipients::settle(tx, &self.people, now).await?;
        for broadcast in &self.stopped {
            if recipients::pause_for_errors(tx, *broadcast).await? {
                tracing::error!(broadcast, "too many errors: a message to many rests");
            }
        }
        Ok(())
    }
}
