//! What shows that a deed was done: photos, videos, voice, documents.

use serde::{Deserialize, Serialize};

/// The largest file a bot may fetch from Telegram, in bytes.
/// Source: <https://core.telegram.org/bots/api#getfile>
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A still picture.
    Photo,
    /// Moving pictures, round ones included.
    Video,
    /// A voice message or other sound.
    Voice,
    /// Anything else that has a file.
    Document,
}

impl FileKind {
    /// Every kind, in the order they are counted aloud.
    pub const ALL: [Self; 4] = [Self::Photo, Self::Video, Self::Voice, Self::Document];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Voice => "voice",
            Self::Document => "document",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A file on the platform it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What kind it is.
    pub kind: FileKind,
    /// The platform's own handle, good for sending it again.
    pub handle: String,
    /// Its name, if the sender's device gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its size in bytes, if the platform says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

impl File {
    /// Whether the platform would refuse to hand it over.
    pub fn is_too_big(&self) -> bool {
        self.size.is_some_and(|size| size > MAX_FILE_BYTES)
    }
}

/// How many web addresses stand in `words`.
pub fn links(words: &str) -> usize {
    let is_link = |word: &&str| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        ["http://", "https://", "www."]
            .into_iter()
            .any(|start| word.strip_prefix(start).is_some_and(|rest| rest.contains('.')))
    };
    words.split_whitespace().filter(is_link).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_counted_and_other_words_are_not() {
        for (words, count) in [
            ("https://baohungyen.vn/bai-1", 1),
            ("Xem (http://a.vn), www.b.vn và HTTPS://C.VN", 3),
            ("https:// www. http://x Lê Lợi a.b", 0),
            ("", 0),
        ] {
            assert_eq!(links(words), count, "{words}");
        }
    }
}
