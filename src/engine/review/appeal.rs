//! An appeal: its author asks for another look at a refusal, once and in time. It goes to people who
//! had no part in it before; if there are none, to admins. Of nominations that go together, each author
//! may ask, once for all of them.

use std::borrow::Cow;

use super::desk::Desk;
use crate::clock::{DAY, Millis};
use crate::conversation::message::Choice;
use crate::conversation::press::Press;
use crate::conversation::render::{choice, summary};
use crate::conversation::words::Words;
use crate::domain::day;
use crate::domain::nomination::{Move, State};
use crate::domain::role::Role;
use crate::engine::roles::covers;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::appeals::{self, Appeal};
use crate::store::contacts::Contact;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, joins, members, nominations, parts, votes};

/// How much of the reason for an appeal a card shows, in UTF-16 units.
const BODY_SHOWN: usize = 300;

impl Turn<'_> {
    /// Until when there may be an appeal against the refusal of a nomination: the end of a day, so that
    /// a day can be named. `None` if there may be none at all.
    pub(in crate::engine) async fn appeal_until(
        &mut self,
        one: &Nomination,
    ) -> Result<Option<Millis>, StoreError> {
        let refused = one.decided_at.filter(|_| one.state == State::Refused);
        let Some(refused) = refused.filter(|_| one.appealed_at.is_none()) else { return Ok(None) };
        let policy = self.policy;
        let told = refused + policy.undo();
        Ok(Some(day::start_of_day(told + i64::from(policy.appeal_days) * DAY) + DAY))
    }

    /// The button that asks for another look, and words about it, if there may be one now.
    pub(in crate::engine) async fn appeal_offer(
        &mut self,
        one: &Nomination,
        locale: Locale,
    ) -> Result<Option<(String, Choice)>, StoreError> {
        let root = self.stands_for(one).await?;
        let until = self.appeal_until(&root).await?.filter(|until| self.now < *until);
        // What can still be taken back is not told yet.
        let Some(until) = until.filter(|_| root.tell_at.is_none()) else { return Ok(None) };
        let args = [("day", day::local_date(until - 1).into())];
        let press = Press::Appeal(one.id);
        let button = choice(text(locale, "appeal", &[]), &press);
        Ok(Some((text(locale, "appeal-offer", &args), button)))
    }

    /// Asks its author why another look is wanted.
    pub(in crate::engine) async fn begin_appeal(
        &mut self,
        nomination: i64,
    ) -> Result<(), StoreError> {
        if let Some((one, _)) = self.may_appeal(nomination).await? {
            let desk = self.desk_again(one.id).await?;
            self.await_words(Words::Appeal, &desk);
        }
        Ok(())
    }

    /// One of the person's own against whose refusal they may appeal, and the one that was refused: it,
    /// or what it goes with. If they may not, they are told why.
    async fn may_appeal(
        &mut self,
        nomination: i64,
    ) -> Result<Option<(Nomination, Nomination)>, StoreError> {
        let Some(one) = self.own(nomination).await? else { return Ok(None) };
        let root = self.stands_for(&one).await?;
        let until = self.appeal_until(&root).await?;
        let code = ("code", one.code.as_str().into());
        let why_not = match (root.state, root.appealed_at, until) {
            (_, Some(at), _) => {
                let day = day::local_date(at);
                let state = self.state_seen(&one).await?;
                let args = [code, ("day", day.into()), ("state", state.into())];
                let going = joins::duplicates_of(self.tx.connection(), root.id).await?;
                // Another author may have asked.
                let key = if going.is_empty() { "appeal-twice" } else { "appeal-asked" };
                self.say(key, &args)
            }
            (State::Refused, None, Some(until)) if self.now >= until => {
                let args = [code, ("day", day::local_date(until - 1).into())];
                self.say("appeal-late", &args)
            }
            (State::Refused, ..) if root.tell_at.is_none() => return Ok(Some((one, root))),
            _ => {
                let state = self.state_seen(&one).await?;
                self.say("appeal-not-refused", &[code, ("state", state.into())])
            }
        };
        self.answer_with_list(why_not);
        Ok(None)
    }

    /// Begins another look, for the reason its author gives.
    pub(in crate::engine) async fn appeal(
        &mut self,
        nomination: i64,
        body: &str,
    ) -> Result<(), StoreError> {
        let Some((one, root)) = self.may_appeal(nomination).await? else { return Ok(()) };
        let (bench, admins_only) = self.bench(&root).await?;
        let appeal = Appeal { body: body.to_owned(), at: self.now, admins_only };
        if self.advance(&root, Move::Appeal, Some(body)).await?.is_none() {
            return Ok(());
        }
        nominations::begin_round(self.tx, root.id).await?;
        appeals::insert(self.tx, root.id, &appeal).await?;
        let args = [("code", one.code.as_str().into()), ("name", one.name.as_str().into())];
        let words = if admins_only {
            self.say("appeal-taken-admins", &args)
        } else {
            self.say("appeal-taken", &args)
        };
        self.answer_with_list(words);
        self.tell_others_of_appeal(&root).await?;
        self.redraw_cards(root.id).await?;
        self.deal_to(root.id, bench).await
    }

    /// Tells the other authors that it is looked at again.
    async fn tell_others_of_appeal(&mut self, root: &Nomination) -> Result<(), StoreError> {
        let mut all = vec![root.id];
        all.extend(joins::duplicates_of(self.tx.connection(), root.id).await?);
        for id in all {
            let one = nominations::by_id(self.tx.connection(), id).await?;
            if let Some(one) = one.filter(|one| one.nominator != self.contact.id) {
                self.tell_nominator(&one, "notice-reopened", None).await?;
            }
        }
        Ok(())
    }

    /// The members an appeal goes to: those who had no part; if all had, admins. And whether only
    /// admins can decide then.
    async fn bench(&mut self, one: &Nomination) -> Result<(Vec<Contact>, bool), StoreError> {
        let aside = parts::before(self.tx.connection(), one.id, self.now).await?;
        let mut team = self.eligible(one).await?;
        // Who appeals may be the author of another one that goes with it.
        team.retain(|member| member.id != self.contact.id);
        let free: Vec<Contact> =
            team.iter().filter(|member| !aside.contains(&member.id)).cloned().collect();
        if !free.is_empty() {
            return Ok((free, false));
        }
        team.retain(|member| member.role == Some(Role::Admin));
        Ok((team, true))
    }

    /// The members who may decide on a nomination and can be reached: not its author, nor who knows the
    /// person.
    async fn eligible(&mut self, one: &Nomination) -> Result<Vec<Contact>, StoreError> {
        let recused = votes::recused(self.tx.connection(), one.id).await?;
        let mut team = self.shared.team(self.tx.connection()).await?;
        let scopes = members::scopes(self.tx.connection()).await?;
        team.retain(|member| {
            !member.blocked
                && covers(member, scopes.get(&member.id), one)
                && member.id != one.nominator
                && !recused.contains(&member.id)
        });
        Ok(team)
    }

    /// The members who may decide on a nomination as it is now: of an open appeal, those who take part
    /// in it.
    pub(super) async fn judges(&mut self, desk: &Desk) -> Result<Vec<Contact>, StoreError> {
        let mut team = self.eligible(&desk.nomination).await?;
        let Some(appeal) = desk.appeal.as_ref().filter(|_| desk.nomination.state.is_open()) else {
            return Ok(team);
        };
        let had_part = |member: &Contact| desk.aside.contains(&member.id);
        if appeal.admins_only || team.iter().all(had_part) {
            team.retain(|member| member.role == Some(Role::Admin));
        } else {
            team.retain(|member| !had_part(member));
        }
        Ok(team)
    }

    /// Why the presser takes no part in an appeal, if they do not.
    pub(super) async fn kept_out(&mut self, desk: &Desk) -> Result<Option<String>, StoreError> {
        let Some(appeal) = desk.appeal.as_ref().filter(|_| desk.nomination.state.is_open()) else {
            return Ok(None);
        };
        let is_admin = self.contact.role == Some(Role::Admin);
        if appeal.admins_only {
            return Ok((!is_admin).then(|| self.say("toast-appeal-admins", &[])));
        }
        if !desk.aside.contains(&self.contact.id) {
            return Ok(None);
        }
        // Those who were free may have left since.
        if is_admin {
            let left = self.eligible(&desk.nomination).await?;
            if left.iter().all(|member| desk.aside.contains(&member.id)) {
                return Ok(None);
            }
        }
        Ok(Some(self.say("toast-appeal-part", &[])))
    }
}

/// Whether a card does not show all of the reason for an appeal.
pub(super) fn is_cut(desk: &Desk) -> bool {
    let appeal = desk.appeal.as_ref();
    appeal.is_some_and(|appeal| matches!(summary::fit(&appeal.body, BODY_SHOWN), Cow::Owned(_)))
}

/// The whole reason for an appeal.
pub(super) fn whole(desk: &Desk, locale: Locale) -> Option<String> {
    let appeal = desk.appeal.as_ref()?;
    let words = appeal.body.as_str().into();
    let args = [("day", day::local_date(appeal.at).into()), ("words", words)];
    Some(text(locale, "card-appeal", &args))
}

/// What a card says of an appeal.
pub(super) fn lines(desk: &Desk, locale: Locale) -> Option<String> {
    let appeal = desk.appeal.as_ref()?;
    let body = summary::fit(&appeal.body, BODY_SHOWN);
    let args = [("day", day::local_date(appeal.at).into()), ("words", body)];
    let mut lines = text(locale, "card-appeal", &args);
    if desk.nomination.state.is_open() {
        let key = if appeal.admins_only { "card-appeal-admins" } else { "card-appeal-others" };
        lines = format!("{lines}\n{}", text(locale, key, &[]));
    }
    Some(lines)
}
