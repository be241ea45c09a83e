//! Copies of review cards: where they are drawn, drawn again, and taken back.

use sqlx::Executor;

use hoadep::domain::role::Role;

use crate::tester::{STORY, World};

#[tokio::test]
async fn a_card_that_was_sent_twice_points_to_the_one_that_is_drawn_again() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let first = huong.sees(&code).await;
    let approve = first.button("✅ Duyệt").unwrap().data.clone().unwrap();
    huong.say("/hangcho");
    huong.sees("Hồ sơ đang chờ").await;
    huong.press(huong.newest().labels()[0]);
    huong.sees_on(first.id, "bên dưới").await;
    let second = huong.sees(STORY).await;
    world.settles().await;
    // As from the first one before it was changed: a repeated message keeps its buttons.
    let count = huong.messages().len();
    huong.press_forged(first.id, &approve);
    huong.is_answered().await;
    world.settles().await;
    assert_eq!(huong.messages().len(), count, "another copy was dealt");
    huong.approves(second.id).await;
    huong.sees_on(second.id, "Đã ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn the_cards_of_a_dismissed_reviewer_are_emptied_and_stay_so() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let hers = huong.sees(&code).await;
    let his = admin.sees(&code).await;
    admin.dismisses("Hương").await;
    let emptied = huong.sees_on(hers.id, "đã được đóng").await;
    assert!(emptied.labels().is_empty() && !emptied.text.contains("Tư"), "{emptied:?}");
    admin.approves(his.id).await;
    admin.sees_on(his.id, "ghi nhận – ").await;
    lan.sees("đã được ghi nhận").await;
    world.settles().await;
    assert_eq!(huong.sees_on(hers.id, "đã được đóng").await.edits, emptied.edits);
    world.end().await;
}

#[tokio::test]
async fn the_cards_of_who_lost_the_role_by_configuration_are_emptied_at_a_change_or_a_press() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await, dung.sees(&code).await);
    let other = lan.nominates("Nguyễn Văn Năm").await;
    let pressed = huong.sees(&other).await;
    let mut connection = world.database.connect().await;
    // As when a configured admin is taken out of the configuration.
    let lost = "DELETE FROM members WHERE contact_id =
        (SELECT id FROM contacts WHERE name = 'Hương')";
    connection.execute(lost).await.unwrap();
    dung.approves(his.id).await;
    dung.sees_on(his.id, "ghi nhận – ").await;
    assert!(huong.sees_on(hers.id, "đã được đóng").await.labels().is_empty());
    huong.sees_on(pressed.id, &other).await;
    huong.press_on(pressed.id, "✅ Duyệt");
    huong.is_told("không có quyền").await;
    assert!(huong.sees_on(pressed.id, "đã được đóng").await.labels().is_empty());
    world.end().await;
}

#[tokio::test]
async fn a_reviewer_who_had_stopped_the_bot_finds_the_cards_as_they_are_on_return() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let (huong, minh) = (world.reviewer("Hương").await, world.reviewer("Minh").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, minhs) = (huong.sees(&code).await, minh.sees(&code).await);
    let his = admin.sees(&code).await;
    world.settles().await;
    for person in [&huong, &minh] {
        world.telegram.block(person.id, true);
    }
    world.settles().await;
    admin.approves(his.id).await;
    admin.sees_on(his.id, "ghi nhận – ").await;
    admin.dismisses("Minh").await;
    admin.sees("Đã thôi giao việc cho Minh").await;
    world.settles().await;
    for (person, card) in [(&huong, &hers), (&minh, &minhs)] {
        assert_eq!(person.sees_on(card.id, &code).await.edits, card.edits, "drawn meanwhile");
        world.telegram.block(person.id, false);
    }
    assert!(huong.sees_on(hers.id, "ghi nhận – ").await.button("✅ Duyệt").is_none());
    assert!(minh.sees_on(minhs.id, "đã được đóng").await.labels().is_empty());
    world.end().await;
}

#[tokio::test]
async fn a_card_looked_at_again_leaves_one_copy_in_the_chat() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let mut card = huong.sees(&code).await;
    for _ in 0..2 {
        huong.say("/hangcho");
        let queue = huong.sees("Hồ sơ đang chờ").await;
        let row = queue.labels()[0].to_owned();
        huong.press_on(queue.id, &row);
        let older = huong.sees_on(card.id, "ở tin nhắn bên dưới").await;
        assert!(older.labels().is_empty() && !older.text.contains(STORY));
        card = huong.sees(STORY).await;
        assert!(card.id > queue.id);
    }
    huong.approves(card.id).await;
    huong.sees_on(card.id, "ghi nhận – ").await;
    world.settles().await;
    let closed = huong.messages().into_iter().filter(|one| one.text.contains("ghi nhận – "));
    assert_eq!(closed.count(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_press_on_a_card_from_before_a_change_shows_the_card_of_now() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    let approve = card.button("✅ Duyệt").unwrap().data.clone().unwrap();
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press(&row);
    lan.sees(&code).await;
    lan.press("Bổ sung");
    lan.sees("gửi thêm").await;
    lan.say("Bác còn dạy các cháu học bài miễn phí mỗi tối.");
    lan.sees("Đã bổ sung").await;
    let redrawn = huong.sees_on(card.id, "dạy các cháu").await;
    assert!(redrawn.button("✅ Duyệt").is_some());
    huong.press_forged(card.id, &approve.replace(".yes", ".yessure"));
    huong.is_told("vừa có thay đổi").await;
    assert_eq!(world.decisions().await, 0);
    world.end().await;
}

#[tokio::test]
async fn an_old_confirmation_pressed_again_becomes_no_card_that_nobody_closes() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (card, his) = (huong.sees(&code).await, dung.sees(&code).await);
    huong.press_on(card.id, "Từ chối");
    huong.sees("Vì sao từ chối").await;
    huong.press("Lý do khác…");
    huong.sees("viết lý do").await;
    huong.say("Việc này đã được tỉnh biểu dương năm ngoái.");
    let asked = huong.sees("Muốn sửa lý do").await;
    huong.say("/huy");
    huong.sees("Đã").await;
    huong.press_on(asked.id, "Xác nhận từ chối");
    let copy = huong.sees(STORY).await;
    assert!(copy.id > asked.id, "drawn over the confirmation");
    huong.sees_on(card.id, "ở tin nhắn bên dưới").await;
    dung.approves(his.id).await;
    huong.sees_on(copy.id, "ghi nhận – ").await;
    world.settles().await;
    let open = huong.messages().into_iter().filter(|one| one.button("✅ Duyệt").is_some());
    assert_eq!(open.count(), 0, "a card stayed open");
    world.end().await;
}
