//! What was counted, as a picture.

use super::figures::Figures;
use super::screen::{days, duration, field_name, in_order, number};
use crate::chart::{Block, Column, Row, Sheet, Tone};
use crate::conversation::press::StatsPart as Part;
use crate::conversation::render::scope;
use crate::domain::day::{self, When};
use crate::domain::nomination::State;
use crate::domain::scope::Scope;
use crate::domain::stats::bars;
use crate::i18n::{Locale, text};

/// Communes that have a bar of their own.
const COMMUNES: usize = 12;

/// The picture of a part; `None` of nothing, and of what is no picture.
pub(super) fn sheet(locale: Locale, figures: &Figures, whose: &Scope) -> Option<Sheet> {
    let say = |key: &str| text(locale, key, &[]);
    if figures.sent() == 0 {
        return None;
    }
    let (tiles, blocks) = match figures.part {
        Part::Overview => {
            (tiles(locale, figures), vec![columns(locale, figures), states(locale, figures)])
        }
        Part::Fields => (Vec::new(), vec![fields(locale, figures)]),
        Part::Communes => (Vec::new(), vec![communes(locale, figures)]),
        Part::Missing | Part::Load => return None,
    };
    let span = say(&format!("stats-span-{}", figures.span.code()));
    let mut subtitle = format!("{span}: {}", days(locale, figures));
    if !whose.is_whole() {
        subtitle = format!("{subtitle} · {}", scope::words(locale, &figures.catalog, whose));
    }
    let at = day::local(figures.now);
    Some(Sheet {
        title: say(&format!("stats-sheet-{}", figures.part.code())),
        subtitle,
        figures: tiles,
        blocks,
        foot: text(locale, "stats-foot", &[("at", at.into())]),
    })
}

fn tiles(locale: Locale, figures: &Figures) -> Vec<(String, String)> {
    let say = |key: &str| text(locale, key, &[]);
    let recognised = in_order(&figures.states).find(|(state, _)| *state == State::Recognised);
    let recognised = recognised.map_or(0, |(_, count)| count);
    let half =
        figures.took.within(50).map_or_else(|| "–".to_owned(), |half| duration(locale, half));
    vec![
        (say("stats-tile-sent"), number(locale, figures.sent())),
        (say("state-recognised"), number(locale, recognised)),
        (say("stats-tile-took"), half),
    ]
}

fn columns(locale: Locale, figures: &Figures) -> Block {
    let (step, bars) = bars(&figures.days, figures.stretch);
    let label = |when: When| match when {
        When::Day(_, month, day) => format!("{day}/{month}"),
        other => other.to_string(),
    };
    let columns = bars
        .into_iter()
        .map(|bar| Column {
            label: label(bar.from),
            value: bar.count,
            text: number(locale, bar.count),
        })
        .collect();
    Block::Columns { title: text(locale, &format!("stats-by-{}", step.code()), &[]), columns }
}

fn bar(locale: Locale, label: String, value: i64, tone: Tone) -> Row {
    Row { label, value, text: number(locale, value), tone }
}

fn states(locale: Locale, figures: &Figures) -> Block {
    let rows = in_order(&figures.states)
        .map(|(state, count)| {
            let tone = match state {
                State::Recognised => Tone::Good,
                state if state.is_open() => Tone::Open,
                _ => Tone::Aside,
            };
            bar(locale, text(locale, &format!("state-{}", state.code()), &[]), count, tone)
        })
        .collect();
    Block::Rows { title: text(locale, "stats-by-state", &[]), rows }
}

fn fields(locale: Locale, figures: &Figures) -> Block {
    let rows = figures
        .fields
        .iter()
        .map(|(code, count)| {
            let tone = if code.is_some() { Tone::Plain } else { Tone::Aside };
            bar(locale, field_name(locale, &figures.catalog, code.as_deref()), *count, tone)
        })
        .collect();
    Block::Rows { title: text(locale, "stats-by-field", &[]), rows }
}

fn communes(locale: Locale, figures: &Figures) -> Block {
    let some: Vec<_> = figures.communes.iter().filter(|(_, count)| *count > 0).collect();
    let (first, rest) = some.split_at(some.len().min(COMMUNES));
    let mut rows: Vec<Row> = first
        .iter()
        .map(|(commune, count)| bar(locale, commune.to_string(), *count, Tone::Plain))
        .collect();
    if !rest.is_empty() {
        let count = rest.iter().map(|(_, count)| *count).sum();
        let places = [("places", rest.len().to_string().into())];
        rows.push(bar(locale, text(locale, "stats-other-places", &places), count, Tone::Aside));
    }
    Block::Rows { title: text(locale, "stats-by-commune", &[]), rows }
}
