//! A draft: what it says so far, what it lacks, and what can be done with it.

use super::Place;
use super::counting::Screen;
use super::face::{duration, files, number, parts};
use crate::clock::Millis;
use crate::conversation::message::{Choice, Message};
use crate::conversation::press::{Cast, Page, Press, Side, Task};
use crate::conversation::render::cast::{CAPTION_MAX, units};
use crate::conversation::render::choice;
use crate::conversation::session::At;
use crate::conversation::{markup, render};
use crate::domain::audience::Audience;
use crate::domain::broadcast::Kind;
use crate::domain::broadcast::content::{Content, Contents};
use crate::domain::{day, quiet};
use crate::engine::turn::Turn;
use crate::i18n::Locale;
use crate::store::StoreError;
use crate::store::broadcasts::{self, Broadcast};

/// How much of the words is shown, in characters.
const SHOWN: usize = 200;

impl Turn<'_> {
    /// Draws a draft, with words to say first.
    pub(super) async fn show_panel(
        &mut self,
        one: &Broadcast,
        place: Place,
        note: Option<String>,
    ) -> Result<(), StoreError> {
        let contents = broadcasts::contents(self.tx.connection(), one.id).await?;
        let policy = self.policy;
        let mut lines: Vec<String> = note.iter().map(|note| format!("{note}\n")).collect();
        let mends = one.kind == Kind::Correction;
        lines.push(self.say(if mends { "cast-draft-mend" } else { "cast-draft" }, &[]));
        lines.push(self.said_in(Locale::Vi, Some(&contents.vi)));
        lines.push(self.said_in(Locale::En, contents.en.as_ref()));
        for link in &one.links {
            let label = match &link.en {
                Some(english) => format!("{} | {english}", link.vi),
                None => link.vi.clone(),
            };
            let args = [("label", label.into()), ("to", link.to.as_str().into())];
            lines.push(self.say("cast-link-line", &args));
        }
        if parts(one, &contents) > 1 {
            let is_album = |content: &Content| content.files.len() > 1;
            lines.push(
                match is_album(&contents.vi) || contents.en.as_ref().is_some_and(is_album) {
                    true => self.say("cast-two-parts-album", &[]),
                    false => self.say("cast-two-parts-long", &[]),
                },
            );
        }
        lines.push(self.audience_line(one).await?);
        lines.push(self.plan_line(one, &policy));
        lines.push(self.reach_line(one, &contents));
        if contents.vi.is_empty() {
            lines.push(format!("\n{}", self.say("cast-missing", &[])));
        }
        if let At::Composing { broadcast, locale } = self.session.at
            && broadcast == one.id
        {
            let key = match (mends, locale) {
                (true, Locale::Vi) => "cast-send-mend-vi",
                (true, Locale::En) => "cast-send-mend-en",
                (false, Locale::Vi) => "cast-send-vi",
                (false, Locale::En) => "cast-send-en",
            };
            lines.push(format!("\n{}", self.say(key, &[])));
        }
        let choices = self.panel_choices(one, &contents);
        let message = Message { choices, ..Message::of(lines.join("\n")) };
        self.draw_counted(one.id, place, message, Screen::Panel(note), one.reach);
        Ok(())
    }

    /// How many it is for and how long that takes, or that they are being counted.
    pub(super) fn reach_line(&self, one: &Broadcast, contents: &Contents) -> String {
        let Some(reach) = one.reach else { return self.say("cast-reach-counting", &[]) };
        let (start, end) = self.reckon(one, reach, contents);
        let takes = duration(self.locale, end - start);
        self.say("cast-reach", &[("count", number(self.locale, reach)), ("takes", takes.into())])
    }

    /// When it would begin and end if it goes to so many.
    pub(super) fn reckon(
        &self,
        one: &Broadcast,
        reach: i64,
        contents: &Contents,
    ) -> (Millis, Millis) {
        let view = self.shared.view_of(&self.policy, self.now);
        let start = one.due_at.unwrap_or(self.now).max(self.now);
        (start, view.end(one.kind, start, reach, parts(one, contents)))
    }

    fn said_in(&self, locale: Locale, content: Option<&Content>) -> String {
        let language = self.say(&format!("cast-in-{}", locale.code()), &[]);
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            let key = match locale {
                Locale::Vi => "cast-said-nothing",
                Locale::En => "cast-said-nothing-en",
            };
            return self.say(key, &[("language", language.into())]);
        };
        let mut said = Vec::with_capacity(2);
        if !content.files.is_empty() {
            said.push(files(self.locale, content));
        }
        if !content.text.is_empty() {
            said.push(format!("“{}”", render::excerpt(&markup::plain(&content.text), SHOWN)));
        }
        let args = [("language", language.into()), ("said", said.join(" · ").into())];
        let line = self.say("cast-said", &args);
        if !content.files.is_empty() && units(&content.text) > CAPTION_MAX {
            return format!("{line}\n{}", self.say("cast-words-apart", &[]));
        }
        line
    }

    /// When it begins.
    pub(super) fn plan_line(
        &self,
        one: &Broadcast,
        policy: &crate::domain::policy::Policy,
    ) -> String {
        let at = one.due_at.unwrap_or(self.now).max(self.now);
        let begins: Option<Millis> = quiet::ends_at(policy, at).filter(|_| one.kind == Kind::News);
        match (one.due_at, begins) {
            (None, None) => self.say("cast-plan-now", &[]),
            (None, Some(begins)) => {
                self.say("cast-plan-now-quiet", &[("begins", day::local(begins).into())])
            }
            (Some(due), None) => self.say("cast-plan-at", &[("at", day::local(due).into())]),
            (Some(due), Some(begins)) => {
                let args = [("at", day::local(due).into()), ("begins", day::local(begins).into())];
                self.say("cast-plan-at-quiet", &args)
            }
        }
    }

    fn panel_choices(&self, one: &Broadcast, contents: &Contents) -> Vec<Vec<Choice>> {
        let mends = one.kind == Kind::Correction;
        let press = |task| Press::Cast(Cast::On(one.id, one.version, task));
        let button = |key, task| choice(self.say(key, &[]), &press(task));
        let mut rows = Vec::new();
        rows.push(vec![
            button("cast-write-vi", Task::Write(Locale::Vi)),
            button("cast-write-en", Task::Write(Locale::En)),
        ]);
        let mut clear = Vec::new();
        if !contents.vi.is_empty() && !mends {
            clear.push(button("cast-clear-vi", Task::Clear(Locale::Vi)));
        }
        if contents.en.is_some() && !mends {
            clear.push(button("cast-clear-en", Task::Clear(Locale::En)));
        }
        rows.push(clear);
        if !mends {
            let mut links = vec![button("cast-link", Task::Link)];
            if !one.links.is_empty() {
                links.push(button("cast-unlink", Task::Unlink));
            }
            rows.push(links);
            rows.push(vec![
                button("cast-audience", Task::Audience(Side::Include, Page::Start)),
                button("cast-when", Task::When),
            ]);
        }
        if one.due_at.is_some() {
            rows.push(vec![button("cast-at-once", Task::Now)]);
        }
        if !contents.vi.is_empty() {
            let mut see = vec![button("cast-see", Task::Preview(Locale::Vi))];
            if contents.en.as_ref().is_some_and(|english| !english.is_empty()) {
                see.push(button("cast-see-en", Task::Preview(Locale::En)));
            }
            rows.push(see);
            rows.push(vec![button("cast-try", Task::Trial)]);
            rows.push(vec![match one.reach {
                Some(reach) => {
                    let args = [("count", number(self.locale, reach))];
                    let go = render::plain(&self.say("cast-confirm", &args));
                    choice(go, &press(Task::Confirm))
                }
                None => button("cast-count-look", Task::Open),
            }]);
        }
        rows.push(vec![
            button("cast-discard", Task::Discard),
            self.reader().choice("cast-back", &Press::Cast(Cast::List(0))),
        ]);
        rows.retain(|row| !row.is_empty());
        rows
    }

    async fn audience_line(&mut self, one: &Broadcast) -> Result<String, StoreError> {
        if one.kind != Kind::News {
            return Ok(self.say("cast-audience-got-it", &[]));
        }
        let audience = Audience::from_stored(&one.audience).unwrap_or_default();
        let words = self.audience_words(&audience).await?;
        Ok(self.say("cast-for", &[("whom", words.into())]))
    }
}
