//! Groups that get the cards of a commune or of the whole province, and the topics in them.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;

/// A group that gets cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The channel.
    pub channel: String,
    /// The chat.
    pub address: String,
    /// The commune whose cards it gets; `None` for the whole province.
    pub commune: Option<String>,
    /// Who bound it; `None` for the one that is configured.
    pub bound_by: Option<i64>,
}

impl Group {
    fn from_row(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            channel: row.try_get("channel")?,
            address: row.try_get("address")?,
            commune: row.try_get("commune")?,
            bound_by: row.try_get("bound_by")?,
        })
    }
}

/// Where a message about a commune goes in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// Where everything goes: the chat keeps no topics, or lets us make none.
    Common,
    /// Into this topic.
    Thread(String),
    /// Into a topic that is still to be made.
    Missing,
}

/// The groups that get the cards of a commune.
pub async fn for_commune(
    connection: &mut AnyConnection,
    commune: &str,
) -> Result<Vec<Group>, StoreError> {
    let rows = sqlx::query(
        "SELECT channel, address, commune, bound_by FROM groups
          WHERE commune IS NULL OR commune = $1 ORDER BY channel, address",
    )
    .bind(commune)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Group::from_row).collect()
}

/// The group at this address, if it gets cards.
pub async fn at(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
) -> Result<Option<Group>, StoreError> {
    let row = sqlx::query(
        "SELECT channel, address, commune, bound_by FROM groups
          WHERE channel = $1 AND address = $2",
    )
    .bind(channel)
    .bind(address)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(Group::from_row).transpose()
}

/// Has a group get cards, instead of those it got before.
pub async fn bind(
    tx: &mut Tx,
    group: &Group,
    is_forum: bool,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO groups (channel, address, commune, is_forum, bound_by, bound_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (channel, address) DO UPDATE SET commune = $3, is_forum = $4, bound_by = $5,
            bound_at = $6, topics_refused_at = NULL",
    )
    .bind(&group.channel)
    .bind(&group.address)
    .bind(group.commune.as_deref())
    .bind(i64::from(is_forum))
    .bind(group.bound_by)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Makes the configured group, if there is one, the only one that is so. Whether it keeps topics may
/// not be known now.
pub async fn configure(
    tx: &mut Tx,
    channel: &str,
    address: Option<&str>,
    is_forum: Option<bool>,
    now: Millis,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM groups WHERE bound_by IS NULL AND channel = $1 AND address <> COALESCE($2, '')",
    )
    .bind(channel)
    .bind(address)
    .execute(tx.connection())
    .await?;
    let Some(address) = address else { return Ok(()) };
    sqlx::query(
        "INSERT INTO groups (channel, address, commune, is_forum, bound_by, bound_at)
         VALUES ($1, $2, NULL, COALESCE($3, 0), NULL, $4)
         ON CONFLICT (channel, address) DO UPDATE SET commune = NULL, bound_by = NULL,
            is_forum = COALESCE($3, groups.is_forum), topics_refused_at = NULL",
    )
    .bind(channel)
    .bind(address)
    .bind(is_forum.map(i64::from))
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Has a group get cards no more; `false` if it got none. Its topics stay known, to be found again.
pub async fn unbind(tx: &mut Tx, channel: &str, address: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM groups WHERE channel = $1 AND address = $2")
        .bind(channel)
        .bind(address)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes whether a group keeps topics. It may be one that gets no cards, so rows are not counted.
pub async fn set_forum(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    is_forum: bool,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE groups SET is_forum = $1 WHERE channel = $2 AND address = $3 AND is_forum <> $1",
    )
    .bind(i64::from(is_forum))
    .bind(channel)
    .bind(address)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Notes that a group lets us make no topics. Gives who bound it, the first time only.
pub async fn refuse_topics(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    now: Millis,
) -> Result<Option<i64>, StoreError> {
    let binder: Option<Option<i64>> = sqlx::query_scalar(
        "UPDATE groups SET topics_refused_at = $1
          WHERE channel = $2 AND address = $3 AND topics_refused_at IS NULL RETURNING bound_by",
    )
    .bind(now)
    .bind(channel)
    .bind(address)
    .fetch_optional(tx.connection())
    .await?;
    Ok(binder.flatten())
}

/// Notes that a group lets us make topics after all. It may be one that never refused.
pub async fn allow_topics(tx: &mut Tx, channel: &str, address: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE groups SET topics_refused_at = NULL WHERE channel = $1 AND address = $2")
        .bind(channel)
        .bind(address)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Where the cards of a commune stand in a chat.
pub async fn room(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
    commune: &str,
) -> Result<Room, StoreError> {
    let row = sqlx::query(
        "SELECT g.is_forum, g.topics_refused_at, (SELECT t.thread FROM topics t
            WHERE t.channel = g.channel AND t.address = g.address AND t.commune = $3) AS thread
           FROM groups g WHERE g.channel = $1 AND g.address = $2",
    )
    .bind(channel)
    .bind(address)
    .bind(commune)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(Room::Common) };
    if row.try_get::<i64, _>("is_forum")? == 0 {
        return Ok(Room::Common);
    }
    let refused: Option<Millis> = row.try_get("topics_refused_at")?;
    Ok(match (row.try_get("thread")?, refused) {
        (Some(thread), _) => Room::Thread(thread),
        (None, Some(_)) => Room::Common,
        (None, None) => Room::Missing,
    })
}

/// Notes the topic in which the cards of a commune stand from now on.
pub async fn note_topic(
    tx: &mut Tx,
    channel: &str,
    address: &str,
    commune: &str,
    thread: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO topics (channel, address, commune, thread) VALUES ($1, $2, $3, $4)
         ON CONFLICT (channel, address, commune) DO UPDATE SET thread = $4",
    )
    .bind(channel)
    .bind(address)
    .bind(commune)
    .bind(thread)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The groups that a contact bound and that let us make no topics.
pub async fn refusing(
    connection: &mut AnyConnection,
    bound_by: i64,
) -> Result<Vec<Group>, StoreError> {
    let rows = sqlx::query(
        "SELECT channel, address, commune, bound_by FROM groups
          WHERE bound_by = $1 AND topics_refused_at IS NOT NULL ORDER BY channel, address",
    )
    .bind(bound_by)
    .fetch_all(connection)
    .await?;
    rows.iter().map(Group::from_row).collect()
}

/// Follows a group to its new address. What was known of that is older.
pub(super) async fn follow(
    tx: &mut Tx,
    channel: &str,
    old: &str,
    new: &str,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM groups WHERE channel = $1 AND address = $3 AND EXISTS (
            SELECT 1 FROM groups g WHERE g.channel = $1 AND g.address = $2)",
        "UPDATE groups SET address = $3 WHERE channel = $1 AND address = $2",
        "DELETE FROM topics WHERE channel = $1 AND address = $3 AND EXISTS (
            SELECT 1 FROM topics t WHERE t.channel = $1 AND t.address = $2
                AND t.commune = topics.commune)",
        "UPDATE topics SET address = $3 WHERE channel = $1 AND address = $2",
    ] {
        sqlx::query(sql).bind(channel).bind(old).bind(new).execute(tx.connection()).await?;
    }
    Ok(())
}
