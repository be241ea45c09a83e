//! What the server refuses about keyboards.

use serde_json::Value;

use super::super::failure::Failure;
use super::super::record::Record;
use super::super::state::State;
use super::Params;

/// The most buttons under one message.
const MOST_BUTTONS: usize = 100;

/// The call's `reply_markup`, checked; an inline keyboard without buttons counts as none.
pub(super) fn read(params: &Params, chat: i64) -> Result<Option<Value>, Failure> {
    let Some(markup) = params.map.get("reply_markup") else { return Ok(None) };
    let rows = |name: &str| {
        let rows = markup.get(name).and_then(Value::as_array)?;
        Some(rows.iter().filter_map(Value::as_array).flatten())
    };
    if let Some(buttons) = rows("inline_keyboard") {
        let mut count = 0;
        for button in buttons {
            inline(button)?;
            count += 1;
        }
        if count > MOST_BUTTONS {
            return Err(Failure::bad("REPLY_MARKUP_TOO_LONG"));
        }
        return Ok((count > 0).then(|| markup.clone()));
    }
    if let Some(buttons) = rows("keyboard") {
        for button in buttons {
            if button["text"].as_str().unwrap_or("").is_empty() {
                return Err(Failure::bad("keyboard button text must be non-empty"));
            }
            if chat < 0 && button.get("request_contact") == Some(&Value::Bool(true)) {
                return Err(Failure::bad("phone number can be requested in private chats only"));
            }
        }
    }
    Ok(Some(markup.clone()))
}

/// Shows or hides the reply keyboard of a chat when a message that says so was sent.
pub(super) fn show(state: &mut State, chat: i64, markup: Option<&Value>) {
    let Some(markup) = markup else { return };
    let keyboard = if markup.get("keyboard").is_some() {
        Some(markup.clone())
    } else if markup.get("remove_keyboard").is_some() {
        None
    } else {
        return;
    };
    if let Some(known) = state.world.chats.get(&chat)
        && known.keyboard != keyboard
    {
        let heading = known.heading();
        state.write(Record::Chat(super::super::world::Chat { keyboard, ..heading }));
    }
}

fn inline(button: &Value) -> Result<(), Failure> {
    let refuse =
        |why: &str| Err(Failure::bad(format!("can't parse inline keyboard button: {why}")));
    if button["text"].as_str().unwrap_or("").trim().is_empty() {
        return refuse("Button text must be non-empty");
    }
    let decoration = ["text", "style", "icon_custom_emoji_id"];
    let actions = button.as_object().map_or(0, |fields| {
        fields.keys().filter(|key| !decoration.contains(&key.as_str())).count()
    });
    match actions {
        0 => return refuse("Text buttons are unallowed in the inline keyboard"),
        1 => {}
        _ => return refuse("Exactly one action must be specified"),
    }
    if let Some(data) = button.get("callback_data").and_then(Value::as_str)
        && !(1..=64).contains(&data.len())
    {
        return Err(Failure::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = button.get("url").and_then(Value::as_str)
        && !openable(url)
    {
        return Err(Failure::bad(format!(
            "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        )));
    }
    if let Some(text) = button.get("copy_text").and_then(|copy| copy.get("text"))
        && !(1..=256).contains(&text.as_str().unwrap_or("").chars().count())
    {
        return Err(Failure::bad("BUTTON_COPY_TEXT_INVALID"));
    }
    Ok(())
}

/// Whether the app could open this: a link within Telegram, or a host with a dot in it.
fn openable(url: &str) -> bool {
    if url.starts_with("tg://") {
        return true;
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let host = rest.unwrap_or(url).split(['/', '?', '#', ':']).next().unwrap_or("");
    host.contains('.') && !host.contains(char::is_whitespace)
}
