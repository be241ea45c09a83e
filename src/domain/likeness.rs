//! Whether two nominations speak of the same person, collective or household.
//!
//! It adds up what speaks for it and against it, and says what that is. Names are common in
//! Vietnam: the same name weighs as much as it is rare, and by itself, in another commune, never
//! enough. What comes out is a warning for people, who decide.

mod age;
mod deed;
mod keys;
mod name;
mod names;
pub mod picture;
mod site;
mod telex;
mod titles;

#[cfg(test)]
mod tests;

pub use keys::{Key, band_neighbours, bands};

use deed::Deed;
use name::{Likeness as NameLikeness, Name};
use site::{Communes, Hamlets, Site};

use super::day::When;
use super::nomination::NomineeKind;

/// From this score on two are likely the same.
pub const LIKELY: u8 = 48;

/// What is known of a nominee and a deed.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Person, collective or household.
    pub kind: NomineeKind,
    /// The name as written.
    pub name: String,
    /// The commune's code.
    pub commune: String,
    /// Hamlet or unit, as written.
    pub hamlet: Option<String>,
    /// The story.
    pub story: String,
    /// When it happened.
    pub happened: Option<When>,
    /// The year in which it was told, for ages.
    pub told: i32,
    /// The nominee's phone, E.164.
    pub phone: Option<String>,
    /// Hashes of its photos; see [`picture::hash`].
    pub photos: Vec<u64>,
}

/// Why two are, or are not, the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The same name, with all its marks.
    SameName,
    /// The same name, spelled with `i` or `y`.
    SpelledName,
    /// The same name, one typed without marks.
    FoldedName,
    /// Names a slip or a sound apart.
    SlippedName,
    /// One name lacks a part of the other.
    PartOfName,
    /// Names that differ in a mark.
    MarkedName,
    /// Of one only the given name is known, and it is the other's.
    SameGivenName,
    /// One has an honorific or an office before the name.
    HonorificDropped,
    /// Other names.
    OtherName,
    /// Many people bear the name.
    CommonName,
    /// The same commune.
    SameCommune,
    /// What one says, mostly an old name, means the other's commune.
    MeantCommune,
    /// Communes of one former district.
    NearCommune,
    /// Other communes.
    OtherCommune,
    /// The same hamlet.
    SameHamlet,
    /// Other hamlets.
    OtherHamlet,
    /// The same age.
    SameAge,
    /// Other ages.
    OtherAge,
    /// The same phone.
    SamePhone,
    /// The same photo.
    SamePhoto,
    /// Photos that look alike.
    LikePhoto,
    /// Deeds told in the same words, such as these, without marks.
    SharedWords(Vec<String>),
    /// On the same day.
    SameDay,
    /// Different kinds of nominee.
    OtherKind,
}

impl Reason {
    /// The word it is looked up by.
    pub fn key(&self) -> &'static str {
        match self {
            Self::SameName => "same-name",
            Self::SpelledName => "spelled-name",
            Self::FoldedName => "folded-name",
            Self::SlippedName => "slipped-name",
            Self::PartOfName => "part-of-name",
            Self::MarkedName => "marked-name",
            Self::SameGivenName => "same-given-name",
            Self::HonorificDropped => "honorific-dropped",
            Self::OtherName => "other-name",
            Self::CommonName => "common-name",
            Self::SameCommune => "same-commune",
            Self::MeantCommune => "meant-commune",
            Self::NearCommune => "near-commune",
            Self::OtherCommune => "other-commune",
            Self::SameHamlet => "same-hamlet",
            Self::OtherHamlet => "other-hamlet",
            Self::SameAge => "same-age",
            Self::OtherAge => "other-age",
            Self::SamePhone => "same-phone",
            Self::SamePhoto => "same-photo",
            Self::LikePhoto => "like-photo",
            Self::SharedWords(_) => "shared-words",
            Self::SameDay => "same-day",
            Self::OtherKind => "other-kind",
        }
    }

    /// Whether it speaks against their being the same.
    pub fn is_against(&self) -> bool {
        matches!(
            self,
            Self::OtherName
                | Self::CommonName
                | Self::OtherCommune
                | Self::OtherHamlet
                | Self::OtherAge
                | Self::OtherKind
        )
    }
}

/// How likely two are the same, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// From 0 to 100; see [`LIKELY`].
    pub score: u8,
    /// What speaks for it and against it, names first.
    pub reasons: Vec<Reason>,
}

/// A subject read once, to be compared with many.
#[derive(Clone, Debug)]
pub struct Profile {
    kind: NomineeKind,
    name: Name,
    site: Site,
    born: Option<(i32, i32)>,
    deed: Deed,
    happened: Option<When>,
    phone: Option<String>,
    photos: Vec<u64>,
}

impl Profile {
    /// Reads a subject.
    pub fn read(subject: &Subject) -> Self {
        let story = telex::read(&subject.story);
        let hamlet = subject.hamlet.as_deref().map(telex::read);
        let name = Name::read(&telex::read(&subject.name), subject.kind);
        let given = name.forms.last().map(|form| form.given().to_owned());
        let told = subject.happened.map_or(subject.told, |when| when.year());
        let forms = name.forms.iter().filter(|_| !name.group);
        let names: Vec<&str> = forms.flat_map(|form| form.plain.split(' ')).collect();
        Self {
            kind: subject.kind,
            site: Site::read(&subject.commune, hamlet.as_deref(), &story),
            born: age::born(&story, given.as_deref(), told)
                .or_else(|| age::born(&subject.name, given.as_deref(), told)),
            deed: Deed::read(&story, &names),
            happened: subject.happened,
            phone: subject.phone.clone(),
            photos: subject.photos.iter().copied().filter(|&p| picture::tells(p)).collect(),
            name,
        }
    }
}

/// Compares two.
pub fn compare(a: &Profile, b: &Profile) -> Likeness {
    let mut sum = Sum::default();
    let alike = sum.names(a, b);
    sum.places(a, b, alike);
    sum.marks_of_the_person(a, b);
    sum.deeds(a, b);
    let points = sum.points.round().clamp(0.0, 100.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    Likeness { score: points as u8, reasons: sum.reasons }
}

/// Points so far: what [`LIKELY`] of them mean was found by weighing labelled pairs.
#[derive(Default)]
struct Sum {
    points: f64,
    reasons: Vec<Reason>,
}

/// From this rarity on few people in the province bear a name.
const RARE: f64 = 14.0;

impl Sum {
    fn add(&mut self, points: f64, reason: Reason) {
        self.points += points;
        self.reasons.push(reason);
    }

    /// Adds up names and kinds; says whether the names could be one person's.
    fn names(&mut self, a: &Profile, b: &Profile) -> bool {
        let compared = a.name.compare(&b.name);
        let group = a.name.group && b.name.group;
        let weight = if group { 30.0 } else { (compared.rarity * 2.0).min(44.0) };
        match compared.likeness {
            NameLikeness::Same => self.add(weight, Reason::SameName),
            NameLikeness::Spelling => self.add(weight - 2.0, Reason::SpelledName),
            NameLikeness::Folded => self.add(weight - 4.0, Reason::FoldedName),
            NameLikeness::Slip => self.add(weight - 10.0, Reason::SlippedName),
            NameLikeness::Part => self.add(weight - 6.0, Reason::PartOfName),
            NameLikeness::Marks => self.add(weight - 16.0, Reason::MarkedName),
            NameLikeness::Near => self.add(weight - 40.0, Reason::SlippedName),
            NameLikeness::Given => self.add(weight, Reason::SameGivenName),
            NameLikeness::OtherWithGiven => self.add(-35.0, Reason::OtherName),
            // What neighbours call somebody may have nothing to do with the name.
            NameLikeness::Other if a.name.familiar || b.name.familiar => {
                self.add(-28.0, Reason::OtherName);
            }
            NameLikeness::Other => self.add(-45.0, Reason::OtherName),
        }
        let alike = compared.likeness < NameLikeness::OtherWithGiven;
        if alike && a.name.titled != b.name.titled {
            self.reasons.push(Reason::HonorificDropped);
        }
        if a.name.group != b.name.group {
            self.add(-40.0, Reason::OtherKind);
        } else if a.kind != b.kind && a.name.household == b.name.household {
            self.add(-4.0, Reason::OtherKind);
        }
        if let (Some(one), Some(other)) = (a.name.gender, b.name.gender)
            && one != other
            && a.name.household == b.name.household
        {
            self.points -= 25.0;
        }
        if alike && compared.rarity < RARE && !group {
            self.reasons.push(Reason::CommonName);
        }
        alike
    }

    fn places(&mut self, a: &Profile, b: &Profile, alike: bool) {
        let communes = a.site.communes_like(&b.site);
        match communes {
            Communes::Same => self.add(22.0, Reason::SameCommune),
            Communes::Meant => self.add(20.0, Reason::MeantCommune),
            Communes::Near => self.add(-4.0, Reason::NearCommune),
            Communes::Other => self.add(-18.0, Reason::OtherCommune),
            Communes::Unknown => {}
        }
        let together = matches!(communes, Communes::Same | Communes::Meant);
        match a.site.hamlets_like(&b.site) {
            Hamlets::Same if together => self.add(20.0, Reason::SameHamlet),
            Hamlets::Other if together && alike => self.add(-16.0, Reason::OtherHamlet),
            Hamlets::Other => self.reasons.push(Reason::OtherHamlet),
            Hamlets::Same | Hamlets::Unknown => {}
        }
    }

    fn marks_of_the_person(&mut self, a: &Profile, b: &Profile) {
        if let (Some(one), Some(other)) = (a.born, b.born) {
            let gap = (one.0 - other.1).max(other.0 - one.1);
            if gap <= 0 {
                self.add(14.0, Reason::SameAge);
            } else if gap > 2 {
                self.add(-40.0, Reason::OtherAge);
            }
        }
        match (&a.phone, &b.phone) {
            (Some(one), Some(other)) if one == other => self.add(60.0, Reason::SamePhone),
            (Some(_), Some(_)) => self.points -= 8.0,
            _ => {}
        }
    }

    fn deeds(&mut self, a: &Profile, b: &Profile) {
        let apart =
            a.photos.iter().flat_map(|x| b.photos.iter().map(move |y| (x ^ y).count_ones()));
        match apart.min() {
            Some(..=picture::SAME) => self.add(45.0, Reason::SamePhoto),
            Some(..=picture::ALIKE) => self.add(25.0, Reason::LikePhoto),
            _ => {}
        }
        let shared = a.deed.shared(&b.deed);
        let told = f64::from((shared.share * 1.7).min(1.0) * (shared.mass / 3.0).min(1.0));
        if told > 0.12 {
            self.add(30.0 * told, Reason::SharedWords(shared.words));
        } else if shared.least > 3.0 {
            self.points -= 6.0;
        }
        if let (Some(When::Day(..)), true) = (a.happened, a.happened == b.happened)
            && told > 0.12
        {
            self.add(8.0, Reason::SameDay);
        }
    }
}
