//! Copies of the database: made while the bot is at work, whole, put back, and silent about the past.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hoadep::backup::restore::{self, Order};
use hoadep::backup::schedule::Plan;
use hoadep::backup::{copy, names};
use hoadep::clock::{DAY, HOUR, MINUTE};
use hoadep::domain::role::Role;
use hoadep::store::chain::Verdict;
use hoadep::store::copies::{self, Found};
use hoadep::store::{Store, leases, lock, outbox};
use sqlx::{AssertSqlSafe, Executor, Row};
use tempfile::TempDir;

use crate::audit::{hoadep, said};
use crate::databases::{Database, skip};
use crate::store::{meet, outgoing_answer, set_the_stage, turn};
use crate::tester::{World, eventually};

/// Runs the program's command with this database, beside whatever goes on meanwhile.
async fn run(url: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoadep"));
    command.args(args).env_clear().env("DATABASE_URL", url);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn text(file: &Path) -> &str {
    file.to_str().unwrap()
}

/// A folder and the name of a copy in it.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    (folder, file)
}

/// The names of what is in a folder.
fn files(folder: &Path) -> Vec<String> {
    let found = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// One number that a query gives of a database in a file.
async fn number(file: &Path, sql: &str) -> i64 {
    let store = Store::open_file(file).await.unwrap();
    let mut reader = store.read().await.unwrap();
    let sql = AssertSqlSafe(sql.to_owned());
    let number = sqlx::query_scalar(sql).fetch_one(&mut *reader).await.unwrap();
    drop(reader);
    store.close().await;
    number
}

/// The tables in which two databases differ, row by row.
async fn differing(database: &Database, copy: &Path) -> Vec<String> {
    let mut connection = database.connect().await;
    let attach = "ATTACH $1 AS copy";
    sqlx::query(attach).bind(text(copy)).execute(&mut connection).await.unwrap();
    let tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    assert!(tables.len() > 40, "{tables:?}");
    let mut differing = Vec::new();
    for table in tables {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM copy.{table})),
                    (SELECT COUNT(*) FROM (SELECT * FROM copy.{table} EXCEPT SELECT * FROM main.{table})),
                    (SELECT COUNT(*) FROM main.{table}) - (SELECT COUNT(*) FROM copy.{table})"
        );
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
        let counts: [i64; 3] = [0, 1, 2].map(|at| row.try_get(at).unwrap());
        if counts != [0; 3] {
            differing.push(table);
        }
    }
    differing
}

/// A world in which somebody nominated and somebody decided.
async fn lived_in() -> World {
    let world = World::new().await;
    let binh = world.reviewer("Bình").await;
    let lan = world.agreed("Lan").await;
    let code = lan.nominates("Nguyễn Văn Tư").await;
    let card = binh.sees(&code).await;
    binh.approves(card.id).await;
    lan.sees("đã được ghi nhận").await;
    lan.nominates("Trần Thị Bảy").await;
    world.settles().await;
    world
}

#[tokio::test]
async fn a_copy_has_every_row_of_every_table_and_putting_it_back_brings_them_back() {
    let mut world = lived_in().await;
    world.stop().await;
    let (_folder, file) = place();
    let told = said(&hoadep(&world.database, &["backup", text(&file)], "vi"), 0);
    assert!(told.contains("rows of audit, head ") && told.contains(" bytes in "), "{told}");
    assert_eq!(differing(&world.database, &file).await, [""; 0]);
    let refused = said(&hoadep(&world.database, &["backup", text(&file)], "vi"), 1);
    assert!(refused.contains("is there already"), "{refused}");

    world.start().await;
    let late = world.agreed("Người đến sau").await.id;
    assert!(late > 0);
    world.settles().await;
    world.stop().await;
    assert!(differing(&world.database, &file).await.contains(&"contacts".to_owned()));
    world.store.close().await;
    let told = said(&hoadep(&world.database, &["restore", text(&file)], "vi"), 0);
    assert!(told.contains("set aside, and not sent: 0 messages"), "{told}");
    // What tells of the restoring itself, and the mark of what is set; this morning's digests have been sent, if it is past eight.
    let mut changed = differing(&world.database, &file).await;
    changed.retain(|table| table != "digests");
    assert_eq!(changed, ["audit", "audit_head", "rules"]);
    let told = said(&hoadep(&world.database, &["audit", "verify"], "vi"), 0);
    assert!(told.contains("unbroken"), "{told}");

    let before: Vec<String> = files(world.database.file().parent().unwrap())
        .into_iter()
        .filter(|name| name.contains("before-restore"))
        .collect();
    let [before] = &before[..] else { panic!("{before:?}") };
    let before = world.database.file().with_file_name(before);
    let known = format!("SELECT COUNT(*) FROM contacts WHERE address = '{late}'");
    assert_eq!(number(&before, &known).await, 1);
    world.store = world.database.store().await;
    world.start().await;
    world.end().await;
}

#[tokio::test]
async fn a_copy_made_amid_conversations_is_a_state_between_two_commits() {
    let world = World::new().await;
    let binh = world.reviewer("Bình").await;
    let (folder, _) = place();
    let talk = async {
        for name in ["Lan", "Hoa", "Mai", "Đào"] {
            let citizen = world.agreed(name).await;
            for nominee in ["Nguyễn Văn Tư", "Trần Thị Bảy"] {
                let code = citizen.nominates(nominee).await;
                let card = binh.sees(&code).await;
                binh.approves(card.id).await;
                citizen.sees("đã được ghi nhận").await;
            }
        }
    };
    let copying = async {
        let mut copies = Vec::new();
        for number in 0.. {
            let file = folder.path().join(format!("{number}.db"));
            let told = said(&run(&world.database.url, &["backup", text(&file)]).await, 0);
            assert!(told.contains(" rows of audit, head "), "{told}");
            copies.push(file);
            if world.decisions().await == 8 {
                break;
            }
        }
        copies
    };
    let ((), copies) = tokio::join!(talk, copying);
    let mut sizes = Vec::new();
    for file in &copies {
        let found = copies::inspect(file).await.unwrap();
        let Found::Ours { pending: 0, audit: Some(Verdict::Whole { .. }) } = found else {
            panic!("{found:?}");
        };
        for (left, right) in [
            // Each nomination with its exemplar, its first row in the audit and its author.
            ("nominations", "exemplars"),
            ("nominations", "audit WHERE to_state = 'submitted'"),
            ("nominations", "nominations WHERE nominator_id IN (SELECT id FROM contacts)"),
            ("nominations WHERE state = 'recognised'", "audit WHERE to_state = 'recognised'"),
            ("audit_head WHERE seq = (SELECT COUNT(*) FROM audit)", "audit_head"),
        ] {
            let sql =
                format!("SELECT (SELECT COUNT(*) FROM {left}) - (SELECT COUNT(*) FROM {right})");
            assert_eq!(number(file, &sql).await, 0, "{left} {right}");
        }
        sizes.push(number(file, "SELECT COUNT(*) FROM inbox").await);
    }
    assert!(sizes.is_sorted() && sizes.first() < sizes.last(), "{sizes:?}");
    world.end().await;
}

#[tokio::test]
async fn what_was_due_when_it_was_copied_is_not_sent_and_what_comes_later_is() {
    let mut world = World::new().await;
    world.set("undo-minutes", 5).await;
    let binh = world.reviewer("Bình").await.id;
    let lan = world.agreed("Lan").await.id;
    let code = world.person(lan).nominates("Nguyễn Văn Tư").await;
    let card = world.person(binh).sees(&code).await;
    world.person(binh).approves(card.id).await;
    eventually(async || world.decisions().await == 1).await;
    world.settles().await;
    world.stop().await;
    // Messages that were on their way to Lan.
    let mut waiting = outgoing_answer();
    waiting.address = lan.to_string();
    let store = world.database.store().await;
    let now = world.clock.now();
    turn!(store, |tx| {
        let mut ids = 0..;
        let mut next = || ids.next().unwrap();
        outbox::insert(tx, &mut next, &[waiting.clone(), waiting], now).await?;
        Ok(())
    });
    store.close().await;
    world.store.close().await;
    let (_folder, file) = place();
    copy::take(&world.database.url, &file, false).await.unwrap();
    // The decision would have been told since then.
    world.clock.advance(10 * MINUTE);
    let admins = Vec::new();
    let order = Order {
        id: hoadep::ids::Ids::new(world.clock.clone()).next(),
        admins,
        now: world.clock.now(),
    };
    let restored = restore::restore(&world.database.url, &file, &order).await.unwrap();
    assert_eq!((restored.aside.messages, restored.aside.decisions), (2, 1));
    assert!(restored.before.is_some_and(|before| before.exists()));
    let before = world.telegram.messages(lan).len();

    world.store = world.database.store().await;
    world.start().await;
    let person = world.person(lan);
    person.say("/hoso");
    person.sees(&code).await;
    world.settles().await;
    // The question and its answer.
    assert_eq!(world.telegram.messages(lan).len(), before + 2);
    let check = said(&run(&world.database.url, &["check"]).await, 1);
    assert!(check.contains("2 messages were due when the copy was made"), "{check}");
    world.end().await;
}

#[tokio::test]
async fn a_bot_at_work_is_not_restored_under() {
    let database = Database::sqlite();
    database.store().await.close().await;
    let (_folder, file) = place();
    said(&hoadep(&database, &["backup", text(&file)], "vi"), 0);
    let at_work = lock::hold(&database.url).unwrap();
    for args in [&["restore", text(&file)][..], &["restore", "--mark"]] {
        let told = said(&hoadep(&database, args, "vi"), 1);
        assert!(told.contains("another hoadep is at work") && told.lines().count() == 1, "{told}");
    }
    drop(at_work);
    said(&hoadep(&database, &["restore", text(&file)], "vi"), 0);
}

#[tokio::test]
async fn what_is_no_copy_that_can_be_trusted_is_refused_and_nothing_is_touched() {
    let database = Database::sqlite();
    let store = database.store().await;
    meet(&store, 1, "77").await;
    store.close().await;
    let (folder, file) = place();
    let refused = |file: &Path, words: &str| {
        let told = said(&hoadep(&database, &["restore", text(file)], "vi"), 1);
        assert!(told.contains(words) && told.trim_end().lines().count() == 1, "{told}");
    };
    refused(&file, "No such file");
    refused(folder.path(), "it is no file");
    refused(&database.file(), "it is the database itself");
    std::fs::write(&file, "Kính gửi Ông/Bà, ".repeat(500)).unwrap();
    refused(&file, "it is damaged or no database");
    said(&hoadep(&database, &["backup", "--force", text(&file)], "vi"), 0);
    std::fs::write(folder.path().join("copy.db-wal"), "x").unwrap();
    refused(&file, "a log stands beside it");
    std::fs::remove_file(folder.path().join("copy.db-wal")).unwrap();
    let newer = Store::open_file(&file).await.unwrap();
    turn!(newer, |tx| {
        let sql = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', 'x', 1, 'x', 1)";
        tx.connection().execute(sql).await?;
        Ok(())
    });
    newer.close().await;
    refused(&file, "9999 of a newer program");
    said(&hoadep(&database, &["backup", "--force", text(&file)], "vi"), 0);
    let changed = Store::open_file(&file).await.unwrap();
    turn!(changed, |tx| {
        tx.connection().execute("UPDATE audit_head SET seq = 5").await?;
        Ok(())
    });
    changed.close().await;
    refused(&file, "the audit in it was changed");
    said(&hoadep(&database, &["backup", "--force", text(&file)], "vi"), 0);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0x5a);
    std::fs::write(&file, bytes).unwrap();
    refused(&file, "it is damaged");
    assert_eq!(number(&database.file(), "SELECT COUNT(*) FROM contacts").await, 1);
    let left = files(database.file().parent().unwrap());
    assert_eq!(left, ["hoadep.db", "hoadep.db.lock"]);
}

#[tokio::test]
async fn a_copy_of_an_older_version_is_brought_up_to_date() {
    let database = Database::sqlite();
    let (_folder, file) = place();
    let older = Store::open_file(&file).await.unwrap();
    // All but the last few migrations.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut all = sqlx::migrate::Migrator::new(folder).await.unwrap();
    all.migrations.to_mut().truncate(9);
    older.close().await;
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", file.display());
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    all.run(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let told = said(&hoadep(&database, &["restore", text(&file)], "vi"), 0);
    assert!(told.contains("is now what"), "{told}");
    let store = Store::open(&database.url).await.unwrap();
    assert_eq!(store.pending_migrations().await.unwrap(), 0);
    store.close().await;
}

/// Fills a database with so much that copying takes a while.
async fn fill(store: &Store) {
    turn!(store, |tx| {
        let sql =
            "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO contacts (id, channel, address, name, app_language, created_at)
            SELECT i, 'telegram', 'x' || i, 'Nguyễn Thị Đông Phương Hồng ' || i, 'vi', i FROM n";
        tx.connection().execute(sql).await?;
        Ok(())
    });
}

/// Starts the program's command and kills it as soon as one of these files is there.
async fn kill_once_there(database: &Database, args: &[&str], there: &[PathBuf]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoadep"))
        .args(args)
        .env_clear()
        .env("DATABASE_URL", &database.url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() && !there.iter().any(|file| file.exists()) {
        tokio::task::yield_now().await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn a_backup_that_is_killed_leaves_nothing_under_its_name() {
    let database = Database::sqlite();
    let store = database.store().await;
    fill(&store).await;
    let (folder, file) = place();
    let part = folder.path().join("copy.db.part");
    for _ in 0..3 {
        kill_once_there(&database, &["backup", text(&file)], std::slice::from_ref(&part)).await;
        if file.exists() {
            // It was done before it was killed.
            assert!(matches!(copies::inspect(&file).await.unwrap(), Found::Ours { .. }));
            std::fs::remove_file(&file).unwrap();
        } else {
            assert!(part.exists());
        }
    }
    said(&hoadep(&database, &["backup", text(&file)], "vi"), 0);
    assert_eq!(files(folder.path()), ["copy.db"]);
    assert_eq!(number(&file, "SELECT COUNT(*) FROM contacts").await, 59_901);
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_the_old_database_or_the_new_one() {
    let database = Database::sqlite();
    let store = database.store().await;
    fill(&store).await;
    let (_folder, file) = place();
    copy::take(&database.url, &file, false).await.unwrap();
    let beside = |tail: &str| database.file().with_file_name(format!("hoadep.db{tail}"));
    store.close().await;
    let count = async |sql: &str| number(&database.file(), sql).await;
    const CONTACTS: &str = "SELECT COUNT(*) FROM contacts";
    const MARKS: &str = "SELECT COUNT(*) FROM audit WHERE act = 'restore'";
    for stage in [".restoring", ".restoring-wal", ".restored", ".before-restore"] {
        let store = Store::open(&database.url).await.unwrap();
        meet(&store, 7, "77").await;
        store.close().await;
        let marks_before = count(MARKS).await;
        let today = hoadep::domain::day::today(hoadep::clock::Clock::default().now()).stored();
        let numbered = (2..9).map(|number| beside(&format!(".before-restore-{today}-{number}")));
        let there = match stage {
            ".before-restore" => {
                let first = beside(&format!(".before-restore-{today}"));
                std::iter::once(first).chain(numbered).filter(|file| !file.exists()).collect()
            }
            _ => vec![beside(stage)],
        };
        kill_once_there(&database, &["restore", text(&file)], &there).await;
        let (contacts, marks) = (count(CONTACTS).await, count(MARKS).await);
        // The one who came since is there, or is not, and the copy says so.
        let is_old = (contacts, marks) == (59_902, marks_before);
        assert!(is_old || (contacts, marks) == (59_901, 1), "{stage}: {contacts} {marks}");
    }
    said(&hoadep(&database, &["restore", text(&file)], "vi"), 0);
    assert_eq!(count(CONTACTS).await, 59_901);
    let left = files(database.file().parent().unwrap());
    assert!(
        !left.iter().any(|name| name.contains("restoring") || name.ends_with(".restored")),
        "{left:?}"
    );
}

#[tokio::test]
async fn what_only_the_log_holds_is_there_after_an_exchange_that_was_ended_before_its_stroke() {
    let at_work = Database::sqlite();
    let store = at_work.store().await;
    meet(&store, 7, "77").await;
    // As a program leaves it that is killed: what was committed is in the log.
    let database = Database::sqlite();
    let beside = |tail: &str| database.file().with_file_name(format!("hoadep.db{tail}"));
    std::fs::copy(at_work.file(), database.file()).unwrap();
    let log = at_work.file().with_file_name("hoadep.db-wal");
    std::fs::copy(log, beside(".before-restore-2026-12-01-wal")).unwrap();
    std::fs::hard_link(database.file(), beside(".before-restore-2026-12-01")).unwrap();
    store.close().await;
    said(&hoadep(&database, &["migrate"], "vi"), 0);
    assert_eq!(number(&database.file(), "SELECT COUNT(*) FROM contacts").await, 1);
    let left = files(database.file().parent().unwrap());
    assert!(!left.iter().any(|name| name.contains("before-restore")), "{left:?}");
}

/// The copies in a folder that carry a day's name.
fn kept(folder: &Path) -> Vec<String> {
    files(folder).into_iter().filter(|name| names::made_at(name).is_some()).collect()
}

#[tokio::test]
async fn a_copy_a_day_is_kept_and_the_oldest_goes() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { folder: folder.path().to_owned(), at: 150, keep: 2 };
    std::fs::write(folder.path().join("hoadep-mine.db"), "mine").unwrap();
    std::fs::write(folder.path().join("hoadep-2026-11-30-0230.db.part"), "half").unwrap();
    let world = World::with(Database::sqlite(), |config| config.backup = Some(plan.clone())).await;
    let has = async |expected: &[&str]| {
        eventually(async || kept(folder.path()) == expected).await;
    };
    // Never copied before: at once. It begins on Tuesday at two in the afternoon.
    has(&["hoadep-2026-12-01-1400.db"]).await;
    world.agreed("Lan").await;
    world.clock.advance(12 * HOUR);
    world.clock.advance(31 * MINUTE);
    has(&["hoadep-2026-12-01-1400.db", "hoadep-2026-12-02-0231.db"]).await;
    let newest = folder.path().join("hoadep-2026-12-02-0231.db");
    assert_eq!(number(&newest, "SELECT COUNT(*) FROM contacts").await, 1);
    // Two days are left out, as if nobody had run.
    world.clock.advance(2 * DAY);
    has(&["hoadep-2026-12-02-0231.db", "hoadep-2026-12-04-0231.db"]).await;
    assert!(files(folder.path()).contains(&"hoadep-mine.db".to_owned()));
    assert!(!files(folder.path()).iter().any(|name| name.ends_with(".part")));
    world.end().await;
}

#[tokio::test]
async fn admins_are_told_once_a_day_while_there_can_be_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone");
    let plan = Plan { folder: gone.clone(), at: 150, keep: 2 };
    let world = World::with(Database::sqlite(), |config| config.backup = Some(plan.clone())).await;
    let admin = world.member("Quản trị", Role::Admin).await;
    let told = || {
        let messages = admin.messages().into_iter();
        messages.filter(|message| message.text.contains("chưa tạo được bản sao")).count()
    };
    // The first try may have come before there was an admin.
    world.clock.advance(DAY);
    eventually(async || told() > 0).await;
    let so_far = told();
    assert!(so_far <= 2);
    world.clock.advance(2 * HOUR);
    std::fs::create_dir(&gone).unwrap();
    eventually(async || {
        kept(&gone).len() == 1 || {
            world.clock.advance(HOUR);
            false
        }
    })
    .await;
    world.settles().await;
    assert_eq!(told(), so_far);
    world.end().await;
}

#[tokio::test]
async fn the_doctor_tells_how_old_the_newest_copy_is_and_whether_there_can_be_another() {
    let database = Database::sqlite();
    database.store().await.close().await;
    let (folder, _) = place();
    let check = |dir: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_hoadep"))
            .arg("check")
            .env_clear()
            .envs([("DATABASE_URL", database.url.as_str()), ("HOADEP_BACKUP_DIR", text(dir))])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().find(|line| line.contains("backup ")).unwrap_or_default().to_owned()
    };
    let line = check(Path::new(""));
    assert!(line.starts_with("warn") && line.contains("name a folder on another disk"), "{line}");
    let line = check(&folder.path().join("none"));
    assert!(line.starts_with("warn") && line.contains("make the folder"), "{line}");
    let line = check(folder.path());
    assert!(line.starts_with("warn") && line.contains("no copy is in"), "{line}");
    std::fs::write(folder.path().join("hoadep-2020-01-01-0230.db"), "old").unwrap();
    let line = check(folder.path());
    assert!(line.starts_with("warn") && line.contains("is of 02:30 01/01/2020"), "{line}");
    let now = hoadep::clock::Clock::default().now();
    std::fs::write(folder.path().join(names::name(now)), "new").unwrap();
    let line = check(folder.path());
    assert!(
        line.starts_with("ok") && line.contains("2 in ") && line.contains("the newest of"),
        "{line}"
    );
}

#[tokio::test]
async fn postgres_is_left_to_its_own_programs_and_marked_after_them() {
    let Some(database) = Database::postgres().await else { return };
    let told = Command::new(env!("CARGO_BIN_EXE_hoadep"))
        .args(["backup", "x.dump"])
        .env_clear()
        .env("DATABASE_URL", "postgres://hoa:m4tkh4u@db/hoadep")
        .output()
        .unwrap();
    let told = said(&told, 2);
    assert!(told.contains("pg_dump") && told.contains("postgres://hoa:***@db/hoadep"), "{told}");
    assert!(told.lines().count() == 1 && !told.contains("m4tkh4u"), "{told}");
    let told = said(&hoadep(&database, &["restore", "x.dump"], "vi"), 2);
    assert!(told.contains("pg_restore") && told.contains("hoadep restore --mark"), "{told}");

    let store = database.store().await;
    set_the_stage(&store).await;
    turn!(store, |tx| {
        let mut ids = 0..;
        outbox::insert(tx, &mut || ids.next().unwrap(), &[outgoing_answer()], 0).await?;
        leases::hold(tx, "delivery", 1, 0, i64::MAX).await?;
        Ok(())
    });
    let told = said(&hoadep(&database, &["restore", "--mark"], "vi"), 1);
    assert!(told.contains("a hoadep is at work"), "{told}");
    turn!(store, |tx| leases::release(tx, "delivery", 1).await);
    store.close().await;

    let (_folder, file) = place();
    let Some(copy) = Database::postgres().await else { return };
    let tool = |name: &str, args: &[&str]| {
        let ran = Command::new(name).args(args).output();
        match ran {
            Ok(output) if output.status.success() => true,
            Ok(output) => panic!("{name}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => false,
        }
    };
    let at = |url: &str| {
        let (start, host) = url.split_once("?host=").unwrap();
        format!("{}?host={host}", start.replace("@localhost", "@"))
    };
    let (from, to) = (at(&database.url), at(&copy.url));
    if !tool("pg_dump", &["--format=custom", "--file", text(&file), "--dbname", &from]) {
        return skip("no pg_dump in the path");
    }
    assert!(tool("pg_restore", &["--dbname", &to, text(&file)]));
    let told = said(&hoadep(&copy, &["restore", "--mark"], "vi"), 0);
    assert!(told.contains("set aside, and not sent: 1 messages"), "{told}");
    let told = said(&hoadep(&copy, &["audit", "verify"], "vi"), 0);
    assert!(told.starts_with("1 rows, unbroken"), "{told}");
}
