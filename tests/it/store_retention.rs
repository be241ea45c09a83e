//! Queries about keeping the database itself: copies, putting one back, alarms, what is kept no longer.

use hoadep::clock::{Clock, DAY, HOUR};
use hoadep::domain::broadcast::{Outcome, Pause, State};
use hoadep::domain::retention::Kind as Retained;
use hoadep::domain::role::Role;
use hoadep::ids::Ids;
use hoadep::store::chain::Verdict;
use hoadep::store::copies::{self, Found};
use hoadep::store::restoring::{self, SetAside};
use hoadep::store::{
    Store, alarms, chain, desk_timers, digests, leases, members, outbox, retention, timers,
};
use sqlx::{AssertSqlSafe, Executor};

use crate::databases::Database;
use crate::store::{each, forget, meet, nominate, outgoing_answer, set_the_stage, turn};

/// Tuesday 2026-12-01, 14:00 in Vietnam.
const NOW: i64 = 1_796_108_400_000;

/// Runs a statement behind the store's back.
async fn run(store: &Store, sql: &'static str) {
    turn!(store, |tx| {
        tx.connection().execute(sql).await?;
        Ok(())
    });
}

/// One number that a query gives.
async fn number(store: &Store, sql: &str) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *reader).await.unwrap()
}

#[tokio::test]
async fn admins_are_told_of_something_once_a_day() {
    each(async |store| {
        assert!(turn!(store, |tx| alarms::note(tx, "backup", "2026-12-01").await));
        assert!(!turn!(store, |tx| alarms::note(tx, "backup", "2026-12-01").await));
        assert!(turn!(store, |tx| alarms::note(tx, "room", "2026-12-01").await));
        assert!(turn!(store, |tx| alarms::note(tx, "backup", "2026-12-02").await));
    })
    .await;
}

#[tokio::test]
async fn a_copy_is_what_the_database_was_and_is_told_from_what_is_none() {
    let database = Database::sqlite();
    let store = database.store().await;
    set_the_stage(&store).await;
    let folder = tempfile::tempdir().unwrap();
    // A name with everything that an address would take for something else.
    let file = folder.path().join("bản sao 100%?#.db");
    copies::take(&database.url, file.to_str().unwrap()).await.unwrap();
    meet(&store, 9, "99").await;
    let found = copies::inspect(&file).await.unwrap();
    let Found::Ours { pending: 0, audit: Some(Verdict::Whole { rows: 0, .. }) } = found else {
        panic!("{found:?}");
    };
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let copy = Store::open_file(&file).await.unwrap();
    assert_eq!(number(&copy, "SELECT COUNT(*) FROM contacts").await, 1);
    copy.close().await;
    // There is no writing over it.
    assert!(copies::take(&database.url, file.to_str().unwrap()).await.is_err());

    let other = folder.path().join("other.db");
    let foreign = Store::open_file(&other).await.unwrap();
    run(&foreign, "CREATE TABLE contacts (id BIGINT)").await;
    foreign.close().await;
    assert_eq!(copies::inspect(&other).await.unwrap(), Found::Foreign);
    std::fs::write(&other, "Kính gửi Ông/Bà, ".repeat(500)).unwrap();
    assert!(copies::inspect(&other).await.is_err());
}

#[tokio::test]
async fn a_log_is_folded_in_unless_somebody_reads() {
    let database = Database::sqlite();
    let store = database.store().await;
    meet(&store, 1, "77").await;
    let mut reading = database.connect().await;
    reading.execute("BEGIN").await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM contacts").execute(&mut reading).await.unwrap();
    meet(&store, 2, "78").await;
    assert!(copies::fold(&database.url).await.is_err());
    reading.execute("COMMIT").await.unwrap();
    copies::fold(&database.url).await.unwrap();
}

#[tokio::test]
async fn what_was_due_is_set_aside_and_what_comes_later_is_not() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        meet(store, 3, "79").await;
        for (id, code) in [(10, "HD-A"), (11, "HD-B"), (12, "HD-C")] {
            nominate(store, id, code, 500).await;
        }
        let waiting = outgoing_answer();
        turn!(store, |tx| {
            members::grant(tx, 2, Role::Reviewer, None, 0).await?;
            let mut ids = 0..;
            let mut next = || ids.next().unwrap();
            outbox::insert(tx, &mut next, &[waiting.clone(), waiting], NOW).await?;
            let refused = outbox::Settled::Dead { reason: "chat not found".into() };
            outbox::settle(tx, &[(0, refused)]).await?;
            desk_timers::set(tx, 10, desk_timers::TELL, NOW).await?;
            desk_timers::set(tx, 11, desk_timers::TELL, NOW + 1).await?;
            desk_timers::set(tx, 12, desk_timers::ASK_REMIND, NOW - 1).await?;
            desk_timers::set(tx, 12, desk_timers::ASK_LAPSE, NOW + HOUR).await?;
            desk_timers::set(tx, 12, desk_timers::CLAIM, NOW - 1).await?;
            desk_timers::set(tx, 12, desk_timers::OVERDUE, NOW - 1).await?;
            timers::set(tx, 1, timers::DRAFT, NOW - 1).await?;
            timers::set(tx, 2, timers::DRAFT, NOW + 1).await?;
            timers::set(tx, 2, timers::TOPICS, NOW - 1).await?;
            timers::set(tx, 2, timers::MY_DATA, NOW + 1).await?;
            leases::hold(tx, "delivery", 1, 0, i64::MAX).await?;
            Ok(())
        });
        assert!(turn!(store, |tx| leases::is_held(tx, "delivery", NOW).await));
        turn!(store, |tx| {
            for sql in [
                "UPDATE campaigns SET tells_opening = 1, tells_closing = 1, closes_at = 1796108400001",
                "UPDATE nominations SET tell_at = 1796108400000 WHERE id = 10",
                "UPDATE nominations SET tell_at = 1796108400001 WHERE id = 11",
                "INSERT INTO asks (id, nomination_id, asked_by, items, asked_at, due_at)
                 VALUES (1, 12, 2, 'time', 0, 1796108400001)",
                "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by,
                    created_at, total, sent)
                 VALUES (1, 3, 'news', 'sending', '', '', 1, 0, 3, 1),
                        (2, 3, 'deletion', 'sending', '', '', 1, 0, 3, 1),
                        (3, 3, 'news', 'scheduled', '', '', 1, 0, 0, 0),
                        (4, 3, 'news', 'paused', '', '', 1, 0, 0, 0),
                        (5, 3, 'news', 'draft', '', '', 1, 0, 0, 0),
                        (6, 3, 'news', 'done', '', '', 1, 0, 0, 0),
                        (7, 3, 'news', 'proposed', '', '', 1, 0, 0, 0)",
                "INSERT INTO broadcast_watchers (broadcast_id, contact_id, wants_list)
                 VALUES (6, 1, 1)",
                "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages,
                    attempts, due_at)
                 VALUES (1, 1, 'sent', 1, '5', 1, 0), (1, 2, 'sending', 0, '', 1, 0),
                        (1, 3, 'waiting', 0, '', 0, 0), (2, 2, 'sending', 0, '', 1, 0)",
            ] {
                tx.connection().execute(sql).await?;
            }
            Ok(())
        });
        let admins = vec![("telegram".to_owned(), "79".to_owned())];
        let again = admins.clone();
        let aside = turn!(store, |tx| restoring::mark(tx, 70, &admins, NOW).await);
        let expected = SetAside {
            messages: 1,
            decisions: 1,
            reminders: 4,
            put_off: 3,
            broadcasts: 5,
            unknown: 1,
        };
        assert_eq!(aside, expected);
        let mut reader = store.read().await.unwrap();
        assert_eq!(outbox::oldest(&mut reader).await.unwrap(), None);
        assert_eq!(outbox::count_set_aside(&mut reader).await.unwrap(), 1);
        assert_eq!(outbox::count_dead(&mut reader).await.unwrap(), 1);
        let dead = outbox::dead(&mut reader, 5).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].1, "chat not found");
        let due = desk_timers::due(&mut reader, NOW + 1, 9).await.unwrap();
        let due: Vec<_> = due.iter().map(|due| (due.nomination, due.kind.as_str())).collect();
        assert_eq!(due, [(11, "tell"), (12, "overdue")]);
        let later = desk_timers::due(&mut reader, NOW + DAY, 9).await.unwrap();
        assert_eq!(later.len(), 4);
        assert_eq!(timers::due(&mut reader, timers::DRAFT, NOW + 1, 9).await.unwrap(), [2]);
        assert_eq!(timers::due(&mut reader, timers::DRAFT, NOW + DAY, 9).await.unwrap(), [2, 1]);
        assert!(timers::due(&mut reader, timers::TOPICS, NOW + DAY, 9).await.unwrap().is_empty());
        assert!(timers::due(&mut reader, timers::MY_DATA, NOW + DAY, 9).await.unwrap().is_empty());
        assert_eq!(digests::told(&mut reader, "2026-12-01").await.unwrap(), [2, 3]);
        drop(reader);
        for (sql, is) in [
            ("SELECT COUNT(*) FROM nominations WHERE tell_at IS NOT NULL", 1),
            ("SELECT due_at FROM asks", NOW + DAY),
            ("SELECT reminded_at FROM asks", NOW),
            ("SELECT unknown FROM broadcasts WHERE id = 1", 1),
            ("SELECT unknown FROM broadcasts WHERE id = 2", 0),
            ("SELECT version FROM broadcasts WHERE id = 3", 4),
            ("SELECT version FROM broadcasts WHERE id = 5", 3),
            ("SELECT version FROM broadcasts WHERE id = 7 AND state = 'draft'", 4),
            ("SELECT COUNT(*) FROM broadcast_watchers WHERE wants_list = 1", 0),
            ("SELECT COUNT(*) FROM leases", 0),
            ("SELECT tells_opening FROM campaigns", 0),
            ("SELECT tells_closing FROM campaigns", 1),
        ] {
            assert_eq!(number(store, sql).await, is, "{sql}");
        }
        let (paused, why) = (State::Paused.code(), Pause::Restored.code());
        let sql = format!(
            "SELECT COUNT(*) FROM broadcasts WHERE state = '{paused}' AND pause = '{why}'
                AND id IN (1, 2, 3, 4)"
        );
        assert_eq!(number(store, &sql).await, 4);
        for (broadcast, state, count) in
            [(1, Outcome::Unknown, 1), (1, Outcome::Waiting, 1), (2, Outcome::Waiting, 1)]
        {
            let sql = format!(
                "SELECT COUNT(*) FROM broadcast_recipients
                  WHERE broadcast_id = {broadcast} AND state = '{}'",
                state.code()
            );
            assert_eq!(number(store, &sql).await, count, "{sql}");
        }
        let verdict = chain::verify(&mut store.read().await.unwrap(), None).await.unwrap();
        assert!(matches!(verdict, Verdict::Whole { rows: 1, .. }), "{verdict:?}");
        // The second time there is nothing left but what rests already.
        let aside = turn!(store, |tx| restoring::mark(tx, 71, &again, NOW).await);
        assert_eq!(aside, SetAside { broadcasts: 4, ..SetAside::default() });
    })
    .await;
}

#[tokio::test]
async fn before_eight_nobody_counts_as_told_what_waits() {
    each(async |store| {
        meet(store, 2, "78").await;
        turn!(store, |tx| members::grant(tx, 2, Role::Reviewer, None, 0).await);
        turn!(store, |tx| restoring::mark(tx, 70, &[], NOW - 7 * HOUR).await);
        let mut reader = store.read().await.unwrap();
        assert!(digests::told(&mut reader, "2026-12-01").await.unwrap().is_empty());
    })
    .await;
}

/// What is old of every kind, as rows, and as much that is not.
async fn grow_old(store: &Store) {
    set_the_stage(store).await;
    for (id, address) in [(2, "78"), (3, "79"), (4, "80"), (6, "81"), (7, "82")] {
        meet(store, id, address).await;
    }
    turn!(store, |tx| members::grant(tx, 2, Role::Reviewer, None, 0).await);
    for (id, code) in [(10, "HD-A"), (11, "HD-B"), (12, "HD-C"), (13, "HD-D")] {
        nominate(store, id, code, 500).await;
    }
    turn!(store, |tx| {
        for sql in [
            "UPDATE nominations SET state = 'refused', state_since = 50, decided_at = 50 WHERE id = 10",
            "UPDATE nominations SET state = 'withdrawn', state_since = 150, decided_at = 150
              WHERE id = 11",
            "UPDATE nominations SET state = 'recognised', state_since = 50, decided_at = 50
              WHERE id = 12",
            // Each the old one, and one that is not, or belongs to what goes on.
            "INSERT INTO thread (id, nomination_id, from_desk, author_id, body, at)
             VALUES (1, 12, 0, 1, 'a', 40), (2, 12, 0, 1, 'b', 140), (3, 13, 0, 1, 'c', 40)",
            "INSERT INTO notes (id, nomination_id, author_id, body, at)
             VALUES (1, 12, 2, 'a', 40), (2, 11, 2, 'b', 40)",
            "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by,
                created_at, ended_at)
             VALUES (1, 1, 'news', 'done', '', '', 2, 0, 50), (2, 1, 'news', 'sending', '', '', 2, 0, NULL)",
            "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages,
                attempts, due_at)
             VALUES (1, 1, 'sent', 1, '5', 1, 0), (1, 2, 'sent', 1, '5', 1, 0),
                    (2, 1, 'waiting', 0, '', 0, 0)",
            "INSERT INTO subscriptions (contact_id, asked_at, version, granted_at)
             VALUES (3, 0, 1, 0)",
            "INSERT INTO subscriptions (contact_id, asked_at) VALUES (4, 0)",
            // Lan nominates, 2 reviews, 3 gets news, 7 was here; nobody has heard of 4 and 6 since.
            "UPDATE contacts SET seen_at = 50 WHERE id IN (1, 2, 3, 4)",
            "UPDATE contacts SET seen_at = NULL, created_at = 60 WHERE id = 6",
            "UPDATE contacts SET session_aside = '{}', session_aside_at = 50 WHERE id = 7",
            "INSERT INTO outbox (id, channel, address, lane, redraw, payload, attempts, due_at,
                maybe_sent, created_at, dead_reason)
             VALUES (1, 'telegram', '77', 0, 0, '{}', 0, 0, 0, 50, 'gone'),
                    (2, 'telegram', '77', 0, 0, '{}', 0, 0, 0, 50, NULL)",
            "INSERT INTO dead_turns (channel, event, content, error, failed_at)
             VALUES ('telegram', 1, 'text', 'x', 50), ('telegram', 2, 'text', 'x', 150)",
            "INSERT INTO inbox (channel, event, received_at)
             VALUES ('telegram', 1, 50), ('telegram', 2, 150)",
            "INSERT INTO uploads (id, name, size, created_at) VALUES (1, 'a.csv', 1, 50)",
            "INSERT INTO upload_pieces (upload_id, position, bytes) VALUES (1, 0, 'YQ==')",
            "INSERT INTO cards (nomination_id, channel, address, slot, language)
             VALUES (12, 'telegram', '78', 'a', 'vi'), (13, 'telegram', '78', 'b', 'vi')",
            "INSERT INTO slots (channel, address, slot, message_id, drawn_by, drawn_at)
             VALUES ('telegram', '78', 'a', '1', 1, 50), ('telegram', '78', 'b', '1', 1, 50)",
            "INSERT INTO digests (contact_id, day) VALUES (2, '1969-12-31'), (2, '1970-01-01')",
        ] {
            tx.connection().execute(sql).await?;
        }
        Ok(())
    });
}

#[tokio::test]
async fn what_is_old_of_every_kind_is_counted_and_forgotten_and_nothing_else() {
    each(async |store| {
        grow_old(store).await;
        let due = async |kind| {
            let due = retention::due(&mut store.read().await.unwrap(), kind, 100).await.unwrap();
            (due.count, due.oldest)
        };
        // The card goes before its slot can.
        for (kind, count, oldest) in [
            (Retained::Files, 1, Some(50)),
            (Retained::Refused, 1, Some(50)),
            (Retained::Thread, 1, Some(40)),
            (Retained::Notes, 1, Some(40)),
            (Retained::Ledger, 2, Some(50)),
            (Retained::Idle, 2, Some(50)),
            (Retained::Dead, 1, Some(50)),
            (Retained::Turns, 1, Some(50)),
            (Retained::Aside, 1, Some(50)),
            (Retained::Uploads, 1, Some(50)),
            (Retained::Cards, 1, Some(50)),
            (Retained::Slots, 1, Some(50)),
            (Retained::Events, 1, Some(50)),
            (Retained::Mornings, 1, None),
        ] {
            assert_eq!(due(kind).await, (count, oldest), "{kind:?}");
            let before = store_sum(store).await;
            assert_eq!(forget(store, kind, 100).await, u64::try_from(count).unwrap(), "{kind:?}");
            assert_eq!(due(kind).await.0, 0, "{kind:?}");
            assert_eq!(forget(store, kind, 100).await, 0, "{kind:?}");
            assert!(store_sum(store).await <= before);
        }
        for (sql, is) in [
            ("SELECT COUNT(*) FROM evidence WHERE nomination_id = 10", 0),
            ("SELECT COUNT(*) FROM evidence", 3),
            ("SELECT COUNT(*) FROM nominations WHERE erased_at IS NOT NULL", 1),
            ("SELECT COUNT(*) FROM contacts WHERE erased_at IS NOT NULL AND id IN (4, 6)", 2),
            ("SELECT COUNT(*) FROM contacts WHERE erased_at IS NOT NULL", 2),
            ("SELECT COUNT(*) FROM upload_pieces", 0),
            ("SELECT COUNT(*) FROM broadcast_recipients", 1),
            ("SELECT COUNT(*) FROM outbox", 1),
            // A nomination whose files went and then the rest, and two people.
            ("SELECT COUNT(*) FROM audit WHERE act = 'retain'", 4),
        ] {
            assert_eq!(number(store, sql).await, is, "{sql}");
        }
    })
    .await;
}

/// How many rows there are of all that is ever forgotten.
async fn store_sum(store: &Store) -> i64 {
    let mut sum = 0;
    for table in ["evidence", "thread", "notes", "broadcast_recipients", "outbox", "inbox", "slots"]
    {
        sum += number(store, &format!("SELECT COUNT(*) FROM {table}")).await;
    }
    sum
}

#[tokio::test]
async fn much_is_forgotten_a_little_at_a_time() {
    each(async |store| {
        set_the_stage(store).await;
        for (id, code) in [(10, "HD-A"), (11, "HD-B"), (12, "HD-C")] {
            nominate(store, id, code, 500).await;
        }
        run(store, "UPDATE nominations SET state = 'refused', state_since = 5").await;
        run(
            store,
            "INSERT INTO inbox (channel, event, received_at)
            VALUES ('telegram', 1, 5), ('telegram', 2, 5), ('telegram', 3, 5)",
        )
        .await;
        for kind in [Retained::Refused, Retained::Events] {
            let (mut after, mut steps) = (Some(0), Vec::new());
            while let Some(from) = after {
                let ids = Ids::new(Clock::default());
                let chunk = turn!(store, |tx| {
                    retention::forget(tx, kind, 100, from, 2, (&ids, 100)).await
                });
                steps.push(chunk.forgotten);
                after = chunk.more;
            }
            assert_eq!(steps, [2, 1], "{kind:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_does_something_is_seen() {
    each(async |store| {
        meet(store, 1, "77").await;
        run(store, "UPDATE contacts SET seen_at = NULL").await;
        assert_eq!(meet(store, 1, "77").await.seen_at, Some(1_000));
        assert_eq!(number(store, "SELECT seen_at FROM contacts").await, 1_000);
    })
    .await;
}
