//! What must happen to messages to many without anybody's press: begin at their time, fix whom they go
//! to, end, be reported; and the control in the chats of those who watch, drawn again while it changes.

mod jobs;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{control, slot};
use crate::conversation::message::Message;
use crate::delivery::outgoing::{Lane, Outgoing, Placement};
use crate::domain::broadcast::{Pause, State};
use crate::domain::role::Role;
use crate::engine::turn::Done;
use crate::engine::{Engine, Shared};
use crate::store::broadcasts::{self, Broadcast};
use crate::store::contacts::{self, Contact};
use crate::store::{StoreError, outbox, settings};
use jobs::Job;

/// How often is looked what there is to do.
const TICK: Duration = Duration::from_millis(250);
/// A control is drawn again no sooner.
const REDRAW_EVERY: Duration = Duration::from_secs(3);
/// How many pieces of work are done of one message before the others are looked at again.
const PIECES: usize = 10;

/// What is known from the look before.
struct Keeper {
    /// Whether something that is due by now could not have been begun in time.
    was_down: bool,
    /// Why which of them rest, as those who watch were told.
    told: HashSet<(i64, i64)>,
    /// What was drawn for whom, and when.
    drawn: HashMap<(i64, i64), (Message, Option<Instant>)>,
}

impl Default for Keeper {
    fn default() -> Self {
        Self { was_down: true, told: HashSet::new(), drawn: HashMap::new() }
    }
}

/// Looks after messages to many while `on_duty`, until `stop`.
pub async fn run(engine: Engine, on_duty: watch::Receiver<bool>, stop: CancellationToken) {
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
        let now = self.shared.clock.now();
        let (live, ended, wishes) = {
            let mut reader = self.shared.store.read().await?;
            (
                broadcasts::live(&mut reader).await?,
                broadcasts::unreported(&mut reader).await?,
                broadcasts::wishes(&mut reader).await?,
            )
        };
        for one in &live {
            match one.state {
                State::Scheduled if one.due_at.is_none_or(|due| due <= now) => {
                    self.do_job(one.id, Job::Begin { was_down: keeper.was_down }).await?;
                }
                State::Collecting => {
                    let mut pieces = 0;
                    while pieces < PIECES && self.do_job(one.id, Job::Collect).await? {
                        pieces += 1;
                    }
                }
                State::Sending if one.counts.left() == 0 => {
                    self.do_job(one.id, Job::Finish).await?;
                }
                State::Paused
                    if matches!(one.pause, Some(Pause::Errors | Pause::Restored))
                        && !keeper.told.contains(&(one.id, one.version)) =>
                {
                    self.do_job(one.id, Job::TellPause).await?;
                    keeper.told.insert((one.id, one.version));
                }
                _ => {}
            }
        }
        for one in &ended {
            if one.state == State::Stopped && self.do_job(one.id, Job::Skip).await? {
                continue;
            }
            let mut reader = self.shared.store.read().await?;
            let again = broadcasts::by_id(&mut reader, one.id).await?;
            drop(reader);
            if let Some(one) = again.filter(|one| one.counts.left() == 0) {
                let files = self.write_missed(&one).await?;
                self.do_job(one.id, Job::Report { files }).await?;
            }
        }
        for (id, contact) in wishes {
            let mut reader = self.shared.store.read().await?;
            let one = broadcasts::by_id(&mut reader, id).await?;
            drop(reader);
            let files = match one {
                Some(one) => self.write_missed(&one).await?,
                None => Vec::new(),
            };
            self.do_job(id, Job::GiveList { contact, files }).await?;
        }
        self.redraw_controls(keeper).await
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
        let now = self.shared.clock.now();
        let mut changed = Vec::new();
        let mut reader = self.shared.store.read().await?;
        let live = broadcasts::live(&mut reader).await?;
        keeper.drawn.retain(|(id, _), _| live.iter().any(|one| one.id == *id));
        keeper.told.retain(|(id, _)| live.iter().any(|one| one.id == *id));
        let policy = settings::policy(&mut reader).await?;
        for one in live.iter().filter(|one| one.state != State::Scheduled) {
            let contents = broadcasts::contents(&mut reader, one.id).await?;
            for watcher in self.shared.watchers(&mut reader, one).await? {
                let key = (one.id, watcher.id);
                let locale = watcher.language.unwrap_or(self.shared.settings.locale);
                let view = self.shared.view_of(&policy, now);
                let message = control::draw(locale, view, one, &contents, false);
                let known = keeper.drawn.get(&key);
                // What rested when this process began stands there already.
                let is_old = known.is_none() && one.state == State::Paused;
                let is_same = known.is_some_and(|(drawn, _)| *drawn == message);
                let is_soon =
                    known.and_then(|(_, at)| *at).is_some_and(|at| at.elapsed() < REDRAW_EVERY);
                if is_old {
                    keeper.drawn.insert(key, (message, None));
                } else if !is_same && !is_soon {
                    keeper.drawn.insert(key, (message.clone(), Some(Instant::now())));
                    changed.push(shown(&watcher, one.id, Placement::Redraw, message));
                }
            }
        }
        drop(reader);
        if !changed.is_empty() {
            self.do_job(0, Job::Draw(changed)).await?;
        }
        Ok(())
    }
}

impl Shared {
    /// Who watches one and may: its author, who confirmed it, and whoever has its control in their chat.
    pub(super) async fn watchers(
        self: &Arc<Self>,
        connection: &mut sqlx::AnyConnection,
        one: &Broadcast,
    ) -> Result<Vec<Contact>, StoreError> {
        let mut watchers = Vec::new();
        for id in broadcasts::watchers(&mut *connection, one.id).await? {
            if let Some(mut contact) = contacts::by_id(&mut *connection, id).await? {
                contact.role = self.role_of(&contact);
                if contact.role >= Some(Role::Editor) && !contact.blocked {
                    watchers.push(contact);
                }
            }
        }
        Ok(watchers)
    }
}

/// What is shown of one in somebody's chat.
fn shown(who: &Contact, id: i64, placement: Placement, message: Message) -> Outgoing {
    Outgoing {
        channel: who.channel.clone(),
        address: who.address.clone(),
        lane: Lane::Review,
        slot: Some(slot(id)),
        placement,
        message,
    }
}
