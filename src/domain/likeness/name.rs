//! The name of a nominee, read apart: the ways to read it, and what stands around it.

mod comparison;

pub(super) use comparison::Likeness;

use super::names::{is_middle, is_surname, rarity};
use super::titles::{Gender, expansion, title};
use crate::domain::nomination::NomineeKind;
use crate::domain::place::{Word, words};
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
        let kept = if nickname { &kept[..1] } else { &kept[..name_ends(&kept, is_small)] };
        let kept = &surname_first(kept)[..];
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
}

/// Where a name ends behind which more is said: "Ngô Gia Bảo học sinh lớp 5A".
fn name_ends(words: &[&str], is_small: impl Fn(&str) -> bool) -> usize {
    let ends = (2..words.len()).find(|&at| {
        let small = words[at..].iter().take_while(|word| is_small(word)).count();
        // "Trần Thị thu hà" has just been typed so.
        small >= 2
            && words[..at].iter().all(|word| !is_small(word))
            && !is_middle(&plain(words[at - 1]))
    });
    ends.unwrap_or(words.len())
}

/// "Lụa Nguyễn", as people are called on the web, is Nguyễn Lụa. Without its marks only a surname
/// that is like no given name is known at the end.
fn surname_first<'a>(kept: &[&'a str]) -> Vec<&'a str> {
    let mut kept = kept.to_vec();
    if let [first, .., last] = kept[..]
        && !is_surname(&plain(first))
        && let [typed] = &words(last)[..]
        && (matches!(typed.plain.as_str(), "nguien" | "pham")
            || words("Trần Lê Võ Đặng Bùi Đỗ Ngô").iter().any(|known| known == typed))
    {
        kept.rotate_right(1);
    }
    kept
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
    let words = words(typed);
    let title = title(&words);
    // "Nhà bà Mơ" is a household, "Nhà máy gạch" is not.
    title.household && !(title.length == 1 && words[0].plain == "nha")
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
