//! The parts of the text that is published of an exemplar.

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
