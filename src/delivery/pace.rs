//! How fast messages may go: pure arithmetic on moments.
//!
//! One bucket for everything, one for each chat, and holds where the platform said "slow down".
//! The queue asks it; it neither waits nor sends.
//!
//! Limits: about 30 messages a second overall, one a second in a chat with short bursts
//! tolerated, 20 a minute in a group. Source: <https://core.telegram.org/bots/faq>

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use crate::clock::{MINUTE, Millis, SECOND};

/// How many messages a chat may get at once after a silence.
const CHAT_BURST: i64 = 3;
/// How many messages a group may get within a minute.
const GROUP_MINUTE: usize = 20;
/// So many different chats throttled with not one success between: the throttle is about us.
const GLOBAL_SUSPICION: usize = 5;
/// Chats remembered before those with nothing to remember are forgotten.
const SWEEP_AT: usize = 4_096;

/// One chat at one door. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chat(Arc<(String, String)>);

impl Chat {
    /// The chat `address` at the door `channel`.
    pub fn new(channel: &str, address: &str) -> Self {
        Self(Arc::new((channel.to_owned(), address.to_owned())))
    }

    /// The door.
    pub fn channel(&self) -> &str {
        &self.0.0
    }

    /// The chat's address at the door.
    pub fn address(&self) -> &str {
        &self.0.1
    }

    /// Whether several people read it: Telegram's groups have negative ids.
    pub(super) fn is_group(&self) -> bool {
        self.address().starts_with('-')
    }
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.channel(), self.address())
    }
}

/// What was sent lately and what has to wait because of it.
#[derive(Debug)]
pub struct Pace {
    /// Microseconds between two messages overall; 0: unpaced.
    interval_us: i64,
    /// How far ahead of the even beat the overall bucket may run, in microseconds.
    slack_us: i64,
    /// When the overall bucket is full again, in microseconds.
    full_at_us: i64,
    held_until: Millis,
    chats: HashMap<Chat, ChatPace>,
    suspects: Vec<Chat>,
}

#[derive(Debug, Default)]
struct ChatPace {
    /// When the chat's bucket is full again.
    full_at: Millis,
    held_until: Millis,
    /// A group's sends within the last minute, the oldest first.
    sends: VecDeque<Millis>,
}

impl Pace {
    /// `rate` messages a second overall; 0: no pacing at all, only the platform's own holds.
    pub fn new(rate: u32) -> Self {
        let interval_us = if rate == 0 { 0 } else { 1_000_000 / i64::from(rate) };
        // A third of a second's worth may go at once, so that a few answers need not queue up.
        let slack_us = interval_us * (i64::from(rate.div_ceil(3)) - 1).max(0);
        Self {
            interval_us,
            slack_us,
            full_at_us: i64::MIN / 2,
            held_until: Millis::MIN,
            chats: HashMap::new(),
            suspects: Vec::new(),
        }
    }

    /// The first moment from `now` on at which `chat` may get a message, as far as the chat
    /// itself is concerned.
    pub fn earliest(&self, chat: &Chat, now: Millis) -> Millis {
        let Some(pace) = self.chats.get(chat) else { return now };
        let mut at = now.max(pace.held_until);
        if self.interval_us > 0 {
            at = at.max(pace.full_at - (CHAT_BURST - 1) * SECOND);
            if pace.sends.len() >= GROUP_MINUTE {
                at = at.max(pace.sends[pace.sends.len() - GROUP_MINUTE] + MINUTE);
            }
        }
        at
    }

    /// The first moment from `now` on at which any message may go.
    pub fn earliest_of_all(&self, now: Millis) -> Millis {
        let bucket = (self.full_at_us - self.slack_us).div_euclid(1_000)
            + i64::from((self.full_at_us - self.slack_us).rem_euclid(1_000) > 0);
        let at = now.max(self.held_until);
        if self.interval_us > 0 { at.max(bucket) } else { at }
    }

    /// Counts `messages` to `chat` at `now`: one, or the items of an album, which go at once and
    /// are made up for afterwards.
    pub fn take(&mut self, chat: &Chat, messages: usize, now: Millis) {
        if self.interval_us == 0 {
            return;
        }
        let count = i64::try_from(messages).unwrap_or(i64::MAX);
        self.full_at_us = self.full_at_us.max(now * 1_000) + count * self.interval_us;
        self.sweep(now);
        let pace = self.chats.entry(chat.clone()).or_default();
        pace.full_at = pace.full_at.max(now) + count * SECOND;
        if chat.is_group() {
            pace.sends.extend(std::iter::repeat_n(now, messages));
            let surplus = pace.sends.len().saturating_sub(GROUP_MINUTE);
            pace.sends.drain(..surplus);
        }
    }

    /// What was counted for `chat` at `began` came to an end at `now`: it may have arrived as late
    /// as that, and it is the platform that counts.
    pub fn landed(&mut self, chat: &Chat, began: Millis, now: Millis) {
        if let Some(pace) = self.chats.get_mut(chat) {
            pace.full_at += (now - began).max(0);
            for sent in pace.sends.iter_mut().rev().take_while(|sent| **sent == began) {
                *sent = now;
            }
        }
    }

    /// The platform took a message: whatever was throttled before was about single chats.
    pub fn succeeded(&mut self) {
        self.suspects.clear();
    }

    /// The platform asks to leave `chat` alone for `retry_after`.
    ///
    /// It does not say whether it means the chat or the whole bot. A single chat's throttle must
    /// not delay the others, so only several chats in a row without one success hold everything.
    pub fn throttled(&mut self, chat: &Chat, retry_after: Millis, now: Millis) {
        let until = now + retry_after;
        let pace = self.chats.entry(chat.clone()).or_default();
        pace.held_until = pace.held_until.max(until);
        if !self.suspects.contains(chat) {
            self.suspects.push(chat.clone());
        }
        if self.suspects.len() >= GLOBAL_SUSPICION {
            self.held_until = self.held_until.max(until);
            self.suspects.clear();
        }
    }

    /// Forgets chats that nothing delays any more.
    fn sweep(&mut self, now: Millis) {
        if self.chats.len() < SWEEP_AT || !self.chats.len().is_multiple_of(SWEEP_AT) {
            return;
        }
        self.chats.retain(|_, pace| {
            pace.full_at > now
                || pace.held_until > now
                || pace.sends.back().is_some_and(|&last| last + MINUTE > now)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citizen() -> Chat {
        Chat::new("telegram", "7")
    }

    /// Sends as fast as allowed and says when each message went.
    fn sends(pace: &mut Pace, chat: &Chat, count: usize) -> Vec<Millis> {
        let mut now = 1_000_000;
        (0..count)
            .map(|_| {
                now = pace.earliest(chat, now).max(pace.earliest_of_all(now));
                pace.take(chat, 1, now);
                now - 1_000_000
            })
            .collect()
    }

    #[test]
    fn a_chat_gets_three_at_once_then_one_a_second() {
        let mut pace = Pace::new(1_000);
        let at = sends(&mut pace, &citizen(), 6);
        assert_eq!(at, [0, 0, 0, 1_000, 2_000, 3_000]);
    }

    #[test]
    fn a_group_gets_at_most_twenty_within_any_minute() {
        let mut pace = Pace::new(1_000);
        let at = sends(&mut pace, &Chat::new("telegram", "-100"), 60);
        for window in at.windows(21) {
            assert!(window[20] - window[0] >= MINUTE, "{window:?}");
        }
        assert_eq!(at[19], 17_000);
        assert_eq!(at[20], 60_000);
    }

    #[test]
    fn a_message_counts_from_when_it_may_have_arrived() {
        let mut pace = Pace::new(1_000);
        for _ in 0..3 {
            pace.take(&citizen(), 1, 0);
            pace.landed(&citizen(), 0, 400);
        }
        assert_eq!(pace.earliest(&citizen(), 400), 1_000 + 3 * 400);
        let group = Chat::new("telegram", "-100");
        for at in 0..20 {
            pace.take(&group, 1, at * SECOND);
            pace.landed(&group, at * SECOND, at * SECOND + 700);
        }
        assert_eq!(pace.earliest(&group, 50_000), MINUTE + 700);
    }

    #[test]
    fn an_album_is_made_up_for_by_those_after_it() {
        let mut pace = Pace::new(1_000);
        pace.take(&citizen(), 10, 0);
        assert_eq!(pace.earliest(&citizen(), 0), 8_000);
        let group = Chat::new("telegram", "-100");
        pace.take(&group, 10, 0);
        pace.take(&group, 10, 20_000);
        assert_eq!(pace.earliest(&group, 30_000), MINUTE);
    }

    #[test]
    fn thirty_a_second_go_overall() {
        let mut pace = Pace::new(30);
        let mut now = 0;
        let mut count = 0;
        while now < 10_000 {
            let chat = Chat::new("telegram", &count.to_string());
            now = pace.earliest_of_all(now);
            pace.take(&chat, 1, now);
            count += 1;
        }
        assert!((300..=311).contains(&count), "{count}");
    }

    #[test]
    fn rate_zero_delays_nothing_but_what_the_platform_holds() {
        let mut pace = Pace::new(0);
        assert_eq!(sends(&mut pace, &citizen(), 100), [0; 100]);
        pace.throttled(&citizen(), 3_000, 1_000_000);
        assert_eq!(pace.earliest(&citizen(), 1_000_000), 1_003_000);
    }

    #[test]
    fn a_throttled_chat_delays_no_other() {
        let mut pace = Pace::new(30);
        pace.throttled(&citizen(), 9_000, 0);
        assert_eq!(pace.earliest(&citizen(), 0), 9_000);
        assert_eq!(pace.earliest(&Chat::new("telegram", "8"), 0), 0);
        assert_eq!(pace.earliest_of_all(0), 0);
    }

    #[test]
    fn many_throttled_chats_in_a_row_mean_the_whole_bot() {
        let mut pace = Pace::new(30);
        for n in 0..GLOBAL_SUSPICION {
            assert_eq!(pace.earliest_of_all(0), 0);
            pace.throttled(&Chat::new("telegram", &n.to_string()), 4_000, 0);
        }
        assert_eq!(pace.earliest_of_all(0), 4_000);
    }

    #[test]
    fn a_success_between_throttles_clears_the_bot() {
        let mut pace = Pace::new(30);
        for n in 0..50 {
            pace.throttled(&Chat::new("telegram", &n.to_string()), 4_000, 0);
            pace.succeeded();
        }
        assert_eq!(pace.earliest_of_all(0), 0);
    }

    #[test]
    fn chats_are_forgotten_once_nothing_delays_them() {
        let mut pace = Pace::new(1_000);
        for n in 0..20_000 {
            pace.take(&Chat::new("telegram", &n.to_string()), 1, n * 10);
        }
        assert!(pace.chats.len() <= SWEEP_AT, "{}", pace.chats.len());
    }
}
