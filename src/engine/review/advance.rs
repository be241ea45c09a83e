//! Moving a nomination from state to state, with all that goes with each move.

use super::desk::Desk;
use crate::clock::Millis;
use crate::domain::nomination::{Move, State, after};
use crate::domain::policy::Policy;
use crate::engine::turn::Turn;
use crate::store::audit::{Act, Entry};
use crate::store::nominations::{Nomination, Transition};
use crate::store::{StoreError, audit, desk_timers, likeness, nominations, parts, photos};

impl Turn<'_> {
    /// By when a state that is entered now should be over, if reviewers owe it something.
    pub(in crate::engine) async fn due_in(
        &mut self,
        state: State,
    ) -> Result<Option<Millis>, StoreError> {
        let policy = self.policy;
        Ok(self.due_by(&policy, state))
    }

    fn due_by(&self, policy: &Policy, state: State) -> Option<Millis> {
        let days = policy.limit_days(state)?;
        Some(self.shared.settings.calendar.add_working_days(self.now, days))
    }

    /// Makes a move, with its audit row and every copy of the card drawn again. `None`, and nothing
    /// changed, if the move is not legal or somebody at another replica was faster; the presser is
    /// then told so.
    pub(in crate::engine) async fn advance(
        &mut self,
        one: &Nomination,
        step: Move,
        reason: Option<&str>,
    ) -> Result<Option<State>, StoreError> {
        let Some(to) = after(one.state, step) else { return Ok(None) };
        let policy = self.policy;
        let undo = policy.undo();
        // A decision is told later; until then it can be taken back.
        let later = matches!(step, Move::Recognise | Move::Refuse) && undo > 0;
        let tell_at = later.then_some(self.now + undo);
        let change = Transition {
            from: one.state,
            version: one.version,
            to,
            due_at: self.due_by(&policy, to),
            by: self.actor(),
            tell_at,
        };
        if to == State::Recognised {
            // Recognition alone never brings back what was shown before.
            self.hide_unless_public(one).await?;
        }
        if !nominations::transition(self.tx, one.id, &change, self.now).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(None);
        }
        self.set_marks(one.id, change.due_at).await?;
        match tell_at {
            Some(at) => desk_timers::set(self.tx, one.id, desk_timers::TELL, at).await?,
            None => desk_timers::clear(self.tx, one.id, desk_timers::TELL).await?,
        }
        if one.state == State::Asked {
            // Whatever ended the waiting.
            desk_timers::clear(self.tx, one.id, desk_timers::ASK_REMIND).await?;
            desk_timers::clear(self.tx, one.id, desk_timers::ASK_LAPSE).await?;
        }
        let closes = !to.is_open() && to != State::Suspended;
        if closes {
            desk_timers::clear(self.tx, one.id, desk_timers::CLAIM).await?;
        }
        self.note_part(one, self.contact.id).await?;
        if to == State::Withdrawn {
            // What is taken back is compared with nothing any more.
            likeness::remove(self.tx, one.id).await?;
            photos::let_go(self.tx, one.id).await?;
        }
        let (id, from) = (self.shared.ids.next(), Some(one.state));
        let actor = self.actor().map(|_| self.contact.actor());
        let entry = Entry::state(id, one.id, actor, from, to, self.now);
        audit::record(self.tx, &entry.because(reason)).await?;
        if closes && one.claim.is_some() {
            self.note(one.id, Act::Release, None).await?;
        }
        // What is recognised now may say that it is about a child.
        if one.state == State::Recognised || to == State::Recognised {
            self.hide_unless_public(one).await?;
        }
        self.redraw_cards(one.id).await?;
        Ok(Some(to))
    }

    /// Notes that a reviewer has had a part in a nomination, if it is a reviewer who does what is done.
    pub(super) async fn note_part(&mut self, one: &Nomination, who: i64) -> Result<(), StoreError> {
        if self.actor().is_none() || who == one.nominator {
            return Ok(());
        }
        parts::note(self.tx, one.id, who, self.now).await
    }

    /// The desk of a nomination as it is after a move.
    pub(super) async fn desk_again(&mut self, nomination: i64) -> Result<Desk, StoreError> {
        let desk = Desk::load(self.tx, &self.catalog, nomination).await?;
        desk.ok_or_else(|| StoreError::Corrupt { what: "nomination", error: "it is gone".into() })
    }
}
