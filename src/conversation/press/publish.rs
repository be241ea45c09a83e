//! Choices about what the public sees.

use super::yes_or_no;
use crate::domain::behalf::How;
use crate::domain::publication::Part;

/// A choice about what the public sees of a nomination. The version it was drawn for is that of the
/// text, where it changes the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    /// Show the text.
    Text,
    /// Write a part of it: asks for the words.
    Edit(Part),
    /// Show how the text differs from what the citizen wrote.
    Difference,
    /// Show what the public sees.
    Preview,
    /// Back to what the citizen wrote: asks first.
    Reset,
    /// Back to what the citizen wrote.
    ResetSure,
    /// Show which photos the public sees, by page.
    Photos(u32),
    /// Whether the public sees the photo at this position.
    Photo(u32, bool),
    /// Show whether the exemplar agreed and is public.
    Exemplar,
    /// Somebody agreed in this way: asks who.
    Agreed(How),
    /// Somebody agreed for a child in this way: asks who.
    GuardianAgreed(How),
    /// Show the exemplar to the public.
    Show,
    /// Show it no longer.
    Hide,
    /// The exemplar does not agree any more.
    Withdraw,
}

impl Publish {
    /// Whether it shows something and changes nothing: what is being written meanwhile goes on.
    pub fn only_shows(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Difference | Self::Preview | Self::Photos(_) | Self::Exemplar
        )
    }

    pub(super) fn encode(self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Edit(part) => format!("edit.{}", part.code()),
            Self::Difference => "diff".into(),
            Self::Preview => "see".into(),
            Self::Reset => "reset".into(),
            Self::ResetSure => "resetsure".into(),
            Self::Photos(page) => format!("photos.{page}"),
            Self::Photo(position, yes) => format!("ph.{position}.{}", u8::from(yes)),
            Self::Exemplar => "who".into(),
            Self::Agreed(how) => format!("yes.{}", how.code()),
            Self::GuardianAgreed(how) => format!("kin.{}", how.code()),
            Self::Show => "show".into(),
            Self::Hide => "hide".into(),
            Self::Withdraw => "withdraw".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "text" => Self::Text,
            "edit" => Self::Edit(Part::from_code(rest)?),
            "diff" => Self::Difference,
            "see" => Self::Preview,
            "reset" => Self::Reset,
            "resetsure" => Self::ResetSure,
            "photos" => Self::Photos(rest.parse().ok()?),
            "ph" => {
                let (position, yes) = rest.split_once('.')?;
                Self::Photo(position.parse().ok()?, yes_or_no(yes)?)
            }
            "who" => Self::Exemplar,
            "yes" => Self::Agreed(How::from_code(rest)?),
            "kin" => Self::GuardianAgreed(How::from_code(rest)?),
            "show" => Self::Show,
            "hide" => Self::Hide,
            "withdraw" => Self::Withdraw,
            _ => return None,
        })
    }
}
