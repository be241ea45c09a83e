//! Months and quarters of Vietnam's calendar: what a target counts over.
//!
//! Moments come in as unix milliseconds; nothing reads a clock.

use chrono::{Datelike, NaiveDate};

use super::day;
use crate::clock::Millis;

/// Over how long a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Every {
    /// A calendar month.
    Month,
    /// A calendar quarter: January to March, and so on.
    Quarter,
}

/// One month or quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    every: Every,
    /// Periods of this length since the year 0, so that neighbours are one apart.
    place: i32,
}

/// What a commune should nominate, at least, in each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// How many nominations.
    pub number: u32,
    /// In each of these.
    pub every: Every,
}

/// The least and the most that a target may be.
pub const TARGETS: std::ops::RangeInclusive<u32> = 1..=1_000;

impl Every {
    /// Both.
    pub const ALL: &[Self] = &[Self::Month, Self::Quarter];

    /// What is stored and put on buttons.
    pub fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|every| every.code() == code)
    }

    /// How many of them a year has.
    fn a_year(self) -> i32 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
        }
    }
}

impl Period {
    /// The one in which a moment lies.
    pub fn of(every: Every, now: Millis) -> Self {
        let today = day::local_time(now).date();
        let months = 12 / every.a_year();
        let number = today.month0().cast_signed() / months;
        Self { every, place: today.year() * every.a_year() + number }
    }

    /// How long it is.
    pub fn every(self) -> Every {
        self.every
    }

    /// The year it lies in.
    pub fn year(self) -> i32 {
        self.place.div_euclid(self.every.a_year())
    }

    /// Which of its year it is, from 1: July is 7, the quarter from July on is 3.
    pub fn number(self) -> i32 {
        self.place.rem_euclid(self.every.a_year()) + 1
    }

    /// Its first moment.
    pub fn start(self) -> Millis {
        let month = (self.number() - 1) * (12 / self.every.a_year()) + 1;
        NaiveDate::from_ymd_opt(self.year(), month.cast_unsigned(), 1).map_or(0, day::midnight)
    }

    /// The first moment after it.
    pub fn end(self) -> Millis {
        self.next().start()
    }

    /// The one before.
    pub fn previous(self) -> Self {
        Self { place: self.place - 1, ..self }
    }

    /// The one after.
    pub fn next(self) -> Self {
        Self { place: self.place + 1, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::DAY;
    use proptest::prelude::*;

    /// Midnight in Vietnam.
    fn at(year: i32, month: u32, day: u32) -> Millis {
        day::midnight(NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    #[test]
    fn a_month_begins_at_midnight_in_vietnam() {
        let december = Period::of(Every::Month, at(2026, 1, 1) - 1);
        assert_eq!((december.year(), december.number()), (2025, 12));
        assert_eq!((december.start(), december.end()), (at(2025, 12, 1), at(2026, 1, 1)));
        let january = Period::of(Every::Month, at(2026, 1, 1));
        assert_eq!((january.year(), january.number()), (2026, 1));
        assert_eq!(january.previous(), december);
        assert_eq!(december.next(), january);
    }

    #[test]
    fn a_quarter_is_three_months() {
        for (month, number, first) in [(1, 1, 1), (3, 1, 1), (4, 2, 4), (9, 3, 7), (12, 4, 10)] {
            let quarter = Period::of(Every::Quarter, at(2026, month, 28));
            assert_eq!((quarter.year(), quarter.number()), (2026, number));
            assert_eq!(quarter.start(), at(2026, first, 1));
        }
        let last = Period::of(Every::Quarter, at(2026, 12, 31));
        assert_eq!(last.end(), at(2027, 1, 1));
        assert_eq!(last.next().number(), 1);
        assert_eq!(Period::of(Every::Quarter, at(2026, 2, 1)).previous(), {
            Period::of(Every::Quarter, at(2025, 11, 5))
        });
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for &every in Every::ALL {
            assert_eq!(Every::from_code(every.code()), Some(every));
        }
        assert_eq!(Every::from_code("year"), None);
    }

    proptest! {
        #[test]
        fn periods_follow_one_another_without_a_gap(now in -1_000_000_000_000i64..4_000_000_000_000, quarter: bool) {
            let every = if quarter { Every::Quarter } else { Every::Month };
            let period = Period::of(every, now);
            prop_assert!(period.start() <= now && now < period.end());
            prop_assert_eq!(period.previous().end(), period.start());
            prop_assert_eq!(Period::of(every, period.end()), period.next());
            let days = (period.end() - period.start()) / DAY;
            let lengths = if quarter { 90..=92 } else { 28..=31 };
            prop_assert!(lengths.contains(&days));
        }
    }
}
