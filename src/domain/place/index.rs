//! All names of communes, of today and before, made ready for searching once.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::find::{Candidate, OldName};
use super::words::{Word, joined, words};
use super::{Commune, by_code, communes, district_at, districts};

/// A name that leads to a commune. A split commune has one for each part.
pub(super) struct Name {
    pub words: Vec<Word>,
    /// Without marks and spaces.
    pub letters: String,
    /// "xã", "phường" or "thị trấn".
    pub kind: &'static str,
    pub commune: &'static Commune,
    pub via: Option<OldName>,
    /// The former districts it lies or lay in, as places in [`districts`].
    pub districts: Vec<usize>,
}

/// What a name in the tail of a query may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    District(usize),
    Commune(&'static str),
    /// A province of before, or the one of today when it is "Hưng Yên".
    Province(&'static str),
}

pub(super) struct Index {
    pub names: Vec<Name>,
    by_letters: HashMap<String, Vec<usize>>,
    commune_kinds: Vec<(Vec<Word>, &'static str)>,
    /// By the first word, without marks.
    areas: HashMap<String, Vec<(Vec<Word>, Area)>>,
}

impl Name {
    pub fn candidate(&self) -> Candidate {
        Candidate { commune: self.commune, via: self.via }
    }
}

impl Index {
    pub fn get() -> &'static Self {
        static INDEX: OnceLock<Index> = OnceLock::new();
        INDEX.get_or_init(Self::new)
    }

    fn new() -> Self {
        let names: Vec<Name> = communes().iter().map(today).chain(before()).collect();
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            by_letters.entry(name.letters.clone()).or_default().push(at);
        }
        let commune_kinds = [
            ("thị trấn", "thị trấn"),
            ("tt", "thị trấn"),
            ("xã", "xã"),
            ("x", "xã"),
            ("phường", "phường"),
            ("p", "phường"),
            ("commune", "xã"),
            ("ward", "phường"),
        ];
        let mut areas: HashMap<String, Vec<(Vec<Word>, Area)>> = HashMap::new();
        let named = communes()
            .iter()
            .map(|commune| (commune.name, Area::Commune(commune.code)))
            .chain(districts().iter().enumerate().map(|(at, d)| (d.name, Area::District(at))))
            .chain(PROVINCES.map(|province| (province, Area::Province(province))));
        for (name, area) in named {
            let name = words(name);
            areas.entry(name[0].plain.clone()).or_default().push((name, area));
        }
        let commune_kinds = commune_kinds.map(|(typed, kind)| (words(typed), kind)).to_vec();
        Self { names, by_letters, commune_kinds, areas }
    }

    /// The names of these letters, today's first.
    pub fn of_letters(&'static self, letters: &str) -> Vec<&'static Name> {
        let at = self.by_letters.get(letters).map_or(&[][..], Vec::as_slice);
        at.iter().map(|&at| &self.names[at]).collect()
    }

    /// The kind of commune at the front of `typed`, and how many words it takes.
    pub fn commune_kind(&self, typed: &[Word]) -> Option<(usize, &'static str)> {
        self.commune_kinds
            .iter()
            .find(|(phrase, _)| begins(typed, phrase))
            .map(|(phrase, kind)| (phrase.len(), *kind))
    }

    /// What the longest name at the front of `typed` may mean, and how many words it takes.
    pub fn area(
        &self,
        typed: &[Word],
        allowed: impl Fn(Area) -> bool,
    ) -> Option<(usize, Vec<Area>)> {
        let of_this_word = self.areas.get(&typed.first()?.plain)?;
        let here =
            || of_this_word.iter().filter(|(name, area)| allowed(*area) && begins(typed, name));
        let longest = here().map(|(name, _)| name.len()).max()?;
        let areas = here().filter(|(name, _)| name.len() == longest).map(|&(_, area)| area);
        Some((longest, areas.collect()))
    }

    /// Whether a name is that of a province.
    pub fn is_province(&self, name: &[Word]) -> bool {
        self.area(name, |area| matches!(area, Area::Province(_)))
            .is_some_and(|(length, _)| length == name.len())
    }
}

const PROVINCES: [&str; 2] = ["Hưng Yên", "Thái Bình"];

/// Whether `typed` begins with `phrase`, in the same marks or without.
pub(super) fn begins(typed: &[Word], phrase: &[Word]) -> bool {
    typed.len() >= phrase.len() && typed.iter().zip(phrase).all(|(typed, known)| typed.fits(known))
}

fn today(commune: &'static Commune) -> Name {
    let words = words(commune.name);
    let districts = commune.took_from.clone();
    Name { letters: joined(&words), words, kind: commune.kind, commune, via: None, districts }
}

fn before() -> impl Iterator<Item = Name> {
    crate::domain::rows(include_str!("../../../data/old-communes.tsv")).map(
        |[district, name, code]| {
            let kind = ["thị trấn", "phường", "xã"]
                .into_iter()
                .find(|kind| name.starts_with(kind))
                .expect("the tables are part of the program, and tests read them all");
            let words = words(&name[kind.len()..]);
            Name {
                letters: joined(&words),
                words,
                kind,
                commune: by_code(code).expect("tests read the whole table"),
                via: Some(OldName { name, district }),
                districts: vec![district_at(district)],
            }
        },
    )
}
