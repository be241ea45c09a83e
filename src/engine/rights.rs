//! A citizen's own data: to have, to withdraw consent to, to have erased.

use super::turn::Turn;
use crate::conversation::press::Rights;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn rights(&mut self, choice: Rights) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
