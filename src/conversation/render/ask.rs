//! Draws the questions of a nomination.

use std::borrow::Cow;

use super::summary::{self, commune};
use super::{Reader, excerpt, plain};
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::Write;
use crate::conversation::session::At;
use crate::conversation::view::{Note, Question};
use crate::domain::behalf::{How, OnBehalf, Teller};
use crate::domain::day::When;
use crate::domain::draft::{Draft, Line, NotTaken, Piece};
use crate::domain::nomination::NomineeKind;
use crate::domain::place;
use crate::domain::place::Candidate;

/// How much of a piece's words is shown in a list, in characters.
const EXCERPT: usize = 40;
/// The same for words that came with a file.
const CAPTION: usize = 28;
/// How much of edited words is shown, in characters: enough to see that they arrived.
const EDITED_SHOWN: usize = 100;

pub(super) fn ask(reader: Reader<'_>, question: &Question, note: Option<&Note>) -> Message {
    let draft = reader.draft();
    let mut parts = Vec::with_capacity(4);
    if let Some(note) = note {
        parts.push(say_note(reader, question, note));
    }
    let body = body(reader, question, &draft);
    parts.push(match head(reader, question) {
        Some(head) => format!("{}\n{body}", reader.say(head)),
        None => body,
    });
    if let Some(value) = kept(reader, question, &draft) {
        parts.push(reader.say_with("current", &[("value", value.into())]));
    }
    Message { choices: choices(reader, question, &draft), ..Message::of(parts.join("\n\n")) }
}

/// Which of the four steps this is. A line edited from the summary is none of them.
fn head(reader: Reader<'_>, question: &Question) -> Option<&'static str> {
    let editing = matches!(reader.session.at, At::Editing(_));
    Some(match question {
        Question::Cancel => return None,
        Question::Telling(_) => "step-behalf",
        Question::Check => "step-4",
        _ if editing => "step-edit",
        Question::Kind | Question::Name => "step-1",
        Question::Commune
        | Question::Which { .. }
        | Question::Districts
        | Question::District(_) => "step-2",
        Question::Deed | Question::Received | Question::Pieces => "step-3",
        Question::Lines | Question::Line(_) => "step-4",
    })
}

fn body(reader: Reader<'_>, question: &Question, draft: &Draft) -> String {
    let name = || ("name", Cow::Owned(draft.name.clone().unwrap_or_default()));
    match question {
        Question::Telling(question) => reader.say(&format!("behalf-{}", question.code())),
        Question::Kind => reader.say("ask-kind"),
        Question::Name => {
            let kind = draft.kind.map_or("person", NomineeKind::code);
            reader.say_with("ask-name", &[("kind", kind.into())])
        }
        Question::Commune => reader.say_with("ask-commune", &[name()]),
        Question::Which { candidates, .. } if candidates.len() == 1 => reader.say("ask-which-one"),
        Question::Which { more: false, .. } => reader.say("ask-which"),
        Question::Which { more: true, .. } => reader.say("ask-which-more"),
        Question::Districts => reader.say("ask-district"),
        Question::District(index) => {
            let district = place::districts().get(*index).map(ToString::to_string);
            let district = district.unwrap_or_default();
            reader.say_with("ask-district-commune", &[("district", district.into())])
        }
        Question::Deed => reader.say_with("ask-deed", &[name()]),
        Question::Received => {
            let what = summary::received(reader.locale, &draft.pieces);
            let what = reader.say_with("received", &[("what", what.into())]);
            let editing = matches!(reader.session.at, At::Editing(_));
            let next = match draft.has_story() {
                false => "received-short",
                true if editing => "received-edit",
                true => "received-go-on",
            };
            format!("{what}\n\n{}", reader.say(next))
        }
        Question::Pieces => reader.say("pieces-title"),
        Question::Check => {
            let lines = summary::of_draft(reader.locale, reader.catalog, draft);
            format!("{lines}\n\n{}\n\n{}", reader.say("check-more"), reader.say("check-pledge"))
        }
        Question::Lines => reader.say("edit-which"),
        Question::Line(line) => reader.say(&format!("ask-{}", line.code())),
        Question::Cancel => reader.say("ask-cancel"),
    }
}

/// The answer there is already, for a question gone back to or asked again.
fn kept(reader: Reader<'_>, question: &Question, draft: &Draft) -> Option<String> {
    match question {
        Question::Telling(question) => told(reader, *question, draft.on_behalf.as_ref()?),
        Question::Kind => Some(reader.say(&format!("kind-{}", draft.kind?.code()))),
        Question::Name => draft.name.clone(),
        Question::Commune => draft.commune.as_deref().map(commune),
        Question::Line(line) => extra(reader, *line, draft),
        _ => None,
    }
}

/// What is known of who told it.
fn told(reader: Reader<'_>, question: Teller, told: &OnBehalf) -> Option<String> {
    match question {
        Teller::Name => told.told_by.clone(),
        Teller::Phone => told.told_phone.as_deref().map(summary::shown_phone),
        Teller::How => Some(reader.say(&format!("agreed-{}", told.how?.code()))),
    }
}

/// What an optional line says, if it says anything.
fn extra(reader: Reader<'_>, line: Line, draft: &Draft) -> Option<String> {
    match line {
        Line::Hamlet => draft.hamlet.clone(),
        Line::When => Some(draft.happened.as_deref()?.parse::<When>().ok()?.to_string()),
        Line::Field => {
            let field = draft.field.as_deref().and_then(|code| reader.catalog.field(code))?;
            Some(field.label(reader.locale.code()).to_owned())
        }
        Line::NomineePhone => draft.nominee_phone.as_deref().map(summary::shown_phone),
        Line::NominatorPhone => draft.nominator_phone.as_deref().map(summary::shown_phone),
        Line::Kind | Line::Name | Line::Commune | Line::Deed => None,
    }
}

fn say_note(reader: Reader<'_>, question: &Question, note: &Note) -> String {
    // What to do about it depends on the buttons that stand below.
    let with = |said: String, hint: Option<&'static str>| match hint {
        Some(hint) => format!("{said} {}", reader.say(hint)),
        None => said,
    };
    let wrong = match reader.session.at {
        At::Deed => Some("note-wrong-back"),
        At::Check => Some("note-wrong-edit"),
        _ => None,
    };
    let full = match question {
        Question::Deed | Question::Received => "note-full-here",
        Question::Check => "note-full-check",
        _ => "note-full-later",
    };
    match note {
        Note::Key(key) => reader.say(key),
        Note::Edited(words) => {
            let words = excerpt(words, EDITED_SHOWN);
            reader.say_with("note-edited-to", &[("text", words.into())])
        }
        Note::Commune(code, None) => {
            with(reader.say_with("note-commune", &[("commune", commune(code).into())]), wrong)
        }
        Note::Commune(code, Some(old)) => {
            let args = [
                ("commune", commune(code).into()),
                ("old", old.name.into()),
                ("district", old.district.into()),
            ];
            with(reader.say_with("note-commune-old", &args), wrong)
        }
        Note::NotTaken(NotTaken::StoryFull) => with(reader.say("note-story-full"), Some(full)),
        Note::NotTaken(NotTaken::FilesFull) => with(reader.say("note-files-full"), Some(full)),
        Note::NotTaken(NotTaken::PiecesFull) => with(reader.say("note-pieces-full"), Some(full)),
        Note::NotTaken(NotTaken::FileTooBig) => reader.say("file-too-big"),
    }
}

fn choices(reader: Reader<'_>, question: &Question, draft: &Draft) -> Vec<Vec<Choice>> {
    let mut rows: Vec<Vec<Choice>> = match question {
        Question::Telling(Teller::Name) => Vec::new(),
        Question::Telling(Teller::Phone) => {
            vec![vec![reader.write("behalf-no-phone", Write::NoPhone)]]
        }
        Question::Telling(Teller::How) => How::ALL
            .into_iter()
            .map(|how| vec![reader.write(&format!("agreed-{}", how.code()), Write::Told(how))])
            .collect(),
        Question::Kind => NomineeKind::ALL
            .into_iter()
            .map(|kind| vec![reader.write(&format!("kind-{}", kind.code()), Write::Kind(kind))])
            .collect(),
        Question::Commune => vec![vec![reader.write("browse", Write::Districts)]],
        Question::Which { candidates, .. } => candidates
            .iter()
            .map(|one| vec![candidate(reader, one)])
            .chain([vec![reader.write("browse", Write::Districts)]])
            .collect(),
        Question::Districts => two_a_row(
            place::districts()
                .iter()
                .enumerate()
                .map(|(i, district)| reader.write_as(district.short(), Write::District(i))),
        ),
        Question::District(index) => {
            let mut rows = two_a_row(place::in_district(*index).map(|commune| {
                reader.write_as(commune.to_string(), Write::Commune(commune.code.to_owned()))
            }));
            rows.push(vec![reader.write("browse", Write::Districts)]);
            rows
        }
        Question::Name | Question::Deed => Vec::new(),
        Question::Received => vec![
            vec![reader.write("done", Write::Done)],
            vec![reader.write("pieces", Write::Pieces)],
        ],
        Question::Pieces => draft.pieces.iter().map(|piece| vec![remove(reader, piece)]).collect(),
        Question::Check => check_choices(reader, draft),
        Question::Lines => {
            let lines = Line::ALL.into_iter().map(|line| match line {
                Line::Deed => reader.write("line-story", Write::Edit(line)),
                line => reader.write(&format!("line-{}", line.code()), Write::Edit(line)),
            });
            let teller = draft.on_behalf.as_ref();
            let teller = teller.map(|_| reader.write("behalf-teller", Write::Teller));
            two_a_row(lines.chain(teller))
        }
        Question::Line(line) => line_choices(reader, *line, draft),
        Question::Cancel => {
            return vec![vec![
                reader.write("cancel-sure", Write::CancelSure),
                reader.write("cancel-no", Write::Resume),
            ]];
        }
    };
    let editing = matches!(reader.session.at, At::Editing(_));
    if !editing && kept(reader, question, draft).is_some() {
        rows.push(vec![reader.write("keep", Write::Keep)]);
    }
    // Back from a list is back to the question it was opened from.
    let back = match question {
        Question::Pieces | Question::Lines => Write::Summary,
        Question::Which { .. } | Question::Districts | Question::District(_) => Write::Summary,
        _ => Write::Back,
    };
    rows.push(vec![reader.write("back", back), reader.write("cancel", Write::Cancel)]);
    rows
}

fn check_choices(reader: Reader<'_>, draft: &Draft) -> Vec<Vec<Choice>> {
    let line = |line: Line| {
        let label = reader.say(&format!("line-{}", line.code()));
        let given = extra(reader, line, draft).is_some();
        let label = if given { format!("✓ {label}") } else { label };
        reader.write_as(label, Write::Edit(line))
    };
    let minor = if draft.is_minor { "minor-off" } else { "minor-on" };
    let shows = if draft.shows_nominator { "shows-off" } else { "shows-on" };
    vec![
        vec![line(Line::When), line(Line::Field)],
        vec![line(Line::Hamlet)],
        vec![line(Line::NomineePhone)],
        vec![line(Line::NominatorPhone)],
        vec![reader.write(minor, Write::Minor(!draft.is_minor))],
        vec![reader.write(shows, Write::ShowName(!draft.shows_nominator))],
        vec![reader.write("edit", Write::Lines)],
        // Near the end, where a telephone shows it: above so many others it would be out of sight.
        vec![reader.write("send", Write::Send)],
    ]
}

fn line_choices(reader: Reader<'_>, line: Line, draft: &Draft) -> Vec<Vec<Choice>> {
    let mut rows = match line {
        Line::When => vec![vec![
            reader.write("today", Write::Happened(0)),
            reader.write("yesterday", Write::Happened(1)),
            reader.write("this-month", Write::Happened(2)),
        ]],
        Line::Field => reader
            .catalog
            .offered_fields()
            .map(|field| {
                let label = field.label(reader.locale.code());
                vec![reader.write_as(label, Write::Field(field.code.to_string()))]
            })
            .collect(),
        _ => Vec::new(),
    };
    if extra(reader, line, draft).is_some() {
        rows.push(vec![reader.write("clear", Write::Clear(line))]);
    }
    rows
}

fn candidate(reader: Reader<'_>, one: &Candidate) -> Choice {
    let name = one.commune.to_string();
    let label = match &one.via {
        Some(old) => reader.say_with(
            "via-old",
            &[
                ("commune", name.into()),
                ("old", old.name.into()),
                ("district", place::short_district(old.district).into()),
            ],
        ),
        None => format!("{name} ({})", place::short_district(one.commune.old_district)),
    };
    reader.write_as(label, Write::Commune(one.commune.code.to_owned()))
}

fn remove(reader: Reader<'_>, piece: &Piece) -> Choice {
    let number = ("number", piece.number.to_string().into());
    let label = match &piece.file {
        Some(file) => {
            let kind = ("kind", reader.say(&format!("files-{}-one", file.kind.code())).into());
            // Removing it removes these words too; a file without any is known by its name.
            let words = match (piece.text.as_str(), file.name.as_deref()) {
                ("", name) => name,
                (words, _) => Some(words),
            };
            match words {
                None => reader.say_with("pieces-file", &[number, kind]),
                Some(words) => {
                    let words = ("text", excerpt(words, CAPTION).into());
                    plain(&reader.say_with("pieces-file-text", &[number, kind, words]))
                }
            }
        }
        None => {
            let words = excerpt(&piece.text, EXCERPT);
            plain(&reader.say_with("pieces-text", &[number, ("text", words.into())]))
        }
    };
    reader.write_as(label, Write::Remove(piece.number))
}

pub(super) fn two_a_row(choices: impl Iterator<Item = Choice>) -> Vec<Vec<Choice>> {
    let mut rows: Vec<Vec<Choice>> = Vec::new();
    for choice in choices {
        match rows.last_mut() {
            Some(row) if row.len() < 2 => row.push(choice),
            _ => rows.push(vec![choice]),
        }
    }
    rows
}
