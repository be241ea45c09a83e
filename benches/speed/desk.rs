//! The review desk on a province's worth of nominations, on both databases.

use std::time::{Duration, Instant};

use hoadep::clock::Clock;
use hoadep::store::{Store, likeness};

use crate::databases::Database;
use crate::program::runtime;
use crate::seed::{self, NOMINATIONS, Seeded};

/// Look-ups measured, after some that are not.
const LOOKS: i64 = 1_000;
const WARM_UP: i64 = 50;
/// Matches that a card shows.
const SHOWN: usize = 10;

/// Times looking for who may be the same.
pub fn measure() {
    runtime().block_on(async {
        measure_on("SQLite", Database::sqlite()).await;
        // Says aloud when there is none.
        if let Some(database) = Database::postgres().await {
            measure_on("PostgreSQL", database).await;
        }
    });
}

async fn measure_on(name: &str, database: Database) {
    let store = database.store().await;
    let began = Instant::now();
    let seeded = seed::fill(&store, Clock::default().now()).await;
    let filled = began.elapsed();
    let any = looks(&store, seeded, |_| true).await;
    let commonest = looks(&store, seeded, |nomination| seeded.is_commonest(nomination)).await;
    println!(
        "desk         {name}, {NOMINATIONS} nominations (filled in {:.0} s): who may be the same \
         {any}; of the commonest name {commonest}",
        filled.as_secs_f64(),
    );
    store.close().await;
}

/// Looks up nominations from all over, of those that `fits` takes.
async fn looks(store: &Store, seeded: Seeded, fits: impl Fn(i64) -> bool) -> String {
    let mut reader = store.read().await.unwrap();
    let all = (0..NOMINATIONS).map(|at| seeded.first + at * 7_919 % NOMINATIONS);
    let chosen = all.filter(|nomination| fits(*nomination));
    let mut waits: Vec<Duration> = Vec::new();
    let (mut looked, mut found) = (0, 0);
    for nomination in chosen.take(usize::try_from(LOOKS + WARM_UP).unwrap()) {
        let began = Instant::now();
        let exemplar = seeded.exemplar(nomination);
        let matches = likeness::matches(&mut reader, nomination, exemplar, SHOWN).await.unwrap();
        looked += 1;
        if looked > WARM_UP {
            waits.push(began.elapsed());
            found += matches.len();
        }
    }
    waits.sort_unstable();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms ({found} found in {})",
        at(50),
        at(99),
        at(100),
        waits.len()
    )
}
