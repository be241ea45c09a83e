//! Finding nominations by code, phone and name.

use std::collections::BTreeSet;

use sqlx::{AnyConnection, Row as _};

use super::queue::{Line, Looking, bind_sight, within};
use super::{Store, StoreError, Tx};
use crate::domain::text::fold;

/// Up to how many are counted to find the rarest of some words.
const RARE: i64 = 1_000;
/// Nominations made searchable in one turn.
const BATCH: i64 = 500;
/// The most words of a name, and of a question, that count.
const WORDS_MAX: usize = 12;
/// Words written in one statement.
const AT_ONCE: usize = 8;
const LINE: &str = "n.id, n.code, n.nominee_name, n.state, n.submitted_at, n.urgent, n.state_since,
    n.due_at, n.claimed_by, n.claimed_until";

/// The words of a text as they are written, in lower case.
pub fn written(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(WORDS_MAX).map(str::to_owned).collect()
}

/// Makes a nomination findable by the words of its nominee's name. That it is so is for the caller to
/// note in its row.
pub async fn insert(tx: &mut Tx, nomination: i64, name: &str) -> Result<(), StoreError> {
    let written = written(name);
    let folded = written.iter().map(|word| fold(word));
    let words: BTreeSet<String> = folded.chain(written.iter().cloned()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for some in words.chunks(AT_ONCE) {
        let query = sqlx::query(
            "INSERT INTO search_words (nomination_id, word)
             VALUES ($1, $2), ($1, $3), ($1, $4), ($1, $5), ($1, $6), ($1, $7), ($1, $8), ($1, $9)
             ON CONFLICT (word, nomination_id) DO NOTHING",
        );
        // One statement whatever their number, so that its preparation is remembered: the last one
        // is there already, for all but the first time.
        let filled = some.iter().chain(some.last().into_iter().cycle()).take(AT_ONCE);
        let query = filled.fold(query.bind(nomination), |query, word| query.bind(*word));
        query.execute(tx.connection()).await?;
    }
    Ok(())
}

/// Makes the nominations of before there was a search findable, some in each turn. Two programs may do
/// so at once.
///
/// # Errors
/// If the database does not answer; what is left is done the next time.
pub async fn fill(store: &Store) -> Result<(), StoreError> {
    loop {
        let done = store.write(0, |tx| {
            Box::pin(async move {
                let rows = sqlx::query(
                    "SELECT id, nominee_name FROM nominations WHERE searchable = 0
                      ORDER BY id LIMIT $1",
                )
                .bind(BATCH)
                .fetch_all(tx.connection())
                .await?;
                for row in &rows {
                    let name: String = row.try_get("nominee_name")?;
                    let id: i64 = row.try_get("id")?;
                    insert(tx, id, &name).await?;
                    sqlx::query(
                        "UPDATE nominations SET searchable = 1 WHERE id = $1 AND searchable = 0",
                    )
                    .bind(id)
                    .execute(tx.connection())
                    .await?;
                }
                Ok(rows.len())
            })
        });
        if done.await? == 0 {
            return Ok(());
        }
    }
}

/// The nomination with a code: all of it, or the part behind the dash of any prefix there ever was.
pub async fn by_code(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    prefix: &str,
    body: &str,
) -> Result<Vec<Line>, StoreError> {
    let sql = format!(
        "SELECT {LINE} FROM nominations n
          WHERE n.code IN (SELECT c.prefix || '-' || $1 FROM code_prefixes c
                WHERE $2 = '' OR c.prefix = $2){}
          ORDER BY n.id DESC LIMIT 9",
        within(looking.sight, 3)
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(body).bind(prefix);
    let rows = bind_sight(query, looking.sight).fetch_all(connection).await?;
    rows.iter().map(Line::from_row).collect()
}

/// The newest whose nominee, or nominator, has this phone, in E.164.
pub async fn by_phone(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    phone: &str,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let sql = format!(
        "SELECT {LINE} FROM nominations n
          WHERE (n.nominee_phone = $1 OR n.nominator_phone = $1){}
          ORDER BY n.id DESC LIMIT $2",
        within(looking.sight, 3)
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(phone).bind(limit);
    let rows = bind_sight(query, looking.sight).fetch_all(connection).await?;
    rows.iter().map(Line::from_row).collect()
}

/// The newest whose nominee's name has all of these words.
pub async fn by_words(
    connection: &mut AnyConnection,
    looking: &Looking<'_>,
    words: &[String],
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    // Most names share their first words: it is looked from the rarest on.
    let mut rarity = Vec::new();
    for word in words {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM (SELECT 1 FROM search_words WHERE word = $1 LIMIT $2) q",
        )
        .bind(word)
        .bind(RARE)
        .fetch_one(&mut *connection)
        .await?;
        rarity.push((count, word));
    }
    rarity.sort();
    let mut sql = format!("SELECT {LINE} FROM nominations n WHERE n.id IN (");
    for (place, _) in rarity.iter().enumerate() {
        let mark = place + 2;
        sql += &match place {
            0 => format!("SELECT s.nomination_id FROM search_words s WHERE s.word = ${mark}"),
            _ => format!(
                " AND EXISTS (SELECT 1 FROM search_words t
                    WHERE t.word = ${mark} AND t.nomination_id = s.nomination_id)"
            ),
        };
    }
    sql += &format!("){} ORDER BY n.id DESC LIMIT $1", within(looking.sight, rarity.len() + 2));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(limit);
    for (_, word) in &rarity {
        query = query.bind(word.as_str());
    }
    let rows = bind_sight(query, looking.sight).fetch_all(connection).await?;
    rows.iter().map(Line::from_row).collect()
}
