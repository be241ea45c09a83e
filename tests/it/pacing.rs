//! Telegram's flood limits hold, and nobody who waits for an answer waits for the limits.

use hoadep::channels::TELEGRAM;
use hoadep::clock::MINUTE;
use hoadep::delivery::outgoing::{Lane, Outgoing, Placement};
use hoadep::ids::Ids;
use hoadep::store::outbox;

use crate::databases::Database;
use crate::tester::{World, eventually};

/// A world that is paced as Telegram asks for, on a Telegram that insists on it.
async fn paced(rate: u32) -> World {
    let world = World::with(Database::sqlite(), |config| {
        config.telegram.as_mut().unwrap().rate = rate;
    })
    .await;
    world.telegram.set_flood(true);
    world
}

/// Puts news for these chats into the outbox, as somebody else's turn would.
async fn send_news(world: &World, chats: &[i64], each: usize) {
    let (ids, now) = (Ids::new(world.clock.clone()), world.clock.now());
    let news: Vec<Outgoing> = chats
        .iter()
        .flat_map(|chat| (0..each).map(move |number| (chat, number)))
        .map(|(chat, number)| Outgoing {
            channel: TELEGRAM.to_owned(),
            address: chat.to_string(),
            lane: Lane::News,
            slot: None,
            placement: Placement::Fresh,
            message: hoadep::conversation::message::Message::of(format!("Tin số {number}")),
        })
        .collect();
    let written = world.store.write(0, move |tx| {
        Box::pin(async move { outbox::insert(tx, &mut || ids.next(), &news, now).await })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn within_the_limits_telegram_throttles_nothing() {
    let mut world = paced(30).await;
    let mut chats = Vec::new();
    for name in ["Lan", "Minh", "Hoa"] {
        let person = world.citizen(name);
        person.say("/start");
        person.sees("Kính chào").await;
        chats.push(person.id);
    }
    chats.push(world.telegram.add_group("Tổ duyệt", &chats));
    world.stop().await;
    send_news(&world, &chats, 6).await;
    // What waits in the database goes out from the next start on. A minute later, so that what was
    // said before it, which a new process does not remember, counts no more.
    world.clock.advance(MINUTE);
    world.start().await;
    world.settles().await;
    let calls = world.telegram.calls();
    let news = calls.iter().filter(|call| call.params["text"].as_str().is_some_and(is_news));
    assert_eq!(news.count(), chats.len() * 6);
    assert!(calls.iter().all(|call| call.status != 429), "Telegram had to throttle");
    for chat in chats {
        let texts: Vec<String> =
            world.telegram.messages(chat).into_iter().map(|message| message.text).collect();
        let order: Vec<&String> = texts.iter().filter(|text| is_news(text)).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
    world.end().await;
}

fn is_news(text: &str) -> bool {
    text.starts_with("Tin số")
}

#[tokio::test]
async fn answers_and_presses_go_before_news_that_waits() {
    let mut world = paced(2).await;
    let lan = world.agreed("Lan").await.id;
    let others: Vec<i64> = (0..12)
        .map(|_| {
            let other = world.telegram.add_user("Ai đó", None, Some("vi"));
            world.telegram.say(other, other, "/start");
            other
        })
        .collect();
    world.settles().await;
    world.stop().await;
    send_news(&world, &others, 1).await;
    world.start().await;
    eventually(async || {
        world.telegram.calls().iter().any(|call| call.params["text"].as_str().is_some_and(is_news))
    })
    .await;
    let lan = world.person(lan);
    lan.press("🌸 Giới thiệu gương");
    lan.is_answered().await;
    lan.sees("Bước 1/4").await;
    let mut reader = world.store.read().await.unwrap();
    assert!(
        outbox::oldest(&mut reader).await.unwrap().is_some(),
        "the news has gone already, so nothing was proved"
    );
    drop(reader);
    world.end().await;
}
