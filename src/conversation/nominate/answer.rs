//! Words that answer a line of the draft, first or edited.

use super::{ask, draft, onward, to_check, touch};
use crate::conversation::session::At;
use crate::conversation::step::Turn;
use crate::conversation::view::{Note, Placement, Question, View};
use crate::domain::day::{self, DayError};
use crate::domain::draft::Line;
use crate::domain::phone;
use crate::domain::place::{self, Found};
use crate::domain::text::{NameError, char_count, fold, name};

/// The most characters of a hamlet or unit.
const HAMLET_MAX: usize = 200;

/// Many type the name at once: it is kept, and the kind still asked.
pub(super) fn name_before_kind(turn: &mut Turn<'_>, text: &str, source: &str) {
    let note = match name(text) {
        Ok(name) if turn.session.at == At::Kind => {
            touch(turn);
            draft(turn).name = Some(name);
            draft(turn).note_answer(Line::Name, source);
            "note-name-kept"
        }
        _ => "note-choose-kind",
    };
    ask(turn, Some(Note::Key(note)), Placement::Fresh);
}

/// Takes the words for `line` and goes on, or says what is wrong with them.
pub(super) fn take(turn: &mut Turn<'_>, line: Line, text: &str, source: &str) {
    touch(turn);
    match set(turn, line, text) {
        Ok(note) => {
            draft(turn).note_answer(line, source);
            match turn.session.at {
                At::Editing(_) => to_check(turn, note, Placement::Fresh),
                _ => onward(turn, note, Placement::Fresh),
            }
        }
        Err(Wrong::Note(key)) => ask(turn, Some(Note::Key(key)), Placement::Fresh),
        Err(Wrong::Which(question)) => {
            turn.show(View::Ask { question, note: None }, Placement::Fresh);
        }
    }
}

/// Takes the edited words for `line` without moving; where they are wrong, the line stays.
pub(super) fn amend(turn: &mut Turn<'_>, line: Line, text: &str) {
    touch(turn);
    let note = match set(turn, line, text) {
        Ok(Some(note)) => note,
        Ok(None) => Note::Key("note-edited"),
        Err(Wrong::Note(key)) => Note::Key(key),
        Err(Wrong::Which(_)) => Note::Key("note-commune-unclear"),
    };
    if turn.session.at.is_writing() {
        ask(turn, Some(note), Placement::Fresh);
    }
}

/// Why words do not answer a line.
enum Wrong {
    Note(&'static str),
    Which(Question),
}

fn set(turn: &mut Turn<'_>, line: Line, text: &str) -> Result<Option<Note>, Wrong> {
    let now = turn.context.now;
    let draft = draft(turn);
    match line {
        Line::Name => {
            draft.name = Some(name(text).map_err(|error| match error {
                NameError::TooShort => Wrong::Note("note-name-short"),
                NameError::TooLong => Wrong::Note("note-name-long"),
            })?);
        }
        Line::Commune => match place::find(text) {
            Found::One { commune, via } => {
                draft.commune = Some(commune.code.to_owned());
                if draft.hamlet.is_none() {
                    draft.hamlet = hamlet_before(text);
                }
                return Ok(Some(Note::Commune(commune.code.to_owned(), via)));
            }
            Found::Several { candidates, more } => {
                return Err(Wrong::Which(Question::Which { candidates, more }));
            }
            Found::None => return Err(Wrong::Note("note-commune-unknown")),
        },
        Line::Hamlet if text.is_empty() || char_count(text) > HAMLET_MAX => {
            return Err(Wrong::Note("note-hamlet-long"));
        }
        Line::Hamlet => draft.hamlet = Some(one_line(text)),
        Line::When => {
            let when = day::parse(text, now).map_err(|error| match error {
                DayError::Future => Wrong::Note("note-day-future"),
                DayError::TooOld => Wrong::Note("note-day-old"),
                DayError::Unclear => Wrong::Note("note-day-unclear"),
            })?;
            draft.happened = Some(when.stored());
        }
        Line::NomineePhone | Line::NominatorPhone => {
            let phone = phone::parse(text).ok_or(Wrong::Note("note-phone-unclear"))?;
            let phone = Some(phone.e164().to_owned());
            match line {
                Line::NomineePhone => draft.nominee_phone = phone,
                _ => draft.nominator_phone = phone,
            }
        }
        Line::Kind | Line::Deed | Line::Field => return Err(Wrong::Note("note-use-buttons")),
    }
    Ok(None)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "thôn Đông" of "thôn Đông, xã Lê Lợi": what stands before the first comma, if it says itself that
/// it is smaller than a commune.
fn hamlet_before(text: &str) -> Option<String> {
    let (before, _) = text.split_once([',', '\n'])?;
    let hamlet = one_line(before);
    let words = fold(&hamlet);
    let (kind, rest) = words.split_once(' ')?;
    let is_hamlet = matches!(kind, "thon" | "xom" | "to" | "khu" | "ap" | "doi" | "lang" | "so");
    (is_hamlet && !rest.is_empty() && char_count(&hamlet) <= HAMLET_MAX).then_some(hamlet)
}
