//! Messages to many: what each says, where it stands, and how far it has come. Whom it goes to is in
//! `audience` and `recipients`.

mod contents;
mod ending;
mod lists;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

pub use contents::{contents, given_by, put_content, remove_content};
pub use ending::{Missed, missed, skip_waiting, skips};
pub use lists::{latest, live, passes, unreported, watch, watchers, wish, wishes};

use super::nominations::corrupt;
use super::{Dialect, StoreError, Tx};
use crate::clock::Millis;
use crate::domain::broadcast::content::Link;
use crate::domain::broadcast::{Kind, Move, Pause, State, after};

/// How many it is for, where that was not counted since its audience was chosen.
const UNCOUNTED: i64 = -1;

/// How many recipients have come to what. What is left is on its way or waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Everybody whom it is for.
    pub total: i64,
    /// Who got it.
    pub sent: i64,
    /// Who may have got it.
    pub unknown: i64,
    /// Who stopped the bot, or is gone.
    pub blocked: i64,
    /// For whom the platform refused it.
    pub failed: i64,
    /// For whom it was not tried.
    pub skipped: i64,
}

impl Counts {
    /// Who is still to be accounted for, those it is being sent to among them.
    pub fn left(&self) -> i64 {
        self.total - self.sent - self.unknown - self.blocked - self.failed - self.skipped
    }
}

/// A message to many, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broadcast {
    /// Our id.
    pub id: i64,
    /// Grows with each change that a button could be too old for.
    pub version: i64,
    /// What it does.
    pub kind: Kind,
    /// The news that it takes back or corrects.
    pub of: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// Why it rests, if it does.
    pub pause: Option<Pause>,
    /// Whom it is for, as JSON of [`crate::domain::audience::Audience`].
    pub audience: String,
    /// The addresses below it.
    pub links: Vec<Link>,
    /// Who wrote it.
    pub created_by: i64,
    /// When that began.
    pub created_at: Millis,
    /// Who confirmed it, and when.
    pub confirmed: Option<(i64, Millis)>,
    /// Who gave the second word, and when.
    pub seconded: Option<(i64, Millis)>,
    /// When it is to begin; `None`: at once.
    pub due_at: Option<Millis>,
    /// When it began.
    pub started_at: Option<Millis>,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// Up to which contact the audience is fixed.
    pub collected_to: i64,
    /// How many it was for when that was last counted for those who write it; `None`: not since its
    /// audience was chosen.
    pub reach: Option<i64>,
    /// How far it has come.
    pub counts: Counts,
}

macro_rules! select {
    () => {
        "SELECT b.id, b.version, b.kind, b.of_id, b.state, b.pause, b.audience, b.links,
                b.created_by, b.created_at, b.confirmed_by, b.confirmed_at, b.seconded_by,
                b.seconded_at, b.due_at, b.started_at, b.ended_at, b.collected_to, b.reach, b.total, b.sent,
                b.unknown, b.blocked, b.failed, b.skipped
           FROM broadcasts b "
    };
}
pub(crate) use select;

impl Broadcast {
    /// News being written from now on.
    pub fn draft(id: i64, by: i64, now: Millis, audience: String) -> Self {
        Self {
            id,
            version: 1,
            kind: Kind::News,
            of: None,
            state: State::Draft,
            pause: None,
            audience,
            links: Vec::new(),
            created_by: by,
            created_at: now,
            confirmed: None,
            seconded: None,
            due_at: None,
            started_at: None,
            ended_at: None,
            collected_to: 0,
            reach: None,
            counts: Counts::default(),
        }
    }

    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let (kind, state): (String, String) = (row.try_get("kind")?, row.try_get("state")?);
        let pause: Option<String> = row.try_get("pause")?;
        let links: String = row.try_get("links")?;
        let both = |by: &str, at: &str| -> Result<Option<(i64, Millis)>, sqlx::Error> {
            let by: Option<i64> = row.try_get(by)?;
            Ok(by.zip(row.try_get(at)?))
        };
        Ok(Self {
            id: row.try_get("id")?,
            version: row.try_get("version")?,
            kind: Kind::from_code(&kind).ok_or_else(|| corrupt("kind of broadcast"))?,
            of: row.try_get("of_id")?,
            state: State::from_code(&state).ok_or_else(|| corrupt("state of broadcast"))?,
            pause: pause
                .map(|code| Pause::from_code(&code).ok_or_else(|| corrupt("pause")))
                .transpose()?,
            audience: row.try_get("audience")?,
            links: serde_json::from_str(&links).map_err(|_| corrupt("links"))?,
            created_by: row.try_get("created_by")?,
            created_at: row.try_get("created_at")?,
            confirmed: both("confirmed_by", "confirmed_at")?,
            seconded: both("seconded_by", "seconded_at")?,
            due_at: row.try_get("due_at")?,
            started_at: row.try_get("started_at")?,
            ended_at: row.try_get("ended_at")?,
            collected_to: row.try_get("collected_to")?,
            reach: Some(row.try_get("reach")?).filter(|reach| *reach != UNCOUNTED),
            counts: Counts {
                total: row.try_get("total")?,
                sent: row.try_get("sent")?,
                unknown: row.try_get("unknown")?,
                blocked: row.try_get("blocked")?,
                failed: row.try_get("failed")?,
                skipped: row.try_get("skipped")?,
            },
        })
    }
}

/// The one with this id.
pub async fn by_id(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<Broadcast>, StoreError> {
    let sql = concat!(select!(), "WHERE b.id = $1");
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(Broadcast::from_row).transpose()
}

/// The same, held as it is until the end of the transaction.
pub async fn hold(tx: &mut Tx, id: i64) -> Result<Option<Broadcast>, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        sqlx::query("SELECT id FROM broadcasts WHERE id = $1 FOR UPDATE")
            .bind(id)
            .fetch_optional(tx.connection())
            .await?;
    }
    by_id(tx.connection(), id).await
}

/// Begins one.
pub async fn insert(tx: &mut Tx, one: &Broadcast) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO broadcasts (id, version, kind, of_id, state, audience, links, created_by,
                                 created_at, reach)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(one.id)
    .bind(one.version)
    .bind(one.kind.code())
    .bind(one.of)
    .bind(one.state.code())
    .bind(&one.audience)
    .bind(written(&one.links)?)
    .bind(one.created_by)
    .bind(one.created_at)
    .bind(one.reach.unwrap_or(UNCOUNTED))
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What is done to one, by whom and when.
#[derive(Clone, Copy, Debug)]
pub struct Advance {
    /// What.
    pub step: Move,
    /// Why it rests, if it is to.
    pub pause: Option<Pause>,
    /// Who does it, if it is not the program by itself.
    pub by: Option<i64>,
    /// When.
    pub now: Millis,
}

/// Moves `one` on, in the row and here, if it is still as it is here; `false` if it is not, or if the
/// move is not allowed from where it stands.
pub async fn advance(tx: &mut Tx, one: &mut Broadcast, what: Advance) -> Result<bool, StoreError> {
    let Advance { step, pause, by, now } = what;
    let Some(state) = after(one.state, step) else { return Ok(false) };
    if step == Move::Postpone && one.started_at.is_some() {
        return Ok(false);
    }
    let mut next = Broadcast { state, pause, version: one.version + 1, ..one.clone() };
    match step {
        Move::Propose => next.confirmed = by.map(|by| (by, now)),
        Move::Schedule if one.state == State::Draft => next.confirmed = by.map(|by| (by, now)),
        Move::Schedule => next.seconded = by.map(|by| (by, now)),
        Move::Revise => (next.confirmed, next.seconded) = (None, None),
        Move::Resume if one.pause == Some(Pause::Second) => next.seconded = by.map(|by| (by, now)),
        Move::Start | Move::Resume => next.started_at = one.started_at.or(Some(now)),
        Move::Finish | Move::Stop | Move::Discard => next.ended_at = Some(now),
        Move::Send | Move::Pause | Move::Postpone => {}
    }
    let done = sqlx::query(
        "UPDATE broadcasts
            SET state = $1, pause = $2, version = version + 1, confirmed_by = $3,
                confirmed_at = $4, seconded_by = $5, seconded_at = $6, started_at = $7,
                ended_at = $8
          WHERE id = $9 AND version = $10 AND state = $11",
    )
    .bind(state.code())
    .bind(pause.map(Pause::code))
    .bind(next.confirmed.map(|(by, _)| by))
    .bind(next.confirmed.map(|(_, at)| at))
    .bind(next.seconded.map(|(by, _)| by))
    .bind(next.seconded.map(|(_, at)| at))
    .bind(next.started_at)
    .bind(next.ended_at)
    .bind(one.id)
    .bind(one.version)
    .bind(one.state.code())
    .execute(tx.connection())
    .await?;
    let moved = done.rows_affected() == 1;
    if moved {
        *one = next;
    }
    Ok(moved)
}

/// Notes a change of what a draft says: its buttons are old from now on. `false` if it is a draft no
/// more, or was changed since it was read.
pub async fn touch(tx: &mut Tx, one: &mut Broadcast) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE broadcasts SET audience = $1, links = $2, due_at = $3, reach = $4,
                version = version + 1
          WHERE id = $5 AND version = $6 AND state IN ('draft', 'scheduled', 'paused')",
    )
    .bind(&one.audience)
    .bind(written(&one.links)?)
    .bind(one.due_at)
    .bind(one.reach.unwrap_or(UNCOUNTED))
    .bind(one.id)
    .bind(one.version)
    .execute(tx.connection())
    .await?;
    let touched = done.rows_affected() == 1;
    if touched {
        one.version += 1;
    }
    Ok(touched)
}

/// The same for one that is held.
pub async fn must_touch(tx: &mut Tx, one: &mut Broadcast) -> Result<(), StoreError> {
    let touched = touch(tx, one).await?;
    StoreError::one_row("change broadcast", u64::from(touched))
}

/// Notes up to which contact the audience is fixed.
pub async fn set_collected(tx: &mut Tx, id: i64, to: i64) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE broadcasts SET collected_to = $1 WHERE id = $2 AND state = 'collecting'",
    )
    .bind(to)
    .bind(id)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("end collecting", done.rows_affected())
}

/// Notes that those who watch were told why it rests; `false` if they were.
pub async fn note_told(tx: &mut Tx, id: i64, version: i64) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE broadcasts SET told_version = $1 WHERE id = $2 AND told_version < $1")
            .bind(version)
            .bind(id)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes how many it is for as of now.
pub async fn set_reach(tx: &mut Tx, id: i64, reach: i64) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE broadcasts SET reach = $1 WHERE id = $2")
        .bind(reach)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("count audience", done.rows_affected())
}

/// Notes that those who watch were told how it ended; `false` if that was noted already.
pub async fn report(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE broadcasts SET reported_at = $1 WHERE id = $2 AND reported_at IS NULL")
            .bind(now)
            .bind(id)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

fn written(links: &[Link]) -> Result<String, StoreError> {
    serde_json::to_string(links)
        .map_err(|error| StoreError::Corrupt { what: "links", error: error.to_string() })
}
