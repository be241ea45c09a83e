//! What keeps a person from writing for a while: a mute leaves them what is theirs, a ban leaves them
//! one answer.

use crate::clock::{DAY, Millis};

/// How far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing new is taken; what was sent, their data, language and help stay (tạm dừng gửi).
    Mute,
    /// Nothing is answered but once, to say so (ngừng phục vụ).
    Ban,
}

impl Kind {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 2] = [Self::Mute, Self::Ban];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Ban => "ban",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// One day.
    Day,
    /// A week.
    Week,
    /// 30 days.
    Month,
    /// Until an admin lifts it.
    Open,
}

impl Term {
    /// Every term, in the order offered.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Open];

    /// The word it is encoded and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Open => "open",
        }
    }

    /// The term encoded as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.code() == code)
    }

    /// When what begins `now` ends; `None` if nothing but an admin ends it.
    pub fn ends(self, now: Millis) -> Option<Millis> {
        let days = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Open => return None,
        };
        Some(now + days * DAY)
    }
}

/// A reason that is offered ready-made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The same thing again and again, or advertising.
    Spam,
    /// Offensive words or pictures.
    Insult,
    /// Knowingly untrue statements.
    Untrue,
}

impl Why {
    /// Every reason, in the order offered.
    pub const ALL: [Self; 3] = [Self::Spam, Self::Insult, Self::Untrue];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Insult => "insult",
            Self::Untrue => "untrue",
        }
    }

    /// The reason stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// What holds for a person now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// How far it goes.
    pub kind: Kind,
    /// When it ends; `None` if nothing but an admin ends it.
    pub until: Option<Millis>,
    /// Whether the one answer of a ban was given.
    pub answered: bool,
}

impl Restriction {
    /// Whether it holds `now`.
    pub fn holds(&self, now: Millis) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        for term in Term::ALL {
            assert_eq!(Term::from_code(term.code()), Some(term));
        }
        for why in Why::ALL {
            assert_eq!(Why::from_code(why.code()), Some(why));
        }
    }

    #[test]
    fn a_restriction_ends_with_its_term_and_an_open_one_does_not() {
        let holds = |term: Term, at| {
            Restriction { kind: Kind::Mute, until: term.ends(100), answered: false }.holds(at)
        };
        assert!(holds(Term::Day, 99 + DAY) && !holds(Term::Day, 100 + DAY));
        assert!(holds(Term::Month, 99 + 30 * DAY) && !holds(Term::Week, 100 + 7 * DAY));
        assert!(holds(Term::Open, Millis::MAX));
    }
}
