//! What people do that no form foresees: stories before consent, edits, shared numbers, albums.

use crate::tester::{STORY, World};

#[tokio::test]
async fn a_story_sent_before_consent_is_offered_after_it() {
    let world = World::new().await;
    let lan = world.citizen("Lan");
    lan.send_album(3, STORY);
    lan.sees("đã giữ lại").await;
    world.settles().await;
    assert_eq!(lan.messages().iter().filter(|message| message.from_bot).count(), 1);
    lan.press("Đồng ý");
    lan.sees("3 ảnh").await;
    lan.press("Giới thiệu gương này");
    lan.sees("Bước 1/4").await;
    lan.say("cá nhân");
    lan.sees("họ và tên").await;
    lan.say("Nguyễn Văn Tư");
    lan.sees("Bước 2/4").await;
    lan.say("Phố Hiến");
    lan.sees("3 ảnh").await;
    lan.say("xong");
    lan.sees("Bước 4/4").await;
    lan.say("gửi");
    lan.sees("Mã hồ sơ").await;
    world.end().await;
}

#[tokio::test]
async fn an_edited_message_changes_the_summary() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    lan.press("Cá nhân");
    lan.sees("họ và tên").await;
    let name = lan.say("Nguyễn Văn Tu");
    lan.sees("Bước 2/4").await;
    lan.say("Phố Hiến");
    lan.sees("Bước 3/4").await;
    let story = lan.say(STORY);
    lan.sees("Đã nhận").await;
    lan.press("Xong");
    lan.sees("Bước 4/4").await;
    lan.edit(name, "Nguyễn Văn Tư");
    lan.sees("Nguyễn Văn Tư").await;
    lan.edit(story, "Bác vá lại con đường đầu làng cho các cháu đi học.");
    lan.sees("Bác vá lại con đường đầu làng").await;
    world.end().await;
}

#[tokio::test]
async fn the_keyboard_that_shares_a_number_goes_when_it_has_done_its_work() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_summary("Nguyễn Văn Tư", STORY).await;
    lan.press("Điện thoại của Ông/Bà");
    lan.sees("bấm nút dưới đây").await;
    lan.share_contact("+84912345678");
    lan.sees("Đã ghi số điện thoại").await;
    lan.sees("0912 345 678").await;
    world.settles().await;
    let bodies = world.telegram.calls().into_iter().map(|call| call.params.to_string());
    assert_eq!(bodies.filter(|body| body.contains("remove_keyboard")).count(), 1);
    world.end().await;
}
