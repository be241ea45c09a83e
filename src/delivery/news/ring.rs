//! How the last people fared whom a message to many was sent to: pure.

use std::collections::VecDeque;

use crate::store::recipients::Settled;

/// So many of the last are looked at.
const LAST: usize = 200;
/// More errors among them than this are too many.
const ERRORS: usize = 20;

/// The last outcomes of a message to many since it began, or went on.
#[derive(Debug, Default)]
pub(super) struct Ring {
    version: i64,
    last: VecDeque<bool>,
    errors: usize,
    is_spent: bool,
}

impl Ring {
    /// Notes an outcome of somebody who was claimed at this version of the message. Says whether that
    /// makes too many errors; only once, for it rests then.
    pub(super) fn note(&mut self, version: i64, settled: &Settled) -> bool {
        if version > self.version {
            *self = Self { version, ..Self::default() };
        }
        let is_error = match settled {
            Settled::Sent | Settled::Blocked => false,
            Settled::Unknown { .. } | Settled::Failed { .. } => true,
            Settled::Skipped(_) | Settled::Begun | Settled::Later { .. } => return false,
        };
        // One who was still in flight when it rested says nothing of how it goes on.
        if version < self.version || self.is_spent {
            return false;
        }
        self.last.push_back(is_error);
        self.errors += usize::from(is_error);
        if self.last.len() > LAST {
            self.errors -= usize::from(self.last.pop_front().unwrap_or(false));
        }
        self.is_spent = self.errors > ERRORS;
        self.is_spent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed() -> Settled {
        Settled::Failed { reason: "400".to_owned() }
    }

    #[test]
    fn more_than_twenty_errors_among_the_last_two_hundred_are_too_many_once() {
        let mut ring = Ring::default();
        assert!((0..20).all(|_| !ring.note(1, &failed())));
        assert!(ring.note(1, &Settled::Unknown { reason: "cut".to_owned() }));
        assert!((0..50).all(|_| !ring.note(1, &failed())), "said twice");
    }

    #[test]
    fn one_in_ten_is_not_too_many() {
        let mut ring = Ring::default();
        for number in 0..5_000 {
            let settled = if number % 10 == 0 { failed() } else { Settled::Sent };
            assert!(!ring.note(1, &settled), "{number}");
        }
    }

    #[test]
    fn throttles_and_who_blocked_us_are_no_errors() {
        let mut ring = Ring::default();
        let later = Settled::Later { due_at: 1, attempts: 1 };
        assert!((0..500).all(|_| !ring.note(1, &Settled::Blocked) && !ring.note(1, &later)));
    }

    #[test]
    fn what_goes_on_begins_anew_whatever_still_lands() {
        let mut ring = Ring::default();
        assert!((0..21).any(|_| ring.note(1, &failed())));
        assert!((0..20).all(|_| !ring.note(3, &failed())));
        assert!(!ring.note(1, &failed()), "that was before it went on");
        assert!(ring.note(3, &failed()));
    }
}
