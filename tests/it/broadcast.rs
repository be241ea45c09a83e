//! Messages to many, from the first word to the report, through the whole program.

use hoadep::clock::{HOUR, MINUTE};
use hoadep::demo::telegram::{Media, MediaKind, Message};
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::newsroom::{
    begins_to_correct, confirms, confirms_in_english, drafts, drafts_in_english,
    english_subscriber, for_people, has, has_sent, offers, plans, sends, set_quiet, subscriber,
};
use crate::tester::{Person, World, eventually};

/// The bot's messages after the newest that says so.
fn after(person: &Person<'_>, text: &str) -> Vec<Message> {
    let mut all: Vec<Message> = person.messages().into_iter().filter(|one| one.from_bot).collect();
    let at = all.iter().rposition(|one| one.text.contains(text)).expect("it was said");
    all.split_off(at + 1)
}

/// A button, and where it leads if it opens an address.
type Below = (String, Option<String>);

/// What is seen of a message.
fn face(one: &Message) -> (String, Vec<Below>, Option<String>) {
    let buttons = one.buttons.iter().flatten();
    (
        one.html.clone(),
        buttons.map(|button| (button.text.clone(), button.url.clone())).collect(),
        one.media.as_ref().map(|media| media.file_id.clone()),
    )
}

#[tokio::test]
async fn what_is_previewed_is_what_arrives_in_each_language() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = subscriber(&world, "Lan").await;
        let john = english_subscriber(&world, "John").await;
        let dung = world.member("Dũng", Role::Editor).await;
        drafts(&dung, "Thư ngỏ").await;
        dung.say_formatted("<b>Chào</b> Ông/Bà, <tg-spoiler>tin vui</tg-spoiler>");
        dung.sees("Chào Ông/Bà").await;
        dung.send_album(2, "");
        dung.sees("2 ảnh").await;
        dung.press("🔗 Thêm nút liên kết");
        dung.sees("tên nút và địa chỉ").await;
        dung.say("Xem http://a.vn nhé");
        dung.sees("Chưa thấy địa chỉ").await;
        dung.say("Xem | Read https://a.vn");
        dung.sees("Xem | Read → https://a.vn").await;
        dung.press("✍️ Tiếng Anh");
        dung.sees("nội dung tiếng Anh").await;
        let hello = dung.say("Helo all");
        dung.sees("Helo all").await;
        dung.edit(hello, "Hello all");
        dung.sees("Đã đổi theo tin Ông/Bà vừa sửa").await;
        world.settles().await;
        dung.press("👁 Xem trước");
        dung.sees("Xem trước: người nhận").await;
        world.settles().await;
        let preview: Vec<_> = after(&dung, "Xem trước: người nhận").iter().map(face).collect();
        dung.press("👁 Xem bản tiếng Anh");
        dung.sees("Xem trước bản tiếng Anh: người").await;
        world.settles().await;
        let english: Vec<_> =
            after(&dung, "Xem trước bản tiếng Anh: người").iter().map(face).collect();
        confirms(&dung, 2).await;
        lan.sees("tắt tin bằng các nút").await;
        let got = john.sees("Hello all").await;
        assert_eq!(english[0], face(&got));
        assert_eq!(got.labels(), ["Read", "Stop the news"]);
        let arrived: Vec<_> = after(&lan, "Từ nay, hệ thống").iter().map(face).collect();
        assert_eq!(arrived.len(), 3);
        assert_eq!(preview[..3], arrived);
        assert!(arrived[0].0.contains("<b>Chào</b>"), "{arrived:?}");
        let report = dung.sees("Báo cáo: Chào Ông/Bà").await;
        assert!(report.text.contains("Thành công: 2"), "{}", report.text);
        world.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_while_it_is_written() {
    let world = World::new().await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Thư ngỏ").await;
    dung.send(Media::new(MediaKind::VideoNote));
    dung.sees("Video tròn").await;
    dung.send_photo("");
    dung.sees("1 ảnh").await;
    dung.send(Media::new(MediaKind::Document).named("a.pdf"));
    dung.sees("phải đi riêng").await;
    dung.send_album(10, "");
    dung.sees("nhiều nhất 10 ảnh").await;
    world.settles().await;
    dung.press("Xoá nội dung");
    dung.sees("Còn thiếu nội dung tiếng Việt").await;
    dung.say("Chỉ chữ");
    dung.sees("Chỉ chữ").await;
    let panel = offers(&dung, &for_people(0)).await;
    dung.press_on(panel.id, &for_people(0));
    dung.sees("chưa có ai nhận được").await;
    world.end().await;
}

#[tokio::test]
async fn only_editors_and_admins_write_to_many_and_only_while_they_are() {
    let world = World::new().await;
    let an = subscriber(&world, "An").await;
    let admin = world.member("Hoa", Role::Admin).await;
    let binh = world.reviewer("Bình").await;
    binh.say("/phattin");
    binh.sees("Ông/Bà có thể").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Bản một").await;
    let old = dung.newest();
    dung.say("Bản hai");
    dung.sees("Bản hai").await;
    world.settles().await;
    // A button of the draft as it was.
    let forged = old.button("Gửi thử cho tôi").and_then(|one| one.data.clone()).unwrap();
    let go = forged.replace(".try", ".gosure");
    dung.press_forged(old.id, &go);
    dung.is_told("đã thay đổi").await;
    binh.press_forged(binh.newest().id, &go);
    binh.is_told("").await;
    let panel = offers(&dung, &for_people(1)).await;
    admin.dismisses("Dũng").await;
    dung.sees("thôi giữ vai trò").await;
    dung.press_on(panel.id, &for_people(1));
    dung.is_told("").await;
    dung.say("Bản ba");
    world.settles().await;
    assert!(!has(&an, "Bản"));
    world.end().await;
}

#[tokio::test]
async fn the_audience_is_ticked_with_its_count_and_exclusions() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let john = english_subscriber(&world, "John").await;
    let dung = world.member("Dũng", Role::Admin).await;
    dung.press("Đồng ý");
    dung.sees("Cảm ơn").await;
    dung.say("/nhantin");
    dung.sees("Từ nay, hệ thống gửi tin").await;
    drafts(&dung, "Gửi bà con").await;
    dung.press("👥 Người nhận");
    dung.sees("Số người nhận lúc này: 3").await;
    dung.press("Ngôn ngữ");
    dung.sees("Chọn người nhận").await;
    dung.press("Tiếng Việt");
    dung.sees("Số người nhận lúc này: 2").await;
    dung.press("‹ Quay lại");
    dung.sees("gửi cho ai").await;
    dung.press("Chọn người không gửi ›");
    dung.sees("loại trừ ai").await;
    dung.press("Vai trò");
    dung.sees("loại trừ ai").await;
    dung.press("Quản trị viên");
    let seen = dung.sees("Số người nhận lúc này: 1").await;
    assert!(seen.text.contains("Tiếng Việt – trừ: Quản trị viên"), "{}", seen.text);
    dung.press("‹ Quay lại");
    dung.sees("loại trừ ai").await;
    dung.press("✅ Xong");
    dung.sees("Bản nháp").await;
    confirms(&dung, 1).await;
    lan.sees("Gửi bà con").await;
    dung.sees("Báo cáo").await;
    world.settles().await;
    assert!(!has(&john, "Gửi bà con"));
    world.end().await;
}

#[tokio::test]
async fn what_goes_to_many_needs_another_admin() {
    let world = World::new().await;
    world.set("second-from", 1).await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Admin).await;
    sends(&dung, "Tin lớn", 1).await;
    dung.sees("hiện chưa có ai khác").await;
    let hoa = world.member("Hoa", Role::Admin).await;
    confirms(&dung, 1).await;
    hoa.sees("cần thêm một quản trị viên đồng ý").await;
    let card = hoa.sees("Chờ một quản trị viên khác").await;
    hoa.press_on(card.id, "↩️ Trả lại");
    dung.sees("đã trả tin này lại").await;
    world.settles().await;
    dung.say("/phattin");
    dung.sees("Tin gửi đến nhiều người").await;
    dung.press("Tin lớn");
    dung.sees("Bản nháp").await;
    world.settles().await;
    confirms(&dung, 1).await;
    let card = hoa.sees("Chờ một quản trị viên khác").await;
    let agree = card.button("✅ Đồng ý gửi").and_then(|one| one.data.clone()).unwrap();
    let own = dung.sees("Chờ một quản trị viên khác").await;
    dung.press_forged(own.id, &agree);
    dung.is_told("quản trị viên khác").await;
    hoa.press_on(card.id, "✅ Đồng ý gửi");
    dung.sees("đã đồng ý gửi tin").await;
    lan.sees("Tin lớn").await;
    dung.sees("Báo cáo").await;
    world.end().await;
}

#[tokio::test]
async fn what_is_planned_for_quiet_hours_waits_for_the_morning() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Hẹn giờ").await;
    dung.press("🕗 Hẹn giờ");
    dung.sees("ngày giờ gửi").await;
    dung.say("13:00");
    dung.sees("đã qua").await;
    dung.say("22:00");
    dung.sees("sẽ bắt đầu lúc 07:00 02/12/2026").await;
    world.settles().await;
    confirms(&dung, 1).await;
    dung.sees("sẽ bắt đầu lúc 07:00 02/12/2026").await;
    world.clock.advance(8 * HOUR + 10 * MINUTE);
    dung.sees("tạm nghỉ đến 07:00 02/12/2026").await;
    assert!(!has(&lan, "Hẹn giờ"));
    world.clock.advance(9 * HOUR);
    lan.sees("Hẹn giờ").await;
    dung.sees("Báo cáo").await;
    world.end().await;
}

#[tokio::test]
async fn what_fell_due_long_ago_waits_for_a_word() {
    let mut world = World::new().await;
    let (lan, dung, hoa) = {
        let lan = subscriber(&world, "Lan").await;
        let dung = world.member("Dũng", Role::Editor).await;
        let hoa = world.member("Hoa", Role::Admin).await;
        drafts(&dung, "Tin trễ").await;
        plans(&dung, "15:00").await;
        confirms(&dung, 1).await;
        dung.sees("Sẽ bắt đầu lúc 15:00").await;
        (lan.id, dung.id, hoa.id)
    };
    world.settles().await;
    world.stop().await;
    world.clock.advance(3 * HOUR);
    world.start().await;
    let (lan, dung, hoa) = (world.person(lan), world.person(dung), world.person(hoa));
    dung.sees("trễ hơn một giờ").await;
    hoa.sees("trễ hơn một giờ").await;
    hoa.press("🕗 Hẹn lại");
    hoa.sees("ngày giờ gửi").await;
    hoa.say("18:30");
    hoa.sees("Sẽ bắt đầu lúc 18:30").await;
    // An old button says how it stands.
    dung.press("▶️ Gửi ngay");
    dung.is_told("đã thay đổi").await;
    assert!(!has(&lan, "Tin trễ"));
    world.clock.advance(2 * HOUR);
    lan.sees("Tin trễ").await;
    dung.sees("Báo cáo").await;
    world.end().await;
}

#[tokio::test]
async fn it_rests_goes_on_and_says_who_did_not_get_it_and_why() {
    let world = World::new().await;
    set_quiet(&world, true).await;
    let lan = subscriber(&world, "Lan").await;
    let an = subscriber(&world, "An").await;
    let dung = world.member("Dũng", Role::Editor).await;
    sends(&dung, "Tin chờ", 2).await;
    dung.sees("tạm nghỉ đến 20:00").await;
    dung.press("⏸ Tạm dừng");
    dung.sees("Tạm dừng theo yêu cầu").await;
    an.say("/dung");
    an.sees("tin").await;
    set_quiet(&world, false).await;
    world.settles().await;
    dung.press("▶️ Tiếp tục");
    lan.sees("Tin chờ").await;
    let report = dung.sees("Báo cáo: Tin chờ").await;
    for line in ["Tổng số: 2", "Thành công: 1", "đã tắt tin trong lúc chờ: 1"] {
        assert!(report.text.contains(line), "{line}: {}", report.text);
    }
    let list = dung.sees("Danh sách những người chưa nhận").await;
    let file = list.media.expect("a file").file_id;
    let csv = String::from_utf8(world.telegram.file(&file).unwrap()).unwrap();
    assert!(csv.starts_with("\u{feff}\"STT\",\"Họ và tên\","), "{csv}");
    assert!(csv.contains("\"An\",\"telegram\"") && csv.contains("đã tắt tin trong lúc chờ"));
    assert!(!csv.contains("\"Lan\""), "{csv}");
    assert!(!has(&an, "Tin chờ"));
    world.settles().await;
    dung.press("📄 Danh sách chưa nhận");
    dung.is_told("trong giây lát").await;
    dung.sees("Danh sách những người chưa nhận").await;
    // Ended in quiet hours, nobody gets another.
    set_quiet(&world, true).await;
    sends(&dung, "Tin bỏ dở", 1).await;
    dung.sees("tạm nghỉ đến 20:00").await;
    dung.press("⏹ Dừng hẳn");
    dung.sees("Không thể gửi tiếp").await;
    dung.press("⏹ Dừng hẳn");
    let report = dung.sees("Báo cáo: Tin bỏ dở").await;
    assert!(report.text.contains("dừng hẳn trong giờ yên tĩnh: 1"), "{}", report.text);
    world.end().await;
}

#[tokio::test]
async fn what_was_sent_is_corrected_and_taken_back() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    has_sent(&dung, "Tin sai", 1).await;
    let got = lan.sees("Tin sai").await;
    begins_to_correct(&dung, "Tin đúng").await;
    confirms(&dung, 1).await;
    lan.sees_on(got.id, "Tin đúng").await;
    dung.sees("Báo cáo đính chính").await;
    world.settles().await;
    dung.press("↩️ Thu hồi");
    dung.sees("Thu hồi tin này?").await;
    dung.press("🗑 Xoá tin");
    dung.sees("Không thể lấy lại").await;
    dung.press("🗑 Xoá tin");
    dung.sees("Báo cáo thu hồi").await;
    eventually(async || lan.messages().iter().all(|one| one.id != got.id)).await;
    world.end().await;
}

#[tokio::test]
async fn words_that_stand_below_a_file_or_after_it_are_corrected_where_they_stand() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    let long = format!("Tin sai {}", "dài ".repeat(300));
    for old in ["Tin sai ngắn", long.trim()] {
        drafts(&dung, "Lời đầu").await;
        dung.say(old);
        let excerpt: String = old.chars().take(12).collect();
        dung.sees(&excerpt).await;
        dung.send_photo("");
        eventually(async || dung.newest().text.contains("1 ảnh")).await;
        world.settles().await;
        confirms(&dung, 1).await;
        let got = lan.sees(old).await;
        assert_eq!(got.media.is_some(), old.len() < 1_000);
        dung.sees("Báo cáo: Tin sai").await;
        world.settles().await;
        begins_to_correct(&dung, "Tin đúng").await;
        confirms(&dung, 1).await;
        let now = lan.sees_on(got.id, "Tin đúng").await;
        assert_eq!(now.media.is_some(), got.media.is_some());
        assert_eq!(now.labels(), got.labels());
        assert!(!lan.messages().iter().any(|one| one.text.contains("Tin sai")));
        dung.sees("Báo cáo đính chính").await;
        world.settles().await;
    }
    world.end().await;
}

#[tokio::test]
async fn an_editor_who_reads_english_reads_nothing_else() {
    let world = World::new().await;
    subscriber(&world, "Lan").await;
    let eve = world.member_speaking("Eve", Role::Editor, "en").await;
    drafts_in_english(&eve, "Open letter").await;
    eve.press("👥 Recipients");
    eve.sees("Choose the recipients").await;
    eve.press("Activity");
    eve.sees("Choose the recipients").await;
    eve.press("Have never nominated");
    eve.sees("Recipients now: 1").await;
    eve.press("‹ Back");
    eve.sees("who gets it").await;
    eve.press("✅ Done");
    eve.sees("Draft").await;
    confirms_in_english(&eve).await;
    eve.sees("Report: Open letter").await;
    world.settles().await;
    let is_vietnamese =
        |letter: char| "ăâđêôơưĂÂĐÊÔƠƯ".contains(letter) || ('ạ'..='ỹ').contains(&letter);
    for one in eve.messages().into_iter().filter(|one| one.from_bot) {
        let labels = one.labels().join(" ");
        let said = format!("{} {labels}", one.text).replace("Tiếng Việt", "");
        assert!(!said.contains(is_vietnamese), "{said}");
    }
    world.end().await;
}
