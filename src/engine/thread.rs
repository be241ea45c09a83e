//! The masked thread, from the side of a nomination's author, who sees of reviewers only what they
//! write.

use super::review::{Desk, thread_row};
use super::turn::Turn;
use crate::clock::DAY;
use crate::conversation::message::Message;
use crate::conversation::press::{Judge, Press, Talk};
use crate::conversation::session::At;
use crate::conversation::words::Words;
use crate::domain::draft::{FILES_MAX, Piece};
use crate::domain::nomination::State;
use crate::domain::text::char_count;
use crate::i18n::text;
use crate::store::audit::Act;
use crate::store::nominations::{self, Nomination};
use crate::store::{StoreError, evidence, likeness, thread};

/// How many messages a citizen may write in one thread within a day.
const A_DAY_MAX: i64 = 20;
/// How many messages of a thread are shown.
const LISTED: i64 = 10;

impl Turn<'_> {
    /// Whether reviewers have written to the author of a nomination.
    pub(super) async fn has_thread(&mut self, nomination: i64) -> Result<bool, StoreError> {
        Ok(thread::last_of_desk(self.tx.connection(), nomination).await?.is_some())
    }

    /// Asks the author for words to the reviewers.
    pub(super) async fn begin_reply(&mut self, nomination: i64) -> Result<(), StoreError> {
        if let Some(one) = self.own_with_thread(nomination).await?
            && let Some(desk) = Desk::load(self.tx, &self.catalog, one.id).await?
        {
            self.await_words(Words::Reply, &desk);
        }
        Ok(())
    }

    /// Takes the author's words to the reviewers.
    pub(super) async fn answer_desk(
        &mut self,
        nomination: i64,
        words: &str,
    ) -> Result<(), StoreError> {
        let Some(one) = self.own_with_thread(nomination).await? else { return Ok(()) };
        let code = one.code.as_str();
        nominations::bump(self.tx, one.id).await?;
        let (id, by) = (self.shared.ids.next(), self.contact.id);
        thread::insert(self.tx, id, one.id, false, by, words, self.now).await?;
        self.note(one.id, Act::Message, None).await?;
        self.redraw_cards(one.id).await?;
        let last = thread::last_of_desk(self.tx.connection(), one.id).await?;
        if let Some(reader) = one.claim_at(self.now).map(|claim| claim.by).or(last) {
            let said = |locale| {
                let args = [("code", code.into()), ("words", words.into())];
                text(locale, "thread-from-author", &args)
            };
            let buttons =
                [("thread-reply", Judge::Talk(Talk::Write)), ("thread-open", Judge::Card)];
            self.tell_member(reader, &one, said, &buttons).await?;
        }
        self.tell(self.say("thread-replied", &[("code", code.into())]));
        Ok(())
    }

    /// A file came where words were awaited: it is kept as evidence, and its caption is the answer.
    pub(super) async fn reply_with(
        &mut self,
        nomination: i64,
        piece: &Piece,
    ) -> Result<(), StoreError> {
        let Some(one) = self.own_with_thread(nomination).await? else { return Ok(()) };
        let files = evidence::of(self.tx.connection(), one.id).await?.len();
        let kept = files < FILES_MAX && nominations::touch(self.tx, one.id).await?;
        if kept {
            evidence::add(self.tx, one.id, "", piece.file.as_ref(), self.now).await?;
            likeness::expect_photos(self.tx, one.id, self.now).await?;
            self.redraw_cards(one.id).await?;
        }
        let key = if kept { "thread-file-kept" } else { "thread-file-not-kept" };
        let words = self.say(key, &[("code", one.code.as_str().into())]);
        self.redraw(format!("{key}.{}", self.session.serial), Message::of(words));
        if Words::Reply.length().contains(&char_count(&piece.text)) {
            self.session.go(At::Idle);
            self.answer_desk(one.id, &piece.text).await?;
        }
        Ok(())
    }

    /// Shows the author the latest of the thread.
    pub(super) async fn show_own_thread(&mut self, nomination: i64) -> Result<(), StoreError> {
        let Some(one) = self.own(nomination).await? else { return Ok(()) };
        let latest = thread::latest(self.tx.connection(), one.id, LISTED).await?;
        let mut parts = vec![self.say("thread-title", &[("code", one.code.as_str().into())])];
        if latest.is_empty() {
            parts.push(self.say("thread-none", &[]));
        }
        parts.extend(latest.iter().map(|line| {
            let who = if line.from_desk { "thread-desk" } else { "thread-you" };
            thread_row(self.locale, self.say(who, &[]), line)
        }));
        let reader = self.reader();
        let mut row = vec![reader.choice("back", &Press::Open(one.id))];
        if latest.iter().any(|line| line.from_desk) && one.state != State::Withdrawn {
            row.push(reader.choice("thread-reply", &Press::Reply(one.id)));
        }
        self.answer(Message { choices: vec![row], ..Message::of(parts.join("\n\n")) });
        Ok(())
    }

    /// An own nomination that a reviewer has written about, if its author may write now; else they are
    /// told why not, and nothing is awaited any more.
    async fn own_with_thread(&mut self, nomination: i64) -> Result<Option<Nomination>, StoreError> {
        let one = self.own(nomination).await?;
        if let Some(one) = one {
            let why_not = if self.has_thread(one.id).await? {
                self.may_write(&one).await?
            } else {
                Some(self.say("thread-none", &[]))
            };
            match why_not {
                None => return Ok(Some(one)),
                Some(why_not) => self.tell(why_not),
            }
        }
        if let At::Words { .. } = self.session.at {
            self.session.go(At::Idle);
        }
        Ok(None)
    }

    /// Why the author may not write to the reviewers now; `None` if they may.
    async fn may_write(&mut self, one: &Nomination) -> Result<Option<String>, StoreError> {
        let code = || ("code", one.code.as_str().into());
        if one.state == State::Withdrawn {
            return Ok(Some(self.say("thread-withdrawn", &[code()])));
        }
        let since = self.now - DAY;
        let written = thread::written_since(self.tx.connection(), one.id, since).await?;
        let many = ("count", A_DAY_MAX.to_string().into());
        Ok((written >= A_DAY_MAX).then(|| self.say("thread-too-many", &[code(), many])))
    }
}
