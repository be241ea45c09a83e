//! Reviewers decide by button, through the whole program.

use hoadep::clock::DAY;
use hoadep::conversation::press::{Judge, Press};
use hoadep::domain::role::Role;

use crate::databases::Database;
use crate::tester::{Person, STORY, World, code_in};

#[tokio::test]
async fn a_refusal_with_a_reason_and_an_approval_reach_their_citizens_on_every_database() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let huong = world.reviewer("Hương").await;
        let lan = world.agreed("Lan").await;
        let refused = lan.nominates("Nguyễn Văn Tư").await;
        let card = huong.sees(&refused).await;
        assert!(card.text.contains("Đã gửi") && card.text.contains(STORY), "{}", card.text);
        huong.press_on(card.id, "Từ chối");
        let asked = huong.sees("Vì sao từ chối").await;
        assert_eq!(asked.id, card.id, "the card itself asks");
        let reason = asked.labels()[0].to_owned();
        huong.press_on(card.id, &reason);
        huong.sees("Từ chối hồ sơ này").await;
        huong.press_on(card.id, "Xác nhận từ chối");
        lan.sees("chưa được ghi nhận").await;
        let closed = huong.sees_on(card.id, "Không được ghi nhận").await;
        assert!(closed.button("✅ Duyệt").is_none(), "{:?}", closed.labels());
        assert!(closed.text.contains("Hương"), "{}", closed.text);

        let approved = lan.nominates("Trần Thị Bảy").await;
        let card = huong.sees(&approved).await;
        huong.approves(card.id).await;
        lan.sees("đã được ghi nhận").await;
        huong.sees_on(card.id, "Đã ghi nhận").await;
        world.end().await;
    }
}

/// Both reviewers have chosen, she to approve and he to refuse; what their last presses say.
async fn one_approves_and_one_refuses(
    code: &str,
    (huong, dung): (&Person<'_>, &Person<'_>),
) -> [(i64, String); 2] {
    let (hers, his) = (huong.sees(code).await.id, dung.sees(code).await.id);
    huong.press_on(hers, "✅ Duyệt");
    let sure = huong.sees_on(hers, "Duyệt và ghi nhận").await;
    let approve = sure.button("✅ Xác nhận duyệt").unwrap().data.clone().unwrap();
    dung.press_on(his, "Từ chối");
    let asked = dung.sees_on(his, "Vì sao từ chối").await;
    let reason = asked.labels()[0].to_owned();
    dung.press_on(his, &reason);
    let sure = dung.sees_on(his, "Từ chối hồ sơ này").await;
    let refuse = sure.button("Xác nhận từ chối").unwrap().data.clone().unwrap();
    [(hers, approve), (his, refuse)]
}

#[tokio::test]
async fn one_decision_wins_and_the_slower_reviewer_is_told_whose() {
    for approve_first in [true, false] {
        let world = World::new().await;
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let [(hers, approve), (his, refuse)] =
            one_approves_and_one_refuses(&code, (&huong, &dung)).await;
        // Both in one batch.
        let (slower, whose, state) = if approve_first {
            huong.press_forged(hers, &approve);
            dung.press_forged(his, &refuse);
            (&dung, "Hương", "Đã ghi nhận")
        } else {
            dung.press_forged(his, &refuse);
            huong.press_forged(hers, &approve);
            (&huong, "Dũng", "Không được ghi nhận")
        };
        slower.is_told(&format!("({whose}")).await;
        slower.is_told(state).await;
        for (person, card) in [(&huong, hers), (&dung, his)] {
            let closed = person.sees_on(card, &format!("{whose},")).await;
            assert!(closed.button("✅ Duyệt").is_none() && closed.text.contains(state));
        }
        lan.sees(if approve_first {
            "đã được ghi nhận"
        } else {
            "chưa được ghi nhận"
        })
        .await;
        world.settles().await;
        let told = lan.messages().into_iter().filter(|message| message.text.contains("ghi nhận"));
        assert_eq!(told.count(), 1, "the citizen is told once");
        assert_eq!(world.decisions().await, 1);
        world.end().await;
    }
}

#[tokio::test]
async fn where_two_votes_decide_an_approval_and_a_refusal_in_one_batch_both_come_to_count() {
    for approve_first in [true, false] {
        let world = World::new().await;
        let mut connection = world.database.connect().await;
        let policy = "UPDATE campaigns SET approvals = 2, refusals = 2";
        sqlx::query(policy).execute(&mut connection).await.unwrap();
        let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let [(hers, approve), (his, refuse)] =
            one_approves_and_one_refuses(&code, (&huong, &dung)).await;
        let (faster, slower) = if approve_first {
            huong.press_forged(hers, &approve);
            dung.press_forged(his, &refuse);
            ((&huong, hers), (&dung, his))
        } else {
            dung.press_forged(his, &refuse);
            huong.press_forged(hers, &approve);
            ((&dung, his), (&huong, hers))
        };
        // Who was slower sees the other's vote before their own is taken.
        slower.0.is_told("vừa có thay đổi").await;
        let one = if approve_first { "1/2 đồng ý, 0/2" } else { "0/2 đồng ý, 1/2" };
        slower.0.sees_on(slower.1, one).await;
        if approve_first {
            slower.0.press_on(slower.1, "Từ chối");
            let asked = slower.0.sees_on(slower.1, "Vì sao từ chối").await;
            let reason = asked.labels()[0].to_owned();
            slower.0.press_on(slower.1, &reason);
            slower.0.sees_on(slower.1, "Từ chối hồ sơ này").await;
            slower.0.press_on(slower.1, "Xác nhận từ chối");
        } else {
            slower.0.approves(slower.1).await;
        }
        faster.0.sees_on(faster.1, "1/2 đồng ý, 1/2 không đồng ý").await;
        world.settles().await;
        let votes: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM votes")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!((votes, world.decisions().await), (2, 0));
        assert!(lan.messages().iter().all(|one| !one.text.contains("ghi nhận")));
        world.end().await;
    }
}

#[tokio::test]
async fn a_double_tap_approves_once() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.press_on(card.id, "✅ Duyệt");
    let sure = huong.sees("Duyệt và ghi nhận").await;
    let approve = sure.button("✅ Xác nhận duyệt").unwrap().data.clone().unwrap();
    huong.press_forged(card.id, &approve);
    huong.press_forged(card.id, &approve);
    huong.is_told("đã có kết quả").await;
    lan.sees("đã được ghi nhận").await;
    world.settles().await;
    assert_eq!(world.decisions().await, 1);
    world.end().await;
}

#[tokio::test]
async fn nobody_decides_on_a_nomination_of_their_own() {
    let world = World::new().await;
    let (huong, dung) = (world.reviewer("Hương").await, world.reviewer("Dũng").await);
    huong.press("Đồng ý");
    huong.sees("Cảm ơn").await;
    let code = huong.nominates("Nguyễn Văn Tư").await;
    let card = dung.sees(&code).await;
    let approve = card.button("✅ Duyệt").unwrap().data.clone().unwrap();
    world.settles().await;
    let cards = huong.messages().into_iter().filter(|message| message.button("✅ Duyệt").is_some());
    assert_eq!(cards.count(), 0, "the author got a card of their own");
    // The button's words can be forged.
    huong.press_forged(huong.newest().id, &approve.replace(".yes", ".yessure"));
    huong.is_told("người khác sẽ xem xét").await;
    assert_eq!(world.decisions().await, 0);
    world.end().await;
}

#[tokio::test]
async fn a_citizen_who_forges_a_reviewers_button_is_refused() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    let approve = card.button("✅ Duyệt").unwrap().data.clone().unwrap();
    let minh = world.agreed("Minh").await;
    minh.press_forged(minh.newest().id, &approve.replace(".yes", ".yessure"));
    minh.is_told("không có quyền").await;
    minh.press_forged(minh.newest().id, "j.1.1.yessure");
    minh.is_told("không có quyền").await;
    minh.press_forged(minh.newest().id, "rm -rf");
    minh.is_told("không nhận ra nút").await;
    world.settles().await;
    assert_eq!(world.decisions().await, 0);
    world.end().await;
}

#[tokio::test]
async fn a_role_taken_away_counts_from_the_next_press() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    admin.dismisses("Hương").await;
    admin.sees("Đã thôi giao việc cho Hương").await;
    huong.press_on(card.id, "✅ Duyệt");
    huong.is_told("không có quyền").await;
    huong.say("/hangcho");
    huong.sees("Ông/Bà có thể").await;
    world.end().await;
}

#[tokio::test]
async fn three_photos_are_opened_as_an_album() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
    lan.send_album(3, STORY);
    let counter = lan.sees("3 ảnh").await;
    let counters = lan.messages().into_iter().filter(|message| message.text.contains("Đã nhận"));
    assert_eq!(counters.map(|message| message.id).collect::<Vec<_>>(), [counter.id]);
    lan.press("Xong");
    lan.sees("Bước 4/4").await;
    lan.press("✅ Gửi");
    let code = code_in(&lan.sees("Mã hồ sơ").await.text);
    let card = huong.sees(&code).await;
    huong.press_on(card.id, "Xem minh chứng (3)");
    huong.sees("minh chứng").await;
    world.settles().await;
    let photos: Vec<_> =
        huong.messages().into_iter().filter(|message| message.media.is_some()).collect();
    assert_eq!(photos.len(), 3);
    assert!(photos.iter().all(|photo| photo.media_group_id == photos[0].media_group_id));
    world.end().await;
}

#[tokio::test]
async fn a_refusal_in_own_words_is_written_privately_and_told_as_written() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.press_on(card.id, "Từ chối");
    huong.sees("Vì sao từ chối").await;
    huong.press("Lý do khác…");
    huong.sees("viết lý do").await;
    huong.say("Việc này <b>đã được</b> tỉnh biểu dương năm ngoái & không mới.");
    huong.sees("Muốn sửa lý do").await;
    huong.press("Xác nhận từ chối");
    let told = lan.sees("chưa được ghi nhận").await;
    assert!(told.text.contains("Việc này <b>đã được</b> tỉnh biểu dương năm ngoái & không mới."));
    huong.sees_on(card.id, "Không được ghi nhận").await;
    world.end().await;
}

#[tokio::test]
async fn a_double_tap_on_a_refusal_in_own_words_leaves_its_answer_standing() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    huong.press_on(card.id, "Từ chối");
    huong.sees("Vì sao từ chối").await;
    huong.press("Lý do khác…");
    huong.sees("viết lý do").await;
    huong.say("Việc này đã được tỉnh biểu dương năm ngoái.");
    let asked = huong.sees("Muốn sửa lý do").await;
    let sure = asked.button("Xác nhận từ chối").unwrap().data.clone().unwrap();
    huong.press_forged(asked.id, &sure);
    huong.press_forged(asked.id, &sure);
    huong.is_answered().await;
    world.settles().await;
    huong.sees_on(asked.id, "Đã lưu quyết định").await;
    assert_eq!(world.decisions().await, 1);
    world.end().await;
}

#[tokio::test]
async fn the_review_group_gets_cards_and_only_reviewers_decide_there() {
    let group = |telegram: &hoadep::demo::telegram::Emulator, members: &[i64]| {
        telegram.add_group("Tổ duyệt", members)
    };
    let mut world = World::new().await;
    let (huong, stranger) = {
        let huong = world.reviewer("Hương").await;
        let stranger = world.agreed("Minh").await;
        (huong.id, stranger.id)
    };
    let chat = group(&world.telegram, &[huong, stranger]);
    world.config.review_chat = Some(chat);
    world.stop().await;
    world.start().await;
    let lan = world.agreed("Lan").await;
    let there = |id: i64| world.person(id).at(chat);
    let (huong, stranger) = (there(huong), there(stranger));
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    stranger.press_on(card.id, "✅ Duyệt");
    stranger.is_told("không có quyền").await;
    huong.approves(card.id).await;
    let closed = huong.sees_on(card.id, "Đã ghi nhận").await;
    assert!(closed.button("✅ Duyệt").is_none());
    huong.say("/start");
    huong.sees("tin nhắn riêng").await;
    huong.say("xin chào cả tổ");
    world.settles().await;
    assert!(huong.messages().last().is_some_and(|message| !message.from_bot), "a group is quiet");
    world.end().await;
}

#[tokio::test]
async fn markup_that_people_write_is_read_as_they_wrote_it_wherever_a_reviewer_reads() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("<i>Lan</i> & bạn").await;
    // Long enough to be folded on the card.
    let story = format!("<script>{}</script> & <b>", "việc tốt ".repeat(150));
    lan.writes_up_to_the_summary("<u>Tư</u> & con", &story).await;
    lan.press("✅ Gửi");
    let code = code_in(&lan.sees("Mã hồ sơ").await.text);
    let card = huong.sees(&code).await;
    for written in ["<i>Lan</i> & bạn", "<u>Tư</u> & con", "<script>việc tốt"] {
        assert!(card.text.contains(written), "{}", card.text);
    }
    lan.say("/hoso");
    let list = lan.sees("Hồ sơ Ông/Bà đã gửi").await;
    let row = list.labels()[0].to_owned();
    lan.press_on(list.id, &row);
    lan.sees("Diễn biến").await;
    lan.press("Bổ sung");
    lan.sees("Ông/Bà gửi thêm").await;
    lan.say("Thêm <code>một</code> ý & nữa");
    lan.sees("1 đoạn bổ sung").await;
    huong.sees_on(card.id, "Thêm <code>một</code> ý & nữa").await;
    huong.press_on(card.id, "Xem đủ");
    let whole = huong.sees("Thêm <code>một</code> ý & nữa").await;
    assert!(whole.text.contains(&story), "{}", whole.text);
    world.end().await;
}

#[tokio::test]
async fn strangers_and_other_bots_commands_in_a_group_lead_to_no_message() {
    let mut world = World::new().await;
    let huong = world.reviewer("Hương").await.id;
    // Never written to the bot, which may not write to them.
    let minh = world.citizen("Minh").id;
    let chat = world.telegram.add_group("Tổ duyệt", &[huong, minh]);
    world.config.review_chat = Some(chat);
    world.stop().await;
    world.start().await;
    let code = world.agreed("Lan").await.nominates("Nguyễn Văn Tư").await;
    let there = world.person(minh).at(chat);
    let card = there.sees(&code).await;
    let first = Press::Judge(1, 1, Judge::Story).encode();
    for data in [&first, &Press::Help.encode(), &Press::Mine(0).encode(), "what is this"] {
        there.press_forged(card.id, data);
        there.is_told(if *data == *first { "không có quyền" } else { "không nhận ra" }).await;
    }
    let before = there.messages().len();
    // A bot that groups show everything gets other bots' commands too.
    world.telegram.set_privacy(false);
    there.say("/start@other_bot");
    there.say("/START@other_bot x");
    there.say("/start@HOADEP_demo_bot");
    there.sees("tin nhắn riêng").await;
    world.settles().await;
    assert_eq!(there.messages().len(), before + 4);
    assert_eq!(world.person(minh).messages().len(), 0);
    world.end().await;
}

#[tokio::test]
async fn the_queue_shows_what_waits_oldest_first_and_turns_its_pages() {
    let world = World::new().await;
    // Nobody may have nine open.
    let people = [world.agreed("Lan").await, world.agreed("Minh").await];
    let mut codes = Vec::new();
    for number in 1..=9 {
        world.clock.advance(DAY);
        let somebody = &people[number % 2];
        codes.push(somebody.nominates(&format!("Nguyễn Văn {}", ["Tư", "Năm"][number % 2])).await);
    }
    let huong = world.reviewer("Hương").await;
    huong.say("/hangcho");
    let first = huong.sees("Hồ sơ đang chờ").await;
    let rows: Vec<&str> = first.labels().into_iter().filter(|row| row.contains("HD-")).collect();
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().zip(&codes).all(|(row, code)| row.contains(code.as_str())), "{rows:?}");
    huong.press("Trang sau ›");
    let second = huong.sees("Hồ sơ đang chờ").await;
    assert!(second.labels()[0].contains(codes[8].as_str()));
    let row = second.labels()[0].to_owned();
    huong.press(&row);
    let card = huong.sees(STORY).await;
    assert!(card.button("✅ Duyệt").is_some());
    world.end().await;
}
