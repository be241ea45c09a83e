//! What a press on the queue says: which part of it, where, in what, which page. All of it is on the
//! button, so that nothing is kept between two presses.

use crate::domain::queue::Which;

/// The longest code of a field.
const FIELD_MAX: usize = 20;

/// A look at the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Which part.
    pub which: Which,
    /// Only of the commune with this code.
    pub commune: Option<String>,
    /// Only in the field with this code.
    pub field: Option<String>,
    /// From 0.
    pub page: u32,
    /// What is shown.
    pub look: Look,
}

/// What is shown of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// What is in it.
    #[default]
    List,
    /// The former districts, to choose a commune from, or the communes of the reviewer's scope.
    Communes,
    /// The communes of a former district, by its place in the list.
    District(usize),
    /// The fields, to choose from.
    Fields,
}

impl Filter {
    /// The same on its first page.
    pub fn first(&self) -> Self {
        Self { page: 0, look: Look::List, ..self.clone() }
    }

    /// `PAGE.WHICH.COMMUNE.FIELD.LOOK`, or only the page where nothing else is chosen.
    pub(super) fn encode(&self) -> String {
        let look = match self.look {
            Look::List => String::new(),
            Look::Communes => "c".into(),
            Look::District(index) => format!("d{index}"),
            Look::Fields => "f".into(),
        };
        let commune = self.commune.as_deref().unwrap_or_default();
        let field = self.field.as_deref().unwrap_or_default();
        let long = format!("{}.{}.{commune}.{field}.{look}", self.page, letter(self.which));
        let plain = format!("{}.{}...", self.page, letter(Which::Waiting));
        if long == plain { self.page.to_string() } else { long }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split('.');
        let page = parts.next()?.parse().ok()?;
        let Some(which) = parts.next() else { return Some(Self { page, ..Self::default() }) };
        let which = Which::ALL.into_iter().find(|one| letter(*one) == which)?;
        let commune = Some(parts.next()?).filter(|code| !code.is_empty());
        let field = Some(parts.next()?).filter(|code| !code.is_empty());
        let look = match parts.next()? {
            "" => Look::List,
            "c" => Look::Communes,
            "f" => Look::Fields,
            other => Look::District(other.strip_prefix('d')?.parse().ok().filter(|i| *i < 100)?),
        };
        let is_commune = |code: &str| code.len() == 5 && code.bytes().all(|c| c.is_ascii_digit());
        let is_field = |code: &str| {
            code.len() <= FIELD_MAX && code.bytes().all(|c| c.is_ascii_lowercase() || c == b'-')
        };
        if parts.next().is_some() || !commune.is_none_or(is_commune) || !field.is_none_or(is_field)
        {
            return None;
        }
        let (commune, field) = (commune.map(str::to_owned), field.map(str::to_owned));
        Some(Self { which, commune, field, page, look })
    }
}

/// Short, for there is little room on a button.
fn letter(which: Which) -> &'static str {
    match which {
        Which::Waiting => "w",
        Which::Mine => "m",
        Which::Unclaimed => "u",
        Which::Asked => "a",
        Which::Overdue => "o",
        Which::Urgent => "x",
        Which::Soon => "s",
        Which::Answered => "b",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_of_before_there_were_filters_still_turns_pages() {
        let old = Filter::decode("3").expect("it is a page");
        assert_eq!(old, Filter { page: 3, ..Filter::default() });
        assert_eq!(old.encode(), "3");
    }

    #[test]
    fn all_of_it_fits_and_reads_back() {
        let filter = Filter {
            which: Which::Overdue,
            commune: Some("11953".into()),
            field: Some("a".repeat(20)),
            page: u32::MAX,
            look: Look::District(17),
        };
        assert_eq!(Filter::decode(&filter.encode()), Some(filter.clone()));
        assert!(filter.encode().len() <= 64 - "queue.".len());
        for odd in ["", "x", "0.z...", "0.w.123..", "0.w..A.", "0.w...d100", "0.w....", "0.w.."] {
            assert_eq!(Filter::decode(odd), None, "{odd}");
        }
    }
}
