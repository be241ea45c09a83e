//! Asking for more by button, through the whole program.

use hoadep::clock::{DAY, HOUR};
use hoadep::conversation::press::{Ask, Judge, Press};

use crate::databases::Database;
use crate::tester::{Person, World};

/// Chooses these in the checklist of the card in this message.
async fn chooses(reviewer: &Person<'_>, card: i64, items: &[&str]) {
    reviewer.press_on(card, "Hỏi thêm");
    reviewer.sees_on(card, "còn thiếu gì").await;
    for item in items {
        reviewer.press_on(card, &format!("☐ {item}"));
        let chosen = format!("☑ {item}");
        let label = async || {
            reviewer.is_answered().await;
            let shown = reviewer.messages().into_iter().find(|message| message.id == card);
            shown.is_some_and(|message| message.button(&chosen).is_some())
        };
        crate::tester::eventually(label).await;
    }
}

async fn asks(reviewer: &Person<'_>, card: i64, items: &[&str]) {
    chooses(reviewer, card, items).await;
    reviewer.press_on(card, "Gửi yêu cầu");
    reviewer.is_told("Đã gửi yêu cầu").await;
}

async fn count(world: &World, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut world.database.connect().await).await.unwrap()
}

/// Timers of what was asked that are still set.
const LEFT_OF_ASKING: &str = "SELECT COUNT(*) FROM desk_timers WHERE kind IN ('remind', 'lapse')";

#[tokio::test]
async fn a_citizen_answers_only_what_was_asked_and_the_card_says_what_came() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&code).await;
        let missing = ["Thời gian", "Minh chứng", "Cách liên hệ người được giới thiệu"];
        asks(&huong, card.id, &missing).await;
        let asked = huong.sees_on(card.id, "Chờ người giới thiệu bổ sung").await;
        assert!(asked.text.contains("thời gian, minh chứng") && asked.button("✅ Duyệt").is_none());

        let notice = lan.sees("xin Ông/Bà cho biết thêm").await;
        assert!(notice.text.contains("• Thời gian") && !notice.text.contains("Địa điểm"));
        lan.press("Bổ sung ngay");
        lan.sees("Bổ sung 1/3 – Thời gian").await;
        lan.say("ngày mai");
        lan.sees("chưa hiểu ngày này").await;
        lan.press("Hôm qua");
        lan.sees("Bổ sung 2/3 – Minh chứng").await;
        lan.send_album(3, "Ảnh con đường");
        let taken = lan.sees("3 tệp").await;
        assert!(taken.text.contains("Ảnh con đường"), "{}", taken.text);
        lan.press("Tiếp tục ›");
        lan.sees("Bổ sung 3/3").await;
        lan.say("0912 345 678");
        let check = lan.sees("Ông/Bà đã bổ sung").await;
        assert!(check.text.contains("0912 345 678"), "{}", check.text);
        assert!(!huong.sees_on(card.id, &code).await.text.contains("Vừa bổ sung"));
        let keys = count(&world, "SELECT COUNT(*) FROM likeness_keys").await;
        lan.press("Xong");
        lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;

        huong.sees("vừa bổ sung hồ sơ").await;
        let supplied = huong.sees_on(card.id, "Vừa bổ sung:").await;
        for part in ["thời gian, minh chứng", "0912 345 678", "3 ảnh", "Đã hỏi thêm 1 lần"]
        {
            assert!(supplied.text.contains(part), "no {part} in {}", supplied.text);
        }
        let photos = count(&world, "SELECT COUNT(*) FROM photo_hashes").await;
        assert_eq!(photos, 3, "what is given is compared as well");
        assert!(count(&world, "SELECT COUNT(*) FROM likeness_keys").await > keys);
        assert!(supplied.text.contains("Đã tiếp nhận") && supplied.button("✅ Duyệt").is_some());
        // Until the next change of its state.
        huong.press_on(card.id, "Việc khác…");
        huong.sees_on(card.id, "muốn làm gì").await;
        huong.press_on(card.id, "Bắt đầu xác minh");
        let verified = huong.sees_on(card.id, "Đang xác minh").await;
        assert!(!verified.text.contains("Vừa bổ sung"));
        assert_eq!(count(&world, LEFT_OF_ASKING).await, 0);
        world.end().await;
    }
}

#[tokio::test]
async fn the_checklist_asks_for_nothing_only_when_something_is_chosen_and_own_words_are_asked_for()
{
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    chooses(&huong, card, &["Thời gian"]).await;
    huong.press_on(card, "☑ Thời gian");
    huong.is_answered().await;
    world.settles().await;
    huong.press_on(card, "Gửi yêu cầu");
    huong.is_told("ít nhất một mục").await;
    huong.press_on(card, "☐ Ý khác");
    huong.is_answered().await;
    world.settles().await;
    huong.press_on(card, "Gửi yêu cầu");
    huong.sees("viết lời nhắn").await;
    huong.say("Bác Tư có nhận tiền công của ai không ạ?");
    huong.sees("Đã gửi yêu cầu").await;
    let notice = lan.sees("Lời nhắn của cán bộ").await;
    assert!(notice.text.contains("nhận tiền công") && !notice.text.contains("Hương"));
    huong.sees_on(card, "nhận tiền công").await;
    lan.say("bổ sung ngay");
    lan.sees("Bổ sung 1/1 – Ý khác").await;
    lan.say("Không ạ, bác tự bỏ tiền.");
    lan.sees("tự bỏ tiền").await;
    lan.say("Bác còn góp thêm cát.");
    lan.sees("góp thêm cát").await;
    lan.say("xong");
    lan.sees("Ông/Bà đã bổ sung").await;
    lan.say("xong");
    lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;
    let answered = huong.sees_on(card, "Vừa bổ sung").await;
    assert!(answered.text.contains("Ý khác: Không ạ"), "{}", answered.text);
    world.end().await;
}

#[tokio::test]
async fn an_answer_half_given_survives_a_restart_and_goes_on_where_it_was_left() {
    let mut world = World::new().await;
    let (huong, lan) = {
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&code).await.id;
        asks(&huong, card, &["Thời gian", "Địa điểm", "Chi tiết việc làm"]).await;
        lan.sees("xin Ông/Bà cho biết thêm").await;
        lan.press("Bổ sung ngay");
        lan.sees("Bổ sung 1/3").await;
        lan.press("Hôm nay");
        lan.sees("Bổ sung 2/3").await;
        world.settles().await;
        (huong.id, lan.id)
    };
    world.stop().await;
    world.start().await;
    let (huong, lan) = (world.person(huong), world.person(lan));
    lan.say("thôn Đông");
    lan.sees("Bổ sung 3/3").await;
    lan.say("/huy");
    lan.sees("được giữ lại").await;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 3/3").await;
    lan.press("‹ Quay lại");
    let back = lan.sees("Bổ sung 2/3").await;
    assert!(back.text.contains("thôn Đông"), "{}", back.text);
    lan.say("thôn Đoài");
    lan.sees("Bổ sung 3/3").await;
    lan.press("Bỏ qua");
    let check = lan.sees("Ông/Bà đã bổ sung").await;
    assert!(check.text.contains("thôn Đoài") && !check.text.contains("Chi tiết"));
    lan.press("Xong");
    lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;
    huong.sees("vừa bổ sung hồ sơ").await;
    world.end().await;
}

#[tokio::test]
async fn who_does_not_answer_is_reminded_once_and_then_the_nomination_goes_back() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    asks(&huong, card, &["Thời gian"]).await;
    lan.sees("xin Ông/Bà cho biết thêm").await;
    let before = lan.newest().id;
    world.clock.advance(5 * DAY + HOUR);
    lan.sees("Xin nhắc Ông/Bà").await;
    world.clock.advance(2 * DAY);
    let lapsed = huong.sees_on(card, "⚠️ không bổ sung").await;
    assert!(lapsed.text.contains("Đã tiếp nhận") && lapsed.text.contains("Đã hỏi thêm 1 lần"));
    lan.press_on(before, "Bổ sung ngay");
    lan.sees("đã kết thúc").await;
    world.settles().await;
    let reminders = lan.messages().into_iter().filter(|one| one.text.contains("Xin nhắc"));
    assert_eq!(reminders.count(), 1);
    // Asked again, the mark is gone.
    asks(&huong, card, &["Địa điểm"]).await;
    let again = huong.sees_on(card, "Đã hỏi thêm 2 lần").await;
    assert!(!again.text.contains("không bổ sung"), "{}", again.text);
    world.end().await;
}

#[tokio::test]
async fn what_was_given_counts_when_the_time_is_over_though_it_was_not_handed_in() {
    let world = World::new().await;
    world.set("ask-days", 2).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    asks(&huong, card, &["Thời gian", "Địa điểm"]).await;
    lan.sees("xin Ông/Bà cho biết thêm").await;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 1/2").await;
    lan.say("hôm qua");
    lan.sees("Bổ sung 2/2").await;
    world.settles().await;
    // Of a short time half is left at the reminder.
    world.clock.advance(DAY + HOUR);
    lan.sees("Xin nhắc Ông/Bà").await;
    world.clock.advance(DAY);
    lan.sees("Đã hết hạn bổ sung").await;
    let supplied = huong.sees_on(card, "Vừa bổ sung:").await;
    assert!(!supplied.text.contains("không bổ sung"), "{}", supplied.text);
    // They were in the middle of it.
    lan.say("thôn Đông");
    lan.sees("đã kết thúc").await;
    world.end().await;
}

#[tokio::test]
async fn of_two_reviewers_who_ask_in_the_same_moment_one_asks() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    chooses(&huong, hers, &["Thời gian"]).await;
    chooses(&dung, his, &["Địa điểm"]).await;
    huong.press_on(hers, "Gửi yêu cầu");
    dung.press_on(his, "Gửi yêu cầu");
    dung.is_told("vừa có thay đổi").await;
    lan.sees("• Thời gian").await;
    world.settles().await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM asks").await, 1);
    let asked = lan.messages().into_iter().filter(|one| one.text.contains("cho biết thêm"));
    assert_eq!(asked.count(), 1);
    // A press of the present card is told the truth as well.
    let ask = Judge::Ask(Ask::Choose(hoadep::domain::asks::Items::NONE));
    let one = count(&world, "SELECT id FROM nominations").await;
    let version = count(&world, "SELECT version FROM nominations").await;
    dung.press_forged(his, &Press::Judge(one, version, ask).encode());
    dung.is_told("chờ người giới thiệu").await;
    world.end().await;
}

#[tokio::test]
async fn a_nomination_taken_back_while_asked_is_asked_for_nothing_any_more() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    asks(&huong, card, &["Thời gian"]).await;
    let notice = lan.sees("xin Ông/Bà cho biết thêm").await.id;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 1/1").await;
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press(&row);
    let open = lan.sees("xin Ông/Bà cho biết thêm").await;
    assert!(open.button("Bổ sung ngay").is_some());
    lan.press("Rút hồ sơ");
    lan.sees("muốn rút").await;
    lan.press("Rút hồ sơ này");
    lan.sees("Đã rút hồ sơ").await;
    assert_eq!(count(&world, LEFT_OF_ASKING).await, 0);
    lan.say("hôm qua");
    lan.sees("nay là “Đã rút”").await;
    lan.press_on(notice, "Bổ sung ngay");
    lan.sees_on(notice, "nay là “Đã rút”").await;
    world.clock.advance(8 * DAY);
    world.settles().await;
    assert!(!lan.messages().iter().any(|one| one.text.contains("Xin nhắc")));
    world.end().await;
}

#[tokio::test]
async fn what_is_added_in_the_usual_way_is_an_answer_once_it_is_handed_in() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    asks(&huong, card, &["Minh chứng"]).await;
    lan.sees("xin Ông/Bà cho biết thêm").await;
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press(&row);
    lan.sees("Diễn biến").await;
    lan.press("Bổ sung");
    lan.sees("gửi thêm chữ, ảnh").await;
    lan.press("✅ Gửi phần bổ sung");
    lan.sees("chưa gửi thêm gì").await;
    lan.send_photo("Ảnh đường mới");
    lan.sees("Đã bổ sung vào hồ sơ").await;
    huong.sees_on(card, "1 ảnh").await;
    lan.press("✅ Gửi phần bổ sung");
    lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;
    let supplied = huong.sees_on(card, "Vừa bổ sung:").await;
    assert!(supplied.text.contains("minh chứng"), "{}", supplied.text);
    world.end().await;
}

#[tokio::test]
async fn only_the_author_answers_and_only_who_works_on_it_asks() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.press_on(hers, "Nhận xử lý");
    huong.is_told("đã nhận xử lý").await;
    dung.sees_on(his, "đang xử lý").await;
    dung.press_on(his, "Hỏi thêm");
    dung.is_told("Hương đang xử lý").await;
    asks(&huong, hers, &["Thời gian"]).await;
    let notice = lan.sees("xin Ông/Bà cho biết thêm").await;
    let begin = notice.button("Bổ sung ngay").unwrap().data.clone().unwrap();
    let minh = world.agreed("Minh").await;
    minh.press_forged(minh.newest().id, &begin);
    minh.sees("không có hồ sơ nào").await;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 1/1").await;
    lan.press("Hôm nay");
    lan.sees("Ông/Bà đã bổ sung").await;
    lan.press("Xong");
    huong.sees("vừa bổ sung hồ sơ").await;
    huong.press("Mở hồ sơ");
    huong.sees("Vừa bổ sung:").await;
    assert!(!dung.messages().iter().any(|one| one.text.contains("vừa bổ sung hồ sơ")));
    world.end().await;
}
