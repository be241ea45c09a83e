//! What is due in a database that was put back from a copy, and must not go out a second time.
//!
//! The rule is silence: what would have been said before the copy was put back is not said by it. Who
//! was to hear it either has, from the program that went on behind the copy, or finds it where they
//! look. What changes something besides saying it, such as the end of the days to answer, is put off
//! by a day, so that people can do again what the copy does not know of. What falls due later is
//! none of this module's business.

use super::audit::{Act, Entry, Subject};
use super::{StoreError, Tx, audit, digests, rules, settings, timers};
use crate::clock::{DAY, Millis};
use crate::domain::broadcast::{Kind, Outcome, Pause, State};
use crate::domain::day;

/// Why a message of the outbox is not sent: it was due before the database was put back.
pub const SET_ASIDE: &str = "restored";
/// How long what would have happened meanwhile is put off.
const GRACE: Millis = DAY;

/// That messages to many had ended was told those who watch.
const REPORTED: &str = "UPDATE broadcasts SET reported_at = $1
    WHERE reported_at IS NULL AND state IN ('done', 'stopped')";

/// That campaigns opened and closed by themselves was told the admins.
const OPENED: &str =
    "UPDATE campaigns SET tells_opening = 0 WHERE tells_opening = 1 AND opens_at <= $1";
const CLOSED: &str =
    "UPDATE campaigns SET tells_closing = 0 WHERE tells_closing = 1 AND closes_at <= $1";

/// What was set aside, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SetAside {
    /// Messages of the outbox.
    pub messages: u64,
    /// Decisions of which the author was to be told.
    pub decisions: u64,
    /// Reminders and hints.
    pub reminders: u64,
    /// Times of something that were put off.
    pub put_off: u64,
    /// Messages to many that now rest, or are drafts, until somebody has them go on.
    pub broadcasts: u64,
    /// Their recipients of whom nobody knows whether they got it.
    pub unknown: u64,
}

/// Sets aside what was due before `now` in a copy that was put back, and gives how much that is; row
/// `id` of the audit tells of it. A second time it finds nothing but what has fallen due since.
///
/// `admins` are those by configuration, as channel and address: they get digests too.
pub async fn mark(
    tx: &mut Tx,
    id: i64,
    admins: &[(String, String)],
    now: Millis,
) -> Result<SetAside, StoreError> {
    let messages = sqlx::query("UPDATE outbox SET dead_reason = $1 WHERE dead_reason IS NULL")
        .bind(SET_ASIDE)
        .execute(tx.connection())
        .await?
        .rows_affected();
    let (broadcasts, unknown) = rest_broadcasts(tx).await?;
    let decisions =
        count(tx, "UPDATE nominations SET tell_at = NULL WHERE tell_at <= $1", now).await?;
    count(tx, "DELETE FROM desk_timers WHERE kind = 'tell' AND due_at <= $1", now).await?;
    count(
        tx,
        "UPDATE asks SET reminded_at = $1 WHERE reminded_at IS NULL AND answered_at IS NULL
            AND lapsed_at IS NULL AND nomination_id IN (
            SELECT t.nomination_id FROM desk_timers t WHERE t.kind = 'remind' AND t.due_at <= $1)",
        now,
    )
    .await?;
    rules::touch(tx).await?;
    let reminders =
        count(tx, "DELETE FROM desk_timers WHERE kind = 'remind' AND due_at <= $1", now).await?
            + count(tx, "DELETE FROM timers WHERE kind = 'topics' AND due_at <= $1", now).await?
            + count(tx, REPORTED, now).await?
            + count(tx, OPENED, now).await?
            + count(tx, CLOSED, now).await?;
    let put_off = put_off(tx, now).await?;
    let told_from = settings::policy(tx.connection()).await?.digest();
    if now - day::start_of_day(now) >= told_from {
        note_digests(tx, admins, now).await?;
    }
    // Whoever asked for a file of their data may ask once more.
    sqlx::query("DELETE FROM timers WHERE kind = $1")
        .bind(timers::MY_DATA)
        .execute(tx.connection())
        .await?;
    sqlx::query("DELETE FROM leases").execute(tx.connection()).await?;
    let aside = SetAside { messages, decisions, reminders, put_off, broadcasts, unknown };
    let detail = serde_json::to_string(&aside).expect("numbers under names");
    let entry = Entry::new(id, Act::Restore, Subject::Database, None, now);
    audit::record(tx, &entry.with(&detail)).await?;
    Ok(aside)
}

/// Runs a statement whose one argument is a moment, and gives how many rows it changed.
async fn count(tx: &mut Tx, sql: &'static str, now: Millis) -> Result<u64, StoreError> {
    Ok(sqlx::query(sql).bind(now).execute(tx.connection()).await?.rows_affected())
}

/// Has every message to many rest that was on its way or rested already, and makes a draft again of
/// what waited for a second word: since the copy was made it may have gone to those who wait in it.
/// Gives how many those are, and of how many recipients nobody knows whether they got it.
async fn rest_broadcasts(tx: &mut Tx) -> Result<(u64, u64), StoreError> {
    // A pass that deletes or corrects says nothing twice.
    sqlx::query(
        "UPDATE broadcast_recipients SET state = $1 WHERE state = $2 AND broadcast_id IN (
            SELECT b.id FROM broadcasts b WHERE b.kind <> $3)",
    )
    .bind(Outcome::Waiting.code())
    .bind(Outcome::Sending.code())
    .bind(Kind::News.code())
    .execute(tx.connection())
    .await?;
    sqlx::query(
        "UPDATE broadcasts SET unknown = unknown + (SELECT COUNT(*) FROM broadcast_recipients r
            WHERE r.broadcast_id = broadcasts.id AND r.state = $1)
          WHERE id IN (SELECT r.broadcast_id FROM broadcast_recipients r WHERE r.state = $1)",
    )
    .bind(Outcome::Sending.code())
    .execute(tx.connection())
    .await?;
    let unknown = sqlx::query("UPDATE broadcast_recipients SET state = $1 WHERE state = $2")
        .bind(Outcome::Unknown.code())
        .bind(Outcome::Sending.code())
        .execute(tx.connection())
        .await?
        .rows_affected();
    let proposed = sqlx::query(
        "UPDATE broadcasts SET state = $1, confirmed_by = NULL, confirmed_at = NULL,
                version = version + 1
          WHERE state = $2",
    )
    .bind(State::Draft.code())
    .bind(State::Proposed.code())
    .execute(tx.connection())
    .await?
    .rows_affected();
    // Whoever asked for a list then may ask once more.
    sqlx::query("UPDATE broadcast_watchers SET wants_list = 0 WHERE wants_list = 1")
        .execute(tx.connection())
        .await?;
    let resting = sqlx::query(
        "UPDATE broadcasts SET state = $1, pause = $2, version = version + 1
          WHERE state IN ('scheduled', 'collecting', 'sending', 'paused')",
    )
    .bind(State::Paused.code())
    .bind(Pause::Restored.code())
    .execute(tx.connection())
    .await?
    .rows_affected();
    Ok((proposed + resting, unknown))
}

/// Gives people a day for what would otherwise be over at once.
async fn put_off(tx: &mut Tx, now: Millis) -> Result<u64, StoreError> {
    let later = now + GRACE;
    sqlx::query(
        "UPDATE asks SET due_at = $1 WHERE due_at < $1 AND answered_at IS NULL
            AND lapsed_at IS NULL",
    )
    .bind(later)
    .execute(tx.connection())
    .await?;
    let lapses = "UPDATE desk_timers SET due_at = $1 WHERE kind = 'lapse' AND due_at < $1";
    let lapses = count(tx, lapses, later).await?;
    let mut put_off = lapses;
    for sql in [
        "UPDATE desk_timers SET due_at = $1 WHERE kind = 'claim' AND due_at <= $2",
        "UPDATE timers SET due_at = $1 WHERE due_at <= $2",
    ] {
        let moved = sqlx::query(sql).bind(later).bind(now).execute(tx.connection()).await?;
        put_off += moved.rows_affected();
    }
    Ok(put_off)
}

/// Notes that everybody who gets a digest had this morning's.
async fn note_digests(
    tx: &mut Tx,
    admins: &[(String, String)],
    now: Millis,
) -> Result<(), StoreError> {
    let today = day::today(now).stored();
    let mut told: Vec<i64> =
        sqlx::query_scalar("SELECT contact_id FROM members ORDER BY contact_id")
            .fetch_all(tx.connection())
            .await?;
    for (channel, address) in admins {
        let sql = "SELECT id FROM contacts WHERE channel = $1 AND address = $2";
        let found: Option<i64> = sqlx::query_scalar(sql)
            .bind(channel)
            .bind(address)
            .fetch_optional(tx.connection())
            .await?;
        told.extend(found);
    }
    for contact in told {
        digests::note(tx, contact, &today).await?;
    }
    Ok(())
}
