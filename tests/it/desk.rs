//! The review desk: claims, votes, taking a decision back, setting aside, deciding anew.

use hoadep::clock::{HOUR, MINUTE};
use hoadep::domain::role::Role;

use sqlx::Row as _;

use crate::databases::Database;
use crate::tester::{Person, World, eventually};

/// The state that the only nomination is in.
async fn state(world: &World) -> String {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT state FROM nominations").fetch_one(&mut connection).await.unwrap()
}

/// So many votes decide from now on.
async fn needs(world: &World, approvals: i64, refusals: i64) {
    let mut connection = world.database.connect().await;
    sqlx::query("UPDATE campaigns SET approvals = $1, refusals = $2")
        .bind(approvals)
        .bind(refusals)
        .execute(&mut connection)
        .await
        .unwrap();
}

/// What the card in this message offers beside deciding.
async fn opens_more(person: &Person<'_>, card: i64) {
    person.press_on(card, "Việc khác…");
    person.sees_on(card, "muốn làm gì với hồ sơ này").await;
}

/// Refuses by the card in this message, for the first preset reason.
async fn refuses(person: &Person<'_>, card: i64) {
    person.press_on(card, "Từ chối");
    let asked = person.sees_on(card, "Vì sao từ chối").await;
    let reason = asked.labels()[0].to_owned();
    person.press_on(card, &reason);
    person.sees_on(card, "Từ chối hồ sơ này").await;
    person.press_on(card, "Xác nhận từ chối");
}

#[tokio::test]
async fn a_claim_is_on_every_copy_and_keeps_others_from_deciding_until_it_is_released() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.press_on(hers, "Nhận xử lý");
    huong.is_told("Ông/Bà đã nhận xử lý").await;
    dung.sees_on(his, "Hương đang xử lý").await;
    assert_eq!(state(&world).await, "received");
    dung.press_on(his, "✅ Duyệt");
    dung.is_told("Hương đang xử lý hồ sơ này").await;
    dung.press_on(his, "Trả lại hàng chờ");
    dung.is_told("Hương đang xử lý hồ sơ này").await;
    assert_eq!(world.decisions().await, 0);
    huong.press_on(hers, "Trả lại hàng chờ");
    huong.is_told("Đã trả hồ sơ").await;
    let free = dung.sees_on(his, "Đã tiếp nhận").await;
    eventually(async || {
        dung.messages().iter().any(|one| one.id == free.id && !one.text.contains("đang xử lý"))
    })
    .await;
    dung.approves(his).await;
    lan.sees("đã được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn a_claim_is_over_after_a_day_and_the_nomination_is_anybodys_again() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.press_on(hers, "Nhận xử lý");
    dung.sees_on(his, "Hương đang xử lý").await;
    let before = huong.sees_on(hers, "Hương đang xử lý").await;
    let approve = before.button("✅ Duyệt").unwrap().data.clone().unwrap();
    world.clock.advance(24 * HOUR);
    eventually(async || {
        let cards = dung.messages();
        cards.iter().any(|card| card.id == his && card.button("Nhận xử lý").is_some())
    })
    .await;
    // Its holder presses what was drawn before.
    huong.press_forged(hers, &approve.replace(".yes", ".yessure"));
    huong.is_told("vừa có thay đổi").await;
    assert_eq!(world.decisions().await, 0);
    dung.press_on(his, "Nhận xử lý");
    huong.sees_on(hers, "Dũng đang xử lý").await;
    world.end().await;
}

#[tokio::test]
async fn a_claim_is_passed_on_to_somebody_who_is_told_and_dealt_the_card() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.press_on(hers, "Nhận xử lý");
    huong.sees_on(hers, "Hương đang xử lý").await;
    opens_more(&huong, hers).await;
    huong.press_on(hers, "Chuyển cho người khác…");
    let asked = huong.sees_on(hers, "muốn chuyển hồ sơ này cho ai").await;
    assert!(asked.button("Hương").is_none() && asked.button("Lan").is_none());
    huong.press_on(hers, "Dũng");
    huong.is_told("Đã chuyển hồ sơ cho Dũng").await;
    dung.sees("chuyển hồ sơ").await;
    dung.sees_on(his, "ở tin nhắn bên dưới").await;
    let card = dung.sees("Dũng đang xử lý").await;
    dung.approves(card.id).await;
    lan.sees("đã được ghi nhận").await;
    let ended = "SELECT COUNT(*) FROM audit WHERE act = 'release' AND actor_name = 'Dũng'";
    let mut connection = world.database.connect().await;
    let ended: i64 = sqlx::query_scalar(ended).fetch_one(&mut connection).await.unwrap();
    assert_eq!(ended, 1, "what is decided is nobody's any more");
    world.end().await;
}

#[tokio::test]
async fn two_of_several_votes_decide_and_a_vote_can_be_taken_back_until_then() {
    let world = World::new().await;
    needs(&world, 2, 2).await;
    let huong = world.reviewer("Hương").await;
    let (dung, minh) = (world.reviewer("Dũng").await, world.reviewer("Minh").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let hers = huong.sees(&code).await.id;
    let (his, minhs) = (dung.sees(&code).await.id, minh.sees(&code).await.id);
    huong.approves(hers).await;
    huong.is_told("Đã ghi phiếu").await;
    dung.sees_on(his, "1/2 đồng ý, 0/2 không đồng ý").await;
    assert_eq!((state(&world).await, world.decisions().await), ("pending".to_owned(), 0));
    huong.press_on(hers, "✅ Duyệt");
    huong.is_told("đã bỏ phiếu").await;
    refuses(&dung, his).await;
    minh.sees_on(minhs, "1/2 đồng ý, 1/2 không đồng ý").await;
    opens_more(&huong, hers).await;
    huong.press_on(hers, "Rút lại phiếu của tôi");
    huong.is_told("Đã rút lại phiếu").await;
    minh.sees_on(minhs, "0/2 đồng ý, 1/2 không đồng ý").await;
    refuses(&minh, minhs).await;
    lan.sees("chưa được ghi nhận").await;
    assert_eq!(world.decisions().await, 1);
    world.end().await;
}

#[tokio::test]
async fn an_operator_sets_how_many_votes_decide_where_a_campaign_does_not() {
    for database in Database::each().await {
        let world = World::on(database).await;
        world.set("approvals", 2).await;
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
        huong.approves(hers).await;
        dung.sees_on(his, "1/2 đồng ý, 0/1 không đồng ý").await;
        assert_eq!(state(&world).await, "pending");
        dung.approves(his).await;
        lan.sees("đã được ghi nhận").await;
        needs(&world, 1, 1).await;
        let code = lan.nominates("Trần Thị Bảy").await;
        let his = dung.sees(&code).await.id;
        dung.approves(his).await;
        lan.sees("đã được ghi nhận").await;
        world.end().await;
    }
}

/// How many take no part in anything.
async fn recused(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    let sql = "SELECT COUNT(*) FROM recusals";
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn who_took_no_part_takes_part_again_while_nothing_is_decided() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    huong.press_forged(card, &press_now(&world, "rejoin").await);
    huong.is_told("vẫn đang tham gia").await;
    opens_more(&huong, card).await;
    huong.press_on(card, "Tôi có quen biết");
    huong.sees_on(card, "không tham gia xét hồ sơ này nữa").await;
    huong.press_on(card, "Xác nhận không tham gia");
    huong.is_told("Người khác sẽ xem xét").await;
    huong.sees_on(card, "chờ tiếp nhận").await;
    opens_more(&huong, card).await;
    huong.press_on(card, "Tôi tham gia trở lại");
    huong.is_told("tham gia xét hồ sơ này trở lại").await;
    assert_eq!(recused(&world).await, 0);
    huong.sees_on(card, "chờ tiếp nhận").await;
    world.settles().await;
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    let mut connection = world.database.connect().await;
    let sql = "SELECT COUNT(*) FROM audit WHERE act = 'recuse'";
    let kept: i64 = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    assert_eq!(kept, 2);
    drop(connection);
    world.end().await;
}

#[tokio::test]
async fn who_knows_the_person_takes_no_part() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.press_on(hers, "Nhận xử lý");
    dung.sees_on(his, "Hương đang xử lý").await;
    opens_more(&huong, hers).await;
    huong.press_on(hers, "Tôi có quen biết");
    huong.sees_on(hers, "không tham gia xét hồ sơ này nữa").await;
    assert_eq!(recused(&world).await, 0, "asked first");
    huong.press_on(hers, "Xác nhận không tham gia");
    huong.is_told("Người khác sẽ xem xét").await;
    assert_eq!(recused(&world).await, 1);
    for label in ["✅ Duyệt", "Nhận xử lý"] {
        huong.sees_on(hers, "Đã tiếp nhận").await;
        eventually(async || {
            huong.messages().iter().any(|one| one.id == hers && one.button(label).is_some())
        })
        .await;
        huong.press_on(hers, label);
        huong.is_told("quen biết").await;
    }
    dung.approves(his).await;
    lan.sees("đã được ghi nhận").await;
    world.end().await;
}

/// The encoded press of a card of the only nomination as it is now.
async fn press_now(world: &World, act: &str) -> String {
    let mut connection = world.database.connect().await;
    let sql = "SELECT id, version FROM nominations";
    let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
    format!("j.{}.{}.{act}", row.get::<i64, _>(0), row.get::<i64, _>(1))
}

/// How many acts the audit knows.
async fn audited(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    let sql = "SELECT COUNT(*) FROM audit";
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// Nobody of these gets anything done on the only nomination by these presses, and each is told why.
async fn takes_no_part(world: &World, people: &[(&Person<'_>, i64, &str)], acts: &[&str]) {
    let before = audited(world).await;
    for (person, card, why) in people {
        for act in acts {
            person.press_forged(*card, &press_now(world, act).await);
            person.is_told(why).await;
        }
        person.say("Đây là lý do tôi muốn làm việc này.");
        world.settles().await;
    }
    assert_eq!(audited(world).await, before);
}

#[tokio::test]
async fn neither_its_author_nor_who_knows_the_person_reopens_sets_aside_resumes_or_commends_it() {
    let world = World::new().await;
    let author = world.member("Dũng", Role::Admin).await;
    let friend = world.member("Minh", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    author.press("Đồng ý");
    author.sees("Cảm ơn").await;
    let code = author.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, friend.sees(&code).await.id);
    let mut connection = world.database.connect().await;
    let knows = "INSERT INTO recusals (nomination_id, contact_id, at)
        SELECT n.id, c.id, 1 FROM nominations n, contacts c WHERE c.name = 'Minh'";
    sqlx::query(knows).execute(&mut connection).await.unwrap();
    drop(connection);
    let own = author.newest().id;
    let people = [(&author, own, "do Ông/Bà giới thiệu"), (&friend, his, "có quen biết")];
    takes_no_part(&world, &people, &["suspend", "yessure"]).await;
    huong.approves(hers).await;
    author.sees("đã được ghi nhận").await;
    huong.sees_on(hers, "Đã ghi nhận – Hương").await;
    takes_no_part(&world, &people, &["reopen", "suspend", "cm", "cr"]).await;
    opens_more(&huong, hers).await;
    huong.press_on(hers, "Tạm dừng xem xét…");
    huong.sees("lý do tạm dừng").await;
    huong.say("Có đơn đề nghị làm rõ việc này.");
    author.sees("tạm dừng để xác minh thêm").await;
    takes_no_part(&world, &people, &["resume"]).await;
    world.end().await;
}

#[tokio::test]
async fn a_decision_is_told_after_five_minutes_and_can_be_taken_back_until_then_by_who_made_it() {
    let world = World::new().await;
    world.set("undo-minutes", 5).await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    huong.approves(hers).await;
    dung.sees_on(his, "sẽ được báo sau 5 phút").await;
    assert!(dung.messages().iter().all(|one| one.button("↩️ Hoàn tác").is_none()));
    dung.press_forged(his, &press_now(&world, "undo").await);
    dung.is_told("Chỉ người đã quyết định").await;
    let decided = huong.sees_on(hers, "sẽ được báo sau 5 phút").await;
    huong.press_on(decided.id, "↩️ Hoàn tác");
    huong.is_told("Đã hoàn tác").await;
    dung.sees_on(his, "Chờ duyệt").await;
    world.clock.advance(6 * MINUTE);
    world.settles().await;
    refuses(&huong, hers).await;
    huong.sees_on(hers, "Không được ghi nhận").await;
    assert!(lan.messages().iter().all(|one| !one.text.contains("ghi nhận")), "told too early");
    world.clock.advance(5 * MINUTE);
    lan.sees("chưa được ghi nhận").await;
    eventually(async || {
        let card = huong.messages().into_iter().find(|one| one.id == hers).unwrap();
        card.button("↩️ Hoàn tác").is_none()
    })
    .await;
    let undo = decided.button("↩️ Hoàn tác").unwrap().data.clone().unwrap();
    huong.press_forged(hers, &undo);
    huong.is_told("đã được báo kết quả").await;
    let told = lan.messages().into_iter().filter(|one| one.text.contains("ghi nhận")).count();
    assert_eq!(told, 1);
    world.end().await;
}

#[tokio::test]
async fn only_an_admin_has_a_decided_nomination_decided_anew_and_says_why() {
    let world = World::new().await;
    let (huong, admin) = (world.reviewer("Hương").await, world.member("Dũng", Role::Admin).await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, admin.sees(&code).await.id);
    refuses(&huong, hers).await;
    lan.sees("chưa được ghi nhận").await;
    huong.sees_on(hers, "Không được ghi nhận – Hương").await;
    opens_more(&huong, hers).await;
    assert!(huong.messages().iter().all(|one| one.button("Xem xét lại từ đầu…").is_none()));
    huong.press_forged(hers, &press_now(&world, "reopen").await);
    huong.is_told("quản trị viên").await;
    opens_more(&admin, his).await;
    admin.press_on(his, "Xem xét lại từ đầu…");
    admin.sees("lý do xem xét lại").await;
    admin.say("Có");
    admin.sees("từ 5 đến 500 ký tự").await;
    admin.say("Có thêm người xác nhận việc này.");
    admin.sees("được xem xét lại từ đầu").await;
    lan.sees("đang được xem xét lại").await;
    assert_eq!(state(&world).await, "received");
    huong.sees_on(hers, "Đã tiếp nhận").await;
    huong.approves(hers).await;
    lan.sees("đã được ghi nhận").await;
    lan.say("/hoso");
    lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = lan.newest().labels()[0].to_owned();
    lan.press(&row);
    let life = lan.sees("Diễn biến").await;
    assert!(!life.text.contains("Có thêm người"), "the reason stays inside: {}", life.text);
    let mut connection = world.database.connect().await;
    let why = "SELECT COUNT(*) FROM audit WHERE reason LIKE 'Có thêm người%'";
    let kept: i64 = sqlx::query_scalar(why).fetch_one(&mut connection).await.unwrap();
    assert_eq!(kept, 1);
    world.end().await;
}

#[tokio::test]
async fn a_nomination_is_set_aside_and_taken_up_again_and_its_author_hears_of_both_but_not_why() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    opens_more(&huong, card).await;
    huong.press_on(card, "Tạm dừng xem xét…");
    huong.sees("lý do tạm dừng").await;
    huong.say("Có đơn đề nghị làm rõ việc này.");
    huong.sees("Đã tạm dừng xem xét").await;
    let notice = lan.sees("tạm dừng để xác minh thêm").await;
    assert!(!notice.text.contains("đơn"));
    let set_aside = huong.sees_on(card, "Tạm dừng xem xét").await;
    assert!(set_aside.button("✅ Duyệt").is_none());
    huong.press_forged(card, &press_now(&world, "yes").await);
    huong.is_told("nay là “Tạm dừng xem xét”").await;
    huong.press_on(card, "Tiếp tục xem xét");
    lan.sees("được tiếp tục xem xét").await;
    huong.sees_on(card, "Đã tiếp nhận").await;
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn an_urgent_one_is_marked_and_comes_next() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let oldest = huong.sees(&first).await.id;
    let mut cards = Vec::new();
    for name in ["Trần Thị Bảy", "Lê Văn Tám"] {
        let code = lan.nominates(name).await;
        cards.push(huong.sees(&code).await.id);
    }
    opens_more(&huong, cards[1]).await;
    huong.press_on(cards[1], "⚡ Đánh dấu đột xuất");
    huong.sees_on(cards[1], "Thành tích đột xuất").await;
    huong.approves(oldest).await;
    huong.sees_on(oldest, "ghi nhận – ").await;
    huong.press_on(oldest, "Tiếp theo ›");
    huong.sees_on(cards[1], "ở tin nhắn bên dưới").await;
    huong.sees("Lê Văn Tám").await;
    world.end().await;
}

#[tokio::test]
async fn a_claim_ends_and_its_holder_decides_in_the_same_moment_in_either_order() {
    for decided_first in [true, false] {
        let Some(database) = Database::postgres().await else { return };
        let mut world = World::on(database).await;
        // By the clock that is moved, the press is too old to be answered.
        world.forgive();
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&code).await.id;
        huong.press_on(card, "Nhận xử lý");
        huong.sees_on(card, "Hương đang xử lý").await;
        huong.press_on(card, "✅ Duyệt");
        huong.sees_on(card, "Duyệt và ghi nhận").await;
        let other = world.database.holds_the_nominations().await;
        if decided_first {
            huong.press_on(card, "✅ Xác nhận duyệt");
            world.database.somebody_waits(1).await;
        }
        world.clock.advance(24 * HOUR);
        if decided_first {
            world.database.somebody_waits(2).await;
        } else {
            world.database.somebody_waits(1).await;
            huong.press_on(card, "✅ Xác nhận duyệt");
            world.database.somebody_waits(2).await;
        }
        other.lets_go().await;
        let expected = if decided_first {
            lan.sees("đã được ghi nhận").await;
            ("recognised", 1)
        } else {
            huong.is_told("vừa có thay đổi").await;
            ("received", 0)
        };
        world.settles().await;
        assert_eq!((state(&world).await.as_str(), world.decisions().await), expected);
        let mut connection = world.database.connect().await;
        let claimed = "SELECT COUNT(*) FROM nominations WHERE claimed_by IS NOT NULL";
        let claimed: i64 = sqlx::query_scalar(claimed).fetch_one(&mut connection).await.unwrap();
        assert_eq!(claimed, 0);
        if !decided_first {
            // It is anybody's again, hers too.
            huong.approves(card).await;
            lan.sees("đã được ghi nhận").await;
        }
        world.end().await;
    }
}

#[tokio::test]
async fn a_decision_is_taken_back_and_told_in_the_same_moment_in_either_order() {
    for undone_first in [true, false] {
        let Some(database) = Database::postgres().await else { return };
        let mut world = World::on(database).await;
        // By the clock that is moved, the press is too old to be answered.
        world.forgive();
        world.set("undo-minutes", 5).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&code).await.id;
        huong.approves(card).await;
        huong.sees_on(card, "sẽ được báo sau 5 phút").await;
        world.settles().await;
        let other = world.database.holds_the_nominations().await;
        if undone_first {
            huong.press_on(card, "↩️ Hoàn tác");
            world.database.somebody_waits(1).await;
            world.clock.advance(5 * MINUTE);
            world.database.somebody_waits(2).await;
            other.lets_go().await;
            huong.sees_on(card, "Chờ duyệt").await;
        } else {
            world.clock.advance(5 * MINUTE);
            world.database.somebody_waits(1).await;
            // Too late by the clock, whether the notice is on its way or not.
            huong.press_on(card, "↩️ Hoàn tác");
            huong.is_told("đã được báo kết quả").await;
            other.lets_go().await;
            lan.sees("đã được ghi nhận").await;
        }
        world.settles().await;
        let told = lan.messages().into_iter().filter(|one| one.text.contains("ghi nhận")).count();
        let expected = if undone_first { ("pending", 0) } else { ("recognised", 1) };
        assert_eq!((state(&world).await.as_str(), told), expected);
        world.end().await;
    }
}

#[tokio::test]
async fn who_is_dismissed_holds_nothing_and_no_vote_of_theirs_counts() {
    for database in Database::each().await {
        let world = World::on(database).await;
        needs(&world, 2, 2).await;
        let admin = world.member("Dũng", Role::Admin).await;
        let (huong, minh) = (world.reviewer("Hương").await, world.reviewer("Minh").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let (hers, minhs) = (huong.sees(&code).await.id, minh.sees(&code).await.id);
        huong.press_on(hers, "Nhận xử lý");
        minh.sees_on(minhs, "Hương đang xử lý").await;
        huong.approves(hers).await;
        minh.sees_on(minhs, "1/2 đồng ý").await;
        admin.dismisses("Hương").await;
        admin.sees("Đã thôi giao việc cho Hương").await;
        eventually(async || {
            let cards = minh.messages();
            cards.iter().any(|card| card.id == minhs && !card.text.contains("Hương"))
        })
        .await;
        minh.approves(minhs).await;
        minh.is_told("Đã ghi phiếu").await;
        assert_eq!((state(&world).await, world.decisions().await), ("pending".to_owned(), 0));
        let mut connection = world.database.connect().await;
        for (sql, expected) in [
            ("SELECT COUNT(*) FROM audit WHERE act = 'release' AND actor_name = 'Dũng'", 1_i64),
            ("SELECT COUNT(*) FROM audit WHERE act = 'unvote' AND actor_name = 'Dũng'", 1),
            ("SELECT COUNT(*) FROM desk_timers WHERE kind = 'claim'", 0),
        ] {
            let found: i64 = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
            assert_eq!(found, expected, "{sql}");
        }
        world.end().await;
    }
}

#[tokio::test]
async fn of_two_who_take_one_up_again_at_once_one_begins_a_round() {
    let Some(database) = Database::postgres().await else { return };
    let world = World::on(database).await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&code).await.id, dung.sees(&code).await.id);
    opens_more(&huong, hers).await;
    huong.press_on(hers, "Tạm dừng xem xét…");
    huong.sees("lý do tạm dừng").await;
    huong.say("Có đơn đề nghị làm rõ việc này.");
    dung.sees_on(his, "Tạm dừng xem xét").await;
    huong.sees_on(hers, "Tạm dừng xem xét").await;
    world.settles().await;
    let other = world.database.holds_the_nominations().await;
    huong.press_on(hers, "Tiếp tục xem xét");
    dung.press_on(his, "Tiếp tục xem xét");
    world.database.somebody_waits(2).await;
    other.lets_go().await;
    lan.sees("được tiếp tục xem xét").await;
    world.settles().await;
    let mut connection = world.database.connect().await;
    let round: i64 = sqlx::query_scalar("SELECT round FROM nominations")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(round, 2);
    world.end().await;
}
