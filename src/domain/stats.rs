//! What is counted over which time, and what follows from the counts. Pure.

use chrono::Datelike;

use super::day::{self, When};
use super::period::{Every, Period};
use crate::clock::{DAY, Millis};

/// The time that statistics are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Span {
    /// From this Monday on.
    Week,
    /// This month.
    #[default]
    Month,
    /// This quarter.
    Quarter,
    /// This year.
    Year,
    /// The month before this one.
    LastMonth,
    /// Since the beginning.
    All,
}

/// A stretch of time: from its first moment up to, and without, its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment.
    pub from: Millis,
    /// The first moment after it.
    pub until: Millis,
}

impl Span {
    /// Every one, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Week, Self::Month, Self::Quarter, Self::Year, Self::LastMonth, Self::All];

    /// The word it is looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::LastMonth => "last",
            Self::All => "all",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.code() == code)
    }

    /// The whole days that it takes, the present one included; what is still to come of it is left out.
    pub fn stretch(self, now: Millis) -> Stretch {
        let today = day::start_of_day(now);
        let until = today + DAY;
        let month = Period::of(Every::Month, now);
        let from = match self {
            Self::Week => {
                let weekday = day::local_time(now).date().weekday().num_days_from_monday();
                today - i64::from(weekday) * DAY
            }
            Self::Month => month.start(),
            Self::Quarter => Period::of(Every::Quarter, now).start(),
            Self::Year => {
                let year = day::local_time(now).date().year();
                chrono::NaiveDate::from_ymd_opt(year, 1, 1).map_or(0, day::midnight)
            }
            Self::LastMonth => {
                let last = month.previous();
                return Stretch { from: last.start(), until: last.end() };
            }
            Self::All => 0,
        };
        Stretch { from, until }
    }

    /// The month or quarter over which a target is looked at from here: the one in which it ends.
    pub fn target_period(self, every: Every, now: Millis) -> Period {
        Period::of(every, self.stretch(now).until - 1)
    }
}

/// One bar of a row in time: what it is called, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its first day.
    pub from: When,
    /// How many.
    pub count: i64,
}

/// How long a bar takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day each.
    Day,
    /// A month each.
    Month,
    /// A year each.
    Year,
}

impl Step {
    /// The word it is looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Every one.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];
}

/// The longest stretch that has a bar a day, and the longest that has a bar a month.
const DAYS_MAX: i64 = 93;
const MONTHS_MAX: i64 = 37 * 31;

/// Bars without a gap from counts a day, which come by the day's number since 1970 in Vietnam, in order.
/// A stretch without a beginning begins with the first day counted.
pub fn bars(days: &[(i64, i64)], stretch: Stretch) -> (Step, Vec<Bar>) {
    let last = day::number(stretch.until - 1);
    let first = match (stretch.from, days.first()) {
        (0, Some((first, _))) => *first,
        (from, _) => day::number(from),
    };
    let step = match last - first + 1 {
        ..=DAYS_MAX => Step::Day,
        days if days <= MONTHS_MAX => Step::Month,
        _ => Step::Year,
    };
    let mut bars: Vec<Bar> = Vec::new();
    let mut counted = days.iter().copied().skip_while(|(day, _)| *day < first).peekable();
    for number in first..=last {
        let from = match (step, day::of_number(number)) {
            (Step::Month, When::Day(year, month, _)) => When::Month(year, month),
            (Step::Year, When::Day(year, ..)) => When::Year(year),
            (_, day) => day,
        };
        let count = counted.next_if(|(day, _)| *day == number).map_or(0, |(_, count)| count);
        match bars.last_mut() {
            Some(bar) if bar.from == from => bar.count += count,
            _ => bars.push(Bar { from, count }),
        }
    }
    (step, bars)
}

/// How long decisions took: hours, and how many took so many, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Took(pub Vec<(i64, i64)>);

impl Took {
    /// How many there were.
    pub fn count(&self) -> i64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The hours within which this share of them were made, in hundredths; `None` of none.
    pub fn within(&self, share: i64) -> Option<i64> {
        let wanted = ((self.count() * share + 99) / 100).max(1);
        let mut passed = 0;
        self.0.iter().find_map(|(hours, count)| {
            passed += count;
            (passed >= wanted).then_some(*hours)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    /// Midnight in Vietnam of 25 November 2026, a Wednesday.
    const MIDNIGHT: Millis = 1_795_539_600_000;

    #[test]
    fn a_span_is_whole_days_of_vietnam() {
        let shown = |span: Span| {
            let stretch = span.stretch(MIDNIGHT + 9 * HOUR);
            (day::local(stretch.from), day::local(stretch.until))
        };
        let until = "00:00 26/11/2026";
        for (span, from, until) in [
            (Span::Week, "00:00 23/11/2026", until),
            (Span::Month, "00:00 01/11/2026", until),
            (Span::Quarter, "00:00 01/10/2026", until),
            (Span::Year, "00:00 01/01/2026", until),
            (Span::LastMonth, "00:00 01/10/2026", "00:00 01/11/2026"),
        ] {
            assert_eq!(shown(span), (from.to_owned(), until.to_owned()), "{span:?}");
            assert_eq!(Span::from_code(span.code()), Some(span));
        }
        // The first minute of a Monday is its week's.
        let monday = MIDNIGHT - 2 * DAY;
        assert_eq!(Span::Week.stretch(monday), Stretch { from: monday, until: monday + DAY });
        assert_eq!(Span::Week.stretch(monday - 1).from, monday - 7 * DAY);
    }

    #[test]
    fn days_without_anything_have_bars_too() {
        let first = day::number(MIDNIGHT);
        let stretch = Stretch { from: MIDNIGHT, until: MIDNIGHT + 4 * DAY };
        let (step, bars) = super::bars(&[(first + 1, 5), (first + 3, 2)], stretch);
        let counts: Vec<i64> = bars.iter().map(|bar| bar.count).collect();
        assert_eq!((step, counts), (Step::Day, vec![0, 5, 0, 2]));
        assert_eq!(bars[0].from, When::Day(2026, 11, 25));
    }

    #[test]
    fn a_long_time_has_a_bar_a_month_and_a_longer_one_a_bar_a_year() {
        let last = day::number(MIDNIGHT);
        let all = Stretch { from: 0, until: MIDNIGHT + DAY };
        let (step, bars) = super::bars(&[(last - 200, 5), (last, 2)], all);
        assert_eq!((step, bars.len()), (Step::Month, 7));
        assert_eq!(bars[6], Bar { from: When::Month(2026, 11), count: 2 });
        let (step, bars) = super::bars(&[(last - 1_400, 5), (last, 2)], all);
        assert_eq!((step, bars.len()), (Step::Year, 4));
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<i64>(), 7);
    }

    #[test]
    fn half_of_the_decisions_and_nine_in_ten_took_so_long() {
        assert_eq!(Took::default().within(50), None);
        assert_eq!(Took(vec![(7, 1)]).within(50), Some(7));
        let took = Took(vec![(1, 5), (24, 4), (100, 1)]);
        assert_eq!(
            (took.within(50), took.within(90), took.within(91)),
            (Some(1), Some(24), Some(100))
        );
    }
}
