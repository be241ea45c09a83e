//! Moving a nomination from state to state, with all that goes with each move.

use super::desk::Desk;
use crate::clock::{HOUR, Millis};
use crate::domain::day;
use crate::domain::nomination::{Move, State, after};
use crate::engine::turn::Turn;
use crate::store::nominations::{Nomination, Transition};
use crate::store::{StoreError, audit, desk_timers, nominations, parts};

/// The figures of the desk that can be set.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// How long a claim holds.
    pub claim: Millis,
    /// How long a decision can be taken back before it is told.
    pub undo: Millis,
    /// Working days within which a state should be over.
    pub limit_days: u32,
    /// Days after a refusal in which its author may ask for another look.
    pub appeal_days: u32,
}

impl Turn<'_> {
    pub(in crate::engine) async fn figures(&mut self) -> Result<Figures, StoreError> {
        let undo = self.shared.settings.undo;
        Ok(Figures { claim: 24 * HOUR, undo, limit_days: 5, appeal_days: 14 })
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
        let figures = self.figures().await?;
        let Some(to) = after(one.state, step) else { return Ok(None) };
        // A decision is told later; until then it can be taken back.
        let later = matches!(step, Move::Recognise | Move::Refuse) && figures.undo > 0;
        let tell_at = later.then_some(self.now + figures.undo);
        let change = Transition {
            from: one.state,
            version: one.version,
            to,
            due_at: to.is_owed().then(|| day::add_working_days(self.now, figures.limit_days)),
            by: self.actor(),
            tell_at,
        };
        if !nominations::transition(self.tx, one.id, &change, self.now).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(None);
        }
        self.set_marks(one.id, change.due_at).await?;
        match tell_at {
            Some(at) => desk_timers::set(self.tx, one.id, desk_timers::TELL, at).await?,
            None => desk_timers::clear(self.tx, one.id, desk_timers::TELL).await?,
        }
        if !to.is_open() && to != State::Suspended {
            desk_timers::clear(self.tx, one.id, desk_timers::CLAIM).await?;
        }
        self.note_part(one, self.contact.id).await?;
        let entry = self.shared.ids.next();
        let actor = self.actor().unwrap_or_default();
        audit::record(self.tx, entry, one.id, actor, Some(one.state), to, reason, self.now).await?;
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
        let desk = Desk::load(self.tx, nomination).await?;
        desk.ok_or_else(|| StoreError::Corrupt { what: "nomination", error: "it is gone".into() })
    }
}
