//! What another replica does in the very moment of a turn. PostgreSQL only: SQLite has one process.
//!
//! The other replica is a transaction of the test's own, which holds a row until the bot's turn
//! waits for it.

use sqlx::{AnyConnection, Executor};

use hoadep::domain::role::Role;
use hoadep::store::campaigns::{self, Campaign};

use crate::databases::Database;
use crate::tester::{Person, World, eventually};

async fn count(database: &Database, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut database.connect().await).await.unwrap()
}

/// Decides the only nomination, elsewhere, and does not commit yet.
async fn decide_elsewhere(world: &World) -> AnyConnection {
    let mut other = world.database.connect().await;
    other.execute("BEGIN").await.unwrap();
    other
        .execute("UPDATE nominations SET state = 'recognised', version = version + 1")
        .await
        .unwrap();
    other
}

async fn opens_the_only_one(lan: &Person<'_>, code: &str) {
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press(&row);
    lan.sees(code).await;
}

#[tokio::test]
async fn nothing_is_added_to_a_nomination_that_is_decided_in_the_same_moment() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    opens_the_only_one(&lan, &code).await;
    lan.press("Bổ sung");
    lan.sees("gửi thêm").await;
    let mut other = decide_elsewhere(&world).await;
    lan.say("Bác còn dạy các cháu học bài miễn phí mỗi tối.");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    lan.sees("nay là “Đã ghi nhận”").await;
    assert_eq!(count(&world.database, "SELECT COUNT(*) FROM additions").await, 0);
    world.end().await;
}

#[tokio::test]
async fn nobody_is_told_that_they_took_back_what_is_decided_in_the_same_moment() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    opens_the_only_one(&lan, &code).await;
    lan.press("Rút hồ sơ");
    lan.sees("muốn rút").await;
    let mut other = decide_elsewhere(&world).await;
    lan.press("Rút hồ sơ này");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    lan.sees("nay là “Đã ghi nhận”").await;
    world.end().await;
}

#[tokio::test]
async fn an_admin_who_is_dismissed_in_the_same_moment_dismisses_nobody() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let dung = world.member("Dũng", Role::Admin).await;
    let huong = world.member("Hương", Role::Admin).await;
    let minh = world.member("Minh", Role::Admin).await;
    let left = "SELECT COUNT(*) FROM members WHERE role = 'admin'";
    // With a third admin there, and then of two who dismiss each other.
    for (presser, dismissed, remain) in [(&dung, "Hương", 2), (&huong, "Minh", 1)] {
        presser.say("/doingu");
        presser.sees("Đội ngũ").await;
        presser.press(dismissed);
        presser.sees("Gần đây: ").await;
        presser.press("Thôi giao việc…");
        presser.sees("Có hiệu lực ngay").await;
        let mut other = world.database.connect().await;
        other.execute("BEGIN").await.unwrap();
        let gone = "DELETE FROM members WHERE contact_id =
            (SELECT id FROM contacts WHERE address = $1)";
        let gone = sqlx::query(gone).bind(presser.id.to_string());
        gone.execute(&mut other).await.unwrap();
        presser.press("Thôi giao việc");
        world.database.somebody_waits(1).await;
        other.execute("COMMIT").await.unwrap();
        presser.is_told("không có quyền").await;
        assert_eq!(count(&world.database, left).await, remain);
    }
    minh.say("/moi");
    minh.sees("muốn mời ai").await;
    world.end().await;
}

#[tokio::test]
async fn two_replicas_that_start_together_open_one_first_campaign() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let mut other = database.connect().await;
    other.execute("BEGIN").await.unwrap();
    let first = "INSERT INTO campaigns (id, title, prefix, opens_at) VALUES (1, 'A', 'HD', 0)";
    other.execute(first).await.unwrap();
    let campaign = Campaign { id: 2, title: "B".into(), prefix: "HD".into() };
    let opening = tokio::spawn(async move {
        let opened = store.write(0, move |tx| {
            Box::pin(async move { campaigns::ensure_default(tx, &campaign, 0).await })
        });
        opened.await.unwrap()
    });
    eventually(async || opening.is_finished() || database.waiting().await > 0).await;
    other.execute("COMMIT").await.unwrap();
    assert!(!opening.await.unwrap(), "a second campaign was opened");
}
