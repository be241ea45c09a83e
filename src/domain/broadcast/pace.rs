//! How long a message to many takes, with the hours in which nothing is sent that nobody asked for.

use crate::clock::{DAY, MINUTE, Millis, SECOND};
use crate::domain::policy::Policy;
use crate::domain::{day, quiet};

/// When work that takes `takes` and begins at `from` ends, quiet hours waited out.
pub fn end(policy: &Policy, from: Millis, takes: Millis) -> Millis {
    let (quiet_from, until) = hours(policy);
    if quiet_from == until {
        return from + takes;
    }
    let (mut at, mut left) = (from, takes);
    loop {
        at = quiet::ends_at(policy, at).unwrap_or(at);
        let midnight = day::start_of_day(at);
        let evening = midnight + quiet_from;
        let evening = if evening > at { evening } else { evening + DAY };
        let awake = evening - at;
        if left <= awake {
            return at + left;
        }
        (at, left) = (evening, left - awake);
    }
}

/// How long `calls` calls take at `rate` a second; 0: as fast as can be.
pub fn takes(calls: i64, rate: u32) -> Millis {
    if rate == 0 { 0 } else { calls * SECOND / Millis::from(rate) }
}

fn hours(policy: &Policy) -> (Millis, Millis) {
    (Millis::from(policy.quiet_from) * MINUTE, Millis::from(policy.quiet_until) * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    /// Tuesday 2026-12-01, 00:00 in Vietnam.
    const MIDNIGHT: Millis = 1_796_058_000_000;

    fn policy(from: &str, until: &str) -> Policy {
        let mut policy = Policy::default();
        policy.set("quiet-from", from).unwrap();
        policy.set("quiet-until", until).unwrap();
        policy
    }

    #[test]
    fn quiet_hours_are_waited_out() {
        let night = policy("21:00", "07:00");
        for (from, takes, ends) in [
            (20 * HOUR, HOUR, 21 * HOUR),
            (20 * HOUR, 2 * HOUR, 32 * HOUR),
            (22 * HOUR, HOUR, 32 * HOUR),
            (7 * HOUR, 28 * HOUR, 24 * HOUR + 21 * HOUR),
            (7 * HOUR, 29 * HOUR, 48 * HOUR + 8 * HOUR),
        ] {
            assert_eq!(end(&night, MIDNIGHT + from, takes), MIDNIGHT + ends, "{from} {takes}");
        }
        assert_eq!(end(&policy("08:00", "08:00"), MIDNIGHT, 90 * HOUR), MIDNIGHT + 90 * HOUR);
        assert_eq!((takes(300, 30), takes(300, 0)), (10 * SECOND, 0));
    }
}
