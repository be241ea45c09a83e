//! Working days: Monday to Friday, without the public holidays and with the days worked in exchange.
//!
//! Everything is in the time of Vietnam, UTC+7 without daylight saving. The built-in table holds
//! what the law says; which days are exchanged is announced a year at a time, so an operator can put
//! another table in its place.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::day::local_time;
use crate::clock::{DAY, HOUR, Millis};

/// The first line of a table.
const HEADER: &str = "day\tkind\tname";
/// How far Vietnam is ahead of UTC.
const AHEAD: Millis = 7 * HOUR;
/// When offices open.
const MORNING: Millis = 8 * HOUR;
/// No run of days off is longer; whoever walks on from day to day stops here.
const LONGEST_BREAK: usize = 400;

/// Which days are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days that are not what their weekday says, and whether they are worked.
    days: BTreeMap<NaiveDate, bool>,
}

/// Why a table of holidays does not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The first line is another.
    #[error("line 1 is not the header day, kind, name with tabs between")]
    Header,
    /// A line is none of a holiday.
    #[error(
        "line {0} is not a day as 2026-02-17, a tab, off or work, a tab, and what the day is called"
    )]
    Line(usize),
    /// A day stands there twice.
    #[error("line {0} has a day that an earlier line has")]
    Twice(usize),
}

impl Default for Calendar {
    /// The built-in table.
    fn default() -> Self {
        Self::parse(include_str!("../../data/holidays.tsv"))
            .expect("the table is part of the program, and a test reads it")
    }
}

impl Calendar {
    /// Reads a table: a header, then a line for each day that is not what its weekday says.
    ///
    /// # Errors
    /// With the number of the first wrong line and what it takes.
    pub fn parse(table: &str) -> Result<Self, CalendarError> {
        let mut lines = table.trim_start_matches('\u{feff}').lines();
        if lines.next().map(str::trim_end) != Some(HEADER) {
            return Err(CalendarError::Header);
        }
        let mut days = BTreeMap::new();
        for (line, number) in lines.zip(2..).filter(|(line, _)| !line.trim().is_empty()) {
            let (day, works) = read(line).ok_or(CalendarError::Line(number))?;
            if days.insert(day, works).is_some() {
                return Err(CalendarError::Twice(number));
            }
        }
        Ok(Self { days })
    }

    /// The last year that the table knows anything of.
    pub fn last_year(&self) -> Option<i32> {
        self.days.last_key_value().map(|(day, _)| day.year())
    }

    /// Whether the day of this moment is worked.
    pub fn is_working_day(&self, ms: Millis) -> bool {
        self.works(local_time(ms).date())
    }

    /// The same time of day, `n` working days later.
    pub fn add_working_days(&self, ms: Millis, n: u32) -> Millis {
        let mut day = local_time(ms).date();
        let mut passed = 0;
        for _ in 0..n {
            let Some((next, days)) = self.next(day) else { break };
            (day, passed) = (next, passed + days);
        }
        ms.saturating_add(passed * DAY)
    }

    /// How much of the time between two moments lies in working days, each with all its 24 hours; 0
    /// if they are not in this order.
    pub fn working_time(&self, from: Millis, to: Millis) -> Millis {
        let mut time = 0;
        let mut day = local_time(from).date();
        while start_of(day) < to {
            let (start, end) = (start_of(day), start_of(day) + DAY);
            if self.works(day) {
                time += (end.min(to) - start.max(from)).max(0);
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        time
    }

    /// How much of the working time from `from` to `due` has passed at `now`, in percent; 100 and
    /// more once it is over.
    pub fn percent_passed(&self, from: Millis, due: Millis, now: Millis) -> u32 {
        let (whole, passed) = (self.working_time(from, due), self.working_time(from, now));
        if whole == 0 {
            return if now >= due { 100 } else { 0 };
        }
        let percent = u32::try_from(passed.saturating_mul(100) / whole).unwrap_or(u32::MAX);
        // A weekend between the two is no working time, but over is over, and not over is not.
        if now >= due { percent.max(100) } else { percent.min(99) }
    }

    /// The next 08:00 of a working day, later than this moment.
    pub fn next_morning(&self, ms: Millis) -> Millis {
        let today = local_time(ms).date();
        let morning = start_of(today) + MORNING;
        if self.works(today) && morning > ms {
            return morning;
        }
        match self.next(today) {
            Some((day, _)) => start_of(day) + MORNING,
            None => morning + DAY,
        }
    }

    /// The next working day after this one, and how many days later it is.
    fn next(&self, day: NaiveDate) -> Option<(NaiveDate, Millis)> {
        let later = day.iter_days().zip(0..).skip(1).take(LONGEST_BREAK);
        later.into_iter().find(|(day, _)| self.works(*day))
    }

    fn works(&self, day: NaiveDate) -> bool {
        let weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.days.get(&day).copied().unwrap_or(weekday)
    }
}

fn read(line: &str) -> Option<(NaiveDate, bool)> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [day, kind, name] = cells[..] else { return None };
    let works = match kind {
        "off" => false,
        "work" => true,
        _ => return None,
    };
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|_| day.len() == 10)?;
    (!name.is_empty()).then_some((day, works))
}

/// Midnight in Vietnam at the beginning of a day.
fn start_of(day: NaiveDate) -> Millis {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - AHEAD
}

#[cfg(test)]
mod tests;
