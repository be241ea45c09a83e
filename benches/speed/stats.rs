//! Statistics on 100,000 nominations of a year, on both databases: how long each screen is counted, how
//! soon its picture is there, and the Excel file of all of them, with answers to somebody beside it.

use std::time::{Duration, Instant};

use hoadep::clock::{Clock, DAY, HOUR, Millis};
use hoadep::demo::telegram::{Emulator, Message};
use hoadep::domain::catalog::{Catalog, Kind};
use hoadep::domain::place;
use hoadep::domain::queue::Sight;
use hoadep::domain::stats::{Span, Stretch};
use hoadep::ids::Ids;
use hoadep::store::stats::{self, Counted};
use hoadep::store::{Store, StoreError, campaigns};

use crate::citizens::Seen;
use crate::databases::Database;
use crate::large;
use crate::process::Bot;
use crate::program::{TOKEN, percentiles, runtime};

const NOMINATIONS: i64 = 100_000;
const LOOKS: u32 = 10;
/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Times the counts, the picture and the file, on both databases.
pub fn measure() {
    runtime().block_on(async {
        on("SQLite", Database::sqlite()).await;
        // Says aloud when there is none.
        if let Some(database) = Database::postgres().await {
            on("PostgreSQL", database).await;
        }
    });
}

async fn on(name: &str, database: Database) {
    let telegram = Emulator::new(TOKEN, Clock::default());
    telegram.set_recording(false);
    let base = telegram.bind().await.unwrap();
    let admin = telegram.add_user("Dũng", None, Some("vi"));
    let citizen = telegram.add_user("Lan", None, Some("vi"));
    let (bot, _) = Bot::start(&base, &database.url, TOKEN, admin).await;
    for person in [admin, citizen] {
        telegram.say(person, person, "/start");
        large::answer(&telegram, person, "Kính chào").await;
    }
    drop(bot);
    let store = Store::open(&database.url).await.unwrap();
    let now = Clock::default().now();
    fill(&store, now).await;
    for span in [Span::Month, Span::All] {
        let stretch = span.stretch(now);
        let mut reader = store.read().await.unwrap();
        let mut times = Vec::new();
        for screen in Screen::ALL {
            let began = Instant::now();
            for _ in 0..LOOKS {
                screen.count(&mut reader, stretch, now).await.unwrap();
            }
            times.push(format!("{screen:?} {:.1}", millis(began.elapsed() / LOOKS)));
        }
        println!("stats        {name}, {NOMINATIONS}, {span:?}, ms: {}", times.join(", "));
    }
    store.close().await;

    let (bot, _) = Bot::start(&base, &database.url, TOKEN, admin).await;
    let mut looked = Vec::new();
    for _ in 0..LOOKS {
        let began = Instant::now();
        telegram.say(admin, admin, "/thongke");
        came(&telegram, admin, |message| message.text.contains("Hồ sơ người tốt")).await;
        looked.push(began.elapsed());
    }
    looked.sort();
    let at_rest = bot.peak_memory();
    for label in ["Tất cả", "📄 Lấy bảng Excel"] {
        press(&telegram, admin, label).await;
    }
    let began = Instant::now();
    press(&telegram, admin, "Mọi trạng thái").await;
    let asked = telegram.messages(admin).last().map_or(0, |message| message.id);
    let file = |telegram: &Emulator| {
        let after = telegram.messages_after(admin, asked).into_iter();
        after.filter(|message| message.media.is_some()).find(|one| one.text.contains("100."))
    };
    let mut seen = Seen::default();
    let file = loop {
        let said = Instant::now();
        telegram.say(citizen, citizen, "/start");
        large::answer(&telegram, citizen, "Kính chào").await;
        seen.waits.push(said.elapsed());
        if let Some(file) = file(&telegram) {
            break file;
        }
        assert!(began.elapsed() < PATIENCE, "the file does not come");
    };
    let took = began.elapsed();
    let bytes = telegram.file(&file.media.unwrap().file_id).unwrap().len();
    let (count, longest) = (seen.waits.len(), seen.waits.iter().max().copied().unwrap());
    let [p50, _, p99] = percentiles(&[seen]);
    println!(
        "stats        {name}: picture after {:.0} ms; Excel file of {NOMINATIONS}, {:.1} MB, after {:.1} \
         s; {count} answers beside it: p50 {p50:.1} ms, p99 {p99:.1} ms, the longest {:.0} ms; peak \
         {:.0} MiB ({at_rest:.0} before)",
        millis(looked[looked.len() / 2]),
        bytes as f64 / 1e6,
        took.as_secs_f64(),
        millis(longest),
        bot.peak_memory()
    );
}

/// What is counted for a part of the statistics.
#[derive(Clone, Copy, Debug)]
enum Screen {
    Overview,
    Fields,
    Communes,
    Load,
}

impl Screen {
    const ALL: [Self; 4] = [Self::Overview, Self::Fields, Self::Communes, Self::Load];

    async fn count(
        self,
        reader: &mut sqlx::AnyConnection,
        stretch: Stretch,
        now: Millis,
    ) -> Result<(), StoreError> {
        let sight = Sight::default();
        let counted = Counted { stretch, sight: &sight };
        match self {
            Self::Overview => {
                stats::days(reader, counted).await?;
                stats::states(reader, counted).await?;
                stats::took(reader, counted).await?;
                stats::communes(reader, counted).await?;
                stats::reach(reader).await?;
            }
            Self::Fields => drop(stats::fields(reader, counted).await?),
            Self::Communes => {
                stats::communes(reader, counted).await?;
                let open =
                    campaigns::season(reader, now).await?.open.expect("it has one from the start");
                stats::communes_of(reader, open.id, counted).await?;
            }
            Self::Load => drop(stats::loads(reader, stretch, now).await?),
        }
        Ok(())
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Waits for a message that fits below the person's last.
async fn came(telegram: &Emulator, person: i64, fits: impl Fn(&Message) -> bool) {
    let all = telegram.messages(person);
    let asked = all.iter().rev().find(|message| !message.from_bot).map_or(0, |message| message.id);
    let found = |telegram: &Emulator| {
        telegram.messages_after(person, asked).into_iter().find(|one| one.from_bot && fits(one))
    };
    assert!(telegram.wait_in(person, found, PATIENCE).await.is_some(), "it did not come");
}

/// Waits for a button and presses it.
async fn press(telegram: &Emulator, person: i64, label: &str) {
    let with = |telegram: &Emulator| {
        let mut all = telegram.messages(person).into_iter().rev();
        all.find(|message| message.from_bot && message.button(label).is_some())
    };
    let message = telegram.wait_in(person, with, PATIENCE).await.expect("the button is there");
    telegram.press_label(person, person, message.id, label);
}

/// Nominations of every commune and field, sent over 300 days, half of them decided by twenty members.
async fn fill(store: &Store, now: Millis) {
    let first = Ids::new(Clock::default()).next();
    let cases = |codes: Vec<&str>| {
        let whens = codes.iter().enumerate().map(|(n, code)| format!("WHEN {n} THEN '{code}'"));
        whens.collect::<Vec<_>>().join(" ")
    };
    let communes: Vec<&str> = place::communes().iter().map(|one| one.code).collect();
    let fields = Catalog::built_in().entries(Kind::Field).iter();
    let fields: Vec<&str> = fields.map(|one| &*one.code).collect();
    let (in_communes, in_fields) = (communes.len(), fields.len());
    let (communes, fields) = (cases(communes), cases(fields));
    let count = |most: i64| {
        format!(
            "WITH RECURSIVE n (i) AS (SELECT CAST(0 AS BIGINT)
                UNION ALL SELECT i + 1 FROM n WHERE i < {})",
            most - 1
        )
    };
    let story = "Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học. ".repeat(8);
    let sent = format!("{now} - {DAY} * (i % 300) - {HOUR} * 72 - i");
    for sql in [
        format!(
            "{} INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             SELECT {first} + i, 'telegram', 'bench' || i, 'Lan ' || i, 'vi', {now} FROM n",
            count(10_000)
        ),
        format!(
            "{} INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind,
                nominee_name, nominee_phone, commune, field, happened, story, is_minor,
                shows_nominator, state, version, submitted_at, searchable, exemplar_id, state_since,
                decided_at, decided_by)
             SELECT {first} + 100000 + i, 'HD-B' || i, (SELECT MIN(id) FROM campaigns),
                {first} + i % 10000, 'person', 'Nguyễn Văn Tư ' || i, '0912345678',
                CASE (i * 7) % {in_communes} {communes} END,
                CASE (i / 5) % {in_fields} {fields} END, '2026-11-05', '{story}' || i, 0, 0,
                CASE WHEN i % 2 = 0 THEN 'submitted' ELSE 'recognised' END, 1, {sent}, 1,
                {first} + 100000 + i, {now},
                CASE WHEN i % 2 = 1 THEN {sent} + {HOUR} * (i % 72) END,
                CASE WHEN i % 2 = 1 THEN {first} + i % 20 END FROM n",
            count(NOMINATIONS)
        ),
        "INSERT INTO exemplars (id, kind, name, commune, created_at)
         SELECT id, nominee_kind, nominee_name, commune, submitted_at FROM nominations
          WHERE id NOT IN (SELECT id FROM exemplars)"
            .to_owned(),
        "ANALYZE".to_owned(),
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
}
