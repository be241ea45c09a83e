//! Who did what to a nomination, a person or a setting, when, and why.
//!
//! Rows are only ever added. What makes a later change to one show is in [`super::chain`].

use std::fmt;

use sqlx::{AnyConnection, Row as _};

use super::chain::{self, Row};
use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::nomination::State;

/// What was done. A change of state is [`Act::State`]; an act beside it says more by its detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A nomination changed its state.
    State,
    /// A reviewer took a nomination on.
    Claim,
    /// A claim was let go, or ran out.
    Release,
    /// A claim was passed on to another reviewer.
    Pass,
    /// A vote was given.
    Vote,
    /// A vote was taken back.
    Unvote,
    /// A reviewer stepped aside.
    Recuse,
    /// It was marked as urgent, or as such no more.
    Urgent,
    /// A note among reviewers.
    Note,
    /// The citizen was asked for more, or reminded.
    Ask,
    /// The citizen gave more.
    Supply,
    /// A message of the thread with the citizen.
    Message,
    /// The text or a photo for publication was changed.
    Edit,
    /// Nominations were joined into one exemplar.
    Merge,
    /// A nomination was given an exemplar of its own again.
    Split,
    /// Two exemplars were said not to be the same.
    Distinct,
    /// The citizen asked to look again at a refusal.
    Appeal,
    /// A person was muted or banned.
    Sanction,
    /// A mute or a ban was lifted, or ran out.
    Lift,
    /// A nomination was written down for somebody without the app.
    Behalf,
    /// An exemplar was marked as commended, or the mark was taken away.
    Commend,
    /// Somebody agreed that an exemplar be shown to the public, or agrees no more.
    Consent,
    /// An exemplar was shown to the public, or is shown no more.
    Public,
    /// A person was given a role, or it was taken from them.
    Role,
    /// What a reviewer sees was changed.
    Scope,
    /// A setting was changed.
    Setting,
    /// A message to many was confirmed, agreed to, let rest, ended or taken back.
    Broadcast,
    /// A person wants news, or wants them no more.
    Subscribe,
    /// The database was put back from a copy.
    Restore,
    /// What is kept no longer was forgotten.
    Retain,
    /// A person was given all that is kept about them.
    MyData,
    /// A person took their consent to the data notice back.
    Disagree,
    /// Personal data was erased.
    Erase,
    /// A campaign was begun, changed, opened or closed.
    Campaign,
    /// Nominations were taken along as a file.
    Export,
}

impl Act {
    /// Every act.
    pub const ALL: &[Self] = &[
        Self::State,
        Self::Claim,
        Self::Release,
        Self::Pass,
        Self::Vote,
        Self::Unvote,
        Self::Recuse,
        Self::Urgent,
        Self::Note,
        Self::Ask,
        Self::Supply,
        Self::Message,
        Self::Edit,
        Self::Merge,
        Self::Split,
        Self::Distinct,
        Self::Appeal,
        Self::Sanction,
        Self::Lift,
        Self::Behalf,
        Self::Commend,
        Self::Consent,
        Self::Public,
        Self::Role,
        Self::Scope,
        Self::Setting,
        Self::Broadcast,
        Self::Subscribe,
        Self::Restore,
        Self::Retain,
        Self::MyData,
        Self::Disagree,
        Self::Erase,
        Self::Campaign,
        Self::Export,
    ];

    /// The word it is stored and looked up by.
    pub fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Pass => "pass",
            Self::Vote => "vote",
            Self::Unvote => "unvote",
            Self::Recuse => "recuse",
            Self::Urgent => "urgent",
            Self::Note => "note",
            Self::Ask => "ask",
            Self::Supply => "supply",
            Self::Message => "message",
            Self::Edit => "edit",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Distinct => "distinct",
            Self::Appeal => "appeal",
            Self::Sanction => "sanction",
            Self::Lift => "lift",
            Self::Behalf => "behalf",
            Self::Commend => "commend",
            Self::Consent => "consent",
            Self::Public => "public",
            Self::Role => "role",
            Self::Scope => "scope",
            Self::Setting => "setting",
            Self::Broadcast => "broadcast",
            Self::Subscribe => "subscribe",
            Self::Restore => "restore",
            Self::Retain => "retain",
            Self::MyData => "mydata",
            Self::Disagree => "disagree",
            Self::Erase => "erase",
            Self::Campaign => "campaign",
            Self::Export => "export",
        }
    }

    /// The act stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.code() == code)
    }
}

/// What an act was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A nomination.
    Nomination(i64),
    /// An exemplar.
    Exemplar(i64),
    /// A person.
    Contact(i64),
    /// A setting, by name.
    Setting(&'a str),
    /// A message to many.
    Broadcast(i64),
    /// Everything that is kept.
    Database,
    /// A campaign.
    Campaign(i64),
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nomination(id) => write!(f, "nomination:{id}"),
            Self::Exemplar(id) => write!(f, "exemplar:{id}"),
            Self::Contact(id) => write!(f, "contact:{id}"),
            Self::Setting(name) => write!(f, "setting:{name}"),
            Self::Broadcast(id) => write!(f, "broadcast:{id}"),
            Self::Database => f.write_str("database"),
            Self::Campaign(id) => write!(f, "campaign:{id}"),
        }
    }
}

/// The person who acts, with their name as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor<'a> {
    /// Our id of the contact.
    pub id: i64,
    /// Their name as the platform shows it.
    pub name: &'a str,
}

/// What one row of the audit says. Begin with [`Entry::state`] or [`Entry::new`].
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    id: i64,
    nomination: Option<i64>,
    subject: Subject<'a>,
    actor: Option<Actor<'a>>,
    act: Act,
    at: Millis,
    from: Option<State>,
    to: Option<State>,
    reason: Option<&'a str>,
    detail: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// Row `id`: at `at`, `actor`, or the system by itself, did `act` to `subject`.
    pub fn new(
        id: i64,
        act: Act,
        subject: Subject<'a>,
        actor: Option<Actor<'a>>,
        at: Millis,
    ) -> Self {
        let nomination = match subject {
            Subject::Nomination(nomination) => Some(nomination),
            _ => None,
        };
        let (from, to, reason, detail) = (None, None, None, None);
        Self { id, nomination, subject, actor, act, at, from, to, reason, detail }
    }

    /// Row `id`: a nomination went from one state, or from nothing, to another.
    pub fn state(
        id: i64,
        nomination: i64,
        actor: Option<Actor<'a>>,
        from: Option<State>,
        to: State,
        at: Millis,
    ) -> Self {
        let entry = Self::new(id, Act::State, Subject::Nomination(nomination), actor, at);
        Self { from, to: Some(to), ..entry }
    }

    /// It belongs to the life of this nomination, though it is about something else.
    #[must_use]
    pub fn of(self, nomination: i64) -> Self {
        Self { nomination: Some(nomination), ..self }
    }

    /// Why: a preset reason's code after `#`, or own words.
    #[must_use]
    pub fn because(self, reason: Option<&'a str>) -> Self {
        Self { reason, ..self }
    }

    /// What else there is to say, as JSON.
    #[must_use]
    pub fn with(self, detail: &'a str) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

/// Writes one audit row. The writer seals it with the others of its piece of work.
pub async fn record(tx: &mut Tx, entry: &Entry<'_>) -> Result<(), StoreError> {
    let mut row = Row {
        seq: None,
        id: entry.id,
        nomination: entry.nomination,
        subject: entry.subject.to_string(),
        actor: entry.actor.map(|actor| actor.id),
        actor_name: entry.actor.map(|actor| actor.name.to_owned()),
        actor_salt: None,
        actor_digest: None,
        act: entry.act.code().to_owned(),
        at: entry.at,
        from: entry.from.map(|state| state.code().to_owned()),
        to: entry.to.map(|state| state.code().to_owned()),
        reason: entry.reason.map(str::to_owned),
        detail: entry.detail.map(str::to_owned),
        words_salt: None,
        words_digest: None,
        hash: None,
    };
    row.salt();
    sqlx::query(
        "INSERT INTO audit (id, nomination_id, subject, actor_id, actor_name, actor_salt,
                            actor_digest, act, at, from_state, to_state, reason, detail,
                            words_salt, words_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(row.id)
    .bind(row.nomination)
    .bind(&row.subject)
    .bind(row.actor)
    .bind(&row.actor_name)
    .bind(&row.actor_salt)
    .bind(&row.actor_digest)
    .bind(&row.act)
    .bind(row.at)
    .bind(&row.from)
    .bind(&row.to)
    .bind(&row.reason)
    .bind(&row.detail)
    .bind(&row.words_salt)
    .bind(&row.words_digest)
    .execute(tx.connection())
    .await?;
    tx.unsealed().push(chain::Link::of(&row));
    Ok(())
}

/// One change of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who made it; `None` is the system itself.
    pub actor: Option<i64>,
    /// Their name at that time as the platform showed it; `None` for the system, and when the name
    /// was removed since.
    pub actor_name: Option<String>,
    /// When.
    pub at: Millis,
    /// The state after it.
    pub to: State,
    /// Why: a preset reason's code after `#`, or own words.
    pub reason: Option<String>,
}

/// A nomination's changes of state, in order.
pub async fn history(connection: &mut AnyConnection, id: i64) -> Result<Vec<Change>, StoreError> {
    let rows = sqlx::query(
        "SELECT actor_id, actor_name, at, to_state, reason FROM audit
          WHERE nomination_id = $1 AND to_state IS NOT NULL ORDER BY id",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let to: String = row.try_get("to_state")?;
            Ok(Change {
                actor: row.try_get("actor_id")?,
                actor_name: row.try_get("actor_name")?,
                at: row.try_get("at")?,
                to: State::from_code(&to).ok_or_else(|| corrupt("state"))?,
                reason: row.try_get("reason")?,
            })
        })
        .collect()
}

/// Everything that was done to a nomination, in order.
pub async fn life(connection: &mut AnyConnection, id: i64) -> Result<Vec<Row>, StoreError> {
    let sql = concat!(chain::select!(), " WHERE nomination_id = $1 ORDER BY id");
    let rows = sqlx::query(sql).bind(id).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(Row::read(row)?)).collect()
}

/// One thing that was done, for a list of such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: Millis,
    /// What: the code of an [`Act`].
    pub act: String,
    /// Who did it; `None` is the system itself, or the operator.
    pub actor: Option<i64>,
    /// Their name at that time, unless it was removed since.
    pub actor_name: Option<String>,
    /// About what, as [`Subject`] writes it.
    pub subject: String,
    /// The code of the nomination it was about, if it was about one.
    pub code: Option<String>,
    /// The state it went to, if it did.
    pub to: Option<String>,
    /// What else there is to say, unless that was removed since.
    pub detail: Option<String>,
}

impl Done {
    fn read(row: &sqlx::any::AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            at: row.try_get("at")?,
            act: row.try_get("act")?,
            actor: row.try_get("actor_id")?,
            actor_name: row.try_get("actor_name")?,
            subject: row.try_get("subject")?,
            code: row.try_get("code")?,
            to: row.try_get("to_state")?,
            detail: row.try_get("detail")?,
        })
    }
}

/// What a person did lately, the newest first.
pub async fn by(
    connection: &mut AnyConnection,
    actor: i64,
    count: i64,
    offset: i64,
) -> Result<Vec<Done>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.at, a.act, a.actor_id, a.actor_name, a.subject, n.code, a.to_state, a.detail
           FROM audit a LEFT JOIN nominations n ON n.id = a.nomination_id
          WHERE a.actor_id = $1 ORDER BY a.id DESC LIMIT $2 OFFSET $3",
    )
    .bind(actor)
    .bind(count)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Done::read).collect()
}

/// When a person last did something that is noted here.
pub async fn last_by(
    connection: &mut AnyConnection,
    actor: i64,
) -> Result<Option<Millis>, StoreError> {
    let sql = "SELECT at FROM audit WHERE actor_id = $1 ORDER BY id DESC LIMIT 1";
    Ok(sqlx::query_scalar(sql).bind(actor).fetch_optional(connection).await?)
}

/// What was set lately, the newest first.
pub async fn settings(
    connection: &mut AnyConnection,
    count: i64,
    offset: i64,
) -> Result<Vec<Done>, StoreError> {
    let rows = sqlx::query(
        "SELECT at, act, actor_id, actor_name, subject, CAST(NULL AS TEXT) AS code, to_state, detail
           FROM audit WHERE act = 'setting' ORDER BY id DESC LIMIT $1 OFFSET $2",
    )
    .bind(count)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Done::read).collect()
}

/// The code of the nomination to whose life row `id` belongs, if there is such a row and it does.
pub async fn code_of(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT n.code FROM audit a JOIN nominations n ON n.id = a.nomination_id
                WHERE a.id = $1";
    Ok(sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_reads_back_from_its_code() {
        for &act in Act::ALL {
            assert_eq!(Act::from_code(act.code()), Some(act));
        }
    }
}
