//! Asking a nomination's author for more, and the author's answer, as buttons.

use crate::domain::asks::{Item, Items};

/// A reviewer's choice in the checklist of what to ask for. What was chosen so far goes with each
/// button, so that nothing half chosen is kept anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Show the checklist with these chosen.
    Choose(Items),
    /// Write words to go with it.
    Note(Items),
    /// Ask for these.
    Send(Items),
}

impl Ask {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Choose(items) => format!("c.{}", items.bits()),
            Self::Note(items) => format!("n.{}", items.bits()),
            Self::Send(items) => format!("s.{}", items.bits()),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, bits) = data.split_once('.')?;
        let items = Items::from(bits.parse::<u8>().ok()?);
        Some(match word {
            "c" => Self::Choose(items),
            "n" => Self::Note(items),
            "s" => Self::Send(items),
            _ => return None,
        })
    }
}

/// An author's choice while answering. Each names the item it was drawn for: `None` is the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    /// Begin, or go on at the first that lacks an answer.
    Begin,
    /// On to the next.
    Next(Item),
    /// Back to the one before.
    Back(Option<Item>),
    /// It happened today, yesterday, this month: 0, 1, 2.
    Happened(u8),
    /// That is all: hand it in.
    Done,
    /// What was added in the usual way is the answer: hand it in.
    Added,
}

impl Supply {
    pub(super) fn encode(self) -> String {
        match self {
            Self::Begin => "begin".into(),
            Self::Next(item) => format!("next.{}", item.code()),
            Self::Back(item) => format!("back.{}", item.map_or("", Item::code)),
            Self::Happened(choice) => format!("when.{choice}"),
            Self::Done => "done".into(),
            Self::Added => "added".into(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "begin" => Self::Begin,
            "next" => Self::Next(Item::from_code(rest)?),
            "back" if rest.is_empty() => Self::Back(None),
            "back" => Self::Back(Some(Item::from_code(rest)?)),
            "when" => Self::Happened(rest.parse().ok()?),
            "done" => Self::Done,
            "added" => Self::Added,
            _ => return None,
        })
    }
}
