//! The masked thread, from the desk's side: what reviewers write to a nomination's author, who sees
//! neither name nor account of theirs.

use super::desk::Desk;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press, Talk};
use crate::conversation::render::{choice, summary};
use crate::conversation::words::Words;
use crate::delivery::outgoing::Lane;
use crate::domain::day;
use crate::domain::nomination::State;
use crate::engine::turn::Turn;
use crate::i18n::{Locale, text};
use crate::store::audit::Act;
use crate::store::contacts::Contact;
use crate::store::thread::{self, Line};
use crate::store::{StoreError, contacts, nominations};

/// How many messages of a thread are shown.
pub const LISTED: i64 = 10;
/// How much of one, in the list and on a card, in UTF-16 units.
pub const LINE_SHOWN: usize = 280;
const LINE_ON_CARD: usize = 160;
/// How much of a reviewer's name other reviewers see, in UTF-16 units.
const AUTHOR_SHOWN: usize = 60;

impl Turn<'_> {
    /// Asks for words to the author.
    pub(super) async fn begin_to_write(&mut self, desk: &Desk) -> Result<(), StoreError> {
        if self.reachable(desk).await?.is_some() {
            self.await_words(Words::Message, desk);
        }
        Ok(())
    }

    /// Writes to the author.
    pub(in crate::engine) async fn write_to_author(
        &mut self,
        desk: &Desk,
        words: &str,
    ) -> Result<(), StoreError> {
        let Some(author) = self.reachable(desk).await? else { return Ok(()) };
        let one = &desk.nomination;
        nominations::bump(self.tx, one.id).await?;
        let (id, by) = (self.shared.ids.next(), self.contact.id);
        thread::insert(self.tx, id, one.id, true, by, words, self.now).await?;
        self.note(one.id, Act::Message, None).await?;
        self.redraw_cards(one.id).await?;
        let locale = author.language.unwrap_or(self.shared.settings.locale);
        let args = [("code", one.code.as_str().into()), ("words", words.into())];
        let reply = choice(text(locale, "thread-reply", &[]), &Press::Reply(one.id));
        let message = Message {
            choices: vec![vec![reply]],
            ..Message::of(text(locale, "thread-from-desk", &args))
        };
        self.post_to(&author, Lane::Answer, message);
        self.confirm("thread-written", desk);
        Ok(())
    }

    /// The author, if the presser may write to them and they can be reached; else it is said why not.
    async fn reachable(&mut self, desk: &Desk) -> Result<Option<Contact>, StoreError> {
        let one = &desk.nomination;
        if one.nominator == self.contact.id {
            self.toast("toast-own", &[], true);
        } else if one.state == State::Withdrawn {
            self.toast("toast-withdrawn", &[], true);
        } else if desk.recused.contains(&self.contact.id) {
            self.toast("toast-recused", &[], true);
        } else if let Some(why_not) = self.why_not_work(desk) {
            self.toast_text(why_not);
        } else if let Some(why_not) = self.kept_out(desk).await? {
            self.toast_text(why_not);
        } else {
            let author = contacts::by_id(self.tx.connection(), one.nominator).await?;
            match author.filter(|author| !author.blocked) {
                Some(author) => return Ok(Some(author)),
                None => self.toast("toast-unreachable", &[], true),
            }
        }
        Ok(None)
    }

    /// Shows the latest of the thread to a reviewer.
    pub(super) async fn show_thread(&mut self, desk: &Desk) -> Result<(), StoreError> {
        let one = &desk.nomination;
        let locale = self.chat_locale();
        let latest = thread::latest(self.tx.connection(), one.id, LISTED).await?;
        if latest.is_empty() {
            self.toast("toast-no-thread", &[], false);
            return Ok(());
        }
        let title = text(locale, "thread-title", &[("code", one.code.as_str().into())]);
        let mut parts = vec![title];
        parts.extend(latest.iter().map(|line| {
            let who = if line.from_desk {
                summary::fit(&line.author_name, AUTHOR_SHOWN).into_owned()
            } else {
                text(locale, "thread-nominator", &[])
            };
            row(locale, who, line)
        }));
        let write = Press::Judge(one.id, 0, Judge::Talk(Talk::Write));
        let choices = vec![vec![choice(text(locale, "desk-write", &[]), &write)]];
        self.reply(Message { choices, ..Message::of(parts.join("\n\n")) });
        Ok(())
    }
}

/// One message of a thread as it is listed.
pub fn row(locale: Locale, who: String, line: &Line) -> String {
    let args = [
        ("who", who.into()),
        ("at", day::local(line.at).into()),
        ("words", summary::fit(&line.body, LINE_SHOWN)),
    ];
    text(locale, "thread-row", &args)
}

/// What a card says of the thread: the author's last words, or that they are awaited.
pub fn line(desk: &Desk, locale: Locale) -> Option<String> {
    let last = desk.last_line.as_ref()?;
    Some(if last.from_desk {
        text(locale, "card-thread-awaits", &[("at", day::local(last.at).into())])
    } else {
        let words = summary::fit(&last.body, LINE_ON_CARD);
        text(locale, "card-thread-reply", &[("words", words)])
    })
}
