//! Votes: one decides, or as many as the campaign says; and knowing somebody too well to vote.

use super::card::Face;
use super::desk::Desk;
use crate::domain::nomination::{Move, State, after};
use crate::domain::votes::{Outcome, Vote, outcome};
use crate::engine::turn::Turn;
use crate::store::audit::Act;
use crate::store::{StoreError, nominations, votes};

impl Turn<'_> {
    /// Votes on a nomination, and decides it if that is enough. `false` if nothing was changed.
    pub(super) async fn vote(
        &mut self,
        desk: &Desk,
        approves: bool,
        reason: Option<&str>,
    ) -> Result<bool, StoreError> {
        let one = &desk.nomination;
        let vote = Vote {
            voter: self.contact.id,
            name: self.contact.name.clone(),
            approves,
            reason: reason.map(str::to_owned),
            at: self.now,
        };
        let mut all = desk.votes.clone();
        all.push(vote.clone());
        let step = match outcome(one.policy, &all) {
            Outcome::Recognised => Move::Recognise,
            Outcome::Refused => Move::Refuse,
            Outcome::Open => Move::Propose,
        };
        // The row of the nomination is taken first: who votes at another replica meanwhile waits
        // for it, and then meets another version.
        if step == Move::Propose && after(one.state, step).is_none() {
            if !nominations::touch_version(self.tx, one.id, one.version).await? {
                self.toast("toast-card-old", &[], true);
                return Ok(false);
            }
            votes::cast(self.tx, one.id, one.round, &vote).await?;
            self.redraw_cards(one.id).await?;
        } else {
            votes::cast(self.tx, one.id, one.round, &vote).await?;
            // Only the deciding vote has its reason in the history; the others are on the card.
            let why = reason.filter(|_| step == Move::Refuse);
            let Some(to) = self.advance(one, step, why).await? else {
                votes::take_back(self.tx, one.id, one.round, vote.voter).await?;
                return Ok(false);
            };
            if to.is_decided() {
                self.tell_unless_later(one.id).await?;
            }
        }
        self.note_part(one, self.contact.id).await?;
        // Where one vote decides, the change of state says it all.
        if one.policy.approvals > 1 || one.policy.refusals > 1 {
            let verdict = if approves { "for" } else { "against" };
            self.note(one.id, Act::Vote, Some(verdict)).await?;
        }
        let decided = step != Move::Propose;
        self.toast(if decided { "toast-done" } else { "toast-voted" }, &[], false);
        Ok(true)
    }

    /// Takes one's own vote back, while nothing is decided.
    pub(super) async fn unvote(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.may_act(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        if desk.vote_of(self.contact.id).is_none() {
            self.toast("toast-no-vote", &[], false);
            return self.turn_card(desk, Face::Plain).await;
        }
        if !nominations::touch_version(self.tx, one.id, one.version).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        votes::take_back(self.tx, one.id, one.round, self.contact.id).await?;
        self.note(one.id, Act::Unvote, None).await?;
        self.toast("toast-unvoted", &[], false);
        self.redraw_cards(one.id).await
    }

    /// Notes that the presser knows the person and takes no part: their vote and claim go.
    pub(super) async fn recuse(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.may_act(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        let claim = one.claim.as_ref().map(|claim| (claim.by, claim.until));
        let kept = claim.filter(|(by, _)| *by != self.contact.id);
        if !nominations::set_claim(self.tx, one.id, one.version, kept).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        votes::take_back(self.tx, one.id, one.round, self.contact.id).await?;
        votes::recuse(self.tx, one.id, self.contact.id, self.now).await?;
        self.note(one.id, Act::Recuse, None).await?;
        self.toast("toast-recused-now", &[], false);
        self.redraw_cards(one.id).await
    }

    /// Takes part again, while nothing is decided: somebody may have meant another person, or pressed
    /// beside.
    pub(super) async fn rejoin(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        let one = &desk.nomination;
        if !one.state.is_open() || one.version != version {
            self.toast("toast-card-old", &[], true);
            return self.turn_card(desk, Face::Plain).await;
        }
        if !desk.recused.contains(&self.contact.id) {
            self.toast("toast-not-recused", &[], false);
            return Ok(());
        }
        if !nominations::touch_version(self.tx, one.id, one.version).await?
            || !votes::rejoin(self.tx, one.id, self.contact.id).await?
        {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        self.note(one.id, Act::Recuse, Some("taken back")).await?;
        self.toast("toast-rejoined", &[], false);
        self.redraw_cards(one.id).await
    }

    /// Whether a nomination's state lets everyone vote, whoever holds its claim.
    pub(super) fn is_put_forward(desk: &Desk) -> bool {
        desk.nomination.state == State::Pending
    }
}
