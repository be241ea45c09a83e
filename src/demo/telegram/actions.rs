//! What people do in the app: write, send, press, edit, forward, block.
//!
//! An action that a real app would not offer (a press in a chat one is not in) is refused with a
//! text for whoever wrote the test or the page.

use axum::body::Bytes;
use serde_json::{Value, json};

use super::html;
use super::methods::Shape;
use super::methods::{forwarded, keep, usual_mime};
use super::record::Record;
use super::state::State;
use super::wire;
use super::world::{Chat, Contact, MediaKind, Post, Query, Update, User};

/// A file that a person sends.
#[derive(Debug, Clone)]
pub struct Media {
    /// How it is sent.
    pub kind: MediaKind,
    /// The text below it; may be empty.
    pub caption: String,
    /// Items that share this word are one album.
    pub group: Option<String>,
    /// The file's name.
    pub file_name: Option<String>,
    /// Such as `image/jpeg`.
    pub mime: Option<String>,
    /// The bytes, when there are any.
    pub bytes: Option<Vec<u8>>,
    /// The size to tell when there are no bytes.
    pub size: u64,
}

impl Media {
    /// A file of this kind without bytes, 100 kB large, without a caption.
    pub fn new(kind: MediaKind) -> Media {
        Media {
            kind,
            caption: String::new(),
            group: None,
            file_name: None,
            mime: None,
            bytes: None,
            size: 100_000,
        }
    }

    /// The text below it.
    pub fn caption(self, caption: &str) -> Media {
        Media { caption: caption.to_owned(), ..self }
    }

    /// The album it is in.
    pub fn group(self, group: &str) -> Media {
        Media { group: Some(group.to_owned()), ..self }
    }

    /// Its name.
    pub fn named(self, name: &str) -> Media {
        Media { file_name: Some(name.to_owned()), ..self }
    }

    /// Its size in bytes, without having the bytes.
    pub fn size(self, size: u64) -> Media {
        Media { size, ..self }
    }

    /// Its bytes.
    pub fn bytes(self, bytes: Vec<u8>) -> Media {
        Media { bytes: Some(bytes), ..self }
    }
}

/// Adds a person, whose private chat with the bot is empty yet.
pub(super) fn add_user(state: &mut State, user: User) -> i64 {
    let last = state.world.users.keys().next_back().copied().unwrap_or(FIRST_USER);
    // An app's user, once blocked, keeps the id: ids are never given twice.
    let id = if user.id == 0 { last + 1 } else { user.id };
    state.write(Record::User(User { id, ..user }));
    let chat =
        Chat { id, kind: "private".into(), members: vec![id], with_bot: true, ..Chat::default() };
    state.write(Record::Chat(chat));
    id
}

/// Writes a text; the app splits one that is too long, so the last part's id comes back.
pub(super) fn say(
    state: &mut State,
    chat: i64,
    user: i64,
    text: &str,
    reply_to: Option<i64>,
) -> Result<i64, String> {
    // The app keeps an answer in the topic of what it answers.
    let thread = reply_to.and_then(|id| state.world.post(chat, id)?.thread);
    say_in(state, chat, thread, user, text, reply_to)
}

/// Writes a text in a topic.
pub(super) fn say_in(
    state: &mut State,
    chat: i64,
    thread: Option<i64>,
    user: i64,
    text: &str,
    reply_to: Option<i64>,
) -> Result<i64, String> {
    reach(state, chat, user)?;
    if thread.is_some_and(|thread| !state.world.chats[&chat].topics.contains_key(&thread)) {
        return Err("there is no such topic".into());
    }
    let mut last = 0;
    for part in parts(text) {
        let entities = html::find_entities(&part);
        let post =
            Post { chat, from: user, text: part, entities, reply_to, thread, ..Post::default() };
        last = arrive(state, post);
    }
    Ok(last)
}

/// Writes a text with formatting, given as HTML.
pub(super) fn say_formatted(
    state: &mut State,
    chat: i64,
    user: i64,
    html: &str,
) -> Result<i64, String> {
    reach(state, chat, user)?;
    let (text, mut entities) = html::parse(html).map_err(|failure| failure.description)?;
    entities.extend(html::find_entities(&text));
    entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    Ok(arrive(state, Post { chat, from: user, text, entities, ..Post::default() }))
}

/// Sends a file.
pub(super) fn send_media(
    state: &mut State,
    chat: i64,
    user: i64,
    media: Media,
) -> Result<i64, String> {
    reach(state, chat, user)?;
    let bytes = media.bytes.map(Bytes::from);
    let size = bytes.as_ref().map_or(media.size, |bytes| bytes.len() as u64);
    let plays = !matches!(media.kind, MediaKind::Photo | MediaKind::Document);
    let (width, height) = match media.kind {
        MediaKind::Video | MediaKind::Animation => (1_280, 720),
        MediaKind::VideoNote => (384, 384),
        _ => (0, 0),
    };
    let mime = media.mime.or_else(|| usual_mime(media.kind));
    let shape = Shape {
        name: media.file_name,
        mime,
        size,
        width,
        height,
        duration: if plays { 12 } else { 0 },
    };
    let attachment = keep(state, media.kind, shape, bytes);
    let post = Post {
        chat,
        from: user,
        entities: html::find_entities(&media.caption),
        text: media.caption,
        media: Some(attachment),
        album: media.group,
        ..Post::default()
    };
    Ok(arrive(state, post))
}

/// Shares one's phone number by the keyboard's button.
pub(super) fn share_contact(
    state: &mut State,
    chat: i64,
    user: i64,
    phone: &str,
) -> Result<i64, String> {
    reach(state, chat, user)?;
    let first_name = state.world.users[&user].first_name.clone();
    let contact = Contact { phone_number: phone.to_owned(), first_name, user_id: Some(user) };
    Ok(arrive(state, Post { chat, from: user, contact: Some(contact), ..Post::default() }))
}

/// Sends a message of another chat on to this one.
pub(super) fn forward(
    state: &mut State,
    chat: i64,
    user: i64,
    from_chat: i64,
    message: i64,
) -> Result<i64, String> {
    reach(state, chat, user)?;
    let post = state.world.post(from_chat, message).ok_or("there is no such message to forward")?;
    let post = Post { chat, from: user, ..forwarded(state, &post.clone()) };
    Ok(arrive(state, post))
}

/// Changes one's own message.
pub(super) fn edit(
    state: &mut State,
    chat: i64,
    user: i64,
    message: i64,
    text: &str,
) -> Result<(), String> {
    reach(state, chat, user)?;
    let old = state.world.post(chat, message).ok_or("there is no such message to edit")?;
    if old.from != user {
        return Err("only one's own messages can be edited".into());
    }
    let post = Post {
        text: text.to_owned(),
        entities: html::find_entities(text),
        edited: Some(state.seconds()),
        edits: old.edits + 1,
        ..old.clone()
    };
    let told = wire::message(state, &post);
    let visible = visible(state, &post);
    state.write(Record::Post(post));
    if visible {
        state.update("edited_message", chat, &told);
    }
    Ok(())
}

/// Presses an inline button; the data may be forged. Gives the query's id.
pub(super) fn press(
    state: &mut State,
    chat: i64,
    user: i64,
    message: i64,
    data: &str,
) -> Result<String, String> {
    reach(state, chat, user)?;
    let told = match state.world.post(chat, message) {
        Some(post) => wire::message(state, post),
        None => json!({"chat": wire::chat_of(state, chat), "message_id": message, "date": 0}),
    };
    let id = (state.world.last_query.max(FIRST_QUERY) + 1).to_string();
    let payload = json!({
        "id": id, "from": wire::sender(state, user), "message": told,
        "chat_instance": format!("{}", chat.wrapping_mul(7_919)), "data": data,
    });
    let at = state.clock.now();
    state.write(Record::Query(Query { id: id.clone(), user, chat, at, answer: None }));
    state.update("callback_query", chat, &payload);
    Ok(id)
}

/// The data of the button that says `label` on this message.
pub(super) fn data_of(
    state: &State,
    chat: i64,
    message: i64,
    label: &str,
) -> Result<String, String> {
    let post = state.world.post(chat, message).ok_or("there is no such message")?;
    let rows = post.markup.as_ref().and_then(|markup| markup["inline_keyboard"].as_array());
    let mut buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
    let button = buttons
        .find(|button| button["text"] == label)
        .ok_or_else(|| format!("message {message} has no button {label:?}: {:?}", post.markup))?;
    let data = button["callback_data"].as_str();
    data.map(str::to_owned).ok_or_else(|| format!("the button {label:?} sends nothing"))
}

/// Blocks the bot, or takes that back.
pub(super) fn block(state: &mut State, user: i64, blocked: bool) -> Result<(), String> {
    let known = state.world.users.get(&user).ok_or("there is no such user")?;
    if known.blocked == blocked {
        return Ok(());
    }
    let changed = User { blocked, ..known.clone() };
    state.write(Record::User(changed));
    let card = wire::bot(&state.bot);
    let member = |kicked: bool| {
        if kicked {
            json!({"status": "kicked", "user": card, "until_date": 0})
        } else {
            json!({"status": "member", "user": card})
        }
    };
    let payload = json!({
        "chat": wire::chat_of(state, user), "from": wire::sender(state, user),
        "date": state.seconds(),
        "old_chat_member": member(!blocked), "new_chat_member": member(blocked),
    });
    state.update("my_chat_member", user, &payload);
    Ok(())
}

/// Delivers any update. With an id that was given out before, it is delivered once more.
pub(super) fn push_update(state: &mut State, mut update: Value) -> i64 {
    let last = state.world.last_update;
    let id = update["update_id"].as_i64().unwrap_or_else(|| last.max(FIRST_QUERY as i64) + 1);
    update["update_id"] = id.into();
    let update = Update { id, lane: 0, body: update.to_string().into() };
    if id > last {
        state.write(Record::Update(update));
    } else {
        replay(state, update);
    }
    id
}

/// Delivers a known update once more. False when it is not remembered.
pub(super) fn redeliver(state: &mut State, id: i64) -> bool {
    let known = state.world.pending.iter().chain(&state.world.taken).find(|update| update.id == id);
    match known.cloned() {
        Some(update) => {
            replay(state, update);
            true
        }
        None => false,
    }
}

fn replay(state: &mut State, update: Update) {
    state.replays.push_back(update);
    state.arrivals += 1;
    state.version += 1;
}

const FIRST_USER: i64 = 5_000_000_000;
pub(super) const FIRST_GROUP: i64 = -1_001_000_000_000;
const FIRST_QUERY: u64 = 800_000_000;

/// Checks that the person can act in the chat. Acting takes a block back, as the app does, and
/// opens the chat for the bot.
fn reach(state: &mut State, chat: i64, user: i64) -> Result<(), String> {
    let known = state.world.chats.get(&chat).ok_or("there is no such chat")?;
    if !known.members.contains(&user) {
        return Err(format!("user {user} is not in chat {chat}"));
    }
    if known.kind == "private" {
        if state.world.users[&user].blocked {
            block(state, user, false)?;
        }
        let person = &state.world.users[&user];
        if !person.started {
            let started = User { started: true, ..person.clone() };
            state.write(Record::User(started));
        }
    }
    Ok(())
}

fn arrive(state: &mut State, post: Post) -> i64 {
    let chat = post.chat;
    let visible = visible(state, &post);
    let told = state.add_post(post);
    if visible {
        state.update("message", chat, &told);
    }
    told["message_id"].as_i64().unwrap_or_default()
}

/// Whether the bot is shown this message.
fn visible(state: &State, post: &Post) -> bool {
    let Some(chat) = state.world.chats.get(&post.chat) else { return false };
    if !chat.with_bot || chat.kind == "private" || !state.privacy {
        return chat.with_bot;
    }
    let to_bot = |text: &str| match text.split_whitespace().next().and_then(|w| w.split_once('@')) {
        Some((_, name)) => name.eq_ignore_ascii_case(&state.bot.username),
        None => true,
    };
    let mention = format!("@{}", state.bot.username);
    let replied = post.reply_to.and_then(|id| chat.posts.get(&id));
    post.text.starts_with('/') && to_bot(&post.text)
        || post.text.contains(&mention)
        || replied.is_some_and(|replied| replied.from == 0)
}

fn parts(text: &str) -> Vec<String> {
    const LONGEST: usize = 4_096;
    let mut parts = vec![String::new()];
    let mut length = 0;
    for character in text.chars() {
        if length + character.len_utf16() > LONGEST {
            parts.push(String::new());
            length = 0;
        }
        length += character.len_utf16();
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}
