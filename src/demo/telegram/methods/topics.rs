//! Topics of a forum: making one, and writing into one.

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::groups::open_topic;
use super::super::state::State;
use super::{Params, known, pass_flood, writable};

/// `createForumTopic`.
pub(super) fn create(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let id = writable(state, params, "chat_id")?;
    let chat = known(state, id)?;
    if !chat.forum {
        return Err(Failure::bad("the chat is not a forum"));
    }
    if !chat.manages_topics {
        return Err(Failure::bad("not enough rights to create a topic"));
    }
    let name = params.text("name").unwrap_or("").trim().to_owned();
    if name.is_empty() {
        return Err(Failure::bad("topic name must be non-empty"));
    }
    pass_flood(state, id, params)?;
    let thread = open_topic(state, id, 0, &name);
    Ok(json!({"message_thread_id": thread, "name": name, "icon_color": 7_322_096}))
}

/// The topic that a call writes into.
pub(super) fn thread(state: &State, params: &Params, chat: i64) -> Result<Option<i64>, Failure> {
    let Some(thread) = params.integer("message_thread_id") else { return Ok(None) };
    let chat = known(state, chat)?;
    match chat.topics.get(&thread).filter(|_| chat.forum) {
        None => Err(Failure::bad("message thread not found")),
        Some(topic) if topic.closed && !chat.manages_topics => Err(Failure::bad("TOPIC_CLOSED")),
        Some(_) => Ok(Some(thread)),
    }
}
