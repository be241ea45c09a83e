//! `forwardMessage` and `copyMessage`.

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::state::State;
use super::super::wire;
use super::super::world::Post;
use super::{Params, captioned, keyboard, known, pass_flood, send, topics, writable};

/// Sends a message on, saying where it is from.
pub(super) fn forward(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let post = source(state, params, "message to forward not found")?;
    let thread = topics::thread(state, params, chat)?;
    let post = Post { chat, thread, ..forwarded(state, &post) };
    pass_flood(state, chat, params)?;
    Ok(state.add_post(post))
}

/// Sends a message again as the bot's own; gives only its id, as the server does.
pub(super) fn copy(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let mut post = source(state, params, "message to copy not found")?;
    if post.media.is_some() && params.map.contains_key("caption") {
        (post.text, post.entities) = captioned(&params.map)?;
    }
    let markup = keyboard::read(params, chat)?;
    let reply_to = send::replied(state, params, chat)?;
    let thread = topics::thread(state, params, chat)?;
    pass_flood(state, chat, params)?;
    keyboard::show(state, chat, markup.as_ref());
    let copied = Post {
        chat,
        text: post.text,
        entities: post.entities,
        media: post.media,
        contact: post.contact,
        markup,
        reply_to,
        thread,
        ..Post::default()
    };
    Ok(json!({"message_id": state.add_post(copied)["message_id"]}))
}

/// A message as it stands once it was forwarded: from nobody yet, in no chat yet.
pub(in super::super) fn forwarded(state: &State, post: &Post) -> Post {
    let origin = post.forwarded.clone().unwrap_or_else(|| {
        json!({"type": "user", "sender_user": wire::sender(state, post.from), "date": post.date})
    });
    Post {
        text: post.text.clone(),
        entities: post.entities.clone(),
        media: post.media.clone(),
        contact: post.contact.clone(),
        forwarded: Some(origin),
        ..Post::default()
    }
}

fn source(state: &State, params: &Params, missing: &str) -> Result<Post, Failure> {
    let from = params.integer("from_chat_id").ok_or_else(|| Failure::bad("chat not found"))?;
    known(state, from)?;
    let id = params.integer("message_id").unwrap_or_default();
    state.world.post(from, id).cloned().ok_or_else(|| Failure::bad(missing))
}
