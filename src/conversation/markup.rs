//! Text with our markup: `<b>`, `<i>`, `<u>`, `<s>`, `<tg-spoiler>`, `<code>`, `<pre>`, `<blockquote>`
//! and `<a href="https://…">`, always balanced, everything else escaped.
//!
//! What people format on a platform becomes it by [`mark`]; every other text of theirs is escaped.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

use crate::domain::text::clean;
use crate::i18n::escape;

/// How many formatted stretches of one text are kept; Telegram sends no more.
const SPANS_MAX: usize = 100;
/// The longest address that a link may have, in bytes.
const ADDRESS_MAX: usize = 500;

/// How a stretch of text is formatted. The order is that of nesting, the outermost first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// A quotation.
    Quote,
    /// A link to this address.
    Link(String),
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Underlined.
    Underline,
    /// Struck out.
    Strike,
    /// Hidden until it is touched.
    Spoiler,
    /// As typed; nothing in it is formatted further.
    Code,
    /// Lines as typed, likewise.
    Pre,
}

impl Style {
    fn rank(&self) -> u8 {
        match self {
            Self::Quote => 0,
            Self::Link(_) => 1,
            Self::Bold => 2,
            Self::Italic => 3,
            Self::Underline => 4,
            Self::Strike => 5,
            Self::Spoiler => 6,
            Self::Code => 7,
            Self::Pre => 8,
        }
    }

    fn tag(&self) -> &'static str {
        match self {
            Self::Quote => "blockquote",
            Self::Link(_) => "a",
            Self::Bold => "b",
            Self::Italic => "i",
            Self::Underline => "u",
            Self::Strike => "s",
            Self::Spoiler => "tg-spoiler",
            Self::Code => "code",
            Self::Pre => "pre",
        }
    }

    /// Whether it may be shown: a link only to the web.
    fn is_safe(&self) -> bool {
        match self {
            Self::Link(to) => {
                to.len() <= ADDRESS_MAX
                    && (to.starts_with("https://") || to.starts_with("http://"))
                    && !to.contains(|c: char| c.is_whitespace() || c.is_control())
            }
            _ => true,
        }
    }

    fn open(&self, out: &mut String) {
        match self {
            Self::Link(to) => {
                let to = escape(to).replace('"', "&quot;");
                write!(out, "<a href=\"{to}\">").expect("a string takes all");
            }
            style => write!(out, "<{}>", style.tag()).expect("a string takes all"),
        }
    }
}

/// A formatted stretch of a text as typed, in UTF-16 units: what platforms count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// How it is formatted.
    pub style: Style,
}

/// A text as typed, cleaned and with its formatting as markup; `None` if nothing of it is formatted.
///
/// Cleaning moves, joins and drops characters, so each end of a stretch is looked for anew: it is as
/// far on as what stands before it, cleaned alone, begins the whole cleaned.
pub fn mark(raw: &str, spans: &[Span]) -> Option<String> {
    let text: Vec<char> = clean(raw).chars().collect();
    let place = |unit: usize| {
        let before = clean(&raw[..byte_of(raw, unit)]);
        before.chars().zip(&text).take_while(|(before, whole)| before == *whole).count()
    };
    let spans: Vec<(Range<usize>, &Style)> = spans
        .iter()
        .take(SPANS_MAX)
        .filter(|span| span.from < span.to && span.style.is_safe())
        .map(|span| {
            let (from, to) = (place(span.from), place(span.to));
            let blank = text[from..].iter().take_while(|c| c.is_whitespace()).count();
            (from + blank..to, &span.style)
        })
        .filter(|(range, _)| !range.is_empty())
        .collect();
    if spans.is_empty() {
        return None;
    }
    let ends = spans.iter().flat_map(|(range, _)| [range.start, range.end]);
    let ends: BTreeSet<usize> = ends.chain([0, text.len()]).collect();
    let ends: Vec<usize> = ends.into_iter().collect();
    let mut out = String::with_capacity(text.len() * 2);
    let mut open: Vec<&Style> = Vec::new();
    for pair in ends.windows(2) {
        let styles = styles_of(&spans, pair[0]);
        let same = open.iter().zip(&styles).take_while(|(open, style)| open == style).count();
        close(&mut out, open.split_off(same).iter().map(|style| style.tag()));
        for style in styles.into_iter().skip(same) {
            style.open(&mut out);
            open.push(style);
        }
        let stretch: String = text[pair[0]..pair[1]].iter().collect();
        out.push_str(&escape(&stretch));
    }
    close(&mut out, open.iter().map(|style| style.tag()));
    Some(out)
}

/// How the character at `at` is formatted, the outermost first, each kind once.
fn styles_of<'a>(spans: &[(Range<usize>, &'a Style)], at: usize) -> Vec<&'a Style> {
    let here = spans.iter().filter(|(range, _)| range.contains(&at)).map(|(_, style)| *style);
    let mut styles: Vec<&Style> = here.collect();
    styles.sort_by_key(|style| style.rank());
    styles.dedup_by_key(|style| style.rank());
    if let Some(typed) = styles.iter().find(|style| matches!(style, Style::Code | Style::Pre)) {
        let typed = *typed;
        styles.retain(|style| *style == typed || *style == &Style::Quote);
    }
    styles
}

fn close<'a>(out: &mut String, tags: impl DoubleEndedIterator<Item = &'a str>) {
    for tag in tags.rev() {
        write!(out, "</{tag}>").expect("a string takes all");
    }
}

/// Where in `text` so many UTF-16 units are over; never within a character.
fn byte_of(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > unit {
            return at;
        }
    }
    text.len()
}

/// A piece of marked-up text that cannot be cut.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// `<b>` and the like.
    Open(&'a str),
    /// `</b>` and the like.
    Close(&'a str),
    /// One character, perhaps written as `&lt;`.
    Char(&'a str),
}

impl<'a> Cell<'a> {
    /// Its length as platforms count it, in UTF-16 units.
    pub fn units(self) -> usize {
        match self {
            Cell::Open(_) | Cell::Close(_) => 0,
            Cell::Char(written) if written.len() > 1 && written.starts_with('&') => 1,
            Cell::Char(written) => written.chars().map(char::len_utf16).sum(),
        }
    }

    /// What is read there.
    fn read(self) -> &'a str {
        match self {
            Cell::Open(_) | Cell::Close(_) => "",
            Cell::Char("&lt;") => "<",
            Cell::Char("&gt;") => ">",
            Cell::Char("&amp;") => "&",
            Cell::Char("&quot;") => "\"",
            Cell::Char(written) => written,
        }
    }
}

/// The pieces of a marked-up text.
pub fn cells(markup: &str) -> Vec<Cell<'_>> {
    let mut cells = Vec::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(first) = rest.chars().next() {
        let close = |end: char| rest.find(end).map(|at| at + end.len_utf8());
        let (length, cell): (usize, fn(&str) -> Cell<'_>) = match first {
            '<' if rest.starts_with("</") => (close('>').unwrap_or(1), |s| Cell::Close(s)),
            '<' => (close('>').unwrap_or(1), |s| Cell::Open(s)),
            '&' => (close(';').filter(|end| *end <= 10).unwrap_or(1), |s| Cell::Char(s)),
            other => (other.len_utf8(), |s| Cell::Char(s)),
        };
        let (this, after) = rest.split_at(length);
        cells.push(cell(this));
        rest = after;
    }
    cells
}

/// The name of an opening tag.
pub fn name_of(tag: &str) -> &str {
    tag[1..].trim_end_matches('>').split(' ').next().unwrap_or_default()
}

/// What is read of a marked-up text.
pub fn plain(markup: &str) -> String {
    cells(markup).into_iter().map(Cell::read).collect()
}

/// The beginning of a marked-up text that takes no more than `units`, balanced, and whether that is
/// not all of it.
pub fn fit(markup: &str, units: usize) -> (String, bool) {
    let cells = cells(markup);
    if cells.iter().map(|cell| cell.units()).sum::<usize>() <= units {
        return (markup.to_owned(), false);
    }
    let (mut out, mut open, mut taken) = (String::new(), Vec::new(), 0);
    for cell in cells {
        taken += cell.units();
        // Room for the ellipsis.
        if taken >= units {
            break;
        }
        match cell {
            Cell::Open(tag) => {
                open.push(name_of(tag));
                out.push_str(tag);
            }
            Cell::Close(tag) => {
                open.pop();
                out.push_str(tag);
            }
            Cell::Char(written) => out.push_str(written),
        }
    }
    out.push('…');
    close(&mut out, open.into_iter());
    (out, true)
}

/// A marked-up text with some of its characters, counted as they are read, replaced by `instead`, and
/// without the links for which `drops` holds.
pub fn replace(
    markup: &str,
    hidden: &[Range<usize>],
    instead: &str,
    drops: impl Fn(&str) -> bool,
) -> String {
    let (mut out, mut at, mut dropped) = (String::with_capacity(markup.len()), 0, false);
    for cell in cells(markup) {
        match cell {
            Cell::Open(tag) if tag.starts_with("<a ") && drops(tag) => dropped = true,
            // Links do not stand in links.
            Cell::Close("</a>") if dropped => dropped = false,
            Cell::Open(tag) | Cell::Close(tag) => out.push_str(tag),
            Cell::Char(written) => {
                match hidden.iter().find(|range| range.contains(&at)) {
                    Some(range) if range.start == at => out.push_str(&escape(instead)),
                    Some(_) => {}
                    None => out.push_str(written),
                }
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
