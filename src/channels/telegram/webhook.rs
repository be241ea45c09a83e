//! Takes updates that Telegram brings, and answers 200 only once the turn has committed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::inbound::{Inbound, Read};
use crate::config::TelegramConfig;
use crate::engine::{Engine, Event};
use crate::pulse::Pulse;

/// Where updates are brought to, below the public address.
pub const PATH: &str = "/telegram";
/// Calls that Telegram may have under way at once.
pub const MAX_CONNECTIONS: u8 = 100;
/// The largest body. An update has some kilobytes.
const BODY_MAX: usize = 1024 * 1024;
/// How long Telegram is kept waiting. Then it is asked to bring the update again; the turn goes on.
const ANSWER_WITHIN: Duration = Duration::from_secs(25);
/// The header that carries the secret.
/// Source: <https://core.telegram.org/bots/api#setwebhook>
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// The secret that Telegram must show: the configured one, else one derived from the token, so
/// that every replica has the same and nothing need be kept.
pub fn secret(config: &TelegramConfig) -> String {
    if let Some(secret) = &config.webhook_secret {
        return secret.expose().to_owned();
    }
    let digest = Sha256::digest(format!("hoadep webhook {}", config.token.expose()));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the route needs, and what tells when the turns it began have ended.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Reads updates.
    pub inbound: Inbound,
    /// Handles them.
    pub engine: Engine,
    /// Beaten with each call.
    pub pulse: Pulse,
    /// What Telegram must show.
    pub secret: String,
    /// Turns under way; the program's end waits for them.
    pub turns: TaskTracker,
    /// Once cancelled, updates are not taken any more.
    pub stop: CancellationToken,
}

/// Turns under way, by the number of the update: each is told of to whoever brings it.
type UnderWay = Arc<Mutex<HashMap<i64, watch::Receiver<bool>>>>;

/// The route that Telegram calls.
pub fn router(webhook: Webhook) -> Router {
    Router::new()
        .route(PATH, post(take))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state((webhook, UnderWay::default()))
}

async fn take(
    State((webhook, under_way)): State<(Webhook, UnderWay)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> StatusCode {
    let shown = headers.get(SECRET_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
    // Both are hashed, so that not even the secret's length shows in the time this takes.
    let (shown, known) = (Sha256::digest(shown), Sha256::digest(&webhook.secret));
    if !bool::from(shown.ct_eq(&known)) {
        return StatusCode::UNAUTHORIZED;
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return rejection.status(),
    };
    if webhook.stop.is_cancelled() {
        // Brought again, it finds another process, or this one's next start.
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(json) = std::str::from_utf8(&body) else { return StatusCode::BAD_REQUEST };
    let event = match webhook.inbound.read(json).await {
        Read::Unreadable => return StatusCode::BAD_REQUEST,
        Read::Nothing => {
            webhook.pulse.beat();
            return StatusCode::OK;
        }
        Read::Event(event) => event,
    };
    webhook.pulse.beat();
    let mut kept = begin(&webhook, &under_way, *event);
    match tokio::time::timeout(ANSWER_WITHIN, kept.wait_for(|kept| *kept)).await {
        Ok(Ok(_)) => StatusCode::OK,
        // Not kept yet, and perhaps never: not acknowledged.
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Begins the turn of an event, in a task of its own, because Telegram may hang up; joins the one
/// under way if the same event was brought before. Tells when it is kept.
fn begin(webhook: &Webhook, under_way: &UnderWay, event: Event) -> watch::Receiver<bool> {
    let mut all = under_way.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = all.get(&event.number) {
        return kept.clone();
    }
    let number = event.number;
    let (sender, kept) = watch::channel(false);
    all.insert(number, kept.clone());
    drop(all);
    let (engine, under_way) = (webhook.engine.clone(), Arc::clone(under_way));
    webhook.turns.spawn(async move {
        let _ending = Ending { under_way, number };
        engine.submit(event).await.await;
        // Nobody may be waiting any more.
        let _ = sender.send(true);
    });
    kept
}

/// Takes a turn off the list however it ends: one that panicked is begun anew when it is brought
/// again.
struct Ending {
    under_way: UnderWay,
    number: i64,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}
