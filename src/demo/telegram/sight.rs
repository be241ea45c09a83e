//! What can be seen of the emulated world, and waiting until something is.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::Emulator;
use super::state::Call;
use super::view::{self, Message};
use super::world::{Answer, Post, User};

impl Emulator {
    /// Everybody, in the order in which they came.
    pub fn users(&self) -> Vec<User> {
        self.with(|state| state.world.users.values().cloned().collect())
    }

    /// The groups: id and title, the oldest first.
    pub fn groups(&self) -> Vec<(i64, String)> {
        self.with(|state| {
            let groups = state.world.chats.values().rev().filter(|chat| chat.id < 0);
            groups.map(|chat| (chat.id, chat.title.clone().unwrap_or_default())).collect()
        })
    }

    /// The bytes of a file that somebody sent, by its id.
    pub fn file(&self, id: &str) -> Option<Vec<u8>> {
        super::http::bytes_of(self, id).map(|(bytes, _)| bytes.to_vec())
    }

    /// What stands in a chat, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.with(|state| match state.world.chats.get(&chat) {
            Some(chat) => {
                said(chat.posts.values()).map(|post| view::message(state, post)).collect()
            }
            None => Vec::new(),
        })
    }

    /// What came into a chat after the message `id`, oldest first.
    pub fn messages_after(&self, chat: i64, id: i64) -> Vec<Message> {
        use std::ops::Bound::{Excluded, Unbounded};
        self.with(|state| match state.world.chats.get(&chat) {
            Some(chat) => {
                let posts = chat.posts.range((Excluded(id), Unbounded));
                said(posts.map(|(_, post)| post)).map(|post| view::message(state, post)).collect()
            }
            None => Vec::new(),
        })
    }

    /// One message.
    pub fn message(&self, chat: i64, message: i64) -> Option<Message> {
        self.with(|state| state.world.post(chat, message).map(|post| view::message(state, post)))
    }

    /// The newest message of the bot in a chat.
    pub fn last_bot_message(&self, chat: i64) -> Option<Message> {
        self.with(|state| {
            let mut posts = said(state.world.chats.get(&chat)?.posts.values().rev());
            posts.find(|post| post.from == 0).map(|post| view::message(state, post))
        })
    }

    /// What the bot said to a press, once it did.
    pub fn callback_answer(&self, query: &str) -> Option<Answer> {
        self.with(|state| state.world.queries.get(query)?.answer.clone())
    }

    /// The commands that a person sees: name and description.
    pub fn commands(&self, user: i64) -> Vec<(String, String)> {
        self.with(|state| {
            let Some(user) = state.world.users.get(&user) else { return Vec::new() };
            let word = |value: &Value| value.as_str().unwrap_or("").to_owned();
            let listed = state.world.commands_for(user).iter();
            listed.map(|each| (word(&each["command"]), word(&each["description"]))).collect()
        })
    }

    /// A person, if there is one.
    pub fn user(&self, user: i64) -> Option<User> {
        self.with(|state| state.world.users.get(&user).cloned())
    }

    /// The latest 10,000 calls, oldest first; polls that found nothing are left out.
    pub fn calls(&self) -> Vec<Call> {
        self.with(|state| state.calls.iter().cloned().collect())
    }

    /// How many polls have begun.
    pub fn polls(&self) -> u64 {
        self.with(|state| state.polls)
    }

    /// Numbers updates anew after `last`, which may be lower than those before: so does Telegram when
    /// a bot has had none for a week.
    pub fn renumber(&self, last: i64) {
        self.with(|state| state.world.last_update = last);
    }

    /// Updates that the bot has not confirmed, oldest first.
    pub fn pending_updates(&self) -> Vec<Value> {
        self.with(|state| {
            let waiting = state.replays.iter().chain(&state.world.pending);
            waiting.filter_map(|update| serde_json::from_str(&update.body).ok()).collect()
        })
    }

    /// Waits until `sought` finds something, looking again upon each change. `None` when
    /// `within` has passed.
    pub async fn wait_for<T>(
        &self,
        sought: impl FnMut(&Emulator) -> Option<T>,
        within: Duration,
    ) -> Option<T> {
        self.look_again(self.inner.changes.subscribe(), sought, within).await
    }

    /// As [`Emulator::wait_for`], but looks again only when something changed in this chat, so
    /// that hundreds can wait at once without waking each other.
    pub async fn wait_in<T>(
        &self,
        chat: i64,
        sought: impl FnMut(&Emulator) -> Option<T>,
        within: Duration,
    ) -> Option<T> {
        let changes = self.with(|state| state.watchers.entry(chat).or_default().subscribe());
        self.look_again(changes, sought, within).await
    }

    /// Looks for something at first and then after each change.
    async fn look_again<T, C>(
        &self,
        mut changes: watch::Receiver<C>,
        mut sought: impl FnMut(&Emulator) -> Option<T>,
        within: Duration,
    ) -> Option<T> {
        let search = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = sought(self) {
                    return Some(found);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, search).await.ok().flatten()
    }
}

/// The messages that somebody wrote.
fn said<'a>(posts: impl Iterator<Item = &'a Post>) -> impl Iterator<Item = &'a Post> {
    posts.filter(|post| post.opens.is_none())
}
