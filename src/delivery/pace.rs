//! How fast messages may go: pure arithmetic on moments.
//!
//! One window for everything, a bucket for each chat, and holds where the platform said "slow down".
//! The queue and the feed of news ask it; it neither waits nor sends.
//!
//! In no second do more messages leave than the rate. Answers may go at once as long as the second
//! holds them; all else is spread evenly over it, so that an answer which comes while a message goes to
//! many finds the window open again after one beat, and not after a second.
//!
//! Limits: about 30 messages a second overall, one a second in a chat with short bursts
//! tolerated, 20 a minute in a group; up to 1,000 a second for who pays for it, in a window of its own.
//! Source: <https://core.telegram.org/bots/faq>

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use crate::clock::{MINUTE, Millis, SECOND};

/// What counts as a second: longer than one, because what left in order may arrive in a crowd.
const WINDOW: Millis = SECOND + 20;
/// How far the even beat of what nobody waits for may lag behind before it counts anew: timers are late
/// by a little, and without this each delay would make the rate lower.
const LAG_US: i64 = 20_000;
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

/// What a message is to the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    /// Somebody waits for it: it goes as soon as the second has room.
    Answer,
    /// Nobody waits for it: it goes on an even beat.
    Rest,
    /// News that is paid for: on an even beat, and counted apart.
    Paid,
}

/// Messages a second over all chats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Of all that is not paid for; 0: no pacing at all.
    pub overall: u32,
    /// Of news that is paid for; 0: none is.
    pub paid: u32,
}

impl From<u32> for Rates {
    fn from(overall: u32) -> Self {
        Self { overall, paid: 0 }
    }
}

/// What was sent lately and what has to wait because of it.
#[derive(Debug)]
pub struct Pace {
    overall: Window,
    paid: Window,
    held_until: Millis,
    chats: HashMap<Chat, ChatPace>,
    suspects: Vec<Chat>,
}

/// At most so many messages in any second.
#[derive(Debug)]
struct Window {
    /// 0: any number.
    rate: usize,
    /// When the last messages went, as many as the rate, the oldest first.
    sends: VecDeque<Millis>,
    /// Microseconds between two of those that nobody waits for.
    interval_us: i64,
    /// When the next of those may go, in microseconds.
    beat_us: i64,
}

impl Window {
    fn new(rate: u32) -> Self {
        let interval_us = WINDOW * 1_000 / i64::from(rate.max(1));
        let rate = usize::try_from(rate).unwrap_or(usize::MAX);
        Self { rate, sends: VecDeque::new(), interval_us, beat_us: i64::MIN / 2 }
    }

    fn earliest(&self, evenly: bool, messages: usize, now: Millis) -> Millis {
        let mut at = now;
        if self.rate == 0 {
            return at;
        }
        // What no second ever holds goes in one of its own.
        let together = self.sends.len() + messages.min(self.rate);
        if together > self.rate {
            at = at.max(self.sends[together - self.rate - 1] + WINDOW);
        }
        if evenly {
            at = at.max(-(-self.beat_us).div_euclid(1_000));
        }
        at
    }

    fn take(&mut self, evenly: bool, messages: usize, now: Millis) {
        if self.rate == 0 {
            return;
        }
        self.sends.extend(std::iter::repeat_n(now, messages));
        let surplus = self.sends.len().saturating_sub(self.rate);
        self.sends.drain(..surplus);
        if evenly {
            let count = i64::try_from(messages).unwrap_or(i64::MAX);
            self.beat_us = self.beat_us.max(now * 1_000 - LAG_US) + count * self.interval_us;
        }
    }
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
    /// Only the platform's own holds count where a rate is 0.
    pub fn new(rates: impl Into<Rates>) -> Self {
        let rates = rates.into();
        Self {
            overall: Window::new(rates.overall),
            paid: Window::new(rates.paid),
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
        if self.is_on() {
            at = at.max(pace.full_at - (CHAT_BURST - 1) * SECOND);
            if pace.sends.len() >= GROUP_MINUTE {
                at = at.max(pace.sends[pace.sends.len() - GROUP_MINUTE] + MINUTE);
            }
        }
        at
    }

    /// The first moment from `now` on at which so many messages of this traffic may go together.
    pub fn earliest_of_all(&self, traffic: Traffic, messages: usize, now: Millis) -> Millis {
        let at = now.max(self.held_until);
        match traffic {
            Traffic::Answer => at.max(self.overall.earliest(false, messages, now)),
            Traffic::Rest => at.max(self.overall.earliest(true, messages, now)),
            Traffic::Paid => at.max(self.paid.earliest(true, messages, now)),
        }
    }

    /// Counts `messages` to `chat` at `now`: one, or the items of an album, which go at once and
    /// are made up for afterwards as far as the chat is concerned.
    pub fn take(&mut self, chat: &Chat, messages: usize, traffic: Traffic, now: Millis) {
        match traffic {
            Traffic::Answer => self.overall.take(false, messages, now),
            Traffic::Rest => self.overall.take(true, messages, now),
            Traffic::Paid => self.paid.take(true, messages, now),
        }
        if !self.is_on() {
            return;
        }
        let count = i64::try_from(messages).unwrap_or(i64::MAX);
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
        self.sweep(now);
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

    /// Whether anything is paced but what the platform holds.
    fn is_on(&self) -> bool {
        self.overall.rate > 0
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
    use proptest::prelude::*;

    use super::*;

    fn citizen() -> Chat {
        Chat::new("telegram", "7")
    }

    /// Sends as fast as allowed and says when each message went.
    fn sends(pace: &mut Pace, chat: &Chat, count: usize) -> Vec<Millis> {
        let mut now = 1_000_000;
        (0..count)
            .map(|_| {
                now = pace.earliest(chat, now).max(pace.earliest_of_all(Traffic::Answer, 1, now));
                pace.take(chat, 1, Traffic::Answer, now);
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
            pace.take(&citizen(), 1, Traffic::Answer, 0);
            pace.landed(&citizen(), 0, 400);
        }
        assert_eq!(pace.earliest(&citizen(), 400), 1_000 + 3 * 400);
        let group = Chat::new("telegram", "-100");
        for at in 0..20 {
            pace.take(&group, 1, Traffic::Answer, at * SECOND);
            pace.landed(&group, at * SECOND, at * SECOND + 700);
        }
        assert_eq!(pace.earliest(&group, 50_000), MINUTE + 700);
    }

    #[test]
    fn an_album_is_made_up_for_by_those_after_it() {
        let mut pace = Pace::new(1_000);
        pace.take(&citizen(), 10, Traffic::Answer, 0);
        assert_eq!(pace.earliest(&citizen(), 0), 8_000);
        let group = Chat::new("telegram", "-100");
        pace.take(&group, 10, Traffic::Answer, 0);
        pace.take(&group, 10, Traffic::Answer, 20_000);
        assert_eq!(pace.earliest(&group, 30_000), MINUTE);
    }

    /// A chat that nothing else is sent to.
    fn other(number: usize) -> Chat {
        Chat::new("telegram", &number.to_string())
    }

    /// Sends to many for so long, by a timer that is late by what `late` says, with answers to others
    /// at these moments; gives when each left, and how long the answers waited.
    fn saturated(
        rates: Rates,
        traffic: Traffic,
        until: Millis,
        answers: &[Millis],
        mut late: impl FnMut() -> Millis,
    ) -> (Vec<Millis>, Vec<Millis>) {
        let mut pace = Pace::new(rates);
        let (mut now, mut sends, mut waits) = (0, Vec::new(), Vec::new());
        let mut answers = answers.iter().copied().peekable();
        loop {
            while answers.peek().is_some_and(|asked| *asked <= now)
                && pace.earliest_of_all(Traffic::Answer, 1, now) <= now
            {
                waits.push(now - answers.next().unwrap());
                pace.take(&other(sends.len()), 1, Traffic::Answer, now);
                sends.push(now);
            }
            while answers.peek().is_none_or(|asked| *asked > now)
                && pace.earliest_of_all(traffic, 1, now) <= now
            {
                pace.take(&other(sends.len()), 1, traffic, now);
                sends.push(now);
            }
            let next = match answers.peek() {
                Some(asked) if *asked <= now => pace.earliest_of_all(Traffic::Answer, 1, now),
                Some(asked) => pace.earliest_of_all(traffic, 1, now).min(*asked),
                None => pace.earliest_of_all(traffic, 1, now),
            };
            now = next + late();
            if now >= until {
                return (sends, waits);
            }
        }
    }

    /// The most that went within any second.
    fn most_in_a_second(sends: &[Millis]) -> usize {
        let mut first = 0;
        let within = sends.iter().enumerate().map(|(place, at)| {
            while sends[first] + SECOND <= *at {
                first += 1;
            }
            place - first + 1
        });
        within.max().unwrap_or(0)
    }

    #[test]
    fn after_a_silence_answers_go_at_once_up_to_the_rate() {
        let mut pace = Pace::new(30);
        for number in 0..30 {
            assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 5_000), 5_000, "{number}");
            pace.take(&other(number), 1, Traffic::Answer, 5_000);
        }
        assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 5_000), 5_000 + WINDOW);
    }

    #[test]
    fn an_album_goes_in_a_second_that_holds_all_of_it() {
        let mut pace = Pace::new(30);
        for number in 0..21 {
            pace.take(&other(number), 1, Traffic::Answer, 100 * i64::try_from(number / 7).unwrap());
        }
        let earliest = |messages| pace.earliest_of_all(Traffic::Answer, messages, 300);
        assert_eq!(
            [9, 10, 16, 17, 30].map(earliest),
            [300, WINDOW, WINDOW, 100 + WINDOW, 200 + WINDOW]
        );
        assert_eq!(earliest(31), 200 + WINDOW, "no second holds that");
    }

    #[test]
    fn paid_news_takes_no_room_from_the_rest() {
        let mut pace = Pace::new(Rates { overall: 30, paid: 1_000 });
        let mut now = 0;
        for number in 0..2_000 {
            now = pace.earliest_of_all(Traffic::Paid, 1, now);
            pace.take(&other(number), 1, Traffic::Paid, now);
        }
        assert!(now <= 2_100, "{now}");
        assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, now), now);
        assert_eq!(pace.earliest_of_all(Traffic::Rest, 1, now), now);
    }

    proptest! {
        #[test]
        fn no_second_has_more_than_the_rate_whatever_goes_as_an_album(
            rate in 10..100_u32,
            albums in prop::collection::vec((1..=10_usize, any::<bool>()), 1..300),
        ) {
            let (mut pace, mut now, mut sends) = (Pace::new(rate), 0, Vec::new());
            for (messages, is_answer) in albums {
                let traffic = if is_answer { Traffic::Answer } else { Traffic::Rest };
                now = pace.earliest_of_all(traffic, messages, now);
                pace.take(&other(sends.len()), messages, traffic, now);
                sends.extend(std::iter::repeat_n(now, messages));
            }
            prop_assert!(most_in_a_second(&sends) <= rate as usize);
        }

        #[test]
        fn no_second_has_more_than_the_rate_and_the_mean_is_hardly_less(
            rate in prop::sample::select(vec![1_u32, 2, 7, 29, 30, 100, 333, 1_000]),
            paid in any::<bool>(),
            delays in prop::collection::vec(0..3_i64, 1..50),
            answers in prop::collection::vec(0..20_000_i64, 0..60),
        ) {
            let (rates, traffic) = match paid {
                true => (Rates { overall: 30, paid: rate }, Traffic::Paid),
                false => (Rates::from(rate), Traffic::Rest),
            };
            let mut delay = delays.iter().copied().cycle();
            let (sends, _) = saturated(rates, traffic, 20_000, &[], || delay.next().unwrap());
            prop_assert!(most_in_a_second(&sends) <= rate as usize);
            let allowed = 20 * rate as usize;
            prop_assert!(sends.len() * 100 >= allowed * 97, "{} of {allowed}", sends.len());

            let mut answers = answers;
            answers.sort_unstable();
            if !paid {
                let (sends, _) = saturated(rates, traffic, 20_000, &answers, || delay.next().unwrap());
                prop_assert!(most_in_a_second(&sends) <= rate as usize);
            }
        }

        #[test]
        fn an_answer_among_news_waits_for_one_beat_at_most(
            rate in prop::sample::select(vec![2_u32, 7, 30, 100, 1_000]),
            delays in prop::collection::vec(0..3_i64, 1..50),
            first in 2_500..3_500_i64,
        ) {
            let mut delay = delays.iter().copied().cycle();
            // One every two seconds.
            let answers: Vec<Millis> = (0..6).map(|place| first + place * 2_000).collect();
            let (_, waits) = saturated(rate.into(), Traffic::Rest, 20_000, &answers, || {
                delay.next().unwrap()
            });
            prop_assert_eq!(waits.len(), answers.len());
            // One is late at most by what the beat may lag behind.
            let beat = WINDOW / i64::from(rate) + 25;
            prop_assert!(waits.iter().all(|wait| *wait <= beat), "{:?}", waits);
        }
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
        assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 0), 0);
    }

    #[test]
    fn many_throttled_chats_in_a_row_mean_the_whole_bot() {
        let mut pace = Pace::new(30);
        for n in 0..GLOBAL_SUSPICION {
            assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 0), 0);
            pace.throttled(&Chat::new("telegram", &n.to_string()), 4_000, 0);
        }
        assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 0), 4_000);
    }

    #[test]
    fn a_success_between_throttles_clears_the_bot() {
        let mut pace = Pace::new(30);
        for n in 0..50 {
            pace.throttled(&Chat::new("telegram", &n.to_string()), 4_000, 0);
            pace.succeeded();
        }
        assert_eq!(pace.earliest_of_all(Traffic::Answer, 1, 0), 0);
    }

    #[test]
    fn chats_are_forgotten_once_nothing_delays_them() {
        let mut pace = Pace::new(1_000);
        for n in 0..20_000 {
            pace.take(&Chat::new("telegram", &n.to_string()), 1, Traffic::Answer, n * 10);
        }
        assert!(pace.chats.len() <= SWEEP_AT, "{}", pace.chats.len());
    }
}
