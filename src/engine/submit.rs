//! A draft becomes a nomination, under a code told to its author.

use super::turn::Turn;
use crate::clock::{DAY, Millis};
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Write};
use crate::conversation::render::summary;
use crate::conversation::session::At;
use crate::domain::behalf::How;
use crate::domain::code::Code;
use crate::domain::day;
use crate::domain::draft::Draft;
use crate::domain::nomination::State;
use crate::ids;
use crate::store::audit::{Act, Entry};
use crate::store::nominations::NewNomination;
use crate::store::{StoreError, audit, campaigns, likeness, nominations, timers};

/// Codes drawn before giving up; see [`Code`] for how rarely one is taken.
const CODES_DRAWN: usize = 16;

impl Turn<'_> {
    /// Keeps what was written as a nomination and deals its cards.
    pub(super) async fn submit(&mut self, draft: Box<Draft>) -> Result<(), StoreError> {
        if self.must_wait(&draft, draft.on_behalf.is_some()).await? {
            return Ok(());
        }
        let Some(campaign) = campaigns::open_at(self.tx.connection(), self.now).await? else {
            // What was written is kept, for when a campaign opens.
            self.session.draft = Some(draft);
            self.session.go(At::Check);
            timers::set(self.tx, self.contact.id, timers::DRAFT, self.now + DAY).await?;
            let resume = Press::Write(self.session.serial, Write::Resume);
            let choices = vec![vec![self.reader().choice("resume", &resume)]];
            self.answer(Message { choices, ..Message::of(self.say("no-campaign", &[])) });
            return Ok(());
        };
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
        if draft.on_behalf.is_none() {
            self.ask_about_news().await?;
        }
        self.deal_cards(id).await
    }

    /// Keeps the nomination under a code that nobody has, and gives the code.
    async fn keep(
        &mut self,
        id: i64,
        campaign: &campaigns::Campaign,
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
