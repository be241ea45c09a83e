//! When a message that failed is tried again, and when it is given up: pure.

use crate::clock::{DAY, HOUR, MINUTE, Millis, SECOND};

/// The first wait. A server that hiccups is well again after it, and a citizen hardly notices.
const FIRST: Millis = 300;
/// The longest wait.
const LONGEST: Millis = 5 * MINUTE;
/// The longest wait where each attempt may add one more copy.
pub(super) const LONGEST_UNSURE: Millis = HOUR;
/// The first so many waits are never longer than [`SOON`], whatever chance says.
const EARLY: u32 = 3;
/// A person who waits for an answer should not have to wait longer.
const SOON: Millis = 2 * SECOND;
/// A message still unsent after this has lost its point.
const LIFETIME: Millis = DAY;
/// Attempts of which each may have arrived: beyond, we would rather be silent than a nuisance. It
/// takes most of a day to get there, so a platform that is down for hours loses nothing.
pub(super) const MAYBE_SENT: u32 = 30;

/// How long to wait after the attempt number `attempts` (from 1) failed.
///
/// Doubles each time, further where `maybe_sent` of the attempts may have arrived; `chance` (0 to
/// 1) spreads it by a quarter either way, so that what failed together does not come back together.
pub fn wait(attempts: u32, maybe_sent: u32, chance: f64) -> Millis {
    let doubled = FIRST << attempts.saturating_sub(1).min(20);
    let longest = if maybe_sent > 0 { LONGEST_UNSURE } else { LONGEST };
    let spread = 0.75 + 0.5 * chance.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most an hour")]
    #[expect(clippy::cast_precision_loss, reason = "at most an hour")]
    let wait = (doubled.min(longest) as f64 * spread) as Millis;
    if attempts <= EARLY { wait.min(SOON) } else { wait }
}

/// Why a message is given up, if it is.
pub fn gives_up(maybe_sent: u32, created_at: Millis, now: Millis) -> Option<&'static str> {
    if maybe_sent >= MAYBE_SENT {
        Some("may have arrived many times, nobody said so")
    } else if now - created_at >= LIFETIME {
        Some("not sent within 24 hours")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_waits_are_short_whatever_chance_says() {
        assert_eq!(wait(1, 0, 0.5), 300);
        for chance in [0.0, 0.3, 1.0] {
            assert!(wait(1, 1, chance) < 400);
            for attempts in 1..=3 {
                assert!(wait(attempts, attempts, chance) <= SOON);
            }
        }
    }

    #[test]
    fn waits_grow_to_five_minutes_and_to_an_hour_where_copies_may_arrive() {
        for attempts in 1..100 {
            for unsure in [0, 1] {
                assert!(wait(attempts + 1, unsure, 0.5) >= wait(attempts, unsure, 0.5));
            }
            assert!(wait(attempts, 0, 1.0) <= LONGEST + LONGEST / 4);
        }
        assert_eq!(wait(u32::MAX, 0, 0.5), LONGEST);
        assert_eq!(wait(u32::MAX, 1, 0.5), LONGEST_UNSURE);
    }

    #[test]
    fn a_platform_that_is_down_for_ten_hours_loses_nothing() {
        let (mut now, mut attempts) = (0, 0);
        while gives_up(attempts, 0, now).is_none() {
            attempts += 1;
            now += wait(attempts, attempts, 0.0);
        }
        assert!(now > 10 * HOUR, "given up after {} minutes", now / MINUTE);
    }

    #[test]
    fn a_day_is_long_enough_to_try() {
        assert_eq!(gives_up(0, 0, DAY - 1), None);
        assert!(gives_up(0, 0, DAY).is_some());
        assert!(gives_up(MAYBE_SENT, 0, 1).is_some());
    }
}
