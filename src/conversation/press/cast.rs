//! Choices about messages to many.

/// A choice about messages to many; each names the broadcast and the version it was drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Where everything begins.
    Begin,
}

impl Cast {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Begin => "on".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        Some(match data {
            "on" => Self::Begin,
            _ => return None,
        })
    }
}
