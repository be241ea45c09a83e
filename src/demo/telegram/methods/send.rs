//! Texts, chat actions, and answers to button presses.

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::html;
use super::super::record::Record;
use super::super::state::State;
use super::super::world::{Answer, Post, Query};
use super::{LONGEST_TEXT, Params, formatted, keyboard, pass_flood, topics, writable};
use crate::clock::{Millis, SECOND};

/// How long after a press it may be answered. Telegram publishes no number; bots that were
/// measured lost the query after some 15 seconds.
pub(super) const QUERY_LIFETIME: Millis = 15 * SECOND;
/// The longest toast, in characters.
const LONGEST_TOAST: usize = 200;

/// `sendMessage`.
pub(super) fn message(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let (text, entities) = text(params)?;
    let markup = keyboard::read(params, chat)?;
    let reply_to = replied(state, params, chat)?;
    let thread = topics::thread(state, params, chat)?;
    pass_flood(state, chat, params)?;
    keyboard::show(state, chat, markup.as_ref());
    let post = Post { chat, text, entities, markup, reply_to, thread, ..Post::default() };
    Ok(state.add_post(post))
}

/// The call's `text`, within the limits.
pub(super) fn text(params: &Params) -> Result<(String, Vec<html::Entity>), Failure> {
    let (text, entities) = formatted(&params.map, "text", "entities")?;
    match html::units(&text) {
        0 => Err(Failure::bad("message text is empty")),
        1..=LONGEST_TEXT => Ok((text, entities)),
        _ => Err(Failure::bad("message is too long")),
    }
}

/// The message that the call replies to.
pub(super) fn replied(state: &State, params: &Params, chat: i64) -> Result<Option<i64>, Failure> {
    let Some(reply) = params.map.get("reply_parameters") else { return Ok(None) };
    let found = reply["message_id"].as_i64().filter(|id| state.world.post(chat, *id).is_some());
    if found.is_none() && reply.get("allow_sending_without_reply") != Some(&Value::Bool(true)) {
        return Err(Failure::bad("message to be replied not found"));
    }
    Ok(found)
}

/// `sendChatAction`.
pub(super) fn action(state: &mut State, params: &Params) -> Result<Value, Failure> {
    const ACTIONS: [&str; 12] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    ];
    let chat = writable(state, params, "chat_id")?;
    topics::thread(state, params, chat)?;
    if !ACTIONS.contains(&params.text("action").unwrap_or("")) {
        return Err(Failure::bad("wrong parameter action in request"));
    }
    state.emit(&json!({"type": "typing", "chat_id": chat}));
    Ok(true.into())
}

/// `answerCallbackQuery`: once, and soon.
pub(super) fn answer(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let text = params.text("text").unwrap_or("");
    if text.chars().count() > LONGEST_TOAST {
        return Err(Failure::bad("MESSAGE_TOO_LONG"));
    }
    let now = state.clock.now();
    let query = params.text("callback_query_id").and_then(|id| state.world.queries.get(id));
    let Some(query) =
        query.filter(|query| query.answer.is_none() && now - query.at <= QUERY_LIFETIME)
    else {
        return Err(Failure::bad(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    };
    let answer = Answer { text: text.to_owned(), alert: params.flag("show_alert") };
    state.emit(&json!({"type": "toast", "user_id": query.user, "chat_id": query.chat,
        "text": answer.text, "alert": answer.alert}));
    let answered = Query { answer: Some(answer), ..query.clone() };
    state.write(Record::Query(answered));
    Ok(true.into())
}
