//! One process sends and fires timers, however many run: a lease in the database.
//!
//! Without it two replicas would send the same rows. A process that dies holds the duty for
//! some seconds at most. An SQLite file has one process anyway (see `store::lock`), so there the duty
//! is always held.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::{Millis, SECOND};
use crate::store::{Dialect, Store, leases};

/// How long a process that no longer answers keeps the others waiting.
const LEASE: Millis = 4 * SECOND;
/// How often the lease is renewed, or tried for.
const RENEW_EVERY: Duration = Duration::from_secs(1);
/// How long an answer to that is waited for. With the time between two renewals it is less than the
/// lease, which counts from the question at the earliest: whoever gets no answer begins nothing more
/// before another does. Calls that are under way at that moment end by themselves, so what they carry
/// may be sent twice; a lease longer than a call would keep everybody waiting after each crash.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// The lease's name in the database.
pub const NAME: &str = "delivery";

/// Whether this process holds the duty, from now on until `stop`, when it is given up.
///
/// `holder` names this process. The second value ends once the duty has been given up.
pub fn keep(
    store: Store,
    holder: i64,
    stop: CancellationToken,
) -> (watch::Receiver<bool>, JoinHandle<()>) {
    let (sender, receiver) = watch::channel(store.dialect() == Dialect::Sqlite);
    let task = tokio::spawn(async move {
        if store.dialect() == Dialect::Sqlite {
            stop.cancelled().await;
            // Keeps the channel open, and the duty with it, for as long as the program runs.
            drop(sender);
            return;
        }
        let mut tick = tokio::time::interval(RENEW_EVERY);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = tick.tick() => {}
            }
            let held = hold(&store, holder).await;
            sender.send_if_modified(|was| {
                let changed = *was != held;
                *was = held;
                changed
            });
        }
        sender.send_replace(false);
        let released = store.write_apart(move |tx| Box::pin(leases::release(tx, NAME, holder)));
        if let Err(error) = released.await {
            tracing::warn!(%error, "the duty to send could not be given up; it runs out by itself");
        }
    });
    (receiver, task)
}

async fn hold(store: &Store, holder: i64) -> bool {
    let held = store.write_apart(move |tx| {
        Box::pin(async move {
            // One clock for all: machines whose own differ must not both hold the duty. A demo's
            // that is moved ahead ends nobody's lease either.
            let now = leases::database_now(tx).await?;
            leases::hold(tx, NAME, holder, now, now + LEASE).await
        })
    });
    match tokio::time::timeout(ANSWER_WITHIN, held).await {
        Ok(Ok(held)) => held,
        Ok(Err(error)) => {
            tracing::error!(%error, "the duty to send could not be renewed");
            false
        }
        Err(_) => {
            tracing::error!("the duty to send could not be renewed: the database does not answer");
            false
        }
    }
}
