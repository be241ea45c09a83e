//! People by the thousand who only receive: what they are sent is counted and not kept.
//!
//! A broadcast to a hundred thousand needs a hundred thousand chats, and nobody ever looks into most
//! of them. One of the crowd is sixteen bytes: they never write, their messages are numbers, and the
//! latest sixteen of those can still be edited and deleted. Calls about them pass the same methods,
//! checks and faults as calls about anybody.

use super::Emulator;
use super::record::Record;
use super::state::State;
use super::world::{Attachment, Chat, Post};

/// The id of the first of them; people who are kept have lower ones.
const FIRST: i64 = 6_000_000_000;

/// How many messages of a chat stay known, the newest.
const KNOWN: u32 = 16;

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    people: Vec<Silent>,
    /// How many messages all of them were sent.
    messages: u64,
    /// What stands for the chat of each.
    chat: Chat,
    /// The file that was sent last: it stands for the files of all.
    sample: Option<Attachment>,
}

/// One of them.
#[derive(Debug, Default, Clone, Copy)]
struct Silent {
    /// The id of the newest message, which is how many there were.
    last: u32,
    /// When it came, in unix seconds.
    date: u32,
    /// Which of the newest messages are still there: bit 0 is the newest.
    there: u16,
    /// Which of them carry a file.
    files: u16,
    edits: u8,
    gone: u8,
}

/// What the crowd was sent, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CrowdTotals {
    /// How many people there are.
    pub people: usize,
    /// How many of them were sent anything.
    pub reached: usize,
    /// How many were sent more than one message.
    pub repeated: usize,
    /// How many messages were sent.
    pub messages: u64,
    /// How many edits there were, up to 255 a person.
    pub edits: u64,
    /// How many messages were deleted, up to 255 a person.
    pub deleted: u64,
}

impl Crowd {
    /// Adds people.
    pub(super) fn grow(&mut self, by: u32) {
        if self.people.is_empty() {
            self.chat = Chat { kind: "private".into(), with_bot: true, ..Chat::default() };
        }
        self.people.resize(self.people.len() + by as usize, Silent::default());
    }

    /// Whether this chat is one of theirs.
    pub(super) fn has(&self, chat: i64) -> bool {
        self.place(chat).is_some()
    }

    /// What is known of the chat of any of them, which is the same for all.
    pub(super) fn chat(&self, chat: i64) -> Option<&Chat> {
        self.has(chat).then_some(&self.chat)
    }

    /// The id of the newest message of a chat.
    pub(super) fn last_id(&self, chat: i64) -> Option<i64> {
        Some(i64::from(self.people[self.place(chat)?].last))
    }

    /// What is known of a message that is still there: that it is the bot's, when the newest came, and
    /// whether there is a file.
    pub(super) fn post(&self, chat: i64, id: i64) -> Option<Post> {
        let person = &self.people[self.place(chat)?];
        let bit = person.bit(id).filter(|bit| person.there & bit != 0)?;
        let media = self.sample.clone().filter(|_| person.files & bit != 0);
        Some(Post { chat, id, date: i64::from(person.date), media, ..Post::default() })
    }

    /// Counts a message that came or was edited.
    pub(super) fn count(&mut self, chat: i64, id: i64, date: i64, media: Option<Attachment>) {
        let Some(place) = self.place(chat) else { return };
        let person = &mut self.people[place];
        if let Some(bit) = person.bit(id) {
            person.edits = person.edits.saturating_add(1);
            person.files = person.files & !bit | if media.is_some() { bit } else { 0 };
        } else {
            person.last += 1;
            person.there = person.there << 1 | 1;
            person.files = person.files << 1 | u16::from(media.is_some());
            person.date = u32::try_from(date).unwrap_or(0);
            self.messages += 1;
        }
        if media.is_some() {
            self.sample = media;
        }
    }

    /// Takes a message away.
    pub(super) fn lose(&mut self, chat: i64, id: i64) {
        let Some(place) = self.place(chat) else { return };
        let person = &mut self.people[place];
        if let Some(bit) = person.bit(id) {
            person.there &= !bit;
            person.gone = person.gone.saturating_add(1);
        }
    }

    /// What they were sent, in numbers.
    pub(super) fn totals(&self) -> CrowdTotals {
        let with = |least: u32| self.people.iter().filter(|person| person.last >= least).count();
        CrowdTotals {
            people: self.people.len(),
            reached: with(1),
            repeated: with(2),
            messages: self.messages,
            edits: self.people.iter().map(|person| u64::from(person.edits)).sum(),
            deleted: self.people.iter().map(|person| u64::from(person.gone)).sum(),
        }
    }

    /// How many there are and how many messages they were sent.
    pub(super) fn size(&self) -> (usize, u64) {
        (self.people.len(), self.messages)
    }

    fn place(&self, chat: i64) -> Option<usize> {
        let place = usize::try_from(chat.checked_sub(FIRST)?).ok()?;
        (place < self.people.len()).then_some(place)
    }
}

impl Silent {
    /// The bit of the message `id`, if it came and is not too old to be known.
    fn bit(&self, id: i64) -> Option<u16> {
        let back = u32::try_from(i64::from(self.last).checked_sub(id)?).ok()?;
        (id >= 1 && back < KNOWN).then(|| 1 << back)
    }
}

/// Adds people to the crowd and gives the ids of those who are new.
pub(super) fn add(state: &mut State, count: u32) -> std::ops::Range<i64> {
    let first = FIRST + state.world.crowd.size().0 as i64;
    state.write(Record::Crowd(count));
    first..first + i64::from(count)
}

impl Emulator {
    /// Adds `count` people who only receive and whose messages are counted, not kept; gives their ids,
    /// which are those of their chats too. The bot may write to them.
    pub fn add_crowd(&self, count: u32) -> std::ops::Range<i64> {
        self.with(|state| add(state, count))
    }

    /// What the crowd was sent, in numbers.
    pub fn crowd(&self) -> CrowdTotals {
        self.with(|state| state.world.crowd.totals())
    }

    /// How many messages each of the crowd was sent, in the order of their ids.
    pub fn crowd_counts(&self) -> Vec<u32> {
        self.with(|state| state.world.crowd.people.iter().map(|person| person.last).collect())
    }

    /// How many messages one of the crowd still has, of the newest sixteen.
    pub fn crowd_kept(&self, person: i64) -> u32 {
        self.with(|state| {
            let crowd = &state.world.crowd;
            crowd.place(person).map_or(0, |place| crowd.people[place].there.count_ones())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_crowd_is_sixteen_bytes() {
        assert_eq!(size_of::<Silent>(), 16);
    }

    #[test]
    fn a_message_is_there_until_it_is_deleted_or_too_old() {
        let mut crowd = Crowd::default();
        crowd.grow(2);
        let (one, other) = (FIRST, FIRST + 1);
        (1..=20).for_each(|id| crowd.count(one, id, 1_000 + id, None));
        assert!(crowd.post(one, 20).is_some() && crowd.post(one, 5).is_some());
        assert!(crowd.post(one, 4).is_none() && crowd.post(one, 21).is_none());
        assert!(crowd.post(other, 1).is_none() && crowd.post(FIRST + 2, 1).is_none());
        crowd.lose(one, 20);
        assert!(crowd.post(one, 20).is_none() && crowd.post(one, 19).is_some());
        crowd.count(one, 19, 5_000, None);
        assert_eq!(
            crowd.totals(),
            CrowdTotals { people: 2, reached: 1, repeated: 1, messages: 20, edits: 1, deleted: 1 }
        );
    }
}
