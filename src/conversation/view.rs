//! What to show: named here by the conversation, drawn by [`super::render`], with rows that the
//! engine loads where a view needs them.

use super::words::Words;
use crate::clock::Millis;
use crate::domain::behalf::Teller;
use crate::domain::draft::{Line, NotTaken};
use crate::domain::place::{Candidate, OldName};

/// One thing to show to the person who is talking.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// The greeting with the short data notice; says so if something sent before it is kept.
    Greeting,
    /// The whole data notice, to agree to or to read again.
    Notice {
        /// Whether this person has agreed to it already.
        consented: bool,
    },
    /// What this person can do now; `true` right after consenting.
    Menu {
        /// Thanks for the consent first.
        thanks: bool,
    },
    /// Everything that can be done, in words.
    Help,
    /// The list of languages.
    Languages,
    /// A few words by key, with nothing to choose.
    Told(&'static str),
    /// The same, taking away the keyboard that [`View::ShareContact`] put up.
    KeyboardGone(&'static str),
    /// Awaited words were too few or too many.
    WordsLength(Words),
    /// A question of the draft. `note` is a key of words to say first.
    Ask {
        /// What is asked.
        question: Question,
        /// Words to say first.
        note: Option<Note>,
    },
    /// A keyboard that shares one's own phone number.
    ShareContact,
    /// A draft was left; offers to go on. As a reminder it says until when the draft is kept.
    Unfinished {
        /// When the draft will be forgotten, if this is the reminder.
        until: Option<Millis>,
    },
    /// What was sent looks like a story; offers to nominate with it.
    Offer {
        /// Thanks for the consent first.
        thanks: bool,
    },
}

/// A question of the draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Who told it, where it is entered for somebody else.
    Telling(Teller),
    /// Who.
    Kind,
    /// The name.
    Name,
    /// The commune.
    Commune,
    /// Which of these communes.
    Which {
        /// The likeliest ones.
        candidates: Vec<Candidate>,
        /// There are more than these.
        more: bool,
    },
    /// Which former district.
    Districts,
    /// Which commune of a former district.
    District(usize),
    /// The deed, for the first time.
    Deed,
    /// What has been received of the deed.
    Received,
    /// What has been received, one by one.
    Pieces,
    /// The summary.
    Check,
    /// Which line to edit.
    Lines,
    /// An optional line.
    Line(Line),
    /// Really stop?
    Cancel,
}

/// Words to say before a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A text by key.
    Key(&'static str),
    /// The commune that was understood, by its code, and the old name that led to it.
    Commune(String, Option<OldName>),
    /// What an edited message says now.
    Edited(String),
    /// Something was not taken, and why.
    NotTaken(NotTaken),
}

/// Where a view is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In the message whose button was pressed, else in a new one.
    Answer,
    /// In a new message.
    Fresh,
    /// In the message of this slot, drawn again in place; in a new one the first time.
    Slot(String),
}
