//! How what is to be done by a moment stands, in working days. Pure.

use super::workday::Calendar;
use crate::clock::{DAY, Millis};

/// How much of its time has to be over for something to be marked, in percent.
pub const MARKED_AT: u32 = 70;

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
pub fn standing(calendar: &Calendar, since: Millis, due: Millis, now: Millis) -> Standing {
    if now >= due {
        Standing::Overdue(working_days(calendar, due, now))
    } else if calendar.percent_passed(since, due, now) >= MARKED_AT {
        Standing::Soon(working_days(calendar, now, due))
    } else {
        Standing::InTime(working_days(calendar, now, due))
    }
}

/// The first moment at which [`MARKED_AT`] percent of the working time between is over.
pub fn mark_at(calendar: &Calendar, since: Millis, due: Millis) -> Millis {
    let (mut before, mut at) = (since, due);
    while before < at {
        let middle = before + (at - before) / 2;
        if calendar.percent_passed(since, due, middle) >= MARKED_AT {
            at = middle;
        } else {
            before = middle + 1;
        }
    }
    at
}

/// Working days between two moments, rounded.
fn working_days(calendar: &Calendar, from: Millis, to: Millis) -> u32 {
    u32::try_from((calendar.working_time(from, to) + DAY / 2) / DAY).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;
    use crate::domain::day;
    use proptest::prelude::*;

    /// Monday 2026-11-30, 14:00 in Vietnam.
    const MONDAY: Millis = 1_796_022_000_000;

    #[test]
    fn five_working_days_are_marked_in_their_fourth() {
        let calendar = Calendar::default();
        let due = calendar.add_working_days(MONDAY, 5);
        assert_eq!(day::local(due), "14:00 07/12/2026");
        assert_eq!(day::local(mark_at(&calendar, MONDAY, due)), "02:00 04/12/2026");
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
            let then = standing(&calendar, MONDAY, due, MONDAY + hours * HOUR);
            assert_eq!(then, standing_then, "{hours}");
        }
    }

    proptest! {
        #[test]
        fn the_mark_comes_within_the_time_and_is_one(since in 0..2_000_000_000_000i64, days in 1..90u32) {
            let calendar = Calendar::default();
            let due = calendar.add_working_days(since, days);
            let mark = mark_at(&calendar, since, due);
            prop_assert!(since <= mark && mark <= due);
            let marked = !matches!(standing(&calendar, since, due, mark), Standing::InTime(_));
            prop_assert!(marked);
        }
    }
}
