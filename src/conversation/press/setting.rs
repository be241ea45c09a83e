//! Choices about settings.

use crate::domain::catalog::{Kind, Part};
use crate::domain::policy::{Figure, Group};

/// A choice about what can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Where everything begins.
    Begin,
    /// The figures of a group.
    Group(Group),
    /// One figure: asks for what it is to be.
    Figure(Figure),
    /// Back to the default of one.
    Default(Figure),
    /// What was changed lately, by page.
    Changes(u32),
    /// The fields or the reasons.
    Entries(Kind),
    /// One of them, by its code.
    Entry(Kind, String),
    /// Another one: asks for its words.
    Add(Kind),
    /// Other words for one that is at this version: asks for them.
    Rename(Kind, String, i64, Part),
    /// Whether one that is at this version is hidden.
    Hide(Kind, String, i64, bool),
    /// One place up, or down.
    Move(Kind, String, bool),
}

impl Setting {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::Group(group) => format!("g.{}", group.code()),
            Self::Figure(figure) => format!("f.{}", figure.name),
            Self::Default(figure) => format!("d.{}", figure.name),
            Self::Changes(page) => format!("log.{page}"),
            Self::Entries(kind) => format!("l.{}", kind.code()),
            Self::Entry(kind, code) => format!("e.{}.{code}", kind.code()),
            Self::Add(kind) => format!("a.{}", kind.code()),
            Self::Rename(kind, code, version, part) => {
                format!("n.{}.{code}.{version}.{}", kind.code(), part.code())
            }
            Self::Hide(kind, code, version, hidden) => {
                format!("h.{}.{code}.{version}.{}", kind.code(), u8::from(*hidden))
            }
            Self::Move(kind, code, up) => {
                format!("m.{}.{code}.{}", kind.code(), u8::from(*up))
            }
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split('.');
        let word = parts.next()?;
        let mut next = || parts.next();
        let choice = match word {
            "on" => Self::Begin,
            "g" => Self::Group(Group::from_code(next()?)?),
            "f" => Self::Figure(Figure::named(next()?).ok()?),
            "d" => Self::Default(Figure::named(next()?).ok()?),
            "log" => Self::Changes(next()?.parse().ok()?),
            "l" => Self::Entries(Kind::from_code(next()?)?),
            "e" => Self::Entry(Kind::from_code(next()?)?, code(next()?)?),
            "a" => Self::Add(Kind::from_code(next()?)?),
            "n" => Self::Rename(
                Kind::from_code(next()?)?,
                code(next()?)?,
                next()?.parse().ok()?,
                Part::from_code(next()?)?,
            ),
            "h" => Self::Hide(
                Kind::from_code(next()?)?,
                code(next()?)?,
                next()?.parse().ok()?,
                yes(next()?)?,
            ),
            "m" => Self::Move(Kind::from_code(next()?)?, code(next()?)?, yes(next()?)?),
            _ => return None,
        };
        parts.next().is_none().then_some(choice)
    }
}

/// The code of an entry, as short as they are.
fn code(text: &str) -> Option<String> {
    (1..=20).contains(&text.len()).then(|| text.to_owned())
}

fn yes(text: &str) -> Option<bool> {
    match text {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}
