//! What a person did, in no platform's words.

use super::command::Command;
use super::press::Press;
use crate::domain::evidence::File;

/// One thing a person, or a clock, did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A command.
    Command(Command),
    /// Words, cleaned.
    Text {
        /// The words.
        text: String,
        /// The same with their formatting as [`super::markup`], if they have any.
        marked: Option<String>,
        /// The platform's id of the message.
        source: String,
    },
    /// A file, perhaps with words.
    File {
        /// The file.
        file: File,
        /// Its caption, cleaned; may be empty.
        caption: String,
        /// The same with its formatting, if it has any.
        marked: Option<String>,
        /// The platform's id of the message.
        source: String,
    },
    /// New words for an earlier message.
    Edited {
        /// The new words, cleaned.
        text: String,
        /// The same with their formatting, if they have any.
        marked: Option<String>,
        /// The platform's id of the message.
        source: String,
    },
    /// A phone number shared by button: E.164, if it is one.
    Contact(Option<String>),
    /// A button.
    Press(Press),
    /// A button whose words this program never wrote.
    ForgedPress,
    /// Something the bot cannot use, such as a sticker or a place.
    Unsupported,
    /// The person stopped or restarted the bot: `true` while it is stopped.
    Blocked(bool),
    /// A draft's reminder or end is due.
    DraftDue,
    /// It was seen that a group this admin bound lets us make no topics.
    TopicsRefused,
}

impl Input {
    /// What kind of input it is, without anything personal: for logs and dead letters.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Command(_) => "command",
            Self::Text { .. } => "text",
            Self::File { .. } => "file",
            Self::Edited { .. } => "edited message",
            Self::Contact(_) => "contact",
            Self::Press(_) => "press",
            Self::ForgedPress => "forged press",
            Self::Unsupported => "unsupported",
            Self::Blocked(_) => "blocked",
            Self::DraftDue => "draft due",
            Self::TopicsRefused => "topics refused",
        }
    }
}
