//! What a reviewer decides on: communes, fields, or all of the province. Pure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::catalog::Catalog;
use super::place;

/// Communes and fields by their codes. None of a kind: not limited in that kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Codes of communes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub communes: BTreeSet<String>,
    /// Codes of fields.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fields: BTreeSet<String>,
}

impl Scope {
    /// Whether it is limited in nothing.
    pub fn is_whole(&self) -> bool {
        self.communes.is_empty() && self.fields.is_empty()
    }

    /// Whether a nomination from `commune` in `field` is within. Where only some fields are, one
    /// that names none is not.
    pub fn covers(&self, commune: &str, field: Option<&str>) -> bool {
        let in_place = self.communes.is_empty() || self.communes.contains(commune);
        let in_field = self.fields.is_empty() || field.is_some_and(|one| self.fields.contains(one));
        in_place && in_field
    }

    /// Ticks a commune, or takes the tick away; `false` if there is no such commune.
    pub fn toggle_commune(&mut self, code: &str) -> bool {
        place::by_code(code).is_some() && toggle(&mut self.communes, code)
    }

    /// Ticks a field of the catalogue, or takes the tick away; `false` if there is no such field. A
    /// hidden one can only be taken away.
    pub fn toggle_field(&mut self, catalog: &Catalog, code: &str) -> bool {
        let known = catalog.field(code);
        let may = known.is_some_and(|one| !one.is_hidden) || self.fields.contains(code);
        may && toggle(&mut self.fields, code)
    }

    /// As it is kept beside an invitation: `11953,13120;environment`. Nothing for the whole.
    pub fn stored(&self) -> Option<String> {
        let joined = |codes: &BTreeSet<String>| {
            codes.iter().map(String::as_str).collect::<Vec<_>>().join(",")
        };
        (!self.is_whole()).then(|| format!("{};{}", joined(&self.communes), joined(&self.fields)))
    }

    /// Reads what [`Scope::stored`] wrote; `None` for anything else, so that a word gone wrong
    /// never widens what somebody may see.
    pub fn from_stored(stored: Option<&str>) -> Option<Self> {
        let Some(stored) = stored else { return Some(Self::default()) };
        let (communes, fields) = stored.split_once(';')?;
        let codes = |joined: &str| {
            joined.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
        };
        Some(Self { communes: codes(communes), fields: codes(fields) })
            .filter(|scope| !scope.is_whole())
    }
}

/// Always true, for callers that check first whether the code is one.
fn toggle(codes: &mut BTreeSet<String>, code: &str) -> bool {
    if !codes.remove(code) {
        codes.insert(code.to_owned());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(communes: &[&str], fields: &[&str]) -> Scope {
        let mut scope = Scope::default();
        communes.iter().for_each(|code| assert!(scope.toggle_commune(code), "{code}"));
        let catalog = Catalog::built_in();
        fields.iter().for_each(|code| assert!(scope.toggle_field(catalog, code), "{code}"));
        scope
    }

    #[test]
    fn the_whole_covers_everything_also_what_names_no_field() {
        assert!(Scope::default().is_whole());
        assert!(Scope::default().covers("11953", None));
    }

    #[test]
    fn a_limit_of_either_kind_excludes_what_is_outside() {
        let (field, other) = ("rescue", Some("kindness"));
        let place = scope(&["11953", "13120"], &[]);
        assert!(place.covers("13120", None) && place.covers("11953", other));
        assert!(!place.covers("12000", None));
        let kind = scope(&[], &[field]);
        assert!(kind.covers("12000", Some(field)));
        assert!(!kind.covers("12000", other) && !kind.covers("12000", None));
        let both = scope(&["11953"], &[field]);
        assert!(both.covers("11953", Some(field)));
        assert!(!both.covers("11953", other) && !both.covers("13120", Some(field)));
    }

    #[test]
    fn a_second_tick_takes_the_first_away_and_unknown_codes_are_refused() {
        let mut scope = scope(&["11953"], &[]);
        assert!(scope.toggle_commune("11953") && scope.is_whole());
        assert!(
            !scope.toggle_commune("99999") && !scope.toggle_field(Catalog::built_in(), "nothing")
        );
        assert!(scope.is_whole());
    }

    #[test]
    fn every_scope_reads_back_and_a_word_gone_wrong_is_no_scope() {
        let field = "rescue";
        for scope in [
            Scope::default(),
            scope(&["11953", "13120"], &[]),
            scope(&[], &[field]),
            scope(&["11953"], &[field]),
        ] {
            assert_eq!(Scope::from_stored(scope.stored().as_deref()), Some(scope));
        }
        for wrong in ["", ";", "11953"] {
            assert_eq!(Scope::from_stored(Some(wrong)), None, "{wrong:?}");
        }
    }
}
