//! What happens to a nomination after it was sent: added to, taken back, followed by its cards.

use crate::tester::{Person, World};

#[tokio::test]
async fn a_card_opened_from_the_queue_hears_of_the_decision_too() {
    let world = World::new().await;
    let binh = world.reviewer("Bình").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    binh.sees(&code).await;
    // Who comes later finds in the queue what was dealt before.
    let chi = world.reviewer("Chi").await;
    chi.say("/hangcho");
    let queue = chi.sees("Hồ sơ đang chờ").await;
    let row = queue.labels().iter().find(|label| label.contains(&code)).map(|row| row.to_string());
    chi.press_on(queue.id, &row.expect("the queue lists it"));
    let card = chi.sees("Người giới thiệu").await;
    assert_ne!(card.id, queue.id, "the queue stays");
    binh.press("✅ Duyệt");
    binh.sees("Duyệt và ghi nhận hồ sơ này?").await;
    binh.press("✅ Xác nhận duyệt");
    lan.sees("đã được ghi nhận").await;
    world.settles().await;
    has_no_buttons(&binh, &code, "Đã ghi nhận");
    has_no_buttons(&chi, &code, "Đã ghi nhận");
    world.end().await;
}

#[tokio::test]
async fn a_nomination_is_added_to_and_taken_back_by_its_author() {
    let world = World::new().await;
    let binh = world.reviewer("Bình").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    binh.sees(&code).await;
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let stands = format!("{code} – Nguyễn Văn Tư: Đã gửi, chờ tiếp nhận");
    assert!(list.text.contains(&stands), "{}", list.text);
    lan.press_on(list.id, &format!("{code} · Nguyễn Văn Tư"));
    lan.sees("Diễn biến").await;
    lan.press("Bổ sung");
    lan.sees("Ông/Bà gửi thêm").await;
    lan.send_album(3, "Ảnh ông Tư sửa cầu");
    lan.sees("Hồ sơ nay có 3 ảnh, 1 đoạn bổ sung").await;
    lan.say("Ông còn sửa cả đường vào trường.");
    lan.sees("Hồ sơ nay có 3 ảnh, 2 đoạn bổ sung").await;
    lan.say("xong");
    lan.sees("Ông còn sửa cả đường vào trường.").await;
    world.settles().await;
    assert!(binh.messages().iter().any(|card| card.button("Xem minh chứng (3)").is_some()));
    lan.press("Rút hồ sơ");
    lan.sees("muốn rút hồ sơ").await;
    lan.press("Rút hồ sơ này");
    lan.sees("Đã rút hồ sơ").await;
    lan.press("‹ Các hồ sơ");
    lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    world.settles().await;
    has_no_buttons(&binh, &code, "Đã rút");
    world.end().await;
}

/// Every copy of the card in this chat says how it ended and offers nothing more.
fn has_no_buttons(person: &Person<'_>, code: &str, state: &str) {
    let messages = person.messages();
    let mut cards = messages.iter().filter(|message| message.text.contains("Người giới thiệu:"));
    assert!(cards.clone().any(|card| card.text.contains(code)));
    assert!(
        cards.all(|card| card.text.contains(state) && card.button("✅ Duyệt").is_none()),
        "{messages:#?}"
    );
}

#[tokio::test]
async fn a_file_over_the_limit_is_told_so_and_a_photo_alone_is_offered() {
    use hoadep::demo::telegram::{Media, MediaKind};
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.send(Media::new(MediaKind::Video).size(21 * 1024 * 1024));
    lan.sees("lớn hơn 20 MB").await;
    lan.send_photo("");
    lan.sees("Ông/Bà muốn giới thiệu gương này?").await;
    lan.press("Không nhận");
    lan.is_answered().await;
    lan.sees("Mời Ông/Bà chọn").await;
    world.end().await;
}
