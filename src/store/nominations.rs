//! Nominations that were sent, and the states they go through. Their files and what was added to them
//! are in `evidence`, who changed them and why in `audit`.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Dialect, StoreError, Tx, evidence, exemplars, search};
use crate::clock::Millis;
use crate::domain::behalf::{How, OnBehalf};
use crate::domain::code;
use crate::domain::draft::Draft;
use crate::domain::evidence::File;
use crate::domain::limit::Sent;
use crate::domain::nomination::{NomineeKind, State};
use crate::domain::votes::VotePolicy;

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
    /// When it was decided, found to be a duplicate, or taken back.
    pub decided_at: Option<Millis>,
    /// Who decided.
    pub decided_by: Option<i64>,
    /// When its author is to be told of the decision; `None` once told.
    pub tell_at: Option<Millis>,
    /// The exemplar it is about.
    pub exemplar: i64,
    /// The nomination about the same deed that it goes with.
    pub duplicate_of: Option<i64>,
    /// Who has taken it up, until when.
    pub claim: Option<Claim>,
    /// The round of votes.
    pub round: i64,
    /// How many approvals, and how many refusals, decide.
    pub policy: VotePolicy,
    /// Whether it must not wait.
    pub urgent: bool,
    /// Since when it is in its state.
    pub state_since: Millis,
    /// By when the state should be over.
    pub due_at: Option<Millis>,
    /// How often its author was asked for more.
    pub asked: i64,
    /// Whether nothing came the last time.
    pub lapsed: bool,
    /// When its author asked for a second look.
    pub appealed_at: Option<Millis>,
    /// For whom its nominator, a reviewer, entered it.
    pub on_behalf: Option<OnBehalf>,
}

/// That somebody has taken a nomination up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub by: i64,
    /// Their name as the platform shows it.
    pub name: String,
    /// Until when; later it is over, whether or not anybody has noted it.
    pub until: Millis,
}

impl Nomination {
    /// The claim that holds at `now`.
    pub fn claim_at(&self, now: Millis) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.until > now)
    }
}

// A campaign's own numbers of votes, or those set for all of them, within their bounds.
macro_rules! select {
    () => {
        "SELECT n.id, n.code, n.nominator_id, c.name AS nominator_name, n.nominee_kind,
            n.nominee_name, n.commune, n.hamlet, n.story, n.happened, n.field, n.nominee_phone,
            n.is_minor, n.shows_nominator, n.nominator_phone, n.state, n.version, n.submitted_at,
            n.decided_at, n.decided_by, n.tell_at, n.exemplar_id, n.duplicate_of, n.claimed_by,
            n.claimed_until, h.name AS claimed_name, n.round, n.urgent, n.state_since,
            COALESCE(p.approvals, (SELECT CAST(s.value AS BIGINT) FROM settings s
                WHERE s.name = 'approvals' AND s.value BETWEEN '1' AND '9' AND LENGTH(s.value) = 1),
                1) AS approvals,
            COALESCE(p.refusals, (SELECT CAST(s.value AS BIGINT) FROM settings s
                WHERE s.name = 'refusals' AND s.value BETWEEN '1' AND '9' AND LENGTH(s.value) = 1),
                1) AS refusals,
            n.due_at, n.asked, n.lapsed, n.appealed_at, n.entered_by, n.told_by,
            n.told_phone, n.consent_how
         FROM nominations n JOIN contacts c ON c.id = n.nominator_id
            JOIN campaigns p ON p.id = n.campaign_id
            LEFT JOIN contacts h ON h.id = n.claimed_by "
    };
}

impl Nomination {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let kind: String = row.try_get("nominee_kind")?;
        let state: String = row.try_get("state")?;
        let claim = match row.try_get::<Option<i64>, _>("claimed_by")? {
            Some(by) => Some(Claim {
                by,
                name: row.try_get("claimed_name")?,
                until: row.try_get("claimed_until")?,
            }),
            None => None,
        };
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
            on_behalf: on_behalf(row)?,
            decided_by: row.try_get("decided_by")?,
            tell_at: row.try_get("tell_at")?,
            exemplar: row.try_get("exemplar_id")?,
            duplicate_of: row.try_get("duplicate_of")?,
            claim,
            round: row.try_get("round")?,
            policy: VotePolicy {
                approvals: row.try_get("approvals")?,
                refusals: row.try_get("refusals")?,
            },
            urgent: row.try_get::<i64, _>("urgent")? != 0,
            state_since: row.try_get("state_since")?,
            due_at: row.try_get("due_at")?,
            asked: row.try_get("asked")?,
            lapsed: row.try_get::<i64, _>("lapsed")? != 0,
            appealed_at: row.try_get("appealed_at")?,
        })
    }
}

fn on_behalf(row: &AnyRow) -> Result<Option<OnBehalf>, StoreError> {
    if row.try_get::<Option<i64>, _>("entered_by")?.is_none() {
        return Ok(None);
    }
    let how: Option<String> = row.try_get("consent_how")?;
    let (told_by, told_phone) = (row.try_get("told_by")?, row.try_get("told_phone")?);
    Ok(Some(OnBehalf { told_by, told_phone, how: how.as_deref().and_then(How::from_code) }))
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
    /// By when it should be taken up.
    pub due_at: Millis,
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
            nominator_phone, state, version, submitted_at, state_since, exemplar_id, due_at,
            searchable)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, $17, $17,
            $1, $18, 1)
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
    .bind(new.due_at)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    exemplars::insert(tx, new.id, draft, now).await?;
    let files: Vec<&File> = draft.files().collect();
    evidence::insert(tx, new.id, 0, &files, now).await?;
    search::insert(tx, new.id, draft.name.as_deref().unwrap_or_default()).await?;
    Ok(true)
}

/// Notes that a nomination was entered by its nominator for somebody else.
pub async fn enter_for(tx: &mut Tx, id: i64, told: &OnBehalf) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET entered_by = nominator_id, told_by = $1, told_phone = $2,
            consent_how = $3 WHERE id = $4",
    )
    .bind(told.told_by.as_deref())
    .bind(told.told_phone.as_deref())
    .bind(told.how.map(How::code))
    .bind(id)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("enter for somebody else", done.rows_affected())
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

/// The id of the nomination with this code.
pub async fn id_of(connection: &mut AnyConnection, code: &str) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar("SELECT id FROM nominations WHERE code = $1")
        .bind(code)
        .fetch_optional(connection)
        .await?)
}

/// Holds a nomination as it is until the end of the transaction. What else belongs to it is locked after
/// it, so that no two turns wait for each other.
pub async fn lock(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        sqlx::query("SELECT id FROM nominations WHERE id = $1 FOR UPDATE")
            .bind(id)
            .fetch_optional(tx.connection())
            .await?;
    }
    Ok(())
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

/// Those that somebody sent themselves, the newest first, `limit` of those sent before that moment and
/// id. What they entered for others is not among them.
pub async fn own_before(
    connection: &mut AnyConnection,
    nominator: i64,
    before: (Millis, i64),
    limit: i64,
) -> Result<Vec<Nomination>, StoreError> {
    let sql = concat!(
        select!(),
        "WHERE n.nominator_id = $1 AND n.entered_by IS NULL AND (n.submitted_at, n.id) < ($2, $3)
          ORDER BY n.submitted_at DESC, n.id DESC LIMIT $4"
    );
    let query = sqlx::query(sql).bind(nominator).bind(before.0).bind(before.1).bind(limit);
    query.fetch_all(connection).await?.iter().map(Nomination::from_row).collect()
}

/// A nominator's own with this code, which may be written as people do.
pub async fn own_by_code(
    connection: &mut AnyConnection,
    nominator: i64,
    written: &str,
) -> Result<Option<i64>, StoreError> {
    let Some((prefix, body)) = code::parts(written) else { return Ok(None) };
    Ok(sqlx::query_scalar(
        "SELECT n.id FROM nominations n
          WHERE n.nominator_id = $1
            AND n.code IN (SELECT c.prefix || '-' || $2 FROM code_prefixes c
                WHERE $3 = '' OR c.prefix = $3)
          ORDER BY n.id DESC LIMIT 1",
    )
    .bind(nominator)
    .bind(body)
    .bind(prefix)
    .fetch_optional(connection)
    .await?)
}

/// How many a nominator has sent.
pub async fn count_of(connection: &mut AnyConnection, nominator: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM nominations WHERE nominator_id = $1")
        .bind(nominator)
        .fetch_one(connection)
        .await?)
}

/// What counts as open where limits are counted: all that may still be decided, and is their own.
macro_rules! open {
    () => {
        "entered_by IS NULL
            AND state NOT IN ('recognised', 'refused', 'withdrawn', 'duplicate', 'suspended')"
    };
}

/// How many of a nominator's are open, and how many they have sent since `since`. Sure within their own
/// turn, which holds their row: no other turn of theirs can send meanwhile.
pub async fn sent_by(
    connection: &mut AnyConnection,
    nominator: i64,
    since: Millis,
) -> Result<Sent, StoreError> {
    let sql = concat!(
        "SELECT COUNT(CASE WHEN ",
        open!(),
        " THEN 1 END) AS open, COUNT(CASE WHEN entered_by IS NULL AND submitted_at >= $2 THEN 1 END) AS today
          FROM nominations WHERE nominator_id = $1"
    );
    let row = sqlx::query(sql).bind(nominator).bind(since).fetch_one(connection).await?;
    Ok(Sent { open: row.try_get("open")?, today: row.try_get("today")? })
}

/// The code of a nominator's open nomination that waits longest, and since when.
pub async fn longest_open(
    connection: &mut AnyConnection,
    nominator: i64,
) -> Result<Option<(String, Millis)>, StoreError> {
    let sql = concat!(
        "SELECT code, submitted_at FROM nominations WHERE nominator_id = $1 AND ",
        open!(),
        " ORDER BY submitted_at, id LIMIT 1"
    );
    let row = sqlx::query(sql).bind(nominator).fetch_optional(connection).await?;
    row.map(|row| Ok((row.try_get("code")?, row.try_get("submitted_at")?))).transpose()
}

/// A change of state.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// The state it must be in.
    pub from: State,
    /// The version it must be of.
    pub version: i64,
    /// The state after.
    pub to: State,
    /// By when that state should be over.
    pub due_at: Option<Millis>,
    /// Who made it.
    pub by: Option<i64>,
    /// When its author is to be told, if later.
    pub tell_at: Option<Millis>,
}

/// Moves a nomination to another state; `false` if somebody was faster. A claim ends where there is
/// nothing more to do.
pub async fn transition(
    tx: &mut Tx,
    id: i64,
    change: &Transition,
    now: Millis,
) -> Result<bool, StoreError> {
    let is_closed = !change.to.is_open() && change.to != State::Suspended;
    let done = sqlx::query(
        "UPDATE nominations SET state = $1, version = version + 1, state_since = $2, due_at = $3,
            decided_at = $4, decided_by = $5, tell_at = $6,
            claimed_by = CASE WHEN $7 = 1 THEN NULL ELSE claimed_by END,
            claimed_until = CASE WHEN $7 = 1 THEN NULL ELSE claimed_until END
          WHERE id = $8 AND state = $9 AND version = $10",
    )
    .bind(change.to.code())
    .bind(now)
    .bind(change.due_at)
    .bind(is_closed.then_some(now))
    .bind(change.by.filter(|_| change.to.is_decided()))
    .bind(change.tell_at)
    .bind(i64::from(is_closed))
    .bind(id)
    .bind(change.from.code())
    .bind(change.version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets, or ends, the claim of a nomination of this version, which grows; `false` if somebody was
/// faster.
pub async fn set_claim(
    tx: &mut Tx,
    id: i64,
    version: i64,
    claim: Option<(i64, Millis)>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET claimed_by = $1, claimed_until = $2, version = version + 1
          WHERE id = $3 AND version = $4",
    )
    .bind(claim.map(|(by, _)| by))
    .bind(claim.map(|(_, until)| until))
    .bind(id)
    .bind(version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a nomination of this version as urgent or not; `false` if somebody was faster.
pub async fn set_urgent(
    tx: &mut Tx,
    id: i64,
    version: i64,
    urgent: bool,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET urgent = $1, version = version + 1 WHERE id = $2 AND version = $3",
    )
    .bind(i64::from(urgent))
    .bind(id)
    .bind(version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes way for a change of something the card shows: the version grows, the state stays. `false` if
/// somebody was faster.
pub async fn touch_version(tx: &mut Tx, id: i64, version: i64) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE nominations SET version = version + 1 WHERE id = $1 AND version = $2")
            .bind(id)
            .bind(version)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that something the card shows has changed, whatever else has.
pub async fn grow_version(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE nominations SET version = version + 1 WHERE id = $1")
        .bind(id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes from when on the time for its state is nearly over; `None`: over, or nobody owes it anything.
pub async fn set_mark(tx: &mut Tx, id: i64, mark_at: Option<Millis>) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE nominations SET mark_at = $1 WHERE id = $2")
        .bind(mark_at)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("set a mark", done.rows_affected())
}

/// Begins another round of votes; those given so far do not count any more.
pub async fn begin_round(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE nominations SET round = round + 1 WHERE id = $1")
        .bind(id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the author was told of the decision; `false` if that was noted before, or the decision
/// taken back. What the card shows changes with it.
pub async fn set_told(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET tell_at = NULL, version = version + 1
          WHERE id = $1 AND tell_at IS NOT NULL AND state IN ('recognised', 'refused')",
    )
    .bind(id)
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
        "UPDATE nominations SET version = version + 1 WHERE id = $1
            AND state IN ('submitted', 'received', 'verifying', 'asked', 'pending')",
    )
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes way for a change of something the card shows in any state: the version grows.
pub async fn bump(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE nominations SET version = version + 1 WHERE id = $1")
        .bind(id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts that its author was asked for more.
pub async fn count_ask(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE nominations SET asked = asked + 1, lapsed = 0 WHERE id = $1")
        .bind(id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes whether nothing came the last time its author was asked.
pub async fn set_lapsed(tx: &mut Tx, id: i64, lapsed: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE nominations SET lapsed = $1 WHERE id = $2")
        .bind(i64::from(lapsed))
        .bind(id)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Fills lines that its author had left empty, with the author's own words. Nothing that is there is
/// altered.
pub async fn fill(
    tx: &mut Tx,
    id: i64,
    happened: Option<&str>,
    hamlet: Option<&str>,
    nominee_phone: Option<&str>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE nominations SET happened = COALESCE(happened, $1), hamlet = COALESCE(hamlet, $2),
            nominee_phone = COALESCE(nominee_phone, $3) WHERE id = $4",
    )
    .bind(happened)
    .bind(hamlet)
    .bind(nominee_phone)
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
