//! A message as no platform in particular draws it: text, choices, media.
//!
//! The text may hold the markup named in [`crate::i18n`]. Nothing here knows whether a choice
//! becomes a button or a numbered line.

use serde::{Deserialize, Serialize};

use crate::domain::evidence::{File, FileKind};

/// What a person is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The words, with our markup; shown below the media if there are any.
    pub text: String,
    /// Rows of choices, top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Vec<Choice>>,
    /// Files to show, in order. Choices hang below a single file; several have no one place for them,
    /// and none are drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<File>,
    /// A label to ask for the person's own phone number with, where the platform can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_contact: Option<String>,
    /// Takes away the keyboard that an earlier `asks_contact` put up. A message that does so has no
    /// choices: where both are drawn as keyboards there is room for one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drops_keyboard: bool,
    /// Where it belongs in a chat that keeps topics apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// A file that the program made, shown above the words. A message that has one has no `media`, and
    /// is always a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<Upload>,
}

impl Message {
    /// How many messages it stands as: the files of an album are one each.
    pub fn count(&self) -> usize {
        self.media.len().max(1)
    }
}

/// A file that the program made, and keeps until it was sent (see `store::uploads`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// What it is kept under.
    pub id: i64,
    /// The name that its reader sees.
    pub name: String,
    /// How it is shown: as a picture, or as a file to be opened.
    pub kind: FileKind,
}

/// A topic of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// The platform's id of it.
    Thread(String),
    /// The one of the commune with this code; made when it is first needed.
    Commune(String),
}

/// One thing a person may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// What it does.
    pub act: Act,
}

/// What choosing does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Comes back to us as a press: an encoded [`super::press::Press`].
    Press(String),
    /// Opens a web address.
    Open(String),
}

impl Message {
    /// A message of words alone.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
