//! Takes updates that Telegram brings, and answers 200 only once the turn has committed.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::inbound::{Inbound, Read};
use crate::config::TelegramConfig;
use crate::engine::Engine;
use crate::pulse::Pulse;

/// Where updates are brought to, below the public address.
pub const PATH: &str = "/telegram";
/// Calls that Telegram may have under way at once.
pub const MAX_CONNECTIONS: u8 = 100;
/// The largest body. An update has some kilobytes.
const BODY_MAX: usize = 1024 * 1024;
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

/// The route that Telegram calls.
pub fn router(inbound: Inbound, engine: Engine, pulse: Pulse, secret: String) -> Router {
    Router::new()
        .route(PATH, post(take))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(Webhook { engine, pulse, inbound, secret })
}

#[derive(Clone)]
struct Webhook {
    engine: Engine,
    pulse: Pulse,
    inbound: Inbound,
    secret: String,
}

async fn take(
    State(webhook): State<Webhook>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
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
    let Ok(json) = std::str::from_utf8(&body) else { return StatusCode::BAD_REQUEST };
    match webhook.inbound.read(json).await {
        Read::Unreadable => return StatusCode::BAD_REQUEST,
        Read::Nothing => {}
        // Not awaited here but in a task of its own: Telegram may hang up, and the turn still is
        // to be told of whatever follows its commit.
        Read::Event(event) => {
            let turn = webhook.engine.submit(*event).await;
            if tokio::spawn(turn).await.is_err() {
                return StatusCode::INTERNAL_SERVER_ERROR;
            }
        }
    }
    webhook.pulse.beat();
    StatusCode::OK
}
