//! Whom a message to many is for: of those who want news, everybody, or who fits what is ticked, less
//! who fits what is ticked against. Pure; `store::audience` asks the database by it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::place;
use super::role::Role;
use crate::domain::locale::Locale;

/// A part in the work, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Whoever has no part in it.
    Citizen,
    /// Reviewers.
    Reviewer,
    /// Editors.
    Editor,
    /// Admins.
    Admin,
}

impl Who {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Citizen, Self::Reviewer, Self::Editor, Self::Admin];

    /// The word on a button.
    pub fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Reviewer => "reviewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }

    /// The one with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|who| who.code() == code)
    }

    /// The role that it is, if it is one.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Citizen => None,
            Self::Reviewer => Some(Role::Reviewer),
            Self::Editor => Some(Role::Editor),
            Self::Admin => Some(Role::Admin),
        }
    }
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activity {
    /// Nominated at some time.
    Nominated,
    /// Never nominated.
    Never,
    /// Nominated in the last 7 days.
    Within7,
    /// In the last 30.
    Within30,
    /// In the last 90.
    Within90,
    /// In the last 365.
    Within365,
}

impl Activity {
    /// Each of them.
    pub const ALL: [Self; 6] = [
        Self::Nominated,
        Self::Never,
        Self::Within7,
        Self::Within30,
        Self::Within90,
        Self::Within365,
    ];

    /// The word on a button.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nominated => "ever",
            Self::Never => "never",
            Self::Within7 => "d7",
            Self::Within30 => "d30",
            Self::Within90 => "d90",
            Self::Within365 => "d365",
        }
    }

    /// The one with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|activity| activity.code() == code)
    }

    /// Within how many days, if within some.
    pub fn days(self) -> Option<u32> {
        match self {
            Self::Nominated | Self::Never => None,
            Self::Within7 => Some(7),
            Self::Within30 => Some(30),
            Self::Within90 => Some(90),
            Self::Within365 => Some(365),
        }
    }
}

/// One thing to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tick {
    /// A part in the work.
    Who(Who),
    /// A commune, by its code.
    Commune(String),
    /// A language.
    Language(Locale),
    /// A channel, by its name.
    Channel(String),
    /// Something done.
    Activity(Activity),
    /// A campaign.
    Campaign(i64),
}

/// What is ticked, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Criteria {
    /// Parts in the work.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub who: BTreeSet<Who>,
    /// Communes: of somebody they nominated, or that a member decides on.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub communes: BTreeSet<String>,
    /// Codes of languages.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<String>,
    /// Names of channels.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<String>,
    /// What they did.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub activities: BTreeSet<Activity>,
    /// Campaigns in which they nominated.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub campaigns: BTreeSet<i64>,
}

impl Criteria {
    /// Whether nothing is ticked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this is ticked.
    pub fn has(&self, tick: &Tick) -> bool {
        match tick {
            Tick::Who(who) => self.who.contains(who),
            Tick::Commune(code) => self.communes.contains(code),
            Tick::Language(locale) => self.languages.contains(locale.code()),
            Tick::Channel(name) => self.channels.contains(name),
            Tick::Activity(activity) => self.activities.contains(activity),
            Tick::Campaign(id) => self.campaigns.contains(id),
        }
    }

    /// Ticks this, or takes the tick away; `false` if there is no such commune.
    pub fn toggle(&mut self, tick: Tick) -> bool {
        match tick {
            Tick::Who(who) => flip(&mut self.who, who),
            Tick::Commune(code) if place::by_code(&code).is_none() => return false,
            Tick::Commune(code) => flip(&mut self.communes, code),
            Tick::Language(locale) => flip(&mut self.languages, locale.code().to_owned()),
            Tick::Channel(name) => flip(&mut self.channels, name),
            Tick::Activity(activity) => flip(&mut self.activities, activity),
            Tick::Campaign(id) => flip(&mut self.campaigns, id),
        }
        true
    }
}

fn flip<T: Ord>(set: &mut BTreeSet<T>, one: T) {
    if !set.remove(&one) {
        set.insert(one);
    }
}

/// Of those who want news: who fits a tick of each kind that has any, less who fits any tick against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// Whom it is for; nothing ticked: everybody.
    #[serde(skip_serializing_if = "Criteria::is_empty")]
    pub include: Criteria,
    /// Who of these does not get it.
    #[serde(skip_serializing_if = "Criteria::is_empty")]
    pub exclude: Criteria,
}

impl Audience {
    /// As it is stored.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).expect("sets of words and numbers are JSON")
    }

    /// Reads what [`Audience::stored`] wrote; `None` for anything else, so that a word gone wrong never
    /// widens whom it is for.
    pub fn from_stored(stored: &str) -> Option<Self> {
        // A list would be read as well, as one that names nobody to leave out.
        serde_json::from_str(stored).ok().filter(|_| stored.starts_with('{'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_and_a_second_tick_takes_the_first_away() {
        let mut audience = Audience::default();
        assert_eq!(audience.stored(), "{}");
        let ticks = [
            Tick::Who(Who::Admin),
            Tick::Commune("11953".into()),
            Tick::Language(Locale::En),
            Tick::Channel("telegram".into()),
            Tick::Activity(Activity::Within30),
            Tick::Campaign(7),
        ];
        for tick in &ticks {
            assert!(audience.exclude.toggle(tick.clone()) && audience.exclude.has(tick));
        }
        assert!(!audience.include.toggle(Tick::Commune("x".into())));
        assert_eq!(Audience::from_stored(&audience.stored()).as_ref(), Some(&audience));
        for tick in ticks {
            audience.exclude.toggle(tick);
        }
        assert_eq!(audience, Audience::default());
        for wrong in ["", "[]", "{\"include\":{\"who\":[\"boss\"]}}"] {
            assert_eq!(Audience::from_stored(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        assert!(Who::ALL.into_iter().all(|who| Who::from_code(who.code()) == Some(who)));
        for activity in Activity::ALL {
            assert_eq!(Activity::from_code(activity.code()), Some(activity));
        }
    }
}
