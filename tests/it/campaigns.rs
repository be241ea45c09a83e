//! Campaigns through the whole program: made, edited, opened and closed from the chat, by hand and by
//! the clock; and what citizens meet meanwhile.

use hoadep::channels::TELEGRAM;
use hoadep::clock::{DAY, HOUR, MINUTE};
use hoadep::domain::campaign::{Plan, Standing};
use hoadep::domain::catalog::{Catalog, Kind};
use hoadep::domain::period::{Every, Target};
use hoadep::domain::role::Role;
use hoadep::store::{campaigns, contacts, members};

use crate::databases::Database;
use crate::tester::{Person, STORY, World, eventually};

/// All campaigns, the newest first.
async fn all(world: &World) -> Vec<Plan> {
    campaigns::all(&mut world.store.read().await.unwrap(), 99).await.unwrap()
}

/// The campaign with this title.
async fn titled(world: &World, title: &str) -> Plan {
    let found = all(world).await.into_iter().find(|plan| plan.title("vi") == title);
    found.unwrap_or_else(|| panic!("no {title:?}"))
}

async fn count_audited(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    let sql = "SELECT COUNT(*) FROM audit WHERE act = 'campaign' AND subject LIKE 'campaign:%'";
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// Presses a button of the newest message that has it, once it is there.
async fn presses(person: &Person<'_>, label: &str) {
    eventually(async || person.messages().iter().any(|one| one.button(label).is_some())).await;
    person.press(label);
}

/// Writes a part of the campaign that is shown.
async fn writes(admin: &Person<'_>, part: &str, prompt: &str, words: &str) {
    presses(admin, "✏️ Sửa").await;
    admin.sees("mục nào").await;
    presses(admin, part).await;
    admin.sees(prompt).await;
    admin.say_formatted(words);
    admin.sees("Hồ sơ đã nhận").await;
}

/// Begins a campaign with a title.
async fn begins(admin: &Person<'_>, title: &str) {
    admin.say("/chiendich");
    admin.sees("Các đợt phát động").await;
    admin.press("➕ Tạo đợt phát động mới");
    admin.sees("Cần có trước khi mở: Tên đợt").await;
    writes(admin, "Tên đợt", "tên đợt", title).await;
}

/// Closes the campaign that is open.
async fn closes(admin: &Person<'_>, title: &str) {
    admin.say("/chiendich");
    admin.sees("Các đợt phát động").await;
    presses(admin, &format!("🟢 {title} · nhận hồ sơ")).await;
    admin.sees("Đang mở").await;
    admin.press("Đóng ngay");
    admin.sees("ngay bây giờ?").await;
    admin.press("Đóng ngay");
    admin.sees("Đã đóng").await;
}

#[tokio::test]
async fn an_admin_makes_a_campaign_and_opens_it() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let admin = world.member("Chị Mai", Role::Admin).await;
        begins(&admin, "Hoa đẹp mùa xuân").await;
        admin.press("✏️ Sửa");
        let edit = admin.sees("mục nào").await;
        assert!(edit.button("✓ Tên đợt").is_some(), "{:?}", edit.labels());
        admin.press("Khẩu hiệu");
        admin.sees("khẩu hiệu").await;
        admin.say_formatted("Mỗi việc tốt là một <b>bông hoa</b>");
        admin.sees("Mỗi việc tốt là một bông hoa").await;
        writes(&admin, "Căn cứ", "số và ngày", "Kế hoạch 90/KH-UBND ngày 5/7/2026").await;
        admin.press("✏️ Sửa");
        presses(&admin, "✓ Đầu mã hồ sơ").await;
        admin.sees("HD-7K3M9").await;
        admin.say("Đẹp");
        admin.sees("không dấu").await;
        admin.say("xuan");
        admin.sees("XUAN").await;
        admin.press("✏️ Sửa");
        presses(&admin, "Đến").await;
        admin.sees("đến khi nào").await;
        admin.say("30/11/2026");
        admin.sees("đã qua").await;
        admin.say("31/12");
        admin.sees("00:00 01/01/2027").await;
        admin.press("✏️ Sửa");
        presses(&admin, "Số phiếu").await;
        admin.sees("Bao nhiêu phiếu").await;
        presses(&admin, "✅ 2").await;
        presses(&admin, "• ✅ 2").await;
        presses(&admin, "Xong").await;
        admin.sees("đồng ý: 2; không đồng ý: 1 (theo cài đặt chung)").await;
        admin.press("✏️ Sửa");
        presses(&admin, "Chỉ tiêu").await;
        admin.sees("theo tháng hay theo quý").await;
        presses(&admin, "Theo quý").await;
        admin.sees("Mỗi quý").await;
        admin.say("nhiều");
        admin.sees("một số từ 1").await;
        admin.say("3");
        admin.sees("mỗi xã, phường 3 hồ sơ một quý").await;
        writes(&admin, "Lời mở đầu", "lời mở đầu", "Mời bà con <b>giới thiệu</b> gương tốt!").await;
        writes(&admin, "Lời kết thúc", "lời kết thúc", "Cảm ơn bà con đã tham gia.").await;

        let plan = titled(&world, "Hoa đẹp mùa xuân").await;
        assert_eq!(plan.vi.slogan.as_deref(), Some("Mỗi việc tốt là một <b>bông hoa</b>"));
        assert_eq!(plan.target, Some(Target { number: 3, every: Every::Quarter }));
        assert_eq!((plan.approvals, plan.refusals), (Some(2), None));
        assert_eq!(plan.standing(world.clock.now()), Standing::Draft);
        let citizen = world.citizen("Ông Tư");
        citizen.say("/start");
        let greeting = citizen.sees("Kính chào").await;
        assert!(!greeting.text.contains("Mời bà con"), "a draft is not for citizens");

        admin.press("👁 Xem trước");
        let seen = admin.sees("Mời bà con giới thiệu gương tốt!").await;
        assert!(seen.html.contains("<b>giới thiệu</b>"), "{}", seen.html);
        admin.sees("Cảm ơn bà con đã tham gia.").await;
        presses(&admin, "Xem đợt này").await;
        admin.sees("Bản nháp").await;
        admin.press("🟢 Mở ngay");
        let ask = admin.sees("ngay bây giờ?").await;
        assert!(ask.text.contains("Bông hoa đẹp vẫn mở"), "{}", ask.text);
        admin.press("Mở ngay");
        admin.sees("Đợt này đang nhận hồ sơ").await;
        assert!(count_audited(&world).await >= 10);

        citizen.press("Đồng ý");
        citizen.sees("Cảm ơn Ông/Bà đã đồng ý").await;
        citizen.say("/start");
        citizen.sees("Mời bà con giới thiệu gương tốt!").await;
        citizen.writes_up_to_the_summary("Bà Sáu", STORY).await;
        citizen.press("✅ Gửi");
        let sent = citizen.sees("Mã hồ sơ").await;
        assert!(sent.text.contains("XUAN-"), "{}", sent.text);

        // Two votes decide in it, as it says.
        let card = admin.sees("Bà Sáu").await;
        admin.approves(card.id).await;
        admin.sees("Chờ duyệt").await;
        assert_eq!(world.decisions().await, 0);
        world.end().await;
    }
}

#[tokio::test]
async fn a_campaign_opens_and_closes_by_the_clock_and_admins_are_told_once() {
    let mut world = World::new().await;
    let (admin_id, citizen_id);
    {
        let admin = world.member("Chị Mai", Role::Admin).await;
        let citizen = world.agreed("Ông Tư").await;
        (admin_id, citizen_id) = (admin.id, citizen.id);
        begins(&admin, "Hoa đẹp đợt hai").await;
        writes(&admin, "Lời kết thúc", "lời kết thúc", "Hẹn gặp lại bà con năm sau.").await;
        admin.press("🗓 Hẹn ngày mở");
        admin.sees("Đợt mở từ khi nào").await;
        admin.say("3/12 08:00");
        admin.sees("08:00 03/12/2026").await;
        writes(&admin, "Đến", "đến khi nào", "4/12/2026 17:00").await;
        admin.press("🗓 Hẹn ngày mở");
        admin.sees("Hẹn mở đợt").await;
        admin.press("Hẹn mở");
        admin.sees("Đã hẹn ngày mở").await;
        closes(&admin, "Bông hoa đẹp").await;

        // A citizen who begins hears of it; what is written is not lost.
        citizen.say("/gioithieu");
        citizen.sees("mở lúc 08:00 03/12/2026").await;
        citizen.sees("Bước 1/4").await;
        citizen.writes_up_to_the_summary("Bà Sáu", STORY).await;
        citizen.press("✅ Gửi");
        let told = citizen.sees("được giữ đến hết ngày").await;
        assert!(told.text.contains("Hoa đẹp đợt hai"), "{}", told.text);
        world.settles().await;
    }
    world.stop().await;
    world.clock.advance(2 * DAY);
    world.start().await;
    {
        let (admin, citizen) = (world.person(admin_id), world.person(citizen_id));
        admin.sees("đã tự mở lúc 08:00 03/12/2026").await;
        // The author is reminded of what waits now that it can be sent.
        citizen.sees("viết dở lời giới thiệu Bà Sáu").await;
        presses(&citizen, "Viết tiếp").await;
        citizen.sees("Bước 4/4").await;
        citizen.press("✅ Gửi");
        citizen.sees("Mã hồ sơ").await;

        // Somebody in the middle of writing when it closes loses nothing.
        citizen.writes_up_to_the_deed("Ông Bảy").await;
        citizen.say(STORY);
        citizen.sees("Đã nhận").await;
        world.clock.advance(DAY + 3 * HOUR);
        admin.sees("đã tự đóng lúc 17:00 04/12/2026. Hồ sơ đã nhận: 1").await;
        citizen.press("Xong");
        citizen.sees("Bước 4/4").await;
        citizen.press("✅ Gửi");
        let told = citizen.sees("được giữ đến hết ngày").await;
        assert!(told.text.contains("Hẹn gặp lại bà con năm sau."), "{}", told.text);
        admin.say("/chiendich");
        admin.sees("Chưa có đợt nào đang mở").await;
        presses(&admin, "⚪️ Hoa đẹp đợt hai").await;
        admin.sees("Đã đóng").await;
        admin.press("🟢 Mở lại");
        admin.sees("ngay bây giờ?").await;
        admin.press("Mở ngay");
        admin.sees("Đang mở").await;
        presses(&citizen, "Viết tiếp").await;
        citizen.sees("Bước 4/4").await;
        citizen.press("✅ Gửi");
        citizen.sees("Mã hồ sơ").await;
        world.clock.advance(MINUTE);
        world.settles().await;
        let told = |words: &str| {
            let messages = admin.messages().into_iter();
            messages.filter(|one| one.from_bot && one.text.contains(words)).count()
        };
        assert_eq!((told("đã tự mở"), told("đã tự đóng")), (1, 1));
    }
    world.end().await;
}

#[tokio::test]
async fn only_fields_on_offer_are_chosen_and_one_no_longer_so_is_asked_again() {
    let world = World::new().await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    let citizen = world.agreed("Ông Tư").await;
    citizen.writes_up_to_the_summary("Bà Sáu", STORY).await;
    citizen.press("Lĩnh vực");
    let asked = citizen.sees("thuộc lĩnh vực nào").await;
    let fields: Vec<_> = Catalog::built_in().shown(Kind::Field).collect();
    assert!(fields.iter().all(|field| asked.button(field.label("vi")).is_some()));
    citizen.press(fields[0].label("vi"));
    citizen.sees("Bước 4/4").await;

    admin.say("/chiendich");
    admin.sees("Các đợt phát động").await;
    presses(&admin, "🟢 Bông hoa đẹp · nhận hồ sơ").await;
    admin.sees("Lĩnh vực: tất cả").await;
    admin.press("✏️ Sửa");
    admin.sees("người dân thấy ngay").await;
    presses(&admin, "Lĩnh vực").await;
    admin.sees("Người dân được chọn").await;
    for field in &fields[..fields.len() - 1] {
        presses(&admin, &format!("☑ {}", field.label("vi"))).await;
        admin.is_answered().await;
        eventually(async || admin.newest().button(&format!("☐ {}", field.label("vi"))).is_some())
            .await;
    }
    let last = fields[fields.len() - 1];
    admin.press(&format!("☑ {}", last.label("vi")));
    admin.is_told("ít nhất một").await;

    citizen.press("✅ Gửi");
    let asked = citizen.sees("không có trong đợt này").await;
    assert!(
        asked.button(fields[0].label("vi")).is_none() && asked.button(last.label("vi")).is_some()
    );
    citizen.say("1");
    citizen.sees("Bước 4/4").await;
    citizen.press("✅ Gửi");
    citizen.sees("Mã hồ sơ").await;
    world.end().await;
}

#[tokio::test]
async fn of_several_that_are_open_the_one_opened_last_takes_nominations_and_the_list_says_so() {
    let world = World::new().await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    begins(&admin, "Hoa đẹp đợt hai").await;
    world.clock.advance(MINUTE);
    admin.press("🟢 Mở ngay");
    admin.sees("ngay bây giờ?").await;
    admin.press("Mở ngay");
    admin.sees("Đang mở").await;
    admin.say("/chiendich");
    let list = admin.sees("đợt mở sau cùng nhận hồ sơ").await;
    assert!(list.button("🟢 Hoa đẹp đợt hai · nhận hồ sơ").is_some(), "{:?}", list.labels());
    assert!(list.button("🟢 Bông hoa đẹp").is_some(), "{:?}", list.labels());
    presses(&admin, "🟢 Bông hoa đẹp").await;
    let first = admin.sees("Hồ sơ mới thuộc đợt mở sau").await;
    assert!(first.text.contains("HD (dùng chung với đợt “Hoa đẹp đợt hai”)"), "{}", first.text);
    let citizen = world.agreed("Ông Tư").await;
    citizen.nominates("Bà Sáu").await;
    let second = titled(&world, "Hoa đẹp đợt hai").await;
    let mut reader = world.store.read().await.unwrap();
    assert_eq!(campaigns::count_of(&mut reader, second.id).await.unwrap(), 1);
    drop(reader);
    closes(&admin, "Hoa đẹp đợt hai").await;
    citizen.nominates("Ông Bảy").await;
    world.end().await;
}

#[tokio::test]
async fn old_buttons_are_answered_with_how_it_is_now() {
    let world = World::new().await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    let other = world.member("Anh Ba", Role::Admin).await;
    begins(&admin, "Hoa đẹp đợt hai").await;
    admin.press("🟢 Mở ngay");
    let ask = admin.sees("ngay bây giờ?").await;
    other.say("/chiendich");
    other.sees("Các đợt").await;
    presses(&other, "✏️ Hoa đẹp đợt hai").await;
    writes(&other, "✓ Tên đợt", "tên đợt", "Hoa đẹp đợt ba").await;
    admin.press_on(ask.id, "Mở ngay");
    admin.is_told("vừa thay đổi").await;
    let now = admin.sees("Hoa đẹp đợt ba").await;
    assert!(now.text.contains("Bản nháp"), "{}", now.text);
    // Words asked for before somebody else changed it are given back.
    admin.press("✏️ Sửa");
    presses(&admin, "Căn cứ").await;
    admin.sees("số và ngày").await;
    presses(&other, "✏️ Sửa").await;
    presses(&other, "Khẩu hiệu").await;
    other.sees("khẩu hiệu").await;
    other.say("Nghìn việc tốt");
    other.sees("Nghìn việc tốt").await;
    admin.say("Kế hoạch 12/KH-UBND");
    let back = admin.sees("chưa được ghi").await;
    assert!(back.text.contains("Kế hoạch 12/KH-UBND"));
    // A second tap does nothing twice.
    presses(&other, "Xoá bản nháp").await;
    let ask = other.sees("Xoá bản nháp").await;
    other.press_on(ask.id, "Xoá");
    other.is_told("Đã xoá").await;
    admin.press("🟢 Mở ngay");
    admin.is_told("không còn").await;
    assert_eq!(all(&world).await.len(), 1);
    world.end().await;
}

#[tokio::test]
async fn campaigns_are_for_admins_and_a_role_taken_away_counts_at_once() {
    let world = World::new().await;
    let citizen = world.agreed("Ông Tư").await;
    citizen.say("/chiendich");
    citizen.sees("/gioithieu").await;
    let editor = world.member("Cô Lan", Role::Editor).await;
    editor.say("/chiendich");
    editor.sees("/gioithieu").await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    let other = world.member("Anh Ba", Role::Admin).await;
    begins(&other, "Hoa đẹp đợt hai").await;
    let page = other.newest();
    other.press("✏️ Sửa");
    presses(&other, "Căn cứ").await;
    other.sees("số và ngày").await;
    admin.dismisses("Anh Ba").await;
    admin.sees("Anh Ba").await;
    other.say("Kế hoạch 12/KH-UBND");
    other.sees("không có quyền").await;
    let plan = titled(&world, "Hoa đẹp đợt hai").await;
    let sure = format!("c.o.{}.{}.opensure", plan.id, plan.version);
    for person in [&other, &editor, &citizen] {
        let message = if person.id == other.id { page.id } else { person.newest().id };
        person.press_forged(message, &sure);
        person.is_told("không có quyền").await;
    }
    assert_eq!(titled(&world, "Hoa đẹp đợt hai").await, plan);
    world.end().await;
}

#[tokio::test]
async fn an_open_campaign_is_given_another_prefix_for_new_codes_alone() {
    let world = World::new().await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    let citizen = world.agreed("Ông Tư").await;
    let code = citizen.nominates("Bà Sáu").await;
    admin.say("/chiendich");
    presses(&admin, "🟢 Bông hoa đẹp · nhận hồ sơ").await;
    admin.sees("Đang mở").await;
    admin.press("✏️ Sửa");
    presses(&admin, "✓ Đầu mã hồ sơ").await;
    admin.sees("hồ sơ cũ giữ mã cũ").await;
    admin.say("MX");
    admin.sees("Đầu mã hồ sơ: MX").await;
    citizen.writes_up_to_the_summary("Ông Bảy", STORY).await;
    citizen.press("✅ Gửi");
    citizen.sees("MX-").await;
    citizen.say(&format!("/hoso {}", &code[3..]));
    citizen.sees("Bà Sáu").await;
    // Its end is changed only once that was confirmed.
    presses(&admin, "✏️ Sửa").await;
    presses(&admin, "Đến").await;
    admin.sees("đến khi nào").await;
    admin.say("2/12 17:00");
    admin.sees("sẽ tự đóng lúc 17:00 02/12/2026").await;
    assert_eq!(titled(&world, "Bông hoa đẹp").await.closes_at, None);
    admin.press("Xác nhận");
    admin.sees("17:00 02/12/2026").await;
    assert!(titled(&world, "Bông hoa đẹp").await.closes_at.is_some());
    world.end().await;
}

#[tokio::test]
async fn who_speaks_english_runs_and_reads_campaigns_in_english() {
    let world = World::new().await;
    let admin = world.member_speaking("Mary", Role::Admin, "en").await;
    admin.say("/start");
    admin.sees("Welcome").await;
    admin.say("/campaign");
    admin.sees("Campaigns").await;
    admin.press("➕ New campaign");
    admin.sees("Needed before it can open: Title").await;
    for (part, prompt, words) in [
        ("Title", "the title", "Hoa mùa xuân"),
        ("Title (English)", "in English", "Flowers of spring"),
        ("Opening text (English)", "in English", "Tell us of good deeds near you."),
        ("Closing text (English)", "in English", "Thank you all, see you in autumn."),
        ("Closing text", "closing text", "Cảm ơn bà con."),
    ] {
        presses(&admin, "✏️ Edit").await;
        presses(&admin, part).await;
        admin.sees(prompt).await;
        admin.say(words);
        admin.sees("Nominations received").await;
    }
    admin.press("👁 Preview");
    admin.sees("Tell us of good deeds near you.").await;
    presses(&admin, "Show it").await;
    admin.sees("Draft").await;
    admin.press("🟢 Open now");
    admin.sees("at once").await;
    admin.press("Open now");
    admin.sees("It takes the nominations now").await;
    let citizen = world.speaker("John", "en");
    citizen.say("/start");
    let greeting = citizen.sees("Tell us of good deeds near you.").await;
    assert!(greeting.text.contains("Flowers of spring"), "{}", greeting.text);
    citizen.press("I agree");
    citizen.sees("Thank you").await;
    for title in ["Flowers of spring", "Bông hoa đẹp"] {
        admin.say("/campaign");
        admin.sees("Campaigns").await;
        presses(&admin, &format!("🟢 {title} · takes nominations")).await;
        admin.sees("Open").await;
        admin.press("Close now");
        admin.sees("now?").await;
        admin.press("Close now");
        admin.sees("Closed").await;
    }
    citizen.say("/nominate");
    citizen.sees("No campaign is open").await;
    world.end().await;
}

#[tokio::test]
async fn an_opening_is_cancelled_and_set_again_and_only_admins_who_can_be_written_to_are_told() {
    let world = World::new().await;
    let admin = world.member("Chị Mai", Role::Admin).await;
    let reviewer = world.reviewer("Cô Lan").await;
    let blocked = world.member("Anh Ba", Role::Admin).await;
    let address = blocked.id.to_string();
    let now = world.clock.now();
    let gone = world.store.write(0, move |tx| {
        Box::pin(async move {
            let found = contacts::at(tx.connection(), TELEGRAM, &address).await?;
            let id = found.expect("they have written").id;
            contacts::set_blocked(tx, id, Some(now)).await?;
            assert!(members::count_admins(tx.connection()).await? > 1);
            Ok(())
        })
    });
    gone.await.unwrap();
    begins(&admin, "Hoa đẹp đợt hai").await;
    admin.press("🗓 Hẹn ngày mở");
    admin.sees("Đợt mở từ khi nào").await;
    admin.say("ngày mai");
    admin.sees("00:00 02/12/2026").await;
    admin.press("🗓 Hẹn ngày mở");
    admin.sees("Hẹn mở đợt").await;
    admin.press("Hẹn mở");
    admin.sees("Đã hẹn ngày mở").await;
    presses(&admin, "Bỏ hẹn, về bản nháp").await;
    admin.sees("Bỏ hẹn mở").await;
    admin.press("Bỏ hẹn");
    admin.sees("Bản nháp").await;
    world.clock.advance(DAY);
    admin.press("🗓 Hẹn ngày mở");
    admin.sees("Đợt mở từ khi nào").await;
    admin.say("hôm nay 23:00");
    admin.sees("23:00 02/12/2026").await;
    admin.press("🗓 Hẹn ngày mở");
    admin.sees("Hẹn mở đợt").await;
    admin.press("Hẹn mở");
    admin.sees("Đã hẹn ngày mở").await;
    world.clock.advance(10 * HOUR);
    admin.sees("đã tự mở lúc 23:00 02/12/2026").await;
    world.settles().await;
    for person in [&reviewer, &blocked] {
        assert!(person.messages().iter().all(|one| !one.text.contains("đã tự mở")));
    }
    world.end().await;
}
