//! First people: the claim of the first admin, invitations, and the team.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use hoadep::clock::{Clock, DAY, HOUR};
use hoadep::conversation::filter::Filter;
use hoadep::conversation::pick::Pick;
use hoadep::conversation::press::{Crew, Press};
use hoadep::demo::telegram::Emulator;
use hoadep::domain::role::Role;
use hoadep::domain::scope::Scope;
use hoadep::ids::{self, Ids};
use hoadep::store::contacts;
use hoadep::store::invites::{self, Invitation};

use crate::program::run_command;
use crate::tester::{PATIENCE, TOKEN, World};

/// What the program offers the first admin.
fn claim(now: i64) -> Invitation {
    let (role, scope) = (Role::Admin, Scope::default());
    let id = Ids::new(Clock::default()).next();
    Invitation { id, role, scope, by: None, made_at: now, expires_at: now + DAY }
}

#[tokio::test]
async fn an_invitation_makes_one_reviewer_once() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    admin.press("Mời cán bộ xét duyệt");
    admin.sees("của nơi nào").await;
    admin.press("Cả tỉnh");
    let made = admin.sees("https://t.me/").await;
    let code = made.text.split("?start=").nth(1).unwrap().trim().to_owned();
    let huong = world.citizen("Hương");
    huong.say(&format!("/start {code}"));
    huong.sees("Cán bộ xét duyệt").await;
    admin.sees("Hương đã nhận lời mời").await;
    let minh = world.citizen("Minh");
    minh.say(&format!("/start {code}"));
    minh.sees("đã được dùng").await;
    huong.say("/hangcho");
    huong.sees("Không có hồ sơ nào ở đây").await;
    minh.say("/hangcho");
    minh.sees("Ông/Bà có thể").await;
    admin.say("/doingu");
    let team = admin.sees("Đội ngũ").await;
    assert!(team.text.contains("Hương") && !team.text.contains("Minh"), "{}", team.text);
    world.end().await;
}

#[tokio::test]
async fn an_invitation_that_somebody_opens_who_needs_none_stays_good() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let binh = world.reviewer("Bình").await;
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    admin.press("Mời cán bộ xét duyệt");
    admin.sees("của nơi nào").await;
    admin.press("Cả tỉnh");
    let made = admin.sees("https://t.me/").await;
    let code = made.text.split("?start=").nth(1).unwrap().trim().to_owned();
    for curious in [&admin, &binh] {
        curious.say(&format!("/start {code}"));
        curious.sees("đã có quyền này").await;
    }
    let huong = world.citizen("Hương");
    huong.say(&format!("/start {code}"));
    huong.sees("Từ nay Ông/Bà là").await;
    world.end().await;
}

#[tokio::test]
async fn the_claim_of_the_first_admin_runs_out_after_a_day() {
    let world = World::new().await;
    for (wait, words) in [(DAY - HOUR, "Quản trị"), (DAY + HOUR, "hết hạn")] {
        let code = ids::secret();
        let kept = code.clone();
        let now = world.clock.now();
        world
            .store
            .write(0, move |tx| {
                Box::pin(async move { invites::insert(tx, &kept, &claim(now)).await })
            })
            .await
            .unwrap();
        world.clock.advance(wait);
        let somebody = world.citizen("Ai đó");
        somebody.say(&format!("/start {code}"));
        somebody.sees(words).await;
    }
    world.end().await;
}

// The emulated Telegram must answer while this thread reads what the program prints.
#[tokio::test(flavor = "multi_thread")]
async fn while_there_is_no_admin_run_prints_a_claim_that_one_person_may_use() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    let base = telegram.bind().await.unwrap();
    let mut run = run_command(folder.path(), &base, "");
    let mut child = run.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said: Vec<String> = lines.map_while(Result::ok).take(4).collect();
    let (link, command) = (said[1].trim(), said[3].trim());
    let code = command.strip_prefix("/start ").expect("the claim as a message");
    assert_eq!(link, format!("https://t.me/hoadep_demo_bot?start={code}"));
    let answer = async |command: &str, words: &str| {
        let person = telegram.add_user("Dũng", None, Some("vi"));
        telegram.say(person, person, command);
        let told = |telegram: &Emulator| {
            telegram.last_bot_message(person).filter(|message| message.text.contains(words))
        };
        telegram.wait_in(person, told, PATIENCE).await.expect("an answer")
    };
    answer(command, "Quản trị").await;
    answer(command, "đã được dùng").await;
    child.kill().unwrap();
    child.wait().unwrap();
    // Now there is an admin: nothing is offered, and the next line that comes is none.
    let mut run = run_command(folder.path(), &base, "");
    let mut child = run.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    answer("/start", "Kính chào").await;
    // Asked to end, it does so only after it would have offered.
    let order = format!("kill -TERM {}", child.id());
    assert!(Command::new("sh").args(["-c", &order]).status().unwrap().success());
    child.wait().unwrap();
    assert_eq!(BufReader::new(child.stdout.take().unwrap()).lines().count(), 0);
}

#[tokio::test]
async fn who_forges_a_button_of_the_team_is_refused_and_nothing_is_made() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let mut reader = world.store.read().await.unwrap();
    let team = contacts::members(&mut reader).await.unwrap();
    drop(reader);
    let of_admins = [
        Press::Invite(Role::Admin),
        Press::Invite(Role::Reviewer),
        Press::Team(0),
        Press::Scope(team[0].id),
        Press::Pick(0, Pick::Done),
        Press::Dismiss(team[0].id),
        Press::DismissSure(team[0].id),
        Press::Crew(Crew::RoleSure(team[0].id, Role::Reviewer, 0)),
        Press::Crew(Crew::Invites(0)),
        Press::Crew(Crew::Acts(team[0].id, 0)),
    ];
    let minh = world.agreed("Minh").await;
    let huong = world.reviewer("Hương").await;
    for (person, presses) in [
        (&minh, [&of_admins[..], &[Press::Queue(Filter::default())]].concat()),
        (&huong, of_admins.to_vec()),
    ] {
        let before = person.messages();
        for press in presses {
            person.press_forged(person.newest().id, &press.encode());
            person.is_told("không có quyền").await;
        }
        world.settles().await;
        assert_eq!(person.messages(), before);
    }
    let mut reader = world.store.read().await.unwrap();
    let invited = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM invites");
    assert_eq!(invited.fetch_one(&mut *reader).await.unwrap(), 0);
    let roles = contacts::members(&mut reader).await.unwrap().into_iter().map(|one| one.role);
    assert_eq!(roles.flatten().collect::<Vec<_>>(), [Role::Admin, Role::Reviewer]);
    drop(reader);
    admin.say("/moi");
    admin.sees("muốn mời ai").await;
    world.end().await;
}

#[tokio::test]
async fn of_two_claims_the_second_is_worth_nothing_once_there_is_an_admin() {
    let world = World::new().await;
    let codes = [ids::secret(), ids::secret()];
    for code in codes.clone() {
        let now = world.clock.now();
        let kept = world.store.write(0, move |tx| {
            Box::pin(async move { invites::insert(tx, &code, &claim(now)).await })
        });
        kept.await.unwrap();
    }
    for (code, words) in codes.iter().zip(["Quản trị", "đã được dùng"]) {
        let somebody = world.citizen("Ai đó");
        somebody.say(&format!("/start {code}"));
        somebody.sees(words).await;
    }
    world.end().await;
}

#[tokio::test]
async fn a_link_with_other_words_greets() {
    let world = World::new().await;
    let lan = world.citizen("Lan");
    lan.say("/start qr-phohien");
    lan.sees("Kính chào").await;
    lan.say(&format!("/start {}", ids::secret()));
    lan.sees("không nhận ra").await;
    world.end().await;
}

#[tokio::test]
async fn the_last_admin_stays() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    admin.say("/doingu");
    admin.sees("Đội ngũ").await;
    admin.press("Dũng");
    admin.sees("Gần đây: ").await;
    admin.press("Thôi giao việc…");
    admin.sees("quản trị viên cuối cùng").await;
    admin.press("‹ Đội ngũ");
    admin.sees("Đội ngũ").await;
    world.end().await;
}

#[tokio::test]
async fn who_is_dismissed_is_told_and_finds_the_next_command_gone() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let huong = world.reviewer("Hương").await;
    admin.dismisses("Hương").await;
    admin.sees("Đã thôi giao việc cho Hương").await;
    huong.sees("thôi giữ vai trò Cán bộ xét duyệt").await;
    huong.say("/hangcho");
    huong.sees("Ông/Bà có thể").await;
    admin.press("‹ Đội ngũ");
    let team = admin.sees("Đội ngũ (1)").await;
    assert!(!team.text.contains("Hương"), "{}", team.text);
    world.end().await;
}

#[tokio::test]
async fn who_is_configured_as_admin_is_one_from_the_first_word_and_until_taken_out() {
    let mut world = World::new().await;
    let id = world.citizen("Dũng").id;
    let huong = world.member("Hương", Role::Admin).await.id;
    world.config.admins = hoadep::config::admins(&format!("telegram:{id}")).unwrap();
    world.stop().await;
    world.start().await;
    let (dung, huong) = (world.person(id), world.person(huong));
    dung.say("/start");
    dung.sees("Kính chào").await;
    dung.say("/moi");
    dung.sees("muốn mời ai").await;
    huong.say("/doingu");
    let team = huong.sees("Đội ngũ").await;
    assert!(team.text.contains("Dũng – Quản trị viên (theo cấu hình)"), "{}", team.text);
    let own = team.button("Hương").unwrap().data.clone().unwrap();
    huong.press("Dũng");
    let card = huong.sees("theo cấu hình của hệ thống, không thay đổi").await;
    assert_eq!(card.button("Thôi giao việc…"), None);
    assert_eq!(card.button("Đổi vai trò"), None);
    let contact = "SELECT id FROM contacts WHERE name = 'Dũng'";
    let mut connection = world.database.connect().await;
    let contact: i64 = sqlx::query_scalar(contact).fetch_one(&mut connection).await.unwrap();
    huong.press_forged(team.id, &format!("outsure.{contact}"));
    huong.sees("theo cấu hình của hệ thống").await;
    // With a configured admin there, the last who was invited may go.
    huong.press_forged(team.id, &own.replace("crew.who.", "outsure."));
    huong.sees("Đã thôi giao việc cho Hương").await;
    let dung = dung.id;
    world.config.admins.clear();
    world.stop().await;
    world.start().await;
    let dung = world.person(dung);
    dung.say("/moi");
    dung.sees("Ông/Bà có thể").await;
    world.end().await;
}

#[tokio::test]
async fn an_invitation_is_good_no_longer_than_its_maker_may_invite() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let hoa = world.member("Hoa", Role::Admin).await;
    hoa.say("/moi");
    hoa.sees("muốn mời ai").await;
    hoa.press("Mời quản trị viên");
    let made = hoa.sees("https://t.me/").await;
    let code = made.text.split("?start=").nth(1).unwrap().trim().to_owned();
    admin.dismisses("Hoa").await;
    hoa.sees("thôi giữ vai trò").await;
    for somebody in [&hoa, &world.citizen("Minh")] {
        somebody.say(&format!("/start {code}"));
        somebody.sees("đã hết hạn").await;
    }
    world.end().await;
}
