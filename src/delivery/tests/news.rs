//! Messages to many, call by call.

use super::*;
use crate::domain::broadcast::Outcome;
use crate::store::recipients;

const NEWS: i64 = 700;
const DELETION: i64 = 701;

/// A worker that finds a message of these parts going out to so many people of these numbers: an album
/// with words and then buttons, or words alone.
async fn news(people: i64, album: bool) -> Post {
    Post::open_with(true, async |store, _| {
        let file = r#"{"kind":"photo","handle":"photo:1"}"#;
        let files = if album { format!("[{file},{file}]") } else { "[]".to_owned() };
        begin(store, NEWS, "news", "NULL", people, &files).await;
    })
    .await
}

async fn begin(store: &Store, id: i64, kind: &str, of: &str, people: i64, files: &str) {
    let numbers = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})"
    );
    for sql in [
        format!(
            "{numbers} INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             SELECT i, '{DOOR}', 'p' || i, 'Lan', 'vi', 0 FROM n WHERE true
             ON CONFLICT DO NOTHING"
        ),
        format!(
            "{numbers} INSERT INTO subscriptions (contact_id, asked_at, version, granted_at)
             SELECT i, 0, 1, 1 FROM n WHERE true ON CONFLICT DO NOTHING"
        ),
        format!(
            "INSERT INTO broadcasts (id, version, kind, of_id, state, audience, links, created_by,
                created_at, total)
             VALUES ({id}, 1, '{kind}', {of}, 'sending', '{{}}', '[]', 1, 0, {people})"
        ),
        format!(
            "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
             VALUES ({id}, 'vi', 'tin', '{files}')"
        ),
        format!(
            "{numbers} INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part,
                messages, attempts, due_at)
             SELECT {id}, i, 'waiting', 0, '', 0, 0 FROM n"
        ),
        "INSERT INTO settings (name, value, changed_at)
         VALUES ('quiet-from', '00:00', 0), ('quiet-until', '00:00', 0) ON CONFLICT DO NOTHING"
            .to_owned(),
    ] {
        let ran = store.write(0, move |tx| {
            Box::pin(async move {
                sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
                Ok(())
            })
        });
        ran.await.unwrap();
    }
}

impl Post {
    /// Waits until so many people of a message stand there.
    async fn stand(&self, broadcast: i64, outcome: Outcome, number: i64) {
        let waiting = async {
            loop {
                let mut reader = self.store.read().await.unwrap();
                let counts = recipients::counts(&mut reader, broadcast).await.unwrap();
                if counts.get(&outcome).copied().unwrap_or(0) == number {
                    return;
                }
                drop(reader);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it stays otherwise");
    }

    /// The calls made for this person, the ids of what arrived, and the reason.
    async fn progress(&self, broadcast: i64, person: i64) -> (i64, String, Option<String>) {
        let mut reader = self.store.read().await.unwrap();
        sqlx::query_as(
            "SELECT part, messages, reason FROM broadcast_recipients
              WHERE broadcast_id = $1 AND contact_id = $2",
        )
        .bind(broadcast)
        .bind(person)
        .fetch_one(&mut *reader)
        .await
        .unwrap()
    }

    /// The next call, which must be to this person; gives what it says too.
    async fn calls(&mut self, to: &str) -> (Call, String) {
        let call = self.call().await;
        assert_eq!(call.to, to);
        let text = call.text.clone();
        (call, text)
    }
}

fn album(ids: [&str; 2]) -> Result<Sent, SendError> {
    Ok(Sent { message_id: Some(ids[0].to_owned()), others: vec![ids[1].to_owned()] })
}

#[tokio::test]
async fn a_throttle_between_two_parts_is_followed_by_the_second_one_alone() {
    let mut post = news(1, true).await;
    post.calls("p1").await.0.answers(album(["7", "8"]));
    let (second, text) = post.calls("p1").await;
    assert_ne!(text, "tin");
    second.fails(SendError::Throttled { retry_after_ms: 1 });
    let (again, same) = post.calls("p1").await;
    assert_eq!(text, same);
    again.sent_as("9");
    post.stand(NEWS, Outcome::Sent, 1).await;
    assert_eq!(post.progress(NEWS, 1).await, (2, "7 8 9".to_owned(), None));
    post.ends().await;
}

#[tokio::test]
async fn who_has_a_part_of_it_gets_the_rest_in_quiet_hours_too() {
    let mut post = news(1, true).await;
    post.calls("p1").await.0.answers(album(["7", "8"]));
    let (second, _) = post.calls("p1").await;
    let ran = post.store.write(0, |tx| {
        Box::pin(async move {
            let quiet = "UPDATE settings SET value = '23:59' WHERE name = 'quiet-until'";
            sqlx::query(quiet).execute(tx.connection()).await?;
            Ok(())
        })
    });
    ran.await.unwrap();
    second.fails(SendError::Throttled { retry_after_ms: 1 });
    post.calls("p1").await.0.sent_as("9");
    post.stand(NEWS, Outcome::Sent, 1).await;
    post.ends().await;
}

#[tokio::test]
async fn who_is_claimed_by_nobody_is_accounted_for_even_once_it_has_ended() {
    let mut post = news(1, false).await;
    post.calls("p1").await.0.sent_as("7");
    post.stand(NEWS, Outcome::Sent, 1).await;
    for sql in [
        "UPDATE broadcasts SET state = 'stopped', sent = 0",
        // As after a claim of which the commit said that it was not kept.
        "UPDATE broadcast_recipients SET state = 'sending'",
    ] {
        let ran = post.store.write(0, move |tx| {
            Box::pin(async move {
                sqlx::query(sql).execute(tx.connection()).await?;
                Ok(())
            })
        });
        ran.await.unwrap();
    }
    post.stand(NEWS, Outcome::Unknown, 1).await;
    post.ends().await;
}

#[tokio::test]
async fn what_may_have_arrived_is_never_sent_again_whichever_part_it_is() {
    let mut post = news(1, true).await;
    post.calls("p1").await.0.answers(album(["7", "8"]));
    post.calls("p1").await.0.fails(unknown());
    post.stand(NEWS, Outcome::Unknown, 1).await;
    let (part, messages, reason) = post.progress(NEWS, 1).await;
    assert_eq!((part, messages.as_str(), reason.as_deref()), (1, "7 8", Some("cut")));
    post.restart().await;
    post.is_quiet().await;
    post.ends().await;

    // A door that panics is one of which nobody knows what it did.
    let mut post = news(1, false).await;
    drop(post.calls("p1").await);
    post.stand(NEWS, Outcome::Unknown, 1).await;
    post.restart().await;
    post.ends().await;
}

#[tokio::test]
async fn what_surely_did_not_arrive_is_sent_until_it_does() {
    let mut post = news(1, false).await;
    post.calls("p1").await.0.fails(not_sent());
    post.calls("p1").await.0.fails(SendError::Throttled { retry_after_ms: 1 });
    post.calls("p1").await.0.fails(not_sent());
    post.calls("p1").await.0.sent_as("7");
    post.stand(NEWS, Outcome::Sent, 1).await;
    post.ends().await;
}

#[tokio::test]
async fn a_platform_out_of_reach_is_felt_for_by_one_call_at_a_time_and_fails_nobody() {
    let mut post = news(60, false).await;
    // Those who were claimed already, and then one after the other.
    for _ in 0..45 {
        post.call().await.fails(not_sent());
        if post.calls.is_empty() {
            break;
        }
    }
    let probe = post.call().await;
    post.is_quiet().await;
    probe.sent_as("1");
    for number in 0..59 {
        post.call().await.sent_as(&number.to_string());
    }
    post.stand(NEWS, Outcome::Sent, 60).await;
    post.ends().await;
}

#[tokio::test]
async fn who_has_blocked_us_is_counted_as_that_and_known_for_it() {
    let mut post = news(2, false).await;
    post.calls("p1").await.0.fails(SendError::Unreachable);
    post.calls("p2").await.0.fails(SendError::Rejected { reason: "400".to_owned() });
    post.stand(NEWS, Outcome::Blocked, 1).await;
    post.stand(NEWS, Outcome::Failed, 1).await;
    assert_eq!(post.progress(NEWS, 2).await.2.as_deref(), Some("400"));
    let mut reader = post.store.read().await.unwrap();
    assert!(contacts::at(&mut reader, DOOR, "p1").await.unwrap().unwrap().blocked);
    drop(reader);
    post.ends().await;
}

#[tokio::test]
async fn who_was_not_called_when_the_program_stops_is_given_back_and_the_rest_goes_on_where_it_was()
{
    let mut post = news(1, true).await;
    let (first, _) = post.calls("p1").await;
    let delivery = post.delivery.clone();
    let mut draining = std::pin::pin!(async move { delivery.drain(PATIENCE).await });
    assert!(futures_util::poll!(&mut draining).is_pending());
    // What was ordered after it is done, so it has begun.
    post.is_quiet().await;
    first.answers(album(["7", "8"]));
    draining.await;
    assert!(post.calls.try_recv().is_err(), "the second part was sent while it ends");
    post.stand(NEWS, Outcome::Waiting, 1).await;
    assert_eq!(post.progress(NEWS, 1).await, (1, "7 8".to_owned(), None));
    post.restart().await;
    let (second, text) = post.calls("p1").await;
    assert_ne!(text, "tin");
    second.sent_as("9");
    post.stand(NEWS, Outcome::Sent, 1).await;
    post.ends().await;
}

#[tokio::test]
async fn what_is_taken_back_is_every_message_that_each_got_whatever_is_unsure() {
    let mut post = news(1, true).await;
    post.calls("p1").await.0.answers(album(["7", "8"]));
    post.calls("p1").await.0.sent_as("9");
    post.stand(NEWS, Outcome::Sent, 1).await;
    begin(&post.store, DELETION, "deletion", &NEWS.to_string(), 1, "[]").await;
    post.delivery.look_for_news();
    let (call, text) = post.calls("p1").await;
    assert_eq!(text, "delete 7 8 9");
    call.fails(unknown());
    let (call, _) = post.calls("p1").await;
    call.answers(Ok(Sent::default()));
    post.stand(DELETION, Outcome::Sent, 1).await;
    post.ends().await;
}

#[tokio::test]
async fn who_loses_the_duty_gives_back_and_who_gets_it_accounts_for_the_rest() {
    let mut post = news(1, false).await;
    let (call, _) = post.calls("p1").await;
    post.duty.send(false).unwrap();
    post.duty.send(true).unwrap();
    // It was in the air: whoever has the duty now cannot know.
    post.stand(NEWS, Outcome::Unknown, 1).await;
    call.sent_as("7");
    post.stand(NEWS, Outcome::Sent, 1).await;
    post.ends().await;
}
