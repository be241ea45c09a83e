//! The fields and the reasons of a refusal: added, called otherwise, hidden and put in order.

use std::sync::Arc;

use super::IN_ROW;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Setting};
use crate::conversation::render::{choice, plain};
use crate::conversation::session;
use crate::conversation::words::Words;
use crate::domain::catalog::{Catalog, Change, Entry, Kind, Part, code_of};
use crate::domain::text::fold;
use crate::engine::turn::Turn;
use crate::i18n::{Args, Locale};
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, catalog, settings};

/// The most entries of a kind, hidden ones too: more buttons no citizen looks through.
const MOST: usize = 40;
/// How far apart places are.
const APART: i64 = 1_000;

impl Turn<'_> {
    /// Every entry of a kind, in order.
    pub(super) fn show_entries(&mut self, kind: Kind) {
        let title = self.say(&format!("settings-entries-{}", kind.code()), &[]);
        let (mut lines, mut buttons) = (Vec::new(), Vec::new());
        for (at, entry) in self.catalog.entries(kind).iter().enumerate() {
            let number = (at + 1).to_string();
            let key = if entry.is_hidden { "entry-row-hidden" } else { "entry-row" };
            let label = entry.label(self.locale.code()).to_owned();
            let args = [("number", number.clone().into()), ("label", label.into())];
            lines.push(self.say(key, &args));
            let press = Setting::Entry(kind, entry.code.to_string());
            buttons.push(choice(number, &Press::Setting(press)));
        }
        let mut choices: Vec<Vec<Choice>> =
            buttons.chunks(IN_ROW).map(<[Choice]>::to_vec).collect();
        choices.push(vec![
            self.setting_choice(&format!("entry-add-{}", kind.code()), Setting::Add(kind)),
        ]);
        choices.push(vec![self.setting_choice("settings-back", Setting::Begin)]);
        let parts = [format!("<b>{title}</b>"), lines.join("\n"), self.say("entry-which", &[])];
        self.answer(Message { choices, ..Message::of(parts.join("\n\n")) });
    }

    /// One entry with all its words, and what can be done with it.
    pub(super) fn show_entry(&mut self, kind: Kind, code: &str) {
        self.show_entry_after(None, kind, code);
    }

    fn show_entry_after(&mut self, told: Option<String>, kind: Kind, code: &str) {
        let catalog = self.catalog.clone();
        let Some(entry) = catalog.entry(kind, code) else {
            self.toast("toast-gone", &[], false);
            return self.show_entries(kind);
        };
        let label = entry.label(self.locale.code()).to_owned();
        let mut lines =
            vec![self.say(&format!("entry-title-{}", kind.code()), &[("label", label.into())])];
        for part in kind.parts() {
            let words = entry.words(*part).map(str::to_owned);
            let words = words.unwrap_or_else(|| self.say("entry-no-words", &[]));
            let name = self.say(&format!("entry-part-{}", part.code()), &[]);
            lines.push(self.say("entry-words", &[("part", name.into()), ("words", words.into())]));
        }
        if entry.is_hidden {
            lines.push(self.say("entry-is-hidden", &[]));
        }
        let text: Vec<String> = told.into_iter().chain([lines.join("\n")]).collect();
        let choices = self.entry_choices(kind, entry);
        self.answer(Message { choices, ..Message::of(text.join("\n\n")) });
    }

    fn entry_choices(&self, kind: Kind, entry: &Entry) -> Vec<Vec<Choice>> {
        let code = || entry.code.to_string();
        let rename = kind.parts().iter().map(|part| {
            let key = format!("entry-rename-{}", part.code());
            self.setting_choice(&key, Setting::Rename(kind, code(), entry.version, *part))
        });
        let rename: Vec<Choice> = rename.collect();
        let mut choices: Vec<Vec<Choice>> = rename.chunks(2).map(<[Choice]>::to_vec).collect();
        let key = if entry.is_hidden { "entry-show" } else { "entry-hide" };
        let hide = Setting::Hide(kind, code(), entry.version, !entry.is_hidden);
        choices.push(vec![self.setting_choice(key, hide)]);
        choices.push(vec![
            self.setting_choice("entry-up", Setting::Move(kind, code(), true)),
            self.setting_choice("entry-down", Setting::Move(kind, code(), false)),
        ]);
        let back = format!("entry-back-{}", kind.code());
        choices.push(vec![self.setting_choice(&back, Setting::Entries(kind))]);
        choices
    }

    /// Asks for other words.
    pub(super) fn ask_entry_words(&mut self, kind: Kind, code: &str, version: i64, part: Part) {
        let catalog = self.catalog.clone();
        let Some(entry) = catalog.entry(kind, code).filter(|one| one.version == version) else {
            self.toast("toast-entry-old", &[], true);
            return self.show_entry(kind, code);
        };
        if !kind.parts().contains(&part) {
            self.toast("toast-unknown", &[], false);
            return self.show_entry(kind, code);
        }
        let now = entry.words(part).map(str::to_owned);
        let back = Setting::Entry(kind, code.to_owned());
        let about = session::Setting::Words { kind, code: code.to_owned(), version, part };
        self.ask_words(part, now, None, back, about);
    }

    /// Asks for the words of a new one.
    pub(super) fn ask_new_entry(&mut self, kind: Kind) {
        if self.catalog.entries(kind).len() >= MOST {
            self.toast("toast-entries-full", &[], true);
            return;
        }
        let about = session::Setting::New { kind, label: None };
        self.ask_words(Part::Vi, None, None, Setting::Entries(kind), about);
    }

    fn ask_words(
        &mut self,
        part: Part,
        now: Option<String>,
        wrong: Option<&str>,
        back: Setting,
        about: session::Setting,
    ) {
        let words = if part.is_long() { Words::EntryText } else { Words::EntryLabel };
        let name = self.say(&format!("entry-part-{}", part.code()), &[]);
        let length = words.length();
        let args: &Args<'_> = &[
            ("part", name.into()),
            ("least", length.start().to_string().into()),
            ("most", length.end().to_string().into()),
        ];
        let mut parts: Vec<String> = wrong.map(|key| self.say(key, &[])).into_iter().collect();
        parts.push(self.say(&format!("words-{}", words.code()), args));
        if let Some(now) = now {
            parts.push(self.say("current", &[("value", now.into())]));
        }
        let choices = vec![vec![self.setting_choice("back", back)]];
        self.await_setting(words, about, Message { choices, ..Message::of(parts.join("\n\n")) });
    }

    /// Calls an entry otherwise, if nobody changed it meanwhile.
    pub(super) async fn rename_entry(
        &mut self,
        (kind, code, version): (Kind, &str, i64),
        part: Part,
        words: &str,
    ) -> Result<(), StoreError> {
        let words = words.replace('\n', " ");
        let back = Setting::Entry(kind, code.to_owned());
        if self.is_called_so(kind, Some(code), part, &words) {
            let about = session::Setting::Words { kind, code: code.to_owned(), version, part };
            self.ask_words(part, None, Some("entry-same"), back, about);
            return Ok(());
        }
        let before = self.catalog.entry(kind, code).and_then(|one| one.words(part));
        let before = before.unwrap_or_default().to_owned();
        if !catalog::rename(self.tx, (kind, code, version), part, &words).await? {
            let told = self.say("toast-entry-old", &[]);
            self.show_entry_after(Some(told), kind, code);
            return Ok(());
        }
        self.note_entry(kind, code, part.code(), &before, &words).await?;
        let told = self.say("entry-renamed", &[]);
        self.show_entry_after(Some(told), kind, code);
        Ok(())
    }

    /// Whether another entry of the kind is called so already.
    fn is_called_so(&self, kind: Kind, code: Option<&str>, part: Part, words: &str) -> bool {
        let others = self.catalog.entries(kind).iter().filter(|one| code != Some(&*one.code));
        let called = |one: &Entry| {
            Locale::ALL.iter().any(|locale| fold(one.label(locale.code())) == fold(words))
        };
        !part.is_long() && others.into_iter().any(called)
    }

    /// Keeps a new entry, once all that it needs was told.
    pub(super) async fn add_entry(
        &mut self,
        kind: Kind,
        label: Option<String>,
        words: &str,
    ) -> Result<(), StoreError> {
        let words = words.replace('\n', " ");
        let back = Setting::Entries(kind);
        let (label, text) = match (kind, label) {
            (_, None) if self.is_called_so(kind, None, Part::Vi, &words) => {
                let about = session::Setting::New { kind, label: None };
                self.ask_words(Part::Vi, None, Some("entry-same"), back, about);
                return Ok(());
            }
            (Kind::Reason, None) => {
                let about = session::Setting::New { kind, label: Some(words) };
                self.ask_words(Part::ViLong, None, None, back, about);
                return Ok(());
            }
            (_, None) => (words, None),
            (_, Some(label)) => (label, Some(words)),
        };
        let code = code_of(self.shared.ids.next());
        let last = self.catalog.entries(kind).iter().map(|one| one.place).max();
        let change = Change {
            kind,
            code: code.clone(),
            words: [Some(label.clone()), None, text, None],
            hidden: None,
            place: last.map(|place| place + APART),
            version: 1,
        };
        catalog::insert(self.tx, &change).await?;
        self.note_entry(kind, &code, "added", "", &label).await?;
        let told = self.say("entry-added", &[]);
        self.show_entry_after(Some(told), kind, &code);
        Ok(())
    }

    /// Hides an entry, or shows it again.
    pub(super) async fn hide_entry(
        &mut self,
        kind: Kind,
        code: &str,
        version: i64,
        hidden: bool,
    ) -> Result<(), StoreError> {
        let entries = self.catalog.clone();
        let Some(entry) = entries.entry(kind, code) else {
            self.show_entry(kind, code);
            return Ok(());
        };
        if entry.is_hidden == hidden || entry.version != version {
            self.toast("toast-entry-old", &[], true);
            self.show_entry(kind, code);
            return Ok(());
        }
        if hidden && entries.shown(kind).count() <= 1 {
            self.toast("toast-entry-last", &[], true);
            return Ok(());
        }
        if !catalog::hide(self.tx, (kind, code, version), hidden).await? {
            self.toast("toast-entry-old", &[], true);
        } else {
            let what = if hidden { "hidden" } else { "shown" };
            self.note_entry(kind, code, what, "", "").await?;
            let key = if hidden { "toast-entry-hidden" } else { "toast-entry-shown" };
            let label = plain(entry.label(self.locale.code()));
            self.toast(key, &[("label", label.into())], false);
        }
        self.show_entry(kind, code);
        Ok(())
    }

    /// Moves an entry one place up or down.
    pub(super) async fn move_entry(
        &mut self,
        kind: Kind,
        code: &str,
        up: bool,
    ) -> Result<(), StoreError> {
        let entries = self.catalog.clone();
        let mut order: Vec<&Entry> = entries.entries(kind).iter().collect();
        let at = order.iter().position(|one| one.code == code);
        let to = at.and_then(|at| if up { at.checked_sub(1) } else { Some(at + 1) });
        let to = to.filter(|to| *to < order.len());
        let (Some(at), Some(to)) = (at, to) else {
            self.toast("toast-entry-end", &[], false);
            self.show_entries(kind);
            return Ok(());
        };
        order.swap(at, to);
        let places = (0..).map(|place: i64| place * APART);
        for (one, place) in order.into_iter().zip(places).filter(|(one, to)| one.place != *to) {
            catalog::put(self.tx, kind, &one.code, place).await?;
        }
        let (from, to) = ((at + 1).to_string(), (to + 1).to_string());
        self.note_entry(kind, code, "place", &from, &to).await?;
        self.show_entries(kind);
        Ok(())
    }

    /// Notes what was changed of an entry, and reads all of them again.
    async fn note_entry(
        &mut self,
        kind: Kind,
        code: &str,
        what: &str,
        from: &str,
        to: &str,
    ) -> Result<(), StoreError> {
        let detail = serde_json::json!({ "what": what, "from": from, "to": to }).to_string();
        let name = format!("{}:{code}", kind.code());
        self.note_about(Subject::Setting(&name), Act::Setting, Some(&detail), None).await?;
        let (_, read): (_, Arc<Catalog>) = settings::rules(self.tx.connection()).await?;
        self.catalog = read;
        Ok(())
    }
}
