//! Which chats hold a copy of a nomination's review card, so that all copies tell the same truth.

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
    rows.iter()
        .map(|row| {
            let language: String = row.try_get("language")?;
            Ok(Card {
                channel: row.try_get("channel")?,
                address: row.try_get("address")?,
                slot: row.try_get("slot")?,
                language: Locale::from_code(&language).unwrap_or_default(),
            })
        })
        .collect()
}
