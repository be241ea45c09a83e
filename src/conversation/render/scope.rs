//! A scope: in words, and being chosen.

use super::{Reader, choice};
use crate::conversation::message::{Choice, Message};
use crate::conversation::pick::{Page, Pick, Picking, Whom};
use crate::conversation::press::Press;
use crate::domain::catalog::{Catalog, Kind};
use crate::domain::place;
use crate::domain::scope::Scope;
use crate::i18n::{Locale, text};

/// Communes, and fields, that are named before the rest is only counted.
const NAMED: usize = 4;

/// A scope in words: "cả tỉnh", or "xã Lê Lợi, phường Phố Hiến · Bảo vệ môi trường".
pub fn words(locale: Locale, catalog: &Catalog, scope: &Scope) -> String {
    let communes = scope.communes.iter().filter_map(|code| place::by_code(code));
    let communes: Vec<String> = communes.map(place::Commune::label).collect();
    let fields = scope.fields.iter().filter_map(|code| catalog.field(code));
    let fields: Vec<String> = fields.map(|one| one.label(locale.code()).to_owned()).collect();
    let places = match communes.as_slice() {
        [] => text(locale, "scope-province", &[]),
        some => listed(locale, some),
    };
    if fields.is_empty() { places } else { format!("{places} · {}", listed(locale, &fields)) }
}

fn listed(locale: Locale, names: &[String]) -> String {
    let (named, more) = names.split_at(names.len().min(NAMED));
    let named = named.join(", ");
    if more.is_empty() {
        return named;
    }
    let args = [("named", named.into()), ("count", more.len().to_string().into())];
    text(locale, "scope-more", &args)
}

/// Draws a page of the choice in the reader's session.
pub(super) fn page(reader: Reader<'_>, page: Page) -> Message {
    let Some(picking) = &reader.session.picking else {
        // Not drawn without one, and an old button answers with the team.
        return Message::of(reader.say("toast-scope-old"));
    };
    let Picking { began, whom, scope } = &**picking;
    let pick = |label: String, pick: Pick| choice(label, &Press::Pick(*began, pick));
    let title = match whom {
        Whom::Newcomer => reader.say("scope-newcomer"),
        Whom::Editor => reader.say("scope-newcomer-editor"),
        Whom::Member { name, .. } => {
            reader.say_with("scope-member", &[("who", name.as_str().into())])
        }
    };
    let chosen = reader
        .say_with("scope-chosen", &[("scope", words(reader.locale, reader.catalog, scope).into())]);
    let ask = match page {
        Page::Start => "scope-ask",
        Page::Districts => "scope-ask-district",
        Page::District(_) => "scope-ask-commune",
        Page::Fields => "scope-ask-field",
    };
    let mut choices = match page {
        Page::Start => vec![
            vec![pick(reader.say("scope-communes"), Pick::Turn(Page::Districts))],
            vec![pick(reader.say("scope-fields"), Pick::Turn(Page::Fields))],
        ],
        Page::Districts => rows(place::districts().iter().enumerate().map(|(index, district)| {
            let ticked = place::in_district(index).filter(|one| scope.communes.contains(one.code));
            let label = match ticked.count() {
                0 => district.short(),
                count => format!("✓ {} ({count})", district.short()),
            };
            pick(label, Pick::Turn(Page::District(index)))
        })),
        Page::District(index) => rows(place::in_district(index).map(|commune| {
            let label = ticked(scope.communes.contains(commune.code), &commune.to_string());
            pick(label, Pick::Commune(commune.code.to_owned()))
        })),
        Page::Fields => reader
            .catalog
            .entries(Kind::Field)
            .iter()
            .filter(|one| !one.is_hidden || scope.fields.contains(&*one.code))
            .map(|one| {
                let label = one.label(reader.locale.code());
                let label = ticked(scope.fields.contains(&*one.code), label);
                vec![pick(label, Pick::Field(one.code.to_string()))]
            })
            .collect(),
    };
    let done = match (page, scope.is_whole()) {
        (Page::Start, true) => vec![pick(reader.say("scope-whole"), Pick::Done)],
        (Page::Start, false) => vec![
            pick(reader.say("scope-done"), Pick::Done),
            pick(reader.say("scope-clear"), Pick::Clear),
        ],
        (Page::District(_), _) => vec![
            pick(reader.say("back"), Pick::Turn(Page::Districts)),
            pick(reader.say("scope-ticked"), Pick::Turn(Page::Start)),
        ],
        _ => vec![pick(reader.say("scope-ticked"), Pick::Turn(Page::Start))],
    };
    if page == Page::Start {
        choices.insert(0, done);
        choices.push(vec![reader.choice("team-back", &Press::Team(0))]);
    } else {
        choices.push(done);
    }
    Message { choices, ..Message::of([title, chosen, reader.say(ask)].join("\n\n")) }
}

fn ticked(is_ticked: bool, label: &str) -> String {
    if is_ticked { format!("✓ {label}") } else { label.to_owned() }
}

/// Two a row.
pub fn rows(choices: impl Iterator<Item = Choice>) -> Vec<Vec<Choice>> {
    super::ask::two_a_row(choices)
}
