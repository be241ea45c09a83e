//! Conversations that a newer program wrote, when an older one runs again.

use hoadep::clock::DAY;
use hoadep::store::inbox;
use sqlx::Executor;

use crate::tester::{Person, STORY, World, eventually};

/// Somebody who has written half a nomination.
async fn half_writes(world: &World) -> Person<'_> {
    let lan = world.agreed("Lan").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    lan.press("Cá nhân");
    lan.sees("họ và tên").await;
    lan.say("Nguyễn Văn Tư");
    lan.sees("Bước 2/4").await;
    world.settles().await;
    lan
}

async fn run(world: &World, sql: &'static str) {
    world.database.connect().await.execute(sql).await.unwrap();
}

/// As if a program one version newer had written what half is written.
async fn age_the_program(world: &World) {
    run(world, r#"UPDATE contacts SET session = replace(session, '"v":1', '"v":2')"#).await;
}

/// As if that program ran again: this one can read what was put aside.
async fn renew_the_program(world: &World) {
    let renewed = r#"UPDATE contacts SET session_aside = replace(session_aside, '"v":2', '"v":1')"#;
    run(world, renewed).await;
}

async fn aside(world: &World) -> Option<String> {
    let aside = "SELECT session_aside FROM contacts";
    sqlx::query_scalar(aside).fetch_one(&mut world.database.connect().await).await.unwrap()
}

#[tokio::test]
async fn what_a_newer_program_wrote_is_put_aside_and_comes_back_with_it() {
    let world = World::new().await;
    let lan = half_writes(&world).await;
    age_the_program(&world).await;
    lan.say("/start");
    let greeting = lan.sees("Mời Ông/Bà chọn").await;
    assert!(!greeting.text.contains("Nguyễn Văn Tư"));
    lan.say("/huy");
    lan.sees("không có việc gì").await;
    let mut reader = world.store.read().await.unwrap();
    let (_, error) = inbox::newest_dead(&mut reader).await.unwrap().expect("the operator hears");
    drop(reader);
    assert!(error.contains("newer than 1") && !error.contains("Tư"), "{error}");
    let content = "SELECT content FROM dead_turns";
    let mut connection = world.database.connect().await;
    let content: String = sqlx::query_scalar(content).fetch_one(&mut connection).await.unwrap();
    assert_eq!(content, "command");
    renew_the_program(&world).await;
    lan.say("/start");
    lan.sees("viết dở lời giới thiệu Nguyễn Văn Tư").await;
    assert_eq!(aside(&world).await, None);
    lan.press("Viết tiếp");
    lan.sees("Bước 2/4").await;
    run(&world, "DELETE FROM dead_turns").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_begun_since_goes_before_what_was_put_aside() {
    let world = World::new().await;
    let lan = half_writes(&world).await;
    age_the_program(&world).await;
    let code = {
        lan.writes_up_to_the_summary("Trần Thị Bảy", STORY).await;
        renew_the_program(&world).await;
        lan.press("✅ Gửi");
        lan.sees("Mã hồ sơ").await
    };
    assert!(code.text.contains("Trần Thị Bảy"));
    assert!(aside(&world).await.is_some());
    lan.say("/start");
    lan.sees("viết dở lời giới thiệu Nguyễn Văn Tư").await;
    run(&world, "DELETE FROM dead_turns").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_put_aside_is_forgotten_when_a_draft_would_be() {
    let world = World::new().await;
    let lan = half_writes(&world).await;
    age_the_program(&world).await;
    world.clock.advance(DAY);
    lan.say("/start");
    lan.sees("Mời Ông/Bà chọn").await;
    world.clock.advance(30 * DAY - DAY - 1);
    world.settles().await;
    assert!(aside(&world).await.is_some());
    world.clock.advance(DAY);
    eventually(async || aside(&world).await.is_none()).await;
    run(&world, "DELETE FROM dead_turns").await;
    world.end().await;
}
