//! Words that are awaited outside a nomination's own questions: what for, and how long they may be.
//!
//! The engine asks for them and the session notes it; the next message is then given back to the
//! engine. One mechanism for all of them: a new kind is a variant here, a prompt in `locales/`
//! (`words-CODE`), and its reader in `engine/words.rs`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

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
    /// Why its author asks for another look at a refusal.
    Appeal,
    /// What to look for; about no nomination.
    Search,
}

impl Words {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Reopen, Self::Suspend, Self::Restrict, Self::Appeal, Self::Search];

    /// The word that names its prompt.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Suspend => "suspend",
            Self::Restrict => "restrict",
            Self::Appeal => "appeal",
            Self::Search => "search",
        }
    }

    /// The least and the most, in characters.
    pub fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::Reopen | Self::Suspend => 5..=500,
            Self::Restrict => 5..=300,
            Self::Appeal => 10..=1_000,
            Self::Search => 2..=120,
        }
    }
}
