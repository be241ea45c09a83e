//! Asking a nomination's author for more: the checklist on the card, and what the card says of it.

use super::card::Face;
use super::desk::Desk;
use crate::clock::Millis;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Ask as Pick, Judge, Press, Supply};
use crate::conversation::render::{choice, summary, supply};
use crate::conversation::words::Words;
use crate::delivery::outgoing::Lane;
use crate::domain::asks::{Item, Items, reminds_at};
use crate::domain::day;
use crate::domain::nomination::{Move, State};
use crate::engine::roles::covers;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::asks::{self, Ask};
use crate::store::audit::Act;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, contacts, desk_timers, members, nominations};

/// How much of what a reviewer wrote with an ask a card shows, in UTF-16 units.
const NOTE_SHOWN: usize = 120;

impl Turn<'_> {
    /// A press in the checklist.
    pub(super) async fn choose_to_ask(
        &mut self,
        desk: &Desk,
        version: i64,
        ask: Pick,
    ) -> Result<(), StoreError> {
        if !self.may_ask(desk, version).await? {
            return Ok(());
        }
        match ask {
            Pick::Choose(items) => self.turn_card(desk, Face::Asking(items)).await,
            Pick::Note(items) => {
                self.await_words(Words::AskNote(items), desk);
                Ok(())
            }
            Pick::Send(items) if items.is_empty() => {
                self.toast("toast-ask-nothing", &[], false);
                Ok(())
            }
            // What else is missing only the reviewer's own words can say.
            Pick::Send(items) if items.has(Item::Other) => {
                self.await_words(Words::AskNote(items), desk);
                Ok(())
            }
            Pick::Send(items) => self.ask_for(desk, version, items, None).await,
        }
    }

    /// Asks the author for these, in one message.
    pub(in crate::engine) async fn ask_for(
        &mut self,
        desk: &Desk,
        version: i64,
        items: Items,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        if !self.may_ask(desk, version).await? {
            return Ok(());
        }
        let one = &desk.nomination;
        let items = if items.is_empty() { items.with(Item::Other) } else { items };
        let due_at = self.now + self.policy.ask();
        if self.advance(one, Move::Ask, None).await?.is_none() {
            return Ok(());
        }
        let ask = Ask {
            id: self.shared.ids.next(),
            nomination: one.id,
            by: self.contact.id,
            items,
            note: note.map(str::to_owned),
            asked_at: self.now,
            due_at,
            answered_at: None,
            lapsed_at: None,
        };
        asks::insert(self.tx, &ask).await?;
        nominations::count_ask(self.tx, one.id).await?;
        let remind_at = reminds_at(self.now, due_at);
        desk_timers::set(self.tx, one.id, desk_timers::ASK_REMIND, remind_at).await?;
        desk_timers::set(self.tx, one.id, desk_timers::ASK_LAPSE, due_at).await?;
        self.note(one.id, Act::Ask, Some(&items.stored())).await?;
        self.redraw_cards(one.id).await?;
        let reached = self.tell_of_ask(one, &ask, "asked-notice").await?;
        let told = if reached { "toast-ask-sent" } else { "toast-ask-kept" };
        let code = one.code.as_str().into();
        self.toast(told, &[("code", code), ("day", day::local_date(due_at).into())], !reached);
        Ok(())
    }

    /// Writes to the author of what is asked, in the words of `key`; `false` if they have stopped the
    /// bot.
    pub(in crate::engine) async fn tell_of_ask(
        &mut self,
        one: &Nomination,
        ask: &Ask,
        key: &str,
    ) -> Result<bool, StoreError> {
        let author = contacts::by_id(self.tx.connection(), one.nominator).await?;
        let Some(author) = author.filter(|author| !author.blocked) else { return Ok(false) };
        let locale = author.language.unwrap_or(self.shared.settings.locale);
        let choices = vec![vec![now_button(locale, ask)]];
        let words = words_of(locale, one, ask, key);
        self.post_to(&author, Lane::Answer, Message { choices, ..Message::of(words) });
        Ok(true)
    }

    async fn may_ask(&mut self, desk: &Desk, version: i64) -> Result<bool, StoreError> {
        if !self.may_work(desk, version).await? {
            return Ok(false);
        }
        if desk.nomination.state == State::Asked {
            self.toast("toast-asked", &[], true);
            self.turn_card(desk, Face::Plain).await?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Tells a member of the team about a nomination, with a way to its card; `false` if there is
    /// nobody to be told.
    pub(in crate::engine) async fn tell_member(
        &mut self,
        member: i64,
        one: &Nomination,
        words: impl Fn(Locale) -> String,
        buttons: &[(&str, Judge)],
    ) -> Result<bool, StoreError> {
        let found = contacts::by_id(self.tx.connection(), member).await?;
        let Some(mut member) = found.filter(|member| !member.blocked) else { return Ok(false) };
        member.role = self.shared.role_of(&member);
        let scopes = members::scopes(self.tx.connection()).await?;
        if !covers(&member, scopes.get(&member.id), one) {
            return Ok(false);
        }
        let locale = member.language.unwrap_or(self.shared.settings.locale);
        let row = buttons.iter().map(|(key, judge)| {
            choice(text(locale, key, &[]), &Press::Judge(one.id, 0, judge.clone()))
        });
        let choices = vec![row.collect()];
        self.post_to(&member, Lane::Review, Message { choices, ..Message::of(words(locale)) });
        Ok(true)
    }
}

/// The button by which an author answers.
pub fn now_button(locale: Locale, ask: &Ask) -> Choice {
    choice(text(locale, "supply-now", &[]), &Press::Supply(ask.id, Supply::Begin))
}

/// What is asked, for its author to read: begins with the text `key`.
pub fn words_of(locale: Locale, one: &Nomination, ask: &Ask, key: &str) -> String {
    let args = [("code", one.code.as_str().into()), ("name", one.name.as_str().into())];
    let mut lines = vec![text(locale, key, &args)];
    let items = ask.items.iter().map(|item| supply::name(locale, item));
    lines.extend(items.map(|item| format!("• {item}")));
    let mut parts = vec![lines.join("\n")];
    parts.extend(
        ask.note.as_deref().map(|note| text(locale, "asked-note", &[("note", note.into())])),
    );
    parts.push(text(locale, "asked-until", &[("day", day::local_date(ask.due_at).into())]));
    parts.join("\n\n")
}

/// What a card says of asking: what is awaited, what just came, that nothing came, and how often its
/// author was asked.
pub fn lines(desk: &Desk, locale: Locale) -> Option<String> {
    let one = &desk.nomination;
    let ask = desk.ask.as_ref().filter(|_| one.asked > 0)?;
    let mut lines = Vec::new();
    let names = |items| ("items", supply::names(locale, items).into());
    if one.state == State::Asked {
        let day = ("day", day::local_date(ask.due_at).into());
        lines.push(text(locale, "card-asked", &[names(ask.items), day]));
        if let Some(note) = &ask.note {
            let note = summary::fit(note, NOTE_SHOWN);
            lines.push(text(locale, "card-asked-note", &[("note", note)]));
        }
    } else if one.lapsed {
        lines.push(text(locale, "card-lapsed", &[]));
    } else if one.state == State::Received && just_now(ask, one.state_since) {
        lines.push(text(locale, "card-supplied", &[names(desk.supplied)]));
    }
    lines.push(text(locale, "card-asked-count", &[("count", one.asked.to_string().into())]));
    Some(lines.join("\n"))
}

/// Whether the answer was handed in as the present state began.
fn just_now(ask: &Ask, since: Millis) -> bool {
    ask.answered_at == Some(since)
}

/// The rows of the checklist.
pub fn checklist(locale: Locale, chosen: Items) -> Vec<(String, Judge)> {
    let mut rows: Vec<(String, Judge)> = Item::ALL
        .into_iter()
        .map(|item| {
            let tick = if chosen.has(item) { "☑" } else { "☐" };
            let label = format!("{tick} {}", supply::name(locale, item));
            (label, Judge::Ask(Pick::Choose(chosen.toggled(item))))
        })
        .collect();
    rows.push((text(locale, "asked-write", &[]), Judge::Ask(Pick::Note(chosen))));
    rows.push((text(locale, "asked-send", &[]), Judge::Ask(Pick::Send(chosen))));
    rows
}
