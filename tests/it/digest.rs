//! In the morning of working days reviewers are told what waits, once.

use hoadep::clock::{DAY, HOUR};
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, World, eventually};

/// Every digest in somebody's chat.
fn digests(person: &Person<'_>) -> Vec<String> {
    let messages = person.messages().into_iter().map(|message| message.text);
    messages.filter(|text| text.contains("Kính chào Ông/Bà, ")).collect()
}

/// Whether the digests of so many people and days were looked at.
async fn noted(world: &World, count: i64) {
    eventually(async || {
        let mut connection = world.database.connect().await;
        let sql = "SELECT COUNT(*) FROM digests";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap() == count
    })
    .await;
}

#[tokio::test]
async fn who_has_work_is_told_once_in_the_morning_on_every_database() {
    for database in Database::each().await {
        let mut world = World::on(database).await;
        let huong = world.reviewer("Hương").await.id;
        let lan = world.agreed("Lan").await.id;
        let code = world.person(lan).nominates("Nguyễn Văn Tư").await;
        world.person(huong).sees(&code).await;
        // From Tuesday 14:00 to Wednesday 8:00 and a little.
        world.clock.advance(18 * HOUR + 60_000);
        let told = world.person(huong).sees("Kính chào Ông/Bà, ").await;
        assert!(told.text.contains("Đang chờ xem xét: 1 hồ sơ"), "{}", told.text);
        assert!(told.button("Chưa ai nhận (1)").is_some() && told.button("Của tôi (0)").is_none());
        // A program that comes up again, or another one, tells it no second time.
        world.stop().await;
        world.start().await;
        world.person(huong).say("/hangcho");
        world.person(huong).sees("Hồ sơ đang chờ").await;
        world.clock.advance(DAY);
        eventually(async || digests(&world.person(huong)).len() == 2).await;
        world.settles().await;
        assert_eq!(digests(&world.person(huong)).len(), 2, "one a day");
        assert!(digests(&world.person(lan)).is_empty(), "citizens are told nothing");
        let huong = world.person(huong);
        huong.press("Chưa ai nhận (1)");
        huong.sees("chưa ai nhận").await;
        world.end().await;
    }
}

#[tokio::test]
async fn nobody_is_told_at_the_weekend_or_after_noon_or_without_work() {
    let mut world = World::new().await;
    let huong = world.reviewer("Hương").await.id;
    let lan = world.agreed("Lan").await.id;
    // Wednesday: nothing waits.
    world.clock.advance(18 * HOUR + 60_000);
    noted(&world, 1).await;
    world.person(lan).nominates("Nguyễn Văn Tư").await;
    // The program was down on Thursday until after noon.
    world.stop().await;
    world.clock.advance(DAY + 4 * HOUR);
    world.start().await;
    world.person(huong).say("/hangcho");
    world.person(huong).sees("Hồ sơ đang chờ").await;
    // Saturday at eight, then Sunday.
    for wait in [DAY + 20 * HOUR, DAY] {
        world.stop().await;
        world.clock.advance(wait);
        world.start().await;
        world.person(huong).say("/hangcho");
        world.person(huong).sees("Hồ sơ đang chờ").await;
    }
    world.settles().await;
    assert!(digests(&world.person(huong)).is_empty());
    // Monday, at eleven: down at eight, up before noon.
    world.stop().await;
    world.clock.advance(DAY + 3 * HOUR);
    world.start().await;
    world.person(huong).sees("Kính chào Ông/Bà, ").await;
    noted(&world, 2).await;
    world.end().await;
}

#[tokio::test]
async fn admins_are_told_what_is_overdue_and_who_holds_it() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let held = lan.nominates("Nguyễn Văn Tư").await;
    let free = lan.nominates("Trần Thị Bảy").await;
    huong.sees(&free).await;
    // Wednesday of the week after: both have been overdue for a day.
    world.clock.advance(8 * DAY);
    let card = huong.sees(&held).await;
    huong.press_on(card.id, "Nhận xử lý");
    huong.sees_on(card.id, "đang xử lý").await;
    world.clock.advance(18 * HOUR + 60_000);
    let told = admin.sees("Kính chào Ông/Bà, ").await;
    assert!(told.text.contains("Những hồ sơ quá hạn lâu nhất"), "{}", told.text);
    assert!(told.text.contains(&format!("{free} – Trần Thị Bảy: quá 2 ngày")), "{}", told.text);
    // Taken up, it has a new time.
    assert!(!told.text.contains(&held), "{}", told.text);
    let hers = huong.sees("Kính chào Ông/Bà, ").await;
    assert!(hers.text.contains("Của tôi: 1") && !hers.text.contains("lâu nhất"), "{}", hers.text);
    world.end().await;
}

#[tokio::test]
async fn what_has_just_become_overdue_is_not_so_by_no_days() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    // Tuesday at nine in the evening; the morning after the day on which it is due.
    world.clock.advance(7 * HOUR);
    let code = lan.nominates("Nguyễn Văn Tư").await;
    world.clock.advance(7 * DAY + 11 * HOUR + 60_000);
    let told = admin.sees("Những hồ sơ quá hạn lâu nhất").await;
    assert!(told.text.contains(&format!("{code} – Nguyễn Văn Tư: vừa quá hạn")), "{}", told.text);
    world.end().await;
}

#[tokio::test]
async fn what_somebody_sent_themselves_is_not_their_work() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    huong.press("Đồng ý");
    huong.sees("Cảm ơn").await;
    let code = huong.nominates("Nguyễn Văn Tư").await;
    dung.sees(&code).await;
    world.clock.advance(18 * HOUR + 60_000);
    dung.sees("Đang chờ xem xét").await;
    noted(&world, 2).await;
    world.settles().await;
    assert!(huong.messages().iter().all(|one| !one.text.contains("Đang chờ xem xét")));
    world.end().await;
}

#[tokio::test]
async fn who_has_stopped_the_bot_is_not_told() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    huong.sees(&code).await;
    dung.sees(&code).await;
    world.telegram.block(dung.id, true);
    world.settles().await;
    world.clock.advance(18 * HOUR + 60_000);
    huong.sees("Kính chào Ông/Bà, ").await;
    world.settles().await;
    assert!(digests(&dung).is_empty());
    world.end().await;
}
