//! Telegram's flood limits, switched on by tests that ask for them.
//!
//! The real numbers are unpublished; these are the documented ones: about one message a second
//! in a chat with short bursts, thirty a second overall, twenty a minute in a group. Messages that
//! are paid for pass a thousand a second and leave the free thirty alone.

use std::collections::HashMap;

use crate::clock::{MINUTE, Millis, SECOND};

/// How many messages a chat takes at once before it is one a second.
const BURST: i64 = 3;

/// What was sent lately.
#[derive(Debug, Default)]
pub(super) struct Flood {
    overall: Bucket,
    paid: Bucket,
    chats: HashMap<i64, Bucket>,
}

#[derive(Debug, Default)]
struct Bucket {
    /// When the bucket is full again, had nothing more been taken.
    full_at: Millis,
}

impl Bucket {
    /// Takes one of `burst` that come back `every` so many milliseconds, or says how long until.
    fn take(&mut self, now: Millis, burst: i64, every: Millis) -> Result<(), Millis> {
        let full_at = self.full_at.max(now) + every;
        let over = full_at - now - burst * every;
        if over > 0 {
            return Err(over);
        }
        self.full_at = full_at;
        Ok(())
    }
}

impl Flood {
    /// Counts further items of an album whose first has passed: they go with it.
    pub(super) fn follow(&mut self, chat: i64, items: usize, now: Millis) {
        let every = if chat < 0 { MINUTE / 20 } else { SECOND };
        let items = Millis::try_from(items).unwrap_or(0);
        let bucket = self.chats.entry(chat).or_default();
        bucket.full_at = bucket.full_at.max(now) + items * every;
        self.overall.full_at = self.overall.full_at.max(now) + items * SECOND / 30;
    }

    /// Lets one message to `chat` pass, or gives the seconds to wait.
    pub(super) fn pass(&mut self, chat: i64, now: Millis, paid: bool) -> Result<(), u32> {
        let bucket = self.chats.entry(chat).or_default();
        let taken = if chat < 0 {
            bucket.take(now, 20, MINUTE / 20)
        } else {
            bucket.take(now, BURST, SECOND)
        };
        taken
            .and_then(|()| {
                if paid {
                    self.paid.take(now, 1_000, 1)
                } else {
                    self.overall.take(now, 30, SECOND / 30)
                }
            })
            .map_err(|wait| u32::try_from((wait + SECOND - 1) / SECOND).unwrap_or(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_takes_a_burst_and_then_one_a_second() {
        let mut flood = Flood::default();
        let passed = |flood: &mut Flood, now| flood.pass(5, now, false);
        for _ in 0..BURST {
            assert_eq!(passed(&mut flood, 1_000_000), Ok(()));
        }
        assert_eq!(passed(&mut flood, 1_000_000), Err(1));
        assert_eq!(passed(&mut flood, 1_001_000), Ok(()));
        assert_eq!(passed(&mut flood, 1_001_000), Err(1));
    }

    #[test]
    fn an_album_passes_whole_and_is_made_up_for() {
        let mut flood = Flood::default();
        assert_eq!(flood.pass(5, 1_000_000, false), Ok(()));
        flood.follow(5, 9, 1_000_000);
        assert_eq!(flood.pass(5, 1_000_000, false), Err(8));
        assert_eq!(flood.pass(5, 1_008_000, false), Ok(()));
    }

    #[test]
    fn a_group_takes_twenty_a_minute() {
        let mut flood = Flood::default();
        let passed = (0..60).filter(|_| flood.pass(-5, 1_000_000, false).is_ok()).count();
        assert_eq!(passed, 20);
        assert_eq!(flood.pass(-5, 1_000_000, false), Err(3));
    }

    #[test]
    fn thirty_a_second_pass_overall_and_a_thousand_that_are_paid_for() {
        let mut flood = Flood::default();
        let mut passed = |paid, chats: std::ops::Range<i64>| {
            chats.filter(|chat| flood.pass(*chat, 1_000_000, paid).is_ok()).count()
        };
        assert_eq!(passed(false, 0..60), 30);
        assert_eq!(passed(true, 100..1_500), 1_000);
    }
}
