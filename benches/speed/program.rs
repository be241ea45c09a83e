//! The whole program on one core against the emulator over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hoadep::clock::Clock;
use hoadep::demo::telegram::{Emulator, Fault, FaultKind};

use crate::citizens::{self, Seen, UPDATES};
use crate::process::{Bot, stay_on_other_cores};

pub const TOKEN: &str = "5550001:AAbenchmark_benchmark";
/// Citizens who write at the same time, and nominations in all.
const AT_A_TIME: usize = 200;
const NOMINATIONS: usize = 2_000;
/// Those before are not measured.
const WARM_UP: usize = 400;
/// With faults, fewer are enough.
const NOMINATIONS_WITH_FAULTS: usize = 600;

/// 200 citizens at a time finish 2,000 nominations.
pub fn measure() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (telegram, bot) = stage(&folder).await;
        crowd(&telegram, WARM_UP).await;
        let (began, cpu) = (Instant::now(), bot.cpu());
        let seen = crowd(&telegram, NOMINATIONS).await;
        let (time, cpu) = (began.elapsed().as_secs_f64(), bot.cpu() - cpu);
        let [p50, p95, p99] = percentiles(&seen);
        let count = f64::from(u32::try_from(NOMINATIONS).unwrap());
        let updates = f64::from(u32::try_from(UPDATES).unwrap()) * count;
        println!(
            "program      one core, FULL: {:.0} conversations and {:.0} updates a second; update \
             to answer p50 {p50:.0} ms, p95 {p95:.0} ms, p99 {p99:.0} ms; {:.2} ms of processor a \
             conversation; peak {:.0} MiB",
            count / time,
            updates / time,
            1_000.0 * cpu / count,
            bot.peak_memory()
        );
    });
}

/// The same with 2 % of calls answered 429, 2 % answered 500 and 1 % cut.
pub fn measure_with_faults() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let (telegram, bot) = stage(&folder).await;
        telegram.seed_faults(7);
        for (kind, probability) in [
            (FaultKind::TooManyRequests { retry_after: 1 }, 0.02),
            (FaultKind::ServerError, 0.02),
            (FaultKind::CutAfter, 0.01),
        ] {
            telegram.fault(Fault::new(kind).probability(probability));
        }
        let seen = crowd(&telegram, NOMINATIONS_WITH_FAULTS).await;
        let missed = seen.iter().filter(|seen| seen.missed > 0).count();
        let [p50, p95, p99] = percentiles(&seen);
        let longest = seen.iter().flat_map(|seen| &seen.waits).max().unwrap().as_millis();
        println!(
            "faults       2 % 429, 2 % 500, 1 % cut: {missed} of {NOMINATIONS_WITH_FAULTS} \
             citizens waited more than 10 s for an answer; p50 {p50:.0} ms, p95 {p95:.0} ms, p99 \
             {p99:.0} ms, longest {longest} ms; peak {:.0} MiB",
            bot.peak_memory()
        );
    });
}

pub fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    stay_on_other_cores();
    runtime
}

async fn stage(folder: &tempfile::TempDir) -> (Emulator, Bot) {
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let admin = telegram.add_user("Dũng", None, Some("vi"));
    let database = format!("sqlite://{}", folder.path().join("bench.db").display());
    let (bot, _) = Bot::start(&base, &database, TOKEN, admin).await;
    (telegram, bot)
}

async fn crowd(telegram: &Emulator, nominations: usize) -> Vec<Seen> {
    let left = Arc::new(AtomicUsize::new(nominations));
    let citizens: Vec<_> = (0..AT_A_TIME)
        .map(|_| {
            let (telegram, left) = (telegram.clone(), Arc::clone(&left));
            tokio::spawn(async move {
                let mut all = Vec::new();
                let take = |left: usize| left.checked_sub(1);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                    let chat = telegram.add_user("Lan", None, Some("vi"));
                    all.push(citizens::nominate(&telegram, chat).await);
                }
                all
            })
        })
        .collect();
    let mut seen = Vec::with_capacity(nominations);
    for citizen in citizens {
        seen.extend(citizen.await.unwrap());
    }
    seen
}

/// The 50th, 95th and 99th percentile of all waits, in milliseconds.
pub fn percentiles(seen: &[Seen]) -> [f64; 3] {
    let mut waits: Vec<Duration> = seen.iter().flat_map(|seen| &seen.waits).copied().collect();
    waits.sort_unstable();
    [50, 95, 99].map(|percent| waits[(waits.len() - 1) * percent / 100].as_secs_f64() * 1_000.0)
}
