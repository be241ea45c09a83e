//! A file with 100,000 nominations: how soon the program is ready, and how fast lists come.

use std::time::Instant;

use hoadep::clock::{Clock, SECOND};
use hoadep::demo::telegram::{Emulator, Message};
use hoadep::ids::Ids;
use hoadep::store::Store;

use crate::citizens::{PATIENCE, Seen};
use crate::process::Bot;
use crate::program::{TOKEN, percentiles, runtime};

const NOMINATIONS: i64 = 100_000;
/// Of them, those of the citizen who asks for the list.
const OWN: i64 = 200;
const LOOKS: usize = 100;

/// Times the start, `/hangcho` and `/hoso`.
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
        answer(&telegram, person, "Kính chào").await;
        drop(bot);
        fill(&database, person).await;
        let (bot, ready) = Bot::start(&base, &database, TOKEN, person).await;
        telegram.say(person, person, "/start");
        answer(&telegram, person, "Kính chào").await;
        let queue = looks(&telegram, person, "/hangcho", "Hồ sơ đang chờ").await;
        let mine = looks(&telegram, person, "/hoso", "Hồ sơ Ông/Bà đã gửi").await;
        println!(
            "large file   {NOMINATIONS} nominations: ready after {} ms; /hangcho p50 {:.1} ms, \
             p99 {:.1} ms; /hoso p50 {:.1} ms, p99 {:.1} ms; peak {:.0} MiB",
            ready.as_millis(),
            queue[0],
            queue[2],
            mine[0],
            mine[2],
            bot.peak_memory()
        );
    });
}

async fn looks(telegram: &Emulator, person: i64, command: &str, title: &str) -> [f64; 3] {
    let mut seen = Seen::default();
    for _ in 0..LOOKS {
        let began = Instant::now();
        telegram.say(person, person, command);
        answer(telegram, person, title).await;
        seen.waits.push(began.elapsed());
    }
    percentiles(&[seen])
}

/// Waits for an answer below what was said last.
pub async fn answer(telegram: &Emulator, person: i64, title: &str) {
    let asked = telegram.messages(person).last().map_or(0, |message| message.id);
    let came = |telegram: &Emulator| -> Option<Message> {
        let newest = telegram.last_bot_message(person)?;
        (newest.id >= asked && newest.text.contains(title)).then_some(newest)
    };
    let came = telegram.wait_in(person, came, PATIENCE).await;
    assert!(came.is_some(), "{title:?} did not come");
}

/// Fills the file with nominations of many citizens, half of them waiting for a decision.
pub async fn fill(database: &str, person: i64) {
    let store = Store::open(database).await.unwrap();
    let now = Clock::default().now();
    let first = Ids::new(Clock::default()).next();
    for sql in [
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
             INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             SELECT {first} + i, 'telegram', 'bench' || i, 'Lan', 'vi', {now} FROM n"
        ),
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {})
             INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind,
                nominee_name, commune, story, is_minor, shows_nominator, state, version,
                submitted_at, searchable, exemplar_id, state_since)
             SELECT {first} + 100000 + i, 'HD-B' || i, (SELECT MIN(id) FROM campaigns),
                CASE WHEN i < {OWN} THEN (SELECT id FROM contacts WHERE address = '{person}')
                     ELSE {first} + i % 10000 END,
                'person', 'Nguyễn Văn Tư ' || i, '11953',
                'Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học.', 0, 0,
                CASE WHEN i % 2 = 0 THEN 'submitted' ELSE 'recognised' END, 1,
                {now} - {SECOND} * ({NOMINATIONS} - i), 1, {first} + 100000 + i, {now} FROM n",
            NOMINATIONS - 1
        ),
        "INSERT INTO exemplars (id, kind, name, commune, created_at)
         SELECT id, nominee_kind, nominee_name, commune, submitted_at FROM nominations
          WHERE id NOT IN (SELECT id FROM exemplars)"
            .to_owned(),
    ] {
        store
            .write(0, move |tx| {
                Box::pin(async move {
                    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(tx.connection()).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
    }
    store.close().await;
}
