//! The review desk: cards, presses on them, decisions, and the queue.
//!
//! Authority, ownership, state and version are checked at each press, here, in the transaction.

mod card;
mod copies;
mod queue;

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{excerpt, plain};
use crate::conversation::session::At;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::nomination::{Move, State, after};
use crate::domain::{day, reason};
use crate::i18n::{Locale, escape, text};
use crate::store::cards::Card;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, audit, cards, contacts, evidence, nominations, slots};
use card::{Desk, Face, PRESET};

pub(super) use card::spoken;

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
        let Some(desk) = Desk::load(self.tx, nomination).await? else {
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
            Judge::Reason(code) | Judge::RefuseSure(code) if reason::by_code(&code).is_none() => {
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
                    self.decide(&desk.nomination, Move::Recognise, None).await?;
                }
            }
            Judge::RefuseSure(code) => {
                if self.may_decide(&desk, version).await? {
                    let reason = format!("{PRESET}{code}");
                    self.decide(&desk.nomination, Move::Refuse, Some(&reason)).await?;
                }
            }
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
        let Some(desk) = Desk::load(self.tx, nomination).await? else {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-gone", &[])));
            return Ok(());
        };
        if !self.may_read(&desk.nomination) {
            self.session.go(At::Idle);
            self.answer(Message::of(self.say("toast-out-of-scope", &[])));
            return Ok(());
        }
        if let Some(why_not) = self.why_not(&desk, version) {
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
        let done = self.decide(&desk.nomination, Move::Refuse, Some(reason)).await?;
        let words = self.say(if done { "toast-done" } else { "toast-card-old" }, &[]);
        self.answer(Message::of(words));
        Ok(())
    }

    /// Whether this press may decide; if not, the presser is told the truth and sees the card as
    /// it is now.
    async fn may_decide(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        let Some(why_not) = self.why_not(desk, version) else { return Ok(true) };
        self.toast_text(why_not);
        // The card of one's own nomination is not old, only not one's own to decide.
        if !desk.nomination.state.is_open() || desk.nomination.version != version {
            self.turn_card(desk, Face::Plain).await?;
        }
        Ok(false)
    }

    fn why_not(&self, desk: &Desk, version: i64) -> Option<String> {
        let one = &desk.nomination;
        match (one.state, &desk.last) {
            (State::Submitted, _) if one.nominator == self.contact.id => {
                Some(self.say("toast-own", &[]))
            }
            (State::Submitted, _) if one.version == version => None,
            (State::Submitted, _) => Some(self.say("toast-card-old", &[])),
            (State::Withdrawn, _) => Some(self.say("toast-withdrawn", &[])),
            (_, Some(last)) => {
                let who = excerpt(&last.actor_name, PERSON_IN_TOAST).into();
                let args = [
                    ("state", self.state(one.state).into()),
                    ("who", who),
                    ("at", day::local(last.at).into()),
                ];
                Some(plain(&self.say("toast-decided", &args)))
            }
            (_, None) => Some(self.say("toast-card-old", &[])),
        }
    }

    /// Decides, unless somebody else did.
    async fn decide(
        &mut self,
        one: &Nomination,
        step: Move,
        reason: Option<&str>,
    ) -> Result<bool, StoreError> {
        let Some(to) = after(one.state, step) else { return Ok(false) };
        let moved =
            nominations::transition(self.tx, one.id, one.state, one.version, to, self.now).await?;
        if !moved {
            // Another replica was faster between our reading and this: the next press will see.
            self.toast("toast-card-old", &[], true);
            return Ok(false);
        }
        let (entry, actor) = (self.shared.ids.next(), self.contact.id);
        audit::record(self.tx, entry, one.id, actor, Some(one.state), to, reason, self.now).await?;
        self.toast("toast-done", &[], false);
        self.redraw_cards(one.id).await?;
        self.tell_nominator(one, to, reason).await?;
        Ok(true)
    }

    async fn tell_nominator(
        &mut self,
        one: &Nomination,
        state: State,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let Some(nominator) = contacts::by_id(self.tx.connection(), one.nominator).await? else {
            return Ok(());
        };
        if nominator.blocked {
            // They stopped the bot; what was decided is in their list when they come back.
            return Ok(());
        }
        let locale = nominator.language.unwrap_or(self.shared.settings.locale);
        let reason = reason.map(|reason| spoken(reason, locale)).unwrap_or_default();
        let key = format!("notice-{}", state.code());
        let args = [
            ("name", one.name.as_str().into()),
            ("code", one.code.as_str().into()),
            ("reason", reason.into()),
        ];
        self.post(Outgoing {
            channel: nominator.channel,
            address: nominator.address,
            lane: Lane::Answer,
            slot: None,
            placement: Placement::Fresh,
            message: Message::of(text(locale, &key, &args)),
        });
        Ok(())
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
        let locale = self.chat_locale();
        let outgoing = Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: Some(slot),
            placement: Placement::Redraw,
            message: card::draw(desk, locale, face, self.now),
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
        let locale = self.locale;
        self.deal(desk, channel, &address, locale, Lane::Answer).await
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
        self.reply(Message::of(parts.join("\n\n")));
    }
}
