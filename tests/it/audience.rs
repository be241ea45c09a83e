//! People by the thousand who are sent a message to many, for tests and benchmarks alike.

use hoadep::domain::broadcast::Outcome;
use hoadep::store::{Store, recipients};

/// What the message says.
pub const NEWS: &str = "Mời bà con đến ngày hội hoa.";
/// The message's id.
pub const BROADCAST: i64 = 9_000_001;

/// Keeps `people` who are subscribed, whose ids and chats are numbered from `first` on, and a message
/// that is going out to all of them. There are no quiet hours.
pub async fn seed(store: &Store, first: i64, people: i64) {
    subscribe(store, first, people).await;
    let numbers = numbers(first, people);
    for sql in [
        format!(
            "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by,
                created_at, started_at, total)
             VALUES ({BROADCAST}, 1, 'news', 'sending', '{{}}', '[]', {first}, 0, 0, {people})"
        ),
        format!(
            "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
             VALUES ({BROADCAST}, 'vi', '{NEWS}', '[]')"
        ),
        format!(
            "{numbers} INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part,
                messages, attempts, due_at)
             SELECT {BROADCAST}, i, 'waiting', 0, '', 0, 0 FROM n"
        ),
    ] {
        run(store, sql).await;
    }
}

fn numbers(first: i64, people: i64) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST({first} AS BIGINT)
            UNION ALL SELECT i + 1 FROM n WHERE i < {})",
        first + people - 1
    )
}

/// Keeps the people alone. There are no quiet hours.
pub async fn subscribe(store: &Store, first: i64, people: i64) {
    let numbers = numbers(first, people);
    for sql in [
        format!(
            "{numbers} INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             SELECT i, 'telegram', CAST(i AS TEXT), 'Lan', 'vi', 0 FROM n"
        ),
        format!(
            "{numbers} INSERT INTO subscriptions (contact_id, asked_at, version, granted_at)
             SELECT i, 0, 1, 1 FROM n"
        ),
        "INSERT INTO settings (name, value, changed_at)
         VALUES ('quiet-from', '00:00', 0), ('quiet-until', '00:00', 0)
         ON CONFLICT (name) DO UPDATE SET value = '00:00'"
            .to_owned(),
    ] {
        run(store, sql).await;
    }
}

/// Runs a statement.
pub async fn run(store: &Store, sql: String) {
    let ran = store.write(0, move |tx| {
        Box::pin(async move {
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
            Ok(())
        })
    });
    ran.await.unwrap();
}

/// How many are in this state, as the rows say.
pub async fn count(store: &Store, outcome: Outcome) -> i64 {
    let mut reader = store.read().await.unwrap();
    let counts = recipients::counts(&mut reader, BROADCAST).await.unwrap();
    counts.get(&outcome).copied().unwrap_or(0)
}

/// How many are still to be accounted for, as the message's own counts say.
pub async fn left(store: &Store) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(
        "SELECT total - sent - unknown - blocked - failed - skipped FROM broadcasts WHERE id = $1",
    )
    .bind(BROADCAST)
    .fetch_one(&mut *reader)
    .await
    .unwrap()
}

/// Fails if the message's counts are not those of the rows, and gives them: sent, unknown, blocked,
/// failed, skipped.
pub async fn counted(store: &Store) -> [i64; 5] {
    let mut by_row = [0; 5];
    let outcomes =
        [Outcome::Sent, Outcome::Unknown, Outcome::Blocked, Outcome::Failed, Outcome::Skipped];
    for (place, outcome) in outcomes.into_iter().enumerate() {
        by_row[place] = count(store, outcome).await;
    }
    let mut reader = store.read().await.unwrap();
    let kept: (i64, i64, i64, i64, i64) = sqlx::query_as(
        "SELECT sent, unknown, blocked, failed, skipped FROM broadcasts WHERE id = $1",
    )
    .bind(BROADCAST)
    .fetch_one(&mut *reader)
    .await
    .unwrap();
    assert_eq!(<[i64; 5]>::from(kept), by_row, "sent, unknown, blocked, failed, skipped");
    by_row
}
