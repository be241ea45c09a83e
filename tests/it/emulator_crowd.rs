//! Crowds in the emulated Telegram: people who are counted, trouble by share, and the pace.

use std::time::Duration;

use hoadep::clock::{Clock, DAY, HOUR};
use hoadep::demo::telegram::{CrowdTotals, Emulator, Fault, FaultKind};
use serde_json::{Value, json};
use teloxide::payloads::setters::*;
use teloxide::prelude::*;
use teloxide::types::{InputFile, InputMedia, InputMediaPhoto, MessageId};
use teloxide::{ApiError, RequestError};

use crate::emulator::{PNG, Stage, TOKEN, client, why};

#[tokio::test]
async fn what_the_crowd_is_sent_is_counted_and_not_kept() {
    let stage = Stage::new().await;
    let crowd = stage.telegram.add_crowd(100_000);
    let (first, last) = (ChatId(crowd.start), ChatId(crowd.end - 1));
    stage.bot.send_message(first, "một").await.unwrap();
    let sent = stage.bot.send_message(first, "hai").await.unwrap();
    assert_eq!((sent.id, sent.chat.id), (MessageId(2), first));
    let photo = || InputMedia::Photo(InputMediaPhoto::new(InputFile::memory(PNG)));
    let album = stage.bot.send_media_group(last, [photo(), photo()]).await.unwrap();
    assert_eq!(album[1].id, MessageId(2));
    assert!(stage.telegram.messages(first.0).is_empty());
    let counts = stage.telegram.crowd_counts();
    assert_eq!((counts.len(), counts[0], counts[1], counts[99_999]), (100_000, 2, 0, 2));
    let nobody = json!({"chat_id": crowd.end, "text": "a"});
    assert_eq!(stage.refused("sendMessage", nobody).await, "Bad Request: chat not found");
    let empty = json!({"chat_id": first, "text": " "});
    assert_eq!(stage.refused("sendMessage", empty).await, "Bad Request: message text is empty");
}

#[tokio::test]
async fn what_the_crowd_was_sent_can_be_changed_and_taken_back() {
    let stage = Stage::new().await;
    let one = ChatId(stage.telegram.add_crowd(3).start);
    let text = stage.bot.send_message(one, "một").await.unwrap().id;
    let photo = stage.bot.send_photo(one, InputFile::memory(PNG)).await.unwrap().id;
    stage.bot.edit_message_text(one, text, "sửa").await.unwrap();
    let edited = stage.bot.edit_message_caption(one, photo).caption("sửa").await.unwrap();
    assert_eq!((edited.caption(), edited.photo().is_some()), (Some("sửa"), true));
    assert!(stage.bot.edit_message_text(one, photo, "sửa").await.is_err());
    stage.bot.delete_message(one, text).await.unwrap();
    assert_eq!(why(stage.bot.delete_message(one, text).await), ApiError::MessageToDeleteNotFound);
    assert_eq!(stage.telegram.crowd_kept(one.0), 1);
    let totals =
        CrowdTotals { people: 3, reached: 1, repeated: 1, messages: 2, edits: 2, deleted: 1 };
    assert_eq!(stage.telegram.crowd(), totals);
    stage.clock.advance(2 * DAY + HOUR);
    assert!(stage.bot.delete_message(one, photo).await.is_err());
}

#[tokio::test]
async fn a_kept_crowd_is_there_again() {
    let dir = tempfile::tempdir().unwrap();
    let open = || Emulator::open(dir.path(), TOKEN, Clock::default()).unwrap();
    let stage = Stage::around(open(), Clock::default()).await;
    let one = ChatId(stage.telegram.add_crowd(10).start);
    stage.bot.send_photo(one, InputFile::memory(PNG)).await.unwrap();
    let gone = stage.bot.send_message(one, "a").await.unwrap().id;
    stage.bot.delete_message(one, gone).await.unwrap();
    let again = open();
    assert_eq!(again.crowd(), stage.telegram.crowd());
    assert_eq!(again.crowd_kept(one.0), 1);
}

#[tokio::test]
async fn shares_of_the_crowd_have_blocked_the_bot_or_are_refused() {
    let stage = Stage::new().await;
    let crowd = stage.telegram.add_crowd(400);
    stage.telegram.fault(Fault::new(FaultKind::Blocked).share_of_chats(0.25));
    stage.telegram.fault(Fault::new(FaultKind::Refused).share_of_chats(0.25));
    let (mut blocked, mut refused) = (0, 0);
    for person in crowd {
        match stage.bot.send_message(ChatId(person), "a").await {
            Ok(_) => {}
            Err(RequestError::Api(ApiError::BotBlocked)) => blocked += 1,
            Err(RequestError::Api(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!((60..140).contains(&blocked) && (40..120).contains(&refused), "{blocked} {refused}");
    assert_eq!(stage.telegram.crowd().reached, 400 - blocked - refused);
}

#[tokio::test]
async fn a_storm_of_429_comes_and_goes_by_the_clock() {
    let stage = Stage::new().await;
    let storm = Fault::new(FaultKind::TooManyRequests { retry_after: 3 });
    stage.telegram.fault(storm.storm(HOUR, 2 * HOUR));
    let send = async || stage.bot.send_message(stage.chat(), "a").await;
    assert!(matches!(send().await, Err(RequestError::RetryAfter(wait)) if wait.seconds() == 3));
    stage.clock.advance(HOUR);
    send().await.unwrap();
    stage.clock.advance(HOUR);
    assert!(send().await.is_err());
}

#[tokio::test]
async fn arrivals_are_noted_when_asked_for() {
    let stage = Stage::new().await;
    stage.bot.send_message(stage.chat(), "a").await.unwrap();
    assert_eq!(stage.telegram.arrivals().count(), 0);
    stage.telegram.note_arrivals();
    let sent = stage.bot.send_message(stage.chat(), "a").await.unwrap();
    let photo = || InputMedia::Photo(InputMediaPhoto::new(InputFile::memory(PNG)));
    stage.bot.send_media_group(stage.chat(), [photo(), photo()]).await.unwrap();
    stage.bot.edit_message_text(stage.chat(), sent.id, "b").await.unwrap();
    let arrivals = stage.telegram.arrivals();
    assert_eq!(arrivals.count(), 3);
    assert_eq!(arrivals.most_within(Duration::from_secs(3_600)), 3);
}

#[tokio::test]
async fn the_page_asks_for_crowds_faults_and_arrivals() {
    let stage = Stage::new().await;
    let post = async |path: &str, asked: Value| {
        let url = format!("{}/api/demo/{path}", stage.base);
        let answer = client().post(url).json(&asked).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let get = async |path: &str| {
        let url = format!("{}/api/demo/{path}", stage.base);
        client().get(url).send().await.unwrap().json::<Value>().await.unwrap()
    };
    let (_, added) = post("crowd", json!({"count": 5_000})).await;
    assert_eq!(added["count"], 5_000);
    assert_eq!(post("crowd", json!({"count": 0})).await.0, 400);
    post("arrivals", json!({})).await;
    let one = ChatId(added["first_id"].as_i64().unwrap());
    stage.bot.send_message(one, "a").await.unwrap();
    assert_eq!(get("crowd").await["messages"], 1);
    assert_eq!(get("crowd/counts").await[0], 1);
    assert_eq!(get("arrivals").await["most_in_a_second"], 1);
    assert_eq!(get("state").await["crowd"], json!({"people": 5_000, "messages": 1}));

    let fault = json!({"kind": "429", "retry_after": 9, "lasts_ms": 1_000, "every_ms": 60_000});
    assert_eq!(post("faults", fault).await.0, 200);
    let sent = stage.bot.send_message(one, "a").await;
    assert!(matches!(sent, Err(RequestError::RetryAfter(wait)) if wait.seconds() == 9));
    let fault = json!({"kind": "blocked", "chats": 1.5});
    assert_eq!(post("faults", fault).await.0, 400);
}
