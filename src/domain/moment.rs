//! A moment to come, as people write it: a day, with or without the time of day.

use chrono::{NaiveDate, NaiveTime};

use super::day::{self, local_time};
use super::text;
use crate::clock::{DAY, MINUTE, Millis};

/// A day to come, and the minute of it if one was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    midnight: Millis,
    minute: Option<i64>,
}

impl Moment {
    /// From when on: without a time, from the first moment of the day.
    pub fn from(self) -> Millis {
        self.midnight + self.minute.unwrap_or(0) * MINUTE
    }

    /// Until when: without a time, until the day is over.
    pub fn until(self) -> Millis {
        self.midnight + self.minute.map_or(DAY, |minute| minute * MINUTE)
    }
}

/// Reads `31/12/2026`, `31/12` (the next one), `31/12 07:30`, `31/12/2026 7h30`, `07:30 31/12/2026`,
/// `hôm nay 17:00`, `ngày mai`; `None` if it is nothing of the kind or no such day exists. Whether it
/// is still to come, the caller says.
pub fn parse(typed: &str, now: Millis) -> Option<Moment> {
    let folded = text::fold(&text::clean(typed));
    let today = local_time(now).date();
    let mut spoken = format!(" {} ", folded.trim_end_matches(['.', '!', ',']));
    for (word, date) in [
        (" hom nay ", Some(today)),
        (" today ", Some(today)),
        (" ngay mai ", today.succ_opt()),
        (" tomorrow ", today.succ_opt()),
    ] {
        if let Some(date) = date.filter(|_| spoken.contains(word)) {
            spoken = spoken.replace(word, &format!(" {} ", date.format("%d/%m/%Y")));
        }
    }
    let words = spoken.split([' ', ',']).filter(|word| {
        !word.is_empty() && !["luc", "ngay", "tu", "den", "at", "on", "gio"].contains(word)
    });
    let (mut date, mut minute) = (None, None);
    for word in words {
        if let (None, Some(read)) = (date, day_of(word, today)) {
            date = Some(read);
        } else if let (None, Some(read)) = (minute, minute_of(word)) {
            minute = Some(read);
        } else {
            return None;
        }
    }
    Some(Moment { midnight: day::midnight(date?), minute })
}

fn day_of(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    match parts[..] {
        [d, m] => {
            let year = chrono::Datelike::year(&today);
            // A 29 February may be years away.
            (year..=year + 8)
                .filter_map(|year| NaiveDate::from_ymd_opt(year, number(m)?, number(d)?))
                .find(|date| *date >= today)
        }
        [d, m, y] if y.len() == 4 || y.len() == 2 => {
            let year: i32 = y.parse().ok()?;
            let year = if y.len() == 2 { 2_000 + year } else { year };
            NaiveDate::from_ymd_opt(year, number(m)?, number(d)?)
        }
        _ => None,
    }
}

fn minute_of(word: &str) -> Option<i64> {
    let (hour, minute) = word.split_once([':', 'h', 'g'])?;
    let minute = if minute.is_empty() { "0" } else { minute };
    let digits = |part: &str| {
        let plain = part.len() <= 2 && part.bytes().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| plain)
    };
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    NaiveTime::from_hms_opt(hour, minute, 0)?;
    Some(i64::from(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tuesday 2026-12-01, two in the afternoon in Vietnam.
    const NOW: Millis = 1_796_108_400_000;

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (typed, from, until) in [
            ("31/12/2026", "00:00 31/12/2026", "00:00 01/01/2027"),
            ("31-12-26", "00:00 31/12/2026", "00:00 01/01/2027"),
            (" 5/1 ", "00:00 05/01/2027", "00:00 06/01/2027"),
            ("1/12", "00:00 01/12/2026", "00:00 02/12/2026"),
            ("2/12 07:30", "07:30 02/12/2026", "07:30 02/12/2026"),
            ("7h30 2/12", "07:30 02/12/2026", "07:30 02/12/2026"),
            ("ngày 2/12/2026 lúc 8h", "08:00 02/12/2026", "08:00 02/12/2026"),
            ("hôm nay 17:00", "17:00 01/12/2026", "17:00 01/12/2026"),
            ("Ngày mai", "00:00 02/12/2026", "00:00 03/12/2026"),
            ("tomorrow 9:05", "09:05 02/12/2026", "09:05 02/12/2026"),
            ("29/2", "00:00 29/02/2028", "00:00 01/03/2028"),
        ] {
            let read = parse(typed, NOW).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!(
                (day::local(read.from()), day::local(read.until())),
                (from.into(), until.into()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_moment_is_not_taken_for_one() {
        for typed in
            ["", "31/2", "17:00", "tuần sau", "1/12 25:00", "1/12 2/12", "1/12 8:00 9:00", "8"]
        {
            assert_eq!(parse(typed, NOW), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(typed in "\\PC{0,20}|[0-9/.:h -]{0,16}") {
            if let Some(read) = parse(&typed, NOW) {
                prop_assert!(read.from() <= read.until());
            }
        }
    }
}
