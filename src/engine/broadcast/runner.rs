//! What must happen to messages to many without anybody's press: begin at their time, fix whom they go
//! to, end, be reported; and the control in the chats of those who watch, drawn again while it changes.

mod jobs;
mod lists;
mod trouble;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{control, slot};
use crate::clock::{Millis, SECOND};
use crate::conversation::message::Message;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Pause, State};
use crate::domain::policy::Policy;
use crate::domain::role::Role;
use crate::engine::turn::Done;
use crate::engine::{Engine, Shared};
use crate::store::broadcasts::{self, Broadcast};
use crate::store::contacts::{self, Contact};
use crate::store::{StoreError, members, outbox, settings};
use jobs::Job;
pub(super) use lists::Lists;
use trouble::Trouble;

/// How often is looked what there is to do.
const TICK: Duration = Duration::from_millis(250);
/// A control is drawn again no sooner.
const REDRAW_EVERY: Millis = 3 * SECOND;
/// How many pieces of work are done of one message before the others are looked at again.
const PIECES: usize = 10;

/// What is known from the look before.
struct Keeper {
    /// Whether something that is due by now could not have been begun in time.
    was_down: bool,
    /// Why which of them rest, as those who watch were told.
    told: HashSet<(i64, i64)>,
    /// Whether controls were looked at before: what rested then stands in chats as it is.
    looked: bool,
    /// What was drawn for whom, and when.
    drawn: HashMap<(i64, i64), (Message, Option<Millis>)>,
    /// Which of them could not be looked after.
    trouble: Trouble,
}

impl Default for Keeper {
    fn default() -> Self {
        let (looked, told, drawn, trouble) = <_>::default();
        Self { was_down: true, looked, told, drawn, trouble }
    }
}

/// Looks after messages to many while `on_duty`, until `stop`.
pub async fn run(engine: Engine, on_duty: watch::Receiver<bool>, stop: CancellationToken) {
    // A long list takes long to write, and nothing waits for it.
    tokio::join!(
        keep(&engine, on_duty.clone(), stop.clone()),
        lists::write(&engine, on_duty, stop)
    );
}

async fn keep(engine: &Engine, on_duty: watch::Receiver<bool>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut keeper = Keeper::default();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if !*on_duty.borrow() {
            keeper = Keeper::default();
            continue;
        }
        match engine.look_after_broadcasts(&mut keeper).await {
            Ok(()) => keeper.was_down = false,
            Err(error) => {
                tracing::error!(%error, "messages to many could not be looked after");
                keeper.was_down = true;
            }
        }
    }
}

impl Engine {
    async fn look_after_broadcasts(&self, keeper: &mut Keeper) -> Result<(), StoreError> {
        let (live, ended) = {
            let mut reader = self.shared.store.read().await?;
            (broadcasts::live(&mut reader).await?, broadcasts::unreported(&mut reader).await?)
        };
        if live.is_empty() && ended.is_empty() {
            // As it is nearly always: there is nothing to draw either.
            *keeper = Keeper { was_down: keeper.was_down, looked: true, ..Keeper::default() };
            return Ok(());
        }
        keeper.trouble.retain(|id| live.contains(&id) || ended.contains(&id));
        for id in live.into_iter().chain(ended) {
            if !keeper.trouble.rests(id) {
                let looked = self.look_after_broadcast(keeper, id).await;
                keeper.trouble.note(id, looked);
            }
        }
        self.redraw_controls(keeper).await
    }

    async fn look_after_broadcast(&self, keeper: &mut Keeper, id: i64) -> Result<(), StoreError> {
        let now = self.shared.clock.now();
        let Some(one) = self.broadcast(id).await? else { return Ok(()) };
        match one.state {
            State::Scheduled if one.due_at.is_none_or(|due| due <= now) => {
                let was_down = keeper.was_down || keeper.trouble.has(id);
                self.do_job(id, Job::Begin { was_down }).await?;
            }
            State::Collecting => {
                let mut pieces = 0;
                while pieces < PIECES && self.do_job(id, Job::Collect).await? {
                    pieces += 1;
                }
            }
            State::Sending if one.counts.left() == 0 => {
                self.do_job(id, Job::Finish).await?;
            }
            State::Paused
                if matches!(one.pause, Some(Pause::Errors | Pause::Restored | Pause::Second))
                    && !keeper.told.contains(&(id, one.version)) =>
            {
                self.do_job(id, Job::TellPause).await?;
                keeper.told.insert((id, one.version));
            }
            State::Stopped if one.counts.left() > 0 => {
                self.do_job(id, Job::Skip).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn broadcast(&self, id: i64) -> Result<Option<Broadcast>, StoreError> {
        broadcasts::by_id(&mut *self.shared.store.read().await?, id).await
    }

    /// Does one piece of work in a transaction, and sends what it has to say; whether more is to be done.
    async fn do_job(&self, id: i64, job: Job) -> Result<bool, StoreError> {
        let (engine, after) = (self.shared.clone(), self.shared.clone());
        let work = self
            .shared
            .store
            .enqueue(
                id,
                move |tx| {
                    Box::pin(async move {
                        let (more, outgoing) = job.run(tx, &engine, id).await?;
                        let now = engine.clock.now();
                        let mut next = || engine.ids.next();
                        let rows = outbox::insert(tx, &mut next, &outgoing, now).await?;
                        Ok((more, Done { rows, ..Done::default() }))
                    })
                },
                move |(_, done): &mut (bool, Done)| after.carry_out(std::mem::take(done)),
            )
            .await?;
        Ok(work.await?.0)
    }

    /// Draws the control of what is going on again where it has changed.
    async fn redraw_controls(&self, keeper: &mut Keeper) -> Result<(), StoreError> {
        let mut reader = self.shared.store.read().await?;
        let live = broadcasts::live(&mut reader).await?;
        keeper.drawn.retain(|(id, _), _| live.contains(id));
        keeper.told.retain(|(id, _)| live.contains(id));
        let policy = settings::policy(&mut reader).await?;
        drop(reader);
        let mut changed = Vec::new();
        for id in live {
            if !keeper.trouble.rests(id)
                && let Err(error) = self.redraw_control(keeper, id, &policy, &mut changed).await
            {
                keeper.trouble.note(id, Err(error));
            }
        }
        keeper.looked = true;
        if !changed.is_empty() {
            self.do_job(0, Job::Draw(changed)).await?;
        }
        Ok(())
    }

    async fn redraw_control(
        &self,
        keeper: &mut Keeper,
        id: i64,
        policy: &Policy,
        changed: &mut Vec<Outgoing>,
    ) -> Result<(), StoreError> {
        let now = self.shared.clock.now();
        let mut reader = self.shared.store.read().await?;
        let Some(one) = broadcasts::by_id(&mut reader, id).await? else { return Ok(()) };
        let contents = broadcasts::contents(&mut reader, id).await?;
        for watcher in self.shared.watchers(&mut reader, &one).await? {
            let key = (id, watcher.id);
            let locale = watcher.language.unwrap_or(self.shared.settings.locale);
            let view = self.shared.view_of(policy, now);
            let message = control::draw(locale, view, &one, &contents, false);
            let known = keeper.drawn.get(&key);
            // What rested when this process began stands there already. What rests since was drawn for
            // whoever had it rest, and not for others.
            let rests = matches!(one.state, State::Scheduled | State::Paused);
            let is_old = known.is_none() && rests && !keeper.looked;
            let is_same = known.is_some_and(|(drawn, _)| *drawn == message);
            let is_soon = known.and_then(|(_, at)| *at).is_some_and(|at| is_soon(at, now));
            if is_old {
                keeper.drawn.insert(key, (message, None));
            } else if !is_same && !is_soon {
                keeper.drawn.insert(key, (message.clone(), Some(now)));
                changed.push(shown(&watcher, id, Placement::Redraw, message));
            }
        }
        Ok(())
    }
}

impl Shared {
    /// Who watches one and may: its author, who confirmed it, and whoever has its control in their chat.
    pub(super) async fn watchers(
        &self,
        connection: &mut sqlx::AnyConnection,
        one: &Broadcast,
    ) -> Result<Vec<Contact>, StoreError> {
        let mut watchers = Vec::new();
        for id in broadcasts::watchers(&mut *connection, one.id).await? {
            if let Some(mut contact) = contacts::by_id(&mut *connection, id).await? {
                contact.role = self.role_of(&contact);
                if self.may_cast(&mut *connection, &contact).await? {
                    watchers.push(contact);
                }
            }
        }
        Ok(watchers)
    }

    /// Whether this person can be reached and writes to many.
    pub(super) async fn may_cast(
        &self,
        connection: &mut sqlx::AnyConnection,
        who: &Contact,
    ) -> Result<bool, StoreError> {
        let is_whole = members::scope(connection, who.id).await?.is_whole();
        Ok(!who.blocked && Role::writes_to_many(self.role_of(who), is_whole))
    }
}

/// Whether something that was drawn `at` a moment is not drawn again yet. A clock that was set back
/// holds nothing up.
fn is_soon(at: Millis, now: Millis) -> bool {
    (at..at + REDRAW_EVERY).contains(&now)
}

/// What is shown of one in somebody's chat.
pub(super) fn shown(who: &Contact, id: i64, placement: Placement, message: Message) -> Outgoing {
    Outgoing {
        channel: who.channel.clone(),
        address: who.address.clone(),
        lane: Lane::Review,
        slot: Some(slot(id)),
        placement,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_drawn_again_after_three_seconds_at_the_soonest() {
        for (after, soon) in [(0, true), (2_999, true), (3_000, false), (-1, false)] {
            assert_eq!(is_soon(7_000, 7_000 + after), soon, "{after}");
        }
    }
}
