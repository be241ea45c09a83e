//! Words that were awaited: asking for them, and giving them to whom they are for.

use super::review::Desk;
use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::publication::Part;
use crate::store::StoreError;

impl Turn<'_> {
    /// Asks for words about a nomination, in the person's own chat.
    pub(super) fn await_words(&mut self, about: Words, desk: &Desk) {
        self.await_words_for(about, desk, desk.nomination.version);
    }

    /// The same about something that has a version of its own.
    pub(super) fn await_words_for(&mut self, about: Words, desk: &Desk, version: i64) {
        let one = &desk.nomination;
        self.session.go(At::Words { about, nomination: one.id, version });
        let args = [("code", one.code.as_str().into()), ("name", one.name.as_str().into())];
        let words = self.say(&format!("words-{}", about.code()), &args);
        self.tell(words);
        if self.chat != self.contact.address {
            self.toast("toast-write-privately", &[], false);
        }
    }

    /// Takes words that were awaited.
    pub(super) async fn take_words(
        &mut self,
        about: Words,
        nomination: i64,
        version: i64,
        text: &str,
        marked: Option<String>,
    ) -> Result<(), StoreError> {
        if about == Words::Reply {
            return self.answer_desk(nomination, text).await;
        }
        // These are its author's, who needs no role.
        if about == Words::Appeal {
            return self.appeal(nomination, text).await;
        }
        if about == Words::Restrict {
            return self.restrict_because(nomination, version, text).await;
        }
        if about.is_for_setting() {
            return self.set_in_words(text).await;
        }
        if let Words::Campaign(part) = about {
            return self.campaign_words(part, nomination, version, text, marked).await;
        }
        if self.contact.role.is_none() {
            self.answer(Message::of(self.say("toast-not-allowed", &[])));
            return Ok(());
        }
        if matches!(about, Words::CastLink | Words::CastTime) {
            return self.cast_words(about, nomination, version, text).await;
        }
        if about == Words::Search {
            return self.find(text).await;
        }
        let Some(desk) = Desk::load(self.tx, &self.catalog, nomination).await? else {
            self.answer(Message::of(self.say("toast-gone", &[])));
            return Ok(());
        };
        if !self.may_read(&desk.nomination) {
            self.answer(Message::of(self.say("toast-out-of-scope", &[])));
            return Ok(());
        }
        match about {
            Words::Reopen => self.reopen(&desk, version, text).await,
            Words::Suspend => self.suspend(&desk, version, text).await,
            Words::CommendForm | Words::CommendNumber | Words::CommendDay => {
                self.commend_in_words(&desk, version, about, text).await
            }
            Words::PublicTitle => {
                self.write_public(&desk, version, Part::Title, text, marked).await
            }
            Words::PublicSummary => {
                self.write_public(&desk, version, Part::Summary, text, marked).await
            }
            Words::PublicStory => {
                self.write_public(&desk, version, Part::Story, text, marked).await
            }
            Words::Consent(how) => self.keep_consent(&desk, version, (how, false), text).await,
            Words::Guardian(how) => self.keep_consent(&desk, version, (how, true), text).await,
            Words::AskNote(items) => self.ask_for(&desk, version, items, Some(text)).await,
            Words::Note => self.keep_note(&desk, text).await,
            Words::Message => self.write_to_author(&desk, text).await,
            // Dealt with above.
            Words::Appeal
            | Words::Reply
            | Words::Search
            | Words::Restrict
            | Words::Figure
            | Words::EntryLabel
            | Words::EntryText
            | Words::Campaign(_)
            | Words::CastLink
            | Words::CastTime => Ok(()),
        }
    }
}
