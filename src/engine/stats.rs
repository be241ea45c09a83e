//! What is counted, and shown as a picture, a table or a file.

use super::turn::Turn;
use crate::conversation::press::Stats;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn stats(&mut self, choice: Stats) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
