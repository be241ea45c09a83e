//! Text as people type it: cleaned for keeping, folded for comparing, counted in characters.
//!
//! Everything a person writes passes [`clean`] before it is kept. Escaping for a platform is not
//! done here: the channels do that when they draw.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The fewest characters a [`name`] may have.
pub const NAME_MIN: usize = 2;
/// The most characters a [`name`] may have.
pub const NAME_MAX: usize = 120;

/// Text fit to be kept and shown: NFC, no control characters but line breaks, nothing invisible
/// that turns the reading direction, single spaces, at most one empty line in a row, trimmed.
///
/// Cleaning twice changes nothing more.
pub fn clean(text: &str) -> String {
    let visible = text.replace("\r\n", "\n");
    let visible = visible.chars().filter_map(|c| match c {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() || is_invisible(c) => None,
        c => Some(c),
    });
    let mut out = String::with_capacity(text.len());
    let (mut spaces, mut breaks, mut seen) = (false, 0, false);
    for c in visible.nfc() {
        match c {
            ' ' => spaces = true,
            '\n' => breaks += 1,
            c => {
                if !out.is_empty() {
                    match breaks {
                        0 if spaces => out.push(' '),
                        0 => {}
                        1 => out.push('\n'),
                        _ => out.push_str("\n\n"),
                    }
                }
                (spaces, breaks) = (false, 0);
                seen |= !is_joiner(c);
                out.push(c);
            }
        }
    }
    // Joiners with nothing to join.
    if seen { out } else { String::new() }
}

/// Text for comparing and searching: lower case, no tone or vowel marks, `đ` as `d`, one line,
/// single spaces. `"Phố  Hiến"` and `"pho hien"` fold to the same.
pub fn fold(text: &str) -> String {
    let letters = text
        .chars()
        .filter(|&c| c.is_whitespace() || !(c.is_control() || is_invisible(c)))
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|&c| !is_combining_mark(c))
        // These have no decomposition. The two beside đ look the same as capitals, and some
        // keyboards type them.
        .map(|c| if matches!(c, 'đ' | 'ð' | 'ɖ') { 'd' } else { c });
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in letters {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push(c);
    }
    out
}

/// The length people see: characters, not bytes.
pub fn char_count(text: &str) -> usize {
    text.chars().count()
}

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Under [`NAME_MIN`] characters, or without a single letter.
    #[error("the name is shorter than {NAME_MIN} characters or has no letter")]
    TooShort,
    /// Over [`NAME_MAX`] characters.
    #[error("the name is longer than {NAME_MAX} characters")]
    TooLong,
}

/// A name of a person, group or household: cleaned, on one line, [`NAME_MIN`] to [`NAME_MAX`]
/// characters, with at least one letter.
pub fn name(text: &str) -> Result<String, NameError> {
    let name = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match char_count(&name) {
        ..NAME_MIN => Err(NameError::TooShort),
        n if n > NAME_MAX => Err(NameError::TooLong),
        _ if !name.chars().any(char::is_alphabetic) => Err(NameError::TooShort),
        _ => Ok(name),
    }
}

/// What joins emoji and chooses their colour, invisible by itself.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E007F}')
}

/// Characters without a shape that deceive the eye or a comparison: direction marks and
/// overrides, zero-width spaces, soft hyphens, letters that fill without being seen. The joiners
/// stay, because emoji are made of them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}'
            | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cleaning_keeps_what_is_read_and_drops_what_is_not() {
        for (dirty, clean_) in [
            ("  Phố   Hiến \t", "Phố Hiến"),
            ("Pho\u{302}\u{301} Hie\u{302}\u{301}n", "Phố Hiến"),
            ("a\0b\u{7}c", "abc"),
            ("a\u{202E}b\u{2066}c\u{200F}", "abc"),
            ("một\r\nhai\rba", "một\nhai\nba"),
            ("một \n\n\n\n hai", "một\n\nhai"),
            ("\n\n  \n", ""),
            ("a\u{A0}b\u{3000}c", "a b c"),
            ("<b> & 👨‍👩‍👧", "<b> & 👨‍👩‍👧"),
            ("\u{200D}\u{FE0F} \u{200C}", ""),
            ("\u{3164}A\u{FFA0}\u{2800}", "A"),
        ] {
            assert_eq!(clean(dirty), clean_, "{dirty:?}");
        }
    }

    #[test]
    fn folding_evens_out_marks_case_and_spaces() {
        for (text, folded) in [
            ("Phố  Hiến", "pho hien"),
            ("ĐƯỜNG HÀO", "duong hao"),
            ("Thuỵ\nThụy", "thuy thuy"),
            ("Ðông Hưng", "dong hung"),
            ("Ho\u{300}a  Bi\u{300}nh ", "hoa binh"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(char_count("Phố Hiến"), 8);
    }

    #[test]
    fn a_name_has_two_to_a_hundred_and_twenty_characters_and_a_letter() {
        assert_eq!(name("  Nguyễn\nVăn   A "), Ok("Nguyễn Văn A".into()));
        assert_eq!(name("Tổ 5"), Ok("Tổ 5".into()));
        assert_eq!(name("A"), Err(NameError::TooShort));
        assert_eq!(name("   \u{200B} \n "), Err(NameError::TooShort));
        assert_eq!(name("12345 !!"), Err(NameError::TooShort));
        assert_eq!(name(&"ế".repeat(120)).map(|n| char_count(&n)), Ok(120));
        assert_eq!(name(&"ế".repeat(121)), Err(NameError::TooLong));
        assert_eq!(name(&"e\u{302}\u{301}".repeat(120)).map(|n| char_count(&n)), Ok(120));
    }

    proptest! {
        #[test]
        fn cleaning_and_folding_twice_change_nothing_more(text in "\\PC{0,40}|[\\s\\PCa-zđĐế\u{301}\u{202E}\\x00]{0,40}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n'));
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert_eq!(fold(&once), folded);
        }
    }
}
