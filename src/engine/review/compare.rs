//! Two nominations side by side. What one reader may see of the other stays in their own chat: a group
//! may be bound to one commune.

use super::desk::Desk;
use super::kin::{back, likeness_lines, press};
use crate::conversation::message::Message;
use crate::conversation::press::{Alike, Judge};
use crate::conversation::render::{choice, excerpt, summary};
use crate::domain::day::When;
use crate::domain::phone;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, escape, text};
use crate::store::nominations::Nomination;
use crate::store::{StoreError, joins, nominations};

/// How much of a line's value is shown, in UTF-16 units.
const VALUE_SHOWN: usize = 140;
/// How much of a story is shown, in characters.
const STORY_SHOWN: usize = 290;

impl Turn<'_> {
    /// Shows another nomination beside this one.
    pub(super) async fn compare(&mut self, desk: &Desk, other: i64) -> Result<(), StoreError> {
        let Some(other) = nominations::by_id(self.tx.connection(), other).await? else {
            self.toast("toast-gone", &[], false);
            return Ok(());
        };
        if !self.may_read(&other) {
            self.toast("toast-out-of-scope", &[], true);
            return Ok(());
        }
        let theirs = joins::supporters(self.tx.connection(), other.exemplar).await?;
        let message = draw(desk, &other, theirs, self.locale);
        self.turn_privately(desk, message)
    }

    /// Shows something in the place of a card in the own chat of who pressed, or else below there.
    pub(super) fn turn_privately(
        &mut self,
        desk: &Desk,
        message: Message,
    ) -> Result<(), StoreError> {
        let own = self.chat == self.contact.address;
        match self.pressed_slot.clone().filter(|_| own) {
            Some(slot) => self.redraw(slot, message),
            None => {
                if !own {
                    let code = desk.nomination.code.as_str().into();
                    self.toast("toast-compared-privately", &[("code", code)], false);
                }
                self.answer(message);
            }
        }
        Ok(())
    }
}

pub fn draw(desk: &Desk, other: &Nomination, theirs: i64, locale: Locale) -> Message {
    let one = &desk.nomination;
    let mut parts = vec![text(
        locale,
        "compare-title",
        &[("one", one.code.as_str().into()), ("other", other.code.as_str().into())],
    )];
    let likely = desk.kin.likely.iter().find(|likely| likely.brief.id == other.id);
    if let Some(likely) = likely {
        parts.push(likeness_lines(locale, &likely.likeness).join("\n"));
    }
    parts.push(lines(desk, other, theirs, locale).join("\n"));
    for told in [one, other] {
        let story = excerpt(&told.story, STORY_SHOWN);
        let story = escape(&story).into_owned();
        parts.push(format!("<b>{}</b>\n<blockquote>{story}</blockquote>", told.code));
    }
    let button = |key: &str, alike: Alike| {
        vec![choice(text(locale, key, &[]), &press(desk, Judge::Alike(alike)))]
    };
    let mut choices = Vec::new();
    if one.state.is_open() {
        choices.push(button("compare-merge", Alike::Merge(other.id)));
        if one.exemplar == other.exemplar {
            choices.push(button("kin-split", Alike::Split));
        } else {
            choices.push(button("compare-join", Alike::Join(other.id)));
            choices.push(button("compare-not-same", Alike::NotSame(other.id)));
        }
    }
    choices.push(vec![choice(
        text(locale, "compare-list", &[]),
        &press(desk, Judge::Alike(Alike::List)),
    )]);
    choices.push(vec![back(desk, locale, Judge::Card)]);
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

fn lines(desk: &Desk, other: &Nomination, theirs: i64, locale: Locale) -> Vec<String> {
    let one = &desk.nomination;
    let say = |key: &str| text(locale, key, &[]);
    let mut lines = Vec::new();
    let mut line = |key: &str, mine: Option<String>, theirs: Option<String>| {
        let shown = |value: &Option<String>| {
            let value = value.as_deref().unwrap_or("–");
            escape(&summary::fit(value, VALUE_SHOWN)).into_owned()
        };
        match (&mine, &theirs) {
            (None, None) => {}
            _ if mine == theirs => {
                lines.push(format!("= <b>{}:</b> {}", say(key), shown(&mine)));
            }
            _ => {
                lines.push(format!("≠ <b>{}:</b> {} ↔ {}", say(key), shown(&mine), shown(&theirs)))
            }
        }
    };
    let kind = |of: &Nomination| Some(text(locale, &format!("kind-{}", of.kind.code()), &[]));
    line("line-kind", kind(one), kind(other));
    line("line-name", Some(one.name.clone()), Some(other.name.clone()));
    let commune = |of: &Nomination| Some(summary::commune(&of.commune));
    line("line-commune", commune(one), commune(other));
    line("line-hamlet", one.hamlet.clone(), other.hamlet.clone());
    let number = |of: &Nomination| of.nominee_phone.as_deref().map(shown_phone);
    line("line-phone", number(one), number(other));
    line("line-when", when(one), when(other));
    let field = |of: &Nomination| {
        let field = of.field.as_deref().and_then(|code| desk.catalog.field(code))?;
        Some(field.label(locale.code()).to_owned())
    };
    line("line-field", field(one), field(other));
    let state = |of: &Nomination| Some(text(locale, &format!("state-{}", of.state.code()), &[]));
    line("compare-state", state(one), state(other));
    let mine = desk.kin.supporters;
    line("compare-supporters", Some(mine.to_string()), Some(theirs.to_string()));
    lines
}

fn when(of: &Nomination) -> Option<String> {
    let when: Option<When> = of.happened.as_deref().and_then(|stored| stored.parse().ok());
    when.map(|when| when.to_string())
}

fn shown_phone(number: &str) -> String {
    phone::parse(number).map_or_else(|| number.to_owned(), |phone| phone.to_string())
}
