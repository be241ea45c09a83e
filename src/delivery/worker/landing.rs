//! What becomes of a row after an attempt: done, tried again, or given up.

use tokio::task::JoinError;

use super::{Flight, Landed, UNREACHABLE_REMEMBERED, Worker};
use crate::channels::SendError;
use crate::clock::Millis;
use crate::conversation::message::Topic;
use crate::delivery::attempt::Attempted;
use crate::delivery::outgoing::{Placement, Row};
use crate::delivery::pace::Chat;
use crate::delivery::topics::{Known, News};
use crate::delivery::{attempt, retry};
use crate::store::outbox::Settled;
use crate::store::slots::Drawn;

/// Why rows of a chat that nobody reads any more are given up.
const UNREACHABLE: &str = "the chat cannot be reached";

impl Worker {
    /// Decides what becomes of a row, or of a recipient of news, after an attempt.
    pub(super) fn land(&mut self, landed: Result<Landed, JoinError>) {
        match landed {
            Ok(Landed::Row(flight)) => self.land_row(flight),
            Ok(Landed::News(flight)) => self.land_news(flight),
            // It was cut off at the end of the program: it is still in the database.
            Err(_) => {}
        }
    }

    fn land_row(&mut self, flight: Flight) {
        let Flight { chat, mut row, began, attempted } = flight;
        let Attempted { outcome, edited, topic } = attempted;
        let now = self.clock.now();
        self.pace.landed(&chat, began, now);
        if let Some(news) = topic {
            // That took a call to the chat besides.
            self.pace.take(&chat, 1, row.lane.traffic(), now);
            self.learn(&chat, news);
        }
        match outcome {
            Ok(sent) => {
                self.pace.succeeded();
                self.found_reader(&chat);
                if let (Some(slot), Some(message)) = (row.slot.take(), sent.message_id) {
                    let drawn = Drawn { message, by: row.id };
                    self.slots.put(&chat, &slot, drawn.clone());
                    self.ledger.drew(&chat, slot, drawn);
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
            Err(SendError::TopicGone) => self.leave_topic(&chat, row, now),
            Err(error @ (SendError::TopicsRefused | SendError::NoForum)) => {
                // Only making a topic is refused so.
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
                let may_have_arrived = matches!(error, SendError::Unknown { .. }) && !edited;
                row.maybe_sent += u32::from(may_have_arrived);
                if let Some(why) = retry::gives_up(row.maybe_sent, row.created_at, now) {
                    tracing::error!(row = row.id, %error, why, "a message is given up");
                    self.finish(&row, Settled::Dead { reason: format!("{why}; last: {error}") });
                } else {
                    tracing::warn!(row = row.id, attempts = row.attempts, %error, "not sent yet");
                    row.due_at = now + retry::wait(row.attempts, row.maybe_sent, attempt::chance());
                    self.try_later(row, now);
                }
            }
            Err(SendError::Rejected { reason }) => {
                tracing::error!(row = row.id, reason, "a message was refused");
                self.finish(&row, Settled::Dead { reason });
            }
            Err(SendError::Unreachable) => {
                self.finish(&row, Settled::Dead { reason: UNREACHABLE.to_owned() });
                self.give_up_chat(&chat, began);
            }
            Err(SendError::Migrated { to }) => {
                tracing::info!("a group has become a supergroup: following it");
                self.queue.forget(row.id, row.lane);
                for other in self.queue.take_chat(&chat) {
                    self.queue.forget(other.id, other.lane);
                }
                self.slots.forget(&chat);
                self.topics.forget(&chat);
                self.ledger.moved(&chat, to);
            }
        }
        self.drop_superseded();
        self.queue.release(&chat, &self.pace, now);
    }

    /// Somebody reads this chat.
    pub(super) fn found_reader(&mut self, chat: &Chat) {
        if self.unreachable.remove(chat) {
            self.ledger.reached(chat, true);
        }
    }

    fn learn(&mut self, chat: &Chat, news: News) {
        if let News::Made(commune, thread) = &news {
            self.topics.put(chat, commune, Known::Thread(thread.clone()));
        }
        self.ledger.learned(chat, news);
    }

    /// The topic was deleted or closed: a commune's is made anew, and what was for another goes where
    /// everything goes.
    fn leave_topic(&mut self, chat: &Chat, mut row: Row, now: Millis) {
        match &row.message.topic {
            Some(Topic::Commune(commune)) => self.topics.put(chat, commune, Known::Gone),
            Some(Topic::Thread(_)) => row.message.topic = None,
            None => {
                self.finish(&row, Settled::Dead { reason: SendError::TopicGone.to_string() });
                return;
            }
        }
        self.put_back(row, now);
    }

    fn try_later(&mut self, row: Row, now: Millis) {
        let later = Settled::Later {
            attempts: row.attempts,
            due_at: row.due_at,
            maybe_sent: row.maybe_sent,
        };
        self.ledger.settle(row.id, later);
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
        self.ledger.settle(row.id, settled);
        if let Some(upload) = &row.message.upload {
            self.ledger.used(upload.id);
        }
    }

    /// Nobody reads this chat any more: what was asked for before the refused attempt began is not
    /// tried again. What was asked for later may be for somebody who is back.
    pub(super) fn give_up_chat(&mut self, chat: &Chat, began: Millis) {
        tracing::info!("a chat cannot be reached any more");
        for other in self.queue.take_chat(chat) {
            if other.created_at <= began {
                self.finish(&other, Settled::Dead { reason: UNREACHABLE.to_owned() });
            } else {
                self.queue.put_back(other, &self.pace, began);
            }
        }
        self.ledger.reached(chat, false);
        if self.unreachable.len() < UNREACHABLE_REMEMBERED {
            self.unreachable.insert(chat.clone());
        }
    }
}
