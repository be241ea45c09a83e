//! A draft becomes a nomination, under a code told to its author.

use super::turn::Turn;
use crate::clock::Millis;
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Write};
use crate::conversation::render::{season, summary};
use crate::conversation::session::At;
use crate::domain::behalf::How;
use crate::domain::campaign::Plan;
use crate::domain::code::Code;
use crate::domain::day;
use crate::domain::draft::{Draft, REMIND_AFTER};
use crate::domain::nomination::State;
use crate::ids;
use crate::store::audit::{Act, Entry};
use crate::store::nominations::NewNomination;
use crate::store::{StoreError, audit, likeness, nominations, timers};

/// Codes drawn before giving up; see [`Code`] for how rarely one is taken.
const CODES_DRAWN: usize = 16;

impl Turn<'_> {
    /// Keeps what was written as a nomination and deals its cards.
    pub(super) async fn submit(&mut self, draft: Box<Draft>) -> Result<(), StoreError> {
        let Some(campaign) = self.season.open.clone() else {
            return self.keep_until_open(draft).await;
        };
        if self.must_wait(&draft, draft.on_behalf.is_some()).await? {
            return Ok(());
        }
        if self.must_say_whom(&draft).await? {
            return Ok(());
        }
        let id = self.shared.ids.next();
        let due = self.due_in(State::Submitted).await?.unwrap_or(self.now);
        let code = self.keep(id, &campaign, &draft, due).await?;
        self.set_marks(id, Some(due)).await?;
        let exemplar = self.add_to_known(id, &draft).await?;
        likeness::index(self.tx, id, exemplar, self.now).await?;
        let (entry, actor) = (self.shared.ids.next(), Some(self.contact.actor()));
        let from = Some(State::Draft);
        let entry = Entry::state(entry, id, actor, from, State::Submitted, self.now);
        audit::record(self.tx, &entry).await?;
        let mut args = vec![
            ("name", draft.name.as_deref().unwrap_or_default().into()),
            ("code", code.into()),
            ("day", day::local_date(due).into()),
        ];
        let text = match &draft.on_behalf {
            None if exemplar != id => {
                format!("{}\n\n{}", self.say("submitted", &args), self.say("known-added", &[]))
            }
            None => self.say("submitted", &args),
            Some(told) => {
                let how = told.how.map(How::code);
                let detail = serde_json::json!({ "how": how }).to_string();
                self.note(id, Act::Behalf, Some(&detail)).await?;
                args.push(("who", summary::teller(told).into()));
                self.say("behalf-submitted", &args)
            }
        };
        // No buttons: the next press would draw over the code.
        self.answer(Message::of(text));
        if draft.on_behalf.is_none() && self.contact.news_since.is_none() {
            self.ask_about_news().await?;
        }
        self.deal_cards(id).await
    }

    /// With no campaign open, keeps what was written and says when it can be sent. Its author is
    /// reminded of it then.
    async fn keep_until_open(&mut self, draft: Box<Draft>) -> Result<(), StoreError> {
        let end = self.now + self.policy.keeps_drafts();
        self.session.draft =
            Some(Box::new(Draft { touched_at: self.now, reminded: false, ..*draft }));
        self.session.go(At::Check);
        let soon = self.now + REMIND_AFTER;
        let opens_at = self.season.next.as_ref().map(|next| next.opens_at);
        let wake = opens_at.filter(|at| (soon..end).contains(at)).unwrap_or(soon);
        timers::set(self.tx, self.contact.id, timers::DRAFT, wake).await?;
        let words = season::closed(self.locale, &self.season);
        let kept = self.say("season-kept", &[("day", day::local_date(end).into())]);
        let resume = Press::Write(self.session.serial, Write::Resume);
        let choices = vec![vec![self.reader().choice("resume", &resume)]];
        self.answer(Message { choices, ..Message::of(format!("{words}\n\n{kept}")) });
        Ok(())
    }

    /// Keeps the nomination under a code that nobody has, and gives the code.
    async fn keep(
        &mut self,
        id: i64,
        campaign: &Plan,
        draft: &Draft,
        due_at: Millis,
    ) -> Result<String, StoreError> {
        for _ in 0..CODES_DRAWN {
            let code = Code::from_random(&campaign.prefix, &ids::random::<8>()).to_string();
            let new = NewNomination {
                id,
                code: code.clone(),
                campaign: campaign.id,
                nominator: self.contact.id,
                due_at,
            };
            if nominations::insert(self.tx, &new, draft, self.now).await? {
                if let Some(told) = &draft.on_behalf {
                    nominations::enter_for(self.tx, id, told).await?;
                }
                return Ok(code);
            }
        }
        Err(StoreError::Corrupt { what: "codes", error: "every code drawn was taken".into() })
    }
}
