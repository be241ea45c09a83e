//! How many nominations a citizen may have in hand: said early, when one is begun, and binding when it
//! is sent. What was written is kept either way.

use super::turn::Turn;
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Write};
use crate::conversation::render::season;
use crate::conversation::session::At;
use crate::domain::day;
use crate::domain::draft::{Draft, REMIND_AFTER};
use crate::domain::limit::{self, Reached};
use crate::store::{StoreError, nominations, timers};

impl Turn<'_> {
    /// The limit that keeps the person who is talking from sending one more now.
    async fn limit_reached(&mut self) -> Result<Option<Reached>, StoreError> {
        let policy = self.policy;
        let since = day::start_of_day(self.now);
        let sent = nominations::sent_by(self.tx.connection(), self.contact.id, since).await?;
        Ok(limit::reached(&policy, sent, self.now))
    }

    /// Says early that what is begun now cannot be sent at once. What is entered on behalf of somebody
    /// else is not limited, but needs an open campaign as well.
    pub(super) async fn mind_limits(&mut self) -> Result<(), StoreError> {
        if self.season.open.is_none() {
            let words = season::closed(self.locale, &self.season);
            let end = day::local_date(self.now + self.policy.keeps_drafts());
            let early = self.say("season-early", &[("day", end.into())]);
            self.tell(format!("{words}\n\n{early}"));
            return Ok(());
        }
        if self.session.draft.as_ref().is_some_and(|draft| draft.on_behalf.is_some()) {
            return Ok(());
        }
        if let Some(reached) = self.limit_reached().await? {
            let why = self.why_limited(reached).await?;
            self.tell(format!("{why}\n\n{}", self.say("limit-early", &[])));
        }
        Ok(())
    }

    /// Whether the draft has to wait; if so it is back in the session, and its author knows until when.
    /// What is entered on behalf of somebody else is `unlimited`.
    pub(super) async fn must_wait(
        &mut self,
        draft: &Draft,
        unlimited: bool,
    ) -> Result<bool, StoreError> {
        if unlimited {
            return Ok(false);
        }
        let Some(reached) = self.limit_reached().await? else { return Ok(false) };
        let kept = Draft { touched_at: self.now, reminded: false, ..draft.clone() };
        self.session.draft = Some(Box::new(kept));
        self.session.go(At::Check);
        timers::set(self.tx, self.contact.id, timers::DRAFT, self.now + REMIND_AFTER).await?;
        let resume = Press::Write(self.session.serial, Write::Resume);
        let choices = vec![vec![self.reader().choice("resume", &resume)]];
        let args = [
            ("name", draft.name.as_deref().unwrap_or_default().into()),
            ("day", day::local_date(self.now + self.policy.keeps_drafts()).into()),
        ];
        let text =
            format!("{}\n\n{}", self.why_limited(reached).await?, self.say("limit-kept", &args));
        self.answer(Message { choices, ..Message::of(text) });
        Ok(true)
    }

    /// The limit in words, with when it ends.
    async fn why_limited(&mut self, reached: Reached) -> Result<String, StoreError> {
        Ok(match reached {
            Reached::Day { max, until } => {
                let args = [("count", max.to_string().into()), ("at", day::local(until).into())];
                self.say("limit-day", &args)
            }
            Reached::Open { max } => {
                let (connection, person) = (self.tx.connection(), self.contact.id);
                let oldest = nominations::longest_open(connection, person).await?;
                let (code, at) = oldest.unwrap_or_default();
                let args = [
                    ("count", max.to_string().into()),
                    ("code", code.into()),
                    ("day", day::local_date(at).into()),
                ];
                self.say("limit-open", &args)
            }
        })
    }
}
