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
    /// From when on in the evening nothing is sent that nobody asked for, in minutes of Vietnam's day.
    pub quiet_from: u32,
    /// Until when in the morning, likewise. The same as `quiet_from`: there are no quiet hours.
    pub quiet_until: u32,
    /// From how many people on a message to many needs a second admin's word.
    pub second_from: u32,
    /// From when on reviewers are told in the morning what waits, in minutes of Vietnam's day.
    pub digest_at: u32,
    /// Days for which an invitation is good, unless who makes it chooses otherwise.
    pub invite_days: u32,
    /// Days that a nomination begun and left alone is kept: no more than the data notice says.
    pub draft_days: u32,
    /// Days that personal data of a nomination that was refused or withdrawn is kept.
    pub keep_refused_days: u32,
    /// Days that its files are kept, if that is less.
    pub keep_files_days: u32,
    /// Days that messages and notes about a closed nomination are kept.
    pub keep_talk_days: u32,
    /// Days that it is known who got a message to many.
    pub keep_ledger_days: u32,
    /// Days that a contact who has done nothing and sent nothing is kept.
    pub keep_idle_days: u32,
    /// Days that messages and turns that were given up are kept for the operator.
    pub keep_dead_days: u32,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// As a whole number.
    Number,
    /// As a time of day, such as `21:00`; kept as minutes since midnight.
    TimeOfDay,
}

/// One figure: its name, bounds and default, all inclusive.
#[derive(Clone, Copy)]
pub struct Figure {
    /// The name it is set and stored by, its unit in it.
    pub name: &'static str,
    /// What counts when nothing was set.
    pub default: u32,
    /// How it is written.
    pub unit: Unit,
    /// The least it may be.
    pub least: u32,
    /// The most it may be.
    pub most: u32,
    field: fn(&mut Policy) -> &mut u32,
}

/// Every figure, in the order it is listed.
pub const FIGURES: &[Figure] = &[
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
    clock("quiet-from", 21 * 60, |policy| &mut policy.quiet_from),
    clock("quiet-until", 7 * 60, |policy| &mut policy.quiet_until),
    figure("second-from", 1_000, 1, 10_000_000, |policy| &mut policy.second_from),
    clock_between("digest-at", 8 * 60, (5 * 60, 11 * 60), |policy| &mut policy.digest_at),
    figure("invite-days", 1, 1, 30, |policy| &mut policy.invite_days),
    figure("draft-days", 30, 2, 30, |policy| &mut policy.draft_days),
    figure("keep-refused-days", 1_095, 30, 36_500, |policy| &mut policy.keep_refused_days),
    figure("keep-files-days", 365, 30, 36_500, |policy| &mut policy.keep_files_days),
    figure("keep-talk-days", 730, 30, 36_500, |policy| &mut policy.keep_talk_days),
    figure("keep-ledger-days", 365, 7, 36_500, |policy| &mut policy.keep_ledger_days),
    figure("keep-idle-days", 730, 30, 36_500, |policy| &mut policy.keep_idle_days),
    figure("keep-dead-days", 90, 7, 3_650, |policy| &mut policy.keep_dead_days),
];

const fn figure(
    name: &'static str,
    default: u32,
    least: u32,
    most: u32,
    field: fn(&mut Policy) -> &mut u32,
) -> Figure {
    Figure { name, default, unit: Unit::Number, least, most, field }
}

const fn clock(name: &'static str, default: u32, field: fn(&mut Policy) -> &mut u32) -> Figure {
    clock_between(name, default, (0, 24 * 60 - 1), field)
}

const fn clock_between(
    name: &'static str,
    default: u32,
    (least, most): (u32, u32),
    field: fn(&mut Policy) -> &mut u32,
) -> Figure {
    Figure { name, default, unit: Unit::TimeOfDay, least, most, field }
}

/// What a figure is about, for whoever looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// How nominations are reviewed.
    Review,
    /// By when something is to be done.
    Deadlines,
    /// How much a citizen may send.
    Limits,
    /// When nothing is sent that nobody asked for.
    Quiet,
    /// Messages to many and to the team.
    Sending,
    /// How long something is kept.
    Keeping,
}

impl Group {
    /// Every group, in the order it is listed.
    pub const ALL: [Self; 6] =
        [Self::Review, Self::Deadlines, Self::Limits, Self::Quiet, Self::Sending, Self::Keeping];

    /// The word it is encoded and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Deadlines => "deadlines",
            Self::Limits => "limits",
            Self::Quiet => "quiet",
            Self::Sending => "sending",
            Self::Keeping => "keeping",
        }
    }

    /// The group encoded as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }

    /// Its figures, in order.
    pub fn figures(self) -> impl Iterator<Item = Figure> {
        FIGURES.iter().copied().filter(move |figure| figure.group() == self)
    }
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
        "{} got {got:?}; it takes {} from {} to {} (default {})",
        .figure.name, .figure.unit, .figure.shown(.figure.least), .figure.shown(.figure.most),
        .figure.shown(.figure.default)
    )]
    Value {
        /// The figure.
        figure: Figure,
        /// What it was to be.
        got: String,
    },
}

fn names() -> String {
    FIGURES.iter().map(|figure| figure.name).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a whole number",
            Self::TimeOfDay => "a time",
        })
    }
}

impl Figure {
    /// The figure of this name.
    ///
    /// # Errors
    /// [`PolicyError::Unknown`], which lists those that there are.
    pub fn named(name: &str) -> Result<Self, PolicyError> {
        let found = FIGURES.iter().copied().find(|figure| figure.name == name);
        found.ok_or_else(|| PolicyError::Unknown { name: name.to_owned() })
    }

    /// The group it is listed in.
    pub fn group(self) -> Group {
        match self.name {
            "claim-hours" | "undo-minutes" | "approvals" | "refusals" => Group::Review,
            "ask-days" | "appeal-days" => Group::Deadlines,
            "open-max" | "a-day-max" => Group::Limits,
            "quiet-from" | "quiet-until" => Group::Quiet,
            "draft-days" => Group::Keeping,
            name if name.starts_with("limit-days-") => Group::Deadlines,
            name if name.starts_with("keep-") => Group::Keeping,
            _ => Group::Sending,
        }
    }

    /// Reads a value for it as people write it, who write `1.000` and `21h30` too.
    ///
    /// # Errors
    /// As [`Figure::parse`].
    pub fn read(self, words: &str) -> Result<u32, PolicyError> {
        let tight: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let told = match self.unit {
            Unit::Number => tight.replace(['.', ','], ""),
            Unit::TimeOfDay => {
                let clock = tight.to_lowercase().replace(['h', 'g', '.'], ":");
                match clock.split_once(':') {
                    None => format!("{clock}:00"),
                    Some((hour, "")) => format!("{hour}:00"),
                    Some(_) => clock,
                }
            }
        };
        self.parse(&told).map_err(|_| PolicyError::Value { figure: self, got: words.to_owned() })
    }

    /// Reads a value for it, as it is written: digits alone, or a time such as `21:00`.
    ///
    /// # Errors
    /// [`PolicyError::Value`], which says what it takes.
    pub fn parse(self, value: &str) -> Result<u32, PolicyError> {
        let read = match self.unit {
            Unit::Number => digits(value),
            Unit::TimeOfDay => minutes(value),
        };
        read.filter(|number| (self.least..=self.most).contains(number))
            .ok_or_else(|| PolicyError::Value { figure: self, got: value.to_owned() })
    }

    /// A value of it, as it is written.
    pub fn shown(self, value: u32) -> String {
        match self.unit {
            Unit::Number => value.to_string(),
            Unit::TimeOfDay => format!("{:02}:{:02}", value / 60, value % 60),
        }
    }

    /// What it is in this policy.
    pub fn of(self, policy: &Policy) -> u32 {
        let mut copy = *policy;
        *(self.field)(&mut copy)
    }
}

/// A time of day such as `21:00`, as minutes since midnight.
pub fn minutes(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    (hour < 24 && minute < 60).then(|| hour * 60 + minute)
}

fn digits(text: &str) -> Option<u32> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all)
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
            quiet_from: 0,
            quiet_until: 0,
            second_from: 0,
            digest_at: 0,
            invite_days: 0,
            draft_days: 0,
            keep_refused_days: 0,
            keep_files_days: 0,
            keep_talk_days: 0,
            keep_ledger_days: 0,
            keep_idle_days: 0,
            keep_dead_days: 0,
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

    /// How long a nomination begun and left alone is kept.
    pub fn keeps_drafts(&self) -> Millis {
        Millis::from(self.draft_days) * DAY
    }

    /// How long after midnight reviewers are told what waits.
    pub fn digest(&self) -> Millis {
        Millis::from(self.digest_at) * MINUTE
    }

    /// How long an invitation is good, unless who makes it chooses otherwise.
    pub fn invitation(&self) -> Millis {
        Millis::from(self.invite_days) * DAY
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
        let names: std::collections::BTreeSet<_> =
            FIGURES.iter().map(|figure| figure.name).collect();
        assert_eq!(names.len(), FIGURES.len());
        for figure in FIGURES {
            assert_eq!(figure.of(&Policy::default()), figure.default);
            assert_eq!(figure.parse(&figure.shown(figure.default)), Ok(figure.default));
            let mut policy = Policy::default();
            let other = if figure.default == figure.most { figure.least } else { figure.most };
            policy.set(figure.name, &figure.shown(other)).unwrap();
            assert_eq!(figure.of(&policy), other);
            let others = FIGURES.iter().filter(|other| *other != figure);
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
        let told = policy.set("quiet-from", "24:00").unwrap_err().to_string();
        assert_eq!(
            told,
            "quiet-from got \"24:00\"; it takes a time from 00:00 to 23:59 (default 21:00)"
        );
        assert_eq!(policy, Policy::default());
    }

    #[test]
    fn every_group_has_figures_and_every_figure_one_group() {
        assert!(Group::ALL.into_iter().all(|group| group.figures().count() > 0));
        assert_eq!(Group::ALL.into_iter().flat_map(Group::figures).count(), FIGURES.len());
    }

    #[test]
    fn people_write_numbers_and_times_as_they_are_used_to() {
        let second = Figure::named("second-from").unwrap();
        for words in ["2000", " 2.000 ", "2,000", "2 000"] {
            assert_eq!(second.read(words), Ok(2_000), "{words}");
        }
        let quiet = Figure::named("quiet-from").unwrap();
        for words in ["21:30", "21h30", "21 H 30", "21g30", "21.30"] {
            assert_eq!(quiet.read(words), Ok(21 * 60 + 30), "{words}");
        }
        assert_eq!((quiet.read("22"), quiet.read("22h")), (Ok(22 * 60), Ok(22 * 60)));
        for words in ["24:00", "tối", "-1", "", "1:2:3"] {
            assert!(quiet.read(words).is_err() && second.read(words).is_err(), "{words}");
        }
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
        fn whatever_is_taken_is_within_bounds(at in 0..FIGURES.len(), value in "[0-9+: -]{0,6}") {
            let figure = FIGURES[at];
            if let Ok(number) = figure.parse(&value) {
                prop_assert!((figure.least..=figure.most).contains(&number));
            }
        }
    }
}
