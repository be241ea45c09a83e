//! What its author is told of a nomination, and taking a decision back: before that, by who decided;
//! after it, by an admin with a reason.

use super::card::{Face, spoken};
use super::desk::Desk;
use crate::conversation::message::Message;
use crate::conversation::words::Words;
use crate::delivery::outgoing::Lane;
use crate::domain::nomination::{Move, State};
use crate::domain::role::Role;
use crate::engine::behalf;
use crate::engine::turn::Turn;
use crate::i18n::{Args, text};
use crate::store::nominations::Nomination;
use crate::store::{StoreError, contacts, nominations, votes};

impl Turn<'_> {
    /// Tells the author of a decision that was just made, if that is not to be done later.
    pub(super) async fn tell_unless_later(&mut self, nomination: i64) -> Result<(), StoreError> {
        let desk = self.desk_again(nomination).await?;
        if desk.nomination.tell_at.is_none() {
            self.tell_decision(&desk).await?;
        }
        Ok(())
    }

    /// The time to take a decision back is over: its author is told.
    pub(in crate::engine) async fn telling_is_due(
        &mut self,
        desk: &Desk,
    ) -> Result<(), StoreError> {
        let is_due = desk.nomination.tell_at.is_some_and(|at| at <= self.now);
        if is_due && nominations::set_told(self.tx, desk.nomination.id).await? {
            self.tell_decision(desk).await?;
            self.redraw_cards(desk.nomination.id).await?;
        }
        Ok(())
    }

    async fn tell_decision(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let reason = desk.last.as_ref().and_then(|last| last.reason.clone());
        let key = match one.appealed_at {
            Some(_) => format!("notice-appeal-{}", one.state.code()),
            None => format!("notice-{}", one.state.code()),
        };
        self.tell_nominator(one, &key, reason.as_deref()).await?;
        self.tell_duplicates(one, reason.as_deref()).await
    }

    /// Tells the author something about a nomination, unless they have stopped the bot: then they find
    /// it in their list when they come back.
    pub(in crate::engine) async fn tell_nominator(
        &mut self,
        one: &Nomination,
        key: &str,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        self.tell_nominator_with(one, key, reason, &[]).await
    }

    /// The same, with more to put into the words.
    pub(super) async fn tell_nominator_with(
        &mut self,
        one: &Nomination,
        key: &str,
        reason: Option<&str>,
        more: &Args<'_>,
    ) -> Result<(), StoreError> {
        let Some(nominator) = contacts::by_id(self.tx.connection(), one.nominator).await? else {
            return Ok(());
        };
        if nominator.blocked {
            return Ok(());
        }
        let locale = nominator.language.unwrap_or(self.shared.settings.locale);
        let reason = reason.map(|reason| spoken(&self.catalog, reason, locale)).unwrap_or_default();
        let mut args = vec![
            ("name", one.name.as_str().into()),
            ("code", one.code.as_str().into()),
            ("reason", reason.into()),
        ];
        args.extend_from_slice(more);
        let mut words = vec![text(locale, key, &args)];
        words.extend(one.on_behalf.as_ref().map(|told| behalf::pass_on(locale, told)));
        let mut choices = Vec::new();
        // As it is by now: told.
        let told = Nomination { tell_at: None, ..one.clone() };
        if matches!(key, "notice-refused" | "notice-duplicate-refused")
            && let Some((offer, button)) = self.appeal_offer(&told, locale).await?
        {
            words.push(offer);
            choices.push(vec![button]);
        }
        let message = Message { choices, ..Message::of(words.join("\n\n")) };
        self.post_to(&nominator, Lane::Answer, message);
        Ok(())
    }

    /// Takes a decision back that its author was not told of yet.
    pub(super) async fn undo(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let in_time = one.tell_at.is_some_and(|at| self.now < at);
        if !one.state.is_decided() || one.version != version || !in_time {
            let is_told = one.state.is_decided() && !in_time;
            self.toast(if is_told { "toast-told" } else { "toast-card-old" }, &[], true);
            return self.turn_card(desk, Face::Plain).await;
        }
        if one.decided_by != Some(self.contact.id) {
            self.toast("toast-not-yours-to-undo", &[], true);
            return Ok(());
        }
        if self.advance(one, Move::Undo, None).await?.is_none() {
            return Ok(());
        }
        // The vote that decided; those of others stay.
        votes::take_back(self.tx, one.id, one.round, self.contact.id).await?;
        self.toast("toast-undone", &[], false);
        self.redraw_cards(one.id).await
    }

    /// Asks an admin why a decided nomination should be decided anew.
    pub(super) async fn ask_to_reopen(
        &mut self,
        desk: &Desk,
        version: i64,
    ) -> Result<(), StoreError> {
        if self.may_reopen(desk, version).await? {
            self.await_words(Words::Reopen, desk);
        }
        Ok(())
    }

    async fn may_reopen(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let one = &desk.nomination;
        if self.contact.role != Some(Role::Admin) {
            self.toast("toast-admins-only", &[], true);
            return Ok(false);
        }
        if !self.takes_part(desk) {
            return Ok(false);
        }
        if !one.state.is_decided() || one.version != version {
            self.toast("toast-card-old", &[], true);
            self.turn_card(desk, Face::Plain).await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Has a decided nomination decided anew, for a reason.
    pub(in crate::engine) async fn reopen(
        &mut self,
        desk: &Desk,
        version: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        if !self.may_reopen(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        let was_told = one.tell_at.is_none();
        if self.advance(one, Move::Reopen, Some(reason)).await?.is_none() {
            return Ok(());
        }
        self.begin_round(one.id).await?;
        if was_told {
            self.tell_all(one, "notice-reopened").await?;
        }
        self.confirm("desk-reopened", desk);
        Ok(())
    }

    /// Asks why a nomination should be set aside.
    pub(super) async fn ask_to_suspend(
        &mut self,
        desk: &Desk,
        version: i64,
    ) -> Result<(), StoreError> {
        if self.may_suspend(desk, version).await? {
            self.await_words(Words::Suspend, desk);
        }
        Ok(())
    }

    async fn may_suspend(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let one = &desk.nomination;
        if one.state != State::Recognised {
            return self.may_act(desk, version).await;
        }
        if !self.takes_part(desk) {
            return Ok(false);
        }
        if one.version != version {
            self.toast("toast-card-old", &[], true);
            self.turn_card(desk, Face::Plain).await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Sets a nomination aside, for a reason that stays among reviewers.
    pub(in crate::engine) async fn suspend(
        &mut self,
        desk: &Desk,
        version: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        if !self.may_suspend(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        if self.advance(one, Move::Suspend, Some(reason)).await?.is_some() {
            self.tell_all(one, "notice-suspended").await?;
            self.confirm("desk-suspended", desk);
        }
        Ok(())
    }

    /// Takes a nomination up again that was set aside.
    pub(super) async fn resume(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.takes_part(desk) {
            return Ok(());
        }
        let one = &desk.nomination;
        if one.state != State::Suspended || one.version != version {
            self.toast("toast-card-old", &[], true);
            return self.turn_card(desk, Face::Plain).await;
        }
        if self.advance(one, Move::Resume, None).await?.is_some() {
            self.begin_round(one.id).await?;
            self.tell_all(one, "notice-resumed").await?;
            self.toast("toast-resumed", &[], false);
        }
        Ok(())
    }

    /// Has votes begin anew on a nomination that was moved, which the cards then show.
    async fn begin_round(&mut self, nomination: i64) -> Result<(), StoreError> {
        let begun = nominations::begin_round(self.tx, nomination).await?;
        StoreError::one_row("begin a round", u64::from(begun))?;
        self.redraw_cards(nomination).await
    }

    /// Says that something was done, in the person's own chat.
    pub(in crate::engine) fn confirm(&mut self, key: &str, desk: &Desk) {
        let code = desk.nomination.code.as_str().into();
        let words = self.say(key, &[("code", code)]);
        self.tell(words);
    }
}
