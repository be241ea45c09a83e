//! One person at one door, with the conversation's state, consent and role.

use sqlx::{AnyConnection, Row};

use super::audit::Actor;
use super::{Dialect, StoreError, Tx};
use crate::clock::{DAY, Millis};
use crate::domain::role::Role;
use crate::domain::sanction::{Kind, Restriction};
use crate::i18n::Locale;

/// The consent that a citizen gives to the data notice.
const NOTICE: &str = "notice";

/// A contact as a turn needs it: one row, one read.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Our id.
    pub id: i64,
    /// The channel, such as `telegram`.
    pub channel: String,
    /// The platform's id of the person and their private chat.
    pub address: String,
    /// The name the platform shows.
    pub name: String,
    /// The app's language code, as last told.
    pub app_language: String,
    /// The language to answer in: the one chosen, else the app's if we speak it, else `None`.
    pub language: Option<Locale>,
    /// The session's JSON, if there is any.
    pub session: Option<String>,
    /// A session that was put aside because the program of that time could not read it.
    pub session_aside: Option<String>,
    /// When they last did something, to the day.
    pub seen_at: Option<Millis>,
    /// Whether the person has stopped the bot.
    pub blocked: bool,
    /// The version of the data notice consented to.
    pub consented: Option<u32>,
    /// The part in the work that they were given.
    pub role: Option<Role>,
    /// Since when they get news, if they do.
    pub news_since: Option<Millis>,
    /// What keeps them from writing, whether or not its time is over.
    pub restriction: Option<Restriction>,
    /// The mark of what is set, as of this read: see [`super::rules`].
    pub rules: i64,
}

macro_rules! select {
    () => {
        "SELECT c.id, c.channel, c.address, c.name, c.app_language, c.language, c.session,
            c.session_aside, c.blocked_at, c.seen_at,
            (SELECT MAX(n.version) FROM consents n WHERE n.contact_id = c.id
                AND n.kind = 'notice' AND n.withdrawn_at IS NULL) AS consented,
            (SELECT m.role FROM members m WHERE m.contact_id = c.id) AS role,
            (SELECT w.granted_at FROM subscriptions w WHERE w.contact_id = c.id
                AND w.withdrawn_at IS NULL) AS news_since,
            (SELECT r.mark FROM rules r) AS rules,
            s.kind AS sanction, s.until AS sanction_until, s.answered_at AS sanction_answered
         FROM contacts c
         LEFT JOIN sanctions s ON s.contact_id = c.id AND s.lifted_at IS NULL "
    };
}

impl Contact {
    /// The person as the one who acts, for the audit.
    pub fn actor(&self) -> Actor<'_> {
        Actor { id: self.id, name: &self.name }
    }

    fn from_row(row: &sqlx::any::AnyRow) -> Result<Self, StoreError> {
        let chosen: Option<String> = row.try_get("language")?;
        let app: String = row.try_get("app_language")?;
        let consented: Option<i64> = row.try_get("consented")?;
        let role: Option<String> = row.try_get("role")?;
        let sanction: Option<String> = row.try_get("sanction")?;
        let until = row.try_get("sanction_until")?;
        let answered = row.try_get::<Option<i64>, _>("sanction_answered")?.is_some();
        Ok(Self {
            id: row.try_get("id")?,
            channel: row.try_get("channel")?,
            address: row.try_get("address")?,
            name: row.try_get("name")?,
            app_language: app.clone(),
            language: chosen
                .as_deref()
                .and_then(Locale::from_code)
                .or_else(|| Locale::from_code(&app)),
            session: row.try_get("session")?,
            session_aside: row.try_get("session_aside")?,
            seen_at: row.try_get("seen_at")?,
            blocked: row.try_get::<Option<i64>, _>("blocked_at")?.is_some(),
            consented: consented.and_then(|version| u32::try_from(version).ok()),
            role: role.as_deref().and_then(Role::from_code),
            news_since: row.try_get("news_since")?,
            restriction: sanction.as_deref().and_then(Kind::from_code).map(|kind| Restriction {
                kind,
                until,
                answered,
            }),
            rules: row.try_get("rules")?,
        })
    }
}

/// Who a turn is about, as the platform tells it.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The channel.
    pub channel: &'a str,
    /// The platform's id.
    pub address: &'a str,
    /// The name the platform shows.
    pub name: &'a str,
    /// The app's language code, or empty.
    pub app_language: &'a str,
}

/// The contact of `caller`, made with id `id` if new. On PostgreSQL its row stays locked until the
/// end of the transaction, so turns of one contact wait for each other across replicas.
pub async fn meet(
    tx: &mut Tx,
    caller: Caller<'_>,
    id: i64,
    now: Millis,
) -> Result<Contact, StoreError> {
    if let Some(mut contact) = lock(tx, caller.channel, caller.address).await? {
        if contact.seen_at.is_none_or(|seen| seen < now - DAY) {
            see(tx, contact.id, now).await?;
            contact.seen_at = Some(now);
        }
        if contact.app_language == caller.app_language && contact.name == caller.name {
            return Ok(contact);
        }
        follow(tx, contact.id, caller).await?;
        // Read again, so that this turn already speaks the language that the app now has.
        return met(tx, caller).await;
    }
    sqlx::query(
        "INSERT INTO contacts (id, channel, address, name, app_language, created_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (channel, address) DO NOTHING",
    )
    .bind(id)
    .bind(caller.channel)
    .bind(caller.address)
    .bind(caller.name)
    .bind(caller.app_language)
    .bind(now)
    .execute(tx.connection())
    .await?;
    met(tx, caller).await
}

/// Notes that somebody did something.
async fn see(tx: &mut Tx, id: i64, now: Millis) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE contacts SET seen_at = $1 WHERE id = $2")
        .bind(now)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("see contact", done.rows_affected())
}

/// The contact of `caller`, who is known.
async fn met(tx: &mut Tx, caller: Caller<'_>) -> Result<Contact, StoreError> {
    lock(tx, caller.channel, caller.address)
        .await?
        .ok_or(StoreError::RowCount { what: "meet contact", rows: 0 })
}

/// The contact at this address, their row locked where turns can run side by side.
async fn lock(tx: &mut Tx, channel: &str, address: &str) -> Result<Option<Contact>, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        // A statement of its own: one that waits for the lock sees the row as it has become, but
        // other tables, such as roles, as they were before it waited.
        sqlx::query("SELECT id FROM contacts WHERE channel = $1 AND address = $2 FOR UPDATE")
            .bind(channel)
            .bind(address)
            .fetch_optional(tx.connection())
            .await?;
    }
    at(tx.connection(), channel, address).await
}

/// The contact with id `id`, locked like one who was met: for a turn that no message began.
pub async fn take_up(tx: &mut Tx, id: i64) -> Result<Option<Contact>, StoreError> {
    if tx.dialect() == Dialect::Postgres {
        sqlx::query("SELECT id FROM contacts WHERE id = $1 FOR UPDATE")
            .bind(id)
            .fetch_optional(tx.connection())
            .await?;
    }
    by_id(tx.connection(), id).await
}

/// The contact with id `id`.
pub async fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Option<Contact>, StoreError> {
    let sql = concat!(select!(), "WHERE c.id = $1");
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(Contact::from_row).transpose()
}

/// The contact at this address, as it is without waiting for their turns.
pub async fn at(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
) -> Result<Option<Contact>, StoreError> {
    let sql = concat!(select!(), "WHERE c.channel = $1 AND c.address = $2");
    let row = sqlx::query(sql).bind(channel).bind(address).fetch_optional(connection).await?;
    row.as_ref().map(Contact::from_row).transpose()
}

/// Everyone who was given a role.
pub async fn members(connection: &mut AnyConnection) -> Result<Vec<Contact>, StoreError> {
    let sql = concat!(select!(), "WHERE c.id IN (SELECT contact_id FROM members) ORDER BY c.id");
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter().map(Contact::from_row).collect()
}

/// Everyone who took up an invitation and has no role any more.
pub async fn once_members(connection: &mut AnyConnection) -> Result<Vec<Contact>, StoreError> {
    let sql = concat!(
        select!(),
        "WHERE c.id IN (SELECT used_by FROM invites WHERE used_by IS NOT NULL)
           AND c.id NOT IN (SELECT contact_id FROM members) ORDER BY c.id"
    );
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    rows.iter().map(Contact::from_row).collect()
}

/// Keeps the conversation's state.
pub async fn save_session(tx: &mut Tx, id: i64, session: &str) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE contacts SET session = $1 WHERE id = $2")
        .bind(session)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("save session", done.rows_affected())
}

/// Puts the session, untouched since `since`, aside for a program that can read it. One already there
/// is older, and goes.
pub async fn put_aside(tx: &mut Tx, id: i64, since: Millis) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE contacts SET session_aside = session, session_aside_at = $1, session = NULL
          WHERE id = $2",
    )
    .bind(since)
    .bind(id)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("put session aside", done.rows_affected())
}

/// Forgets the session that was put aside: it is in use again.
pub async fn take_from_aside(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE contacts SET session_aside = NULL, session_aside_at = NULL WHERE id = $1",
    )
    .bind(id)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("take session from aside", done.rows_affected())
}

/// Follows what the platform says of the person's name and app language.
async fn follow(tx: &mut Tx, id: i64, caller: Caller<'_>) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE contacts SET name = $1, app_language = $2 WHERE id = $3")
        .bind(caller.name)
        .bind(caller.app_language)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("follow contact", done.rows_affected())
}

/// Speaks another language with this contact from now on.
pub async fn speak(tx: &mut Tx, id: i64, language: Locale) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE contacts SET language = $1 WHERE id = $2")
        .bind(language.code())
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("speak", done.rows_affected())
}

/// Marks the contact as having stopped the bot (`Some(when)`), or as back (`None`).
pub async fn set_blocked(tx: &mut Tx, id: i64, at: Option<Millis>) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE contacts SET blocked_at = $1 WHERE id = $2")
        .bind(at)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("block contact", done.rows_affected())
}

/// Marks whoever has this address as having stopped the bot (`Some(when)`), or as back (`None`). A
/// group has no contact, so there may be no row to change.
pub async fn block_address(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    at: Option<Millis>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE contacts SET blocked_at = $1 WHERE channel = $2 AND address = $3")
        .bind(at)
        .bind(channel)
        .bind(address)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Records consent to the data notice; consenting twice to one version changes nothing, and consenting
/// anew after it was withdrawn counts from now.
pub async fn consent(tx: &mut Tx, id: i64, version: u32, at: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO consents (contact_id, kind, version, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (contact_id, kind, version) DO UPDATE SET granted_at = $4, withdrawn_at = NULL
          WHERE consents.withdrawn_at IS NOT NULL",
    )
    .bind(id)
    .bind(NOTICE)
    .bind(i64::from(version))
    .bind(at)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Takes consent to the data notice back, of whatever version; `false` if there was none.
pub async fn disagree(tx: &mut Tx, id: i64, at: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE consents SET withdrawn_at = $1
          WHERE contact_id = $2 AND kind = $3 AND withdrawn_at IS NULL",
    )
    .bind(at)
    .bind(id)
    .bind(NOTICE)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() > 0)
}
