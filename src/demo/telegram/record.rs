//! A change of the emulated world: what the journal keeps, and the only thing that makes one.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::world::{Attachment, Chat, Document, Post, Query, Update, User, Webhook};

/// One change.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
    /// A person came or changed.
    User(User),
    /// A chat came or changed; its messages are records of their own.
    Chat(Chat),
    /// A message came or changed.
    Post(Post),
    /// A message went.
    Gone {
        chat: i64,
        id: i64,
    },
    /// So many people joined the crowd.
    Crowd(u32),
    /// A message to one of the crowd came or changed.
    Counted {
        chat: i64,
        id: i64,
        date: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media: Option<Attachment>,
    },
    /// A file came.
    Document(Document),
    /// A button was pressed, or the press was answered.
    Query(Query),
    /// An update waits.
    Update(Update),
    /// Updates below this id were confirmed.
    Confirmed(i64),
    /// A webhook took this update.
    Pushed(i64),
    /// The bot's command list for a scope and a language; empty takes it away.
    Commands {
        scope: String,
        language: String,
        list: Vec<Value>,
    },
    /// The bot's name or a description of it.
    Label {
        what: String,
        language: String,
        text: String,
    },
    Webhook(Option<Webhook>),
    /// The kinds of update that the bot asked for; empty is the default.
    Allowed(Vec<String>),
    /// The clock was moved and is now so many milliseconds ahead of the system's.
    Clock(i64),
}

impl Record {
    /// The chat that changes.
    pub(super) fn chat(&self) -> Option<i64> {
        match self {
            Record::Chat(chat) => Some(chat.id),
            Record::Post(post) => Some(post.chat),
            Record::Gone { chat, .. } | Record::Counted { chat, .. } => Some(*chat),
            Record::Query(query) => Some(query.chat),
            Record::User(user) => Some(user.id),
            _ => None,
        }
    }
}
