//! What was counted, as a picture.

use super::figures::Figures;
use super::screen::{days, duration, field_name, in_order, number, short};
use crate::chart::{Block, Column, Row, Sheet, Tone};
use crate::conversation::press::StatsPart as Part;
use crate::conversation::render::scope;
use crate::domain::day;
use crate::domain::nomination::State;
use crate::domain::place;
use crate::domain::scope::Scope;
use crate::domain::stats::bars;
use crate::i18n::{Locale, text};
use crate::store::stats::Load;

/// Communes that have a bar of their own.
const COMMUNES: usize = 12;
/// Members that have one.
const MEMBERS: usize = 20;
/// A whole bar, where bars are shares.
const WHOLE: i64 = 1_000;

/// The picture of a part; `None` of nothing.
pub(super) fn sheet(locale: Locale, figures: &Figures, whose: &Scope) -> Option<Sheet> {
    let say = |key: &str| text(locale, key, &[]);
    if figures.is_empty() {
        return None;
    }
    let (tiles, blocks) = match figures.part {
        Part::Overview => {
            (tiles(locale, figures), vec![columns(locale, figures), states(locale, figures)])
        }
        Part::Fields => (Vec::new(), vec![fields(locale, figures)]),
        Part::Communes => communes(locale, figures),
        Part::Missing => missing(locale, figures),
        Part::Load => loads(locale, figures),
    };
    let span = say(&format!("stats-span-{}", figures.span.code()));
    let mut subtitle = format!("{span} · {}", days(locale, figures));
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
    let columns = bars
        .into_iter()
        .map(|bar| Column {
            label: short(bar.from),
            value: bar.count,
            text: number(locale, bar.count),
        })
        .collect();
    Block::Columns { title: text(locale, &format!("stats-by-{}", step.code()), &[]), columns }
}

fn bar(locale: Locale, label: String, value: i64, tone: Tone) -> Row {
    Row { label, value, text: number(locale, value), tone }
}

fn rows_of(locale: Locale, title: &str, rows: Vec<Row>) -> Block {
    Block::Rows { title: text(locale, title, &[]), rows, whole: None }
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
    rows_of(locale, "stats-by-state", rows)
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
    rows_of(locale, "stats-by-field", rows)
}

/// Those with the most. The others together would be the longest bar of all, so they are a figure.
fn communes(locale: Locale, figures: &Figures) -> (Vec<(String, String)>, Vec<Block>) {
    let some: Vec<_> = figures.communes.iter().filter(|(_, count)| *count > 0).collect();
    let (first, rest) = some.split_at(some.len().min(COMMUNES));
    let rows = first
        .iter()
        .map(|(commune, count)| bar(locale, commune.to_string(), *count, Tone::Plain))
        .collect();
    let mut tiles = vec![
        (text(locale, "stats-tile-sent", &[]), number(locale, figures.sent())),
        (text(locale, "stats-tile-with", &[]), number(locale, count_of(some.len()))),
    ];
    let mut title = "stats-by-commune";
    if !rest.is_empty() {
        title = "stats-by-commune-first";
        let count = rest.iter().map(|(_, count)| *count).sum();
        let places = [("places", rest.len().to_string().into())];
        tiles.push((text(locale, "stats-other-places", &places), number(locale, count)));
    }
    (tiles, vec![rows_of(locale, title, rows)])
}

/// How many communes have sent something, in all and of each former district, and how many what the
/// campaign wants.
fn missing(locale: Locale, figures: &Figures) -> (Vec<(String, String)>, Vec<Block>) {
    let all = count_of(figures.communes.len());
    let without = count_of(figures.missing().count());
    let last = match &figures.target {
        Some(aim) => {
            let reached = all - count_of(aim.below.len());
            (text(locale, "stats-tile-reached", &[]), format!("{reached}/{all}"))
        }
        None => {
            let share = (all - without) * 100 / all.max(1);
            (text(locale, "stats-tile-share", &[]), format!("{share}%"))
        }
    };
    let tiles = vec![
        (text(locale, "stats-tile-with", &[]), number(locale, all - without)),
        (text(locale, "stats-tile-without", &[]), number(locale, without)),
        last,
    ];
    let title = text(locale, "stats-by-district", &[]);
    (tiles, vec![Block::Rows { title, rows: shares(figures), whole: Some(WHOLE) }])
}

/// A bar for each former district that has communes here: the share of them that have sent something, the
/// least first, for that is where somebody has to be asked.
fn shares(figures: &Figures) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..)
        .zip(place::districts())
        .filter_map(|(at, district)| {
            let its = figures.communes.iter().filter(|(commune, _)| commune.district == at);
            let has = count_of(its.clone().filter(|(_, count)| *count > 0).count());
            let all = count_of(its.count());
            (all > 0).then(|| Row {
                label: district.short(),
                value: has * WHOLE / all,
                text: format!("{has}/{all}"),
                tone: if has == all { Tone::Good } else { Tone::Open },
            })
        })
        .collect();
    rows.sort_by_key(|row| row.value);
    rows
}

fn count_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What members have decided, and what lies with them.
fn loads(locale: Locale, figures: &Figures) -> (Vec<(String, String)>, Vec<Block>) {
    let sum = |count: fn(&Load) -> i64| figures.loads.iter().map(count).sum::<i64>();
    let (decided, open) = (sum(|load| load.decided), sum(|load| load.open));
    let tiles = vec![
        (text(locale, "stats-tile-decided", &[]), number(locale, decided)),
        (text(locale, "stats-tile-open", &[]), number(locale, open)),
    ];
    let most = |title: &str, count: fn(&Load) -> i64, tone: Tone| {
        let mut loads: Vec<&Load> = figures.loads.iter().filter(|load| count(load) > 0).collect();
        loads.sort_by_key(|load| std::cmp::Reverse(count(load)));
        let loads = loads.into_iter().take(MEMBERS);
        let rows: Vec<Row> =
            loads.map(|load| bar(locale, load.name.clone(), count(load), tone)).collect();
        (!rows.is_empty()).then(|| rows_of(locale, title, rows))
    };
    let blocks = [
        most("stats-by-decided", |load| load.decided, Tone::Good),
        most("stats-by-open", |load| load.open, Tone::Open),
    ];
    (tiles, blocks.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests;
