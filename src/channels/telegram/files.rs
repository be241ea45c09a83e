//! Telegram's files: a handle of ours is the kind Telegram has for it, a colon, and its file id.
//!
//! The kind must be kept: a round video can be sent again as a round video only, and music not as
//! a voice message.

use crate::domain::evidence::{File, FileKind};

/// The kinds of Telegram's that carry a file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Photos; they share albums with films.
    Photo,
    /// Films; they share albums with photos.
    Video,
    /// Round films.
    VideoNote,
    /// Films without sound.
    Animation,
    /// Voice messages.
    Voice,
    /// Music.
    Audio,
    /// Any other file.
    Document,
}

impl Family {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Photo, "photo"),
        (Self::Video, "video"),
        (Self::VideoNote, "video_note"),
        (Self::Animation, "animation"),
        (Self::Voice, "voice"),
        (Self::Audio, "audio"),
        (Self::Document, "document"),
    ];

    /// The family of a file, for albums: photos and films are one.
    pub(super) fn of(file: &File) -> Self {
        match read(file).0 {
            Self::Video => Self::Photo,
            family => family,
        }
    }

    /// Whether its files can stand together.
    pub(super) fn makes_albums(self) -> bool {
        matches!(self, Self::Photo | Self::Audio | Self::Document)
    }

    /// Whether one can be put in the place of another file.
    pub(super) fn can_be_put_in_place(self) -> bool {
        !matches!(self, Self::Voice | Self::VideoNote)
    }

    /// The kind of evidence it is.
    fn kind(self) -> FileKind {
        match self {
            Self::Photo => FileKind::Photo,
            Self::Video | Self::VideoNote | Self::Animation => FileKind::Video,
            Self::Voice | Self::Audio => FileKind::Voice,
            Self::Document => FileKind::Document,
        }
    }
}

/// Whether a file takes a caption: a round film does not.
pub fn carries_words(file: &File) -> bool {
    read(file).0 != Family::VideoNote
}

/// Whether two files can stand in one album.
pub fn shares_album(one: &File, other: &File) -> bool {
    let family = Family::of(one);
    family.makes_albums() && family == Family::of(other)
}

/// A file of ours for one of Telegram's.
pub(super) fn file(family: Family, id: &str, name: Option<String>, size: u32) -> File {
    let word = Family::ALL.iter().find(|(one, _)| *one == family).map_or("document", |(_, w)| w);
    File {
        kind: family.kind(),
        handle: format!("{word}:{id}"),
        name,
        // Telegram leaves the size out where it does not know it, and teloxide then says u32::MAX.
        size: (size != u32::MAX).then_some(u64::from(size)),
    }
}

/// The kind and the file id of a file of ours.
pub(super) fn read(file: &File) -> (Family, &str) {
    let (word, id) = file.handle.split_once(':').unwrap_or(("document", &file.handle));
    let known = Family::ALL.iter().find(|(_, known)| *known == word);
    (known.map_or(Family::Document, |(family, _)| *family), id)
}
