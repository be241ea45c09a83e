//! Choices as Telegram's buttons.
//!
//! Nothing here decides what choices there are; `outbound` calls it for each message it sends.

use teloxide::types::ButtonRequest;
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, ReplyMarkup,
};

use crate::conversation::message::{Act, Choice, Message};

/// The buttons below `message`, if it offers anything.
pub fn markup(message: &Message) -> Option<ReplyMarkup> {
    if let Some(label) = &message.asks_contact {
        let button = KeyboardButton::new(label).request(ButtonRequest::Contact);
        let keyboard = KeyboardMarkup::new([[button]]).resize_keyboard().one_time_keyboard();
        return Some(keyboard.into());
    }
    if message.drops_keyboard {
        return Some(ReplyMarkup::kb_remove());
    }
    inline(&message.choices).map(Into::into)
}

/// The choices as buttons inside the message, if there are any.
pub fn inline(choices: &[Vec<Choice>]) -> Option<InlineKeyboardMarkup> {
    let rows: Vec<Vec<_>> = choices
        .iter()
        .map(|row| row.iter().filter_map(button).collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// An address that is none would have the whole message refused, so such a button is left out.
fn button(choice: &Choice) -> Option<InlineKeyboardButton> {
    match &choice.act {
        Act::Press(data) => Some(InlineKeyboardButton::callback(&choice.label, data)),
        Act::Open(address) => {
            Some(InlineKeyboardButton::url(&choice.label, reqwest::Url::parse(address).ok()?))
        }
    }
}
