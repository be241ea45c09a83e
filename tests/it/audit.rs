//! The audit's chain: tampering with it shows, wherever, and replicas write one chain.

use std::path::Path;
use std::process::{Command, Output};

use futures_util::future::join_all;
use hoadep::domain::nomination::State;
use hoadep::store::audit::{self, Act, Actor, Entry, Subject};
use hoadep::store::chain::{self, Break, Fault, Verdict};
use hoadep::store::{Store, StoreError};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Executor};

use crate::databases::Database;
use crate::tester::World;

/// Records rows about settings with these ids, each in a piece of work of its own.
async fn record(store: &Store, ids: std::ops::RangeInclusive<i64>) {
    for id in ids {
        record_one(store, id, id).await.unwrap();
    }
}

async fn record_one(store: &Store, key: i64, id: i64) -> Result<(), StoreError> {
    let written = store.write(key, move |tx| {
        Box::pin(async move {
            let actor = Some(Actor { id: 7, name: "Trần Thị Bình" });
            let entry = Entry::new(id, Act::Setting, Subject::Setting("a"), actor, 1_000 * id);
            audit::record(tx, &entry.because(Some("Vì thế.")).with("{\"v\":1}")).await
        })
    });
    written.await
}

async fn verify(store: &Store) -> Verdict {
    chain::verify(&mut store.read().await.unwrap(), None).await.unwrap()
}

/// What is wrong where, if something is.
async fn fault(store: &Store) -> Option<(Option<i64>, Fault)> {
    match verify(store).await {
        Verdict::Whole { .. } => None,
        Verdict::Broken(Break { seq, fault, .. }) => Some((seq, fault)),
    }
}

/// Does this behind the program's back.
async fn tamper(database: &Database, sql: &str) {
    let mut connection = database.connect().await;
    if database.url.starts_with("sqlite:") {
        // Nothing of this need survive a power cut.
        connection.execute("PRAGMA synchronous = OFF").await.unwrap();
    }
    connection.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
}

/// Puts the audit back as it was when [`chains`] gave it.
async fn restore(database: &Database) {
    let restore = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;
                   DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head";
    tamper(database, restore).await;
}

/// Databases with a chain of six rows each.
async fn chains() -> Vec<(Database, Store)> {
    let mut chains = Vec::new();
    for database in Database::each().await {
        let store = database.store().await;
        record(&store, 1..=6).await;
        assert_eq!(fault(&store).await, None);
        let keep = "CREATE TABLE kept AS SELECT * FROM audit;
                    CREATE TABLE kept_head AS SELECT * FROM audit_head";
        tamper(&database, keep).await;
        chains.push((database, store));
    }
    chains
}

#[tokio::test]
async fn whichever_column_is_changed_the_row_is_named() {
    for (database, store) in chains().await {
        for (column, value) in [
            ("id", "99"),
            ("nomination_id", "NULL"),
            ("subject", "'setting:b'"),
            ("actor_id", "8"),
            ("actor_id", "NULL"),
            ("actor_name", "'Trần Thị Binh'"),
            ("actor_name", "NULL"),
            ("actor_salt", "'00'"),
            ("actor_salt", "NULL"),
            ("actor_digest", "'00'"),
            ("actor_digest", "NULL"),
            ("act", "'state'"),
            ("at", "4001"),
            ("from_state", "''"),
            ("to_state", "'refused'"),
            ("reason", "'Vì thế'"),
            ("reason", "NULL"),
            ("detail", "'{}'"),
            ("detail", "NULL"),
            ("words_salt", "'00'"),
            ("words_salt", "NULL"),
            ("words_digest", "'00'"),
            ("hash", "'00'"),
            ("hash", "NULL"),
        ] {
            tamper(&database, &format!("UPDATE audit SET {column} = {value} WHERE seq = 4")).await;
            let expected = match column {
                // It is that already.
                "nomination_id" => None,
                _ => Some((Some(4), Fault::Changed)),
            };
            assert_eq!(fault(&store).await, expected, "{column}");
            restore(&database).await;
            assert_eq!(fault(&store).await, None);
        }
        tamper(&database, "UPDATE audit SET seq = NULL WHERE seq = 4").await;
        assert_eq!(fault(&store).await, Some((Some(4), Fault::Missing)));
        store.close().await;
    }
}

#[tokio::test]
async fn a_text_that_reads_as_no_number_is_a_change_too() {
    // PostgreSQL has no text in a column of numbers.
    let database = Database::sqlite();
    let store = database.store().await;
    record(&store, 1..=3).await;
    tamper(&database, "UPDATE audit SET at = 'hôm qua' WHERE seq = 2").await;
    assert_eq!(fault(&store).await, Some((Some(2), Fault::Changed)));
}

#[tokio::test]
async fn rows_that_are_taken_out_cut_off_put_in_or_swapped_are_named() {
    let swap = "UPDATE audit SET seq = -1 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
                UPDATE audit SET seq = 4 WHERE seq = -1";
    let close_up = "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
                    UPDATE audit SET seq = 4 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 6";
    let insert = |seq: &str| {
        format!(
            "INSERT INTO audit (id, seq, subject, act, at, hash)
             VALUES (50, {seq}, 'setting:a', 'setting', 5000, '00')"
        )
    };
    let shift = "UPDATE audit SET seq = 7 WHERE seq = 6; UPDATE audit SET seq = 6 WHERE seq = 5;";
    let all = [
        ("DELETE FROM audit WHERE seq = 3".to_owned(), Some(3), Fault::Missing),
        ("DELETE FROM audit WHERE seq = 1".to_owned(), Some(1), Fault::Missing),
        (close_up.to_owned(), Some(3), Fault::Changed),
        ("DELETE FROM audit WHERE seq = 6".to_owned(), Some(6), Fault::CutOff { rows: 1 }),
        ("DELETE FROM audit WHERE seq > 2".to_owned(), Some(3), Fault::CutOff { rows: 4 }),
        ("DELETE FROM audit".to_owned(), Some(1), Fault::CutOff { rows: 6 }),
        (swap.to_owned(), Some(3), Fault::Moved { to: 4 }),
        (insert("NULL"), None, Fault::Foreign),
        (insert("7"), Some(7), Fault::Foreign),
        (insert("0"), Some(0), Fault::Foreign),
        (format!("{shift}{}", insert("5")), Some(5), Fault::Moved { to: 6 }),
        ("UPDATE audit_head SET hash = '00'".to_owned(), Some(6), Fault::Head),
        ("UPDATE audit_head SET seq = 5".to_owned(), Some(5), Fault::Head),
        ("DELETE FROM audit_head".to_owned(), None, Fault::Head),
        ("UPDATE audit_head SET unsealed = 2".to_owned(), None, Fault::Unsealed { rows: 2 }),
    ];
    for (database, store) in chains().await {
        for (tampering, seq, found) in &all {
            tamper(&database, tampering).await;
            assert_eq!(fault(&store).await, Some((*seq, *found)), "{tampering}");
            restore(&database).await;
        }
        assert_eq!(fault(&store).await, None);
        store.close().await;
    }
}

#[tokio::test]
async fn names_and_words_can_be_removed_and_the_chain_still_proves_the_rest() {
    for (database, store) in chains().await {
        let remove = "UPDATE audit SET actor_name = NULL, actor_salt = NULL WHERE seq = 2;
            UPDATE audit SET reason = NULL, detail = NULL, words_salt = NULL WHERE seq IN (2, 5)";
        tamper(&database, remove).await;
        let whole = verify(&store).await;
        assert!(matches!(whole, Verdict::Whole { rows: 6, removed: 2, .. }), "{whole:?}");
        tamper(&database, "UPDATE audit SET at = 1 WHERE seq = 2").await;
        assert_eq!(fault(&store).await, Some((Some(2), Fault::Changed)));
        store.close().await;
    }
}

#[tokio::test]
async fn a_chain_longer_than_a_page_is_walked_to_its_end() {
    for database in Database::each().await {
        let store = database.store().await;
        let all = (1..=2_100).map(|id| record_one(&store, id, id));
        assert!(join_all(all).await.iter().all(Result::is_ok));
        assert!(matches!(verify(&store).await, Verdict::Whole { rows: 2_100, .. }));
        tamper(&database, "UPDATE audit SET detail = '{}' WHERE seq = 1001").await;
        assert_eq!(fault(&store).await, Some((Some(1_001), Fault::Changed)));
        let last = chain::verify(&mut store.read().await.unwrap(), Some(1_000)).await.unwrap();
        assert!(matches!(last, Verdict::Whole { rows: 1_000, .. }), "{last:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn work_that_is_undone_leaves_no_link() {
    for database in Database::each().await {
        let store = database.store().await;
        let failing = store.write(0, |tx| {
            Box::pin(async move {
                let entry = Entry::new(1, Act::Setting, Subject::Setting("a"), None, 1);
                audit::record(tx, &entry).await?;
                Err::<(), _>(StoreError::Panicked)
            })
        });
        let (failed, held) = tokio::join!(failing, record_one(&store, 0, 2));
        assert!(failed.is_err() && held.is_ok());
        record(&store, 3..=3).await;
        let whole = verify(&store).await;
        assert!(matches!(whole, Verdict::Whole { rows: 2, .. }), "{whole:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn two_replicas_write_one_unbroken_chain() {
    let Some(database) = Database::postgres().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    let writing =
        (1..=200).flat_map(|id| [record_one(&one, id, 2 * id), record_one(&other, id, 2 * id + 1)]);
    assert!(join_all(writing).await.iter().all(Result::is_ok));
    let whole = verify(&one).await;
    assert!(matches!(whole, Verdict::Whole { rows: 400, .. }), "{whole:?}");
}

/// Applies the migrations of before the chain and writes 1,200 rows as the program then did.
async fn write_before_the_chain(database: &Database) {
    let migrator = Migrator::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"));
    // Makes the file.
    Store::open(&database.url).await.unwrap().close().await;
    let mut connection = database.connect().await;
    migrator.await.unwrap().run_to(1, &mut connection).await.unwrap();
    let written = "
        INSERT INTO contacts (id, channel, address, name, app_language, created_at)
        VALUES (1, 'telegram', '77', 'Lan', 'vi', 0);
        INSERT INTO campaigns (id, title, prefix, opens_at) VALUES (5, 'Hoa đẹp', 'HD', 0);
        INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind, nominee_name,
            commune, story, is_minor, shows_nominator, state, version, submitted_at)
        VALUES (10, 'HD-7K3M9', 5, 1, 'person', 'Bà Tám', '12345', 'Nấu cơm.', 0, 0, 'refused', 2, 1)";
    connection.execute(written).await.unwrap();
    connection.execute("BEGIN").await.unwrap();
    for id in 1..=1_200_i64 {
        let (from, to) = if id == 1 { (None, "submitted") } else { (Some("submitted"), "refused") };
        let insert =
            "INSERT INTO audit (id, nomination_id, actor_id, at, from_state, to_state, reason)
                      VALUES ($1, 10, 1, $1, $2, $3, '#unclear')";
        let insert = sqlx::query(insert).bind(id).bind(from).bind(to);
        insert.execute(&mut connection).await.unwrap();
    }
    connection.execute("COMMIT").await.unwrap();
}

#[tokio::test]
async fn what_was_written_before_the_chain_is_carried_over_and_sealed_in_order() {
    for database in Database::each().await {
        write_before_the_chain(&database).await;
        let store = database.store().await;
        let whole = verify(&store).await;
        let Verdict::Whole { rows: 1_200, removed: 0, until: Some(1_200), .. } = whole else {
            panic!("{whole:?}");
        };
        let mut reader = store.read().await.unwrap();
        let history = audit::history(&mut reader, 10).await.unwrap();
        assert_eq!(
            (history.len(), history[0].to, history[1].to),
            (1_200, State::Submitted, State::Refused)
        );
        assert_eq!((history[0].actor, history[0].actor_name.as_deref()), (Some(1), Some("Lan")));
        let life = audit::life(&mut reader, 10).await.unwrap();
        assert!(life.iter().all(|row| row.seq == Some(row.id) && row.act == "state"));
        drop(reader);
        record(&store, 2_000..=2_001).await;
        assert!(matches!(verify(&store).await, Verdict::Whole { rows: 1_202, .. }));
        // A second start seals nothing that somebody put in since.
        tamper(&database, "UPDATE audit SET seq = NULL, hash = NULL WHERE seq = 1202").await;
        store.migrate().await.unwrap();
        assert_eq!(fault(&store).await, Some((Some(1_202), Fault::CutOff { rows: 1 })));
        store.close().await;
    }
}

/// Runs the program's command with this database.
pub fn hoadep(database: &Database, args: &[&str], locale: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoadep"))
        .args(args)
        .env_clear()
        .envs([("DATABASE_URL", database.url.as_str()), ("HOADEP_LOCALE", locale)])
        .output()
        .unwrap()
}

/// What it said, ended with this code.
pub fn said(output: &Output, code: i32) -> String {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}{errors}");
    format!("{said}{errors}")
}

#[tokio::test]
async fn an_operator_proves_the_audit_and_reads_a_life_while_the_bot_is_at_work() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let binh = world.reviewer("Bình").await;
        let lan = world.agreed("Lan").await;
        let code = lan.nominates("Nguyễn Văn Tư").await;
        let card = binh.sees(&code).await;
        binh.press_on(card.id, "✅ Duyệt");
        binh.sees("Duyệt và ghi nhận").await;
        binh.press_on(card.id, "✅ Xác nhận duyệt");
        lan.sees("đã được ghi nhận").await;
        world.settles().await;

        let database = &world.database;
        let proof = said(&hoadep(database, &["audit", "verify"], "vi"), 0);
        assert!(proof.starts_with("2 rows, unbroken, up to "), "{proof}");
        assert!(proof.contains(", head ") && proof.trim_end().lines().count() == 1, "{proof}");
        let life = said(&hoadep(database, &["audit", "show", &code.to_lowercase()], "vi"), 0);
        let lines: Vec<&str> = life.lines().collect();
        assert!(
            lines[0].ends_with("  Lan – đổi trạng thái: Nháp → Đã gửi, chờ tiếp nhận"),
            "{life}"
        );
        assert!(lines[1].contains("  Bình – đổi trạng thái: Đã gửi, chờ tiếp nhận → Đã ghi nhận"));
        let life = said(&hoadep(database, &["audit", "show", &code], "en"), 0);
        assert!(life.contains("  Bình – changed the state: "), "{life}");

        tamper(database, "UPDATE audit SET actor_name = 'Dũng' WHERE seq = 2").await;
        let broken = said(&hoadep(database, &["audit", "verify"], "vi"), 1);
        assert!(broken.starts_with("row 2 of ") && broken.contains(&code), "{broken}");
        assert!(broken.contains(": changed") && broken.trim_end().lines().count() == 1, "{broken}");
        let checked = hoadep(database, &["check"], "vi");
        let checked = said(&checked, 1);
        let line = checked.lines().find(|line| line.contains("audit")).unwrap();
        assert!(line.starts_with("FAIL audit") && line.contains("row 2 of "), "{line}");
        world.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_shown_is_one_clear_line() {
    let database = Database::sqlite();
    let line = |args: &[&str], words: &str| {
        let told = said(&hoadep(&database, args, "vi"), 1);
        assert!(told.contains(words) && told.trim_end().lines().count() == 1, "{told}");
    };
    line(&["audit", "verify"], "is not there yet: `hoadep run` makes it");
    let store = Store::open(&database.url).await.unwrap();
    line(&["audit", "verify"], "run `hoadep migrate` first");
    store.migrate().await.unwrap();
    line(&["audit", "show", "HD-XXXXX"], "no nomination has the code \"HD-XXXXX\"");
    let none = said(&hoadep(&database, &["audit", "verify"], "vi"), 0);
    assert!(none.starts_with("0 rows, unbroken, head 401e6acc"), "{none}");
}
