//! Who is muted or banned, since when, until when, by whom and why. What of it holds for the person
//! who is talking is read with their contact.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::sanction::Kind;

/// A mute or a ban, in force or past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// Our id; rises with time.
    pub id: i64,
    /// Whom it holds.
    pub contact: i64,
    /// Their name as the platform shows it.
    pub name: String,
    /// How far it goes.
    pub kind: Kind,
    /// Why: a preset reason's code after `#`, or own words.
    pub reason: String,
    /// The name of the admin who imposed it.
    pub by_name: String,
    /// Since when.
    pub at: Millis,
    /// Until when; `None` if nothing but an admin ends it.
    pub until: Option<Millis>,
    /// When it was lifted, or ended.
    pub lifted_at: Option<Millis>,
}

macro_rules! select {
    () => {
        "SELECT s.id, s.contact_id, c.name, s.kind, s.reason, b.name AS by_name, s.at, s.until,
            s.lifted_at
         FROM sanctions s JOIN contacts c ON c.id = s.contact_id JOIN contacts b ON b.id = s.by_id "
    };
}

/// What is in force, beside those whose time is over and who wait for a timer to say so.
macro_rules! in_force {
    () => {
        "WHERE s.lifted_at IS NULL AND (s.until IS NULL OR s.until > $1)"
    };
}

impl Sanction {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let kind: String = row.try_get("kind")?;
        Ok(Self {
            id: row.try_get("id")?,
            contact: row.try_get("contact_id")?,
            name: row.try_get("name")?,
            kind: Kind::from_code(&kind).ok_or_else(|| corrupt("kind of sanction"))?,
            reason: row.try_get("reason")?,
            by_name: row.try_get("by_name")?,
            at: row.try_get("at")?,
            until: row.try_get("until")?,
            lifted_at: row.try_get("lifted_at")?,
        })
    }

    /// Whether it is in force `now`.
    pub fn holds(&self, now: Millis) -> bool {
        self.lifted_at.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// What an admin decides about a person.
#[derive(Clone, Debug)]
pub struct NewSanction<'a> {
    /// Its id.
    pub id: i64,
    /// Whom it holds.
    pub contact: i64,
    /// How far it goes.
    pub kind: Kind,
    /// Why: a preset reason's code after `#`, or own words.
    pub reason: &'a str,
    /// The admin.
    pub by: i64,
    /// Until when.
    pub until: Option<Millis>,
}

/// Imposes a sanction. Fails while the person has one that is not closed.
pub async fn insert(tx: &mut Tx, new: &NewSanction<'_>, now: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO sanctions (id, contact_id, kind, reason, by_id, at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id)
    .bind(new.contact)
    .bind(new.kind.code())
    .bind(new.reason)
    .bind(new.by)
    .bind(now)
    .bind(new.until)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Closes a sanction, by an admin or because its time is over; `false` if it was closed before.
pub async fn lift(tx: &mut Tx, id: i64, by: Option<i64>, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE sanctions SET lifted_at = $1, lifted_by = $2 WHERE id = $3 AND lifted_at IS NULL",
    )
    .bind(now)
    .bind(by)
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a banned person was given their one answer.
pub async fn mark_answered(tx: &mut Tx, id: i64, now: Millis) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE sanctions SET answered_at = $1 WHERE id = $2")
        .bind(now)
        .bind(id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("answer a ban", done.rows_affected())
}

/// The sanction with id `id`.
pub async fn by_id(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<Sanction>, StoreError> {
    let sql = concat!(select!(), "WHERE s.id = $1");
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(Sanction::from_row).transpose()
}

/// The last one that a person was given, in force or past.
pub async fn last_of(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Option<Sanction>, StoreError> {
    let sql = concat!(select!(), "WHERE s.contact_id = $1 ORDER BY s.id DESC LIMIT 1");
    let row = sqlx::query(sql).bind(contact).fetch_optional(connection).await?;
    row.as_ref().map(Sanction::from_row).transpose()
}

/// Every sanction that a person had, the oldest first.
pub async fn all_of(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Vec<Sanction>, StoreError> {
    let sql = concat!(select!(), "WHERE s.contact_id = $1 ORDER BY s.id");
    let rows = sqlx::query(sql).bind(contact).fetch_all(connection).await?;
    rows.iter().map(Sanction::from_row).collect()
}

/// Those in force, the newest first.
pub async fn in_force(
    connection: &mut AnyConnection,
    now: Millis,
    limit: i64,
    offset: i64,
) -> Result<Vec<Sanction>, StoreError> {
    let sql = concat!(select!(), in_force!(), " ORDER BY s.id DESC LIMIT $2 OFFSET $3");
    let rows = sqlx::query(sql).bind(now).bind(limit).bind(offset).fetch_all(connection).await?;
    rows.iter().map(Sanction::from_row).collect()
}

/// How many are in force.
pub async fn count_in_force(
    connection: &mut AnyConnection,
    now: Millis,
) -> Result<i64, StoreError> {
    let sql = concat!("SELECT COUNT(*) FROM sanctions s ", in_force!());
    Ok(sqlx::query_scalar(sql).bind(now).fetch_one(connection).await?)
}
