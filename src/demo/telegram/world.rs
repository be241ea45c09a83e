//! What the emulated Telegram remembers: people, chats, messages, files, waiting updates.
//!
//! Pure data. A [`Record`] is the only thing that changes it, so a list of records is enough to
//! have it again: [`super::journal`] keeps that list. Who may do what is decided in
//! [`super::methods`] and [`super::actions`].

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::crowd::Crowd;
use super::html::Entity;
use super::record::Record;

/// How many updates that were taken stay known, so that they can be delivered again.
const REMEMBERED_UPDATES: usize = 1_000;

/// How many messages a chat keeps, the newest: nobody scrolls further, and a long load run does
/// not grow for ever.
const REMEMBERED_POSTS: usize = 2_000;

/// A person who uses the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Also the id of the private chat with the bot.
    pub id: i64,
    /// Never empty.
    pub first_name: String,
    /// As the person wrote it.
    pub last_name: Option<String>,
    /// The app's language, such as `vi`.
    pub language_code: Option<String>,
    /// A word for the demo page, such as `citizen`. Telegram knows nothing of it.
    pub role: Option<String>,
    /// Whether this person has blocked the bot.
    pub blocked: bool,
    /// Whether this person has ever written to the bot; before that the bot may not write.
    pub started: bool,
}

/// A private chat or a group.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    /// `private`, `group` or `supergroup`.
    pub(super) kind: String,
    pub(super) title: Option<String>,
    pub(super) members: Vec<i64>,
    /// Whether the bot is in; false after `leaveChat`.
    pub(super) with_bot: bool,
    /// Where a group went when it became a supergroup.
    pub(super) migrated_to: Option<i64>,
    /// The reply keyboard that is shown under the input field.
    pub(super) keyboard: Option<Value>,
    /// Whether it keeps topics.
    #[serde(default)]
    pub(super) forum: bool,
    /// Whether the bot may manage them.
    #[serde(default)]
    pub(super) manages_topics: bool,
    /// By the message that opened each.
    #[serde(default)]
    pub(super) topics: BTreeMap<i64, Topic>,
    #[serde(skip)]
    pub(super) posts: BTreeMap<i64, Post>,
    #[serde(skip)]
    pub(super) last_id: i64,
}

impl Chat {
    /// The chat without its messages, for a record that changes something else of it.
    pub(super) fn heading(&self) -> Chat {
        Chat {
            id: self.id,
            kind: self.kind.clone(),
            title: self.title.clone(),
            members: self.members.clone(),
            with_bot: self.with_bot,
            migrated_to: self.migrated_to,
            keyboard: self.keyboard.clone(),
            forum: self.forum,
            manages_topics: self.manages_topics,
            topics: self.topics.clone(),
            posts: BTreeMap::new(),
            last_id: 0,
        }
    }
}

/// A topic of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Topic {
    pub(super) name: String,
    /// Whether only those who manage topics may write in it.
    #[serde(default)]
    pub(super) closed: bool,
}

/// A message in a chat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Post {
    pub(super) chat: i64,
    pub(super) id: i64,
    /// The sender; 0 is the bot.
    pub(super) from: i64,
    /// Unix seconds.
    pub(super) date: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edited: Option<i64>,
    #[serde(default)]
    pub(super) edits: u32,
    /// The text, or the caption when there is media.
    #[serde(default)]
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) entities: Vec<Entity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) media: Option<Attachment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) album: Option<String>,
    /// The `reply_markup` it was sent with, inline or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) markup: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contact: Option<Contact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<i64>,
    /// The topic it stands in; `None` is the general one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) thread: Option<i64>,
    /// The name of the topic that it opens: a note of Telegram's own, which nobody wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) opens: Option<String>,
    /// The API's `forward_origin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) forwarded: Option<Value>,
}

/// A shared phone number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// As Telegram gives it: digits, with or without a plus.
    pub phone_number: String,
    /// The contact's name.
    pub first_name: String,
    /// The contact's Telegram id, when it has one.
    pub user_id: Option<i64>,
}

/// The kinds of media that the emulator carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A picture that Telegram shrinks into several sizes.
    Photo,
    /// A film.
    Video,
    /// Any file.
    Document,
    /// A voice note.
    Voice,
    /// Music.
    Audio,
    /// A round film.
    VideoNote,
    /// A film without sound that plays by itself.
    Animation,
}

impl MediaKind {
    /// The field of a message and the word in a method's name.
    pub fn word(self) -> &'static str {
        match self {
            MediaKind::Photo => "photo",
            MediaKind::Video => "video",
            MediaKind::Document => "document",
            MediaKind::Voice => "voice",
            MediaKind::Audio => "audio",
            MediaKind::VideoNote => "video_note",
            MediaKind::Animation => "animation",
        }
    }
}

/// What a message carries beside text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Attachment {
    pub(super) kind: MediaKind,
    /// One file; a photo has several, smallest first.
    pub(super) files: Vec<String>,
}

impl Attachment {
    /// The file itself: of a photo the largest size.
    pub(super) fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }
}

/// A file on the server. Its bytes are kept apart, in [`super::files`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) number: u64,
    pub(super) kind: MediaKind,
    pub(super) size: u64,
    pub(super) name: Option<String>,
    pub(super) mime: Option<String>,
    /// The file whose bytes this is, for the sizes of a photo.
    pub(super) bytes_of: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Seconds, for what plays.
    pub(super) duration: u32,
}

/// A press on an inline button, and what the bot said to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Query {
    pub(super) id: String,
    pub(super) user: i64,
    pub(super) chat: i64,
    /// Unix milliseconds.
    pub(super) at: i64,
    pub(super) answer: Option<Answer>,
}

/// What `answerCallbackQuery` said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The toast; empty when the press was only acknowledged.
    pub text: String,
    /// Whether it is a window that wants a tap, not a toast.
    pub alert: bool,
}

/// Where updates are pushed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: Option<String>,
    pub(super) max_connections: u32,
}

/// An update that waits to be taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Update {
    pub(super) id: i64,
    /// Updates of one lane are pushed to a webhook one after another.
    pub(super) lane: i64,
    /// The whole update as JSON.
    pub(super) body: Arc<str>,
}

/// Everything.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) users: BTreeMap<i64, User>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) crowd: Crowd,
    pub(super) documents: HashMap<String, Document>,
    pub(super) queries: HashMap<String, Query>,
    /// In the order in which they came.
    recent_queries: VecDeque<String>,
    pub(super) pending: VecDeque<Update>,
    pub(super) taken: VecDeque<Update>,
    pub(super) commands: BTreeMap<(String, String), Vec<Value>>,
    pub(super) labels: BTreeMap<(String, String), String>,
    pub(super) webhook: Option<Webhook>,
    pub(super) allowed: Vec<String>,
    /// How far the clock was moved ahead, in milliseconds.
    pub(super) ahead: i64,
    pub(super) last_update: i64,
    pub(super) last_document: u64,
    pub(super) last_query: u64,
    pub(super) last_album: u64,
}

/// Old presses are forgotten beyond this many, so that a long load run does not grow for ever.
const REMEMBERED_QUERIES: usize = 10_000;

impl World {
    /// Makes one change.
    pub(super) fn apply(&mut self, record: Record) {
        match record {
            Record::User(user) => {
                self.users.insert(user.id, user);
            }
            Record::Chat(mut chat) => {
                if let Some(old) = self.chats.get_mut(&chat.id) {
                    chat.posts = std::mem::take(&mut old.posts);
                    chat.last_id = old.last_id;
                }
                self.chats.insert(chat.id, chat);
            }
            Record::Post(post) => {
                let album = post.album.as_ref().and_then(|album| album.parse().ok());
                self.last_album = self.last_album.max(album.unwrap_or(0));
                if let Some(chat) = self.chats.get_mut(&post.chat) {
                    chat.last_id = chat.last_id.max(post.id);
                    chat.posts.insert(post.id, post);
                    if chat.posts.len() > REMEMBERED_POSTS {
                        chat.posts.pop_first();
                    }
                }
            }
            Record::Gone { chat, id } => {
                if let Some(chat) = self.chats.get_mut(&chat) {
                    chat.posts.remove(&id);
                }
                self.crowd.lose(chat, id);
            }
            Record::Crowd(by) => self.crowd.grow(by),
            Record::Counted { chat, id, date, media } => self.crowd.count(chat, id, date, media),
            Record::Document(document) => {
                self.last_document = self.last_document.max(document.number);
                self.documents.insert(document.id.clone(), document);
            }
            Record::Query(query) => self.apply_query(query),
            Record::Update(update) => {
                self.last_update = self.last_update.max(update.id);
                self.pending.push_back(update);
            }
            Record::Confirmed(below) => {
                while self.pending.front().is_some_and(|update| update.id < below) {
                    let update = self.pending.pop_front();
                    self.taken.extend(update);
                }
                self.forget_taken();
            }
            Record::Pushed(id) => {
                if let Some(at) = self.pending.iter().position(|update| update.id == id) {
                    self.taken.extend(self.pending.remove(at));
                    self.forget_taken();
                }
            }
            Record::Commands { scope, language, list } if list.is_empty() => {
                self.commands.remove(&(scope, language));
            }
            Record::Commands { scope, language, list } => {
                self.commands.insert((scope, language), list);
            }
            Record::Label { what, language, text } => {
                self.labels.insert((what, language), text);
            }
            Record::Webhook(webhook) => self.webhook = webhook,
            Record::Allowed(kinds) => self.allowed = kinds,
            Record::Clock(ahead) => self.ahead = ahead,
        }
    }

    /// The commands that a person sees in the private chat, by Telegram's order of precedence.
    pub(super) fn commands_for(&self, user: &User) -> &[Value] {
        let language = user.language_code.as_deref().unwrap_or("");
        let chat = format!("chat:{}", user.id);
        for scope in [chat.as_str(), "all_private_chats", "default"] {
            for language in [language, ""] {
                let key = (scope.to_owned(), language.to_owned());
                if let Some(list) = self.commands.get(&key) {
                    return list;
                }
            }
        }
        &[]
    }

    /// A message, if it is there.
    pub(super) fn post(&self, chat: i64, id: i64) -> Option<&Post> {
        self.chats.get(&chat)?.posts.get(&id)
    }

    fn apply_query(&mut self, query: Query) {
        self.last_query = self.last_query.max(query.id.parse().unwrap_or(0));
        if !self.queries.contains_key(&query.id) {
            self.recent_queries.push_back(query.id.clone());
        }
        self.queries.insert(query.id.clone(), query);
        while self.recent_queries.len() > REMEMBERED_QUERIES {
            if let Some(old) = self.recent_queries.pop_front() {
                self.queries.remove(&old);
            }
        }
    }

    fn forget_taken(&mut self) {
        while self.taken.len() > REMEMBERED_UPDATES {
            self.taken.pop_front();
        }
    }
}
