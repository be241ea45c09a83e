//! Health routes, and the server that carries all routes.
//!
//! Platforms bring their own routes (see `channels`); here they are only served.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::clock::{Clock, MINUTE, Millis};
use crate::pulse::Pulse;
use crate::store::{Store, StoreError, outbox};

/// A long poll comes back every half minute, so silence this long is trouble.
const SILENCE: Millis = 2 * MINUTE;
/// Who asks for readiness does not wait longer than this for an answer.
const DATABASE_WITHIN: Duration = Duration::from_secs(3);
/// A message that has waited this long is worth a look, of a person and not of a balancer: one chat
/// that a platform throttles for hours must not take every replica out.
pub const OUTBOX_AGE: Millis = 15 * MINUTE;

/// What `/readyz` looks at.
#[derive(Clone, Debug)]
pub struct Health {
    /// The database.
    pub store: Store,
    /// When a platform was last heard from.
    pub pulse: Pulse,
    /// Whether silence is trouble: it is for a poller, and is not for a webhook at night.
    pub polls: bool,
    /// What time it is.
    pub clock: Clock,
}

/// `/healthz`: the process lives. `/readyz`: it does its work; 503 and what is wrong if not.
pub fn router(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(health)
}

/// The same while the program begins: it lives, and does no work yet.
pub fn starting() -> Router {
    let told = || async {
        (StatusCode::SERVICE_UNAVAILABLE, Json(json!({"ready": false, "wrong": ["starting"]})))
    };
    Router::new().route("/healthz", get(|| async { "ok\n" })).fallback(told)
}

async fn ready(State(health): State<Health>) -> (StatusCode, Json<Value>) {
    let oldest = async {
        let mut reader = health.store.read().await?;
        outbox::oldest(&mut reader).await
    };
    let oldest = match tokio::time::timeout(DATABASE_WITHIN, oldest).await {
        Ok(oldest) => oldest.map_err(|error: StoreError| error.to_string()),
        Err(_) => Err("no answer".to_owned()),
    };
    let silence = health.pulse.age();
    let outbox_age = match &oldest {
        Ok(oldest) => oldest.map_or(0, |oldest| (health.clock.now() - oldest).max(0)),
        Err(_) => 0,
    };
    let mut wrong = Vec::new();
    if let Err(error) = &oldest {
        // The cause is in the log; whoever asks from outside need not know it.
        tracing::error!(%error, "the database does not answer");
        wrong.push("database");
    }
    if health.polls && silence > SILENCE {
        wrong.push("platform");
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let told = json!({
        "ready": wrong.is_empty(),
        "wrong": wrong,
        "database": oldest.is_ok(),
        "heard_ms_ago": silence,
        "outbox_age_ms": outbox_age,
        "outbox_late": outbox_age > OUTBOX_AGE,
    });
    (status, Json(told))
}

/// Listens on `address`: twice on one socket, so that one server can hand over to the next without
/// refusing a call in between.
///
/// # Errors
/// If the port is taken or not ours to take.
pub fn bind(address: SocketAddr) -> std::io::Result<[TcpListener; 2]> {
    let first = std::net::TcpListener::bind(address)?;
    first.set_nonblocking(true)?;
    let second = first.try_clone()?;
    Ok([TcpListener::from_std(first)?, TcpListener::from_std(second)?])
}

/// Serves until `stop` is done, then lets the calls under way end.
///
/// # Errors
/// If the socket breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // Without it an answer may wait for the acknowledgement of the last one.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}
