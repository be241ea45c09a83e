//! The Bot API over HTTP: reads a call in any of its forms, lets faults strike, writes the answer.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Map, Value};

use super::Emulator;
use super::failure::Failure;
use super::faults::FaultKind;
use super::files;
use super::methods::{self, Params, Upload};
use super::polling;
use super::schema;
use super::state::Call;

/// The largest body, in bytes: an upload and some room for its parameters.
const LARGEST_BODY: usize = 52 * 1024 * 1024;
/// A call that is never answered is given up after this.
const NEVER: Duration = Duration::from_secs(120);

/// The routes under which bots call.
pub(super) fn router(emulator: Emulator) -> Router {
    Router::new()
        .route("/{bot}/{method}", any(call))
        .route("/file/{bot}/{*path}", get(download))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(emulator)
}

/// The answer to a call before it is written.
enum Reply {
    /// `result`.
    Value(Value),
    /// `result` as JSON text.
    Raw(String),
}

async fn call(
    State(emulator): State<Emulator>,
    Path((bot, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    if let Err(failure) = admit(&emulator, &bot) {
        return refuse(&failure);
    }
    let began = emulator.inner.clock.now();
    let came = Instant::now();
    let Some(spec) = schema::method(&name) else {
        let failure = Failure::with(404, "Not Found");
        note(&emulator, &name, began, &Params::default(), &Err(failure.clone()), 404);
        return refuse(&failure);
    };
    let method = spec.name;
    let mut params = match read(request).await {
        Ok(params) => params,
        Err(failure) => {
            note(&emulator, method, began, &Params::default(), &Err(failure.clone()), failure.code);
            return refuse(&failure);
        }
    };
    if let Err(failure) = schema::check(spec, &mut params.map) {
        note(&emulator, method, began, &params, &Err(failure.clone()), failure.code);
        return refuse(&failure);
    }
    let fault = emulator.with(|state| {
        let chat = methods::chat_of(state, &params);
        let messages = methods::messages_of(method, &params);
        if let Some(recorder) = &mut state.recorder {
            recorder.note(came, messages);
        }
        state.strike(method, chat)
    });
    let result = match fault {
        None | Some(FaultKind::CutAfter) if method == "getUpdates" => {
            polling::get_updates(&emulator, &params).await.map(Reply::Raw)
        }
        None | Some(FaultKind::CutAfter) => {
            emulator.with(|state| methods::call(state, method, &params)).map(Reply::Value)
        }
        Some(FaultKind::TooManyRequests { retry_after }) => Err(Failure::too_many(retry_after)),
        Some(FaultKind::ServerError) => Err(Failure::with(500, "Internal Server Error")),
        Some(FaultKind::BadGateway) => Err(Failure::with(502, "Bad Gateway")),
        Some(FaultKind::Refused) => {
            Err(Failure::bad("not enough rights to send text messages to the chat"))
        }
        Some(FaultKind::Blocked) => Err(Failure::forbidden("bot was blocked by the user")),
        Some(FaultKind::MigrateToChatId(to)) => Err(Failure::migrated(to)),
        Some(FaultKind::Timeout | FaultKind::CutBefore) => Err(Failure::with(0, "no answer")),
    };
    let status = match (&result, fault) {
        (_, Some(FaultKind::CutAfter)) => 0,
        (Ok(_), _) => 200,
        (Err(failure), _) => failure.code,
    };
    note(&emulator, method, began, &params, &result, status);
    if method == "setWebhook" && result.is_ok() {
        emulator.start_pushing();
    }
    match (fault, result) {
        (Some(FaultKind::Timeout), _) => {
            never(&emulator).await;
            cut()
        }
        (Some(FaultKind::CutBefore | FaultKind::CutAfter), _) => cut(),
        (Some(FaultKind::BadGateway), _) => bad_gateway(),
        (_, Ok(Reply::Raw(result))) => ok(format!("{{\"ok\":true,\"result\":{result}}}")),
        (_, Ok(Reply::Value(result))) => ok(format!("{{\"ok\":true,\"result\":{result}}}")),
        (_, Err(failure)) => refuse(&failure),
    }
}

async fn download(
    State(emulator): State<Emulator>,
    Path((bot, path)): Path<(String, String)>,
) -> Response {
    if let Err(failure) = admit(&emulator, &bot) {
        return refuse(&failure);
    }
    match emulator.with(|state| state.strike("file", None)) {
        None => {}
        Some(FaultKind::BadGateway) => return bad_gateway(),
        Some(FaultKind::ServerError) => {
            return refuse(&Failure::with(500, "Internal Server Error"));
        }
        Some(FaultKind::Timeout) => {
            never(&emulator).await;
            return cut();
        }
        Some(_) => return cut(),
    }
    let found = files::id_of_path(&path).and_then(|id| bytes_of(&emulator, &id));
    match found {
        Some((bytes, _)) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()
        }
        None => refuse(&Failure::with(404, "Not Found")),
    }
}

/// As long as a client could wait, unless the server ends before.
async fn never(emulator: &Emulator) {
    // Which of the two it was is all the same: the connection is cut.
    let _ = tokio::time::timeout(NEVER, emulator.inner.closed.cancelled()).await;
}

/// The bytes of a file and its type. A file of which only the size is known is all zeroes.
pub(super) fn bytes_of(emulator: &Emulator, id: &str) -> Option<(Bytes, Option<String>)> {
    let (document, kept) = emulator.with(|state| {
        let document = state.world.documents.get(id)?;
        Some((document.clone(), state.files.kept(&document.bytes_of)))
    })?;
    // The disk is read with nobody waiting for it.
    let bytes = kept.read().unwrap_or_else(|| {
        Bytes::from(vec![0; usize::try_from(document.size).unwrap_or(0).min(LARGEST_BODY)])
    });
    Some((bytes, document.mime))
}

/// Reads parameters from the query string and from a body in any of the three forms.
pub(super) async fn read(request: Request) -> Result<Params, Failure> {
    let mut params = Params::default();
    if let Some(query) = request.uri().query() {
        read_form(query.as_bytes(), &mut params.map);
    }
    let kind = content_type(request.headers());
    if kind.starts_with("multipart/form-data") {
        read_parts(request, &mut params).await?;
        return Ok(params);
    }
    let body = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
        .await
        .map_err(|_| Failure::with(413, "Request Entity Too Large"))?;
    if kind.starts_with("application/json") {
        if !body.is_empty() {
            let read: Map<String, Value> = serde_json::from_slice(&body)
                .map_err(|why| Failure::bad(format!("can't parse request JSON: {why}")))?;
            params.map.extend(read);
        }
    } else {
        read_form(&body, &mut params.map);
    }
    Ok(params)
}

fn admit(emulator: &Emulator, bot: &str) -> Result<(), Failure> {
    let Some(token) = bot.strip_prefix("bot") else { return Err(Failure::with(404, "Not Found")) };
    if token == emulator.inner.token.as_str() {
        Ok(())
    } else {
        Err(Failure::with(401, "Unauthorized"))
    }
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or("").to_ascii_lowercase()
}

async fn read_parts(request: Request, params: &mut Params) -> Result<(), Failure> {
    let broken = |why: &dyn std::fmt::Display| {
        Failure::bad(format!("can't parse multipart/form-data: {why}"))
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|why| broken(&why))?;
    let mut uploads = HashMap::new();
    while let Some(part) = parts.next_field().await.map_err(|why| broken(&why))? {
        let Some(field) = part.name().map(str::to_owned) else { continue };
        let name = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|why| match why.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::with(413, "Request Entity Too Large"),
            _ => broken(&why),
        })?;
        if name.is_some() {
            uploads.insert(field, Upload { name, mime, bytes });
        } else {
            let text = String::from_utf8(bytes.into())
                .map_err(|_| Failure::bad("strings must be encoded in UTF-8"))?;
            params.map.insert(field, text.into());
        }
    }
    // A file under a parameter's own name is that parameter; schema and methods see a reference.
    for field in [
        "photo",
        "video",
        "document",
        "voice",
        "audio",
        "video_note",
        "animation",
        "thumbnail",
        "certificate",
    ] {
        if uploads.contains_key(field) {
            params.map.insert(field.into(), format!("attach://{field}").into());
        }
    }
    params.uploads = uploads;
    Ok(())
}

fn read_form(form: &[u8], into: &mut Map<String, Value>) {
    for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = unescape(halves.next().unwrap_or_default());
        let value = unescape(halves.next().unwrap_or_default());
        into.insert(name, value.into());
    }
}

fn unescape(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (text[at], byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                at += 3;
            }
            (b'+', _) => {
                bytes.push(b' ');
                at += 1;
            }
            (other, _) => {
                bytes.push(other);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn note(
    emulator: &Emulator,
    method: &str,
    began: i64,
    params: &Params,
    result: &Result<Reply, Failure>,
    status: u16,
) {
    // Empty polls would push everything else out of the list.
    if matches!(result, Ok(Reply::Raw(raw)) if raw == "[]") {
        return;
    }
    emulator.with(|state| {
        if !state.recording {
            return;
        }
        let mut asked = params.map.clone();
        for (field, upload) in &params.uploads {
            let name = upload.name.as_deref().unwrap_or("file");
            asked.insert(field.clone(), format!("<{name}, {} bytes>", upload.bytes.len()).into());
        }
        let result = match result {
            Ok(Reply::Value(value)) => value.clone(),
            Ok(Reply::Raw(raw)) => serde_json::from_str(raw).unwrap_or_default(),
            Err(failure) => failure.body(),
        };
        state.last_call += 1;
        let call = Call {
            id: state.last_call,
            method: method.to_owned(),
            at: began,
            ms: state.clock.now() - began,
            status,
            params: asked.into(),
            result,
        };
        state.note_call(call);
    });
}

fn ok(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn refuse(failure: &Failure) -> Response {
    let status = StatusCode::from_u16(failure.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status, kind, failure.body().to_string()).into_response()
}

fn bad_gateway() -> Response {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\
                \r\n</body>\r\n</html>\r\n";
    (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// An answer whose body fails at once, which makes the server drop the connection.
fn cut() -> Response {
    let broken = futures_util::stream::once(async {
        Err::<Bytes, _>(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Response::new(Body::from_stream(broken))
}
