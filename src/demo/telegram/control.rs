//! The demo page's API, under `/api/demo/`: the state, its events, and what people do.
//!
//! It is the page's own and promises nothing to others. A refusal is a 400 with one sentence in
//! `error`. Forms are read here; what an action does lives in [`super::actions`].

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::actions::{self, Media};
use super::world::User;
use super::{Emulator, http, wire};
use super::{groups, parcel, trouble};
use crate::clock::{DAY, Millis};

/// The largest body: ten photos straight from a telephone.
const LARGEST_BODY: usize = 100 * 1024 * 1024;
/// The longest caption that the app lets a person write, in UTF-16 units.
const LONGEST_CAPTION: usize = 1_024;
/// How many of the latest calls the page is shown.
const SHOWN_CALLS: usize = 300;
/// The farthest that the clock is moved at once.
pub(super) const FARTHEST: Millis = 366 * DAY;

/// The page's routes.
pub(super) fn router(emulator: Emulator) -> Router {
    Router::new()
        .route("/api/demo/state", get(state))
        .route("/api/demo/events", get(events))
        .route("/api/demo/file/{id}", get(file))
        .route("/api/demo/send", post(send))
        .route("/api/demo/media", post(media))
        .route("/api/demo/edit", post(edit))
        .route("/api/demo/press", post(press))
        .route("/api/demo/contact", post(contact))
        .route("/api/demo/block", post(block))
        .route("/api/demo/users", post(add_user))
        .route("/api/demo/forum", post(forum))
        .route("/api/demo/clock", post(move_clock))
        .merge(trouble::router())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(emulator)
}

/// Why something is not done, in one sentence.
pub(super) struct Refusal(pub(super) String);

impl From<String> for Refusal {
    fn from(why: String) -> Refusal {
        Refusal(why)
    }
}

impl From<&str> for Refusal {
    fn from(why: &str) -> Refusal {
        Refusal(why.to_owned())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}

pub(super) type Answer = Result<Json<Value>, Refusal>;

/// A JSON body; a wrong one is refused as everything is.
///
/// The content type must be JSON's: pages of other sites cannot send that without asking first.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Emulator> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, emulator: &Emulator) -> Result<Self, Refusal> {
        let read = Json::<T>::from_request(request, emulator).await;
        read.map(|Json(asked)| Asked(asked)).map_err(|why: JsonRejection| Refusal(why.body_text()))
    }
}

async fn state(State(emulator): State<Emulator>) -> Json<Value> {
    let shown = emulator.with(|state| {
        let mut shown = wire::shown_clock(state);
        let world = &state.world;
        let chats = world.chats.values().map(|chat| wire::shown_chat(state, chat, true));
        let calls = state.calls.iter().skip(state.calls.len().saturating_sub(SHOWN_CALLS));
        shown["bot"] = json!({"id": state.bot.id, "username": state.bot.username,
            "first_name": state.bot.first_name});
        shown["users"] = world.users.values().map(wire::shown_user).collect();
        shown["chats"] = chats.collect();
        shown["calls"] = calls.map(|call| json!(call)).collect();
        shown["faults"] = wire::shown_faults(state);
        let (people, messages) = world.crowd.size();
        shown["crowd"] = json!({"people": people, "messages": messages});
        shown
    });
    Json(shown)
}

/// All changes from now on. A listener that is too slow is told so and loads the state again.
async fn events(
    State(emulator): State<Emulator>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heard = emulator.with(|state| state.events.subscribe());
    let listening = (heard, emulator.inner.closed.clone());
    let stream = futures_util::stream::unfold(listening, |(mut heard, closed)| async move {
        let text = next(&mut heard, &closed).await?;
        Some((Ok(Event::default().data(&*text)), (heard, closed)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn next(
    heard: &mut broadcast::Receiver<Arc<str>>,
    closed: &CancellationToken,
) -> Option<Arc<str>> {
    let received = tokio::select! {
        received = heard.recv() => received,
        () = closed.cancelled() => return None,
    };
    match received {
        Ok(text) => Some(text),
        Err(broadcast::error::RecvError::Closed) => None,
        Err(broadcast::error::RecvError::Lagged(_)) => {
            *heard = heard.resubscribe();
            Some(r#"{"type":"lagged"}"#.into())
        }
    }
}

/// A file's bytes. What a browser could run is not shown as what it is.
async fn file(State(emulator): State<Emulator>, Path(id): Path<String>) -> Response {
    let Some((bytes, mime)) = http::bytes_of(&emulator, &id) else {
        return (StatusCode::NOT_FOUND, "there is no such file").into_response();
    };
    let harmless = |mime: &str| {
        let kind = mime.split('/').next().unwrap_or("");
        matches!(kind, "image" | "video" | "audio") && !mime.starts_with("image/svg")
    };
    let mime = mime.filter(|mime| harmless(mime) && mime.is_ascii());
    let headers = [
        (header::CONTENT_TYPE, mime.unwrap_or_else(|| "application/octet-stream".into())),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".into()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
        // A file never changes: its id is new when it does.
        (header::CACHE_CONTROL, "private, max-age=86400, immutable".into()),
    ];
    (headers, bytes).into_response()
}

#[derive(Deserialize)]
struct Said {
    chat_id: i64,
    user_id: i64,
    text: String,
    reply_to: Option<i64>,
}

async fn send(State(emulator): State<Emulator>, Asked(asked): Asked<Said>) -> Answer {
    let Said { chat_id, user_id, text, reply_to } = asked;
    if text.trim().is_empty() {
        return Err("A message cannot be empty.".into());
    }
    let id = emulator.with(|state| actions::say(state, chat_id, user_id, &text, reply_to))?;
    Ok(Json(json!({ "message_id": id })))
}

#[derive(Deserialize)]
struct Edited {
    chat_id: i64,
    user_id: i64,
    message_id: i64,
    text: String,
}

async fn edit(State(emulator): State<Emulator>, Asked(asked): Asked<Edited>) -> Answer {
    let Edited { chat_id, user_id, message_id, text } = asked;
    if text.trim().is_empty() {
        return Err("A message cannot be empty.".into());
    }
    emulator.with(|state| actions::edit(state, chat_id, user_id, message_id, &text))?;
    Ok(Json(json!({ "message_id": message_id })))
}

#[derive(Deserialize)]
struct Pressed {
    chat_id: i64,
    user_id: i64,
    message_id: i64,
    data: Option<String>,
}

async fn press(State(emulator): State<Emulator>, Asked(asked): Asked<Pressed>) -> Answer {
    let Pressed { chat_id, user_id, message_id, data } = asked;
    let data = data.ok_or("This button sends nothing to the bot.")?;
    let query =
        emulator.with(|state| actions::press(state, chat_id, user_id, message_id, &data))?;
    Ok(Json(json!({ "callback_query_id": query })))
}

#[derive(Deserialize)]
struct Shared {
    chat_id: i64,
    user_id: i64,
    phone: String,
}

async fn contact(State(emulator): State<Emulator>, Asked(asked): Asked<Shared>) -> Answer {
    let phone: String = asked.phone.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    let digits = phone.strip_prefix('+').unwrap_or(&phone);
    if !(5..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("A phone number is 5 to 15 digits, with or without a + before them.".into());
    }
    let Shared { chat_id, user_id, .. } = asked;
    let id = emulator.with(|state| actions::share_contact(state, chat_id, user_id, &phone))?;
    Ok(Json(json!({ "message_id": id })))
}

#[derive(Deserialize)]
struct Blocked {
    user_id: i64,
    blocked: bool,
}

async fn block(State(emulator): State<Emulator>, Asked(asked): Asked<Blocked>) -> Answer {
    emulator.with(|state| actions::block(state, asked.user_id, asked.blocked))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Newcomer {
    first_name: String,
    last_name: Option<String>,
    language_code: Option<String>,
}

/// Adds a citizen. Reviewers and admins are made by the bot's own invitations.
async fn add_user(State(emulator): State<Emulator>, Asked(asked): Asked<Newcomer>) -> Answer {
    let tidy = |name: String| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let first_name = tidy(asked.first_name).ok_or("A person needs a first name.")?;
    let user = User {
        id: 0,
        first_name,
        last_name: asked.last_name.and_then(tidy),
        language_code: asked.language_code.and_then(tidy),
        role: Some("citizen".into()),
        blocked: false,
        started: false,
    };
    let id = emulator.with(|state| actions::add_user(state, user));
    Ok(Json(json!({ "id": id })))
}

#[derive(Deserialize)]
struct Topical {
    chat_id: i64,
    user_id: i64,
    forum: bool,
    manages_topics: bool,
}

/// Turns a group's topics on or off, and lets the bot manage them or not.
async fn forum(State(emulator): State<Emulator>, Asked(asked): Asked<Topical>) -> Answer {
    let Topical { chat_id, user_id, forum, manages_topics } = asked;
    emulator.with(|state| {
        groups::set_forum(state, chat_id, forum)?;
        groups::let_manage_topics(state, chat_id, user_id, manages_topics)
    })?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Moved {
    advance_ms: Millis,
}

async fn move_clock(State(emulator): State<Emulator>, Asked(asked): Asked<Moved>) -> Answer {
    if !(1..=FARTHEST).contains(&asked.advance_ms) {
        return Err("The clock goes ahead only, by a year at most.".into());
    }
    emulator.advance_clock(asked.advance_ms);
    Ok(Json(emulator.with(|state| wire::shown_clock(state))))
}

/// Sends files, several as one album; the caption goes with the first.
async fn media(State(emulator): State<Emulator>, request: Request) -> Answer {
    let parcel = parcel::unpack(request).await?;
    if parcel.files.is_empty() {
        return Err("There is no file to send.".into());
    }
    if parcel.files.len() > 10 {
        return Err("An album holds ten files at most.".into());
    }
    if parcel.caption.encode_utf16().count() > LONGEST_CAPTION {
        return Err("A caption holds 1,024 characters at most.".into());
    }
    let sent = emulator.with(|state| {
        let album = (parcel.files.len() > 1).then(|| state.new_album());
        let mut caption = parcel.caption;
        let mut sent = Vec::new();
        for file in parcel.files {
            let caption = std::mem::take(&mut caption);
            let file = Media { caption, group: album.clone(), ..file };
            sent.push(actions::send_media(state, parcel.chat_id, parcel.user_id, file)?);
        }
        Ok::<_, String>(sent)
    })?;
    Ok(Json(json!({ "message_ids": sent })))
}
