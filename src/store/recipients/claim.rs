//! Who is next.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Progress, Recipient, Settled, Settling, TOO_OLD, Tally, account_for, lock};
use crate::clock::{HOUR, Millis};
use crate::domain::broadcast::{Kind, Outcome, Skip, State};
use crate::i18n::Locale;
use crate::store::nominations::corrupt;
use crate::store::{StoreError, Tx};

/// How many looks at who is due one claim may take, where all that it finds need not be sent it.
const LOOKS: usize = 8;
/// Sizes of statements that name several people: few, so that their preparation is remembered.
const SIZES: [usize; 4] = [64, 16, 4, 1];
/// How long after it was sent a bot may take a message back.
/// Source: <https://core.telegram.org/bots/api#deletemessage>
const TAKEN_BACK_WITHIN: Millis = 48 * HOUR;

/// A message to many that is going out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    /// Its id.
    pub id: i64,
    /// Grows when it rests and goes on.
    pub version: i64,
    /// What it does.
    pub kind: Kind,
    /// The news that it takes back or corrects.
    pub of: Option<i64>,
}

/// Somebody who is to be sent it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Who gets what.
    pub who: Recipient,
    /// When their turn was. Whoever is put back gets a later one, so a claim is known by it.
    pub turn: Millis,
    /// The version of the message to many at that moment.
    pub version: i64,
    /// What it does.
    pub kind: Kind,
    /// The door.
    pub channel: String,
    /// The chat at that door.
    pub address: String,
    /// The language to read it in.
    pub locale: Locale,
    /// How far it came before.
    pub progress: Progress,
    /// Tries before that came to nothing.
    pub attempts: u32,
    /// What is taken back or corrected.
    pub target: Option<Target>,
}

/// What somebody got of earlier news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The platform's ids of it, parted by spaces.
    pub messages: String,
    /// When it was sent.
    pub at: Option<Millis>,
}

/// What is going out, the oldest first.
pub async fn sending(connection: &mut AnyConnection) -> Result<Vec<Live>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, version, kind, of_id FROM broadcasts WHERE state = 'sending' ORDER BY id",
    )
    .fetch_all(connection)
    .await?;
    let read = |row: &AnyRow| {
        let kind: String = row.try_get("kind")?;
        Ok(Live {
            id: row.try_get("id")?,
            version: row.try_get("version")?,
            kind: Kind::from_code(&kind).ok_or_else(|| corrupt("kind of broadcast"))?,
            of: row.try_get("of_id")?,
        })
    };
    rows.iter().map(read).collect()
}

/// When somebody's turn comes next; `None`: nobody waits.
pub async fn next_due(
    connection: &mut AnyConnection,
    broadcast: i64,
) -> Result<Option<Millis>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT MIN(due_at) FROM broadcast_recipients WHERE broadcast_id = $1
            AND state = 'waiting'",
    )
    .bind(broadcast)
    .fetch_one(connection)
    .await?)
}

/// Whether anybody is claimed at all.
pub async fn are_claimed(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let one: Option<i64> = sqlx::query_scalar(
        "SELECT broadcast_id FROM broadcast_recipients WHERE state = 'sending' LIMIT 1",
    )
    .fetch_optional(connection)
    .await?;
    Ok(one.is_some())
}

/// Whether somebody has a part of it, and their turn for the next has come.
pub async fn has_begun(
    connection: &mut AnyConnection,
    broadcast: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    // Whoever was put back has a turn after 0, so those are few to look through.
    let one: Option<i64> = sqlx::query_scalar(
        "SELECT contact_id FROM broadcast_recipients WHERE broadcast_id = $1 AND state = 'waiting'
            AND due_at >= 1 AND due_at <= $2 AND part >= 1 LIMIT 1",
    )
    .bind(broadcast)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(one.is_some())
}

/// Claims those whose turn it is, `limit` at most, while `live` goes out, all or those only who have a
/// part of it; accounts for those on the way who are not to get it.
pub async fn claim(
    tx: &mut Tx,
    live: &Live,
    only_begun: bool,
    limit: usize,
    now: Millis,
) -> Result<Vec<Claimed>, StoreError> {
    let mut claimed = Vec::new();
    if !lock(tx, live.id).await?.is_some_and(|(_, state)| state == State::Sending) {
        return Ok(claimed);
    }
    let mut tally = Tally::default();
    for _ in 0..LOOKS {
        let room = limit - claimed.len();
        let due = match room {
            0 => Vec::new(),
            _ => due(tx, live, only_begun, room, now).await?,
        };
        if due.is_empty() {
            break;
        }
        let contacts: Vec<i64> = due.iter().map(|due| due.claimed.who.contact).collect();
        let taken = take(tx, live.id, &contacts).await?;
        for due in due {
            if !taken.contains(&due.claimed.who.contact) {
                continue;
            }
            match due.verdict(now) {
                None => claimed.push(due.claimed),
                Some(settled) => {
                    let Claimed { who, turn, progress, .. } = due.claimed;
                    let settling = Settling { who, turn, progress, settled };
                    account_for(tx, &settling, now, &mut tally).await?;
                }
            }
        }
    }
    tally.write(tx, live.id).await?;
    Ok(claimed)
}

/// Somebody whose turn it is, and what may keep them from getting it.
struct Due {
    claimed: Claimed,
    has_blocked: bool,
    is_subscribed: bool,
}

impl Due {
    /// What becomes of them without anything being sent; `None` if it is sent.
    fn verdict(&self, now: Millis) -> Option<Settled> {
        let claimed = &self.claimed;
        match (claimed.kind, &claimed.target) {
            _ if self.has_blocked => Some(Settled::Blocked),
            // Who has the first half of it gets the other too, by which they can unsubscribe.
            (Kind::News, _) => (!self.is_subscribed && claimed.progress.part == 0)
                .then_some(Settled::Skipped(Skip::Unsubscribed)),
            (_, None) => Some(Settled::Skipped(Skip::Nothing)),
            (Kind::Deletion, Some(target)) => target
                .at
                .is_some_and(|at| at + TAKEN_BACK_WITHIN <= now)
                .then(|| Settled::Failed { reason: TOO_OLD.to_owned() }),
            (Kind::Correction, Some(_)) => None,
        }
    }
}

async fn due(
    tx: &mut Tx,
    live: &Live,
    only_begun: bool,
    limit: usize,
    now: Millis,
) -> Result<Vec<Due>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.contact_id, r.due_at, r.part, r.messages, r.attempts, c.channel, c.address, c.language,
                c.app_language, c.blocked_at, s.granted_at, s.withdrawn_at,
                o.messages AS target_messages, o.at AS target_at
           FROM broadcast_recipients r
           JOIN contacts c ON c.id = r.contact_id
           LEFT JOIN subscriptions s ON s.contact_id = r.contact_id
           LEFT JOIN broadcast_recipients o
             ON o.broadcast_id = $1 AND o.contact_id = r.contact_id
          WHERE r.broadcast_id = $2 AND r.state = 'waiting' AND r.due_at <= $3
            AND r.due_at >= $4 AND r.part >= $4
          ORDER BY r.due_at, r.contact_id LIMIT $5",
    )
    .bind(live.of)
    .bind(live.id)
    .bind(now)
    .bind(i64::from(only_begun))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(tx.connection())
    .await?;
    rows.iter().map(|row| read(live, row)).collect()
}

fn read(live: &Live, row: &AnyRow) -> Result<Due, StoreError> {
    let count = |what, column| {
        let number: i64 = row.try_get(column)?;
        u32::try_from(number).map_err(|_| corrupt(what))
    };
    let language: Option<String> = row.try_get("language")?;
    let app: String = row.try_get("app_language")?;
    let spoken =
        language.as_deref().and_then(Locale::from_code).or_else(|| Locale::from_code(&app));
    let target: Option<String> = row.try_get("target_messages")?;
    let at = row.try_get("target_at")?;
    let is_set = |column| row.try_get::<Option<i64>, _>(column).map(|moment| moment.is_some());
    Ok(Due {
        has_blocked: is_set("blocked_at")?,
        is_subscribed: is_set("granted_at")? && !is_set("withdrawn_at")?,
        claimed: Claimed {
            who: Recipient { broadcast: live.id, contact: row.try_get("contact_id")? },
            turn: row.try_get("due_at")?,
            version: live.version,
            kind: live.kind,
            channel: row.try_get("channel")?,
            address: row.try_get("address")?,
            locale: spoken.unwrap_or(Locale::Vi),
            progress: Progress { part: count("part", "part")?, messages: row.try_get("messages")? },
            attempts: count("attempts", "attempts")?,
            target: target
                .filter(|messages| !messages.is_empty())
                .map(|messages| Target { messages, at }),
        },
    })
}

/// Marks those as being sent it who still wait for it, and gives who they are.
async fn take(tx: &mut Tx, broadcast: i64, contacts: &[i64]) -> Result<HashSet<i64>, StoreError> {
    let mut taken = HashSet::with_capacity(contacts.len());
    let mut rest = contacts;
    for (sql, size) in take_statements() {
        while rest.len() >= *size {
            let (chunk, remaining) = rest.split_at(*size);
            rest = remaining;
            let query = sqlx::query_scalar(sql.as_str()).bind(Outcome::Sending.code());
            let query = chunk.iter().fold(query.bind(broadcast), |query, id| query.bind(*id));
            taken.extend(query.fetch_all(tx.connection()).await? as Vec<i64>);
        }
    }
    Ok(taken)
}

fn take_statements() -> &'static [(String, usize)] {
    static STATEMENTS: OnceLock<Vec<(String, usize)>> = OnceLock::new();
    STATEMENTS.get_or_init(|| {
        SIZES
            .iter()
            .map(|&size| {
                // Said so that SQLite finds them by their ids: it takes the index of who waits for
                // better, and then reads through everybody who does.
                let mut sql = "UPDATE broadcast_recipients SET state = $1
                                WHERE broadcast_id = $2 AND NOT (state <> 'waiting')
                                  AND contact_id IN ("
                    .to_owned();
                for place in 0..size {
                    let comma = if place == 0 { "" } else { ", " };
                    write!(sql, "{comma}${}", place + 3).expect("a String takes any text");
                }
                sql.push_str(") RETURNING contact_id");
                (sql, size)
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn who_is_claimed_is_found_by_id_however_many_wait() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let mut reader = store.read().await.unwrap();
        for (sql, size) in take_statements() {
            let asked = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let query = sqlx::query(asked).bind(Outcome::Sending.code());
            let query = (0..=*size).fold(query, |query, id| query.bind(i64::try_from(id).unwrap()));
            let plan = query.fetch_all(&mut *reader).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            assert_eq!(plan.len(), 1, "{plan:?}");
            assert!(plan[0].contains("(broadcast_id=? AND contact_id=?)"), "{plan:?}");
        }
    }
}
