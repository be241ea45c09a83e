//! How much of the time for something is over, in working days. Pure.

use super::day;
use crate::clock::{DAY, Millis};

/// How much of its time has to be over for something to be marked, in percent.
pub const MARKED_AT: i64 = 70;

/// How something that is to be done stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is time; so many working days are left.
    InTime(u32),
    /// The greater part of the time is over; so many working days are left.
    Soon(u32),
    /// The time is over, since so many working days.
    Overdue(u32),
}

/// How something stands `now` that is to be done between `since` and `due`.
pub fn standing(since: Millis, due: Millis, now: Millis) -> Standing {
    if now >= due {
        Standing::Overdue(working_days(due, now))
    } else if now >= mark_at(since, due) {
        Standing::Soon(working_days(now, due))
    } else {
        Standing::InTime(working_days(now, due))
    }
}

/// The moment at which [`MARKED_AT`] percent of the working time between is over.
pub fn mark_at(since: Millis, due: Millis) -> Millis {
    let all = worked(since, due);
    if all == 0 {
        return due;
    }
    // The hundreds are divided first: nothing here is near the end of what a number holds.
    let mut left = all * MARKED_AT / 100;
    let mut at = since;
    while at < due {
        let end = next_midnight(at).min(due);
        if day::is_weekday(at) {
            if end - at >= left {
                return at + left;
            }
            left -= end - at;
        }
        at = end;
    }
    due
}

/// Working days between two moments, begun ones counted by their half.
fn working_days(from: Millis, to: Millis) -> u32 {
    u32::try_from((worked(from, to) + DAY / 2) / DAY).unwrap_or(u32::MAX)
}

/// The time between two moments that lies on working days.
fn worked(from: Millis, to: Millis) -> Millis {
    let (mut at, mut sum) = (from, 0);
    // Whole weeks at once: what was forgotten for years must not cost a look at each day.
    let weeks = ((to - from) / (7 * DAY)).max(0);
    sum += weeks * 5 * DAY;
    at += weeks * 7 * DAY;
    while at < to {
        let end = next_midnight(at).min(to);
        if day::is_weekday(at) {
            sum += end - at;
        }
        at = end;
    }
    sum
}

/// The end of the day of a moment, in Vietnam.
fn next_midnight(at: Millis) -> Millis {
    day::midnight(at) + DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;
    use proptest::prelude::*;

    /// Monday 2026-11-30, 14:00 in Vietnam.
    const MONDAY: Millis = 1_796_022_000_000;

    #[test]
    fn five_working_days_are_marked_in_their_fourth() {
        let due = day::add_working_days(MONDAY, 5);
        assert_eq!(day::local(due), "14:00 07/12/2026");
        assert_eq!(day::local(mark_at(MONDAY, due)), "02:00 04/12/2026");
        for (hours, standing_then) in [
            (0, Standing::InTime(5)),
            (24, Standing::InTime(4)),
            (83, Standing::InTime(2)),
            (84, Standing::Soon(2)),
            // Saturday and Sunday: the same as on Friday's evening.
            (5 * 24, Standing::Soon(1)),
            (6 * 24, Standing::Soon(1)),
            (7 * 24, Standing::Overdue(0)),
            (8 * 24, Standing::Overdue(1)),
            (14 * 24, Standing::Overdue(5)),
        ] {
            assert_eq!(standing(MONDAY, due, MONDAY + hours * HOUR), standing_then, "{hours}");
        }
    }

    proptest! {
        #[test]
        fn the_mark_comes_within_the_time(since in 0..2_000_000_000_000i64, days in 1..90u32) {
            let due = day::add_working_days(since, days);
            let mark = mark_at(since, due);
            prop_assert!(since <= mark && mark <= due);
            prop_assert!(worked(since, due) <= i64::from(days) * DAY);
        }
    }
}
