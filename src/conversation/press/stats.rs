//! Choices about statistics.

use crate::domain::nomination::State;
use crate::domain::role::Role;
use crate::domain::stats::Span;

/// A choice about what is counted and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stats {
    /// Where everything begins.
    Begin,
    /// This part of it, of this time.
    Show(Part, Span),
    /// What may be taken along as a table, of this time.
    Table(Span),
    /// That table, of those in this state or of all.
    File(Span, Option<State>),
}

/// A part of statistics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// What came in, day by day, and what became of it.
    #[default]
    Overview,
    /// By field.
    Fields,
    /// By commune.
    Communes,
    /// Communes with nothing, or less than they should have.
    Missing,
    /// The work of each member.
    Load,
}

impl Part {
    /// Every part, in the order offered.
    pub const ALL: [Self; 5] =
        [Self::Overview, Self::Fields, Self::Communes, Self::Missing, Self::Load];

    /// The word it is looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Fields => "fields",
            Self::Communes => "communes",
            Self::Missing => "missing",
            Self::Load => "load",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// What stands for all states.
const ALL: &str = "all";

impl Stats {
    /// The least role that it is for.
    pub fn least(self) -> Role {
        match self {
            Self::Show(Part::Load, _) | Self::Table(_) | Self::File(..) => Role::Admin,
            Self::Begin | Self::Show(..) => Role::Reviewer,
        }
    }

    pub(super) fn encode(self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::Show(part, span) => format!("s.{}.{}", part.code(), span.code()),
            Self::Table(span) => format!("t.{}", span.code()),
            Self::File(span, state) => {
                format!("f.{}.{}", span.code(), state.map_or(ALL, State::code))
            }
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split('.');
        let choice = match parts.next()? {
            "on" => Self::Begin,
            "s" => Self::Show(Part::from_code(parts.next()?)?, Span::from_code(parts.next()?)?),
            "t" => Self::Table(Span::from_code(parts.next()?)?),
            "f" => {
                let span = Span::from_code(parts.next()?)?;
                let state = parts.next()?;
                Self::File(span, if state == ALL { None } else { Some(State::from_code(state)?) })
            }
            _ => return None,
        };
        parts.next().is_none().then_some(choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_reads_back_and_nothing_else_is_one() {
        let mut all = vec![Stats::Begin];
        for span in Span::ALL {
            all.extend(Part::ALL.map(|part| Stats::Show(part, span)));
            all.extend([Stats::Table(span), Stats::File(span, None)]);
            all.extend(State::ALL.map(|state| Stats::File(span, Some(state))));
        }
        for choice in all {
            assert_eq!(Stats::decode(&choice.encode()), Some(choice));
            assert!(choice.encode().len() <= 40);
        }
        for odd in ["", "s", "s.overview", "s.overview.month.x", "f.month", "t.never", "on.x"] {
            assert_eq!(Stats::decode(odd), None, "{odd}");
        }
    }
}
