//! What guards a message to many on its way: the trial, the second word, whom it may come from, and what
//! is shown and listed of it.

use hoadep::clock::{HOUR, MINUTE};
use hoadep::demo::telegram::{Fault, FaultKind};
use hoadep::domain::role::Role;

use crate::audience::{BROADCAST, left, run, seed};
use crate::crowd::crowd;
use crate::newsroom::{
    begins_to_correct, confirms, confirms_in_english, drafts, drafts_in_english,
    english_subscriber, for_people, has, has_sent, offers, plans, sends, set_quiet, subscriber,
};
use crate::tester::{TOKEN, World, eventually};

#[tokio::test]
async fn a_trial_comes_to_the_editor_alone_and_as_it_will_arrive() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Tin thử").await;
    dung.press("Gửi thử cho tôi");
    dung.is_told("Đã gửi thử").await;
    let arrived = || dung.messages().into_iter().find(|one| one.from_bot && one.text == "Tin thử");
    eventually(async || arrived().is_some()).await;
    assert_eq!(arrived().unwrap().labels(), ["Tắt tin"]);
    world.settles().await;
    assert!(!has(&lan, "Tin thử"));
    world.end().await;
}

#[tokio::test]
async fn an_editor_of_some_communes_does_not_write_to_many() {
    let world = World::new().await;
    subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Cả tỉnh").await;
    let panel = offers(&dung, &for_people(1)).await;
    let limits = "INSERT INTO member_communes (contact_id, commune)
                  SELECT contact_id, '11953' FROM members WHERE role = 'editor'";
    run(&world.store, limits.to_owned()).await;
    dung.press_on(panel.id, &for_people(1));
    dung.is_told("phụ trách một phần").await;
    dung.say("/phattin");
    dung.sees("phụ trách một phần").await;
    dung.say("/trogiup");
    let help = dung.sees("Dành cho biên tập viên").await;
    assert!(!help.text.contains("/phattin"), "{}", help.text);
    let lists = |word: &str| world.telegram.commands(dung.id).iter().any(|(one, _)| one == word);
    eventually(async || lists("hangcho") && !lists("phattin")).await;
    let widened = "DELETE FROM member_communes";
    run(&world.store, widened.to_owned()).await;
    eventually(async || lists("phattin")).await;
    world.end().await;
}

#[tokio::test]
async fn while_people_are_counted_nothing_waits_and_nothing_is_confirmed() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let john = english_subscriber(&world, "John").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Hello").await;
    let old = offers(&dung, &for_people(2)).await;
    let confirm = old.button(&for_people(2)).and_then(|one| one.data.clone()).unwrap();
    dung.press("👥 Người nhận");
    dung.sees("Số người nhận lúc này: 2").await;
    dung.press("Ngôn ngữ");
    dung.sees("gửi cho ai").await;
    // Counting needs a connection that reads, and there is none.
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(world.bots_store.read().await.unwrap());
    }
    for label in ["Tiếng Việt", "✓ Tiếng Việt", "English"] {
        dung.press(label);
        dung.sees("đang được đếm").await;
    }
    dung.press_forged(old.id, &confirm);
    dung.is_told("đã thay đổi").await;
    let panel = dung.sees("Bản nháp").await;
    assert!(panel.text.contains("đang được đếm"), "{}", panel.text);
    assert!(panel.button("🔄 Xem số người nhận").is_some());
    let shown = panel.button("Gửi thử cho tôi").and_then(|one| one.data.clone()).unwrap();
    dung.press_forged(panel.id, &shown.replace(".try", ".gosure"));
    dung.is_told("đang được đếm").await;
    drop(held);
    confirms(&dung, 1).await;
    john.sees("Hello").await;
    dung.sees("Báo cáo: Hello").await;
    world.settles().await;
    assert!(!has(&lan, "Hello"));
    world.end().await;
}

#[tokio::test]
async fn whom_it_is_for_is_counted_again_when_it_is_to_be_confirmed() {
    let world = World::new().await;
    subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    drafts(&dung, "Tin mới").await;
    let panel = offers(&dung, &for_people(1)).await;
    let an = subscriber(&world, "An").await;
    dung.press_on(panel.id, &for_people(1));
    let summary = dung.sees_on(panel.id, "Xác nhận lần cuối").await;
    eventually(async || {
        let now = world.telegram.message(dung.id, summary.id);
        now.is_some_and(|now| now.button(&for_people(2)).is_some())
    })
    .await;
    dung.press_on(summary.id, &for_people(2));
    an.sees("Tin mới").await;
    dung.sees("Báo cáo: Tin mới").await;
    world.end().await;
}

#[tokio::test]
async fn what_grew_beyond_the_limit_waits_for_a_second_word() {
    let world = World::new().await;
    world.set("second-from", 2).await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    drafts(&dung, "Tin lớn dần").await;
    plans(&dung, "15:00").await;
    confirms(&dung, 1).await;
    dung.sees("Sẽ bắt đầu lúc 15:00").await;
    let an = subscriber(&world, "An").await;
    world.clock.advance(HOUR + MINUTE);
    dung.sees("Danh sách có 2 người").await;
    let card = hoa.sees("Danh sách có 2 người").await;
    world.settles().await;
    dung.press("✅ Đồng ý gửi");
    dung.is_told("quản trị viên khác").await;
    assert!(!has(&lan, "Tin lớn dần"));
    hoa.press_on(card.id, "✅ Đồng ý gửi");
    lan.sees("Tin lớn dần").await;
    an.sees("Tin lớn dần").await;
    dung.sees("Báo cáo").await;
    world.end().await;
}

#[tokio::test]
async fn an_admin_who_was_asked_and_said_nothing_is_shown_how_it_goes_on() {
    let world = World::new().await;
    set_quiet(&world, true).await;
    world.set("second-from", 1).await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    let mai = world.member("Mai", Role::Admin).await;
    sends(&dung, "Tin lớn", 1).await;
    let card = hoa.sees("Chờ một quản trị viên khác").await;
    let watched = mai.sees("Chờ một quản trị viên khác").await;
    hoa.press_on(card.id, "✅ Đồng ý gửi");
    hoa.sees("tạm nghỉ đến 20:00").await;
    hoa.press("⏸ Tạm dừng");
    hoa.sees("Tạm dừng theo yêu cầu").await;
    let rests = mai.sees_on(watched.id, "Tạm dừng theo yêu cầu").await;
    assert_eq!(rests.labels(), ["▶️ Tiếp tục", "⏹ Dừng hẳn"]);
    set_quiet(&world, false).await;
    mai.press_on(watched.id, "▶️ Tiếp tục");
    lan.sees("Tin lớn").await;
    mai.sees("Báo cáo: Tin lớn").await;
    world.end().await;
}

#[tokio::test]
async fn who_was_asked_sees_it_planned_anew_and_taken_back() {
    let world = World::new().await;
    world.set("second-from", 1).await;
    subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    let mai = world.member("Mai", Role::Admin).await;
    drafts(&dung, "Tin lớn").await;
    plans(&dung, "15:00").await;
    confirms(&dung, 1).await;
    let card = hoa.sees("Chờ một quản trị viên khác").await;
    let watched = mai.sees("Chờ một quản trị viên khác").await;
    hoa.press_on(card.id, "✅ Đồng ý gửi");
    mai.sees_on(watched.id, "Sẽ bắt đầu lúc 15:00").await;
    hoa.press("🕗 Hẹn giờ");
    hoa.sees("ngày giờ gửi").await;
    hoa.say("16:00");
    let card = hoa.sees("Sẽ bắt đầu lúc 16:00").await;
    mai.sees_on(watched.id, "Sẽ bắt đầu lúc 16:00").await;
    let own = dung.sees("Sẽ bắt đầu lúc 16:00").await;
    mai.press_on(watched.id, "✍️ Sửa lại");
    for (admin, card) in [(&dung, own.id), (&hoa, card.id), (&mai, watched.id)] {
        let seen = admin.sees_on(card, "Mai đã trả tin này lại").await;
        assert!(seen.buttons.is_empty(), "{:?}", seen.labels());
    }
    world.end().await;
}

#[tokio::test]
async fn a_second_word_that_comes_too_late_sends_nothing() {
    let world = World::new().await;
    world.set("second-from", 1).await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    drafts(&dung, "Họp chiều nay").await;
    plans(&dung, "15:00").await;
    confirms(&dung, 1).await;
    let card = hoa.sees("Chờ một quản trị viên khác").await;
    world.clock.advance(2 * HOUR);
    hoa.press_on(card.id, "✅ Đồng ý gửi");
    hoa.is_told("Giờ hẹn gửi đã qua").await;
    hoa.press_on(card.id, "↩️ Trả lại");
    dung.sees("đã trả tin này lại").await;
    world.settles().await;
    assert!(!has(&lan, "Họp chiều nay"));
    world.end().await;
}

#[tokio::test]
async fn a_correction_waits_for_the_one_that_is_confirmed_before_it() {
    let world = World::new().await;
    let lan = subscriber(&world, "Lan").await;
    let dung = world.member("Dũng", Role::Editor).await;
    has_sent(&dung, "Tin nhầm", 1).await;
    lan.sees("Tin nhầm").await;
    begins_to_correct(&dung, "Tin đã sửa").await;
    let panel = offers(&dung, &for_people(1)).await;
    // Another pass over the same message is at work.
    let sql = "INSERT INTO broadcasts (id, version, kind, of_id, state, pause, audience, links,
                   created_by, created_at)
               SELECT 7, 1, 'deletion', id, 'paused', 'asked', '{}', '[]', created_by, 0
                 FROM broadcasts WHERE kind = 'news'";
    run(&world.store, sql.to_owned()).await;
    dung.press_on(panel.id, &for_people(1));
    dung.is_told("đang được thu hồi").await;
    world.settles().await;
    assert!(!has(&lan, "Tin đã sửa"));
    world.end().await;
}

#[tokio::test]
async fn a_bar_and_the_time_left_are_shown_while_it_goes_out() {
    let mut world = World::with(crate::databases::Database::sqlite(), |config| {
        config.telegram.as_mut().unwrap().rate = 1;
    })
    .await;
    let dung = world.member("Dũng", Role::Editor).await.id;
    world.settles().await;
    world.stop().await;
    let base = world.config.telegram.as_ref().unwrap().api_url.clone();
    let first = crowd(&world.telegram, &base, TOKEN, 200).await;
    seed(&world.store, first, 200).await;
    let watch = format!(
        "INSERT INTO broadcast_watchers (broadcast_id, contact_id)
         SELECT {BROADCAST}, contact_id FROM members"
    );
    run(&world.store, watch).await;
    world.start().await;
    let control = world.person(dung).sees("Còn khoảng").await;
    for part in ["░░░", "0%", "còn lại", "/ 200"] {
        assert!(control.text.contains(part), "{part}: {}", control.text);
    }
    assert_eq!(control.labels(), ["⏸ Tạm dừng", "⏹ Dừng hẳn"]);
    assert!(left(&world.store).await > 0);
    world.stop().await;
}

#[tokio::test]
async fn who_reads_english_gets_the_list_in_english_with_reasons_in_words() {
    let mut world = World::new().await;
    world.forgive();
    let lan = subscriber(&world, "Lan").await;
    let eve = world.member_speaking("Eve", Role::Editor, "en").await;
    drafts_in_english(&eve, "Open letter").await;
    // Nobody can follow where this chat has gone.
    let refuses = Fault::new(FaultKind::MigrateToChatId(-77)).method("sendMessage").chat(lan.id);
    world.telegram.fault(refuses);
    confirms_in_english(&eve).await;
    let list = eve.sees("Who did not get it, and why").await;
    let media = list.media.expect("a file");
    assert!(media.file_name.is_some_and(|name| name.starts_with("not-received-")));
    let csv = String::from_utf8(world.telegram.file(&media.file_id).unwrap()).unwrap();
    assert!(csv.starts_with("\u{feff}\"No.\",\"Name\","), "{csv}");
    assert!(csv.contains("\"Refused\",\"Refused by the platform ("), "{csv}");
    world.end().await;
}
