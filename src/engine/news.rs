//! Who wants news, and who no longer.
//!
//! News is what the office sends to many. What becomes of somebody's own nomination is told them
//! whatever they say here.

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{News, Press};
use crate::conversation::step::NEWS_VERSION;
use crate::domain::day;
use crate::domain::sanction::Kind;
use crate::store::audit::{Act, Subject};
use crate::store::{StoreError, subscriptions};

impl Turn<'_> {
    /// Carries out a choice about news.
    pub(super) async fn news(&mut self, choice: News) -> Result<(), StoreError> {
        match choice {
            News::On(NEWS_VERSION) => self.turn_news_on().await,
            News::On(_) => {
                let question = self.news_question();
                self.answer(question);
                Ok(())
            }
            News::Off => self.turn_news_off().await,
            News::No => self.decline_news().await,
        }
    }

    /// Asks, once in a lifetime, whether news are wanted.
    pub(super) async fn ask_about_news(&mut self) -> Result<(), StoreError> {
        if subscriptions::ask(self.tx, self.contact.id, self.now).await? {
            let question = self.news_question();
            self.tell_message(question);
        }
        Ok(())
    }

    /// Ends what somebody gets, if they get it, and notes it; `false` if they got nothing.
    pub(super) async fn end_news(&mut self) -> Result<bool, StoreError> {
        let ended = subscriptions::withdraw(self.tx, self.contact.id, self.now).await?;
        if ended {
            self.note_news("off").await?;
        }
        Ok(ended)
    }

    fn news_question(&self) -> Message {
        let reader = self.reader();
        let yes = reader.choice("news-yes", &Press::News(News::On(NEWS_VERSION)));
        let no = reader.choice("news-no", &Press::News(News::No));
        Message { choices: vec![vec![yes], vec![no]], ..Message::of(self.say("news-ask", &[])) }
    }

    async fn turn_news_on(&mut self) -> Result<(), StoreError> {
        let since = match self.contact.news_since {
            Some(since) => Some(since),
            None if subscriptions::grant(self.tx, self.contact.id, NEWS_VERSION, self.now)
                .await? =>
            {
                self.note_news("on").await?;
                None
            }
            // Another replica was faster.
            None => Some(self.now),
        };
        let words = match since {
            Some(since) => self.say("news-already", &[("day", day::local_date(since).into())]),
            None => self.say("news-on", &[]),
        };
        let off = self.reader().choice("news-off", &Press::News(News::Off));
        self.answer(Message { choices: vec![vec![off]], ..Message::of(words) });
        Ok(())
    }

    /// Below what was pressed, never in it: the news item stays to be read.
    async fn turn_news_off(&mut self) -> Result<(), StoreError> {
        let ended = self.end_news().await?;
        if self.pressed.is_some() {
            self.toast(if ended { "toast-news-off" } else { "toast-news-none" }, &[], false);
        }
        let banned = self.contact.restriction.is_some_and(|one| one.kind == Kind::Ban);
        if ended {
            // Whoever may not write could not turn them on again either.
            let again = self.reader().choice("news-again", &Press::News(News::On(NEWS_VERSION)));
            let choices = if banned { Vec::new() } else { vec![vec![again]] };
            self.tell_message(Message { choices, ..Message::of(self.say("news-ended", &[])) });
        } else if self.pressed.is_none() {
            self.tell(self.say("news-nothing", &[]));
        }
        Ok(())
    }

    async fn decline_news(&mut self) -> Result<(), StoreError> {
        if !self.end_news().await? {
            self.note_news("no").await?;
        }
        self.answer(Message::of(self.say("news-declined", &[])));
        Ok(())
    }

    async fn note_news(&mut self, said: &str) -> Result<(), StoreError> {
        let detail = serde_json::json!({ "news": said, "version": NEWS_VERSION }).to_string();
        let person = Subject::Contact(self.contact.id);
        self.note_about(person, Act::Subscribe, Some(&detail), None).await
    }
}
