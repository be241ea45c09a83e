//! Who told it, where a reviewer enters a nomination for somebody else: asked before the rest.

use super::{ask, draft, onward, to_check, touch};
use crate::conversation::session::{At, Session};
use crate::conversation::step::Turn;
use crate::conversation::view::{Note, Placement};
use crate::domain::behalf::{How, OnBehalf, Teller};
use crate::domain::phone;
use crate::domain::text::{NameError, name};

/// Words that answer a question about who told it.
pub(super) fn take(turn: &mut Turn<'_>, question: Teller, text: &str) {
    let wrong = match question {
        Teller::Name => match name(text) {
            Ok(name) => {
                told(turn).told_by = Some(name);
                None
            }
            Err(NameError::TooShort) => Some("note-name-short"),
            Err(NameError::TooLong) => Some("note-name-long"),
        },
        Teller::Phone => match phone::parse(text) {
            Some(phone) => {
                told(turn).told_phone = Some(phone.e164().to_owned());
                None
            }
            None => Some("note-phone-unclear"),
        },
        Teller::How => Some("note-use-buttons"),
    };
    match wrong {
        Some(key) => ask(turn, Some(Note::Key(key)), Placement::Fresh),
        None => go_on(turn, question, Placement::Fresh),
    }
}

/// A number shared from the address book.
pub(super) fn contact(turn: &mut Turn<'_>, phone: Option<String>) {
    if phone.is_none() {
        return ask(turn, Some(Note::Key("note-phone-unclear")), Placement::Fresh);
    }
    told(turn).told_phone = phone;
    go_on(turn, Teller::Phone, Placement::Fresh);
}

/// How they agreed, by button; `false` if nothing is entered for anybody here.
pub(super) fn agreed(turn: &mut Turn<'_>, how: How) -> bool {
    let entered = draft(turn).on_behalf.is_some();
    if entered {
        told(turn).how = Some(how);
        go_on(turn, Teller::How, Placement::Answer);
    }
    entered
}

/// They have no phone; `false` if that is not what is asked.
pub(super) fn no_phone(turn: &mut Turn<'_>) -> bool {
    let asked = turn.session.at == At::Telling(Teller::Phone);
    if asked {
        told(turn).told_phone = None;
        go_on(turn, Teller::Phone, Placement::Answer);
    }
    asked
}

/// Asks again who told it; `false` if nothing is entered for anybody here.
pub(super) fn again(turn: &mut Turn<'_>) -> bool {
    let entered = draft(turn).on_behalf.is_some();
    if entered {
        turn.session.go(At::Telling(Teller::Name));
        ask(turn, None, Placement::Answer);
    }
    entered
}

/// Keeps the answer there is.
pub(super) fn keep(turn: &mut Turn<'_>, question: Teller) {
    let told = told(turn);
    let answered = match question {
        Teller::Name => told.told_by.is_some(),
        Teller::Phone => true,
        Teller::How => told.how.is_some(),
    };
    if answered {
        go_on(turn, question, Placement::Answer);
    } else {
        ask(turn, None, Placement::Answer);
    }
}

/// One question back; from the first one to the summary, if that was left for it. `false` if there is
/// nothing to go back to.
pub(super) fn back(turn: &mut Turn<'_>, question: Teller) -> bool {
    if let Some(before) = question.before() {
        turn.session.go(At::Telling(before));
        ask(turn, None, Placement::Answer);
        return true;
    }
    let checked = Session::first_gap(draft(turn)) == At::Check;
    if checked {
        to_check(turn, None, Placement::Answer);
    }
    checked
}

fn go_on(turn: &mut Turn<'_>, answered: Teller, placement: Placement) {
    touch(turn);
    match answered.next() {
        Some(next) => {
            turn.session.go(At::Telling(next));
            ask(turn, None, placement);
        }
        None => onward(turn, None, placement),
    }
}

fn told<'t>(turn: &'t mut Turn<'_>) -> &'t mut OnBehalf {
    draft(turn).on_behalf.get_or_insert_default()
}
