//! Choices about statistics.

/// A choice about what is counted and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stats {
    /// Where everything begins.
    Begin,
}

impl Stats {
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
