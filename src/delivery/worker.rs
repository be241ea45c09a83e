//! Sends what the queue says goes next, and writes down what became of it.
//!
//! One task owns the queue and the pace; each attempt is a task of its own, and so is the write of
//! the outcomes so far, which shares its commit with the turns of that moment. Rows beyond what
//! memory should hold stay in the database and are looked for when there is room again.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

use super::outgoing::{Lane, Placement, Row};
use super::pace::{Chat, Pace};
use super::queue::Queue;
use super::{Doors, Order, attempt, retry};
use crate::channels::{SendError, Sent};
use crate::clock::{Clock, Millis};
use crate::store::outbox::Settled;
use crate::store::{Dialect, Store, StoreError, Tx, contacts, outbox, slots};

/// Attempts under way at once.
const FLIGHTS: usize = 64;
/// Attempts under way from which on only answers may start, and from which on no news.
const FLIGHTS_FOR_ANSWERS: usize = 56;
const FLIGHTS_FOR_WORK: usize = 40;
/// Rows of a lane in memory; more wait in the database.
const KEPT: usize = 4_096;
/// Ids of a lane looked at in the database in one look.
const LOOKED_AT: i64 = 8_192;
/// How often to look for rows that nobody handed over. On PostgreSQL other processes write them;
/// on SQLite a turn may be kept of which the commit said that it was not.
const LOOK_EVERY_POSTGRES: Duration = Duration::from_millis(250);
const LOOK_EVERY_SQLITE: Duration = Duration::from_secs(1);
/// A look at a database that does not answer must not hold up what is in memory.
const LOOK_TIMEOUT: Duration = Duration::from_secs(2);
/// The longest sleep, so that a clock that was moved ahead is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// Between two tries to write outcomes down.
const SETTLE_AGAIN: Duration = Duration::from_millis(500);
/// How long the outcomes of the last sends may take to be written down at the end.
const LAST_WRITES: Duration = Duration::from_secs(2);
/// Slots remembered, so that a redraw need not ask the database.
const SLOTS_REMEMBERED: usize = 8_192;
/// Why rows of a chat that nobody reads any more are given up.
const UNREACHABLE: &str = "the chat cannot be reached";

/// Sends until told to drain.
pub(super) async fn run(
    store: Store,
    clock: Clock,
    doors: Arc<Doors>,
    rate: u32,
    on_duty: watch::Receiver<bool>,
    mut orders: mpsc::UnboundedReceiver<Order>,
) {
    let mut worker = Worker {
        look_every: match store.dialect() {
            Dialect::Sqlite => LOOK_EVERY_SQLITE,
            Dialect::Postgres => LOOK_EVERY_POSTGRES,
        },
        store,
        clock,
        doors,
        on_duty,
        queue: Queue::default(),
        pace: Pace::new(rate),
        slots: Slots::default(),
        flights: JoinSet::new(),
        outcomes: Outcomes::default(),
        settling: None,
        settle_at: Instant::now(),
        behind: [true; 3],
        look_at: Instant::now(),
        look_failed: false,
        drain: None,
    };
    let mut batch = Vec::new();
    loop {
        worker.look_if_due().await;
        worker.launch();
        worker.settle();
        if worker.is_drained() {
            break;
        }
        let wakes_at = worker.wakes_at();
        tokio::select! {
            received = orders.recv_many(&mut batch, 256) => {
                if received == 0 {
                    break;
                }
                batch.drain(..).for_each(|order| worker.obey(order));
            }
            Some(flight) = worker.flights.join_next() => {
                worker.land(flight);
                while let Some(flight) = worker.flights.try_join_next() {
                    worker.land(flight);
                }
            }
            written = settled(&mut worker.settling) => worker.settled(written),
            changed = worker.on_duty.changed() => match changed {
                Ok(()) => worker.change_duty(),
                Err(_) => break,
            },
            () = tokio::time::sleep_until(wakes_at) => {}
        }
    }
    worker.write_last().await;
}

struct Worker {
    store: Store,
    clock: Clock,
    doors: Arc<Doors>,
    on_duty: watch::Receiver<bool>,
    queue: Queue,
    pace: Pace,
    slots: Slots,
    flights: JoinSet<Flight>,
    /// What became of rows, not written down yet.
    outcomes: Outcomes,
    /// Outcomes being written down; one write at a time.
    settling: Option<Settling>,
    /// Not to be tried before: the last write failed.
    settle_at: Instant,
    /// Lanes of which the database may hold rows that memory does not.
    behind: [bool; 3],
    look_at: Instant,
    /// Whether the last look failed, so that the next one waits for its time whatever is missing.
    look_failed: bool,
    look_every: Duration,
    drain: Option<(Instant, oneshot::Sender<()>)>,
}

/// Outcomes and the task that writes them down.
type Settling = (Arc<Outcomes>, JoinHandle<Result<(), StoreError>>);

/// An attempt that has ended.
struct Flight {
    chat: Chat,
    row: Row,
    outcome: Result<Sent, SendError>,
}

/// What is to be written down.
#[derive(Debug, Default)]
struct Outcomes {
    rows: Vec<(i64, Settled)>,
    slots: HashMap<(Chat, String), String>,
    unreachable: Vec<Chat>,
    moved: Vec<(Chat, String)>,
}

impl Worker {
    fn obey(&mut self, order: Order) {
        match order {
            Order::Send(rows) => {
                if *self.on_duty.borrow() {
                    self.take_in(rows);
                }
            }
            Order::Drain { within, done } => self.drain = Some((Instant::now() + within, done)),
        }
    }

    /// Takes rows into memory as far as there is room; the database keeps the rest.
    fn take_in(&mut self, rows: Vec<Row>) {
        let now = self.clock.now();
        for row in rows {
            let lane = row.lane as usize;
            // Once one row was left out, later ones must be too, or a chat's order would break.
            self.behind[lane] |= self.queue.len(row.lane) >= KEPT;
            if !self.behind[lane] {
                self.queue.push(row, &self.pace, now);
            }
        }
        self.drop_superseded();
    }

    fn drop_superseded(&mut self) {
        for (id, lane) in self.queue.take_superseded() {
            self.queue.finish(id, lane);
            self.outcomes.rows.push((id, Settled::Done));
        }
    }

    /// Fetches rows that are in the database only, when it is time or there is room for them.
    async fn look_if_due(&mut self) {
        if !*self.on_duty.borrow() || self.drain.is_some() {
            return;
        }
        let due = Instant::now() >= self.look_at;
        // A lane that is full, or nearly so, would have its ids read for little or nothing.
        let has_room = |lane: &Lane| self.queue.len(*lane) < KEPT / 2;
        let lanes: Vec<Lane> = Lane::ALL
            .into_iter()
            .filter(|lane| match self.behind[*lane as usize] {
                true => has_room(lane) && (due || !self.look_failed),
                false => due,
            })
            .collect();
        for lane in lanes {
            let looked = tokio::time::timeout(LOOK_TIMEOUT, self.look(lane)).await;
            let error = match looked {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "the database does not answer".to_owned(),
            };
            tracing::error!(error, "the outbox could not be read");
            self.behind[lane as usize] = true;
            self.look_failed = true;
            self.look_at = Instant::now() + LOOK_TIMEOUT;
            return;
        }
        self.look_failed = false;
        if due {
            self.look_at = Instant::now() + self.look_every;
        }
    }

    async fn look(&mut self, lane: Lane) -> Result<(), StoreError> {
        let room = KEPT.saturating_sub(self.queue.len(lane));
        if room == 0 {
            return Ok(());
        }
        let mut reader = self.store.read().await?;
        let ids = outbox::waiting(&mut reader, lane, LOOKED_AT).await?;
        let seen_all = ids.len() < usize::try_from(LOOKED_AT).unwrap_or(usize::MAX);
        let mut unknown: Vec<i64> = ids.into_iter().filter(|id| !self.queue.knows(*id)).collect();
        let all_fit = unknown.len() <= room;
        unknown.truncate(room);
        let rows = outbox::rows(&mut reader, &unknown).await?;
        let now = self.clock.now();
        for row in rows {
            self.queue.push(row, &self.pace, now);
        }
        self.drop_superseded();
        self.behind[lane as usize] = !(all_fit && seen_all);
        Ok(())
    }

    /// Starts as many attempts as may start now.
    fn launch(&mut self) {
        if !*self.on_duty.borrow() {
            return;
        }
        while let Some(least) = self.least() {
            let now = self.clock.now();
            let Some((chat, row)) = self.queue.next(least, &self.pace, now) else { return };
            self.pace.take(&chat, now);
            let drawn = match (&row.placement, &row.slot) {
                (Placement::Redraw, Some(slot)) => self.slots.find(&chat, slot),
                _ => None,
            };
            let store = self.store.clone();
            let door = self.doors.get(row.channel.as_str()).cloned();
            self.flights.spawn(async move {
                let attempt = attempt::send(&store, door.as_ref(), &row, drawn);
                // A chat whose attempt panicked must not wait for ever; the panic hook tells.
                let outcome = AssertUnwindSafe(attempt).catch_unwind().await.unwrap_or_else(|_| {
                    Err(SendError::Unknown { reason: "the attempt panicked".to_owned() })
                });
                Flight { chat, row, outcome }
            });
        }
    }

    /// The least urgent lane of which another attempt may start; `None` if none may.
    fn least(&self) -> Option<Lane> {
        if self.drain.as_ref().is_some_and(|(end, _)| Instant::now() >= *end) {
            return None;
        }
        match self.flights.len() {
            FLIGHTS.. => None,
            FLIGHTS_FOR_ANSWERS.. => Some(Lane::Answer),
            FLIGHTS_FOR_WORK.. => Some(Lane::Review),
            _ => Some(Lane::News),
        }
    }

    /// Decides what becomes of a row after an attempt.
    fn land(&mut self, flight: Result<Flight, tokio::task::JoinError>) {
        // Else it was cut off at the end of the program: the row is still in the database.
        let Ok(Flight { chat, mut row, outcome }) = flight else { return };
        let now = self.clock.now();
        match outcome {
            Ok(sent) => {
                self.pace.succeeded();
                if let (Some(slot), Some(message)) = (row.slot.take(), sent.message_id) {
                    self.slots.put(&chat, &slot, &message);
                    self.outcomes.slots.insert((chat.clone(), slot), message);
                }
                self.finish(&row, Settled::Done);
            }
            Err(SendError::Unchanged) => {
                self.pace.succeeded();
                self.finish(&row, Settled::Done);
            }
            Err(SendError::EditGone) if row.placement != Placement::Fresh => {
                // The next attempt is a new message, which takes over the slot.
                row.placement = Placement::Fresh;
                self.put_back(row, now);
            }
            Err(error @ SendError::EditGone) => {
                tracing::error!(row = row.id, %error, "a message that edits none was refused");
                self.finish(&row, Settled::Dead { reason: error.to_string() });
            }
            Err(SendError::Throttled { retry_after_ms }) => {
                tracing::warn!(retry_after_ms, "throttled");
                self.pace.throttled(&chat, retry_after_ms, now);
                row.due_at = now + retry_after_ms;
                self.try_later(row, now);
            }
            Err(error @ (SendError::NotSent { .. } | SendError::Unknown { .. })) => {
                row.attempts += 1;
                row.maybe_sent += u32::from(matches!(error, SendError::Unknown { .. }));
                if let Some(why) = retry::gives_up(row.maybe_sent, row.created_at, now) {
                    tracing::error!(row = row.id, %error, why, "a message is given up");
                    self.finish(&row, Settled::Dead { reason: format!("{why}; last: {error}") });
                } else {
                    tracing::warn!(row = row.id, attempts = row.attempts, %error, "not sent yet");
                    row.due_at = now + retry::wait(row.attempts, attempt::chance());
                    self.try_later(row, now);
                }
            }
            Err(SendError::Rejected { reason }) => {
                tracing::error!(row = row.id, reason, "a message was refused");
                self.finish(&row, Settled::Dead { reason });
            }
            Err(SendError::Unreachable) => self.give_up_chat(&chat, &row),
            Err(SendError::Migrated { to }) => {
                tracing::info!("a group has become a supergroup: following it");
                self.queue.forget(row.id, row.lane);
                for other in self.queue.take_chat(&chat) {
                    self.queue.forget(other.id, other.lane);
                }
                self.slots.forget(&chat);
                self.outcomes.moved.push((chat.clone(), to));
            }
        }
        self.drop_superseded();
        self.queue.release(&chat, &self.pace, now);
    }

    fn try_later(&mut self, row: Row, now: Millis) {
        let later = Settled::Later {
            attempts: row.attempts,
            due_at: row.due_at,
            maybe_sent: row.maybe_sent,
        };
        self.outcomes.rows.push((row.id, later));
        self.put_back(row, now);
    }

    /// Keeps a row for its next attempt, if that is ours to make.
    fn put_back(&mut self, row: Row, now: Millis) {
        if *self.on_duty.borrow() {
            self.queue.put_back(row, &self.pace, now);
        } else {
            self.queue.forget(row.id, row.lane);
        }
    }

    fn finish(&mut self, row: &Row, settled: Settled) {
        self.queue.finish(row.id, row.lane);
        self.outcomes.rows.push((row.id, settled));
    }

    /// Nobody reads this chat any more: nothing that waits for it is tried again.
    fn give_up_chat(&mut self, chat: &Chat, row: &Row) {
        tracing::info!("a chat cannot be reached any more");
        let rest = self.queue.take_chat(chat);
        for row in std::iter::once(row).chain(&rest) {
            self.finish(row, Settled::Dead { reason: UNREACHABLE.to_owned() });
        }
        self.outcomes.unreachable.push(chat.clone());
    }

    /// Starts to write down what became of rows, unless a write is under way.
    fn settle(&mut self) {
        if self.settling.is_some() || self.outcomes.is_empty() || Instant::now() < self.settle_at {
            return;
        }
        let outcomes = Arc::new(std::mem::take(&mut self.outcomes));
        let (store, written) = (self.store.clone(), Arc::clone(&outcomes));
        let now = self.clock.now();
        let task = tokio::spawn(async move {
            store.write(0, move |tx| Box::pin(async move { written.write(tx, now).await })).await
        });
        self.settling = Some((outcomes, task));
    }

    /// Notes how the write of outcomes went; what could not be written is written later.
    fn settled(&mut self, (outcomes, written): (Arc<Outcomes>, Result<(), StoreError>)) {
        match written {
            Ok(()) if outcomes.moved.is_empty() => {}
            // What waits at the new address is found in the database.
            Ok(()) => {
                self.behind = [true; 3];
                self.look_at = Instant::now();
            }
            Err(error) => {
                tracing::error!(%error, "what was sent could not be written down; trying again");
                let newer = std::mem::take(&mut self.outcomes);
                self.outcomes = Outcomes::of(&outcomes);
                self.outcomes.extend(newer);
                self.settle_at = Instant::now() + SETTLE_AGAIN;
            }
        }
    }

    fn change_duty(&mut self) {
        if *self.on_duty.borrow_and_update() {
            tracing::info!("this process sends from now on");
            self.behind = [true; 3];
            self.look_at = Instant::now();
        } else {
            tracing::info!("another process sends from now on");
            self.queue.forget_waiting();
            // The other one draws slots too.
            self.slots = Slots::default();
        }
    }

    fn wakes_at(&self) -> Instant {
        let mut at = Instant::now() + LONGEST_SLEEP;
        if *self.on_duty.borrow() {
            let now = self.clock.now();
            let next = self.least().and_then(|least| self.queue.wakes_at(least, &self.pace, now));
            if let Some(next) = next {
                let wait = Duration::from_millis((next - now).max(0).unsigned_abs());
                at = at.min(Instant::now() + wait);
            }
            if self.drain.is_none() {
                at = at.min(self.look_at);
            }
        }
        if let Some((end, _)) = &self.drain {
            at = at.min(*end);
        }
        if !self.outcomes.is_empty() && self.settling.is_none() {
            at = at.min(self.settle_at);
        }
        at
    }

    /// Whether draining has done all it can.
    fn is_drained(&self) -> bool {
        let Some((end, _)) = &self.drain else { return false };
        if Instant::now() >= *end {
            return true;
        }
        let left = Millis::try_from(end.duration_since(Instant::now()).as_millis()).unwrap_or(0);
        let now = self.clock.now();
        let in_time = self.queue.wakes_at(Lane::News, &self.pace, now);
        self.flights.is_empty() && in_time.is_none_or(|at| at > now + left)
    }

    /// Writes down what is not written yet, then says that all is drained.
    async fn write_last(mut self) {
        self.flights.abort_all();
        while let Some(flight) = self.flights.join_next().await {
            self.land(flight);
        }
        let writing = async {
            if self.settling.is_some() {
                let written = settled(&mut self.settling).await;
                self.settled(written);
            }
            self.settle_at = Instant::now();
            self.settle();
            if self.settling.is_some() {
                let (_, written) = settled(&mut self.settling).await;
                if let Err(error) = written {
                    tracing::error!(%error, "some messages may be sent once more next time");
                }
            }
        };
        if tokio::time::timeout(LAST_WRITES, writing).await.is_err() {
            tracing::error!("the database does not answer; some messages may be sent once more");
        }
        if let Some((_, done)) = self.drain {
            let _ = done.send(());
        }
    }
}

impl Outcomes {
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.slots.is_empty()
            && self.unreachable.is_empty()
            && self.moved.is_empty()
    }

    /// The same, to be written once more.
    fn of(other: &Self) -> Self {
        Self {
            rows: other.rows.clone(),
            slots: other.slots.clone(),
            unreachable: other.unreachable.clone(),
            moved: other.moved.clone(),
        }
    }

    fn extend(&mut self, newer: Self) {
        self.rows.extend(newer.rows);
        self.slots.extend(newer.slots);
        self.unreachable.extend(newer.unreachable);
        self.moved.extend(newer.moved);
    }

    async fn write(&self, tx: &mut Tx, now: Millis) -> Result<(), StoreError> {
        outbox::settle(tx, &self.rows).await?;
        for ((chat, slot), message) in &self.slots {
            slots::put(tx, chat.channel(), chat.address(), slot, message, now).await?;
        }
        for chat in &self.unreachable {
            contacts::block_address(tx, chat.channel(), chat.address(), now).await?;
        }
        for (chat, to) in &self.moved {
            outbox::move_chat(tx, chat.channel(), chat.address(), to).await?;
        }
        Ok(())
    }
}

/// Waits for the write under way, for ever if there is none.
async fn settled(settling: &mut Option<Settling>) -> (Arc<Outcomes>, Result<(), StoreError>) {
    let Some((outcomes, task)) = settling else { return std::future::pending().await };
    let written = match task.await {
        Ok(written) => written,
        Err(_) => Err(StoreError::Closed),
    };
    let outcomes = Arc::clone(outcomes);
    *settling = None;
    (outcomes, written)
}

/// Slots drawn lately and the messages they are in.
#[derive(Debug, Default)]
struct Slots {
    messages: HashMap<(Chat, String), String>,
    order: VecDeque<(Chat, String)>,
}

impl Slots {
    fn find(&self, chat: &Chat, slot: &str) -> Option<String> {
        self.messages.get(&(chat.clone(), slot.to_owned())).cloned()
    }

    fn put(&mut self, chat: &Chat, slot: &str, message: &str) {
        let key = (chat.clone(), slot.to_owned());
        if self.messages.insert(key.clone(), message.to_owned()).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > SLOTS_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.messages.remove(&oldest);
        }
    }

    fn forget(&mut self, chat: &Chat) {
        self.messages.retain(|(other, _), _| other != chat);
        self.order.retain(|(other, _)| other != chat);
    }
}
