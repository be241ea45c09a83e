//! When a deed happened, as people say it, and times as they are shown.
//!
//! Everything here is in the time of Vietnam, UTC+7 without daylight saving. Moments come in as
//! unix milliseconds; nothing reads a clock.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime};

use super::text;
use crate::clock::Millis;

/// Deeds of before this year are taken for a mistake.
pub const EARLIEST_YEAR: i32 = 1945;
/// How far the clock in Vietnam is ahead of UTC.
const AHEAD: Millis = 7 * crate::clock::HOUR;

/// When something happened, as exactly as people know it.
///
/// Stored as `2026-07-05`, `2026-07` or `2026` ([`When::stored`], [`FromStr`], serde); shown as
/// `05/07/2026`, `07/2026` or `2026` in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum When {
    /// A day: year, month, day. It exists in the calendar.
    Day(i32, u32, u32),
    /// A month: year, month 1 to 12.
    Month(i32, u32),
    /// A year.
    Year(i32),
}

/// Why an answer to "when" was not understood or not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not a day, month or year we can read, or one that does not exist (31/2).
    #[error("not a day, month or year")]
    Unclear,
    /// It has not come yet.
    #[error("in the future")]
    Future,
    /// Before [`EARLIEST_YEAR`].
    #[error("before the year {EARLIEST_YEAR}")]
    TooOld,
}

/// Reads an answer to "when did it happen", with or without marks: `5/7/2026`, `5-7-26`, `5.7`
/// (this year, or last year when that would be in the future), `2026-07-05`, `7/2026`, `tháng 7`,
/// `ngày 5 tháng 7 năm 2026`, `2025`, "hôm nay", "hôm qua", "hôm kia", "tháng này", "tháng trước",
/// "năm nay", "năm ngoái", and the same in English.
pub fn parse(typed: &str, now_ms: Millis) -> Result<When, DayError> {
    let today = local_time(now_ms).date();
    let typed = text::fold(&text::clean(typed));
    let typed = typed.trim_end_matches(['.', '!', ',', ' ']);
    let when = match in_words(typed, today) {
        Some(when) => when,
        None => in_numbers(typed, today).ok_or(DayError::Unclear)?,
    };
    if when.year() < EARLIEST_YEAR {
        Err(DayError::TooOld)
    } else if when.first_day().is_none_or(|first| first > today) {
        Err(DayError::Future)
    } else {
        Ok(when)
    }
}

/// The day of `now_ms`.
pub fn today(now_ms: Millis) -> When {
    When::from_date(local_time(now_ms).date())
}

/// The day before that of `now_ms`.
pub fn yesterday(now_ms: Millis) -> When {
    When::from_date(days_before(local_time(now_ms).date(), 1))
}

/// The month of `now_ms`.
pub fn this_month(now_ms: Millis) -> When {
    let today = local_time(now_ms).date();
    When::Month(today.year(), today.month())
}

/// A moment as `HH:mm dd/MM/yyyy`.
pub fn local(ms: Millis) -> String {
    local_time(ms).format("%H:%M %d/%m/%Y").to_string()
}

/// The day of a moment as `dd/MM/yyyy`.
pub fn local_date(ms: Millis) -> String {
    today(ms).to_string()
}

/// The moment at which a minute such as `2026-12-01-0230` begins; `None` of what is not written so.
pub fn stored_minute(text: &str) -> Option<Millis> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d-%H%M").ok()?;
    Some(local.and_utc().timestamp_millis() - AHEAD)
}

/// The midnight with which the day of a moment began.
pub fn start_of_day(ms: Millis) -> Millis {
    ms - (ms + AHEAD).rem_euclid(crate::clock::DAY)
}

/// The midnight with which a day begins.
pub(super) fn midnight(date: NaiveDate) -> Millis {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - AHEAD
}

/// The day's number since 1970 in Vietnam.
pub fn number(ms: Millis) -> i64 {
    (ms + AHEAD).div_euclid(crate::clock::DAY)
}

/// The day with that number.
pub fn of_number(number: i64) -> When {
    today(number * crate::clock::DAY - AHEAD)
}

impl When {
    /// The form that is stored: `2026-07-05`, `2026-07` or `2026`. Sorts by time.
    pub fn stored(&self) -> String {
        match self {
            Self::Day(y, m, d) => format!("{y:04}-{m:02}-{d:02}"),
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Year(y) => format!("{y:04}"),
        }
    }

    /// The year it lies in.
    pub fn year(&self) -> i32 {
        match *self {
            Self::Day(y, ..) | Self::Month(y, _) | Self::Year(y) => y,
        }
    }

    fn first_day(&self) -> Option<NaiveDate> {
        match *self {
            Self::Day(y, m, d) => NaiveDate::from_ymd_opt(y, m, d),
            Self::Month(y, m) => NaiveDate::from_ymd_opt(y, m, 1),
            Self::Year(y) => NaiveDate::from_ymd_opt(y, 1, 1),
        }
    }

    fn from_date(date: NaiveDate) -> Self {
        Self::Day(date.year(), date.month(), date.day())
    }
}

fn in_words(folded: &str, today: NaiveDate) -> Option<When> {
    let (year, month) = (today.year(), today.month());
    let day_before = |n| Some(When::from_date(days_before(today, n)));
    match folded {
        "hom nay" | "sang nay" | "trua nay" | "chieu nay" | "toi nay" | "nay" | "today"
        | "this morning" => day_before(0),
        "hom qua" | "qua" | "ngay hom qua" | "sang qua" | "trua qua" | "chieu qua" | "toi qua"
        | "dem qua" | "yesterday" | "last night" => day_before(1),
        "hom kia" | "ngay kia" | "the day before yesterday" | "day before yesterday" => {
            day_before(2)
        }
        "ngay hom nay" => day_before(0),
        "thang nay" | "trong thang" | "this month" => Some(When::Month(year, month)),
        "thang truoc" | "thang qua" | "thang vua roi" | "last month" => Some(match month {
            1 => When::Month(year - 1, 12),
            _ => When::Month(year, month - 1),
        }),
        "nam nay" | "this year" => Some(When::Year(year)),
        "nam ngoai" | "nam truoc" | "last year" => Some(When::Year(year - 1)),
        _ => None,
    }
}

fn in_numbers(folded: &str, today: NaiveDate) -> Option<When> {
    let spoken = format!(" {folded} ").replace(',', " ");
    let (month_named, day_named) = (spoken.contains(" thang "), spoken.contains(" ngay "));
    let mut text = spoken;
    for word in [" ngay ", " mung ", " thang ", " nam "] {
        text = text.replace(word, " ");
    }
    let parts: Vec<&str> =
        text.split(['/', '-', '.', ' ']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 3
        || !parts.iter().all(|p| p.len() <= 4 && p.bytes().all(|c| c.is_ascii_digit()))
    {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    match parts[..] {
        [y, m, d] if y.len() == 4 => day(whole_year(y, today)?, number(m)?, number(d)?),
        [d, m, y] => day(whole_year(y, today)?, number(m)?, number(d)?),
        [y, m] if y.len() == 4 => month(whole_year(y, today)?, number(m)?),
        [m, y] if y.len() == 4 => month(whole_year(y, today)?, number(m)?),
        // "tháng 7/26" is a month; "5 tháng 7" and "ngày 5/7" are days.
        [m, y] if month_named && !day_named && folded.starts_with("thang ") => {
            month(whole_year(y, today)?, number(m)?)
        }
        [d, m] => day_of_a_year_gone_by(number(m)?, number(d)?, today),
        [m] if month_named => {
            let m = number(m)?;
            month(if m > today.month() { today.year() - 1 } else { today.year() }, m)
        }
        [y] if y.len() == 4 => Some(When::Year(whole_year(y, today)?)),
        _ => None,
    }
}

/// The latest such day that is not in the future, this year or the last.
fn day_of_a_year_gone_by(m: u32, d: u32, today: NaiveDate) -> Option<When> {
    [today.year(), today.year() - 1]
        .into_iter()
        .filter_map(|y| NaiveDate::from_ymd_opt(y, m, d))
        .find(|&date| date <= today)
        .map(When::from_date)
}

fn day(y: i32, m: u32, d: u32) -> Option<When> {
    NaiveDate::from_ymd_opt(y, m, d).map(When::from_date)
}

fn month(y: i32, m: u32) -> Option<When> {
    (1..=12).contains(&m).then_some(When::Month(y, m))
}

/// A year of four digits, or of two: the latest such year not after this one.
fn whole_year(typed: &str, today: NaiveDate) -> Option<i32> {
    let year: i32 = typed.parse().ok()?;
    match typed.len() {
        4 => Some(year),
        2 => {
            let century = today.year() - today.year() % 100;
            Some(if century + year > today.year() + 1 { century - 100 } else { century } + year)
        }
        _ => None,
    }
}

fn days_before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

/// The wall clock in Vietnam. Moments no calendar holds count as 1970.
pub(super) fn local_time(ms: Millis) -> NaiveDateTime {
    let vietnam = FixedOffset::east_opt(7 * 3600).expect("seven hours are less than a day");
    DateTime::from_timestamp_millis(ms)
        .and_then(|utc| utc.naive_utc().checked_add_offset(vietnam))
        .unwrap_or_default()
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(y, m, d) => write!(f, "{d:02}/{m:02}/{y:04}"),
            Self::Month(y, m) => write!(f, "{m:02}/{y:04}"),
            Self::Year(y) => write!(f, "{y:04}"),
        }
    }
}

/// Reads the stored form, and nothing else.
impl FromStr for When {
    type Err = DayError;

    fn from_str(stored: &str) -> Result<Self, DayError> {
        let mut parts = stored.split('-').map(str::parse::<u32>);
        let when = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(y)), None, None, None) => i32::try_from(y).ok().map(When::Year),
            (Some(Ok(y)), Some(Ok(m)), None, None) => {
                i32::try_from(y).ok().and_then(|y| month(y, m))
            }
            (Some(Ok(y)), Some(Ok(m)), Some(Ok(d)), None) => {
                i32::try_from(y).ok().and_then(|y| day(y, m, d))
            }
            _ => None,
        };
        when.filter(|when| when.stored() == stored).ok_or(DayError::Unclear)
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.stored()
    }
}

impl TryFrom<String> for When {
    type Error = DayError;

    fn try_from(stored: String) -> Result<Self, DayError> {
        stored.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;
    use proptest::prelude::*;

    /// A moment of Vietnam's wall clock.
    fn at(text: &str) -> Millis {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        local.and_utc().timestamp_millis() - 7 * HOUR
    }

    #[test]
    fn days_are_read_as_people_say_them() {
        let now = at("2026-07-05 00:30"); // still 4 July in UTC
        for (typed, stored) in [
            ("5/7/2026", "2026-07-05"),
            ("05-07-2026", "2026-07-05"),
            ("5.7.2026", "2026-07-05"),
            (" 5 / 7 / 2026. ", "2026-07-05"),
            ("5/7/26", "2026-07-05"),
            ("5/7/98", "1998-07-05"),
            ("5/7", "2026-07-05"),
            ("6/7", "2025-07-06"),
            ("31-12", "2025-12-31"),
            ("2026-07-05", "2026-07-05"),
            ("29/2/2024", "2024-02-29"),
            ("7/2026", "2026-07"),
            ("07-2026", "2026-07"),
            ("2026-07", "2026-07"),
            ("hôm nay", "2026-07-05"),
            ("Hôm nay!", "2026-07-05"),
            ("HOM QUA", "2026-07-04"),
            ("ho\u{302}m qua", "2026-07-04"),
            ("tối qua", "2026-07-04"),
            ("hôm kia", "2026-07-03"),
            ("tháng này", "2026-07"),
            ("tháng trước", "2026-06"),
            ("today", "2026-07-05"),
            ("Yesterday", "2026-07-04"),
            ("this month", "2026-07"),
            ("năm ngoái", "2025"),
            ("2024", "2024"),
            ("năm 2024", "2024"),
            ("tháng 7", "2026-07"),
            ("tháng 8", "2025-08"),
            ("tháng 3/2025", "2025-03"),
            ("tháng 3/25", "2025-03"),
            ("tháng 3 năm 2025", "2025-03"),
            ("ngày 5/7", "2026-07-05"),
            ("ngày 5 tháng 7 năm 2026", "2026-07-05"),
            ("5 tháng 7", "2026-07-05"),
            ("mùng 1 tháng 7", "2026-07-01"),
        ] {
            assert_eq!(parse(typed, now).map(|when| when.stored()), Ok(stored.into()), "{typed}");
        }
    }

    #[test]
    fn a_future_an_ancient_and_an_impossible_day_are_told_apart() {
        let now = at("2026-07-05 23:59");
        for (typed, error) in [
            ("6/7/2026", DayError::Future),
            ("8/2026", DayError::Future),
            ("2027", DayError::Future),
            ("6/7/27", DayError::Future),
            ("5/7/9999", DayError::Future),
            ("1/1/1944", DayError::TooOld),
            ("5/7/0026", DayError::TooOld),
            ("31/2/2026", DayError::Unclear),
            ("29/2/2026", DayError::Unclear),
            ("13/2026", DayError::Unclear),
            ("32/1", DayError::Unclear),
            ("0/0", DayError::Unclear),
            ("5", DayError::Unclear),
            ("tuần trước", DayError::Unclear),
            ("lâu rồi", DayError::Unclear),
            ("1/2/3/4", DayError::Unclear),
            ("5/7/123", DayError::Unclear),
            ("", DayError::Unclear),
        ] {
            assert_eq!(parse(typed, now), Err(error), "{typed}");
        }
    }

    #[test]
    fn a_day_turns_at_midnight_in_vietnam() {
        assert_eq!(today(at("2026-01-01 00:00")), When::Day(2026, 1, 1));
        assert_eq!(today(at("2026-01-01 00:00") - 1), When::Day(2025, 12, 31));
        assert_eq!(yesterday(at("2026-01-01 00:00")), When::Day(2025, 12, 31));
        assert_eq!(this_month(at("2026-01-01 00:00")), When::Month(2026, 1));
        assert_eq!(parse("tháng trước", at("2026-01-09 08:00")), Ok(When::Month(2025, 12)));
        assert_eq!(parse("29/2", at("2025-03-01 08:00")), Ok(When::Day(2024, 2, 29)));
    }

    #[test]
    fn times_are_shown_in_the_order_people_read() {
        assert_eq!(local(at("2026-07-05 08:05")), "08:05 05/07/2026");
        assert_eq!(local_date(at("2026-07-05 00:05")), "05/07/2026");
        assert_eq!(When::Day(2026, 7, 5).to_string(), "05/07/2026");
        assert_eq!(When::Month(2026, 7).to_string(), "07/2026");
    }

    #[test]
    fn only_the_stored_form_is_read_back() {
        for when in [When::Day(2026, 7, 5), When::Month(2026, 12), When::Year(1999)] {
            assert_eq!(when.stored().parse(), Ok(when));
            let json = serde_json::to_string(&when).unwrap();
            assert_eq!(serde_json::from_str::<When>(&json).unwrap(), when);
        }
        for text in ["", "2026-7-5", "2026-02-30", "05/07/2026", "2026-07-05-01", "+2026", "-1"] {
            assert_eq!(text.parse::<When>(), Err(DayError::Unclear), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_never_lies_in_the_future(text in "\\PC{0,20}|[0-9/. -]{0,12}|(thang|ngay|nam|hom)? ?[0-9/ ]{0,8}", now in -1_000_000_000_000i64..4_000_000_000_000) {
            if let Ok(when) = parse(&text, now) {
                prop_assert!(when.first_day().unwrap() <= local_time(now).date());
                prop_assert_eq!(when.stored().parse(), Ok(when));
            }
        }
    }
}
