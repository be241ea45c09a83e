//! What one person gets of a message to many: the same for its preview, its trial and its sending.

use super::choice;
use crate::conversation::markup::cells;
use crate::conversation::message::{Act, Choice, Message};
use crate::conversation::press::{News, Press};
use crate::domain::broadcast::content::{Content, Contents, Link};
use crate::domain::evidence::File;
use crate::i18n::{Locale, text};

/// The longest text, in UTF-16 units; a platform that takes less has it split.
pub const TEXT_MAX: usize = 4_096;
/// The longest text that stands below a file.
pub const CAPTION_MAX: usize = 1_024;

/// The messages that somebody who reads `locale` gets, each one call, in order: one, or two where
/// buttons or words have no place below the files.
///
/// The last one has the links and the way out.
pub fn calls(contents: &Contents, links: &[Link], locale: Locale) -> Vec<Message> {
    let content = contents.read_in(locale);
    let media: Vec<File> = content.files.iter().map(|one| one.file.clone()).collect();
    let choices = choices(links, locale);
    let words = content.text.clone();
    match media.len() {
        0 => vec![Message { choices, ..Message::of(words) }],
        1 if fits_below(content) => vec![Message { media, choices, ..Message::of(words) }],
        _ if fits_below(content) => {
            let below = match links.is_empty() {
                true => text(locale, "cast-below-album-off", &[]),
                false => text(locale, "cast-below-album", &[]),
            };
            let first = Message { media, ..Message::of(words) };
            vec![first, Message { choices, ..Message::of(below) }]
        }
        _ => {
            let first = Message { media, ..Message::default() };
            vec![first, Message { choices, ..Message::of(words) }]
        }
    }
}

/// What somebody has of it once `corrected` has taken the place of its words, and which of the messages
/// those are in: no message is added, and none goes away.
pub fn corrected(
    original: &Contents,
    corrected: &Contents,
    links: &[Link],
    locale: Locale,
) -> (Vec<Message>, usize) {
    let mut all = calls(original, links, locale);
    let place = if fits_below(original.read_in(locale)) { 0 } else { all.len() - 1 };
    all[place].text.clone_from(&corrected.read_in(locale).text);
    (all, place)
}

/// The longest words that can take the place of its own, in UTF-16 units.
pub fn longest(original: &Contents, locale: Locale) -> usize {
    let content = original.read_in(locale);
    if content.files.is_empty() || !fits_below(content) { TEXT_MAX } else { CAPTION_MAX }
}

/// How long a marked-up text is to a platform, in UTF-16 units.
pub fn units(markup: &str) -> usize {
    cells(markup).into_iter().map(|cell| cell.units()).sum()
}

fn fits_below(content: &Content) -> bool {
    units(&content.text) <= CAPTION_MAX
}

fn choices(links: &[Link], locale: Locale) -> Vec<Vec<Choice>> {
    let mut rows: Vec<Vec<Choice>> = links
        .iter()
        .map(|link| {
            let act = Act::Open(link.to.clone());
            vec![Choice { label: link.label(locale).to_owned(), act }]
        })
        .collect();
    let off = text(locale, "news-off", &[]);
    rows.push(vec![choice(off, &Press::News(News::Off))]);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::broadcast::content::Attached;
    use crate::domain::evidence::FileKind;

    fn says(length: usize, files: usize) -> Contents {
        let file = |number: usize| Attached {
            file: File {
                kind: FileKind::Photo,
                handle: format!("photo:{number}"),
                name: None,
                size: None,
            },
            source: number.to_string(),
        };
        let text = "ấ".repeat(length);
        let vi = Content { text, files: (0..files).map(file).collect(), source: None };
        Contents { vi, en: None }
    }

    #[test]
    fn new_words_stand_where_the_old_ones_did_whatever_their_length() {
        for (length, files, count, place, most) in [
            (10, 0, 1, 0, TEXT_MAX),
            (10, 1, 1, 0, CAPTION_MAX),
            (1_025, 1, 2, 1, TEXT_MAX),
            (9, 2, 2, 0, CAPTION_MAX),
            (2_000, 10, 2, 1, TEXT_MAX),
        ] {
            let original = says(length, files);
            for new in [1, 3_000] {
                let (all, at) = corrected(&original, &says(new, files), &[], Locale::Vi);
                assert_eq!((all.len(), at), (count, place), "{length} {files} {new}");
                let mut old = calls(&original, &[], Locale::Vi);
                old[place].text = "ấ".repeat(new);
                assert_eq!(all, old);
            }
            assert_eq!(longest(&original, Locale::Vi), most);
        }
    }

    #[test]
    fn the_last_message_has_every_button_and_nothing_is_left_out() {
        let links = [Link { to: "https://a.vn".into(), vi: "Xem".into(), en: Some("See".into()) }];
        for (length, files, count) in [
            (10, 0, 1),
            (4_096, 0, 1),
            (0, 1, 1),
            (1_024, 1, 1),
            (1_025, 1, 2),
            (9, 2, 2),
            (2_000, 10, 2),
        ] {
            let contents = says(length, files);
            let calls = calls(&contents, &links, Locale::En);
            assert_eq!(calls.len(), count, "{length} {files}");
            let (last, before) = calls.split_last().unwrap();
            assert!(before.iter().all(|one| one.choices.is_empty()));
            assert!(!last.text.is_empty() || last.media.len() == 1);
            assert_eq!(last.choices.len(), 2);
            assert_eq!(last.choices[0][0].label, "See");
            assert_eq!(last.choices[1][0].act, Act::Press("news.off".into()));
            assert!(calls.iter().any(|one| one.text == contents.vi.text));
            assert_eq!(calls.iter().map(|one| one.media.len()).sum::<usize>(), files);
        }
    }
}
