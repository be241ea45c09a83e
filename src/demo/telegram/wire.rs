//! The world as JSON: as the Bot API tells it to bots, and as the demo page is shown it.

use serde_json::{Map, Value, json};

use super::files;
use super::html;
use super::state::{Bot, State};
use super::world::{Attachment, Chat, Contact, Document, MediaKind, Post, User};

/// A message in the Bot API's words.
pub(super) fn message(state: &State, post: &Post) -> Value {
    let mut told = Map::new();
    told.insert("message_id".into(), post.id.into());
    told.insert("from".into(), sender(state, post.from));
    told.insert("chat".into(), chat_of(state, post.chat));
    told.insert("date".into(), post.date.into());
    if let Some(at) = post.edited {
        told.insert("edit_date".into(), at.into());
    }
    if let Some(thread) = post.thread {
        told.insert("message_thread_id".into(), thread.into());
        told.insert("is_topic_message".into(), true.into());
    }
    let entities = || serde_json::to_value(&post.entities).unwrap_or_default();
    if let Some(media) = &post.media {
        let card = attachment(state, media);
        if media.kind == MediaKind::Animation {
            // As the server does, for bots older than animations.
            told.insert("document".into(), card.clone());
        }
        told.insert(media.kind.word().into(), card);
        if !post.text.is_empty() {
            told.insert("caption".into(), post.text.clone().into());
            if !post.entities.is_empty() {
                told.insert("caption_entities".into(), entities());
            }
        }
    } else if let Some(name) = &post.opens {
        told.insert("forum_topic_created".into(), json!({"name": name, "icon_color": 7_322_096}));
    } else if let Some(contact) = &post.contact {
        told.insert("contact".into(), contact_card(contact));
    } else {
        told.insert("text".into(), post.text.clone().into());
        if !post.entities.is_empty() {
            told.insert("entities".into(), entities());
        }
    }
    if let Some(album) = &post.album {
        told.insert("media_group_id".into(), album.clone().into());
    }
    if let Some(origin) = &post.forwarded {
        told.insert("forward_origin".into(), origin.clone());
    }
    if let Some(markup) = post.markup.as_ref().filter(|m| m.get("inline_keyboard").is_some()) {
        told.insert("reply_markup".into(), markup.clone());
    }
    if let Some(replied) = post.reply_to.and_then(|id| state.world.post(post.chat, id)) {
        // One level, as the server does.
        let flat = Post { reply_to: None, ..replied.clone() };
        told.insert("reply_to_message".into(), message(state, &flat));
    }
    Value::Object(told)
}

/// A person or the bot (0), as `from` tells it.
pub(super) fn sender(state: &State, id: i64) -> Value {
    if id == 0 {
        return bot(&state.bot);
    }
    match state.world.users.get(&id) {
        Some(person) => user(person),
        None => json!({"id": id, "is_bot": false, "first_name": "Deleted Account"}),
    }
}

/// A person.
pub(super) fn user(user: &User) -> Value {
    let mut told = json!({"id": user.id, "is_bot": false, "first_name": user.first_name});
    if let Some(name) = &user.last_name {
        told["last_name"] = name.clone().into();
    }
    if let Some(language) = &user.language_code {
        told["language_code"] = language.clone().into();
    }
    told
}

/// The bot as a user.
pub(super) fn bot(bot: &Bot) -> Value {
    json!({"id": bot.id, "is_bot": true, "first_name": bot.first_name, "username": bot.username})
}

/// A chat, as messages tell it.
pub(super) fn chat_of(state: &State, id: i64) -> Value {
    if let Some(user) = state.world.users.get(&id) {
        let mut told = json!({"id": id, "type": "private", "first_name": user.first_name});
        if let Some(name) = &user.last_name {
            told["last_name"] = name.clone().into();
        }
        return told;
    }
    match state.world.chats.get(&id) {
        Some(chat) if chat.forum => {
            json!({"id": id, "type": chat.kind, "title": chat.title, "is_forum": true})
        }
        Some(chat) => json!({"id": id, "type": chat.kind, "title": chat.title}),
        None if state.world.crowd.has(id) => {
            json!({"id": id, "type": "private", "first_name": "Người nhận"})
        }
        None => json!({"id": id, "type": "private", "first_name": "Deleted Account"}),
    }
}

/// A file, as `getFile` tells it, without its path.
pub(super) fn file(document: &Document) -> Value {
    json!({"file_id": document.id, "file_unique_id": files::unique_id(document),
        "file_size": document.size})
}

/// A message for the page.
pub(super) fn shown(state: &State, post: &Post) -> Value {
    let rows = post.markup.as_ref().and_then(|markup| markup.get("inline_keyboard"));
    let rows = rows.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let buttons: Vec<Vec<Value>> = rows
        .iter()
        .filter_map(Value::as_array)
        .map(|row| {
            row.iter()
                .map(|button| {
                    json!({"text": button["text"], "data": button.get("callback_data"),
                        "url": button.get("url")})
                })
                .collect()
        })
        .collect();
    json!({
        "chat_id": post.chat, "message_id": post.id, "from": post.from,
        "from_name": name(state, post.from), "date": post.date, "edit_date": post.edited,
        "text": post.text, "html": html::draw(&post.text, &post.entities),
        "media": post.media.as_ref().map(|media| shown_media(state, media)),
        "media_group_id": post.album, "buttons": buttons,
        "contact": post.contact.as_ref().map(contact_card), "reply_to": post.reply_to,
        "forwarded": post.forwarded.is_some(), "topic": topic(state, post),
    })
}

/// The name of the topic that a message stands in.
fn topic(state: &State, post: &Post) -> Option<String> {
    let topics = &state.world.chats.get(&post.chat)?.topics;
    topics.get(&post.thread?).map(|topic| topic.name.clone())
}

/// A person for the page.
pub(super) fn shown_user(user: &User) -> Value {
    json!({"id": user.id, "first_name": user.first_name, "last_name": user.last_name,
        "language_code": user.language_code, "role": user.role.as_deref().unwrap_or("citizen"),
        "blocked": user.blocked})
}

/// How many messages of a chat the page is shown at first; it draws no more.
const SHOWN_POSTS: usize = 200;

/// A chat for the page.
pub(super) fn shown_chat(state: &State, chat: &Chat, with_messages: bool) -> Value {
    let user = state.world.users.get(&chat.id);
    let title = chat.title.clone().unwrap_or_else(|| name(state, chat.id));
    let mut told = json!({
        "id": chat.id, "type": chat.kind, "title": title, "members": chat.members,
        "reply_keyboard": shown_keyboard(chat),
        "commands": user.map(|user| state.world.commands_for(user)).unwrap_or_default(),
    });
    if with_messages {
        let newest = chat.posts.len().saturating_sub(SHOWN_POSTS);
        let posts = chat.posts.values().skip(newest).filter(|post| post.opens.is_none());
        told["messages"] = posts.map(|post| shown(state, post)).collect();
    }
    told
}

/// The faults that are on, for the page.
pub(super) fn shown_faults(state: &State) -> Value {
    let faults = state.faults.on.iter().map(|fault| {
        json!({"chat_id": fault.chat, "method": fault.method, "kind": fault.kind.word(),
            "count": fault.count, "probability": fault.probability, "chats": fault.chats})
    });
    faults.collect()
}

/// The reply keyboard in the Bot API's words, or null.
pub(super) fn shown_keyboard(chat: &Chat) -> Value {
    chat.keyboard.clone().unwrap_or_default()
}

/// What time it is, as an event for the page.
pub(super) fn shown_clock(state: &State) -> Value {
    json!({"type": "clock", "now": state.clock.now(), "clock_ahead_ms": state.clock.ahead()})
}

/// A name to show: the first and the last.
pub(super) fn name(state: &State, id: i64) -> String {
    match state.world.users.get(&id) {
        Some(User { first_name, last_name: Some(last), .. }) => format!("{first_name} {last}"),
        Some(user) => user.first_name.clone(),
        None => state.bot.first_name.clone(),
    }
}

fn shown_media(state: &State, media: &Attachment) -> Value {
    let Some(document) = state.world.documents.get(media.file()) else { return Value::Null };
    json!({"kind": media.kind, "file_id": document.id, "file_name": document.name,
        "file_size": document.size, "mime": document.mime, "duration": document.duration})
}

fn contact_card(contact: &Contact) -> Value {
    let mut card = json!({"phone_number": contact.phone_number, "first_name": contact.first_name});
    if let Some(id) = contact.user_id {
        card["user_id"] = id.into();
    }
    card
}

fn attachment(state: &State, media: &Attachment) -> Value {
    let known = |id: &String| state.world.documents.get(id);
    if media.kind == MediaKind::Photo {
        let sizes = media.files.iter().filter_map(known).map(|size| {
            let mut told = file(size);
            told["width"] = size.width.into();
            told["height"] = size.height.into();
            told
        });
        return sizes.collect();
    }
    let Some(document) = media.files.first().and_then(known) else { return Value::Null };
    let mut told = file(document);
    if let Some(mime) = document.mime.as_ref().filter(|_| media.kind != MediaKind::VideoNote) {
        told["mime_type"] = mime.clone().into();
    }
    if !matches!(media.kind, MediaKind::Voice | MediaKind::VideoNote)
        && let Some(name) = &document.name
    {
        told["file_name"] = name.clone().into();
    }
    if media.kind != MediaKind::Document {
        told["duration"] = document.duration.into();
    }
    if media.kind == MediaKind::VideoNote {
        told["length"] = document.width.into();
    }
    if matches!(media.kind, MediaKind::Video | MediaKind::Animation) {
        told["width"] = document.width.into();
        told["height"] = document.height.into();
    }
    told
}
