//! The bot's own card and commands, and what it may know of chats.

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::groups::bot_in;
use super::super::record::Record;
use super::super::state::State;
use super::super::wire;
use super::super::world::Chat;
use super::{Params, known};

/// `getMe`.
pub(super) fn me(state: &State) -> Value {
    let mut me = wire::bot(&state.bot);
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = (!state.privacy).into();
    for never in [
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    ] {
        me[never] = false.into();
    }
    me
}

/// `getChat`.
pub(super) fn chat(state: &State, params: &Params) -> Result<Value, Failure> {
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat not found"))?;
    known(state, id)?;
    let mut told = wire::chat_of(state, id);
    told["accent_color_id"] = 0.into();
    told["max_reaction_count"] = 11.into();
    told["accepted_gift_types"] = json!({"unlimited_gifts": true, "limited_gifts": true,
        "unique_gifts": true, "premium_subscription": true, "gifts_from_channels": true});
    Ok(told)
}

/// `getChatMember`.
pub(super) fn member(state: &State, params: &Params) -> Result<Value, Failure> {
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat not found"))?;
    let chat = known(state, id)?;
    let user = params.integer("user_id").unwrap_or_default();
    if user == state.bot.id {
        return bot_in(state, id).map_err(Failure::bad);
    }
    let Some(known) = state.world.users.get(&user) else {
        return Err(Failure::bad("user not found"));
    };
    let status = if chat.members.contains(&user) { "member" } else { "left" };
    Ok(json!({"status": status, "user": wire::user(known)}))
}

/// `leaveChat`.
pub(super) fn leave(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let id = params.integer("chat_id").ok_or_else(|| Failure::bad("chat not found"))?;
    let chat = known(state, id)?;
    if chat.kind == "private" {
        return Err(Failure::bad("chat member status can't be changed in private chats"));
    }
    let heading = chat.heading();
    state.write(Record::Chat(Chat { with_bot: false, ..heading }));
    Ok(true.into())
}

/// `setMyCommands` and `deleteMyCommands`.
pub(super) fn set_commands(state: &mut State, params: &Params) -> Result<Value, Failure> {
    let list = params.map.get("commands").and_then(Value::as_array).cloned().unwrap_or_default();
    if list.len() > 100 {
        return Err(Failure::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in &list {
        let name = command["command"].as_str().unwrap_or("");
        let name = name.strip_prefix('/').unwrap_or(name);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(plain) {
            return Err(Failure::bad("BOT_COMMAND_INVALID"));
        }
        let words = command["description"].as_str().unwrap_or("").chars().count();
        if !(1..=256).contains(&words) {
            return Err(Failure::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let (scope, language) = (scope(state, params)?, language(params)?);
    state.write(Record::Commands { scope, language, list });
    Ok(true.into())
}

/// `getMyCommands`: those of exactly this scope and language.
pub(super) fn commands(state: &State, params: &Params) -> Result<Value, Failure> {
    let key = (scope(state, params)?, language(params)?);
    Ok(state.world.commands.get(&key).cloned().unwrap_or_default().into())
}

/// `setMyName`, `setMyDescription`, `setMyShortDescription`.
pub(super) fn set_label(
    state: &mut State,
    method: &str,
    params: &Params,
) -> Result<Value, Failure> {
    let (what, field, longest) = match method {
        "setMyName" => ("Name", "name", 64),
        "setMyDescription" => ("Description", "description", 512),
        _ => ("ShortDescription", "short_description", 120),
    };
    let text = params.text(field).unwrap_or("").to_owned();
    if text.chars().count() > longest {
        return Err(Failure::bad(format!("bot {} is too long", field.replace('_', " "))));
    }
    let language = language(params)?;
    state.write(Record::Label { what: what.to_owned(), language, text });
    Ok(true.into())
}

/// `getMyName`, `getMyDescription`, `getMyShortDescription`.
pub(super) fn label(state: &State, method: &str, params: &Params) -> Value {
    let what = method.trim_start_matches("getMy");
    let language = params.text("language_code").unwrap_or("");
    let said = |language: &str| {
        let text = state.world.labels.get(&(what.to_owned(), language.to_owned()))?;
        (!text.is_empty()).then_some(text.as_str())
    };
    let usual = if what == "Name" { state.bot.first_name.as_str() } else { "" };
    let text = said(language).or_else(|| said("")).unwrap_or(usual);
    match what {
        "Name" => json!({"name": text}),
        "Description" => json!({"description": text}),
        _ => json!({"short_description": text}),
    }
}

fn language(params: &Params) -> Result<String, Failure> {
    let code = params.text("language_code").unwrap_or("");
    let sound = code.is_empty() || code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    if sound { Ok(code.to_owned()) } else { Err(Failure::bad("invalid language code specified")) }
}

fn scope(state: &State, params: &Params) -> Result<String, Failure> {
    let Some(scope) = params.map.get("scope") else { return Ok("default".into()) };
    let kind = scope["type"].as_str().unwrap_or("default");
    if !kind.starts_with("chat") {
        return Ok(kind.to_owned());
    }
    let chat = scope["chat_id"].as_i64().ok_or_else(|| Failure::bad("chat not found"))?;
    known(state, chat)?;
    Ok(match scope["user_id"].as_i64() {
        Some(user) => format!("{kind}:{chat}:{user}"),
        None => format!("{kind}:{chat}"),
    })
}
