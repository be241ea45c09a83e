//! Slots drawn lately, so that a redraw need not ask the database.

use std::collections::{HashMap, VecDeque};

use super::pace::Chat;
use crate::store::slots::Drawn;

/// How many are remembered.
const REMEMBERED: usize = 8_192;

/// What slots were last drawn in, as far as this process did that lately.
#[derive(Debug, Default)]
pub(super) struct Slots {
    drawn: HashMap<(Chat, String), Drawn>,
    order: VecDeque<(Chat, String)>,
}

impl Slots {
    pub(super) fn find(&self, chat: &Chat, slot: &str) -> Option<Drawn> {
        self.drawn.get(&(chat.clone(), slot.to_owned())).cloned()
    }

    pub(super) fn put(&mut self, chat: &Chat, slot: &str, drawn: Drawn) {
        let key = (chat.clone(), slot.to_owned());
        if self.drawn.get(&key).is_some_and(|known| known.by > drawn.by) {
            return;
        }
        if self.drawn.insert(key.clone(), drawn).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.drawn.remove(&oldest);
        }
    }

    /// Forgets what is drawn in this chat.
    pub(super) fn forget(&mut self, chat: &Chat) {
        self.drawn.retain(|(other, _), _| other != chat);
        self.order.retain(|(other, _)| other != chat);
    }
}
