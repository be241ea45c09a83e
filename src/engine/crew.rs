//! The team: invitations that can be taken back, roles that change, and who did what lately.

use super::turn::Turn;
use crate::conversation::press::Crew;
use crate::store::StoreError;

impl Turn<'_> {
    pub(super) async fn crew(&mut self, choice: Crew) -> Result<(), StoreError> {
        let _ = (self, choice);
        std::future::ready(Ok(())).await
    }
}
