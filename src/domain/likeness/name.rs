//! The name of a nominee, read apart and compared.

use super::names::{is_given, is_surname, rarity, sound};
use super::titles::{Gender, expansion, is_filler, title};
use crate::domain::nomination::NomineeKind;
use crate::domain::place::{Word, one_slip_apart, words};
use crate::domain::text;

/// One way to read a name.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub words: Vec<Word>,
    /// Without marks, `i` for `y`, single spaces.
    pub plain: String,
    /// Without marks, as it was spelled.
    pub spelled: String,
    pub rarity: f64,
}

/// A name, read.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// All ways to read it: as it stands, what stands in brackets, each of a couple. Never empty.
    pub forms: Vec<Form>,
    pub titled: bool,
    pub household: bool,
    pub group: bool,
    pub gender: Option<Gender>,
    /// Without a surname: what neighbours call somebody.
    pub familiar: bool,
}

/// How two names are alike, the most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
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
pub(super) struct Compared {
    pub likeness: Likeness,
    /// Of the reading that is alike, in bits.
    pub rarity: f64,
}

impl Form {
    fn new(words: Vec<Word>, spelled: String) -> Self {
        let plain: Vec<&str> = words.iter().map(|word| word.plain.as_str()).collect();
        let rarity = rarity(&plain);
        Self { plain: plain.join(" "), spelled, rarity, words }
    }

    fn of(typed: &str, skip: usize) -> Self {
        let words: Vec<Word> = words(typed).into_iter().skip(skip).collect();
        let spelled = text::fold(typed);
        let spelled: Vec<&str> = spelled
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .skip(skip)
            .collect();
        Self::new(words, spelled.join(" "))
    }

    /// The last word.
    pub fn given(&self) -> &str {
        self.words.last().map_or("", |word| &word.plain)
    }

    fn is_marked(&self) -> bool {
        self.words.iter().any(Word::is_marked)
    }
}

impl Name {
    /// Reads a name as typed.
    pub fn read(typed: &str, kind: NomineeKind) -> Self {
        let typed = spaced(&text::clean(typed));
        let group = kind == NomineeKind::Collective && !begins_with_household(&typed);
        let mut name = Self {
            forms: Vec::new(),
            titled: false,
            household: kind == NomineeKind::Household,
            group,
            gender: None,
            familiar: false,
        };
        let (outside, inside) = brackets(&typed);
        for (at, part) in [outside, inside].into_iter().enumerate() {
            if part.chars().any(char::is_alphanumeric) {
                if group { name.read_group(&part) } else { name.read_person(&part, at == 0) }
            }
        }
        if name.forms.is_empty() {
            name.forms.push(Form::of(&typed, 0));
        }
        name
    }

    fn read_group(&mut self, part: &str) {
        let mut all = Vec::new();
        for word in words(part) {
            match expansion(&word) {
                Some(long) => all.extend(long),
                None => all.push(word),
            }
        }
        let form = Form::new(all, String::new());
        self.forms.push(Form { spelled: form.plain.clone(), ..form });
    }

    fn read_person(&mut self, part: &str, first: bool) {
        let part = part.split([',', ';', '–', '-']).next().unwrap_or(part).trim();
        let all = words(part);
        let title = title(&all);
        if first {
            self.titled = title.length > 0;
            self.household |= title.household;
            self.gender = title.gender;
        }
        let kept: Vec<&str> = tokens(part).skip(title.length).collect();
        let is_small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
        // "anh Tý sửa xe" is called Tý.
        let nickname = title.length > 0
            && kept.len() > 1
            && !is_small(kept[0])
            && !is_surname(&plain(kept[0]))
            && kept[1..].iter().all(|word| is_small(word));
        let kept = if nickname { &kept[..1] } else { &kept[..] };
        let form = Form::of(&kept.join(" "), 0);
        if form.words.is_empty() {
            return;
        }
        if self.gender.is_none() && form.words.len() > 2 {
            self.gender = match form.words[1].plain.as_str() {
                "thi" => Some(Gender::Female),
                "van" => Some(Gender::Male),
                _ => None,
            };
        }
        if first {
            self.familiar = form.words.len() == 1 || nickname;
        }
        if title.couple && form.words.len() == 2 {
            self.forms.extend(kept.iter().map(|word| Form::of(word, 0)));
        }
        // "dì Út Lành" is the youngest of the house, and called Lành.
        if title.length > 0 && form.words.len() == 2 && is_birth_order(&form.words[0].plain) {
            self.forms.push(Form::of(kept[1], 0));
            self.familiar |= first;
        }
        self.forms.push(form);
    }

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
        (_, 0, 0) => Likeness::Part,
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

/// With a space where a capital follows a small letter: "NguyễnVăn".
fn spaced(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len() + 2);
    let mut small = false;
    for c in typed.chars() {
        if small && c.is_uppercase() {
            out.push(' ');
        }
        small = c.is_lowercase();
        out.push(c);
    }
    out
}

fn brackets(typed: &str) -> (String, String) {
    let Some((before, rest)) = typed.split_once(['(', '"', '“', '[']) else {
        return (typed.to_owned(), String::new());
    };
    let (inside, after) = rest.split_once([')', '"', '”', ']']).unwrap_or((rest, ""));
    (format!("{before} {after}"), inside.to_owned())
}

fn is_birth_order(plain: &str) -> bool {
    matches!(plain, "ut" | "ca" | "hai" | "ba" | "tu" | "nam" | "sau" | "bai" | "tam" | "chin")
}

fn begins_with_household(typed: &str) -> bool {
    title(&words(typed)).household
}

fn tokens(part: &str) -> impl Iterator<Item = &str> {
    part.split(|c: char| {
        !(c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c))
    })
    .filter(|word| !word.is_empty())
}

fn plain(word: &str) -> String {
    text::fold(word).replace('y', "i")
}
