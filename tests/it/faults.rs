//! When things go wrong: the database fails, the platform fails, updates come twice.

use std::time::Duration;

use hoadep::bot::Bot;
use hoadep::clock::{DAY, HOUR};
use hoadep::demo::telegram::{Fault, FaultKind};
use hoadep::store::{Store, outbox, timers};
use serde_json::Value;
use sqlx::Executor;

use crate::tester::{Person, STORY, World, eventually};

#[tokio::test]
async fn while_another_process_locks_the_database_citizens_are_told_and_nothing_is_lost() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    let mut other = world.database.connect().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    lan.say("/trogiup");
    lan.say("/hoso");
    lan.say("/gioithieu");
    lan.sees("Hệ thống đang bận").await;
    assert!(!world.telegram.pending_updates().is_empty(), "acknowledged though not kept");
    other.execute("ROLLBACK").await.unwrap();
    let seen = [
        lan.sees("Ông/Bà có thể").await.id,
        lan.sees("chưa gửi").await.id,
        lan.sees("Bước 1/4").await.id,
    ];
    assert!(seen.is_sorted(), "answered in another order: {seen:?}");
    world.settles().await;
    let apologies = lan.messages().into_iter().filter(|message| message.text.contains("đang bận"));
    assert_eq!(apologies.count(), 1, "told once");
    world.end().await;
}

#[tokio::test]
async fn on_a_full_disk_citizens_are_told_and_nothing_is_acknowledged_that_is_not_kept() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    world.settles().await;
    fill_free_pages(&world.bots_store).await;
    limit_pages(&world.bots_store, 1).await;
    // So much that no page that is there already has room for it.
    let story = format!("{STORY} {}", "Bác là người tốt. ".repeat(200));
    lan.say(&story);
    lan.sees("Hệ thống đang bận").await;
    assert!(!world.telegram.pending_updates().is_empty(), "acknowledged though not kept");
    limit_pages(&world.bots_store, 1_000_000).await;
    lan.sees("Ông/Bà muốn giới thiệu gương này").await;
    world.end().await;
}

/// Takes the pages that migrations left free in the file.
async fn fill_free_pages(store: &Store) {
    let filled = store.write(0, |tx| {
        Box::pin(async move {
            sqlx::query("CREATE TABLE filler (filling BLOB)").execute(tx.connection()).await?;
            let fill = "INSERT INTO filler
                SELECT zeroblob(4096 * freelist_count) FROM pragma_freelist_count";
            sqlx::query(fill).execute(tx.connection()).await?;
            Ok(())
        })
    });
    filled.await.unwrap();
}

/// Makes the disk look full, or large again, to the bot.
async fn limit_pages(store: &Store, most: u32) {
    let sql = format!("PRAGMA max_page_count = {most}");
    let limited = store.write(0, move |tx| {
        Box::pin(async move {
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
            Ok(())
        })
    });
    limited.await.unwrap();
}

#[tokio::test]
async fn on_a_file_that_only_reads_citizens_are_told_and_nothing_is_acknowledged() {
    let mut world = World::new().await;
    world.forgive();
    let id = world.agreed("Lan").await.id;
    world.settles().await;
    world.stop().await;
    let only_reads = Store::open(&format!("{}?mode=ro", world.database.url)).await.unwrap();
    let bot = Bot::start(&world.config, only_reads, world.clock.clone()).await.unwrap();
    let lan = world.person(id);
    lan.say("/trogiup");
    lan.sees("Hệ thống đang bận").await;
    assert!(!world.telegram.pending_updates().is_empty(), "acknowledged though not kept");
    bot.stop(Duration::from_millis(100)).await;
    world.start().await;
    world.person(id).sees("Ông/Bà có thể").await;
    world.end().await;
}

#[tokio::test]
async fn an_update_that_comes_twice_counts_once() {
    let mut world = World::new().await;
    // A press that comes again is answered again, which Telegram may refuse.
    world.forgive();
    let lan = world.agreed("Lan").await;
    lan.say("/trogiup");
    lan.sees("Ông/Bà có thể").await;
    lan.nominates("Nguyễn Văn Tư").await;
    lan.say("/hoso");
    lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    world.settles().await;
    let before = drawn(&lan);
    let polls = world.telegram.calls().into_iter().filter(|call| call.method == "getUpdates");
    let brought: Vec<Value> =
        polls.flat_map(|poll| poll.result.as_array().cloned().unwrap_or_default()).collect();
    assert!(brought.len() > 10, "{brought:#?}");
    for update in &brought {
        assert!(world.telegram.redeliver(update["update_id"].as_i64().unwrap()));
    }
    // What is said after them is taken after them, and its answer sent after theirs.
    lan.say("/ngonngu");
    let last = lan.sees("ngôn ngữ nào").await;
    world.settles().await;
    let mut after = drawn(&lan);
    after.retain(|(id, ..)| *id != last.id);
    assert_eq!(after, before);
    assert_eq!(nominations(&world).await, 1);
    world.end().await;
}

/// The bot's messages as they stand: id, number of edits, text.
fn drawn(person: &Person<'_>) -> Vec<(i64, u32, String)> {
    let messages = person.messages().into_iter().filter(|message| message.from_bot);
    messages.map(|message| (message.id, message.edits, message.text)).collect()
}

#[tokio::test]
async fn updates_that_are_numbered_anew_are_still_heard_and_confirmed() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    world.settles().await;
    world.telegram.renumber(600_000_000);
    for _ in 0..2 {
        lan.say("/trogiup");
        lan.sees("/hoso –").await;
    }
    // Nothing is left to be handed out again and again.
    world.end().await;
}

#[tokio::test]
async fn with_errors_and_cuts_every_citizen_still_gets_through() {
    let mut world = World::new().await;
    world.forgive();
    world.telegram.seed_faults(11);
    for (kind, probability) in [
        (FaultKind::TooManyRequests { retry_after: 1 }, 0.05),
        (FaultKind::ServerError, 0.05),
        (FaultKind::BadGateway, 0.03),
        (FaultKind::CutBefore, 0.03),
        (FaultKind::CutAfter, 0.03),
    ] {
        world.telegram.fault(Fault::new(kind).probability(probability));
    }
    for name in ["Lan", "Minh", "Hoa"] {
        let citizen = world.agreed(name).await;
        citizen.nominates("Nguyễn Văn Tư").await;
    }
    world.telegram.clear_faults();
    world.settles().await;
    assert_eq!(nominations(&world).await, 3);
    world.end().await;
}

async fn nominations(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM nominations").fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn a_throttled_chat_delays_nobody_else() {
    let mut world = World::new().await;
    world.forgive();
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    world.telegram.fault(Fault {
        method: Some("sendMessage".into()),
        chat: Some(lan.id),
        count: Some(1),
        ..Fault::new(FaultKind::TooManyRequests { retry_after: 3_600 })
    });
    lan.say("/trogiup");
    eventually(async || world.telegram.calls().iter().any(|call| call.status == 429)).await;
    minh.say("/trogiup");
    minh.sees("Ông/Bà có thể").await;
    // What was throttled goes when its time has come, and only then.
    assert!(!lan.messages().iter().any(|message| message.text.contains("Ông/Bà có thể")));
    world.clock.advance(HOUR);
    lan.sees("Ông/Bà có thể").await;
    world.end().await;
}

#[tokio::test]
async fn who_has_blocked_the_bot_is_left_alone_until_they_write() {
    let mut world = World::new().await;
    world.forgive();
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let second = lan.nominates("Trần Thị Bảy").await;
    world.settles().await;
    world.telegram.block(lan.id, true);
    world.settles().await;
    world.telegram.clear_calls();
    for code in [&first, &second] {
        let cards = huong.messages();
        let card = cards.iter().find(|message| message.text.contains(code.as_str())).unwrap();
        huong.approves(card.id).await;
        huong.sees_on(card.id, "Đã ghi nhận").await;
    }
    world.settles().await;
    assert_eq!(calls_to(&world, lan.id), 0, "somebody who blocked the bot was written to");
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    assert_eq!(list.text.matches("Đã ghi nhận").count(), 2, "{list:?}");
    world.end().await;
}

/// How many calls tried to write into this chat.
fn calls_to(world: &World, chat: i64) -> usize {
    world.telegram.calls().iter().filter(|call| call.params["chat_id"] == chat).count()
}

#[tokio::test]
async fn a_reviewer_who_has_blocked_the_bot_is_dealt_no_card_and_finds_it_in_the_queue() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    world.telegram.block(dung.id, true);
    world.settles().await;
    world.telegram.clear_calls();
    let code = world.agreed("Lan").await.nominates("Nguyễn Văn Tư").await;
    huong.sees(&code).await;
    world.settles().await;
    assert_eq!(calls_to(&world, dung.id), 0);
    world.telegram.block(dung.id, false);
    dung.say("/hangcho");
    dung.sees("Hồ sơ đang chờ").await;
    world.end().await;
}

#[tokio::test]
async fn a_block_that_was_not_told_of_is_noticed_by_the_first_refusal() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    world.telegram.fault(Fault {
        method: Some("sendMessage".into()),
        chat: Some(lan.id),
        count: Some(1),
        ..Fault::new(FaultKind::Blocked)
    });
    let blocked = async || {
        let mut reader = world.store.read().await.unwrap();
        let sql = "SELECT COUNT(*) FROM contacts WHERE blocked_at IS NOT NULL";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *reader).await.unwrap() == 1
    };
    assert!(!blocked().await);
    lan.say("/trogiup");
    eventually(&blocked).await;
    {
        let mut reader = world.store.read().await.unwrap();
        assert_eq!(outbox::count_dead(&mut reader).await.unwrap(), 1);
    }
    lan.say("/trogiup");
    lan.sees("Ông/Bà có thể").await;
    assert!(!blocked().await);
    world.end().await;
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_is_followed() {
    let mut world = World::new().await;
    world.forgive();
    let huong = world.reviewer("Hương").await.id;
    let old = world.telegram.add_group("Tổ duyệt", &[huong]);
    let new = world.telegram.add_group("Tổ duyệt (mới)", &[huong]);
    world.config.review_chat = Some(old);
    world.stop().await;
    world.start().await;
    let lan = world.agreed("Lan").await;
    world.telegram.fault(Fault::new(FaultKind::MigrateToChatId(new)).chat(old));
    let there = world.person(huong).at(new);
    let first = lan.nominates("Nguyễn Văn Tư").await;
    there.sees(&first).await;
    let second = lan.nominates("Trần Thị Bảy").await;
    there.sees(&second).await;
    assert_eq!(world.person(huong).at(old).messages().len(), 0);
    world.end().await;
}

#[tokio::test]
async fn a_reminder_does_not_write_to_who_has_blocked_the_bot_and_waits_for_them() {
    let mut world = World::new().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    lan.press("Cá nhân");
    lan.sees("họ và tên").await;
    lan.say("Nguyễn Văn Tư");
    lan.sees("Bước 2/4").await;
    world.telegram.block(lan.id, true);
    world.settles().await;
    world.telegram.clear_calls();
    world.clock.advance(DAY + HOUR);
    // Due timers have been fired once none is due any more.
    eventually(async || {
        let mut reader = world.store.read().await.unwrap();
        let now = world.clock.now();
        timers::due(&mut reader, timers::DRAFT, now, 1).await.unwrap().is_empty()
    })
    .await;
    world.settles().await;
    assert_eq!(calls_to(&world, lan.id), 0);
    lan.say("/start");
    lan.sees("Nguyễn Văn Tư").await;
    world.end().await;
}
