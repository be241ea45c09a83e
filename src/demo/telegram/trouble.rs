//! The part of the demo page's API that is about load: faults, crowds, and how fast messages come.

use std::time::Duration;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Emulator;
use super::control::{Answer, Asked, FARTHEST};
use super::faults::{Fault, FaultKind, Storm};
use crate::clock::Millis;

/// Its routes.
pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/api/demo/faults", post(add_fault).delete(clear_faults))
        .route("/api/demo/crowd", get(crowd).post(add_crowd))
        .route("/api/demo/crowd/counts", get(crowd_counts))
        .route("/api/demo/arrivals", get(arrivals).post(note_arrivals))
}

#[derive(Deserialize)]
struct Crowding {
    count: u32,
}

/// The most people that one call adds.
const LARGEST_CROWD: u32 = 2_000_000;

/// Adds people who only receive.
async fn add_crowd(State(emulator): State<Emulator>, Asked(asked): Asked<Crowding>) -> Answer {
    if !(1..=LARGEST_CROWD).contains(&asked.count) {
        return Err("A crowd is of one to two million people.".into());
    }
    let ids = emulator.add_crowd(asked.count);
    Ok(Json(json!({"first_id": ids.start, "count": asked.count})))
}

/// What the crowd was sent, in numbers.
async fn crowd(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(emulator.crowd()))
}

/// How many messages each of the crowd was sent, in the order of their ids.
async fn crowd_counts(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(emulator.crowd_counts()))
}

/// Begins to note when messages come in.
async fn note_arrivals(State(emulator): State<Emulator>) -> Json<Value> {
    emulator.note_arrivals();
    Json(json!({}))
}

/// How fast messages came in since that was noted.
async fn arrivals(State(emulator): State<Emulator>) -> Json<Value> {
    let arrivals = emulator.arrivals();
    let most = arrivals.most_within(Duration::from_secs(1));
    Json(json!({"count": arrivals.count(), "most_in_a_second": most,
        "mean_rate": arrivals.mean_rate()}))
}

#[derive(Deserialize)]
struct Wanted {
    kind: String,
    chat_id: Option<i64>,
    method: Option<String>,
    count: Option<u32>,
    probability: Option<f64>,
    /// The share of the chats that it hits.
    chats: Option<f64>,
    /// For 429.
    retry_after: Option<u32>,
    /// A storm lasts so many milliseconds …
    lasts_ms: Option<Millis>,
    /// … and comes again after so many; without it once.
    every_ms: Option<Millis>,
}

async fn add_fault(State(emulator): State<Emulator>, Asked(asked): Asked<Wanted>) -> Answer {
    let mut kind = FaultKind::of(&asked.kind)
        .ok_or("A fault is 429, 400, 500, 502, timeout, cut, cut_after or blocked.")?;
    if let (FaultKind::TooManyRequests { retry_after }, Some(asked)) =
        (&mut kind, asked.retry_after)
    {
        *retry_after = asked;
    }
    if asked.count == Some(0) {
        return Err("A fault that strikes no time at all is none.".into());
    }
    let probability = asked.probability.unwrap_or(1.0);
    let chats = asked.chats.unwrap_or(1.0);
    if ![probability, chats].iter().all(|share| (0.0..=1.0).contains(share)) {
        return Err("A probability is from 0 to 1.".into());
    }
    emulator.fault(Fault {
        method: asked.method,
        chat: asked.chat_id,
        kind,
        probability,
        chats,
        count: asked.count,
        storm: asked.lasts_ms.map(|lasts| Storm::new(lasts, asked.every_ms.unwrap_or(FARTHEST))),
    });
    Ok(Json(json!({})))
}

async fn clear_faults(State(emulator): State<Emulator>) -> Json<Value> {
    emulator.clear_faults();
    Json(json!({}))
}
