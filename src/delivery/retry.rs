//! When a message that failed is tried again, and when it is given up: pure.

use crate::clock::{DAY, MINUTE, Millis, SECOND};

/// The first wait. A server that hiccups is well again after it, and a citizen hardly notices.
const FIRST: Millis = 300;
/// The longest wait.
const LONGEST: Millis = 5 * MINUTE;
/// The first so many waits are never longer than [`SOON`], whatever chance says.
const EARLY: u32 = 3;
/// A person who waits for an answer should not have to wait longer.
const SOON: Millis = 2 * SECOND;
/// A message still unsent after this has lost its point.
const LIFETIME: Millis = DAY;
/// Attempts of which each may have arrived: beyond, we would rather be silent than a nuisance.
const MAYBE_SENT: u32 = 20;

/// How long to wait after the attempt number `attempts` (from 1) failed.
///
/// Doubles each time; `chance` (0 to 1) spreads it by a quarter either way, so that what failed
/// together does not come back together.
pub fn wait(attempts: u32, chance: f64) -> Millis {
    let doubled = FIRST << attempts.saturating_sub(1).min(20);
    let spread = 0.75 + 0.5 * chance.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most a few minutes")]
    #[expect(clippy::cast_precision_loss, reason = "at most a few minutes")]
    let wait = (doubled.min(LONGEST) as f64 * spread) as Millis;
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
        assert_eq!(wait(1, 0.5), 300);
        for chance in [0.0, 0.3, 1.0] {
            assert!(wait(1, chance) < 400);
            for attempts in 1..=3 {
                assert!(wait(attempts, chance) <= SOON);
            }
        }
    }

    #[test]
    fn waits_grow_to_five_minutes_and_no_further() {
        for attempts in 1..100 {
            assert!(wait(attempts + 1, 0.5) >= wait(attempts, 0.5));
            assert!(wait(attempts, 1.0) <= LONGEST + LONGEST / 4);
        }
        assert_eq!(wait(u32::MAX, 0.5), LONGEST);
    }

    #[test]
    fn a_day_is_long_enough_to_try() {
        assert_eq!(gives_up(0, 0, DAY - 1), None);
        assert!(gives_up(0, 0, DAY).is_some());
        assert!(gives_up(MAYBE_SENT, 0, 1).is_some());
    }
}
