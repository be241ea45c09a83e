//! What follows when it is known how a photo looks.

use super::Engine;

impl Engine {
    /// A photo of this nomination can be compared with others from now on.
    pub async fn photo_known(&self, nomination: i64) {
        tracing::debug!(nomination, "the look of a photo is known");
    }
}
