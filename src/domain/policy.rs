//! The figures by which the review desk works: how long a claim holds, how much a citizen may send.
//!
//! Each has a default and bounds, here in [`FIGURES`] and nowhere else; what an operator set is read
//! by `store::settings` in each turn.

use std::fmt;

use super::nomination::State;
use crate::clock::{DAY, HOUR, MINUTE, Millis};

/// The figures as they count now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Hours for which a claim holds.
    pub claim_hours: u32,
    /// Minutes in which a decision can be undone before the citizen is told; 0: told at once.
    pub undo_minutes: u32,
    /// Days a citizen has to give more when asked.
    pub ask_days: u32,
    /// Working days a nomination may wait as sent.
    pub limit_days_submitted: u32,
    /// Working days it may wait as received.
    pub limit_days_received: u32,
    /// Working days it may be in verification.
    pub limit_days_verifying: u32,
    /// Working days it may wait for votes.
    pub limit_days_pending: u32,
    /// Approvals that recognise a nomination, where its campaign has no number of its own.
    pub approvals: u32,
    /// Refusals that refuse it, likewise.
    pub refusals: u32,
    /// Days after a refusal in which the citizen may ask for another look.
    pub appeal_days: u32,
    /// Undecided nominations that a citizen may have at a time.
    pub open_max: u32,
    /// Nominations that a citizen may send a day.
    pub a_day_max: u32,
}

/// One figure: its name, bounds and default, all inclusive.
#[derive(Clone, Copy)]
pub struct Figure {
    /// The name it is set and stored by, its unit in it.
    pub name: &'static str,
    /// What counts when nothing was set.
    pub default: u32,
    /// The least it may be.
    pub least: u32,
    /// The most it may be.
    pub most: u32,
    field: fn(&mut Policy) -> &mut u32,
}

/// Every figure, in the order it is listed.
pub const FIGURES: [Figure; 12] = [
    figure("claim-hours", 24, 1, 720, |policy| &mut policy.claim_hours),
    figure("undo-minutes", 5, 0, 1_440, |policy| &mut policy.undo_minutes),
    figure("ask-days", 7, 1, 90, |policy| &mut policy.ask_days),
    figure("limit-days-submitted", 5, 1, 90, |policy| &mut policy.limit_days_submitted),
    figure("limit-days-received", 5, 1, 90, |policy| &mut policy.limit_days_received),
    figure("limit-days-verifying", 5, 1, 90, |policy| &mut policy.limit_days_verifying),
    figure("limit-days-pending", 5, 1, 90, |policy| &mut policy.limit_days_pending),
    figure("approvals", 1, 1, 9, |policy| &mut policy.approvals),
    figure("refusals", 1, 1, 9, |policy| &mut policy.refusals),
    figure("appeal-days", 14, 1, 365, |policy| &mut policy.appeal_days),
    figure("open-max", 5, 1, 1_000, |policy| &mut policy.open_max),
    figure("a-day-max", 10, 1, 1_000, |policy| &mut policy.a_day_max),
];

const fn figure(
    name: &'static str,
    default: u32,
    least: u32,
    most: u32,
    field: fn(&mut Policy) -> &mut u32,
) -> Figure {
    Figure { name, default, least, most, field }
}

/// Why a figure cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// There is no figure of this name.
    #[error("there is no setting {name:?}; there are {}", names())]
    Unknown {
        /// The name.
        name: String,
    },
    /// The figure takes something else.
    #[error(
        "{} got {got:?}; it takes a whole number from {} to {} (default {})",
        .figure.name, .figure.least, .figure.most, .figure.default
    )]
    Value {
        /// The figure.
        figure: Figure,
        /// What it was to be.
        got: String,
    },
}

fn names() -> String {
    FIGURES.map(|figure| figure.name).join(", ")
}

impl Figure {
    /// The figure of this name.
    ///
    /// # Errors
    /// [`PolicyError::Unknown`], which lists those that there are.
    pub fn named(name: &str) -> Result<Self, PolicyError> {
        let found = FIGURES.into_iter().find(|figure| figure.name == name);
        found.ok_or_else(|| PolicyError::Unknown { name: name.to_owned() })
    }

    /// Reads a value for it, as it is written: digits alone.
    ///
    /// # Errors
    /// [`PolicyError::Value`], which says what it takes.
    pub fn parse(self, value: &str) -> Result<u32, PolicyError> {
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        value
            .parse()
            .ok()
            .filter(|number| digits && (self.least..=self.most).contains(number))
            .ok_or_else(|| PolicyError::Value { figure: self, got: value.to_owned() })
    }

    /// What it is in this policy.
    pub fn of(self, policy: &Policy) -> u32 {
        let mut copy = *policy;
        *(self.field)(&mut copy)
    }
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Figure {}

impl Default for Policy {
    fn default() -> Self {
        let mut policy = Self {
            claim_hours: 0,
            undo_minutes: 0,
            ask_days: 0,
            limit_days_submitted: 0,
            limit_days_received: 0,
            limit_days_verifying: 0,
            limit_days_pending: 0,
            approvals: 0,
            refusals: 0,
            appeal_days: 0,
            open_max: 0,
            a_day_max: 0,
        };
        for figure in FIGURES {
            *(figure.field)(&mut policy) = figure.default;
        }
        policy
    }
}

impl Policy {
    /// Sets a figure by name to a value as it is written.
    ///
    /// # Errors
    /// When there is no such figure, or it takes something else; nothing is changed then.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), PolicyError> {
        let figure = Figure::named(name)?;
        *(figure.field)(self) = figure.parse(value)?;
        Ok(())
    }

    /// How long a claim holds.
    pub fn claim(&self) -> Millis {
        Millis::from(self.claim_hours) * HOUR
    }

    /// How long a decision can be undone.
    pub fn undo(&self) -> Millis {
        Millis::from(self.undo_minutes) * MINUTE
    }

    /// How long a citizen has to give more.
    pub fn ask(&self) -> Millis {
        Millis::from(self.ask_days) * DAY
    }

    /// How long after a refusal the citizen may ask for another look.
    pub fn appeal(&self) -> Millis {
        Millis::from(self.appeal_days) * DAY
    }

    /// Working days that a nomination may stay in this state; `None` where nobody is late.
    pub fn limit_days(&self, state: State) -> Option<u32> {
        match state.code() {
            "submitted" => Some(self.limit_days_submitted),
            "received" => Some(self.limit_days_received),
            "verifying" => Some(self.limit_days_verifying),
            "pending" => Some(self.limit_days_pending),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_figure_is_its_own_and_within_its_bounds() {
        let names: std::collections::BTreeSet<_> = FIGURES.map(|figure| figure.name).into();
        assert_eq!(names.len(), FIGURES.len());
        for figure in FIGURES {
            assert_eq!(figure.of(&Policy::default()), figure.default);
            assert_eq!(figure.parse(&figure.default.to_string()), Ok(figure.default));
            let mut policy = Policy::default();
            let other = if figure.default == figure.most { figure.least } else { figure.most };
            policy.set(figure.name, &other.to_string()).unwrap();
            assert_eq!(figure.of(&policy), other);
            let others = FIGURES.iter().filter(|other| **other != figure);
            assert!(others.clone().all(|other| other.of(&policy) == other.default), "{figure:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_what_is_allowed_and_changes_nothing() {
        let mut policy = Policy::default();
        let unknown = policy.set("claims", "1").unwrap_err().to_string();
        assert!(unknown.starts_with("there is no setting \"claims\"; there are claim-hours, "));
        for wrong in ["0", "721", "-1", "+5", "5.0", "", " 5", "năm", "99999999999"] {
            let told = policy.set("claim-hours", wrong).unwrap_err().to_string();
            let takes = "; it takes a whole number from 1 to 720 (default 24)";
            assert_eq!(told, format!("claim-hours got {wrong:?}{takes}"));
        }
        assert_eq!(policy, Policy::default());
    }

    #[test]
    fn durations_are_in_the_unit_of_the_name() {
        let policy = Policy::default();
        assert_eq!((policy.claim(), policy.undo()), (DAY, 5 * MINUTE));
        assert_eq!((policy.ask(), policy.appeal()), (7 * DAY, 14 * DAY));
        assert_eq!(policy.limit_days(State::Submitted), Some(5));
        assert_eq!(policy.limit_days(State::Recognised), None);
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_within_bounds(at in 0..FIGURES.len(), value in "[0-9+ -]{0,6}") {
            let figure = FIGURES[at];
            if let Ok(number) = figure.parse(&value) {
                prop_assert!((figure.least..=figure.most).contains(&number));
            }
        }
    }
}
