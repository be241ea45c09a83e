//! Communes (xã) and wards (phường) of the province since 1 July 2025, grouped by the former
//! district most of each came from, because people still think in districts.
//!
//! [`find`] turns what a citizen types into a commune. The tables are in `data/`; hamlets, streets
//! and units are free text and not known here.

use std::fmt;
use std::sync::OnceLock;

mod find;
mod index;
mod mention;
mod tail;
mod words;

pub use find::{Candidate, Found, MAX_CANDIDATES, OldName, find};
pub use mention::{Mention, mentioned};
pub(in crate::domain) use words::{Word, one_slip_apart, words};

/// A commune or ward. `Display` gives its title: "Xã Lê Lợi".
#[derive(Debug, PartialEq, Eq)]
pub struct Commune {
    /// Its official code, five digits. This is what is stored.
    pub code: &'static str,
    /// Its name without the kind: "Lê Lợi".
    pub name: &'static str,
    /// "xã" or "phường".
    pub kind: &'static str,
    /// The former district most of it came from: "huyện Kiến Xương".
    pub old_district: &'static str,
    /// The place of that district in [`districts`].
    pub district: usize,
    /// All former districts it took something from, as places in [`districts`].
    took_from: Vec<usize>,
}

/// A former district. `Display` gives "huyện Kiến Xương".
#[derive(Debug, PartialEq, Eq)]
pub struct District {
    /// Its name without the kind: "Kiến Xương".
    pub name: &'static str,
    /// "huyện", "thị xã" or "thành phố".
    pub kind: &'static str,
    /// The province it lay in before the merger: "Hưng Yên" or "Thái Bình".
    pub old_province: &'static str,
}

impl Commune {
    /// Whether both took land from one former district.
    pub fn is_near(&self, other: &Self) -> bool {
        self.took_from.iter().any(|district| other.took_from.contains(district))
    }

    /// Its name inside a sentence: "xã Lê Lợi".
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

impl fmt::Display for Commune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.kind == "phường" { "Phường " } else { "Xã " })?;
        f.write_str(self.name)
    }
}

impl District {
    /// Its name as a button shows it: "Kiến Xương", but "TP Hưng Yên", which is not the province.
    pub fn short(&self) -> String {
        match self.kind {
            "thành phố" => format!("TP {}", self.name),
            "thị xã" => format!("TX {}", self.name),
            _ => self.name.to_owned(),
        }
    }
}

impl fmt::Display for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)
    }
}

/// All communes, by code.
pub fn communes() -> &'static [Commune] {
    static COMMUNES: OnceLock<Vec<Commune>> = OnceLock::new();
    COMMUNES.get_or_init(|| {
        super::rows(include_str!("../../data/communes.tsv"))
            .map(|[code, kind, name, old_district, others]| {
                let district = district_at(old_district);
                let others = others.split(';').filter(|other| !other.is_empty()).map(district_at);
                let took_from = std::iter::once(district).chain(others).collect();
                Commune { code, name, kind, old_district, district, took_from }
            })
            .collect()
    })
}

/// The commune with this code.
pub fn by_code(code: &str) -> Option<&'static Commune> {
    communes().iter().find(|commune| commune.code == code)
}

/// The 18 former districts: those of the old Hưng Yên, then those of Thái Bình, each from its town
/// outwards.
pub fn districts() -> &'static [District] {
    static DISTRICTS: OnceLock<Vec<District>> = OnceLock::new();
    DISTRICTS.get_or_init(|| {
        super::rows(include_str!("../../data/districts.tsv"))
            .map(|[kind, name, old_province]| District { name, kind, old_province })
            .collect()
    })
}

/// The communes mainly of the former district at `district` in [`districts`], by code. None for a
/// place that is not there.
pub fn in_district(district: usize) -> impl Iterator<Item = &'static Commune> {
    communes().iter().filter(move |commune| commune.district == district)
}

/// A district named as the tables do, as a button shows it.
pub fn short_district(named: &str) -> String {
    districts()[district_at(named)].short()
}

/// The place in [`districts`] of one named as the tables do.
fn district_at(named: &str) -> usize {
    districts()
        .iter()
        .position(|d| named.strip_prefix(d.kind).is_some_and(|rest| rest.trim_start() == d.name))
        .expect("the tables are part of the program, and tests read them all")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_93_communes_and_11_wards_in_18_groups() {
        assert_eq!(communes().iter().filter(|c| c.kind == "xã").count(), 93);
        assert_eq!(communes().iter().filter(|c| c.kind == "phường").count(), 11);
        assert_eq!(districts().len(), 18);
        let sizes: Vec<usize> = (0..18).map(|d| in_district(d).count()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 104);
        assert!(sizes.iter().all(|size| (3..=11).contains(size)), "{sizes:?}");
        assert_eq!(in_district(99).count(), 0);
    }

    #[test]
    fn codes_and_folded_names_are_each_their_own() {
        let codes: BTreeSet<_> = communes().iter().map(|c| c.code).collect();
        let names: BTreeSet<_> = communes().iter().map(|c| text::fold(c.name)).collect();
        assert_eq!((codes.len(), names.len()), (104, 104));
        for commune in communes() {
            assert_eq!(by_code(commune.code), Some(commune));
            assert_eq!(text::clean(commune.name), commune.name);
            assert!(commune.code.len() == 5 && commune.code.bytes().all(|c| c.is_ascii_digit()));
        }
        assert_eq!(by_code("00000"), None);
    }

    #[test]
    fn a_commune_says_its_title_and_its_old_district() {
        let commune = by_code("13120").unwrap();
        assert_eq!(commune.to_string(), "Xã Lê Lợi");
        assert_eq!(commune.label(), "xã Lê Lợi");
        assert_eq!(commune.old_district, "huyện Kiến Xương");
        assert_eq!(districts()[commune.district].to_string(), "huyện Kiến Xương");
        assert_eq!(by_code("11953").unwrap().to_string(), "Phường Phố Hiến");
    }

    #[test]
    fn a_district_is_short_on_a_button_and_a_town_is_no_province() {
        let short = ["huyện Kiến Xương", "thành phố Hưng Yên", "thị xã Mỹ Hào"].map(short_district);
        assert_eq!(short, ["Kiến Xương", "TP Hưng Yên", "TX Mỹ Hào"]);
        for commune in communes() {
            let label = format!("{commune} ({})", short_district(commune.old_district));
            assert!(label.chars().count() <= 36, "{label}");
        }
    }
}
