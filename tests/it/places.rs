//! Who sees what: scopes of reviewers, groups that get the cards of a place, and topics in them.

use hoadep::domain::role::Role;

use crate::tester::{STORY, World};

/// Phường Phố Hiến, where the tester's nominees live, and Xã Lê Lợi.
const PHO_HIEN: &str = "11953";
const LE_LOI: &str = "13120";

#[tokio::test]
async fn an_invitation_carries_a_scope_that_was_ticked() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    admin.press("Mời cán bộ xét duyệt");
    admin.sees("Đang chọn: cả tỉnh").await;
    admin.press("Chọn xã, phường");
    admin.sees("huyện cũ nào").await;
    admin.press("Kiến Xương");
    admin.sees("Bấm để chọn").await;
    admin.press("Xã Lê Lợi");
    admin.sees("Đang chọn: xã Lê Lợi").await;
    admin.press("✓ Xã Lê Lợi");
    admin.sees("Đang chọn: cả tỉnh").await;
    admin.press("Xã Lê Lợi");
    admin.sees("Đang chọn: xã Lê Lợi").await;
    admin.press("‹ Quay lại");
    admin.sees("huyện cũ nào").await;
    admin.press("TP Hưng Yên");
    admin.sees("Bấm để chọn").await;
    admin.press("Phường Phố Hiến");
    admin.sees("phường Phố Hiến, xã Lê Lợi").await;
    admin.press("✓ Chọn xong");
    admin.sees("nơi nào, lĩnh vực nào").await;
    admin.press("Chọn lĩnh vực");
    admin.sees("mọi lĩnh vực").await;
    admin.press("Bảo vệ môi trường, cảnh quan");
    admin.sees("· Bảo vệ môi trường").await;
    admin.press("✓ Chọn xong");
    admin.sees("nơi nào, lĩnh vực nào").await;
    let pressed = admin.newest();
    let done = pressed.button("Xong").unwrap().data.clone().unwrap();
    admin.press("Xong");
    let made = admin.sees("https://t.me/").await;
    assert!(made.text.contains("phường Phố Hiến, xã Lê Lợi · Bảo vệ"), "{}", made.text);
    let code = made.text.split("?start=").nth(1).unwrap().trim().to_owned();
    let huong = world.citizen("Hương");
    huong.say(&format!("/start {code}"));
    let welcome = huong.sees("Cán bộ xét duyệt").await;
    assert!(welcome.text.contains("phường Phố Hiến, xã Lê Lợi"), "{}", welcome.text);
    // A button of the choice that is done makes no second invitation.
    admin.press_forged(pressed.id, &done);
    admin.is_told("Bảng chọn này đã cũ").await;
    let team = admin.sees("Đội ngũ").await;
    assert!(
        team.text.contains("Hương – Cán bộ xét duyệt – phạm vi: phường Phố Hiến"),
        "{}",
        team.text
    );
    world.end().await;
}

#[tokio::test]
async fn a_card_goes_to_whom_it_concerns_and_to_the_whole_province() {
    let world = World::new().await;
    let group = world.telegram.add_group("Tổ duyệt", &[]);
    assert!(group < 0);
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let here = world.reviewer_of("Mai", &[PHO_HIEN]).await;
    let there = world.reviewer_of("Nam", &[LE_LOI]).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    for reader in [&admin, &huong, &here] {
        reader.sees(&code).await;
    }
    let other = lan.nominates_in("Nguyễn Văn Năm", "xã Lê Lợi").await;
    there.sees(&other).await;
    world.settles().await;
    let shown = |person: &crate::tester::Person<'_>, code: &str| {
        person.messages().iter().any(|message| message.text.contains(code))
    };
    assert!(!shown(&there, &code) && !shown(&here, &other));
    // Nor does the queue list it.
    here.say("/hangcho");
    let queue = here.sees("Hồ sơ đang chờ").await;
    assert!(queue.text.contains("(1)") && queue.labels()[0].contains(&code), "{queue:?}");
    admin.say("/hangcho");
    assert!(admin.sees("Hồ sơ đang chờ").await.text.contains("(2)"));
    world.end().await;
}

#[tokio::test]
async fn a_narrowed_scope_empties_the_cards_outside_and_forged_presses_do_nothing() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    let approve = card.button("✅ Duyệt").unwrap().data.clone().unwrap();
    let kept = lan.nominates_in("Nguyễn Văn Năm", "xã Lê Lợi").await;
    let other = huong.sees(&kept).await;
    admin.say("/doingu");
    admin.sees("Đội ngũ").await;
    admin.press("Phạm vi: Hương");
    admin.sees("Phạm vi của Hương").await;
    admin.press("Chọn xã, phường");
    admin.sees("huyện cũ nào").await;
    admin.press("Kiến Xương");
    admin.sees("Bấm để chọn").await;
    admin.press("Xã Lê Lợi");
    admin.sees("Đang chọn: xã Lê Lợi").await;
    admin.press("✓ Chọn xong");
    admin.sees("nơi nào, lĩnh vực nào").await;
    admin.press("Xong");
    admin.sees("từ nay là: xã Lê Lợi").await;
    huong.sees("thuộc phạm vi: xã Lê Lợi").await;
    let emptied = huong.sees_on(card.id, "đã được đóng").await;
    assert!(emptied.labels().is_empty() && !emptied.text.contains(STORY), "{emptied:?}");
    for data in
        [approve.clone(), approve.replace(".yes", ".yessure"), approve.replace(".yes", ".own")]
    {
        huong.press_forged(card.id, &data);
        huong.is_told("không thuộc phạm vi").await;
    }
    // What is written next is no reason for anything.
    huong.say("Chưa rõ ai đã làm việc này");
    huong.sees("Kính chào").await;
    assert_eq!(world.decisions().await, 0);
    huong.approves(other.id).await;
    huong.sees_on(other.id, "ghi nhận – ").await;
    world.end().await;
}

#[tokio::test]
async fn in_a_group_only_those_in_scope_decide() {
    let mut group = 0;
    let world = World::with(crate::databases::Database::sqlite(), |config| {
        // The emulator's first group.
        group = -1_001_000_000_001;
        config.review_chat = Some(group);
    })
    .await;
    let there = world.reviewer_of("Nam", &[LE_LOI]).await;
    let here = world.reviewer_of("Mai", &[PHO_HIEN]).await;
    assert_eq!(world.telegram.add_group("Tổ duyệt", &[there.id, here.id]), group);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (there, here) = (there.at(group), here.at(group));
    let card = there.sees(&code).await;
    there.press_on(card.id, "✅ Duyệt");
    there.is_told("không thuộc phạm vi").await;
    assert_eq!(there.sees_on(card.id, &code).await.edits, 0);
    here.approves(card.id).await;
    here.sees_on(card.id, "ghi nhận – ").await;
    world.end().await;
}
