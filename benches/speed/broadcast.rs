//! Messages to very many: killed on the way, without a limit, with one, and through trouble.
//!
//! `cargo bench -- broadcast kills` (or `million`, `limits`, `trouble`) runs one of the four. The emulator
//! takes the messages of the first; the others have a server that answers as the Bot API does and keeps
//! a number for each chat, for the emulator would hold a million messages in memory.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;
use hoadep::store::Store;

use crate::answerer::{Answerer, Verdict, most_in_a_second};
use crate::audience::{BROADCAST, NEWS, counted, left, seed};
use crate::crowd::crowd;
use crate::process::Bot;
use crate::program::{TOKEN, runtime};

/// The first person's chat.
const FIRST: i64 = 10_000_001;
/// How long a call takes, where the limit is what counts.
const LATENCY: Duration = Duration::from_millis(100);
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(3_600);
const UNPACED: [(&str, &str); 1] = [("HOADEP_TELEGRAM_RATE", "0")];

/// Measures all of it, or one part.
pub fn measure(part: Option<&str>) {
    let is_asked_for = |name| part.is_none_or(|part| part == name);
    if is_asked_for("kills") {
        runtime().block_on(kills());
    }
    if is_asked_for("million") {
        runtime().block_on(million());
    }
    if is_asked_for("limits") {
        runtime().block_on(limit(1_800, &[("HOADEP_TELEGRAM_RATE", "30")], 30));
        let paid = [("HOADEP_TELEGRAM_RATE", "30"), ("HOADEP_TELEGRAM_PAID_RATE", "1000")];
        runtime().block_on(limit(20_000, &paid, 1_000));
    }
    if is_asked_for("trouble") {
        runtime().block_on(trouble());
    }
}

/// 100,000 people, and 20 times `kill -9` at moments that look random.
async fn kills() {
    const PEOPLE: i64 = 100_000;
    const KILLS: i64 = 20;
    let (folder, store, database) = stage().await;
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let first = crowd(&telegram, &base, TOKEN, PEOPLE).await;
    seed(&store, first, PEOPLE).await;
    let began = Instant::now();
    let mut chance = 0x0b10_55ed_u64;
    for kill in 0..KILLS {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let within = i64::try_from(chance >> 33).unwrap() % (PEOPLE / (KILLS + 1));
        let (bot, _) = Bot::start_with(&base, &database, TOKEN, &UNPACED).await;
        falls_to(&store, PEOPLE - kill * PEOPLE / (KILLS + 1) - within).await;
        drop(bot);
    }
    let (bot, _) = Bot::start_with(&base, &database, TOKEN, &UNPACED).await;
    falls_to(&store, 0).await;
    let time = began.elapsed().as_secs_f64();
    let [sent, unknown, blocked, failed, skipped] = counted(&store).await;
    let mut reader = store.read().await.unwrap();
    let doubtful: Vec<i64> = sqlx::query_scalar(
        "SELECT contact_id FROM broadcast_recipients WHERE broadcast_id = $1 AND state = 'unknown'",
    )
    .bind(BROADCAST)
    .fetch_all(&mut *reader)
    .await
    .unwrap();
    let doubtful: HashSet<i64> = doubtful.into_iter().collect();
    let (mut twice, mut missing, mut arrived) = (0, 0, 0);
    for person in first..first + PEOPLE {
        let got = telegram.messages(person).into_iter();
        let got = got.filter(|message| message.from_bot && message.text == NEWS).count();
        twice += i32::from(got > 1);
        missing += i32::from(got == 0 && !doubtful.contains(&person));
        arrived += i32::from(got == 1 && doubtful.contains(&person));
    }
    println!(
        "broadcast    {PEOPLE} people, killed {KILLS} times: {} accounted for ({sent} sent, {unknown} \
         unknown of which {arrived} arrived, {blocked} blocked, {failed} failed, {skipped} skipped); \
         {twice} got it twice, {missing} are missing; {time:.0} s; peak {:.0} MiB",
        sent + unknown + blocked + failed + skipped,
        bot.peak_memory()
    );
    drop((bot, folder));
}

/// 1,000,000 people as fast as it goes.
async fn million() {
    const PEOPLE: i64 = 1_000_000;
    let (folder, store, database) = stage().await;
    seed(&store, FIRST, PEOPLE).await;
    let (answerer, base) = take_all(PEOPLE, Duration::ZERO, false).await;
    let (bot, ready) = Bot::start_with(&base, &database, TOKEN, &UNPACED).await;
    let began = Instant::now();
    falls_to(&store, 0).await;
    let time = began.elapsed().as_secs_f64();
    let [sent, unknown, ..] = counted(&store).await;
    let (reached, most) = answerer.reached();
    println!(
        "broadcast    {PEOPLE} people, no limit: {sent} sent, {unknown} unknown, {reached} reached, at \
         most {most} each; {time:.0} s, {:.0} a second, {:.0} µs of processor each; ready after {} ms; \
         peak {:.0} MiB",
        1_000_000.0 / time,
        bot.cpu(),
        ready.as_millis(),
        bot.peak_memory()
    );
    drop((bot, folder));
}

/// With a limit, by a server that takes its time: how many came in the fullest second, and the mean.
async fn limit(people: i64, variables: &[(&str, &str)], limit: u32) {
    let (folder, store, database) = stage().await;
    seed(&store, FIRST, people).await;
    let (answerer, base) = take_all(people, LATENCY, true).await;
    let (bot, _) = Bot::start_with(&base, &database, TOKEN, variables).await;
    falls_to(&store, 0).await;
    let arrivals = answerer.arrivals();
    let time = (*arrivals.last().unwrap() - arrivals[0]).as_secs_f64();
    let mean = f64::from(u32::try_from(arrivals.len() - 1).unwrap()) / time;
    let longest = arrivals.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    println!(
        "broadcast    {people} people at {limit} a second: at most {} in any second, mean {mean:.1} a \
         second ({:.1} % of the limit) over {time:.0} s, longest gap {} ms; peak {:.0} MiB",
        most_in_a_second(&arrivals),
        100.0 * mean / f64::from(limit),
        longest.as_millis(),
        bot.peak_memory()
    );
    drop((bot, folder));
}

/// Storms of 429, 5 % who have blocked the bot, 1 % whose news is refused.
async fn trouble() {
    const PEOPLE: i64 = 50_000;
    let (folder, store, database) = stage().await;
    seed(&store, FIRST, PEOPLE).await;
    let began = Instant::now();
    let (answerer, base) = Answerer::start(
        FIRST,
        usize::try_from(PEOPLE).unwrap(),
        Duration::ZERO,
        false,
        move |place, _| match (began.elapsed().as_millis() / 500 % 6, place % 100) {
            (5, _) => Verdict::Throttle(1),
            (_, place) if place % 20 == 3 => Verdict::Blocked,
            (_, 50) => Verdict::Refuse,
            _ => Verdict::Take,
        },
    )
    .await;
    let (bot, _) = Bot::start_with(&base, &database, TOKEN, &UNPACED).await;
    falls_to(&store, 0).await;
    let [sent, unknown, blocked, failed, skipped] = counted(&store).await;
    let (reached, most) = answerer.reached();
    println!(
        "broadcast    {PEOPLE} people, storms of 429, 5 % blocked, 1 % refused: {sent} sent, {unknown} \
         unknown, {blocked} blocked, {failed} failed, {skipped} skipped; {reached} reached, at most \
         {most} each; {} calls throttled; {:.0} s",
        answerer.throttled(),
        began.elapsed().as_secs_f64()
    );
    drop((bot, folder));
}

/// A folder, and an empty database in it.
async fn stage() -> (tempfile::TempDir, Store, String) {
    let folder = tempfile::tempdir().unwrap();
    let database = at(folder.path());
    let store = Store::open(&database).await.unwrap();
    store.migrate().await.unwrap();
    (folder, store, database)
}

fn at(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("bench.db").display())
}

/// A server that takes everything.
async fn take_all(people: i64, latency: Duration, keeps: bool) -> (Arc<Answerer>, String) {
    let people = usize::try_from(people).unwrap();
    Answerer::start(FIRST, people, latency, keeps, |_, _| Verdict::Take).await
}

/// Waits until no more than so many are left.
async fn falls_to(store: &Store, number: i64) {
    let began = Instant::now();
    while left(store).await > number {
        assert!(began.elapsed() < PATIENCE, "{} are left", left(store).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
