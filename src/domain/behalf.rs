//! A nomination that a reviewer enters for somebody who has no such app: who told it, how to reach
//! them, and how they agreed that it is written down.

use serde::{Deserialize, Serialize};

/// How the person who told it agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Face to face.
    Direct,
    /// On the telephone.
    Phone,
    /// On paper, which the reviewer keeps.
    Paper,
}

impl How {
    /// Every way, in the order offered.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Phone, Self::Paper];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Phone => "phone",
            Self::Paper => "paper",
        }
    }

    /// The way stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }
}

/// A question about the person who told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Teller {
    /// Their name.
    Name,
    /// Their phone, which may be left out.
    Phone,
    /// How they agreed.
    How,
}

impl Teller {
    /// Every question, in the order asked.
    pub const ALL: [Self; 3] = [Self::Name, Self::Phone, Self::How];

    /// The word it is looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::How => "how",
        }
    }

    /// The question before this one.
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Name => None,
            Self::Phone => Some(Self::Name),
            Self::How => Some(Self::Phone),
        }
    }

    /// The question after this one.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Name => Some(Self::Phone),
            Self::Phone => Some(Self::How),
            Self::How => None,
        }
    }
}

/// For whom a nomination is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OnBehalf {
    /// Who told it, cleaned.
    pub told_by: Option<String>,
    /// Their phone, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_phone: Option<String>,
    /// How they agreed.
    pub how: Option<How>,
}

impl OnBehalf {
    /// The first question that still lacks an answer. The phone may be left out, so it is asked again
    /// while the question after it is open.
    pub fn first_gap(&self) -> Option<Teller> {
        if self.told_by.is_none() {
            Some(Teller::Name)
        } else if self.how.is_none() {
            Some(Teller::Phone)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_follow_one_another_and_back() {
        for question in Teller::ALL {
            if let Some(next) = question.next() {
                assert_eq!(next.before(), Some(question));
            }
        }
        for how in How::ALL {
            assert_eq!(How::from_code(how.code()), Some(how));
        }
    }

    #[test]
    fn nothing_lacks_once_it_is_known_who_told_it_and_how_they_agreed() {
        let mut told = OnBehalf::default();
        assert_eq!(told.first_gap(), Some(Teller::Name));
        told.told_by = Some("Bà Tám".into());
        assert_eq!(told.first_gap(), Some(Teller::Phone));
        told.how = Some(How::Paper);
        assert_eq!(told.first_gap(), None);
    }
}
