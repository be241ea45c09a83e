//! Which message on the platform a slot was last drawn in.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// What a slot was last drawn in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The platform's id of the message.
    pub message: String,
    /// The row of the outbox that drew it: an earlier one has nothing newer to say.
    pub by: i64,
}

/// What `slot` was last drawn in in this chat, if it ever was.
pub async fn find(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
    slot: &str,
) -> Result<Option<Drawn>, StoreError> {
    let row = sqlx::query(
        "SELECT message_id, drawn_by FROM slots WHERE channel = $1 AND address = $2 AND slot = $3",
    )
    .bind(channel)
    .bind(address)
    .bind(slot)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(Drawn { message: row.try_get("message_id")?, by: row.try_get("drawn_by")? }))
        .transpose()
}

/// Notes what a slot is drawn in from now on, unless something later has drawn it. Of a person whom
/// nobody knows any more nothing is noted: they had their data erased while it was drawn.
pub async fn put(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    slot: &str,
    drawn: &Drawn,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO slots (channel, address, slot, message_id, drawn_by, drawn_at)
         SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
                CAST($5 AS BIGINT), CAST($6 AS BIGINT)
          WHERE $2 LIKE '-%' OR EXISTS (SELECT 1 FROM contacts c
                WHERE c.channel = $1 AND c.address = $2)
         ON CONFLICT (channel, address, slot)
         DO UPDATE SET message_id = $4, drawn_by = $5, drawn_at = $6
          WHERE slots.drawn_by <= $5",
    )
    .bind(channel)
    .bind(address)
    .bind(slot)
    .bind(&drawn.message)
    .bind(drawn.by)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}
