//! Groups: which cards come to them, and which topic in them is a commune's.
//!
//! An admin says so in the group itself. That a card stands in a commune's topic is seen to by
//! `delivery`; here is only what an admin decides, and what Telegram tells of a group.

use super::Shared;
use super::team::TeamChange;
use super::turn::{Done, Turn};
use crate::clock::Millis;
use crate::conversation::message::{Message, Topic};
use crate::conversation::pick::Bind;
use crate::conversation::press::Press;
use crate::conversation::render::{choice, scope};
use crate::conversation::view::{Placement as ViewPlacement, View};
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::place::{self, Commune};
use crate::domain::role::Role;
use crate::i18n::{Locale, text};
use crate::store::audit::{self, Act, Entry, Subject};
use crate::store::groups::{self, Group};
use crate::store::{StoreError, Tx, cards, contacts, outbox};

/// What Telegram tells of the bot in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is in it; `true` if it may make topics.
    Present(bool),
    /// It was taken out.
    Gone,
}

impl Turn<'_> {
    /// Asks in a group which cards are to come there; elsewhere says where to ask.
    pub(super) async fn ask_bind(&mut self) -> Result<(), StoreError> {
        if self.is_admin_in_group("bind-where") { self.show_bindings().await } else { Ok(()) }
    }

    /// Has no more cards come to the group.
    pub(super) async fn unbind(&mut self) -> Result<(), StoreError> {
        if !self.is_admin_in_group("bind-where") {
            return Ok(());
        }
        let (channel, chat) = (self.channel, self.chat.clone());
        let bound = groups::at(self.tx.connection(), channel, &chat).await?;
        let key = match bound {
            None => "bind-none",
            Some(Group { bound_by: None, .. }) => "bind-configured",
            Some(_) => {
                groups::unbind(self.tx, channel, &chat).await?;
                self.note_people(TeamChange::GroupUnbound, None).await?;
                self.take_group_cards_back(None).await?;
                "bind-undone"
            }
        };
        let words = text(self.chat_locale(), key, &[]);
        self.answer_here(Message::of(words));
        Ok(())
    }

    /// A choice of an admin about the group that it was pressed in.
    pub(super) async fn bind(&mut self, bind: Bind) -> Result<(), StoreError> {
        if self.chat == self.contact.address {
            self.toast("toast-unknown", &[], false);
            return Ok(());
        }
        match bind {
            Bind::Ask => self.show_bindings().await?,
            Bind::Province => self.bind_to(None).await?,
            Bind::Commune(code) => match place::by_code(&code) {
                Some(commune) => self.bind_to(Some(commune)).await?,
                None => self.toast("toast-unknown", &[], false),
            },
            Bind::Topic(code) => match place::by_code(&code) {
                Some(commune) => self.keep_topic(commune).await?,
                None => self.toast("toast-unknown", &[], false),
            },
            Bind::Districts => self.show_districts(Bind::District),
            Bind::TopicDistricts => self.show_districts(Bind::TopicDistrict),
            Bind::District(index) => self.show_communes(index, Bind::Districts, Bind::Commune),
            Bind::TopicDistrict(index) => {
                self.show_communes(index, Bind::TopicDistricts, Bind::Topic);
            }
            Bind::Leave => {
                let words = text(self.chat_locale(), "bind-left", &[]);
                self.answer_here(Message::of(words));
            }
        }
        Ok(())
    }

    /// Whether an admin wrote this in a group. If not: to an admin it is said where to write it, for
    /// others there is no such command.
    fn is_admin_in_group(&mut self, key: &'static str) -> bool {
        let is_admin = self.contact.role == Some(Role::Admin);
        if self.chat != self.contact.address {
            return is_admin;
        }
        if is_admin {
            self.answer(Message::of(self.say(key, &[])));
        } else {
            self.show(&View::Help, ViewPlacement::Fresh);
        }
        false
    }

    async fn show_bindings(&mut self) -> Result<(), StoreError> {
        let locale = self.chat_locale();
        let bound = groups::at(self.tx.connection(), self.channel, &self.chat).await?;
        let button =
            |key: &str, bind: Bind| vec![choice(text(locale, key, &[]), &Press::Bind(bind))];
        let mut choices = Vec::new();
        let words = match &bound {
            None => text(locale, "bind-ask", &[]),
            Some(group) => {
                let place = place_of(locale, group.commune.as_deref());
                let key =
                    if group.bound_by.is_none() { "bind-configured" } else { "bind-ask-again" };
                text(locale, key, &[("place", place.into())])
            }
        };
        let is_configured = bound.as_ref().is_some_and(|group| group.bound_by.is_none());
        if !is_configured {
            choices.push(button("bind-province", Bind::Province));
            choices.push(button("scope-communes", Bind::Districts));
        }
        if let (Some(group), Some(_)) = (&bound, &self.topic) {
            let commune = group.commune.as_deref().and_then(place::by_code);
            choices.push(match commune {
                Some(commune) => {
                    let args = [("place", commune.label().into())];
                    let label = text(locale, "bind-topic-of", &args);
                    vec![choice(label, &Press::Bind(Bind::Topic(commune.code.to_owned())))]
                }
                None => button("bind-topic", Bind::TopicDistricts),
            });
        }
        choices.push(button("bind-leave", Bind::Leave));
        self.answer_here(Message { choices, ..Message::of(words) });
        Ok(())
    }

    fn show_districts(&mut self, bind: fn(usize) -> Bind) {
        let locale = self.chat_locale();
        let districts = place::districts().iter().enumerate();
        let mut choices = scope::rows(
            districts.map(|(index, one)| choice(one.short(), &Press::Bind(bind(index)))),
        );
        choices.push(vec![choice(text(locale, "back", &[]), &Press::Bind(Bind::Ask))]);
        let words = text(locale, "scope-ask-district", &[]);
        self.answer_here(Message { choices, ..Message::of(words) });
    }

    fn show_communes(&mut self, district: usize, back: Bind, bind: fn(String) -> Bind) {
        let locale = self.chat_locale();
        let mut choices = scope::rows(place::in_district(district).map(|commune| {
            choice(commune.to_string(), &Press::Bind(bind(commune.code.to_owned())))
        }));
        choices.push(vec![choice(text(locale, "back", &[]), &Press::Bind(back))]);
        let words = text(locale, "bind-ask-commune", &[]);
        self.answer_here(Message { choices, ..Message::of(words) });
    }

    async fn bind_to(&mut self, commune: Option<&'static Commune>) -> Result<(), StoreError> {
        let locale = self.chat_locale();
        let bound = groups::at(self.tx.connection(), self.channel, &self.chat).await?;
        if bound.is_some_and(|group| group.bound_by.is_none()) {
            let words = text(locale, "bind-configured", &[]);
            self.answer_here(Message::of(words));
            return Ok(());
        }
        let group = Group {
            channel: self.channel.to_owned(),
            address: self.chat.clone(),
            commune: commune.map(|commune| commune.code.to_owned()),
            bound_by: Some(self.contact.id),
        };
        groups::bind(self.tx, &group, self.is_forum, self.now).await?;
        self.note_people(TeamChange::GroupBound, None).await?;
        self.take_group_cards_back(Some(&group)).await?;
        let place = place_of(locale, group.commune.as_deref());
        let mut words = text(locale, "bind-done", &[("place", place.into())]);
        if self.is_forum {
            words = format!("{words} {}", text(locale, "bind-done-topics", &[]));
        }
        self.answer_here(Message::of(words));
        Ok(())
    }

    async fn keep_topic(&mut self, commune: &'static Commune) -> Result<(), StoreError> {
        let locale = self.chat_locale();
        let Some(Topic::Thread(thread)) = self.topic.clone() else {
            self.toast("toast-no-topic", &[], false);
            return Ok(());
        };
        if groups::at(self.tx.connection(), self.channel, &self.chat).await?.is_none() {
            return self.show_bindings().await;
        }
        groups::note_topic(self.tx, self.channel, &self.chat, commune.code, &thread).await?;
        self.note_people(TeamChange::TopicChosen, None).await?;
        let words = text(locale, "bind-topic-done", &[("place", commune.label().into())]);
        self.answer_here(Message::of(words));
        Ok(())
    }

    /// Empties the cards in the group that it does not get any more.
    async fn take_group_cards_back(&mut self, bound: Option<&Group>) -> Result<(), StoreError> {
        let (channel, chat) = (self.channel, self.chat.clone());
        let held = cards::subjects_in_chat(self.tx.connection(), channel, &chat).await?;
        for (nomination, commune, _) in held {
            let still = bound
                .is_some_and(|group| group.commune.as_ref().is_none_or(|bound| *bound == commune));
            if !still {
                self.take_card_back(channel, &chat, nomination, "card-unbound").await?;
            }
        }
        Ok(())
    }

    /// Tells an admin, once, that groups they bound let us make no topics.
    pub(super) async fn tell_of_topics(&mut self) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Admin) {
            // Dismissed since they bound it.
            return Ok(());
        }
        let refusing = groups::refusing(self.tx.connection(), self.contact.id).await?;
        for group in refusing {
            let place = place_of(self.locale, group.commune.as_deref());
            let words = self.say("bind-no-topics", &[("place", place.into())]);
            self.tell(words);
        }
        Ok(())
    }
}

/// The place whose cards a group gets, inside a sentence.
fn place_of(locale: Locale, commune: Option<&str>) -> String {
    match commune.and_then(place::by_code) {
        Some(commune) => commune.label(),
        None => text(locale, "scope-province", &[]),
    }
}

/// Follows what Telegram tells of the bot in a group: taken out, it gets no more cards there, and who
/// bound the group is told.
pub(super) async fn follow_standing(
    tx: &mut Tx,
    shared: &Shared,
    channel: &'static str,
    chat: &str,
    standing: Standing,
    now: Millis,
) -> Result<Done, StoreError> {
    if let Standing::Present(may_make_topics) = standing {
        if may_make_topics {
            groups::allow_topics(tx, channel, chat).await?;
        }
        return Ok(Done::default());
    }
    cards::take_from_chat(tx, channel, chat, None).await?;
    let bound = groups::at(tx.connection(), channel, chat).await?;
    // The configured one stays: whoever wrote the configuration may put the bot back.
    let Some(Group { bound_by: Some(binder), commune, .. }) = bound else {
        return Ok(Done::default());
    };
    groups::unbind(tx, channel, chat).await?;
    let subject = Subject::Contact(binder);
    // By nobody whom we know: whoever took the bot out.
    let entry = Entry::new(shared.ids.next(), Act::Scope, subject, None, now);
    audit::record(tx, &entry.with("group unbound")).await?;
    let Some(binder) = contacts::by_id(tx.connection(), binder).await? else {
        return Ok(Done::default());
    };
    if binder.blocked {
        return Ok(Done::default());
    }
    let locale = binder.language.unwrap_or(shared.settings.locale);
    let place = place_of(locale, commune.as_deref());
    let told = Outgoing {
        channel: binder.channel,
        address: binder.address,
        lane: Lane::Answer,
        slot: None,
        placement: Placement::Fresh,
        message: Message::of(text(locale, "bind-removed", &[("place", place.into())])),
    };
    let rows = outbox::insert(tx, &mut || shared.ids.next(), &[told], now).await?;
    Ok(Done { rows, ..Done::default() })
}
