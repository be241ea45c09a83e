//! Citizens ask for another look at a refusal, once; people who had no part look again.

use hoadep::clock::{DAY, MINUTE};
use hoadep::demo::telegram::Message;
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, World};

const WHY: &str = "Việc làm này có cả thôn chứng kiến, xin xem lại giúp.";

/// Refuses by the first preset reason.
pub async fn refuses(person: &Person<'_>, card: i64) {
    person.press_on(card, "Từ chối");
    let asked = person.sees_on(card, "Vì sao từ chối").await;
    let reason = asked.labels()[0].to_owned();
    person.press_on(card, &reason);
    person.sees_on(card, "Từ chối hồ sơ này").await;
    person.press_on(card, "Xác nhận từ chối");
    person.sees_on(card, "Không được ghi nhận").await;
}

async fn appeals(person: &Person<'_>) {
    person.press("Đề nghị xem lại");
    person.sees("Vì sao Ông/Bà đề nghị xem lại").await;
    person.say(WHY);
    person.sees("Đã nhận đề nghị xem lại").await;
}

#[tokio::test]
async fn an_appeal_goes_to_who_had_no_part_and_its_result_is_told_on_every_database() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let hers = huong.sees(&code).await;
        dung.sees(&code).await;
        refuses(&huong, hers.id).await;
        lan.sees("được đề nghị một lần").await;
        lan.press("Đề nghị xem lại");
        lan.sees("Vì sao Ông/Bà đề nghị xem lại").await;
        lan.say("Ngắn");
        lan.sees("từ 10 đến 1.000 ký tự").await;
        lan.say(WHY);
        lan.sees("Đã nhận đề nghị xem lại").await;
        let his = dung.sees(WHY).await;
        assert!(his.text.contains("Đã tiếp nhận"), "{}", his.text);
        let hers = huong.sees_on(hers.id, WHY).await;
        for button in ["✅ Duyệt", "Từ chối", "Nhận xử lý"] {
            huong.press_on(hers.id, button);
            huong.is_told("tham gia xét hồ sơ này lần trước").await;
        }
        // Nor do they write about it, to its author or to the others.
        for press in ["talk.note", "talk.write"] {
            let approve = hers.button("✅ Duyệt").unwrap().data.clone().unwrap();
            huong.press_forged(hers.id, &approve.replace(".yes", &format!(".{press}")));
            huong.is_told("tham gia xét hồ sơ này lần trước").await;
        }
        huong.say("/hangcho");
        huong.sees("Hồ sơ đang chờ").await;
        huong.press("Tiếp theo ›");
        huong.is_told("Không có hồ sơ nào").await;
        dung.approves(his.id).await;
        lan.sees("Sau khi xem lại theo đề nghị").await;
        dung.sees_on(his.id, "Đã ghi nhận").await;
        world.end().await;
    }
}

#[tokio::test]
async fn a_second_appeal_and_a_late_one_are_refused_with_the_reason() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let hers = huong.sees(&code).await;
    refuses(&huong, hers.id).await;
    let notice = lan.sees("được đề nghị một lần").await;
    let again = notice.button("Đề nghị xem lại").unwrap().data.clone().unwrap();
    appeals(&lan).await;
    // The newest copy is the appeal's.
    let his = dung.sees(WHY).await;
    lan.press_forged(notice.id, &again);
    lan.sees("Mỗi hồ sơ được đề nghị xem lại một lần").await;
    refuses(&dung, his.id).await;
    let told = lan.sees("vẫn chưa được ghi nhận").await;
    assert!(told.button("Đề nghị xem lại").is_none());
    lan.press_forged(notice.id, &again);
    lan.sees("Mỗi hồ sơ được đề nghị xem lại một lần").await;
    // Another one, too late.
    let code = lan.nominates("Trần Thị Bảy").await;
    let card = huong.sees(&code).await;
    refuses(&huong, card.id).await;
    let notice = lan.sees("được đề nghị một lần").await;
    let late = notice.button("Đề nghị xem lại").unwrap().data.clone().unwrap();
    world.clock.advance(14 * DAY);
    lan.say(&format!("/hoso {code}"));
    let open = lan.sees("Diễn biến").await;
    assert!(open.button("Đề nghị xem lại").is_some(), "the last day counts");
    world.clock.advance(DAY);
    lan.press_forged(notice.id, &late);
    lan.sees("đã hết vào ngày").await;
    lan.say(&format!("/hoso {code}"));
    let open = lan.sees("Diễn biến").await;
    assert!(open.button("Đề nghị xem lại").is_none());
    // Somebody else's, or one that is not refused.
    let minh = world.agreed("Minh").await;
    minh.press_forged(minh.newest().id, &late);
    minh.sees("Không có hồ sơ này").await;
    let code = lan.nominates("Lê Văn Chín").await;
    huong.sees(&code).await;
    let mut connection = world.database.connect().await;
    let id: i64 = sqlx::query_scalar("SELECT id FROM nominations WHERE code = $1")
        .bind(&code)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    lan.press_forged(lan.newest().id, &format!("appeal.{id}"));
    lan.sees("không cần đề nghị xem lại").await;
    world.end().await;
}

#[tokio::test]
async fn where_everybody_had_a_part_only_admins_decide_and_the_card_says_so() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let his = admin.sees(&code).await;
    admin.press_on(his.id, "Nhận xử lý");
    admin.sees_on(his.id, "đang xử lý").await;
    admin.press_on(his.id, "Trả lại hàng chờ");
    let hers = huong.sees(&code).await;
    huong.sees_on(hers.id, "Đã tiếp nhận").await;
    admin.is_told("Đã trả hồ sơ").await;
    world.settles().await;
    refuses(&huong, hers.id).await;
    lan.sees("được đề nghị một lần").await;
    appeals(&lan).await;
    assert!(lan.newest().text.contains("Quản trị viên sẽ xem lại và quyết định"));
    let his = admin.sees("chỉ quản trị viên xem lại").await;
    huong.sees_on(hers.id, WHY).await;
    huong.press_on(hers.id, "✅ Duyệt");
    huong.is_told("chỉ quản trị viên quyết định").await;
    admin.approves(his.id).await;
    lan.sees("Sau khi xem lại").await;
    world.end().await;
}

#[tokio::test]
async fn who_has_stopped_the_bot_keeps_no_appeal_waiting() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let minh = world.reviewer("Minh").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let his = admin.sees(&code).await;
    minh.sees(&code).await;
    world.settles().await;
    world.telegram.block(minh.id, true);
    world.settles().await;
    refuses(&admin, his.id).await;
    lan.sees("được đề nghị một lần").await;
    appeals(&lan).await;
    let his = admin.sees("chỉ quản trị viên xem lại").await;
    admin.approves(his.id).await;
    lan.sees("Sau khi xem lại").await;
    world.end().await;
}

#[tokio::test]
async fn an_appeal_for_admins_alone_is_passed_on_to_admins_alone() {
    let world = World::new().await;
    let dung = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (his, hers) = (dung.sees(&code).await, hoa.sees(&code).await);
    hoa.press_on(hers.id, "Nhận xử lý");
    hoa.sees_on(hers.id, "đang xử lý").await;
    hoa.press_on(hers.id, "Trả lại hàng chờ");
    hoa.is_told("Đã trả hồ sơ").await;
    world.settles().await;
    refuses(&dung, his.id).await;
    lan.sees("được đề nghị một lần").await;
    appeals(&lan).await;
    let his = dung.sees("chỉ quản trị viên xem lại").await;
    // Who comes later is free, and no admin.
    world.reviewer("Minh").await;
    dung.press_on(his.id, "Nhận xử lý");
    dung.sees_on(his.id, "Dũng đang xử lý").await;
    dung.press_on(his.id, "Việc khác…");
    dung.sees_on(his.id, "muốn làm gì với hồ sơ này").await;
    dung.press_on(his.id, "Chuyển cho người khác…");
    let asked = dung.sees_on(his.id, "muốn chuyển hồ sơ này cho ai").await;
    assert!(asked.button("Hoa").is_some() && asked.button("Minh").is_none(), "{asked:?}");
    world.end().await;
}

/// Opens the nomination with this code, and sees it so.
async fn opens(author: &Person<'_>, code: &str, state: &str) -> Message {
    author.say("/hoso");
    let list = author.sees("Hồ sơ Ông/Bà đã gửi").await;
    assert!(list.text.contains(&format!("Nguyễn Văn Tư: {state}")), "{}", list.text);
    author.say(&format!("/hoso {code}"));
    let open = author.sees("Diễn biến").await;
    assert!(open.text.contains(state), "{}", open.text);
    open
}

#[tokio::test]
async fn an_author_finds_no_decision_while_it_can_be_taken_back_nor_after_it_was() {
    let world = World::new().await;
    world.set("undo-minutes", 5).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    let before = opens(&lan, &code, "Đã gửi").await;
    let add = before.button("Bổ sung").unwrap().data.clone().unwrap();
    refuses(&huong, card).await;
    let open = opens(&lan, &code, "Chờ duyệt").await;
    for told in ["Không được ghi nhận", "Lý do"] {
        assert!(!open.text.contains(told), "{}", open.text);
    }
    lan.press_forged(open.id, &add);
    let closed = lan.sees("đang được quyết định").await;
    assert!(!closed.text.contains("ghi nhận"), "{}", closed.text);
    huong.press_on(card, "↩️ Hoàn tác");
    huong.is_told("Đã hoàn tác").await;
    let open = opens(&lan, &code, "Chờ duyệt").await;
    assert!(!open.text.contains("Không được ghi nhận"), "{}", open.text);
    refuses(&huong, card).await;
    world.clock.advance(5 * MINUTE);
    lan.sees("lần này chưa được ghi nhận").await;
    let open = opens(&lan, &code, "Không được ghi nhận").await;
    assert_eq!(open.text.matches("– Không được ghi nhận").count(), 1, "{}", open.text);
    world.end().await;
}
