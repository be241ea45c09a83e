//! What another replica does in the very moment of a turn. PostgreSQL only: SQLite has one process.
//!
//! The other replica is a transaction of the test's own, which holds a row until the bot's turn
//! waits for it.

use sqlx::{AnyConnection, Executor};

use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, World, eventually};

/// Waits until somebody waits for a lock in this database.
async fn somebody_waits(database: &Database) {
    let mut connection = database.connect().await;
    eventually(async || {
        let waiting: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        waiting > 0
    })
    .await;
}

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
    somebody_waits(&world.database).await;
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
    somebody_waits(&world.database).await;
    other.execute("COMMIT").await.unwrap();
    lan.sees("nay là “Đã ghi nhận”").await;
    world.end().await;
}

#[tokio::test]
async fn two_admins_who_dismiss_each_other_do_not_both_succeed() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let dung = world.member("Dũng", Role::Admin).await;
    world.member("Hương", Role::Admin).await;
    dung.say("/doingu");
    dung.sees("Đội ngũ").await;
    dung.press("Thôi giao việc: Hương");
    dung.sees("Có hiệu lực ngay").await;
    let mut other = world.database.connect().await;
    other.execute("BEGIN").await.unwrap();
    let dismissed = "DELETE FROM members WHERE contact_id =
        (SELECT id FROM contacts WHERE name = 'Dũng')";
    other.execute(dismissed).await.unwrap();
    dung.press("Thôi giao việc");
    somebody_waits(&world.database).await;
    other.execute("COMMIT").await.unwrap();
    dung.sees("quản trị cuối cùng").await;
    let left = "SELECT COUNT(*) FROM members WHERE role = 'admin'";
    assert_eq!(count(&world.database, left).await, 1);
    world.end().await;
}
