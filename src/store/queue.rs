//! What waits, as reviewers look at it: parts of it, in order, with their sizes; and what comes next.
//!
//! Sizes are counted up to a bound, so that none of it takes longer the more there is. The conditions
//! are those of the indexes in `migrations/0010_queue.sql`, word by word.

use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, Row as _};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::nomination::State;
use crate::domain::queue::{Sight, Which};

/// Up to how many are counted, and can be looked through.
pub const BOUND: i64 = 200;

const WAITING: &str = "n.state IN ('submitted', 'received', 'verifying', 'pending')";
const UNCLAIMED: &str = "(n.claimed_until IS NULL OR n.claimed_until <= $1)";
/// Neither of the reviewer's own nor what they take no part in.
const OTHERS: &str = "n.nominator_id <> $2 AND NOT EXISTS (SELECT 1 FROM recusals r
                WHERE r.nomination_id = n.id AND r.contact_id = $2)";
const ORDER: &str = "n.urgent DESC, n.submitted_at, n.id";
const LINE: &str = "n.id, n.code, n.nominee_name, n.state, n.submitted_at, n.urgent, n.state_since,
    n.due_at, n.mark_at, n.claimed_by, n.claimed_until";

/// Who looks, when, and at what.
#[derive(Clone, Debug)]
pub struct Looking<'a> {
    /// The reviewer.
    pub reviewer: i64,
    /// Now.
    pub now: Millis,
    /// What they may see, and narrowed it to.
    pub sight: &'a Sight,
}

/// A nomination as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The nominee's name.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// When it was sent.
    pub submitted_at: Millis,
    /// Whether it must not wait.
    pub urgent: bool,
    /// Since when it is in its state.
    pub since: Millis,
    /// By when the state should be over.
    pub due_at: Option<Millis>,
    /// Who has taken it up, until when.
    pub claim: Option<(i64, Millis)>,
}

impl Line {
    pub(super) fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let state: String = row.try_get("state")?;
        let by: Option<i64> = row.try_get("claimed_by")?;
        Ok(Self {
            id: row.try_get("id")?,
            code: row.try_get("code")?,
            name: row.try_get("nominee_name")?,
            state: State::from_code(&state).ok_or_else(|| corrupt("state"))?,
            submitted_at: row.try_get("submitted_at")?,
            urgent: row.try_get::<i64, _>("urgent")? != 0,
            since: row.try_get("state_since")?,
            due_at: row.try_get("due_at")?,
            claim: by.zip(row.try_get::<Option<i64>, _>("claimed_until")?),
        })
    }
}

/// The sizes of the parts that have a button, each [`BOUND`] + 1 at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// [`Which::Waiting`].
    pub waiting: i64,
    /// [`Which::Mine`].
    pub mine: i64,
    /// [`Which::Unclaimed`].
    pub unclaimed: i64,
    /// [`Which::Asked`].
    pub asked: i64,
    /// [`Which::Overdue`].
    pub overdue: i64,
    /// [`Which::Urgent`].
    pub urgent: i64,
}

/// The condition of a part, for `now` as `$1` and the reviewer as `$2`.
fn condition(which: Which) -> String {
    match which {
        Which::Waiting => WAITING.to_owned(),
        Which::Mine => "n.claimed_by = $2 AND n.claimed_until > $1
            AND n.state IN ('submitted', 'received', 'verifying', 'asked', 'pending')"
            .to_owned(),
        Which::Unclaimed => format!("{WAITING} AND {UNCLAIMED}"),
        Which::Asked => "n.state = 'asked'".to_owned(),
        Which::Overdue => format!("{WAITING} AND n.due_at <= $1"),
        Which::Urgent => format!("{WAITING} AND n.urgent = 1"),
        Which::Soon => format!("{WAITING} AND n.mark_at <= $1 AND n.due_at > $1"),
        Which::Answered => "n.state = 'received' AND n.asked > 0 AND n.lapsed = 0".to_owned(),
    }
}

/// The condition of what may be seen, its codes bound from `$first` on.
pub(super) fn within(sight: &Sight, first: usize) -> String {
    let marks = |from: usize, count: usize| {
        (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
    };
    let mut sql = String::new();
    let communes = sight.communes.len();
    if communes > 0 {
        sql = format!(" AND n.commune IN ({})", marks(first, communes));
    }
    if !sight.fields.is_empty() {
        let marks = marks(first + communes, sight.fields.len());
        sql = format!("{sql} AND n.field IN ({marks})");
    }
    sql
}

pub(super) type Query<'q> = sqlx::query::Query<'q, Any, sqlx::any::AnyArguments>;

/// Binds what [`within`] asks for.
pub(super) fn bind_sight<'q>(mut query: Query<'q>, sight: &'q Sight) -> Query<'q> {
    for code in sight.communes.iter().chain(&sight.fields) {
        query = query.bind(code.as_str());
    }
    query
}

/// Runs SQL put together here, of nothing that anybody wrote.
fn prepare<'q>(sql: String, looking: &Looking<'q>) -> Query<'q> {
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(looking.now).bind(looking.reviewer);
    bind_sight(query, looking.sight)
}

/// The first `limit` of a part, in order.
fn select(what: &str, which: Which, sight: &Sight, limit: i64) -> String {
    select_where(&condition(which), what, which, sight, limit)
}

fn select_where(condition: &str, what: &str, which: Which, sight: &Sight, limit: i64) -> String {
    let within = within(sight, 3);
    let asks = |condition: &str, order: &str| {
        format!(
            "SELECT {what} FROM nominations n WHERE {condition}{within} AND $1 >= 0 AND $2 >= 0
              ORDER BY {order} LIMIT {limit}"
        )
    };
    let time = time_of(which);
    if time == "submitted_at" {
        return asks(condition, ORDER);
    }
    // Each half is one stretch of its index, which ends where what is not overdue, or soon, begins.
    let half = |urgent: u8| {
        asks(&format!("{condition} AND n.urgent = {urgent}"), &format!("n.{time}, n.id"))
    };
    format!("SELECT * FROM ({}) a UNION ALL SELECT * FROM ({}) b", half(1), half(0))
}

/// The time by which a part is ordered.
fn time_of(which: Which) -> &'static str {
    match which {
        Which::Overdue => "due_at",
        Which::Soon => "mark_at",
        _ => "submitted_at",
    }
}

/// A page of a part, the urgent ones first, then the oldest; of what is overdue, the longest overdue; of
/// what is due soon, the longest marked.
pub async fn page(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    which: Which,
    limit: i64,
    offset: i64,
) -> Result<Vec<Line>, StoreError> {
    let first = select(LINE, which, looking.sight, limit + offset);
    let order = time_of(which);
    let sql = format!(
        "SELECT * FROM ({first}) q ORDER BY urgent DESC, {order}, id LIMIT {limit} OFFSET {offset}"
    );
    let rows = prepare(sql, looking).fetch_all(connection).await?;
    rows.iter().map(Line::from_row).collect()
}

/// The size of a part, [`BOUND`] + 1 at most.
pub async fn size(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    which: Which,
) -> Result<i64, StoreError> {
    let first = select("n.id", which, looking.sight, BOUND + 1);
    let sql = format!("SELECT COUNT(*) AS size FROM ({first}) q");
    let size: i64 = prepare(sql, looking).fetch_one(connection).await?.try_get("size")?;
    Ok(size.min(BOUND + 1))
}

/// How many of a part are for the reviewer to do, [`BOUND`] + 1 at most: none of their own, and none that
/// they take no part in.
pub async fn work(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    which: Which,
) -> Result<i64, StoreError> {
    let condition = format!("{} AND {OTHERS}", condition(which));
    let first = select_where(&condition, "n.id", which, looking.sight, BOUND + 1);
    let sql = format!("SELECT COUNT(*) AS size FROM ({first}) q");
    let size: i64 = prepare(sql, looking).fetch_one(connection).await?.try_get("size")?;
    Ok(size.min(BOUND + 1))
}

/// The sizes of all parts that have a button.
pub async fn sizes(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
) -> Result<Sizes, StoreError> {
    let mine = size(connection, looking, Which::Mine).await?;
    let asked = size(connection, looking, Which::Asked).await?;
    if looking.sight.communes.len() != 1 {
        return Ok(Sizes {
            waiting: size(connection, looking, Which::Waiting).await?,
            mine,
            unclaimed: size(connection, looking, Which::Unclaimed).await?,
            asked,
            overdue: size(connection, looking, Which::Overdue).await?,
            urgent: size(connection, looking, Which::Urgent).await?,
        });
    }
    // A commune is little: one look at all of it is less than one for each size, most of which would look
    // at all of it too.
    let sql = format!(
        "SELECT COUNT(*) AS waiting,
            COALESCE(SUM(CASE WHEN {UNCLAIMED} THEN 1 ELSE 0 END), 0) AS unclaimed,
            COALESCE(SUM(CASE WHEN n.due_at <= $1 THEN 1 ELSE 0 END), 0) AS overdue,
            COALESCE(SUM(CASE WHEN n.urgent = 1 THEN 1 ELSE 0 END), 0) AS urgent
           FROM nominations n WHERE {WAITING}{} AND $2 >= 0",
        within(looking.sight, 3)
    );
    let row = prepare(sql, looking).fetch_one(connection).await?;
    let bounded = |name: &str| row.try_get::<i64, _>(name).map(|size| size.min(BOUND + 1));
    Ok(Sizes {
        waiting: bounded("waiting")?,
        mine,
        unclaimed: bounded("unclaimed")?,
        asked,
        overdue: bounded("overdue")?,
        urgent: bounded("urgent")?,
    })
}

/// Which of those that were just given to somebody are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// All of them.
    Held,
    /// Those given to others.
    HeldByOthers,
    /// None.
    Nothing,
}

/// The first in the queue that nobody has taken up; none of this person's own, nor what they take no
/// part in or have voted on, nor an appeal against what they had a part in.
pub async fn next(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    passing: Passing,
) -> Result<Option<i64>, StoreError> {
    let held = match passing {
        Passing::Held => Some(""),
        Passing::HeldByOthers => Some(" AND h.contact_id <> $2"),
        Passing::Nothing => None,
    };
    let held = held.map_or_else(String::new, |whose| {
        format!(
            "AND NOT EXISTS (SELECT 1 FROM next_holds h
                WHERE h.nomination_id = n.id AND h.held_until > $1{whose})"
        )
    });
    let sql = format!(
        "SELECT n.id FROM nominations n
          WHERE {WAITING} AND {UNCLAIMED}{} AND {OTHERS}
            AND NOT EXISTS (SELECT 1 FROM votes v
                WHERE v.nomination_id = n.id AND v.round = n.round AND v.voter_id = $2)
            AND (n.appealed_at IS NULL OR NOT EXISTS (SELECT 1 FROM parts p
                WHERE p.nomination_id = n.id AND p.contact_id = $2 AND p.at < n.appealed_at))
            {held}
          ORDER BY {ORDER} LIMIT 1",
        within(looking.sight, 3)
    );
    let row = prepare(sql, looking).fetch_optional(connection).await?;
    row.map(|row| Ok(row.try_get("id")?)).transpose()
}

/// Holds the one that comes next for a reviewer until then; `false` if somebody else was faster.
pub async fn hold(
    tx: &mut Tx,
    nomination: i64,
    reviewer: i64,
    now: Millis,
    until: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO next_holds (nomination_id, contact_id, held_until) VALUES ($1, $2, $3)
         ON CONFLICT (nomination_id) DO UPDATE SET contact_id = $2, held_until = $3
          WHERE next_holds.contact_id = $2 OR next_holds.held_until <= $4",
    )
    .bind(nomination)
    .bind(reviewer)
    .bind(until)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what was held for a reviewer and is no longer; there may be none.
pub async fn forget_holds(tx: &mut Tx, reviewer: i64, now: Millis) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM next_holds WHERE contact_id = $1 AND held_until <= $2")
        .bind(reviewer)
        .bind(now)
        .execute(tx.connection())
        .await?;
    Ok(())
}
