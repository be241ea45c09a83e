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
