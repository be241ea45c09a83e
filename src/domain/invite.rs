//! The codes of one-time invitations, as links carry them.

/// Characters of a code: 120 random bits.
pub const CODE_LENGTH: usize = 24;
/// What it is made of, five bits a character.
pub const CODE_ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Whether `text` may be a code. Links carry other words too, such as where a poster hung.
pub fn is_code(text: &str) -> bool {
    text.len() == CODE_LENGTH && text.bytes().all(|byte| CODE_ALPHABET.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_other_words() {
        assert!(is_code("abcdefghijklmnopqrstuv27"));
        for other in ["", "qr-phohien", "abcdefghijklmnopqrstuv21", "ABCDEFGHIJKLMNOPQRSTUV27"] {
            assert!(!is_code(other), "{other}");
        }
    }
}
