//! Names of the copies that are kept by the day, and which of them are one too many. Pure.

use crate::clock::{MINUTE, Millis};
use crate::domain::day;

/// What a name begins and ends with; between them stands the minute in Vietnam's time.
const START: &str = "hoadep-";
const END: &str = ".db";
/// What stands behind the name of one that is being made.
pub const PART: &str = ".part";

/// The name of a copy that was made at `now`, such as `hoadep-2026-12-01-0230.db`.
pub fn name(now: Millis) -> String {
    let minute = (now - day::start_of_day(now)) / MINUTE;
    let (hour, minute) = (minute / 60, minute % 60);
    format!("{START}{}-{hour:02}{minute:02}{END}", day::today(now).stored())
}

/// When the copy of this name was made; `None` of a name that [`name`] does not give.
pub fn made_at(file: &str) -> Option<Millis> {
    let minute = file.strip_prefix(START)?.strip_suffix(END)?;
    let at = day::stored_minute(minute)?;
    (name(at) == file).then_some(at)
}

/// The newest of these names' moments.
pub fn newest<'a>(files: impl IntoIterator<Item = &'a str>) -> Option<Millis> {
    files.into_iter().filter_map(made_at).max()
}

/// Those of these names that are ours and beyond the newest `keep`.
pub fn too_many<'a>(files: impl IntoIterator<Item = &'a str>, keep: usize) -> Vec<&'a str> {
    let mut ours: Vec<&str> = files.into_iter().filter(|file| made_at(file).is_some()).collect();
    // Names sort by time.
    ours.sort_unstable_by(|one, other| other.cmp(one));
    ours.into_iter().skip(keep).collect()
}

/// Whether a copy is to be made: the last time for one, `at` minutes into Vietnam's day, has passed
/// since the newest.
pub fn is_due(now: Millis, at: u32, newest: Option<Millis>) -> bool {
    let midnight = day::start_of_day(now);
    let today = midnight + Millis::from(at) * MINUTE;
    let last = if today <= now { today } else { today - crate::clock::DAY };
    newest.is_none_or(|newest| newest < last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{DAY, HOUR};

    /// Tuesday 2026-12-01, 00:00 in Vietnam.
    const TUESDAY: Millis = 1_796_058_000_000;

    #[test]
    fn a_name_tells_its_minute_and_no_other_name_does() {
        let at = TUESDAY + 2 * HOUR + 30 * MINUTE;
        assert_eq!(name(at + 59_999), "hoadep-2026-12-01-0230.db");
        assert_eq!(made_at("hoadep-2026-12-01-0230.db"), Some(at));
        for other in [
            "hoadep.db",
            "hoadep-2026-12-01-0230.db.part",
            "hoadep-2026-12-01-2460.db",
            "hoadep-2026-13-01-0230.db",
            "hoadep-2026-12-1-0230.db",
            "hoadep-2026-12-01-0230-kept.db",
            "my-hoadep-2026-12-01-0230.db",
            "hoadep-.db",
            "",
        ] {
            assert_eq!(made_at(other), None, "{other}");
        }
    }

    #[test]
    fn the_oldest_of_ours_are_one_too_many_and_nothing_else_ever_is() {
        let files = [
            "hoadep-2026-12-02-0230.db",
            "a.db",
            "hoadep-2026-11-30-0230.db",
            "hoadep-2026-12-01-0230.db",
        ];
        assert_eq!(too_many(files, 2), ["hoadep-2026-11-30-0230.db"]);
        assert_eq!(too_many(files, 3), [""; 0]);
        assert_eq!(newest(files), made_at("hoadep-2026-12-02-0230.db"));
        assert_eq!(newest(["a.db"]), None);
    }

    #[test]
    fn one_is_due_once_a_day_and_at_once_after_a_longer_time() {
        let half_past_two = TUESDAY + 150 * MINUTE;
        assert!(is_due(TUESDAY, 150, None));
        assert!(!is_due(half_past_two - 1, 150, Some(half_past_two - DAY)));
        assert!(is_due(half_past_two, 150, Some(half_past_two - DAY)));
        assert!(!is_due(half_past_two + HOUR, 150, Some(half_past_two)));
        // Down for two days.
        assert!(is_due(TUESDAY, 150, Some(half_past_two - 2 * DAY)));
        assert!(!is_due(TUESDAY, 150, Some(half_past_two - DAY)));
    }
}
