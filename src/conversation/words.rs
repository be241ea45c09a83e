//! Words that are awaited outside a nomination's own questions: what for, and how long they may be.
//!
//! The engine asks for them and the session notes it; the next message is then given back to the
//! engine. One mechanism for all of them: a new kind is a variant here, a prompt in `locales/`
//! (`words-CODE`), and its reader in `engine/words.rs`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::domain::commendation;

/// What the next words are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    /// Why an admin has it decided anew.
    Reopen,
    /// Why it is set aside.
    Suspend,
    /// Why a person is restricted: about their contact, and in the version's place what was chosen.
    Restrict,
    /// In which form a deed was commended.
    CommendForm,
    /// The number of the decision by which a deed was commended.
    CommendNumber,
    /// The day on which that was decided.
    CommendDay,
}

impl Words {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Reopen,
        Self::Suspend,
        Self::Restrict,
        Self::CommendForm,
        Self::CommendNumber,
        Self::CommendDay,
    ];

    /// The word that names its prompt.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Suspend => "suspend",
            Self::Restrict => "restrict",
            Self::CommendForm => "commend-form",
            Self::CommendNumber => "commend-number",
            Self::CommendDay => "commend-day",
        }
    }

    /// The least and the most, in characters.
    pub fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::Reopen | Self::Suspend => 5..=500,
            Self::Restrict => 5..=300,
            Self::CommendForm => commendation::FORM_LENGTH,
            Self::CommendNumber => commendation::NUMBER_LENGTH,
            Self::CommendDay => 1..=40,
        }
    }
}
