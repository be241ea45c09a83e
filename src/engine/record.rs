//! What is done beside changes of state, kept in the audit.

use super::turn::Turn;
use crate::store::StoreError;
use crate::store::audit::{self, Act, Entry, Subject};

impl Turn<'_> {
    /// Notes what was done to a nomination.
    pub(super) async fn note(
        &mut self,
        nomination: i64,
        act: Act,
        detail: Option<&str>,
    ) -> Result<(), StoreError> {
        self.note_about(Subject::Nomination(nomination), act, detail, None).await
    }

    /// Notes what was done to anything, and why.
    pub(super) async fn note_about(
        &mut self,
        subject: Subject<'_>,
        act: Act,
        detail: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let id = self.shared.ids.next();
        let actor = self.actor().map(|_| self.contact.actor());
        let mut entry = Entry::new(id, act, subject, actor, self.now).because(reason);
        if let Some(detail) = detail {
            entry = entry.with(detail);
        }
        audit::record(self.tx, &entry).await
    }
}
