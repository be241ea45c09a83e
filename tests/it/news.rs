//! Wanting news, being asked once, and the words that end them whatever is being asked.

use hoadep::conversation::press::{News, Press};
use hoadep::domain::role::Role;
use hoadep::i18n::{Locale, text};

use crate::behalf;
use crate::databases::Database;
use crate::tester::{Person, World};

/// What stands of somebody's subscription: the version agreed to, and whether it holds.
async fn subscription(world: &World, person: &Person<'_>) -> Option<(Option<i64>, bool)> {
    let mut connection = world.database.connect().await;
    let row: Option<(Option<i64>, Option<i64>, Option<i64>)> = sqlx::query_as(
        "SELECT s.version, s.granted_at, s.withdrawn_at FROM subscriptions s
           JOIN contacts c ON c.id = s.contact_id WHERE c.address = $1",
    )
    .bind(person.id.to_string())
    .fetch_optional(&mut connection)
    .await
    .unwrap();
    row.map(|(version, granted, ended)| (version, granted.is_some() && ended.is_none()))
}

async fn count(world: &World, sql: &'static str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// How often the bot asked them whether they want news.
fn times_asked(person: &Person<'_>) -> usize {
    let asks = |text: &str| text.contains("có muốn nhận tin không");
    person.messages().iter().filter(|one| one.from_bot && asks(&one.text)).count()
}

#[tokio::test]
async fn a_citizen_is_asked_once_below_the_first_code_and_the_answer_is_recorded() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        lan.nominates("Nguyễn Văn Tư").await;
        let asked = lan.sees("có muốn nhận tin không").await;
        assert!(asked.text.contains("kết quả hồ sơ của Ông/Bà vẫn được báo"), "{}", asked.text);
        assert_eq!(subscription(&world, &lan).await, Some((None, false)));
        lan.press_on(asked.id, "Nhận tin");
        lan.sees_on(asked.id, "Từ nay, hệ thống gửi tin").await;
        assert_eq!(subscription(&world, &lan).await, Some((Some(1), true)));
        lan.nominates("Trần Thị Bảy").await;
        world.settles().await;
        // The question became its answer.
        assert_eq!(times_asked(&lan), 0);
        let noted = "SELECT COUNT(*) FROM audit WHERE act = 'subscribe'";
        assert_eq!(count(&world, noted).await, 1);
        world.end().await;
    }
}

#[tokio::test]
async fn who_says_no_is_not_asked_again_and_may_take_it_up_later() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    let asked = lan.sees("có muốn nhận tin không").await;
    lan.press_on(asked.id, "Không nhận");
    lan.sees_on(asked.id, "hệ thống không gửi tin").await;
    assert_eq!(subscription(&world, &lan).await, Some((None, false)));
    lan.nominates("Trần Thị Bảy").await;
    world.settles().await;
    // The question became its answer.
    assert_eq!(times_asked(&lan), 0);
    lan.say("/nhantin");
    lan.sees("Từ nay, hệ thống gửi tin").await;
    lan.say("/news");
    lan.sees("Ông/Bà đang nhận tin, từ ngày").await;
    assert_eq!(subscription(&world, &lan).await, Some((Some(1), true)));
    world.end().await;
}

#[tokio::test]
async fn what_is_entered_for_somebody_else_asks_nobody() {
    let world = World::new().await;
    let huong = behalf::agreed(&world, "Hương").await;
    behalf::enters(&huong, "Nguyễn Văn Tư").await;
    world.settles().await;
    assert_eq!(times_asked(&huong), 0);
    world.end().await;
}

#[tokio::test]
async fn stop_in_the_middle_of_a_question_ends_the_news_and_the_question_is_asked_again() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        lan.say("/nhantin");
        lan.sees("Từ nay").await;
        lan.say("/gioithieu");
        lan.sees("Bước 1/4").await;
        lan.press("Cá nhân");
        lan.sees("họ và tên").await;
        lan.say("Dung");
        lan.sees("Đã tắt tin").await;
        lan.sees("người tên Dung, xin viết cả họ").await;
        lan.sees("họ và tên").await;
        assert_eq!(subscription(&world, &lan).await, Some((Some(1), false)));
        // There are no news to end any more, so now it is a name; with its mark it never is.
        lan.say("DỪNG.");
        lan.sees("không có gì phải tắt").await;
        lan.sees("họ và tên").await;
        lan.say("Dung");
        lan.sees("Bước 2/4").await;
        lan.say("stop");
        lan.sees("không có gì phải tắt").await;
        lan.sees("Bước 2/4").await;
        lan.say("pho hien");
        lan.sees("Bước 3/4").await;
        world.end().await;
    }
}

#[tokio::test]
async fn the_button_below_a_news_item_leaves_it_to_be_read() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/nhantin");
    let item = lan.sees("Từ nay").await;
    lan.press_on(item.id, "Tắt tin");
    lan.is_told("Đã tắt tin").await;
    let ended = lan.sees("Đã tắt tin. Kết quả hồ sơ").await;
    assert_ne!(ended.id, item.id);
    assert!(lan.messages().iter().any(|one| one.id == item.id && one.text == item.text));
    lan.press_on(item.id, "Tắt tin");
    lan.is_told("đã tắt tin từ trước").await;
    lan.press_on(ended.id, "Nhận tin trở lại");
    lan.sees_on(ended.id, "Từ nay").await;
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'subscribe'";
    assert_eq!(count(&world, noted).await, 3);
    world.end().await;
}

#[tokio::test]
async fn the_muted_and_the_banned_can_still_end_their_news() {
    for kind in ["mute", "ban"] {
        let world = World::new().await;
        let admin = world.member("Dũng", Role::Admin).await;
        let lan = world.agreed("Lan").await;
        lan.say("/nhantin");
        let item = lan.sees("Từ nay").await;
        let mut connection = world.database.connect().await;
        sqlx::query(
            "INSERT INTO sanctions (id, contact_id, kind, reason, by_id, at)
             SELECT 1, l.id, $1, '#spam', a.id, 0 FROM contacts l, contacts a
              WHERE l.address = $2 AND a.address = $3",
        )
        .bind(kind)
        .bind(lan.id.to_string())
        .bind(admin.id.to_string())
        .execute(&mut connection)
        .await
        .unwrap();
        lan.say("dừng");
        lan.sees("Đã tắt tin").await;
        assert_eq!(subscription(&world, &lan).await, Some((Some(1), false)), "{kind}");
        // Of a ban they hear once, and then nothing more.
        lan.press_on(item.id, "Tắt tin");
        world.settles().await;
        let told = lan.messages().iter().filter(|one| one.text.contains("Đã tắt tin")).count();
        assert_eq!(told, 1, "{kind}");
        world.end().await;
    }
}

#[tokio::test]
async fn nobody_gets_news_before_they_agreed_to_the_notice() {
    let world = World::new().await;
    let lan = world.citizen("Lan");
    lan.say("/nhantin");
    lan.sees("Kính chào").await;
    assert_eq!(subscription(&world, &lan).await, None);
    let forged = Press::News(News::On(1)).encode();
    lan.press_forged(lan.newest().id, &forged);
    lan.is_told("bấm Đồng ý trước").await;
    assert_eq!(subscription(&world, &lan).await, None);
    world.end().await;
}

#[tokio::test]
async fn news_are_chosen_and_ended_in_english() {
    let world = World::new().await;
    let ann = world.speaker("Ann", "en");
    let label = |key: &str| text(Locale::En, key, &[]);
    ann.say("/start");
    ann.sees("Welcome").await;
    ann.press(&label("consent"));
    ann.sees("Thank you for agreeing").await;
    ann.say("/news");
    let on = ann.sees("From now on you get our news").await;
    ann.press_on(on.id, &label("news-off"));
    ann.is_told("The news is stopped").await;
    ann.sees("To get the news again").await;
    ann.say("STOP");
    ann.sees("there is nothing to stop").await;
    world.end().await;
}
