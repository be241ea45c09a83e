//! Place names as words: compared with or without marks, however the marks were typed.

use unicode_normalization::UnicodeNormalization;

use crate::domain::text;

/// One syllable of a name or a query, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::domain) struct Word {
    /// Without any mark.
    pub plain: String,
    /// With its marks, the tone at the end, so that "hòa" and "hoà" are the same. Equal to `plain`
    /// when the word has no marks, or they were not typed.
    exact: String,
    /// A comma, dash, bracket or line break stands before it.
    pub after_break: bool,
}

/// How well the marks of what was typed agree with a name of the same letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Marks {
    /// All as in the name.
    Same,
    /// Some words were typed without, the others agree.
    Left,
    /// Some word has others.
    Other,
}

impl Word {
    fn new(typed: &str, after_break: bool) -> Self {
        let (mut exact, mut tone) = (String::new(), None);
        for c in typed.nfd() {
            match c {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
                // Quý and Quí, Mỹ and Mĩ are two spellings of one name.
                'y' => exact.push('i'),
                // They look the same as capitals, and some keyboards type them.
                'ð' | 'ɖ' => exact.push('đ'),
                c => exact.push(c),
            }
        }
        // Where the hooks of "ươ" were typed on one letter only.
        for half in ["uo\u{31b}", "u\u{31b}o"] {
            if let Some(at) = exact.find(half)
                && exact[at + half.len()..].starts_with(char::is_alphabetic)
            {
                exact.replace_range(at..at + half.len(), "u\u{31b}o\u{31b}");
            }
        }
        exact.extend(tone);
        Self { plain: text::fold(typed).replace('y', "i"), exact, after_break }
    }

    /// Has marks.
    pub fn is_marked(&self) -> bool {
        self.exact != self.plain
    }

    /// Agrees with `name`: the same, or typed without marks.
    pub fn fits(&self, name: &Word) -> bool {
        self.plain == name.plain && (self.exact == name.exact || !self.is_marked())
    }
}

/// Cuts text into words at everything that is neither letter nor digit.
pub(in crate::domain) fn words(typed: &str) -> Vec<Word> {
    let typed = text::clean(typed).to_lowercase();
    let mut words = Vec::new();
    let (mut word, mut after_break) = (String::new(), false);
    for c in typed.chars().chain([' ']) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(Word::new(&word, after_break));
            word.clear();
            after_break = false;
        }
        after_break |= !matches!(c, ' ' | '.' | '\'' | '’');
    }
    words
}

/// The words without marks and spaces.
pub(super) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.plain.as_str()).collect()
}

/// How well the marks agree, given that the letters are the same.
pub(super) fn marks(typed: &[Word], name: &[Word]) -> Marks {
    if !typed.iter().any(Word::is_marked) {
        return Marks::Left;
    }
    if typed.len() != name.len() {
        return Marks::Other;
    }
    let mut pairs = typed.iter().zip(name);
    if pairs.clone().all(|(typed, name)| typed.exact == name.exact) {
        Marks::Same
    } else if pairs.all(|(typed, name)| typed.fits(name)) {
        Marks::Left
    } else {
        Marks::Other
    }
}

/// Whether one letter left out, added or changed, or two neighbours exchanged, turn `a` into `b`.
pub(in crate::domain) fn one_slip_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a1, a2, a @ ..], [b1, b2, b @ ..]) if a1 == b2 && a2 == b1 && a == b => true,
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) if rest == a => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_agree_wherever_the_tone_was_put() {
        let name = words("Thụy Hòa");
        for (typed, expected) in [
            ("thụy hòa", Marks::Same),
            ("Thuỵ Hoà", Marks::Same),
            ("thuy hòa", Marks::Left),
            ("thuy hoa", Marks::Left),
            ("thúy hòa", Marks::Other),
        ] {
            assert_eq!(marks(&words(typed), &name), expected, "{typed}");
        }
    }

    #[test]
    fn hooks_on_one_letter_of_two_are_on_both_and_where_one_is_right_stay() {
        for typed in ["phuơng", "phưong", "phương"] {
            assert_eq!(words(typed), words("Phương"), "{typed}");
        }
        assert_ne!(words("phuong"), words("Phương"));
        assert_ne!(words("thuở"), words("thưở"));
    }

    #[test]
    fn a_slip_is_one_letter_or_one_exchange() {
        for (a, b) in [("phohien", "phohein"), ("phohien", "phohie"), ("phohien", "phohienn")] {
            assert!(one_slip_apart(a, b) && one_slip_apart(b, a), "{a} {b}");
        }
        assert!(one_slip_apart("phohien", "phuhien"));
        for (a, b) in [("phohien", "phuhein"), ("phohien", "phohi"), ("abc", "abc"), ("ab", "ba ")]
        {
            assert!(!one_slip_apart(a, b), "{a} {b}");
        }
    }
}
