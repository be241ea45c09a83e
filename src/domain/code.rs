//! Public codes such as `HD-7K3M9`: what a citizen reads aloud on the phone to ask about a
//! nomination. Not a secret, and not the row's id.
//!
//! Five characters from the 23 of [`ALPHABET`]. None of those that eyes confuse most is in it: 0 O,
//! 1 I L, 2 Z, 5 S, 8 B, U V. What is left of weaker pairs (6 and G, D and Q) is told apart by the
//! check character.
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

/// The characters of a code, in the order of their values 0 to 22.
pub const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";

/// How many codes there are for one prefix.
pub const SPACE: u64 = 23 * 23 * 23 * 23;

/// The prefix a code gets when it is drawn without one: Hoa Đẹp.
const PREFIX: &str = "HD";

const LENGTH: usize = 5;
const PREFIX_MAX: usize = 4;

/// A public code. Shown as `HD-7K3M9`, which is also how it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    prefix: String,
    body: [u8; LENGTH],
}

impl Code {
    /// A code from random bytes; eight of them make all codes equally likely. Of `prefix` the
    /// ASCII letters count, four at most; without any it is `HD`.
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
}

/// What somebody wrote as the prefix of codes, in capitals: two to four letters from A to Z.
pub fn prefix(written: &str) -> Option<String> {
    let written = written.trim();
    let is_one = (2..=PREFIX_MAX).contains(&written.len())
        && written.bytes().all(|c| c.is_ascii_alphabetic());
    is_one.then(|| written.to_ascii_uppercase())
}

/// What somebody wrote as a code, in capitals: its prefix, empty if they left it away, and the five
/// characters behind it. `None` if it cannot be one.
pub fn parts(written: &str) -> Option<(String, String)> {
    let mut signs: Vec<char> = Vec::new();
    for c in written.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => signs.push(c.to_ascii_uppercase()),
            c if c.is_whitespace() => {}
            '-' | '‐' | '‑' | '–' | '—' | '.' | '_' | '#' => {}
            _ => return None,
        }
    }
    let body = signs.split_off(signs.len().checked_sub(LENGTH)?);
    let is_body = body.iter().all(|c| ALPHABET.iter().any(|known| char::from(*known) == *c));
    let is_prefix = signs.len() <= PREFIX_MAX && signs.iter().all(char::is_ascii_alphabetic);
    (is_body && is_prefix).then(|| (signs.into_iter().collect(), body.into_iter().collect()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Whether the check character of the five after the dash is right.
    fn holds(shown: &[u8]) -> bool {
        let values = shown[shown.len() - LENGTH..].iter();
        let values = values.map(|c| ALPHABET.iter().position(|known| known == c).unwrap());
        values.zip(1..).map(|(value, weight)| value * weight).sum::<usize>().is_multiple_of(23)
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for written in ["HD-7K3M9", "hd7k3m9", " hd 7k3m9 ", "HD–7K3M9", "#hd-7k3m9"] {
            assert_eq!(parts(written), Some(("HD".into(), "7K3M9".into())), "{written}");
        }
        assert_eq!(parts("7k3m9"), Some((String::new(), "7K3M9".into())));
        for other in ["", "7K3M", "Lê Lợi", "0912345678", "HD-7K3M0", "ABCDE-7K3M9", "1-7K3M9"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }

    #[test]
    fn a_prefix_is_up_to_four_letters_and_never_missing() {
        let drawn = |prefix| Code::from_random(prefix, &[1, 2, 3, 4, 5, 6, 7, 8]).to_string();
        for (prefix, shown) in
            [("HD", "HD-"), ("hd", "HD-"), ("2026", "HD-"), ("Đ-x1", "X-"), ("abcde", "ABCD-")]
        {
            let code = drawn(prefix);
            assert_eq!(code.strip_suffix(&drawn("HD")[3..]), Some(shown), "{code}");
        }
    }

    #[test]
    fn a_prefix_is_read_as_the_one_that_codes_get() {
        for written in ["HD", "hd ", "Hoa", "abcd"] {
            let read = prefix(written).unwrap();
            let code = Code::from_random(&read, &[1, 2, 3, 4, 5, 6, 7, 8]).to_string();
            assert_eq!(parts(&code).unwrap().0, read);
        }
        for other in ["", "h", "abcde", "Đẹp", "H1", "H D", "2026"] {
            assert_eq!(prefix(other), None, "{other}");
        }
    }

    #[test]
    fn look_alikes_are_in_no_code() {
        for c in "0O1IL2Z5S8BUV".chars() {
            assert!(!ALPHABET.contains(&(c as u8)), "{c}");
        }
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
            let shown = Code::from_random("HD", &random).to_string().into_bytes();
            prop_assert!(holds(&shown));
            let mut wrong = shown.clone();
            wrong[3 + at] = ALPHABET[with];
            prop_assert_eq!(holds(&wrong), wrong == shown);
            let mut swapped = shown.clone();
            swapped.swap(3 + at, 3 + other);
            prop_assert_eq!(holds(&swapped), swapped == shown);
        }
    }
}
