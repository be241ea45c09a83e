//! Messages still to be sent.
//!
//! The engine inserts rows in the turn that asks for them; `delivery` alone reads and marks them.

use std::fmt::Write as _;
use std::sync::OnceLock;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::restoring::SET_ASIDE;
use super::{StoreError, Tx, groups};
use crate::clock::Millis;
use crate::delivery::outgoing::{Lane, Outgoing, Placement, Row};

/// Sizes of multi-row statements: few, so that their preparation is remembered.
const SIZES: [usize; 5] = [64, 16, 4, 2, 1];
const COLUMNS: usize = 13;

/// Keeps `outgoing` to be sent, each as one row or several if it takes several calls.
///
/// Gives the rows back for [`crate::delivery`] to have in memory once the turn is committed.
/// `ids` gives rising ids.
pub async fn insert(
    tx: &mut Tx,
    ids: &mut (dyn FnMut() -> i64 + Send),
    outgoing: &[Outgoing],
    now: Millis,
) -> Result<Vec<Row>, StoreError> {
    let rows: Vec<Row> = outgoing
        .iter()
        .flat_map(|outgoing| outgoing.clone().into_calls())
        .map(|call| Row {
            id: ids(),
            channel: call.channel,
            address: call.address,
            lane: call.lane,
            slot: call.slot,
            placement: call.placement,
            message: call.message,
            attempts: 0,
            due_at: now,
            maybe_sent: 0,
            created_at: now,
        })
        .collect();
    let mut rest = rows.as_slice();
    for (sql, size) in insert_statements() {
        while rest.len() >= *size {
            let (chunk, remaining) = rest.split_at(*size);
            rest = remaining;
            let mut query = sqlx::query(sql.as_str());
            for row in chunk {
                let (redraw, edits) = match &row.placement {
                    Placement::Fresh => (0_i64, None),
                    Placement::Redraw => (1, None),
                    Placement::Edit(message) => (0, Some(message.as_str())),
                };
                let payload = serde_json::to_string(&row.message)
                    .expect("a message is strings and lists of them");
                query = query
                    .bind(row.id)
                    .bind(row.channel.as_str())
                    .bind(row.address.as_str())
                    .bind(row.lane.code())
                    .bind(row.slot.as_deref())
                    .bind(redraw)
                    .bind(edits)
                    .bind(payload)
                    .bind(i64::from(row.attempts))
                    .bind(row.due_at)
                    .bind(i64::from(row.maybe_sent))
                    .bind(row.created_at)
                    .bind(row.message.upload.as_ref().map(|upload| upload.id));
            }
            query.execute(tx.connection()).await?;
        }
    }
    Ok(rows)
}

/// What became of an attempt, or of a row that needs none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nothing is left to do: it was sent, or a later row says the slot's newer truth.
    Done,
    /// It is to be tried again.
    Later {
        /// Attempts so far.
        attempts: u32,
        /// Not before, in unix milliseconds.
        due_at: Millis,
        /// Attempts that may have arrived though nobody said so.
        maybe_sent: u32,
    },
    /// It is given up and kept, for the operator to see.
    Dead {
        /// Why; never what was said.
        reason: String,
    },
}

/// Writes down what became of rows.
///
/// A row may be gone by now, so rows are not counted: the process that had the duty to send before this
/// one, or has it since, may have had the same row in flight and written down that it was sent. An error
/// would keep all the others from being written down, again and again.
pub async fn settle(tx: &mut Tx, settled: &[(i64, Settled)]) -> Result<(), StoreError> {
    let mut done = Vec::with_capacity(settled.len());
    for (id, what) in settled {
        match what {
            Settled::Done => done.push(*id),
            Settled::Later { attempts, due_at, maybe_sent } => {
                sqlx::query(
                    "UPDATE outbox SET attempts = $1, due_at = $2, maybe_sent = $3 WHERE id = $4",
                )
                .bind(i64::from(*attempts))
                .bind(*due_at)
                .bind(i64::from(*maybe_sent))
                .bind(*id)
                .execute(tx.connection())
                .await?;
            }
            Settled::Dead { reason } => {
                sqlx::query("UPDATE outbox SET dead_reason = $1 WHERE id = $2")
                    .bind(reason)
                    .bind(*id)
                    .execute(tx.connection())
                    .await?;
            }
        }
    }
    let mut rest = done.as_slice();
    for (sql, size) in delete_statements() {
        while rest.len() >= *size {
            let (chunk, remaining) = rest.split_at(*size);
            rest = remaining;
            let query = chunk.iter().fold(sqlx::query(sql.as_str()), |query, id| query.bind(*id));
            query.execute(tx.connection()).await?;
        }
    }
    Ok(())
}

/// The ids of rows of `lane` that still have to be sent, the oldest first, `limit` at most.
pub async fn waiting(
    connection: &mut AnyConnection,
    lane: Lane,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM outbox WHERE dead_reason IS NULL AND lane = $1 ORDER BY id LIMIT $2",
    )
    .bind(lane.code())
    .bind(limit)
    .fetch_all(connection)
    .await?)
}

/// What was found of rows that were looked for.
#[derive(Debug, Default)]
pub struct Found {
    /// The rows, the oldest first.
    pub rows: Vec<Row>,
    /// Rows that this program cannot read, and why not: a newer one may have written them. One such
    /// row must not stand in the way of the others.
    pub unreadable: Vec<(i64, String)>,
}

/// The rows with these ids that still have to be sent.
pub async fn rows(connection: &mut AnyConnection, ids: &[i64]) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut rest = ids;
    for (sql, size) in select_statements() {
        while rest.len() >= *size {
            let (chunk, remaining) = rest.split_at(*size);
            rest = remaining;
            let query = chunk.iter().fold(sqlx::query(sql.as_str()), |query, id| query.bind(*id));
            for row in query.fetch_all(&mut *connection).await? {
                match read(&row) {
                    Ok(row) => found.rows.push(row),
                    Err(error) => found.unreadable.push((row.try_get("id")?, error.to_string())),
                }
            }
        }
    }
    found.rows.sort_by_key(|row| row.id);
    Ok(found)
}

/// The oldest moment at which a row that still has to be sent was made.
pub async fn oldest(connection: &mut AnyConnection) -> Result<Option<Millis>, StoreError> {
    // Ids rise with time, and this way the index answers.
    let mut oldest = None;
    for lane in Lane::ALL {
        let first: Option<Millis> = sqlx::query_scalar(
            "SELECT created_at FROM outbox WHERE dead_reason IS NULL AND lane = $1
              ORDER BY id LIMIT 1",
        )
        .bind(lane.code())
        .fetch_optional(&mut *connection)
        .await?;
        oldest = match (oldest, first) {
            (Some(one), Some(other)) => Some(std::cmp::min::<Millis>(one, other)),
            (one, other) => one.or(other),
        };
    }
    Ok(oldest)
}

/// The newest rows given up, `limit` at most: when each was made, and why it was given up. Not those that
/// were set aside: [`count_set_aside`].
pub async fn dead(
    connection: &mut AnyConnection,
    limit: i64,
) -> Result<Vec<(Millis, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT created_at, dead_reason FROM outbox
          WHERE dead_reason IS NOT NULL AND dead_reason <> $1 ORDER BY id DESC LIMIT $2",
    )
    .bind(SET_ASIDE)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("created_at")?, row.try_get("dead_reason")?))).collect()
}

/// How many rows were given up.
pub async fn count_dead(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE dead_reason IS NOT NULL AND dead_reason <> $1";
    Ok(sqlx::query_scalar(sql).bind(SET_ASIDE).fetch_one(connection).await?)
}

/// How many rows were set aside when the database was put back from a copy.
pub async fn count_set_aside(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE dead_reason = $1";
    Ok(sqlx::query_scalar(sql).bind(SET_ASIDE).fetch_one(connection).await?)
}

/// Follows a chat to its new address: what waits for it, which cards it gets, and the messages it can redraw, which a
/// new supergroup does not have. Any number of rows, also none, may wait for it.
pub async fn move_chat(tx: &mut Tx, channel: &str, old: &str, new: &str) -> Result<(), StoreError> {
    for sql in [
        "UPDATE outbox SET address = $3 WHERE channel = $1 AND address = $2",
        "UPDATE cards SET address = $3 WHERE channel = $1 AND address = $2",
        "UPDATE moved_chats SET new_address = $3 WHERE channel = $1 AND new_address = $2",
        "INSERT INTO moved_chats (channel, old_address, new_address) VALUES ($1, $2, $3)
         ON CONFLICT (channel, old_address) DO UPDATE SET new_address = $3",
    ] {
        sqlx::query(sql).bind(channel).bind(old).bind(new).execute(tx.connection()).await?;
    }
    sqlx::query("DELETE FROM slots WHERE channel = $1 AND address = $2")
        .bind(channel)
        .bind(old)
        .execute(tx.connection())
        .await?;
    groups::follow(tx, channel, old, new).await
}

/// Where a chat is now: its new address if it has moved, else the one it had.
pub async fn current_address(
    connection: &mut AnyConnection,
    channel: &str,
    address: &str,
) -> Result<String, StoreError> {
    let moved: Option<String> = sqlx::query_scalar(
        "SELECT new_address FROM moved_chats WHERE channel = $1 AND old_address = $2",
    )
    .bind(channel)
    .bind(address)
    .fetch_optional(connection)
    .await?;
    Ok(moved.unwrap_or_else(|| address.to_owned()))
}

fn read(row: &AnyRow) -> Result<Row, StoreError> {
    let lane: i64 = row.try_get("lane")?;
    let redraw: i64 = row.try_get("redraw")?;
    let edits: Option<String> = row.try_get("edits")?;
    let payload: String = row.try_get("payload")?;
    let corrupt = |what, error: String| StoreError::Corrupt { what, error };
    let count =
        |what, number: i64| u32::try_from(number).map_err(|_| corrupt(what, "out of range".into()));
    Ok(Row {
        id: row.try_get("id")?,
        channel: row.try_get("channel")?,
        address: row.try_get("address")?,
        lane: Lane::from_code(lane).ok_or_else(|| corrupt("lane", lane.to_string()))?,
        slot: row.try_get("slot")?,
        placement: match edits {
            Some(message) => Placement::Edit(message),
            None if redraw != 0 => Placement::Redraw,
            None => Placement::Fresh,
        },
        message: serde_json::from_str(&payload)
            // The position says enough; the text itself is somebody's.
            .map_err(|error| corrupt("message", format!("at column {}", error.column())))?,
        attempts: count("attempts", row.try_get("attempts")?)?,
        due_at: row.try_get("due_at")?,
        maybe_sent: count("maybe_sent", row.try_get("maybe_sent")?)?,
        created_at: row.try_get("created_at")?,
    })
}

fn insert_statements() -> &'static [(String, usize)] {
    static STATEMENTS: OnceLock<Vec<(String, usize)>> = OnceLock::new();
    STATEMENTS.get_or_init(|| {
        SIZES
            .iter()
            .map(|&size| {
                let mut sql =
                    "INSERT INTO outbox (id, channel, address, lane, slot, redraw, edits, \
                               payload, attempts, due_at, maybe_sent, created_at, upload_id) VALUES "
                        .to_owned();
                for row in 0..size {
                    sql.push_str(if row == 0 { "(" } else { ", (" });
                    for column in 1..=COLUMNS {
                        let comma = if column == 1 { "" } else { ", " };
                        write!(sql, "{comma}${}", row * COLUMNS + column)
                            .expect("a String takes any text");
                    }
                    sql.push(')');
                }
                (sql, size)
            })
            .collect()
    })
}

fn delete_statements() -> &'static [(String, usize)] {
    static STATEMENTS: OnceLock<Vec<(String, usize)>> = OnceLock::new();
    STATEMENTS.get_or_init(|| for_ids("DELETE FROM outbox WHERE"))
}

fn select_statements() -> &'static [(String, usize)] {
    static STATEMENTS: OnceLock<Vec<(String, usize)>> = OnceLock::new();
    STATEMENTS.get_or_init(|| {
        for_ids(
            "SELECT id, channel, address, lane, slot, redraw, edits, payload, attempts, due_at,
                    maybe_sent, created_at FROM outbox WHERE dead_reason IS NULL AND",
        )
    })
}

/// `start` with as many ids as each of [`SIZES`].
fn for_ids(start: &str) -> Vec<(String, usize)> {
    SIZES
        .iter()
        .map(|&size| {
            let ids: Vec<String> = (1..=size).map(|number| format!("${number}")).collect();
            (format!("{start} id IN ({})", ids.join(", ")), size)
        })
        .collect()
}
