//! A person in a chat with the bot: verbs that read as prose, and the chat as they would see it.
//!
//! The session is written as JSON and read back between every two inputs, as it is in the database.

use std::collections::HashMap;

use super::text::{sound, worded};
use crate::clock::{DAY, Millis};
use crate::conversation::command::Command;
use crate::conversation::effect::Effect;
use crate::conversation::input::Input;
use crate::conversation::message::{Act, Message};
use crate::conversation::press::Press;
use crate::conversation::render::{Reader, render};
use crate::conversation::session::Session;
use crate::conversation::step::{Context, NOTICE_VERSION, step};
use crate::conversation::view::Placement;
use crate::domain::catalog::Catalog;
use crate::domain::draft::Draft;
use crate::domain::evidence::{File, FileKind};
use crate::domain::role::Role;
use crate::domain::text::clean;
use crate::i18n::{Locale, text};

/// 2026-07-05 10:00 in Vietnam.
pub const NOW: Millis = 1_783_220_400_000;

pub struct Talk {
    pub context: Context<'static>,
    pub locale: Locale,
    pub session: Session,
    /// What stands in the chat, top to bottom, edits in place.
    pub chat: Vec<Message>,
    /// What the last input brought.
    pub effects: Vec<Effect>,
    pub submitted: Vec<Draft>,
    pub toasts: Vec<String>,
    /// How many messages and taps the person has spent.
    pub spent: usize,
    /// Which message of the chat was drawn last.
    latest: usize,
    slots: HashMap<String, usize>,
    sources: usize,
}

/// Somebody without a part who reads.
pub fn reader(locale: Locale, session: &Session) -> Reader<'_> {
    let (role, writes_to_many, catalog) = (None, false, Catalog::built_in());
    Reader { locale, role, writes_to_many, session, catalog, season: None }
}

impl Talk {
    /// Somebody who has never talked with the bot.
    pub fn stranger() -> Self {
        Self {
            context: Context {
                now: NOW,
                consented: None,
                role: None,
                gets_news: false,
                restriction: None,
                catalog: Catalog::built_in(),
                keeps_drafts: 30 * DAY,
            },
            locale: Locale::Vi,
            session: Session::default(),
            chat: Vec::new(),
            effects: Vec::new(),
            submitted: Vec::new(),
            toasts: Vec::new(),
            spent: 0,
            latest: 0,
            slots: HashMap::new(),
            sources: 0,
        }
    }

    /// Somebody who has agreed to the data notice.
    pub fn citizen() -> Self {
        let mut talk = Self::stranger();
        talk.context.consented = Some(NOTICE_VERSION);
        talk
    }

    pub fn reviewer() -> Self {
        let mut talk = Self::citizen();
        talk.context.role = Some(Role::Reviewer);
        talk
    }

    pub fn in_english(mut self) -> Self {
        self.locale = Locale::En;
        self
    }

    /// Types something, a command too.
    pub fn says(&mut self, words: &str) -> &mut Self {
        self.spent += 1;
        self.sources += 1;
        let input = match Command::parse(words) {
            Some(command) => Input::Command(command),
            None => {
                Input::Text { text: clean(words), marked: None, source: self.sources.to_string() }
            }
        };
        self.does(input, None)
    }

    /// The platform's id of what was said last.
    pub fn last_source(&self) -> String {
        self.sources.to_string()
    }

    pub fn edits(&mut self, source: &str, words: &str) -> &mut Self {
        self.does(
            Input::Edited { text: clean(words), marked: None, source: source.to_owned() },
            None,
        )
    }

    pub fn sends(&mut self, kind: FileKind, caption: &str) -> &mut Self {
        self.sends_of_size(kind, caption, 1000)
    }

    pub fn sends_of_size(&mut self, kind: FileKind, caption: &str, size: u64) -> &mut Self {
        self.spent += 1;
        self.sources += 1;
        let source = self.sources.to_string();
        let file = File { kind, handle: format!("file-{source}"), name: None, size: Some(size) };
        self.does(Input::File { file, caption: clean(caption), marked: None, source }, None)
    }

    /// Presses the latest button that reads `label`.
    pub fn presses(&mut self, label: &str) -> &mut Self {
        self.spent += 1;
        let found = self.chat.iter().enumerate().rev().find_map(|(at, message)| {
            let choice = message.choices.iter().flatten().find(|choice| choice.label == label)?;
            Some((at, choice.act.clone()))
        });
        let Some((at, Act::Press(data))) = found else {
            panic!("no button reads {label:?}; the chat is {:#?}", self.chat)
        };
        let press = Press::decode(&data).expect("what was encoded is read again");
        self.does(Input::Press(press), Some(at))
    }

    pub fn waits(&mut self, time: Millis) -> &mut Self {
        self.context.now += time;
        self
    }

    pub fn does(&mut self, input: Input, pressed: Option<usize>) -> &mut Self {
        let session = serde_json::to_string(&self.session).expect("a session is JSON");
        let session: Session = serde_json::from_str(&session).expect("and reads back");
        assert_eq!(session, self.session);
        let done = step(&self.context, session, input);
        self.session = done.session;
        for effect in &done.effects {
            self.carry_out(effect, pressed);
        }
        self.effects = done.effects;
        self
    }

    fn carry_out(&mut self, effect: &Effect, pressed: Option<usize>) {
        match effect {
            Effect::Show(view, placement) => {
                let drawn = Locale::ALL.map(|locale| {
                    let role = self.context.role;
                    let message = render(Reader { role, ..reader(locale, &self.session) }, view);
                    sound(&message);
                    worded(&message);
                    message
                });
                let message = drawn[self.locale as usize].clone();
                self.draw(message, placement, pressed);
            }
            Effect::Toast(key) => self.toasts.push(text(self.locale, key, &[])),
            Effect::Consent { version } => self.context.consented = Some(*version),
            Effect::Speak(locale) => self.locale = *locale,
            Effect::Submit(draft) => self.submitted.push((**draft).clone()),
            _ => {}
        }
    }

    fn draw(&mut self, message: Message, placement: &Placement, pressed: Option<usize>) {
        let slot = match placement {
            Placement::Slot(slot) => Some(slot),
            _ => None,
        };
        let at = match placement {
            Placement::Answer if message.asks_contact.is_none() => pressed,
            _ => slot.and_then(|slot| self.slots.get(slot).copied()),
        };
        self.latest = match at {
            Some(at) => {
                self.chat[at] = message;
                at
            }
            None => {
                self.chat.push(message);
                self.chat.len() - 1
            }
        };
        if let Some(slot) = slot {
            self.slots.insert(slot.clone(), self.latest);
        }
    }

    /// The message drawn last.
    pub fn reads(&self) -> &str {
        self.chat.get(self.latest).map_or("", |message| &message.text)
    }

    /// What the message drawn last offers.
    pub fn offers(&self) -> Vec<&str> {
        let message = &self.chat[self.latest];
        message.choices.iter().flatten().map(|choice| choice.label.as_str()).collect()
    }

    #[track_caller]
    pub fn hears(&mut self, words: &str) -> &mut Self {
        assert!(self.reads().contains(words), "{words:?} is not in: {}", self.reads());
        self
    }

    pub fn draft(&self) -> &Draft {
        self.session.draft.as_ref().expect("something is being written")
    }

    /// A complete nomination, up to the summary.
    pub fn writes_a_nomination(&mut self) -> &mut Self {
        self.says("/gioithieu").presses("Cá nhân").says("Nguyễn Văn An").says("pho hien");
        self.says("Bà An nấu cháo cho người bệnh suốt mười năm.").presses("Xong")
    }
}
