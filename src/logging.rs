//! Log lines: where they go, which are kept, and what never gets into one.
//!
//! The rule is that no caller logs a secret; [`redact`] is the second lock on that door, because
//! an error of a library that prints the URL it called would print the bot's token with it.
//! Called once by `main`; the command line uses [`redact`] for its errors too.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};

use tracing_subscriber::EnvFilter;

/// What is logged when `RUST_LOG` does not say: our own news, other crates' warnings.
const DEFAULT_FILTER: &str = "hoadep=info,warn";

/// `RUST_LOG` says something that is not a filter.
#[derive(Debug, thiserror::Error)]
#[error("RUST_LOG got {got:?}; it takes filters as in \"{DEFAULT_FILTER}\"")]
pub struct InvalidFilter {
    got: String,
}

/// Starts logging to stderr, one compact line an event, lines of the `log` crate included.
///
/// A second call in one process changes nothing.
///
/// # Errors
/// When `RUST_LOG` is set and not a filter.
pub fn init() -> Result<(), InvalidFilter> {
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    let filter = if wanted.trim().is_empty() { DEFAULT_FILTER } else { wanted.trim() };
    let filter =
        EnvFilter::builder().parse(filter).map_err(|_| InvalidFilter { got: wanted.clone() })?;
    // An error here means that a subscriber is set already, which is what was asked for.
    let _ = tracing_subscriber::fmt()
        .compact()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(|| Redacting(std::io::stderr()))
        .try_init();
    Ok(())
}

/// The same text with bot tokens (`123:AAF…`) and the passwords of URLs replaced by `***`.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut found = secrets(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_unstable();
    let mut clean = String::with_capacity(text.len());
    let mut kept = 0;
    for (from, to) in found {
        if from >= kept {
            clean.push_str(&text[kept..from]);
            clean.push_str("***");
        }
        kept = kept.max(to);
    }
    clean.push_str(&text[kept..]);
    Cow::Owned(clean)
}

/// The fewest characters after a token's colon: real ones have 35, emulators take fewer.
pub(crate) const TOKEN_TAIL: usize = 8;

/// Whether a byte can stand in the part of a bot's token after the colon, and in the secret of a
/// webhook.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Byte ranges of what looks like a secret. All of them start and end next to ASCII.
fn secrets(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        if text[colon..].starts_with("://") {
            found.extend(password(text, colon + 3));
        }
        let digits = bytes[..colon].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let tail = bytes[colon + 1..].iter().take_while(|b| is_token_byte(**b)).count();
        if digits > 0 && tail >= TOKEN_TAIL {
            found.push((colon - digits, colon + 1 + tail));
        }
    }
    found
}

/// The range of the password in the authority of a URL that starts at `start`.
fn password(text: &str, start: usize) -> Option<(usize, usize)> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`');
    let authority = text[start..].split(ends).next()?;
    let at = authority.rfind('@')?;
    let colon = authority[..at].find(':')?;
    Some((start + colon + 1, start + at))
}

/// A writer that redacts. The formatter hands it one whole line a call.
struct Redacting<W>(W);

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.write_all(redact(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_passwords_are_masked_and_the_rest_is_kept() {
        for (text, clean) in [
            (
                "GET https://api.telegram.org/bot12345:AAF-x_yz01234/getMe",
                "GET https://api.telegram.org/bot***/getMe",
            ),
            ("a bot 12345:AAF-x_yz01234", "a bot ***"),
            ("at postgres://hoa:b@imat@db:5432/hoa", "at postgres://hoa:***@db:5432/hoa"),
            ("postgres://hoa:12:3456789012@db/hoa", "postgres://hoa:***@db/hoa"),
            ("listening on 127.0.0.1:8080 at 06:03:12", "listening on 127.0.0.1:8080 at 06:03:12"),
            ("Hoa Đẹp: một bông hoa", "Hoa Đẹp: một bông hoa"),
        ] {
            assert_eq!(redact(text), clean);
        }
    }

    #[test]
    fn a_log_line_goes_out_redacted_and_counts_as_written_whole() {
        let mut writer = Redacting(Vec::new());
        let line = b"failed: /bot12345:AAF-x_yz01234/getMe\n";
        assert_eq!(writer.write(line).unwrap(), line.len());
        assert_eq!(writer.0, b"failed: /bot***/getMe\n");
    }
}
