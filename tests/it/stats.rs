//! Statistics: the words, the picture, the file, and who gets them.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use hoadep::demo::telegram::{MediaKind, Message};
use hoadep::domain::role::Role;
use sqlx::Row as _;

use crate::databases::Database;
use crate::tester::{Person, World};

/// The bytes of the file in a message.
fn bytes(world: &World, message: &Message, kind: MediaKind) -> Vec<u8> {
    let media = message.media.as_ref().expect("there is a file");
    assert_eq!(media.kind, kind);
    world.telegram.file(&media.file_id).unwrap()
}

fn pictures(person: &Person<'_>) -> usize {
    let photo = |message: &Message| {
        message.media.as_ref().is_some_and(|media| media.kind == MediaKind::Photo)
    };
    person.messages().iter().filter(|message| message.from_bot && photo(message)).count()
}

async fn change(world: &World, sql: &'static str) {
    let changed = world.store.write(0, move |tx| {
        Box::pin(async move {
            sqlx::query(sql).execute(tx.connection()).await?;
            Ok(())
        })
    });
    changed.await.unwrap();
}

#[tokio::test]
async fn a_member_sees_the_numbers_and_then_the_picture_of_them() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        lan.nominates("Nguyễn Văn Tư").await;
        let binh = world.member("Bình", Role::Admin).await;
        binh.say("/thongke");
        let words = binh.sees("Hồ sơ đã gửi: 1").await;
        for said in [
            "Tổng quan · Tháng này",
            "Từ 01/12/2026 đến 01/12/2026",
            "Đã gửi, chờ tiếp nhận: 1",
            "Những ngày gần nhất: 01/12: 1",
            "chưa có hồ sơ nào được quyết định",
            "Xã, phường chưa có hồ sơ: 103/104",
            "Người nhận tin: 0",
        ] {
            assert!(words.text.contains(said), "{said:?} is not in {}", words.text);
        }
        let picture = binh.sees("Hồ sơ người tốt, việc tốt").await;
        let png = bytes(&world, &picture, MediaKind::Photo);
        assert_eq!(image::load_from_memory(&png).unwrap().width(), 1_080);
        // Of nothing there is no picture.
        binh.press_on(words.id, "Tháng trước");
        let none = binh.sees("Trong thời gian này chưa có hồ sơ nào được gửi").await;
        assert_eq!(none.id, words.id, "the same message");
        binh.press_on(words.id, "Tất cả");
        binh.sees("Hồ sơ đã gửi: 1").await;
        binh.sees("Hồ sơ người tốt, việc tốt").await;
        binh.press_on(words.id, "Xã, phường");
        binh.sees("• Phường Phố Hiến: 1").await;
        binh.sees("Hồ sơ theo xã, phường").await;
        binh.press_on(words.id, "Lĩnh vực");
        binh.sees("Chưa chọn lĩnh vực: 1").await;
        binh.sees("Hồ sơ theo lĩnh vực").await;
        assert_eq!(pictures(&binh), 4);
        binh.press_on(words.id, "Nơi chưa có hồ sơ");
        binh.sees("Xã, phường đã có hồ sơ").await;
        binh.press_on(words.id, "Cán bộ");
        binh.sees("• Bình: đã quyết định 0, đang giữ 0").await;
        world.settles().await;
        assert_eq!(pictures(&binh), 5, "nobody has worked yet");
        world.end().await;
    }
}

#[tokio::test]
async fn communes_without_any_and_below_the_target_are_named() {
    let world = World::new().await;
    change(&world, "UPDATE campaigns SET target = 2, target_every = 'quarter'").await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    let binh = world.reviewer("Bình").await;
    binh.say("/thongke");
    binh.sees("Hồ sơ đã gửi: 1").await;
    binh.press("Nơi chưa có hồ sơ");
    let words = binh.sees("Chỉ tiêu quý 4/2026: mỗi xã, phường 2 hồ sơ. Đã đạt: 0/104").await;
    assert!(words.text.contains("Đã có nhưng chưa đạt: Phường Phố Hiến (1/2)"), "{}", words.text);
    assert!(words.text.contains("Xã, phường chưa có hồ sơ: 103/104"), "{}", words.text);
    assert!(words.button("Cán bộ").is_none() && words.button("📄 Lấy bảng Excel").is_none());
    world.end().await;
}

#[tokio::test]
async fn a_reviewer_with_a_scope_sees_its_numbers_alone_and_others_none() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    let chi = world.reviewer_of("Chi", &["13120"]).await;
    chi.say("/thongke");
    let words = chi.sees("Phạm vi:").await;
    assert!(words.text.contains("chưa có hồ sơ nào được gửi"), "{}", words.text);
    assert!(!words.text.contains("Người nhận tin"), "{}", words.text);
    for forged in ["st.s.load.month", "st.t.month", "st.f.all.all"] {
        chi.press_forged(words.id, forged);
        chi.is_told("không có quyền").await;
    }
    lan.say("/thongke");
    lan.sees("").await;
    let newest = lan.newest();
    lan.press_forged(newest.id, "st.s.overview.month");
    lan.is_told("không có quyền").await;
    world.settles().await;
    assert!(lan.messages().iter().all(|message| !message.text.contains("Hồ sơ đã gửi: ")));
    world.end().await;
}

#[tokio::test]
async fn an_admin_takes_nominations_along_as_a_table_which_is_put_on_record() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        change(
            &world,
            "UPDATE nominations SET nominee_phone = '+84912345678', hamlet = '=1+1',
                field = 'health', happened = '2026-11-05'",
        )
        .await;
        let binh = world.member("Bình", Role::Admin).await;
        binh.say("/thongke");
        binh.sees("Hồ sơ đã gửi: 1").await;
        binh.press("📄 Lấy bảng Excel");
        binh.sees("trạng thái nào?").await;
        binh.press("Mọi trạng thái");
        binh.is_told("Tệp sẽ được gửi đến").await;
        let file = binh.sees("Tháng này · Mọi trạng thái: 1 hồ sơ").await;
        let book = bytes(&world, &file, MediaKind::Document);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
        let sheet = book.worksheet_range("Hồ sơ").unwrap();
        let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        let words = |column| match cell(1, column) {
            Data::String(words) => words,
            other => panic!("{other:?} is no text"),
        };
        assert_eq!(cell(0, 0), Data::String("Mã hồ sơ".into()));
        assert_eq!(cell(0, 16), Data::String("Điện thoại người giới thiệu".into()));
        assert_eq!(words(0), code);
        assert_eq!((words(4), words(5)), ("Nguyễn Văn Tư".into(), "+84912345678".into()));
        assert_eq!((words(7), words(8)), ("Phường Phố Hiến".into(), "=1+1".into()));
        assert!(words(6).len() == 5 && words(6).bytes().all(|digit| digit.is_ascii_digit()));
        assert_eq!(words(13), "Đã gửi, chờ tiếp nhận");
        let Data::DateTime(done) = cell(1, 10) else { panic!("{:?} is no date", cell(1, 10)) };
        assert_eq!(done.as_f64(), 46_331.0, "5 November 2026");
        let Data::DateTime(sent) = cell(1, 2) else { panic!("{:?} is no date", cell(1, 2)) };
        // Days since 1900: the afternoon of 1 December 2026.
        assert!((46_357.5..46_358.0).contains(&sent.as_f64()), "{sent:?}");
        assert_eq!(cell(2, 0), Data::Empty);
        assert!(book.worksheet_formula("Hồ sơ").unwrap().is_empty());

        binh.press("Đã ghi nhận");
        binh.sees("Không có hồ sơ nào như vậy").await;
        world.settles().await;
        let mut connection = world.database.connect().await;
        let of = "SELECT detail FROM audit WHERE act = 'export'";
        let rows = sqlx::query(of).fetch_all(&mut connection).await.unwrap();
        let [row] = rows.as_slice() else { panic!("{} rows", rows.len()) };
        let detail: String = row.get("detail");
        assert!(detail.contains("\"rows\":1"), "{detail}");
        drop(connection);
        world.end().await;
    }
}

#[tokio::test]
async fn it_is_all_there_in_english_too() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    let ann = world.member_speaking("Ann", Role::Admin, "en").await;
    ann.say("/stats");
    let words = ann.sees("Nominations sent: 1").await;
    assert!(words.text.contains("Overview · This month"), "{}", words.text);
    ann.sees("Good people, good deeds").await;
    ann.press("Without any");
    ann.sees("Communes and wards with nothing yet: 103/104").await;
    ann.press("Reviewers");
    ann.sees("• Ann: decided 0, holds 0").await;
    ann.press("📄 Get an Excel table");
    ann.sees("Nominations in which state?").await;
    ann.press("Every state");
    let file = ann.sees("This month · Every state: 1 nomination").await;
    assert!(file.text.ends_with(": 1 nomination."), "{}", file.text);
    world.end().await;
}
