//! A citizen nominates, through the whole program.

use crate::databases::Database;
use crate::tester::{STORY, World, code_in};

#[tokio::test]
async fn seven_messages_and_taps_lead_to_a_code_on_every_database() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        lan.say("/gioithieu");
        lan.sees("Bước 1/4").await;
        lan.press("Cá nhân");
        lan.sees("họ và tên").await;
        lan.say("Nguyễn Văn Tư");
        lan.sees("Bước 2/4").await;
        lan.say("pho hien");
        lan.sees("Phố Hiến").await;
        lan.say(STORY);
        lan.sees("Đã nhận").await;
        lan.press("Xong");
        let summary = lan.sees("Bước 4/4").await;
        assert!(summary.text.contains("Nguyễn Văn Tư") && summary.text.contains(STORY));
        lan.press("✅ Gửi");
        let told = lan.sees("Mã hồ sơ").await;
        assert_eq!(code_in(&told.text).len(), 8);
        world.end().await;
    }
}

#[tokio::test]
async fn a_double_tap_on_send_leaves_the_code_where_it_is() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    let summary = lan.writes_up_to_the_summary("Huy", STORY).await;
    let send = summary.button("✅ Gửi").unwrap().data.clone().unwrap();
    lan.press_forged(summary.id, &send);
    lan.press_forged(summary.id, &send);
    lan.is_told("đã được gửi rồi").await;
    world.settles().await;
    let codes = lan.messages().into_iter().filter(|message| message.text.contains("Mã hồ sơ"));
    assert_eq!(codes.count(), 1);
    world.end().await;
}
