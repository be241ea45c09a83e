//! A message to many: the states it goes through, and those of each who is to get it.

pub mod content;
pub mod pace;

/// Where a message to many stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It is being written.
    Draft,
    /// Its author confirmed it, and a second admin's word is awaited.
    Proposed,
    /// It waits for its time.
    Scheduled,
    /// Whom it goes to is being fixed.
    Collecting,
    /// It is going out.
    Sending,
    /// It rests until somebody has it go on.
    Paused,
    /// Everybody it was for is accounted for.
    Done,
    /// Somebody ended it before that.
    Stopped,
    /// It was thrown away, or refused by the second admin, before anybody got it.
    Discarded,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Proposed,
        Self::Scheduled,
        Self::Collecting,
        Self::Sending,
        Self::Paused,
        Self::Done,
        Self::Stopped,
        Self::Discarded,
    ];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Scheduled => "scheduled",
            Self::Collecting => "collecting",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Discarded => "discarded",
        }
    }

    /// The state stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What is done to a message to many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Its author confirms it, and it needs a second word.
    Propose,
    /// It is to go at its time.
    Schedule,
    /// It goes to more work: back to being written.
    Revise,
    /// Its time has come: whom it goes to is fixed.
    Start,
    /// Everybody whom it goes to is known.
    Send,
    /// It rests.
    Pause,
    /// It goes on; while its audience was not fixed yet, with that.
    Resume,
    /// Everybody is accounted for.
    Finish,
    /// It is ended.
    Stop,
    /// It is thrown away.
    Discard,
    /// It rests before it ever began, and is to go at another time.
    Postpone,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 11] = [
        Self::Propose,
        Self::Schedule,
        Self::Revise,
        Self::Start,
        Self::Send,
        Self::Pause,
        Self::Resume,
        Self::Finish,
        Self::Stop,
        Self::Discard,
        Self::Postpone,
    ];
}

/// The one table of legal transitions: the state after `step`, or `None` where it is not allowed.
///
/// Who resumes goes back to collecting: where the audience is fixed already, that ends at once.
pub fn after(state: State, step: Move) -> Option<State> {
    use State as S;
    match (step, state) {
        (Move::Propose, S::Draft) => Some(S::Proposed),
        (Move::Schedule, S::Draft | S::Proposed) => Some(S::Scheduled),
        (Move::Revise, S::Proposed | S::Scheduled) => Some(S::Draft),
        (Move::Start, S::Scheduled) => Some(S::Collecting),
        (Move::Send, S::Collecting) => Some(S::Sending),
        (Move::Pause, S::Scheduled | S::Collecting | S::Sending) => Some(S::Paused),
        (Move::Resume, S::Paused) => Some(S::Collecting),
        (Move::Postpone, S::Paused) => Some(S::Scheduled),
        (Move::Finish, S::Sending) => Some(S::Done),
        (Move::Stop, S::Collecting | S::Sending | S::Paused) => Some(S::Stopped),
        (Move::Discard, S::Draft | S::Proposed | S::Scheduled) => Some(S::Discarded),
        _ => None,
    }
}

/// Why a message to many rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pause {
    /// An admin or editor said so.
    Asked,
    /// Too many of the last attempts failed.
    Errors,
    /// It fell due while the program was down, too long ago to go out unasked.
    Late,
    /// The database is a copy that was restored.
    Restored,
    /// It turned out to be for so many that a second admin must agree.
    Second,
}

impl Pause {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Asked, Self::Errors, Self::Late, Self::Restored, Self::Second];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Errors => "errors",
            Self::Late => "late",
            Self::Restored => "restored",
            Self::Second => "second",
        }
    }

    /// The reason stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pause| pause.code() == code)
    }
}

/// What a message to many does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It says something.
    News,
    /// It takes away what an earlier one said.
    Deletion,
    /// It puts other words in the place of what an earlier one said.
    Correction,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::News, Self::Deletion, Self::Correction];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Deletion => "deletion",
            Self::Correction => "correction",
        }
    }

    /// The kind stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What became of it for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing yet.
    Waiting,
    /// It is being sent right now; after a crash nobody knows.
    Sending,
    /// It arrived.
    Sent,
    /// It may have arrived, nobody said so; it is not sent again.
    Unknown,
    /// The person stopped the bot, or is gone.
    Blocked,
    /// The platform refused it.
    Failed,
    /// It was not tried, for a reason.
    Skipped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Unknown,
        Self::Blocked,
        Self::Failed,
        Self::Skipped,
    ];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The outcome stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// Why somebody was skipped; stored as the recipient's reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Skip {
    /// They unsubscribed since the audience was fixed.
    Unsubscribed,
    /// It was ended in quiet hours.
    Quiet,
    /// It was ended before their turn came.
    Stopped,
    /// The channel's budget left none.
    Budget,
    /// There is nothing left that could be taken back or corrected.
    Nothing,
}

impl Skip {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Unsubscribed, Self::Quiet, Self::Stopped, Self::Budget, Self::Nothing];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::Quiet => "quiet",
            Self::Stopped => "stopped",
            Self::Budget => "budget",
            Self::Nothing => "nothing",
        }
    }

    /// The reason stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skip| skip.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
        for pause in Pause::ALL {
            assert_eq!(Pause::from_code(pause.code()), Some(pause));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        for skip in Skip::ALL {
            assert_eq!(Skip::from_code(skip.code()), Some(skip));
        }
    }

    #[test]
    fn what_has_ended_stays_as_it_is() {
        for end in [State::Done, State::Stopped, State::Discarded] {
            assert!(Move::ALL.iter().all(|step| after(end, *step).is_none()), "{end:?}");
        }
    }

    #[test]
    fn what_somebody_may_have_got_is_never_written_or_thrown_away() {
        for state in [State::Collecting, State::Sending, State::Paused] {
            for step in [Move::Revise, Move::Discard, Move::Propose, Move::Schedule] {
                assert_eq!(after(state, step), None, "{state:?} {step:?}");
            }
        }
    }
}
