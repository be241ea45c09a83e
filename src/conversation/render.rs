//! Draws views: what to show becomes a neutral message in a language.

use std::borrow::Cow;

use super::message::{Act, Choice, Message};
use super::press::{Line, Press, Write};
use super::session::Session;
use super::step::NOTICE_VERSION;
use super::view::{Note, Question, View};
use crate::domain::day::When;
use crate::domain::draft::{Draft, NotTaken};
use crate::domain::evidence::{File, FileKind};
use crate::domain::nomination::NomineeKind;
use crate::domain::place::Candidate;
use crate::domain::role::Role;
use crate::domain::text::char_count;
use crate::domain::{field, phone, place};
use crate::i18n::{Args, Locale, escape, text};

/// How much of a piece's words is shown in a list, in characters.
const EXCERPT: usize = 40;

/// What drawing needs beside the view.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The language to draw in.
    pub locale: Locale,
    /// The person's part in the work.
    pub role: Option<Role>,
    /// Their session, for the draft and the serial.
    pub session: &'a Session,
}

impl Reader<'_> {
    /// A text of ours without arguments.
    pub fn say(&self, key: &str) -> String {
        text(self.locale, key, &[])
    }

    /// A text of ours with arguments.
    pub fn say_with(&self, key: &str, args: &Args<'_>) -> String {
        text(self.locale, key, args)
    }

    /// A choice with a text of ours as its label.
    pub fn choice(&self, key: &str, press: &Press) -> Choice {
        choice(self.say(key), press)
    }

    fn write(&self, key: &str, write: Write) -> Choice {
        self.choice(key, &Press::Write(self.session.serial, write))
    }

    fn write_as(&self, label: impl Into<String>, write: Write) -> Choice {
        choice(label, &Press::Write(self.session.serial, write))
    }

    fn draft(&self) -> Cow<'_, Draft> {
        match &self.session.draft {
            Some(draft) => Cow::Borrowed(draft),
            None => Cow::Owned(Draft::default()),
        }
    }
}

/// A choice with this label.
pub fn choice(label: impl Into<String>, press: &Press) -> Choice {
    Choice { label: label.into(), act: Act::Press(press.encode()) }
}

/// Draws `view`.
pub fn render(reader: Reader<'_>, view: &View) -> Message {
    let mut message = Message::default();
    match view {
        View::Greeting => {
            message.text = reader.say("greeting");
            message.choices = vec![
                vec![reader.choice("consent", &Press::Consent(NOTICE_VERSION))],
                vec![
                    reader.choice("read-more", &Press::Notice),
                    reader.choice("button-language", &Press::Languages),
                ],
            ];
        }
        View::Notice => {
            message.text = reader.say("notice");
            let consent = Press::Consent(NOTICE_VERSION);
            message.choices = vec![vec![reader.choice("consent", &consent)]];
        }
        View::Menu { thanks } => {
            message.text = reader.say(if *thanks { "menu-thanks" } else { "menu" });
            message.choices = menu(reader);
        }
        View::Help => {
            let mut parts = vec![reader.say("help")];
            if reader.role.is_some() {
                parts.push(reader.say("help-reviewer"));
            }
            if reader.role == Some(Role::Admin) {
                parts.push(reader.say("help-admin"));
            }
            message.text = parts.join("\n\n");
            message.choices = menu(reader);
        }
        View::Languages => {
            message.text = reader.say("languages");
            let languages = Locale::ALL.map(|locale| {
                reader.choice(&format!("language-{}", locale.code()), &Press::Language(locale))
            });
            message.choices = vec![languages.into()];
        }
        View::Told(key) => message.text = reader.say(key),
        View::Unfinished => {
            let draft = reader.draft();
            let name = draft.name.as_deref().unwrap_or("none");
            message.text = reader.say_with("unfinished", &[("name", name.into())]);
            message.choices = vec![vec![
                reader.write("resume", Write::Resume),
                reader.write("drop", Write::CancelSure),
            ]];
        }
        View::Offer => {
            let offered = &reader.session.offered;
            let files: Vec<&File> = offered.iter().filter_map(|p| p.file.as_ref()).collect();
            let words = offered.iter().map(|p| char_count(&p.text)).sum();
            let what = received(reader, &files, words);
            message.text = reader.say_with("offer", &[("what", what.into())]);
            message.choices = vec![
                vec![reader.choice("offer-yes", &Press::NominateThis)],
                vec![reader.choice("offer-no", &Press::NotThis)],
            ];
        }
        View::AddMore { .. } => {
            message.text = reader.say("note-use-buttons");
            message.choices = vec![vec![reader.choice("done", &Press::Added)]];
        }
        View::Ask { question, note } => return ask(reader, question, note.as_ref()),
    }
    message
}

fn menu(reader: Reader<'_>) -> Vec<Vec<Choice>> {
    vec![
        vec![reader.choice("button-nominate", &Press::Nominate)],
        vec![
            reader.choice("button-mine", &Press::Mine(0)),
            reader.choice("button-language", &Press::Languages),
        ],
    ]
}

fn ask(reader: Reader<'_>, question: &Question, note: Option<&Note>) -> Message {
    let draft = reader.draft();
    let editing = matches!(reader.session.at, super::session::At::Editing(_));
    let name: Cow<'_, str> = draft.name.clone().unwrap_or_default().into();
    let (step, body) = match question {
        Question::Kind => ("step-1", reader.say("ask-kind")),
        Question::Name => {
            let kind = draft.kind.map_or("person", NomineeKind::code);
            ("step-1", reader.say_with("ask-name", &[("kind", kind.into())]))
        }
        Question::Commune => ("step-2", reader.say_with("ask-commune", &[("name", name)])),
        Question::Which(_) => ("step-2", reader.say("ask-which")),
        Question::Districts => ("step-2", reader.say("ask-district")),
        Question::District(index) => {
            let district = place::districts()[*index].to_string();
            ("step-2", reader.say_with("ask-district-commune", &[("district", district.into())]))
        }
        Question::Deed => ("step-3", reader.say_with("ask-deed", &[("name", name)])),
        Question::Received => ("step-3", received_so_far(reader, &draft)),
        Question::Pieces => ("step-3", reader.say("pieces-title")),
        Question::Check => {
            let summary = summary(reader, &draft);
            ("step-4", format!("{summary}\n\n{}", reader.say("check-pledge")))
        }
        Question::Lines => ("step-4", reader.say("edit-which")),
        Question::Line(line) => ("step-edit", reader.say(&format!("ask-{}", line.code()))),
        Question::Cancel => ("step-edit", reader.say("ask-cancel")),
    };
    let step = if editing && *question != Question::Check { "step-edit" } else { step };
    let mut parts = Vec::with_capacity(3);
    if let Some(note) = note {
        parts.push(say_note(reader, note));
    }
    if *question == Question::Cancel {
        parts.push(body);
    } else {
        parts.push(format!("{}\n{body}", reader.say(step)));
    }
    let asks_contact =
        (*question == Question::Line(Line::NominatorPhone)).then(|| reader.say("share-contact"));
    // A share-contact button takes the place where other choices would be drawn; the words
    // "quay lại" and "huỷ" work there as everywhere.
    let choices =
        if asks_contact.is_some() { Vec::new() } else { choices(reader, question, &draft) };
    Message { text: parts.join("\n\n"), choices, media: Vec::new(), asks_contact }
}

fn say_note(reader: Reader<'_>, note: &Note) -> String {
    match note {
        Note::Key(key) => reader.say(key),
        Note::Commune(code) => {
            reader.say_with("note-commune", &[("commune", commune(code).into())])
        }
        Note::NotTaken(NotTaken::StoryFull) => reader.say("note-story-full"),
        Note::NotTaken(NotTaken::FilesFull) => reader.say("note-files-full"),
        Note::NotTaken(NotTaken::FileTooBig) => reader.say("file-too-big"),
    }
}

fn choices(reader: Reader<'_>, question: &Question, draft: &Draft) -> Vec<Vec<Choice>> {
    let way_out = || vec![reader.write("back", Write::Back), reader.write("cancel", Write::Cancel)];
    let mut rows: Vec<Vec<Choice>> = match question {
        Question::Kind => NomineeKind::ALL
            .into_iter()
            .map(|kind| vec![reader.write(&format!("kind-{}", kind.code()), Write::Kind(kind))])
            .collect(),
        Question::Name => Vec::new(),
        Question::Commune => vec![vec![reader.write("browse", Write::Districts)]],
        Question::Which(candidates) => {
            let mut rows: Vec<_> =
                candidates.iter().map(|one| vec![candidate(reader, one)]).collect();
            rows.push(vec![reader.write("browse", Write::Districts)]);
            rows
        }
        Question::Districts => two_a_row(
            place::districts()
                .iter()
                .enumerate()
                .map(|(i, d)| reader.write_as(d.name, Write::District(i))),
        ),
        Question::District(index) => {
            let mut rows = two_a_row(place::in_district(*index).map(|commune| {
                reader.write_as(commune.to_string(), Write::Commune(commune.code.to_owned()))
            }));
            rows.push(vec![reader.write("browse", Write::Districts)]);
            rows
        }
        Question::Deed => Vec::new(),
        Question::Received => vec![
            vec![reader.write("done", Write::Done)],
            vec![reader.write("pieces", Write::Pieces)],
        ],
        Question::Pieces => draft
            .pieces
            .iter()
            .map(|piece| {
                let label = match &piece.file {
                    Some(file) => piece_of_file(reader, piece.number, file.kind),
                    None => piece_of_words(reader, piece.number, &piece.text),
                };
                vec![reader.write_as(label, Write::Remove(piece.number))]
            })
            .chain([vec![reader.write("back", Write::Summary)]])
            .collect(),
        Question::Check => {
            let minor = if draft.is_minor { "minor-off" } else { "minor-on" };
            let shows = if draft.shows_nominator { "shows-off" } else { "shows-on" };
            vec![
                vec![reader.write("send", Write::Send)],
                vec![reader.write("edit", Write::Lines)],
                vec![
                    reader.write("line-when", Write::Edit(Line::When)),
                    reader.write("line-field", Write::Edit(Line::Field)),
                ],
                vec![reader.write("line-phone", Write::Edit(Line::NomineePhone))],
                vec![reader.write("line-contact", Write::Edit(Line::NominatorPhone))],
                vec![reader.write(minor, Write::Minor(!draft.is_minor))],
                vec![reader.write(shows, Write::ShowName(!draft.shows_nominator))],
            ]
        }
        Question::Lines => {
            let mut rows = two_a_row(
                Line::ALL
                    .into_iter()
                    .map(|line| reader.write(&format!("line-{}", line.code()), Write::Edit(line))),
            );
            rows.push(vec![reader.write("back", Write::Summary)]);
            rows
        }
        Question::Line(line) => line_choices(reader, *line),
        Question::Cancel => vec![vec![
            reader.write("cancel-sure", Write::CancelSure),
            reader.write("cancel-no", Write::Summary),
        ]],
    };
    if !matches!(question, Question::Pieces | Question::Lines | Question::Cancel) {
        rows.push(way_out());
    }
    rows
}

fn line_choices(reader: Reader<'_>, line: Line) -> Vec<Vec<Choice>> {
    let mut rows = match line {
        Line::When => vec![vec![
            reader.write("today", Write::Happened(0)),
            reader.write("yesterday", Write::Happened(1)),
            reader.write("this-month", Write::Happened(2)),
        ]],
        Line::Field => field::all()
            .iter()
            .map(|field| {
                let label = field.label(reader.locale.code());
                vec![reader.write_as(label, Write::Field(field.code.to_owned()))]
            })
            .collect(),
        _ => Vec::new(),
    };
    rows.push(vec![reader.write("clear", Write::Clear(line))]);
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
                ("district", old.district.into()),
            ],
        ),
        None => format!("{name} ({})", one.commune.old_district),
    };
    reader.write_as(label, Write::Commune(one.commune.code.to_owned()))
}

fn two_a_row(choices: impl Iterator<Item = Choice>) -> Vec<Vec<Choice>> {
    let mut rows: Vec<Vec<Choice>> = Vec::new();
    for choice in choices {
        match rows.last_mut() {
            Some(row) if row.len() < 2 => row.push(choice),
            _ => rows.push(vec![choice]),
        }
    }
    rows
}

fn piece_of_words(reader: Reader<'_>, number: u32, words: &str) -> String {
    let args: &Args<'_> =
        &[("number", number.to_string().into()), ("text", excerpt(words, EXCERPT).into())];
    unescape(&reader.say_with("pieces-text", args))
}

fn piece_of_file(reader: Reader<'_>, number: u32, kind: FileKind) -> String {
    let kind = reader.say(&format!("files-{}-one", kind.code()));
    reader.say_with("pieces-file", &[("number", number.to_string().into()), ("kind", kind.into())])
}

/// The first `length` characters, with an ellipsis if there are more.
pub fn excerpt(words: &str, length: usize) -> String {
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= length {
        return one_line;
    }
    let mut short: String = one_line.chars().take(length).collect();
    short.push('…');
    short
}

/// Labels are plain text: what was escaped for markup is put back.
fn unescape(label: &str) -> String {
    label.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn received_so_far(reader: Reader<'_>, draft: &Draft) -> String {
    let files: Vec<&File> = draft.files().collect();
    let what = received(reader, &files, char_count(&draft.story()));
    let what = reader.say_with("received", &[("what", what.into())]);
    let next = if draft.has_story() { "received-go-on" } else { "received-short" };
    format!("{what}\n\n{}", reader.say(next))
}

fn received(reader: Reader<'_>, files: &[&File], characters: usize) -> String {
    let mut parts = vec![];
    if characters > 0 {
        let count = characters.to_string();
        parts.push(reader.say_with("received-characters", &[("count", count.into())]));
    }
    parts.extend(count_files(reader.locale, files.iter().map(|file| file.kind)));
    if parts.is_empty() { reader.say("files-none") } else { parts.join(", ") }
}

/// How many files there are of each kind, in words: `3 ảnh`, `1 video`.
pub fn count_files(locale: Locale, kinds: impl Iterator<Item = FileKind>) -> Vec<String> {
    let kinds: Vec<FileKind> = kinds.collect();
    FileKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let count = kinds.iter().filter(|one| **one == kind).count();
            let key = format!("files-{}", kind.code());
            (count > 0).then(|| text(locale, &key, &[("count", count.to_string().into())]))
        })
        .collect()
}

/// A commune by its code, as people read it; the code itself if we do not know it.
pub fn commune(code: &str) -> String {
    place::by_code(code).map_or_else(|| code.to_owned(), ToString::to_string)
}

/// The lines that a citizen checks and a reviewer reads, in markup.
pub struct Summary<'a> {
    /// Who is nominated.
    pub kind: Option<NomineeKind>,
    /// Their name.
    pub name: &'a str,
    /// The commune's code.
    pub commune: &'a str,
    /// Hamlet or unit.
    pub hamlet: Option<&'a str>,
    /// When, stored form.
    pub happened: Option<&'a str>,
    /// The field's code.
    pub field: Option<&'a str>,
    /// The nominee's phone, E.164.
    pub nominee_phone: Option<&'a str>,
    /// The nominator's phone, E.164.
    pub nominator_phone: Option<&'a str>,
    /// Under 16.
    pub is_minor: bool,
    /// Whether the public may see who nominated.
    pub shows_nominator: bool,
    /// The story, or as much of it as is to be shown.
    pub story: &'a str,
    /// The files, counted in words.
    pub files: Vec<String>,
}

/// Draws the lines of a nomination; lines without a value are left out.
pub fn lines(locale: Locale, nomination: &Summary<'_>) -> String {
    let say = |key: &str| text(locale, key, &[]);
    let mut lines = Vec::with_capacity(12);
    let mut line = |key: &str, value: &str| {
        lines.push(format!("<b>{}:</b> {}", say(key), escape(value)));
    };
    let kind = nomination.kind.map_or("none", NomineeKind::code);
    line("line-kind", &say(&format!("kind-{kind}")));
    line("line-name", nomination.name);
    line("line-commune", &commune(nomination.commune));
    if let Some(hamlet) = nomination.hamlet {
        line("line-hamlet", hamlet);
    }
    if let Some(when) = nomination.happened.and_then(|stored| stored.parse::<When>().ok()) {
        line("line-when", &when.to_string());
    }
    if let Some(field) = nomination.field.and_then(field::by_code) {
        line("line-field", field.label(locale.code()));
    }
    if let Some(number) = nomination.nominee_phone {
        line("line-phone", &shown_phone(number));
    }
    if let Some(number) = nomination.nominator_phone {
        line("line-contact", &shown_phone(number));
    }
    if nomination.is_minor {
        line("line-minor", &say("yes"));
    }
    line("line-shows", &say(if nomination.shows_nominator { "yes" } else { "no" }));
    let none = say("files-none");
    let files = nomination.files.join(", ");
    line("line-evidence", if files.is_empty() { &none } else { &files });
    lines.push(format!(
        "<b>{}:</b>\n<blockquote>{}</blockquote>",
        say("line-deed"),
        escape(nomination.story)
    ));
    lines.join("\n")
}

fn shown_phone(number: &str) -> String {
    phone::parse(number).map_or_else(|| number.to_owned(), |phone| phone.to_string())
}

/// How much of a long story the summary shows, in characters; the rest is a press away.
pub const STORY_SHOWN: usize = 600;

fn summary(reader: Reader<'_>, draft: &Draft) -> String {
    let story = draft.story();
    lines(
        reader.locale,
        &Summary {
            kind: draft.kind,
            name: draft.name.as_deref().unwrap_or_default(),
            commune: draft.commune.as_deref().unwrap_or_default(),
            hamlet: draft.hamlet.as_deref(),
            happened: draft.happened.as_deref(),
            field: draft.field.as_deref(),
            nominee_phone: draft.nominee_phone.as_deref(),
            nominator_phone: draft.nominator_phone.as_deref(),
            is_minor: draft.is_minor,
            shows_nominator: draft.shows_nominator,
            story: &fold_story(&story),
            files: count_files(reader.locale, draft.files().map(|file| file.kind)),
        },
    )
}

/// The beginning of a long story, its line breaks kept.
pub fn fold_story(story: &str) -> Cow<'_, str> {
    match story.char_indices().nth(STORY_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", story[..end].trim_end())),
        None => Cow::Borrowed(story),
    }
}
