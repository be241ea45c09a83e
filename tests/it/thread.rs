//! Notes among reviewers and the masked thread with a nomination's author, through the whole program.

use crate::databases::Database;
use crate::tester::{Person, World};

/// Presses this in what else the card in this message offers.
async fn chooses(reviewer: &Person<'_>, card: i64, label: &str) {
    reviewer.press_on(card, "Việc khác…");
    reviewer.sees_on(card, "muốn làm gì").await;
    reviewer.press_on(card, label);
    reviewer.is_answered().await;
}

async fn writes(reviewer: &Person<'_>, card: i64, words: &str) {
    chooses(reviewer, card, "Nhắn người giới thiệu…").await;
    reviewer.sees("viết lời nhắn tới").await;
    reviewer.say(words);
    reviewer.sees("Đã gửi lời nhắn").await;
}

#[tokio::test]
async fn notes_are_for_reviewers_and_stand_on_every_card() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
        chooses(&huong, hers, "📝 Ghi chú nội bộ").await;
        huong.sees("Chưa có ghi chú nào").await;
        huong.press("✍️ Viết ghi chú");
        huong.sees("viết ghi chú cho hồ sơ").await;
        // Meanwhile the card has changed; a note is kept all the same.
        dung.press_on(his, "Nhận xử lý");
        dung.is_told("đã nhận xử lý").await;
        huong.say("Đã gọi trưởng thôn, đúng như lời kể.");
        huong.sees("Đã lưu ghi chú").await;
        for (person, card) in [(&huong, hers), (&dung, his)] {
            let card = person.sees_on(card, "1 ghi chú").await;
            assert!(card.text.contains("Hương: “Đã gọi trưởng thôn"), "{}", card.text);
        }
        chooses(&dung, his, "📝 Ghi chú nội bộ").await;
        let list = dung.sees("Ghi chú nội bộ – ").await;
        assert!(list.text.contains("đúng như lời kể"), "{}", list.text);
        world.settles().await;
        assert!(!lan.messages().iter().any(|one| one.text.contains("trưởng thôn")));
        world.end().await;
    }
}

#[tokio::test]
async fn a_reviewer_and_the_author_write_to_each_other_and_neither_sees_the_other() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
        huong.press_on(hers, "Nhận xử lý");
        huong.is_told("đã nhận xử lý").await;
        dung.sees_on(his, "đang xử lý").await;
        chooses(&dung, his, "Nhắn người giới thiệu…").await;
        dung.is_told("Hương đang xử lý").await;
        writes(&huong, hers, "Bác Tư còn khoẻ không ạ?").await;
        let asked = lan.sees("Bác Tư còn khoẻ").await;
        assert!(asked.text.contains("Cán bộ phụ trách hồ sơ") && !asked.text.contains("Hương"));
        huong.sees_on(hers, "chờ trả lời").await;

        lan.press("↩️ Trả lời");
        lan.sees("viết câu trả lời").await;
        lan.say("x");
        lan.sees("từ 2 đến 1.000").await;
        lan.say("Bác vẫn khoẻ, sáng nào cũng quét đường.");
        lan.sees("Đã gửi câu trả lời").await;
        let answer = huong.sees("Người giới thiệu hồ sơ").await;
        assert!(answer.text.contains("quét đường") && !answer.text.contains("Lan"));
        dung.sees_on(his, "Người giới thiệu trả lời").await;
        assert!(!dung.messages().iter().any(|one| one.text.contains("Người giới thiệu hồ sơ")));
        huong.press("↩️ Trả lời");
        huong.sees("viết lời nhắn tới").await;
        huong.say("Cảm ơn Ông/Bà nhiều.");
        lan.sees("Cảm ơn Ông/Bà nhiều").await;

        huong.sees("Đã gửi lời nhắn").await;
        world.settles().await;
        chooses(&huong, hers, "💬 Xem trao đổi").await;
        let thread = huong.sees("Trao đổi về hồ sơ").await;
        assert!(thread.text.contains("Hương"));
        lan.say("/hoso");
        let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
        let row = list.labels()[0].to_owned();
        lan.press(&row);
        lan.sees("Diễn biến").await;
        lan.press("💬 Trao đổi với cán bộ");
        let own = lan.sees("Trao đổi về hồ sơ").await;
        assert!(own.text.contains("Cán bộ phụ trách") && own.text.contains("quét đường"));
        assert!(!own.text.contains("Hương"), "{}", own.text);
        world.end().await;
    }
}

#[tokio::test]
async fn a_photo_sent_as_an_answer_is_kept_as_evidence_and_its_caption_is_the_answer() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    writes(&huong, card, "Xin Ông/Bà cho xem con đường.").await;
    lan.sees("cho xem con đường").await;
    lan.press("↩️ Trả lời");
    lan.sees("viết câu trả lời").await;
    lan.send_photo("");
    lan.sees("Đã giữ tệp làm minh chứng").await;
    huong.sees_on(card, "1 ảnh").await;
    lan.send_photo("Đây là đoạn đầu làng.");
    lan.sees("Đã gửi câu trả lời").await;
    huong.sees("đoạn đầu làng").await;
    huong.sees_on(card, "2 ảnh").await;
    let sql = "SELECT COUNT(*) FROM photo_hashes";
    let photos: i64 =
        sqlx::query_scalar(sql).fetch_one(&mut world.database.connect().await).await.unwrap();
    assert_eq!(photos, 2, "they are compared as well");
    world.end().await;
}

#[tokio::test]
async fn who_has_taken_a_nomination_back_or_is_not_its_author_writes_nothing() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    writes(&huong, card, "Bác Tư còn khoẻ không ạ?").await;
    let asked = lan.sees("còn khoẻ").await;
    let reply = asked.button("↩️ Trả lời").unwrap().data.clone().unwrap();
    let minh = world.agreed("Minh").await;
    minh.press_forged(minh.newest().id, &reply);
    minh.sees("Không có hồ sơ này").await;
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press(&row);
    lan.sees("Diễn biến").await;
    lan.press("Rút hồ sơ");
    lan.sees("muốn rút").await;
    lan.press_on(asked.id, "↩️ Trả lời");
    lan.sees("viết câu trả lời").await;
    lan.press("Rút hồ sơ này");
    lan.sees("Đã rút hồ sơ").await;
    lan.say("Bác vẫn khoẻ.");
    lan.sees("đã được rút nên không nhắn tiếp").await;
    huong.sees_on(card, "Đã rút").await;
    world.settles().await;
    assert!(!huong.messages().iter().any(|one| one.text.contains("vẫn khoẻ")));
    world.end().await;
}

#[tokio::test]
async fn who_cannot_be_reached_is_not_written_to_and_the_reviewer_hears_of_it() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    chooses(&huong, card, "Nhắn người giới thiệu…").await;
    huong.sees("viết lời nhắn tới").await;
    world.telegram.block(lan.id, true);
    world.settles().await;
    huong.say("Bác Tư còn khoẻ không ạ?");
    huong.sees("đã chặn bot").await;
    world.end().await;
}

#[tokio::test]
async fn a_thread_takes_twenty_messages_a_day_from_its_author() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    writes(&huong, card, "Bác Tư còn khoẻ không ạ?").await;
    let asked = lan.sees("còn khoẻ").await.id;
    for number in 1..=20 {
        lan.press_on(asked, "↩️ Trả lời");
        lan.sees("viết câu trả lời").await;
        lan.say(&format!("Câu trả lời thứ {number}."));
        lan.sees("Đã gửi câu trả lời").await;
    }
    lan.press_on(asked, "↩️ Trả lời");
    lan.sees("đã gửi 20 tin").await;
    world.clock.advance(hoadep::clock::DAY + hoadep::clock::HOUR);
    lan.press_on(asked, "↩️ Trả lời");
    lan.sees("viết câu trả lời").await;
    world.end().await;
}
