//! Showing an exemplar to the public: with the consent of whom it is about, for a child the guardian's
//! too, and no longer than that and its recognition hold. Reviewers prepare it; an editor or an admin
//! switches it on; anybody of the team takes it away.

use super::desk::Desk;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press, Publish};
use crate::conversation::render::{choice, summary};
use crate::conversation::words::Words;
use crate::domain::behalf::How;
use crate::domain::day;
use crate::domain::nomination::State;
use crate::domain::role::Role;
use crate::engine::turn::Turn;
use crate::i18n::Args;
use crate::store::audit::Act;
use crate::store::consents::{self, Consent};
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, exemplars, joins};

/// How much of a name is shown beside others, in UTF-16 units.
const PERSON_SHOWN: usize = 160;
/// How many consents are named; a hundred are no more than one.
const CONSENTS_SHOWN: usize = 6;

impl Turn<'_> {
    /// Shows whether the exemplar agreed and is public, and what can be done.
    pub(super) async fn show_exposure(&mut self, desk: &Desk) -> Result<(), StoreError> {
        if self.is_exposable(desk) {
            let panel = self.exposure_panel(desk).await?;
            self.show_privately(desk, panel);
        }
        Ok(())
    }

    /// Only what is recognised, and whose author knows it, is shown to anybody.
    fn is_exposable(&mut self, desk: &Desk) -> bool {
        let one = &desk.nomination;
        let key = match one.state {
            State::Recognised if one.tell_at.is_none() => return true,
            State::Recognised => "toast-public-later",
            _ => "toast-public-recognised-only",
        };
        self.toast(key, &[], true);
        false
    }

    async fn exposure_panel(&mut self, desk: &Desk) -> Result<Message, StoreError> {
        let one = &desk.nomination;
        let consents = consents::of(self.tx.connection(), one.exemplar).await?;
        let is_minor = exemplars::is_minor(self.tx.connection(), one.exemplar).await?;
        let since = exemplars::public_since(self.tx.connection(), one.exemplar).await?;
        let name = summary::fit(&one.name, summary::NAME_SHOWN);
        let args: &Args<'_> = &[("code", one.code.as_str().into()), ("name", name)];
        let mut parts = vec![self.say("public-exemplar", args)];
        parts.push(match since {
            Some(at) => self.say("public-since", &[("at", day::local(at).into())]),
            None => self.say("public-not-yet", &[]),
        });
        let has = |guardian| consents.iter().any(|consent| consent.is_guardian == guardian);
        let (agreed, guardian) = (has(false), has(true));
        if !consents.is_empty() {
            let skipped = consents.len().saturating_sub(CONSENTS_SHOWN);
            let lines: Vec<String> =
                consents.iter().skip(skipped).map(|consent| self.consent_line(consent)).collect();
            parts.push(lines.join("\n"));
        }
        if !agreed {
            parts.push(self.say("public-ask-consent", &[]));
        }
        if is_minor && !guardian {
            parts.push(self.say("public-ask-guardian", &[]));
        }
        let button = |key: &str, publish| {
            let press = Press::Judge(one.id, one.version, Judge::Publish(publish));
            choice(self.say(key, &[]), &press)
        };
        let mut choices = Vec::new();
        if !agreed {
            let ways = How::ALL
                .map(|how| button(&format!("public-consent-{}", how.code()), Publish::Agreed(how)));
            choices.push(ways.to_vec());
        }
        if is_minor && !guardian {
            // A row each: three in one are cut short on a phone.
            choices.extend(How::ALL.map(|how| {
                let key = format!("public-guardian-{}", how.code());
                vec![button(&key, Publish::GuardianAgreed(how))]
            }));
        }
        if since.is_some() {
            choices.push(vec![button("public-hide", Publish::Hide)]);
        } else if agreed && (guardian || !is_minor) {
            if self.contact.role >= Some(Role::Editor) {
                choices.push(vec![button("public-show", Publish::Show)]);
            } else {
                parts.push(self.say("public-needs-editor", &[]));
            }
        }
        if !consents.is_empty() {
            choices.push(vec![button("public-withdraw", Publish::Withdraw)]);
        }
        choices.push(vec![button("public-preview", Publish::Preview)]);
        Ok(Message { choices, ..Message::of(parts.join("\n\n")) })
    }

    fn consent_line(&self, consent: &Consent) -> String {
        let key = if consent.is_guardian { "public-guardian-by" } else { "public-consent-by" };
        let how = self.say(&format!("public-how-{}", consent.how.code()), &[]);
        let args: &Args<'_> = &[
            ("name", summary::fit(&consent.given_by, PERSON_SHOWN)),
            ("how", how.into()),
            ("who", summary::fit(&consent.recorder, PERSON_SHOWN)),
            ("at", day::local(consent.at).into()),
        ];
        self.say(key, args)
    }

    /// Holds a nomination with all of its exemplar, so that this is joined to no other meanwhile, and
    /// reads it again. `None` if what was pressed, or asked for, is not the newest, which is said.
    async fn held_newest(&mut self, desk: &Desk, version: i64) -> Result<Option<Desk>, StoreError> {
        let one = &desk.nomination;
        joins::lock(self.tx, [one.exemplar, one.exemplar]).await?;
        // Who was joined or parted meanwhile has another version too.
        let desk = self.desk_again(one.id).await?;
        if desk.nomination.version == version {
            return Ok(Some(desk));
        }
        self.toast("toast-card-old", &[], true);
        Ok(None)
    }

    /// Asks who said yes.
    pub(super) async fn ask_consent(
        &mut self,
        desk: &Desk,
        version: i64,
        about: Words,
    ) -> Result<(), StoreError> {
        if !self.is_exposable(desk) {
            return Ok(());
        }
        if version == desk.nomination.version {
            self.await_words(about, desk);
            return Ok(());
        }
        self.toast("toast-card-old", &[], true);
        self.answer_exposure(desk.nomination.id).await
    }

    /// Keeps that somebody said yes. Nothing is shown to anybody by that alone.
    pub(in crate::engine) async fn keep_consent(
        &mut self,
        desk: &Desk,
        version: i64,
        (how, is_guardian): (How, bool),
        given_by: &str,
    ) -> Result<(), StoreError> {
        let Some(desk) = self.held_newest(desk, version).await? else {
            return self.answer_exposure(desk.nomination.id).await;
        };
        let desk = &desk;
        if let Some(why_not) = self.why_not_publish(desk) {
            self.toast_text(why_not);
            return Ok(());
        }
        if !self.is_exposable(desk) {
            return Ok(());
        }
        let one = &desk.nomination;
        let consent = Consent {
            given_by: given_by.replace('\n', " "),
            is_guardian,
            how,
            recorded_by: self.contact.id,
            recorder: self.contact.name.clone(),
            at: self.now,
        };
        // Never shown by a consent alone, whatever was before.
        self.hide_unless_public(one).await?;
        let id = self.shared.ids.next();
        consents::insert(self.tx, id, one.exemplar, one.id, &consent).await?;
        let whose = if is_guardian { "guardian" } else { "own" };
        let detail = format!("{whose}, {}: {}", how.code(), consent.given_by);
        self.note(one.id, Act::Consent, Some(&detail)).await?;
        self.public_changed(one.exemplar).await?;
        let desk = self.desk_again(one.id).await?;
        self.confirm("public-consent-kept", &desk);
        let panel = self.exposure_panel(&desk).await?;
        self.show_privately(&desk, panel);
        Ok(())
    }

    /// Shows the exemplar to the public, and tells those who pointed it out.
    pub(super) async fn show_to_public(
        &mut self,
        desk: &Desk,
        version: i64,
    ) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Editor) {
            self.toast("toast-public-editor", &[], true);
            return self.answer_exposure(desk.nomination.id).await;
        }
        if !self.is_exposable(desk) {
            return Ok(());
        }
        let Some(desk) = self.held_newest(desk, version).await? else {
            return self.answer_exposure(desk.nomination.id).await;
        };
        let one = &desk.nomination;
        if exemplars::publish(self.tx, one.exemplar, self.now).await? {
            self.note(one.id, Act::Public, Some("shown")).await?;
            self.toast("toast-public-shown", &[], false);
            let mut told = Vec::new();
            for id in self.public_changed(one.exemplar).await? {
                let Some(one) = nominations::by_id(self.tx.connection(), id).await? else {
                    continue;
                };
                if one.tell_at.is_none() && !told.contains(&one.nominator) {
                    told.push(one.nominator);
                    self.tell_nominator(&one, "notice-public", None).await?;
                }
            }
        } else if desk.public_since.is_none() {
            self.toast("toast-public-consent-first", &[], true);
        }
        self.answer_exposure(one.id).await
    }

    /// Takes the exemplar from the public.
    pub(super) async fn hide_from_public(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        if exemplars::hide(self.tx, one.exemplar).await? {
            self.note(one.id, Act::Public, Some("hidden")).await?;
            self.public_changed(one.exemplar).await?;
        }
        self.toast("toast-public-hidden", &[], false);
        self.answer_exposure(one.id).await
    }

    /// The exemplar does not agree any more: from now on nobody sees it.
    pub(super) async fn withdraw_consent(
        &mut self,
        desk: &Desk,
        version: i64,
    ) -> Result<(), StoreError> {
        let Some(desk) = self.held_newest(desk, version).await? else {
            return self.answer_exposure(desk.nomination.id).await;
        };
        let one = &desk.nomination;
        let hidden = exemplars::hide(self.tx, one.exemplar).await?;
        if consents::withdraw(self.tx, one.exemplar, self.now).await? || hidden {
            self.note(one.id, Act::Consent, Some("withdrawn")).await?;
            self.public_changed(one.exemplar).await?;
            self.toast("toast-public-withdrawn", &[], false);
        } else {
            self.toast("toast-card-old", &[], true);
        }
        self.answer_exposure(one.id).await
    }

    /// Takes back that an exemplar is shown if that cannot be now: it is not to be shown again by itself
    /// once it could.
    pub(super) async fn hide_unless_public(&mut self, one: &Nomination) -> Result<(), StoreError> {
        let is_public = exemplars::is_public(self.tx.connection(), one.exemplar).await?;
        if !is_public && exemplars::hide(self.tx, one.exemplar).await? {
            self.note(one.id, Act::Public, Some("hidden")).await?;
        }
        Ok(())
    }

    /// Draws the cards of every recognised nomination of an exemplar again, and gives their ids.
    async fn public_changed(&mut self, exemplar: i64) -> Result<Vec<i64>, StoreError> {
        let ids = exemplars::recognised(self.tx.connection(), exemplar).await?;
        for id in &ids {
            nominations::grow_version(self.tx, *id).await?;
            self.redraw_cards(*id).await?;
        }
        Ok(ids)
    }

    async fn answer_exposure(&mut self, nomination: i64) -> Result<(), StoreError> {
        let desk = self.desk_again(nomination).await?;
        let panel = self.exposure_panel(&desk).await?;
        self.answer(panel);
        Ok(())
    }
}
