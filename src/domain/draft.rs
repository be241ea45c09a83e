//! A nomination being written: what has been said so far, in the order it was said.

use serde::{Deserialize, Serialize};

use super::behalf::OnBehalf;
use super::evidence::File;
use super::nomination::NomineeKind;
use super::text::char_count;
use crate::clock::{DAY, Millis};

/// The story's least length, in characters.
pub const STORY_MIN: usize = 20;
/// The story's greatest length, in characters, all pieces together.
pub const STORY_MAX: usize = 4_000;
/// The most files one nomination may carry.
pub const FILES_MAX: usize = 20;
/// The most messages a draft is made of: each can be removed by a button of its own, and no platform
/// draws many more.
pub const PIECES_MAX: usize = 60;
/// A draft left alone this long is reminded of, once.
pub const REMIND_AFTER: Millis = DAY;

/// A line of the draft that can be edited by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// Person, collective or household.
    Kind,
    /// The nominee's name.
    Name,
    /// The commune.
    Commune,
    /// Hamlet or unit.
    Hamlet,
    /// Story and evidence.
    Deed,
    /// When it happened.
    When,
    /// The field.
    Field,
    /// The nominee's phone.
    NomineePhone,
    /// The nominator's own phone.
    NominatorPhone,
}

impl Line {
    /// Every line, in the order of the summary.
    pub const ALL: [Self; 9] = [
        Self::Kind,
        Self::Name,
        Self::Commune,
        Self::Hamlet,
        Self::Deed,
        Self::When,
        Self::Field,
        Self::NomineePhone,
        Self::NominatorPhone,
    ];

    /// The word it is encoded and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
            Self::Deed => "deed",
            Self::When => "when",
            Self::Field => "field",
            Self::NomineePhone => "phone",
            Self::NominatorPhone => "contact",
        }
    }

    /// The line encoded as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.code() == code)
    }
}

/// Which message answered which line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The line.
    pub line: Line,
    /// The platform's id of the message.
    pub source: String,
}

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

/// An exemplar that the public knows and that was shown before sending, for it may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which.
    pub exemplar: i64,
    /// Whether the author said it is the same; `None` before they said anything.
    pub is_meant: Option<bool>,
}

/// A nomination being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// For whom a reviewer enters it, if it is not their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<OnBehalf>,
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
    /// The exemplar that was shown before sending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
    /// Which messages gave the lines above, so that an edited message edits its line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// How often what was received has been counted anew, below the count before.
    #[serde(skip_serializing_if = "is_zero")]
    pub rounds: u32,
    /// When it was last written to.
    pub touched_at: Millis,
    /// Whether the one reminder has been sent.
    pub reminded: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Why a piece was not taken into a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The story would exceed [`STORY_MAX`].
    StoryFull,
    /// There are [`FILES_MAX`] files already.
    FilesFull,
    /// There are [`PIECES_MAX`] pieces already.
    PiecesFull,
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
        if self.pieces.len() >= PIECES_MAX {
            return Err(NotTaken::PiecesFull);
        }
        let number = next_number(&self.pieces);
        let piece = Piece { number, source: source.to_owned(), text: text.to_owned(), file };
        self.pieces.push(piece);
        if char_count(&self.story()) > STORY_MAX {
            self.pieces.pop();
            return Err(NotTaken::StoryFull);
        }
        Ok(())
    }

    /// Puts an edited message's words in place of what it first gave; a piece left with nothing goes.
    /// `Ok(false)` if that message gave nothing to this draft.
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
        if text.is_empty() && self.pieces[index].file.is_none() {
            self.pieces.remove(index);
        }
        Ok(true)
    }

    /// Notes that the message `source` is what `line` was last taken from.
    pub fn note_answer(&mut self, line: Line, source: &str) {
        self.answers.retain(|answer| answer.line != line);
        self.answers.push(Answer { line, source: source.to_owned() });
    }

    /// The line that was last taken from the message `source`.
    pub fn answered_by(&self, source: &str) -> Option<Line> {
        self.answers.iter().find(|answer| answer.source == source).map(|answer| answer.line)
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
        let told = self.on_behalf.as_ref().is_none_or(|told| told.first_gap().is_none());
        told && self.kind.is_some()
            && self.name.is_some()
            && self.commune.is_some()
            && self.has_story()
    }

    /// Whether anything is there that a citizen would be sorry to lose.
    pub fn has_substance(&self) -> bool {
        let told = self.on_behalf.as_ref().is_some_and(|told| told.told_by.is_some());
        told || self.name.is_some() || !self.pieces.is_empty()
    }
}

/// The number for one more piece: above all there are, so that an old button never means a new one
/// while an older piece is left.
pub fn next_number(pieces: &[Piece]) -> u32 {
    pieces.iter().map(|piece| piece.number).max().unwrap_or(0).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evidence::{FileKind, MAX_FILE_BYTES};

    fn photo(handle: usize) -> File {
        File { kind: FileKind::Photo, handle: handle.to_string(), name: None, size: None }
    }

    #[test]
    fn the_twenty_first_file_is_refused_and_the_draft_stays_as_it_was() {
        let mut draft = Draft::default();
        for n in 0..FILES_MAX {
            assert_eq!(draft.take(&n.to_string(), "", Some(photo(n))), Ok(()));
        }
        let before = draft.clone();
        assert_eq!(draft.take("x", "words", Some(photo(99))), Err(NotTaken::FilesFull));
        assert_eq!(draft, before);
        assert_eq!(draft.take("y", "words", None), Ok(()));
    }

    #[test]
    fn a_story_holds_four_thousand_characters_counted_as_people_count() {
        let mut draft = Draft::default();
        assert_eq!(draft.take("1", &"🌸".repeat(STORY_MAX), None), Ok(()));
        assert_eq!(draft.take("2", "x", None), Err(NotTaken::StoryFull));
        assert_eq!(draft.amend("1", &"🌸".repeat(STORY_MAX + 1)), Err(NotTaken::StoryFull));
        assert_eq!(draft.story().chars().count(), STORY_MAX);
    }

    #[test]
    fn a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() {
        let mut draft = Draft::default();
        let file = |size| Some(File { size: Some(size), ..photo(1) });
        assert_eq!(draft.take("1", "", file(MAX_FILE_BYTES + 1)), Err(NotTaken::FileTooBig));
        assert_eq!(draft.take("2", "", file(MAX_FILE_BYTES)), Ok(()));
    }

    #[test]
    fn the_same_message_twice_counts_once() {
        let mut draft = Draft::default();
        assert_eq!(draft.take("1", "một câu chuyện", None), Ok(()));
        assert_eq!(draft.take("1", "một câu chuyện", None), Ok(()));
        assert_eq!(draft.pieces.len(), 1);
    }

    #[test]
    fn words_edited_away_leave_no_empty_piece() {
        let mut draft = Draft::default();
        draft.take("1", "một câu chuyện", None).unwrap();
        draft.take("2", "chú thích", Some(photo(1))).unwrap();
        assert_eq!(draft.amend("1", ""), Ok(true));
        assert_eq!(draft.amend("2", ""), Ok(true));
        assert_eq!(draft.amend("3", "gì đó"), Ok(false));
        assert_eq!(draft.pieces.len(), 1);
    }

    #[test]
    fn a_line_is_found_by_the_last_message_that_gave_it() {
        let mut draft = Draft::default();
        draft.note_answer(Line::Name, "1");
        draft.note_answer(Line::Name, "2");
        assert_eq!(draft.answered_by("1"), None);
        assert_eq!(draft.answered_by("2"), Some(Line::Name));
    }
}
