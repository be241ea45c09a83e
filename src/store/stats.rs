//! Counts of what was sent and decided, of the work that lies with whom, and of whom news reach.
//!
//! Read outside any turn, by connections that nobody waits for. Each count is one walk along an index of
//! `migrations/0023_statistics.sql`.

use sqlx::{AnyConnection, Row as _};

use super::StoreError;
use super::nominations::corrupt;
use super::queue::{bind_sight, within};
use crate::clock::Millis;
use crate::domain::nomination::State;
use crate::domain::queue::Sight;
use crate::domain::stats::{Stretch, Took};

/// What is counted: of this time, and of what may be seen.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// When it was sent, or decided.
    pub stretch: Stretch,
    /// Where and in what.
    pub sight: &'a Sight,
}

/// How many of a kind.
type Counts<T> = Vec<(T, i64)>;

async fn rows(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
    select: &str,
    rest: &str,
) -> Result<Vec<sqlx::any::AnyRow>, StoreError> {
    // Put together of nothing that anybody wrote.
    let sql = format!("{select}{} {rest}", within(counted.sight, 3));
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(counted.stretch.from)
        .bind(counted.stretch.until);
    Ok(bind_sight(query, counted.sight).fetch_all(connection).await?)
}

/// How many were sent on each day that has any, by its number since 1970 in Vietnam, in order.
pub async fn days(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
) -> Result<Counts<i64>, StoreError> {
    let select = "SELECT (n.submitted_at + 25200000) / 86400000 AS day, COUNT(*) AS count
        FROM nominations n WHERE n.submitted_at >= $1 AND n.submitted_at < $2";
    let rows = rows(connection, counted, select, "GROUP BY 1 ORDER BY 1").await?;
    rows.iter().map(|row| Ok((row.try_get("day")?, row.try_get("count")?))).collect()
}

/// How many were sent in each field that has any, the most first. `None`: in no field.
pub async fn fields(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
) -> Result<Counts<Option<String>>, StoreError> {
    let select = "SELECT n.field, COUNT(*) AS count FROM nominations n
         WHERE n.submitted_at >= $1 AND n.submitted_at < $2";
    let rows = rows(connection, counted, select, "GROUP BY n.field ORDER BY 2 DESC, 1").await?;
    rows.iter().map(|row| Ok((row.try_get("field")?, row.try_get("count")?))).collect()
}

/// How many of those sent are in each state that has any now.
pub async fn states(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
) -> Result<Counts<State>, StoreError> {
    let select = "SELECT n.state, COUNT(*) AS count FROM nominations n
         WHERE n.submitted_at >= $1 AND n.submitted_at < $2";
    let rows = rows(connection, counted, select, "GROUP BY n.state").await?;
    rows.iter()
        .map(|row| {
            let state: String = row.try_get("state")?;
            let state = State::from_code(&state).ok_or_else(|| corrupt("state"))?;
            Ok((state, row.try_get("count")?))
        })
        .collect()
}

/// How many were sent from each commune that has any, the most first; those taken back are not counted.
pub async fn communes(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
) -> Result<Counts<String>, StoreError> {
    let select = "SELECT n.commune, COUNT(*) AS count FROM nominations n
         WHERE n.submitted_at >= $1 AND n.submitted_at < $2 AND n.state <> 'withdrawn'";
    let rows = rows(connection, counted, select, "GROUP BY n.commune ORDER BY 2 DESC, 1").await?;
    rows.iter().map(|row| Ok((row.try_get("commune")?, row.try_get("count")?))).collect()
}

/// The same of one campaign, in no order. The sum keeps planners from the index of campaigns, which has all
/// of a campaign's nominations of all times.
pub async fn communes_of(
    connection: &mut AnyConnection,
    campaign: i64,
    counted: Counted<'_>,
) -> Result<Counts<String>, StoreError> {
    let sql = format!(
        "SELECT n.commune, COUNT(*) AS count FROM nominations n
          WHERE n.submitted_at >= $1 AND n.submitted_at < $2 AND n.state <> 'withdrawn'
            AND n.campaign_id + 0 = $3{} GROUP BY n.commune",
        within(counted.sight, 4)
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(counted.stretch.from)
        .bind(counted.stretch.until)
        .bind(campaign);
    let rows = bind_sight(query, counted.sight).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("commune")?, row.try_get("count")?))).collect()
}

/// How many hours passed from sending to deciding, of those decided in that time.
pub async fn took(
    connection: &mut AnyConnection,
    counted: Counted<'_>,
) -> Result<Took, StoreError> {
    let select = "SELECT (n.decided_at - n.submitted_at) / 3600000 AS hours, COUNT(*) AS count
        FROM nominations n WHERE n.decided_at >= $1 AND n.decided_at < $2
         AND n.decided_at IS NOT NULL AND n.state IN ('recognised', 'refused')";
    let rows = rows(connection, counted, select, "GROUP BY 1 ORDER BY 1").await?;
    let took: Result<_, StoreError> =
        rows.iter().map(|row| Ok((row.try_get("hours")?, row.try_get("count")?))).collect();
    Ok(Took(took?))
}

/// What lies with a member, and what they have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Their name.
    pub name: String,
    /// How many they have taken up now.
    pub open: i64,
    /// How many they decided in that time.
    pub decided: i64,
}

/// The work of every member, and of whoever else decided something, the most first.
pub async fn loads(
    connection: &mut AnyConnection,
    stretch: Stretch,
    now: Millis,
) -> Result<Vec<Load>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.name, CAST(SUM(w.open) AS BIGINT) AS open,
                CAST(SUM(w.decided) AS BIGINT) AS decided
           FROM (SELECT contact_id AS id, 0 AS open, 0 AS decided FROM members
                 UNION ALL
                 SELECT claimed_by, COUNT(*), 0 FROM nominations
                  WHERE claimed_by IS NOT NULL AND claimed_until > $3
                    AND state IN ('submitted', 'received', 'verifying', 'asked', 'pending')
                  GROUP BY claimed_by
                 UNION ALL
                 SELECT decided_by, 0, COUNT(*) FROM nominations
                  WHERE decided_at >= $1 AND decided_at < $2 AND decided_at IS NOT NULL
                    AND decided_by IS NOT NULL
                  GROUP BY decided_by) w
           JOIN contacts c ON c.id = w.id
          GROUP BY c.id, c.name ORDER BY 3 DESC, 2 DESC, 1",
    )
    .bind(stretch.from)
    .bind(stretch.until)
    .bind(now)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Load {
                name: row.try_get("name")?,
                open: row.try_get("open")?,
                decided: row.try_get("decided")?,
            })
        })
        .collect()
}

/// Whom the bot knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// All who ever wrote.
    pub known: i64,
    /// Those who want news.
    pub subscribers: i64,
    /// Those who have blocked the bot.
    pub blocked: i64,
}

/// How many people the bot knows, how many want news, how many have blocked it.
pub async fn reach(connection: &mut AnyConnection) -> Result<Reach, StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM contacts) AS known,
                (SELECT COUNT(*) FROM subscriptions
                  WHERE granted_at IS NOT NULL AND withdrawn_at IS NULL) AS subscribers,
                (SELECT COUNT(*) FROM contacts WHERE blocked_at IS NOT NULL) AS blocked",
    )
    .fetch_one(connection)
    .await?;
    Ok(Reach {
        known: row.try_get("known")?,
        subscribers: row.try_get("subscribers")?,
        blocked: row.try_get("blocked")?,
    })
}

/// A nomination as a table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The title of its campaign.
    pub campaign: String,
    /// When it was sent.
    pub submitted_at: Millis,
    /// The code of the nominee's kind.
    pub kind: String,
    /// The nominee's name.
    pub name: String,
    /// The nominee's phone.
    pub phone: Option<String>,
    /// The code of the commune.
    pub commune: String,
    /// The hamlet.
    pub hamlet: Option<String>,
    /// The code of the field.
    pub field: Option<String>,
    /// When it was done, as it is stored.
    pub happened: Option<String>,
    /// What was done.
    pub story: String,
    /// How many pieces of evidence there are.
    pub files: i64,
    /// The code of its state.
    pub state: String,
    /// When it was decided.
    pub decided_at: Option<Millis>,
    /// Who nominated.
    pub nominator: String,
    /// Their phone.
    pub nominator_phone: Option<String>,
}

/// The first `limit` of those sent in that time, in `state` or in any, that come after the one sent at
/// that moment with that id.
pub async fn exported(
    connection: &mut AnyConnection,
    stretch: Stretch,
    state: Option<State>,
    after: (Millis, i64),
    limit: i64,
) -> Result<Vec<Exported>, StoreError> {
    let rows = sqlx::query(
        "SELECT n.id, n.code, g.title, n.submitted_at, n.nominee_kind, n.nominee_name,
                n.nominee_phone, n.commune, n.hamlet, n.field, n.happened, n.story, n.state,
                n.decided_at, n.nominator_phone, c.name,
                (SELECT COUNT(*) FROM evidence e WHERE e.nomination_id = n.id) AS files
           FROM nominations n
           JOIN campaigns g ON g.id = n.campaign_id JOIN contacts c ON c.id = n.nominator_id
          WHERE n.submitted_at >= $1 AND n.submitted_at < $2
            AND NOT (n.submitted_at = $1 AND n.id <= $3) AND ($4 = '' OR n.state = $4)
          ORDER BY n.submitted_at, n.id LIMIT $5",
    )
    .bind(after.0.max(stretch.from))
    .bind(stretch.until)
    .bind(after.1)
    .bind(state.map_or("", State::code))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Exported {
                id: row.try_get("id")?,
                code: row.try_get("code")?,
                campaign: row.try_get("title")?,
                submitted_at: row.try_get("submitted_at")?,
                kind: row.try_get("nominee_kind")?,
                name: row.try_get("nominee_name")?,
                phone: row.try_get("nominee_phone")?,
                commune: row.try_get("commune")?,
                hamlet: row.try_get("hamlet")?,
                field: row.try_get("field")?,
                happened: row.try_get("happened")?,
                story: row.try_get("story")?,
                files: row.try_get("files")?,
                state: row.try_get("state")?,
                decided_at: row.try_get("decided_at")?,
                nominator: row.try_get("name")?,
                nominator_phone: row.try_get("nominator_phone")?,
            })
        })
        .collect()
}
