//! Draws views: what to show becomes a neutral message in a language.
//!
//! Here: what is shown outside a nomination. Its questions are in `ask`; the lines that citizens and
//! reviewers read in [`summary`].

mod ask;
pub mod cast;
pub mod scope;
pub mod season;
pub mod summary;
pub mod supply;

use std::borrow::Cow;

use super::message::{Act, Choice, Message};
use super::press::{Press, Rights, Write};
use super::session::Session;
use super::step::NOTICE_VERSION;
use super::view::View;
use crate::clock::Millis;
use crate::domain::campaign::Season;
use crate::domain::catalog::Catalog;
use crate::domain::day;
use crate::domain::draft::Draft;
use crate::domain::role::Role;
use crate::i18n::{Args, Locale, text};

/// What drawing needs beside the view.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The language to draw in.
    pub locale: Locale,
    /// The person's part in the work.
    pub role: Option<Role>,
    /// Whether they write to many.
    pub writes_to_many: bool,
    /// Their session, for the draft and the serial.
    pub session: &'a Session,
    /// The fields and reasons there are.
    pub catalog: &'a Catalog,
    /// What citizens face now.
    pub season: Option<&'a Season>,
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
    match view {
        View::Greeting => greeting(reader),
        View::Notice { consented } => {
            let next = if *consented {
                reader.choice("back", &Press::Help)
            } else {
                reader.choice("consent", &Press::Consent(NOTICE_VERSION))
            };
            // Who asks what is kept of people in general often means: of me.
            let own = reader.choice("button-mydata", &Press::Rights(Rights::Begin));
            Message { choices: vec![vec![own], vec![next]], ..Message::of(reader.say("notice")) }
        }
        View::Menu { thanks } => {
            let text = reader.say(if *thanks { "menu-thanks" } else { "menu" });
            let text = season::told(reader)
                .map_or_else(|| text.clone(), |told| format!("{told}\n\n{text}"));
            let choices = menu(reader, reader.choice("button-help", &Press::Help));
            Message { choices, ..Message::of(text) }
        }
        View::Help => help(reader),
        View::Languages => {
            let languages = Locale::ALL.map(|locale| {
                reader.choice(&format!("language-{}", locale.code()), &Press::Language(locale))
            });
            Message { choices: vec![languages.into()], ..Message::of(reader.say("languages")) }
        }
        View::Told(key) => Message::of(reader.say(key)),
        View::WordsLength(about) => {
            let length = about.length();
            let least = ("least", grouped(*length.start(), reader.locale).into());
            let most = ("most", grouped(*length.end(), reader.locale).into());
            Message::of(reader.say_with("words-length", &[least, most]))
        }
        View::Supply { ask, items, item, note, given } => {
            supply::supply(reader, *ask, *items, *item, *note, given)
        }
        View::KeyboardGone(key) => Message { drops_keyboard: true, ..Message::of(reader.say(key)) },
        View::ShareContact => Message {
            asks_contact: Some(reader.say("share-contact")),
            ..Message::of(reader.say("share-contact-below"))
        },
        View::Unfinished { until } => unfinished(reader, *until),
        View::Offer { thanks } => offer(reader, *thanks),
        View::Scope(page) => scope::page(reader, *page),
        View::Ask { question, note } => ask::ask(reader, question, note.as_ref()),
    }
}

fn greeting(reader: Reader<'_>) -> Message {
    let mut parts = Vec::with_capacity(2);
    if !reader.session.offered.is_empty() {
        parts.push(reader.say("greeting-kept"));
    }
    parts.push(reader.say("greeting"));
    parts.extend(season::told(reader));
    let choices = vec![
        vec![reader.choice("consent", &Press::Consent(NOTICE_VERSION))],
        vec![reader.choice("read-more", &Press::Notice), other_language(reader)],
    ];
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

/// There are two languages, so the button that names the other one need not ask which.
fn other_language(reader: Reader<'_>) -> Choice {
    let other = match reader.locale {
        Locale::Vi => Locale::En,
        Locale::En => Locale::Vi,
    };
    reader.choice("button-language", &Press::Language(other))
}

fn help(reader: Reader<'_>) -> Message {
    let mut parts = vec![reader.say("help")];
    if reader.role.is_some() {
        parts.push(reader.say("help-reviewer"));
    }
    if reader.role >= Some(Role::Editor) {
        let mut part = reader.say("help-editor");
        if reader.writes_to_many {
            part = format!("{part}\n{}", reader.say("help-broadcast"));
        }
        parts.push(part);
    }
    if reader.role == Some(Role::Admin) {
        parts.push(reader.say("help-admin"));
    }
    // Where help is shown already, the notice stands in the place of its button.
    let choices = menu(reader, reader.choice("button-notice", &Press::Notice));
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

fn menu(reader: Reader<'_>, more: Choice) -> Vec<Vec<Choice>> {
    let mut rows = Vec::with_capacity(4);
    if reader.session.draft.is_some() {
        rows.push(vec![reader.write("resume", Write::Resume)]);
    }
    rows.push(vec![reader.choice("button-nominate", &Press::Nominate)]);
    rows.push(vec![reader.choice("button-mine", &Press::Mine(0))]);
    rows.push(vec![more, other_language(reader)]);
    rows
}

fn unfinished(reader: Reader<'_>, until: Option<Millis>) -> Message {
    let mut text = match reader.draft().name.as_deref() {
        Some(name) => reader.say_with("unfinished", &[("name", name.into())]),
        None => reader.say("unfinished-nameless"),
    };
    if let Some(until) = until {
        let day = day::local_date(until);
        text = format!("{text}\n\n{}", reader.say_with("unfinished-until", &[("day", day.into())]));
    }
    let choices =
        vec![vec![reader.write("resume", Write::Resume), reader.write("drop", Write::Cancel)]];
    Message { choices, ..Message::of(text) }
}

fn offer(reader: Reader<'_>, thanks: bool) -> Message {
    let what = summary::received(reader.locale, &reader.session.offered);
    let what = ("what", what.into());
    let (question, yes) = match (&reader.session.draft, reader.draft().name.as_deref()) {
        (None, _) => (reader.say_with("offer", &[what]), "offer-yes"),
        (Some(_), Some(name)) => {
            (reader.say_with("offer-to", &[what, ("name", name.into())]), "offer-append")
        }
        (Some(_), None) => (reader.say_with("offer-to-nameless", &[what]), "offer-append"),
    };
    let mut parts = Vec::with_capacity(2);
    if thanks {
        parts.push(reader.say("offer-thanks"));
    }
    parts.push(question);
    let choices = vec![
        vec![reader.choice(yes, &Press::NominateThis)],
        vec![reader.choice("offer-no", &Press::NotThis)],
    ];
    Message { choices, ..Message::of(parts.join("\n\n")) }
}

/// A label is plain text: what was escaped for markup is put back.
pub fn plain(label: &str) -> String {
    label.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A number with its thousands parted, as people write it: 4.000, in English 4,000.
pub fn grouped(number: usize, locale: Locale) -> String {
    let mark = if locale == Locale::Vi { '.' } else { ',' };
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{}{mark}{rest:03}", grouped(thousands, locale)),
    }
}

/// The first `length` characters on one line, with an ellipsis if there are more.
pub fn excerpt(words: &str, length: usize) -> String {
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= length {
        return one_line;
    }
    let mut short: String = one_line.chars().take(length).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
