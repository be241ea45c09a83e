//! Buttons of the question that is open.

use super::{ask, ask_cancel, behalf, draft, onward, show, to_check, touch};
use crate::conversation::effect::Effect;
use crate::conversation::press::Write;
use crate::conversation::session::{At, Session};
use crate::conversation::step::Turn;
use crate::conversation::view::{Note, Placement, Question, View};
use crate::domain::behalf::Teller;
use crate::domain::day;
use crate::domain::draft::{Draft, Line};
use crate::domain::place;

/// A button of the question that is open, pressed or typed.
pub(in super::super) fn press(turn: &mut Turn<'_>, write: Write) {
    touch(turn);
    match write {
        Write::Back => back(turn),
        Write::Keep => keep(turn),
        Write::Cancel => ask_cancel(turn),
        Write::Summary | Write::Resume | Write::CancelSure => ask(turn, None, Placement::Answer),
        Write::Kind(kind) => {
            draft(turn).kind = Some(kind);
            chosen(turn, None);
        }
        Write::Commune(code) => match place::by_code(&code) {
            Some(commune) => {
                draft(turn).commune = Some(commune.code.to_owned());
                chosen(turn, Some(Note::Commune(commune.code.to_owned(), None)));
            }
            None => unknown(turn),
        },
        Write::Districts => show(turn, Question::Districts),
        Write::District(index) if index < place::districts().len() => {
            show(turn, Question::District(index));
        }
        Write::District(_) => unknown(turn),
        Write::Done => done(turn),
        Write::Pieces => list_pieces(turn),
        Write::Remove(number) => {
            if !draft(turn).remove(number) {
                turn.toast("toast-removed-already");
            }
            list_pieces(turn);
        }
        Write::Lines => show(turn, Question::Lines),
        Write::Edit(line) => {
            turn.session.go(At::Editing(line));
            ask(turn, None, Placement::Answer);
            if line == Line::NominatorPhone {
                turn.show(View::ShareContact, Placement::Fresh);
            }
        }
        Write::Clear(line) => {
            clear(draft(turn), line);
            to_check(turn, None, Placement::Answer);
        }
        Write::Happened(choice) => {
            let now = turn.context.now;
            let when = match choice {
                0 => day::today(now),
                1 => day::yesterday(now),
                2 => day::this_month(now),
                _ => return unknown(turn),
            };
            draft(turn).happened = Some(when.stored());
            to_check(turn, None, Placement::Answer);
        }
        Write::Field(code) => {
            if turn.context.catalog.offered_field(&code).is_none() {
                return unknown(turn);
            }
            draft(turn).field = Some(code);
            to_check(turn, None, Placement::Answer);
        }
        Write::Minor(yes) => {
            draft(turn).is_minor = yes;
            to_check(turn, None, Placement::Answer);
        }
        Write::ShowName(yes) => {
            draft(turn).shows_nominator = yes;
            to_check(turn, None, Placement::Answer);
        }
        Write::Told(how) => known(turn, |turn| behalf::agreed(turn, how)),
        Write::NoPhone => known(turn, behalf::no_phone),
        Write::Teller => known(turn, behalf::again),
        Write::Send => {
            // What was changed since may be about somebody else.
            draft(turn).shown = None;
            send(turn);
        }
        Write::Same => known(turn, |turn| is_meant(turn, true)),
        Write::Other => known(turn, |turn| is_meant(turn, false)),
    }
}

/// Says whether the exemplar that was shown is meant, and sends; `false` if none was shown.
fn is_meant(turn: &mut Turn<'_>, yes: bool) -> bool {
    let Some(shown) = &mut draft(turn).shown else { return false };
    shown.is_meant = Some(yes);
    send(turn);
    true
}

/// Does what a button says, unless it was never put on one here.
fn known(turn: &mut Turn<'_>, act: impl FnOnce(&mut Turn<'_>) -> bool) {
    if !act(turn) {
        unknown(turn);
    }
}

/// Whether the field with this code can be chosen now.
fn is_offered(turn: &Turn<'_>, code: &str) -> bool {
    turn.context.catalog.offered_field(code).is_some()
}

/// Words of a button that this program never put on one.
fn unknown(turn: &mut Turn<'_>) {
    turn.toast("toast-unknown");
    ask(turn, None, Placement::Answer);
}

/// On to the next question, or back to the summary the question was asked from.
fn chosen(turn: &mut Turn<'_>, note: Option<Note>) {
    match turn.session.at {
        At::Editing(_) => to_check(turn, note, Placement::Answer),
        _ => onward(turn, note, Placement::Answer),
    }
}

fn keep(turn: &mut Turn<'_>) {
    let at = turn.session.at;
    if let At::Telling(question) = at {
        return behalf::keep(turn, question);
    }
    let draft = draft(turn);
    let answered = match at {
        At::Kind => draft.kind.is_some(),
        At::Name => draft.name.is_some(),
        At::Commune => draft.commune.is_some(),
        _ => true,
    };
    if answered { chosen(turn, None) } else { ask(turn, None, Placement::Answer) }
}

fn list_pieces(turn: &mut Turn<'_>) {
    let none = draft(turn).pieces.is_empty();
    show(turn, if none { Question::Deed } else { Question::Pieces });
}

fn back(turn: &mut Turn<'_>) {
    let for_another = draft(turn).on_behalf.is_some();
    let at = match turn.session.at {
        At::Telling(question) => {
            if !behalf::back(turn, question) {
                ask_cancel(turn);
            }
            return;
        }
        At::Kind if for_another => At::Telling(Teller::How),
        At::Name => At::Kind,
        At::Commune => At::Name,
        At::Deed => At::Commune,
        At::Check => At::Deed,
        At::Editing(_) => return to_check(turn, None, Placement::Answer),
        // There is nothing before the first question.
        At::Kind
        | At::Idle
        | At::Adding(_)
        | At::Refusing { .. }
        | At::Words { .. }
        | At::Composing { .. }
        | At::Supplying { .. } => {
            return ask_cancel(turn);
        }
    };
    turn.session.go(at);
    ask(turn, None, Placement::Answer);
}

fn clear(draft: &mut Draft, line: Line) {
    match line {
        Line::Hamlet => draft.hamlet = None,
        Line::When => draft.happened = None,
        Line::Field => draft.field = None,
        Line::NomineePhone => draft.nominee_phone = None,
        Line::NominatorPhone => draft.nominator_phone = None,
        Line::Kind | Line::Name | Line::Commune | Line::Deed => {}
    }
}

fn done(turn: &mut Turn<'_>) {
    if draft(turn).has_story() {
        onward(turn, None, Placement::Answer);
    } else {
        turn.toast("toast-story-short");
        ask(turn, Some(Note::Key("note-story-short")), Placement::Answer);
    }
}

/// Sends what is complete; the press is the pledge of truth.
fn send(turn: &mut Turn<'_>) {
    if !turn.has_consented() {
        turn.toast("toast-consent-first");
        turn.show(View::Greeting, Placement::Answer);
        return;
    }
    let may_enter = turn.context.role.is_some();
    let draft = draft(turn);
    if draft.on_behalf.is_some() && !may_enter {
        // Begun with a role that was taken away since. What was written stays until it is dropped.
        turn.toast("toast-not-allowed");
        ask(turn, Some(Note::Key("note-behalf-not-yours")), Placement::Answer);
        return;
    }
    if !draft.is_complete() {
        let at = Session::first_gap(draft);
        turn.session.go(at);
        ask(turn, None, Placement::Answer);
        return;
    }
    let field = draft.field.clone();
    if field.is_some_and(|code| !is_offered(turn, &code)) {
        // It was on offer when it was chosen.
        turn.session.go(At::Editing(Line::Field));
        ask(turn, Some(Note::Key("note-field-gone")), Placement::Answer);
        return;
    }
    let draft = turn.session.draft.take().unwrap_or_default();
    turn.session.go(At::Idle);
    turn.effects.push(Effect::ForgetDraft);
    turn.effects.push(Effect::Submit(draft));
}
