//! A scope being chosen, by ticks: what its buttons say, and whose it is to be. The choice lives in
//! the session until it is done; the buttons name it, so that those of an earlier one are known.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::domain::scope::Scope;

/// A scope being chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picking {
    /// When it was begun, which names it on its buttons.
    pub began: Millis,
    /// Whose it is to be.
    pub whom: Whom,
    /// What is ticked so far.
    pub scope: Scope,
}

/// Whose a scope is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whom {
    /// Of a reviewer who is to be invited.
    Newcomer,
    /// Of an editor who is to be invited.
    Editor,
    /// Of a member.
    Member {
        /// Their contact.
        id: i64,
        /// Their name as it was shown.
        name: String,
    },
}

/// A page of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is chosen, and what can be.
    Start,
    /// The former districts.
    Districts,
    /// The communes of one of them, by its place in the list.
    District(usize),
    /// The fields.
    Fields,
}

/// A choice in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Turn to a page.
    Turn(Page),
    /// Tick the commune with this code, or take the tick away.
    Commune(String),
    /// Tick the field with this code, or take the tick away.
    Field(String),
    /// Take every tick away.
    Clear,
    /// That is it. Without a tick: the whole province.
    Done,
}

impl Pick {
    /// The words for a button.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Turn(Page::Start) => "start".into(),
            Self::Turn(Page::Districts) => "districts".into(),
            Self::Turn(Page::District(index)) => format!("district.{index}"),
            Self::Turn(Page::Fields) => "fields".into(),
            Self::Commune(code) => format!("commune.{code}"),
            Self::Field(code) => format!("field.{code}"),
            Self::Clear => "clear".into(),
            Self::Done => "done".into(),
        }
    }

    /// Reads a button's words.
    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "start" => Self::Turn(Page::Start),
            "districts" => Self::Turn(Page::Districts),
            "district" => Self::Turn(Page::District(rest.parse().ok()?)),
            "fields" => Self::Turn(Page::Fields),
            "commune" => Self::Commune(rest.to_owned()),
            "field" => Self::Field(rest.to_owned()),
            "clear" => Self::Clear,
            "done" => Self::Done,
            _ => return None,
        })
    }
}

/// A choice about a group, made in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// What can be chosen.
    Ask,
    /// The cards of the whole province come here.
    Province,
    /// Which former district.
    Districts,
    /// Which commune of it, by its place in the list.
    District(usize),
    /// The cards of the commune with this code come here.
    Commune(String),
    /// For a commune of which former district the topic is that this is pressed in.
    TopicDistricts,
    /// For which commune of it.
    TopicDistrict(usize),
    /// The topic that this is pressed in is for the commune with this code.
    Topic(String),
    /// Leave it as it is.
    Leave,
}

impl Bind {
    /// The words for a button.
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Ask => "ask".into(),
            Self::Province => "all".into(),
            Self::Districts => "districts".into(),
            Self::District(index) => format!("district.{index}"),
            Self::Commune(code) => format!("commune.{code}"),
            Self::TopicDistricts => "topics".into(),
            Self::TopicDistrict(index) => format!("topicsin.{index}"),
            Self::Topic(code) => format!("topic.{code}"),
            Self::Leave => "leave".into(),
        }
    }

    /// Reads a button's words.
    pub(super) fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once('.').unwrap_or((data, ""));
        Some(match word {
            "ask" => Self::Ask,
            "all" => Self::Province,
            "districts" => Self::Districts,
            "district" => Self::District(rest.parse().ok()?),
            "commune" => Self::Commune(rest.to_owned()),
            "topics" => Self::TopicDistricts,
            "topicsin" => Self::TopicDistrict(rest.parse().ok()?),
            "topic" => Self::Topic(rest.to_owned()),
            "leave" => Self::Leave,
            _ => return None,
        })
    }
}
