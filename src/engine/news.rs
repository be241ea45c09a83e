//! Who wants news, and who no longer.

use super::turn::Turn;
use crate::conversation::press::News;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn news(&mut self, choice: News) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
