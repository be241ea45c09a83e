//! Doors: each translates a platform to our words and back.
//!
//! Here is what `delivery` needs of a door: to send, to edit, to answer a press, and a closed set
//! of reasons why that failed. What to do about a failure is decided by `delivery` alone. And what
//! `fingerprint` needs: the bytes of a file.

pub mod telegram;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::conversation::message::Message;
use crate::domain::evidence::File;

/// The name of Telegram's door in rows and configuration.
pub const TELEGRAM: &str = "telegram";

/// Every door.
pub const ALL: [&str; 1] = [TELEGRAM];

/// A platform that carries messages.
pub trait Channel: Send + Sync {
    /// Sends `message` to the chat `to`, or edits the message `edits` to say it. One call.
    fn send<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        edits: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Sent, SendError>>;

    /// Sends a part of what goes to many, for a fee and beyond the ordinary rate if it is `paid`. One
    /// call.
    fn spread<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        paid: bool,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let _ = paid;
        self.send(to, message, None)
    }

    /// Puts `message` in the place of the message `id`, be that words or a file with words below it.
    /// One call, or two where nobody knows which of these it is.
    fn correct<'a>(
        &'a self,
        to: &'a str,
        id: &'a str,
        message: &'a Message,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(self.send(to, message, Some(id)).map(|sent| sent.map(drop)))
    }

    /// Takes these messages out of the chat `to`; those that are gone already are no trouble. One call.
    ///
    /// A door that takes nothing back refuses.
    fn delete<'a>(
        &'a self,
        to: &'a str,
        ids: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), SendError>> {
        let _ = (to, ids);
        let reason = "this channel takes nothing back".to_owned();
        Box::pin(std::future::ready(Err(SendError::Rejected { reason })))
    }

    /// Sends `message` with its upload, whose bytes these are. One call.
    ///
    /// A door that takes no files refuses.
    fn upload<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        bytes: Vec<u8>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let _ = (to, message, bytes);
        let reason = "this door takes no files".to_owned();
        Box::pin(std::future::ready(Err(SendError::Rejected { reason })))
    }

    /// Makes a topic in the group `to` and gives its id. One call.
    fn open_topic<'a>(
        &'a self,
        to: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<String, SendError>>;

    /// Tells the presser's app that the press came through, with a short text to show for a
    /// moment, or to confirm if `alert`.
    fn acknowledge<'a>(
        &'a self,
        press_id: &'a str,
        text: Option<&'a str>,
        alert: bool,
    ) -> BoxFuture<'a, Result<(), SendError>>;

    /// Fetches the bytes of a file that came by this door, if they are `limit` at most.
    ///
    /// A door that takes no files has none to give.
    fn fetch<'a>(
        &'a self,
        file: &'a File,
        limit: u64,
    ) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        let _ = (file, limit);
        Box::pin(std::future::ready(Err(FetchError::Gone)))
    }
}

/// What a platform says about a message it took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The platform's id of it, good for editing, where there is one.
    pub message_id: Option<String>,
    /// The ids of those that came along: an album is one message for each of its files.
    pub others: Vec<String>,
}

/// Why a message was not sent, as far as it makes a difference to us.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The platform asks to slow down.
    #[error("throttled for {retry_after_ms} ms")]
    Throttled {
        /// How long to wait.
        retry_after_ms: i64,
    },
    /// The person blocked us, left, or never wrote; the chat is gone.
    #[error("the chat cannot be reached")]
    Unreachable,
    /// The platform will never take this message.
    #[error("refused: {reason}")]
    Rejected {
        /// The platform's words.
        reason: String,
    },
    /// Surely not delivered.
    #[error("not sent: {reason}")]
    NotSent {
        /// What happened, without secrets.
        reason: String,
    },
    /// It may have been delivered, nobody said.
    #[error("delivery unknown: {reason}")]
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
    /// The message to edit is not there or cannot be edited.
    #[error("the message to edit is gone")]
    EditGone,
    /// The message to edit already says this.
    #[error("nothing to change")]
    Unchanged,
    /// The topic is not there, or nothing may be written in it.
    #[error("the topic is gone")]
    TopicGone,
    /// We may make no topics in the group.
    #[error("topics may not be made")]
    TopicsRefused,
    /// The group keeps no topics.
    #[error("the group keeps no topics")]
    NoForum,
    /// The chat has another address now.
    #[error("the chat has moved")]
    Migrated {
        /// The new address.
        to: String,
    },
}

/// Why the bytes of a file were not had, as far as it makes a difference to us.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The platform asks to slow down.
    #[error("throttled for {retry_after_ms} ms")]
    Throttled {
        /// How long to wait.
        retry_after_ms: i64,
    },
    /// There is no such file, or not any more.
    #[error("the file is gone")]
    Gone,
    /// There are more bytes than asked for, or than the platform hands over.
    #[error("the file is too big")]
    TooBig,
    /// It may work another time.
    #[error("not fetched: {reason}")]
    Failed {
        /// What happened, without secrets.
        reason: String,
    },
}

/// The same message as several of which `channel` can send each in one call, in order.
pub fn split(channel: &str, message: Message) -> Vec<Message> {
    match channel {
        TELEGRAM => telegram::split(message),
        _ => vec![message],
    }
}

/// Whether words can stand below a file where it is shown.
pub fn carries_words(channel: &str, file: &File) -> bool {
    match channel {
        TELEGRAM => telegram::carries_words(file),
        _ => true,
    }
}

/// Whether two files can be shown as one.
pub fn shares_album(channel: &str, one: &File, other: &File) -> bool {
    match channel {
        TELEGRAM => telegram::shares_album(one, other),
        _ => false,
    }
}

/// The door of this name, as the program knows it.
pub fn named(name: &str) -> Option<&'static str> {
    ALL.into_iter().find(|known| *known == name)
}
