//! Who may be the same, sought in a province's worth of nominations, on both databases.

use std::time::{Duration, Instant};

use hoadep::clock::Clock;
use hoadep::domain::likeness::Subject;
use hoadep::domain::nomination::NomineeKind;
use hoadep::domain::place;
use hoadep::store::{Store, likeness};
use sqlx::{AssertSqlSafe, Executor};

use crate::databases::Database;
use crate::program::runtime;
use crate::seed::{self, COMMONEST, EXEMPLARS, NOMINATIONS, Seeded};

/// Look-ups measured, after some that are not.
const LOOKS: i64 = 2_000;
const WARM_UP: i64 = 100;
/// Matches that a card shows.
const SHOWN: usize = 10;

/// Times looking for who may be the same: reading the nomination, finding who shares keys with it,
/// loading and comparing those.
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
    let filled = began.elapsed().as_secs_f64();
    find_the_oldest(&store, seeded).await;
    let any = looks(&store, seeded, |_| true).await;
    println!(
        "matches      {name}, {NOMINATIONS} nominations of {EXEMPLARS} exemplars (filled in \
         {filled:.0} s): {any}"
    );
    let commonest = looks(&store, seeded, |nomination| seeded.is_commonest(nomination)).await;
    println!(
        "matches      {name}, one of the {} of the commonest name: {commonest}",
        NOMINATIONS / seed::SO_CALLED
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
        "p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms ({found} found in {} look-ups)",
        at(50),
        at(99),
        at(100),
        waits.len()
    )
}

/// However many newer ones bear the same name, the oldest nomination of all is found by what else
/// agrees: a hamlet, the words of a deed, or a name that is rare.
async fn find_the_oldest(store: &Store, seeded: Seeded) {
    let commonest = COMMONEST;
    for (id, told, sought) in [
        (
            seeded.first - 1,
            (commonest, "thôn Mai Xá", "Bác nuôi đàn bò sữa rồi chia giống cho các hộ nghèo."),
            (commonest, "Mai Xá", "Người trồng nhãn lồng bày cách ghép mắt cho cả vùng."),
        ),
        (
            seeded.first - 2,
            (commonest, "", "Bác đóng thuyền nan tặng ngư dân mất thuyền sau bão."),
            (commonest, "", "Đóng thuyền nan cho những ngư dân bị bão cuốn mất thuyền."),
        ),
        (
            seeded.first - 3,
            ("Nghiêm Khắc Tước", "", "Ông đan rổ rá tặng chợ quê."),
            ("nghiem khac tuoc", "", "Gánh nước cho xóm trong những ngày hạn."),
        ),
    ] {
        let told = subject(told);
        let hamlet = told.hamlet.as_ref().map_or("NULL".to_owned(), |hamlet| format!("'{hamlet}'"));
        let sql = format!(
            "INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind, \
             nominee_name, commune, hamlet, story, is_minor, shows_nominator, state, version, \
             submitted_at, exemplar_id) VALUES ({id}, 'HD-O{id}', 5, 1000, 'person', '{}', '{}', \
             {hamlet}, '{}', 0, 0, 'recognised', 1, 0, {id})",
            told.name, told.commune, told.story
        );
        store
            .write(0, move |tx| {
                Box::pin(async move {
                    tx.connection().execute(AssertSqlSafe(sql)).await?;
                    likeness::index(tx, id, id, 0).await
                })
            })
            .await
            .unwrap();
        let mut reader = store.read().await.unwrap();
        let sought = subject(sought);
        let found = likeness::matches_of(&mut reader, &sought, &[], SHOWN).await.unwrap();
        assert!(found.iter().any(|one| one.exemplar == id), "{sought:?} finds {found:?}");
    }
}

fn subject((name, hamlet, story): (&str, &str, &str)) -> Subject {
    Subject {
        kind: NomineeKind::Person,
        name: name.to_owned(),
        // Where the commonest name is most common.
        commune: place::communes()[0].code.to_owned(),
        hamlet: (!hamlet.is_empty()).then(|| hamlet.to_owned()),
        story: story.to_owned(),
        happened: None,
        told: 2026,
        phone: None,
        photos: Vec::new(),
    }
}
