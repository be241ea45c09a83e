//! How alike two names are.

use super::{Form, Name};
use crate::domain::likeness::names::{is_given, sound};
use crate::domain::likeness::titles::is_filler;
use crate::domain::place::{Word, one_slip_apart};

/// How two names are alike, the most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::domain::likeness) enum Likeness {
    /// The same with all marks, or both without any.
    Same,
    /// The same, but for `i` and `y`.
    Spelling,
    /// The same letters, one typed without marks.
    Folded,
    /// One letter, or letters that sound alike where people live.
    Slip,
    /// One lacks a part, or has it as a letter.
    Part,
    /// One word has other marks, or lacks them.
    Marks,
    /// Two names that many bear, one letter apart.
    Near,
    /// Only the given name is known of one, and it is the other's.
    Given,
    /// The same given name behind another surname or middle name.
    OtherWithGiven,
    /// Other names.
    Other,
}

/// The best reading of two names together.
pub(in crate::domain::likeness) struct Compared {
    pub likeness: Likeness,
    /// Of the reading that is alike, in bits.
    pub rarity: f64,
}

impl Name {
    /// How alike two names are.
    pub fn compare(&self, other: &Self) -> Compared {
        let pairs = self.forms.iter().flat_map(|a| other.forms.iter().map(move |b| (a, b)));
        pairs
            .map(|(a, b)| {
                let likeness =
                    if self.group || other.group { compare_groups(a, b) } else { compare(a, b) };
                let rarity = a.rarity.min(b.rarity);
                Compared { likeness, rarity }
            })
            .min_by_key(|compared| compared.likeness)
            .expect("a name has a reading")
    }
}

fn compare(a: &Form, b: &Form) -> Likeness {
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words.len() == long.words.len() {
        let same = compare_words(&a.words, &b.words, a.is_marked() && b.is_marked());
        if same == Likeness::Same && a.spelled != b.spelled {
            return Likeness::Spelling;
        }
        return same;
    }
    let joined = |form: &Form| form.plain.replace(' ', "");
    if joined(a) == joined(b) {
        return Likeness::Folded;
    }
    let (Some(given), Some(other)) = (short.words.last(), long.words.last()) else {
        return Likeness::Other;
    };
    if !(agree(given, other)) {
        return Likeness::Other;
    }
    if short.words.len() == 1 {
        return Likeness::Given;
    }
    // In the same order, and with the same surname where the shorter begins with one.
    let mut rest = long.words.iter();
    let within = short.words.iter().all(|word| rest.any(|known| abbreviates(word, known)));
    let surname =
        agree(&short.words[0], &long.words[0]) || abbreviates(&short.words[0], &long.words[0]);
    let suffix = long.words.ends_with_words(&short.words);
    if within && (surname || suffix) { Likeness::Part } else { Likeness::OtherWithGiven }
}

trait Suffix {
    fn ends_with_words(&self, tail: &[Word]) -> bool;
}

impl Suffix for Vec<Word> {
    fn ends_with_words(&self, tail: &[Word]) -> bool {
        self.len() >= tail.len()
            && self[self.len() - tail.len()..].iter().zip(tail).all(|(a, b)| agree(a, b))
    }
}

/// Names of as many words.
fn compare_words(a: &[Word], b: &[Word], marked: bool) -> Likeness {
    // One word without marks among others that have them is another word or a slip; several are
    // somebody in a hurry.
    let bare = |(x, y): &(&Word, &Word)| x.plain == y.plain && x.fits(y) != y.fits(x);
    let hurried = a.iter().zip(b).filter(bare).count() != 1;
    let (mut worst, mut slips) = (Likeness::Same, 0);
    for (at, (x, y)) in a.iter().zip(b).enumerate() {
        let last = at + 1 == a.len();
        let likeness = if x.plain == y.plain {
            match (x.fits(y), y.fits(x)) {
                (true, true) => Likeness::Same,
                (false, false) => Likeness::Marks,
                _ if marked && !hurried => Likeness::Marks,
                _ => Likeness::Folded,
            }
        } else if !last && (abbreviates(x, y) || abbreviates(y, x)) {
            Likeness::Part
        } else if slips_into(&x.plain, &y.plain, last) {
            Likeness::Slip
        } else if last && x.plain.len() > 2 && one_slip_apart(&x.plain, &y.plain) {
            Likeness::Near
        } else if last {
            return Likeness::Other;
        } else {
            Likeness::OtherWithGiven
        };
        slips += usize::from(is_slip(likeness));
        worst = worst.max(likeness);
    }
    match worst {
        // A given name alone that sounds the same, or three slips in one name, is another name.
        slip if is_slip(slip) && (slips > 2 || a.len() == 1) => Likeness::Other,
        worst => worst,
    }
}

fn is_slip(likeness: Likeness) -> bool {
    matches!(likeness, Likeness::Slip | Likeness::Marks | Likeness::Near)
}

fn compare_groups(a: &Form, b: &Form) -> Likeness {
    let (a, b) = (&spelled_out(a, b), &spelled_out(b, a));
    let lacks = |one: &Form, other: &Form| {
        let words = one.words.iter();
        let missing: Vec<String> = words
            .filter(|word| {
                !other.words.iter().any(|known| {
                    agree(word, known)
                        || (word.plain.len() > 3 && slips_into(&word.plain, &known.plain, true))
                })
            })
            .map(|word| word.plain.clone())
            .collect();
        let heavy = missing.iter().filter(|word| !is_filler(word)).count();
        (missing.len(), heavy)
    };
    let ((a_lacks, a_heavy), (b_lacks, b_heavy)) = (lacks(a, b), lacks(b, a));
    let shorter = a.words.len().min(b.words.len());
    match (a_lacks + b_lacks, a_heavy, b_heavy) {
        (0, ..) if a.is_marked() == b.is_marked() => Likeness::Same,
        (0, ..) => Likeness::Folded,
        (_, 0, 0) if a.words.iter().any(|word| !is_filler(&word.plain)) => Likeness::Part,
        // All of the shorter name is in the longer, and it is not just "the school".
        (_, 0, more) | (_, more, 0) if shorter >= 3 && more <= 3 => Likeness::Part,
        _ => Likeness::Other,
    }
}

/// With short forms as the words of the other name that begin with their letters: "CH" and "cứu hộ".
fn spelled_out(form: &Form, other: &Form) -> Form {
    let mut words = Vec::with_capacity(form.words.len());
    for word in &form.words {
        let letters = word.plain.len();
        let runs = other.words.windows(letters);
        let run = runs.filter(|_| (2..=4).contains(&letters) && !word.is_marked()).find(|run| {
            run.iter()
                .zip(word.plain.bytes())
                .all(|(long, letter)| long.plain.len() > 1 && long.plain.as_bytes()[0] == letter)
        });
        match run {
            Some(run) if !other.words.iter().any(|known| agree(word, known)) => {
                words.extend_from_slice(run);
            }
            _ => words.push(word.clone()),
        }
    }
    Form { words, ..form.clone() }
}

/// The same, or one typed without marks.
fn agree(a: &Word, b: &Word) -> bool {
    a.fits(b) || b.fits(a)
}

/// "Ng." or "N" for "Nguyễn".
fn abbreviates(short: &Word, long: &Word) -> bool {
    agree(short, long) || (short.plain.len() <= 2 && long.plain.starts_with(&short.plain))
}

/// Whether one is the other, mistyped or as it sounds. Two names that many bear are two names.
fn slips_into(a: &str, b: &str, given: bool) -> bool {
    sound(a) == sound(b)
        || (one_slip_apart(a, b)
            && a.len().min(b.len()) >= 2
            && !(given && is_given(a) && is_given(b)))
}
