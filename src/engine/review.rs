//! The review desk: cards, presses on them, decisions, and the queue.
//!
//! Authority, ownership, state and version are checked at each press, here, in the transaction.

mod advance;
mod appeal;
mod asking;
mod card;
mod claim;
mod commend;
mod compare;
mod copies;
mod desk;
mod due;
mod exposure;
mod kin;
mod merge;
mod notes;
mod publish;
mod queue;
mod search;
mod telling;
mod thread;
mod votes;

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{excerpt, plain};
use crate::conversation::session::At;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::day;
use crate::domain::nomination::{Move, State, after};
use crate::i18n::{Locale, escape, text};
use crate::store::audit::Act;
use crate::store::cards::Card;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, cards, desk_timers, evidence, nominations, slots};
use card::{Face, PRESET, Viewer};

pub(super) use asking::{now_button, words_of as asked_words};
pub(crate) use card::spoken;
pub(super) use desk::Desk;
pub(super) use queue::many;
pub(super) use thread::row as thread_row;

/// How much of a person's name fits beside others into words on a button, in characters.
const PERSON_IN_TOAST: usize = 40;

impl Turn<'_> {
    /// A press on a card.
    pub(super) async fn judge(
        &mut self,
        nomination: i64,
        version: i64,
        judge: Judge,
    ) -> Result<(), StoreError> {
        if self.contact.role.is_none() {
            self.toast("toast-not-allowed", &[], true);
            // Who lost the role by configuration still has their cards.
            return self.give_cards_back().await;
        }
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            self.toast("toast-gone", &[], false);
            if judge == Judge::OwnWords {
                self.session.go(At::Idle);
            }
            return Ok(());
        };
        if !self.may_read(&desk.nomination) {
            return self.keep_out(&desk.nomination, judge == Judge::OwnWords).await;
        }
        self.pressed_slot = self.find_pressed_slot(nomination).await?;
        match judge {
            // From the queue: a copy of its own, below.
            Judge::Card if version == 0 => self.deal_privately(&desk).await?,
            Judge::Card => self.turn_card(&desk, Face::Plain).await?,
            Judge::Evidence => self.show_evidence(&desk).await?,
            Judge::Story => self.show_story(&desk),
            Judge::Approve => {
                if self.may_decide(&desk, version).await? {
                    self.turn_card(&desk, Face::Approving).await?;
                }
            }
            Judge::Refuse => {
                if self.may_decide(&desk, version).await? {
                    self.turn_card(&desk, Face::Choosing).await?;
                }
            }
            Judge::Reason(code) | Judge::RefuseSure(code)
                if self.catalog.reason(&code).is_none_or(|one| one.is_hidden) =>
            {
                self.toast("toast-unknown", &[], false);
            }
            Judge::Reason(code) => {
                if self.may_decide(&desk, version).await? {
                    self.turn_card(&desk, Face::Refusing(&code)).await?;
                }
            }
            Judge::OwnWords => {
                if self.may_decide(&desk, version).await? {
                    let code = desk.nomination.code.as_str().into();
                    let words = self.say("refuse-words", &[("code", code)]);
                    self.tell(words);
                    if self.chat != self.contact.address {
                        self.toast("toast-write-privately", &[], false);
                    }
                } else {
                    self.session.go(At::Idle);
                }
            }
            // The conversation turns this into a refusal in own words, or into a look at the card.
            Judge::OwnSure => self.toast("toast-old", &[], false),
            Judge::ApproveSure => {
                if self.may_decide(&desk, version).await? {
                    self.vote(&desk, true, None).await?;
                }
            }
            Judge::RefuseSure(code) => {
                if self.may_decide(&desk, version).await? {
                    let reason = format!("{PRESET}{code}");
                    self.vote(&desk, false, Some(&reason)).await?;
                }
            }
            Judge::More => self.turn_card(&desk, Face::More).await?,
            Judge::Claim => self.claim(&desk, version).await?,
            Judge::Release => self.release(&desk, version).await?,
            Judge::Pass(page) => self.choose_heir(&desk, version, page).await?,
            Judge::PassTo(heir) => self.pass_to(&desk, version, heir).await?,
            Judge::Verify => self.work(&desk, version, Move::Verify).await?,
            Judge::Propose => self.work(&desk, version, Move::Propose).await?,
            Judge::Unvote => self.unvote(&desk, version).await?,
            Judge::Recuse => {
                if self.may_act(&desk, version).await? {
                    self.turn_card(&desk, Face::Recusing).await?;
                }
            }
            Judge::RecuseSure => self.recuse(&desk, version).await?,
            Judge::Rejoin => self.rejoin(&desk, version).await?,
            Judge::Undo => self.undo(&desk, version).await?,
            Judge::Reopen => self.ask_to_reopen(&desk, version).await?,
            Judge::Suspend => self.ask_to_suspend(&desk, version).await?,
            Judge::Resume => self.resume(&desk, version).await?,
            Judge::Urgent(urgent) => self.set_urgent(&desk, version, urgent).await?,
            Judge::Next => self.show_next().await?,
            Judge::Publish(press) => self.publish(&desk, version, press).await?,
            Judge::Ask(ask) => self.choose_to_ask(&desk, version, ask).await?,
            Judge::Talk(talk) => self.talk(&desk, talk).await?,
            Judge::Alike(alike) => self.alike(&desk, version, alike).await?,
            Judge::Commend(commend) => self.commend(&desk, version, commend).await?,
        }
        Ok(())
    }

    /// Tells a reviewer that a nomination is outside their scope, and empties a card that they still
    /// have of it. In a group it stays for the others.
    async fn keep_out(&mut self, one: &Nomination, was_asked: bool) -> Result<(), StoreError> {
        self.toast("toast-out-of-scope", &[], true);
        if was_asked {
            self.session.go(At::Idle);
        }
        if self.chat != self.contact.address {
            return Ok(());
        }
        let address = self.contact.address.clone();
        self.take_card_back(self.channel, &address, one.id, "card-out-of-scope").await
    }

    /// What the clock does to a nomination.
    pub(super) async fn desk_time_has_come(
        &mut self,
        nomination: i64,
        kind: &str,
    ) -> Result<(), StoreError> {
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            return Ok(());
        };
        match kind {
            desk_timers::CLAIM => self.claim_is_over(&desk).await,
            desk_timers::TELL => self.telling_is_due(&desk).await,
            desk_timers::ASK_REMIND => self.remind_of_ask(&desk).await,
            desk_timers::ASK_LAPSE => self.ask_is_over(&desk).await,
            // What the card says of its time changes by itself.
            desk_timers::MARK => self.redraw_cards(nomination).await,
            desk_timers::OVERDUE => {
                // Soon is over. A time that was moved meanwhile has a timer of its own.
                if desk.nomination.due_at.is_some_and(|due| due <= self.now) {
                    nominations::set_mark(self.tx, nomination, None).await?;
                }
                self.redraw_cards(nomination).await
            }
            // Where nothing is like it the cards stay: somebody may have one turned.
            desk_timers::PHOTO if desk.kin.likely.is_empty() => Ok(()),
            desk_timers::PHOTO => self.redraw_cards(nomination).await,
            // Of a newer program, before this one took its place again.
            _ => Ok(()),
        }
    }

    /// A move by who works on a nomination, or by anybody if nobody does.
    async fn work(&mut self, desk: &Desk, version: i64, step: Move) -> Result<(), StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(());
        }
        if after(desk.nomination.state, step).is_none() {
            self.toast("toast-card-old", &[], true);
            return self.turn_card(desk, Face::Plain).await;
        }
        if self.advance(&desk.nomination, step, None).await?.is_some() {
            self.toast("toast-moved", &[], false);
        }
        Ok(())
    }

    async fn set_urgent(
        &mut self,
        desk: &Desk,
        version: i64,
        urgent: bool,
    ) -> Result<(), StoreError> {
        if !self.may_act(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        if !nominations::set_urgent(self.tx, one.id, one.version, urgent).await? {
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        let mark = if urgent { "urgent" } else { "not urgent" };
        self.note(one.id, Act::Urgent, Some(mark)).await?;
        self.toast("toast-moved", &[], false);
        self.redraw_cards(one.id).await
    }

    /// A refusal in own words, for the card of a nomination as it was at `version`.
    pub(super) async fn refuse_because(
        &mut self,
        nomination: i64,
        version: i64,
        reason: &str,
        sure: bool,
    ) -> Result<(), StoreError> {
        if self.contact.role.is_none() {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-gone", &[])));
            return Ok(());
        };
        if !self.may_read(&desk.nomination) {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-out-of-scope", &[])));
            return Ok(());
        }
        let why_not = match self.why_not(&desk, version) {
            None => self.kept_out(&desk).await?,
            some => some,
        };
        if let Some(why_not) = why_not {
            self.session.go(At::Idle);
            self.answer(Message::of(escape(&why_not)));
            return self.deal_privately(&desk).await;
        }
        // A reason in own words never reads as a preset one.
        let reason = reason.trim_start_matches(PRESET);
        if !sure {
            let one = &desk.nomination;
            let args = [("code", one.code.as_str().into()), ("reason", reason.into())];
            let text = self.say("refuse-confirm", &args);
            let button =
                |key, judge| self.reader().choice(key, &Press::Judge(one.id, version, judge));
            let choices = vec![
                vec![button("refuse-sure", Judge::OwnSure)],
                vec![self.reader().choice("back", &Press::Judge(one.id, 0, Judge::Card))],
            ];
            self.answer(Message { choices, ..Message::of(text) });
            return Ok(());
        }
        let done = self.vote(&desk, false, Some(reason)).await?;
        // In place of the question, so that a second tap finds no button.
        if done && let Some(words) = self.take_toast() {
            self.answer(Message::of(escape(&words).into_owned()));
        }
        Ok(())
    }

    /// Whether this press may decide; if not, the presser is told the truth and sees the card as
    /// it is now.
    pub(super) async fn may_decide(
        &mut self,
        desk: &Desk,
        version: i64,
    ) -> Result<bool, StoreError> {
        let why_not = match self.why_not(desk, version) {
            None => self.kept_out(desk).await?,
            some => some,
        };
        self.unless(why_not, desk, version).await
    }

    /// Whether this press may do something for a nomination on its way, beside deciding.
    pub(super) async fn may_act(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let why_not = match self.why_not_act(desk, version) {
            None => self.kept_out(desk).await?,
            some => some,
        };
        self.unless(why_not, desk, version).await
    }

    /// The same, for what is for the holder of a claim to do, if there is one.
    pub(super) async fn may_work(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let why_not = match self.why_not_act(desk, version).or_else(|| self.why_not_work(desk)) {
            None => self.kept_out(desk).await?,
            some => some,
        };
        self.unless(why_not, desk, version).await
    }

    async fn unless(
        &mut self,
        why_not: Option<String>,
        desk: &Desk,
        version: i64,
    ) -> Result<bool, StoreError> {
        let Some(why_not) = why_not else { return Ok(true) };
        self.toast_text(why_not);
        // The card of one's own nomination is not old, only not one's own to decide.
        if !desk.nomination.state.is_open() || desk.nomination.version != version {
            self.turn_card(desk, Face::Plain).await?;
        }
        Ok(false)
    }

    fn why_not(&self, desk: &Desk, version: i64) -> Option<String> {
        let one = &desk.nomination;
        if let Some(why_not) = self.why_not_act(desk, version) {
            return Some(why_not);
        }
        if one.state == State::Asked {
            return Some(self.say("toast-asked", &[]));
        }
        if desk.vote_of(self.contact.id).is_some() {
            return Some(self.say("toast-voted-before", &[]));
        }
        if Turn::is_put_forward(desk) { None } else { self.why_not_work(desk) }
    }

    fn why_not_work(&self, desk: &Desk) -> Option<String> {
        let claim = desk.nomination.claim_at(self.now)?;
        (claim.by != self.contact.id).then(|| self.claimed_words(desk, "toast-claimed"))
    }

    /// Why the presser takes no part in a nomination, whatever its state: it is their own, or they know
    /// whom it is about.
    fn why_no_part(&self, desk: &Desk) -> Option<String> {
        if desk.nomination.nominator == self.contact.id {
            Some(self.say("toast-own", &[]))
        } else if desk.recused.contains(&self.contact.id) {
            Some(self.say("toast-recused", &[]))
        } else {
            None
        }
    }

    /// Whether the presser takes part in a nomination; if not, they are told why.
    pub(super) fn takes_part(&mut self, desk: &Desk) -> bool {
        let why_not = self.why_no_part(desk);
        let takes_part = why_not.is_none();
        if let Some(why_not) = why_not {
            self.toast_text(why_not);
        }
        takes_part
    }

    fn why_not_act(&self, desk: &Desk, version: i64) -> Option<String> {
        let one = &desk.nomination;
        if one.state.is_open()
            && let Some(why_not) = self.why_no_part(desk)
        {
            return Some(why_not);
        }
        match (one.state, &desk.last) {
            (state, _) if state.is_open() && one.version == version => None,
            (state, _) if state.is_open() => Some(self.say("toast-card-old", &[])),
            (State::Withdrawn, _) => Some(self.say("toast-withdrawn", &[])),
            (_, Some(last)) => {
                let who = excerpt(&card::actor(last, self.locale), PERSON_IN_TOAST).into();
                let args = [
                    ("state", self.state(one.state).into()),
                    ("who", who),
                    ("at", day::local(last.at).into()),
                ];
                // What waits for somebody, or goes with another one, has no result yet.
                let key = if one.state.is_decided() { "toast-decided" } else { "toast-is-now" };
                Some(plain(&self.say(key, &args)))
            }
            (_, None) => Some(self.say("toast-card-old", &[])),
        }
    }

    fn pressed_card(&self) -> Option<String> {
        self.pressed.as_ref().and_then(|pressed| pressed.message.clone())
    }

    /// The slot of the copy that was pressed: the chat's only one, unless that is known to be drawn
    /// in another message. Who is quick presses before it is noted where it was drawn.
    async fn find_pressed_slot(&mut self, nomination: i64) -> Result<Option<String>, StoreError> {
        let Some(message) = self.pressed_card() else { return Ok(None) };
        let copies = cards::of(self.tx.connection(), nomination).await?;
        let here = |copy: &Card| copy.channel == self.channel && copy.address == self.chat;
        let Some(copy) = copies.into_iter().find(here) else { return Ok(None) };
        let drawn = slots::find(self.tx.connection(), self.channel, &self.chat, &copy.slot).await?;
        let elsewhere = drawn.filter(|drawn| drawn.message != message);
        // Ids of messages rise within a chat.
        let number = |id: &str| id.parse::<i64>().ok();
        self.card_is_below =
            elsewhere.as_ref().is_some_and(|drawn| number(&drawn.message) > number(&message));
        Ok(Some(copy.slot).filter(|_| elsewhere.is_none()))
    }

    /// Shows another face of the card whose button was pressed, there. What was pressed may be no
    /// copy of it, or no longer: nothing would be drawn there again, so a copy is dealt instead.
    async fn turn_card(&mut self, desk: &Desk, face: Face<'_>) -> Result<(), StoreError> {
        let calendar = &self.shared.settings.calendar;
        let reader = (self.chat == self.contact.address).then(|| Viewer::from(&self.contact));
        let reader = (self.chat_locale(), reader);
        let message = card::draw(desk, reader, face, self.now, calendar);
        self.turn_to(desk, message).await
    }

    /// Shows something in the place of the card whose button was pressed.
    async fn turn_to(&mut self, desk: &Desk, message: Message) -> Result<(), StoreError> {
        // As a redraw of the card's slot, so that of this and what others have drawn there, in
        // whichever lane, the newest stays.
        let Some(slot) = self.pressed_slot.clone() else {
            return match self.pressed_card() {
                // Another one would make that one old, while it may be what is pressed next.
                Some(message) if self.card_is_below => {
                    self.point_below(desk, message);
                    Ok(())
                }
                _ => self.deal_privately(desk).await,
            };
        };
        let outgoing = Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: Some(slot),
            placement: Placement::Redraw,
            message,
        };
        self.post(outgoing);
        Ok(())
    }

    /// Says on a card that was sent once more, or is otherwise no longer the chat's one, where to look.
    fn point_below(&mut self, desk: &Desk, message: String) {
        let code = desk.nomination.code.as_str().into();
        let words = text(self.chat_locale(), "card-below", &[("code", code)]);
        let pointer = Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: None,
            placement: Placement::Edit(message),
            message: Message::of(words),
        };
        self.post(pointer);
    }

    /// Deals a copy of a card to the person who is talking, in their own chat.
    async fn deal_privately(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let (channel, address) = (self.channel, self.contact.address.clone());
        let reader = (self.locale, Some(Viewer::from(&self.contact)));
        self.deal(desk, channel, &address, reader, Lane::Answer).await
    }

    /// The language of the chat in which the press was: a group has its own.
    pub(super) fn chat_locale(&self) -> Locale {
        if self.chat == self.contact.address { self.locale } else { self.shared.settings.locale }
    }

    /// Writes below, where the press was.
    fn reply(&mut self, mut message: Message) {
        message.topic = self.topic.clone();
        let outgoing = Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: None,
            placement: Placement::Fresh,
            message,
        };
        self.post(outgoing);
    }

    async fn show_evidence(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let media = evidence::of(self.tx.connection(), desk.nomination.id).await?;
        if media.is_empty() {
            self.toast("toast-no-evidence", &[], false);
            return Ok(());
        }
        let code = desk.nomination.code.as_str().into();
        let title = text(self.chat_locale(), "evidence-title", &[("code", code)]);
        self.reply(Message { media, ..Message::of(title) });
        Ok(())
    }

    fn show_story(&mut self, desk: &Desk) {
        let one = &desk.nomination;
        let locale = self.chat_locale();
        let title = text(locale, "story-title", &[("code", one.code.as_str().into())]);
        let mut parts = vec![title, escape(&one.story).into_owned()];
        for (at, body) in &desk.additions {
            let args = [("day", day::local_date(*at).into()), ("text", body.as_str().into())];
            parts.push(text(locale, "mine-added", &args));
        }
        parts.extend(appeal::whole(desk, locale));
        self.reply(Message::of(parts.join("\n\n")));
    }
}
