//! A message to many goes out: answers first, each person once, and what went wrong is written down.

use hoadep::clock::HOUR;
use hoadep::demo::telegram::{Fault, FaultKind};
use hoadep::domain::broadcast::Outcome;
use serde_json::Value;

use crate::audience::{BROADCAST, NEWS, count, counted, left, run, seed};
use crate::crowd::{crowd, forget_updates};
use crate::databases::Database;
use crate::newsroom::seed_beside;
use crate::tester::{PATIENCE, TOKEN, World, eventually};

/// A world in which a message to so many has begun while nobody was at work; gives the first person.
async fn begun(database: Database, people: i64, rate: u32) -> (World, i64) {
    let mut world = World::with(database, |config| {
        config.telegram.as_mut().unwrap().rate = rate;
    })
    .await;
    world.stop().await;
    let base = world.config.telegram.as_ref().unwrap().api_url.clone();
    let first = crowd(&world.telegram, &base, TOKEN, people).await;
    seed(&world.store, first, people).await;
    (world, first)
}

async fn state(world: &World) -> (String, Option<String>) {
    let mut reader = world.store.read().await.unwrap();
    sqlx::query_as("SELECT state, pause FROM broadcasts WHERE id = $1")
        .bind(BROADCAST)
        .fetch_one(&mut *reader)
        .await
        .unwrap()
}

/// How often this person got the news.
fn got(world: &World, person: i64) -> usize {
    let messages = world.telegram.messages(person).into_iter();
    messages.filter(|message| message.from_bot && message.text == NEWS).count()
}

fn fails(person: i64) -> Fault {
    // A person's chat cannot move, so there is nothing to be done about that.
    Fault::new(FaultKind::MigrateToChatId(-77)).method("sendMessage").chat(person)
}

#[tokio::test]
async fn through_throttles_and_refusals_everybody_is_accounted_for_on_both_databases() {
    for database in Database::each().await {
        let (mut world, first) = begun(database, 300, 0).await;
        world.forgive();
        for person in first..first + 15 {
            world.telegram.block(person, true);
        }
        let base = world.config.telegram.as_ref().unwrap().api_url.clone();
        forget_updates(&base, TOKEN).await;
        for person in first + 15..first + 18 {
            world.telegram.fault(fails(person));
        }
        let throttle = FaultKind::TooManyRequests { retry_after: 1 };
        world.telegram.fault(Fault::new(throttle).method("sendMessage").probability(0.2));
        world.start().await;
        eventually(async || left(&world.store).await == 0).await;
        assert_eq!(counted(&world.store).await, [282, 0, 15, 3, 0]);
        assert_eq!(state(&world).await.1, None);
        for person in first..first + 300 {
            assert_eq!(got(&world, person), usize::from(person >= first + 18), "{person}");
        }
        let mut reader = world.store.read().await.unwrap();
        let blocked: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM contacts WHERE blocked_at IS NOT NULL")
                .fetch_one(&mut *reader)
                .await
                .unwrap();
        assert_eq!(blocked, 15);
        drop(reader);
        world.end().await;
    }
}

#[tokio::test]
async fn too_many_errors_stop_it_until_somebody_has_it_go_on() {
    let (mut world, first) = begun(Database::sqlite(), 400, 0).await;
    world.forgive();
    for person in (first..first + 400).step_by(5) {
        world.telegram.fault(fails(person));
    }
    world.start().await;
    let paused = ("paused".to_owned(), Some("errors".to_owned()));
    eventually(async || state(&world).await == paused).await;
    eventually(async || count(&world.store, Outcome::Sending).await == 0).await;
    let [sent, _, _, failed, _] = counted(&world.store).await;
    assert!((21..=21 + 40).contains(&failed), "{failed} failed");
    assert!(left(&world.store).await >= 200, "{} are left", left(&world.store).await);
    // Whatever it was is mended.
    world.telegram.clear_faults();
    let on = "UPDATE broadcasts SET state = 'sending', pause = NULL, version = version + 1";
    run(&world.store, on.to_owned()).await;
    eventually(async || left(&world.store).await == 0).await;
    let after = counted(&world.store).await;
    assert_eq!(after, [400 - failed, 0, 0, failed, 0]);
    assert!(sent < after[0]);
    world.end().await;
}

#[tokio::test]
async fn an_answer_overtakes_news() {
    let (mut world, _) = begun(Database::sqlite(), 200, 4).await;
    world.start().await;
    eventually(async || left(&world.store).await < 198).await;
    let lan = world.citizen("Lan");
    let before = news_calls(&world);
    lan.say("/start");
    lan.sees("Kính chào").await;
    // A message of news a beat, and those that were on their way.
    let meanwhile = news_calls(&world) - before;
    assert!(meanwhile <= 4, "{meanwhile} messages of news went before the answer");
    assert!(left(&world.store).await > 100);
    world.stop().await;
    // Nobody who was claimed is left in the air.
    assert_eq!(count(&world.store, Outcome::Sending).await, 0);
    assert_eq!(counted(&world.store).await[1], 0);
}

#[tokio::test]
async fn news_that_is_paid_for_says_so_and_nothing_else_does() {
    for (paid_rate, said) in [(1_000, Value::Bool(true)), (0, Value::Null)] {
        let (mut world, _) = begun(Database::sqlite(), 20, 30).await;
        world.config.telegram.as_mut().unwrap().paid_rate = paid_rate;
        world.start().await;
        let lan = world.citizen("Lan");
        lan.say("/start");
        lan.sees("Kính chào").await;
        eventually(async || left(&world.store).await == 0).await;
        let calls = world.telegram.calls();
        let sends = calls.iter().filter(|call| call.method == "sendMessage");
        let (news, answers): (Vec<_>, Vec<_>) = sends.partition(|call| call.params["text"] == NEWS);
        assert_eq!(news.len(), 20);
        assert!(news.iter().all(|call| call.params["allow_paid_broadcast"] == said), "{paid_rate}");
        assert!(!answers.is_empty());
        assert!(answers.iter().all(|call| call.params["allow_paid_broadcast"].is_null()));
        world.end().await;
    }
}

#[tokio::test]
async fn an_album_that_is_refused_is_refused_and_not_tried_file_by_file() {
    let (mut world, first) = begun(Database::sqlite(), 4, 0).await;
    world.forgive();
    let file = r#"{"kind":"photo","handle":"photo:gone"}"#;
    let sql = format!("UPDATE broadcast_contents SET files = '[{file},{file}]'");
    run(&world.store, sql).await;
    world.telegram.fault(Fault::new(FaultKind::Refused).method("sendMediaGroup"));
    world.start().await;
    eventually(async || left(&world.store).await == 0).await;
    assert_eq!(counted(&world.store).await, [0, 0, 0, 4, 0]);
    let calls = world.telegram.calls();
    assert!(calls.iter().all(|call| call.method != "sendPhoto"));
    assert!((first..first + 4).all(|person| got(&world, person) == 0));
    world.end().await;
}

fn news_calls(world: &World) -> usize {
    world.telegram.calls().iter().filter(|call| call.params["text"] == NEWS).count()
}

#[tokio::test]
async fn in_quiet_hours_news_waits_and_what_corrects_it_does_not() {
    let (mut world, first) = begun(Database::sqlite(), 30, 0).await;
    world.start().await;
    eventually(async || left(&world.store).await == 0).await;
    let (pass, later) = (BROADCAST + 1, BROADCAST + 2);
    // It is two in the afternoon.
    let quiet = [
        "UPDATE settings SET value = '13:00' WHERE name = 'quiet-from'".to_owned(),
        "UPDATE settings SET value = '15:00' WHERE name = 'quiet-until'".to_owned(),
    ];
    for sql in quiet {
        run(&world.store, sql).await;
    }
    seed_beside(&world.store, pass, "correction", "Đã sửa.").await;
    seed_beside(&world.store, later, "news", "Mai.").await;
    let says = |person: i64, words: &str| {
        world.telegram.messages(person).iter().any(|one| one.from_bot && one.text == words)
    };
    let all_see = async |words: &str| {
        eventually(async || (first..first + 30).all(|person| says(person, words))).await;
    };
    all_see("Đã sửa.").await;
    assert!((first..first + 30).all(|person| !says(person, NEWS) && !says(person, "Mai.")));
    world.clock.advance(HOUR);
    all_see("Mai.").await;
    world.end().await;
}

#[tokio::test]
async fn several_go_out_side_by_side() {
    let (mut world, _) = begun(Database::sqlite(), 60, 20).await;
    seed_beside(&world.store, BROADCAST + 1, "news", "Tin khác.").await;
    world.start().await;
    let is_other = |world: &World| {
        world.telegram.calls().iter().any(|call| call.params["text"] == "Tin khác.")
    };
    let came = world.telegram.wait_for(|_| is_other(&world).then_some(()), PATIENCE).await;
    came.expect("the other one never began");
    assert!(left(&world.store).await > 30, "the first one had gone before");
    world.stop().await;
}

#[tokio::test]
async fn what_was_sent_is_taken_back_from_every_chat() {
    let (mut world, first) = begun(Database::sqlite(), 50, 0).await;
    world.start().await;
    eventually(async || left(&world.store).await == 0).await;
    seed_beside(&world.store, BROADCAST + 1, "deletion", "").await;
    eventually(async || (first..first + 50).all(|person| got(&world, person) == 0)).await;
    world.end().await;
}
