//! Whom a message to many goes to, and what became of it for each.
//!
//! A recipient is claimed, which is committed before anything is sent, and settled after it. Who is
//! claimed when the program dies may have got it or not: nobody knows, so it is not sent again. Only
//! `delivery` of the process that has the duty to send claims. The counts of a message to many change
//! with its recipients, here and nowhere else once it is going out.

mod claim;

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Row};

pub use claim::{Claimed, Live, Target, are_claimed, claim, has_begun, next_due, sending};

use super::nominations::corrupt;
use super::{Dialect, StoreError, Tx};
use crate::clock::Millis;
use crate::domain::broadcast::{Kind, Move, Outcome, Pause, Skip, State, after};

/// The reason of who was being sent it when the program was cut off.
pub const CUT_OFF: &str = "cut-off";
/// The reason of whose message is too old to be taken back.
pub const TOO_OLD: &str = "too-old";
/// The reason of who got a part of it, and not the rest.
pub const PART: &str = "part";

/// One person whom one message to many goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recipient {
    /// The message's id.
    pub broadcast: i64,
    /// The person's.
    pub contact: i64,
}

/// How far it came with somebody who was claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many of its calls were made.
    pub part: u32,
    /// The platform's ids of what arrived, parted by spaces.
    pub messages: String,
}

/// What became of somebody who was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It arrived.
    Sent,
    /// It may have arrived.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
    /// Nobody reads the chat.
    Blocked,
    /// It was refused.
    Failed {
        /// The platform's words, or one of ours.
        reason: String,
    },
    /// There was nothing to do for them.
    Skipped(Skip),
    /// A part of it arrived, and the next one goes: they stay claimed.
    Begun,
    /// It surely did not arrive: their turn comes once more.
    Later {
        /// Not before, in unix milliseconds.
        due_at: Millis,
        /// Tries so far that came to nothing.
        attempts: u32,
    },
}

impl Settled {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Sent => Outcome::Sent,
            Self::Unknown { .. } => Outcome::Unknown,
            Self::Blocked => Outcome::Blocked,
            Self::Failed { .. } => Outcome::Failed,
            Self::Skipped(_) => Outcome::Skipped,
            Self::Begun => Outcome::Sending,
            Self::Later { .. } => Outcome::Waiting,
        }
    }

    fn reason(&self) -> Option<&str> {
        match self {
            Self::Unknown { reason } | Self::Failed { reason } => Some(reason),
            Self::Skipped(skip) => Some(skip.code()),
            Self::Sent | Self::Blocked | Self::Begun | Self::Later { .. } => None,
        }
    }

    /// The same for somebody who came this far: who has a part of it neither got it nor went without.
    /// Who is gone is told apart from them, as there is nobody left to wonder.
    fn as_far_as(&self, progress: &Progress) -> Self {
        match self {
            Self::Failed { .. } | Self::Skipped(_) if progress.part > 0 => {
                Self::Unknown { reason: PART.to_owned() }
            }
            settled => settled.clone(),
        }
    }
}

/// Somebody who was claimed, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Who.
    pub who: Recipient,
    /// Of which claim: see [`Claimed::turn`].
    pub turn: Millis,
    /// How far it came.
    pub progress: Progress,
    /// What became of it.
    pub settled: Settled,
}

/// Writes down what became of those who were claimed, and counts them.
///
/// Somebody may be found to be accounted for already: another process took over the duty to send while
/// this one was still sending, and took it for unknown. What this one knows of them counts then too.
pub async fn settle(tx: &mut Tx, all: &[Settling], now: Millis) -> Result<(), StoreError> {
    let mut by_broadcast: BTreeMap<i64, Vec<&Settling>> = BTreeMap::new();
    for one in all {
        by_broadcast.entry(one.who.broadcast).or_default().push(one);
    }
    for (broadcast, recipients) in by_broadcast {
        let Some((_, state)) = lock(tx, broadcast).await? else { continue };
        let mut tally = Tally::default();
        for one in recipients {
            match one.settled {
                Settled::Begun => note_progress(tx, one).await?,
                Settled::Later { due_at, attempts } if !has_ended(state) => {
                    put_back(tx, one, due_at, attempts).await?;
                }
                // It was ended meanwhile: nobody would come back to them.
                Settled::Later { .. } => {
                    let settled = Settled::Skipped(Skip::Stopped);
                    let ended = Settling { settled, ..one.clone() };
                    account_for(tx, &ended, now, &mut tally).await?;
                }
                _ => account_for(tx, one, now, &mut tally).await?,
            }
        }
        tally.write(tx, broadcast).await?;
    }
    Ok(())
}

/// Notes what of it stands with somebody, so that it can be taken back whatever becomes of the rest.
async fn note_progress(tx: &mut Tx, one: &Settling) -> Result<(), StoreError> {
    // No row, where more is known already.
    sqlx::query(
        "UPDATE broadcast_recipients SET part = $1, messages = $2
          WHERE broadcast_id = $3 AND contact_id = $4 AND part < $1
            AND (state = 'unknown' OR (state = 'sending' AND due_at = $5))",
    )
    .bind(i64::from(one.progress.part))
    .bind(&one.progress.messages)
    .bind(one.who.broadcast)
    .bind(one.who.contact)
    .bind(one.turn)
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn put_back(
    tx: &mut Tx,
    one: &Settling,
    due_at: Millis,
    attempts: u32,
) -> Result<(), StoreError> {
    // No row, where another process took them for unknown: they stay that. None either, where this was
    // written before, of which the commit said that it was not, and somebody has claimed them since.
    sqlx::query(
        "UPDATE broadcast_recipients
            SET state = 'waiting', part = $1, messages = $2, due_at = $3, attempts = $4
          WHERE broadcast_id = $5 AND contact_id = $6 AND state = 'sending' AND due_at = $7",
    )
    .bind(i64::from(one.progress.part))
    .bind(&one.progress.messages)
    .bind(due_at.max(one.turn + 1))
    .bind(i64::from(attempts))
    .bind(one.who.broadcast)
    .bind(one.who.contact)
    .bind(one.turn)
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn account_for(
    tx: &mut Tx,
    one: &Settling,
    now: Millis,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let settled = one.settled.as_far_as(&one.progress);
    let outcome = settled.outcome();
    let knows = matches!(outcome, Outcome::Sent | Outcome::Blocked | Outcome::Failed);
    let before = [Outcome::Sending, Outcome::Unknown];
    for from in before.into_iter().take(if knows { 2 } else { 1 }) {
        let done = sqlx::query(
            "UPDATE broadcast_recipients
                SET state = $1, part = $2, messages = $3, reason = $4, at = $5
              WHERE broadcast_id = $6 AND contact_id = $7 AND state = $8
                AND (state <> 'sending' OR due_at = $9)",
        )
        .bind(outcome.code())
        .bind(i64::from(one.progress.part))
        .bind(&one.progress.messages)
        .bind(settled.reason())
        .bind(now)
        .bind(one.who.broadcast)
        .bind(one.who.contact)
        .bind(from.code())
        .bind(one.turn)
        .execute(tx.connection())
        .await?;
        if done.rows_affected() == 1 {
            tally.add(outcome, 1);
            if from == Outcome::Unknown {
                tally.add(Outcome::Unknown, -1);
            }
            return Ok(());
        }
    }
    Ok(())
}

/// Accounts for those who are claimed by nobody any more, of one message to many or of all: by a
/// program that died, or a process that lost the duty to send. Gives how many those were.
///
/// News may have reached them. What is done twice without harm is done again.
pub async fn recover(tx: &mut Tx, broadcast: Option<i64>, now: Millis) -> Result<u64, StoreError> {
    let affected: Vec<i64> = sqlx::query_scalar(
        "SELECT DISTINCT broadcast_id FROM broadcast_recipients
          WHERE state = 'sending' AND (broadcast_id = $1 OR $1 IS NULL) ORDER BY broadcast_id",
    )
    .bind(broadcast)
    .fetch_all(tx.connection())
    .await?;
    let mut recovered = 0;
    for id in affected {
        let Some((kind, state)) = lock(tx, id).await? else { continue };
        let (outcome, reason) = match kind {
            Kind::News => (Outcome::Unknown, Some(CUT_OFF)),
            _ if has_ended(state) => (Outcome::Skipped, Some(Skip::Stopped.code())),
            _ => (Outcome::Waiting, None),
        };
        let done = sqlx::query(
            "UPDATE broadcast_recipients SET state = $1, reason = $2, at = $3,
                    due_at = CASE WHEN due_at < $3 THEN $3 ELSE due_at + 1 END
              WHERE broadcast_id = $4 AND state = 'sending'",
        )
        .bind(outcome.code())
        .bind(reason)
        .bind(now)
        .bind(id)
        .execute(tx.connection())
        .await?;
        let mut tally = Tally::default();
        tally.add(outcome, i64::try_from(done.rows_affected()).unwrap_or(0));
        tally.write(tx, id).await?;
        recovered += done.rows_affected();
    }
    Ok(recovered)
}

/// Has a message to many rest because of too many errors, if it is going out. Says whether it was.
pub async fn pause_for_errors(tx: &mut Tx, broadcast: i64) -> Result<bool, StoreError> {
    let Some((_, state)) = lock(tx, broadcast).await? else { return Ok(false) };
    let Some(paused) = after(state, Move::Pause).filter(|_| state == State::Sending) else {
        return Ok(false);
    };
    let done = sqlx::query(
        "UPDATE broadcasts SET state = $1, pause = $2, version = version + 1
          WHERE id = $3 AND state = 'sending'",
    )
    .bind(paused.code())
    .bind(Pause::Errors.code())
    .bind(broadcast)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("pause broadcast", done.rows_affected())?;
    Ok(true)
}

/// How many recipients of a message to many stand where, as their rows say.
pub async fn counts(
    connection: &mut AnyConnection,
    broadcast: i64,
) -> Result<BTreeMap<Outcome, i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT state, COUNT(*) AS number FROM broadcast_recipients WHERE broadcast_id = $1
          GROUP BY state",
    )
    .bind(broadcast)
    .fetch_all(connection)
    .await?;
    let read = |row: &sqlx::any::AnyRow| {
        let state: String = row.try_get("state")?;
        let outcome = Outcome::from_code(&state).ok_or_else(|| corrupt("state of recipient"))?;
        Ok((outcome, row.try_get("number")?))
    };
    rows.iter().map(read).collect()
}

/// Has whoever counts the recipients of any message to many wait until the end of the transaction, on
/// PostgreSQL. Who changes recipients of several, in an order of its own, begins with this: else it waits
/// for who waits for it.
pub async fn lock_live(tx: &mut Tx) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        sqlx::query(
            "SELECT id FROM broadcasts
              WHERE state IN ('collecting', 'sending', 'paused')
                 OR total > sent + unknown + blocked + failed + skipped
              ORDER BY id FOR UPDATE",
        )
        .fetch_all(tx.connection())
        .await?;
    }
    Ok(())
}

/// The kind and state of a message to many. On PostgreSQL its row stays locked until the end of the
/// transaction: who ends it waits for who counts, and the other way round.
async fn lock(tx: &mut Tx, broadcast: i64) -> Result<Option<(Kind, State)>, StoreError> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => "SELECT kind, state FROM broadcasts WHERE id = $1",
        Dialect::Postgres => "SELECT kind, state FROM broadcasts WHERE id = $1 FOR UPDATE",
    };
    let Some(row) = sqlx::query(sql).bind(broadcast).fetch_optional(tx.connection()).await? else {
        return Ok(None);
    };
    let (kind, state): (String, String) = (row.try_get("kind")?, row.try_get("state")?);
    let kind = Kind::from_code(&kind).ok_or_else(|| corrupt("kind of broadcast"))?;
    let state = State::from_code(&state).ok_or_else(|| corrupt("state of broadcast"))?;
    Ok(Some((kind, state)))
}

fn has_ended(state: State) -> bool {
    matches!(state, State::Done | State::Stopped | State::Discarded)
}

/// By how much the counts of a message to many change.
#[derive(Debug, Default)]
struct Tally(BTreeMap<Outcome, i64>);

impl Tally {
    fn add(&mut self, outcome: Outcome, number: i64) {
        *self.0.entry(outcome).or_default() += number;
    }

    async fn write(&self, tx: &mut Tx, broadcast: i64) -> Result<(), StoreError> {
        let by = |outcome| self.0.get(&outcome).copied().unwrap_or(0);
        let [sent, unknown, blocked, failed, skipped] =
            [Outcome::Sent, Outcome::Unknown, Outcome::Blocked, Outcome::Failed, Outcome::Skipped]
                .map(by);
        if [sent, unknown, blocked, failed, skipped] == [0; 5] {
            return Ok(());
        }
        let done = sqlx::query(
            "UPDATE broadcasts SET sent = sent + $1, unknown = unknown + $2,
                    blocked = blocked + $3, failed = failed + $4, skipped = skipped + $5
              WHERE id = $6",
        )
        .bind(sent)
        .bind(unknown)
        .bind(blocked)
        .bind(failed)
        .bind(skipped)
        .bind(broadcast)
        .execute(tx.connection())
        .await?;
        StoreError::one_row("count recipients", done.rows_affected())
    }
}
