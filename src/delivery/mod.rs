//! The only place that sends.
//!
//! Turns write outbox rows; after the commit they are handed to [`Delivery`], which sends them at
//! the platform's pace, tries again what failed, and writes down what became of each. A row lives
//! in the database until then, so a crash loses none; it may repeat one whose answer was not yet
//! written down.
//!
//! A message to many goes to each of its recipients at most once, so it goes another way: `news` claims
//! a few of them at a time, and who is claimed when the program dies is not sent it again.
//!
//! [`outgoing`] says what a row is; [`pace`], [`queue`] and [`retry`] decide purely what goes when;
//! `worker` does it; [`duty`] sees to it that one process sends at a time.

mod attempt;
pub mod duty;
mod ledger;
mod news;
pub mod outgoing;
pub mod pace;
pub mod queue;
pub mod retry;
mod slots;
#[cfg(test)]
mod tests;
mod topics;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::task::TaskTracker;

use crate::channels::Channel;
use crate::clock::{Clock, Millis, SteadyClock};
use crate::conversation::message::Message;
use crate::store::Store;
use outgoing::Row;
use pace::{Chat, Pace, Rates, Traffic};

/// The doors that messages leave by, by name.
pub type Doors = BTreeMap<&'static str, Arc<dyn Channel>>;

/// The way to hand over what is to be sent. Clones reach the same worker.
#[derive(Clone)]
pub struct Delivery {
    orders: mpsc::UnboundedSender<Order>,
    doors: Arc<Doors>,
    /// What goes past the worker: answers to presses, and apologies.
    asides: TaskTracker,
    /// The pace of apologies, which may be many at once.
    unkept_pace: Arc<Mutex<Pace>>,
    clock: SteadyClock,
}

/// What the worker is asked to do.
#[derive(Debug)]
enum Order {
    Send(Vec<Row>),
    Look,
    Drain { within: Duration, done: oneshot::Sender<()> },
}

impl Delivery {
    /// Starts to send through `doors`: what is handed over, and what the database still holds.
    ///
    /// `rates` are messages a second over all chats. Only while `on_duty` is true are rows and news
    /// sent; presses are answered always.
    pub fn start(
        store: Store,
        clock: Clock,
        doors: Doors,
        rates: impl Into<Rates>,
        on_duty: watch::Receiver<bool>,
    ) -> Self {
        let rates = rates.into();
        let doors = Arc::new(doors);
        let (orders, receiver) = mpsc::unbounded_channel();
        let steady = SteadyClock::new(clock);
        let worker =
            worker::run(store, steady.clone(), Arc::clone(&doors), rates, on_duty, receiver);
        tokio::spawn(worker);
        let unkept_pace = Arc::new(Mutex::new(Pace::new(rates)));
        Self { orders, doors, asides: TaskTracker::new(), unkept_pace, clock: steady }
    }

    /// Waits until nothing is sent any more: after [`Delivery::drain`], or because the worker broke.
    pub async fn ended(&self) {
        self.orders.closed().await;
    }

    /// Takes over rows that are committed.
    pub fn hand_over(&self, rows: Vec<Row>) {
        self.order(Order::Send(rows));
    }

    /// Looks at once whether a message to many has begun, or goes on; without this it is noticed within
    /// a second.
    pub fn look_for_news(&self) {
        self.order(Order::Look);
    }

    /// Answers a press at once, whatever the pace, perhaps with a few words to show: for a moment,
    /// or to be confirmed if `alert`.
    ///
    /// The answer is in no outbox: it is worth nothing a few seconds later.
    pub fn acknowledge(&self, channel: &str, press: String, text: Option<String>, alert: bool) {
        if let Some(door) = self.doors.get(channel).cloned() {
            self.asides.spawn(attempt::acknowledge(door, press, text, alert));
        }
    }

    /// Says something that is in no database, because the database is what fails: once, as soon as
    /// the pace allows.
    pub fn say_unkept(&self, channel: &str, address: String, message: Message) {
        if let Some(door) = self.doors.get(channel).cloned() {
            let (pace, clock) = (Arc::clone(&self.unkept_pace), self.clock.clone());
            let chat = Chat::new(channel, &address);
            self.asides.spawn(async move {
                while let Some(wait) = wait_for_turn(&pace, &chat, clock.now()) {
                    tokio::time::sleep(wait).await;
                }
                if let Err(error) = door.send(&address, &message, None).await {
                    tracing::warn!(%error, "an apology could not be sent");
                }
            });
        }
    }

    /// Sends what can be sent within `within`, writes down what became of it, and ends. What is
    /// left stays in the database for the next start.
    pub async fn drain(&self, within: Duration) {
        let (done, drained) = oneshot::channel();
        self.order(Order::Drain { within, done });
        self.asides.close();
        let asides = tokio::time::timeout(within, self.asides.wait());
        // Errors mean that the worker has gone already, or that a platform hangs.
        let _ = tokio::join!(drained, asides);
    }

    fn order(&self, order: Order) {
        // The worker goes only when the program does; rows are in the database all the same.
        let _ = self.orders.send(order);
    }
}

/// How long `chat` has to wait for its message; `None` if it may go, which is then counted.
fn wait_for_turn(pace: &Mutex<Pace>, chat: &Chat, now: Millis) -> Option<Duration> {
    let mut pace = pace.lock().unwrap_or_else(PoisonError::into_inner);
    let at = pace.earliest(chat, now).max(pace.earliest_of_all(Traffic::Answer, 1, now));
    if at > now {
        return Some(Duration::from_millis((at - now).unsigned_abs()));
    }
    pace.take(chat, 1, Traffic::Answer, now);
    None
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").finish_non_exhaustive()
    }
}
