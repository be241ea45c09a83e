//! Changing and taking away what stands in a chat.

use serde_json::Value;

use super::super::failure::Failure;
use super::super::record::Record;
use super::super::state::State;
use super::super::wire;
use super::super::world::Post;
use super::{Params, captioned, keyboard, known, send, writable};
use crate::clock::{DAY, SECOND};

/// `editMessageText`.
pub(super) fn text(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let (text, entities) = send::text(params)?;
    let post = editable(state, params)?;
    if post.media.is_some() || post.contact.is_some() {
        return Err(Failure::bad("there is no text in the message to edit"));
    }
    let markup = keyboard::read(params, post.chat)?;
    let changed = Post { text, entities, markup, ..post.clone() };
    save(state, changed)
}

/// `editMessageCaption`.
pub(super) fn caption(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let (text, entities) = captioned(&params.map)?;
    let post = editable(state, params)?;
    if post.media.is_none() {
        return Err(Failure::bad("there is no caption in the message to edit"));
    }
    let markup = keyboard::read(params, post.chat)?;
    let changed = Post { text, entities, markup, ..post.clone() };
    save(state, changed)
}

/// `editMessageReplyMarkup`.
pub(super) fn markup(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let post = editable(state, params)?;
    let markup = keyboard::read(params, post.chat)?;
    let changed = Post { markup, ..post.clone() };
    save(state, changed)
}

/// `deleteMessage`.
pub(super) fn delete(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let id = params.integer("message_id").unwrap_or_default();
    let Some(post) = state.world.post(chat, id) else {
        return Err(Failure::bad("message to delete not found"));
    };
    let others = chat < 0 && post.from != 0;
    if others || state.seconds() - post.date > 2 * DAY / SECOND {
        return Err(Failure::bad("message can't be deleted for everyone"));
    }
    state.write(Record::Gone { chat, id });
    Ok(true.into())
}

fn editable<'a>(state: &'a State, params: &Params) -> Result<&'a Post, Failure> {
    if params.map.contains_key("inline_message_id") {
        return Err(Failure::bad("MESSAGE_ID_INVALID"));
    }
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat_id is empty"))?;
    // A user who has blocked the bot still has the old messages, and they may be edited.
    known(state, id)?;
    let Some(message) = params.integer("message_id") else {
        return Err(Failure::bad("message identifier is not specified"));
    };
    let Some(post) = state.world.post(id, message) else {
        return Err(Failure::bad("message to edit not found"));
    };
    let bare = post.markup.as_ref().is_none_or(|markup| markup.get("inline_keyboard").is_some());
    if post.from != 0 || post.forwarded.is_some() || !bare {
        return Err(Failure::bad("message can't be edited"));
    }
    Ok(post)
}

fn save(state: &mut State, mut changed: Post) -> Result<Value, Failure> {
    if state.world.post(changed.chat, changed.id) == Some(&changed) {
        return Err(Failure::bad(
            "message is not modified: specified new message content and reply markup are exactly \
             the same as a current content and reply markup of the message",
        ));
    }
    changed.edited = Some(state.seconds());
    changed.edits += 1;
    let told = wire::message(state, &changed);
    state.write(Record::Post(changed));
    Ok(told)
}
