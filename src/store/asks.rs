//! What authors of nominations were asked for, and what they gave.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::asks::{Given, Item, Items};

/// That a reviewer asked for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its id.
    pub id: i64,
    /// About which nomination.
    pub nomination: i64,
    /// Who asked.
    pub by: i64,
    /// For what.
    pub items: Items,
    /// What they wrote with it.
    pub note: Option<String>,
    /// When.
    pub asked_at: Millis,
    /// By when an answer is awaited.
    pub due_at: Millis,
    /// When the answer was handed in.
    pub answered_at: Option<Millis>,
    /// When it was given up.
    pub lapsed_at: Option<Millis>,
}

impl Ask {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let items: String = row.try_get("items")?;
        Ok(Self {
            id: row.try_get("id")?,
            nomination: row.try_get("nomination_id")?,
            by: row.try_get("asked_by")?,
            items: Items::from_stored(&items),
            note: row.try_get("note")?,
            asked_at: row.try_get("asked_at")?,
            due_at: row.try_get("due_at")?,
            answered_at: row.try_get("answered_at")?,
            lapsed_at: row.try_get("lapsed_at")?,
        })
    }

    /// Whether an answer is still awaited, as far as the ask itself says.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none() && self.lapsed_at.is_none()
    }
}

macro_rules! select {
    () => {
        "SELECT a.id, a.nomination_id, a.asked_by, a.items, a.note, a.asked_at, a.due_at,
            a.answered_at, a.lapsed_at FROM asks a "
    };
}

/// Keeps an ask.
pub async fn insert(tx: &mut Tx, ask: &Ask) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO asks (id, nomination_id, asked_by, items, note, asked_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(ask.id)
    .bind(ask.nomination)
    .bind(ask.by)
    .bind(ask.items.stored())
    .bind(ask.note.as_deref())
    .bind(ask.asked_at)
    .bind(ask.due_at)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The ask with this id.
pub async fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Option<Ask>, StoreError> {
    let sql = concat!(select!(), "WHERE a.id = $1");
    let row = sqlx::query(sql).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(Ask::from_row).transpose()
}

/// The last ask about a nomination.
pub async fn latest(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Option<Ask>, StoreError> {
    let sql = concat!(select!(), "WHERE a.nomination_id = $1 ORDER BY a.id DESC LIMIT 1");
    let row = sqlx::query(sql).bind(nomination).fetch_optional(connection).await?;
    row.as_ref().map(Ask::from_row).transpose()
}

/// Every ask about a nomination, the oldest first.
pub async fn all_of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Vec<Ask>, StoreError> {
    let sql = concat!(select!(), "WHERE a.nomination_id = $1 ORDER BY a.id");
    let rows = sqlx::query(sql).bind(nomination).fetch_all(connection).await?;
    rows.iter().map(Ask::from_row).collect()
}

/// The last ask that this author has not answered yet.
pub async fn open_of(
    connection: &mut AnyConnection,
    nominator: i64,
) -> Result<Option<Ask>, StoreError> {
    let sql = concat!(
        select!(),
        "JOIN nominations n ON n.id = a.nomination_id
          WHERE n.nominator_id = $1 AND n.state = 'asked' AND a.answered_at IS NULL
            AND a.lapsed_at IS NULL ORDER BY a.id DESC LIMIT 1"
    );
    let row = sqlx::query(sql).bind(nominator).fetch_optional(connection).await?;
    row.as_ref().map(Ask::from_row).transpose()
}

/// Notes that the author was reminded; `false` if that was noted before.
pub async fn set_reminded(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE asks SET reminded_at = $1 WHERE id = $2 AND reminded_at IS NULL")
            .bind(now)
            .bind(id)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the answer was handed in; `false` if the ask is no longer open.
pub async fn set_answered(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE asks SET answered_at = $1
          WHERE id = $2 AND answered_at IS NULL AND lapsed_at IS NULL",
    )
    .bind(now)
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that no answer came in time; `false` if the ask is no longer open.
pub async fn set_lapsed(tx: &mut Tx, id: i64, now: Millis) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE asks SET lapsed_at = $1
          WHERE id = $2 AND answered_at IS NULL AND lapsed_at IS NULL",
    )
    .bind(now)
    .bind(id)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what was given for an item, in place of what was there.
pub async fn give(tx: &mut Tx, ask: i64, given: &Given, now: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO ask_answers (ask_id, item, body, files, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (ask_id, item) DO UPDATE SET body = $3, files = $4, at = $5",
    )
    .bind(ask)
    .bind(given.item.code())
    .bind(&given.body)
    .bind(given.files)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What was given so far, in the order of the items.
pub async fn given(connection: &mut AnyConnection, ask: i64) -> Result<Vec<Given>, StoreError> {
    let rows = sqlx::query("SELECT item, body, files FROM ask_answers WHERE ask_id = $1")
        .bind(ask)
        .fetch_all(connection)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let item: String = row.try_get("item")?;
        let item = Item::from_code(&item).ok_or_else(|| corrupt("item"))?;
        all.push(Given { item, body: row.try_get("body")?, files: row.try_get("files")? });
    }
    all.sort_by_key(|one| one.item as u8);
    Ok(all)
}

/// How many files, and how many texts, were added to a nomination in the usual way since `since`.
pub async fn added_since(
    connection: &mut AnyConnection,
    nomination: i64,
    since: Millis,
) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM evidence WHERE nomination_id = $1 AND added_at >= $2) AS files,
            (SELECT COUNT(*) FROM additions WHERE nomination_id = $1 AND added_at >= $2) AS texts",
    )
    .bind(nomination)
    .bind(since)
    .fetch_one(connection)
    .await?;
    Ok((row.try_get("files")?, row.try_get("texts")?))
}
