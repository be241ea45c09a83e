//! Choices about messages to many.

use crate::domain::audience::{Activity, Tick, Who};
use crate::i18n::Locale;

/// A choice about messages to many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Where everything begins: what is being written, and the latest ones.
    Begin,
    /// A page of them.
    List(u32),
    /// Begin to write one.
    New,
    /// About this one, as it was at this version.
    On(i64, i64, Task),
}

/// What is wanted of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// See it: the draft, or how it goes.
    Open,
    /// Write what it says in this language.
    Write(Locale),
    /// Have it say nothing in this language.
    Clear(Locale),
    /// Add an address to open.
    Link,
    /// Take every address away.
    Unlink,
    /// See it as who reads this language gets it.
    Preview(Locale),
    /// Get it oneself, as everybody will.
    Trial,
    /// Choose whom it is for.
    Audience(Side, Turn),
    /// Say when it begins.
    When,
    /// It begins at once.
    Now,
    /// It is complete; asks first.
    Confirm,
    /// It is.
    ConfirmSure,
    /// Throw it away; asks first.
    Discard,
    /// Throw it away.
    DiscardSure,
    /// The second word: yes.
    Agree,
    /// The second word: not so. Also what takes back what was planned.
    Return,
    /// Let it rest.
    Pause,
    /// Let it go on.
    Resume,
    /// End it; asks first.
    Stop,
    /// End it.
    StopSure,
    /// Take it back or correct it: which.
    Recall,
    /// Take it away from who got it; asks first.
    Delete,
    /// Take it away.
    DeleteSure,
    /// Put other words in its place.
    Correct,
    /// The list of who did not get it.
    Missed,
}

/// Which of the two: whom it is for, or whom it is not for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whom it is for.
    Include,
    /// Who of these does not get it.
    Exclude,
}

/// A page of the choice, or a tick on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// What is chosen, and what can be.
    Start,
    /// The parts in the work.
    Roles,
    /// The former districts.
    Districts,
    /// The communes of one of them, by its place in the list.
    District(usize),
    /// The languages.
    Languages,
    /// The channels.
    Channels,
    /// What they did.
    Activities,
    /// A page of the campaigns.
    Campaigns(u32),
    /// Tick this, or take the tick away.
    Tick(Tick),
    /// Take every tick away.
    Clear,
}

impl Cast {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Begin => "on".into(),
            Self::List(page) => format!("list.{page}"),
            Self::New => "new".into(),
            Self::On(id, version, task) => format!("{id}.{version}.{}", task.encode()),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "on" => Self::Begin,
            "list" => Self::List(rest.parse().ok()?),
            "new" => Self::New,
            id => {
                let (version, task) = rest.split_once('.')?;
                Self::On(id.parse().ok()?, version.parse().ok()?, Task::decode(task)?)
            }
        })
    }
}

/// What is said in one word.
const WORDS: [(Task, &str); 20] = [
    (Task::Open, "open"),
    (Task::Link, "link"),
    (Task::Unlink, "nolink"),
    (Task::Trial, "try"),
    (Task::When, "when"),
    (Task::Now, "now"),
    (Task::Confirm, "go"),
    (Task::ConfirmSure, "gosure"),
    (Task::Discard, "drop"),
    (Task::DiscardSure, "dropsure"),
    (Task::Agree, "yes"),
    (Task::Return, "no"),
    (Task::Pause, "pause"),
    (Task::Resume, "resume"),
    (Task::Stop, "stop"),
    (Task::StopSure, "stopsure"),
    (Task::Recall, "recall"),
    (Task::Delete, "del"),
    (Task::DeleteSure, "delsure"),
    (Task::Correct, "mend"),
];

impl Task {
    fn encode(&self) -> String {
        match self {
            Self::Write(locale) => format!("write.{}", locale.code()),
            Self::Clear(locale) => format!("clear.{}", locale.code()),
            Self::Preview(locale) => format!("see.{}", locale.code()),
            Self::Audience(side, turn) => format!("{}.{}", side.code(), turn.encode()),
            Self::Missed => "missed".into(),
            word => WORDS
                .iter()
                .find(|(task, _)| task == word)
                .map(|(_, word)| (*word).to_owned())
                .expect("whatever is no word is above"),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        if let Some((task, _)) = WORDS.iter().find(|(_, word)| *word == data) {
            return Some(task.clone());
        }
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "write" => Self::Write(locale(rest)?),
            "clear" => Self::Clear(locale(rest)?),
            "see" => Self::Preview(locale(rest)?),
            "for" => Self::Audience(Side::Include, Turn::decode(rest)?),
            "not" => Self::Audience(Side::Exclude, Turn::decode(rest)?),
            "missed" => Self::Missed,
            _ => return None,
        })
    }
}

fn locale(code: &str) -> Option<Locale> {
    Locale::ALL.into_iter().find(|locale| locale.code() == code)
}

impl Side {
    fn code(self) -> &'static str {
        match self {
            Self::Include => "for",
            Self::Exclude => "not",
        }
    }
}

impl Turn {
    fn encode(&self) -> String {
        match self {
            Self::Start => "start".into(),
            Self::Roles => "roles".into(),
            Self::Districts => "districts".into(),
            Self::District(index) => format!("in.{index}"),
            Self::Languages => "langs".into(),
            Self::Channels => "doors".into(),
            Self::Activities => "acts".into(),
            Self::Campaigns(page) => format!("camps.{page}"),
            Self::Tick(Tick::Who(who)) => format!("who.{}", who.code()),
            Self::Tick(Tick::Commune(code)) => format!("at.{code}"),
            Self::Tick(Tick::Language(locale)) => format!("lang.{}", locale.code()),
            Self::Tick(Tick::Channel(name)) => format!("door.{name}"),
            Self::Tick(Tick::Activity(activity)) => format!("act.{}", activity.code()),
            Self::Tick(Tick::Campaign(id)) => format!("camp.{id}"),
            Self::Clear => "clear".into(),
        }
    }

    fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "start" => Self::Start,
            "roles" => Self::Roles,
            "districts" => Self::Districts,
            "in" => Self::District(rest.parse().ok()?),
            "langs" => Self::Languages,
            "doors" => Self::Channels,
            "acts" => Self::Activities,
            "camps" => Self::Campaigns(rest.parse().ok()?),
            "who" => Self::Tick(Tick::Who(Who::from_code(rest)?)),
            "at" => Self::Tick(Tick::Commune(rest.to_owned())),
            "lang" => Self::Tick(Tick::Language(locale(rest)?)),
            "door" => Self::Tick(Tick::Channel(rest.to_owned())),
            "act" => Self::Tick(Tick::Activity(Activity::from_code(rest)?)),
            "camp" => Self::Tick(Tick::Campaign(rest.parse().ok()?)),
            "clear" => Self::Clear,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::press::Press;

    #[test]
    fn every_choice_comes_back_as_it_went_and_fits_on_a_button() {
        let mut tasks: Vec<Task> = WORDS.iter().map(|(task, _)| task.clone()).collect();
        tasks.extend([Task::Write(Locale::En), Task::Clear(Locale::Vi), Task::Missed]);
        tasks.push(Task::Preview(Locale::Vi));
        let ticks = [
            Tick::Who(Who::Reviewer),
            Tick::Commune("11953".into()),
            Tick::Language(Locale::En),
            Tick::Channel("telegram".into()),
            Tick::Activity(Activity::Within90),
            Tick::Campaign(i64::MAX),
        ];
        let turns = ticks.map(Turn::Tick).into_iter().chain([
            Turn::Start,
            Turn::Roles,
            Turn::Districts,
            Turn::District(7),
            Turn::Languages,
            Turn::Channels,
            Turn::Activities,
            Turn::Campaigns(2),
            Turn::Clear,
        ]);
        for turn in turns {
            tasks.push(Task::Audience(Side::Include, turn.clone()));
            tasks.push(Task::Audience(Side::Exclude, turn));
        }
        let about = tasks.into_iter().map(|task| Cast::On(i64::MAX, 9_999, task));
        for cast in about.chain([Cast::Begin, Cast::List(3), Cast::New]) {
            let words = Press::Cast(cast.clone()).encode();
            assert!(words.len() <= 64, "{words}");
            assert_eq!(Press::decode(&words), Some(Press::Cast(cast)), "{words}");
        }
    }
}
