//! Buttons from before a change: whatever they say, nothing is done.

use hoadep::conversation::press::{
    Alike, Ask, Commend, Judge, Press, Publish, Restrict, Supply, Talk,
};
use hoadep::demo::telegram::Emulator;
use hoadep::domain::asks::{Item, Items};
use hoadep::domain::behalf::How;
use hoadep::domain::publication::Part;
use hoadep::domain::role::Role;
use hoadep::domain::sanction::{Kind, Term, Why};

use crate::tester::{PATIENCE, Person, World};

/// Everything of the desk that a press could change, a line a nomination.
const DESK: &str = "
    SELECT n.state || ' ' || n.version || ' ' || n.urgent || ' ' || n.round || ' ' || n.asked
        || ' ' || COALESCE(n.claimed_by, 0) || ' ' || COALESCE(n.duplicate_of, 0)
        || ' ' || COALESCE(n.tell_at, 0) || ' ' || n.exemplar_id
        || ' ' || (SELECT COUNT(*) FROM audit) || ' ' || (SELECT COUNT(*) FROM votes)
        || ' ' || (SELECT COUNT(*) FROM recusals) || ' ' || (SELECT COUNT(*) FROM asks)
        || ' ' || (SELECT COUNT(*) FROM publications) || ' ' || (SELECT COUNT(*) FROM appeals)
        || ' ' || (SELECT COUNT(*) FROM additions) || ' ' || (SELECT COUNT(*) FROM sanctions)
      FROM nominations n ORDER BY n.id";

const WORDS: &str = "Viết gì đó cho đủ dài, ngày 02/09/2026.";

async fn desk(world: &World) -> Vec<String> {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(DESK).fetch_all(&mut connection).await.unwrap()
}

async fn number(world: &World, sql: &'static str) -> i64 {
    let mut connection = world.database.connect().await;
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

async fn set(world: &World, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::query(sql).execute(&mut world.database.connect().await).await.unwrap();
}

/// Every choice on a card, one after the other: a new one does not compile until it stands here.
/// `other` is a nomination that may be merged, `member` somebody to pass it on to.
fn after(judge: &Judge, other: i64, member: i64) -> Option<Judge> {
    let items = Items::from(1);
    Some(match judge {
        Judge::Card => Judge::Evidence,
        Judge::Evidence => Judge::Story,
        Judge::Story => Judge::More,
        Judge::More => Judge::Next,
        Judge::Next => Judge::Approve,
        Judge::Approve => Judge::ApproveSure,
        Judge::ApproveSure => Judge::Refuse,
        Judge::Refuse => Judge::Reason("unverified".into()),
        Judge::Reason(_) => Judge::RefuseSure("unverified".into()),
        Judge::RefuseSure(_) => Judge::OwnWords,
        Judge::OwnWords => Judge::OwnSure,
        Judge::OwnSure => Judge::Claim,
        Judge::Claim => Judge::Release,
        Judge::Release => Judge::Pass(0),
        Judge::Pass(_) => Judge::PassTo(member),
        Judge::PassTo(_) => Judge::Verify,
        Judge::Verify => Judge::Propose,
        Judge::Propose => Judge::Unvote,
        Judge::Unvote => Judge::Recuse,
        Judge::Recuse => Judge::RecuseSure,
        Judge::RecuseSure => Judge::Rejoin,
        Judge::Rejoin => Judge::Undo,
        Judge::Undo => Judge::Reopen,
        Judge::Reopen => Judge::Suspend,
        Judge::Suspend => Judge::Resume,
        Judge::Resume => Judge::Urgent(true),
        Judge::Urgent(true) => Judge::Urgent(false),
        Judge::Urgent(false) => Judge::Ask(Ask::Choose(items)),
        Judge::Ask(Ask::Choose(_)) => Judge::Ask(Ask::Note(items)),
        Judge::Ask(Ask::Note(_)) => Judge::Ask(Ask::Send(items)),
        Judge::Ask(Ask::Send(_)) => Judge::Talk(Talk::Notes),
        Judge::Talk(Talk::Notes) => Judge::Talk(Talk::Note),
        Judge::Talk(Talk::Note) => Judge::Talk(Talk::Thread),
        Judge::Talk(Talk::Thread) => Judge::Talk(Talk::Write),
        Judge::Talk(Talk::Write) => Judge::Alike(Alike::List),
        Judge::Alike(alike) => match alike {
            Alike::List => Judge::Alike(Alike::Hidden),
            Alike::Hidden => Judge::Alike(Alike::Compare(other)),
            Alike::Compare(_) => Judge::Alike(Alike::Merge(other)),
            Alike::Merge(_) => Judge::Alike(Alike::MergeSure(other)),
            Alike::MergeSure(_) => Judge::Alike(Alike::Join(other)),
            Alike::Join(_) => Judge::Alike(Alike::JoinSure(other)),
            Alike::JoinSure(_) => Judge::Alike(Alike::NotSame(other)),
            Alike::NotSame(_) => Judge::Alike(Alike::Again(other)),
            Alike::Again(_) => Judge::Alike(Alike::Split),
            Alike::Split => Judge::Alike(Alike::SplitSure),
            Alike::SplitSure => Judge::Commend(Commend::Begin),
        },
        Judge::Commend(now) => {
            let at = Commend::ALL.iter().position(|one| one == now).unwrap();
            let next = Commend::ALL.get(at + 1).copied().map(Judge::Commend);
            next.unwrap_or(Judge::Publish(Publish::Text))
        }
        Judge::Publish(publish) => Judge::Publish(match publish {
            Publish::Text => Publish::Edit(Part::Title),
            Publish::Edit(_) => Publish::Difference,
            Publish::Difference => Publish::Preview,
            Publish::Preview => Publish::Reset,
            Publish::Reset => Publish::ResetSure,
            Publish::ResetSure => Publish::Photos(0),
            Publish::Photos(_) => Publish::Photo(0, true),
            Publish::Photo(..) => Publish::Exemplar,
            Publish::Exemplar => Publish::Agreed(How::Phone),
            Publish::Agreed(_) => Publish::GuardianAgreed(How::Phone),
            Publish::GuardianAgreed(_) => Publish::Show,
            Publish::Show => Publish::Hide,
            Publish::Hide => Publish::Withdraw,
            Publish::Withdraw => return None,
        }),
    })
}

/// What is written after a press, if words could be asked for.
fn words_after(judge: &Judge) -> Option<&'static str> {
    match judge {
        // These ask anew, whatever happened since: what is then written is meant for what is there.
        Judge::Talk(Talk::Note | Talk::Write)
        | Judge::Publish(Publish::Agreed(_) | Publish::GuardianAgreed(_)) => Some("/huy"),
        Judge::OwnWords | Judge::OwnSure | Judge::Reopen | Judge::Suspend => Some(WORDS),
        Judge::Ask(_) | Judge::Commend(_) | Judge::Publish(Publish::Edit(_)) => Some(WORDS),
        _ => None,
    }
}

/// Whether it says only what to look at.
fn only_shows(judge: &Judge) -> bool {
    match judge {
        Judge::Card | Judge::Evidence | Judge::Story | Judge::More | Judge::Next => true,
        Judge::Alike(alike) => alike.only_shows(),
        Judge::Publish(publish) => publish.only_shows(),
        _ => false,
    }
}

/// Presses what nobody draws any more, answers what may be asked for, and finds nothing changed.
async fn presses_in_vain(
    world: &World,
    person: &Person<'_>,
    press: &Press,
    words: Option<&str>,
    before: &[String],
) {
    let data = press.encode();
    assert_eq!(Press::decode(&data).as_ref(), Some(press), "{data}");
    person.press_forged(person.newest().id, &data);
    person.is_answered().await;
    if let Some(words) = words {
        person.say(words);
        let taken = |telegram: &Emulator| telegram.pending_updates().is_empty().then_some(());
        world.telegram.wait_for(taken, PATIENCE).await.expect("words were left waiting");
    }
    assert_eq!(desk(world).await, before, "{data}");
}

#[tokio::test]
async fn no_button_of_a_card_from_before_a_change_does_anything_in_any_state() {
    let world = World::new().await;
    let (admin, huong) = (world.member("Dũng", Role::Admin).await, world.reviewer("Hương").await);
    let (lan, minh) = (world.agreed("Lan").await, world.agreed("Minh").await);
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let second = minh.nominates("Nguyễn Văn Tư").await;
    huong.sees(&second).await;
    admin.sees(&code).await;
    let (id, other) = (
        number(&world, "SELECT MIN(id) FROM nominations").await,
        number(&world, "SELECT MAX(id) FROM nominations").await,
    );
    let me = number(&world, "SELECT contact_id FROM members WHERE role = 'admin'").await;
    let member = number(&world, "SELECT contact_id FROM members WHERE role = 'reviewer'").await;
    let far = world.clock.now() * 2;
    let mine = format!("claimed_by = {me}, claimed_until = {far}");
    let states = [
        "state = 'submitted'".to_owned(),
        format!("state = 'received', {mine}"),
        format!("state = 'pending', {mine}"),
        "state = 'asked', claimed_by = NULL, claimed_until = NULL".to_owned(),
        format!("state = 'recognised', decided_by = {me}, decided_at = 5, tell_at = {far}"),
        "state = 'recognised', tell_at = NULL".to_owned(),
        "state = 'refused'".to_owned(),
        "state = 'suspended'".to_owned(),
        format!("state = 'duplicate', duplicate_of = {other}"),
        "state = 'withdrawn', duplicate_of = NULL".to_owned(),
    ];
    for state in states {
        let now = format!("UPDATE nominations SET {state}, version = version + 1 WHERE id = {id}");
        set(&world, &now).await;
        let version = number(&world, "SELECT version FROM nominations ORDER BY id LIMIT 1").await;
        set(&world, &now).await;
        let before = desk(&world).await;
        let mut judge = Some(Judge::Card);
        while let Some(one) = judge {
            if !only_shows(&one) {
                let press = Press::Judge(id, version, one.clone());
                presses_in_vain(&world, &admin, &press, words_after(&one), &before).await;
            }
            judge = after(&one, other, member);
        }
    }
    world.end().await;
}

#[tokio::test]
async fn no_button_of_an_author_from_before_an_answer_and_a_decision_does_anything() {
    let world = World::new().await;
    let huong = world.reviewer("Hương").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = huong.sees(&code).await.id;
    let ask = huong.newest().button("✅ Duyệt").unwrap().data.clone().unwrap();
    let Some(Press::Judge(id, version, _)) = Press::decode(&ask) else { panic!("{ask}") };
    let items = Items::from_stored("when");
    let send = Press::Judge(id, version, Judge::Ask(Ask::Send(items)));
    huong.press_forged(card, &send.encode());
    huong.sees_on(card, "Chờ người giới thiệu bổ sung").await;
    let ask = number(&world, "SELECT id FROM asks").await;
    lan.sees("xin Ông/Bà cho biết thêm").await;
    lan.press("Bổ sung ngay");
    lan.sees("Bổ sung 1/1").await;
    lan.press("Hôm qua");
    lan.sees("Ông/Bà đã bổ sung").await;
    lan.press("Xong");
    lan.sees("Cảm ơn Ông/Bà. Phần bổ sung").await;
    huong.sees_on(card, "Đã tiếp nhận").await;
    let supplies = [
        Supply::Begin,
        Supply::Next(Item::When),
        Supply::Back(Some(Item::When)),
        Supply::Back(None),
        Supply::Happened(1),
        Supply::Done,
        Supply::Added,
    ];
    world.settles().await;
    let before = desk(&world).await;
    for supply in supplies {
        let press = Press::Supply(ask, supply);
        presses_in_vain(&world, &lan, &press, Some(WORDS), &before).await;
    }
    huong.approves(card).await;
    lan.sees("đã được ghi nhận").await;
    world.settles().await;
    let before = desk(&world).await;
    let others = [Press::Add(id), Press::Withdraw(id), Press::WithdrawSure(id), Press::Appeal(id)];
    for press in supplies.map(|supply| Press::Supply(ask, supply)).into_iter().chain(others) {
        presses_in_vain(&world, &lan, &press, Some(WORDS), &before).await;
    }
    world.end().await;
}

#[tokio::test]
async fn no_button_about_a_person_from_before_another_sanction_does_anything() {
    let world = World::new().await;
    let admin = world.member("Dũng", Role::Admin).await;
    let minh = world.agreed("Minh").await;
    let of_minh = "SELECT id FROM contacts WHERE id NOT IN (SELECT contact_id FROM members)";
    let person = number(&world, of_minh).await;
    let (kind, term, why) = (Kind::Mute, Term::Week, Why::Spam);
    let restrict = |choice| Press::Restrict(person, 0, choice);
    let sure = restrict(Restrict::Sure(kind, term, why));
    admin.press_forged(admin.newest().id, &sure.encode());
    minh.sees("").await;
    world.settles().await;
    assert_eq!(number(&world, "SELECT COUNT(*) FROM sanctions").await, 1);
    let before = desk(&world).await;
    let old = [
        Restrict::Begin,
        Restrict::Kind(Kind::Ban),
        Restrict::Term(Kind::Ban, Term::Open),
        Restrict::Why(Kind::Ban, Term::Open, Why::Insult),
        Restrict::Sure(Kind::Ban, Term::Open, Why::Insult),
        Restrict::OwnWords(kind, term),
        Restrict::OwnSure(kind, term),
    ];
    for choice in old {
        presses_in_vain(&world, &admin, &restrict(choice), Some(WORDS), &before).await;
    }
    world.end().await;
}
