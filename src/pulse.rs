//! When we last heard from a platform: beaten by those who receive, felt by `/readyz`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::{Clock, Millis};

/// The moment of the last successful poll or webhook call. Clones share it.
#[derive(Clone, Debug)]
pub struct Pulse {
    clock: Clock,
    last: Arc<AtomicI64>,
}

impl Pulse {
    /// A pulse that was felt just now, so that a start counts as one.
    pub fn new(clock: Clock) -> Self {
        let last = Arc::new(AtomicI64::new(clock.now()));
        Self { clock, last }
    }

    /// Notes that a platform was heard from.
    pub fn beat(&self) {
        self.last.store(self.clock.now(), Ordering::Relaxed);
    }

    /// How long ago that was, in milliseconds.
    pub fn age(&self) -> Millis {
        (self.clock.now() - self.last.load(Ordering::Relaxed)).max(0)
    }
}
