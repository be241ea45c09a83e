//! A reviewer enters a nomination for somebody without the app, through the whole program.

use crate::databases::Database;
use crate::tester::{Person, STORY, World, code_in};

/// Enters a nomination told by Bà Tám, and gives its code.
pub async fn enters(reviewer: &Person<'_>, nominee: &str) -> String {
    reviewer.say("/nhapho");
    reviewer.sees("Ai kể cho Ông/Bà việc này?").await;
    reviewer.say("Phạm Thị Tám");
    reviewer.sees("Số điện thoại").await;
    reviewer.say("0912345678");
    reviewer.sees("bằng cách nào?").await;
    reviewer.press("Đồng ý qua điện thoại");
    reviewer.sees("Bước 1/4").await;
    reviewer.press("Cá nhân");
    reviewer.sees("họ và tên").await;
    reviewer.say(nominee);
    reviewer.sees("Bước 2/4").await;
    reviewer.say("pho hien");
    reviewer.sees("Bước 3/4").await;
    reviewer.say(STORY);
    reviewer.sees("Đã nhận").await;
    reviewer.press("Xong");
    reviewer.sees("Bước 4/4").await;
    reviewer.press("✅ Gửi");
    let told = reviewer.sees("đọc mã này").await;
    assert!(told.text.contains("Phạm Thị Tám – 0912 345 678"), "{}", told.text);
    code_in(&told.text)
}

/// A reviewer who has agreed to the data notice.
pub async fn agreed<'w>(world: &'w World, name: &str) -> Person<'w> {
    let reviewer = world.reviewer(name).await;
    reviewer.press("Đồng ý");
    reviewer.sees("Cảm ơn").await;
    reviewer
}

#[tokio::test]
async fn another_reviewer_decides_and_the_first_is_told_whom_to_tell() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = agreed(&world, "Hương").await;
        let binh = world.reviewer("Bình").await;
        let code = enters(&huong, "Nguyễn Văn Tư").await;
        let card = binh.sees(&code).await;
        for part in
            ["Người nhập hộ: Hương", "Nhập hộ: Phạm Thị Tám – 0912 345 678", "qua điện thoại"]
        {
            assert!(card.text.contains(part), "{part} is not in {}", card.text);
        }
        // Her own card, asked for from the queue, is not hers to decide.
        huong.say("/hangcho");
        let queue = huong.sees("Hồ sơ đang chờ").await;
        huong.press(queue.labels()[0]);
        let own = huong.sees("Người nhập hộ").await;
        huong.press_on(own.id, "✅ Duyệt");
        huong.is_told("do Ông/Bà giới thiệu").await;
        binh.approves(card.id).await;
        let notice = huong.sees("đã được ghi nhận").await;
        assert!(notice.text.contains("báo lại cho Phạm Thị Tám – 0912 345 678"), "{}", notice.text);
        world.end().await;
    }
}

#[tokio::test]
async fn what_is_entered_for_others_meets_no_limit_and_counts_for_none() {
    let world = World::new().await;
    let huong = agreed(&world, "Hương").await;
    for _ in 0..11 {
        enters(&huong, "Nguyễn Văn Tư").await;
    }
    huong.nominates("Trần Thị Bảy").await;
    world.end().await;
}
