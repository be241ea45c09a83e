//! The questions of a nomination: whom, where, what, and the check before it is sent.

use super::effect::Effect;
use super::press::{Line, Write};
use super::session::{At, Session};
use super::step::Turn;
use super::view::{Note, Placement, Question, View};
use crate::domain::day::{self, DayError, When};
use crate::domain::draft::{Draft, Piece, REMIND_AFTER};
use crate::domain::evidence::File;
use crate::domain::nomination::NomineeKind;
use crate::domain::place::{self, Found};
use crate::domain::text::{NameError, fold, name};
use crate::domain::{field, phone};

/// The most characters of a hamlet or unit.
const HAMLET_MAX: usize = 200;

/// Begins a draft, perhaps with what was sent before.
pub(super) fn begin(turn: &mut Turn<'_>, offered: Vec<Piece>, placement: Placement) {
    let now = turn.context.now;
    let draft = Draft { pieces: offered, touched_at: now, ..Draft::default() };
    turn.session.draft = Some(Box::new(draft));
    turn.session.offered.clear();
    turn.session.go(At::Kind);
    turn.effects.push(Effect::WakeDraft { at: now + REMIND_AFTER });
    ask(turn, None, placement);
}

/// Puts what was sent outside the flow into the draft that was left, and goes on with it.
pub(super) fn append(turn: &mut Turn<'_>, offered: Vec<Piece>) {
    let mut note = None;
    let draft = draft(turn);
    for piece in offered {
        if let Err(why) = draft.take(&piece.source, &piece.text, piece.file) {
            note = Some(Note::NotTaken(why));
        }
    }
    let at = Session::first_gap(draft);
    turn.session.go(at);
    ask(turn, note, Placement::Answer);
}

/// Asks what is open now.
pub(super) fn ask(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    let nothing_yet = draft(turn).pieces.is_empty();
    let question = match turn.session.at {
        At::Kind | At::Editing(Line::Kind) => Question::Kind,
        At::Name | At::Editing(Line::Name) => Question::Name,
        At::Commune | At::Editing(Line::Commune) => Question::Commune,
        At::Deed | At::Editing(Line::Deed) if nothing_yet => Question::Deed,
        At::Deed | At::Editing(Line::Deed) => Question::Received,
        At::Editing(line) => Question::Line(line),
        At::Check | At::Idle | At::Adding(_) | At::Refusing { .. } => Question::Check,
    };
    turn.show(View::Ask { question, note }, placement);
}

/// Words while a draft is being written.
pub(super) fn text(turn: &mut Turn<'_>, text: &str, source: &str) {
    if let Some(write) = spoken(turn.session.at, text) {
        press(turn, write);
        return;
    }
    match turn.session.at {
        At::Kind | At::Editing(Line::Kind) => name_before_kind(turn, text),
        At::Name | At::Editing(Line::Name) => take_name(turn, text),
        At::Commune | At::Editing(Line::Commune) => take_commune(turn, text),
        At::Deed | At::Editing(Line::Deed) => take_piece(turn, text, source, None),
        At::Editing(line) => take_line(turn, line, text),
        At::Check | At::Idle | At::Adding(_) | At::Refusing { .. } => {
            ask(turn, Some(Note::Key("note-use-buttons")), Placement::Fresh);
        }
    }
}

/// A file while a draft is being written: kept, whatever is being asked.
pub(super) fn file(turn: &mut Turn<'_>, file: File, caption: &str, source: &str) {
    take_piece(turn, caption, source, Some(file));
}

/// An edited message edits what it gave; one that gave nothing is left alone.
pub(super) fn edited(turn: &mut Turn<'_>, text: &str, source: &str) {
    let Some(draft) = turn.session.draft.as_mut() else { return };
    let note = match draft.amend(source, text) {
        Ok(false) => return,
        Ok(true) => Note::Key("note-edited"),
        Err(why) => Note::NotTaken(why),
    };
    touch(turn);
    if matches!(turn.session.at, At::Deed | At::Editing(Line::Deed)) {
        let slot = counter(turn);
        ask(turn, Some(note), slot);
    }
}

/// The nominator's phone, shared by button.
pub(super) fn contact(turn: &mut Turn<'_>, phone: Option<String>) {
    match (turn.session.at, phone) {
        (At::Editing(Line::NominatorPhone) | At::Check, Some(phone)) => {
            draft(turn).nominator_phone = Some(phone);
            to_check(turn, Some(Note::Key("note-phone-kept")), Placement::Fresh);
        }
        _ => ask(turn, Some(Note::Key("note-contact-later")), Placement::Fresh),
    }
}

/// A button of the question that is open.
pub(super) fn press(turn: &mut Turn<'_>, write: Write) {
    touch(turn);
    match write {
        Write::Back => back(turn),
        Write::Cancel => show(turn, Question::Cancel),
        Write::Summary | Write::Resume | Write::CancelSure => ask(turn, None, Placement::Answer),
        Write::Kind(kind) => {
            draft(turn).kind = Some(kind);
            onward(turn, None, Placement::Answer);
        }
        Write::Commune(code) => match place::by_code(&code) {
            Some(commune) => {
                draft(turn).commune = Some(commune.code.to_owned());
                let note = Note::Commune(commune.code.to_owned());
                onward(turn, Some(note), Placement::Answer);
            }
            None => ask(turn, None, Placement::Answer),
        },
        Write::Districts => show(turn, Question::Districts),
        Write::District(index) if index < place::districts().len() => {
            show(turn, Question::District(index));
        }
        Write::District(_) => show(turn, Question::Districts),
        Write::Done => done(turn),
        Write::Pieces => show(turn, Question::Pieces),
        Write::Remove(number) => {
            if !draft(turn).remove(number) {
                turn.toast("toast-removed-already");
            }
            let none_left = draft(turn).pieces.is_empty();
            show(turn, if none_left { Question::Deed } else { Question::Pieces });
        }
        Write::Lines => show(turn, Question::Lines),
        Write::Edit(line) => {
            turn.session.go(At::Editing(line));
            // The share-contact button hangs below a new message, not below an edited one.
            let fresh = line == Line::NominatorPhone;
            ask(turn, None, if fresh { Placement::Fresh } else { Placement::Answer });
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
                _ => day::this_month(now),
            };
            set_when(turn, when, Placement::Answer);
        }
        Write::Field(code) => {
            if field::by_code(&code).is_some() {
                draft(turn).field = Some(code);
            }
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
        Write::Send => send(turn),
    }
}

/// Whether these words say that one is done.
pub(super) fn says_done(text: &str) -> bool {
    matches!(fold(text).as_str(), "xong" | "xong roi" | "done" | "het")
}

/// What a button would say, said in words: people type what they see.
fn spoken(at: At, text: &str) -> Option<Write> {
    let word = fold(text);
    let kind = |kind| Some(Write::Kind(kind));
    match (at, word.as_str()) {
        (_, "quay lai" | "back") => Some(Write::Back),
        (_, "huy" | "cancel" | "stop" | "dung") => Some(Write::Cancel),
        (At::Kind | At::Editing(Line::Kind), "ca nhan" | "person" | "1") => {
            kind(NomineeKind::Person)
        }
        (At::Kind | At::Editing(Line::Kind), "tap the" | "collective" | "2") => {
            kind(NomineeKind::Collective)
        }
        (At::Kind | At::Editing(Line::Kind), "ho gia dinh" | "household" | "3") => {
            kind(NomineeKind::Household)
        }
        (At::Deed | At::Editing(Line::Deed), _) if says_done(text) => Some(Write::Done),
        (At::Check, "gui" | "send") => Some(Write::Send),
        _ => None,
    }
}

fn draft<'t>(turn: &'t mut Turn<'_>) -> &'t mut Draft {
    turn.session.draft.get_or_insert_default()
}

fn touch(turn: &mut Turn<'_>) {
    let now = turn.context.now;
    draft(turn).touched_at = now;
}

fn show(turn: &mut Turn<'_>, question: Question) {
    turn.show(View::Ask { question, note: None }, Placement::Answer);
}

fn counter(turn: &Turn<'_>) -> Placement {
    Placement::Slot(format!("deed.{}", turn.session.serial))
}

/// Goes to the next question that lacks an answer, or back to the summary it was asked from.
fn onward(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    touch(turn);
    let at = match turn.session.at {
        At::Editing(_) => At::Check,
        _ => Session::first_gap(draft(turn)),
    };
    turn.session.go(at);
    ask(turn, note, placement);
}

fn to_check(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    touch(turn);
    if turn.session.at != At::Check {
        turn.session.go(At::Check);
    }
    ask(turn, note, placement);
}

fn back(turn: &mut Turn<'_>) {
    let at = match turn.session.at {
        At::Name => At::Kind,
        At::Commune => At::Name,
        At::Deed => At::Commune,
        At::Check => At::Deed,
        At::Editing(_) => At::Check,
        At::Kind | At::Idle | At::Adding(_) | At::Refusing { .. } => {
            show(turn, Question::Cancel);
            return;
        }
    };
    turn.session.go(at);
    ask(turn, None, Placement::Answer);
}

/// Many type the name at once: it is kept, and the kind still asked.
fn name_before_kind(turn: &mut Turn<'_>, text: &str) {
    match name(text) {
        Ok(name) if turn.session.at == At::Kind => {
            touch(turn);
            draft(turn).name = Some(name);
            ask(turn, Some(Note::Key("note-name-kept")), Placement::Fresh);
        }
        _ => ask(turn, Some(Note::Key("note-choose-kind")), Placement::Fresh),
    }
}

fn take_name(turn: &mut Turn<'_>, text: &str) {
    let wrong = match name(text) {
        Ok(name) => {
            draft(turn).name = Some(name);
            onward(turn, None, Placement::Fresh);
            return;
        }
        Err(NameError::TooShort) => "note-name-short",
        Err(NameError::TooLong) => "note-name-long",
    };
    ask(turn, Some(Note::Key(wrong)), Placement::Fresh);
}

fn take_commune(turn: &mut Turn<'_>, text: &str) {
    match place::find(text) {
        Found::One { commune, .. } => {
            draft(turn).commune = Some(commune.code.to_owned());
            onward(turn, Some(Note::Commune(commune.code.to_owned())), Placement::Fresh);
        }
        Found::Several { candidates, .. } => {
            touch(turn);
            let question = Question::Which(candidates);
            turn.show(View::Ask { question, note: None }, Placement::Fresh);
        }
        Found::None => ask(turn, Some(Note::Key("note-commune-unknown")), Placement::Fresh),
    }
}

fn take_piece(turn: &mut Turn<'_>, text: &str, source: &str, file: Option<File>) {
    touch(turn);
    let note = match draft(turn).take(source, text, file) {
        Ok(()) => None,
        Err(why) => Some(Note::NotTaken(why)),
    };
    if matches!(turn.session.at, At::Deed | At::Editing(Line::Deed)) {
        // What was refused is said aloud, in a new message; what was taken is only counted.
        let placement = if note.is_some() { Placement::Fresh } else { counter(turn) };
        ask(turn, note, placement);
    } else {
        let note = note.unwrap_or(Note::Key("note-file-kept"));
        let slot = Placement::Slot(format!("kept.{}", turn.session.serial));
        ask(turn, Some(note), slot);
    }
}

fn take_line(turn: &mut Turn<'_>, line: Line, text: &str) {
    let wrong = match line {
        Line::When => match day::parse(text, turn.context.now) {
            Ok(when) => return set_when(turn, when, Placement::Fresh),
            Err(DayError::Future) => "note-day-future",
            Err(DayError::TooOld) => "note-day-old",
            Err(DayError::Unclear) => "note-day-unclear",
        },
        Line::Hamlet if text.is_empty() || text.chars().count() > HAMLET_MAX => "note-hamlet-long",
        Line::Hamlet => {
            draft(turn).hamlet = Some(text.to_owned());
            return to_check(turn, None, Placement::Fresh);
        }
        Line::NomineePhone | Line::NominatorPhone => match phone::parse(text) {
            Some(phone) => {
                let phone = Some(phone.e164().to_owned());
                match line {
                    Line::NomineePhone => draft(turn).nominee_phone = phone,
                    _ => draft(turn).nominator_phone = phone,
                }
                return to_check(turn, None, Placement::Fresh);
            }
            None => "note-phone-unclear",
        },
        Line::Field => "note-use-buttons",
        Line::Kind | Line::Name | Line::Commune | Line::Deed => "note-use-buttons",
    };
    ask(turn, Some(Note::Key(wrong)), Placement::Fresh);
}

fn set_when(turn: &mut Turn<'_>, when: When, placement: Placement) {
    draft(turn).happened = Some(when.stored());
    to_check(turn, None, placement);
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
        turn.session.go(At::Check);
        let at = Session::first_gap(draft(turn));
        turn.session.at = at;
        ask(turn, None, Placement::Answer);
    } else {
        turn.toast("toast-story-short");
        ask(turn, Some(Note::Key("note-story-short")), Placement::Answer);
    }
}

fn send(turn: &mut Turn<'_>) {
    let draft = draft(turn);
    if !draft.is_complete() {
        let at = Session::first_gap(draft);
        turn.session.go(at);
        ask(turn, None, Placement::Answer);
        return;
    }
    let draft = turn.session.draft.take().unwrap_or_default();
    turn.session.go(At::Idle);
    turn.effects.push(Effect::ForgetDraft);
    turn.effects.push(Effect::Submit(draft));
}
