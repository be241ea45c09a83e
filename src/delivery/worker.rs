//! Sends what the queue says goes next; `landing` decides what becomes of it.
//!
//! One task owns the queue, the pace and the ledger; each attempt is a task of its own. Rows beyond
//! what memory should hold stay in the database and are looked for when there is room again.

mod landing;
mod parcels;

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::attempt::{self, Attempted, Room};
use super::ledger::Ledger;
use super::news::{self, Feed};
use super::outgoing::{Lane, Row};
use super::pace::{Chat, Pace, Rates};
use super::queue::Queue;
use super::slots::Slots;
use super::topics::Topics;
use super::{Doors, Order, retry};
use crate::channels::SendError;
use crate::clock::{Millis, SteadyClock};
use crate::conversation::message::Topic;
use crate::store::outbox::Settled;
use crate::store::{Dialect, Store, StoreError, outbox};

/// Attempts under way at once, those for messages to many not counted.
const FLIGHTS: usize = 64;
/// Attempts under way from which on only answers may start, and from which on no notices.
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
/// Chats remembered as unreachable, so that one that answers again is noticed.
const UNREACHABLE_REMEMBERED: usize = 16_384;

/// Sends until told to drain.
pub(super) async fn run(
    store: Store,
    clock: SteadyClock,
    doors: Arc<Doors>,
    rates: Rates,
    on_duty: watch::Receiver<bool>,
    mut orders: mpsc::UnboundedReceiver<Order>,
) {
    let mut worker = Worker {
        is_shared: store.dialect() == Dialect::Postgres,
        looks_once_more: false,
        look_every: match store.dialect() {
            Dialect::Sqlite => LOOK_EVERY_SQLITE,
            Dialect::Postgres => LOOK_EVERY_POSTGRES,
        },
        store,
        clock,
        doors,
        on_duty,
        queue: Queue::default(),
        pace: Pace::new(rates),
        room: Arc::default(),
        slots: Slots::default(),
        topics: Topics::default(),
        feed: Feed::new(rates),
        unreachable: HashSet::new(),
        flights: JoinSet::new(),
        ledger: Ledger::new(),
        behind: [true; 3],
        look_at: Instant::now(),
        look_failed: false,
        drain: None,
    };
    let mut batch = Vec::new();
    loop {
        worker.look_if_due().await;
        worker.gather_if_due();
        worker.launch();
        worker.launch_news();
        worker.ledger.write(&worker.store, worker.clock.now());
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
            has_moved = worker.ledger.written() => if has_moved {
                worker.look_anew();
            },
            gathered = worker.feed.gathered() => worker.take_in_people(gathered),
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
    /// Whether other processes write rows too.
    is_shared: bool,
    /// Whether one look is still due before the end.
    looks_once_more: bool,
    clock: SteadyClock,
    doors: Arc<Doors>,
    on_duty: watch::Receiver<bool>,
    queue: Queue,
    pace: Pace,
    room: Arc<Room>,
    slots: Slots,
    topics: Topics,
    feed: Feed,
    /// Chats that could not be reached and have not been since.
    unreachable: HashSet<Chat>,
    flights: JoinSet<Landed>,
    ledger: Ledger,
    /// Lanes of which the database may hold rows that memory does not.
    behind: [bool; 3],
    look_at: Instant,
    /// Whether the last look failed, so that the next one waits for its time whatever is missing.
    look_failed: bool,
    look_every: Duration,
    drain: Option<(Instant, oneshot::Sender<()>)>,
}

/// An attempt that has ended.
enum Landed {
    Row(Flight),
    News(parcels::Flight),
}

/// An attempt to send a row.
struct Flight {
    chat: Chat,
    row: Row,
    began: Millis,
    attempted: Attempted,
}

impl Worker {
    fn obey(&mut self, order: Order) {
        match order {
            Order::Send(_) if !*self.on_duty.borrow() => {}
            // Other processes write rows too, and theirs may be older: the database knows.
            Order::Send(_) if self.is_shared => self.look_at = Instant::now(),
            Order::Send(rows) => self.take_in(rows),
            Order::Look => self.feed.look_now(),
            Order::Drain { within, done } => {
                self.drain = Some((Instant::now() + within, done));
                // What the last turns wrote, where it was not handed over row by row.
                self.look_at = Instant::now();
                self.looks_once_more = self.is_shared;
                self.give_back_people();
            }
        }
    }

    /// Takes rows into memory as far as there is room; the database keeps the rest.
    fn take_in(&mut self, rows: Vec<Row>) {
        for row in rows {
            let lane = row.lane as usize;
            // Once one row was left out, later ones must be too, or a chat's order would break.
            self.behind[lane] |= self.queue.len(row.lane) >= KEPT;
            if !self.behind[lane] {
                self.push(row);
            }
        }
        self.drop_superseded();
    }

    /// Takes a row into memory, due by this process's steady clock: the clock that stamped it may
    /// be far ahead, another's or our own before it was set right.
    fn push(&mut self, mut row: Row) {
        let now = self.clock.now();
        // Due when it was made: never put off, neither by a failure nor by a throttle.
        let put_off = row.due_at > row.created_at;
        row.due_at = if put_off { row.due_at.min(now + retry::LONGEST_UNSURE) } else { now };
        self.queue.push(row, &self.pace, now);
    }

    fn drop_superseded(&mut self) {
        for (id, lane) in self.queue.take_superseded() {
            self.queue.finish(id, lane);
            self.ledger.settle(id, Settled::Done);
        }
    }

    /// Fetches rows that are in the database only, when it is time or there is room for them.
    async fn look_if_due(&mut self) {
        let ending = self.drain.is_some() && !std::mem::take(&mut self.looks_once_more);
        if !*self.on_duty.borrow() || ending {
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
        let found = outbox::rows(&mut reader, &unknown).await?;
        for row in found.rows {
            self.push(row);
        }
        for (id, why) in found.unreadable {
            tracing::error!(
                row = id,
                why,
                "a message cannot be read: did a newer program write it?"
            );
            self.ledger.settle(id, Settled::Dead { reason: why });
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
            let traffic = row.lane.traffic();
            self.pace.take(&chat, row.message.count(), traffic, now);
            let drawn = row.slot.as_deref().and_then(|slot| self.slots.find(&chat, slot));
            let topic = match &row.message.topic {
                Some(Topic::Commune(commune)) => self.topics.find(&chat, commune),
                _ => None,
            };
            let (store, room) = (self.store.clone(), Arc::clone(&self.room));
            let door = self.doors.get(row.channel.as_str()).cloned();
            self.flights.spawn(async move {
                let attempt = attempt::send(&store, &room, door.as_ref(), &row, drawn, topic);
                // A chat whose attempt panicked must not wait for ever; the panic hook tells.
                let attempted = AssertUnwindSafe(attempt).catch_unwind().await;
                let attempted = attempted.unwrap_or_else(|_| {
                    let reason = "the attempt panicked".to_owned();
                    Attempted::failed(SendError::Unknown { reason })
                });
                Landed::Row(Flight { chat, row, began: now, attempted })
            });
        }
    }

    /// The least urgent lane of which another attempt may start; `None` if none may.
    fn least(&self) -> Option<Lane> {
        if self.drain.as_ref().is_some_and(|(end, _)| Instant::now() >= *end) {
            return None;
        }
        match self.flights.len() - self.feed.flying() {
            FLIGHTS.. => None,
            FLIGHTS_FOR_ANSWERS.. => Some(Lane::Answer),
            FLIGHTS_FOR_WORK.. => Some(Lane::Review),
            _ => Some(Lane::News),
        }
    }

    /// Looks for rows in the database as if nothing were known of it.
    fn look_anew(&mut self) {
        self.behind = [true; 3];
        self.look_at = Instant::now();
    }

    fn change_duty(&mut self) {
        if *self.on_duty.borrow_and_update() {
            tracing::info!("this process sends from now on");
            self.look_anew();
            self.feed.begin_anew();
        } else {
            tracing::info!("another process sends from now on");
            self.give_back_people();
            self.queue.forget_waiting();
            // The other one draws slots too.
            self.slots = Slots::default();
            self.topics = Topics::default();
        }
    }

    fn wakes_at(&self) -> Instant {
        let mut at = Instant::now() + LONGEST_SLEEP;
        if *self.on_duty.borrow() {
            let now = self.clock.now();
            let next = self.least().and_then(|least| self.queue.wakes_at(least, &self.pace, now));
            let next = [next, self.news_wakes_at(now)].into_iter().flatten().min();
            if let Some(next) = next {
                at = at.min(news::instant(next, now));
            }
            if self.drain.is_none() {
                at = at.min(self.look_at);
            }
        }
        if let Some((end, _)) = &self.drain {
            at = at.min(*end);
        }
        at.min(self.ledger.due().unwrap_or(at))
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
        self.flights.is_empty() && self.feed.is_empty() && in_time.is_none_or(|at| at > now + left)
    }

    /// Writes down what is not written yet, then says that all is drained.
    async fn write_last(mut self) {
        self.flights.abort_all();
        while let Some(flight) = self.flights.join_next().await {
            self.land(flight);
        }
        self.give_back_last().await;
        self.ledger.close(&self.store, self.clock.now()).await;
        if let Some((_, done)) = self.drain {
            let _ = done.send(());
        }
    }
}
