//! What is kept for a time only, and for how long. Pure; `store::retention` finds and forgets it.

use super::policy::Policy;
use crate::clock::{DAY, Millis};

/// A kind of data that is kept for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Files of nominations that were refused or taken back.
    Files,
    /// Everything personal in those.
    Refused,
    /// What reviewers and authors wrote to each other about what is closed.
    Thread,
    /// What reviewers noted about it.
    Notes,
    /// Who got which message to many.
    Ledger,
    /// People who sent nothing, get nothing and do nothing.
    Idle,
    /// Messages that could not be sent, or were set aside.
    Dead,
    /// Turns that kept failing.
    Turns,
    /// Conversations that a newer program had begun.
    Aside,
    /// Files that the program made to be sent.
    Uploads,
    /// Which chats have the card of what was decided.
    Cards,
    /// Which messages can be drawn again.
    Slots,
    /// Which events were handled.
    Events,
    /// Who had the digest of which morning.
    Mornings,
}

impl Kind {
    /// Every kind, in the order in which they are forgotten: cards before the slots that they keep.
    pub const ALL: [Self; 14] = [
        Self::Files,
        Self::Refused,
        Self::Thread,
        Self::Notes,
        Self::Ledger,
        Self::Idle,
        Self::Dead,
        Self::Turns,
        Self::Aside,
        Self::Uploads,
        Self::Cards,
        Self::Slots,
        Self::Events,
        Self::Mornings,
    ];

    /// The word it is told by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Refused => "refused",
            Self::Thread => "thread",
            Self::Notes => "notes",
            Self::Ledger => "ledger",
            Self::Idle => "idle",
            Self::Dead => "dead",
            Self::Turns => "turns",
            Self::Aside => "aside",
            Self::Uploads => "uploads",
            Self::Cards => "cards",
            Self::Slots => "slots",
            Self::Events => "events",
            Self::Mornings => "mornings",
        }
    }

    /// For how many days it is kept. What is the program's own business is no figure that can be set.
    pub fn days(self, policy: &Policy) -> u32 {
        match self {
            // Never longer than the nomination they belong to.
            Self::Files => policy.keep_files_days.min(policy.keep_refused_days),
            Self::Refused => policy.keep_refused_days,
            Self::Thread | Self::Notes => policy.keep_talk_days,
            Self::Ledger => policy.keep_ledger_days,
            Self::Idle => policy.keep_idle_days,
            Self::Dead | Self::Turns => policy.keep_dead_days,
            // As long as a draft.
            Self::Aside => policy.draft_days,
            // A message that could not be sent for so long is not missed for its file.
            Self::Uploads => 7,
            // Nothing changes on them any more.
            Self::Cards => 60,
            // A draft is kept no longer, and its question is drawn again no later.
            Self::Slots => policy.draft_days + 1,
            // Telegram keeps an update for a day at most.
            Self::Events => 7,
            Self::Mornings => 30,
        }
    }

    /// What is older than this at `now` is kept no longer.
    pub fn before(self, policy: &Policy, now: Millis) -> Millis {
        now - Millis::from(self.days(policy)) * DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_word_of_its_own_and_a_time() {
        let codes: std::collections::BTreeSet<_> = Kind::ALL.map(Kind::code).into();
        assert_eq!(codes.len(), Kind::ALL.len());
        let policy = Policy::default();
        assert!(Kind::ALL.iter().all(|kind| kind.days(&policy) >= 7));
        assert_eq!(Kind::Events.before(&policy, 8 * DAY), DAY);
    }

    #[test]
    fn files_go_no_later_than_what_they_belong_to() {
        let policy = Policy { keep_files_days: 400, keep_refused_days: 100, ..Policy::default() };
        assert_eq!(Kind::Files.days(&policy), 100);
    }
}
