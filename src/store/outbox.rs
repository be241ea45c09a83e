//! Messages still to be sent.
//!
//! The engine inserts rows in the turn that asks for them; `delivery` alone reads and marks them.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::delivery::outgoing::{Outgoing, Placement, Row};

/// Sizes of multi-row statements: few, so that their preparation is remembered.
const SIZES: [usize; 4] = [64, 16, 4, 1];
const COLUMNS: usize = 12;

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
                    .bind(row.created_at);
            }
            query.execute(tx.connection()).await?;
        }
    }
    Ok(rows)
}

fn insert_statements() -> &'static [(String, usize)] {
    static STATEMENTS: OnceLock<Vec<(String, usize)>> = OnceLock::new();
    STATEMENTS.get_or_init(|| {
        SIZES
            .iter()
            .map(|&size| {
                let mut sql =
                    "INSERT INTO outbox (id, channel, address, lane, slot, redraw, edits, \
                               payload, attempts, due_at, maybe_sent, created_at) VALUES "
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
