//! Words that were awaited: asking for them, and giving them to whom they are for.

use super::review::Desk;
use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::store::StoreError;

impl Turn<'_> {
    /// Asks for words about a nomination, in the person's own chat.
    pub(super) fn await_words(&mut self, about: Words, desk: &Desk) {
        let one = &desk.nomination;
        self.session.go(At::Words { about, nomination: one.id, version: one.version });
        let args = [("code", one.code.as_str().into()), ("name", one.name.as_str().into())];
        let words = self.say(&format!("words-{}", about.code()), &args);
        self.tell(words);
        if self.chat != self.contact.address {
            self.toast("toast-write-privately", &[], false);
        }
    }

    /// Takes words that were awaited.
    pub(super) async fn take_words(
        &mut self,
        about: Words,
        nomination: i64,
        version: i64,
        text: &str,
    ) -> Result<(), StoreError> {
        if about == Words::Restrict {
            return self.restrict_because(nomination, version, text).await;
        }
        if self.contact.role.is_none() {
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        let Some(desk) = Desk::load(self.tx, nomination).await? else {
            self.answer(Message::of(self.say("toast-gone", &[])));
            return Ok(());
        };
        if !self.may_read(&desk.nomination) {
            self.answer(Message::of(self.say("toast-out-of-scope", &[])));
            return Ok(());
        }
        match about {
            Words::Reopen => self.reopen(&desk, version, text).await,
            Words::Suspend => self.suspend(&desk, version, text).await,
            Words::CommendForm | Words::CommendNumber | Words::CommendDay => {
                self.commend_in_words(&desk, version, about, text).await
            }
            // Not about a nomination: see above.
            Words::Restrict => Ok(()),
        }
    }
}
