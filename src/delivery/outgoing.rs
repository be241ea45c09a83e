//! What is to be sent: as the engine asks for it, and as the outbox keeps it.
//!
//! No sending and no SQL here. The engine makes [`Outgoing`]s; `store::outbox` turns them into
//! [`Row`]s; the rest of `delivery` carries rows.

use super::pace::Traffic;
use crate::channels;
use crate::clock::Millis;
use crate::conversation::message::Message;

/// How urgent a message is: a lower lane goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// Somebody waits for this answer.
    Answer,
    /// Work for the reviewers.
    Review,
    /// What nobody asked for just now.
    News,
}

impl Lane {
    /// Every lane, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Answer, Self::Review, Self::News];

    /// The number it is stored by.
    pub fn code(self) -> i64 {
        self as i64
    }

    /// The lane stored as `code`.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.code() == code)
    }

    /// What its messages are to the pace.
    pub fn traffic(self) -> Traffic {
        match self {
            Self::Answer => Traffic::Answer,
            Self::Review | Self::News => Traffic::Rest,
        }
    }
}

/// Where in the chat a message goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Placement {
    /// Below everything else, as a new message.
    #[default]
    Fresh,
    /// Into the message its slot was last drawn in; as a new one if there is none.
    Redraw,
    /// Into the message of that id; as a new one if it cannot be edited.
    Edit(String),
}

/// A message for one chat, as the engine asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The door, such as [`channels::TELEGRAM`].
    pub channel: String,
    /// The chat at that door.
    pub address: String,
    /// How urgent it is.
    pub lane: Lane,
    /// The name under which the message can be redrawn later.
    pub slot: Option<String>,
    /// New message or edit.
    pub placement: Placement,
    /// What it says.
    pub message: Message,
}

impl Outgoing {
    /// A new message, below everything else in the chat.
    pub fn fresh(channel: &str, address: &str, lane: Lane, message: Message) -> Self {
        let (channel, address) = (channel.to_owned(), address.to_owned());
        Self { channel, address, lane, slot: None, placement: Placement::Fresh, message }
    }

    /// The same as several messages of which each is one call to the platform, in order.
    ///
    /// Choices and the slot are on the last. What takes several calls cannot be an edit, so then
    /// all of it is fresh.
    pub fn into_calls(self) -> Vec<Self> {
        let mut messages = channels::split(&self.channel, self.message);
        let Some(last) = messages.pop() else { return Vec::new() };
        let placement = if messages.is_empty() { self.placement } else { Placement::Fresh };
        let mut calls: Vec<Self> = messages
            .into_iter()
            .map(|message| Self {
                channel: self.channel.clone(),
                address: self.address.clone(),
                lane: self.lane,
                slot: None,
                placement: Placement::Fresh,
                message,
            })
            .collect();
        calls.push(Self {
            channel: self.channel,
            address: self.address,
            lane: self.lane,
            slot: self.slot,
            placement,
            message: last,
        });
        calls
    }
}

/// A row of the outbox: one call to a platform that is still to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id; ids rise with time, so they order the rows of a chat.
    pub id: i64,
    /// The door.
    pub channel: String,
    /// The chat at that door.
    pub address: String,
    /// How urgent it is.
    pub lane: Lane,
    /// The name under which the message can be redrawn later.
    pub slot: Option<String>,
    /// New message or edit.
    pub placement: Placement,
    /// What it says.
    pub message: Message,
    /// How often it was tried.
    pub attempts: u32,
    /// Not to be tried before, in unix milliseconds.
    pub due_at: Millis,
    /// How many attempts may have arrived though nobody said so.
    pub maybe_sent: u32,
    /// When the turn that asked for it was, in unix milliseconds.
    pub created_at: Millis,
}
