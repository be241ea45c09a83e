//! What admins set from the chat.

use super::turn::Turn;
use crate::conversation::press::Setting;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn setting(&mut self, choice: Setting) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
