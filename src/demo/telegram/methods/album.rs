//! `sendMediaGroup`.

use serde_json::Value;

use super::super::failure::Failure;
use super::super::state::State;
use super::super::world::{MediaKind, Post};
use super::{Params, captioned, media, pass_flood, send, topics, writable};

/// Sends two to ten items as messages that share a `media_group_id`.
pub(super) fn send(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let items = params.map.get("media").and_then(Value::as_array).map(Vec::as_slice);
    let items = items.unwrap_or_default();
    if items.len() > 10 {
        return Err(Failure::bad("too many messages to send as an album"));
    }
    if items.len() < 2 {
        return Err(Failure::bad("there are too few messages to send as an album"));
    }
    let reply_to = send::replied(state, params, chat)?;
    let thread = topics::thread(state, params, chat)?;
    let mut ready = Vec::with_capacity(items.len());
    for item in items.iter().filter_map(Value::as_object) {
        let kind = media::kind_of(item);
        let caption = captioned(item)?;
        let source = media::find(state, params, item, "media", kind)?;
        ready.push((kind, caption, source, item));
    }
    if ready.iter().any(|item| !mixes(item.0, ready[0].0)) {
        return Err(Failure::bad("different message types can't be mixed in an album"));
    }
    pass_flood(state, chat, params)?;
    let now = state.clock.now();
    if let Some(flood) = &mut state.flood {
        flood.follow(chat, ready.len() - 1, now);
    }
    let album = state.new_album();
    let mut told = Vec::with_capacity(ready.len());
    for (kind, (text, entities), source, item) in ready {
        let media = Some(media::store(state, source, item, kind));
        let album = Some(album.clone());
        let post = Post { chat, text, entities, media, album, reply_to, thread, ..Post::default() };
        told.push(state.add_post(post));
    }
    Ok(told.into())
}

/// Whether an album holds both: photos and videos mix, documents and music keep to themselves.
pub(super) fn mixes(one: MediaKind, other: MediaKind) -> bool {
    let family = |kind| if kind == MediaKind::Video { MediaKind::Photo } else { kind };
    family(one) == family(other)
}
