//! Who sees what: scopes of reviewers, groups that get the cards of a place, and topics in them.

use hoadep::domain::role::Role;

use crate::tester::{Person, STORY, World};

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
    let shown = |person: &Person<'_>, code: &str| {
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
    for card in [&card, &other] {
        huong.press_on(card.id, "Nhận xử lý");
        huong.sees_on(card.id, "Hương đang xử lý").await;
    }
    admin.say("/doingu");
    admin.sees("Đội ngũ").await;
    admin.press("Hương");
    admin.sees("Gần đây: ").await;
    admin.press("Đổi phạm vi");
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
    // What she held outside it is free again.
    let held = "SELECT code FROM nominations WHERE claimed_by IS NOT NULL";
    let mut connection = world.database.connect().await;
    let held: Vec<String> = sqlx::query_scalar(held).fetch_all(&mut connection).await.unwrap();
    assert_eq!(held, [kept]);
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
    let mut world = World::new().await;
    let there = world.reviewer_of("Nam", &[LE_LOI]).await.id;
    let here = world.reviewer_of("Mai", &[PHO_HIEN]).await.id;
    let group = world.telegram.add_group("Tổ duyệt", &[there, here]);
    world.config.review_chat = Some(group);
    world.stop().await;
    world.start().await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (there, here) = (world.person(there).at(group), world.person(here).at(group));
    let card = there.sees(&code).await;
    there.press_on(card.id, "✅ Duyệt");
    there.is_told("không thuộc phạm vi").await;
    assert_eq!(there.sees_on(card.id, &code).await.edits, 0);
    here.approves(card.id).await;
    here.sees_on(card.id, "ghi nhận – ").await;
    world.end().await;
}

/// Binds the group that an admin looks at to Phường Phố Hiến.
async fn bind_to_pho_hien(admin: &Person<'_>) {
    admin.say("/gannhom");
    admin.sees("của nơi nào").await;
    admin.press("Chọn xã, phường");
    admin.sees("huyện cũ nào").await;
    admin.press("TP Hưng Yên");
    admin.sees("của xã, phường nào").await;
    admin.press("Phường Phố Hiến");
    admin.sees("hồ sơ của phường Phố Hiến").await;
}

/// Binds the group that an admin looks at to the whole province.
pub async fn bind_to_the_province(admin: &Person<'_>) {
    admin.say("/gannhom");
    admin.sees("của nơi nào").await;
    admin.press("Cả tỉnh");
    admin.sees("hồ sơ của cả tỉnh").await;
}

#[tokio::test]
async fn an_admin_binds_a_group_in_it_and_takes_that_back() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let mai = world.reviewer("Mai").await;
    let lan = world.agreed("Lan").await;
    let group = world.telegram.add_group("Tổ Phố Hiến", &[admin.id, mai.id, lan.id]);
    let (boss, mai, stranger) = (admin.at(group), mai.at(group), lan.at(group));
    // To others there is no such command, and the buttons are not theirs.
    stranger.say("/gannhom");
    mai.say("/gannhom@hoadep_demo_bot");
    boss.say("/gannhom");
    let asked = boss.sees("của nơi nào").await;
    for other in [&mai, &stranger] {
        other.press_on(asked.id, "Cả tỉnh");
        other.is_told("không có quyền").await;
    }
    world.settles().await;
    assert_eq!(boss.messages().iter().filter(|message| message.from_bot).count(), 1);
    boss.press("Thôi");
    boss.sees("Không có gì thay đổi").await;
    admin.say("/gannhom");
    admin.sees("dùng trong nhóm").await;
    bind_to_pho_hien(&boss).await;
    let elsewhere = lan.nominates_in("Nguyễn Văn Năm", "xã Lê Lợi").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = boss.sees(&code).await;
    world.settles().await;
    assert!(boss.messages().iter().all(|message| !message.text.contains(&elsewhere)));
    // Another place: what it does not get any more is emptied.
    boss.say("/gannhom");
    boss.sees("đang nhận hồ sơ của phường Phố Hiến").await;
    boss.press("Chọn xã, phường");
    boss.sees("huyện cũ nào").await;
    boss.press("Kiến Xương");
    boss.sees("của xã, phường nào").await;
    boss.press("Xã Lê Lợi");
    boss.sees("hồ sơ của xã Lê Lợi").await;
    assert!(boss.sees_on(card.id, "đã được đóng").await.labels().is_empty());
    let other = lan.nominates_in("Nguyễn Văn Sáu", "xã Lê Lợi").await;
    let other = boss.sees(&other).await;
    boss.say("/gonhom");
    boss.sees("không nhận hồ sơ nữa").await;
    assert!(boss.sees_on(other.id, "đã được đóng").await.labels().is_empty());
    boss.say("/gonhom");
    boss.sees("chưa nhận hồ sơ nào").await;
    let last = lan.nominates_in("Nguyễn Văn Bảy", "xã Lê Lợi").await;
    admin.sees(&last).await;
    world.settles().await;
    assert!(boss.messages().iter().all(|message| !message.text.contains(&last)));
    world.end().await;
}

#[tokio::test]
async fn the_configured_group_stays_what_it_is() {
    let mut world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await.id;
    let group = world.telegram.add_group("Tổ duyệt", &[admin]);
    world.config.review_chat = Some(group);
    world.stop().await;
    world.start().await;
    let boss = world.person(admin).at(group);
    boss.say("/gannhom");
    let told = boss.sees("theo cấu hình").await;
    assert_eq!(told.labels(), ["Thôi"]);
    boss.press_forged(told.id, "bind.commune.11953");
    boss.sees("theo cấu hình").await;
    boss.say("/gonhom");
    boss.sees("theo cấu hình").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    boss.sees(&code).await;
    // Taken out of the configuration, it gets none.
    world.config.review_chat = None;
    world.stop().await;
    world.start().await;
    let (boss, lan) = (world.person(admin).at(group), world.person(lan_of(&world)));
    let code = lan.nominates("Nguyễn Văn Năm").await;
    world.person(admin).sees(&code).await;
    world.settles().await;
    assert!(boss.messages().iter().all(|message| !message.text.contains(&code)));
    world.end().await;
}

/// Lan's id, across a restart.
fn lan_of(world: &World) -> i64 {
    let users = world.telegram.users();
    users.iter().find(|user| user.first_name == "Lan").expect("she is there").id
}

/// The topics that were asked for, by name.
fn made(world: &World) -> Vec<String> {
    let calls = world.telegram.calls().into_iter();
    let made = calls.filter(|call| call.method == "createForumTopic" && call.status == 200);
    made.map(|call| call.params["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn in_a_forum_each_commune_has_one_topic() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let group = world.telegram.add_group("Tỉnh", &[admin.id]);
    world.telegram.set_forum(group, true);
    world.telegram.let_manage_topics(group, admin.id, true);
    let boss = admin.at(group);
    bind_to_the_province(&boss).await;
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let first = boss.sees(&first).await;
    let second = lan.nominates_in("Nguyễn Văn Năm", "xã Lê Lợi").await;
    let second = boss.sees(&second).await;
    let third = lan.nominates("Nguyễn Văn Sáu").await;
    let third = boss.sees(&third).await;
    assert_eq!(made(&world), ["Phường Phố Hiến", "Xã Lê Lợi"]);
    let topics = world.telegram.topics(group);
    assert_eq!(first.thread, Some(topics[0].0));
    assert_eq!(second.thread, Some(topics[1].0));
    assert_eq!(third.thread, first.thread);
    // What is asked for by a press stands where it was pressed, and the card is drawn again there.
    boss.approves(second.id).await;
    let closed = boss.sees_on(second.id, "ghi nhận – ").await;
    assert_eq!(closed.thread, second.thread);
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press_on(list.id, &row);
    lan.sees("Sáu").await;
    lan.press("Bổ sung");
    lan.sees("gửi thêm").await;
    lan.send_photo("Bác đang nấu cháo");
    lan.sees("Đã bổ sung").await;
    let redrawn = boss.sees_on(third.id, "nấu cháo").await;
    let label = redrawn.labels().into_iter().find(|label| label.contains("minh chứng"));
    boss.press_on(third.id, label.unwrap());
    let shown = boss.sees("– minh chứng").await;
    assert_eq!(shown.thread, third.thread);
    world.end().await;
}

#[tokio::test]
async fn topics_are_remembered_over_a_restart_and_made_anew_once_they_are_gone() {
    let mut world = World::new().await;
    world.forgive();
    let admin = world.member("Dũng", Role::Admin).await.id;
    let group = world.telegram.add_group("Tỉnh", &[admin]);
    world.telegram.set_forum(group, true);
    world.telegram.let_manage_topics(group, admin, true);
    world.config.review_chat = Some(group);
    world.stop().await;
    world.start().await;
    fn boss(world: &World, admin: i64, group: i64) -> Person<'_> {
        world.person(admin).at(group)
    }
    let code = world.agreed("Lan").await.nominates("Nguyễn Văn Tư").await;
    let first = boss(&world, admin, group).sees(&code).await;
    world.settles().await;
    world.stop().await;
    world.start().await;
    let lan = lan_of(&world);
    let code = world.person(lan).nominates("Nguyễn Văn Năm").await;
    assert_eq!(boss(&world, admin, group).sees(&code).await.thread, first.thread);
    assert_eq!(made(&world).len(), 1);
    world.telegram.delete_topic(group, first.thread.unwrap());
    let code = world.person(lan).nominates("Nguyễn Văn Sáu").await;
    let third = boss(&world, admin, group).sees(&code).await;
    assert_ne!(third.thread, first.thread);
    let code = world.person(lan).nominates("Nguyễn Văn Bảy").await;
    assert_eq!(boss(&world, admin, group).sees(&code).await.thread, third.thread);
    assert_eq!(made(&world).len(), 2);
    world.end().await;
}

#[tokio::test]
async fn without_the_right_cards_come_to_the_general_topic_and_the_admin_hears_of_it_once() {
    let mut world = World::new().await;
    world.forgive();
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let group = world.telegram.add_group("Tỉnh", &[admin.id]);
    world.telegram.set_forum(group, true);
    let boss = admin.at(group);
    bind_to_the_province(&boss).await;
    for name in ["Nguyễn Văn Tư", "Nguyễn Văn Năm"] {
        let code = lan.nominates(name).await;
        assert_eq!(boss.sees(&code).await.thread, None);
    }
    let told = |admin: &Person<'_>| {
        let messages = admin.messages().into_iter();
        messages.filter(|message| message.text.contains("quyền quản lý chủ đề")).count()
    };
    crate::tester::eventually(async || told(&admin) == 1).await;
    world.telegram.let_manage_topics(group, admin.id, true);
    world.settles().await;
    let code = lan.nominates("Nguyễn Văn Sáu").await;
    assert!(boss.sees(&code).await.thread.is_some());
    world.settles().await;
    assert_eq!((made(&world).len(), told(&admin)), (1, 1));
    // Topics are turned off: everything comes to the one place there is.
    world.telegram.set_forum(group, false);
    let code = lan.nominates_in("Nguyễn Văn Bảy", "xã Lê Lợi").await;
    assert_eq!(boss.sees(&code).await.thread, None);
    let code = lan.nominates_in("Nguyễn Văn Tám", "xã Lê Lợi").await;
    assert_eq!(boss.sees(&code).await.thread, None);
    world.end().await;
}

#[tokio::test]
async fn a_topic_that_people_made_is_used_for_the_commune_it_is_named_for() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let group = world.telegram.add_group("Tỉnh", &[admin.id]);
    world.telegram.set_forum(group, true);
    let thread = world.telegram.add_topic(group, admin.id, "Phố Hiến");
    let boss = admin.at(group);
    bind_to_the_province(&boss).await;
    boss.say_in(thread, "/gannhom");
    let asked = boss.sees("Ông/Bà muốn đổi").await;
    assert_eq!(asked.thread, Some(thread));
    boss.press("Chủ đề cho một xã, phường");
    boss.sees("huyện cũ nào").await;
    boss.press("TP Hưng Yên");
    boss.sees("của xã, phường nào").await;
    boss.press("Phường Phố Hiến");
    boss.sees("vào chủ đề này").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    assert_eq!(boss.sees(&code).await.thread, Some(thread));
    assert!(made(&world).is_empty());
    world.end().await;
}

#[tokio::test]
async fn what_a_group_gets_follows_it_when_it_becomes_a_supergroup() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let old = world.telegram.add_small_group("Tổ Phố Hiến", &[admin.id]);
    bind_to_pho_hien(&admin.at(old)).await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    admin.at(old).sees(&code).await;
    world.settles().await;
    let new = world.telegram.upgrade_group(old, admin.id);
    world.settles().await;
    let boss = admin.at(new);
    let code = lan.nominates("Nguyễn Văn Năm").await;
    boss.sees(&code).await;
    boss.say("/gannhom");
    boss.sees("đang nhận hồ sơ của phường Phố Hiến").await;
    world.end().await;
}

#[tokio::test]
async fn a_group_that_takes_the_bot_out_gets_nothing_and_its_admin_is_told() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let group = world.telegram.add_group("Tổ Phố Hiến", &[admin.id, lan.id]);
    bind_to_pho_hien(&admin.at(group)).await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    admin.at(group).sees(&code).await;
    world.settles().await;
    world.telegram.take_bot_out(group, lan.id);
    admin.sees("đưa ra khỏi nhóm nhận hồ sơ của phường Phố Hiến").await;
    let noted = "SELECT COUNT(*) FROM audit WHERE detail = 'group unbound' AND actor_id IS NULL";
    let mut connection = world.database.connect().await;
    let noted: i64 = sqlx::query_scalar(noted).fetch_one(&mut connection).await.unwrap();
    assert_eq!(noted, 1);
    let code = lan.nominates("Nguyễn Văn Năm").await;
    admin.sees(&code).await;
    world.end().await;
}
