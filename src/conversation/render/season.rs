//! What citizens read of campaigns: the words of the one that is open, or that none is and when the
//! next one opens.

use std::borrow::Cow;

use super::Reader;
use crate::conversation::markup;
use crate::domain::campaign::{Plan, Season};
use crate::domain::day;
use crate::i18n::{Locale, text};

/// How much of a text that an admin wrote is shown, in UTF-16 units: all of it, unless it is made of
/// markup.
const SHOWN: usize = 1_400;

/// What greets somebody now, if there is anything to say.
pub fn told(reader: Reader<'_>) -> Option<String> {
    let season = reader.season?;
    match &season.open {
        Some(plan) => opening(reader.locale, plan),
        // Before anything was ever said of a campaign there is nothing to be sorry for.
        None if season.last.is_some() || season.next.is_some() => {
            Some(closed(reader.locale, season))
        }
        None => None,
    }
}

/// What is said while a campaign is open, if anything was written for that.
pub fn opening(locale: Locale, plan: &Plan) -> Option<String> {
    let words = plan.opening(locale.code())?;
    let mut parts = vec![text(locale, "season-title", &[("title", title(locale, plan))])];
    parts.extend(plan.slogan(locale.code()).map(str::to_owned));
    parts.push(format!("\n{}", markup::fit(words, SHOWN).0));
    Some(parts.join("\n"))
}

/// That nothing can be sent now: why, and from when on it can.
pub fn closed(locale: Locale, season: &Season) -> String {
    let written = season.last.as_ref().and_then(|plan| plan.closing(locale.code()));
    let mut parts = vec![match (&season.last, written) {
        (Some(plan), Some(words)) => {
            let head = text(locale, "season-over", &[("title", title(locale, plan))]);
            format!("{head}\n\n{}", markup::fit(words, SHOWN).0)
        }
        _ => text(locale, "season-closed", &[]),
    }];
    parts.push(match &season.next {
        // "00:00" says nothing that the day does not.
        Some(next) if next.opens_at == day::start_of_day(next.opens_at) => {
            let day = ("day", day::local_date(next.opens_at).into());
            text(locale, "season-next-day", &[("title", title(locale, next)), day])
        }
        Some(next) => {
            let at = ("at", day::local(next.opens_at).into());
            text(locale, "season-next", &[("title", title(locale, next)), at])
        }
        None => text(locale, "season-no-next", &[]),
    });
    parts.join("\n\n")
}

fn title(locale: Locale, plan: &Plan) -> Cow<'static, str> {
    Cow::Owned(plan.title(locale.code()).to_owned())
}
