//! Erasing all that is kept about the person who asks for it.

use super::ASKED_FOR;
use crate::conversation::message::Message;
use crate::domain::nomination::{Move, after};
use crate::engine::turn::Turn;
use crate::store::audit::{Act, Subject};
use crate::store::nominations::Nomination;
use crate::store::{StoreError, cards, erasure, nominations};

impl Turn<'_> {
    /// Erases, if that was asked a moment ago.
    pub(super) async fn erase(&mut self, asked_at: i64) -> Result<(), StoreError> {
        if !(0..=ASKED_FOR).contains(&self.now.saturating_sub(asked_at)) {
            self.toast("toast-rights-again", &[], false);
            return self.ask_to_erase();
        }
        if !self.may_be_erased() {
            return Ok(());
        }
        let own =
            nominations::of_nominator(self.tx.connection(), self.contact.id, i64::MAX, 0).await?;
        // What they entered for others goes on, and only names them no more.
        let taken_back = |one: &&Nomination| {
            one.on_behalf.is_none() && after(one.state, Move::Withdraw).is_some()
        };
        for one in own.iter().filter(taken_back) {
            let one = self.hold_kin(one).await?;
            if self.advance(&one, Move::Withdraw, None).await?.is_some() {
                self.leave_kin(&one).await?;
            }
        }
        // Noted first: the name goes from this line as from all others.
        self.note_about(Subject::Contact(self.contact.id), Act::Erase, None, None).await?;
        if !erasure::erase_contact(self.tx, self.contact.id, self.now).await? {
            // Something was opened again in this very moment: the next try takes that back too.
            self.toast("toast-rights-again", &[], false);
            return self.ask_to_erase();
        }
        self.empty_cards(&own).await?;
        self.forget_session();
        self.answer(Message::of(self.say("rights-erased", &[])));
        Ok(())
    }

    /// Draws the cards of these again, without what was erased. Those that were drawn on the way, with
    /// it, are not sent at all.
    async fn empty_cards(&mut self, own: &[Nomination]) -> Result<(), StoreError> {
        for one in own {
            let copies = cards::of(self.tx.connection(), one.id).await?;
            self.unsay(|outgoing| {
                copies.iter().any(|copy| {
                    outgoing.address == copy.address
                        && outgoing.slot.as_deref() == Some(copy.slot.as_str())
                })
            });
            self.redraw_cards(one.id).await?;
        }
        Ok(())
    }
}
