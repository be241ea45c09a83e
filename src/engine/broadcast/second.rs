//! The second word: what goes to many needs an admin beside its author.

use super::runner::shown;
use super::{Place, control};
use crate::conversation::message::Message;
use crate::delivery::outgoing::{Lane, Placement};
use crate::domain::broadcast::{Move, State};
use crate::domain::role::Role;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};
use crate::store::contacts::{self, Contact};

impl Turn<'_> {
    /// Whether the person who is talking may give the second word: an admin who neither wrote nor
    /// confirmed it.
    pub(super) fn may_agree_to(&self, one: &Broadcast) -> bool {
        self.contact.role == Some(Role::Admin) && is_another(one, self.contact.id)
    }

    /// Who else may give it when the person who is talking confirms.
    pub(super) async fn who_may_second(
        &mut self,
        one: &Broadcast,
    ) -> Result<Vec<Contact>, StoreError> {
        let team = self.shared.team(self.tx.connection()).await?;
        let me = self.contact.id;
        Ok(team
            .into_iter()
            .filter(|member| member.role == Some(Role::Admin) && !member.blocked)
            .filter(|member| member.id != me && is_another(one, member.id))
            .collect())
    }

    /// Shows it to each of them as it will arrive, and asks.
    pub(super) async fn ask_for_second(
        &mut self,
        one: &Broadcast,
        seconds: &[Contact],
    ) -> Result<(), StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let policy = self.policy;
        for member in seconds {
            let locale = member.language.unwrap_or(self.shared.settings.locale);
            let args = [("who", self.contact.name.as_str().into())];
            self.post_to(member, Lane::Review, Message::of(text(locale, "cast-second", &args)));
            for call in self.calls_of(one, &contents, Locale::Vi).await? {
                self.post_to(member, Lane::Review, call);
            }
            if contents.en.as_ref().is_some_and(|english| !english.is_empty()) {
                for call in self.calls_of(one, &contents, Locale::En).await? {
                    self.post_to(member, Lane::Review, call);
                }
            }
            let view = self.shared.view_of(&policy, self.now);
            let message = control::draw(locale, view, one, &contents, true);
            self.post(shown(member, one.id, Placement::Fresh, message));
        }
        Ok(())
    }

    /// Who else has its control in their chat: while it is proposed, those who were asked and its author;
    /// else those who watch.
    pub(super) async fn others_who_see(
        &mut self,
        one: &Broadcast,
    ) -> Result<Vec<Contact>, StoreError> {
        let mut others = match one.state {
            State::Proposed => self.who_may_second(one).await?,
            _ => self.shared.watchers(self.tx.connection(), one).await?,
        };
        let author = author_of(one);
        if !others.iter().any(|other| other.id == author) {
            let author = contacts::by_id(self.tx.connection(), author).await?;
            others.extend(author.filter(|author| !author.blocked));
        }
        others.retain(|other| other.id != self.contact.id);
        Ok(others)
    }

    /// Draws it again in their chats: it is decided. Where it goes on, they watch it from now on.
    pub(super) async fn redraw_for(
        &mut self,
        others: &[Contact],
        one: &Broadcast,
    ) -> Result<(), StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let policy = self.policy;
        for member in others {
            if one.state == State::Scheduled {
                broadcasts::watch(self.tx, one.id, member.id).await?;
            }
            let locale = member.language.unwrap_or(self.shared.settings.locale);
            let view = self.shared.view_of(&policy, self.now);
            let message = control::draw(locale, view, one, &contents, false);
            self.post(shown(member, one.id, Placement::Redraw, message));
        }
        Ok(())
    }

    /// The second word: it goes at its time.
    pub(super) async fn agree_to_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if one.state != State::Proposed {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        if !self.may_agree_to(&one) {
            self.toast("toast-cast-another", &[], true);
            return Ok(());
        }
        if one.due_at.is_some_and(|due| due <= self.now) {
            // Its author meant it for a moment that is over, and chooses another.
            self.toast("toast-cast-due-passed", &[], true);
            return Ok(());
        }
        let (author, others) = (author_of(&one), self.others_who_see(&one).await?);
        if !self.advance_cast(&mut one, Move::Schedule, None, "agreed").await? {
            return Ok(());
        }
        broadcasts::watch(self.tx, one.id, author).await?;
        self.tell_author(author, "cast-agreed").await?;
        self.redraw_for(&others, &one).await?;
        self.show_cast(&one, Place::Here).await
    }

    /// Back to being written: a second admin's no, or whoever planned it thinks again.
    pub(super) async fn return_cast(&mut self, mut one: Broadcast) -> Result<(), StoreError> {
        if !matches!(one.state, State::Proposed | State::Scheduled) {
            self.toast("toast-cast-old", &[], false);
            return self.show_cast(&one, Place::Here).await;
        }
        let (author, others) = (author_of(&one), self.others_who_see(&one).await?);
        if !self.advance_cast(&mut one, Move::Revise, None, "returned").await? {
            return Ok(());
        }
        let who = self.contact.name.clone();
        for member in &others {
            let locale = member.language.unwrap_or(self.shared.settings.locale);
            let args = [("who", who.as_str().into())];
            let message = Message::of(text(locale, "cast-returned", &args));
            self.post(shown(member, one.id, Placement::Redraw, message));
        }
        if author == self.contact.id {
            return self.show_cast(&one, Place::Here).await;
        }
        self.tell_author(author, "cast-returned").await?;
        let args = [("who", who.as_str().into())];
        let message = Message::of(self.say("cast-returned", &args));
        self.draw_cast(one.id, Place::Here, message);
        Ok(())
    }

    async fn tell_author(&mut self, author: i64, key: &str) -> Result<(), StoreError> {
        let author = contacts::by_id(self.tx.connection(), author).await?;
        let Some(author) = author.filter(|one| !one.blocked && one.id != self.contact.id) else {
            return Ok(());
        };
        let locale = author.language.unwrap_or(self.shared.settings.locale);
        let args = [("who", self.contact.name.as_str().into())];
        self.post_to(&author, Lane::Review, Message::of(text(locale, key, &args)));
        Ok(())
    }
}

/// Who is told what becomes of it.
fn author_of(one: &Broadcast) -> i64 {
    one.confirmed.map_or(one.created_by, |(by, _)| by)
}

/// Whether somebody is neither who wrote it nor who confirmed it.
fn is_another(one: &Broadcast, contact: i64) -> bool {
    one.created_by != contact && one.confirmed.is_none_or(|(by, _)| by != contact)
}
