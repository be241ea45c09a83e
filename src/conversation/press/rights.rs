//! Choices about one's own data.

/// A choice about what is kept of oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Where everything begins.
    Begin,
}

impl Rights {
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
