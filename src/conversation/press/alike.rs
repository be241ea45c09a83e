//! Choices about who may be the same, and about the mark that a deed was commended. Words of two
//! letters, so that the longest number of another nomination fits beside those of this one.

/// A choice about who may be the same as the nominee of a card. Others are named by a nomination, or
/// where a pair of exemplars is meant, by the exemplar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// List them.
    List,
    /// Show this nomination beside it.
    Compare(i64),
    /// It tells of the deed that this nomination tells of: asks first.
    Merge(i64),
    /// It does: the two are merged.
    MergeSure(i64),
    /// It tells of another deed of the same nominee: asks first.
    Join(i64),
    /// It does: both belong to one exemplar.
    JoinSure(i64),
    /// It is about somebody else.
    NotSame(i64),
    /// List those that were said to be somebody else.
    Hidden,
    /// Think again about this exemplar.
    Again(i64),
    /// Part it from what it was merged or joined with: asks first.
    Split,
    /// Part it.
    SplitSure,
}

impl Alike {
    pub(super) fn encode(self) -> String {
        match self {
            Self::List => "xl".into(),
            Self::Compare(id) => format!("vs.{id}"),
            Self::Merge(id) => format!("mg.{id}"),
            Self::MergeSure(id) => format!("my.{id}"),
            Self::Join(id) => format!("jn.{id}"),
            Self::JoinSure(id) => format!("jy.{id}"),
            Self::NotSame(id) => format!("ns.{id}"),
            Self::Hidden => "xh".into(),
            Self::Again(id) => format!("ag.{id}"),
            Self::Split => "sp".into(),
            Self::SplitSure => "sy".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        let id = || rest.parse().ok();
        Some(match word {
            "xl" => Self::List,
            "vs" => Self::Compare(id()?),
            "mg" => Self::Merge(id()?),
            "my" => Self::MergeSure(id()?),
            "jn" => Self::Join(id()?),
            "jy" => Self::JoinSure(id()?),
            "ns" => Self::NotSame(id()?),
            "xh" => Self::Hidden,
            "ag" => Self::Again(id()?),
            "sp" => Self::Split,
            "sy" => Self::SplitSure,
            _ => return None,
        })
    }

    /// Whether it shows something and changes nothing: what is being written meanwhile goes on.
    pub fn only_shows(self) -> bool {
        matches!(self, Self::List | Self::Compare(_) | Self::Hidden)
    }
}

/// A choice about the mark that the deed was commended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commend {
    /// Choose the form.
    Begin,
    /// A certificate: asks for the decision.
    Certificate,
    /// A diploma: asks for the decision.
    Diploma,
    /// Another form: asks for its name.
    Other,
    /// Take the mark away: asks first.
    Remove,
    /// Take the mark away for good.
    RemoveSure,
}

impl Commend {
    /// Every choice.
    pub const ALL: [Self; 6] = [
        Self::Begin,
        Self::Certificate,
        Self::Diploma,
        Self::Other,
        Self::Remove,
        Self::RemoveSure,
    ];

    pub(super) fn encode(self) -> &'static str {
        match self {
            Self::Begin => "cm",
            Self::Certificate => "cm.certificate",
            Self::Diploma => "cm.diploma",
            Self::Other => "cm.other",
            Self::Remove => "cr",
            Self::RemoveSure => "cy",
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.encode() == data)
    }
}
