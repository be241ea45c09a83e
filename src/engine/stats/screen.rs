//! What was counted, in words and with buttons.

use super::figures::Figures;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Stats, StatsPart as Part};
use crate::conversation::render::{choice, scope};
use crate::domain::catalog::Catalog;
use crate::domain::day::{self, When};
use crate::domain::nomination::State;
use crate::domain::period::{Every, Period};
use crate::domain::scope::Scope;
use crate::domain::stats::{Span, bars};
use crate::i18n::{Args, Locale, text};

/// Communes named one a line; the others are counted together.
const LISTED: usize = 20;
/// Days, months or years at the end that are told in words; the picture has all of them.
const LATELY: usize = 7;

/// Draws a part.
pub(super) fn draw(locale: Locale, figures: &Figures, whose: &Scope, is_admin: bool) -> Message {
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let part = say(&format!("stats-part-{}", figures.part.code()), &[]);
    let span = say(&format!("stats-span-{}", figures.span.code()), &[]);
    let mut lines = vec![say("stats-title", &[("what", part.into()), ("span", span.into())])];
    lines.push(days(locale, figures));
    if !whose.is_whole() {
        lines.push(say(
            "stats-scope",
            &[("scope", scope::words(locale, &figures.catalog, whose).into())],
        ));
    }
    lines.push(String::new());
    match figures.part {
        Part::Overview => overview(locale, figures, &mut lines),
        Part::Fields => fields(locale, figures, &mut lines),
        Part::Communes => communes(locale, figures, &mut lines),
        Part::Missing => missing(locale, figures, &mut lines),
        Part::Load => loads(locale, figures, &mut lines),
    }
    Message { choices: buttons(locale, figures, is_admin), ..Message::of(lines.join("\n")) }
}

/// Asks which of them a table is wanted of.
pub(super) fn table(locale: Locale, span: Span) -> Message {
    let say = |key: &str| text(locale, key, &[]);
    let named = say(&format!("stats-span-{}", span.code()));
    let words = text(locale, "stats-table", &[("span", named.into())]);
    let mut choices = spans(locale, |one| (Stats::Table(one), one == span));
    let file = |label: String, state| choice(label, &Press::Stats(Stats::File(span, state)));
    choices.push(vec![file(say("stats-every-state"), None)]);
    let states = State::ALL.into_iter().filter(|state| *state != State::Draft);
    let states: Vec<Choice> =
        states.map(|state| file(say(&format!("state-{}", state.code())), Some(state))).collect();
    choices.extend(states.chunks(2).map(<[Choice]>::to_vec));
    let back = Press::Stats(Stats::Show(Part::Overview, span));
    choices.push(vec![choice(say("back"), &back)]);
    Message { choices, ..Message::of(words) }
}

/// A number with its thousands apart.
pub(super) fn number(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(if locale == Locale::Vi { '.' } else { ',' });
        }
        words.push(digit);
    }
    if number < 0 { format!("-{words}") } else { words }
}

/// Some hours as days and hours.
pub(super) fn duration(locale: Locale, hours: i64) -> String {
    let (days, rest) = (hours.div_euclid(24), hours.rem_euclid(24));
    let args = [("days", days.to_string().into()), ("hours", rest.to_string().into())];
    let key = match (days, rest) {
        (0, 0) => "stats-took-less",
        (0, _) => "stats-took-hours",
        // Of many days the hours say nothing.
        (10.., _) | (_, 0) => "stats-took-days",
        _ => "stats-took-both",
    };
    text(locale, key, &args)
}

/// The first and the last day.
pub(super) fn days(locale: Locale, figures: &Figures) -> String {
    let until = ("until", day::local_date(figures.stretch.until - 1).into());
    if figures.span == Span::All {
        return text(locale, "stats-until", &[until]);
    }
    text(locale, "stats-days", &[("from", day::local_date(figures.stretch.from).into()), until])
}

/// A month or quarter by its name.
pub(super) fn period(locale: Locale, period: Period) -> String {
    let args = [
        ("number", period.number().to_string().into()),
        ("year", period.year().to_string().into()),
    ];
    let key = match period.every() {
        Every::Month => "stats-month",
        Every::Quarter => "stats-quarter",
    };
    text(locale, key, &args)
}

/// A field by its name.
pub(super) fn field_name(locale: Locale, catalog: &Catalog, code: Option<&str>) -> String {
    match code.map(|code| (code, catalog.field(code))) {
        Some((_, Some(field))) => field.label(locale.code()).to_owned(),
        Some((code, None)) => code.to_owned(),
        None => text(locale, "stats-no-field", &[]),
    }
}

fn row(locale: Locale, name: &str, count: i64) -> String {
    text(locale, "stats-row", &[("name", name.into()), ("count", number(locale, count).into())])
}

fn none(locale: Locale) -> String {
    text(locale, "stats-none", &[])
}

fn overview(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    let sent = figures.sent();
    if sent == 0 {
        lines.push(none(locale));
    } else {
        lines.push(text(locale, "stats-sent", &[("count", number(locale, sent).into())]));
        for (state, count) in in_order(&figures.states) {
            lines.push(row(locale, &text(locale, &format!("state-{}", state.code()), &[]), count));
        }
        lines.push(String::new());
        lately(locale, figures, lines);
    }
    lines.push(String::new());
    lines.push(match (figures.took.within(50), figures.took.within(90)) {
        (Some(half), Some(most)) => {
            let args = [
                ("count", number(locale, figures.took.count()).into()),
                ("half", duration(locale, half).into()),
                ("most", duration(locale, most).into()),
            ];
            text(locale, "stats-took", &args)
        }
        _ => text(locale, "stats-took-none", &[]),
    });
    let all = figures.communes.len();
    let args =
        [("count", figures.missing().count().to_string().into()), ("all", all.to_string().into())];
    lines.push(text(locale, "stats-missing-count", &args));
    if let Some(reach) = figures.reach {
        let args = [
            ("subscribers", number(locale, reach.subscribers).into()),
            ("blocked", number(locale, reach.blocked).into()),
            ("known", number(locale, reach.known).into()),
        ];
        lines.push(text(locale, "stats-reach", &args));
    }
}

/// The last days, or months or years, one by one, and the busiest of all if it is not among them.
fn lately(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    let (step, bars) = bars(&figures.days, figures.stretch);
    let last = &bars[bars.len().saturating_sub(LATELY)..];
    let named =
        last.iter().map(|bar| format!("{}: {}", short(bar.from), number(locale, bar.count)));
    let named = named.collect::<Vec<_>>().join(" · ");
    lines.push(text(locale, &format!("stats-lately-{}", step.code()), &[("days", named.into())]));
    if let Some(most) = bars.iter().max_by_key(|bar| bar.count)
        && last.iter().all(|bar| bar.count < most.count)
    {
        let args =
            [("when", most.from.to_string().into()), ("count", number(locale, most.count).into())];
        lines.push(text(locale, &format!("stats-busiest-{}", step.code()), &args));
    }
}

/// A day without its year, which the heading says.
pub(super) fn short(when: When) -> String {
    match when {
        When::Day(_, month, day) => format!("{day:02}/{month:02}"),
        other => other.to_string(),
    }
}

/// Counts by state, in the order in which states are met.
pub(super) fn in_order(counts: &[(State, i64)]) -> impl Iterator<Item = (State, i64)> {
    State::ALL
        .into_iter()
        .filter_map(|state| counts.iter().find(|(one, count)| *one == state && *count > 0).copied())
}

fn fields(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    if figures.fields.is_empty() {
        lines.push(none(locale));
    }
    for (code, count) in &figures.fields {
        lines.push(row(locale, &field_name(locale, &figures.catalog, code.as_deref()), *count));
    }
}

fn communes(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    let mut some = figures.communes.iter().filter(|(_, count)| *count > 0);
    let before = lines.len();
    for (commune, count) in some.by_ref().take(LISTED) {
        lines.push(row(locale, &commune.to_string(), *count));
    }
    if lines.len() == before {
        lines.push(none(locale));
    }
    let rest: Vec<i64> = some.map(|(_, count)| *count).collect();
    if !rest.is_empty() {
        let places = ("places", rest.len().to_string().into());
        let count = ("count", number(locale, rest.iter().sum()).into());
        lines.push(text(locale, "stats-rest", &[places, count]));
    }
    lines.push(String::new());
    lines.extend(aim(locale, figures));
}

/// What the campaign wants of each commune, and how many have it.
fn aim(locale: Locale, figures: &Figures) -> Option<String> {
    let aim = figures.target.as_ref()?;
    let all = figures.communes.len();
    let args = [
        ("target", aim.target.number.to_string().into()),
        ("period", period(locale, aim.period).into()),
        ("reached", (all - aim.below.len()).to_string().into()),
        ("all", all.to_string().into()),
    ];
    Some(text(locale, "stats-aim", &args))
}

fn missing(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    let names: Vec<String> = figures.missing().map(ToString::to_string).collect();
    let count = ("count", names.len().to_string().into());
    let all = ("all", figures.communes.len().to_string().into());
    if names.is_empty() {
        lines.push(text(locale, "stats-missing-none", &[]));
    } else {
        lines.push(text(locale, "stats-missing-count", &[count, all]));
        lines.push(names.join(", "));
    }
    if let Some(aim) = &figures.target {
        lines.push(String::new());
        lines.extend(self::aim(locale, figures));
        let below = aim.below.iter().filter(|(_, count)| *count > 0);
        let below: Vec<String> = below
            .map(|(commune, count)| format!("{commune} ({count}/{})", aim.target.number))
            .collect();
        if !below.is_empty() {
            lines.push(text(locale, "stats-below", &[("names", below.join(", ").into())]));
        }
    }
}

fn loads(locale: Locale, figures: &Figures, lines: &mut Vec<String>) {
    if figures.loads.is_empty() {
        lines.push(text(locale, "stats-load-none", &[]));
    }
    for load in figures.loads.iter().take(60) {
        let args = [
            ("name", load.name.as_str().into()),
            ("decided", number(locale, load.decided).into()),
            ("open", number(locale, load.open).into()),
        ];
        lines.push(text(locale, "stats-load", &args));
    }
}

fn buttons(locale: Locale, figures: &Figures, is_admin: bool) -> Vec<Vec<Choice>> {
    let part = figures.part;
    let mut rows = spans(locale, |span| (Stats::Show(part, span), span == figures.span));
    let parts = Part::ALL.into_iter().filter(|one| is_admin || *one != Part::Load);
    let parts: Vec<Choice> = parts
        .map(|one| {
            let label = text(locale, &format!("stats-part-{}", one.code()), &[]);
            let press = Press::Stats(Stats::Show(one, figures.span));
            choice(ticked(one == part, label), &press)
        })
        .collect();
    rows.extend(parts.chunks(2).map(<[Choice]>::to_vec));
    if is_admin {
        let table = Press::Stats(Stats::Table(figures.span));
        rows.push(vec![choice(text(locale, "stats-to-table", &[]), &table)]);
    }
    rows
}

fn spans(locale: Locale, press: impl Fn(Span) -> (Stats, bool)) -> Vec<Vec<Choice>> {
    let spans = Span::ALL.map(|span| {
        let (stats, is_on) = press(span);
        let label = text(locale, &format!("stats-span-{}", span.code()), &[]);
        choice(ticked(is_on, label), &Press::Stats(stats))
    });
    spans.chunks(3).map(<[Choice]>::to_vec).collect()
}

fn ticked(is_on: bool, label: String) -> String {
    if is_on { format!("✔ {label}") } else { label }
}

#[cfg(test)]
mod tests;
