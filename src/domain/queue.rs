//! What the queue can be narrowed to, and what a reviewer may see of it. Pure.

use super::scope::Scope;

/// Which part of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Which {
    /// All that waits for reviewers.
    #[default]
    Waiting,
    /// What the reviewer has taken up.
    Mine,
    /// What nobody has taken up.
    Unclaimed,
    /// What waits for its author to give more.
    Asked,
    /// What should have been done by now.
    Overdue,
    /// What must not wait.
    Urgent,
    /// What should be done soon.
    Soon,
    /// What came back with what its author was asked for.
    Answered,
}

impl Which {
    /// Every part.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Mine,
        Self::Unclaimed,
        Self::Asked,
        Self::Overdue,
        Self::Urgent,
        Self::Soon,
        Self::Answered,
    ];

    /// The word it is looked up by, and said on a button.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Unclaimed => "unclaimed",
            Self::Asked => "asked",
            Self::Overdue => "overdue",
            Self::Urgent => "urgent",
            Self::Soon => "soon",
            Self::Answered => "answered",
        }
    }

    /// The part named so.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.code() == code)
    }
}

/// Communes and fields, by code, that something is narrowed to. None of a kind: not narrowed in that
/// kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Codes of communes.
    pub communes: Vec<String>,
    /// Codes of fields.
    pub fields: Vec<String>,
}

impl From<&Scope> for Sight {
    fn from(scope: &Scope) -> Self {
        Self {
            communes: scope.communes.iter().cloned().collect(),
            fields: scope.fields.iter().cloned().collect(),
        }
    }
}

impl Sight {
    /// Narrows it further to a commune, if that is within.
    pub fn narrow_to_commune(&mut self, code: &str) -> bool {
        narrow(&mut self.communes, code)
    }

    /// Narrows it further to a field, if that is within.
    pub fn narrow_to_field(&mut self, code: &str) -> bool {
        narrow(&mut self.fields, code)
    }
}

fn narrow(codes: &mut Vec<String>, code: &str) -> bool {
    let within = codes.is_empty() || codes.iter().any(|one| one == code);
    if within {
        *codes = vec![code.to_owned()];
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sight_is_narrowed_to_what_is_within() {
        let mut sight = Sight::default();
        assert!(sight.narrow_to_commune("11953"));
        assert!(!sight.narrow_to_commune("13120"));
        assert_eq!(sight.communes, ["11953"]);
        assert!(sight.narrow_to_field("other") && !sight.narrow_to_field("culture"));
    }

    #[test]
    fn each_part_has_its_own_word() {
        for which in Which::ALL {
            assert_eq!(Which::from_code(which.code()), Some(which));
        }
        assert_eq!(Which::from_code(""), None);
    }
}
