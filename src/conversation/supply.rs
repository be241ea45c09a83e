//! Answering what a reviewer asked for: one item after the other, each as it is answered in a
//! nomination. What was given is kept by the engine, which also knows what comes next.

use super::effect::Effect;
use super::press::Supply;
use super::session::At;
use super::spoken;
use super::step::{OUT_OF_SIGHT, Turn};
use super::view::{Placement, View};
use crate::domain::asks::Item;
use crate::domain::day::{self, DayError};
use crate::domain::evidence::File;
use crate::domain::phone;
use crate::domain::text::char_count;

/// The most characters of a place.
const PLACE_MAX: usize = 200;

/// What is done about an ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Supplying {
    /// Show what is open, with words to say first: the item at which the person is, else the first
    /// that lacks an answer.
    Show(Option<&'static str>),
    /// Keep this for an item.
    Give {
        /// For which.
        item: Item,
        /// The words, in stored form; empty if there are none.
        text: String,
        /// The file.
        file: Option<File>,
    },
    /// Go on to the next item that lacks an answer, or back to the one before.
    Go {
        /// On, not back.
        on: bool,
    },
    /// Hand in what was given.
    Done,
    /// Hand in what was added in the usual way.
    Added,
}

/// Shows what is open, if anything is.
pub(super) fn resume(turn: &mut Turn<'_>, ask: i64, note: Option<&'static str>) {
    push(turn, ask, Supplying::Show(note));
}

/// A button.
pub(super) fn press(turn: &mut Turn<'_>, ask: i64, supply: Supply) {
    if !turn.has_consented() {
        turn.toast("toast-consent-first");
        turn.show(View::Greeting, Placement::Fresh);
        return;
    }
    let at = match turn.session.at {
        At::Supplying { ask: current, item } if current == ask => Some(item),
        _ => None,
    };
    let what = match (supply, at) {
        (Supply::Added, _) => Supplying::Added,
        (Supply::Begin, _) | (_, None) => Supplying::Show(None),
        (Supply::Next(item), Some(at)) if at == Some(item) => Supplying::Go { on: true },
        (Supply::Back(item), Some(at)) if at == item => Supplying::Go { on: false },
        (Supply::Happened(choice), Some(Some(Item::When))) => {
            let now = turn.context.now;
            let when = match choice {
                0 => day::today(now),
                1 => day::yesterday(now),
                _ => day::this_month(now),
            };
            Supplying::Give { item: Item::When, text: when.stored(), file: None }
        }
        (Supply::Done, Some(None)) => Supplying::Done,
        // Drawn for another item than the open one.
        _ => {
            turn.toast("toast-old");
            Supplying::Show(None)
        }
    };
    push(turn, ask, what);
}

/// Words.
pub(super) fn text(turn: &mut Turn<'_>, ask: i64, item: Option<Item>, text: &str) {
    let says = |key| spoken::says(text, key);
    if says("cancel") {
        turn.cancel();
        return;
    }
    if !turn.has_consented() {
        ask_for_consent(turn, text);
        return;
    }
    let what = match item {
        _ if says("back") => Supplying::Go { on: false },
        None if says("done") => Supplying::Done,
        None => Supplying::Show(Some("supply-press-done")),
        Some(_) if says("supply-next") || says("supply-skip") || says("done") => {
            Supplying::Go { on: true }
        }
        Some(_) if text.is_empty() => Supplying::Show(Some("unsupported")),
        Some(item) => match read(turn, item, text) {
            Ok(text) => Supplying::Give { item, text, file: None },
            Err(note) => Supplying::Show(Some(note)),
        },
    };
    if matches!(&what, Supplying::Give { item, .. } if item.collects()) {
        stay_in_sight(turn);
    }
    push(turn, ask, what);
}

/// Words as the item stores them, or why they do not answer it.
fn read(turn: &Turn<'_>, item: Item, text: &str) -> Result<String, &'static str> {
    match item {
        Item::When => match day::parse(text, turn.context.now) {
            Ok(when) => Ok(when.stored()),
            Err(DayError::Future) => Err("note-day-future"),
            Err(DayError::TooOld) => Err("note-day-old"),
            Err(DayError::Unclear) => Err("note-day-unclear"),
        },
        Item::Place if char_count(text) > PLACE_MAX => Err("note-hamlet-long"),
        Item::Place => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Item::Contact => {
            let phone = phone::parse(text).ok_or("note-phone-unclear")?;
            Ok(phone.e164().to_owned())
        }
        Item::Details | Item::Evidence | Item::Other => Ok(text.to_owned()),
    }
}

/// A file: kept as evidence, whatever is being asked.
pub(super) fn file(turn: &mut Turn<'_>, ask: i64, item: Option<Item>, file: File, caption: &str) {
    if file.is_too_big() {
        turn.tell("file-too-big");
    } else if !turn.has_consented() {
        ask_for_consent(turn, "");
    } else {
        stay_in_sight(turn);
        let item = item.filter(|item| item.collects()).unwrap_or(Item::Evidence);
        push(turn, ask, Supplying::Give { item, text: caption.to_owned(), file: Some(file) });
    }
}

/// A phone number from the address book.
pub(super) fn contact(turn: &mut Turn<'_>, ask: i64, item: Option<Item>, phone: Option<String>) {
    let what = match (item, phone) {
        _ if !turn.has_consented() => {
            ask_for_consent(turn, "");
            return;
        }
        (Some(Item::Contact), Some(text)) => {
            Supplying::Give { item: Item::Contact, text, file: None }
        }
        (Some(Item::Contact), None) => Supplying::Show(Some("note-phone-unclear")),
        _ => Supplying::Show(Some("note-contact-later")),
    };
    push(turn, ask, what);
}

/// The notice has changed since they began. An album is asked about once.
fn ask_for_consent(turn: &mut Turn<'_>, text: &str) {
    if spoken::says(text, "consent") {
        turn.consent(super::step::NOTICE_VERSION);
    } else {
        stay_in_sight(turn);
        let slot = Placement::Slot(format!("consent.{}", turn.session.serial));
        turn.show(View::Greeting, slot);
    }
}

/// A count is drawn again in its place while that is in sight, and below what was sent later.
fn stay_in_sight(turn: &mut Turn<'_>) {
    if turn.context.now - turn.session.sent_at >= OUT_OF_SIGHT {
        let at = turn.session.at;
        turn.session.go(at);
    }
    turn.session.sent_at = turn.context.now;
}

fn push(turn: &mut Turn<'_>, ask: i64, what: Supplying) {
    turn.effects.push(Effect::Supply { ask, what });
}
