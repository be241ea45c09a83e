//! Changing and taking away what stands in a chat.

use serde_json::Value;

use super::super::failure::Failure;
use super::super::state::State;
use super::super::wire;
use super::super::world::Post;
use super::{Params, album, captioned, find, keyboard, known, media, send};

/// `editMessageText`.
pub(super) fn text(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let (text, entities) = send::text(params)?;
    let post = editable(state, params)?;
    if post.media.is_some() || post.contact.is_some() {
        return Err(Failure::bad("there is no text in the message to edit"));
    }
    let markup = keyboard::read(params, post.chat)?;
    let changed = Post { text, entities, markup, ..post };
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
    let changed = Post { text, entities, markup, ..post };
    save(state, changed)
}

/// `editMessageReplyMarkup`.
pub(super) fn markup(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let post = editable(state, params)?;
    let markup = keyboard::read(params, post.chat)?;
    let changed = Post { markup, ..post };
    save(state, changed)
}

/// `editMessageMedia`: a message with a file gets another file and caption.
pub(super) fn media(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let post = editable(state, params)?;
    let given = params.map.get("media").and_then(Value::as_object);
    let given = given.ok_or_else(|| Failure::bad("media is not specified"))?;
    let kind = media::kind_of(given);
    let (text, entities) = captioned(given)?;
    let markup = keyboard::read(params, post.chat)?;
    // A plain text takes a file too; a phone number does not, and albums keep to their kind.
    let family = post.media.as_ref().filter(|_| post.album.is_some());
    if post.contact.is_some() || family.is_some_and(|old| !album::mixes(old.kind, kind)) {
        return Err(Failure::bad("message can't be edited"));
    }
    let source = media::find(state, params, given, "media", kind)?;
    let media = Some(media::store(state, source, given, kind));
    save(state, Post { text, entities, media, markup, ..post })
}

fn editable(state: &State, params: &Params) -> Result<Post, Failure> {
    if params.map.contains_key("inline_message_id") {
        return Err(Failure::bad("MESSAGE_ID_INVALID"));
    }
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat_id is empty"))?;
    // A user who has blocked the bot still has the old messages, and they may be edited.
    known(state, id)?;
    let Some(message) = params.integer("message_id") else {
        return Err(Failure::bad("message identifier is not specified"));
    };
    let Some(post) = find(state, id, message) else {
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
    state.keep_post(changed);
    Ok(told)
}
