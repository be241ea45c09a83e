//! From our messages to Telegram's calls.

use crate::conversation::message::Message;

/// The same message as several that Telegram takes in one call each, in order.
pub fn split(message: Message) -> Vec<Message> {
    vec![message]
}
