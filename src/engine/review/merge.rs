//! Merging what tells of one deed, joining what tells of one nominee, and parting it again. People
//! decide it; what citizens wrote stays theirs, and each of them is told.
//!
//! All nominations of both exemplars are locked in the order of their ids before anything is read
//! that is relied on, so that two who merge crosswise, or an author who withdraws, meet what is true.

use super::card::Face;
use super::desk::Desk;
use super::kin::{back, can_split, press};
use crate::conversation::message::Message;
use crate::conversation::press::{Alike, Judge};
use crate::conversation::render::choice;
use crate::domain::nomination::{Move, State};
use crate::engine::turn::Turn;
use crate::store::audit::Act;
use crate::store::nominations::Nomination;
use crate::store::{
    StoreError, commendations, consents, exemplars, joins, likeness, nominations, votes,
};

/// How many other cards of an exemplar are drawn again when it grows or shrinks; the others, once they
/// are pressed or change.
const REDRAWN: i64 = 10;

/// What two nominations have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    /// The deed, and so who did it.
    Deed,
    /// Who did it.
    Nominee,
}

impl Same {
    fn code(self) -> &'static str {
        match self {
            Self::Deed => "deed",
            Self::Nominee => "nominee",
        }
    }
}

impl Turn<'_> {
    /// A press about who may be the same.
    pub(super) async fn alike(
        &mut self,
        desk: &Desk,
        version: i64,
        alike: Alike,
    ) -> Result<(), StoreError> {
        match alike {
            Alike::List => self.list_kin(desk).await,
            Alike::Hidden => self.list_hidden(desk).await,
            Alike::Compare(other) => self.compare(desk, other).await,
            Alike::Merge(other) => self.ask_to_merge(desk, version, other, Same::Deed).await,
            Alike::MergeSure(other) => self.merge(desk, version, other, Same::Deed).await,
            Alike::Join(other) => self.ask_to_merge(desk, version, other, Same::Nominee).await,
            Alike::JoinSure(other) => self.merge(desk, version, other, Same::Nominee).await,
            Alike::NotSame(other) => self.tell_apart(desk, version, other).await,
            Alike::Again(exemplar) => self.think_again(desk, version, exemplar).await,
            Alike::Split => self.ask_to_split(desk, version).await,
            Alike::SplitSure => self.split(desk, version).await,
        }
    }

    async fn ask_to_merge(
        &mut self,
        desk: &Desk,
        version: i64,
        other: i64,
        same: Same,
    ) -> Result<(), StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(());
        }
        let Some(root) = self.root_of(other).await? else { return Ok(()) };
        if let Some(why_not) = self.why_not_merge(&desk.nomination, &root, same).await? {
            self.toast_text(why_not);
            return Ok(());
        }
        let (key, sure_key, sure) = match same {
            Same::Deed => ("merge-ask", "merge-sure", Alike::MergeSure(other)),
            Same::Nominee => ("join-ask", "join-sure", Alike::JoinSure(other)),
        };
        let args = [
            ("one", desk.nomination.code.as_str().into()),
            ("other", root.code.as_str().into()),
            ("name", root.name.as_str().into()),
        ];
        let sure = choice(self.say(sure_key, &[]), &press(desk, Judge::Alike(sure)));
        let to = Judge::Alike(Alike::Compare(other));
        let choices = vec![vec![sure], vec![back(desk, self.locale, to)]];
        let message = Message { choices, ..Message::of(self.say(key, &args)) };
        self.turn_privately(desk, message)
    }

    /// The nomination that stands for the deed of this one.
    async fn root_of(&mut self, nomination: i64) -> Result<Option<Nomination>, StoreError> {
        let found = nominations::by_id(self.tx.connection(), nomination).await?;
        let root = match found.as_ref().and_then(|one| one.duplicate_of) {
            Some(root) => nominations::by_id(self.tx.connection(), root).await?,
            None => found,
        };
        if root.is_none() {
            self.toast("toast-gone", &[], false);
        }
        Ok(root)
    }

    async fn why_not_merge(
        &mut self,
        one: &Nomination,
        root: &Nomination,
        same: Same,
    ) -> Result<Option<String>, StoreError> {
        let recused = votes::recused(self.tx.connection(), root.id).await?;
        let may_be = match same {
            Same::Deed => root.state.is_open() || root.state == State::Recognised,
            Same::Nominee => root.state != State::Withdrawn,
        };
        let together = one.exemplar == root.exemplar && same == Same::Nominee;
        Ok(Some(if !self.may_read(root) {
            self.say("toast-out-of-scope", &[])
        } else if root.nominator == self.contact.id {
            self.say("toast-own", &[])
        } else if recused.contains(&self.contact.id) {
            self.say("toast-recused", &[])
        } else if !may_be {
            let state = self.state(root.state);
            self.say("toast-merge-closed", &[("state", state.into())])
        } else if together || root.id == one.id {
            self.say("toast-together", &[])
        } else {
            return Ok(None);
        }))
    }

    async fn merge(
        &mut self,
        desk: &Desk,
        version: i64,
        other: i64,
        same: Same,
    ) -> Result<(), StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(());
        }
        let Some(seen) = self.root_of(other).await? else { return Ok(()) };
        joins::lock(self.tx, [desk.nomination.exemplar, seen.exemplar]).await?;
        let one = self.again(desk.nomination.id).await?;
        let Some(root) = self.root_of(other).await? else { return Ok(()) };
        if one.version != version || root.exemplar != seen.exemplar {
            self.toast("toast-card-old", &[], true);
            let desk = self.desk_again(one.id).await?;
            return self.turn_card(&desk, Face::Plain).await;
        }
        if let Some(why_not) = self.why_not_merge(&one, &root, same).await? {
            self.toast_text(why_not);
            let desk = self.desk_again(one.id).await?;
            return self.turn_card(&desk, Face::Plain).await;
        }
        if one.exemplar != root.exemplar && !self.join_exemplars(&one, &root).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        let one = self.again(one.id).await?;
        let with_it = joins::duplicates_of(self.tx.connection(), one.id).await?;
        match same {
            Same::Deed => {
                joins::go_with(self.tx, one.id, root.id).await?;
                commendations::move_mark(self.tx, one.id, root.id).await?;
                self.advance_held(&one, Move::Merge).await?;
                // It may say that it is about a child.
                self.hide_unless_public(&one).await?;
            }
            Same::Nominee => {
                self.touch(one.id).await?;
                self.redraw_cards(one.id).await?;
            }
        }
        self.touch(root.id).await?;
        self.redraw_cards(root.id).await?;
        for (of, with) in [(&one, &root), (&root, &one)] {
            let detail = serde_json::json!({ "same": same.code(), "with": with.code });
            self.note(of.id, Act::Merge, Some(&detail.to_string())).await?;
        }
        self.tell_of_merge(&one, &root, same).await?;
        self.toast(if same == Same::Deed { "toast-merged" } else { "toast-joined" }, &[], false);
        self.redraw_kin(one.id, root.id).await?;
        if same == Same::Deed {
            // They go with another one now.
            for id in with_it {
                self.redraw_cards(id).await?;
            }
        }
        let words = self.say(
            if same == Same::Deed { "merge-done" } else { "join-done" },
            &[("one", one.code.as_str().into()), ("other", root.code.as_str().into())],
        );
        self.close(words);
        Ok(())
    }

    /// Joins the exemplars of two nominations. The one that the public sees stays, if just one is seen;
    /// else that of the second. What was recognised and not shown does not become public by this: then
    /// none of it is, until a reviewer shows it. Where one of them took its consent back, the other's does
    /// not hold for both: who they are is asked anew.
    async fn join_exemplars(
        &mut self,
        one: &Nomination,
        root: &Nomination,
    ) -> Result<bool, StoreError> {
        let mine = exemplars::is_public(self.tx.connection(), one.exemplar).await?;
        let theirs = exemplars::is_public(self.tx.connection(), root.exemplar).await?;
        let (from, to) = if mine && !theirs {
            (root.exemplar, one.exemplar)
        } else {
            (one.exemplar, root.exemplar)
        };
        let recognised = exemplars::recognised(self.tx.connection(), from).await?;
        let mut was_withdrawn = false;
        for exemplar in [from, to] {
            was_withdrawn |= consents::was_withdrawn(self.tx.connection(), exemplar).await?;
        }
        if !joins::join(self.tx, from, to).await? {
            return Ok(false);
        }
        if was_withdrawn && consents::withdraw(self.tx, to, self.now).await? {
            self.note(one.id, Act::Consent, Some("withdrawn")).await?;
        }
        likeness::move_all(self.tx, from, to).await?;
        let joined = Nomination { exemplar: to, ..one.clone() };
        if mine == theirs || recognised.is_empty() {
            self.hide_unless_public(&joined).await?;
        } else if exemplars::hide(self.tx, to).await? {
            self.note(one.id, Act::Public, Some("hidden")).await?;
        }
        Ok(true)
    }

    /// Makes a move that nothing can have made illegal since it was checked.
    async fn advance_held(&mut self, one: &Nomination, step: Move) -> Result<(), StoreError> {
        match self.advance(one, step, None).await? {
            Some(_) => Ok(()),
            // What was written with it must not stay.
            None => Err(StoreError::RowCount { what: "a move under lock", rows: 0 }),
        }
    }

    async fn again(&mut self, nomination: i64) -> Result<Nomination, StoreError> {
        let one = nominations::by_id(self.tx.connection(), nomination).await?;
        one.ok_or_else(|| StoreError::Corrupt { what: "nomination", error: "it is gone".into() })
    }

    /// What the card of a nomination shows has changed: presses on the cards drawn before are old.
    async fn touch(&mut self, nomination: i64) -> Result<(), StoreError> {
        let one = self.again(nomination).await?;
        let touched = nominations::touch_version(self.tx, one.id, one.version).await?;
        StoreError::one_row("touch a version", u64::from(touched))
    }

    /// Draws the cards of the others of a nomination's exemplar again that are open, but one that was
    /// drawn: how many support it has changed.
    async fn redraw_kin(&mut self, nomination: i64, drawn: i64) -> Result<(), StoreError> {
        let (one, limit) = (self.again(nomination).await?, REDRAWN);
        let others = joins::others_of(self.tx.connection(), one.exemplar, one.id, limit).await?;
        for other in others {
            if other.state.is_open() && other.id != drawn {
                self.redraw_cards(other.id).await?;
            }
        }
        Ok(())
    }

    /// Puts words in the place of a question that was asked beside the card.
    fn close(&mut self, words: String) {
        let in_card = self.chat == self.contact.address && self.pressed_slot.is_some();
        if !in_card && self.pressed.is_some() {
            self.answer(Message::of(words));
        }
    }

    async fn tell_of_merge(
        &mut self,
        one: &Nomination,
        root: &Nomination,
        same: Same,
    ) -> Result<(), StoreError> {
        let exemplar = self.again(one.id).await?.exemplar;
        let count = joins::supporters(self.tx.connection(), exemplar).await?;
        let is_own = one.nominator == root.nominator;
        let (first, second) = match (same, count > 1) {
            (Same::Deed, _) if is_own => ("notice-merged-own", "notice-more-support"),
            (Same::Deed, true) => ("notice-merged", "notice-more-support"),
            (Same::Deed, false) => ("notice-merged-alone", "notice-more-support-alone"),
            (Same::Nominee, true) => ("notice-joined", "notice-more-deeds"),
            (Same::Nominee, false) => ("notice-joined-alone", "notice-more-deeds-alone"),
        };
        let count = count.to_string().into();
        let more = [("count", count), ("other", root.code.as_str().into())];
        self.tell_nominator_with(one, first, None, &more).await?;
        if same == Same::Deed && root.state == State::Recognised && root.tell_at.is_none() {
            // The others were told before; an undecided or untold one is told in its time.
            let key = if is_own { "notice-recognised" } else { "notice-duplicate-recognised" };
            self.tell_nominator(one, key, None).await?;
        }
        if !is_own {
            let more = [more[0].clone(), ("other", one.code.as_str().into())];
            self.tell_nominator_with(root, second, None, &more).await?;
        }
        Ok(())
    }

    /// Remembers that another nomination is about somebody else.
    async fn tell_apart(
        &mut self,
        desk: &Desk,
        version: i64,
        other: i64,
    ) -> Result<(), StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(());
        }
        let Some(seen) = self.root_of(other).await? else { return Ok(()) };
        joins::lock(self.tx, [desk.nomination.exemplar, seen.exemplar]).await?;
        let one = self.again(desk.nomination.id).await?;
        let Some(other) = self.root_of(other).await? else { return Ok(()) };
        if one.version != version || other.exemplar == one.exemplar {
            self.toast("toast-card-old", &[], true);
            let desk = self.desk_again(one.id).await?;
            return self.turn_card(&desk, Face::Plain).await;
        }
        let (a, b, by) = (one.exemplar, other.exemplar, self.contact.id);
        if likeness::put_not_same(self.tx, a, b, by, self.now).await? {
            for (of, from) in [(&one, &other), (&other, &one)] {
                let detail = serde_json::json!({ "from": from.code }).to_string();
                self.note(of.id, Act::Distinct, Some(&detail)).await?;
                self.touch(of.id).await?;
            }
        }
        self.toast("toast-told-apart", &[], false);
        self.redraw_cards(other.id).await?;
        self.redraw_cards(one.id).await?;
        let args = [("one", one.code.as_str().into()), ("other", other.code.as_str().into())];
        let words = self.say("apart-done", &args);
        self.close(words);
        Ok(())
    }

    /// Forgets that an exemplar was said to be somebody else.
    async fn think_again(
        &mut self,
        desk: &Desk,
        version: i64,
        exemplar: i64,
    ) -> Result<(), StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        nominations::lock(self.tx, one.id).await?;
        if self.again(one.id).await?.version != version {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        if likeness::forget_not_same(self.tx, one.exemplar, exemplar).await? {
            let named = joins::named(self.tx.connection(), &[exemplar]).await?.pop();
            let detail = serde_json::json!({ "again": named.map(|one| one.name) }).to_string();
            self.note(one.id, Act::Distinct, Some(&detail)).await?;
            self.touch(one.id).await?;
        }
        self.toast("toast-moved", &[], false);
        self.redraw_cards(one.id).await?;
        let desk = self.desk_again(one.id).await?;
        self.list_kin(&desk).await
    }

    async fn ask_to_split(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.may_split(desk, version).await? {
            return Ok(());
        }
        let locale = self.chat_locale();
        let say = |key: &str, code: &str| crate::i18n::text(locale, key, &[("code", code.into())]);
        let code = desk.nomination.code.as_str();
        let sure = Judge::Alike(Alike::SplitSure);
        let choices = vec![
            vec![choice(say("split-sure", code), &press(desk, sure))],
            vec![back(desk, locale, Judge::Card)],
        ];
        let message = Message { choices, ..Message::of(say("split-ask", code)) };
        self.turn_to(desk, message).await
    }

    async fn may_split(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let one = &desk.nomination;
        if one.state.is_open() && !self.may_work(desk, version).await? {
            return Ok(false);
        }
        if !self.takes_part(desk) {
            return Ok(false);
        }
        if one.version != version || !can_split(desk) {
            self.toast("toast-card-old", &[], true);
            self.turn_card(desk, Face::Plain).await?;
            return Ok(false);
        }
        Ok(true)
    }

    async fn split(&mut self, desk: &Desk, version: i64) -> Result<(), StoreError> {
        if !self.may_split(desk, version).await? {
            return Ok(());
        }
        let from = desk.nomination.exemplar;
        joins::lock(self.tx, [from, from]).await?;
        let desk = self.desk_again(desk.nomination.id).await?;
        if !self.may_split(&desk, version).await? {
            return Ok(());
        }
        let (id, root) = (desk.nomination.id, desk.nomination.duplicate_of);
        let new = self.shared.ids.next();
        let mut parted = joins::duplicates_of(self.tx.connection(), id).await?;
        parted.push(id);
        let recognised = exemplars::recognised(self.tx.connection(), from).await?;
        joins::part(self.tx, id, new, self.now).await?;
        // What was said about one of them holds for the other no more.
        if consents::part(self.tx, from, new, self.now).await? {
            self.note(id, Act::Consent, Some("parted")).await?;
        }
        let changed = parted.iter().any(|one| recognised.contains(one));
        for one in parted {
            likeness::move_one(self.tx, one, new).await?;
        }
        // The public saw both as one: what is left is shown again by a reviewer, not by itself.
        if changed && exemplars::hide(self.tx, from).await? {
            self.note(id, Act::Public, Some("hidden")).await?;
        }
        self.hide_unless_public(&desk.nomination).await?;
        let one = self.again(id).await?;
        if one.state == State::Duplicate {
            joins::stand_alone(self.tx, id).await?;
            nominations::begin_round(self.tx, id).await?;
            self.advance_held(&one, Move::Split).await?;
        }
        let others = joins::others_of(self.tx.connection(), from, id, REDRAWN).await?;
        let codes: Vec<&str> = others.iter().map(|other| other.code.as_str()).collect();
        let detail = serde_json::json!({ "from": codes }).to_string();
        self.note(id, Act::Split, Some(&detail)).await?;
        self.tell_nominator(&one, "notice-split", None).await?;
        self.toast("toast-split", &[], false);
        self.redraw_cards(id).await?;
        for other in &others {
            if other.state.is_open() || Some(other.id) == root {
                self.redraw_cards(other.id).await?;
            }
        }
        Ok(())
    }

    /// Holds a nomination with all of its exemplar, and reads it again: its author is about to take it
    /// back.
    pub(in crate::engine) async fn hold_kin(
        &mut self,
        one: &Nomination,
    ) -> Result<Nomination, StoreError> {
        joins::lock(self.tx, [one.exemplar, one.exemplar]).await?;
        self.again(one.id).await
    }

    /// What a nomination that was just taken back leaves behind: what went with it stands for itself
    /// again, and is looked into anew.
    pub(in crate::engine) async fn leave_kin(
        &mut self,
        left: &Nomination,
    ) -> Result<(), StoreError> {
        if left.duplicate_of.is_some() {
            joins::stand_alone(self.tx, left.id).await?;
        }
        for id in joins::duplicates_of(self.tx.connection(), left.id).await? {
            joins::stand_alone(self.tx, id).await?;
            nominations::begin_round(self.tx, id).await?;
            let one = self.again(id).await?;
            // Nobody decided it: it follows from what the other author did.
            let acted = self.acts_by_itself(true);
            self.advance_held(&one, Move::Split).await?;
            self.acts_by_itself(acted);
            self.tell_nominator(&one, "notice-freed", None).await?;
        }
        if let Some(root) = left.duplicate_of {
            self.redraw_cards(root).await?;
        }
        self.redraw_kin(left.id, left.duplicate_of.unwrap_or_default()).await
    }

    /// Tells those whose nominations go with a decided one what was decided.
    pub(super) async fn tell_duplicates(
        &mut self,
        root: &Nomination,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let key = format!("notice-duplicate-{}", root.state.code());
        self.tell_those_with(root, &key, reason).await
    }

    /// Tells the author of a nomination, and those whose nominations go with it, how it goes on.
    pub(super) async fn tell_all(
        &mut self,
        root: &Nomination,
        key: &str,
    ) -> Result<(), StoreError> {
        self.tell_nominator(root, key, None).await?;
        self.tell_those_with(root, key, None).await
    }

    /// Tells the authors of what goes with a nomination; whoever sent both was told already.
    pub(super) async fn tell_those_with(
        &mut self,
        root: &Nomination,
        key: &str,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        for id in joins::duplicates_of(self.tx.connection(), root.id).await? {
            let found = nominations::by_id(self.tx.connection(), id).await?;
            let is_own =
                |one: &Nomination| one.nominator == root.nominator && one.on_behalf.is_none();
            if let Some(one) = found.filter(|one| !is_own(one)) {
                self.tell_nominator(&one, key, reason).await?;
            }
        }
        Ok(())
    }
}
