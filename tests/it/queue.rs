//! Reviewers find what to do: the queue and its filters, search, what comes next, and its time.

use hoadep::clock::{DAY, MINUTE};
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, World, code_in, eventually};

/// The rows of a list, without its other buttons.
fn rows(labels: &[&str]) -> Vec<String> {
    labels.iter().filter(|row| row.contains("HD-")).map(|row| (*row).to_owned()).collect()
}

/// Takes a nomination up by its card.
async fn claims(person: &Person<'_>, code: &str) {
    let card = person.sees(code).await;
    person.press_on(card.id, "Nhận xử lý");
    person.sees_on(card.id, "đang xử lý").await;
}

#[tokio::test]
async fn buttons_narrow_the_queue_and_count_on_every_database() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let first = lan.nominates("Nguyễn Văn Tư").await;
        claims(&huong, &first).await;
        let second = lan.nominates("Trần Thị Bảy").await;
        let card = huong.sees(&second).await;
        huong.press_on(card.id, "Việc khác…");
        huong.sees_on(card.id, "muốn làm gì").await;
        huong.press_on(card.id, "⚡ Đánh dấu đột xuất");
        huong.sees_on(card.id, "Thành tích đột xuất").await;
        huong.say("/hangcho");
        let list = huong.sees("Hồ sơ đang chờ").await;
        assert_eq!(
            rows(&list.labels()),
            [
                format!("⚡ 1 phút · Trần Thị Bảy · {second}"),
                format!("👤 1 phút · Nguyễn Văn Tư · {first}"),
            ]
        );
        huong.press_on(list.id, "Của tôi (1)");
        let mine = huong.sees_on(list.id, "Ông/Bà đang xử lý").await;
        assert_eq!(rows(&mine.labels()).len(), 1);
        assert!(rows(&mine.labels())[0].contains(&first));
        huong.press_on(list.id, "✔ Của tôi (1)");
        huong.sees_on(list.id, "Hồ sơ đang chờ").await;
        huong.press_on(list.id, "Chưa ai nhận (1)");
        let unclaimed = huong.sees_on(list.id, "chưa ai nhận").await;
        assert!(rows(&unclaimed.labels())[0].contains(&second));
        huong.press_on(list.id, "⚡ Đột xuất (1)");
        huong.sees_on(list.id, "Hồ sơ đột xuất").await;
        huong.press_on(list.id, "Chờ bổ sung (0)");
        huong.sees_on(list.id, "Không có hồ sơ nào ở đây").await;
        huong.press_on(list.id, "Tất cả (2)");
        huong.sees_on(list.id, "Hồ sơ đang chờ").await;
        // A commune and a field, both beside the part.
        huong.press_on(list.id, "Theo lĩnh vực…");
        let fields = huong.sees_on(list.id, "thuộc lĩnh vực nào").await;
        let field = fields.labels()[0].to_owned();
        huong.press_on(list.id, &field);
        huong.sees_on(list.id, "Không có hồ sơ nào ở đây").await;
        huong.press_on(list.id, &format!("✕ {}", short(&field)));
        huong.sees_on(list.id, "Hồ sơ đang chờ (2)").await;
        huong.press_on(list.id, "Theo xã…");
        huong.sees_on(list.id, "Chọn huyện cũ").await;
        huong.press_on(list.id, "TP Hưng Yên");
        huong.sees_on(list.id, "xã, phường nào").await;
        huong.press_on(list.id, "Phường Phố Hiến");
        let there = huong.sees_on(list.id, "Chỉ xem: Phường Phố Hiến").await;
        assert_eq!(rows(&there.labels()).len(), 2);
        // What an old program drew.
        huong.press_forged(list.id, "queue.0");
        huong.sees_on(list.id, "Hồ sơ đang chờ (2)").await;
        world.end().await;
    }
}

/// As much of a name as a button shows.
fn short(name: &str) -> String {
    let mut short: String = name.chars().take(24).collect();
    if name.chars().count() > 24 {
        short = format!("{}…", short.trim_end());
    }
    short
}

#[tokio::test]
async fn ten_taps_clear_three_nominations() {
    let world = World::new().await;
    // As it is where nobody set anything.
    world.set("undo-minutes", 5).await;
    let lan = world.agreed("Lan").await;
    let mut codes = Vec::new();
    for name in ["Nguyễn Văn Tư", "Trần Thị Bảy", "Lê Văn Chín"] {
        world.clock.advance(1_000);
        codes.push(lan.nominates(name).await);
    }
    let huong = world.reviewer("Hương").await;
    // A tap on the command in the menu.
    huong.say("/hangcho");
    huong.sees("Hồ sơ đang chờ").await;
    let before = huong.taps();
    for code in &codes {
        huong.press("Tiếp theo ›");
        let card = huong.sees(code).await;
        huong.press_on(card.id, "✅ Duyệt");
        huong.sees_on(card.id, "Duyệt và ghi nhận").await;
        huong.press_on(card.id, "✅ Xác nhận duyệt");
        huong.sees_on(card.id, "Đã ghi nhận").await;
    }
    let taps = 1 + huong.taps() - before;
    assert!(taps <= 10, "{taps}");
    assert_eq!(world.decisions().await, 3);
    huong.press("Tiếp theo ›");
    huong.is_told("Không có hồ sơ nào").await;
    world.settles().await;
    assert!(lan.messages().iter().all(|one| !one.text.contains("được ghi nhận")), "too early");
    world.clock.advance(6 * MINUTE);
    for name in ["Nguyễn Văn Tư", "Trần Thị Bảy", "Lê Văn Chín"] {
        let told = async || {
            lan.messages()
                .iter()
                .any(|one| one.text.contains("được ghi nhận") && one.text.contains(name))
        };
        eventually(told).await;
    }
    world.end().await;
}

#[tokio::test]
async fn reviewers_who_go_on_to_the_next_one_get_different_ones_for_a_while() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        let mut codes = Vec::new();
        for name in ["Nguyễn Văn Tư", "Trần Thị Bảy", "Lê Văn Chín"] {
            world.clock.advance(1_000);
            codes.push(lan.nominates(name).await);
        }
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let minh = world.reviewer("Minh").await;
        let mut lists = Vec::new();
        for person in [&huong, &dung, &minh] {
            person.say("/hangcho");
            lists.push(person.sees("Hồ sơ đang chờ").await.id);
        }
        let next = async |person: &Person<'_>, list: i64, code: &str| {
            person.press_on(list, "Tiếp theo ›");
            person.sees(code).await;
        };
        next(&huong, lists[0], &codes[0]).await;
        next(&dung, lists[1], &codes[1]).await;
        next(&huong, lists[0], &codes[2]).await;
        // Nothing else is left: what they were given before.
        next(&huong, lists[0], &codes[0]).await;
        next(&dung, lists[1], &codes[1]).await;
        minh.press_on(lists[2], "Tiếp theo ›");
        minh.is_told("đang có người khác xem").await;
        world.clock.advance(10 * MINUTE);
        next(&minh, lists[2], &codes[0]).await;
        world.end().await;
    }
}

#[tokio::test]
async fn a_nomination_is_found_by_code_name_and_phone() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    let mut codes = Vec::new();
    for name in ["Nguyễn Văn Tú", "Nguyễn Văn Tư", "Trần Thị Bảy"] {
        codes.push(lan.nominates(name).await);
    }
    let huong = world.reviewer("Hương").await;
    let body = codes[0].trim_start_matches("HD-").to_lowercase();
    huong.say(&format!("/tim {body}"));
    let card = huong.sees(&codes[0]).await;
    assert!(card.button("✅ Duyệt").is_some(), "a code deals the card at once");
    huong.say("/tim nguyen van tu");
    let found = huong.sees("2 hồ sơ").await;
    assert_eq!(rows(&found.labels()).len(), 2);
    huong.say("/tim Nguyễn Văn Tú");
    let found = huong.sees("2 hồ sơ").await;
    assert!(rows(&found.labels())[0].contains(&codes[0]), "the tones as they are come first");
    huong.press_on(found.id, "🔎 Tìm");
    huong.sees("Ông/Bà muốn tìm hồ sơ nào").await;
    huong.say("bay <&>");
    let found = huong.sees("“bay <&>”: 1 hồ sơ").await;
    let row = rows(&found.labels())[0].clone();
    assert_eq!(row, format!("1. Trần Thị Bảy · {}", codes[2]));
    let line = format!("1. Trần Thị Bảy – {} · Đã gửi", codes[2]);
    assert!(found.text.contains(&line), "{}", found.text);
    huong.press_on(found.id, &row);
    huong.sees("Trần Thị Bảy").await;
    huong.say("/tim 0912 000 000");
    huong.sees("Không tìm thấy hồ sơ nào").await;
    // Citizens have no such command, and see their own by its code.
    lan.say("/tim nguyen");
    lan.sees("Ông/Bà có thể").await;
    lan.say(&format!("/hoso {body}"));
    lan.sees("Diễn biến").await;
    let minh = world.agreed("Minh").await;
    minh.say(&format!("/hoso {}", codes[0]));
    minh.sees("Không có hồ sơ này").await;
    world.end().await;
}

#[tokio::test]
async fn a_phone_is_found_however_it_is_written() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_summary("Nguyễn Văn Tư", crate::tester::STORY).await;
    lan.press("✅ Gửi");
    let code = code_in(&lan.sees("Mã hồ sơ").await.text);
    let mut connection = world.database.connect().await;
    sqlx::query("UPDATE nominations SET nominee_phone = '+84912345678'")
        .execute(&mut connection)
        .await
        .unwrap();
    huong.sees(&code).await;
    for written in ["0912345678", "+84 912 345 678", "912.345.678", "0912-345-678"] {
        huong.say(&format!("/tim {written}"));
        let found = huong.sees("1 hồ sơ").await;
        assert!(rows(&found.labels())[0].contains(&code), "{written}");
    }
    world.end().await;
}

#[tokio::test]
async fn the_card_says_by_when_and_is_marked_by_itself() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    assert!(card.text.contains("còn 5 ngày làm việc"), "{}", card.text);
    // Tuesday afternoon: seventy percent of five working days are over in the small hours of Saturday,
    // which is on Monday.
    world.clock.advance(6 * DAY);
    huong.sees_on(card.id, "🟡 Sắp đến hạn").await;
    huong.say("/hangcho");
    let list = huong.sees("Hồ sơ đang chờ").await;
    assert!(rows(&list.labels())[0].starts_with("🟡 "), "{:?}", list.labels());
    world.clock.advance(DAY);
    huong.sees_on(card.id, "⏰ Vừa quá hạn").await;
    huong.press_on(list.id, "Chưa ai nhận (1)");
    huong.sees_on(list.id, "chưa ai nhận").await;
    huong.press_on(list.id, "⏰ Quá hạn (1)");
    let late = huong.sees_on(list.id, "Hồ sơ quá hạn").await;
    assert!(rows(&late.labels())[0].starts_with("⏰ "), "{:?}", late.labels());
    // Taken up, it is in another state with a time of its own.
    huong.press_on(card.id, "Nhận xử lý");
    huong.sees_on(card.id, "còn 5 ngày làm việc").await;
    world.end().await;
}

#[tokio::test]
async fn old_buttons_of_the_queue_do_nothing_for_who_has_no_role() {
    let world = World::new().await;
    world.member("Dũng", Role::Admin).await;
    let minh = world.agreed("Minh").await;
    for data in ["queue.0", "queue.0.m...", "next", "find"] {
        minh.press_forged(minh.newest().id, data);
        minh.is_told("không có quyền").await;
    }
    world.end().await;
}
