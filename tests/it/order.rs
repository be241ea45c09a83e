//! Order: limits a citizen meets, mutes and bans.

use hoadep::clock::{DAY, HOUR, Millis};
use hoadep::conversation::press::{Press, Restrict};
use hoadep::domain::day;
use hoadep::domain::role::Role;
use hoadep::domain::sanction::{Kind, Term, Why};

use crate::databases::Database;
use crate::tester::{Person, STORY, World, eventually};

/// The contact of somebody of this name.
async fn contact_of(world: &World, name: &str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT id FROM contacts WHERE name = $1")
        .bind(name)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

async fn count(world: &World, sql: &'static str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

async fn sent(world: &World) -> i64 {
    count(world, "SELECT COUNT(*) FROM nominations").await
}

/// Opens the dialogue about somebody and goes through it.
async fn restricts(admin: &Person<'_>, world: &World, name: &str, kind: &str, term: &str) {
    let person = contact_of(world, name).await;
    let begin = Press::Restrict(person, 0, Restrict::Begin).encode();
    admin.press_forged(admin.newest().id, &begin);
    admin.sees(&format!("Hạn chế: {name}")).await;
    admin.press(kind);
    admin.sees("Trong bao lâu?").await;
    admin.press(term);
    admin.sees("Vì lý do gì?").await;
    admin.press("Lời lẽ xúc phạm");
    admin.sees("Ông/Bà xác nhận chứ?").await;
    admin.press("Xác nhận hạn chế");
    admin.sees("Đã hạn chế").await;
}

/// Moves the clock and waits until the timers that were due have fired.
async fn passes(world: &World, time: Millis) {
    world.clock.advance(time);
    let now = world.clock.now();
    eventually(async || {
        let mut connection = world.database.connect().await;
        let due = "SELECT COUNT(*) FROM timers WHERE due_at <= $1";
        let due: i64 = sqlx::query_scalar(due).bind(now).fetch_one(&mut connection).await.unwrap();
        due == 0
    })
    .await;
}

#[tokio::test]
async fn who_has_five_open_writes_a_sixth_and_sends_it_once_one_is_decided() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let binh = world.reviewer("Bình").await;
        let lan = world.agreed("Lan").await;
        let mut codes = Vec::new();
        for _ in 0..5 {
            codes.push(lan.nominates("Nguyễn Văn Tư").await);
        }
        lan.say("/gioithieu");
        let early = lan.sees("Ông/Bà vẫn viết được ngay bây giờ").await;
        assert!(early.text.contains("5 hồ sơ") && early.text.contains(&codes[0]), "{}", early.text);
        lan.sees("Bước 1/4").await;
        lan.press("Cá nhân");
        lan.sees("họ và tên").await;
        lan.say("Trần Thị Bảy");
        lan.sees("Bước 2/4").await;
        lan.say("pho hien");
        lan.sees("Bước 3/4").await;
        lan.say(STORY);
        lan.sees("Đã nhận").await;
        lan.press("Xong");
        lan.sees("Bước 4/4").await;
        lan.press("✅ Gửi");
        let kept = lan.sees("được giữ nguyên đến ngày").await;
        assert!(kept.text.contains("Trần Thị Bảy") && kept.text.contains(&codes[0]));
        assert_eq!(sent(&world).await, 5);
        let card = binh.sees(&codes[4]).await;
        binh.approves(card.id).await;
        lan.sees(&codes[4]).await;
        lan.press("Viết tiếp");
        lan.sees("Bước 4/4").await;
        lan.press("✅ Gửi");
        lan.sees("Mã hồ sơ").await;
        assert_eq!(sent(&world).await, 6);
        world.end().await;
    }
}

#[tokio::test]
async fn the_eleventh_of_a_day_waits_until_midnight_in_vietnam() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    // Well before midnight, so that the test does not cross it.
    let now = world.clock.now();
    world.clock.advance(day::start_of_day(now) + DAY + HOUR - now);
    for _ in 0..10 {
        let code = lan.nominates("Nguyễn Văn Tư").await;
        lan.say("/hoso");
        lan.sees(&code).await;
        lan.press(&format!("{code} · Nguyễn Văn Tư"));
        lan.sees("Diễn biến").await;
        lan.press("Rút hồ sơ");
        lan.sees("Ông/Bà muốn rút").await;
        lan.press("Rút hồ sơ này");
        lan.sees("Đã rút hồ sơ").await;
    }
    lan.writes_up_to_the_summary("Trần Thị Bảy", STORY).await;
    lan.press("✅ Gửi");
    let kept = lan.sees("được giữ nguyên đến ngày").await;
    let midnight = day::local(day::start_of_day(world.clock.now()) + DAY);
    assert!(midnight.starts_with("00:00 ") && kept.text.contains(&midnight), "{}", kept.text);
    assert_eq!(sent(&world).await, 10);
    world.clock.advance(DAY - HOUR);
    lan.press("Viết tiếp");
    lan.sees("Bước 4/4").await;
    lan.press("✅ Gửi");
    lan.sees("Mã hồ sơ").await;
    world.end().await;
}

#[tokio::test]
async fn the_figures_of_the_limits_may_be_set() {
    let world = World::new().await;
    world.set("open-max", 1).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    lan.say("/gioithieu");
    let early = lan.sees("Ông/Bà vẫn viết được ngay bây giờ").await;
    assert!(early.text.contains("1 hồ sơ") && early.text.contains(&code), "{}", early.text);
    lan.sees("Bước 1/4").await;
    world.end().await;
}

#[tokio::test]
async fn a_muted_citizen_is_told_why_and_until_when_keeps_what_is_theirs_and_writes_again_after() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let admin = world.member("Dũng", Role::Admin).await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        lan.writes_up_to_the_deed("Trần Thị Bảy").await;
        restricts(&admin, &world, "Lan", "Tạm dừng gửi", "7 ngày").await;
        let told = lan.sees("tạm dừng gửi bài giới thiệu").await;
        let until = day::local_date(world.clock.now() + 7 * DAY);
        assert!(told.text.contains(&until), "{}", told.text);
        assert!(told.text.contains("Lời lẽ xúc phạm") && told.text.contains("cơ quan thi đua"));
        lan.say(STORY);
        lan.sees("tạm dừng gửi bài giới thiệu").await;
        world.clock.advance(HOUR);
        lan.say("/gioithieu");
        lan.sees("tạm dừng gửi bài giới thiệu").await;
        lan.say("/hoso");
        lan.sees(&code).await;
        lan.press(&format!("{code} · Nguyễn Văn Tư"));
        lan.sees("Diễn biến").await;
        world.clock.advance(HOUR);
        lan.press("Bổ sung");
        lan.sees("tạm dừng gửi bài giới thiệu").await;
        lan.is_told("tạm dừng").await;
        lan.say("/trogiup");
        lan.sees("Ông/Bà có thể").await;
        lan.say("/ngonngu");
        lan.sees("ngôn ngữ nào").await;
        assert_eq!(count(&world, "SELECT COUNT(*) FROM additions").await, 0);
        passes(&world, 7 * DAY).await;
        lan.sees("Thời gian hạn chế đã hết").await;
        lan.press("🌸 Giới thiệu gương");
        lan.sees("Trần Thị Bảy").await;
        lan.press("Viết tiếp");
        lan.sees("Bước 3/4").await;
        world.end().await;
    }
}

#[tokio::test]
async fn a_mute_is_listed_and_lifted_and_the_citizen_is_told() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    admin.say("/hanche");
    admin.sees("không có ai bị hạn chế").await;
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "Không thời hạn").await;
    lan.sees("Cho đến khi có thông báo mới").await;
    admin.press("‹ Danh sách hạn chế");
    let list = admin.sees("Đang hạn chế (1)").await;
    for part in ["Lan – Tạm dừng gửi", "người quyết định: Dũng", "Lời lẽ xúc phạm"]
    {
        assert!(list.text.contains(part), "{part} is not in {}", list.text);
    }
    admin.press("Bỏ hạn chế: Lan");
    admin.sees("Bỏ hạn chế ngay bây giờ?").await;
    let sure = admin.newest().button("Xác nhận bỏ hạn chế").unwrap().data.clone().unwrap();
    admin.press("Xác nhận bỏ hạn chế");
    admin.sees("Đã bỏ hạn chế").await;
    lan.sees("đã được bỏ").await;
    admin.press_forged(admin.newest().id, &sure);
    admin.sees("không còn hiệu lực").await;
    lan.say("/gioithieu");
    lan.sees("Bước 1/4").await;
    for act in ["sanction", "lift"] {
        let mut connection = world.database.connect().await;
        let row = "SELECT subject, actor_name FROM audit WHERE act = $1";
        let row = sqlx::query_as::<_, (String, String)>(row).bind(act);
        let (subject, actor) = row.fetch_one(&mut connection).await.unwrap();
        let person = contact_of(&world, "Lan").await;
        assert_eq!((subject, actor.as_str()), (format!("contact:{person}"), "Dũng"), "{act}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_banned_person_is_answered_once_and_hears_of_their_nomination() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = admin.sees(&code).await;
    admin.press_on(card.id, "Việc khác…");
    admin.sees_on(card.id, "muốn làm gì với hồ sơ này").await;
    admin.press_on(card.id, "Hạn chế người giới thiệu…");
    admin.sees("Hạn chế: Lan").await;
    admin.press("Ngừng phục vụ");
    admin.sees("Trong bao lâu?").await;
    admin.press("30 ngày");
    admin.sees("Vì lý do gì?").await;
    admin.press("Khai không đúng sự thật");
    admin.sees("Ông/Bà xác nhận chứ?").await;
    admin.press("Xác nhận hạn chế");
    lan.sees("tạm ngừng phục vụ").await;
    lan.say("/hoso");
    lan.sees("tạm ngừng phục vụ").await;
    let before = lan.messages().len();
    for words in ["/hoso", "/start", "Tại sao?", "/gioithieu"] {
        lan.say(words);
    }
    lan.press_forged(lan.newest().id, &Press::Nominate.encode());
    lan.is_answered().await;
    world.settles().await;
    assert_eq!(lan.messages().len(), before + 4, "nothing but their own four");
    admin.press_on(card.id, "‹ Quay lại");
    admin.sees(&code).await;
    admin.approves(card.id).await;
    lan.sees("đã được ghi nhận").await;
    passes(&world, 30 * DAY).await;
    lan.sees("Thời gian hạn chế đã hết").await;
    lan.say("/hoso");
    lan.sees(&code).await;
    world.end().await;
}

#[tokio::test]
async fn a_member_is_not_restricted_before_the_role_is_taken_away() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let person = contact_of(&world, "Hương").await;
    for how in [
        Restrict::Begin,
        Restrict::Kind(Kind::Ban),
        Restrict::Sure(Kind::Ban, Term::Open, Why::Spam),
    ] {
        admin.press_forged(admin.newest().id, &Press::Restrict(person, 0, how).encode());
        admin.sees("đang giữ một vai trò").await;
    }
    admin.dismisses("Hương").await;
    huong.sees("thôi giữ vai trò").await;
    restricts(&admin, &world, "Hương", "Ngừng phục vụ", "1 ngày").await;
    huong.sees("tạm ngừng phục vụ").await;
    world.end().await;
}

#[tokio::test]
async fn only_an_admin_restricts_or_lifts_whatever_is_forged() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let minh = world.agreed("Minh").await;
    let lan = world.agreed("Lan").await;
    let person = contact_of(&world, "Lan").await;
    let sure = Restrict::Sure(Kind::Ban, Term::Open, Why::Spam);
    for somebody in [&huong, &minh] {
        for press in [
            Press::Restrict(person, 0, Restrict::Begin),
            Press::Restrict(person, 0, sure),
            Press::Sanctions(0),
            Press::Lift(1),
            Press::LiftSure(1),
        ] {
            somebody.press_forged(somebody.newest().id, &press.encode());
            somebody.is_told("không có quyền").await;
        }
    }
    assert_eq!(count(&world, "SELECT COUNT(*) FROM sanctions").await, 0);
    // A button that was drawn before somebody else decided about them decides nothing.
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "1 ngày").await;
    lan.sees("tạm dừng gửi").await;
    admin.press_forged(admin.newest().id, &Press::Restrict(person, 0, sure).encode());
    admin.is_told("đã cũ").await;
    admin.sees("lựa chọn mới sẽ thay thế").await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM sanctions").await, 1);
    admin.press("Ngừng phục vụ");
    admin.sees("Trong bao lâu?").await;
    admin.press("1 ngày");
    admin.sees("Vì lý do gì?").await;
    admin.press("Lý do khác…");
    admin.sees("viết lý do hạn chế Lan").await;
    admin.say("#spam mỗi ngày mười lần");
    let asked = admin.sees("Ông/Bà xác nhận chứ?").await;
    let own = asked.button("Xác nhận hạn chế").unwrap().data.clone().unwrap();
    admin.press("Xác nhận hạn chế");
    let told = lan.sees("tạm ngừng phục vụ").await;
    assert!(told.text.contains("Lý do: spam mỗi ngày mười lần"), "{}", told.text);
    admin.press_forged(admin.newest().id, &own);
    admin.is_told("đã cũ").await;
    let open = "SELECT COUNT(*) FROM sanctions WHERE lifted_at IS NULL AND kind = 'ban'";
    assert_eq!(count(&world, open).await, 1);
    world.end().await;
}

#[tokio::test]
async fn a_muted_person_cannot_join_the_team_by_an_invitation() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    admin.press("Mời cán bộ xét duyệt");
    admin.sees("của nơi nào").await;
    admin.press("Cả tỉnh");
    let made = admin.sees("https://t.me/").await;
    let code = made.text.split("?start=").nth(1).unwrap().trim().to_owned();
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "1 ngày").await;
    lan.sees("tạm dừng gửi").await;
    lan.say(&format!("/start {code}"));
    lan.sees("tạm dừng gửi").await;
    let huong = world.citizen("Hương");
    huong.say(&format!("/start {code}"));
    huong.sees("Từ nay Ông/Bà là").await;
    world.end().await;
}

#[tokio::test]
async fn an_admin_is_not_told_that_somebody_heard_of_it_who_has_stopped_the_bot() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    world.telegram.block(lan.id, true);
    let stopped = "SELECT COUNT(*) FROM contacts WHERE blocked_at IS NOT NULL";
    eventually(async || count(&world, stopped).await == 1).await;
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "7 ngày").await;
    admin.sees("chưa nhận được tin").await;
    world.end().await;
}

#[tokio::test]
async fn who_is_no_admin_any_more_hears_nothing_of_topics_restricted_or_not() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let minh = world.agreed("Minh").await;
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "Không thời hạn").await;
    lan.sees("tạm dừng gửi").await;
    world.settles().await;
    let before = (lan.messages().len(), minh.messages().len());
    let mut connection = world.database.connect().await;
    for name in ["Lan", "Minh"] {
        let person = contact_of(&world, name).await;
        let set = "INSERT INTO timers (contact_id, kind, due_at) VALUES ($1, 'topics', 1)";
        sqlx::query(set).bind(person).execute(&mut connection).await.unwrap();
        let refused =
            "INSERT INTO groups (channel, address, is_forum, bound_by, bound_at, topics_refused_at)
            VALUES ('telegram', $1, 1, $2, 1, 1)";
        let refused = sqlx::query(refused).bind(format!("-{person}")).bind(person);
        refused.execute(&mut connection).await.unwrap();
    }
    passes(&world, HOUR).await;
    world.settles().await;
    assert_eq!((lan.messages().len(), minh.messages().len()), before);
    world.end().await;
}

#[tokio::test]
async fn timers_of_a_channel_that_is_not_known_here_are_put_off() {
    let world = World::new().await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    world.settles().await;
    let person = contact_of(&world, "Lan").await;
    let mut connection = world.database.connect().await;
    for sql in [
        "UPDATE contacts SET channel = 'carrier pigeon' WHERE id = $1",
        "INSERT INTO timers (contact_id, kind, due_at) VALUES ($1, 'draft', 1)",
        "INSERT INTO desk_timers (nomination_id, kind, due_at)
            SELECT id, 'tell', 1 FROM nominations WHERE nominator_id = $1",
    ] {
        sqlx::query(sql).bind(person).execute(&mut connection).await.unwrap();
    }
    passes(&world, 0).await;
    eventually(async || count(&world, "SELECT MIN(due_at) FROM desk_timers").await > 1).await;
    let kept = "SELECT COUNT(*) FROM desk_timers WHERE kind = 'tell'";
    assert_eq!(count(&world, kept).await, 1);
    assert_eq!(count(&world, "SELECT COUNT(*) FROM timers").await, 1);
    world.end().await;
}

/// Asks for a reason in own words and writes it; gives the button that confirms it.
async fn gives_a_reason(admin: &Person<'_>, world: &World, name: &str, reason: &str) -> String {
    let person = contact_of(world, name).await;
    let begin = Press::Restrict(person, 0, Restrict::Begin).encode();
    admin.press_forged(admin.newest().id, &begin);
    admin.sees(&format!("Hạn chế: {name}")).await;
    admin.press("Tạm dừng gửi");
    admin.sees("Trong bao lâu?").await;
    admin.press("1 ngày");
    admin.sees("Vì lý do gì?").await;
    admin.press("Lý do khác…");
    admin.sees(&format!("viết lý do hạn chế {name}")).await;
    admin.say(reason);
    let asked = admin.sees("Ông/Bà xác nhận chứ?").await;
    asked.button("Xác nhận hạn chế").unwrap().data.clone().unwrap()
}

#[tokio::test]
async fn a_reason_in_own_words_holds_for_the_person_it_was_written_for() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    world.agreed("Lan").await;
    world.agreed("Minh").await;
    let lans = gives_a_reason(&admin, &world, "Lan", "Gửi lời lẽ khó nghe").await;
    gives_a_reason(&admin, &world, "Minh", "Gửi quảng cáo nhiều lần").await;
    admin.press_forged(admin.newest().id, &lans);
    admin.is_told("đã cũ").await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM sanctions").await, 0);
    world.end().await;
}

#[tokio::test]
async fn a_reason_written_while_another_admin_decides_is_asked_for_anew() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let other = world.member("Hoa", Role::Admin).await;
    world.agreed("Lan").await;
    let person = contact_of(&world, "Lan").await;
    let own = Restrict::OwnWords(Kind::Ban, Term::Open);
    admin.press_forged(admin.newest().id, &Press::Restrict(person, 0, own).encode());
    admin.sees("viết lý do hạn chế Lan").await;
    restricts(&other, &world, "Lan", "Tạm dừng gửi", "1 ngày").await;
    admin.say("Gửi quảng cáo nhiều lần");
    admin.sees("lựa chọn mới sẽ thay thế").await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM sanctions").await, 1);
    // What is replaced is lifted, and the audit says so.
    admin.press("Ngừng phục vụ");
    admin.sees("Trong bao lâu?").await;
    admin.press("1 ngày");
    admin.sees("Vì lý do gì?").await;
    admin.press("Lời lẽ xúc phạm");
    admin.sees("Ông/Bà xác nhận chứ?").await;
    admin.press("Xác nhận hạn chế");
    admin.sees("Đã hạn chế").await;
    assert_eq!(count(&world, "SELECT COUNT(*) FROM audit WHERE act = 'lift'").await, 1);
    world.end().await;
}

#[tokio::test]
async fn a_muted_citizen_still_answers_what_is_asked_and_asks_for_another_look() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = admin.sees(&code).await.id;
    restricts(&admin, &world, "Lan", "Tạm dừng gửi", "7 ngày").await;
    let told = lan.sees("tạm dừng gửi bài giới thiệu").await;
    assert!(told.text.contains("vẫn trả lời yêu cầu bổ sung, đề nghị xem lại"), "{}", told.text);
    admin.press_on(card, "Hỏi thêm");
    admin.sees_on(card, "còn thiếu gì").await;
    admin.press_on(card, "☐ Địa điểm");
    eventually(async || {
        let cards = admin.messages();
        cards.iter().any(|one| one.id == card && one.button("☑ Địa điểm").is_some())
    })
    .await;
    admin.press_on(card, "Gửi yêu cầu");
    admin.is_told("Đã gửi yêu cầu").await;
    lan.sees("xin Ông/Bà cho biết thêm").await;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 1/1").await;
    lan.say("thôn Đông");
    lan.sees("Ông/Bà đã bổ sung").await;
    lan.press("Xong");
    lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;
    admin.sees_on(card, "Vừa bổ sung:").await;
    admin.press_on(card, "Từ chối");
    let asked = admin.sees_on(card, "Vì sao từ chối").await;
    let reason = asked.labels()[0].to_owned();
    admin.press_on(card, &reason);
    admin.sees_on(card, "Từ chối hồ sơ này").await;
    admin.press_on(card, "Xác nhận từ chối");
    lan.sees("được đề nghị một lần").await;
    lan.press("Đề nghị xem lại");
    lan.sees("Vì sao Ông/Bà đề nghị xem lại").await;
    lan.say("Cả thôn đều chứng kiến việc làm này.");
    lan.sees("Đã nhận đề nghị xem lại").await;
    lan.say("/gioithieu");
    lan.sees("tạm dừng gửi bài giới thiệu").await;
    world.end().await;
}
