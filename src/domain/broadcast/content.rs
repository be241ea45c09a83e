//! What a message to many says: text in our markup, files, and addresses to open.

use serde::{Deserialize, Serialize};

use crate::domain::evidence::File;
use crate::domain::locale::Locale;
use crate::domain::text::char_count;

/// The most files of one message: what an album holds.
pub const FILES_MAX: usize = 10;
/// The most addresses that hang below it.
pub const LINKS_MAX: usize = 3;
/// The longest label of one, in characters.
pub const LABEL_MAX: usize = 40;
/// The longest address, in characters.
const ADDRESS_MAX: usize = 500;

/// A file, and which message of its author gave it, so that an edit or a second look finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The file.
    #[serde(flatten)]
    pub file: File,
    /// The platform's id of the message.
    #[serde(default)]
    pub source: String,
}

/// What it says in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The words, with our markup.
    pub text: String,
    /// The platform's id of the message that gave the words, if one did.
    pub source: Option<String>,
    /// The files, in order.
    pub files: Vec<Attached>,
}

impl Content {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.files.is_empty()
    }
}

/// What it says in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// In Vietnamese, which everybody gets who has no other.
    pub vi: Content,
    /// In English, if it was written.
    pub en: Option<Content>,
}

impl Contents {
    /// What somebody is sent who reads this language.
    pub fn read_in(&self, locale: Locale) -> &Content {
        match (locale, &self.en) {
            (Locale::En, Some(english)) if !english.is_empty() => english,
            _ => &self.vi,
        }
    }

    /// What is being written in this language, if there is anything.
    pub fn written_in(&self, locale: Locale) -> Option<&Content> {
        match locale {
            Locale::Vi => Some(&self.vi),
            Locale::En => self.en.as_ref(),
        }
    }
}

/// An address to open, below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads.
    pub to: String,
    /// What the button says in Vietnamese.
    pub vi: String,
    /// What it says in English, if that was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// Why words are no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no address of the web, which begins with `https://`.
    #[error("there is no address that begins with https://")]
    Address,
    /// There is no label, or too long a one.
    #[error("the label has none, or more than {LABEL_MAX} characters")]
    Label,
}

impl Link {
    /// What its button says to somebody who reads this language.
    pub fn label(&self, locale: Locale) -> &str {
        match (locale, &self.en) {
            (Locale::En, Some(english)) => english,
            _ => &self.vi,
        }
    }

    /// Reads a link as it is written in one message: `Xem thêm https://…`, or with an English label
    /// after a bar or on a line of its own: `Xem thêm | Read more https://…`.
    ///
    /// # Errors
    /// When there is no address or no label.
    pub fn parse(typed: &str) -> Result<Self, LinkError> {
        let to = typed.split_whitespace().find(|word| is_address(word));
        let to = to.ok_or(LinkError::Address)?;
        let words = typed.replacen(to, " ", 1);
        let mut labels = words
            .split(['|', '\n'])
            .map(|label| label.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|label| !label.is_empty());
        let vi = labels.next().ok_or(LinkError::Label)?;
        let en = labels.next();
        let fits = |label: &String| char_count(label) <= LABEL_MAX;
        if !fits(&vi) || !en.iter().all(fits) || labels.next().is_some() {
            return Err(LinkError::Label);
        }
        Ok(Self { to: to.to_owned(), vi, en })
    }
}

fn is_address(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_of_a_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    char_count(word) <= ADDRESS_MAX
        && host.contains('.')
        && !host.starts_with('.')
        && host.chars().all(is_of_a_host)
        && !word.contains(['"', '<', '>', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_people_write_it() {
        let link = |vi: &str, en: Option<&str>, to: &str| {
            Ok(Link { to: to.into(), vi: vi.into(), en: en.map(str::to_owned) })
        };
        for (typed, read) in [
            ("Xem thêm https://a.vn/b", link("Xem thêm", None, "https://a.vn/b")),
            ("https://a.vn  Xem   thêm", link("Xem thêm", None, "https://a.vn")),
            ("Xem | Read https://a.vn", link("Xem", Some("Read"), "https://a.vn")),
            ("Xem\nRead\nhttps://a.vn", link("Xem", Some("Read"), "https://a.vn")),
            ("Xem http://a.vn", Err(LinkError::Address)),
            ("Xem https://", Err(LinkError::Address)),
            ("Xem https://a", Err(LinkError::Address)),
            ("Xem https://a.vn/\"><b>", Err(LinkError::Address)),
            ("https://a.vn", Err(LinkError::Label)),
            ("a|b|c https://a.vn", Err(LinkError::Label)),
        ] {
            assert_eq!(Link::parse(typed), read, "{typed}");
        }
        assert_eq!(Link::parse(&format!("{} https://a.vn", "x".repeat(41))), Err(LinkError::Label));
    }

    #[test]
    fn who_reads_english_gets_it_where_it_was_written() {
        let says = |text: &str| Content { text: text.into(), ..Content::default() };
        let both = Contents { vi: says("Chào"), en: Some(says("Hello")) };
        assert_eq!(both.read_in(Locale::En).text, "Hello");
        assert_eq!(both.read_in(Locale::Vi).text, "Chào");
        let empty = Contents { vi: says("Chào"), en: Some(Content::default()) };
        assert_eq!(empty.read_in(Locale::En).text, "Chào");
    }
}
