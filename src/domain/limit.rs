//! How many nominations one citizen may have in hand, so that the queue stays fair to everyone.

use super::day;
use super::policy::Policy;
use crate::clock::{DAY, Millis};

/// What a citizen has sent. What is entered on behalf of others is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Open now.
    pub open: i64,
    /// Sent today, whatever became of it.
    pub today: i64,
}

/// A limit that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Too many are open: it ends when one of them is decided or taken back.
    Open {
        /// The figure.
        max: i64,
    },
    /// Too many were sent today.
    Day {
        /// The figure.
        max: i64,
        /// When the day ends.
        until: Millis,
    },
}

/// The limit that keeps a citizen from sending one more `now`, if any. Of two, the one whose end is
/// known last: it is the longer wait.
pub fn reached(policy: &Policy, sent: Sent, now: Millis) -> Option<Reached> {
    let (open_max, a_day_max) = (i64::from(policy.open_max), i64::from(policy.a_day_max));
    if sent.open >= open_max {
        return Some(Reached::Open { max: open_max });
    }
    let until = day::start_of_day(now) + DAY;
    (sent.today >= a_day_max).then_some(Reached::Day { max: a_day_max, until })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    #[test]
    fn one_below_a_limit_may_send_and_at_it_may_not() {
        let policy = Policy { open_max: 2, a_day_max: 3, ..Policy::default() };
        let at = |open, today| reached(&policy, Sent { open, today }, 0);
        assert_eq!(at(1, 2), None);
        assert_eq!(at(2, 2), Some(Reached::Open { max: 2 }));
        assert_eq!(at(2, 3), Some(Reached::Open { max: 2 }));
        assert!(matches!(at(0, 3), Some(Reached::Day { max: 3, .. })));
    }

    #[test]
    fn the_day_ends_at_midnight_in_vietnam() {
        let policy = Policy { open_max: 9, a_day_max: 1, ..Policy::default() };
        let sent = Sent { open: 1, today: 1 };
        // 1970-01-01 07:00 in Vietnam.
        let until = 17 * HOUR;
        for now in [0, until - 1] {
            assert_eq!(reached(&policy, sent, now), Some(Reached::Day { max: 1, until }));
        }
        let next = Some(Reached::Day { max: 1, until: until + DAY });
        assert_eq!(reached(&policy, sent, until), next);
    }
}
