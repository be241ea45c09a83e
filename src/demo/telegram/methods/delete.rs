//! Taking away what stands in a chat.

use serde_json::Value;

use super::super::failure::Failure;
use super::super::record::Record;
use super::super::state::State;
use super::super::world::Post;
use super::{Params, find, known};
use crate::clock::{DAY, SECOND};

/// The most messages that one call deletes.
const MOST: usize = 100;

/// `deleteMessage`.
pub(super) fn one(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = chat(state, params)?;
    let id = params.integer("message_id").unwrap_or_default();
    let post = find(state, chat, id).ok_or_else(|| Failure::bad("message to delete not found"))?;
    deletable(state, &post)?;
    state.write(Record::Gone { chat, id });
    Ok(true.into())
}

/// `deleteMessages`: those that are not there are passed over; one that may not be deleted keeps all.
pub(super) fn many(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let ids = params.map.get("message_ids").and_then(Value::as_array);
    let ids: Vec<i64> = ids.into_iter().flatten().filter_map(Value::as_i64).collect();
    if ids.is_empty() {
        return Err(Failure::bad("message identifiers are not specified"));
    }
    if ids.len() > MOST {
        return Err(Failure::bad("too many message identifiers specified"));
    }
    if ids.iter().any(|id| *id <= 0) {
        return Err(Failure::bad("invalid message identifier specified"));
    }
    let chat = chat(state, params)?;
    let there: Vec<Post> = ids.into_iter().filter_map(|id| find(state, chat, id)).collect();
    there.iter().try_for_each(|post| deletable(state, post))?;
    there.iter().for_each(|post| state.write(Record::Gone { chat, id: post.id }));
    Ok(true.into())
}

/// The chat; what stands with somebody who has blocked the bot may be deleted as it may be edited.
fn chat(state: &State, params: &Params) -> Result<i64, Failure> {
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat not found"))?;
    let chat = known(state, id)?;
    if id < 0 && !chat.with_bot {
        return Err(Failure::forbidden(&format!("bot is not a member of the {} chat", chat.kind)));
    }
    Ok(id)
}

fn deletable(state: &State, post: &Post) -> Result<(), Failure> {
    let others = post.chat < 0 && post.from != 0;
    if others || post.opens.is_some() || state.seconds() - post.date > 2 * DAY / SECOND {
        return Err(Failure::bad("message can't be deleted for everyone"));
    }
    Ok(())
}
