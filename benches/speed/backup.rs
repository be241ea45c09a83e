//! A file with 100,000 nominations is copied while a citizen talks: how long that takes, and how long
//! answers do meanwhile.

use std::process::{Command, Stdio};
use std::time::Instant;

use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;

use crate::citizens::Seen;
use crate::large;
use crate::process::Bot;
use crate::program::{TOKEN, percentiles, runtime};

/// Times the copy, and answers beside it.
pub fn measure() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("bench.db").display());
        let telegram = Emulator::new(TOKEN, Clock::default());
        telegram.set_recording(false);
        let base = telegram.bind().await.unwrap();
        let person = telegram.add_user("Dũng", None, Some("vi"));
        let (bot, _) = Bot::start(&base, &database, TOKEN, person).await;
        telegram.say(person, person, "/start");
        large::answer(&telegram, person, "Kính chào").await;
        drop(bot);
        large::fill(&database, person).await;
        let (_bot, _) = Bot::start(&base, &database, TOKEN, person).await;
        let copy = folder.path().join("copy.db");
        let began = Instant::now();
        let mut copying = Command::new(env!("CARGO_BIN_EXE_hoadep"))
            .arg("backup")
            .arg(&copy)
            .env_clear()
            .env("DATABASE_URL", &database)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut seen = Seen::default();
        let mut took = None;
        // Until the copy is there, and then until the figures mean something.
        while took.is_none() {
            let asked = Instant::now();
            telegram.say(person, person, "/start");
            large::answer(&telegram, person, "Kính chào").await;
            seen.waits.push(asked.elapsed());
            took = copying.try_wait().unwrap().map(|_| began.elapsed());
        }
        assert!(copying.wait().unwrap().success());
        let count = seen.waits.len();
        let longest = seen.waits.iter().max().unwrap().as_secs_f64() * 1_000.0;
        let waits = percentiles(&[seen]);
        println!(
            "backup       of that file, {:.0} MB, looked through: {:.1} s; {count} answers beside it: \
             p50 {:.1} ms, p99 {:.1} ms, the longest {longest:.0} ms",
            copy.metadata().unwrap().len() as f64 / 1e6,
            took.unwrap().as_secs_f64(),
            waits[0],
            waits[2]
        );
    });
}
