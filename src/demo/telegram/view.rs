//! What tests see of a message.

use serde_json::Value;

use super::html;
use super::state::State;
use super::world::{Contact, MediaKind, Post};

/// A message in a chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Unique in its chat.
    pub id: i64,
    /// The chat it stands in.
    pub chat: i64,
    /// Who sent it; 0 is the bot.
    pub from: i64,
    /// Whether the bot sent it.
    pub from_bot: bool,
    /// When, in unix seconds.
    pub date: i64,
    /// The text, or the caption below the media.
    pub text: String,
    /// The same with its formatting, safe to show.
    pub html: String,
    /// Rows of inline buttons, or of the reply keyboard that it brought.
    pub buttons: Vec<Vec<Button>>,
    /// The file, if there is one.
    pub media: Option<MessageMedia>,
    /// The album it belongs to.
    pub media_group_id: Option<String>,
    /// The shared phone number, if it is one.
    pub contact: Option<Contact>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The topic it stands in; `None` is the general one.
    pub thread: Option<i64>,
    /// Whether it came from another chat.
    pub forwarded: bool,
    /// How often it was edited.
    pub edits: u32,
}

impl Message {
    /// The labels of all buttons, in reading order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
    }

    /// The button that says `label`.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons.iter().flatten().find(|button| button.text == label)
    }
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub text: String,
    /// What a press sends to the bot.
    pub data: Option<String>,
    /// What a press opens.
    pub url: Option<String>,
    /// Whether a press shares the person's phone number.
    pub request_contact: bool,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageMedia {
    /// How it was sent.
    pub kind: MediaKind,
    /// Its id; of a photo, that of the largest size.
    pub file_id: String,
    /// Its name.
    pub file_name: Option<String>,
    /// Its size in bytes.
    pub file_size: u64,
    /// Its type.
    pub mime: Option<String>,
}

/// A message as tests see it.
pub(super) fn message(state: &State, post: &Post) -> Message {
    let media = post.media.as_ref().and_then(|media| {
        let document = state.world.documents.get(media.file())?;
        Some(MessageMedia {
            kind: media.kind,
            file_id: document.id.clone(),
            file_name: document.name.clone(),
            file_size: document.size,
            mime: document.mime.clone(),
        })
    });
    Message {
        id: post.id,
        chat: post.chat,
        from: post.from,
        from_bot: post.from == 0,
        date: post.date,
        text: post.text.clone(),
        html: html::draw(&post.text, &post.entities),
        buttons: buttons(post.markup.as_ref()),
        media,
        media_group_id: post.album.clone(),
        contact: post.contact.clone(),
        reply_to: post.reply_to,
        thread: post.thread,
        forwarded: post.forwarded.is_some(),
        edits: post.edits,
    }
}

fn buttons(markup: Option<&Value>) -> Vec<Vec<Button>> {
    let Some(markup) = markup else { return Vec::new() };
    let rows = markup.get("inline_keyboard").or_else(|| markup.get("keyboard"));
    let rows = rows.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_array);
    rows.map(|row| row.iter().map(button).collect()).collect()
}

fn button(button: &Value) -> Button {
    let word = |name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
    Button {
        text: word("text").unwrap_or_default(),
        data: word("callback_data"),
        url: word("url"),
        request_contact: button.get("request_contact") == Some(&Value::Bool(true)),
    }
}
