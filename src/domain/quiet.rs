//! The hours of the night in which nothing is sent that nobody asked for.

use super::day;
use super::policy::Policy;
use crate::clock::{DAY, MINUTE, Millis};

/// When the quiet hours end in which `now` lies; `None` if it lies in none.
pub fn ends_at(policy: &Policy, now: Millis) -> Option<Millis> {
    let [from, until] =
        [policy.quiet_from, policy.quiet_until].map(|minutes| i64::from(minutes) * MINUTE);
    let midnight = day::start_of_day(now);
    let time = now - midnight;
    let is_quiet = if from <= until {
        (from..until).contains(&time)
    } else {
        // Over midnight.
        time >= from || time < until
    };
    is_quiet.then(|| midnight + if time < until { until } else { until + DAY })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    /// 2026-12-01 00:00 in Vietnam.
    const MIDNIGHT: Millis = 1_796_058_000_000;

    fn policy(from: u32, until: u32) -> Policy {
        Policy { quiet_from: from, quiet_until: until, ..Policy::default() }
    }

    #[test]
    fn the_night_is_quiet_from_the_evening_to_the_morning() {
        let night = policy(21 * 60, 7 * 60);
        for (hour, ends) in
            [(0, Some(7)), (6, Some(7)), (7, None), (20, None), (21, Some(31)), (23, Some(31))]
        {
            let ends = ends.map(|ends| MIDNIGHT + ends * HOUR);
            assert_eq!(ends_at(&night, MIDNIGHT + hour * HOUR), ends, "{hour}");
        }
        assert_eq!(ends_at(&night, MIDNIGHT + 21 * HOUR - 1), None);
        assert_eq!(ends_at(&night, MIDNIGHT + 7 * HOUR - 1), Some(MIDNIGHT + 7 * HOUR));
    }

    #[test]
    fn noon_can_be_quiet_and_equal_times_mean_never() {
        let noon = policy(12 * 60, 13 * 60);
        assert_eq!(ends_at(&noon, MIDNIGHT + 12 * HOUR), Some(MIDNIGHT + 13 * HOUR));
        assert_eq!(ends_at(&noon, MIDNIGHT + 13 * HOUR), None);
        for hour in 0..24 {
            assert_eq!(ends_at(&policy(7 * 60, 7 * 60), MIDNIGHT + hour * HOUR), None);
        }
    }
}
