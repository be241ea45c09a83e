//! Claims: who works on a nomination now, for a day; released, passed on, or over.

use super::card::{Face, Viewer};
use super::desk::Desk;
use crate::conversation::message::Message;
use crate::conversation::render::{excerpt, plain};
use crate::delivery::outgoing::Lane;
use crate::domain::day;
use crate::domain::nomination::{Move, State};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::engine::turn::Turn;
use crate::i18n::text;
use crate::store::audit::Act;
use crate::store::contacts::Contact;
use crate::store::{StoreError, desk_timers, nominations, votes};

use super::PERSON_IN_TOAST;

/// How many people a card offers to pass it on to, on one page.
const PAGE: usize = 8;

impl Turn<'_> {
    /// Takes a nomination up, for the first time or because its time is over.
    pub(super) async fn claim(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.may_act(desk, version).await? {
            return Ok(());
        }
        if let Some(claim) = desk.nomination.claim_at(self.now) {
            let own = claim.by == self.contact.id;
            let words =
                self.claimed_words(desk, if own { "desk-claimed-own" } else { "toast-claimed" });
            self.toast_text(words);
            return Ok(());
        }
        let mut one = desk.nomination.clone();
        if one.state == State::Submitted {
            if self.advance(&one, Move::Receive, None).await?.is_none() {
                return Ok(());
            }
            one = self.desk_again(one.id).await?.nomination;
        }
        let until = self.now + self.policy.claim();
        let to = self.contact.id;
        if !self.give_claim(&one.id, one.version, Some((to, until))).await? {
            return Ok(());
        }
        self.note_part(&one, to).await?;
        self.note(one.id, Act::Claim, None).await?;
        self.toast("toast-claim-taken", &[("at", day::local(until).into())], false);
        self.redraw_cards(one.id).await
    }

    /// Gives a nomination back to the queue.
    pub(super) async fn release(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.holds(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        if self.give_claim(&one.id, one.version, None).await? {
            self.note(one.id, Act::Release, None).await?;
            self.toast("toast-released", &[], false);
            self.redraw_cards(one.id).await?;
        }
        Ok(())
    }

    /// Shows to whom a nomination can be passed on.
    pub(super) async fn choose_heir(
        &mut self,
        desk: &Desk,
        version: i64,
        page: u32,
    ) -> Result<(), StoreError> {
        if !self.holds(desk, version).await? {
            return Ok(());
        }
        let heirs = self.heirs(desk).await?;
        if heirs.is_empty() {
            self.toast("toast-no-heir", &[], false);
            return Ok(());
        }
        let last = (heirs.len() - 1) / PAGE;
        let page = usize::try_from(page).unwrap_or_default().min(last);
        let shown: Vec<(i64, String)> = heirs
            .into_iter()
            .skip(page * PAGE)
            .take(PAGE)
            .map(|heir| (heir.id, excerpt(&heir.name, PERSON_IN_TOAST)))
            .collect();
        let turn = |page: usize| u32::try_from(page).unwrap_or_default();
        let before = (page > 0).then(|| turn(page - 1));
        let after = (page < last).then(|| turn(page + 1));
        self.turn_card(desk, Face::Passing { heirs: &shown, before, after }).await
    }

    /// Passes a nomination on.
    pub(super) async fn pass_to(
        &mut self,
        desk: &Desk,
        version: i64,
        heir: i64,
    ) -> Result<(), StoreError> {
        if !self.holds(desk, version).await? {
            return Ok(());
        }
        let Some(heir) = self.heirs(desk).await?.into_iter().find(|one| one.id == heir) else {
            self.toast("toast-heir-gone", &[], true);
            return self.turn_card(desk, Face::Plain).await;
        };
        let one = &desk.nomination;
        let until = self.now + self.policy.claim();
        if !self.give_claim(&one.id, one.version, Some((heir.id, until))).await? {
            return Ok(());
        }
        self.note_part(one, heir.id).await?;
        self.note(one.id, Act::Pass, Some(&heir.name)).await?;
        let name = excerpt(&heir.name, PERSON_IN_TOAST).into();
        let words = plain(&self.say("toast-passed", &[("who", name)]));
        self.toast_text(words);
        self.redraw_cards(one.id).await?;
        self.tell_heir(one.id, &heir).await
    }

    async fn tell_heir(&mut self, nomination: i64, heir: &Contact) -> Result<(), StoreError> {
        if heir.blocked {
            return Ok(());
        }
        let desk = self.desk_again(nomination).await?;
        let locale = heir.language.unwrap_or(self.shared.settings.locale);
        let args = [
            ("who", excerpt(&self.contact.name, PERSON_IN_TOAST).into()),
            ("code", desk.nomination.code.as_str().into()),
        ];
        let words = Message::of(text(locale, "desk-passed-to-you", &args));
        self.post_to(heir, Lane::Review, words);
        let (channel, address) = (heir.channel.clone(), heir.address.clone());
        self.deal(&desk, &channel, &address, (locale, Some(Viewer::from(heir))), Lane::Review).await
    }

    /// The claim's time is over: it goes back to the queue, unless it was taken up anew.
    pub(in crate::engine) async fn claim_is_over(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let is_over = one.claim.as_ref().is_some_and(|claim| claim.until <= self.now);
        if is_over && self.give_claim(&one.id, one.version, None).await? {
            self.note(one.id, Act::Release, None).await?;
            self.redraw_cards(one.id).await?;
        }
        Ok(())
    }

    /// Gives back what somebody holds who may not go on with it: what is outside this scope, or all.
    pub(in crate::engine) async fn end_claims_of(
        &mut self,
        member: i64,
        scope: Option<&Scope>,
    ) -> Result<(), StoreError> {
        for id in desk_timers::claims_of(self.tx.connection(), member).await? {
            nominations::lock(self.tx, id).await?;
            let one = self.desk_again(id).await?.nomination;
            let holds = one.claim.as_ref().is_some_and(|claim| claim.by == member);
            let may_go_on =
                scope.is_some_and(|scope| scope.covers(&one.commune, one.field.as_deref()));
            if holds && !may_go_on && self.give_claim(&id, one.version, None).await? {
                self.note(id, Act::Release, None).await?;
                self.redraw_cards(id).await?;
            }
        }
        Ok(())
    }

    /// Leaves the votes of somebody who has no part in the work any more out of what is not decided.
    pub(in crate::engine) async fn drop_votes_of(&mut self, member: i64) -> Result<(), StoreError> {
        for id in votes::undecided_of(self.tx.connection(), member).await? {
            nominations::lock(self.tx, id).await?;
            let one = self.desk_again(id).await?.nomination;
            if !one.state.is_open() || !votes::take_back(self.tx, id, one.round, member).await? {
                continue;
            }
            nominations::bump(self.tx, id).await?;
            self.note(id, Act::Unvote, None).await?;
            self.redraw_cards(id).await?;
        }
        Ok(())
    }

    /// Sets or ends a claim with its timer.
    async fn give_claim(
        &mut self,
        nomination: &i64,
        version: i64,
        claim: Option<(i64, i64)>,
    ) -> Result<bool, StoreError> {
        if !nominations::set_claim(self.tx, *nomination, version, claim).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(false);
        }
        match claim {
            Some((_, until)) => {
                desk_timers::set(self.tx, *nomination, desk_timers::CLAIM, until).await?;
            }
            None => desk_timers::clear(self.tx, *nomination, desk_timers::CLAIM).await?,
        }
        Ok(true)
    }

    /// Whether the presser holds the claim, or is an admin; if not, they are told who does.
    async fn holds(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        if !self.may_act(desk, version).await? {
            return Ok(false);
        }
        match desk.nomination.claim_at(self.now) {
            Some(claim) if claim.by == self.contact.id => Ok(true),
            Some(_) if self.contact.role == Some(Role::Admin) => Ok(true),
            Some(_) => {
                let words = self.claimed_words(desk, "toast-claimed");
                self.toast_text(words);
                Ok(false)
            }
            None => {
                self.toast("toast-nobodys", &[], false);
                self.turn_card(desk, Face::Plain).await?;
                Ok(false)
            }
        }
    }

    /// Who holds the claim and until when, in the words of `key`.
    pub(super) fn claimed_words(&self, desk: &Desk, key: &str) -> String {
        let Some(claim) = &desk.nomination.claim else { return String::new() };
        let who = excerpt(&claim.name, PERSON_IN_TOAST).into();
        plain(&self.say(key, &[("who", who), ("at", day::local(claim.until).into())]))
    }

    /// The members a nomination can be passed on to: all who may decide on it but its holder.
    async fn heirs(&mut self, desk: &Desk) -> Result<Vec<Contact>, StoreError> {
        let holder = desk.nomination.claim.as_ref().map(|claim| claim.by);
        let mut team = self.judges(desk).await?;
        team.retain(|member| Some(member.id) != holder);
        Ok(team)
    }
}
