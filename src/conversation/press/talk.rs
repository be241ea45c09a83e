//! Notes among reviewers and the thread with a nomination's author, as buttons of a card.

/// A reviewer's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// Show the latest notes.
    Notes,
    /// Write one.
    Note,
    /// Show the latest of the thread.
    Thread,
    /// Write to the author.
    Write,
}

impl Talk {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::Notes, Self::Note, Self::Thread, Self::Write];

    pub(super) fn encode(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Note => "note",
            Self::Thread => "thread",
            Self::Write => "write",
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|talk| talk.encode() == data)
    }
}
