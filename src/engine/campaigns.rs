//! Campaigns: what nominations belong to, and when they may be sent.

use super::turn::Turn;
use crate::conversation::press::Campaign;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn campaign(&mut self, choice: Campaign) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
