//! Choices about the team beside those on a member.

/// A choice about the team and its invitations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crew {
    /// Where everything begins.
    Begin,
}

impl Crew {
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
