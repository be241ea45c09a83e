//! Fetches updates: asks for those after the last that was committed, never further.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use teloxide::types::AllowedUpdate;
use tokio_util::sync::CancellationToken;

use super::api::{Api, ApiFault};
use super::inbound::{Inbound, Read};
use crate::engine::Engine;
use crate::pulse::Pulse;

/// The kinds of update that concern us. The server remembers them.
pub const ALLOWED: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
];

/// How long the server may hold a call open while nothing happens.
const HOLD: Duration = Duration::from_secs(25);
/// The first and the longest wait after a call that failed.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Fetches updates and has them handled, until `stop`; then finishes the turns that have begun.
///
/// An update is acknowledged by the next call's offset, so only once its turn has committed.
pub async fn run(
    api: Api,
    inbound: Inbound,
    engine: Engine,
    pulse: Pulse,
    stop: CancellationToken,
) {
    let mut offset = 0;
    let mut wait = FIRST_WAIT;
    loop {
        let fetched = tokio::select! {
            () = stop.cancelled() => return,
            fetched = api.get_updates_raw(offset, HOLD, &ALLOWED) => fetched,
        };
        let updates = match fetched {
            Ok(updates) => {
                wait = FIRST_WAIT;
                pulse.beat();
                updates
            }
            Err(fault) => {
                complain(&fault);
                let wait_now = match &fault {
                    ApiFault::Throttled { retry_after_s } => {
                        Duration::from_secs(u64::from(*retry_after_s))
                    }
                    _ => wait,
                };
                wait = (wait * 2).min(LONGEST_WAIT);
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(wait_now) => continue,
                }
            }
        };
        let mut turns: BTreeMap<String, Vec<_>> = BTreeMap::new();
        let mut last = None;
        for update in updates {
            last = Some(update.id);
            match inbound.read(update.json.get()).await {
                Read::Event(event) => {
                    let person = event.person.clone();
                    turns.entry(person).or_default().push(engine.submit(*event).await);
                }
                Read::Nothing => {}
                Read::Unreadable => tracing::error!(update = update.id, "not an update"),
            }
        }
        // All of them may share a commit. If that fails, one person's turns are tried again in
        // their order. A turn that waits for the database for ever is cut off at the program's
        // end, and its update comes again at the next start.
        join_all(turns.into_values().map(one_after_the_other)).await;
        if let Some(last) = last {
            // Not the greatest so far: after a quiet week Telegram's numbers begin anew, perhaps
            // lower. <https://core.telegram.org/bots/api#update>
            offset = last + 1;
        }
    }
}

async fn one_after_the_other(turns: Vec<impl Future<Output = ()>>) {
    for turn in turns {
        turn.await;
    }
}

fn complain(fault: &ApiFault) {
    match fault {
        ApiFault::Api { code: 409, description, .. } => tracing::error!(
            description,
            "somebody else fetches this bot's updates: end the other process, or its webhook"
        ),
        ApiFault::Api { code: 401 | 404, .. } => {
            tracing::error!("Telegram does not know this bot: check TELEGRAM_BOT_TOKEN");
        }
        fault => tracing::warn!(%fault, "updates could not be fetched; trying again"),
    }
}
