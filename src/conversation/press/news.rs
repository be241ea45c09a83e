//! Choices about news.

/// What somebody wants of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// To get them, having read the question of this version.
    On(u32),
    /// Not to get them.
    Off,
}

impl News {
    pub(super) fn encode(self) -> String {
        match self {
            Self::On(version) => format!("on.{version}"),
            Self::Off => "off".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "on" => Self::On(rest.parse().ok()?),
            "off" => Self::Off,
            _ => return None,
        })
    }
}
