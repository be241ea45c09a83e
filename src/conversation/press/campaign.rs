//! Choices about campaigns.

use crate::clock::Millis;
use crate::domain::campaign::Part;

/// A choice about campaigns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Campaign {
    /// Where everything begins: the list.
    Begin,
    /// The list, by page.
    List(u32),
    /// Begin a new one.
    New,
    /// Show one as it is now.
    Show(i64),
    /// A choice about one, drawn for a version of it.
    One(i64, i64, Choice),
}

/// What to do with a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// List its parts to edit.
    Edit,
    /// Write or choose a part.
    Part(Part),
    /// Leave a part empty.
    Clear(Part),
    /// Offer the field with this code, or no longer.
    Field(String),
    /// So many approvals and refusals decide; 0: as set for all.
    Votes(u32, u32),
    /// Show what citizens will read.
    Preview,
    /// Open it now: asks first.
    Open,
    /// Open it now, for good.
    OpenSure,
    /// Have it open by itself: asks first, and when if that is not known.
    Plan,
    /// Have it open by itself then.
    PlanSure(Millis),
    /// Back to a draft: asks first.
    Unplan,
    /// Back to a draft.
    UnplanSure,
    /// Have it close by itself then; 0: not at all.
    UntilSure(Millis),
    /// Close it now: asks first.
    Close,
    /// Close it now, for good.
    CloseSure,
    /// Throw a draft away: asks first.
    Drop,
    /// Throw a draft away.
    DropSure,
}

impl Campaign {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::List(page) => format!("list.{page}"),
            Self::New => "new".into(),
            Self::Show(id) => format!("s.{id}"),
            Self::One(id, version, choice) => format!("o.{id}.{version}.{}", choice.encode()),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "on" => Self::Begin,
            "list" => Self::List(rest.parse().ok()?),
            "new" => Self::New,
            "s" => Self::Show(rest.parse().ok()?),
            "o" => {
                let mut parts = rest.splitn(3, '.');
                let id = parts.next()?.parse().ok()?;
                let version = parts.next()?.parse().ok()?;
                Self::One(id, version, Choice::decode(parts.next()?)?)
            }
            _ => return None,
        })
    }
}

impl Choice {
    fn encode(self) -> String {
        match self {
            Self::Edit => "edit".into(),
            Self::Part(part) => format!("p.{}", part.code()),
            Self::Clear(part) => format!("x.{}", part.code()),
            Self::Field(code) => format!("f.{code}"),
            Self::Votes(approvals, refusals) => format!("v.{approvals}.{refusals}"),
            Self::Preview => "see".into(),
            Self::Open => "open".into(),
            Self::OpenSure => "opensure".into(),
            Self::Plan => "plan".into(),
            Self::PlanSure(at) => format!("at.{at}"),
            Self::Unplan => "un".into(),
            Self::UnplanSure => "unsure".into(),
            Self::UntilSure(at) => format!("to.{at}"),
            Self::Close => "close".into(),
            Self::CloseSure => "closesure".into(),
            Self::Drop => "drop".into(),
            Self::DropSure => "dropsure".into(),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "edit" => Self::Edit,
            "p" => Self::Part(Part::from_code(rest)?),
            "x" => Self::Clear(Part::from_code(rest)?),
            "f" => Self::Field(rest.to_owned()),
            "v" => {
                let (approvals, refusals) = rest.split_once('.')?;
                Self::Votes(approvals.parse().ok()?, refusals.parse().ok()?)
            }
            "see" => Self::Preview,
            "open" => Self::Open,
            "opensure" => Self::OpenSure,
            "plan" => Self::Plan,
            "at" => Self::PlanSure(rest.parse().ok()?),
            "un" => Self::Unplan,
            "unsure" => Self::UnplanSure,
            "to" => Self::UntilSure(rest.parse().ok()?),
            "close" => Self::Close,
            "closesure" => Self::CloseSure,
            "drop" => Self::Drop,
            "dropsure" => Self::DropSure,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::{Catalog, Kind};

    #[test]
    fn every_choice_reads_back_and_fits_on_a_button() {
        let at = 9_999_999_999_999;
        let fields =
            Catalog::built_in().shown(Kind::Field).map(|one| Choice::Field(one.code.to_string()));
        let parts =
            Part::ALL.into_iter().flat_map(|part| [Choice::Part(part), Choice::Clear(part)]);
        let others = [
            Choice::Edit,
            Choice::Votes(9, 0),
            Choice::Preview,
            Choice::Open,
            Choice::OpenSure,
            Choice::Plan,
            Choice::PlanSure(at),
            Choice::Unplan,
            Choice::UnplanSure,
            Choice::UntilSure(at),
            Choice::Close,
            Choice::CloseSure,
            Choice::Drop,
            Choice::DropSure,
        ];
        let choices = fields.chain(parts).chain(others);
        let ones = choices.map(|choice| Campaign::One(i64::MAX, 9_999_999, choice));
        let rest = [Campaign::Begin, Campaign::List(3), Campaign::New, Campaign::Show(i64::MAX)];
        for choice in ones.chain(rest) {
            let data = choice.clone().encode();
            // "c." goes before it.
            assert!(data.len() <= 62, "{data}");
            assert_eq!(Campaign::decode(&data), Some(choice));
        }
        for other in ["o.1.2", "o.1.2.p.nothing", "o.x.2.edit", "list.-1", "o.1.2.v.1"] {
            assert_eq!(Campaign::decode(other), None, "{other}");
        }
    }
}
