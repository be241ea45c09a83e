//! Public codes such as `HD-7K3M9`: what a citizen reads aloud on the phone to ask about a
//! nomination. Not a secret, and not the row's id.
//!
//! Five characters from the 23 of [`ALPHABET`]. None of those that eyes confuse most is in it: 0 O,
//! 1 I L, 2 Z, 5 S, 8 B, U V. What is left of weaker pairs (6 and G, D and Q) is told apart by the
//! check character. A look-alike is refused, not "corrected": who mistyped can look once more.
//!
//! The first four carry the code, so there are 23⁴ = [`SPACE`] = 279,841 for each prefix. Drawn at
//! random, two of the first 600 or so coincide with even odds: the store must keep codes unique and
//! the caller draw again. One draw meets a taken code with odds (codes in use / [`SPACE`]): 1 in 28
//! with 10,000 in use, 1 in 2.8 with 100,000 (then 16 draws in a row fail once in 14 million
//! times). A province files thousands a year.
//!
//! The last is a check character: with places weighted 1 to 5, the sum is 0 modulo 23. As 23 is
//! prime, any one changed character and any exchange of two are caught, always.

use std::fmt;
use std::str::FromStr;

use super::text;

/// The characters of a code, in the order of their values 0 to 22.
pub const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";

/// How many codes there are for one prefix.
pub const SPACE: u64 = 23 * 23 * 23 * 23;

/// The prefix a code gets when it is typed without one: Hoa Đẹp.
pub const PREFIX: &str = "HD";

const LENGTH: usize = 5;
const PREFIX_MAX: usize = 4;

/// A public code, known to be well formed. Shown as `HD-7K3M9`, which is also how it is stored.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct Code {
    prefix: String,
    body: [u8; LENGTH],
}

/// The text is not a code of ours, or was mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code, or mistyped")]
pub struct Mistyped;

impl Code {
    /// A code from random bytes; eight of them make all codes equally likely. Of `prefix` the
    /// ASCII letters count, four at most; without any it is [`PREFIX`].
    pub fn from_random(prefix: &str, random: &[u8]) -> Self {
        let drawn = random.iter().take(8).fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
        let mut left = drawn % SPACE;
        let mut body = [0; LENGTH];
        let mut sum = 0;
        for (value, weight) in body[..LENGTH - 1].iter_mut().zip(1u64..) {
            let digit = left % 23;
            left /= 23;
            sum += weight * digit;
            *value = letter(digit);
        }
        // 5 · 14 = 70 = 3 · 23 + 1, so 14 undoes the weight of the last place.
        body[LENGTH - 1] = letter((23 - sum % 23) * 14 % 23);
        let prefix: String = prefix
            .chars()
            .filter(char::is_ascii_alphabetic)
            .take(PREFIX_MAX)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let prefix = if prefix.is_empty() { PREFIX.to_owned() } else { prefix };
        Self { prefix, body }
    }

    /// Reads a code as people type it: any case, with or without dash, spaces and prefix, "HĐ"
    /// as well as "HD". `None` when it is no code, or a character is wrong.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut all = String::with_capacity(LENGTH + PREFIX_MAX);
        for c in text::fold(typed).chars() {
            match c {
                c if c.is_ascii_alphanumeric() => all.push(c.to_ascii_uppercase()),
                ' ' | '-' | '–' | '—' | '‑' | '.' | '_' | '#' | '/' => {}
                _ => return None,
            }
            if all.len() > LENGTH + PREFIX_MAX {
                return None;
            }
        }
        let (prefix, body) = all.split_at_checked(all.len().checked_sub(LENGTH)?)?;
        if !prefix.bytes().all(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut sum = 0;
        for (c, weight) in body.bytes().zip(1usize..) {
            sum += weight * ALPHABET.iter().position(|&known| known == c)?;
        }
        if !sum.is_multiple_of(23) {
            return None;
        }
        let prefix = if prefix.is_empty() { PREFIX } else { prefix };
        Some(Self { prefix: prefix.to_owned(), body: body.as_bytes().try_into().ok()? })
    }

    /// What stands before the dash.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

fn letter(value: u64) -> u8 {
    ALPHABET[usize::try_from(value % 23).expect("below 23")]
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.prefix)?;
        self.body.iter().try_for_each(|&c| write!(f, "{}", char::from(c)))
    }
}

impl FromStr for Code {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Mistyped> {
        Self::parse(text).ok_or(Mistyped)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = Mistyped;

    fn try_from(text: String) -> Result<Self, Mistyped> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = Code::from_random("HD", &[1, 2, 3, 4, 5, 6, 7, 8]);
        let shown = code.to_string();
        assert_eq!(shown.len(), 8);
        let body = &shown[3..];
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            body.to_lowercase(),
            format!(" hd {} {} ", &body[..2], &body[2..]),
            format!("HĐ{body}"),
            format!("#hđ–{body}"),
        ] {
            assert_eq!(Code::parse(&typed), Some(code.clone()), "{typed}");
        }
        for typed in
            ["", "HD", "HD-", "7K3M", "HD-ABCDEFGHI", "HD-7K3M9!", "12-7K3M9", "🌸🌸🌸🌸🌸"]
        {
            assert_eq!(Code::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn look_alikes_are_in_no_code_and_are_refused() {
        for c in "0O1IL2Z5S8BUV".chars() {
            assert!(!ALPHABET.contains(&(c as u8)), "{c}");
            assert_eq!(Code::parse(&format!("HD-3333{c}")), None);
        }
        assert!(Code::parse("HD-33333").is_some());
    }

    #[test]
    fn all_codes_can_be_drawn_and_differ() {
        let codes: BTreeSet<String> =
            (0..SPACE).map(|n| Code::from_random("HD", &n.to_be_bytes()).to_string()).collect();
        assert_eq!(codes.len() as u64, SPACE);
    }

    proptest! {
        #[test]
        fn one_wrong_character_or_an_exchange_is_always_caught(random: [u8; 8], at in 0usize..5, with in 0usize..23, other in 0usize..5) {
            let code = Code::from_random("HD", &random);
            let shown = code.to_string();
            prop_assert_eq!(Code::parse(&shown), Some(code.clone()));
            prop_assert_eq!(serde_json::from_value::<Code>(serde_json::to_value(&code).unwrap()).unwrap(), code);
            let mut wrong = shown.clone().into_bytes();
            wrong[3 + at] = ALPHABET[with];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(Code::parse(&wrong).is_some(), wrong == shown);
            let mut swapped = shown.clone().into_bytes();
            swapped.swap(3 + at, 3 + other);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert_eq!(Code::parse(&swapped).is_some(), swapped == shown);
        }

        #[test]
        fn parsing_never_panics(text in "\\PC{0,20}") {
            let _ = Code::parse(&text);
        }
    }
}
