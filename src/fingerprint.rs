//! Fetches photos that citizens sent and remembers what they look like, so that the same photo is
//! known again. One after the other, beside everything else: nothing waits for it.
//!
//! A photo that cannot be had is tried a few times more, each time later, and then given up. The
//! bytes are kept nowhere.

mod picture;

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::channels::FetchError;
use crate::clock::{Clock, HOUR, MINUTE, Millis};
use crate::delivery::Doors;
use crate::domain::evidence::MAX_FILE_BYTES;
use crate::store::photos::Photo;
use crate::store::{Store, StoreError, likeness, nominations, photos};
use picture::PictureError;

/// How often photos are looked for.
const TICK: Duration = Duration::from_secs(1);
/// Photos taken up in one look.
const BATCH: i64 = 16;
/// How long one photo may take, whatever the door does.
const FETCH_LIMIT: Duration = Duration::from_secs(90);
/// When a photo that could not be had is tried again; after the last it is given up.
const AGAIN: [Millis; 5] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];
/// Nominations from before there were keys, given theirs in one transaction.
const CATCH_UP: i64 = 100;

/// What fetches photos.
pub struct Fingerprints {
    store: Store,
    clock: Clock,
    doors: Doors,
}

impl std::fmt::Debug for Fingerprints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fingerprints").finish_non_exhaustive()
    }
}

/// What came of a photo.
enum Outcome {
    Hash(u64),
    /// It is to be tried again after so long, or not.
    Not(Option<Millis>),
}

impl Fingerprints {
    /// Over a migrated database, by these doors.
    pub fn new(store: Store, clock: Clock, doors: Doors) -> Self {
        Self { store, clock, doors }
    }

    /// Fetches what is due while `on_duty`, until `stop`. `known` is called with each nomination of
    /// which a photo became known.
    pub async fn run<F>(
        self,
        on_duty: watch::Receiver<bool>,
        stop: CancellationToken,
        known: impl Fn(i64) -> F,
    ) where
        F: Future<Output = ()>,
    {
        let work = async {
            let mut caught_up = false;
            let mut tick = tokio::time::interval(TICK);
            loop {
                tick.tick().await;
                if !*on_duty.borrow() {
                    continue;
                }
                if !caught_up {
                    caught_up = self.catch_up().await.is_ok();
                }
                if let Err(error) = self.fetch_due(&known).await {
                    tracing::error!(%error, "photos could not be looked for");
                }
            }
        };
        stop.run_until_cancelled(work).await;
    }

    /// Gives keys to nominations that have none.
    async fn catch_up(&self) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let found = {
                let mut reader = self.store.read().await?;
                likeness::without_keys(&mut reader, after, CATCH_UP).await?
            };
            let Some(&last) = found.last() else { return Ok(()) };
            after = last;
            let now = self.clock.now();
            let written = self.store.write(0, move |tx| {
                Box::pin(async move {
                    for nomination in found {
                        let one = nominations::by_id(tx.connection(), nomination).await?;
                        if let Some(one) = one {
                            likeness::index(tx, nomination, one.exemplar, now).await?;
                        }
                    }
                    Ok(())
                })
            });
            if let Err(error) = written.await {
                tracing::error!(%error, "keys of older nominations could not be written");
                return Err(error);
            }
        }
    }

    /// Fetches the photos that are due now; says how many there were.
    async fn fetch_due<F>(&self, known: impl Fn(i64) -> F) -> Result<usize, StoreError>
    where
        F: Future<Output = ()>,
    {
        let due = {
            let mut reader = self.store.read().await?;
            photos::due(&mut reader, self.clock.now(), BATCH).await?
        };
        let count = due.len();
        for photo in due {
            let nomination = photo.nomination;
            let outcome = self.look_at(&photo).await;
            let now = self.clock.now();
            let written = self.store.write(0, move |tx| {
                Box::pin(async move {
                    match outcome {
                        Outcome::Hash(hash) => photos::put(tx, &photo, hash, now).await,
                        Outcome::Not(wait) => {
                            let again = wait.map(|wait| now + wait);
                            photos::put_off(tx, &photo, again, now).await.map(|_| false)
                        }
                    }
                })
            });
            if written.await? {
                known(nomination).await;
            }
        }
        Ok(count)
    }

    async fn look_at(&self, photo: &Photo) -> Outcome {
        let again = usize::try_from(photo.tries).ok().and_then(|tries| AGAIN.get(tries)).copied();
        let Some(door) = self.doors.get(photo.channel.as_str()) else { return Outcome::Not(None) };
        let fetched = door.fetch(&photo.file, MAX_FILE_BYTES);
        let bytes = match tokio::time::timeout(FETCH_LIMIT, fetched).await {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(FetchError::Gone | FetchError::TooBig)) => return Outcome::Not(None),
            Ok(Err(FetchError::Throttled { retry_after_ms })) => {
                return Outcome::Not(again.map(|again| again.max(retry_after_ms)));
            }
            Ok(Err(error @ FetchError::Failed { .. })) => {
                tracing::warn!(%error, nomination = photo.nomination, "a photo was not fetched");
                return Outcome::Not(again);
            }
            Err(_) => return Outcome::Not(again),
        };
        // Unpacking takes a processor for a while.
        match tokio::task::spawn_blocking(move || picture::hash_of(&bytes)).await {
            Ok(Ok(hash)) => Outcome::Hash(hash),
            Ok(Err(PictureError::Unreadable | PictureError::TooLarge)) => Outcome::Not(None),
            Err(_) => {
                tracing::error!(nomination = photo.nomination, "a photo could not be unpacked");
                Outcome::Not(None)
            }
        }
    }
}
