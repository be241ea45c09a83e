//! The questions of a nomination: whom, where, what, and the check before it is sent.
//!
//! Here: where one goes from where, and what is kept of the deed. Words that answer a line are in
//! `answer`, buttons in `choose`.

mod answer;
mod behalf;
mod choose;

use super::effect::Effect;
use super::session::{At, Session};
use super::step::{OUT_OF_SIGHT, STORY_LIKE, Turn};
use super::view::{Note, Placement, Question, View};
use crate::domain::behalf::{OnBehalf, Teller};
use crate::domain::draft::{Draft, Line, NotTaken, Piece, REMIND_AFTER};
use crate::domain::evidence::File;
use crate::domain::text::char_count;

pub(super) use choose::press;

/// Begins a draft, perhaps with what was sent before.
pub(super) fn begin(turn: &mut Turn<'_>, offered: Vec<Piece>, placement: Placement) {
    begin_with(turn, Draft::default(), offered, placement);
}

/// Begins a draft for somebody else, of whom is asked first.
pub(super) fn begin_for_another(turn: &mut Turn<'_>, offered: Vec<Piece>, placement: Placement) {
    let draft = Draft { on_behalf: Some(OnBehalf::default()), ..Draft::default() };
    begin_with(turn, draft, offered, placement);
}

fn begin_with(turn: &mut Turn<'_>, draft: Draft, offered: Vec<Piece>, placement: Placement) {
    let now = turn.context.now;
    let first = Session::first_gap(&draft);
    turn.session.draft = Some(Box::new(Draft { touched_at: now, ..draft }));
    let note = take_offered(turn, offered);
    turn.session.go(first);
    turn.effects.push(Effect::WakeDraft { at: now + REMIND_AFTER });
    turn.effects.push(Effect::MindLimits);
    ask(turn, note, placement);
}

/// Puts what was sent outside the flow into the draft that was left, and goes on with it.
pub(super) fn append(turn: &mut Turn<'_>, offered: Vec<Piece>) {
    let note = take_offered(turn, offered);
    touch(turn);
    let at = Session::first_gap(draft(turn));
    turn.session.go(at);
    ask(turn, note, Placement::Answer);
}

fn take_offered(turn: &mut Turn<'_>, offered: Vec<Piece>) -> Option<Note> {
    let mut note = None;
    for piece in offered {
        if let Err(why) = draft(turn).take(&piece.source, &piece.text, piece.file) {
            note = Some(Note::NotTaken(why));
        }
    }
    note
}

/// Asks what is open now.
pub(super) fn ask(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    let nothing_yet = draft(turn).pieces.is_empty();
    let question = match turn.session.at {
        At::Telling(question) => Question::Telling(question),
        At::Kind | At::Editing(Line::Kind) => Question::Kind,
        At::Name | At::Editing(Line::Name) => Question::Name,
        At::Commune | At::Editing(Line::Commune) => Question::Commune,
        At::Deed | At::Editing(Line::Deed) if nothing_yet => Question::Deed,
        At::Deed | At::Editing(Line::Deed) => Question::Received,
        At::Editing(line) => Question::Line(line),
        At::Check
        | At::Idle
        | At::Adding(_)
        | At::Refusing { .. }
        | At::Words { .. }
        | At::Composing { .. }
        | At::Supplying { .. } => Question::Check,
    };
    turn.show(View::Ask { question, note }, placement);
}

/// Asks whether to stop, if something would be lost; else stops.
pub(super) fn ask_cancel(turn: &mut Turn<'_>) {
    if draft(turn).has_substance() {
        show(turn, Question::Cancel);
    } else {
        turn.drop_draft();
        turn.show(View::Told("cancelled"), Placement::Answer);
    }
}

/// Words while a draft is being written.
pub(super) fn text(turn: &mut Turn<'_>, text: &str, source: &str) {
    match turn.session.at {
        At::Telling(question) => behalf::take(turn, question, text),
        At::Kind | At::Editing(Line::Kind) => answer::name_before_kind(turn, text, source),
        At::Deed | At::Editing(Line::Deed) if text.is_empty() => {
            ask(turn, Some(Note::Key("unsupported")), Placement::Fresh);
        }
        At::Deed | At::Editing(Line::Deed) => take_piece(turn, text, source, None),
        At::Name => answer::take(turn, Line::Name, text, source),
        At::Commune => answer::take(turn, Line::Commune, text, source),
        At::Editing(line) => answer::take(turn, line, text, source),
        // More of the story, remembered late.
        At::Check if char_count(text) >= STORY_LIKE => take_piece(turn, text, source, None),
        At::Check
        | At::Idle
        | At::Adding(_)
        | At::Refusing { .. }
        | At::Words { .. }
        | At::Composing { .. }
        | At::Supplying { .. } => {
            ask(turn, Some(Note::Key("note-check-words")), Placement::Fresh);
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
    if let Some(line) = draft.answered_by(source) {
        answer::amend(turn, line, text);
        return;
    }
    let note = match draft.amend(source, text) {
        Ok(false) => return,
        Ok(true) if text.is_empty() => Note::Key("note-edited"),
        Ok(true) => Note::Edited(text.to_owned()),
        Err(why) => Note::NotTaken(why),
    };
    touch(turn);
    match turn.session.at {
        At::Deed | At::Editing(Line::Deed) => {
            let slot = slot(turn, "deed");
            ask(turn, Some(note), slot);
        }
        // Where the story is not in sight, a word that it changed is enough, and the question stays.
        at if at.is_writing() => ask(turn, Some(note), Placement::Fresh),
        _ => {}
    }
}

/// A phone number shared by button or from the address book.
pub(super) fn contact(turn: &mut Turn<'_>, phone: Option<String>) {
    let at = turn.session.at;
    match (at, phone) {
        (At::Telling(Teller::Phone), phone) => behalf::contact(turn, phone),
        (At::Editing(Line::NomineePhone), Some(phone)) => {
            draft(turn).nominee_phone = Some(phone);
            to_check(turn, Some(Note::Key("note-phone-kept")), Placement::Fresh);
        }
        (At::Editing(Line::NominatorPhone), Some(phone)) => {
            draft(turn).nominator_phone = Some(phone);
            // That the number is kept is said where the keyboard is taken away.
            to_check(turn, None, Placement::Fresh);
        }
        (At::Check, Some(phone)) => {
            draft(turn).nominator_phone = Some(phone);
            to_check(turn, Some(Note::Key("note-phone-kept")), Placement::Fresh);
        }
        (At::Editing(Line::NomineePhone | Line::NominatorPhone) | At::Check, None) => {
            ask(turn, Some(Note::Key("note-phone-unclear")), Placement::Fresh);
        }
        _ => ask(turn, Some(Note::Key("note-contact-later")), Placement::Fresh),
    }
}

fn take_piece(turn: &mut Turn<'_>, text: &str, source: &str, file: Option<File>) {
    if turn.context.now - draft(turn).touched_at >= OUT_OF_SIGHT {
        // A new slot: the answer stands below what was just sent. The buttons above stay good.
        let draft = draft(turn);
        draft.rounds = draft.rounds.wrapping_add(1);
    }
    touch(turn);
    let refused = draft(turn).take(source, text, file).err().map(Note::NotTaken);
    match turn.session.at {
        At::Deed | At::Editing(Line::Deed) => {
            // What was refused is said aloud, in a new message: once for an album that is too much.
            // What was taken is only counted.
            let placement = match refused {
                None => slot(turn, "deed"),
                Some(Note::NotTaken(NotTaken::FilesFull)) => slot(turn, "full"),
                Some(_) => Placement::Fresh,
            };
            ask(turn, refused, placement);
        }
        at => {
            let kept = if at == At::Check { "note-added" } else { "note-file-kept" };
            let slot = slot(turn, "kept");
            ask(turn, Some(refused.unwrap_or(Note::Key(kept))), slot);
        }
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

fn slot(turn: &Turn<'_>, name: &str) -> Placement {
    let rounds = turn.session.draft.as_ref().map_or(0, |draft| draft.rounds);
    Placement::Slot(format!("{name}.{}.{rounds}", turn.session.serial))
}

/// Goes to the next question that lacks an answer: the summary, if none does.
fn onward(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    touch(turn);
    let at = Session::first_gap(draft(turn));
    turn.session.go(at);
    ask(turn, note, placement);
}

/// Shows the summary, or what is still lacking for it.
fn to_check(turn: &mut Turn<'_>, note: Option<Note>, placement: Placement) {
    touch(turn);
    let at = Session::first_gap(draft(turn));
    if turn.session.at != at {
        turn.session.go(at);
    }
    ask(turn, note, placement);
}
