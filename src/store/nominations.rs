//! Nominations that were sent, and the states they go through. Their files and what was added to them
//! are in `evidence`, who changed them and why in `audit`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::members::in_scope;
use super::{StoreError, Tx, evidence};
use crate::clock::Millis;
use crate::domain::draft::Draft;
use crate::domain::evidence::File;
use crate::domain::nomination::{NomineeKind, State};

/// A nomination that was sent, without its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nomination {
    /// Our id.
    pub id: i64,
    /// The code told to the citizen, such as `HD-7K3M9`.
    pub code: String,
    /// The contact who nominated.
    pub nominator: i64,
    /// The nominator's name as the platform shows it.
    pub nominator_name: String,
    /// Who is nominated.
    pub kind: NomineeKind,
    /// Their name.
    pub name: String,
    /// The commune's five-digit code.
    pub commune: String,
    /// Hamlet or unit.
    pub hamlet: Option<String>,
    /// The story as sent.
    pub story: String,
    /// When, in [`crate::domain::day::When`]'s stored form.
    pub happened: Option<String>,
    /// The field's code.
    pub field: Option<String>,
    /// The nominee's phone, E.164.
    pub nominee_phone: Option<String>,
    /// Whether the nominee is under 16.
    pub is_minor: bool,
    /// Whether the public may see who nominated.
    pub shows_nominator: bool,
    /// The nominator's phone, E.164.
    pub nominator_phone: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Grows with every change, so that a card knows whether it is old.
    pub version: i64,
    /// When it was sent.
    pub submitted_at: Millis,
    /// When it was decided or taken back.
    pub decided_at: Option<Millis>,
}

macro_rules! select {
    () => {
        "SELECT n.id, n.code, n.nominator_id, c.name AS nominator_name, n.nominee_kind,
            n.nominee_name, n.commune, n.hamlet, n.story, n.happened, n.field, n.nominee_phone,
            n.is_minor, n.shows_nominator, n.nominator_phone, n.state, n.version, n.submitted_at,
            n.decided_at
         FROM nominations n JOIN contacts c ON c.id = n.nominator_id "
    };
}

impl Nomination {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let kind: String = row.try_get("nominee_kind")?;
        let state: String = row.try_get("state")?;
        Ok(Self {
            id: row.try_get("id")?,
            code: row.try_get("code")?,
            nominator: row.try_get("nominator_id")?,
            nominator_name: row.try_get("nominator_name")?,
            kind: NomineeKind::from_code(&kind).ok_or_else(|| corrupt("nominee kind"))?,
            name: row.try_get("nominee_name")?,
            commune: row.try_get("commune")?,
            hamlet: row.try_get("hamlet")?,
            story: row.try_get("story")?,
            happened: row.try_get("happened")?,
            field: row.try_get("field")?,
            nominee_phone: row.try_get("nominee_phone")?,
            is_minor: row.try_get::<i64, _>("is_minor")? != 0,
            shows_nominator: row.try_get::<i64, _>("shows_nominator")? != 0,
            nominator_phone: row.try_get("nominator_phone")?,
            state: State::from_code(&state).ok_or_else(|| corrupt("state"))?,
            version: row.try_get("version")?,
            submitted_at: row.try_get("submitted_at")?,
            decided_at: row.try_get("decided_at")?,
        })
    }
}

pub(super) fn corrupt(what: &'static str) -> StoreError {
    StoreError::Corrupt { what, error: "unknown code".into() }
}

/// The ids that the program gives to a new nomination.
#[derive(Clone, Debug)]
pub struct NewNomination {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The campaign it belongs to.
    pub campaign: i64,
    /// Who nominated.
    pub nominator: i64,
}

/// Keeps a complete draft as a nomination; `false` if the code is taken, and nothing is kept.
pub async fn insert(
    tx: &mut Tx,
    new: &NewNomination,
    draft: &Draft,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind, nominee_name,
            commune, hamlet, story, happened, field, nominee_phone, is_minor, shows_nominator,
            nominator_phone, state, version, submitted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17)
         ON CONFLICT (code) DO NOTHING",
    )
    .bind(new.id)
    .bind(&new.code)
    .bind(new.campaign)
    .bind(new.nominator)
    .bind(draft.kind.map_or("", NomineeKind::code))
    .bind(draft.name.as_deref().unwrap_or_default())
    .bind(draft.commune.as_deref().unwrap_or_default())
    .bind(draft.hamlet.as_deref())
    .bind(draft.story())
    .bind(draft.happened.as_deref())
    .bind(draft.field.as_deref())
    .bind(draft.nominee_phone.as_deref())
    .bind(i64::from(draft.is_minor))
    .bind(i64::from(draft.shows_nominator))
    .bind(draft.nominator_phone.as_deref())
    .bind(State::Submitted.code())
    .bind(now)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let files: Vec<&File> = draft.files().collect();
    evidence::insert(tx, new.id, 0, &files, now).await?;
    Ok(true)
}

/// The nomination with id `id`.
pub async fn by_id(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<Nomination>, StoreError> {
    let sql = concat!(select!(), "WHERE n.id = $1");
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(Nomination::from_row).transpose()
}

/// A nominator's own, the newest first.
pub async fn of_nominator(
    connection: &mut AnyConnection,
    nominator: i64,
    limit: i64,
    offset: i64,
) -> Result<Vec<Nomination>, StoreError> {
    let sql = concat!(
        select!(),
        "WHERE n.nominator_id = $1 ORDER BY n.submitted_at DESC, n.id DESC LIMIT $2 OFFSET $3"
    );
    let rows =
        sqlx::query(sql).bind(nominator).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(Nomination::from_row).collect()
}

/// How many a nominator has sent.
pub async fn count_of(connection: &mut AnyConnection, nominator: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM nominations WHERE nominator_id = $1")
        .bind(nominator)
        .fetch_one(connection)
        .await?)
}

/// What waits for a decision in the scope of a contact (0: in the whole province), the oldest first.
pub async fn waiting(
    connection: &mut AnyConnection,
    scope_of: i64,
    limit: i64,
    offset: i64,
) -> Result<Vec<Nomination>, StoreError> {
    let sql = concat!(
        select!(),
        "WHERE n.state = 'submitted' AND ",
        in_scope!("$3"),
        " ORDER BY n.submitted_at, n.id LIMIT $1 OFFSET $2"
    );
    let query = sqlx::query(sql).bind(limit).bind(offset).bind(scope_of);
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(Nomination::from_row).collect()
}

/// How many wait for a decision in the scope of a contact (0: in the whole province).
pub async fn count_waiting(
    connection: &mut AnyConnection,
    scope_of: i64,
) -> Result<i64, StoreError> {
    let sql = concat!(
        "SELECT COUNT(*) FROM nominations n WHERE n.state = 'submitted' AND ",
        in_scope!("$1")
    );
    Ok(sqlx::query_scalar(sql).bind(scope_of).fetch_one(connection).await?)
}

/// Moves a nomination from one state and version to another state; `false` if somebody was faster.
pub async fn transition(
    tx: &mut Tx,
    id: i64,
    from: State,
    version: i64,
    to: State,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET state = $1, version = version + 1, decided_at = $2
          WHERE id = $3 AND state = $4 AND version = $5",
    )
    .bind(to.code())
    .bind(now)
    .bind(id)
    .bind(from.code())
    .bind(version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes way for something to be added: the version grows, the state stays. `false` if it is decided
/// or taken back by now, so that nothing may be added.
///
/// The row stays locked until the end of the transaction: a decision at another replica waits, and
/// then meets another version than the one its reviewer saw.
pub async fn touch(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET version = version + 1 WHERE id = $1 AND state = 'submitted'",
    )
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
