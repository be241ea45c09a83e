//! Buttons of cards from before a change: whatever they say, nothing is done.

use hoadep::domain::role::Role;

use crate::tester::World;

/// Everything of the desk that a press could change, in one line.
const DESK: &str = "
    SELECT n.state || ' ' || n.version || ' ' || n.urgent || ' ' || n.round || ' ' || n.asked
        || ' ' || COALESCE(n.claimed_by, 0) || ' ' || COALESCE(n.duplicate_of, 0)
        || ' ' || n.exemplar_id
        || ' ' || (SELECT COUNT(*) FROM audit) || ' ' || (SELECT COUNT(*) FROM votes)
        || ' ' || (SELECT COUNT(*) FROM recusals) || ' ' || (SELECT COUNT(*) FROM asks)
        || ' ' || (SELECT COUNT(*) FROM publications)
      FROM nominations n ORDER BY n.id LIMIT 1";

/// What buttons of a card say after its id and version, those that only show something left out.
const PRESSES: [&str; 29] = [
    "yes",
    "yessure",
    "no",
    "why.unclear",
    "nosure.unclear",
    "own",
    "ownsure",
    "claim",
    "release",
    "pass.0",
    "to.1",
    "verify",
    "propose",
    "unvote",
    "recuse",
    "recusesure",
    "rejoin",
    "undo",
    "reopen",
    "suspend",
    "resume",
    "urgent.1",
    "ask.s.9",
    "ask.n.1",
    "sp",
    "sy",
    "cm.certificate",
    "cr",
    "cy",
];

async fn desk(world: &World) -> String {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(DESK).fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn no_button_of_a_card_from_before_a_change_does_anything() {
    let world = World::new().await;
    let (huong, admin) = (world.reviewer("Hương").await, world.member("Dũng", Role::Admin).await);
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await;
    let his = admin.sees(&code).await;
    let old = card.button("✅ Duyệt").unwrap().data.clone().unwrap();
    let old = old.strip_suffix("yes").unwrap().to_owned();
    lan.say("/hoso");
    let row = lan.sees("Hồ sơ Ông/Bà đã gửi").await.labels()[0].to_owned();
    lan.press(&row);
    lan.sees(&code).await;
    lan.press("Bổ sung");
    lan.sees("gửi thêm").await;
    lan.say("Bác còn dạy các cháu học bài miễn phí mỗi tối.");
    lan.sees("Đã bổ sung").await;
    huong.sees_on(card.id, "dạy các cháu").await;
    // The same again once it is decided.
    for round in 0..2 {
        let before = desk(&world).await;
        for (person, message) in [(&huong, card.id), (&admin, his.id)] {
            for press in PRESSES {
                person.press_forged(message, &format!("{old}{press}"));
                person.is_answered().await;
                // What was asked for, if anything was, is for nothing.
                person.say("Viết gì đó cho đủ dài, ngày 02/09/2026.");
                world.settles().await;
                assert_eq!(desk(&world).await, before, "{press} of round {round}");
            }
        }
        if round == 0 {
            huong.say("/hangcho");
            let queue = huong.sees("Hồ sơ").await;
            let row =
                queue.labels().into_iter().find(|row| row.contains(&code)).unwrap().to_owned();
            huong.press_on(queue.id, &row);
            let now = huong.sees("dạy các cháu").await;
            huong.approves(now.id).await;
            lan.sees("đã được ghi nhận").await;
            world.settles().await;
        }
    }
    world.end().await;
}
