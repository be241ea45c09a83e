//! What people do, for whoever drives the emulator: tests, benchmarks, the demo's first minute.
//!
//! The doings themselves live in [`super::actions`], which the page's API calls too.

use serde_json::Value;

use super::Emulator;
use super::actions::{self, Media};
use super::state::State;
use super::world::User;

impl Emulator {
    /// Adds a person and gives the id, which is also the private chat's. The bot may not write
    /// before the person did.
    pub fn add_user(
        &self,
        first_name: &str,
        last_name: Option<&str>,
        language_code: Option<&str>,
    ) -> i64 {
        self.add_person(first_name, last_name, language_code, None)
    }

    /// Adds a person as [`Emulator::add_user`] does, with a word for the page to show: `citizen`,
    /// `reviewer` or `admin`.
    pub fn add_person(
        &self,
        first_name: &str,
        last_name: Option<&str>,
        language_code: Option<&str>,
        role: Option<&str>,
    ) -> i64 {
        let user = User {
            id: 0,
            first_name: first_name.to_owned(),
            last_name: last_name.map(str::to_owned),
            language_code: language_code.map(str::to_owned),
            role: role.map(str::to_owned),
            blocked: false,
            started: false,
        };
        self.with(|state| actions::add_user(state, user))
    }

    /// A person writes; gives the message's id.
    ///
    /// # Panics
    /// This and the actions below panic when the chat or the person does not exist: that is a
    /// mistake in the script that drives the emulator.
    pub fn say(&self, chat: i64, user: i64, text: &str) -> i64 {
        self.act(|state| actions::say(state, chat, user, text, None))
    }

    /// A person writes in a topic of a group.
    pub fn say_in(&self, chat: i64, thread: i64, user: i64, text: &str) -> i64 {
        self.act(|state| actions::say_in(state, chat, Some(thread), user, text, None))
    }

    /// A person answers a message.
    pub fn reply(&self, chat: i64, user: i64, to: i64, text: &str) -> i64 {
        self.act(|state| actions::say(state, chat, user, text, Some(to)))
    }

    /// A person sends a file.
    pub fn send_media(&self, chat: i64, user: i64, media: Media) -> i64 {
        self.act(|state| actions::send_media(state, chat, user, media))
    }

    /// A person changes a message of their own.
    pub fn edit(&self, chat: i64, user: i64, message: i64, text: &str) {
        self.act(|state| actions::edit(state, chat, user, message, text));
    }

    /// A person presses a button; gives the query's id. The data may be forged and the message
    /// gone.
    pub fn press(&self, chat: i64, user: i64, message: i64, data: &str) -> String {
        self.act(|state| actions::press(state, chat, user, message, data))
    }

    /// A person presses the button that says `label` on this message.
    pub fn press_label(&self, chat: i64, user: i64, message: i64, label: &str) -> String {
        self.act(|state| {
            let data = actions::data_of(state, chat, message, label)?;
            actions::press(state, chat, user, message, &data)
        })
    }

    /// A person shares their phone number.
    pub fn share_contact(&self, chat: i64, user: i64, phone: &str) -> i64 {
        self.act(|state| actions::share_contact(state, chat, user, phone))
    }

    /// A person sends a message of another chat on to this one.
    pub fn forward(&self, chat: i64, user: i64, from_chat: i64, message: i64) -> i64 {
        self.act(|state| actions::forward(state, chat, user, from_chat, message))
    }

    /// A person blocks the bot, or takes that back.
    pub fn block(&self, user: i64, blocked: bool) {
        self.act(|state| actions::block(state, user, blocked));
    }

    /// Delivers any update and gives its id. One with an id of the past is delivered once more.
    pub fn push_update(&self, update: Value) -> i64 {
        self.with(|state| actions::push_update(state, update))
    }

    /// Delivers an update once more; false when it is not remembered.
    pub fn redeliver(&self, update_id: i64) -> bool {
        self.with(|state| actions::redeliver(state, update_id))
    }

    pub(super) fn act<T>(&self, work: impl FnOnce(&mut State) -> Result<T, String>) -> T {
        match self.with(work) {
            Ok(done) => done,
            Err(why) => panic!("{why}"),
        }
    }
}
