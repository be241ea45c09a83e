//! Copies of a card: who gets one, drawing all of them again, and taking them back.
//!
//! A chat has one copy of a card at most. An older one becomes a line that points below it.

use super::card::{self, Face, Viewer};
use super::desk::Desk;
use crate::conversation::message::Message;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::scope::Scope;
use crate::engine::roles::covers;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::cards::Card;
use crate::store::contacts::Contact;
use crate::store::nominations::Nomination;
use crate::store::{StoreError, cards, contacts, groups, members, nominations};

/// How many cards are drawn again for a reviewer who comes back; the others, once they are pressed or
/// change.
const CAUGHT_UP: i64 = 20;

/// A chat in which a card may be read.
struct Desktop {
    channel: String,
    address: String,
    language: Locale,
    /// Whose own chat it is; `None` for a group's.
    reader: Option<Viewer>,
}

impl Turn<'_> {
    /// The chats in which a nomination's card may be read now: those of members in whose scope it is
    /// and who have not stopped the bot, and the groups that get it.
    async fn desktops(&mut self, one: &Nomination) -> Result<Vec<Desktop>, StoreError> {
        let default = self.shared.settings.locale;
        let team = self.shared.team(self.tx.connection()).await?;
        let scopes = members::scopes(self.tx.connection()).await?;
        let mut desktops: Vec<Desktop> = team
            .into_iter()
            .filter(|member| !member.blocked && covers(member, scopes.get(&member.id), one))
            .map(|member| Desktop {
                reader: Some(Viewer::from(&member)),
                channel: member.channel,
                address: member.address,
                language: member.language.unwrap_or(default),
            })
            .collect();
        for group in groups::for_commune(self.tx.connection(), &one.commune).await? {
            let (channel, address) = (group.channel, group.address);
            desktops.push(Desktop { channel, address, language: default, reader: None });
        }
        Ok(desktops)
    }

    /// Sends a new nomination's card to every reviewer in whose scope it is, but not to its author,
    /// and to the groups that get it.
    pub(in crate::engine) async fn deal_cards(
        &mut self,
        nomination: i64,
    ) -> Result<(), StoreError> {
        let Some(one) = nominations::by_id(self.tx.connection(), nomination).await? else {
            return Ok(());
        };
        let mut desktops = self.desktops(&one).await?;
        desktops.retain(|desktop| desktop.reader.is_none_or(|reader| reader.id != self.contact.id));
        if desktops.is_empty() {
            // Who may be the same is looked for as the desk is loaded, and nobody reads it here.
            return Ok(());
        }
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            return Ok(());
        };
        for Desktop { channel, address, language, reader } in desktops {
            self.deal(&desk, &channel, &address, (language, reader), Lane::Review).await?;
        }
        Ok(())
    }

    /// Sends the card of an appeal to these members and to the review group.
    pub(super) async fn deal_to(
        &mut self,
        nomination: i64,
        members: Vec<Contact>,
    ) -> Result<(), StoreError> {
        let desk = self.desk_again(nomination).await?;
        let mut desktops = self.desktops(&desk.nomination).await?;
        desktops.retain(|desktop| {
            desktop.reader.is_none_or(|reader| members.iter().any(|member| member.id == reader.id))
        });
        for Desktop { channel, address, language, reader } in desktops {
            self.deal(&desk, &channel, &address, (language, reader), Lane::Review).await?;
        }
        Ok(())
    }

    /// Puts a copy of a card below everything else in a chat, to be redrawn from now on.
    pub(super) async fn deal(
        &mut self,
        desk: &Desk,
        channel: &str,
        address: &str,
        (language, reader): (Locale, Option<Viewer>),
        lane: Lane,
    ) -> Result<(), StoreError> {
        let nomination = desk.nomination.id;
        let older = cards::take_from_chat(self.tx, channel, address, Some(nomination)).await?;
        for card in older {
            let code = desk.nomination.code.as_str().into();
            let words = text(card.language, "card-below", &[("code", code)]);
            self.draw_on(card, lane, Message::of(words));
        }
        let slot = format!("card.{}", self.shared.ids.next());
        let card =
            Card { channel: channel.to_owned(), address: address.to_owned(), slot, language };
        cards::insert(self.tx, nomination, &card).await?;
        self.post(Outgoing {
            channel: card.channel,
            address: card.address,
            lane,
            slot: Some(card.slot),
            placement: Placement::Fresh,
            message: card::draw(
                desk,
                (language, reader),
                Face::Plain,
                self.now,
                &self.shared.settings.calendar,
            ),
        });
        Ok(())
    }

    /// Draws every copy of a card again that may still be read, and empties those of people who have
    /// lost their role by configuration since, or in whose scope it is not. Who has stopped the bot catches up on their return.
    pub(in crate::engine) async fn redraw_cards(
        &mut self,
        nomination: i64,
    ) -> Result<(), StoreError> {
        let copies = cards::of(self.tx.connection(), nomination).await?;
        if copies.is_empty() {
            return Ok(());
        }
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            return Ok(());
        };
        let desktops = self.desktops(&desk.nomination).await?;
        for copy in copies {
            let readable = desktops
                .iter()
                .find(|desktop| desktop.channel == copy.channel && desktop.address == copy.address);
            if let Some(desktop) = readable {
                let message = card::draw(
                    &desk,
                    (copy.language, desktop.reader),
                    Face::Plain,
                    self.now,
                    &self.shared.settings.calendar,
                );
                self.draw_on(copy, Lane::Review, message);
                continue;
            }
            let owner = contacts::at(self.tx.connection(), &copy.channel, &copy.address).await?;
            if let Some(owner) = owner.filter(|owner| !owner.blocked) {
                let has_role = self.shared.role_of(&owner).is_some();
                let why = if has_role { "card-out-of-scope" } else { "card-taken-back" };
                self.take_card_back(&copy.channel, &copy.address, nomination, why).await?;
            }
        }
        Ok(())
    }

    /// Empties every card in the own chat of somebody who is no reviewer any more.
    pub(in crate::engine) async fn take_cards_back(
        &mut self,
        person: &Contact,
    ) -> Result<(), StoreError> {
        if person.blocked {
            // Nothing may be changed in their chat until they come back.
            return Ok(());
        }
        let copies = cards::take_from_chat(self.tx, &person.channel, &person.address, None).await?;
        self.empty(copies, "card-taken-back");
        Ok(())
    }

    /// Empties the cards in a member's own chat that are outside their scope now.
    pub(in crate::engine) async fn take_cards_outside(
        &mut self,
        person: &Contact,
        scope: &Scope,
    ) -> Result<(), StoreError> {
        if person.blocked {
            return Ok(());
        }
        let (channel, address) = (&person.channel, &person.address);
        for (nomination, commune, field) in
            cards::subjects_in_chat(self.tx.connection(), channel, address).await?
        {
            if !scope.covers(&commune, field.as_deref()) {
                self.take_card_back(channel, address, nomination, "card-out-of-scope").await?;
            }
        }
        Ok(())
    }

    /// Empties the copy of one card in a chat, saying why.
    pub(in crate::engine) async fn take_card_back(
        &mut self,
        channel: &str,
        address: &str,
        nomination: i64,
        why: &'static str,
    ) -> Result<(), StoreError> {
        let taken = cards::take_from_chat(self.tx, channel, address, Some(nomination)).await?;
        self.empty(taken, why);
        Ok(())
    }

    /// Empties every card of the person who is talking, who is no reviewer any more. In a group nothing
    /// is drawn for them: the cards wait for a press in their own chat.
    pub(super) async fn give_cards_back(&mut self) -> Result<(), StoreError> {
        if self.chat != self.contact.address {
            return Ok(());
        }
        let person = self.contact.clone();
        self.take_cards_back(&person).await
    }

    /// Brings the cards in the chat of the person who is talking up to date, who had stopped the bot:
    /// nothing was drawn there meanwhile.
    pub(in crate::engine) async fn catch_up_with_cards(&mut self) -> Result<(), StoreError> {
        if self.contact.role.is_none() {
            return self.give_cards_back().await;
        }
        let (channel, address) = (self.channel, self.contact.address.clone());
        let copies = cards::in_chat(self.tx.connection(), channel, &address, CAUGHT_UP).await?;
        for (nomination, copy) in copies {
            let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
                continue;
            };
            if !self.may_read(&desk.nomination) {
                self.take_card_back(channel, &address, nomination, "card-out-of-scope").await?;
                continue;
            }
            let message = card::draw(
                &desk,
                (copy.language, Some(Viewer::from(&self.contact))),
                Face::Plain,
                self.now,
                &self.shared.settings.calendar,
            );
            self.draw_on(copy, Lane::Review, message);
        }
        Ok(())
    }

    /// Draws in the place of cards that their reader may read them no more.
    fn empty(&mut self, copies: Vec<Card>, why: &'static str) {
        for card in copies {
            let words = text(card.language, why, &[]);
            self.draw_on(card, Lane::Review, Message::of(words));
        }
    }

    /// Draws something in a card's place.
    fn draw_on(&mut self, card: Card, lane: Lane, message: Message) {
        self.post(Outgoing {
            channel: card.channel,
            address: card.address,
            lane,
            slot: Some(card.slot),
            placement: Placement::Redraw,
            message,
        });
    }
}
