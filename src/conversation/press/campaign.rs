//! Choices about campaigns.

/// A choice about campaigns; each names the campaign and the version it was drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Campaign {
    /// Where everything begins.
    Begin,
}

impl Campaign {
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
