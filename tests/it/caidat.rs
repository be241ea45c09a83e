//! What admins set from the chat, through the whole program.

use hoadep::conversation::press::{Press, Setting};
use hoadep::domain::catalog::Kind;
use hoadep::domain::policy::{FIGURES, Figure, Group};
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, STORY, World};

/// Opens a part of the settings.
async fn opens(admin: &Person<'_>, part: &str) {
    admin.say("/caidat");
    admin.sees("Cài đặt").await;
    admin.press(part);
}

async fn figure(world: &World, name: &str) -> Option<String> {
    let mut connection = world.database.connect().await;
    let sql = "SELECT value FROM settings WHERE name = $1";
    sqlx::query_scalar(sql).bind(name).fetch_optional(&mut connection).await.unwrap()
}

#[tokio::test]
async fn a_figure_is_changed_by_words_counts_at_once_and_goes_back_to_its_default() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let admin = world.member("Dũng", Role::Admin).await;
        opens(&admin, "Giới hạn gửi hồ sơ").await;
        let group = admin.sees("Bấm số để thay đổi").await;
        assert!(group.text.contains("(mặc định 10)"), "{}", group.text);
        admin.press("✎ 2");
        admin.sees("từ 1 đến 1.000").await;
        for wrong in ["nhiều", "0", "1001"] {
            admin.say(wrong);
            admin.sees("Giá trị này không dùng được").await;
        }
        admin.say("1");
        admin.sees("Có hiệu lực ngay").await;
        let lan = world.agreed("Lan").await;
        lan.nominates("Nguyễn Văn Tư").await;
        lan.say("/gioithieu");
        lan.sees("trong một ngày").await;
        admin.press("✎ 2");
        admin.sees("Đang là: 1").await;
        admin.press("Về mặc định (10)");
        admin.sees("Đã đặt").await;
        assert_eq!(figure(&world, "a-day-max").await.as_deref(), Some("10"));
        admin.press("✎ 2");
        admin.sees("Đang là: 10").await;
        admin.say("10");
        admin.sees("Không có gì thay đổi").await;
        admin.press("‹ Cài đặt");
        admin.sees("Ông/Bà muốn xem phần nào").await;
        admin.press("Thay đổi gần đây");
        let changes = admin.sees("1 → 10").await;
        assert!(changes.text.contains("Dũng") && changes.text.ends_with("10 → 1"));
        world.end().await;
    }
}

#[tokio::test]
async fn a_time_of_day_is_taken_as_people_write_it() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    opens(&admin, "Giờ yên tĩnh").await;
    admin.sees("Bấm số để thay đổi").await;
    admin.press("✎ 1");
    admin.sees("từ 00:00 đến 23:59").await;
    admin.say("21h30");
    admin.sees("Đã đặt").await;
    assert_eq!(figure(&world, "quiet-from").await.as_deref(), Some("21:30"));
    // What is written after another way was taken is for no setting.
    admin.press("✎ 1");
    admin.sees("Đang là: 21:30").await;
    admin.press("‹ Quay lại");
    admin.sees("Bấm số để thay đổi").await;
    admin.say("22:00");
    world.settles().await;
    assert_eq!(figure(&world, "quiet-from").await.as_deref(), Some("21:30"));
    admin.press("✎ 1");
    admin.sees("Đang là: 21:30").await;
    admin.say("/huy");
    admin.sees("không có gì thay đổi").await;
    admin.say("22:00");
    world.settles().await;
    assert_eq!(figure(&world, "quiet-from").await.as_deref(), Some("21:30"));
    world.end().await;
}

#[tokio::test]
async fn a_field_is_added_renamed_and_hidden_and_is_read_where_it_was_chosen() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    opens(&admin, "Lĩnh vực").await;
    admin.sees("Bấm số để xem và sửa").await;
    admin.press("＋ Thêm lĩnh vực");
    admin.sees("từ 2 đến 48 ký tự").await;
    admin.say("trung thuc, tra lai cua roi");
    admin.sees("Đã có mục mang tên này").await;
    admin.say("Hòa giải ở cơ sở");
    let entry = admin.sees("Đã thêm").await;
    assert!(entry.text.contains("chưa có, dùng bản tiếng Việt"), "{}", entry.text);
    admin.press("✎ Tên tiếng Anh");
    admin.sees("tên tiếng Anh").await;
    admin.say("Mediation");
    let entry = admin.sees("Đã đổi").await;

    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_summary("Nguyễn Văn Tư", STORY).await;
    lan.press("Sửa");
    lan.sees("sửa hoặc thêm").await;
    lan.press("Lĩnh vực");
    let asked = lan.sees("lĩnh vực nào").await;
    lan.press_on(asked.id, "Hòa giải ở cơ sở");
    lan.sees("Lĩnh vực: Hòa giải ở cơ sở").await;
    lan.press("✅ Gửi");
    lan.sees("Mã hồ sơ").await;

    // A press on what was drawn before the English name was given would have been for version 1.
    admin.press_on(entry.id, "Ẩn đi");
    admin.is_told("Đã ẩn").await;
    admin.press_on(entry.id, "✎ Tên tiếng Việt");
    admin.sees("tên tiếng Việt").await;
    admin.say("Hòa giải, đoàn kết");
    admin.sees("Đang ẩn").await;
    admin.say("/hangcho");
    let queue = admin.sees("Hồ sơ đang chờ").await;
    admin.press_on(queue.id, queue.labels()[0]);
    admin.sees("Lĩnh vực: Hòa giải, đoàn kết").await;
    lan.writes_up_to_the_summary("Trần Thị Mai", STORY).await;
    lan.press("Sửa");
    lan.sees("sửa hoặc thêm").await;
    lan.press("Lĩnh vực");
    let asked = lan.sees("lĩnh vực nào").await;
    assert!(asked.labels().iter().all(|label| !label.contains("Hòa giải")), "{asked:?}");
    world.end().await;
}

#[tokio::test]
async fn of_two_admins_who_change_one_entry_the_second_is_shown_what_the_first_did() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    for person in [&admin, &hoa] {
        opens(person, "Lĩnh vực").await;
        person.sees("Bấm số để xem và sửa").await;
        person.press("3");
        person.sees("Lĩnh vực Trung thực").await;
    }
    hoa.press("✎ Tên tiếng Việt");
    hoa.sees("từ 2 đến 48 ký tự").await;
    let old = admin.newest().id;
    admin.press("Ẩn đi");
    admin.is_told("Đã ẩn").await;
    hoa.say("Thật thà");
    let seen = hoa.sees("vừa được người khác thay đổi").await;
    assert!(seen.text.contains("Đang ẩn") && seen.text.contains("Trung thực"), "{}", seen.text);
    // An old button says what it was drawn for.
    let press = Press::Setting(Setting::Hide(Kind::Field, "honesty".into(), 0, true));
    admin.press_forged(old, &press.encode());
    admin.is_told("vừa được người khác thay đổi").await;
    admin.press_on(old, "▲ Lên");
    let list = admin.sees("Bấm số để xem và sửa").await;
    assert!(list.text.contains("2. Trung thực"), "{}", list.text);
    world.end().await;
}

#[tokio::test]
async fn a_reason_of_the_office_is_what_the_citizen_reads() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    opens(&admin, "Lý do không ghi nhận").await;
    admin.sees("Bấm số để xem và sửa").await;
    admin.press("＋ Thêm lý do");
    admin.sees("từ 2 đến 48 ký tự").await;
    admin.say("Nêu năm trước");
    admin.sees("từ 20 đến 300 ký tự").await;
    admin.say("ngắn");
    admin.sees("từ 20 đến 300").await;
    let words = "Việc tốt này đã được nêu gương trong năm trước, xin cảm ơn Ông/Bà.";
    admin.say(words);
    admin.sees("Đã thêm").await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.press_on(card.id, "Từ chối");
    huong.sees_on(card.id, "Vì sao từ chối").await;
    huong.press_on(card.id, "Nêu năm trước");
    huong.sees_on(card.id, words).await;
    huong.press_on(card.id, "Xác nhận từ chối");
    lan.sees(words).await;
    world.end().await;
}

#[tokio::test]
async fn the_last_entry_that_can_be_chosen_stays() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let mut connection = world.database.connect().await;
    for code in ["unverified", "out-of-scope", "no-agreement"] {
        let sql = "INSERT INTO catalog (kind, code, hidden, version) VALUES ('reason', $1, 1, 1)";
        sqlx::query(sql).bind(code).execute(&mut connection).await.unwrap();
    }
    sqlx::query("UPDATE rules SET mark = mark + 1").execute(&mut connection).await.unwrap();
    opens(&admin, "Lý do không ghi nhận").await;
    let list = admin.sees("Bấm số để xem và sửa").await;
    let press = Press::Setting(Setting::Hide(Kind::Reason, "unsuitable".into(), 0, true));
    admin.press_forged(list.id, &press.encode());
    admin.is_told("ít nhất một mục").await;
    world.end().await;
}

#[tokio::test]
async fn settings_are_for_admins_at_each_press_and_for_words_too() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    let vi = world.member("Vi", Role::Editor).await;
    vi.say("/caidat");
    vi.sees("Ông/Bà có thể").await;
    for press in [
        Setting::Begin,
        Setting::Group(Group::Review),
        Setting::Figure(FIGURES[0]),
        Setting::Default(FIGURES[1]),
        Setting::Changes(0),
        Setting::Entries(Kind::Field),
        Setting::Hide(Kind::Field, "rescue".into(), 0, true),
    ] {
        vi.press_forged(vi.newest().id, &Press::Setting(press).encode());
        vi.is_told("không có quyền").await;
    }
    opens(&hoa, "Xét duyệt").await;
    hoa.sees("Bấm số để thay đổi").await;
    hoa.press("✎ 1");
    hoa.sees("từ 1 đến 720").await;
    admin.dismisses("Hoa").await;
    hoa.sees("thôi giữ vai trò").await;
    hoa.say("48");
    hoa.sees("không có quyền").await;
    assert_eq!(figure(&world, "claim-hours").await, None);
    world.end().await;
}

#[tokio::test]
async fn settings_speak_english_to_who_chose_it() {
    let world = World::new().await;
    let admin = world.member_speaking("Harriet", Role::Admin, "en").await;
    admin.say("/settings");
    admin.sees("Changes count at once").await;
    for group in ["Review", "Deadlines", "Limits on sending", "Quiet hours"] {
        admin.press(group);
        admin.sees("Press a number").await;
        admin.press("✎ No. 1");
        admin.sees("Please write the new value").await;
        admin.press("‹ Back");
        admin.sees("Press a number").await;
        admin.press("‹ Settings");
        admin.sees("Changes count at once").await;
    }
    admin.press("Quiet hours");
    admin.sees("Press a number").await;
    admin.press("✎ No. 1");
    admin.sees("from 00:00 to 23:59").await;
    admin.say("22:15");
    admin.sees("It counts at once").await;
    admin.press("‹ Settings");
    admin.sees("Changes count at once").await;
    admin.press("Fields");
    admin.sees("Courage in saving lives").await;
    admin.press("1");
    admin.sees("Its English name").await;
    admin.press("Hide it");
    admin.is_told("is hidden").await;
    admin.sees("nobody can choose it").await;
    admin.press("‹ Fields");
    admin.sees("(hidden)").await;
    admin.press("‹ Settings");
    admin.sees("Changes count at once").await;
    admin.press("Recent changes");
    let changes = admin.sees("21:00 → 22:15").await;
    assert!(changes.text.contains("field “Courage"), "{}", changes.text);
    world.end().await;
}

#[tokio::test]
async fn the_digest_goes_out_when_it_is_set_to() {
    let world = World::new().await;
    let at = Figure::named("digest-at").unwrap();
    let admin = world.member("Dũng", Role::Admin).await;
    opens(&admin, "Gửi tin, lời mời").await;
    let group = admin.sees("Bấm số để thay đổi").await;
    let place = Group::Sending.figures().position(|figure| figure == at).unwrap() + 1;
    admin.press_on(group.id, &format!("✎ {place}"));
    admin.sees("từ 05:00 đến 11:00").await;
    admin.say("9h30");
    admin.sees("Đã đặt").await;
    assert_eq!(figure(&world, "digest-at").await.as_deref(), Some("09:30"));
    world.end().await;
}
