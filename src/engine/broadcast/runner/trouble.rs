//! What could not be done for which message to many: it is tried again, ever more seldom, while the
//! others go on.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::store::StoreError;

/// How long is waited after the first failure; after each more, twice as long.
const FIRST: Duration = Duration::from_millis(500);
/// How long is waited at most.
const LONGEST: Duration = Duration::from_secs(60);

/// When what failed is tried again, by the message's id, and how long was waited before.
#[derive(Debug, Default)]
pub(super) struct Trouble(HashMap<i64, (Instant, Duration)>);

impl Trouble {
    /// Whether it is left alone for now.
    pub(super) fn rests(&self, id: i64) -> bool {
        self.0.get(&id).is_some_and(|(until, _)| Instant::now() < *until)
    }

    /// Whether it failed the last time.
    pub(super) fn has(&self, id: i64) -> bool {
        self.0.contains_key(&id)
    }

    /// Notes how it went.
    pub(super) fn note(&mut self, id: i64, went: Result<(), StoreError>) {
        let Err(error) = went else {
            self.0.remove(&id);
            return;
        };
        tracing::error!(%error, broadcast = id, "a message to many could not be looked after");
        let wait = self.0.get(&id).map_or(FIRST, |(_, before)| (*before * 2).min(LONGEST));
        self.0.insert(id, (Instant::now() + wait, wait));
    }

    /// Forgets those that are not looked after any more.
    pub(super) fn retain(&mut self, is_looked_after: impl Fn(i64) -> bool) {
        self.0.retain(|id, _| is_looked_after(*id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_fails_again_is_left_alone_for_longer() {
        let mut trouble = Trouble::default();
        let fails = || Err(StoreError::Closed);
        for half_seconds in [1, 2, 4] {
            assert!(!trouble.rests(7));
            trouble.note(7, fails());
            tokio::time::advance(FIRST * half_seconds - Duration::from_millis(1)).await;
            assert!(trouble.rests(7) && !trouble.rests(8));
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        assert!(trouble.has(7));
        trouble.note(7, Ok(()));
        assert!(!trouble.has(7));
    }
}
