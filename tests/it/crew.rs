//! The team: invitations that are listed and taken back, roles that change, and who did what lately.

use hoadep::clock::DAY;
use hoadep::conversation::press::{Crew, Judge, Press, Publish};
use hoadep::domain::role::Role;
use sqlx::Executor;

use crate::databases::Database;
use crate::tester::{Person, World, code_in, eventually};

/// Makes an invitation for a reviewer or an editor of the whole province, and gives its code.
async fn invites(admin: &Person<'_>, whom: &str) -> String {
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    admin.press(whom);
    admin.sees("của nơi nào").await;
    admin.press("Cả tỉnh");
    code_of(&admin.sees("https://t.me/").await.text)
}

fn code_of(text: &str) -> String {
    text.split("?start=").nth(1).unwrap().trim().to_owned()
}

/// Opens somebody's card.
async fn opens(admin: &Person<'_>, name: &str) {
    admin.say("/doingu");
    admin.sees("Đội ngũ").await;
    admin.press(name);
    admin.sees("Gần đây: ").await;
}

/// Changes somebody's role up to the question whether to.
async fn is_asked(admin: &Person<'_>, name: &str, role: &str) {
    opens(admin, name).await;
    admin.press("Đổi vai trò");
    admin.sees("thành vai trò nào").await;
    admin.press(role);
}

#[tokio::test]
async fn an_invitation_is_good_as_long_as_is_chosen_and_is_listed_until_somebody_takes_it_up() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let code = invites(&admin, "Mời biên tập viên").await;
    assert!(admin.newest().button("✔ 1 ngày").is_some(), "{:?}", admin.newest().labels());
    admin.press("7 ngày");
    let longer = admin.sees("08/12/2026").await;
    assert!(longer.button("✔ 7 ngày").is_some() && code_of(&longer.text) == code);
    admin.press("Lời mời đang chờ");
    let list = admin.sees("Lời mời đang chờ (1)").await;
    assert!(list.text.contains("Biên tập viên (cả tỉnh) – Dũng mời lúc"), "{}", list.text);
    world.clock.advance(6 * DAY);
    let huong = world.citizen("Hương");
    huong.say(&format!("/start {code}"));
    huong.sees("Từ nay Ông/Bà là Biên tập viên").await;
    // What was drawn before says how it is now.
    admin.press_on(list.id, "Thu hồi số 1");
    admin.is_told("đã được dùng").await;
    admin.sees("Không có lời mời nào đang chờ").await;
    admin.press_forged(longer.id, &Press::Crew(Crew::Life(30, code)).encode());
    admin.is_told("đã được dùng").await;
    world.end().await;
}

#[tokio::test]
async fn an_invitation_taken_back_is_kindly_refused() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let admin = world.member("Dũng", Role::Admin).await;
        let code = invites(&admin, "Mời cán bộ xét duyệt").await;
        admin.press("Thu hồi lời mời này");
        admin.sees("không dùng được nữa").await;
        admin.press("Thu hồi");
        admin.is_told("Đã thu hồi").await;
        let huong = world.citizen("Hương");
        huong.say(&format!("/start {code}"));
        huong.sees("đã được thu hồi").await;
        huong.say("/hangcho");
        huong.sees("Ông/Bà có thể").await;
        world.end().await;
    }
}

#[tokio::test]
async fn of_taking_up_and_taking_back_at_once_one_wins() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let admin = world.member("Dũng", Role::Admin).await;
    for (other_does, words) in [
        ("UPDATE invites SET revoked_at = 1 WHERE used_at IS NULL", "đã được thu hồi"),
        ("UPDATE invites SET used_at = 1 WHERE revoked_at IS NULL", "đã được dùng"),
    ] {
        let code = invites(&admin, "Mời cán bộ xét duyệt").await;
        let mut other = world.database.connect().await;
        other.execute("BEGIN").await.unwrap();
        other.execute(other_does).await.unwrap();
        let huong = world.citizen("Hương");
        huong.say(&format!("/start {code}"));
        world.database.somebody_waits(1).await;
        other.execute("COMMIT").await.unwrap();
        huong.sees(words).await;
    }
    let members = "SELECT COUNT(*) FROM members";
    let mut connection = world.database.connect().await;
    let members: i64 = sqlx::query_scalar(members).fetch_one(&mut connection).await.unwrap();
    assert_eq!(members, 1);
    // And the other way: it is taken up while an admin takes it back.
    invites(&admin, "Mời cán bộ xét duyệt").await;
    admin.press("Thu hồi lời mời này");
    admin.sees("không dùng được nữa").await;
    let mut other = world.database.connect().await;
    other.execute("BEGIN").await.unwrap();
    other.execute("UPDATE invites SET used_at = 1 WHERE used_at IS NULL").await.unwrap();
    admin.press("Thu hồi");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    admin.is_told("đã được dùng").await;
    world.end().await;
}

#[tokio::test]
async fn a_role_is_changed_after_asking_is_told_and_counts_at_the_next_press() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer_of("Hương", &["11953"]).await;
    is_asked(&admin, "Hương", "Biên tập viên").await;
    admin.sees("xét duyệt và công bố trong phạm vi").await;
    let asked = admin.newest();
    admin.press("Đổi vai trò");
    let card = admin.sees("Đã đổi vai trò của Hương").await;
    assert!(card.text.contains("Phạm vi: phường Phố Hiến"), "{}", card.text);
    huong.sees("Từ nay Ông/Bà là Biên tập viên").await;
    // The old question is about the role of before.
    let sure = asked.button("Đổi vai trò").unwrap().data.clone().unwrap();
    admin.press_forged(asked.id, &sure);
    admin.is_told("vừa được thay đổi").await;

    is_asked(&admin, "Hương", "Quản trị viên").await;
    admin.sees("có mọi quyền").await;
    admin.press("Đổi vai trò");
    admin.sees("Đã đổi vai trò của Hương").await;
    huong.say("/doingu");
    huong.sees("Đội ngũ (2)").await;
    let list = huong.newest();
    is_asked(&admin, "Hương", "Cán bộ xét duyệt").await;
    admin.sees("không công bố và không gửi tin").await;
    admin.press("Đổi vai trò");
    let card = admin.sees("Đã đổi vai trò của Hương").await;
    // What an admin was not limited to, the reviewer is not either.
    assert!(card.text.contains("Phạm vi: cả tỉnh"), "{}", card.text);
    huong.sees("Từ nay Ông/Bà là Cán bộ xét duyệt").await;
    huong.press_on(list.id, "Dũng");
    huong.is_told("không có quyền").await;
    world.end().await;
}

#[tokio::test]
async fn the_last_admin_is_made_nothing_less_also_not_by_oneself() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    is_asked(&admin, "Dũng", "Biên tập viên").await;
    admin.sees("quản trị viên cuối cùng").await;
    let hoa = world.member("Hoa", Role::Admin).await;
    is_asked(&admin, "Dũng", "Biên tập viên").await;
    admin.sees("xét duyệt và công bố trong phạm vi").await;
    admin.press("Đổi vai trò");
    admin.sees("không còn là Quản trị viên").await;
    admin.say("/doingu");
    admin.sees("Ông/Bà có thể").await;
    is_asked(&hoa, "Hoa", "Cán bộ xét duyệt").await;
    hoa.sees("quản trị viên cuối cùng").await;
    world.end().await;
}

#[tokio::test]
async fn of_two_admins_who_make_each_other_less_at_once_one_stays() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let dung = world.member("Dũng", Role::Admin).await;
    let huong = world.member("Hương", Role::Admin).await;
    is_asked(&dung, "Hương", "Biên tập viên").await;
    dung.sees("xét duyệt và công bố trong phạm vi").await;
    let mut other = world.database.connect().await;
    other.execute("BEGIN").await.unwrap();
    let less = "UPDATE members SET role = 'editor', granted_at = granted_at + 1 WHERE contact_id =
        (SELECT id FROM contacts WHERE address = $1)";
    sqlx::query(less).bind(dung.id.to_string()).execute(&mut other).await.unwrap();
    dung.press("Đổi vai trò");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    dung.is_told("không có quyền").await;
    // And each for oneself.
    is_asked(&huong, "Hương", "Biên tập viên").await;
    huong.sees("quản trị viên cuối cùng").await;
    let hoa = world.member("Hoa", Role::Admin).await;
    is_asked(&huong, "Hương", "Biên tập viên").await;
    huong.sees("xét duyệt và công bố trong phạm vi").await;
    other.execute("BEGIN").await.unwrap();
    sqlx::query(less).bind(hoa.id.to_string()).execute(&mut other).await.unwrap();
    huong.press("Đổi vai trò");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    huong.sees("quản trị viên cuối cùng").await;
    world.end().await;
}

#[tokio::test]
async fn what_a_member_did_lately_is_told_in_words_by_page() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    admin.say("/doingu");
    let team = admin.sees("Đội ngũ").await;
    assert!(team.text.contains("Hương – Cán bộ xét duyệt – phạm vi: cả tỉnh – chưa có hoạt động"));
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    for _ in 0..9 {
        huong.press_on(card.id, "Nhận xử lý");
        huong.sees_on(card.id, "Hương đang xử lý").await;
        huong.press_on(card.id, "Trả lại hàng chờ");
        eventually(async || {
            let newest = world.telegram.message(huong.chat, card.id).unwrap();
            newest.button("Nhận xử lý").is_some()
        })
        .await;
    }
    opens(&admin, "Hương").await;
    assert!(admin.newest().text.contains("hoạt động lần cuối"), "{}", admin.newest().text);
    admin.press("Việc gần đây");
    let acts = admin.sees("Việc gần đây của Hương").await;
    assert!(acts.text.contains("thôi nhận xử lý: ") && acts.text.contains(&code), "{}", acts.text);
    admin.press("Trang sau ›");
    let older = admin.sees("nhận xử lý: ").await;
    assert!(older.button("Trang sau ›").is_none() && code_in(&older.text) == code);
    world.end().await;
}

#[tokio::test]
async fn a_reviewer_prepares_what_an_editor_shows_to_the_public() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let vi = world.member("Vi", Role::Editor).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, other) = (huong.sees(&code).await, vi.sees(&code).await);
    huong.approves(hers.id).await;
    lan.sees("đã được ghi nhận").await;
    for (person, card) in [(&huong, hers.id), (&vi, other.id)] {
        person.press_on(card, "Việc khác…");
        person.sees_on(card, "Ông/Bà muốn làm gì").await;
        person.press_on(card, "Công bố gương");
        person.sees("– công bố gương").await;
        if person.id == huong.id {
            person.press("Trực tiếp");
            person.sees("họ tên").await;
            person.say("Nguyễn Văn Tư");
            let panel = person.sees("nhờ biên tập viên hoặc quản trị viên").await;
            assert!(panel.button("🌐 Công bố gương này").is_none(), "{:?}", panel.labels());
            // A forged press has no more authority than its presser.
            let any = panel.button("Xem thử").unwrap().data.clone().unwrap();
            let Some(Press::Judge(id, version, _)) = Press::decode(&any) else { panic!("{any}") };
            let show = Press::Judge(id, version, Judge::Publish(Publish::Show));
            person.press_forged(panel.id, &show.encode());
            person.is_told("Chỉ biên tập viên hoặc quản trị viên").await;
        } else {
            person.press("🌐 Công bố gương này");
            person.is_told("nay được công bố").await;
        }
    }
    lan.sees("công bố").await;
    world.end().await;
}

#[tokio::test]
async fn the_team_speaks_english_to_who_chose_it() {
    let world = World::new().await;
    let admin = world.member_speaking("Harriet", Role::Admin, "en").await;
    let oliver = world.member_speaking("Oliver", Role::Reviewer, "en").await;
    oliver.say("/start");
    oliver.sees("Welcome").await;
    admin.say("/team");
    admin.sees("nothing done yet").await;
    admin.press("Oliver");
    admin.sees("Has this role since").await;
    admin.press("Change the role");
    admin.sees("Which role is it to be?").await;
    admin.press("Editor");
    admin.sees("review and publish within").await;
    admin.press("Change it");
    admin.sees("was changed from Reviewer to Editor").await;
    oliver.sees("You now have the role Editor").await;
    admin.press("‹ The team");
    admin.sees("last seen at work").await;
    admin.press("Harriet");
    admin.sees("Activity").await;
    admin.press("Recent work");
    admin.sees("changed a role: Oliver").await;
    admin.say("/invite");
    admin.sees("Whom would you like").await;
    admin.press("Invite an admin");
    let made = admin.sees("https://t.me/").await;
    assert!(made.text.contains("It works once, until"), "{}", made.text);
    admin.press("Open invitations");
    admin.sees("No. 1: Admin, by Harriet").await;
    admin.press("Take back no. 1");
    admin.sees("cannot use it any more").await;
    admin.press("Take it back");
    admin.is_told("was taken back").await;
    let code = code_of(&made.text);
    let ann = world.speaker("Ann", "en");
    ann.say(&format!("/start {code}"));
    ann.sees("This invitation was taken back").await;
    world.end().await;
}
