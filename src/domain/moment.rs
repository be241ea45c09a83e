//! A moment to come, as people write it.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::text;
use crate::clock::{DAY, HOUR, Millis};

/// How far ahead something may be planned.
pub const FARTHEST: Millis = 366 * DAY;
/// How far the clock in Vietnam is ahead of UTC.
const AHEAD: Millis = 7 * HOUR;
/// A day without a year that is gone by so many days means that of the next year.
const HALF_A_YEAR: i64 = 183;

/// Why words are no moment to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Not a day and a time that exist.
    #[error("not a day and a time")]
    Unclear,
    /// It is over.
    #[error("in the past")]
    Past,
    /// It is more than a year ahead.
    #[error("too far ahead")]
    TooFar,
}

/// Reads `25/12 08:00`, `8h30 ngày 25/12`, `25/12/2026 8:30`, `14:00` (of today), "8h ngày mai",
/// "tomorrow 8:00", in the time of Vietnam.
///
/// # Errors
/// When it is not that, or not ahead within a year.
pub fn parse(typed: &str, now: Millis) -> Result<Millis, MomentError> {
    let today = local(now).ok_or(MomentError::Unclear)?.date();
    let mut folded = format!(" {} ", text::fold(&text::clean(typed)).replace(',', " "));
    let mut date = None;
    for (words, ahead) in
        [(" hom nay ", 0), (" today ", 0), (" ngay mai ", 1), (" mai ", 1), (" tomorrow ", 1)]
    {
        if folded.contains(words) {
            date = today.checked_add_days(chrono::Days::new(ahead));
            folded = folded.replacen(words, " ", 1);
            break;
        }
    }
    for word in [" ngay ", " luc ", " vao ", " at ", " on "] {
        folded = folded.replace(word, " ");
    }
    let mut time = None;
    for word in folded.split_whitespace() {
        if let Some(read) = clock(word).filter(|_| time.is_none()) {
            time = Some(read);
        } else if let Some(read) = day(word, today).filter(|_| date.is_none()) {
            date = Some(read);
        } else {
            return Err(MomentError::Unclear);
        }
    }
    let time = time.ok_or(MomentError::Unclear)?;
    let moment = NaiveDateTime::new(date.unwrap_or(today), time).and_utc().timestamp_millis();
    let moment = moment - AHEAD;
    match moment - now {
        ..=0 => Err(MomentError::Past),
        ahead if ahead > FARTHEST => Err(MomentError::TooFar),
        _ => Ok(moment),
    }
}

fn local(now: Millis) -> Option<NaiveDateTime> {
    chrono::DateTime::from_timestamp_millis(now + AHEAD).map(|moment| moment.naive_utc())
}

/// `8:30`, `08h30`, `8h`.
fn clock(word: &str) -> Option<NaiveTime> {
    let (hour, minute) = word.split_once([':', 'h'])?;
    let minute = if minute.is_empty() && word.ends_with('h') { "0" } else { minute };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
}

/// `25/12`, `25/12/2026`, `25-12-26`.
fn day(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    match parts[..] {
        [d, m] => {
            let (d, m) = (number(d)?, number(m)?);
            let this = NaiveDate::from_ymd_opt(today.year(), m, d);
            match this {
                Some(date) if (today - date).num_days() <= HALF_A_YEAR => Some(date),
                _ => NaiveDate::from_ymd_opt(today.year() + 1, m, d),
            }
        }
        [d, m, y] if y.len() == 4 || y.len() == 2 => {
            let year = i32::try_from(number(y)?).ok()?;
            let year = if y.len() == 2 { 2_000 + year } else { year };
            NaiveDate::from_ymd_opt(year, number(m)?, number(d)?)
        }
        _ => None,
    }
}

fn number(part: &str) -> Option<u32> {
    let all = part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| all && part.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day;

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        // Tuesday 2026-12-01, 14:00 in Vietnam.
        let now = 1_796_108_400_000;
        for (typed, read) in [
            ("25/12 08:00", Ok("08:00 25/12/2026")),
            ("8h30 ngày 25/12", Ok("08:30 25/12/2026")),
            ("5/1 8h", Ok("08:00 05/01/2027")),
            ("25-12-2026, 8:05", Ok("08:05 25/12/2026")),
            ("15:00", Ok("15:00 01/12/2026")),
            ("8h ngày mai", Ok("08:00 02/12/2026")),
            ("Tomorrow at 8:00", Ok("08:00 02/12/2026")),
            ("13:59", Err(MomentError::Past)),
            ("14:00", Err(MomentError::Past)),
            ("30/11 08:00", Err(MomentError::Past)),
            ("25/12/2028 8:00", Err(MomentError::TooFar)),
            ("31/02 8:00", Err(MomentError::Unclear)),
            ("25/12", Err(MomentError::Unclear)),
            ("25:00", Err(MomentError::Unclear)),
            ("25/12 8:00 9:00", Err(MomentError::Unclear)),
            ("sáng mai", Err(MomentError::Unclear)),
            ("", Err(MomentError::Unclear)),
        ] {
            assert_eq!(parse(typed, now).map(day::local), read.map(str::to_owned), "{typed}");
        }
    }
}
