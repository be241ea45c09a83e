//! How many a message to many is for, or can still be taken back from: counted beside all turns, since
//! that takes a while among a million, and then drawn into what whoever wants to know is shown by then.
//!
//! A number belongs to the audience that it was counted of. It is thrown away if another was chosen
//! meanwhile, so the last choice wins; whoever made that has sent an errand for it. Counts are made one at
//! a time, and each counts what is chosen when its turn comes: many quick choices make few counts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::{Place, recall};
use crate::clock::Millis;
use crate::conversation::message::Message;
use crate::conversation::press::{Page, Side};
use crate::domain::audience::Audience;
use crate::domain::broadcast::{Kind, State};
use crate::engine::Shared;
use crate::engine::errand::{Asker, Errand, ErrandError};
use crate::engine::turn::Turn;
use crate::store::StoreError;
use crate::store::audience::{self, Asked};
use crate::store::broadcasts::{self, Broadcast};

/// What is shown of a message to many with a number of people in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// The draft, with words said first.
    Panel(Option<String>),
    /// The choice of its audience.
    Audience(Side, Page),
    /// The summary to be confirmed.
    Summary,
    /// The question how to take it back.
    Recall,
    /// The question whether to delete it.
    Deletion,
}

/// What somebody is shown while it is counted.
#[derive(Debug)]
struct Seen {
    screen: Screen,
    /// The number that stands there.
    count: Option<i64>,
}

/// Who waits for a number, and where it is to be drawn.
#[derive(Debug)]
pub(in crate::engine) struct Counting {
    /// By contact and message.
    seen: Mutex<HashMap<(i64, i64), Seen>>,
    /// Who may count now.
    turns: Semaphore,
}

impl Default for Counting {
    fn default() -> Self {
        Self { seen: Mutex::default(), turns: Semaphore::new(1) }
    }
}

impl Counting {
    fn seen(&self) -> MutexGuard<'_, HashMap<(i64, i64), Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is shown something else of a message, or of none: no number is drawn there any more.
    pub(super) fn leave(&self, contact: i64, broadcast: Option<i64>) {
        self.seen()
            .retain(|(who, what), _| *who != contact || broadcast.is_some_and(|one| one != *what));
    }
}

/// The wish to know how many one is for.
pub(in crate::engine) struct Census {
    pub(in crate::engine) asker: Asker,
    broadcast: i64,
    /// Whether it is counted although a number is known: time has passed.
    again: bool,
}

/// How many one was for, or could be taken back from.
pub(in crate::engine) struct Counted {
    broadcast: i64,
    /// Whom that was counted of.
    audience: String,
    count: i64,
}

impl Census {
    /// Counts and has it drawn.
    pub(in crate::engine) async fn carry_out(
        &self,
        shared: &Arc<Shared>,
    ) -> Result<(), ErrandError> {
        let Some(counted) = self.count(shared).await? else { return Ok(()) };
        let (engine, asker) = (shared.clone(), self.asker.clone());
        let shown = shared.store.write(self.asker.key(), move |tx| {
            Box::pin(async move { Turn::run_counted(tx, &engine, &asker, &counted).await })
        });
        shared.carry_out(shown.await?);
        Ok(())
    }

    async fn count(&self, shared: &Shared) -> Result<Option<Counted>, StoreError> {
        let _turn = shared.counting.turns.acquire().await;
        let mut reader = shared.store.read().await?;
        let Some(one) = broadcasts::by_id(&mut reader, self.broadcast).await? else {
            return Ok(None);
        };
        let now = shared.clock.now();
        let since = now - recall::WITHIN;
        let count = match (one.state, one.reach, one.of) {
            (State::Draft, Some(reach), _) if !self.again => reach,
            (State::Draft, _, Some(of)) => audience::count_pass(&mut reader, of, since).await?,
            (State::Draft, _, None) => {
                let audience = audience_of(&one)?;
                audience::count(&mut reader, shared.asked(&audience, now)).await?
            }
            (State::Done | State::Stopped, ..) => {
                audience::count_pass(&mut reader, one.id, since).await?
            }
            _ => return Ok(None),
        };
        Ok(Some(Counted { broadcast: one.id, audience: one.audience, count }))
    }
}

/// Whom one is for.
pub(super) fn audience_of(one: &Broadcast) -> Result<Audience, StoreError> {
    Audience::from_stored(&one.audience)
        .ok_or(StoreError::Corrupt { what: "audience", error: "not read".into() })
}

impl Shared {
    /// The question who that is at a moment.
    pub(super) fn asked<'a>(&'a self, audience: &'a Audience, now: Millis) -> Asked<'a> {
        let (admins, locale) = (&self.settings.admins, self.settings.locale);
        Asked { audience, admins, locale, now }
    }
}

impl Turn<'_> {
    /// Draws what has a number of people in it. Where that is not known, they are counted once the turn
    /// is over, and it is drawn again.
    pub(super) fn draw_counted(
        &mut self,
        id: i64,
        place: Place,
        message: Message,
        screen: Screen,
        count: Option<i64>,
    ) {
        self.draw_cast(id, place, message);
        if count.is_none() {
            self.have_counted(id, Seen { screen, count }, false);
        }
    }

    /// Has those counted again whom one is for: the number that was just drawn may be of long ago.
    pub(super) fn count_again(&mut self, one: &Broadcast, screen: Screen) {
        if one.reach.is_some() {
            self.have_counted(one.id, Seen { screen, count: one.reach }, true);
        }
    }

    fn have_counted(&mut self, broadcast: i64, seen: Seen, again: bool) {
        self.shared.counting.seen().insert((self.contact.id, broadcast), seen);
        let asker = self.asker();
        self.send_on(Errand::Audience(Census { asker, broadcast, again }));
    }

    /// Keeps what was counted, and draws it where the person still waits for it.
    pub(in crate::engine) async fn show_counted(
        &mut self,
        counted: &Counted,
    ) -> Result<(), StoreError> {
        let Some(mut one) = broadcasts::hold(self.tx, counted.broadcast).await? else {
            return Ok(());
        };
        let (is_draft, count) = (one.state == State::Draft, counted.count);
        if is_draft {
            if one.audience != counted.audience {
                return Ok(());
            }
            if one.reach != Some(count) {
                broadcasts::set_reach(self.tx, one.id, count).await?;
                one.reach = Some(count);
            }
        }
        let seen = self.shared.counting.seen().remove(&(self.contact.id, one.id));
        let Some(seen) = seen.filter(|seen| seen.count != Some(count) && self.may_cast()) else {
            return Ok(());
        };
        match seen.screen {
            Screen::Panel(note) if is_draft => self.show_panel(&one, Place::There, note).await,
            Screen::Audience(side, page) if is_draft && one.kind == Kind::News => {
                self.draw_audience(&one, side, page, Place::There).await
            }
            Screen::Summary if is_draft && count == 0 => {
                let note = self.say("cast-nobody", &[]);
                self.show_panel(&one, Place::There, Some(note)).await
            }
            Screen::Summary if is_draft => self.draw_summary(&one, count, Place::There).await,
            Screen::Recall if !is_draft => {
                self.draw_recall(&one, Some(count), Place::There);
                Ok(())
            }
            Screen::Deletion if !is_draft => {
                self.draw_deletion(&one, Some(count), Place::There).await
            }
            _ => Ok(()),
        }
    }
}
