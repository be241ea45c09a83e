//! Texts, photos and exemplars for the public, through the whole program.

use sqlx::Executor;

use hoadep::demo::telegram::Message;
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, STORY, World, code_in};

/// Opens the text for the public from a card.
async fn opens_text(person: &Person<'_>, card: i64) -> Message {
    person.press_on(card, "Việc khác…");
    person.sees_on(card, "Ông/Bà muốn làm gì").await;
    person.press_on(card, "Bản công bố");
    person.sees("– bản công bố").await
}

/// Opens what is known of consents from a card.
async fn opens_exemplar(person: &Person<'_>, card: i64) -> Message {
    person.press_on(card, "Việc khác…");
    person.sees_on(card, "Ông/Bà muốn làm gì").await;
    person.press_on(card, "Công bố gương");
    person.sees("– công bố gương").await
}

async fn run(world: &World, sql: &'static str) {
    let mut connection = world.database.connect().await;
    sqlx::query(sql).execute(&mut connection).await.unwrap();
}

/// How many exemplars are marked as public.
async fn public(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM exemplars WHERE public_at IS NOT NULL")
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn formatting_survives_from_the_reviewers_phone_to_what_the_public_sees() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    let panel = opens_text(&huong, card.id).await;
    assert!(panel.text.contains("Chưa ai sửa") && panel.text.contains(STORY), "{}", panel.text);
    assert!(panel.text.contains("Nguyễn Văn Tư – "), "{}", panel.text);

    huong.press_on(panel.id, "Sửa lời kể");
    huong.sees("20 đến 4.000").await;
    huong.say("ngắn quá");
    huong.sees("từ 20 đến 4.000 ký tự").await;
    // Decomposed, with an emoji before: neither may move the formatting.
    huong.say_formatted(
        "🌸  Bác <b>vá lại con đu\u{31B}o\u{31B}\u{300}ng</b> & <i>đèn</i>, <a href=\"https://a.vn/x?y=1\">báo</a> \
         có viết. Gọi 0912 <u>345 678</u>.<blockquote>Ai cũng <s>quý</s> mến</blockquote>",
    );
    let kept = huong.sees("Bản này Hương sửa lúc").await;
    assert!(
        kept.html.contains("🌸 Bác <b>vá lại con đường</b> &amp; <i>đèn</i>, "),
        "{}",
        kept.html
    );
    assert!(kept.html.contains("href=\"https://a.vn/x?y=1\">báo</a>"), "{}", kept.html);
    assert!(kept.html.contains("<blockquote>Ai cũng <s>quý</s> mến</blockquote>"));
    huong.sees_on(card.id, "Có bản công bố, Hương sửa lúc").await;

    huong.press_on(kept.id, "Xem khác gì");
    let difference = huong.sees("chỗ khác").await;
    assert!(difference.html.contains("<s>tự bỏ tiền</s>"), "{}", difference.html);
    huong.press_on(kept.id, "Xem thử");
    let preview = huong.sees("Gọi (…)").await;
    assert!(preview.html.contains("<b>vá lại con đường</b>"), "{}", preview.html);
    huong.sees("Hiện chưa ai ngoài").await;

    huong.press_on(kept.id, "Sửa tiêu đề");
    huong.sees("5 đến 120").await;
    huong.say("Người <b>vá đường</b> & làng");
    let kept = huong.sees("Tiêu đề").await;
    assert!(
        kept.text.contains("Người <b>vá đường</b> & làng"),
        "typed markup is words: {}",
        kept.text
    );

    huong.press_on(kept.id, "Về như ban đầu");
    huong.sees_on(kept.id, "Bỏ mọi chỗ đã sửa").await;
    huong.press_on(kept.id, "Bỏ chỗ đã sửa");
    let back = huong.sees_on(kept.id, "Chưa ai sửa").await;
    assert!(back.text.contains(STORY) && !back.labels().contains(&"Về như ban đầu"));
    world.end().await;
}

#[tokio::test]
async fn of_two_who_write_at_once_the_second_is_told_and_keeps_the_words() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await, dung.sees(&code).await);
    let (her_panel, his_panel) =
        (opens_text(&huong, hers.id).await, opens_text(&dung, his.id).await);
    huong.press_on(her_panel.id, "Sửa lời kể");
    huong.sees("20 đến 4.000").await;
    dung.press_on(his_panel.id, "Sửa lời kể");
    dung.sees("20 đến 4.000").await;
    // Neither a claim nor anything else on the card comes between.
    huong.press_on(hers.id, "⚡ Đánh dấu đột xuất");
    huong.is_told("Đã lưu").await;
    huong.press_on(her_panel.id, "Sửa lời kể");
    huong.sees("20 đến 4.000").await;
    huong.say("Lời kể của Hương, đã sửa cho gọn gàng.");
    huong.sees("Đã lưu bản công bố").await;
    dung.say_formatted("Lời kể của <b>Dũng</b>, cũng đã sửa cho gọn.");
    dung.sees("Hương vừa sửa bản công bố").await;
    let newest = dung.sees("Lời kể của Hương").await;
    let words = dung.sees("chưa được lưu. Nếu vẫn cần").await;
    assert!(words.html.contains("Lời kể của <b>Dũng</b>, cũng đã sửa"), "{}", words.html);
    // An old panel is drawn again; the new one takes the words.
    dung.press_on(his_panel.id, "Sửa lời kể");
    dung.is_told("Hương vừa sửa").await;
    dung.press_on(newest.id, "Sửa lời kể");
    dung.sees("20 đến 4.000").await;
    dung.say_formatted("Lời kể của <b>Dũng</b>, cũng đã sửa cho gọn.");
    dung.sees("Đã lưu bản công bố").await;
    huong.sees_on(hers.id, "Dũng sửa lúc").await;
    world.end().await;
}

#[tokio::test]
async fn each_photo_is_chosen_for_the_public_by_itself() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
    lan.send_album(3, STORY);
    lan.sees("3 ảnh").await;
    lan.press("Xong");
    lan.sees("Bước 4/4").await;
    lan.press("✅ Gửi");
    let code = code_in(&lan.sees("Mã hồ sơ").await.text);
    let card = huong.sees(&code).await;
    let panel = opens_text(&huong, card.id).await;
    huong.press_on(panel.id, "Ảnh công bố");
    let list = huong.sees("ảnh công bố: 0/3").await;
    assert_eq!(list.labels(), ["☐ 1", "☐ 2", "☐ 3"]);
    huong.press_on(list.id, "☐ 2");
    huong.is_told("Ảnh 2 được công bố").await;
    let list = huong.sees_on(list.id, "1/3").await;
    assert_eq!(list.labels(), ["☐ 1", "☑ 2", "☐ 3"]);
    let before = huong.messages().iter().filter(|message| message.media.is_some()).count();
    huong.press_on(panel.id, "Xem thử");
    huong.sees("Hiện chưa ai ngoài").await;
    world.settles().await;
    let after = huong.messages().iter().filter(|message| message.media.is_some()).count();
    assert_eq!(after, before + 1, "the public would see one photo");
    // Something else on the card has changed meanwhile.
    run(&world, "UPDATE nominations SET version = version + 1").await;
    huong.press_on(list.id, "☑ 2");
    huong.is_told("vừa có thay đổi").await;
    world.settles().await;
    huong.sees_on(list.id, "1/3").await;
    huong.press_on(list.id, "☑ 2");
    huong.sees_on(list.id, "0/3").await;
    world.end().await;
}

#[tokio::test]
async fn an_exemplar_is_shown_by_consent_alone_and_no_longer_than_that_on_every_database() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.member("Hương", Role::Editor).await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&code).await;
        huong.approves(card.id).await;
        lan.sees("đã được ghi nhận").await;
        huong.sees_on(card.id, "Đã ghi nhận").await;
        let panel = opens_exemplar(&huong, card.id).await;
        assert!(panel.text.contains("chưa được công bố"), "{}", panel.text);
        assert!(panel.button("🌐 Công bố gương này").is_none(), "{:?}", panel.labels());
        // The button can be forged.
        let agreed = panel.button("Điện thoại").unwrap().data.clone().unwrap();
        huong.press_forged(panel.id, &agreed.replace("yes.phone", "show"));
        huong.is_told("Cần ghi lời đồng ý trước").await;
        huong.press_on(panel.id, "Điện thoại");
        huong.sees("Ai đã đồng ý").await;
        huong.say("Nguyễn Văn Tư");
        let panel = huong.sees("đồng ý qua điện thoại (Hương").await;
        assert!(panel.text.contains("chưa được công bố"), "{}", panel.text);
        huong.press_on(panel.id, "🌐 Công bố gương này");
        huong.is_told("Gương nay được công bố").await;
        lan.sees("nay được công bố").await;
        huong.sees_on(card.id, "🌐 Gương được công bố").await;
        let panel = huong.sees_on(panel.id, "Gương được công bố từ").await;
        huong.press_on(panel.id, "Xem thử");
        huong.sees("đúng những gì mọi người đang xem").await;
        huong.press_on(panel.id, "Ngừng công bố");
        huong.sees_on(panel.id, "chưa được công bố").await;
        huong.press_on(panel.id, "🌐 Công bố gương này");
        huong.sees_on(panel.id, "Gương được công bố từ").await;
        huong.press_on(panel.id, "Rút đồng ý");
        huong.is_told("không còn được công bố").await;
        let panel = huong.sees_on(panel.id, "Cần người được giới thiệu đồng ý").await;
        assert!(panel.button("🌐 Công bố gương này").is_none());
        world.end().await;
    }
}

/// How many consents hold.
async fn consents(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM exemplar_consents WHERE withdrawn_at IS NULL")
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

const CHANGED: &str = "UPDATE nominations SET version = version + 1";

#[tokio::test]
async fn nothing_is_shown_agreed_to_or_taken_back_by_what_was_drawn_before_a_change() {
    let world = World::new().await;
    let huong = world.member("Hương", Role::Editor).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.approves(card.id).await;
    huong.sees_on(card.id, "Đã ghi nhận").await;
    let panel = opens_exemplar(&huong, card.id).await;
    huong.press_on(panel.id, "Điện thoại");
    huong.sees("Ai đã đồng ý").await;
    run(&world, CHANGED).await;
    huong.say("Nguyễn Văn Tư");
    huong.sees("vừa có thay đổi").await;
    assert_eq!(consents(&world).await, 0);
    world.settles().await;
    huong.press_on(panel.id, "Điện thoại");
    huong.is_told("vừa có thay đổi").await;
    world.settles().await;
    huong.press_on(panel.id, "Điện thoại");
    huong.sees("Ai đã đồng ý").await;
    huong.say("Nguyễn Văn Tư");
    let newest = huong.sees("đồng ý qua điện thoại").await;
    // Somebody has written a consent down since this was drawn.
    huong.press_on(panel.id, "Trực tiếp");
    huong.is_told("vừa có thay đổi").await;
    huong.sees_on(panel.id, "đồng ý qua điện thoại").await;
    run(&world, CHANGED).await;
    huong.press_on(newest.id, "🌐 Công bố gương này");
    huong.is_told("vừa có thay đổi").await;
    assert_eq!(public(&world).await, 0);
    world.settles().await;
    huong.press_on(newest.id, "🌐 Công bố gương này");
    huong.is_told("nay được công bố").await;
    huong.sees_on(newest.id, "được công bố từ").await;
    run(&world, CHANGED).await;
    huong.press_on(newest.id, "Rút đồng ý");
    huong.is_told("vừa có thay đổi").await;
    assert_eq!((public(&world).await, consents(&world).await), (1, 1));
    world.end().await;
}

#[tokio::test]
async fn a_consent_is_not_said_to_be_taken_back_while_it_goes_to_another_exemplar() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.approves(card.id).await;
    huong.sees_on(card.id, "Đã ghi nhận").await;
    let panel = opens_exemplar(&huong, card.id).await;
    huong.press_on(panel.id, "Điện thoại");
    huong.sees("Ai đã đồng ý").await;
    huong.say("Nguyễn Văn Tư");
    let panel = huong.sees("đồng ý qua điện thoại").await;
    // Another replica joins the exemplar to one.
    let mut other = world.database.connect().await;
    for sql in [
        "BEGIN",
        "INSERT INTO exemplars (id, kind, name, commune, created_at)
         SELECT id + 1, kind, name, commune, created_at FROM exemplars",
        "UPDATE nominations SET exemplar_id = exemplar_id + 1, version = version + 1",
        "UPDATE exemplar_consents SET exemplar_id = exemplar_id + 1",
    ] {
        other.execute(sql).await.unwrap();
    }
    huong.press_on(panel.id, "Rút đồng ý");
    world.database.somebody_waits(1).await;
    other.execute("COMMIT").await.unwrap();
    huong.is_told("vừa có thay đổi").await;
    assert_eq!(consents(&world).await, 1);
    world.settles().await;
    huong.press_on(panel.id, "Rút đồng ý");
    huong.is_told("Đã ghi việc rút đồng ý").await;
    assert_eq!(consents(&world).await, 0);
    world.end().await;
}

#[tokio::test]
async fn a_child_needs_its_guardian_too_and_a_suspension_hides_it() {
    let world = World::new().await;
    let huong = world.member("Hương", Role::Editor).await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    run(&world, "UPDATE nominations SET is_minor = 1").await;
    let card = huong.sees(&code).await;
    huong.approves(card.id).await;
    huong.sees_on(card.id, "Đã ghi nhận").await;
    let panel = opens_exemplar(&huong, card.id).await;
    huong.press_on(panel.id, "Trực tiếp");
    huong.sees("Ai đã đồng ý").await;
    huong.say("Cháu Tư");
    let panel = huong.sees("Cháu Tư đồng ý trực tiếp").await;
    assert!(panel.button("🌐 Công bố gương này").is_none(), "{:?}", panel.labels());
    huong.press_on(panel.id, "Giám hộ: văn bản");
    huong.sees("Cha mẹ hoặc người giám hộ nào").await;
    huong.say("Trần Thị Bảy, mẹ");
    let panel = huong.sees("(người giám hộ) đồng ý bằng văn bản").await;
    huong.press_on(panel.id, "🌐 Công bố gương này");
    lan.sees("nay được công bố").await;
    huong.sees_on(card.id, "🌐 Gương được công bố").await;
    huong.press_on(card.id, "Việc khác…");
    huong.sees_on(card.id, "Ông/Bà muốn làm gì").await;
    huong.press_on(card.id, "Tạm dừng xem xét…");
    huong.sees("lý do tạm dừng").await;
    huong.say("Có đơn phản ánh, cần xác minh.");
    let closed = huong.sees_on(card.id, "Tạm dừng").await;
    assert!(!closed.text.contains("🌐"), "{}", closed.text);
    assert_eq!(public(&world).await, 0);
    // Recognised anew, it is not shown before somebody says so anew, whatever a row says.
    run(&world, "UPDATE exemplars SET public_at = 1").await;
    huong.press_on(card.id, "Tiếp tục xem xét");
    huong.sees_on(card.id, "Đã tiếp nhận").await;
    huong.approves(card.id).await;
    huong.sees_on(card.id, "Đã ghi nhận").await;
    assert_eq!(public(&world).await, 0);
    world.end().await;
}

#[tokio::test]
async fn nobody_prepares_their_own_nor_what_is_refused() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    huong.press("Đồng ý");
    huong.sees("Cảm ơn").await;
    let code = huong.nominates("Nguyễn Văn Tư").await;
    let card = dung.sees(&code).await;
    let panel = opens_text(&dung, card.id).await;
    let edit = panel.button("Sửa lời kể").unwrap().data.clone().unwrap();
    huong.press_forged(huong.newest().id, &edit);
    huong.is_told("người khác sẽ xem xét").await;
    dung.press_on(panel.id, "Sửa lời kể");
    dung.sees("20 đến 4.000").await;
    run(&world, "UPDATE nominations SET state = 'withdrawn'").await;
    dung.say("Lời kể công khai, viết xong thì hồ sơ đã rút.");
    dung.sees("không soạn bản công bố").await;
    dung.sees("viết xong thì hồ sơ đã rút").await;
    world.end().await;
}
