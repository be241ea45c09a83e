//! Phone numbers: read as people write them, kept in E.164, shown in the groups people know.
//!
//! The rule for Vietnamese mobiles is loose on purpose (a known first digit and the right length):
//! new ranges open every few years, and refusing a real number is worse than keeping a wrong one
//! that a reviewer will notice when calling.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::text;

/// The fewest and the most digits of a number, with its country's, and how many signs may part two.
const DIGITS_MIN: usize = 8;
const DIGITS_MAX: usize = 15;
const PARTED_MAX: usize = 3;

/// A phone number in E.164, such as `+84912345678`, which is also how it is stored. Shown as
/// `0912 345 678`; foreign ones are shown as stored.
///
/// `Debug` hides all but the last two digits, so that no log line holds a number.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Phone(String);

/// The text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct NotAPhone;

/// Reads a number as typed. Vietnamese mobiles and landlines with `0`, `84`, `+84` or `0084` in
/// front; foreign ones need `+` and 8 to 15 digits. Spaces, dots, dashes, slashes and brackets do
/// not matter. `None` for anything else.
pub fn parse(typed: &str) -> Option<Phone> {
    let typed = text::clean(typed);
    let typed = typed.trim_start_matches("tel:").trim();
    let (plus, rest) = match typed.strip_prefix(['+', '＋']) {
        Some(rest) => (true, rest),
        None => (false, typed),
    };
    let mut digits = String::with_capacity(16);
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' | '‐' | '‑' | '–' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    if plus {
        return match digits.strip_prefix("84") {
            Some(national) => vietnamese(national.strip_prefix('0').unwrap_or(national)),
            None => foreign(&digits),
        };
    }
    let national = if let Some(rest) = digits.strip_prefix("0084") {
        rest.strip_prefix('0').unwrap_or(rest)
    } else if let Some(rest) = digits.strip_prefix('0') {
        rest
    } else {
        let rest = digits.strip_prefix("84")?;
        rest.strip_prefix('0').unwrap_or(rest)
    };
    vietnamese(national)
}

/// Where phone numbers stand in a text, in characters: as many digits as a number can have, parted as
/// people part them.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let text: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < text.len() {
        match number_at(&text, from) {
            Some(to) => {
                found.push(from..to);
                from = to;
            }
            None => from += 1,
        }
    }
    found
}

/// Where the longest number that begins at `from` ends.
fn number_at(text: &[char], from: usize) -> Option<usize> {
    let is_begun = from.checked_sub(1).is_some_and(|before| text[before].is_ascii_digit());
    if is_begun || !matches!(text[from], '0'..='9' | '+' | '＋' | '(') {
        return None;
    }
    let (mut end, mut digits, mut parted) = (None, 0, 0);
    for (at, c) in text.iter().enumerate().skip(from) {
        match c {
            '0'..='9' => (digits, parted) = (digits + 1, 0),
            '+' | '＋' if at == from => {}
            ' ' | '.' | '-' | '‐' | '‑' | '–' | '(' | ')' => parted += 1,
            _ => break,
        }
        if digits > DIGITS_MAX || parted > PARTED_MAX {
            break;
        }
        let is_whole = text.get(at + 1).is_none_or(|next| !next.is_ascii_digit());
        if c.is_ascii_digit() && is_whole && digits >= DIGITS_MIN {
            let number: String = text[from..=at].iter().collect();
            end = parse(&number).map(|_| at + 1).or(end);
        }
    }
    end
}

impl Phone {
    /// The number of a shared contact: platforms give it with the country, but often without `+`.
    pub fn from_contact(number: &str) -> Option<Self> {
        parse(number).or_else(|| parse(&format!("+{}", number.trim())))
    }

    /// The number in E.164.
    pub fn e164(&self) -> &str {
        &self.0
    }
}

/// A number without its leading 0: mobiles have 9 digits, landlines 10 (area and subscriber).
fn vietnamese(national: &str) -> Option<Phone> {
    let fits = match (national.as_bytes().first()?, national.len()) {
        (b'3' | b'5' | b'7' | b'8' | b'9', 9) => true,
        (b'2', 10) => national.as_bytes()[1] != b'0' || national.as_bytes()[2] >= b'3',
        _ => false,
    };
    fits.then(|| Phone(format!("+84{national}")))
}

fn foreign(digits: &str) -> Option<Phone> {
    let fits = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
    fits.then(|| Phone(format!("+{digits}")))
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(national) = self.0.strip_prefix("+84") else { return f.write_str(&self.0) };
        let (a, b) = match (national.len(), national.as_bytes()) {
            (9, _) => (3, 6),
            // Hà Nội (024) and Hồ Chí Minh City (028) have the two short area codes.
            (_, [_, b'4' | b'8', ..]) => (2, 6),
            _ => (3, 7),
        };
        write!(f, "0{} {} {}", &national[..a], &national[a..b], &national[b..])
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone(…{})", &self.0[self.0.len() - 2..])
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;

    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        parse(text).ok_or(NotAPhone)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;

    fn try_from(text: String) -> Result<Self, NotAPhone> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, e164, shown) in [
            ("0912345678", "+84912345678", "0912 345 678"),
            ("0912 345 678", "+84912345678", "0912 345 678"),
            ("0912.345.678", "+84912345678", "0912 345 678"),
            ("(0912)-345-678", "+84912345678", "0912 345 678"),
            ("+84 912 345 678", "+84912345678", "0912 345 678"),
            ("+84 (0) 912 345 678", "+84912345678", "0912 345 678"),
            ("84912345678", "+84912345678", "0912 345 678"),
            ("0084912345678", "+84912345678", "0912 345 678"),
            ("\u{202A}+84 912\u{A0}345\u{A0}678\u{202C}", "+84912345678", "0912 345 678"),
            ("0351234567", "+84351234567", "0351 234 567"),
            ("0841234567", "+84841234567", "0841 234 567"),
            ("0221 3862 123", "+842213862123", "0221 3862 123"),
            ("02273 831 234", "+842273831234", "0227 3831 234"),
            ("024 3826 1234", "+842438261234", "024 3826 1234"),
            ("+49 170 1234567", "+491701234567", "+491701234567"),
            ("+1 (415) 555-0132", "+14155550132", "+14155550132"),
        ] {
            let phone = parse(typed).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!((phone.e164(), phone.to_string().as_str()), (e164, shown), "{typed}");
            assert_eq!(parse(phone.e164()), Some(phone.clone()));
            assert_eq!(parse(shown), Some(phone));
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            "+",
            "0",
            "không có",
            "091234567",
            "09123456789",
            "01234567890",
            "01212345678",
            "0412345678",
            "912345678",
            "4917012345678",
            "+0912345678",
            "+1234567",
            "+1234567890123456",
            "0912 345 678 (nhà)",
            "02012345678",
            "+8491234567",
            "113",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_shared_contact_may_lack_its_plus() {
        for (given, e164) in [
            ("84912345678", "+84912345678"),
            ("+84912345678", "+84912345678"),
            ("4917012345678", "+4917012345678"),
        ] {
            assert_eq!(Phone::from_contact(given).unwrap().e164(), e164);
        }
        assert_eq!(Phone::from_contact("abc"), None);
    }

    #[test]
    fn debug_output_hides_the_number() {
        assert_eq!(format!("{:?}", parse("0912345678").unwrap()), "Phone(…78)");
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_what_is_shown_reads_back(text in "\\PC{0,20}|[+0-9 .()-]{0,20}") {
            if let Some(phone) = parse(&text) {
                prop_assert_eq!(parse(&phone.to_string()), Some(phone));
            }
        }
    }
}
