//! What is published of an exemplar: the parts of its text, and how consent to that was given.

use serde::{Deserialize, Serialize};

/// A part of the text for the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its title.
    Title,
    /// A sentence or two.
    Summary,
    /// The story.
    Story,
}

impl Part {
    /// Every part, in the order it is read.
    pub const ALL: [Self; 3] = [Self::Title, Self::Summary, Self::Story];

    /// The word by which it is kept and said on buttons.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Story => "story",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// How somebody said yes to being shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Face to face.
    Meeting,
    /// On the telephone.
    Phone,
    /// In writing.
    Paper,
}

impl How {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Meeting, Self::Phone, Self::Paper];

    /// The word by which it is kept and said on buttons.
    pub fn code(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Phone => "phone",
            Self::Paper => "paper",
        }
    }

    /// The way with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }
}
