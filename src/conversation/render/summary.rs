//! The lines that a citizen checks and a reviewer reads, each part cut so that all of it fits into
//! one message that can be drawn again.
//!
//! Platforms count UTF-16 units (Telegram takes 4,096). Here they are counted after escaping, which
//! is never less than what a platform counts.

use std::borrow::Cow;

use crate::clock::Millis;
use crate::domain::behalf::OnBehalf;
use crate::domain::catalog::Catalog;
use crate::domain::day::{self, When};
use crate::domain::draft::{Draft, Piece};
use crate::domain::evidence::{FileKind, links};
use crate::domain::nomination::NomineeKind;
use crate::domain::text::char_count;
use crate::domain::{phone, place};
use crate::i18n::{Locale, escape, text};

/// How much of a story is shown before it is folded, in units.
pub const STORY_SHOWN: usize = 900;
/// How much of one addition is shown, in units.
const ADDITION_SHOWN: usize = 240;
/// How much of all additions is shown, in units.
pub const ADDITIONS_SHOWN: usize = 600;
/// How much of a name or a hamlet is shown, in units: all of it, unless it is made of markup.
pub const NAME_SHOWN: usize = 300;

/// How much of the name of who told it is shown, in units.
const TELLER_SHOWN: usize = 80;

/// The lines that a citizen checks and a reviewer reads, in markup.
pub struct Summary<'a> {
    /// For whom a reviewer entered it.
    pub on_behalf: Option<&'a OnBehalf>,
    /// Who is nominated.
    pub kind: Option<NomineeKind>,
    /// Their name.
    pub name: &'a str,
    /// The commune's code.
    pub commune: &'a str,
    /// Hamlet or unit.
    pub hamlet: Option<&'a str>,
    /// When, stored form.
    pub happened: Option<&'a str>,
    /// The field's code.
    pub field: Option<&'a str>,
    /// The nominee's phone, E.164.
    pub nominee_phone: Option<&'a str>,
    /// The nominator's phone, E.164.
    pub nominator_phone: Option<&'a str>,
    /// Under 16.
    pub is_minor: bool,
    /// Whether the public may see who nominated.
    pub shows_nominator: bool,
    /// The story, or as much of it as is to be shown.
    pub story: &'a str,
    /// The files, counted in words.
    pub files: Vec<String>,
}

/// Draws the lines of a nomination; lines without a value are left out.
pub fn lines(locale: Locale, catalog: &Catalog, nomination: &Summary<'_>) -> String {
    let say = |key: &str| text(locale, key, &[]);
    let mut lines = Vec::with_capacity(12);
    let mut line = |key: &str, value: &str| {
        lines.push(format!("<b>{}:</b> {}", say(key), escape(value)));
    };
    if let Some(told) = nomination.on_behalf {
        let how = told.how.map(|how| say(&format!("agreed-{}", how.code())));
        let parts = [Some(teller(told)), how];
        line("line-behalf", &parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    }
    let kind = nomination.kind.map(|kind| format!("kind-{}", kind.code()));
    line("line-kind", &say(kind.as_deref().unwrap_or("kind-none")));
    line("line-name", &fit(nomination.name, NAME_SHOWN));
    line("line-commune", &commune(nomination.commune));
    if let Some(hamlet) = nomination.hamlet {
        line("line-hamlet", &fit(hamlet, NAME_SHOWN));
    }
    if let Some(when) = nomination.happened.and_then(|stored| stored.parse::<When>().ok()) {
        line("line-when", &when.to_string());
    }
    if let Some(field) = nomination.field.and_then(|code| catalog.field(code)) {
        line("line-field", field.label(locale.code()));
    }
    if let Some(number) = nomination.nominee_phone {
        line("line-phone", &shown_phone(number));
    }
    if let Some(number) = nomination.nominator_phone {
        line("line-nominator-phone", &shown_phone(number));
    }
    if nomination.is_minor {
        line("line-minor", &say("yes"));
    }
    line("line-shows", &say(if nomination.shows_nominator { "yes" } else { "no" }));
    let none = say("files-none");
    let files = nomination.files.join(", ");
    line("line-evidence", if files.is_empty() { &none } else { &files });
    lines.push(format!(
        "<b>{}:</b>\n<blockquote>{}</blockquote>",
        say("line-deed"),
        escape(nomination.story)
    ));
    lines.join("\n")
}

/// Who told it, with their number, if they gave one.
pub fn teller(told: &OnBehalf) -> String {
    let name = fit(told.told_by.as_deref().unwrap_or_default(), TELLER_SHOWN);
    match &told.told_phone {
        Some(number) => format!("{name} – {}", shown_phone(number)),
        None => name.into_owned(),
    }
}

/// A number as people write it.
pub(super) fn shown_phone(number: &str) -> String {
    phone::parse(number).map_or_else(|| number.to_owned(), |phone| phone.to_string())
}

/// A commune by its code, as people read it; the code itself if we do not know it.
pub fn commune(code: &str) -> String {
    place::by_code(code).map_or_else(|| code.to_owned(), ToString::to_string)
}

/// The beginning of `words` that takes no more than `units` once escaped; line breaks are kept.
pub fn fit(words: &str, units: usize) -> Cow<'_, str> {
    let (mut taken, mut end) = (0, 0);
    for (at, c) in words.char_indices() {
        taken += match c {
            '&' => "&amp;".len(),
            '<' | '>' => "&lt;".len(),
            c => c.len_utf16(),
        };
        if taken > units {
            return Cow::Owned(format!("{}…", words[..end].trim_end()));
        }
        // Room for the ellipsis.
        if taken < units {
            end = at + c.len_utf8();
        }
    }
    Cow::Borrowed(words)
}

/// The beginning of a long story; borrowed if that is all of it.
pub fn fold_story(story: &str) -> Cow<'_, str> {
    fit(story, STORY_SHOWN)
}

/// What was added later, as lines: the latest that fit, and whether anything was left out.
pub fn additions(locale: Locale, all: &[(Millis, String)], most: usize) -> (Vec<String>, bool) {
    let (mut lines, mut left, mut cut) = (Vec::new(), most, false);
    for (at, body) in all.iter().rev() {
        let shown = fit(body, ADDITION_SHOWN);
        cut |= matches!(shown, Cow::Owned(_));
        let args = [("day", day::local_date(*at).into()), ("text", shown)];
        let line = text(locale, "mine-added", &args);
        let Some(rest) = left.checked_sub(line.encode_utf16().count()) else {
            let count = all.len() - lines.len();
            lines.push(text(locale, "mine-added-before", &[("count", count.to_string().into())]));
            cut = true;
            break;
        };
        left = rest;
        lines.push(line);
    }
    lines.reverse();
    (lines, cut)
}

pub(super) fn of_draft(locale: Locale, catalog: &Catalog, draft: &Draft) -> String {
    let story = draft.story();
    lines(
        locale,
        catalog,
        &Summary {
            on_behalf: draft.on_behalf.as_ref(),
            kind: draft.kind,
            name: draft.name.as_deref().unwrap_or_default(),
            commune: draft.commune.as_deref().unwrap_or_default(),
            hamlet: draft.hamlet.as_deref(),
            happened: draft.happened.as_deref(),
            field: draft.field.as_deref(),
            nominee_phone: draft.nominee_phone.as_deref(),
            nominator_phone: draft.nominator_phone.as_deref(),
            is_minor: draft.is_minor,
            shows_nominator: draft.shows_nominator,
            story: &fold_story(&story),
            files: count_evidence(locale, draft.files().map(|file| file.kind), &story),
        },
    )
}

/// What has been received, in words: characters of the story, files of each kind, links.
pub(super) fn received(locale: Locale, pieces: &[Piece]) -> String {
    let story: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let story = story.join("\n");
    let kinds = pieces.iter().filter_map(|piece| piece.file.as_ref()).map(|file| file.kind);
    let characters = pieces.iter().map(|piece| char_count(&piece.text)).sum::<usize>();
    let mut parts = Vec::new();
    if characters > 0 {
        let count = characters.to_string();
        parts.push(text(locale, "received-characters", &[("count", count.into())]));
    }
    parts.extend(count_evidence(locale, kinds, &story));
    if parts.is_empty() { text(locale, "files-none", &[]) } else { parts.join(", ") }
}

/// How many files there are of each kind, and links in the story, in words: `3 ảnh`, `1 liên kết`.
pub fn count_evidence(
    locale: Locale,
    kinds: impl Iterator<Item = FileKind>,
    story: &str,
) -> Vec<String> {
    let mut counted = count_files(locale, kinds);
    let links = links(story);
    if links > 0 {
        counted.push(text(locale, "files-link", &[("count", links.to_string().into())]));
    }
    counted
}

/// How many files there are of each kind, in words: `3 ảnh`, `1 video`.
fn count_files(locale: Locale, kinds: impl Iterator<Item = FileKind>) -> Vec<String> {
    let kinds: Vec<FileKind> = kinds.collect();
    FileKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let count = kinds.iter().filter(|one| **one == kind).count();
            let key = format!("files-{}", kind.code());
            (count > 0).then(|| text(locale, &key, &[("count", count.to_string().into())]))
        })
        .collect()
}
