//! Preset reasons of a refusal, from `data/refusal-reasons.tsv`: what the citizen reads, and a
//! short form for the reviewer's button. A reviewer may write own words instead.

use std::sync::OnceLock;

/// A preset reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is stored: lower-case ASCII, never renamed.
    pub code: &'static str,
    /// What the citizen reads, in Vietnamese.
    pub vi: &'static str,
    /// What the citizen reads, in English.
    pub en: &'static str,
    /// The reviewer's button, in Vietnamese.
    pub vi_short: &'static str,
    /// The reviewer's button, in English.
    pub en_short: &'static str,
}

impl Reason {
    /// What the citizen reads in `locale` (`"vi"`; English for any other).
    pub fn text(&self, locale: &str) -> &'static str {
        if locale == "vi" { self.vi } else { self.en }
    }

    /// The reviewer's button in `locale` (`"vi"`; English for any other).
    pub fn label(&self, locale: &str) -> &'static str {
        if locale == "vi" { self.vi_short } else { self.en_short }
    }
}

/// Codes that are offered no more. Their texts stay, for refusals that name them.
///
/// What is about the same deed as another one is joined with it instead.
const RETIRED: [&str; 1] = ["duplicate"];

/// The reasons that a reviewer may choose, in the order they are offered.
pub fn offered() -> impl Iterator<Item = &'static Reason> {
    all().iter().filter(|reason| !RETIRED.contains(&reason.code))
}

/// All reasons, also those that are offered no more.
pub fn all() -> &'static [Reason] {
    static REASONS: OnceLock<Vec<Reason>> = OnceLock::new();
    REASONS.get_or_init(|| {
        super::rows(include_str!("../../data/refusal-reasons.tsv"))
            .map(|[code, vi, en, vi_short, en_short]| Reason { code, vi, en, vi_short, en_short })
            .collect()
    })
}

/// The reason with this code.
pub fn by_code(code: &str) -> Option<&'static Reason> {
    all().iter().find(|reason| reason.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_reasons_with_a_short_and_a_full_text() {
        assert_eq!(all().len(), 5);
        for reason in all() {
            assert_eq!(by_code(reason.code), Some(reason));
            for locale in ["vi", "en"] {
                assert!((1..=40).contains(&reason.label(locale).chars().count()));
                assert!((40..=300).contains(&reason.text(locale).chars().count()));
            }
        }
    }

    #[test]
    fn a_duplicate_is_no_reason_to_choose_but_is_read_where_it_was_chosen() {
        assert!(offered().all(|reason| reason.code != "duplicate"));
        assert_eq!(offered().count(), all().len() - RETIRED.len());
        for code in RETIRED {
            assert!(by_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn no_reason_speaks_of_awards() {
        for reason in all() {
            assert!(!reason.vi.contains("khen thưởng") && !reason.vi.contains("danh hiệu"));
        }
    }
}
