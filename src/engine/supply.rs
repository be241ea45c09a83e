//! What an author gives when asked for more: kept item by item, handed in at the end, and what the
//! clock does about it.

use super::review::{Desk, asked_words, now_button};
use super::turn::Turn;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Judge, Press};
use crate::conversation::render::supply;
use crate::conversation::session::At;
use crate::conversation::supply::Supplying;
use crate::conversation::view::{Placement, View};
use crate::domain::asks::{Given, Item, Items};
use crate::domain::draft::{FILES_MAX, STORY_MAX};
use crate::domain::evidence::File;
use crate::domain::nomination::{Move, State};
use crate::domain::text::char_count;
use crate::i18n::text;
use crate::store::asks::{self, Ask};
use crate::store::audit::Act;
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, evidence, likeness};

impl Turn<'_> {
    /// Does what an author wants done about an ask.
    pub(super) async fn supply(&mut self, ask: i64, what: Supplying) -> Result<(), StoreError> {
        let Some((ask, one)) = self.open_ask(ask).await? else { return Ok(()) };
        let given = asks::given(self.tx.connection(), ask.id).await?;
        match what {
            Supplying::Show(note) => {
                if !matches!(self.session.at, At::Supplying { ask: at, .. } if at == ask.id) {
                    let item = gap(ask.items, None, &given);
                    self.session.go(At::Supplying { ask: ask.id, item });
                }
                self.show_supply(&ask, given, note, Placement::Fresh);
                Ok(())
            }
            Supplying::Give { item, text, file } => {
                self.give(&ask, &one, given, item, &text, file.as_ref()).await
            }
            Supplying::Go { on } => {
                let now = self.supplying();
                let item = match (on, now) {
                    (true, now) => gap(ask.items, now, &given),
                    (false, None) => ask.items.iter().next_back(),
                    (false, now) => {
                        let before = ask.items.iter().take_while(|item| Some(*item) != now).last();
                        before.or(now)
                    }
                };
                self.session.go(At::Supplying { ask: ask.id, item });
                self.show_supply(&ask, given, None, Placement::Answer);
                Ok(())
            }
            Supplying::Done if given.is_empty() => {
                self.show_supply(&ask, given, None, Placement::Fresh);
                Ok(())
            }
            Supplying::Done => self.hand_in(&ask, &one, given).await,
            Supplying::Added => {
                let given = self.with_added(&ask, given).await?;
                if given.is_empty() {
                    self.tell(self.say("supply-added-none", &[]));
                    return Ok(());
                }
                self.hand_in(&ask, &one, given).await
            }
        }
    }

    /// The item at which the person is.
    fn supplying(&self) -> Option<Item> {
        match self.session.at {
            At::Supplying { item, .. } => item,
            _ => None,
        }
    }

    /// The ask that is open for an own nomination: this one, or what was asked since. If none is, the
    /// person is told how the nomination stands.
    async fn open_ask(&mut self, ask: i64) -> Result<Option<(Ask, Nomination)>, StoreError> {
        let found = match ask {
            0 => asks::open_of(self.tx.connection(), self.contact.id).await?,
            ask => asks::by_id(self.tx.connection(), ask).await?,
        };
        let one = match &found {
            Some(ask) => nominations::by_id(self.tx.connection(), ask.nomination).await?,
            None => None,
        };
        let Some(one) = one.filter(|one| one.nominator == self.contact.id) else {
            self.stop_supplying();
            self.answer_with_list(self.say("supply-none", &[]));
            return Ok(None);
        };
        if let Some(ask) = self.awaited(&one).await? {
            return Ok(Some((ask, one)));
        }
        self.stop_supplying();
        if one.state.is_open() {
            let state = self.state(one.state).into();
            let args = [("code", one.code.as_str().into()), ("state", state)];
            let choices = vec![vec![self.reader().choice("mine-add", &Press::Add(one.id))]];
            let words = self.say("supply-over", &args);
            self.answer(Message { choices, ..Message::of(words) });
        } else {
            self.own_and_open(one.id).await?;
        }
        Ok(None)
    }

    /// What is awaited of a nomination's author now.
    pub(super) async fn awaited(&mut self, one: &Nomination) -> Result<Option<Ask>, StoreError> {
        if one.state != State::Asked {
            return Ok(None);
        }
        let latest = asks::latest(self.tx.connection(), one.id).await?;
        Ok(latest.filter(Ask::is_open))
    }

    fn stop_supplying(&mut self) {
        if let At::Supplying { .. } = self.session.at {
            self.session.go(At::Idle);
        }
    }

    fn show_supply(
        &mut self,
        ask: &Ask,
        given: Vec<Given>,
        note: Option<&'static str>,
        placement: Placement,
    ) {
        let item = self.supplying();
        let view = View::Supply { ask: ask.id, items: ask.items, item, note, given };
        self.show(&view, placement);
    }

    async fn give(
        &mut self,
        ask: &Ask,
        one: &Nomination,
        mut given: Vec<Given>,
        item: Item,
        text: &str,
        file: Option<&File>,
    ) -> Result<(), StoreError> {
        if self.is_full(one, &given, text, file).await? {
            let slot = Placement::Slot(format!("gave-full.{}", self.session.serial));
            self.show_supply(ask, given, Some("supply-full"), slot);
            return Ok(());
        }
        if file.is_some() {
            if !nominations::touch(self.tx, one.id).await? {
                // Another replica was faster between our reading and this.
                self.stop_supplying();
                return self.own_and_open(one.id).await.map(drop);
            }
            evidence::add(self.tx, one.id, "", file, self.now).await?;
            likeness::expect_photos(self.tx, one.id, self.now).await?;
            self.keep_given(ask, &mut given, Item::Evidence, |one| one.files += 1).await?;
            self.redraw_cards(one.id).await?;
        }
        if !text.is_empty() {
            let keep = |one: &mut Given| match one.body.as_str() {
                before if item.collects() && !before.is_empty() => {
                    one.body = format!("{before}\n\n{text}");
                }
                _ => text.clone_into(&mut one.body),
            };
            self.keep_given(ask, &mut given, item, keep).await?;
        }
        let now = self.supplying();
        if !item.collects() {
            let next = gap(ask.items, now, &given);
            self.session.go(At::Supplying { ask: ask.id, item: next });
            self.show_supply(ask, given, Some("supply-noted"), Placement::Fresh);
            return Ok(());
        }
        let kept_aside = now != Some(item);
        let slot = if kept_aside { "gave-aside" } else { "gave" };
        let slot = Placement::Slot(format!("{slot}.{}", self.session.serial));
        let note = if kept_aside { "supply-file-kept" } else { "supply-taken" };
        self.show_supply(ask, given, Some(note), slot);
        Ok(())
    }

    /// Keeps a change of what was given for an item.
    async fn keep_given(
        &mut self,
        ask: &Ask,
        given: &mut Vec<Given>,
        item: Item,
        change: impl FnOnce(&mut Given),
    ) -> Result<(), StoreError> {
        let at = given.iter().position(|one| one.item == item).unwrap_or_else(|| {
            given.push(Given { item, body: String::new(), files: 0 });
            given.len() - 1
        });
        change(&mut given[at]);
        asks::give(self.tx, ask.id, &given[at], self.now).await?;
        given.sort_by_key(|one| one.item as u8);
        Ok(())
    }

    async fn is_full(
        &mut self,
        one: &Nomination,
        given: &[Given],
        text: &str,
        file: Option<&File>,
    ) -> Result<bool, StoreError> {
        let files = evidence::of(self.tx.connection(), one.id).await?.len();
        let additions = evidence::additions(self.tx.connection(), one.id).await?;
        let added: usize = additions.iter().map(|(_, body)| char_count(body)).sum();
        let half: usize = given.iter().map(|one| char_count(&one.body)).sum();
        let words = added + half + char_count(text);
        Ok((file.is_some() && files >= FILES_MAX) || (!text.is_empty() && words > STORY_MAX))
    }

    /// What was given, with what was added in the usual way since.
    async fn with_added(
        &mut self,
        ask: &Ask,
        mut given: Vec<Given>,
    ) -> Result<Vec<Given>, StoreError> {
        let since = ask.asked_at;
        let (files, words) = asks::added_since(self.tx.connection(), ask.nomination, since).await?;
        if files > 0 {
            self.keep_given(ask, &mut given, Item::Evidence, |one| one.files = files).await?;
        }
        if words > 0 {
            let item = if ask.items.has(Item::Details) { Item::Details } else { Item::Other };
            self.keep_given(ask, &mut given, item, |_| ()).await?;
        }
        Ok(given)
    }

    /// Hands in what was given, and says so to its author.
    async fn hand_in(
        &mut self,
        ask: &Ask,
        one: &Nomination,
        given: Vec<Given>,
    ) -> Result<(), StoreError> {
        if !self.take_in(ask, one, &given).await? {
            self.stop_supplying();
            return self.own_and_open(one.id).await.map(drop);
        }
        if matches!(self.session.at, At::Supplying { .. } | At::Adding(_)) {
            self.session.go(At::Idle);
        }
        let code = one.code.as_str().into();
        let words = self.say("supply-thanks", &[("code", code)]);
        self.answer(Message::of(words));
        Ok(())
    }

    /// Takes what was given into the nomination, which goes back to who looks into it. `false` if
    /// somebody was faster.
    async fn take_in(
        &mut self,
        ask: &Ask,
        one: &Nomination,
        given: &[Given],
    ) -> Result<bool, StoreError> {
        if self.advance(one, Move::Supply, None).await?.is_none() {
            self.take_toast();
            return Ok(false);
        }
        asks::set_answered(self.tx, ask.id, self.now).await?;
        nominations::set_lapsed(self.tx, one.id, false).await?;
        let words = |item: Item| {
            let found = given.iter().find(|one| one.item == item && !one.body.is_empty());
            found.map(|one| one.body.as_str())
        };
        let (when, place, phone) = (words(Item::When), words(Item::Place), words(Item::Contact));
        nominations::fill(self.tx, one.id, when, place, phone).await?;
        // What was filled in is compared with others too.
        likeness::index(self.tx, one.id, one.exemplar, self.now).await?;
        for answer in given {
            // A line that says something already is left as it is; what is new stands below it.
            let fills = match answer.item {
                Item::When => one.happened.is_none(),
                Item::Place => one.hamlet.is_none(),
                Item::Contact => one.nominee_phone.is_none(),
                Item::Details | Item::Evidence | Item::Other => false,
            };
            if fills || answer.body.is_empty() {
                continue;
            }
            let item = supply::name(self.locale, answer.item);
            let body = match answer.item {
                Item::When | Item::Contact => supply::shown(self.locale, answer),
                _ => answer.body.clone(),
            };
            let body = format!("{item}: {body}");
            evidence::add(self.tx, one.id, &body, None, self.now).await?;
        }
        let items: Items = given.iter().map(|one| one.item).collect();
        self.note(one.id, Act::Supply, Some(&items.stored())).await?;
        self.redraw_cards(one.id).await?;
        let code = one.code.as_str();
        let words = |locale| {
            let items = supply::names(locale, items).into();
            text(locale, "asked-supplied", &[("code", code.into()), ("items", items)])
        };
        let holder = one.claim_at(self.now).map_or(ask.by, |claim| claim.by);
        self.tell_member(holder, one, words, &[("thread-open", Judge::Card)]).await?;
        Ok(true)
    }

    /// Time to remind an author of what was asked, once.
    pub(super) async fn remind_of_ask(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let Some(ask) = self.awaited(one).await? else { return Ok(()) };
        // Who reminds late, after the program stood still, would ask for what is over.
        if self.now < ask.due_at && asks::set_reminded(self.tx, ask.id, self.now).await? {
            self.note(one.id, Act::Ask, Some("reminder")).await?;
            self.tell_of_ask(one, &ask, "asked-reminder").await?;
        }
        Ok(())
    }

    /// The time to answer is over. What was given until then counts, handed in or not.
    pub(super) async fn ask_is_over(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let Some(ask) = self.awaited(one).await? else { return Ok(()) };
        if self.now < ask.due_at {
            return Ok(());
        }
        let given = asks::given(self.tx.connection(), ask.id).await?;
        let given = self.with_added(&ask, given).await?;
        if !given.is_empty() {
            if self.take_in(&ask, one, &given).await? {
                self.tell_nominator(one, "supply-taken-in", None).await?;
            }
            return Ok(());
        }
        if self.advance(one, Move::Lapse, None).await?.is_some() {
            asks::set_lapsed(self.tx, ask.id, self.now).await?;
            nominations::set_lapsed(self.tx, one.id, true).await?;
            self.redraw_cards(one.id).await?;
        }
        Ok(())
    }

    /// What is asked of an own nomination, with the button that answers it.
    pub(super) async fn asked_of(
        &mut self,
        one: &Nomination,
    ) -> Result<Option<(String, Choice)>, StoreError> {
        let locale = self.locale;
        let ask = self.awaited(one).await?;
        Ok(ask.map(|ask| (asked_words(locale, one, &ask, "asked-open"), now_button(locale, &ask))))
    }
}

/// The first item after `now` that lacks an answer; `None` if none does.
fn gap(items: Items, now: Option<Item>, given: &[Given]) -> Option<Item> {
    let has = |item: Item| given.iter().any(|one| one.item == item);
    let after = |item: &Item| now.is_none_or(|now| *item as u8 > now as u8);
    items.iter().filter(after).find(|item| !has(*item))
}
