//! Messages to very many: killed on the way, to a million, ended early, with a limit, and through trouble.
//!
//! `cargo bench -- broadcast kills` (or `million`, `stopped`, `limits`, `trouble`) runs one of the five, and
//! fails where it does not hold what is promised. After `kills`, `million` and `stopped` a number of people
//! can stand in place of the usual one; `kills` then is followed by a number of kills. `million` is paced at
//! the thousand a second that can be paid for, which takes 17 minutes; `unpaced` after its number is faster.
//!
//! The emulator takes the messages of the first; the others have a server that answers as the Bot API does
//! and keeps a number for each chat, for the emulator would hold a million messages in memory.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hoadep::clock::Clock;
use hoadep::delivery::outgoing::Lane;
use hoadep::demo::telegram::Emulator;
use hoadep::store::{Store, outbox};

use crate::answerer::{Answerer, Verdict, most_in_a_second};
use crate::audience::{BROADCAST, NEWS, counted, left, run, seed, subscribe};
use crate::crowd::crowd;
use crate::process::Bot;
use crate::program::{TOKEN, runtime};

/// The first person's chat.
const FIRST: i64 = 10_000_001;
/// How long a call takes, where the limit is what counts.
const LATENCY: Duration = Duration::from_millis(100);
/// The most calls for news under way where nothing is paced: as many as a kill leaves unknown.
const FLIGHTS: i64 = 40;
/// The most memory that the program may have, in MiB, however many people there are.
const MEMORY: f64 = 100.0;
/// How long somebody may wait for an answer while news goes out.
const ANSWERED_WITHIN: Duration = Duration::from_secs(1);
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(3_600);
const UNPACED: [(&str, &str); 1] = [("HOADEP_TELEGRAM_RATE", "0")];

/// Measures all of it, or one part.
pub fn measure(part: Option<&str>, more: &[String]) {
    let is_asked_for = |name| part.is_none_or(|part| part == name);
    let number = |place: usize, usual: i64| {
        more.get(place).map_or(usual, |word| word.parse().expect("a number"))
    };
    if is_asked_for("kills") {
        runtime().block_on(kills(number(0, 100_000), number(1, 20)));
    }
    if is_asked_for("million") {
        let is_paced = more.get(1).is_none_or(|word| word != "unpaced");
        runtime().block_on(million(number(0, 1_000_000), is_paced));
    }
    if is_asked_for("stopped") {
        runtime().block_on(stopped(number(0, 1_000_000)));
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

/// So many people, and `kill -9` so many times at moments that look random.
async fn kills(people: i64, kills: i64) {
    let (folder, store, database) = stage().await;
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let first = crowd(&telegram, &base, TOKEN, people).await;
    seed(&store, first, people).await;
    let began = Instant::now();
    let mut chance = 0x0b10_55ed_u64;
    for kill in 0..kills {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let within = i64::try_from(chance >> 33).unwrap() % (people / (kills + 1));
        let (bot, _) = Bot::start_with(&base, &database, TOKEN, &UNPACED).await;
        falls_to(&store, people - kill * people / (kills + 1) - within).await;
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
    for person in first..first + people {
        let got = telegram.messages(person).into_iter();
        let got = got.filter(|message| message.from_bot && message.text == NEWS).count();
        twice += i32::from(got > 1);
        missing += i32::from(got == 0 && !doubtful.contains(&person));
        arrived += i32::from(got == 1 && doubtful.contains(&person));
    }
    println!(
        "broadcast    {people} people, killed {kills} times: {} accounted for ({sent} sent, {unknown} \
         unknown of which {arrived} arrived, {blocked} blocked, {failed} failed, {skipped} skipped); \
         {twice} got it twice, {missing} are missing; {time:.0} s; peak {:.0} MiB",
        sent + unknown + blocked + failed + skipped,
        bot.peak_memory()
    );
    assert_eq!((twice, missing), (0, 0));
    assert_eq!([sent + unknown, blocked, failed, skipped], [people, 0, 0, 0]);
    assert!(unknown <= FLIGHTS * kills, "more are unknown than were in flight");
    drop((bot, folder));
}

/// All that belongs to a message to so many people: it begins at its time, its audience is fixed, it goes
/// out, and the three who wrote, confirmed and seconded it watch it and get the report with the list of
/// those whose news was refused, one in a hundred.
async fn million(people: i64, is_paced: bool) {
    let (folder, store, database) = stage().await;
    plan(&store, people).await;
    let everybody = usize::try_from(people).unwrap();
    let refuses = |place: usize| place % 100 == 50;
    let (answerer, base) =
        Answerer::start(FIRST, everybody, Duration::ZERO, is_paced, false, move |place, _| {
            if refuses(place) { Verdict::Refuse } else { Verdict::Take }
        })
        .await;
    let admins = admins();
    let paced = [("HOADEP_TELEGRAM_PAID_RATE", "1000"), ("HOADEP_ADMINS", admins.as_str())];
    let unpaced = [("HOADEP_TELEGRAM_RATE", "0"), ("HOADEP_ADMINS", admins.as_str())];
    let variables = if is_paced { paced } else { unpaced };
    let (bot, ready) = Bot::start_with(&base, &database, TOKEN, &variables).await;
    let began = Instant::now();
    is_collected(&store, people).await;
    let collected = began.elapsed().as_secs_f64();
    falls_to(&store, 0).await;
    let time = began.elapsed().as_secs_f64();
    is_reported(&store).await;
    let reported = began.elapsed().as_secs_f64() - time;
    let [sent, unknown, blocked, failed, skipped] = counted(&store).await;
    let (reached, most) = answerer.reached();
    let ((files, bytes), peak) = (answerer.files(), bot.peak_memory());
    println!(
        "broadcast    {people} people{}: fixed in {collected:.0} s; {sent} sent, {unknown} unknown, \
         {failed} refused, {reached} reached, at most {most} each; {time:.0} s, {:.0} a second, {:.0} µs \
         of processor each; reported in {reported:.1} s with {files} files of {bytes} bytes; ready after \
         {} ms; peak {peak:.0} MiB",
        if is_paced { " at 1000 a second" } else { ", no limit" },
        f64::from(i32::try_from(people).unwrap()) / time,
        bot.cpu() * 1e6 / f64::from(i32::try_from(people).unwrap()),
        ready.as_millis(),
    );
    assert_eq!(
        [sent, unknown, blocked, failed, skipped],
        [people - people / 100, 0, 0, people / 100, 0]
    );
    assert_eq!((i64::try_from(reached).unwrap(), most), (sent, 1));
    assert_eq!(files, WATCHERS, "each of those who watch gets the list");
    assert!(peak < MEMORY, "too much memory");
    if is_paced {
        let arrivals = answerer.arrivals();
        let time = (*arrivals.last().unwrap() - arrivals[0]).as_secs_f64();
        let mean = f64::from(u32::try_from(arrivals.len() - 1).unwrap()) / time;
        let most = most_in_a_second(&arrivals);
        println!("broadcast    at most {most} in any second, mean {mean:.1} a second");
        assert!(most <= 1_000, "too many in a second");
        assert!(mean >= 970.0, "slower than it may be");
    }
    drop((bot, folder));
}

/// The same, ended after the first hundredth: nearly everybody is on the list that three people get.
async fn stopped(people: i64) {
    let (folder, store, database) = stage().await;
    plan(&store, people).await;
    let (answerer, base) = take_all(people, Duration::ZERO, false, false).await;
    let admins = admins();
    let variables = [("HOADEP_TELEGRAM_RATE", "0"), ("HOADEP_ADMINS", admins.as_str())];
    let (bot, _) = Bot::start_with(&base, &database, TOKEN, &variables).await;
    is_collected(&store, people).await;
    falls_to(&store, people - people / 100).await;
    let stop =
        "UPDATE broadcasts SET state = 'stopped', version = version + 1, ended_at = started_at";
    run(&store, stop.to_owned()).await;
    let began = Instant::now();
    is_reported(&store).await;
    let [sent, unknown, _, _, skipped] = counted(&store).await;
    let ((files, bytes), peak) = (answerer.files(), bot.peak_memory());
    println!(
        "broadcast    {people} people, ended early: {sent} sent, {unknown} unknown, {skipped} skipped; \
         reported in {:.0} s with {files} files of {bytes} bytes in all; peak {peak:.0} MiB",
        began.elapsed().as_secs_f64()
    );
    assert_eq!((sent + skipped, unknown), (people, 0));
    assert!(files >= WATCHERS && files % WATCHERS == 0, "each of those who watch gets the list");
    assert!(peak < MEMORY, "too much memory");
    drop((bot, folder));
}

/// How many watch it.
const WATCHERS: usize = 3;

/// Those who do, as the program is told.
fn admins() -> String {
    let all: Vec<String> = (FIRST..FIRST + 3).map(|id| format!("telegram:{id}")).collect();
    all.join(",")
}

/// Keeps so many people who are subscribed, and a message to all of them whose time has come.
async fn plan(store: &Store, people: i64) {
    subscribe(store, FIRST, people).await;
    for sql in [
        format!(
            "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by, created_at,
                confirmed_by, confirmed_at, seconded_by, seconded_at)
             VALUES ({BROADCAST}, 1, 'news', 'scheduled', '{{}}', '[]', {FIRST}, 0, {}, 0, {}, 0)",
            FIRST + 1,
            FIRST + 2
        ),
        format!(
            "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
             VALUES ({BROADCAST}, 'vi', '{NEWS}', '[]')"
        ),
    ] {
        run(store, sql).await;
    }
}

/// Waits until all of them are recipients.
async fn is_collected(store: &Store, people: i64) {
    holds(store, &format!("total >= {people} AND state <> 'collecting'")).await;
}

/// Waits until it is reported, and nothing waits to be sent.
async fn is_reported(store: &Store) {
    holds(store, "reported_at IS NOT NULL").await;
    let began = Instant::now();
    loop {
        let mut reader = store.read().await.unwrap();
        let mut waiting = 0;
        for lane in Lane::ALL {
            waiting += outbox::waiting(&mut reader, lane, 100).await.unwrap().len();
        }
        if waiting == 0 {
            assert_eq!(outbox::count_dead(&mut reader).await.unwrap(), 0, "something was given up");
            return;
        }
        drop(reader);
        assert!(began.elapsed() < PATIENCE, "{waiting} messages are left");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until this holds of the message.
async fn holds(store: &Store, condition: &str) {
    let began = Instant::now();
    let sql = format!("SELECT COUNT(*) FROM broadcasts WHERE {condition}");
    loop {
        let mut reader = store.read().await.unwrap();
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone()));
        let number: i64 = query.fetch_one(&mut *reader).await.unwrap();
        drop(reader);
        if number > 0 {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "it never comes to this: {condition}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// With a limit, by a server that takes its time: how many came in the fullest second, and the mean.
async fn limit(people: i64, variables: &[(&str, &str)], limit: u32) {
    let (folder, store, database) = stage().await;
    seed(&store, FIRST, people).await;
    // What is paid for leaves the room of the others alone, so those are not counted with it.
    let has_askers = variables.len() == 1;
    let (answerer, base) = take_all(people, LATENCY, true, has_askers).await;
    let (bot, _) = Bot::start_with(&base, &database, TOKEN, variables).await;
    falls_to(&store, 0).await;
    let waits = answerer.waits();
    let arrivals = answerer.arrivals();
    let time = (*arrivals.last().unwrap() - arrivals[0]).as_secs_f64();
    let mean = f64::from(u32::try_from(arrivals.len() - 1).unwrap()) / time;
    let longest = arrivals.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    let (most, share) = (most_in_a_second(&arrivals), 100.0 * mean / f64::from(limit));
    println!(
        "broadcast    {people} people at {limit} a second: at most {most} in any second, mean {mean:.1} \
         a second ({share:.1} % of the limit) over {time:.0} s, longest gap {} ms; peak {:.0} MiB",
        longest.as_millis(),
        bot.peak_memory()
    );
    if has_askers {
        let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
        println!(
            "broadcast    meanwhile {} wrote /start, one a second: answered within {} ms (half), {} ms \
             (99 of 100), {} ms (all)",
            waits.len(),
            at(50).as_millis(),
            at(99).as_millis(),
            at(100).as_millis()
        );
        // All but the first of a minute, and the last, who may have asked just now.
        let seconds = usize::try_from(people / i64::from(limit)).unwrap();
        assert!(waits.len() >= seconds / 2, "only {} asked in {seconds} s", waits.len());
        assert!(at(100) < ANSWERED_WITHIN, "somebody waited for too long");
    }
    assert!(most <= limit as usize, "too many in a second");
    assert!(share >= 97.0, "slower than it may be");
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
    let (gone, refused) = (PEOPLE / 20, PEOPLE / 100);
    let arrived = PEOPLE - gone - refused;
    assert_eq!([sent, unknown, blocked, failed, skipped], [arrived, 0, gone, refused, 0]);
    assert_eq!((i64::try_from(reached).unwrap(), most), (arrived, 1));
    assert!(answerer.throttled() > 0, "there was no storm");
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
async fn take_all(
    people: i64,
    latency: Duration,
    keeps: bool,
    asks: bool,
) -> (Arc<Answerer>, String) {
    let people = usize::try_from(people).unwrap();
    Answerer::start(FIRST, people, latency, keeps, asks, |_, _| Verdict::Take).await
}

/// Waits until no more than so many are left.
async fn falls_to(store: &Store, number: i64) {
    let began = Instant::now();
    while left(store).await > number {
        assert!(began.elapsed() < PATIENCE, "{} are left", left(store).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
