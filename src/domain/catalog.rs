//! What admins name for themselves: the fields (lĩnh vực) a nomination may be filed under, and the
//! preset reasons of a refusal. Pure.
//!
//! Some come with the program (`data/fields.tsv`, `data/refusal-reasons.tsv`). What an admin changed
//! or added lies over them. An entry is hidden, never deleted: nominations name its code for ever, and
//! [`Catalog::field`] and [`Catalog::reason`] read hidden ones too.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// How far apart the places of entries that come with the program are.
const APART: i64 = 1_000;
/// Reasons that come with the program and are offered no more: what is about the same deed as another
/// nomination is joined with it instead.
const RETIRED: [&str; 1] = ["duplicate"];

/// What kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A field.
    Field,
    /// A reason of a refusal.
    Reason,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Field, Self::Reason];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Reason => "reason",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The words that entries of this kind have.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::Field => &[Part::Vi, Part::En],
            Self::Reason => &[Part::Vi, Part::En, Part::ViLong, Part::EnLong],
        }
    }
}

/// Some of an entry's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The label in Vietnamese.
    Vi,
    /// The label in English.
    En,
    /// What the citizen reads in Vietnamese.
    ViLong,
    /// What the citizen reads in English.
    EnLong,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Vi, Self::En, Self::ViLong, Self::EnLong];

    /// The word it is encoded and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::ViLong => "vi-long",
            Self::EnLong => "en-long",
        }
    }

    /// The part encoded as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// Whether it is what the citizen reads of a refusal.
    pub fn is_long(self) -> bool {
        matches!(self, Self::ViLong | Self::EnLong)
    }
}

/// A field or a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is stored: ASCII, at most 20 bytes, never renamed and never used again.
    pub code: Cow<'static, str>,
    /// Not offered any more.
    pub is_hidden: bool,
    /// Where it stands among the others.
    pub place: i64,
    /// Grows with every change; 0 as it comes with the program.
    pub version: i64,
    words: [Option<Cow<'static, str>>; 4],
}

impl Entry {
    /// The field's name, or the reason on a reviewer's button, in `locale` (`"vi"`; English for any
    /// other, if there is one).
    pub fn label(&self, locale: &str) -> &str {
        self.said(Part::Vi, Part::En, locale)
    }

    /// What the citizen reads of a reason, likewise. A field has no more than its name.
    pub fn text(&self, locale: &str) -> &str {
        match self.said(Part::ViLong, Part::EnLong, locale) {
            "" => self.label(locale),
            text => text,
        }
    }

    fn said(&self, vi: Part, en: Part, locale: &str) -> &str {
        let foreign = self.words(en).filter(|_| locale != "vi");
        foreign.or_else(|| self.words(vi)).unwrap_or_default()
    }

    /// Some of its words, if it has them.
    pub fn words(&self, part: Part) -> Option<&str> {
        self.words[part as usize].as_deref()
    }
}

/// What an admin changed of an entry, or all of one that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of which kind.
    pub kind: Kind,
    /// Which.
    pub code: String,
    /// The words that were changed.
    pub words: [Option<String>; 4],
    /// Whether it is hidden, if that was changed.
    pub hidden: Option<bool>,
    /// Its place, if it was moved.
    pub place: Option<i64>,
    /// The version of the change.
    pub version: i64,
}

/// The entries as they count now, in the order they are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    fields: Vec<Entry>,
    reasons: Vec<Entry>,
    only: Option<BTreeSet<String>>,
}

impl Catalog {
    /// The entries that come with the program.
    pub fn built_in() -> &'static Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Catalog>> = OnceLock::new();
        BUILT_IN.get_or_init(|| Arc::new(Self::from_data()))
    }

    fn from_data() -> Self {
        let entry = |index: usize, code: &'static str, words: [Option<&'static str>; 4]| Entry {
            code: code.into(),
            is_hidden: RETIRED.contains(&code),
            place: i64::try_from(index).unwrap_or(i64::MAX / APART) * APART,
            version: 0,
            words: words.map(|words| words.map(Cow::Borrowed)),
        };
        let fields = super::rows(include_str!("../../data/fields.tsv"));
        let fields = fields
            .enumerate()
            .map(|(at, [code, vi, en])| entry(at, code, [Some(vi), Some(en), None, None]));
        let reasons = super::rows(include_str!("../../data/refusal-reasons.tsv"));
        let reasons = reasons.enumerate().map(|(at, [code, vi, en, vi_short, en_short])| {
            entry(at, code, [Some(vi_short), Some(en_short), Some(vi), Some(en)])
        });
        Self { fields: fields.collect(), reasons: reasons.collect(), only: None }
    }

    /// The same with what an admin changed and added.
    #[must_use]
    pub fn with(mut self, changes: Vec<Change>) -> Self {
        for change in changes {
            let entries = self.of_mut(change.kind);
            let at = entries.iter().position(|entry| entry.code == change.code);
            let at = at.unwrap_or_else(|| {
                entries.push(Entry {
                    code: change.code.clone().into(),
                    is_hidden: false,
                    place: i64::MAX,
                    version: 0,
                    words: [const { None }; 4],
                });
                entries.len() - 1
            });
            let entry = &mut entries[at];
            for (words, changed) in entry.words.iter_mut().zip(change.words) {
                if let Some(changed) = changed {
                    *words = Some(changed.into());
                }
            }
            entry.is_hidden = change.hidden.unwrap_or(entry.is_hidden);
            entry.place = change.place.unwrap_or(entry.place);
            entry.version = change.version;
        }
        for kind in Kind::ALL {
            self.of_mut(kind)
                .sort_by(|one, other| (one.place, &one.code).cmp(&(other.place, &other.code)));
        }
        self
    }

    /// The same with these fields alone offered in a nomination; all that are shown for `None`.
    #[must_use]
    pub fn with_only(mut self, fields: Option<BTreeSet<String>>) -> Self {
        self.only = fields;
        self
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Vec<Entry> {
        match kind {
            Kind::Field => &mut self.fields,
            Kind::Reason => &mut self.reasons,
        }
    }

    /// Every entry of a kind, hidden ones too.
    pub fn entries(&self, kind: Kind) -> &[Entry] {
        match kind {
            Kind::Field => &self.fields,
            Kind::Reason => &self.reasons,
        }
    }

    /// The entry of a kind with this code, hidden or not.
    pub fn entry(&self, kind: Kind, code: &str) -> Option<&Entry> {
        self.entries(kind).iter().find(|entry| entry.code == code)
    }

    /// The entries of a kind that are not hidden.
    pub fn shown(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries(kind).iter().filter(|entry| !entry.is_hidden)
    }

    /// The field with this code, hidden or not.
    pub fn field(&self, code: &str) -> Option<&Entry> {
        self.entry(Kind::Field, code)
    }

    /// The reason with this code, hidden or not.
    pub fn reason(&self, code: &str) -> Option<&Entry> {
        self.entry(Kind::Reason, code)
    }

    /// The fields that a citizen may choose from: shown, and among those of the campaign, if that has
    /// its own.
    pub fn offered_fields(&self) -> impl Iterator<Item = &Entry> {
        let only = self.only.as_ref();
        self.shown(Kind::Field).filter(move |one| only.is_none_or(|all| all.contains(&*one.code)))
    }

    /// The field with this code if a citizen may choose it.
    pub fn offered_field(&self, code: &str) -> Option<&Entry> {
        self.offered_fields().find(|one| one.code == code)
    }

    /// The reasons that a reviewer may choose from.
    pub fn offered_reasons(&self) -> impl Iterator<Item = &Entry> {
        self.shown(Kind::Reason)
    }
}

/// The code of an entry that an admin adds, from an id of its own.
pub fn code_of(id: i64) -> String {
    // 32 signs, five bits each: 13 of them hold any id.
    const SIGNS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    let mut code = String::from("x");
    for shift in (0..13).rev() {
        let sign = usize::try_from((id >> (shift * 5)) & 31).unwrap_or_default();
        code.push(char::from(SIGNS[sign]));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: Kind, code: &str) -> Change {
        let words = [const { None }; 4];
        Change { kind, code: code.into(), words, hidden: None, place: None, version: 1 }
    }

    #[test]
    fn fields_fit_on_buttons_and_have_their_own_codes() {
        let catalog = Catalog::built_in();
        assert!((8..=12).contains(&catalog.entries(Kind::Field).len()));
        for field in catalog.entries(Kind::Field) {
            assert_eq!(catalog.field(&field.code), Some(field));
            assert!(field.code.len() <= 20 && field.code.is_ascii());
            for label in [field.label("vi"), field.label("en")] {
                assert!((1..=48).contains(&label.chars().count()), "{label}");
            }
        }
        assert_eq!(catalog.field("nothing"), None);
    }

    #[test]
    fn there_are_five_reasons_with_a_short_and_a_full_text() {
        let catalog = Catalog::built_in();
        assert_eq!(catalog.entries(Kind::Reason).len(), 5);
        for reason in catalog.entries(Kind::Reason) {
            assert_eq!(catalog.reason(&reason.code), Some(reason));
            for locale in ["vi", "en"] {
                assert!((1..=40).contains(&reason.label(locale).chars().count()));
                assert!((40..=300).contains(&reason.text(locale).chars().count()));
            }
            assert!(!reason.text("vi").contains("khen thưởng"));
            assert!(!reason.text("vi").contains("danh hiệu"));
        }
    }

    #[test]
    fn a_duplicate_is_no_reason_to_choose_but_is_read_where_it_was_chosen() {
        let catalog = Catalog::built_in();
        assert!(catalog.offered_reasons().all(|reason| reason.code != "duplicate"));
        assert_eq!(catalog.offered_reasons().count(), 4);
        assert!(catalog.reason("duplicate").is_some());
    }

    #[test]
    fn what_is_changed_lies_over_what_comes_with_the_program() {
        let mut renamed = change(Kind::Field, "rescue");
        renamed.words[Part::Vi as usize] = Some("Cứu người".into());
        let mut hidden = change(Kind::Field, "honesty");
        hidden.hidden = Some(true);
        let mut added = change(Kind::Field, "x1");
        added.words[Part::Vi as usize] = Some("Hòa giải".into());
        added.place = Some(-1);
        let catalog = Catalog::clone(Catalog::built_in()).with(vec![renamed, hidden, added]);
        let rescue = catalog.field("rescue").unwrap();
        assert_eq!(rescue.label("vi"), "Cứu người");
        assert_eq!(rescue.label("en"), "Courage in saving lives or property");
        let first = catalog.offered_fields().next().unwrap();
        // Without an English name the Vietnamese one is read.
        assert_eq!((&*first.code, first.label("en")), ("x1", "Hòa giải"));
        assert!(catalog.offered_field("honesty").is_none());
        assert_eq!(
            catalog.field("honesty").unwrap().label("en"),
            "Honesty, returning what was lost"
        );
    }

    #[test]
    fn a_campaign_of_some_fields_offers_no_others_and_reads_all() {
        let only = Some(["rescue".to_owned(), "gone".to_owned()].into());
        let catalog = Catalog::clone(Catalog::built_in()).with_only(only);
        let offered: Vec<_> = catalog.offered_fields().map(|one| one.code.clone()).collect();
        assert_eq!(offered, ["rescue"]);
        assert!(catalog.field("honesty").is_some());
        assert!(catalog.shown(Kind::Field).count() > 1);
    }

    #[test]
    fn codes_made_are_short_and_each_its_own() {
        let codes: BTreeSet<String> = [0, 1, 31, 32, i64::MAX].map(code_of).into();
        assert_eq!(codes.len(), 5);
        assert!(codes.iter().all(|code| code.len() <= 20));
        assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_alphanumeric())));
    }
}
