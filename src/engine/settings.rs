//! What admins set from the chat: the figures, here; the fields and the reasons of a refusal in
//! `entries`. What is changed counts from the next turn on, and the audit tells of it.

mod entries;

use super::turn::Turn;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Press, Setting};
use crate::conversation::render::{choice, grouped};
use crate::conversation::session::{self, At};
use crate::conversation::words::Words;
use crate::domain::catalog::{Kind, Part};
use crate::domain::day;
use crate::domain::policy::{Figure, Group, Unit};
use crate::domain::role::Role;
use crate::i18n::{Args, escape};
use crate::store::audit::{self, Done};
use crate::store::{StoreError, settings};

/// Changes on a page.
const CHANGES: i64 = 10;
/// Numbered buttons in a row.
const IN_ROW: usize = 5;

impl Turn<'_> {
    /// A choice about what can be set.
    pub(super) async fn setting(&mut self, choice: Setting) -> Result<(), StoreError> {
        if self.contact.role < Some(Role::Admin) {
            self.toast("toast-not-allowed", &[], false);
            return Ok(());
        }
        self.await_no_setting();
        match choice {
            Setting::Begin => self.show_settings(),
            Setting::Group(group) => self.show_figures(group),
            Setting::Figure(figure) => self.ask_figure(figure, None),
            Setting::Default(figure) => self.set_figure(figure, figure.default).await?,
            Setting::Changes(page) => self.show_changes(page).await?,
            Setting::Entries(kind) => self.show_entries(kind),
            Setting::Entry(kind, code) => self.show_entry(kind, &code),
            Setting::Add(kind) => self.ask_new_entry(kind),
            Setting::Rename(kind, code, version, part) => {
                self.ask_entry_words(kind, &code, version, part);
            }
            Setting::Hide(kind, code, version, hidden) => {
                self.hide_entry(kind, &code, version, hidden).await?;
            }
            Setting::Move(kind, code, up) => self.move_entry(kind, &code, up).await?,
        }
        Ok(())
    }

    /// Words that were awaited for a setting.
    pub(super) async fn set_in_words(&mut self, text: &str) -> Result<(), StoreError> {
        let about = self.session.setting.take();
        if self.contact.role < Some(Role::Admin) {
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        match about.map(|about| *about) {
            Some(session::Setting::Figure(name)) => match Figure::named(&name) {
                Ok(figure) => match figure.read(text) {
                    Ok(value) => self.set_figure(figure, value).await?,
                    Err(_) => self.ask_figure(figure, Some("setting-wrong")),
                },
                // Another version of the program asked.
                Err(_) => self.show_settings(),
            },
            Some(session::Setting::Words { kind, code, version, part }) => {
                self.rename_entry((kind, &code, version), part, text).await?;
            }
            Some(session::Setting::New { kind, label }) => {
                self.add_entry(kind, label, text).await?;
            }
            None => self.show_settings(),
        }
        Ok(())
    }

    /// Another way was taken: what is written next is for no setting any more.
    fn await_no_setting(&mut self) {
        self.session.setting = None;
        if matches!(self.session.at, At::Words { about, .. } if about.is_for_setting()) {
            self.session.go(At::Idle);
        }
    }

    /// Awaits words for a setting, and asks for them with this.
    fn await_setting(&mut self, about: Words, setting: session::Setting, message: Message) {
        self.session.go(At::Words { about, nomination: 0, version: 0 });
        self.session.setting = Some(Box::new(setting));
        self.answer(message);
    }

    fn setting_choice(&self, key: &str, setting: Setting) -> Choice {
        self.reader().choice(key, &Press::Setting(setting))
    }

    fn show_settings(&mut self) {
        let groups = Group::ALL.map(|group| {
            self.setting_choice(&format!("settings-group-{}", group.code()), Setting::Group(group))
        });
        let mut choices: Vec<Vec<Choice>> = groups.chunks(2).map(<[Choice]>::to_vec).collect();
        choices.push(
            Kind::ALL
                .map(|kind| {
                    let key = format!("settings-entries-{}", kind.code());
                    self.setting_choice(&key, Setting::Entries(kind))
                })
                .into(),
        );
        choices.push(vec![self.setting_choice("settings-changes", Setting::Changes(0))]);
        self.answer(Message { choices, ..Message::of(self.say("settings", &[])) });
    }

    fn show_figures(&mut self, group: Group) {
        let message = self.figures_of(group);
        self.answer(message);
    }

    /// The figures of a group, numbered, each with a button to change it.
    fn figures_of(&self, group: Group) -> Message {
        let title = self.say(&format!("settings-group-{}", group.code()), &[]);
        let (mut lines, mut buttons) = (vec![format!("<b>{title}</b>")], Vec::new());
        for (at, figure) in group.figures().enumerate() {
            let number = (at + 1).to_string();
            lines.push(self.figure_line("settings-figure", figure, Some(&number)));
            let label = self.say("settings-change", &[("number", number.into())]);
            buttons.push(choice(label, &Press::Setting(Setting::Figure(figure))));
        }
        lines.push(self.say("settings-which", &[]));
        let mut choices: Vec<Vec<Choice>> =
            buttons.chunks(IN_ROW).map(<[Choice]>::to_vec).collect();
        choices.push(vec![self.setting_choice("settings-back", Setting::Begin)]);
        Message { choices, ..Message::of(lines.join("\n\n")) }
    }

    fn figure_line(&self, key: &str, figure: Figure, number: Option<&str>) -> String {
        let [now, default, least, most] =
            [figure.of(&self.policy), figure.default, figure.least, figure.most]
                .map(|value| self.value(figure, value).into());
        let meaning = self.say(&format!("setting-{}", figure.name), &[]);
        let mut args: Vec<_> = number.map(|number| ("number", number.into())).into_iter().collect();
        args.extend([
            ("meaning", meaning.into()),
            ("now", now),
            ("default", default),
            ("least", least),
            ("most", most),
        ]);
        self.say(key, &args)
    }

    /// A value as people write it: thousands parted, or a time of day.
    fn value(&self, figure: Figure, value: u32) -> String {
        match figure.unit {
            Unit::Number => grouped(value as usize, self.locale),
            Unit::TimeOfDay => figure.shown(value),
        }
    }

    /// Asks what a figure is to be, after saying what was wrong with what was written.
    fn ask_figure(&mut self, figure: Figure, wrong: Option<&str>) {
        let mut parts: Vec<String> = wrong.map(|key| self.say(key, &[])).into_iter().collect();
        parts.push(self.figure_line("words-figure", figure, None));
        let mut choices = Vec::new();
        if figure.of(&self.policy) != figure.default {
            let value = self.value(figure, figure.default).into();
            let label = self.say("settings-default", &[("value", value)]);
            choices.push(vec![choice(label, &Press::Setting(Setting::Default(figure)))]);
        }
        choices.push(vec![self.setting_choice("back", Setting::Group(figure.group()))]);
        let message = Message { choices, ..Message::of(parts.join("\n\n")) };
        let about = session::Setting::Figure(figure.name.to_owned());
        self.await_setting(Words::Figure, about, message);
    }

    /// Sets a figure, and shows its group as it is then.
    async fn set_figure(&mut self, figure: Figure, value: u32) -> Result<(), StoreError> {
        let id = self.shared.ids.next();
        let actor = Some(self.contact.actor());
        let changed = settings::set(self.tx, id, figure, value, actor, self.now).await?;
        (self.policy, _) = settings::rules(self.tx.connection()).await?;
        let key = if changed { "settings-set" } else { "settings-same" };
        let told = self.figure_line(key, figure, None);
        let mut message = self.figures_of(figure.group());
        message.text = format!("{told}\n\n{}", message.text);
        self.answer(message);
        Ok(())
    }

    /// The last changes, who made them, from what and to what.
    async fn show_changes(&mut self, page: u32) -> Result<(), StoreError> {
        let offset = i64::from(page) * CHANGES;
        let mut rows = audit::settings(self.tx.connection(), CHANGES + 1, offset).await?;
        let more = rows.len() > CHANGES as usize;
        rows.truncate(CHANGES as usize);
        let mut lines = vec![self.say("settings-changes-title", &[])];
        if rows.is_empty() {
            lines.push(self.say("settings-no-changes", &[]));
        }
        lines.extend(rows.iter().map(|row| self.change_line(row)));
        let mut choices = Vec::new();
        choices.extend(self.pager(page, page + 1 + u32::from(more), |page| {
            Press::Setting(Setting::Changes(page))
        }));
        choices.push(vec![self.setting_choice("settings-back", Setting::Begin)]);
        self.answer(Message { choices, ..Message::of(lines.join("\n\n")) });
        Ok(())
    }

    fn change_line(&self, row: &Done) -> String {
        let who = match (&row.actor_name, row.actor) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => self.say("actor-removed", &[]),
            (None, None) => self.say("settings-operator", &[]),
        };
        let name = row.subject.strip_prefix("setting:").unwrap_or_default();
        let what = self.set_in_audit(name);
        let figure = Figure::named(name).ok();
        let detail = row.detail.as_deref().unwrap_or_default();
        let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
        // Rows of before hold numbers.
        let said = |name: &str| match &detail[name] {
            serde_json::Value::String(said) => said.clone(),
            serde_json::Value::Null => String::new(),
            other => other.to_string(),
        };
        let value = |name: &str| match figure.map(|figure| (figure, figure.parse(&said(name)))) {
            Some((figure, Ok(value))) => self.value(figure, value),
            _ => said(name),
        };
        let args: &Args<'_> = &[
            ("at", day::local(row.at).into()),
            ("who", who.into()),
            ("what", what.into()),
            ("from", value("from").into()),
            ("to", value("to").into()),
        ];
        match said("what").as_str() {
            "" => self.say("settings-changed", args),
            "hidden" => self.say("settings-changed-hidden", args),
            "shown" => self.say("settings-changed-shown", args),
            "added" => self.say("settings-changed-added", args),
            "place" => self.say("settings-changed-place", args),
            part => {
                let part = Part::from_code(part).unwrap_or(Part::Vi);
                let part = self.say(&format!("entry-part-{}", part.code()), &[]);
                self.say("settings-changed-words", &[args, &[("part", part.into())]].concat())
            }
        }
    }

    /// What a row of the audit names as what was set: a figure, or an entry by its kind and code.
    fn set_in_audit(&self, name: &str) -> String {
        if Figure::named(name).is_ok() {
            return self.say(&format!("setting-{name}"), &[]);
        }
        let entry = name.split_once(':').and_then(|(kind, code)| {
            let kind = Kind::from_code(kind)?;
            Some((kind, self.catalog.entry(kind, code)?))
        });
        match entry {
            Some((kind, entry)) => {
                let label = entry.label(self.locale.code()).to_owned();
                self.say(&format!("entry-named-{}", kind.code()), &[("label", label.into())])
            }
            None => escape(name).into_owned(),
        }
    }
}
