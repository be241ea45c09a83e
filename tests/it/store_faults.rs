//! What the store says and keeps when the database cannot be opened, is locked, full, read-only or
//! gone, and that it goes on once that is over.

use hoadep::conversation::message::Message;
use hoadep::store::contacts::{self, Caller};
use hoadep::store::{Store, StoreError, Tx, inbox};
use sqlx::{Connection, Executor};

use crate::databases::{Database, server};
use crate::store::turn;

async fn admit(tx: &mut Tx, event: i64) -> Result<(), StoreError> {
    inbox::admit(tx, "telegram", event, 0).await.map(drop)
}

/// How many events are kept.
async fn kept(store: &Store) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar("SELECT COUNT(*) FROM inbox").fetch_one(&mut *reader).await.unwrap()
}

async fn complaint(url: &str) -> String {
    let error = Store::open(url).await.unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
    let said = error.to_string();
    assert!(said.starts_with("DATABASE_URL ") && said.lines().count() == 1, "{said}");
    said
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_one_line_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    std::fs::write(folder.path().join("letter.db"), "Kính gửi Ông/Bà, ".repeat(500)).unwrap();
    for (url, advice) in [
        (at(""), "name a file in it"),
        (at("missing/hoadep.db"), "does not exist; make it"),
        (at("letter.db/hoadep.db"), "is not a folder"),
        (at("letter.db"), "no SQLite database; name another file"),
        ("sqlite::memory:".to_owned(), "nothing would be kept; name a file"),
        ("sqlite:///proc/hoadep.db".to_owned(), "cannot be made; check who may write"),
        (at("x.db?colour=red"), "it cannot be read"),
    ] {
        let said = complaint(&url).await;
        assert!(said.contains(advice), "{url}: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_one_line_without_the_password() {
    let none = complaint("postgres://hoa:m4tkh4u@127.0.0.1:1/hoadep").await;
    assert!(none.contains("no server answers there"), "{none}");
    assert!(none.contains("hoa:***@127.0.0.1") && !none.contains("m4tkh4u"), "{none}");
    let Some(server) = server() else { return };
    server.run("CREATE ROLE checked LOGIN PASSWORD 'right'").await;
    let url = server.url("postgres", "checked:m4tkh4u");
    let wrong = complaint(&url).await;
    assert!(wrong.contains("correct user and password"), "{wrong}");
    assert!(!wrong.contains("m4tkh4u"), "{wrong}");
    let missing = complaint(&server.url("nowhere", "postgres")).await;
    assert!(missing.contains("\"nowhere\" does not exist; make it with createdb"), "{missing}");
    assert!(Store::open(&server.url("postgres", "checked:right")).await.is_ok());
}

#[tokio::test]
async fn a_lock_of_another_program_is_told_and_waited_out() {
    let database = Database::sqlite();
    let store = database.store().await;
    let mut other = database.connect().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let error = store.write(0, |tx| Box::pin(admit(tx, 1))).await.unwrap_err();
    assert!(matches!(error, StoreError::Locked) && error.is_passing(), "{error}");
    // Who only reads is not held up.
    assert_eq!(kept(&store).await, 0);
    other.execute("ROLLBACK").await.unwrap();
    turn!(store, |tx| admit(tx, 1).await);
    assert_eq!(kept(&store).await, 1);
}

/// Lets the file grow no further, which SQLite reports as it does a full disk.
async fn fill_the_disk(store: &Store) {
    turn!(store, |tx| {
        sqlx::query("PRAGMA max_page_count = 1").execute(tx.connection()).await?;
        Ok(())
    });
}

#[tokio::test]
async fn a_full_disk_undoes_all_that_shared_the_commit_and_is_told_to_all() {
    let database = Database::sqlite();
    let store = database.store().await;
    for swallows in [false, true] {
        fill_the_disk(&store).await;
        let before = kept(&store).await;
        let mut answers = Vec::new();
        for event in 0..3 {
            let work = store.enqueue(
                0,
                move |tx| {
                    Box::pin(async move {
                        admit(tx, event).await?;
                        if event == 1 {
                            // SQLite rolls the whole transaction back here, by itself.
                            let long = "ơ".repeat(100_000);
                            let done = inbox::bury(tx, "telegram", 1, "text", &long, 0).await;
                            if !swallows {
                                done?;
                            }
                        }
                        Ok(())
                    })
                },
                |()| (),
            );
            answers.push(work.await.unwrap());
        }
        let mut errors = Vec::new();
        for answer in answers {
            errors.push(answer.await.unwrap_err());
        }
        assert!(errors.iter().all(StoreError::is_passing), "{errors:?}");
        if !swallows {
            let full = errors.iter().all(|error| matches!(error, StoreError::DiskFull));
            assert!(full, "{errors:?}");
        }
        assert_eq!(kept(&store).await, before);
        // The writer took a new connection, whose disk has room.
        turn!(store, |tx| inbox::bury(tx, "a", 1, "text", &"ơ".repeat(100_000), 0).await);
        turn!(store, |tx| admit(tx, 7).await);
    }
    assert_eq!(kept(&store).await, 1);
    let mut reader = store.read().await.unwrap();
    assert_eq!(inbox::count_dead(&mut reader).await.unwrap(), 1);
}

#[tokio::test]
async fn a_file_that_only_reads_takes_no_turn_and_says_why() {
    let database = Database::sqlite();
    let store = database.store().await;
    turn!(store, |tx| admit(tx, 1).await);
    let read_only = Store::open(&format!("{}?mode=ro", database.url)).await.unwrap();
    let error = read_only.write(0, |tx| Box::pin(admit(tx, 2))).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly) && error.is_passing(), "{error}");
    assert_eq!(kept(&read_only).await, 1);
}

#[tokio::test]
async fn a_server_that_only_reads_takes_no_turn_until_it_writes_again() {
    let Some(database) = Database::postgres().await else { return };
    let name = database.url.split(['/', '?']).nth(3).unwrap();
    let store = database.store().await;
    let set = async |value| {
        let server = server().unwrap();
        server
            .run(&format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"))
            .await;
    };
    set("on").await;
    let blocked = Store::open(&database.url).await.unwrap();
    let error = blocked.write(0, |tx| Box::pin(admit(tx, 1))).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly) && error.is_passing(), "{error}");
    set("off").await;
    turn!(store, |tx| admit(tx, 1).await);
    assert_eq!(kept(&store).await, 1);
}

#[tokio::test]
async fn a_connection_lost_in_a_turn_keeps_nothing_and_the_next_turn_has_another() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let cut = store.write(0, |tx| {
        Box::pin(async move {
            admit(tx, 1).await?;
            sqlx::query("SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS TEXT)")
                .execute(tx.connection())
                .await?;
            Ok(())
        })
    });
    let error = cut.await.unwrap_err();
    assert!(error.is_passing(), "{error:?}");
    assert_eq!(kept(&store).await, 0);
    turn!(store, |tx| admit(tx, 1).await);
    // All of them, while they are idle, as when the server is restarted.
    let mut other = database.connect().await;
    other
        .execute(
            "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
    other.close().await.unwrap();
    turn!(store, |tx| admit(tx, 2).await);
    assert_eq!(kept(&store).await, 2);
}

#[tokio::test]
async fn of_two_turns_that_wait_for_each_other_one_is_broken_off_and_may_try_again() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let caller = |address| Caller { channel: "telegram", address, name: "", app_language: "" };
    for (id, address) in [(1, "a"), (2, "b")] {
        turn!(store, |tx| contacts::meet(tx, caller(address), id, 0).await);
    }
    let both = std::sync::Arc::new(tokio::sync::Barrier::new(2));
    let cross = |key, first, second| {
        let both = both.clone();
        store.write(key, move |tx| {
            Box::pin(async move {
                contacts::meet(tx, caller(first), 9, 0).await?;
                both.wait().await;
                contacts::meet(tx, caller(second), 9, 0).await?;
                Ok(())
            })
        })
    };
    let (one, other) = tokio::join!(cross(1, "a", "b"), cross(2, "b", "a"));
    assert!(one.is_ok() != other.is_ok());
    let error = one.err().or(other.err()).unwrap();
    assert!(matches!(error, StoreError::BrokenOff(_)) && error.is_passing(), "{error:?}");
}

#[tokio::test]
async fn text_of_every_kind_reads_back_as_it_was() {
    for database in Database::each().await {
        let store = database.store().await;
        let odd = "a\u{301} 🌸\u{200f}<b>&'\"\\ %_ $1 ?";
        let text = serde_json::to_string(&Message::of(format!("{odd}\0"))).unwrap();
        let kept = text.clone();
        turn!(store, |tx| {
            let caller = Caller { channel: "telegram", address: odd, name: odd, app_language: odd };
            let contact = contacts::meet(tx, caller, 1, 0).await?;
            assert_eq!((contact.name.as_str(), contact.address.as_str()), (odd, odd));
            contacts::save_session(tx, 1, &kept).await
        });
        let mut reader = store.read().await.unwrap();
        let contact = contacts::by_id(&mut reader, 1).await.unwrap().unwrap();
        assert_eq!(contact.session, Some(text));
    }
}
