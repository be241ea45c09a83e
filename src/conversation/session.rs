//! Where one person's conversation stands: kept as JSON in the contact's row, between any two
//! messages. A deploy never strands anyone: old versions keep loading (see the tests' samples).

use serde::{Deserialize, Serialize};

use super::pick::Picking;
use super::words::Words;
use crate::clock::Millis;
use crate::domain::asks::Item;
use crate::domain::behalf::{OnBehalf, Teller};
use crate::domain::catalog::{Kind, Part};
use crate::domain::commendation::Form;
use crate::domain::draft::{Draft, Line, Piece};
use crate::i18n::Locale;

/// The version written today.
pub const VERSION: u32 = 1;

/// One person's conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The format's version.
    pub v: u32,
    /// What the person is asked right now.
    #[serde(default)]
    pub at: At,
    /// Grows with every new question, so that an old question's buttons are known as old.
    #[serde(default)]
    pub serial: u32,
    /// The nomination being written, also while something else is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<Draft>>,
    /// What was sent outside any flow and offered as the start of a nomination.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Piece>,
    /// When something was last sent outside a draft: to be offered, or for a nomination sent before.
    #[serde(default)]
    pub sent_at: Millis,
    /// A refusal in own words, written and not yet confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A restriction whose reason an admin gives in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricting: Option<Box<Restricting>>,
    /// A mark that a deed was commended, being told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commending: Option<Box<Commending>>,
    /// A scope being chosen for a reviewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picking: Option<Box<Picking>>,
    /// What of the settings words are awaited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Box<Setting>>,
}

/// A restriction for a reason in own words. The words hold for this one alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restricting {
    /// The person.
    pub person: i64,
    /// The last restriction of theirs that the admin knew of; 0 for none.
    pub seen: i64,
    /// The number of the kind and term.
    pub chosen: i64,
    /// The words, written and not yet confirmed.
    pub reason: Option<String>,
}

/// What of the settings the awaited words are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// The figure of this name.
    Figure(String),
    /// Some words of an entry that was at a version when they were asked for.
    Words {
        /// Of which kind.
        kind: Kind,
        /// Its code.
        code: String,
        /// The version.
        version: i64,
        /// Which words.
        part: Part,
    },
    /// Another entry, with its label once that was told.
    New {
        /// Of which kind.
        kind: Kind,
        /// The label.
        label: Option<String>,
    },
}

/// What was told so far of the commendation of a deed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commending {
    /// The nomination.
    pub nomination: i64,
    /// The form.
    pub form: Option<Form>,
    /// The number of the decision.
    pub number: Option<String>,
}

/// What the person is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum At {
    /// Nothing in particular.
    #[default]
    Idle,
    /// Before step 1, where a reviewer enters it for somebody else: who told it.
    Telling(Teller),
    /// Step 1: who is nominated.
    Kind,
    /// Step 1: the name.
    Name,
    /// Step 2: the commune.
    Commune,
    /// Step 3: story and evidence.
    Deed,
    /// Step 4: the summary.
    Check,
    /// One line, asked again from the summary.
    Editing(Line),
    /// More for a nomination already sent.
    Adding(i64),
    /// A refusal in own words, for the card of a nomination at a version.
    Refusing {
        /// Which nomination.
        nomination: i64,
        /// The version of the card.
        version: i64,
    },
    /// Words about a nomination as it was at a version.
    Words {
        /// What they are for.
        about: Words,
        /// Which nomination.
        nomination: i64,
        /// Its version when they were asked for.
        version: i64,
    },
    /// What a message to many is to say.
    Composing {
        /// Which.
        broadcast: i64,
        /// In which language.
        locale: Locale,
    },
    /// What a reviewer asked for.
    Supplying {
        /// By which ask.
        ask: i64,
        /// The item that is open; `None` at the end, before it is handed in.
        item: Option<Item>,
    },
}

impl At {
    /// Whether this is a question of the draft.
    pub fn is_writing(self) -> bool {
        match self {
            Self::Telling(_)
            | Self::Kind
            | Self::Name
            | Self::Commune
            | Self::Deed
            | Self::Check
            | Self::Editing(_) => true,
            Self::Idle
            | Self::Adding(_)
            | Self::Refusing { .. }
            | Self::Words { .. }
            | Self::Composing { .. }
            | Self::Supplying { .. } => false,
        }
    }
}

impl Default for Session {
    fn default() -> Self {
        Self {
            v: VERSION,
            at: At::Idle,
            serial: 0,
            draft: None,
            offered: Vec::new(),
            sent_at: 0,
            reason: None,
            restricting: None,
            commending: None,
            picking: None,
            setting: None,
        }
    }
}

impl Session {
    /// Moves to another question; buttons of the earlier ones are old from now on.
    pub fn go(&mut self, at: At) {
        self.at = at;
        self.reason = None;
        // What is still to be told stays known; words that were told are gone with the question.
        self.restricting = self.restricting.take().filter(|one| one.reason.is_none());
        self.serial = self.serial.wrapping_add(1);
    }

    /// Where a draft left alone is taken up again: at the first thing it still lacks.
    pub fn first_gap(draft: &Draft) -> At {
        let told = draft.on_behalf.as_ref().and_then(OnBehalf::first_gap);
        if let Some(question) = told {
            return At::Telling(question);
        }
        match draft {
            draft if draft.kind.is_none() => At::Kind,
            draft if draft.name.is_none() => At::Name,
            draft if draft.commune.is_none() => At::Commune,
            draft if !draft.has_story() => At::Deed,
            _ => At::Check,
        }
    }
}
