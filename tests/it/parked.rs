//! What keeps failing is put aside, with an apology, and holds nobody else up.

use hoadep::clock::{DAY, HOUR};
use hoadep::store::inbox;
use sqlx::Executor;

use crate::tester::{World, eventually};

async fn run(world: &World, sql: &str) {
    let mut connection = world.database.connect().await;
    connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap();
}

async fn parked(world: &World) -> i64 {
    let mut reader = world.store.read().await.unwrap();
    inbox::count_dead(&mut reader).await.unwrap()
}

#[tokio::test]
async fn a_turn_that_keeps_failing_is_parked_and_told_while_others_are_served() {
    let mut world = World::new().await;
    let lan = world.agreed("Lan").await;
    let minh = world.agreed("Minh").await;
    world.settles().await;
    run(&world, "ALTER TABLE timers RENAME TO gone").await;
    lan.say("/gioithieu");
    minh.say("/trogiup");
    lan.sees("Hệ thống gặp lỗi").await;
    minh.sees("Ông/Bà có thể").await;
    // A press is answered where it was made.
    lan.press("🌸 Giới thiệu gương");
    lan.is_told("Hệ thống gặp lỗi").await;
    eventually(async || world.telegram.pending_updates().is_empty()).await;
    assert_eq!(parked(&world).await, 2);
    run(&world, "ALTER TABLE gone RENAME TO timers").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    world.settles().await;
    let apologies = lan.messages().into_iter().filter(|message| message.text.contains("gặp lỗi"));
    assert_eq!(apologies.count(), 1);
    assert_eq!(parked(&world).await, 2, "nothing more was parked");
    world.stop().await;
}

#[tokio::test]
async fn a_reminder_that_fails_holds_up_no_other_and_comes_when_it_can() {
    let world = World::new().await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    for person in [&lan, &minh] {
        person.say("/gioithieu");
        person.sees("Bước 1/4").await;
        person.press("Cá nhân");
        person.sees("họ và tên").await;
        person.say("Nguyễn Văn Tư");
        person.sees("Bước 2/4").await;
        world.settles().await;
    }
    let broken = format!(
        "CREATE TRIGGER broken BEFORE UPDATE OF session ON contacts WHEN OLD.address = '{}'
         BEGIN SELECT RAISE(ABORT, 'broken'); END",
        lan.id
    );
    run(&world, &broken).await;
    world.clock.advance(2 * DAY);
    minh.sees("đang viết dở").await;
    run(&world, "DROP TRIGGER broken").await;
    world.clock.advance(2 * HOUR);
    lan.sees("đang viết dở").await;
    world.end().await;
}
