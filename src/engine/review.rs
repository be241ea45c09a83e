//! The review desk: cards, presses on them, decisions, and the queue.
//!
//! Authority, ownership, state and version are checked at each press, here, in the transaction.

use super::mine::{plain, summary_of};
use super::turn::Turn;
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::{self, choice};
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::nomination::{Move, State, after};
use crate::domain::role::Role;
use crate::domain::{day, reason};
use crate::i18n::{Args, Locale, escape, text};
use crate::store::cards::Card;
use crate::store::nominations::{Change, Nomination};
use crate::store::{StoreError, cards, contacts, nominations, outbox};

/// Nominations on a page of the queue.
const PAGE: i64 = 8;
/// Marks a preset reason's code among reasons in own words.
const PRESET: char = '#';
/// How much of an addition a card shows, in characters.
const ADDITION_SHOWN: usize = 200;

/// What a card is drawn from.
struct Desk {
    nomination: Nomination,
    files: usize,
    counted: [Vec<String>; 2],
    additions: Vec<(Millis, String)>,
    last: Option<Change>,
}

/// Which buttons a card shows.
#[derive(Clone, Copy)]
enum Face<'a> {
    Plain,
    Approving,
    Choosing,
    Refusing(&'a str),
}

impl Turn<'_> {
    /// Sends a new nomination's card to every reviewer but its author, and to the review group.
    pub(super) async fn deal_cards(&mut self, nomination: i64) -> Result<(), StoreError> {
        let members = contacts::members(self.tx.connection(), Role::Reviewer).await?;
        let default = self.shared.settings.locale;
        let mut chats: Vec<(String, String, Locale)> = members
            .into_iter()
            .filter(|member| member.id != self.contact.id && !member.blocked)
            .map(|member| (member.channel, member.address, member.language.unwrap_or(default)))
            .collect();
        if let Some(group) = &self.shared.settings.review_chat {
            let channel = crate::channels::TELEGRAM;
            let group = outbox::current_address(self.tx.connection(), channel, group).await?;
            chats.push((channel.to_owned(), group, default));
        }
        if chats.is_empty() {
            return Ok(());
        }
        let Some(desk) = self.desk(nomination).await? else { return Ok(()) };
        for (channel, address, locale) in chats {
            self.deal(&desk, &channel, &address, locale, Lane::Review).await?;
        }
        Ok(())
    }

    /// Puts one more copy of a card into a chat, to be redrawn from now on.
    async fn deal(
        &mut self,
        desk: &Desk,
        channel: &str,
        address: &str,
        language: Locale,
        lane: Lane,
    ) -> Result<(), StoreError> {
        let slot = format!("card.{}", self.shared.ids.next());
        let card =
            Card { channel: channel.to_owned(), address: address.to_owned(), slot, language };
        cards::insert(self.tx, desk.nomination.id, &card).await?;
        self.post(Outgoing {
            channel: card.channel,
            address: card.address,
            lane,
            slot: Some(card.slot),
            placement: Placement::Fresh,
            message: self.card(desk, language, Face::Plain),
        });
        Ok(())
    }

    /// Draws every copy of a card again.
    pub(super) async fn redraw_cards(&mut self, nomination: i64) -> Result<(), StoreError> {
        let copies = cards::of(self.tx.connection(), nomination).await?;
        if copies.is_empty() {
            return Ok(());
        }
        let Some(desk) = self.desk(nomination).await? else { return Ok(()) };
        for copy in copies {
            self.post(Outgoing {
                channel: copy.channel,
                address: copy.address,
                lane: Lane::Review,
                slot: Some(copy.slot),
                placement: Placement::Redraw,
                message: self.card(&desk, copy.language, Face::Plain),
            });
        }
        Ok(())
    }

    async fn desk(&mut self, nomination: i64) -> Result<Option<Desk>, StoreError> {
        let connection = self.tx.connection();
        let Some(nomination) = nominations::by_id(connection, nomination).await? else {
            return Ok(None);
        };
        let files = nominations::evidence(connection, nomination.id).await?;
        let additions = nominations::additions(connection, nomination.id).await?;
        let history = nominations::history(connection, nomination.id).await?;
        let counted = Locale::ALL
            .map(|locale| render::count_files(locale, files.iter().map(|file| file.kind)));
        let last = history.into_iter().last();
        Ok(Some(Desk { nomination, files: files.len(), counted, additions, last }))
    }

    fn card(&self, desk: &Desk, locale: Locale, face: Face<'_>) -> Message {
        let one = &desk.nomination;
        let say = |key: &str, args: &Args<'_>| text(locale, key, args);
        let state = say(&format!("state-{}", one.state.code()), &[]);
        let at = day::local(one.submitted_at);
        let mut head = vec![say(
            "card-title",
            &[("code", one.code.as_str().into()), ("state", state.as_str().into())],
        )];
        head.push(match one.state {
            State::Submitted => {
                let waited = waited(locale, self.now - one.submitted_at);
                say("card-waited", &[("at", at.into()), ("waited", waited.into())])
            }
            _ => say("card-sent", &[("at", at.into())]),
        });
        if one.is_minor {
            head.push(say("card-minor", &[]));
        }
        let story = render::fold_story(&one.story);
        let counted = desk.counted[locale as usize].clone();
        let nominator = escape(&one.nominator_name);
        let mut parts = vec![
            head.join("\n"),
            format!("<b>{}:</b> {nominator}", say("card-nominator", &[])),
            render::lines(locale, &summary_of(one, &story, counted)),
        ];
        for (at, body) in &desk.additions {
            let body = render::excerpt(body, ADDITION_SHOWN);
            let day = day::local_date(*at);
            parts.push(say("mine-added", &[("day", day.into()), ("text", body.into())]));
        }
        if let (false, Some(last)) = (one.state.is_open(), &desk.last) {
            let who = last.actor_name.as_str().into();
            let at = day::local(last.at).into();
            parts.push(say("card-decided", &[("state", state.into()), ("who", who), ("at", at)]));
            if let Some(reason) = &last.reason {
                let reason = spoken(reason, locale);
                parts.push(say("card-reason", &[("reason", reason.into())]));
            }
        }
        match face {
            Face::Plain => {}
            Face::Approving => parts.push(say("card-confirm-approve", &[])),
            Face::Choosing => parts.push(say("card-choose-reason", &[])),
            Face::Refusing(code) => {
                let reason = spoken(&format!("{PRESET}{code}"), locale);
                parts.push(say("card-confirm-refuse", &[("reason", reason.into())]));
            }
        }
        let choices = buttons(desk, locale, face);
        Message { choices, ..Message::of(parts.join("\n\n")) }
    }

    /// A press on a card.
    pub(super) async fn judge(
        &mut self,
        nomination: i64,
        version: i64,
        judge: Judge,
    ) -> Result<(), StoreError> {
        if self.contact.role.is_none() {
            self.toast("toast-not-allowed", &[], true);
            return Ok(());
        }
        let Some(desk) = self.desk(nomination).await? else {
            self.toast("toast-gone", &[], false);
            return Ok(());
        };
        match judge {
            Judge::Card if self.pressed_card().is_some() => self.turn_card(&desk, Face::Plain),
            Judge::Card => {
                let (channel, address) = (self.channel, self.contact.address.clone());
                let locale = self.locale;
                self.deal(&desk, channel, &address, locale, Lane::Answer).await?;
            }
            Judge::Evidence => self.show_evidence(&desk).await?,
            Judge::Story => self.show_story(&desk),
            Judge::Approve => {
                if self.may_decide(&desk, version) {
                    self.turn_card(&desk, Face::Approving);
                }
            }
            Judge::Refuse => {
                if self.may_decide(&desk, version) {
                    self.turn_card(&desk, Face::Choosing);
                }
            }
            Judge::Reason(code) => {
                if self.may_decide(&desk, version) && reason::by_code(&code).is_some() {
                    self.turn_card(&desk, Face::Refusing(&code));
                }
            }
            Judge::OwnWords => {
                if self.may_decide(&desk, version) {
                    let code = desk.nomination.code.as_str().into();
                    let words = self.say("refuse-words", &[("code", code)]);
                    self.tell(words);
                } else {
                    self.session.go(crate::conversation::session::At::Idle);
                }
            }
            Judge::ApproveSure => {
                if self.may_decide(&desk, version) {
                    self.decide(&desk.nomination, Move::Recognise, None).await?;
                }
            }
            Judge::RefuseSure(code) => {
                if self.may_decide(&desk, version) && reason::by_code(&code).is_some() {
                    let reason = format!("{PRESET}{code}");
                    self.decide(&desk.nomination, Move::Refuse, Some(&reason)).await?;
                }
            }
        }
        Ok(())
    }

    /// A refusal in own words, for the card of a nomination as it was at `version`.
    pub(super) async fn refuse_because(
        &mut self,
        nomination: i64,
        version: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        if self.contact.role.is_none() {
            let words = self.say("toast-not-allowed", &[]);
            self.tell(words);
            return Ok(());
        }
        let Some(desk) = self.desk(nomination).await? else {
            let words = self.say("toast-gone", &[]);
            self.tell(words);
            return Ok(());
        };
        if let Some(why_not) = self.why_not(&desk, version) {
            self.tell(why_not);
            let (channel, address) = (self.channel, self.contact.address.clone());
            let locale = self.locale;
            return self.deal(&desk, channel, &address, locale, Lane::Answer).await;
        }
        // A reason in own words never reads as a preset one.
        let reason = reason.trim_start_matches(PRESET);
        self.decide(&desk.nomination, Move::Refuse, Some(reason)).await?;
        let words = self.say("toast-done", &[]);
        self.tell(words);
        Ok(())
    }

    /// Whether this press may decide; if not, the presser is told the truth and sees the card as
    /// it is now.
    fn may_decide(&mut self, desk: &Desk, version: i64) -> bool {
        let Some(why_not) = self.why_not(desk, version) else { return true };
        self.toast_text(why_not);
        self.turn_card(desk, Face::Plain);
        false
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
                let who = last.actor_name.as_str().into();
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

    async fn decide(
        &mut self,
        one: &Nomination,
        step: Move,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let Some(to) = after(one.state, step) else { return Ok(()) };
        let moved =
            nominations::transition(self.tx, one.id, one.state, one.version, to, self.now).await?;
        if !moved {
            // Another replica was faster between our reading and this: the next press will see.
            self.toast("toast-card-old", &[], true);
            return Ok(());
        }
        let (entry, actor) = (self.shared.ids.next(), self.contact.id);
        nominations::record(self.tx, entry, one.id, actor, Some(one.state), to, reason, self.now)
            .await?;
        self.toast("toast-done", &[], false);
        self.redraw_cards(one.id).await?;
        self.tell_nominator(one, to, reason).await
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

    /// Shows another face of the card whose button was pressed, there.
    fn turn_card(&mut self, desk: &Desk, face: Face<'_>) {
        let Some(message) = self.pressed_card() else { return };
        let locale = self.chat_locale();
        let outgoing = Outgoing {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            lane: Lane::Answer,
            slot: None,
            placement: Placement::Edit(message),
            message: self.card(desk, locale, face),
        };
        self.post(outgoing);
    }

    /// The language of the chat in which the press was: a group has its own.
    fn chat_locale(&self) -> Locale {
        if self.chat == self.contact.address { self.locale } else { self.shared.settings.locale }
    }

    fn reply(&mut self, message: Message) {
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
        let media = nominations::evidence(self.tx.connection(), desk.nomination.id).await?;
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

    /// Shows a page of what waits, the oldest first.
    pub(super) async fn show_queue(&mut self, page: u32) -> Result<(), StoreError> {
        let count = nominations::count_waiting(self.tx.connection()).await?;
        if count == 0 {
            self.answer(Message::of(self.say("queue-none", &[])));
            return Ok(());
        }
        let last = u32::try_from((count - 1) / PAGE).unwrap_or(0);
        let page = page.min(last);
        let rows = nominations::waiting(self.tx.connection(), PAGE, i64::from(page) * PAGE).await?;
        let mut choices: Vec<Vec<Choice>> = rows
            .iter()
            .map(|one| {
                let waited = waited(self.locale, self.now - one.submitted_at);
                let label = plain(&self.say(
                    "queue-row",
                    &[
                        ("code", one.code.as_str().into()),
                        ("name", render::excerpt(&one.name, 24).into()),
                        ("waited", waited.into()),
                    ],
                ));
                // Version 0 is nobody's: it asks for a new card, below the queue.
                vec![choice(label, &Press::Judge(one.id, 0, Judge::Card))]
            })
            .collect();
        let mut turn_pages = Vec::new();
        if page > 0 {
            turn_pages.push(self.reader().choice("newer", &Press::Queue(page - 1)));
        }
        if page < last {
            turn_pages.push(self.reader().choice("older", &Press::Queue(page + 1)));
        }
        if !turn_pages.is_empty() {
            choices.push(turn_pages);
        }
        let title = self.say("queue-title", &[("count", count.to_string().into())]);
        self.answer(Message { choices, ..Message::of(title) });
        Ok(())
    }
}

fn buttons(desk: &Desk, locale: Locale, face: Face<'_>) -> Vec<Vec<Choice>> {
    let one = &desk.nomination;
    let button = |key: &str, args: &Args<'_>, judge: Judge| {
        choice(text(locale, key, args), &Press::Judge(one.id, one.version, judge))
    };
    let mut rows = Vec::new();
    match face {
        Face::Plain if one.state.is_open() => {
            rows.push(vec![button("approve", &[], Judge::Approve)]);
            rows.push(vec![button("refuse", &[], Judge::Refuse)]);
        }
        // Decided: the card keeps no buttons.
        Face::Plain => return rows,
        Face::Approving => {
            rows.push(vec![button("approve-sure", &[], Judge::ApproveSure)]);
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Choosing => {
            for preset in reason::all() {
                let judge = Judge::Reason(preset.code.to_owned());
                let press = Press::Judge(one.id, one.version, judge);
                rows.push(vec![choice(preset.label(locale.code()), &press)]);
            }
            rows.push(vec![button("own-words", &[], Judge::OwnWords)]);
            rows.push(vec![button("back", &[], Judge::Card)]);
            return rows;
        }
        Face::Refusing(code) => {
            rows.push(vec![button("refuse-sure", &[], Judge::RefuseSure(code.to_owned()))]);
            rows.push(vec![button("back", &[], Judge::Refuse)]);
            return rows;
        }
    }
    if desk.files > 0 {
        let count = desk.files.to_string();
        rows.push(vec![button("see-evidence", &[("count", count.into())], Judge::Evidence)]);
    }
    let has_more = one.story.chars().count() > render::STORY_SHOWN
        || desk.additions.iter().any(|(_, body)| body.chars().count() > ADDITION_SHOWN);
    if has_more {
        rows.push(vec![button("see-story", &[], Judge::Story)]);
    }
    rows
}

/// A stored reason as a person reads it: a preset one in their language, own words as they are.
pub(super) fn spoken(stored: &str, locale: Locale) -> String {
    stored
        .strip_prefix(PRESET)
        .and_then(reason::by_code)
        .map_or_else(|| stored.to_owned(), |preset| preset.text(locale.code()).to_owned())
}

fn waited(locale: Locale, time: Millis) -> String {
    let (key, count) = match time {
        time if time >= 2 * DAY => ("waited-days", time / DAY),
        time if time >= HOUR => ("waited-hours", time / HOUR),
        time => ("waited-minutes", (time / MINUTE).max(1)),
    };
    text(locale, key, &[("count", count.to_string().into())])
}
