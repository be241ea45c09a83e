//! Messages to many: who is sent them now, and what becomes of each.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use super::{Landed, Worker};
use crate::channels::{SendError, Sent};
use crate::clock::Millis;
use crate::conversation::message::Message;
use crate::delivery::attempt;
use crate::delivery::news::{self, Gathered, Parcel};
use crate::delivery::retry;
use crate::domain::broadcast::Skip;
use crate::store::StoreError;
use crate::store::recipients::Settled;

/// An attempt to send somebody a part of a message to many.
pub(super) struct Flight {
    parcel: Parcel,
    began: Millis,
    outcome: Result<Sent, SendError>,
}

impl Worker {
    /// Begins to fetch people, when it is time and there is room for them.
    pub(super) fn gather_if_due(&mut self) {
        if !*self.on_duty.borrow() || self.drain.is_some() {
            return;
        }
        let (now, unwritten) = (self.clock.now(), self.ledger.unwritten_people());
        let due = self.feed.gathers_at(&self.pace, unwritten, now);
        if due.is_some_and(|at| at <= now) {
            self.feed.gather(&self.store, unwritten, now);
        }
    }

    /// Takes in people who were claimed, if they are ours to send to.
    pub(super) fn take_in_people(&mut self, gathered: Result<Gathered, StoreError>) {
        self.feed.take_in(gathered, self.clock.now());
        if !*self.on_duty.borrow() || self.drain.is_some() {
            self.give_back_people();
        }
    }

    /// Gives back whom nothing was sent yet.
    pub(super) fn give_back_people(&mut self) {
        let now = self.clock.now();
        for parcel in self.feed.take_ready() {
            self.put_off(&parcel, now);
        }
    }

    /// The same for whoever is being claimed at the very end.
    pub(super) async fn give_back_last(&mut self) {
        if let Ok(Some(gathered)) =
            tokio::time::timeout(super::LOOK_TIMEOUT, news::last_gathered(&mut self.feed)).await
        {
            self.feed.take_in(Ok(gathered), self.clock.now());
        }
        self.give_back_people();
    }

    /// Starts as many attempts as may start now.
    pub(super) fn launch_news(&mut self) {
        if !*self.on_duty.borrow() || self.drain.is_some() {
            return;
        }
        for (parcel, until) in self.feed.take_late(&self.pace, self.clock.now()) {
            self.put_off(&parcel, until);
        }
        loop {
            let now = self.clock.now();
            let is_held = self.holds_back(now);
            let Some(parcel) = self.feed.next(is_held, &self.pace, now) else { return };
            let messages = parcel.message().map_or(1, Message::count);
            self.pace.take(&parcel.chat, messages, parcel.traffic, now);
            let door = self.doors.get(parcel.claimed.channel.as_str()).cloned();
            self.flights.spawn(async move {
                // Who knows what was sent before it panicked; the panic hook tells.
                let outcome = AssertUnwindSafe(parcel.carry(door)).catch_unwind().await;
                let outcome = outcome.unwrap_or_else(|_| {
                    Err(SendError::Unknown { reason: "the attempt panicked".to_owned() })
                });
                Landed::News(Flight { parcel, began: now, outcome })
            });
        }
    }

    /// When there is something to do for messages to many.
    pub(super) fn news_wakes_at(&self, now: Millis) -> Option<Millis> {
        if self.drain.is_some() {
            return None;
        }
        let gathers_at = self.feed.gathers_at(&self.pace, self.ledger.unwritten_people(), now);
        let wakes_at = self.feed.wakes_at(self.holds_back(now), &self.pace, now);
        [gathers_at, wakes_at].into_iter().flatten().min()
    }

    /// Whether something that goes before news waits for room in the second.
    fn holds_back(&self, now: Millis) -> bool {
        self.least().is_some_and(|least| self.queue.is_held_back(least, &self.pace, now))
    }

    /// Decides what becomes of somebody after an attempt.
    pub(super) fn land_news(&mut self, flight: Flight) {
        let Flight { mut parcel, began, outcome } = flight;
        let now = self.clock.now();
        let chat = parcel.chat.clone();
        self.feed.landed();
        self.pace.landed(&chat, began, now);
        self.feed.reached(!matches!(outcome, Err(SendError::NotSent { .. })), now);
        let attempts = parcel.claimed.attempts + 1;
        let wait = || retry::wait(attempts, 0, attempt::chance());
        let settled = match outcome {
            Ok(sent) => {
                self.pace.succeeded();
                self.found_reader(&chat);
                parcel.arrived(sent);
                if parcel.message().is_some() && !parcel.may_be_repeated() {
                    self.ledger.account_for(parcel.settling(Settled::Begun));
                    self.go_on(parcel, now);
                    return;
                }
                Settled::Sent
            }
            Err(SendError::Unchanged) => {
                self.pace.succeeded();
                Settled::Sent
            }
            Err(SendError::Throttled { retry_after_ms }) => {
                tracing::warn!(retry_after_ms, "throttled");
                self.pace.throttled(&chat, retry_after_ms, now);
                let attempts = parcel.claimed.attempts;
                Settled::Later { due_at: now + retry_after_ms, attempts }
            }
            Err(error @ SendError::NotSent { .. }) => {
                tracing::warn!(attempts, %error, "news was not sent yet");
                Settled::Later { due_at: now + wait(), attempts }
            }
            Err(error @ SendError::Unknown { .. })
                if parcel.may_be_repeated() && attempts < retry::MAYBE_SENT =>
            {
                tracing::warn!(attempts, %error, "nobody knows whether it was done; once more");
                Settled::Later { due_at: now + wait(), attempts }
            }
            Err(SendError::Unknown { reason }) => {
                tracing::warn!(reason, "nobody knows whether news arrived");
                Settled::Unknown { reason }
            }
            Err(SendError::Unreachable) => {
                self.give_up_chat(&chat, began);
                Settled::Blocked
            }
            Err(SendError::EditGone) => Settled::Skipped(Skip::Nothing),
            Err(SendError::Rejected { reason }) => Settled::Failed { reason },
            Err(
                error @ (SendError::TopicGone
                | SendError::TopicsRefused
                | SendError::NoForum
                | SendError::Migrated { .. }),
            ) => Settled::Failed { reason: error.to_string() },
        };
        if let Settled::Failed { reason } = &settled {
            tracing::error!(reason, "news was refused");
        }
        self.settle(&parcel, settled, now);
        self.drop_superseded();
    }

    /// Has the next part go; if this process may not send it any more, whoever may.
    fn go_on(&mut self, parcel: Parcel, now: Millis) {
        if *self.on_duty.borrow() && self.drain.is_none() {
            self.feed.go_on(parcel);
        } else {
            self.put_off(&parcel, now);
        }
    }

    fn put_off(&mut self, parcel: &Parcel, until: Millis) {
        let attempts = parcel.claimed.attempts;
        let settled = Settled::Later { due_at: until, attempts };
        self.ledger.account_for(parcel.settling(settled));
    }

    fn settle(&mut self, parcel: &Parcel, settled: Settled, now: Millis) {
        let has_too_many_errors = self.feed.notes(&parcel.claimed, &settled);
        self.ledger.account_for(parcel.settling(settled));
        if has_too_many_errors {
            let broadcast = parcel.claimed.who.broadcast;
            self.ledger.stop(broadcast);
            for parcel in self.feed.take_ready_of(broadcast) {
                self.put_off(&parcel, now);
            }
        }
    }
}
