//! Choices about the team beside those on a member.

use crate::clock::Millis;
use crate::domain::role::Role;

/// A choice about the team and its invitations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crew {
    /// One member, and what can be done with them.
    Member(i64),
    /// What a member did lately, by page.
    Acts(i64, u32),
    /// Which other role a member is to have.
    Roles(i64),
    /// Give a member a role in place of the one they were given then: asks first.
    Role(i64, Role, Millis),
    /// The same for good.
    RoleSure(i64, Role, Millis),
    /// The invitations that nobody has taken up, by page.
    Invites(u32),
    /// Take an invitation back: asks first.
    Revoke(i64),
    /// Take it back for good.
    RevokeSure(i64),
    /// An invitation is good for so many days, by the code of its link.
    Life(u32, String),
}

impl Crew {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::Member(id) => format!("who.{id}"),
            Self::Acts(id, page) => format!("did.{id}.{page}"),
            Self::Roles(id) => format!("as.{id}"),
            Self::Role(id, role, since) => format!("to.{id}.{}.{since}", role.code()),
            Self::RoleSure(id, role, since) => format!("sure.{id}.{}.{since}", role.code()),
            Self::Invites(page) => format!("open.{page}"),
            Self::Revoke(id) => format!("back.{id}"),
            Self::RevokeSure(id) => format!("gone.{id}"),
            Self::Life(days, code) => format!("life.{days}.{code}"),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split('.');
        let word = parts.next()?;
        let mut next = || parts.next();
        let choice = match word {
            "who" => Self::Member(next()?.parse().ok()?),
            "did" => Self::Acts(next()?.parse().ok()?, next()?.parse().ok()?),
            "as" => Self::Roles(next()?.parse().ok()?),
            "to" => {
                Self::Role(next()?.parse().ok()?, Role::from_code(next()?)?, next()?.parse().ok()?)
            }
            "sure" => Self::RoleSure(
                next()?.parse().ok()?,
                Role::from_code(next()?)?,
                next()?.parse().ok()?,
            ),
            "open" => Self::Invites(next()?.parse().ok()?),
            "back" => Self::Revoke(next()?.parse().ok()?),
            "gone" => Self::RevokeSure(next()?.parse().ok()?),
            "life" => Self::Life(next()?.parse().ok()?, code(next()?)?),
            _ => return None,
        };
        parts.next().is_none().then_some(choice)
    }
}

fn code(text: &str) -> Option<String> {
    crate::domain::invite::is_code(text).then(|| text.to_owned())
}
