//! The bytes of files, in memory or in a directory, and how files are named.

use std::collections::HashMap;
use std::path::PathBuf;

use axum::body::Bytes;

use super::world::{Document, MediaKind};

/// Where bytes are kept.
pub(super) enum Files {
    /// For tests.
    Memory(HashMap<String, Bytes>),
    /// One file each, named by its id.
    Directory(PathBuf),
}

impl Files {
    /// Keeps the bytes of the file `id`.
    pub(super) fn keep(&mut self, id: &str, bytes: Bytes) {
        match self {
            Files::Memory(all) => {
                all.insert(id.to_owned(), bytes);
            }
            Files::Directory(path) => {
                if let Err(error) = std::fs::write(path.join(id), &bytes) {
                    tracing::error!(%error, "the emulator cannot keep a file");
                }
            }
        }
    }

    /// Where the bytes of the file `id` are.
    pub(super) fn kept(&self, id: &str) -> Kept {
        match self {
            Files::Memory(all) => Kept::Here(all.get(id).cloned()),
            Files::Directory(path) => Kept::At(path.join(id)),
        }
    }
}

/// A file's bytes, or where to read them.
pub(super) enum Kept {
    Here(Option<Bytes>),
    At(PathBuf),
}

impl Kept {
    /// The bytes; none when only their size was ever given.
    pub(super) fn read(self) -> Option<Bytes> {
        match self {
            Kept::Here(bytes) => bytes,
            Kept::At(path) => std::fs::read(path).ok().map(Bytes::from),
        }
    }
}

/// The id that bots know a file by; it looks like Telegram's and says its kind.
pub(super) fn file_id(kind: MediaKind, number: u64) -> String {
    let prefix = match kind {
        MediaKind::Photo => "AgACAgUAAxkB",
        MediaKind::Video => "BAACAgUAAxkB",
        MediaKind::Document => "BQACAgUAAxkB",
        MediaKind::Voice => "AwACAgUAAxkB",
        MediaKind::Audio => "CQACAgUAAxkB",
        MediaKind::VideoNote => "DQACAgUAAxkB",
        MediaKind::Animation => "CgACAgUAAxkB",
    };
    format!("{prefix}{number:016x}")
}

/// The id that is the same for everybody.
pub(super) fn unique_id(document: &Document) -> String {
    format!("AQAD{:012x}", document.number)
}

/// The path that `getFile` gives.
pub(super) fn path(document: &Document) -> String {
    let (folder, usual) = match document.kind {
        MediaKind::Photo => ("photos", "jpg"),
        MediaKind::Video => ("videos", "mp4"),
        MediaKind::Document => ("documents", "bin"),
        MediaKind::Voice => ("voice", "oga"),
        MediaKind::Audio => ("music", "mp3"),
        MediaKind::VideoNote => ("video_notes", "mp4"),
        MediaKind::Animation => ("animations", "mp4"),
    };
    let name = document.name.as_deref().unwrap_or("");
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.filter(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_alphanumeric()));
    format!("{folder}/file_{}.{}", document.number, ending.unwrap_or(usual))
}

/// The file that a path names, undoing [`path`].
pub(super) fn id_of_path(path: &str) -> Option<String> {
    let (folder, name) = path.split_once('/')?;
    let kind = match folder {
        "photos" => MediaKind::Photo,
        "videos" => MediaKind::Video,
        "documents" => MediaKind::Document,
        "voice" => MediaKind::Voice,
        "music" => MediaKind::Audio,
        "video_notes" => MediaKind::VideoNote,
        "animations" => MediaKind::Animation,
        _ => return None,
    };
    let number = name.strip_prefix("file_")?.split('.').next()?.parse().ok()?;
    Some(file_id(kind, number))
}
