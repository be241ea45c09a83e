//! Which chats hold a copy of a nomination's review card, so that all copies tell the same truth.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::i18n::Locale;

/// A copy of a review card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The channel.
    pub channel: String,
    /// The chat.
    pub address: String,
    /// The slot it is drawn in.
    pub slot: String,
    /// The language it is drawn in.
    pub language: Locale,
}

impl Card {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        let language: String = row.try_get("language")?;
        Ok(Self {
            channel: row.try_get("channel")?,
            address: row.try_get("address")?,
            slot: row.try_get("slot")?,
            language: Locale::from_code(&language).unwrap_or_default(),
        })
    }
}

/// Notes a new copy.
pub async fn insert(tx: &mut Tx, nomination: i64, card: &Card) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO cards (nomination_id, channel, address, slot, language)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (nomination_id, channel, address, slot) DO NOTHING",
    )
    .bind(nomination)
    .bind(&card.channel)
    .bind(&card.address)
    .bind(&card.slot)
    .bind(card.language.code())
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Every copy.
pub async fn of(connection: &mut AnyConnection, nomination: i64) -> Result<Vec<Card>, StoreError> {
    let rows = sqlx::query(
        "SELECT channel, address, slot, language FROM cards WHERE nomination_id = $1
          ORDER BY channel, address, slot",
    )
    .bind(nomination)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Card::from_row).collect()
}

/// The copies in a chat and what they are of, newest nominations first, at most `limit`.
pub async fn in_chat(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
    limit: i64,
) -> Result<Vec<(i64, Card)>, StoreError> {
    let rows = sqlx::query(
        "SELECT nomination_id, channel, address, slot, language FROM cards
          WHERE channel = $1 AND address = $2 ORDER BY nomination_id DESC, slot LIMIT $3",
    )
    .bind(channel)
    .bind(address)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("nomination_id")?, Card::from_row(row)?))).collect()
}

/// What the copies in a chat are of: nomination, commune and field.
pub async fn subjects_in_chat(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
) -> Result<Vec<(i64, String, Option<String>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT n.id, n.commune, n.field FROM nominations n WHERE n.id IN (
            SELECT c.nomination_id FROM cards c WHERE c.channel = $1 AND c.address = $2)
          ORDER BY n.id",
    )
    .bind(channel)
    .bind(address)
    .fetch_all(connection)
    .await?;
    let read =
        |row: &AnyRow| Ok((row.try_get("id")?, row.try_get("commune")?, row.try_get("field")?));
    rows.iter().map(read).collect()
}

/// Forgets the copies in a chat, of one nomination or of all, and gives them back.
pub async fn take_from_chat(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    nomination: Option<i64>,
) -> Result<Vec<Card>, StoreError> {
    let rows = sqlx::query(
        "DELETE FROM cards
          WHERE channel = $1 AND address = $2 AND nomination_id = COALESCE($3, nomination_id)
          RETURNING channel, address, slot, language",
    )
    .bind(channel)
    .bind(address)
    .bind(nomination)
    .fetch_all(tx.connection())
    .await?;
    rows.iter().map(Card::from_row).collect()
}
