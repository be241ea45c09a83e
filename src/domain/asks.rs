//! What the author of a nomination can be asked for: a checklist, and the answers to it.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, Millis};

/// How long before the end of its time an ask is reminded of; half of that time, if it is shorter.
const REMIND_BEFORE: Millis = 2 * DAY;

/// One thing that may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Item {
    /// When it happened.
    When,
    /// Where.
    Place,
    /// What was done, more closely.
    Details,
    /// What shows it.
    Evidence,
    /// How to reach the nominee.
    Contact,
    /// What the reviewer says in words of their own.
    Other,
}

impl Item {
    /// Every item, in the order offered and asked.
    pub const ALL: [Self; 6] =
        [Self::When, Self::Place, Self::Details, Self::Evidence, Self::Contact, Self::Other];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Place => "place",
            Self::Details => "details",
            Self::Evidence => "evidence",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }

    /// The item stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// Whether it takes words and files until its author goes on; else one message answers it.
    pub fn collects(self) -> bool {
        match self {
            Self::Details | Self::Evidence | Self::Other => true,
            Self::When | Self::Place | Self::Contact => false,
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of items, small enough to be kept in a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub struct Items(u8);

impl Items {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether `item` is one of them.
    pub fn has(self, item: Item) -> bool {
        self.0 & item.bit() != 0
    }

    /// With `item`.
    #[must_use]
    pub fn with(self, item: Item) -> Self {
        Self(self.0 | item.bit())
    }

    /// With `item` if it was not there, else without it.
    #[must_use]
    pub fn toggled(self, item: Item) -> Self {
        Self(self.0 ^ item.bit())
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// They, in the order they are asked.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Item> {
        Item::ALL.into_iter().filter(move |item| self.has(*item))
    }

    /// Their codes, parted by spaces.
    pub fn stored(self) -> String {
        self.iter().map(Item::code).collect::<Vec<_>>().join(" ")
    }

    /// Those stored as `codes`; a code of a newer program is left out.
    pub fn from_stored(codes: &str) -> Self {
        codes.split(' ').filter_map(Item::from_code).collect()
    }

    /// As a number.
    pub fn bits(self) -> u8 {
        self.0
    }
}

impl FromIterator<Item> for Items {
    fn from_iter<T: IntoIterator<Item = Item>>(items: T) -> Self {
        items.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<u8> for Items {
    fn from(bits: u8) -> Self {
        Self(bits & ((1 << Item::ALL.len()) - 1))
    }
}

impl From<Items> for u8 {
    fn from(items: Items) -> Self {
        items.0
    }
}

/// What was given for an item so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// For which.
    pub item: Item,
    /// The words, in stored form; empty if only files came.
    pub body: String,
    /// How many files.
    pub files: i64,
}

/// When the one reminder of an ask is due.
pub fn reminds_at(asked_at: Millis, due_at: Millis) -> Millis {
    due_at - REMIND_BEFORE.min((due_at - asked_at) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::HOUR;

    #[test]
    fn a_set_reads_back_from_its_codes_and_from_its_number() {
        for bits in 0..=u8::MAX {
            let items = Items::from(bits);
            assert_eq!(Items::from_stored(&items.stored()), items);
            assert_eq!(Items::from(items.bits()), items);
            assert_eq!(items.iter().collect::<Items>(), items);
            assert_eq!(items.is_empty(), items.iter().next().is_none());
        }
        assert_eq!(Items::from_stored("when later evidence").stored(), "when evidence");
        assert!(Items::from_stored("").is_empty());
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        for item in Item::ALL {
            let items = Items::NONE.with(Item::Place);
            assert_eq!(items.toggled(item).toggled(item), items);
            assert_ne!(items.toggled(item).has(item), items.has(item));
        }
    }

    #[test]
    fn the_reminder_is_two_days_before_the_end_or_at_half_of_a_short_time() {
        assert_eq!(reminds_at(DAY, 8 * DAY), 6 * DAY);
        assert_eq!(reminds_at(0, 2 * DAY), DAY);
        assert_eq!(reminds_at(0, 2 * HOUR), HOUR);
    }
}
