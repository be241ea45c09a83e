//! What follows when it is known how a photo looks.

use super::Engine;
use crate::store::desk_timers;

impl Engine {
    /// A photo of this nomination can be compared with others from now on.
    pub async fn photo_known(&self, nomination: i64) {
        let now = self.shared.clock.now();
        let looked_at = self.shared.store.write(0, move |tx| {
            Box::pin(desk_timers::set(tx, nomination, desk_timers::PHOTO, now))
        });
        if let Err(error) = looked_at.await {
            tracing::error!(%error, nomination, "a card will not show that a photo is known");
        }
    }
}
