//! A nomination: one citizen's statement about a good deed, and the states it goes through.

use serde::{Deserialize, Serialize};

/// Who is nominated. The three kinds of the Law on Emulation and Commendation, article 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NomineeKind {
    /// One person (cá nhân).
    Person,
    /// A collective (tập thể).
    Collective,
    /// A household (hộ gia đình).
    Household,
}

impl NomineeKind {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 3] = [Self::Person, Self::Collective, Self::Household];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Collective => "collective",
            Self::Household => "household",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a sent nomination stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Sent, waits for a decision (Đã gửi).
    Submitted,
    /// Recognised (Đã ghi nhận).
    Recognised,
    /// Refused, with a reason (Không được ghi nhận).
    Refused,
    /// Taken back by its author (Đã rút).
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Submitted, Self::Recognised, Self::Refused, Self::Withdrawn];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Recognised => "recognised",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the author may still add to it or take it back.
    pub fn is_open(self) -> bool {
        self == Self::Submitted
    }
}

/// What is done to a sent nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A reviewer recognises it.
    Recognise,
    /// A reviewer refuses it.
    Refuse,
    /// Its author takes it back.
    Withdraw,
}

/// The one table of legal transitions: the state after `step`, or `None` where it is not allowed.
pub fn after(state: State, step: Move) -> Option<State> {
    match (state, step) {
        (State::Submitted, Move::Recognise) => Some(State::Recognised),
        (State::Submitted, Move::Refuse) => Some(State::Refused),
        (State::Submitted, Move::Withdraw) => Some(State::Withdrawn),
        (State::Recognised | State::Refused | State::Withdrawn, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_submitted_nomination_can_move_and_it_moves_once() {
        for state in State::ALL {
            for step in [Move::Recognise, Move::Refuse, Move::Withdraw] {
                let next = after(state, step);
                assert_eq!(next.is_some(), state == State::Submitted, "{state:?} {step:?}");
                assert!(next.is_none_or(|next| !next.is_open()));
            }
        }
    }

    #[test]
    fn every_state_reads_back_from_its_code() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }
}
