//! Private notes among reviewers.

use super::desk::Desk;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press, Talk};
use crate::conversation::render::{choice, summary};
use crate::conversation::words::Words;
use crate::domain::day;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::audit::Act;
use crate::store::{StoreError, nominations, notes};

/// How many notes are listed.
const LISTED: i64 = 10;
/// How much of a note is shown in the list and on a card, in UTF-16 units.
const NOTE_SHOWN: usize = 280;
const NOTE_ON_CARD: usize = 120;
/// How much of its author's name, in UTF-16 units.
const AUTHOR_SHOWN: usize = 60;

impl Turn<'_> {
    /// A press about notes, or about the thread with the author.
    pub(super) async fn talk(&mut self, desk: &Desk, talk: Talk) -> Result<(), StoreError> {
        if desk.nomination.nominator == self.contact.id {
            // What reviewers say among themselves of one's own nomination is for them.
            self.toast("toast-own", &[], true);
            return Ok(());
        }
        match talk {
            Talk::Notes => self.show_notes(desk).await,
            Talk::Note => {
                match self.kept_out(desk).await? {
                    Some(why_not) => self.toast_text(why_not),
                    None => self.await_words(Words::Note, desk),
                }
                Ok(())
            }
            Talk::Thread => self.show_thread(desk).await,
            Talk::Write => self.begin_to_write(desk).await,
        }
    }

    async fn show_notes(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let locale = self.chat_locale();
        let latest = notes::latest(self.tx.connection(), one.id, LISTED).await?;
        let args = [("code", one.code.as_str().into()), ("count", desk.notes.to_string().into())];
        let mut parts = vec![text(locale, "notes-title", &args)];
        if latest.is_empty() {
            parts.push(text(locale, "notes-none", &[]));
        }
        parts.extend(latest.iter().map(|note| {
            let args = [
                ("who", summary::fit(&note.author, AUTHOR_SHOWN)),
                ("at", day::local(note.at).into()),
                ("note", summary::fit(&note.body, NOTE_SHOWN)),
            ];
            text(locale, "notes-row", &args)
        }));
        let write = Press::Judge(one.id, one.version, Judge::Talk(Talk::Note));
        let choices = vec![vec![choice(text(locale, "notes-write", &[]), &write)]];
        self.reply(Message { choices, ..Message::of(parts.join("\n\n")) });
        Ok(())
    }

    /// Keeps a note, whatever has happened to the nomination since it was begun, unless that was an
    /// appeal that is for others.
    pub(in crate::engine) async fn keep_note(
        &mut self,
        desk: &Desk,
        words: &str,
    ) -> Result<(), StoreError> {
        let one = &desk.nomination;
        if one.nominator == self.contact.id {
            self.toast("toast-own", &[], true);
            return Ok(());
        }
        if let Some(why_not) = self.kept_out(desk).await? {
            self.toast_text(why_not);
            return Ok(());
        }
        nominations::bump(self.tx, one.id).await?;
        let (id, author) = (self.shared.ids.next(), self.contact.id);
        notes::insert(self.tx, id, one.id, author, words, self.now).await?;
        self.note(one.id, Act::Note, None).await?;
        self.redraw_cards(one.id).await?;
        self.confirm("notes-kept", desk);
        Ok(())
    }
}

/// How many notes there are, and the last one, on a card.
pub fn line(desk: &Desk, locale: Locale) -> Option<String> {
    let last = desk.last_note.as_ref()?;
    let args = [
        ("count", desk.notes.to_string().into()),
        ("who", summary::fit(&last.author, AUTHOR_SHOWN)),
        ("note", summary::fit(&last.body, NOTE_ON_CARD)),
    ];
    Some(text(locale, "card-notes", &args))
}
