//! What each method of the Bot API does. One file a family; this one sends a call to its method.
//!
//! All of it runs under the world's mutex and never waits. `getUpdates`, which waits, lives in
//! [`super::polling`].

mod album;
mod delete;
mod edit;
mod forward;
mod info;
mod keyboard;
mod media;
mod send;
mod topics;

pub(super) use forward::forwarded;
pub(super) use media::{Shape, keep, usual_mime};

use std::collections::HashMap;

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::html::{self, Entity};
use super::record::Record;
use super::state::State;
use super::world::{Chat, Post, Webhook};

/// A file that came with a call.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub(super) name: Option<String>,
    pub(super) mime: Option<String>,
    pub(super) bytes: Bytes,
}

/// The parameters of a call, checked against the schema, with the files that came along.
#[derive(Debug, Default)]
pub(super) struct Params {
    pub(super) map: Map<String, Value>,
    pub(super) uploads: HashMap<String, Upload>,
}

impl Params {
    fn text(&self, name: &str) -> Option<&str> {
        self.map.get(name).and_then(Value::as_str)
    }

    fn integer(&self, name: &str) -> Option<i64> {
        self.map.get(name).and_then(Value::as_i64)
    }

    fn flag(&self, name: &str) -> bool {
        self.map.get(name) == Some(&Value::Bool(true))
    }
}

/// The longest text of a message, in UTF-16 units.
const LONGEST_TEXT: usize = 4_096;
/// The longest caption, in UTF-16 units.
const LONGEST_CAPTION: usize = 1_024;

/// Does what `method` does and gives the answer's `result`.
pub(super) fn call(state: &mut State, method: &str, params: &Params) -> Result<Value, Failure> {
    match method {
        "getMe" => Ok(info::me(state)),
        "logOut" => Ok(true.into()),
        "sendMessage" => send::message(state, params),
        "sendPhoto" | "sendVideo" | "sendDocument" | "sendVoice" | "sendAudio"
        | "sendVideoNote" | "sendAnimation" => media::send(state, method, params),
        "sendMediaGroup" => album::send(state, params),
        "sendChatAction" => send::action(state, params),
        "createForumTopic" => topics::create(state, params),
        "forwardMessage" => forward::forward(state, params),
        "copyMessage" => forward::copy(state, params),
        "editMessageText" => edit::text(state, params),
        "editMessageCaption" => edit::caption(state, params),
        "editMessageMedia" => edit::media(state, params),
        "editMessageReplyMarkup" => edit::markup(state, params),
        "deleteMessage" => delete::one(state, params),
        "deleteMessages" => delete::many(state, params),
        "answerCallbackQuery" => send::answer(state, params),
        "getFile" => media::file(state, params),
        "getChat" => info::chat(state, params),
        "getChatMember" => info::member(state, params),
        "leaveChat" => info::leave(state, params),
        "setMyCommands" | "deleteMyCommands" => info::set_commands(state, params),
        "getMyCommands" => info::commands(state, params),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => {
            info::set_label(state, method, params)
        }
        "getMyName" | "getMyDescription" | "getMyShortDescription" => {
            Ok(info::label(state, method, params))
        }
        "setWebhook" => set_webhook(state, params),
        "deleteWebhook" => {
            state.write(Record::Webhook(None));
            drop_pending(state, params);
            Ok(true.into())
        }
        "getWebhookInfo" => Ok(webhook_info(state)),
        _ => Err(Failure::with(404, "Not Found")),
    }
}

/// How many messages a call wants to send.
pub(super) fn messages_of(method: &str, params: &Params) -> usize {
    match method {
        "sendChatAction" => 0,
        "sendMediaGroup" => {
            params.map.get("media").and_then(Value::as_array).map_or(1, Vec::len).max(1)
        }
        _ if ["send", "copy", "forward"].iter().any(|verb| method.starts_with(verb)) => 1,
        _ => 0,
    }
}

/// The chat that a call is about, for faults and flood control.
pub(super) fn chat_of(state: &State, params: &Params) -> Option<i64> {
    params.integer("chat_id").or_else(|| {
        let query = params.text("callback_query_id")?;
        state.world.queries.get(query).map(|query| query.chat)
    })
}

/// A chat the bot may write to, or why it may not.
fn writable(state: &State, params: &Params, name: &str) -> Result<i64, Failure> {
    let id = params.integer(name).ok_or_else(|| Failure::bad("chat not found"))?;
    let chat = known(state, id)?;
    if let Some(user) = state.world.users.get(&id) {
        if user.blocked {
            return Err(Failure::forbidden("bot was blocked by the user"));
        }
        if !user.started {
            return Err(Failure::forbidden("bot can't initiate conversation with a user"));
        }
    } else if !chat.with_bot {
        return Err(Failure::forbidden(&format!("bot is not a member of the {} chat", chat.kind)));
    }
    Ok(id)
}

/// A chat the bot knows of.
fn known(state: &State, id: i64) -> Result<&Chat, Failure> {
    let chat = state.world.chats.get(&id).or_else(|| state.world.crowd.chat(id));
    let chat = chat.ok_or_else(|| Failure::bad("chat not found"))?;
    match chat.migrated_to {
        Some(to) => Err(Failure::migrated(to)),
        None => Ok(chat),
    }
}

/// A message that is there. Of one to the crowd little more is known than that.
fn find(state: &State, chat: i64, id: i64) -> Option<Post> {
    state.world.post(chat, id).cloned().or_else(|| state.world.crowd.post(chat, id))
}

/// Lets a message pass flood control, where that is on.
fn pass_flood(state: &mut State, chat: i64, params: &Params) -> Result<(), Failure> {
    let now = state.clock.now();
    let paid = params.flag("allow_paid_broadcast");
    match &mut state.flood {
        Some(flood) => flood.pass(chat, now, paid).map_err(Failure::too_many),
        None => Ok(()),
    }
}

/// A text with its formatting: trimmed, its entities in order. The text is named `key`.
fn formatted(
    map: &Map<String, Value>,
    key: &str,
    entities: &str,
) -> Result<(String, Vec<Entity>), Failure> {
    let raw = map.get(key).and_then(Value::as_str).unwrap_or("");
    let mode = map.get("parse_mode").and_then(Value::as_str).unwrap_or("");
    let (text, mut found) = match mode.to_ascii_lowercase().as_str() {
        "html" => html::parse(raw)?,
        "" => {
            let given = map.get(entities).cloned().unwrap_or_else(|| json!([]));
            let given = serde_json::from_value(given)
                .map_err(|why| Failure::bad(format!("can't parse entities: {why}")))?;
            (raw.to_owned(), given)
        }
        "markdown" | "markdownv2" => {
            return Err(Failure::bad("can't parse entities: this server reads only HTML"));
        }
        _ => return Err(Failure::bad("unsupported parse_mode")),
    };
    let text = html::tidy(&text, &mut found);
    for entity in html::find_entities(&text) {
        let end = entity.offset + entity.length;
        if !found
            .iter()
            .any(|other| other.offset < end && other.offset + other.length > entity.offset)
        {
            found.push(entity);
        }
    }
    found.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    Ok((text, found))
}

/// A caption with its formatting.
fn captioned(map: &Map<String, Value>) -> Result<(String, Vec<Entity>), Failure> {
    let (text, entities) = formatted(map, "caption", "caption_entities")?;
    if html::units(&text) > LONGEST_CAPTION {
        return Err(Failure::bad("message caption is too long"));
    }
    Ok((text, entities))
}

fn set_webhook(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let url = params.text("url").unwrap_or("");
    let secret = params.text("secret_token");
    if let Some(secret) = secret
        && !secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    {
        return Err(Failure::bad("secret token contains unallowed characters"));
    }
    let at_home = reqwest::Url::parse(url)
        .is_ok_and(|url| url.host_str().is_some_and(super::webhook::is_loopback));
    if !url.is_empty() && !url.starts_with("https://") && !at_home {
        // A real local server takes plain HTTP too; the public one does not.
        return Err(Failure::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    if !url.is_empty() && state.webhooks_at_home && !at_home {
        return Err(Failure::bad("bad webhook: this server calls its own machine alone"));
    }
    if let Some(kinds) = params.map.get("allowed_updates") {
        allow(state, kinds);
    }
    let webhook = (!url.is_empty()).then(|| Webhook {
        url: url.to_owned(),
        secret: secret.map(str::to_owned),
        max_connections: params
            .integer("max_connections")
            .map_or(40, |number| u32::try_from(number.clamp(1, 100)).unwrap_or(40)),
    });
    state.webhook_trouble = None;
    state.write(Record::Webhook(webhook));
    drop_pending(state, params);
    Ok(true.into())
}

/// Remembers which kinds of update the bot wants; it keeps what it had when not asked.
pub(super) fn allow(state: &mut State, kinds: &Value) {
    let kinds: Vec<String> = serde_json::from_value(kinds.clone()).unwrap_or_default();
    if kinds != state.world.allowed {
        state.write(Record::Allowed(kinds));
    }
}

fn drop_pending(state: &mut State, params: &Params) {
    if params.flag("drop_pending_updates") {
        let below = state.world.last_update + 1;
        state.write(Record::Confirmed(below));
        state.replays.clear();
    }
}

fn webhook_info(state: &State) -> Value {
    let webhook = state.world.webhook.as_ref();
    let mut told = json!({
        "url": webhook.map_or("", |webhook| &webhook.url),
        "has_custom_certificate": false,
        "pending_update_count": state.world.pending.len() + state.replays.len(),
    });
    if let Some(webhook) = webhook {
        told["max_connections"] = webhook.max_connections.into();
        if let Some((at, text)) = &state.webhook_trouble {
            told["last_error_date"] = (*at).into();
            told["last_error_message"] = text.clone().into();
        }
    }
    if !state.world.allowed.is_empty() {
        told["allowed_updates"] = json!(state.world.allowed);
    }
    told
}
