//! The program is killed again and again in the middle of its work, and nobody notices.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use hoadep::clock::Clock;
use hoadep::demo::telegram::{Emulator, Message};
use hoadep::store::chain::Verdict;
use hoadep::store::{Store, chain, inbox, outbox};
use tokio::sync::watch;

use crate::program::Program;
use crate::tester::{STORY, TOKEN, code_in, eventually};

const CITIZENS: usize = 500;
const AT_ONCE: usize = 50;
const KILLS: usize = 10;
/// How long one answer may take, with starts of the program in between.
const PATIENCE: Duration = Duration::from_secs(60);

/// A citizen's phone. They say everything once.
struct Citizen {
    telegram: Emulator,
    id: i64,
    /// Counts what all citizens have seen, for who kills the program.
    steps: Arc<watch::Sender<usize>>,
}

impl Citizen {
    async fn nominates(self) -> (i64, String) {
        self.says("/start", "Kính chào").await;
        self.presses("Đồng ý", "Cảm ơn").await;
        self.says("/gioithieu", "Bước 1/4").await;
        self.presses("Cá nhân", "họ và tên").await;
        self.says("Nguyễn Văn Tư", "Bước 2/4").await;
        self.says("pho hien", "Bước 3/4").await;
        self.says(STORY, "Đã nhận").await;
        self.presses("Xong", "Bước 4/4").await;
        let told = self.presses("✅ Gửi", "Mã hồ sơ").await;
        (self.id, code_in(&told.text))
    }

    async fn says(&self, text: &str, answer: &str) -> Message {
        let say = |phone: &Emulator| {
            phone.say(self.id, self.id, text);
        };
        self.does(say, answer).await
    }

    async fn presses(&self, label: &str, answer: &str) -> Message {
        let press = |phone: &Emulator| {
            let messages = phone.messages(self.id).into_iter().rev();
            let with = messages.into_iter().find(|message| message.button(label).is_some());
            let with = with.unwrap_or_else(|| panic!("no button {label:?}"));
            phone.press_label(self.id, self.id, with.id, label);
        };
        self.does(press, answer).await
    }

    /// Does something, then waits for a message that is new or changed since and says so.
    async fn does(&self, act: impl FnOnce(&Emulator), answer: &str) -> Message {
        let messages = self.telegram.messages(self.id).into_iter();
        let seen: HashMap<i64, u32> = messages.map(|message| (message.id, message.edits)).collect();
        act(&self.telegram);
        let sought = |telegram: &Emulator| {
            telegram.messages(self.id).into_iter().rev().find(|message| {
                message.from_bot
                    && message.text.contains(answer)
                    && seen.get(&message.id) != Some(&message.edits)
            })
        };
        let found = self.telegram.wait_in(self.id, sought, PATIENCE).await;
        self.steps.send_modify(|steps| *steps += 1);
        found.unwrap_or_else(|| {
            let texts = self.telegram.messages(self.id).into_iter().map(|message| message.text);
            panic!("{answer:?} did not come; there is {:#?}", texts.collect::<Vec<_>>())
        })
    }
}

/// Approves every card that comes, each on a task of its own.
async fn review(telegram: Emulator, reviewer: i64) {
    let mut last = 0;
    loop {
        let news = |telegram: &Emulator| {
            let news = telegram.messages_after(reviewer, last);
            (!news.is_empty()).then_some(news)
        };
        let Some(news) = telegram.wait_in(reviewer, news, Duration::MAX).await else { return };
        for message in news {
            last = message.id;
            if message.button("✅ Duyệt").is_some() {
                tokio::spawn(decide(telegram.clone(), message));
            } else if let Some(sure) = message.button("✅ Xác nhận duyệt") {
                // The card was cut off before it was noted where it stands, so its next face came
                // as a message of its own.
                let data = sure.data.clone().unwrap();
                telegram.press(reviewer, reviewer, message.id, &data);
            }
        }
    }
}

async fn decide(telegram: Emulator, card: Message) {
    let press = |message: &Message, label: &str| {
        let data = message.button(label)?.data.clone()?;
        Some(telegram.press(card.chat, card.chat, card.id, &data))
    };
    press(&card, "✅ Duyệt");
    let asked = |telegram: &Emulator| {
        let now = telegram.message(card.chat, card.id)?;
        (now.button("✅ Duyệt").is_none()).then_some(now)
    };
    let Some(asked) = telegram.wait_in(card.chat, asked, Duration::MAX).await else { return };
    // Else the other reviewer was faster.
    press(&asked, "✅ Xác nhận duyệt");
}

/// Numbers that look random and are the same each time (xorshift).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Kills and starts the program as the citizens get on, and gives the last one and the number of
/// kills.
async fn kill_again_and_again(
    telegram: &Emulator,
    mut steps: watch::Receiver<usize>,
    start: impl Fn() -> Program,
) -> (Program, usize) {
    let mut chance = Chance(0x0008_0a0d_ebad_f10a);
    let (mut program, mut kills) = (start(), 0);
    for _ in 0..KILLS {
        // Somewhere on the way, nine steps a citizen.
        let next = *steps.borrow_and_update() + 150 + chance.below(CITIZENS * 9 / KILLS - 200);
        if steps.wait_for(|steps| *steps >= next).await.is_err() {
            break;
        }
        // At any change of the world, in the middle of whatever makes it.
        let mut changes = chance.below(40);
        let struck = |_: &Emulator| {
            changes = changes.saturating_sub(1);
            (changes == 0).then_some(())
        };
        telegram.wait_for(struck, PATIENCE).await.expect("the world goes on");
        program.kill();
        program = start();
        kills += 1;
        if kills % 3 == 0 {
            // Once more, while it begins.
            let polls = telegram.polls();
            let begun = |telegram: &Emulator| (telegram.polls() > polls).then_some(());
            telegram.wait_for(begun, PATIENCE).await.expect("the program begins");
            program.kill();
            program = start();
            kills += 1;
        }
    }
    (program, kills)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_500_conversations_nothing_is_lost_and_nothing_happens_twice() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let reviewers = ["Hương", "Dũng"].map(|name| telegram.add_user(name, None, Some("vi")));
    let admins = reviewers.map(|id| format!("telegram:{id}")).join(",");
    for reviewer in reviewers {
        telegram.say(reviewer, reviewer, "/start");
        tokio::spawn(review(telegram.clone(), reviewer));
    }
    let steps = Arc::new(watch::Sender::new(0));
    let (watched, killed) = (steps.subscribe(), telegram.clone());
    let at = folder.path().to_owned();
    let (killed_base, killed_admins) = (base.clone(), admins.clone());
    let killer = tokio::spawn(async move {
        let start = || Program::run(&at, &killed_base, &killed_admins);
        kill_again_and_again(&killed, watched, start).await
    });

    let conversations = (0..CITIZENS).map(|_| {
        let id = telegram.add_user("Lan", None, Some("vi"));
        let citizen = Citizen { telegram: telegram.clone(), id, steps: Arc::clone(&steps) };
        tokio::spawn(citizen.nominates())
    });
    let ended = futures_util::stream::iter(conversations).buffer_unordered(AT_ONCE);
    let told: Vec<(i64, String)> = ended.map(|ended| ended.unwrap()).collect().await;
    drop(steps);
    let (mut program, kills) = killer.await.unwrap();
    assert!(kills >= 8, "killed {kills} times only");

    let store = Store::open(&url(folder.path())).await.unwrap();
    // As long as it takes, while there is progress.
    let mut decided = 0;
    while decided < 500 {
        eventually(async || count(&store, DECIDED).await > decided).await;
        decided = count(&store, DECIDED).await;
    }
    eventually(async || telegram.pending_updates().is_empty()).await;
    program.signal("TERM");
    let status = program.ends().await;
    assert_eq!(status.code(), Some(0), "{}", log(folder.path()));
    told_each_their_own_code(&telegram, &store, &told).await;
    let mut reader = store.read().await.unwrap();
    assert_eq!(outbox::oldest(&mut reader).await.unwrap(), None, "something was left unsent");
    assert_eq!(outbox::dead(&mut reader, 10).await.unwrap(), []);
    assert_eq!(inbox::newest_dead(&mut reader).await.unwrap(), None);
}

const DECIDED: &str = "SELECT COUNT(*) FROM nominations WHERE state = 'recognised'";
/// Nominations whose history is not: submitted, then recognised.
const STRANGE_HISTORIES: &str = "
    SELECT COUNT(*) FROM nominations WHERE
        (SELECT COUNT(*) FROM audit WHERE nomination_id = nominations.id) <> 2
     OR (SELECT COUNT(*) FROM audit WHERE nomination_id = nominations.id
            AND from_state = 'draft' AND to_state = 'submitted') <> 1
     OR (SELECT COUNT(*) FROM audit WHERE nomination_id = nominations.id
            AND from_state = 'submitted' AND to_state = 'recognised') <> 1";

async fn count(store: &Store, sql: &'static str) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *reader).await.unwrap()
}

async fn told_each_their_own_code(telegram: &Emulator, store: &Store, told: &[(i64, String)]) {
    let kept: Vec<(String, String)> = {
        let mut reader = store.read().await.unwrap();
        sqlx::query_as(
            "SELECT address, code FROM nominations JOIN contacts ON contacts.id = nominator_id",
        )
        .fetch_all(&mut *reader)
        .await
        .unwrap()
    };
    let kept: HashSet<(String, String)> = kept.into_iter().collect();
    let told_of = told.iter().map(|(id, code)| (id.to_string(), code.clone()));
    assert_eq!(kept, told_of.collect::<HashSet<_>>(), "what was told and what was kept differ");
    assert_eq!(count(store, "SELECT COUNT(*) FROM nominations").await, 500);
    assert_eq!(count(store, STRANGE_HISTORIES).await, 0);
    let audit = chain::verify(&mut store.read().await.unwrap(), None).await.unwrap();
    assert!(matches!(audit, Verdict::Whole { rows: 1_000, .. }), "{audit:?}");
    for (id, code) in told {
        let messages = telegram.messages(*id).into_iter();
        let codes: HashSet<String> = messages
            .filter(|message| message.text.contains("Mã hồ sơ"))
            .map(|message| code_in(&message.text))
            .collect();
        assert_eq!(codes, HashSet::from([code.clone()]), "told more than one code");
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("hoadep.db").display())
}

/// What the program said, for a failed test to show.
fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}
