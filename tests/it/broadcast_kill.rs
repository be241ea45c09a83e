//! The program is killed again and again while it sends a message to many: nobody gets it twice, and
//! nobody is forgotten.

use std::time::Duration;

use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;
use hoadep::domain::broadcast::Outcome;
use hoadep::store::Store;

use crate::audience::{self, BROADCAST, NEWS, count, counted, left, seed};
use crate::crowd::crowd;
use crate::kill::Chance;
use crate::program::Program;
use crate::tester::TOKEN;

const PEOPLE: i64 = 20_000;
const KILLS: usize = 5;
/// How many may be in flight at once, see `delivery::news`.
const FLIGHTS: i64 = 40;
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_five_times_while_20_000_are_sent_it_each_is_accounted_for_and_none_got_it_twice() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let first = crowd(&telegram, &base, TOKEN, PEOPLE).await;
    let url = format!("sqlite://{}", folder.path().join("hoadep.db").display());
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    seed(&store, first, PEOPLE).await;

    let mut chance = Chance(0x0b10_55ed_f10a_0003);
    let mut at = PEOPLE;
    for _ in 0..KILLS {
        let program = Program::run(folder.path(), &base, "");
        at -= i64::try_from(500 + chance.below(2_500)).unwrap();
        falls_to(&store, at).await;
        program.kill();
    }
    let mut program = Program::run(folder.path(), &base, "");
    falls_to(&store, 0).await;
    program.signal("TERM");
    assert!(program.ends().await.success());

    let [sent, unknown, blocked, failed, skipped] = counted(&store).await;
    assert_eq!(sent + unknown, PEOPLE, "{blocked} {failed} {skipped}");
    assert!(unknown <= FLIGHTS * i64::try_from(KILLS).unwrap(), "{unknown} are unknown");
    assert_eq!(count(&store, Outcome::Waiting).await + count(&store, Outcome::Sending).await, 0);
    let mut reader = store.read().await.unwrap();
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT contact_id, state FROM broadcast_recipients WHERE broadcast_id = $1",
    )
    .bind(BROADCAST)
    .fetch_all(&mut *reader)
    .await
    .unwrap();
    for (person, state) in rows {
        let got = telegram.messages(person).into_iter();
        let got = got.filter(|message| message.from_bot && message.text == NEWS).count();
        assert!(got == 1 || (got == 0 && state == "unknown"), "{person} {state} got {got}");
    }
}

/// Waits until no more than so many are left.
async fn falls_to(store: &Store, number: i64) {
    let waiting = async {
        while audience::left(store).await > number {
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    assert!(waited.is_ok(), "{} are left", left(store).await);
}
