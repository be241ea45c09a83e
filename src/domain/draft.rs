//! A nomination being written: what has been said so far, in the order it was said.

use serde::{Deserialize, Serialize};

use super::evidence::{File, FileKind};
use super::nomination::NomineeKind;
use super::text::char_count;
use crate::clock::{DAY, Millis};

/// The story's least length, in characters.
pub const STORY_MIN: usize = 20;
/// The story's greatest length, in characters, all pieces together.
pub const STORY_MAX: usize = 4_000;
/// The most files one nomination may carry.
pub const FILES_MAX: usize = 20;
/// A draft left alone this long is reminded of, once.
pub const REMIND_AFTER: Millis = DAY;
/// A draft left alone this long is forgotten.
pub const KEEP_FOR: Millis = 30 * DAY;

/// One message's worth of the deed: words, a file, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Counts up within the draft, so that a button can name it.
    pub number: u32,
    /// The platform's id of the message that gave it, so that an edit finds it.
    pub source: String,
    /// Its words, or its caption.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
}

/// A nomination being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Who: person, collective or household.
    pub kind: Option<NomineeKind>,
    /// The nominee's name, cleaned.
    pub name: Option<String>,
    /// The commune's five-digit code.
    pub commune: Option<String>,
    /// Hamlet, street or unit, in the citizen's words.
    pub hamlet: Option<String>,
    /// What happened and what shows it.
    pub pieces: Vec<Piece>,
    /// When, in [`super::day::When`]'s stored form.
    pub happened: Option<String>,
    /// A code from `data/fields.tsv`.
    pub field: Option<String>,
    /// The nominee's phone, E.164.
    pub nominee_phone: Option<String>,
    /// Whether the nominee is under 16.
    pub is_minor: bool,
    /// Whether the public may see who nominated. Never on by default: silence is not consent.
    pub shows_nominator: bool,
    /// The nominator's own phone, E.164.
    pub nominator_phone: Option<String>,
    /// When it was last written to.
    pub touched_at: Millis,
    /// Whether the one reminder has been sent.
    pub reminded: bool,
}

/// Why a piece was not taken into a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The story would exceed [`STORY_MAX`].
    StoryFull,
    /// There are [`FILES_MAX`] files already.
    FilesFull,
    /// The file is larger than the platform hands over.
    FileTooBig,
}

impl Draft {
    /// The whole story: every piece's words, a blank line between them.
    pub fn story(&self) -> String {
        let texts: Vec<&str> =
            self.pieces.iter().map(|piece| piece.text.as_str()).filter(|t| !t.is_empty()).collect();
        texts.join("\n\n")
    }

    /// The files, in order.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.pieces.iter().filter_map(|piece| piece.file.as_ref())
    }

    /// How many files there are of each kind, kinds without any left out.
    pub fn file_counts(&self) -> Vec<(FileKind, usize)> {
        FileKind::ALL
            .into_iter()
            .map(|kind| (kind, self.files().filter(|file| file.kind == kind).count()))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Takes in one message's worth. The same message again changes nothing.
    ///
    /// # Errors
    /// Says why nothing was taken; the draft is then as before.
    pub fn take(&mut self, source: &str, text: &str, file: Option<File>) -> Result<(), NotTaken> {
        if self.pieces.iter().any(|piece| piece.source == source) {
            return Ok(());
        }
        if file.as_ref().is_some_and(File::is_too_big) {
            return Err(NotTaken::FileTooBig);
        }
        if file.is_some() && self.files().count() >= FILES_MAX {
            return Err(NotTaken::FilesFull);
        }
        let number = self.pieces.iter().map(|piece| piece.number).max().unwrap_or(0) + 1;
        let piece = Piece { number, source: source.to_owned(), text: text.to_owned(), file };
        self.pieces.push(piece);
        if char_count(&self.story()) > STORY_MAX {
            self.pieces.pop();
            return Err(NotTaken::StoryFull);
        }
        Ok(())
    }

    /// Puts an edited message's words in place of what it first gave. `Ok(false)` if that message
    /// gave nothing to this draft.
    ///
    /// # Errors
    /// [`NotTaken::StoryFull`] if the new words are too many; the old ones then stay.
    pub fn amend(&mut self, source: &str, text: &str) -> Result<bool, NotTaken> {
        let Some(index) = self.pieces.iter().position(|piece| piece.source == source) else {
            return Ok(false);
        };
        let before = std::mem::replace(&mut self.pieces[index].text, text.to_owned());
        if char_count(&self.story()) > STORY_MAX {
            self.pieces[index].text = before;
            return Err(NotTaken::StoryFull);
        }
        Ok(true)
    }

    /// Takes the piece `number` out again; `false` if it is not there.
    pub fn remove(&mut self, number: u32) -> bool {
        let before = self.pieces.len();
        self.pieces.retain(|piece| piece.number != number);
        self.pieces.len() < before
    }

    /// Whether the story is long enough to be sent.
    pub fn has_story(&self) -> bool {
        char_count(&self.story()) >= STORY_MIN
    }

    /// Whether everything required is there.
    pub fn is_complete(&self) -> bool {
        self.kind.is_some() && self.name.is_some() && self.commune.is_some() && self.has_story()
    }

    /// Whether anything is there that a citizen would be sorry to lose.
    pub fn has_substance(&self) -> bool {
        self.name.is_some() || !self.pieces.is_empty()
    }
}
