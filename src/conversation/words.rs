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
    /// Why its author asks for another look at a refusal.
    Appeal,
    /// What to look for; about no nomination.
    Search,
}

impl Words {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Reopen, Self::Suspend, Self::Appeal, Self::Search];

    /// The word that names its prompt.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Suspend => "suspend",
            Self::Appeal => "appeal",
            Self::Search => "search",
        }
    }

    /// The least and the most, in characters.
    pub fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::Reopen | Self::Suspend => 5..=500,
            Self::Appeal => 10..=1_000,
            Self::Search => 2..=120,
        }
    }
}
