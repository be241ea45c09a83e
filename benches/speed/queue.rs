//! The queue on 100,000 nominations, all waiting: how fast a page of the queue comes from the
//! database, for whoever looks and however it is narrowed.

use std::time::{Duration, Instant};

use hoadep::clock::{Clock, DAY, HOUR, Millis};
use hoadep::domain::catalog::{Catalog, Kind};
use hoadep::domain::place;
use hoadep::domain::queue::{Sight, Which};
use hoadep::ids::Ids;
use hoadep::store::campaigns::{self, Campaign};
use hoadep::store::queue::{Looking, Passing};
use hoadep::store::{Store, queue, search};

use crate::databases::Database;
use crate::program::runtime;

const NOMINATIONS: i64 = 100_000;
const LOOKS: u32 = 20;

/// Times every part of the queue, on both databases.
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
    let store = database.store().await;
    let now = Clock::default().now();
    fill(&store, now).await;
    let began = Instant::now();
    search::fill(&store).await.unwrap();
    let filled = began.elapsed();
    let commune = |place: usize| place::communes()[place].code.to_owned();
    let sights = [
        ("province", Sight::default()),
        ("commune", Sight { communes: vec![commune(7)], fields: Vec::new() }),
        ("district", Sight { communes: (0..11).map(commune).collect(), fields: Vec::new() }),
        ("field", Sight { communes: Vec::new(), fields: vec!["honesty".into()] }),
    ];
    let mut reader = store.read().await.unwrap();
    for (seen, sight) in &sights {
        let mut slowest = (Duration::ZERO, Which::Waiting);
        for which in Which::ALL {
            let mut waits = Vec::new();
            for look in 0..LOOKS {
                let looking = Looking { reviewer: 2 + i64::from(look), now, sight };
                let began = Instant::now();
                queue::sizes(&mut reader, &looking).await.unwrap();
                queue::page(&mut reader, &looking, which, 8, i64::from(look) * 8).await.unwrap();
                waits.push(began.elapsed());
            }
            waits.sort();
            let wait = waits[waits.len() - 1 - waits.len() / 20];
            if wait > slowest.0 {
                slowest = (wait, which);
            }
        }
        let began = Instant::now();
        for reviewer in 2..2 + i64::from(LOOKS) {
            let looking = Looking { reviewer, now, sight };
            queue::next(&mut reader, &looking, Passing::Held).await.unwrap();
        }
        println!(
            "queue        {name}, {NOMINATIONS} waiting, seen by {seen}: sizes and page p95 {:.1} ms \
             (the slowest: {:?}); next {:.1} ms",
            millis(slowest.0),
            slowest.1,
            millis(began.elapsed() / LOOKS)
        );
    }
    let all = Sight::default();
    let looking = Looking { reviewer: 2, now, sight: &all };
    for words in [&["tư"][..], &["nguyen", "van", "777"], &["nguyen", "thi"], &["tu", "9"]] {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let began = Instant::now();
        for _ in 0..LOOKS {
            search::by_words(&mut reader, &looking, &words, 9).await.unwrap();
        }
        println!("queue        {name}: search {words:?} {:.1} ms", millis(began.elapsed() / LOOKS));
    }
    println!("queue        {name}: made searchable in {:.1} s", filled.as_secs_f64());
    drop(reader);
    store.close().await;
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Nominations of every commune and field: one in ten overdue, one in a thousand urgent, one in fifty
/// taken up, a few asked for more.
async fn fill(store: &Store, now: Millis) {
    let first = Ids::new(Clock::default()).next();
    let campaign = Campaign { id: 1, title: "Hoa đẹp".into(), prefix: "HD".into() };
    store
        .write(0, move |tx| Box::pin(async move { campaigns::insert(tx, &campaign, 0).await }))
        .await
        .unwrap();
    let cases = |codes: Vec<&str>| {
        let whens = codes.iter().enumerate().map(|(n, code)| format!("WHEN {n} THEN '{code}'"));
        whens.collect::<Vec<_>>().join(" ")
    };
    let communes: Vec<&str> = place::communes().iter().map(|one| one.code).collect();
    let fields = Catalog::built_in().entries(Kind::Field).iter();
    let fields: Vec<&str> = fields.map(|one| &*one.code).collect();
    let (in_communes, in_fields) = (communes.len(), fields.len());
    let (communes, fields) = (cases(communes), cases(fields));
    let last = NOMINATIONS - 1;
    for sql in [
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
             INSERT INTO contacts (id, channel, address, name, app_language, created_at)
             SELECT 1 + i, 'telegram', 'bench' || i, 'Lan', 'vi', {now} FROM n"
        ),
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})
             INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind,
                nominee_name, commune, field, story, is_minor, shows_nominator, state, version,
                submitted_at, state_since, exemplar_id, due_at, urgent, claimed_by, claimed_until)
             SELECT {first} + i, 'HD-B' || i, 1, 1 + i % 10000, 'person',
                CASE i % 3 WHEN 0 THEN 'Nguyễn Văn ' WHEN 1 THEN 'Nguyễn Thị ' ELSE 'Tư ' END || i,
                CASE (i * 7) % {in_communes} {communes} END, CASE (i / 5) % {in_fields} {fields} END,
                'Bác tự bỏ tiền vá lại con đường đầu làng cho các cháu đi học.', 0, 0,
                CASE WHEN i % 40 = 7 THEN 'asked' WHEN i % 3 = 0 THEN 'received'
                     ELSE 'submitted' END,
                1, {now} - ({NOMINATIONS} - i) * 1000, {now} - {DAY}, {first} + i,
                CASE WHEN i % 10 = 0 THEN {now} - {HOUR} * (i % 100) ELSE {now} + {DAY} + i END,
                CASE WHEN i % 1000 = 0 THEN 1 ELSE 0 END,
                CASE WHEN i % 50 = 0 THEN 2 + i % 20 END,
                CASE WHEN i % 50 = 0 THEN {now} + {DAY} END
               FROM n"
        ),
        format!(
            "UPDATE nominations SET mark_at = due_at - {HOUR} WHERE due_at > {now}"
        ),
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
