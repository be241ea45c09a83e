//! What is said of a message to many wherever it is named: its first words, figures, durations.

use std::borrow::Cow;

use crate::clock::{HOUR, MINUTE, Millis};
use crate::conversation::markup;
use crate::conversation::render::{cast, excerpt, grouped, summary};
use crate::domain::broadcast::content::{Content, Contents};
use crate::domain::broadcast::{Kind, pace};
use crate::domain::policy::Policy;
use crate::engine::Shared;
use crate::i18n::{Locale, text};
use crate::store::broadcasts::Broadcast;

/// How much of its words is shown in a line, in characters.
const SHOWN: usize = 60;

/// What times are reckoned by.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) now: Millis,
    pub(super) policy: &'a Policy,
    /// Calls a second; 0: as many as can be.
    pub(super) rate: u32,
}

impl Shared {
    pub(super) fn view_of<'a>(&self, policy: &'a Policy, now: Millis) -> View<'a> {
        View { now, policy, rate: self.settings.news_rate }
    }
}

impl View<'_> {
    /// When sending to `people` ends that begins, or goes on, at `from`.
    pub(super) fn end(&self, kind: Kind, from: Millis, people: i64, parts: usize) -> Millis {
        let parts = i64::try_from(parts).unwrap_or(1).max(1);
        let takes = pace::takes(people * parts, self.rate);
        match kind {
            Kind::News => pace::end(self.policy, from, takes),
            // What takes back or mends waits for no morning.
            Kind::Deletion | Kind::Correction => from + takes,
        }
    }
}

/// How many calls it takes for one person, at most.
pub(super) fn parts(one: &Broadcast, contents: &Contents) -> usize {
    if one.kind == Kind::Deletion {
        return 1;
    }
    let calls = |locale| cast::calls(contents, &one.links, locale).len();
    Locale::ALL.into_iter().map(calls).max().unwrap_or(1)
}

/// A count with its thousands parted.
pub(super) fn number(locale: Locale, count: i64) -> Cow<'static, str> {
    grouped(usize::try_from(count).unwrap_or(0), locale).into()
}

/// Its first words, or what files it has.
pub(super) fn title(locale: Locale, contents: &Contents) -> String {
    let content = contents.read_in(locale);
    let words = excerpt(&markup::plain(&content.text), SHOWN);
    match (words.is_empty(), content.files.is_empty()) {
        (false, _) => words,
        (true, false) => files(locale, content),
        (true, true) => text(locale, "cast-empty", &[]),
    }
}

/// What files it has: "3 ảnh, 1 video".
pub(super) fn files(locale: Locale, content: &Content) -> String {
    summary::count_evidence(locale, content.files.iter().map(|one| one.file.kind), "").join(", ")
}

/// How long something takes, in words.
pub(super) fn duration(locale: Locale, takes: Millis) -> String {
    let minutes = (takes + MINUTE / 2) / MINUTE;
    let (hours, rest) = (minutes / (HOUR / MINUTE), minutes % (HOUR / MINUTE));
    let of = |count: i64| count.to_string().into();
    match (hours, rest) {
        (0, 0) => text(locale, "cast-moments", &[]),
        (0, rest) => text(locale, "cast-minutes", &[("count", of(rest))]),
        (hours, 0) => text(locale, "cast-hours", &[("count", of(hours))]),
        (hours, rest) => {
            text(locale, "cast-hours-minutes", &[("hours", of(hours)), ("minutes", of(rest))])
        }
    }
}
