//! The one place that asks what time it is.
//!
//! Everything else takes time as an argument, in unix milliseconds, UTC. The demo and the tests
//! move this clock ahead to see reminders.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
pub type Millis = i64;

/// One second in [`Millis`].
pub const SECOND: Millis = 1_000;
/// One minute in [`Millis`].
pub const MINUTE: Millis = 60 * SECOND;
/// One hour in [`Millis`].
pub const HOUR: Millis = 60 * MINUTE;
/// One day in [`Millis`].
pub const DAY: Millis = 24 * HOUR;

/// The system's clock plus an offset that can be moved. Clones share the offset.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// Now, in unix milliseconds.
    #[expect(clippy::disallowed_methods, reason = "this is the place that may ask")]
    pub fn now(&self) -> Millis {
        let system = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        system + self.ahead.load(Ordering::Relaxed)
    }

    /// Moves the clock ahead by `by` milliseconds.
    pub fn advance(&self, by: Millis) {
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }

    /// How far ahead of the system this clock is, in milliseconds.
    pub fn ahead(&self) -> Millis {
        self.ahead.load(Ordering::Relaxed)
    }
}

/// A clock that counts on evenly whatever is done to the system's: set back or ahead, it would
/// otherwise silence who waits for a moment, or hurry who measures one.
///
/// It begins at the system's time, so its moments compare with stored ones as well as the system
/// was right at that time. What a [`Clock`] is moved ahead, it moves too.
#[derive(Clone, Debug)]
pub struct SteadyClock {
    clock: Clock,
    began: std::time::Instant,
    began_at: Millis,
}

impl SteadyClock {
    /// Counts from now on.
    pub fn new(clock: Clock) -> Self {
        let began_at = clock.now() - clock.ahead();
        Self { clock, began: std::time::Instant::now(), began_at }
    }

    /// Now, in unix milliseconds.
    pub fn now(&self) -> Millis {
        let since = Millis::try_from(self.began.elapsed().as_millis()).unwrap_or(Millis::MAX);
        self.began_at + since + self.clock.ahead()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_clock_never_goes_back_and_is_moved_ahead_with_the_other() {
        let clock = Clock::default();
        let steady = SteadyClock::new(clock.clone());
        let moments: Vec<Millis> = (0..1_000).map(|_| steady.now()).collect();
        assert!(moments.is_sorted());
        let before = steady.now();
        clock.advance(HOUR);
        assert!((HOUR..HOUR + MINUTE).contains(&(steady.now() - before)));
        assert!((steady.now() - clock.now()).abs() < MINUTE);
    }
}
