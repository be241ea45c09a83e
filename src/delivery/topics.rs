//! Topics of groups, as far as this process made or lost them lately: what the ledger has not written
//! down yet must not be made twice.

use std::collections::HashMap;

use super::pace::Chat;

/// The topic of a commune in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It was made, with this id.
    Thread(String),
    /// It is gone, whatever the database says: the next message makes another.
    Gone,
}

/// What became of a topic in an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// It was made for this commune, with this id.
    Made(String, String),
    /// We may make none.
    Refused,
    /// The chat keeps none.
    NoForum,
}

/// Topics by chat and commune. There are some hundred communes, so all are remembered.
#[derive(Debug, Default)]
pub(super) struct Topics(HashMap<(Chat, String), Known>);

impl Topics {
    pub(super) fn find(&self, chat: &Chat, commune: &str) -> Option<Known> {
        self.0.get(&(chat.clone(), commune.to_owned())).cloned()
    }

    pub(super) fn put(&mut self, chat: &Chat, commune: &str, known: Known) {
        self.0.insert((chat.clone(), commune.to_owned()), known);
    }

    /// Forgets the topics of this chat.
    pub(super) fn forget(&mut self, chat: &Chat) {
        self.0.retain(|(other, _), _| other != chat);
    }
}
