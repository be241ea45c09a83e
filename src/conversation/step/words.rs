//! Words and files, in any state: offered outside any flow, added to what was sent, a reason.

use super::{NOTICE_VERSION, OUT_OF_SIGHT, REASON_LENGTH, STORY_LIKE, Turn};
use crate::conversation::effect::Effect;
use crate::conversation::press::Judge;
use crate::conversation::session::At;
use crate::conversation::view::{Note, Placement, View};
use crate::conversation::words::Words;
use crate::conversation::{markup, nominate, spoken, supply};
use crate::domain::draft::{FILES_MAX, Piece, next_number};
use crate::domain::evidence::File;
use crate::domain::role::Role;
use crate::domain::text::char_count;
use crate::i18n::Locale;

impl Turn<'_> {
    pub(super) fn text(&mut self, text: &str, marked: Option<String>, source: &str) {
        if self.says_stop(text) {
            return self.stop_news(Some(text));
        }
        match self.session.at {
            At::Idle => match spoken::press(&self.session, self.has_consented(), text) {
                Some(press) => self.press(press),
                None if char_count(text) >= STORY_LIKE => self.offer(text, source, None),
                None => self.welcome(Placement::Fresh),
            },
            At::Adding(nomination) => self.add(nomination, text, source, None),
            At::Refusing { nomination, version } => self.refuse(nomination, version, text),
            At::Words { about, nomination, version } => {
                self.take_words(about, nomination, version, text, marked);
            }
            At::Composing { broadcast, locale } => {
                self.compose(broadcast, locale, text, marked, source, None);
            }
            At::Supplying { ask, item } => supply::text(self, ask, item, text),
            _ => match spoken::write(&self.session, self.context.catalog, text) {
                Some(write) => self.write(self.session.serial, write),
                None => nominate::text(self, text, source),
            },
        }
    }

    pub(super) fn file(&mut self, file: File, caption: &str, marked: Option<String>, source: &str) {
        match self.session.at {
            At::Idle => self.offer(caption, source, Some(file)),
            At::Adding(nomination) => self.add(nomination, caption, source, Some(file)),
            At::Refusing { .. } => self.tell("refuse-words-please"),
            At::Words { about: Words::Reply, nomination, .. } => {
                self.reply_with(nomination, caption, source, file);
            }
            At::Words { .. } => self.tell("words-please"),
            At::Composing { broadcast, locale } => {
                self.compose(broadcast, locale, caption, marked, source, Some(file));
            }
            At::Supplying { ask, item } => supply::file(self, ask, item, file, caption),
            _ => nominate::file(self, file, caption, source),
        }
    }

    /// Offers to nominate with what was sent outside any flow. Before consent it is kept as well, and
    /// offered right after.
    fn offer(&mut self, text: &str, source: &str, file: Option<File>) {
        if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
            return;
        }
        let now = self.context.now;
        if self.session.offered.len() >= FILES_MAX {
            let full = Placement::Slot(format!("full.{}", self.session.serial));
            self.show(View::Told("offer-full"), full);
            return;
        }
        let out_of_sight = now - self.session.sent_at >= OUT_OF_SIGHT;
        if self.session.offered.is_empty() || out_of_sight {
            self.session.go(At::Idle);
        }
        if self.session.offered.is_empty() && self.session.draft.is_none() {
            self.effects.push(Effect::WakeDraft { at: now + self.context.keeps_drafts });
        }
        self.session.sent_at = now;
        let number = next_number(&self.session.offered);
        let source = source.to_owned();
        self.session.offered.push(Piece { number, source, text: text.to_owned(), file });
        self.show_offer();
    }

    pub(super) fn drop_offered(&mut self) {
        if !self.session.offered.is_empty() && self.session.draft.is_none() {
            self.effects.push(Effect::ForgetDraft);
        }
        self.session.offered.clear();
    }

    fn show_offer(&mut self) {
        let view =
            if self.has_consented() { View::Offer { thanks: false } } else { View::Greeting };
        self.show(view, Placement::Slot(format!("offer.{}", self.session.serial)));
    }

    fn add(&mut self, nomination: i64, text: &str, source: &str, file: Option<File>) {
        if file.is_none() && spoken::says(text, "done") {
            self.session.go(At::Idle);
            self.effects.push(Effect::Open { nomination });
        } else if file.is_none() && (spoken::says(text, "cancel") || spoken::says(text, "back")) {
            self.cancel();
        } else if file.is_none() && text.is_empty() {
            self.tell("unsupported");
        } else if file.as_ref().is_some_and(File::is_too_big) {
            self.tell("file-too-big");
        } else if file.is_none() && !self.has_consented() && spoken::says(text, "consent") {
            self.consent(NOTICE_VERSION);
        } else {
            if self.context.now - self.session.sent_at >= OUT_OF_SIGHT {
                self.session.go(At::Adding(nomination));
            }
            self.session.sent_at = self.context.now;
            if !self.has_consented() {
                // The notice has changed since they began. An album is asked about once.
                let slot = Placement::Slot(format!("consent.{}", self.session.serial));
                self.show(View::Greeting, slot);
                return;
            }
            let piece = Piece { number: 0, source: source.to_owned(), text: text.to_owned(), file };
            self.effects.push(Effect::Add { nomination, piece });
        }
    }

    fn refuse(&mut self, nomination: i64, version: i64, text: &str) {
        if spoken::says(text, "cancel") || spoken::says(text, "back") {
            self.cancel();
        } else if self.session.reason.is_some() && spoken::says(text, "refuse-sure") {
            self.judge(nomination, version, Judge::OwnSure);
        } else if !REASON_LENGTH.contains(&char_count(text)) {
            self.tell("refuse-length");
        } else {
            // A new serial first: going on forgets the words.
            self.session.go(At::Refusing { nomination, version });
            let reason = text.to_owned();
            self.session.reason = Some(reason.clone());
            let sure = false;
            self.effects.push(Effect::RefuseBecause { nomination, version, reason, sure });
        }
    }

    fn take_words(
        &mut self,
        about: Words,
        nomination: i64,
        version: i64,
        text: &str,
        marked: Option<String>,
    ) {
        let marked = marked.filter(|_| about.keeps_markup());
        let length = match &marked {
            Some(marked) => char_count(&markup::plain(marked)),
            None => char_count(text),
        };
        if spoken::says(text, "cancel") || spoken::says(text, "back") {
            self.cancel();
        } else if !about.length().contains(&length) {
            self.show(View::WordsLength(about), Placement::Fresh);
        } else {
            self.session.go(At::Idle);
            let text = text.to_owned();
            self.effects.push(Effect::Words { about, nomination, version, text, marked });
        }
    }

    /// Takes what a message to many is to say; the question stays open, for an album is many messages.
    fn compose(
        &mut self,
        broadcast: i64,
        locale: Locale,
        text: &str,
        marked: Option<String>,
        source: &str,
        file: Option<File>,
    ) {
        if file.is_none() && (spoken::says(text, "cancel") || spoken::says(text, "back")) {
            self.cancel();
            return;
        }
        let (text, source) = (text.to_owned(), source.to_owned());
        let piece = Piece { number: 0, source, text, file };
        self.effects.push(Effect::Compose { broadcast, locale, piece, marked });
    }

    /// What shows something is kept as such; only words go to the reviewers.
    fn reply_with(&mut self, nomination: i64, caption: &str, source: &str, file: File) {
        if file.is_too_big() {
            self.tell("file-too-big");
        } else if !self.has_consented() {
            self.tell("words-please");
        } else {
            let text = caption.to_owned();
            let piece = Piece { number: 0, source: source.to_owned(), text, file: Some(file) };
            self.effects.push(Effect::ReplyWith { nomination, piece });
        }
    }

    pub(super) fn edited(&mut self, text: &str, marked: Option<String>, source: &str) {
        let offered = &mut self.session.offered;
        if let Some(index) = offered.iter().position(|piece| piece.source == source) {
            offered[index].text = text.to_owned();
            if text.is_empty() && offered[index].file.is_none() {
                offered.remove(index);
            }
            if !self.session.offered.is_empty() && self.session.at == At::Idle {
                self.show_offer();
            }
        } else if let At::Adding(_) = self.session.at {
            // What was added is kept as it was sent; only saying more can change what it means.
            self.tell("add-edited");
        } else if let At::Supplying { .. } = self.session.at {
            self.tell("supply-edited");
        } else if !self.session.at.is_writing() && self.context.role >= Some(Role::Editor) {
            // It may have given what a message to many says; which, the engine knows.
            let (text, source) = (text.to_owned(), source.to_owned());
            self.effects.push(Effect::Recompose { text, marked, source });
        } else {
            nominate::edited(self, text, source);
        }
    }

    pub(super) fn contact(&mut self, phone: Option<String>) {
        if let At::Supplying { ask, item } = self.session.at {
            supply::contact(self, ask, item, phone);
            return;
        }
        if self.session.at.is_writing() {
            nominate::contact(self, phone);
        } else {
            self.show_where_we_are();
        }
    }

    pub(super) fn unsupported(&mut self) {
        if self.session.at.is_writing() {
            nominate::ask(self, Some(Note::Key("unsupported")), Placement::Fresh);
        } else {
            self.tell("unsupported");
        }
    }
}
