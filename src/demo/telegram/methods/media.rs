//! Photos, videos, documents, voice and music: sending them and getting them back.

use serde_json::{Map, Value};

use super::super::failure::Failure;
use super::super::files;
use super::super::record::Record;
use super::super::state::State;
use super::super::wire;
use super::super::world::{Attachment, Document, MediaKind, Post};
use super::{Params, Upload, captioned, keyboard, pass_flood, send, topics, writable};

/// The largest file that a bot may download, in bytes.
const LARGEST_DOWNLOAD: u64 = 20 * 1024 * 1024;
/// The largest photo that a bot may upload, in bytes.
const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
/// The most pixels of a photo's width and height together, and the most of one for one of the other.
/// Source: <https://core.telegram.org/bots/api#sendphoto>
const PHOTO_SIDES: u64 = 10_000;
const PHOTO_RATIO: u64 = 20;
/// The largest file that a bot may upload, in bytes.
pub(super) const LARGEST_UPLOAD: usize = 50 * 1024 * 1024;

/// `sendPhoto` and its kin.
pub(super) fn send(state: &mut State, method: &str, params: &Params) -> Result<Value, Failure> {
    let chat = writable(state, params, "chat_id")?;
    let kind = match method {
        "sendPhoto" => MediaKind::Photo,
        "sendVideo" => MediaKind::Video,
        "sendVoice" => MediaKind::Voice,
        "sendAudio" => MediaKind::Audio,
        "sendVideoNote" => MediaKind::VideoNote,
        "sendAnimation" => MediaKind::Animation,
        _ => MediaKind::Document,
    };
    let (text, entities) = captioned(&params.map)?;
    let markup = keyboard::read(params, chat)?;
    let reply_to = send::replied(state, params, chat)?;
    let thread = topics::thread(state, params, chat)?;
    let source = find(state, params, &params.map, kind.word(), kind)?;
    pass_flood(state, chat, params)?;
    let media = Some(store(state, source, &params.map, kind));
    keyboard::show(state, chat, markup.as_ref());
    let post = Post { chat, text, entities, media, markup, reply_to, thread, ..Post::default() };
    Ok(state.add_post(post))
}

/// `getFile`.
pub(super) fn file(state: &State, params: &Params) -> Result<Value, Failure> {
    let id = params.text("file_id").unwrap_or("");
    let Some(document) = state.world.documents.get(id) else {
        return Err(Failure::bad("invalid file_id"));
    };
    if document.size > LARGEST_DOWNLOAD {
        return Err(Failure::bad("file is too big"));
    }
    let mut told = wire::file(document);
    told["file_path"] = files::path(document).into();
    Ok(told)
}

/// The kind of an `InputMedia`, which the schema has checked.
pub(super) fn kind_of(item: &Map<String, Value>) -> MediaKind {
    match item.get("type").and_then(Value::as_str) {
        Some("photo") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        Some("animation") => MediaKind::Animation,
        _ => MediaKind::Document,
    }
}

/// Where the bytes of a medium come from.
pub(super) enum Source {
    /// A file that the server has.
    Known(Attachment),
    /// A file that came along.
    Sent(Upload),
}

/// Finds the file that the field `name` of `fields` means, without keeping anything yet.
pub(super) fn find(
    state: &State,
    params: &Params,
    fields: &Map<String, Value>,
    name: &str,
    kind: MediaKind,
) -> Result<Source, Failure> {
    let given = fields.get(name).and_then(Value::as_str).unwrap_or("");
    let part = given.strip_prefix("attach://").unwrap_or(name);
    if let Some(upload) = params.uploads.get(part) {
        return sound(upload, kind).map(|()| Source::Sent(upload.clone()));
    }
    if given.starts_with("http://") || given.starts_with("https://") {
        // The emulator makes no outside request.
        return Err(Failure::bad("failed to get HTTP URL content"));
    }
    let Some(document) = state.world.documents.get(given) else {
        return Err(Failure::bad("wrong file identifier/HTTP URL specified"));
    };
    if document.kind != kind {
        let called = |kind: MediaKind| format!("{kind:?}");
        let (is, wanted) = (called(document.kind), called(kind));
        return Err(Failure::bad(format!("can't use file of type {is} as {wanted}")));
    }
    let files = match kind {
        MediaKind::Photo => sizes_of(state, document),
        _ => vec![document.id.clone()],
    };
    Ok(Source::Known(Attachment { kind, files }))
}

/// Keeps what was sent; `fields` may say its size on screen and how long it plays.
pub(super) fn store(
    state: &mut State,
    source: Source,
    fields: &Map<String, Value>,
    kind: MediaKind,
) -> Attachment {
    let upload = match source {
        Source::Known(attachment) => return attachment,
        Source::Sent(upload) => upload,
    };
    let number = |name: &str| {
        let number = fields.get(name).and_then(Value::as_i64).unwrap_or(0);
        u32::try_from(number).unwrap_or(0)
    };
    let size = upload.bytes.len() as u64;
    let shape = Shape {
        name: name_of(&upload),
        mime: upload.mime.clone().or_else(|| usual_mime(kind)),
        size,
        width: number("width"),
        height: number("height"),
        duration: number("duration"),
    };
    keep(state, kind, shape, Some(upload.bytes))
}

/// What is known of a file beside its bytes.
pub(in super::super) struct Shape {
    pub(in super::super) name: Option<String>,
    pub(in super::super) mime: Option<String>,
    pub(in super::super) size: u64,
    pub(in super::super) width: u32,
    pub(in super::super) height: u32,
    pub(in super::super) duration: u32,
}

/// Makes a file of the server, of a photo all its sizes.
pub(in super::super) fn keep(
    state: &mut State,
    kind: MediaKind,
    shape: Shape,
    bytes: Option<axum::body::Bytes>,
) -> Attachment {
    let first = state.world.last_document + 1;
    // The smallest first, as the server lists them; the original size is the last.
    let sizes: &[(u32, u32, u64)] = match kind {
        MediaKind::Photo => &[(90, 67, 60), (320, 240, 12), (1_280, 960, 1)],
        _ => &[(shape.width, shape.height, 1)],
    };
    let original = files::file_id(kind, first + sizes.len() as u64 - 1);
    let mut made = Vec::with_capacity(sizes.len());
    for (number, (width, height, part)) in (first..).zip(sizes) {
        let id = files::file_id(kind, number);
        made.push(id.clone());
        state.write(Record::Document(Document {
            id,
            number,
            kind,
            size: (shape.size / part).max(1),
            name: if kind == MediaKind::Photo { None } else { shape.name.clone() },
            mime: shape.mime.clone(),
            bytes_of: original.clone(),
            width: *width,
            height: *height,
            duration: shape.duration,
        }));
    }
    if let Some(bytes) = bytes {
        state.files.keep(&original, bytes);
    }
    Attachment { kind, files: made }
}

/// The type that the server finds in files of which it was not told one. A document may be anything.
pub(in super::super) fn usual_mime(kind: MediaKind) -> Option<String> {
    let mime = match kind {
        MediaKind::Photo => "image/jpeg",
        MediaKind::Video | MediaKind::VideoNote | MediaKind::Animation => "video/mp4",
        MediaKind::Voice => "audio/ogg",
        MediaKind::Audio => "audio/mpeg",
        MediaKind::Document => return None,
    };
    Some(mime.to_owned())
}

fn sound(upload: &Upload, kind: MediaKind) -> Result<(), Failure> {
    let bytes = &upload.bytes;
    if bytes.is_empty() {
        return Err(Failure::bad("file must be non-empty"));
    }
    if bytes.len() > LARGEST_UPLOAD {
        return Err(Failure::with(413, "Request Entity Too Large"));
    }
    if kind == MediaKind::Photo {
        if bytes.len() > LARGEST_PHOTO {
            return Err(Failure::bad("file is too big"));
        }
        let starts: [&[u8]; 5] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM"];
        if !starts.iter().any(|start| bytes.starts_with(start)) {
            return Err(Failure::bad("IMAGE_PROCESS_FAILED"));
        }
        if let Some((width, height)) = dimensions(bytes)
            && (width + height > PHOTO_SIDES || width.max(height) > PHOTO_RATIO * width.min(height))
        {
            return Err(Failure::bad("PHOTO_INVALID_DIMENSIONS"));
        }
    }
    Ok(())
}

/// How wide and high a picture says that it is.
fn dimensions(bytes: &[u8]) -> Option<(u64, u64)> {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    let (width, height) = reader.into_dimensions().ok()?;
    Some((width.into(), height.into()))
}

/// The name that a file goes by, whatever folder its sender had it in.
fn name_of(upload: &Upload) -> Option<String> {
    let name = upload.name.as_deref()?.rsplit(['/', '\\']).next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// All sizes of the photo that one of its sizes belongs to.
fn sizes_of(state: &State, document: &Document) -> Vec<String> {
    let last = state.world.documents.get(&document.bytes_of).map_or(0, |last| last.number);
    let ids = (last.saturating_sub(2)..=last).map(|number| files::file_id(document.kind, number));
    ids.filter(|id| {
        state.world.documents.get(id).is_some_and(|other| other.bytes_of == document.bytes_of)
    })
    .collect()
}
