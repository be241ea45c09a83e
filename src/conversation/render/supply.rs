//! Draws the questions of what a reviewer asked for.

use super::{Reader, excerpt, summary};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Supply};
use crate::domain::asks::{Given, Item, Items};
use crate::domain::day::When;
use crate::domain::evidence::links;
use crate::i18n::{Args, Locale, text};

/// How much of an answer's words is shown, in characters.
const SHOWN: usize = 80;

pub(super) fn supply(
    reader: Reader<'_>,
    ask: i64,
    items: Items,
    item: Option<Item>,
    note: Option<&'static str>,
    given: &[Given],
) -> Message {
    let mut parts = Vec::with_capacity(4);
    parts.extend(note.map(|note| reader.say(note)));
    let of = |item: Item| given.iter().find(|one| one.item == item);
    match item {
        Some(item) => {
            let place = items.iter().position(|one| one == item).unwrap_or_default() + 1;
            let args: &Args<'_> = &[
                ("place", place.to_string().into()),
                ("count", items.iter().count().to_string().into()),
                ("item", name(reader.locale, item).into()),
            ];
            let head = reader.say_with("supply-title", args);
            let ask = reader.say(&format!("supply-ask-{}", item.code()));
            parts.push(format!("{head}\n{ask}"));
            if let Some(one) = of(item) {
                let value = shown(reader.locale, one);
                parts.push(reader.say_with("current", &[("value", value.into())]));
            }
        }
        None if given.is_empty() => parts.push(reader.say("supply-nothing")),
        None => {
            let mut lines = vec![reader.say("supply-check")];
            lines.extend(given.iter().map(|one| {
                let item = name(reader.locale, one.item).into();
                let value = shown(reader.locale, one).into();
                reader.say_with("supply-line", &[("item", item), ("value", value)])
            }));
            parts.push(lines.join("\n"));
            parts.push(reader.say("supply-press-done"));
        }
    }
    let choices = choices(reader, ask, items, item, given);
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

fn choices(
    reader: Reader<'_>,
    ask: i64,
    items: Items,
    item: Option<Item>,
    given: &[Given],
) -> Vec<Vec<Choice>> {
    let button = |key, supply| reader.choice(key, &Press::Supply(ask, supply));
    let mut rows = Vec::new();
    if item == Some(Item::When) {
        let days = [("today", 0), ("yesterday", 1), ("this-month", 2)];
        rows.push(days.map(|(key, day)| button(key, Supply::Happened(day))).into());
    }
    let mut last = Vec::new();
    if item != items.iter().next() {
        last.push(button("back", Supply::Back(item)));
    }
    match item {
        Some(item) => {
            let has = given.iter().any(|one| one.item == item);
            let key = if has { "supply-next" } else { "supply-skip" };
            last.push(button(key, Supply::Next(item)));
        }
        None if !given.is_empty() => last.push(button("done", Supply::Done)),
        None => {}
    }
    rows.push(last);
    rows
}

/// An item's name.
pub fn name(locale: Locale, item: Item) -> String {
    text(locale, &format!("item-{}", item.code()), &[])
}

/// The names of items, in one line.
pub fn names(locale: Locale, items: Items) -> String {
    let names: Vec<String> = items.iter().map(|item| name(locale, item).to_lowercase()).collect();
    names.join(", ")
}

/// What was given, as it is read.
pub fn shown(locale: Locale, one: &Given) -> String {
    match one.item {
        Item::When => match one.body.parse::<When>() {
            Ok(when) => when.to_string(),
            Err(_) => excerpt(&one.body, SHOWN),
        },
        Item::Contact => excerpt(&summary::shown_phone(&one.body), SHOWN),
        _ => {
            let mut parts = Vec::new();
            if !one.body.is_empty() && links(&one.body) == 0 {
                parts.push(format!("“{}”", excerpt(&one.body, SHOWN)));
            } else if !one.body.is_empty() {
                parts.push(excerpt(&one.body, SHOWN));
            }
            if one.files > 0 {
                let count = one.files.to_string().into();
                parts.push(text(locale, "supply-files", &[("count", count)]));
            }
            parts.join(", ")
        }
    }
}
