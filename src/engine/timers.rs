//! What must happen later: rows of `timers`, fed back as inputs.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::digest::Mornings;
use super::turn::{Done, Turn};
use super::{Engine, key_of};
use crate::clock::{DAY, HOUR, Millis};
use crate::retention;
use crate::store::{StoreError, contacts, desk_timers, timers};

/// How often due timers are looked for.
const TICK: Duration = Duration::from_secs(1);
/// Timers fired in one look.
const BATCH: i64 = 200;
/// When a timer whose turn fails, or cannot be run here, is tried again, so that it does not keep the
/// others waiting.
const TRY_AGAIN: i64 = HOUR;

/// Fires due timers, and forgets what is old, while `on_duty`, until `stop`.
pub async fn run(engine: Engine, on_duty: watch::Receiver<bool>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TICK);
    let mut tidied_at = i64::MIN;
    let mut tidying: Option<JoinHandle<()>> = None;
    let mut mornings = Mornings::default();
    loop {
        tokio::select! {
            () = stop.cancelled() => {
                if let Some(tidying) = tidying {
                    tidying.abort();
                }
                return;
            }
            _ = tick.tick() => {}
        }
        if !*on_duty.borrow() {
            continue;
        }
        if let Err(error) = engine.fire_due().await {
            tracing::error!(%error, "timers could not be fired");
        }
        if let Err(error) = engine.send_digests(&mut mornings).await {
            tracing::error!(%error, "digests could not be sent");
        }
        let now = engine.shared.clock.now();
        let rests = tidying.as_ref().is_none_or(JoinHandle::is_finished);
        if rests && now.saturating_sub(tidied_at) >= DAY {
            tidied_at = now;
            // Beside the timers: there may be much to forget.
            tidying = Some(tokio::spawn(tidy(engine.clone(), now)));
        }
    }
}

/// Forgets what is kept no longer.
async fn tidy(engine: Engine, now: Millis) {
    if let Err(error) = retention::apply(&engine.shared.store, &engine.shared.ids, now).await {
        tracing::error!(%error, "what is old could not all be forgotten");
    }
}

impl Engine {
    /// Fires the timers that are due now, and says how many.
    ///
    /// # Errors
    /// If the database does not answer; what was not fired stays due.
    pub async fn fire_due(&self) -> Result<usize, StoreError> {
        let now = self.shared.clock.now();
        let mut due = Vec::new();
        // Who may write again is told so before they are told of a draft.
        for kind in [timers::SANCTION, timers::DRAFT, timers::TOPICS, timers::MY_DATA] {
            let mut reader = self.shared.store.read().await?;
            let some = timers::due(&mut reader, kind, now, BATCH).await?;
            due.extend(some.into_iter().map(|contact| (kind, contact)));
        }
        for &(kind, contact) in &due {
            match self.wake(contact, kind).await {
                Ok(()) => {}
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => {
                    tracing::error!(%error, contact, "a timer could not be fired");
                    self.put_off(contact, kind).await?;
                }
            }
        }
        let campaigns = self.tell_of_campaigns().await?;
        Ok(due.len() + campaigns + self.fire_desk_timers().await?)
    }

    /// Does what is due to nominations, and says how many times.
    async fn fire_desk_timers(&self) -> Result<usize, StoreError> {
        let now = self.shared.clock.now();
        let due = {
            let mut reader = self.shared.store.read().await?;
            desk_timers::due(&mut reader, now, BATCH).await?
        };
        for one in &due {
            match self.desk_turn(one.clone()).await {
                Ok(()) => {}
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => {
                    let (nomination, kind) = (one.nomination, one.kind.as_str());
                    tracing::error!(%error, nomination, kind, "a desk timer could not be fired");
                    self.put_off_at_desk(one.clone()).await?;
                }
            }
        }
        Ok(due.len())
    }

    async fn desk_turn(&self, due: desk_timers::Due) -> Result<(), StoreError> {
        let Some((channel, person)) = self.whereabouts(due.nominator).await? else {
            // Of a channel that a newer program knows: it would be in the way of the others.
            return self.put_off_at_desk(due).await;
        };
        let engine = self.shared.clone();
        let after = self.shared.clone();
        let turn = self
            .shared
            .store
            .enqueue(
                key_of(channel, &person),
                move |tx| {
                    Box::pin(async move { Turn::run_desk_timer(tx, &engine, &due, channel).await })
                },
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            )
            .await?;
        turn.await.map(|_| ())
    }

    /// Has a timer fire later.
    async fn put_off(&self, contact: i64, kind: &'static str) -> Result<(), StoreError> {
        let later = self.shared.clock.now() + TRY_AGAIN;
        let put_off =
            self.shared.store.write(0, move |tx| Box::pin(timers::set(tx, contact, kind, later)));
        put_off.await
    }

    /// The same with a desk timer.
    async fn put_off_at_desk(&self, due: desk_timers::Due) -> Result<(), StoreError> {
        let later = self.shared.clock.now() + TRY_AGAIN;
        let put_off = self.shared.store.write(0, move |tx| {
            Box::pin(async move { desk_timers::set(tx, due.nomination, &due.kind, later).await })
        });
        put_off.await
    }

    /// The channel and the address of a contact, if this program knows the channel.
    async fn whereabouts(
        &self,
        contact: i64,
    ) -> Result<Option<(&'static str, String)>, StoreError> {
        let mut reader = self.shared.store.read().await?;
        let Some(contact) = contacts::by_id(&mut reader, contact).await? else { return Ok(None) };
        Ok(crate::channels::named(&contact.channel).map(|channel| (channel, contact.address)))
    }

    async fn wake(&self, contact: i64, kind: &'static str) -> Result<(), StoreError> {
        let Some((channel, person)) = self.whereabouts(contact).await? else {
            return self.put_off(contact, kind).await;
        };
        let engine = self.shared.clone();
        let after = self.shared.clone();
        let turn = self
            .shared
            .store
            .enqueue(
                key_of(channel, &person),
                move |tx| {
                    Box::pin(
                        async move { Turn::run_timer(tx, &engine, contact, channel, kind).await },
                    )
                },
                move |done: &mut Done| after.carry_out(std::mem::take(done)),
            )
            .await?;
        turn.await.map(|_| ())
    }
}
