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

/// Where a nomination stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Being written, in its author's session (Nháp). No row is ever in this state.
    Draft,
    /// Sent, waits for somebody to take it up (Đã gửi).
    Submitted,
    /// Somebody has taken it up (Đã tiếp nhận).
    Received,
    /// Somebody looks into it (Đang xác minh).
    Verifying,
    /// Its author was asked for more (Cần bổ sung).
    Asked,
    /// Looked into, waits for the decision (Chờ duyệt).
    Pending,
    /// Recognised (Đã ghi nhận).
    Recognised,
    /// Refused, with a reason (Không được ghi nhận).
    Refused,
    /// Set aside while a complaint or an investigation is open (Tạm dừng).
    Suspended,
    /// About the same deed as another one, and goes with that (Trùng).
    Duplicate,
    /// Taken back by its author (Đã rút).
    Withdrawn,
}

impl State {
    /// Every state, in the order they are met.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::Received,
        Self::Verifying,
        Self::Asked,
        Self::Pending,
        Self::Recognised,
        Self::Refused,
        Self::Suspended,
        Self::Duplicate,
        Self::Withdrawn,
    ];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::Verifying => "verifying",
            Self::Asked => "asked",
            Self::Pending => "pending",
            Self::Recognised => "recognised",
            Self::Refused => "refused",
            Self::Suspended => "suspended",
            Self::Duplicate => "duplicate",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it is on its way to a decision: the author may add to it or take it back.
    pub fn is_open(self) -> bool {
        match self {
            Self::Submitted | Self::Received | Self::Verifying | Self::Asked | Self::Pending => {
                true
            }
            Self::Draft
            | Self::Recognised
            | Self::Refused
            | Self::Suspended
            | Self::Duplicate
            | Self::Withdrawn => false,
        }
    }

    /// Whether it was decided.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Recognised | Self::Refused)
    }

    /// Whether reviewers owe it something, so that its time counts. While its author was asked, the
    /// author's own deadline runs instead.
    pub fn is_owed(self) -> bool {
        self.is_open() && self != Self::Asked
    }
}

/// What is done to a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Its author sends it.
    Send,
    /// A reviewer takes it up for the first time.
    Receive,
    /// A reviewer begins to look into it.
    Verify,
    /// A reviewer finds it ready for the decision, or gives the first of several votes.
    Propose,
    /// A reviewer asks its author for more.
    Ask,
    /// The author gave what was asked for.
    Supply,
    /// The author did not, and the time is over.
    Lapse,
    /// It is recognised.
    Recognise,
    /// It is refused.
    Refuse,
    /// Who decided takes the decision back before it is told.
    Undo,
    /// An admin has it decided anew.
    Reopen,
    /// Its author asks for a second look at a refusal.
    Appeal,
    /// It is set aside.
    Suspend,
    /// It is taken up again.
    Resume,
    /// It is found to be about the same deed as another one.
    Merge,
    /// It is found not to be, after all.
    Split,
    /// Its author takes it back.
    Withdraw,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 17] = [
        Self::Send,
        Self::Receive,
        Self::Verify,
        Self::Propose,
        Self::Ask,
        Self::Supply,
        Self::Lapse,
        Self::Recognise,
        Self::Refuse,
        Self::Undo,
        Self::Reopen,
        Self::Appeal,
        Self::Suspend,
        Self::Resume,
        Self::Merge,
        Self::Split,
        Self::Withdraw,
    ];
}

/// The one table of legal transitions: the state after `step`, or `None` where it is not allowed.
pub fn after(state: State, step: Move) -> Option<State> {
    use State as S;
    match (step, state) {
        (Move::Send, S::Draft) => Some(S::Submitted),
        (Move::Receive, S::Submitted) => Some(S::Received),
        (Move::Verify, S::Submitted | S::Received) => Some(S::Verifying),
        (Move::Propose, S::Submitted | S::Received | S::Verifying) => Some(S::Pending),
        (Move::Ask, S::Submitted | S::Received | S::Verifying | S::Pending) => Some(S::Asked),
        (Move::Supply | Move::Lapse, S::Asked) => Some(S::Received),
        (Move::Recognise, S::Submitted | S::Received | S::Verifying | S::Pending) => {
            Some(S::Recognised)
        }
        (Move::Refuse, S::Submitted | S::Received | S::Verifying | S::Pending) => Some(S::Refused),
        (Move::Undo, S::Recognised | S::Refused) => Some(S::Pending),
        (Move::Reopen, S::Recognised | S::Refused) => Some(S::Received),
        (Move::Appeal, S::Refused) => Some(S::Received),
        (Move::Suspend, state) if state.is_open() || state == S::Recognised => Some(S::Suspended),
        (Move::Resume, S::Suspended) => Some(S::Received),
        (Move::Merge, state) if state.is_open() => Some(S::Duplicate),
        (Move::Split, S::Duplicate) => Some(S::Received),
        (Move::Withdraw, state)
            if state.is_open() || matches!(state, S::Suspended | S::Duplicate) =>
        {
            Some(S::Withdrawn)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state with the states that each of its moves leads to, as ARCHITECTURE.md draws them.
    const TABLE: [(State, &[(Move, State)]); 11] = {
        use Move as M;
        use State as S;
        [
            (S::Draft, &[(M::Send, S::Submitted)]),
            (
                S::Submitted,
                &[
                    (M::Receive, S::Received),
                    (M::Verify, S::Verifying),
                    (M::Propose, S::Pending),
                    (M::Ask, S::Asked),
                    (M::Recognise, S::Recognised),
                    (M::Refuse, S::Refused),
                    (M::Suspend, S::Suspended),
                    (M::Merge, S::Duplicate),
                    (M::Withdraw, S::Withdrawn),
                ],
            ),
            (
                S::Received,
                &[
                    (M::Verify, S::Verifying),
                    (M::Propose, S::Pending),
                    (M::Ask, S::Asked),
                    (M::Recognise, S::Recognised),
                    (M::Refuse, S::Refused),
                    (M::Suspend, S::Suspended),
                    (M::Merge, S::Duplicate),
                    (M::Withdraw, S::Withdrawn),
                ],
            ),
            (
                S::Verifying,
                &[
                    (M::Propose, S::Pending),
                    (M::Ask, S::Asked),
                    (M::Recognise, S::Recognised),
                    (M::Refuse, S::Refused),
                    (M::Suspend, S::Suspended),
                    (M::Merge, S::Duplicate),
                    (M::Withdraw, S::Withdrawn),
                ],
            ),
            (
                S::Asked,
                &[
                    (M::Supply, S::Received),
                    (M::Lapse, S::Received),
                    (M::Suspend, S::Suspended),
                    (M::Merge, S::Duplicate),
                    (M::Withdraw, S::Withdrawn),
                ],
            ),
            (
                S::Pending,
                &[
                    (M::Ask, S::Asked),
                    (M::Recognise, S::Recognised),
                    (M::Refuse, S::Refused),
                    (M::Suspend, S::Suspended),
                    (M::Merge, S::Duplicate),
                    (M::Withdraw, S::Withdrawn),
                ],
            ),
            (
                S::Recognised,
                &[(M::Undo, S::Pending), (M::Reopen, S::Received), (M::Suspend, S::Suspended)],
            ),
            (
                S::Refused,
                &[(M::Undo, S::Pending), (M::Reopen, S::Received), (M::Appeal, S::Received)],
            ),
            (S::Suspended, &[(M::Resume, S::Received), (M::Withdraw, S::Withdrawn)]),
            (S::Duplicate, &[(M::Split, S::Received), (M::Withdraw, S::Withdrawn)]),
            (S::Withdrawn, &[]),
        ]
    };

    #[test]
    fn each_state_moves_as_the_table_says_and_in_no_other_way() {
        assert_eq!(TABLE.map(|(state, _)| state), State::ALL);
        for (state, moves) in TABLE {
            for step in Move::ALL {
                let expected = moves.iter().find(|(one, _)| *one == step).map(|(_, to)| *to);
                assert_eq!(after(state, step), expected, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn every_state_is_reached_from_a_draft_and_only_a_withdrawn_one_is_final() {
        let mut reached = vec![State::Draft];
        let mut next = 0;
        while let Some(&state) = reached.get(next) {
            next += 1;
            let steps: Vec<State> = Move::ALL.iter().filter_map(|m| after(state, *m)).collect();
            assert_eq!(steps.is_empty(), state == State::Withdrawn, "{state:?}");
            for to in steps {
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
        }
        assert_eq!(reached.len(), State::ALL.len());
    }

    #[test]
    fn no_move_leads_back_to_a_draft_or_stays_where_it_is() {
        for state in State::ALL {
            for step in Move::ALL {
                assert!(after(state, step).is_none_or(|to| to != state && to != State::Draft));
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
