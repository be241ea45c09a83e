//! What happens to a nomination after it was sent: added to, taken back, refused in own words.

use crate::tester::{Person, World};

#[tokio::test]
async fn a_refusal_in_own_words_is_confirmed_and_told_with_its_reason() {
    let world = World::new().await;
    let binh = world.reviewer("Bình").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    binh.sees(&code).await;
    binh.press("Từ chối");
    binh.sees("Vì sao từ chối?").await;
    binh.press("Lý do khác…");
    binh.sees("Ông/Bà viết lý do").await;
    binh.say("Chưa rõ việc này ai làm & khi nào");
    binh.sees("với lý do: “Chưa rõ việc này ai làm & khi nào”").await;
    binh.press("Xác nhận từ chối");
    binh.sees("Đã lưu quyết định").await;
    lan.sees("Lý do: Chưa rõ việc này ai làm & khi nào").await;
    world.settles().await;
    has_no_buttons(&binh, &code, "Không được ghi nhận");
    world.end().await;
}

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
    let row = list.labels().iter().find(|label| label.contains(&code)).map(|row| row.to_string());
    lan.press_on(list.id, &row.expect("the list has it"));
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
        cards.all(|card| card.text.contains(state) && card.labels().is_empty()),
        "{messages:#?}"
    );
}

#[tokio::test]
async fn late_forged_and_own_presses_change_nothing_and_are_told_the_truth() {
    let mut world = World::new().await;
    // A late press draws the card again as it is; often nothing differs, and Telegram says so.
    world.forgive();
    let (binh, chi) = (world.reviewer("Bình").await, world.reviewer("Chi").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = binh.sees(&code).await;
    chi.sees(&code).await;
    chi.press("✅ Duyệt");
    let asked = chi.sees("Duyệt và ghi nhận hồ sơ này?").await;
    let sure = asked.button("✅ Xác nhận duyệt").expect("it can be confirmed").data.clone();
    let sure = sure.expect("it says something");
    // A citizen who knows what the button says is still no reviewer.
    lan.press_forged(lan.newest().id, &sure);
    lan.is_told("không có quyền").await;
    binh.press_on(card.id, "Từ chối");
    binh.sees("Vì sao từ chối?").await;
    binh.press("Trùng với hồ sơ khác");
    binh.sees("với lý do").await;
    binh.press("Xác nhận từ chối");
    lan.sees("chưa được ghi nhận").await;
    chi.press_forged(asked.id, &sure);
    chi.is_told("Hồ sơ này đã có kết quả: Không được ghi nhận (Bình").await;
    chi.press_forged(asked.id, "j.1.1.nosure.made-up");
    chi.is_told("Không tìm thấy").await;
    chi.press_forged(asked.id, "gì cũng được");
    chi.is_told("không nhận ra nút này").await;

    chi.press("Đồng ý");
    chi.sees("Cảm ơn").await;
    let own = chi.nominates("Trần Văn Năm").await;
    chi.say("/hangcho");
    let queue = chi.sees("Hồ sơ đang chờ").await;
    let row = queue.labels().iter().find(|label| label.contains(&own)).map(|row| row.to_string());
    chi.press_on(queue.id, &row.expect("the queue lists it"));
    chi.sees("Người giới thiệu").await;
    chi.press("✅ Duyệt");
    chi.is_told("do Ông/Bà giới thiệu").await;
    world.end().await;
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
    lan.press("Không, cảm ơn");
    lan.is_answered().await;
    lan.sees("Mời Ông/Bà chọn").await;
    world.end().await;
}
