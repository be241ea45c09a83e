//! Exemplars: likely matches on the card, comparing, merging, joining and parting, the mark that a deed
//! was commended, and what a citizen is shown before sending.

use hoadep::clock::MINUTE;
use hoadep::demo::telegram::Message;
use hoadep::domain::role::Role;

use crate::places::bind_to_the_province;
use crate::replicas::Replicas;
use crate::tester::{Person, World, eventually};

/// The state of the nomination with this code.
async fn state(world: &World, code: &str) -> String {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT state FROM nominations WHERE code = $1")
        .bind(code)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// How many exemplars the nominations are of.
async fn exemplars(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(DISTINCT exemplar_id) FROM nominations")
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// How many rows of the audit say that this was done.
async fn done(world: &World, act: &str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM audit WHERE act = $1")
        .bind(act)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// Two nominations of one name by two citizens, and the cards of the second on a reviewer's phone.
struct Pair<'w> {
    lan: Person<'w>,
    minh: Person<'w>,
    first: String,
    second: String,
    /// Messages of the reviewer.
    cards: [i64; 2],
}

async fn pair<'w>(world: &'w World, reviewer: &Person<'w>) -> Pair<'w> {
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let one = reviewer.sees(&first).await.id;
    let second = minh.nominates("ông Nguyen Van Tu").await;
    let other = reviewer.sees(&second).await.id;
    Pair { lan, minh, first, second, cards: [one, other] }
}

/// Waits until a card offers this.
async fn offers(reviewer: &Person<'_>, card: i64, label: &str) {
    eventually(async || {
        let cards = reviewer.messages();
        cards.iter().any(|one| one.id == card && one.button(label).is_some())
    })
    .await;
}

/// Compares by the card in this message with the first that may be the same.
async fn compares(reviewer: &Person<'_>, card: i64) -> Message {
    offers(reviewer, card, "🔎 Giống 1 hồ sơ").await;
    reviewer.press_on(card, "🔎 Giống 1 hồ sơ");
    reviewer.sees_on(card, "Hệ thống chỉ gợi ý").await;
    reviewer.press_on(card, "So sánh 1");
    reviewer.sees_on(card, "↔").await
}

/// Merges by the card in this message: the same deed.
async fn merges(reviewer: &Person<'_>, card: i64) {
    compares(reviewer, card).await;
    reviewer.press_on(card, "Gộp – cùng một việc");
    reviewer.sees_on(card, "cùng một việc?").await;
    reviewer.press_on(card, "Xác nhận gộp");
}

/// Opens what else a card offers and presses that.
async fn more(reviewer: &Person<'_>, card: i64, label: &str) {
    reviewer.press_on(card, "Việc khác…");
    reviewer.sees_on(card, "muốn làm gì với hồ sơ này").await;
    reviewer.press_on(card, label);
}

#[tokio::test]
async fn a_card_warns_of_a_likely_match_and_shows_why_and_both_side_by_side() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    let card = huong.sees_on(pair.cards[1], "Có thể trùng: 1 – giống nhất: Nguyễn Văn Tư").await;
    assert!(card.text.contains("Phố Hiến") && card.text.contains("/100)"), "{}", card.text);
    huong.press_on(card.id, "🔎 Giống 1 hồ sơ");
    let list = huong.sees_on(card.id, "Hệ thống chỉ gợi ý").await;
    for words in [&pair.first, "trùng họ tên khi bỏ dấu", "cùng xã, phường", "cách xưng hô"]
    {
        assert!(list.text.contains(words), "{words} in {}", list.text);
    }
    huong.press_on(card.id, "So sánh 1");
    let both = huong.sees_on(card.id, "↔").await;
    for words in [
        "≠ Tên: ông Nguyen Van Tu ↔ Nguyễn Văn Tư",
        "= Đối tượng: Cá nhân",
        "= Người cùng giới thiệu: 1",
        "vá lại con đường",
    ] {
        assert!(both.text.contains(words), "{words} in {}", both.text);
    }
    huong.press_on(card.id, "‹ Danh sách");
    huong.sees_on(card.id, "Hệ thống chỉ gợi ý").await;
    huong.press_on(card.id, "‹ Quay lại");
    huong.sees_on(card.id, "Có thể trùng").await;
    assert_eq!(exemplars(&world).await, 2, "nothing is merged alone");
    world.end().await;
}

#[tokio::test]
async fn merged_nominations_go_together_and_each_author_hears_of_it_and_of_the_decision() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    merges(&huong, pair.cards[1]).await;
    huong.is_told("Đã gộp").await;
    let told = pair.minh.sees("được gộp với lời giới thiệu của người khác").await;
    assert!(
        told.text.contains("nay có 2 người cùng giới thiệu") && told.text.contains(&pair.second)
    );
    let told = pair.lan.sees("Có thêm một người cùng giới thiệu").await;
    assert!(told.text.contains("nay có 2 người") && told.text.contains(&pair.first));
    let merged = huong.sees_on(pair.cards[1], &format!("Gộp vào hồ sơ {}", pair.first)).await;
    assert!(merged.button("✅ Duyệt").is_none());
    huong.sees_on(pair.cards[0], "2 người cùng giới thiệu").await;
    assert_eq!(state(&world, &pair.second).await, "duplicate");
    assert_eq!((exemplars(&world).await, done(&world, "merge").await), (1, 2));
    huong.approves(pair.cards[0]).await;
    pair.lan.sees("đã được ghi nhận").await;
    let told = pair.minh.sees("mà Ông/Bà cùng giới thiệu").await;
    assert!(told.text.contains("ghi nhận") && told.text.contains(&pair.second));
    world.settles().await;
    let times = pair.minh.messages().iter().filter(|one| one.text.contains("ghi nhận")).count();
    assert_eq!(times, 1, "told once");
    world.end().await;
}

#[tokio::test]
async fn what_is_merged_into_a_decision_not_yet_told_follows_it_and_its_undoing() {
    let world = World::new().await;
    world.set("undo-minutes", 5).await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    huong.approves(pair.cards[0]).await;
    huong.sees_on(pair.cards[0], "sẽ được báo sau 5 phút").await;
    merges(&huong, pair.cards[1]).await;
    pair.minh.sees("được gộp với lời giới thiệu").await;
    // What it shows changed with the merge, and was drawn again.
    huong.sees_on(pair.cards[0], "2 người cùng giới thiệu").await;
    huong.press_on(pair.cards[0], "↩️ Hoàn tác");
    huong.is_told("Đã hoàn tác").await;
    world.clock.advance(6 * MINUTE);
    world.settles().await;
    assert!(pair.minh.messages().iter().all(|one| !one.text.contains("ghi nhận")));
    assert_eq!(state(&world, &pair.second).await, "duplicate");
    huong.sees_on(pair.cards[0], "Chờ duyệt").await;
    huong.approves(pair.cards[0]).await;
    huong.sees_on(pair.cards[0], "sẽ được báo sau 5 phút").await;
    world.clock.advance(6 * MINUTE);
    pair.minh.sees("mà Ông/Bà cùng giới thiệu").await;
    pair.lan.sees("đã được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn another_deed_of_the_same_person_shares_the_exemplar_and_is_reviewed_by_itself() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    let old = compares(&huong, pair.cards[1]).await;
    huong.press_on(pair.cards[1], "Cùng người, việc khác");
    huong.sees_on(pair.cards[1], "cùng người, việc khác?").await;
    huong.press_on(pair.cards[1], "Xác nhận cùng người");
    huong.is_told("cùng một điển hình").await;
    pair.minh.sees("cũng được giới thiệu vì một việc khác").await;
    pair.lan.sees("vừa được giới thiệu thêm vì một việc khác").await;
    let joined = huong.sees_on(pair.cards[1], &format!("Cùng điển hình: {}", pair.first)).await;
    assert!(joined.button("✅ Duyệt").is_some());
    assert_eq!(
        (exemplars(&world).await, state(&world, &pair.second).await),
        (1, "submitted".into())
    );
    // A press on what was drawn before.
    let join = old.button("Gộp – cùng một việc").unwrap().data.clone().unwrap();
    huong.press_forged(pair.cards[1], &join.replace(".mg.", ".my."));
    huong.is_told("vừa có thay đổi").await;
    assert_eq!(state(&world, &pair.second).await, "submitted");
    // Found to be the same deed after all.
    huong.sees_on(pair.cards[1], "Cùng điển hình").await;
    huong.press_on(pair.cards[1], "🔎 Giống 1 hồ sơ");
    huong.sees_on(pair.cards[1], "Đã được xác định là cùng điển hình").await;
    huong.press_on(pair.cards[1], "So sánh 1");
    huong.sees_on(pair.cards[1], "↔").await;
    huong.press_on(pair.cards[1], "Tách ra…");
    huong.sees_on(pair.cards[1], "Tách hồ sơ").await;
    huong.press_on(pair.cards[1], "Xác nhận tách");
    pair.minh.sees("nay được xem xét riêng").await;
    huong.sees_on(pair.cards[1], "Có thể trùng").await;
    assert_eq!((exemplars(&world).await, done(&world, "split").await), (2, 1));
    world.end().await;
}

#[tokio::test]
async fn a_merged_nomination_is_parted_again_and_looked_into_anew() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    merges(&huong, pair.cards[1]).await;
    huong.sees_on(pair.cards[1], "Gộp vào hồ sơ").await;
    more(&huong, pair.cards[1], "Tách ra…").await;
    huong.sees_on(pair.cards[1], "Tách hồ sơ").await;
    huong.press_on(pair.cards[1], "Xác nhận tách");
    huong.is_told("Đã tách").await;
    pair.minh.sees("nay được xem xét riêng").await;
    let card = huong.sees_on(pair.cards[1], "Đã tiếp nhận").await;
    assert!(!card.text.contains("2 người"), "{}", card.text);
    assert_eq!(
        (state(&world, &pair.second).await, exemplars(&world).await),
        ("received".into(), 2)
    );
    assert_eq!(done(&world, "split").await, 1);
    let mut connection = world.database.connect().await;
    let altered = "SELECT COUNT(*) FROM nominations WHERE story NOT LIKE '%vá lại con đường%'";
    let altered: i64 = sqlx::query_scalar(altered).fetch_one(&mut connection).await.unwrap();
    assert_eq!(altered, 0);
    world.end().await;
}

#[tokio::test]
async fn who_is_said_not_to_be_the_same_is_not_shown_again_unless_that_is_taken_back() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    compares(&huong, pair.cards[1]).await;
    huong.press_on(pair.cards[1], "Không trùng");
    huong.is_told("Đã ghi nhớ").await;
    for card in pair.cards {
        eventually(async || {
            let cards = huong.messages();
            cards.iter().any(|one| one.id == card && !one.text.contains("trùng"))
        })
        .await;
    }
    assert_eq!(done(&world, "distinct").await, 2);
    more(&huong, pair.cards[0], "Xem hồ sơ không trùng").await;
    huong.sees_on(pair.cards[0], "Đã đánh dấu là không trùng").await;
    huong.press_on(pair.cards[0], "Xem lại 1");
    huong.sees_on(pair.cards[0], "Hệ thống chỉ gợi ý").await;
    huong.press_on(pair.cards[0], "‹ Quay lại");
    huong.sees_on(pair.cards[0], "Có thể trùng").await;
    assert_eq!(exemplars(&world).await, 2);
    world.end().await;
}

#[tokio::test]
async fn nothing_is_merged_into_what_was_refused_or_taken_back() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    let both = compares(&huong, pair.cards[1]).await;
    let merge = both.button("Gộp – cùng một việc").unwrap().data.clone().unwrap();
    takes_back(&pair.lan).await;
    world.settles().await;
    for press in [merge.clone(), merge.replace(".mg.", ".my."), merge.replace(".mg.", ".jy.")] {
        huong.press_forged(pair.cards[1], &press);
        huong.is_told("Đã rút").await;
    }
    assert_eq!(state(&world, &pair.second).await, "submitted");
    world.end().await;
}

/// Takes the only nomination back.
async fn takes_back(author: &Person<'_>) {
    author.say("/hoso");
    author.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = author.newest().labels()[0].to_owned();
    author.press(&row);
    author.sees("Diễn biến").await;
    author.press("Rút hồ sơ");
    author.sees("muốn rút hồ sơ").await;
    author.press("Rút hồ sơ này");
    author.sees("Đã rút hồ sơ").await;
}

#[tokio::test]
async fn what_went_with_a_nomination_stands_for_itself_when_that_is_taken_back() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    merges(&huong, pair.cards[1]).await;
    huong.sees_on(pair.cards[1], "Gộp vào hồ sơ").await;
    takes_back(&pair.lan).await;
    pair.minh.sees("vừa được người giới thiệu rút lại").await;
    huong.sees_on(pair.cards[1], "Đã tiếp nhận").await;
    assert_eq!(state(&world, &pair.second).await, "received");
    huong.approves(pair.cards[1]).await;
    pair.minh.sees("đã được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_merged_can_still_be_taken_back_by_its_author_and_supports_no_more() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    merges(&huong, pair.cards[1]).await;
    huong.sees_on(pair.cards[0], "2 người cùng giới thiệu").await;
    takes_back(&pair.minh).await;
    assert_eq!(state(&world, &pair.second).await, "withdrawn");
    eventually(async || {
        let cards = huong.messages();
        cards.iter().any(|one| one.id == pair.cards[0] && !one.text.contains("2 người"))
    })
    .await;
    huong.approves(pair.cards[0]).await;
    pair.lan.sees("đã được ghi nhận").await;
    world.settles().await;
    assert!(pair.minh.messages().iter().all(|one| !one.text.contains("cùng giới thiệu (mã")));
    world.end().await;
}

#[tokio::test]
async fn of_two_who_merge_crosswise_one_wins() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let pair = pair(&world, &huong).await;
    let his = dung.sees(&pair.first).await.id;
    // So that his card of the first shows the second.
    dung.press_on(his, "Việc khác…");
    dung.sees_on(his, "muốn làm gì").await;
    dung.press_on(his, "‹ Quay lại");
    compares(&dung, his).await;
    dung.press_on(his, "Gộp – cùng một việc");
    let asked = dung.sees_on(his, "cùng một việc?").await;
    let press = asked.button("Xác nhận gộp").unwrap().data.clone().unwrap();
    merges(&huong, pair.cards[1]).await;
    huong.is_told("Đã gộp").await;
    dung.press_forged(his, &press);
    dung.is_told("vừa có thay đổi").await;
    world.settles().await;
    assert_eq!(
        (state(&world, &pair.first).await, state(&world, &pair.second).await),
        ("submitted".to_owned(), "duplicate".to_owned())
    );
    world.end().await;
}

/// What is left after a merge of the second into the first met its author taking the first back.
async fn is_whole(world: &World) {
    world.settles().await;
    let mut connection = world.database.connect().await;
    let lost = "SELECT COUNT(*) FROM nominations n WHERE n.state = 'duplicate' AND NOT EXISTS
        (SELECT 1 FROM nominations r WHERE r.id = n.duplicate_of AND r.state <> 'withdrawn'
            AND r.duplicate_of IS NULL AND r.exemplar_id = n.exemplar_id)";
    let lost: i64 = sqlx::query_scalar(lost).fetch_one(&mut connection).await.unwrap();
    assert_eq!(lost, 0, "a duplicate goes with what stands");
    let bound = "SELECT COUNT(*) FROM nominations n JOIN exemplars e ON e.id = n.exemplar_id
        WHERE e.merged_into IS NOT NULL OR (n.duplicate_of IS NOT NULL AND n.state <> 'duplicate')";
    let bound: i64 = sqlx::query_scalar(bound).fetch_one(&mut connection).await.unwrap();
    assert_eq!(bound, 0, "every nomination is of an exemplar that stands");
}

#[tokio::test]
async fn a_merge_and_the_withdrawal_of_the_other_nomination_meet_in_either_order() {
    for merge_first in [true, false] {
        let Some(replicas) = Replicas::start().await else { return };
        let world = &replicas.world;
        let huong = world.reviewer("Hương").await;
        let pair = pair(world, &huong).await;
        compares(&huong, pair.cards[1]).await;
        huong.press_on(pair.cards[1], "Gộp – cùng một việc");
        huong.sees_on(pair.cards[1], "cùng một việc?").await;
        pair.lan.say("/hoso");
        pair.lan.sees("Hồ sơ Ông/Bà đã gửi").await;
        let row = pair.lan.newest().labels()[0].to_owned();
        pair.lan.press(&row);
        pair.lan.sees("Diễn biến").await;
        pair.lan.press("Rút hồ sơ");
        pair.lan.sees("muốn rút hồ sơ").await;
        let other = world.database.holds_the_nominations().await;
        let merge = || huong.press_on(pair.cards[1], "Xác nhận gộp");
        let withdraw = || pair.lan.press("Rút hồ sơ này");
        if merge_first {
            merge()
        } else {
            withdraw()
        }
        world.database.somebody_waits(1).await;
        if merge_first {
            withdraw()
        } else {
            merge()
        }
        world.database.somebody_waits(2).await;
        other.lets_go().await;
        pair.lan.sees("Đã rút hồ sơ").await;
        huong.is_told(if merge_first { "Đã gộp" } else { "Đã rút" }).await;
        is_whole(world).await;
        let expected = if merge_first { "received" } else { "submitted" };
        assert_eq!(state(world, &pair.second).await, expected);
        assert_eq!(state(world, &pair.first).await, "withdrawn");
        replicas.end().await;
    }
}

#[tokio::test]
async fn two_merges_crosswise_at_the_same_instant_make_no_circle() {
    let Some(replicas) = Replicas::start().await else { return };
    let world = &replicas.world;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    let pair = pair(world, &huong).await;
    let his = dung.sees(&pair.first).await.id;
    dung.press_on(his, "Việc khác…");
    dung.sees_on(his, "muốn làm gì").await;
    dung.press_on(his, "‹ Quay lại");
    for (reviewer, card) in [(&huong, pair.cards[1]), (&dung, his)] {
        compares(reviewer, card).await;
        reviewer.press_on(card, "Gộp – cùng một việc");
        reviewer.sees_on(card, "cùng một việc?").await;
    }
    let other = world.database.holds_the_nominations().await;
    huong.press_on(pair.cards[1], "Xác nhận gộp");
    world.database.somebody_waits(1).await;
    dung.press_on(his, "Xác nhận gộp");
    world.database.somebody_waits(2).await;
    other.lets_go().await;
    huong.is_told("Đã gộp").await;
    dung.is_told("vừa có thay đổi").await;
    is_whole(world).await;
    assert_eq!(state(world, &pair.first).await, "submitted");
    assert_eq!(state(world, &pair.second).await, "duplicate");
    replicas.end().await;
}

#[tokio::test]
async fn a_deed_is_marked_as_commended_once_and_new_nominations_show_it() {
    let world = World::new().await;
    let (huong, admin) = (world.reviewer("Hương").await, world.member("Dũng", Role::Admin).await);
    let lan = world.agreed("Lan").await;
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let (hers, his) = (huong.sees(&first).await.id, admin.sees(&first).await.id);
    huong.approves(hers).await;
    lan.sees("đã được ghi nhận").await;
    huong.sees_on(hers, "Đã ghi nhận – Hương").await;
    more(&huong, hers, "🏅 Đánh dấu đã được khen…").await;
    huong.sees_on(hers, "bằng hình thức nào").await;
    huong.press_on(hers, "Bằng khen");
    huong.sees("số quyết định").await;
    huong.say("123/QĐ-UBND");
    huong.sees("ngày của quyết định").await;
    huong.say("hôm nào đó");
    huong.sees("chưa hiểu ngày này").await;
    huong.say("05/07/2026");
    huong.sees("Đã đánh dấu ở hồ sơ").await;
    let mark = "Đã được khen: Bằng khen số 123/QĐ-UBND ngày 05/07/2026";
    huong.sees_on(hers, mark).await;
    let minh = world.agreed("Minh").await;
    let second = minh.nominates("Nguyen Van Tu").await;
    let card = huong.sees(&second).await;
    assert!(card.text.contains(mark) && card.text.contains("vá lại con đường"), "{}", card.text);
    assert!(card.text.contains(&first));
    more(&huong, hers, "Bỏ dấu đã được khen…").await;
    huong.is_told("quản trị viên").await;
    more(&admin, his, "Bỏ dấu đã được khen…").await;
    admin.sees_on(his, "Bỏ dấu đã được khen ở hồ sơ").await;
    admin.press_on(his, "Xác nhận bỏ dấu");
    eventually(async || {
        let cards = huong.messages();
        cards.iter().any(|one| one.id == hers && !one.text.contains("Đã được khen"))
    })
    .await;
    assert_eq!(done(&world, "commend").await, 2);
    world.end().await;
}

#[tokio::test]
async fn a_deed_is_marked_as_commended_while_it_is_open_and_once_it_is_refused() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    for (refused, name) in [(false, "Nguyễn Văn Tư"), (true, "Trần Thị Bảy")] {
        let code = lan.nominates(name).await;
        let card = huong.sees(&code).await.id;
        if refused {
            huong.press_on(card, "Từ chối");
            let asked = huong.sees_on(card, "Vì sao từ chối").await;
            huong.press_on(card, asked.labels()[0]);
            huong.sees_on(card, "Từ chối hồ sơ này").await;
            huong.press_on(card, "Xác nhận từ chối");
            huong.sees_on(card, "Không được ghi nhận – Hương").await;
        }
        more(&huong, card, "🏅 Đánh dấu đã được khen…").await;
        huong.sees_on(card, "bằng hình thức nào").await;
        huong.press_on(card, "Giấy khen");
        huong.sees("số quyết định").await;
        huong.say("45/QĐ-UBND");
        huong.sees("ngày của quyết định").await;
        huong.say("05/07/2026");
        huong.sees("Đã đánh dấu ở hồ sơ").await;
        huong.sees_on(card, "45/QĐ-UBND").await;
    }
    assert_eq!(done(&world, "commend").await, 2);
    world.end().await;
}

/// Shows the only recognised exemplar to the public, as its consent allows.
async fn goes_public(world: &World) {
    let mut connection = world.database.connect().await;
    for sql in [
        "UPDATE exemplars SET public_at = 5
          WHERE id IN (SELECT exemplar_id FROM nominations WHERE state = 'recognised')",
        "INSERT INTO exemplar_consents (id, exemplar_id, given_by, is_guardian, how, recorded_by, at,
            nomination_id)
         SELECT id, exemplar_id, 'Ông Tư', 0, 'direct', nominator_id, 5, id FROM nominations
          WHERE state = 'recognised'",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
}

#[tokio::test]
async fn a_story_is_added_to_a_public_exemplar_that_its_author_means() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&first).await.id;
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    goes_public(&world).await;
    minh.writes_up_to_the_summary("Nguyen Van Tu", "Bác Tư lại vá con đường đầu làng mình.").await;
    minh.press("✅ Gửi");
    let shown = minh.sees("gương đã được công bố này không").await;
    assert!(shown.text.contains("Nguyễn Văn Tư") && shown.text.contains("Phố Hiến"));
    assert!(!shown.text.contains("Bác tự bỏ tiền") && !shown.text.contains(&first));
    // First a look back; nothing is lost.
    minh.press("‹ Quay lại");
    minh.sees("Bước 4/4").await;
    minh.press("✅ Gửi");
    minh.sees("gương đã được công bố này không").await;
    minh.press("Đúng, thêm lời kể của tôi");
    let sent = minh.sees("Mã hồ sơ").await;
    assert!(sent.text.contains("được thêm vào gương"), "{}", sent.text);
    let added = huong.sees("gửi thêm lời kể cho gương").await;
    assert!(added.text.contains("2 người cùng giới thiệu") && added.text.contains(&first));
    assert!(added.text.contains("lại vá con đường đầu làng mình"), "{}", added.text);
    assert_eq!(exemplars(&world).await, 1);
    huong.approves(added.id).await;
    minh.sees("đã được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn who_means_somebody_else_sends_for_itself_and_is_not_asked_again() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&first).await.id;
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    goes_public(&world).await;
    minh.writes_up_to_the_summary(
        "Nguyễn Văn Tư",
        "Bác Tư vá lại con đường đầu làng cho các cháu.",
    )
    .await;
    minh.press("✅ Gửi");
    minh.sees("gương đã được công bố này không").await;
    minh.say("không phải, gửi riêng");
    let sent = minh.sees("Mã hồ sơ").await;
    assert!(!sent.text.contains("được thêm vào gương"));
    huong.sees("Có thể trùng").await;
    assert_eq!(exemplars(&world).await, 2);
    world.end().await;
}

#[tokio::test]
async fn an_exemplar_that_is_not_public_is_never_shown_to_a_citizen() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&first).await.id;
    // Not recognised yet; recognised and not public; public once, and the consent taken back.
    minh.nominates("Nguyễn Văn Tư").await;
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    minh.nominates("Nguyễn Văn Tư").await;
    goes_public(&world).await;
    let mut connection = world.database.connect().await;
    let taken_back = "UPDATE exemplar_consents SET withdrawn_at = 6";
    sqlx::query(taken_back).execute(&mut connection).await.unwrap();
    minh.nominates("Nguyễn Văn Tư").await;
    assert!(minh.messages().iter().all(|one| !one.text.contains("đã được công bố")));
    world.end().await;
}

#[tokio::test]
async fn a_reviewer_of_other_communes_compares_with_nothing_outside_their_scope() {
    let world = World::new().await;
    let huong = world.reviewer_of("Hương", &["12970"]).await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let phoned = "UPDATE nominations SET nominee_phone = '+84912345678'";
    lan.nominates("Nguyễn Văn Tư").await;
    let second = minh.nominates_in("Nguyễn Văn Tư", "xã Tiền Hải").await;
    let card = huong.sees(&second).await.id;
    let mut connection = world.database.connect().await;
    sqlx::query(phoned).execute(&mut connection).await.unwrap();
    huong.press_on(card, "Việc khác…");
    huong.sees_on(card, "muốn làm gì").await;
    huong.press_on(card, "‹ Quay lại");
    offers(&huong, card, "🔎 Giống 1 hồ sơ").await;
    let drawn = huong.sees_on(card, "Có thể trùng: 1 hồ sơ").await;
    assert!(!drawn.text.contains("giống nhất"), "{}", drawn.text);
    huong.press_on(card, "🔎 Giống 1 hồ sơ");
    huong.sees_on(card, "cùng số điện thoại").await;
    huong.press_on(card, "So sánh 1");
    huong.is_told("không thuộc phạm vi").await;
    world.end().await;
}

#[tokio::test]
async fn what_was_not_public_does_not_become_so_by_joining_it_to_what_is() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    huong.approves(pair.cards[0]).await;
    pair.lan.sees("đã được ghi nhận").await;
    goes_public(&world).await;
    // Another statement about the public one, still open; and one that was recognised elsewhere.
    compares(&huong, pair.cards[1]).await;
    huong.press_on(pair.cards[1], "Cùng người, việc khác");
    huong.sees_on(pair.cards[1], "cùng người, việc khác?").await;
    huong.press_on(pair.cards[1], "Xác nhận cùng người");
    huong.sees_on(pair.cards[1], "Cùng điển hình").await;
    let shown = "SELECT COUNT(*) FROM exemplars WHERE public_at IS NOT NULL";
    let mut connection = world.database.connect().await;
    let shown_now: i64 = sqlx::query_scalar(shown).fetch_one(&mut connection).await.unwrap();
    assert_eq!(shown_now, 1, "an open statement changes nothing");
    let nam = world.agreed("Nam").await;
    nam.writes_up_to_the_summary("Nguyễn Văn Tư", "Bác Tư vá lại con đường đầu làng.").await;
    nam.press("✅ Gửi");
    nam.sees("gương đã được công bố này không").await;
    nam.press("Không phải, gửi riêng");
    let third = crate::tester::code_in(&nam.sees("Mã hồ sơ").await.text);
    let card = huong.sees(&third).await.id;
    huong.approves(card).await;
    nam.sees("đã được ghi nhận").await;
    more(&huong, pair.cards[1], "‹ Quay lại").await;
    offers(&huong, pair.cards[1], "🔎 Giống 2 hồ sơ").await;
    huong.press_on(pair.cards[1], "🔎 Giống 2 hồ sơ");
    huong.sees_on(pair.cards[1], "Hệ thống chỉ gợi ý").await;
    huong.press_on(pair.cards[1], "So sánh 2");
    huong.sees_on(pair.cards[1], &format!("↔ {third}")).await;
    huong.press_on(pair.cards[1], "Cùng người, việc khác");
    huong.sees_on(pair.cards[1], "cùng người, việc khác?").await;
    huong.press_on(pair.cards[1], "Xác nhận cùng người");
    huong.is_told("cùng một điển hình").await;
    let shown_now: i64 = sqlx::query_scalar(shown).fetch_one(&mut connection).await.unwrap();
    assert_eq!((shown_now, exemplars(&world).await), (0, 1), "a reviewer has to show it again");
    world.end().await;
}

/// Joins by the card in this message: the same nominee.
async fn joins(reviewer: &Person<'_>, card: i64) {
    compares(reviewer, card).await;
    reviewer.press_on(card, "Cùng người, việc khác");
    reviewer.sees_on(card, "cùng người, việc khác?").await;
    reviewer.press_on(card, "Xác nhận cùng người");
    reviewer.sees_on(card, "Cùng điển hình").await;
}

/// How many exemplars are marked as public.
async fn public(world: &World) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM exemplars WHERE public_at IS NOT NULL")
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// How many consents of the exemplar of the nomination with this code hold.
async fn consents(world: &World, code: &str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(
        "SELECT COUNT(*) FROM exemplar_consents c
           JOIN nominations n ON n.exemplar_id = c.exemplar_id
          WHERE n.code = $1 AND c.withdrawn_at IS NULL",
    )
    .bind(code)
    .fetch_one(&mut connection)
    .await
    .unwrap()
}

#[tokio::test]
async fn whichever_of_two_is_parted_nobody_is_public_by_the_consent_of_the_other() {
    for parted in [0, 1] {
        let world = World::new().await;
        let huong = world.reviewer("Hương").await;
        let pair = pair(&world, &huong).await;
        huong.approves(pair.cards[0]).await;
        pair.lan.sees("đã được ghi nhận").await;
        goes_public(&world).await;
        joins(&huong, pair.cards[1]).await;
        more(&huong, pair.cards[1], "‹ Quay lại").await;
        offers(&huong, pair.cards[1], "✅ Duyệt").await;
        huong.approves(pair.cards[1]).await;
        pair.minh.sees("đã được ghi nhận").await;
        assert_eq!(public(&world).await, 1);
        huong.sees_on(pair.cards[0], "2 người cùng giới thiệu").await;
        more(&huong, pair.cards[parted], "Tách ra…").await;
        huong.sees_on(pair.cards[parted], "Tách hồ sơ").await;
        huong.press_on(pair.cards[parted], "Xác nhận tách");
        huong.is_told("Đã tách").await;
        assert_eq!((public(&world).await, exemplars(&world).await), (0, 2));
        let hold = (consents(&world, &pair.first).await, consents(&world, &pair.second).await);
        assert_eq!(hold, (1, 0), "a consent stays with the nomination it was written down on");
        assert_eq!(done(&world, "public").await, 1);
        world.end().await;
    }
}

#[tokio::test]
async fn who_took_a_consent_back_is_not_shown_by_that_of_whom_they_are_joined_to() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    huong.approves(pair.cards[0]).await;
    pair.lan.sees("đã được ghi nhận").await;
    goes_public(&world).await;
    let mut connection = world.database.connect().await;
    sqlx::query(
        "INSERT INTO exemplar_consents (id, exemplar_id, given_by, is_guardian, how, recorded_by, at,
            nomination_id, withdrawn_at)
         SELECT id, exemplar_id, 'Ông Tư', 0, 'direct', nominator_id, 5, id, 6 FROM nominations
          WHERE code = $1",
    )
    .bind(&pair.second)
    .execute(&mut connection)
    .await
    .unwrap();
    joins(&huong, pair.cards[1]).await;
    assert_eq!((public(&world).await, consents(&world, &pair.first).await), (0, 0));
    world.end().await;
}

#[tokio::test]
async fn what_is_compared_from_a_group_is_shown_to_who_pressed_alone() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let group = world.telegram.add_group("Tổ duyệt", &[admin.id]);
    bind_to_the_province(&admin.at(group)).await;
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    lan.nominates("Nguyễn Văn Tư").await;
    let second = minh.nominates("Nguyễn Văn Tư").await;
    let in_group = admin.at(group);
    let card = in_group.sees(&second).await;
    admin.sees("Có thể trùng").await;
    in_group.press_on(card.id, "🔎 Giống 1 hồ sơ");
    in_group.is_told("tin nhắn riêng").await;
    let list = admin.sees("Hệ thống chỉ gợi ý").await;
    admin.press_on(list.id, "So sánh 1");
    let both = admin.sees_on(list.id, "↔").await;
    let shown = in_group.messages();
    assert!(shown.iter().all(|one| !one.text.contains("Hệ thống chỉ gợi ý")), "all would read it");
    admin.press_on(both.id, "Gộp – cùng một việc");
    admin.sees_on(both.id, "cùng một việc?").await;
    admin.press_on(both.id, "Xác nhận gộp");
    admin.sees_on(both.id, "Đã gộp hồ sơ").await;
    in_group.sees_on(card.id, "Gộp vào hồ sơ").await;
    world.end().await;
}

/// The state of the nomination with this code as its author's list has it.
async fn lists(author: &Person<'_>, state: &str) {
    author.say("/hoso");
    let list = author.sees("Hồ sơ Ông/Bà đã gửi").await;
    assert!(list.text.contains(state), "{}", list.text);
}

#[tokio::test]
async fn the_author_of_a_merged_one_sees_and_hears_how_the_deed_goes_on_and_may_appeal_for_it() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let pair = pair(&world, &huong).await;
    merges(&huong, pair.cards[1]).await;
    huong.is_told("Đã gộp").await;
    pair.minh.sees("được gộp với lời giới thiệu của người khác").await;
    lists(&pair.minh, "Gộp với hồ sơ cùng việc – Đã gửi").await;
    huong.sees_on(pair.cards[0], "2 người cùng giới thiệu").await;
    // Set aside and taken up again.
    more(&huong, pair.cards[0], "Tạm dừng xem xét…").await;
    huong.sees("viết lý do tạm dừng").await;
    huong.say("Chờ xác minh thêm tại xã");
    pair.minh.sees("tạm dừng để xác minh thêm").await;
    lists(&pair.minh, "Gộp với hồ sơ cùng việc – Tạm dừng").await;
    huong.sees_on(pair.cards[0], "Tạm dừng").await;
    huong.press_on(pair.cards[0], "Tiếp tục xem xét");
    pair.minh.sees("được tiếp tục xem xét").await;
    // Refused: who came second asks for another look, once for both.
    huong.sees_on(pair.cards[0], "Đã tiếp nhận").await;
    huong.press_on(pair.cards[0], "Từ chối");
    let asked = huong.sees_on(pair.cards[0], "Vì sao từ chối").await;
    let reason = asked.labels()[0].to_owned();
    huong.press_on(pair.cards[0], &reason);
    huong.sees_on(pair.cards[0], "Từ chối hồ sơ này").await;
    huong.press_on(pair.cards[0], "Xác nhận từ chối");
    let hers = pair.lan.sees("lần này chưa được ghi nhận").await;
    let first = hers.button("Đề nghị xem lại").unwrap().data.clone().unwrap();
    pair.minh.sees("được đề nghị một lần").await;
    pair.minh.press("Đề nghị xem lại");
    pair.minh.sees("Vì sao Ông/Bà đề nghị xem lại").await;
    pair.minh.say("Cả thôn đều chứng kiến việc làm này.");
    pair.minh.sees("Đã nhận đề nghị xem lại").await;
    pair.lan.sees("đang được xem xét lại").await;
    pair.lan.press_forged(hers.id, &first);
    pair.lan.sees("đã được đề nghị xem lại ngày").await;
    let card = admin.sees("Cả thôn đều chứng kiến").await;
    assert!(card.text.contains(&pair.first), "{}", card.text);
    admin.approves(card.id).await;
    pair.lan.sees("Sau khi xem lại theo đề nghị").await;
    pair.minh.sees("mà Ông/Bà cùng giới thiệu").await;
    lists(&pair.minh, "Gộp với hồ sơ cùng việc – Đã ghi nhận").await;
    // Decided anew once more, by an admin.
    more(&admin, card.id, "Xem xét lại từ đầu…").await;
    admin.sees("viết lý do xem xét lại").await;
    admin.say("Có tình tiết mới cần xem");
    pair.minh.sees("đang được xem xét lại").await;
    world.end().await;
}

#[tokio::test]
async fn who_sent_both_of_two_that_are_merged_hears_of_it_as_theirs_and_of_the_decision_once() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let first = lan.nominates("Nguyễn Văn Tư").await;
    let root = huong.sees(&first).await.id;
    let second = lan.nominates("ông Nguyen Van Tu").await;
    let card = huong.sees(&second).await.id;
    merges(&huong, card).await;
    huong.is_told("Đã gộp").await;
    let told = lan.sees("Hai hồ sơ của Ông/Bà về").await;
    assert!(told.text.contains(&format!("mã {second} và {first}")), "{}", told.text);
    assert!(!told.text.contains("người"), "{}", told.text);
    // Its card changed with the merge, and was drawn again.
    world.settles().await;
    huong.approves(root).await;
    lan.sees("đã được ghi nhận").await;
    world.settles().await;
    let times = lan.messages().iter().filter(|one| one.text.contains("Tin vui")).count();
    assert_eq!(times, 1, "told once");
    world.end().await;
}
