//! What is kept no longer: how much that is, and forgetting it, so much at a time.
//!
//! How long what is kept stands in [`crate::domain::retention`]; what personal data is in what, in
//! [`super::erasure`].

use sqlx::{AnyConnection, Row};

use super::audit::{Act, Entry, Subject};
use super::{StoreError, Tx, audit, contacts, erasure, uploads};
use crate::clock::Millis;
use crate::domain::day;
use crate::domain::retention::Kind;
use crate::ids::Ids;

/// How much of a kind is kept no longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// How many.
    pub count: i64,
    /// Since when the oldest of it counts.
    pub oldest: Option<Millis>,
}

/// What came of forgetting some of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// How many were forgotten.
    pub forgotten: u64,
    /// Where to go on, if there may be more.
    pub more: Option<i64>,
}

/// From where the rows of a kind are, with the moment that counts: `$1` is before when.
macro_rules! closed {
    () => {
        "n.state IN ('refused', 'withdrawn') AND n.state_since < $1"
    };
}
/// What people wrote about what is closed, and has been for long.
macro_rules! talk {
    ($table:literal) => {
        concat!(
            $table,
            " t JOIN nominations n ON n.id = t.nomination_id WHERE t.at < $1
                AND n.state IN ('recognised', 'refused', 'withdrawn', 'duplicate')
                AND n.state_since < $1"
        )
    };
}
macro_rules! files {
    () => {
        concat!(
            "nominations n WHERE ",
            closed!(),
            " AND EXISTS (SELECT 1 FROM evidence e WHERE e.nomination_id = n.id)"
        )
    };
}
/// One that stands for an exemplar in public stays: `erasure` leaves it as well.
macro_rules! refused {
    () => {
        concat!("nominations n WHERE ", closed!(), " AND n.erased_at IS NULL")
    };
}
macro_rules! ledger {
    () => {
        "broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast_id
          WHERE b.state IN ('done', 'stopped') AND b.ended_at < $1"
    };
}
macro_rules! idle {
    () => {
        "contacts c WHERE COALESCE(c.seen_at, c.created_at) < $1 AND c.erased_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM members m WHERE m.contact_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM nominations n WHERE n.nominator_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM sanctions x WHERE x.contact_id = c.id
                AND x.lifted_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.contact_id = c.id
                AND s.granted_at IS NOT NULL AND s.withdrawn_at IS NULL)"
    };
}
macro_rules! cards {
    () => {
        "cards k JOIN nominations n ON n.id = k.nomination_id WHERE n.decided_at < $1"
    };
}
/// Cards that are still drawn again keep their slots: one may be decided late.
macro_rules! slots {
    () => {
        "slots s WHERE s.drawn_at < $1 AND NOT EXISTS (
            SELECT 1 FROM cards c WHERE c.channel = s.channel AND c.address = s.address
                AND c.slot = s.slot)"
    };
}

/// How much of `kind` is from before `before`.
pub async fn due(
    connection: &mut AnyConnection,
    kind: Kind,
    before: Millis,
) -> Result<Due, StoreError> {
    macro_rules! count {
        ($at:literal, $from:expr) => {
            concat!("SELECT COUNT(*) AS count, MIN(", $at, ") AS oldest FROM ", $from)
        };
    }
    let sql = match kind {
        Kind::Files => count!("n.state_since", files!()),
        Kind::Refused => count!("n.state_since", refused!()),
        Kind::Thread => count!("t.at", talk!("thread")),
        Kind::Notes => count!("t.at", talk!("notes")),
        Kind::Ledger => count!("b.ended_at", ledger!()),
        Kind::Idle => count!("COALESCE(c.seen_at, c.created_at)", idle!()),
        Kind::Dead => {
            count!("created_at", "outbox WHERE dead_reason IS NOT NULL AND created_at < $1")
        }
        Kind::Turns => count!("failed_at", "dead_turns WHERE failed_at < $1"),
        Kind::Aside => count!("session_aside_at", "contacts WHERE session_aside_at < $1"),
        Kind::Uploads => count!("created_at", "uploads WHERE created_at < $1"),
        Kind::Cards => count!("n.decided_at", cards!()),
        Kind::Slots => count!("s.drawn_at", slots!()),
        Kind::Events => count!("received_at", "inbox WHERE received_at < $1"),
        Kind::Mornings => {
            let sql = "SELECT COUNT(*) FROM digests WHERE day < $1";
            let day = day::today(before).stored();
            let count = sqlx::query_scalar(sql).bind(day).fetch_one(connection).await?;
            return Ok(Due { count, oldest: None });
        }
    };
    let row = sqlx::query(sql).bind(before).fetch_one(connection).await?;
    Ok(Due { count: row.try_get("count")?, oldest: row.try_get("oldest")? })
}

/// Forgets what there is of `kind` from before `before`, `limit` at most, and behind `after` in the
/// order of ids: 0 to begin with. What is erased of somebody is noted in the audit, each by itself.
pub async fn forget(
    tx: &mut Tx,
    kind: Kind,
    before: Millis,
    after: i64,
    limit: i64,
    (ids, now): (&Ids, Millis),
) -> Result<Chunk, StoreError> {
    macro_rules! some {
        ($id:literal, $from:expr) => {
            concat!(
                "SELECT ",
                $id,
                " FROM ",
                $from,
                " AND ",
                $id,
                " > $2 ORDER BY ",
                $id,
                " LIMIT $3"
            )
        };
    }
    let sql = match kind {
        Kind::Files => some!("n.id", files!()),
        Kind::Refused => some!("n.id", refused!()),
        Kind::Idle => some!("c.id", idle!()),
        Kind::Uploads => some!("id", "uploads WHERE created_at < $1"),
        _ => return forget_rows(tx, kind, before, limit).await,
    };
    let found: Vec<i64> = sqlx::query_scalar(sql)
        .bind(before)
        .bind(after)
        .bind(limit)
        .fetch_all(tx.connection())
        .await?;
    let mut forgotten = 0;
    for &id in &found {
        let done = match kind {
            Kind::Files => hold_closed(tx, id, before).await? && forget_files(tx, id).await?,
            Kind::Refused => {
                hold_closed(tx, id, before).await?
                    && erasure::anonymise_nomination(tx, id, now).await?
            }
            Kind::Idle => {
                // They may have come back while their row was waited for.
                contacts::take_up(tx, id).await?;
                is_idle(tx, id, before).await? && erasure::erase_contact(tx, id, now).await?
            }
            _ => {
                uploads::forget(tx, id).await?;
                true
            }
        };
        let subject = match kind {
            Kind::Files | Kind::Refused => Subject::Nomination(id),
            _ => Subject::Contact(id),
        };
        if done && kind != Kind::Uploads {
            let detail = format!("{{\"kept\":\"{}\"}}", kind.code());
            let entry = Entry::new(ids.next(), Act::Retain, subject, None, now);
            audit::record(tx, &entry.with(&detail)).await?;
        }
        forgotten += u64::from(done);
    }
    let is_full = i64::try_from(found.len()).is_ok_and(|found| found == limit);
    Ok(Chunk { forgotten, more: found.last().copied().filter(|_| is_full) })
}

async fn forget_rows(
    tx: &mut Tx,
    kind: Kind,
    before: Millis,
    limit: i64,
) -> Result<Chunk, StoreError> {
    macro_rules! delete {
        ($table:literal, $key:literal, $chosen:literal, $from:expr) => {
            concat!(
                "DELETE FROM ",
                $table,
                " WHERE ",
                $key,
                " IN (SELECT ",
                $chosen,
                " FROM ",
                $from,
                " LIMIT $2)"
            )
        };
    }
    let sql = match kind {
        Kind::Thread => delete!("thread", "id", "t.id", talk!("thread")),
        Kind::Notes => delete!("notes", "id", "t.id", talk!("notes")),
        Kind::Ledger => delete!(
            "broadcast_recipients",
            "(broadcast_id, contact_id)",
            "r.broadcast_id, r.contact_id",
            ledger!()
        ),
        Kind::Dead => delete!(
            "outbox",
            "id",
            "id",
            "outbox WHERE dead_reason IS NOT NULL AND created_at < $1"
        ),
        Kind::Turns => delete!(
            "dead_turns",
            "(channel, event)",
            "channel, event",
            "dead_turns WHERE failed_at < $1"
        ),
        Kind::Aside => {
            "UPDATE contacts SET session_aside = NULL, session_aside_at = NULL
              WHERE id IN (SELECT id FROM contacts WHERE session_aside_at < $1 LIMIT $2)"
        }
        Kind::Cards => delete!(
            "cards",
            "(nomination_id, channel, address, slot)",
            "k.nomination_id, k.channel, k.address, k.slot",
            cards!()
        ),
        Kind::Slots => {
            delete!("slots", "(channel, address, slot)", "s.channel, s.address, s.slot", slots!())
        }
        Kind::Events => {
            delete!("inbox", "(channel, event)", "channel, event", "inbox WHERE received_at < $1")
        }
        Kind::Mornings => {
            delete!("digests", "(contact_id, day)", "contact_id, day", "digests WHERE day < $1")
        }
        // Those are found by their ids.
        Kind::Files | Kind::Refused | Kind::Idle | Kind::Uploads => {
            return Ok(Chunk { forgotten: 0, more: None });
        }
    };
    let query = match kind {
        Kind::Mornings => sqlx::query(sql).bind(day::today(before).stored()),
        _ => sqlx::query(sql).bind(before),
    };
    let forgotten = query.bind(limit).execute(tx.connection()).await?.rows_affected();
    let is_full = i64::try_from(forgotten).is_ok_and(|forgotten| forgotten == limit);
    Ok(Chunk { forgotten, more: is_full.then_some(0) })
}

/// Whether this contact, whose row is held, still does nothing.
async fn is_idle(tx: &mut Tx, contact: i64, before: Millis) -> Result<bool, StoreError> {
    let sql = concat!("SELECT COUNT(*) FROM ", idle!(), " AND c.id = $2");
    let found: i64 =
        sqlx::query_scalar(sql).bind(before).bind(contact).fetch_one(tx.connection()).await?;
    Ok(found == 1)
}

/// Holds the row of a nomination, and says whether it is still closed for so long: it may have been
/// opened again since it was found.
async fn hold_closed(tx: &mut Tx, nomination: i64, before: Millis) -> Result<bool, StoreError> {
    let held = sqlx::query(
        "UPDATE nominations SET version = version WHERE id = $2
            AND state IN ('refused', 'withdrawn') AND state_since < $1",
    )
    .bind(before)
    .bind(nomination)
    .execute(tx.connection())
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Forgets the files of a nomination; what was said in words stays.
async fn forget_files(tx: &mut Tx, nomination: i64) -> Result<bool, StoreError> {
    for sql in [
        "DELETE FROM photo_hashes WHERE nomination_id = $1",
        "DELETE FROM evidence WHERE nomination_id = $1",
    ] {
        sqlx::query(sql).bind(nomination).execute(tx.connection()).await?;
    }
    Ok(true)
}
