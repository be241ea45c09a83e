//! Choices about news.

/// What somebody wants of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// To get them, having read the question of this version.
    On(u32),
    /// Not to get them any more: said below a news item, or in words.
    Off,
    /// Not to get them: said to the question.
    No,
}

impl News {
    pub(super) fn encode(self) -> String {
        match self {
            Self::On(version) => format!("on.{version}"),
            Self::Off => "off".into(),
            Self::No => "no".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "on" => Self::On(rest.parse().ok()?),
            "off" => Self::Off,
            "no" => Self::No,
            _ => return None,
        })
    }
}
