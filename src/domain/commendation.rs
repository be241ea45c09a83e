//! That a deed was commended, as an office decided elsewhere: in what form, by which decision, when.

use std::ops::RangeInclusive;

/// How long the number of a decision may be, in characters.
pub const NUMBER_LENGTH: RangeInclusive<usize> = 1..=60;
/// How long the name of another form may be, in characters.
pub const FORM_LENGTH: RangeInclusive<usize> = 2..=60;

/// The form of a commendation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// Giấy khen.
    Certificate,
    /// Bằng khen.
    Diploma,
    /// Another one, by its name.
    Other(String),
}

impl Form {
    /// As it is stored: a code of ours, or the name after `=`.
    pub fn stored(&self) -> String {
        match self {
            Self::Certificate => "certificate".into(),
            Self::Diploma => "diploma".into(),
            Self::Other(name) => format!("={name}"),
        }
    }

    /// Reads what [`Form::stored`] gave.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Some(match stored {
            "certificate" => Self::Certificate,
            "diploma" => Self::Diploma,
            other => Self::Other(other.strip_prefix('=')?.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_back_as_it_was_stored() {
        for form in [Form::Certificate, Form::Diploma, Form::Other("Kỷ niệm chương".into())] {
            assert_eq!(Form::from_stored(&form.stored()), Some(form));
        }
        assert_eq!(Form::from_stored("medal"), None);
    }
}
