//! One message as several that Telegram takes in one call each.
//!
//! Limits: a text has 4,096 characters after its markup is read, a caption 1,024, an album two to
//! ten items. Characters are UTF-16 units. Source: <https://core.telegram.org/bots/api>

use crate::conversation::markup::{Cell, cells, name_of};
use crate::conversation::message::Message;
use crate::domain::evidence::File;

use super::files::Family;

/// The longest text, in UTF-16 units.
const TEXT_MAX: usize = 4_096;
/// The longest caption, in UTF-16 units.
const CAPTION_MAX: usize = 1_024;
/// The most items of an album.
const ALBUM_MAX: usize = 10;

/// The same message as several that Telegram takes in one call each, in order. Choices are on the
/// last.
pub fn split(message: Message) -> Vec<Message> {
    let topic = message.topic.clone();
    let mut messages = pieces(message);
    messages.iter_mut().for_each(|message| message.topic.clone_from(&topic));
    messages
}

fn pieces(message: Message) -> Vec<Message> {
    if message.upload.is_some() {
        return with_upload(message);
    }
    if message.media.is_empty() {
        return split_text(message);
    }
    let Message { text, choices, media, .. } = message;
    let fits = units(&text) <= CAPTION_MAX;
    let mut messages = Vec::new();
    if !fits {
        messages.extend(split_text(Message::of(text.as_str())));
    }
    let mut caption = if fits { text } else { String::new() };
    for media in albums(media) {
        messages.push(Message { text: std::mem::take(&mut caption), media, ..Message::default() });
    }
    if let Some(last) = messages.last_mut()
        && last.media.len() == 1
    {
        last.choices = choices;
    }
    messages
}

/// A file with its words below it, or after them where they are too many for a caption.
fn with_upload(mut message: Message) -> Vec<Message> {
    if units(&message.text) <= CAPTION_MAX {
        return vec![message];
    }
    let mut messages = split_text(Message::of(std::mem::take(&mut message.text)));
    messages.push(message);
    messages
}

fn split_text(message: Message) -> Vec<Message> {
    if units(&message.text) <= TEXT_MAX {
        return vec![message];
    }
    let mut messages: Vec<Message> =
        split_markup(&message.text, TEXT_MAX).into_iter().map(Message::of).collect();
    if let Some(last) = messages.last_mut() {
        *last = Message { text: std::mem::take(&mut last.text), ..message };
    }
    messages
}

/// Files in the order they came, as albums: only some kinds share one.
fn albums(media: Vec<File>) -> Vec<Vec<File>> {
    let mut albums: Vec<Vec<File>> = Vec::new();
    for file in media {
        let family = Family::of(&file);
        match albums.last_mut() {
            Some(album)
                if family.makes_albums()
                    && album.len() < ALBUM_MAX
                    && album.first().map(Family::of) == Some(family) =>
            {
                album.push(file);
            }
            _ => albums.push(vec![file]),
        }
    }
    albums
}

/// The length of marked-up text as Telegram counts it.
fn units(markup: &str) -> usize {
    cells(markup).into_iter().map(Cell::units).sum()
}

/// Marked-up text in parts of at most `limit` units, cut where reading pauses, each with its
/// markup whole.
fn split_markup(markup: &str, limit: usize) -> Vec<String> {
    let cells = cells(markup);
    let mut parts = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut from = 0;
    while from < cells.len() {
        let to = cut(&cells, from, limit);
        let mut part: String = open.concat();
        for cell in &cells[from..to] {
            match *cell {
                Cell::Open(tag) => {
                    open.push(tag);
                    part.push_str(tag);
                }
                Cell::Close(tag) => {
                    open.pop();
                    part.push_str(tag);
                }
                Cell::Char(written) => part.push_str(written),
            }
        }
        for tag in open.iter().rev() {
            part.push_str("</");
            part.push_str(name_of(tag));
            part.push('>');
        }
        parts.push(part);
        from = to;
    }
    parts
}

/// Where the part that starts at `from` ends: after an empty line, else a line, a sentence, a
/// word, else wherever it is full. Not so early that parts become scraps.
fn cut(cells: &[Cell<'_>], from: usize, limit: usize) -> usize {
    let mut sum = 0;
    let mut best = [None; 4];
    for (at, cell) in cells.iter().enumerate().skip(from) {
        sum += cell.units();
        if sum > limit {
            let fallback = at.max(from + 1);
            return best.into_iter().flatten().next().unwrap_or(fallback);
        }
        if sum < limit / 2 {
            continue;
        }
        let before = |n: usize| at.checked_sub(n).and_then(|i| cells.get(i)).copied();
        let is = |cell: Option<Cell<'_>>, words: &[&str]| matches!(cell, Some(Cell::Char(written)) if words.contains(&written));
        if is(Some(*cell), &["\n"]) {
            best[usize::from(!is(before(1), &["\n"]))] = Some(at + 1);
        } else if is(Some(*cell), &[" "]) {
            best[if is(before(1), &[".", "!", "?", "…"]) { 2 } else { 3 }] = Some(at + 1);
        }
    }
    cells.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::evidence::FileKind;

    fn files(handles: &[&str]) -> Vec<File> {
        let file = |handle: &&str| File {
            kind: FileKind::Photo,
            handle: (*handle).to_owned(),
            name: None,
            size: None,
        };
        handles.iter().map(file).collect()
    }

    #[test]
    fn a_long_text_is_cut_at_its_paragraphs_and_keeps_its_markup() {
        let text = format!("<b>{}\n\n{}</b>", "a".repeat(3_000), "b".repeat(3_000));
        let parts = split(Message::of(text));
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(texts.len(), 2);
        assert_eq!(texts[0], format!("<b>{}\n\n</b>", "a".repeat(3_000)));
        assert_eq!(texts[1], format!("<b>{}</b>", "b".repeat(3_000)));
    }

    #[test]
    fn four_thousand_emoji_take_two_messages() {
        let parts = split(Message::of("🌸".repeat(4_000)));
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| units(&part.text) <= TEXT_MAX));
    }

    #[test]
    fn twenty_photos_are_two_albums_and_the_words_are_on_the_first() {
        let media = files(&["photo:a"; 20]);
        let parts = split(Message { media, ..Message::of("minh chứng") });
        let sizes: Vec<usize> = parts.iter().map(|part| part.media.len()).collect();
        assert_eq!(sizes, [10, 10]);
        assert_eq!(parts[0].text, "minh chứng");
        assert_eq!(parts[1].text, "");
    }

    #[test]
    fn kinds_that_share_no_album_are_sent_apart() {
        let media = files(&["photo:a", "video:b", "voice:c", "voice:d", "document:e", "audio:f"]);
        let parts = split(Message { media, ..Message::default() });
        let sizes: Vec<usize> = parts.iter().map(|part| part.media.len()).collect();
        assert_eq!(sizes, [2, 1, 1, 1, 1]);
    }

    proptest! {
        #[test]
        fn parts_are_short_enough_whole_and_lose_nothing(
            text in "(<b>[a-z🌸đ .!\n]{0,40}</b>|<i>&amp;&lt;x</i>|[ế.\n ]{0,30}|<blockquote><a href=\"https://a.vn/?a&amp;b\">[a-z ]{0,30}<u>x</u></a></blockquote>){0,40}",
            limit in 8_usize..60,
        ) {
            let parts = split_markup(&text, limit);
            let visible = |text: &str| -> String {
                cells(text).into_iter().filter_map(|cell| match cell {
                    Cell::Char(written) => Some(written),
                    _ => None,
                }).collect()
            };
            let mut all = String::new();
            for part in &parts {
                prop_assert!(units(part) <= limit);
                for tag in ["b", "i", "u", "blockquote", "a"] {
                    let opened = part.matches(&format!("<{tag}>")).count();
                    let linked = part.matches(&format!("<{tag} ")).count();
                    prop_assert_eq!(opened + linked, part.matches(&format!("</{tag}>")).count());
                }
                all.push_str(&visible(part));
            }
            prop_assert_eq!(all, visible(&text));
        }
    }
}
