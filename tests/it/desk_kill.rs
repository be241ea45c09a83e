//! The program is killed again and again while reviewers and citizens press whatever is there, and
//! nothing is half done.

use std::path::Path;
use std::time::Duration;

use hoadep::clock::{Clock, DAY, MINUTE};
use hoadep::demo::telegram::{Emulator, Message};
use hoadep::store::chain::Verdict;
use hoadep::store::{Store, chain, inbox, outbox};

use crate::kill::Chance;
use crate::program::Program;
use crate::tester::{STORY, TOKEN, eventually};

const PATIENCE: Duration = Duration::from_secs(60);
const PRESSES: usize = 420;
const KILLS: usize = 12;

/// Says something and waits for words in answer.
async fn says(telegram: &Emulator, who: i64, text: &str, answer: &str) {
    let before = telegram.messages(who).last().map_or(0, |message| message.id);
    telegram.say(who, who, text);
    let sought = |telegram: &Emulator| {
        let mut messages = telegram.messages(who).into_iter().rev();
        messages.find(|one| one.from_bot && one.id > before && one.text.contains(answer))
    };
    telegram.wait_in(who, sought, PATIENCE).await.unwrap_or_else(|| panic!("{answer:?}"));
}

/// Presses the newest button that says so, and waits for words in answer.
async fn presses(telegram: &Emulator, who: i64, label: &str, answer: &str) {
    let messages = telegram.messages(who);
    let with = messages.iter().rev().find(|one| one.button(label).is_some()).unwrap();
    telegram.press_label(who, who, with.id, label);
    let sought = |telegram: &Emulator| {
        telegram
            .messages(who)
            .into_iter()
            .rev()
            .find(|one| one.from_bot && one.text.contains(answer))
    };
    telegram.wait_in(who, sought, PATIENCE).await.unwrap_or_else(|| panic!("{answer:?}"));
}

/// Nominates somebody of a name that all nominate.
async fn nominates(telegram: &Emulator, who: i64) {
    says(telegram, who, "/start", "Kính chào").await;
    presses(telegram, who, "Đồng ý", "Cảm ơn").await;
    says(telegram, who, "/gioithieu", "Bước 1/4").await;
    presses(telegram, who, "Cá nhân", "họ và tên").await;
    says(telegram, who, "Nguyễn Văn Tư", "Bước 2/4").await;
    says(telegram, who, "pho hien", "Bước 3/4").await;
    says(telegram, who, STORY, "Đã nhận").await;
    presses(telegram, who, "Xong", "Bước 4/4").await;
    presses(telegram, who, "✅ Gửi", "Mã hồ sơ").await;
}

/// Presses some button of one of the newest messages, or writes something; gives the press.
fn acts(telegram: &Emulator, who: i64, chance: &mut Chance) -> Option<String> {
    if chance.below(8) == 0 {
        let words = ["/hoso", "Bác làm việc ấy ngày 02/09/2026 ở thôn Đông, ai cũng biết."];
        telegram.say(who, who, words[chance.below(2)]);
        return None;
    }
    let leads_on = chance.below(2) == 0;
    let messages: Vec<Message> = telegram
        .messages(who)
        .into_iter()
        .rev()
        .filter(|message| message.from_bot && !message.labels().is_empty())
        .take(6)
        .collect();
    let message = messages.get(chance.below(messages.len().max(1)))?;
    let labels = message.labels();
    // As often as not what leads on: to what was asked, yes; else what stands first. Anything at all
    // would seldom decide anything.
    let meant = labels.iter().find(|label| label.contains("Xác nhận")).copied();
    let first = labels[chance.below(labels.len().min(2))];
    let any = labels[chance.below(labels.len())];
    let label = if leads_on { meant.unwrap_or(first) } else { any };
    let data = message.button(label)?.data.clone()?;
    Some(telegram.press(who, who, message.id, &data))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_the_desk_is_at_work_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let reviewers = ["Hương", "Dũng", "Thu"].map(|name| telegram.add_user(name, None, Some("vi")));
    let admins = reviewers.map(|id| format!("telegram:{id}")).join(",");
    let citizens =
        ["Lan", "Minh", "Mai", "Hoa"].map(|name| telegram.add_user(name, None, Some("vi")));
    let start = || Program::run(folder.path(), &base, &admins);
    let mut program = start();
    for reviewer in reviewers {
        says(&telegram, reviewer, "/start", "Kính chào").await;
    }
    for citizen in citizens {
        nominates(&telegram, citizen).await;
    }
    let mut people: Vec<i64> = reviewers.into_iter().chain(reviewers).chain(citizens).collect();
    let mut chance = Chance(0x00de_5c0f_f1ce_0042);
    let mut last = None;
    for number in 1..=PRESSES {
        let who = people[chance.below(people.len())];
        last = acts(&telegram, who, &mut chance).or(last);
        if number % (PRESSES / KILLS) == 0 {
            // In the middle of whatever this and the presses before bring about.
            let mut changes = chance.below(4);
            let struck = |_: &Emulator| {
                let now = changes == 0;
                changes = changes.saturating_sub(1);
                now.then_some(())
            };
            telegram.wait_for(struck, PATIENCE).await;
            program.kill();
            let kill = number / (PRESSES / KILLS);
            // Now and then it is down for so long that every timer is due when it comes back.
            pass(folder.path(), if kill.is_multiple_of(3) { 8 * DAY } else { 10 * MINUTE }).await;
            program = start();
            // Something new to decide, for what is closed leads nowhere.
            let citizen = telegram.add_user(&format!("Dân {kill}"), None, Some("vi"));
            nominates(&telegram, citizen).await;
            people.push(citizen);
        } else if chance.below(4) > 0
            && let Some(query) = last.take()
        {
            let answered = |telegram: &Emulator| telegram.callback_answer(&query);
            telegram.wait_for(answered, PATIENCE).await.expect("a press was not answered");
        }
    }
    let store = Store::open(&url(folder.path())).await.unwrap();
    eventually(async || telegram.pending_updates().is_empty()).await;
    program.signal("TERM");
    assert_eq!(program.ends().await.code(), Some(0));
    for (what, sql) in HALF_DONE {
        assert_eq!(count(&store, sql).await, 0, "{what}");
    }
    for (what, least, sql) in DONE {
        let done = count(&store, sql).await;
        assert!(done >= least, "{what}: only {done}");
    }
    let mut reader = store.read().await.unwrap();
    assert_eq!(outbox::dead(&mut reader, 10).await.unwrap(), []);
    assert_eq!(inbox::newest_dead(&mut reader).await.unwrap(), None);
    assert!(matches!(chain::verify(&mut reader, None).await.unwrap(), Verdict::Whole { .. }));
}

/// Brings all that the clock is to do nearer, while the program is down.
async fn pass(folder: &Path, time: i64) {
    let store = Store::open(&url(folder)).await.unwrap();
    let passed = store.write(0, move |tx| {
        Box::pin(async move {
            for sql in [
                "UPDATE desk_timers SET due_at = due_at - $1",
                "UPDATE asks SET due_at = due_at - $1",
                "UPDATE nominations SET due_at = due_at - $1, tell_at = tell_at - $1,
                    claimed_until = claimed_until - $1",
            ] {
                sqlx::query(sql).bind(time).execute(tx.connection()).await?;
            }
            Ok(())
        })
    });
    passed.await.unwrap();
    store.close().await;
}

/// What must have been done, beside sending, for the rest to prove anything.
const DONE: [(&str, i64, &str); 4] = [
    ("moves", 4, "SELECT COUNT(*) FROM audit WHERE act = 'state' AND to_state <> 'submitted'"),
    ("decisions", 1, "SELECT COUNT(*) FROM audit WHERE to_state IN ('recognised', 'refused')"),
    ("kinds of deeds", 4, "SELECT COUNT(DISTINCT act) FROM audit WHERE nomination_id IS NOT NULL"),
    (
        "what the clock did",
        1,
        "SELECT COUNT(*) FROM audit WHERE nomination_id IS NOT NULL AND actor_id IS NULL",
    ),
];

/// What must hold of nothing, and how many it holds of.
const HALF_DONE: [(&str, &str); 10] = [
    (
        "a state without its row in the audit",
        "SELECT COUNT(*) FROM nominations n WHERE n.state <> (SELECT a.to_state FROM audit a
            WHERE a.nomination_id = n.id AND a.act = 'state' ORDER BY a.seq DESC LIMIT 1)",
    ),
    (
        "a history with a gap",
        "SELECT COUNT(*) FROM (SELECT from_state, LAG(to_state) OVER
            (PARTITION BY nomination_id ORDER BY seq) AS before FROM audit WHERE act = 'state')
            WHERE before IS NOT NULL AND before <> from_state",
    ),
    (
        "a claim on what is closed",
        "SELECT COUNT(*) FROM nominations WHERE claimed_by IS NOT NULL
            AND state IN ('recognised', 'refused', 'duplicate', 'withdrawn')",
    ),
    (
        "a decision that nobody will tell",
        "SELECT COUNT(*) FROM nominations n WHERE n.tell_at IS NOT NULL
            AND (n.state NOT IN ('recognised', 'refused') OR NOT EXISTS (SELECT 1
                FROM desk_timers t WHERE t.nomination_id = n.id AND t.kind = 'tell'))",
    ),
    (
        "an asked one without an ask",
        "SELECT COUNT(*) FROM nominations n WHERE n.state = 'asked' AND NOT EXISTS (SELECT 1
            FROM asks a WHERE a.nomination_id = n.id AND a.answered_at IS NULL
                AND a.lapsed_at IS NULL)",
    ),
    (
        "a duplicate of nothing, or something else that is one",
        "SELECT COUNT(*) FROM nominations
            WHERE (state = 'duplicate' AND duplicate_of IS NULL)
               OR (state NOT IN ('duplicate', 'withdrawn') AND duplicate_of IS NOT NULL)",
    ),
    (
        "a duplicate of a duplicate or of another exemplar",
        "SELECT COUNT(*) FROM nominations n JOIN nominations r ON r.id = n.duplicate_of
            WHERE n.state = 'duplicate'
              AND (r.state = 'duplicate' OR r.exemplar_id <> n.exemplar_id)",
    ),
    (
        "a vote of who takes no part, or of a round to come",
        "SELECT COUNT(*) FROM votes v JOIN nominations n ON n.id = v.nomination_id
            WHERE v.round > n.round OR (v.round = n.round AND EXISTS (SELECT 1 FROM recusals r
                WHERE r.nomination_id = v.nomination_id AND r.contact_id = v.voter_id))",
    ),
    (
        "a recognised one whose votes are not enough",
        "SELECT COUNT(*) FROM nominations n WHERE n.state = 'recognised' AND NOT EXISTS
            (SELECT 1 FROM votes v WHERE v.nomination_id = n.id AND v.round = n.round
                AND v.approves = 1)",
    ),
    (
        "a nomination of no exemplar",
        "SELECT COUNT(*) FROM nominations n WHERE NOT EXISTS
            (SELECT 1 FROM exemplars e WHERE e.id = n.exemplar_id)",
    ),
];

async fn count(store: &Store, sql: &'static str) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *reader).await.unwrap()
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("hoadep.db").display())
}
