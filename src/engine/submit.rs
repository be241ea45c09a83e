//! A draft becomes a nomination, under a code told to its author.

use super::turn::Turn;
use crate::clock::{DAY, Millis};
use crate::conversation::message::Message;
use crate::conversation::press::{Press, Write};
use crate::conversation::session::At;
use crate::domain::code::Code;
use crate::domain::day;
use crate::domain::draft::Draft;
use crate::domain::nomination::State;
use crate::ids;
use crate::store::nominations::NewNomination;
use crate::store::{StoreError, audit, campaigns, nominations, timers};

/// Working days within which a nomination is answered.
const ANSWER_WITHIN: u32 = 5;
/// Codes drawn before giving up; see [`Code`] for how rarely one is taken.
const CODES_DRAWN: usize = 16;

impl Turn<'_> {
    /// Keeps what was written as a nomination and deals its cards.
    pub(super) async fn submit(&mut self, draft: Box<Draft>) -> Result<(), StoreError> {
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
        let id = self.shared.ids.next();
        let due = day::add_working_days(self.now, ANSWER_WITHIN);
        let code = self.keep(id, &campaign, &draft, due).await?;
        self.set_marks(id, Some(due)).await?;
        let actor = self.contact.id;
        let entry = self.shared.ids.next();
        let from = Some(State::Draft);
        audit::record(self.tx, entry, id, actor, from, State::Submitted, None, self.now).await?;
        let text = self.say(
            "submitted",
            &[
                ("name", draft.name.as_deref().unwrap_or_default().into()),
                ("code", code.into()),
                ("day", day::local_date(due).into()),
            ],
        );
        // No buttons: the next press would draw over the code.
        self.answer(Message::of(text));
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
                return Ok(code);
            }
        }
        Err(StoreError::Corrupt { what: "codes", error: "every code drawn was taken".into() })
    }
}
