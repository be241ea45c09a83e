//! The writer: who shares a commit, who is undone alone, and who waits for whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use hoadep::store::contacts::{self, Caller};
use hoadep::store::{Store, StoreError, Tx, inbox, leases, members};
use tokio::sync::{Barrier, oneshot};

use crate::databases::Database;
use crate::store::turn;
use crate::tester::PATIENCE;

/// Writes one row of the inbox, the plainest there is.
async fn admit(tx: &mut Tx, event: i64) -> Result<(), StoreError> {
    inbox::admit(tx, "telegram", event, 0).await.map(drop)
}

/// Which of these events are kept; asking leaves no trace.
async fn kept(store: &Store, events: std::ops::Range<i64>) -> Vec<i64> {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar("SELECT event FROM inbox WHERE event >= $1 AND event < $2 ORDER BY event")
        .bind(events.start)
        .bind(events.end)
        .fetch_all(&mut *reader)
        .await
        .unwrap()
}

/// Holds the writer up until told to go on, so that what is queued meanwhile shares a commit.
async fn hold_up(store: &Store) -> impl FnOnce() {
    let (go, wait) = oneshot::channel::<()>();
    let (there, begun) = oneshot::channel();
    let held = store
        .enqueue(
            0,
            move |_| {
                Box::pin(async move {
                    there.send(()).unwrap();
                    drop(wait.await);
                    Ok(())
                })
            },
            |_| (),
        )
        .await
        .unwrap();
    tokio::spawn(held);
    begun.await.unwrap();
    move || go.send(()).unwrap()
}

#[tokio::test]
async fn work_that_fails_is_undone_alone_wherever_it_stands() {
    for database in Database::each().await {
        let store = database.store().await;
        let go = hold_up(&store).await;
        let mut answers = Vec::new();
        // Event 10 n is written by all; every third then fails, the first and the last too.
        for event in 0..10 {
            let work = store.enqueue(
                0,
                move |tx| {
                    Box::pin(async move {
                        admit(tx, event).await?;
                        if event % 3 == 0 {
                            return Err(StoreError::RowCount { what: "third", rows: 7 });
                        }
                        Ok(event)
                    })
                },
                |_| (),
            );
            answers.push(work.await.unwrap());
        }
        go();
        for (event, answer) in (0..).zip(answers) {
            match answer.await {
                Ok(value) => assert!(value == event && event % 3 != 0),
                Err(error) => {
                    assert!(matches!(error, StoreError::RowCount { rows: 7, .. }));
                    assert_eq!(event % 3, 0);
                }
            }
        }
        assert_eq!(kept(&store, 0..10).await, [1, 2, 4, 5, 7, 8]);
    }
}

#[tokio::test]
async fn work_that_fails_alone_leaves_nothing_and_the_next_goes_on() {
    for database in Database::each().await {
        let store = database.store().await;
        for event in 0..4 {
            let done = store.write(0, move |tx| {
                Box::pin(async move {
                    admit(tx, event).await?;
                    // A statement that the database refuses: PostgreSQL then takes no other.
                    match event % 2 {
                        0 => {
                            members::grant(tx, 999, hoadep::domain::role::Role::Admin, None, 0)
                                .await
                        }
                        _ => Ok(()),
                    }
                })
            });
            let done = done.await;
            assert_eq!(done.is_ok(), event % 2 == 1, "{done:?}");
            assert!(done.err().is_none_or(|error| !error.is_passing()));
        }
        assert_eq!(kept(&store, 0..4).await, [1, 3]);
    }
}

#[tokio::test]
async fn a_panic_harms_no_neighbour_and_not_the_writer() {
    for database in Database::each().await {
        let store = database.store().await;
        let go = hold_up(&store).await;
        let mut answers = Vec::new();
        for event in 0..4 {
            let work = store.enqueue(
                0,
                move |tx| {
                    Box::pin(async move {
                        admit(tx, event).await?;
                        assert!(event != 2, "a panic that this test wants");
                        Ok(())
                    })
                },
                // What is done after the commit panics too.
                move |()| assert!(event != 1, "another panic that this test wants"),
            );
            answers.push(work.await.unwrap());
        }
        go();
        let mut outcomes = Vec::new();
        for answer in answers {
            outcomes.push(answer.await);
        }
        assert!(outcomes[0].is_ok() && outcomes[3].is_ok());
        // Its work is kept, but nobody can say so any more.
        assert!(outcomes[1].is_err());
        assert!(matches!(outcomes[2], Err(StoreError::Panicked)));
        assert_eq!(kept(&store, 0..4).await, [0, 1, 3]);
        let alone = store.write(0, |_| -> hoadep::store::Working<'_, ()> { panic!("wanted") });
        assert!(matches!(alone.await, Err(StoreError::Panicked)));
        turn!(store, |tx| admit(tx, 5).await);
        assert_eq!(kept(&store, 0..9).await, [0, 1, 3, 5]);
    }
}

#[tokio::test]
async fn work_with_one_key_keeps_its_order_and_after_sees_the_order_of_commits() {
    for database in Database::each().await {
        let store = database.store().await;
        let last = Arc::new(AtomicI64::new(-1));
        let mut answers = Vec::new();
        for number in 0..300 {
            let seen = last.clone();
            let work = store.enqueue(
                42,
                move |tx| {
                    Box::pin(async move {
                        admit(tx, number).await?;
                        Ok(number)
                    })
                },
                move |number| assert_eq!(seen.swap(*number, Ordering::SeqCst), *number - 1),
            );
            answers.push(work.await.unwrap());
        }
        for answer in answers {
            answer.await.unwrap();
        }
        assert_eq!(last.load(Ordering::SeqCst), 299);
        assert_eq!(kept(&store, 0..300).await.len(), 300);
    }
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_every_caller_and_work_goes_on() {
    for database in Database::each().await {
        let store = database.store().await;
        let go = hold_up(&store).await;
        let after = Arc::new(AtomicBool::new(false));
        let mut answers = Vec::new();
        for event in 0..4 {
            let after = after.clone();
            let work = store.enqueue(
                0,
                move |tx| {
                    Box::pin(async move {
                        admit(tx, event).await?;
                        if event == 3 {
                            // Whatever ends a transaction early: here the work itself does.
                            sqlx::query("ROLLBACK").execute(tx.connection()).await?;
                        }
                        Ok(())
                    })
                },
                move |()| after.store(true, Ordering::SeqCst),
            );
            answers.push(work.await.unwrap());
        }
        go();
        let shared = store.dialect() == hoadep::store::Dialect::Sqlite;
        for answer in answers {
            let outcome = answer.await;
            if shared {
                assert!(outcome.unwrap_err().is_passing());
            }
        }
        if shared {
            assert!(!after.load(Ordering::SeqCst));
            assert_eq!(kept(&store, 0..4).await, [0_i64; 0]);
        }
        turn!(store, |tx| admit(tx, 5).await);
        assert_eq!(kept(&store, 5..6).await, [5]);
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_undo_its_work() {
    for database in Database::each().await {
        let store = database.store().await;
        drop(store.enqueue(0, |tx| Box::pin(admit(tx, 1)), |_| ()).await.unwrap());
        turn!(store, |tx| admit(tx, 2).await);
        assert_eq!(kept(&store, 0..9).await, [1, 2]);
    }
}

#[tokio::test]
async fn a_closed_store_says_so() {
    for database in Database::each().await {
        let store = database.store().await;
        store.close().await;
        let error = store.write(0, |tx| Box::pin(admit(tx, 1))).await.unwrap_err();
        assert!(matches!(error, StoreError::Closed), "{error}");
        assert!(matches!(store.read().await, Err(StoreError::Closed)));
    }
}

#[test]
fn a_store_whose_runtime_ends_says_that_it_is_closed() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let database = Database::sqlite();
    let first = runtime();
    let store = first.block_on(database.store());
    let work = store.enqueue(0, |_| Box::pin(std::future::pending::<Result<(), _>>()), |_| ());
    let never = first.block_on(work).unwrap();
    drop(first);
    let second = runtime();
    assert!(matches!(second.block_on(never), Err(StoreError::Closed)));
    let later = second.block_on(store.write(0, |tx| Box::pin(admit(tx, 1))));
    assert!(matches!(later, Err(StoreError::Closed)));
}

#[tokio::test]
async fn the_writer_is_durable_and_readers_cannot_write() {
    let database = Database::sqlite();
    let store = database.store().await;
    let pragmas = turn!(store, |tx| {
        let mut told = Vec::new();
        for pragma in ["PRAGMA synchronous", "PRAGMA foreign_keys", "PRAGMA busy_timeout"] {
            told.push(sqlx::query_scalar::<_, i64>(pragma).fetch_one(tx.connection()).await?);
        }
        Ok(told)
    });
    // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
    assert_eq!(pragmas, [2, 1, 5000]);
    let mut reader = store.read().await.unwrap();
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *reader).await.unwrap();
    assert_eq!(mode, "wal");
    let written = sqlx::query("DELETE FROM inbox").execute(&mut *reader).await;
    assert!(matches!(StoreError::from(written.unwrap_err()), StoreError::ReadOnly));
}

#[tokio::test]
async fn a_reader_sees_what_is_committed_while_a_turn_is_at_work() {
    for database in Database::each().await {
        let store = database.store().await;
        turn!(store, |tx| admit(tx, 1).await);
        let go = hold_up(&store).await;
        assert_eq!(kept(&store, 0..9).await, [1]);
        go();
    }
}

#[tokio::test]
async fn turns_of_one_contact_wait_for_each_other_across_replicas() {
    let Some(database) = Database::postgres().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    let caller = Caller { channel: "telegram", address: "77", name: "Lan", app_language: "vi" };
    turn!(one, |tx| contacts::meet(tx, caller, 1, 0).await);
    // Each turn reads the session, adds one, and writes it: lost updates would show.
    let add = |store: Store, key: i64| async move {
        let work = store.write(key, move |tx| {
            Box::pin(async move {
                let contact = contacts::meet(tx, caller, 9, 0).await?;
                let count: i64 = contact.session.map_or(0, |text| text.parse().unwrap());
                tokio::task::yield_now().await;
                contacts::save_session(tx, contact.id, &(count + 1).to_string()).await
            })
        });
        work.await.unwrap();
    };
    let all = (0..200).map(|n| add(if n % 2 == 0 { one.clone() } else { other.clone() }, n));
    futures_util::future::join_all(all).await;
    let mut reader = one.read().await.unwrap();
    let contact = contacts::by_id(&mut reader, 1).await.unwrap().unwrap();
    assert_eq!(contact.session.as_deref(), Some("200"));
}

#[tokio::test]
async fn one_contact_met_by_two_replicas_at_once_is_one() {
    let Some(database) = Database::postgres().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    for round in 0..20 {
        let address: &'static str = Box::leak(round.to_string().into_boxed_str());
        let caller = Caller { channel: "telegram", address, name: "Lan", app_language: "vi" };
        let meet = |store: &Store, id| {
            let store = store.clone();
            async move { turn!(store, |tx| contacts::meet(tx, caller, id, 0).await).id }
        };
        let (a, b) = tokio::join!(meet(&one, round * 2 + 1), meet(&other, round * 2 + 2));
        assert_eq!(a, b);
    }
}

#[tokio::test]
async fn postgres_commits_turns_of_different_people_side_by_side() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    // All sixteen are inside their turns at one time, or this never ends.
    let all_in = Arc::new(Barrier::new(16));
    let turns = (0..16).map(|key| {
        let all_in = all_in.clone();
        store.write(key, move |tx| {
            Box::pin(async move {
                admit(tx, key).await?;
                all_in.wait().await;
                Ok(())
            })
        })
    });
    for done in futures_util::future::join_all(turns).await {
        done.unwrap();
    }
    assert_eq!(kept(&store, 0..16).await.len(), 16);
}

#[tokio::test]
async fn a_duty_is_held_by_one_of_two_that_ask_at_once() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let ask =
        |holder| store.write(holder, move |tx| Box::pin(leases::hold(tx, "send", holder, 0, 100)));
    let (one, other) = tokio::join!(ask(1), ask(2));
    assert!(one.unwrap() != other.unwrap());
}

#[tokio::test]
async fn work_that_never_ends_gives_way_and_its_connection_is_thrown_away() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let (there, begun) = oneshot::channel();
    // As with a network that swallows everything: the server never says another word.
    let stuck = store.enqueue(
        7,
        move |tx| {
            Box::pin(async move {
                sqlx::query("SET LOCAL statement_timeout = 0").execute(tx.connection()).await?;
                there.send(()).unwrap();
                sqlx::query("SELECT pg_sleep(3600)").execute(tx.connection()).await?;
                Ok(())
            })
        },
        |()| (),
    );
    let stuck = stuck.await.unwrap();
    let next = store.enqueue(7, |tx| Box::pin(admit(tx, 1)), |()| ()).await.unwrap();
    begun.await.unwrap();
    tokio::time::pause();
    // On this clock an hour is over at once.
    let ended = tokio::time::timeout(Duration::from_secs(3_600), stuck).await;
    tokio::time::resume();
    let error = ended.expect("it gives way").unwrap_err();
    assert!(error.is_passing(), "{error}");
    next.await.unwrap();
    assert_eq!(kept(&store, 0..9).await, [1]);
}

#[tokio::test]
async fn a_lease_is_kept_while_every_turn_is_stuck() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let mut held = Vec::new();
    for key in 0..16 {
        let (there, begun) = oneshot::channel();
        let stuck = store.enqueue(
            key,
            move |_| {
                Box::pin(async move {
                    there.send(()).unwrap();
                    std::future::pending::<()>().await;
                    Ok(())
                })
            },
            |()| (),
        );
        held.push(stuck.await.unwrap());
        begun.await.unwrap();
    }
    let kept = store.write_apart(|tx| {
        Box::pin(async move {
            let now = leases::database_now(tx).await?;
            leases::hold(tx, "delivery", 1, now, now + 1).await
        })
    });
    assert!(tokio::time::timeout(PATIENCE, kept).await.expect("it waits for nobody").unwrap());
}

#[tokio::test]
async fn the_server_ends_what_takes_long_but_for_a_migration() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let show = |name: &'static str| {
        let store = store.clone();
        async move {
            let mut reader = store.read().await.unwrap();
            let limit: String = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SHOW {name}")))
                .fetch_one(&mut *reader)
                .await
                .unwrap();
            limit
        }
    };
    assert_eq!(show("statement_timeout").await, "20s");
    assert_eq!(show("lock_timeout").await, "10s");
    store.migrate().await.unwrap();
    assert_eq!(show("statement_timeout").await, "20s", "the connection without limits is gone");
}
