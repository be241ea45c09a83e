//! The queries about whom a message to many goes to, on SQLite and on PostgreSQL.

use hoadep::clock::HOUR;
use hoadep::domain::broadcast::{Kind, Outcome, Skip};
use hoadep::i18n::Locale;
use hoadep::store::recipients::{
    CUT_OFF, Claimed, Live, PART, Progress, Recipient, Settled, Settling, TOO_OLD, Target,
};
use hoadep::store::{Store, broadcasts, recipients};

use crate::audience::{BROADCAST, count, counted, left, run, seed};
use crate::store::{each, turn};

/// Their ids are from here on.
const FIRST: i64 = 101;
const LIVE: Live = Live { id: BROADCAST, version: 1, kind: Kind::News, of: None };

async fn claim(store: &Store, live: Live, limit: usize, now: i64) -> Vec<Claimed> {
    turn!(store, |tx| recipients::claim(tx, &live, false, limit, now).await)
}

fn contacts(claimed: &[Claimed]) -> Vec<i64> {
    claimed.iter().map(|claimed| claimed.who.contact).collect()
}

fn settling(contact: i64, settled: Settled) -> Settling {
    let progress = Progress { part: 1, messages: format!("7 {contact}") };
    Settling { who: Recipient { broadcast: BROADCAST, contact }, turn: 0, progress, settled }
}

/// The same of somebody who got no part of it.
fn nothing(contact: i64, settled: Settled) -> Settling {
    Settling { progress: Progress::default(), ..settling(contact, settled) }
}

async fn settle(store: &Store, all: Vec<Settling>, now: i64) {
    turn!(store, |tx| recipients::settle(tx, &all, now).await);
}

fn unknown() -> Settled {
    Settled::Unknown { reason: "cut".into() }
}

fn failed() -> Settled {
    Settled::Failed { reason: "400".into() }
}

async fn set_state(store: &Store, state: &str) {
    run(store, format!("UPDATE broadcasts SET state = '{state}' WHERE id = {BROADCAST}")).await;
}

#[tokio::test]
async fn people_are_claimed_once_in_the_order_of_their_turns() {
    each(async |store| {
        seed(store, FIRST, 100).await;
        run(store, "UPDATE contacts SET language = 'en' WHERE id = 101".into()).await;
        run(store, "UPDATE broadcast_recipients SET due_at = 50 WHERE contact_id = 102".into())
            .await;
        let first = claim(store, LIVE, 2, 10).await;
        assert_eq!(contacts(&first), [101, 103]);
        let one = Claimed {
            who: Recipient { broadcast: BROADCAST, contact: 101 },
            version: 1,
            turn: 0,
            kind: Kind::News,
            channel: "telegram".into(),
            address: "101".into(),
            locale: Locale::En,
            progress: Progress::default(),
            attempts: 0,
            target: None,
        };
        assert_eq!(first[0], one);
        assert_eq!(first[1].locale, Locale::Vi);
        let rest = claim(store, LIVE, 200, 49).await;
        assert_eq!(contacts(&rest), (104..=200).collect::<Vec<_>>());
        assert_eq!(claim(store, LIVE, 5, 49).await, []);
        let mut reader = store.read().await.unwrap();
        assert_eq!(recipients::next_due(&mut reader, BROADCAST).await.unwrap(), Some(50));
        drop(reader);
        assert_eq!(contacts(&claim(store, LIVE, 5, 50).await), [102]);
        let mut reader = store.read().await.unwrap();
        assert_eq!(recipients::next_due(&mut reader, BROADCAST).await.unwrap(), None);
        assert_eq!(recipients::sending(&mut reader).await.unwrap(), [LIVE]);
        drop(reader);
        assert_eq!(count(store, Outcome::Sending).await, 100);
        assert_eq!(left(store).await, 100);
    })
    .await;
}

#[tokio::test]
async fn those_alone_who_have_a_part_of_it_can_be_claimed() {
    each(async |store| {
        seed(store, FIRST, 4).await;
        let has_begun = async |now| {
            recipients::has_begun(&mut store.read().await.unwrap(), BROADCAST, now).await.unwrap()
        };
        let are_claimed =
            async || recipients::are_claimed(&mut store.read().await.unwrap()).await.unwrap();
        assert!(!has_begun(99).await && !are_claimed().await);
        claim(store, LIVE, 2, 10).await;
        assert!(are_claimed().await);
        let later = Settled::Later { due_at: 50, attempts: 0 };
        settle(store, vec![settling(101, later.clone()), nothing(102, later)], 20).await;
        assert!(!has_begun(49).await && has_begun(50).await && !are_claimed().await);
        let begun = turn!(store, |tx| recipients::claim(tx, &LIVE, true, 9, 50).await);
        assert_eq!(contacts(&begun), [101]);
        assert_eq!(contacts(&claim(store, LIVE, 9, 50).await), [103, 104, 102]);
    })
    .await;
}

#[tokio::test]
async fn who_unsubscribed_or_blocked_us_is_not_claimed_and_counted() {
    each(async |store| {
        seed(store, FIRST, 6).await;
        for sql in [
            "UPDATE subscriptions SET withdrawn_at = 2 WHERE contact_id = 101",
            "DELETE FROM subscriptions WHERE contact_id = 102",
            "UPDATE contacts SET blocked_at = 2 WHERE id = 103",
            // They have the first half of it.
            "UPDATE subscriptions SET withdrawn_at = 2 WHERE contact_id = 104",
            "UPDATE broadcast_recipients SET part = 1, messages = '9' WHERE contact_id = 104",
        ] {
            run(store, sql.into()).await;
        }
        // One at a time: those who are not claimed take nobody's place.
        let first = claim(store, LIVE, 1, 10).await;
        assert_eq!(contacts(&first), [104]);
        assert_eq!(first[0].progress, Progress { part: 1, messages: "9".into() });
        assert_eq!(contacts(&claim(store, LIVE, 9, 10).await), [105, 106]);
        assert_eq!(counted(store).await, [0, 0, 1, 0, 2]);
    })
    .await;
}

#[tokio::test]
async fn what_became_of_each_is_counted_with_the_row() {
    each(async |store| {
        seed(store, FIRST, 7).await;
        claim(store, LIVE, 6, 10).await;
        let all = vec![
            settling(101, Settled::Sent),
            settling(102, unknown()),
            settling(103, Settled::Blocked),
            nothing(104, failed()),
            nothing(105, Settled::Skipped(Skip::Nothing)),
            settling(106, Settled::Later { due_at: 90, attempts: 3 }),
            // Never claimed.
            settling(107, Settled::Sent),
        ];
        settle(store, all.clone(), 20).await;
        assert_eq!(counted(store).await, [1, 1, 1, 1, 1]);
        assert_eq!(left(store).await, 2);
        // Once more, as after a commit of which nobody knew that it held.
        settle(store, all, 20).await;
        assert_eq!(counted(store).await, [1, 1, 1, 1, 1]);
        let again = claim(store, LIVE, 9, 90).await;
        assert_eq!(contacts(&again), [107, 106]);
        assert_eq!(again[1].attempts, 3);
        assert_eq!(again[1].progress, Progress { part: 1, messages: "7 106".into() });
        let again = Settling { turn: again[1].turn, ..settling(106, Settled::Sent) };
        settle(store, vec![again, settling(107, Settled::Sent)], 95).await;
        assert_eq!(counted(store).await, [3, 1, 1, 1, 1]);
        assert_eq!(left(store).await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_was_being_sent_news_by_a_program_that_died_is_unknown_until_it_says_more() {
    each(async |store| {
        seed(store, FIRST, 5).await;
        claim(store, LIVE, 4, 10).await;
        let other = Some(BROADCAST + 1);
        assert_eq!(turn!(store, |tx| recipients::recover(tx, other, 30).await), 0);
        assert_eq!(turn!(store, |tx| recipients::recover(tx, None, 30).await), 4);
        assert_eq!(turn!(store, |tx| recipients::recover(tx, Some(BROADCAST), 30).await), 0);
        assert_eq!(counted(store).await, [0, 4, 0, 0, 0]);
        // The process that was taken for dead has been slow only.
        let late = vec![
            settling(101, Settled::Sent),
            settling(102, Settled::Later { due_at: 1, attempts: 1 }),
            settling(103, unknown()),
            nothing(104, failed()),
        ];
        settle(store, late, 40).await;
        assert_eq!(counted(store).await, [1, 2, 0, 1, 0]);
        // Nobody is sent it again.
        assert_eq!(contacts(&claim(store, LIVE, 9, 99).await), [105]);
    })
    .await;
}

#[tokio::test]
async fn what_is_written_down_once_more_does_not_put_back_who_was_claimed_since() {
    each(async |store| {
        seed(store, FIRST, 1).await;
        assert_eq!(claim(store, LIVE, 9, 10).await[0].turn, 0);
        let later = vec![nothing(101, Settled::Later { due_at: 0, attempts: 1 })];
        settle(store, later.clone(), 20).await;
        let again = claim(store, LIVE, 9, 30).await;
        assert_eq!(again[0].turn, 1, "a later turn than before, whatever it was put off to");
        // The commit had said that it was not kept.
        settle(store, later, 40).await;
        settle(store, vec![settling(101, Settled::Sent)], 40).await;
        assert_eq!(count(store, Outcome::Sending).await, 1);
        assert_eq!(claim(store, LIVE, 9, 99).await, [], "they would get it twice");
        settle(store, vec![Settling { turn: 1, ..settling(101, Settled::Sent) }], 50).await;
        assert_eq!(counted(store).await, [1, 0, 0, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn who_has_a_part_of_it_is_unknown_however_it_ends_and_what_they_have_is_known() {
    each(async |store| {
        seed(store, FIRST, 7).await;
        claim(store, LIVE, 6, 10).await;
        let half = vec![
            settling(101, failed()),
            settling(102, Settled::Skipped(Skip::Nothing)),
            settling(103, Settled::Later { due_at: 50, attempts: 0 }),
            settling(104, Settled::Begun),
            nothing(105, Settled::Later { due_at: 50, attempts: 0 }),
            settling(106, Settled::Begun),
        ];
        settle(store, half, 20).await;
        let sent = Progress { part: 2, messages: "7 106 8".into() };
        settle(store, vec![Settling { progress: sent, ..settling(106, Settled::Sent) }], 20).await;
        // What was known before says nothing new.
        settle(store, vec![settling(106, Settled::Begun)], 21).await;
        set_state(store, "stopped").await;
        let skipped = turn!(store, |tx| {
            broadcasts::skip_waiting(tx, BROADCAST, Skip::Stopped, 30, 99).await
        });
        assert_eq!(skipped, 3);
        assert_eq!(turn!(store, |tx| recipients::recover(tx, None, 30).await), 1);
        assert_eq!(counted(store).await, [1, 4, 0, 0, 2]);
        let mut reader = store.read().await.unwrap();
        let known: Vec<(i64, String, Option<String>)> = sqlx::query_as(
            "SELECT contact_id, messages, reason FROM broadcast_recipients ORDER BY contact_id",
        )
        .fetch_all(&mut *reader)
        .await
        .unwrap();
        let part = Some(PART.to_owned());
        let stopped = Some(Skip::Stopped.code().to_owned());
        assert_eq!(
            known,
            [
                (101, "7 101".into(), part.clone()),
                (102, "7 102".into(), part.clone()),
                (103, "7 103".into(), part),
                (104, "7 104".into(), Some(CUT_OFF.to_owned())),
                (105, String::new(), stopped.clone()),
                (106, "7 106 8".into(), None),
                (107, String::new(), stopped),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_claimed_while_it_rests_or_after_it_has_ended() {
    each(async |store| {
        seed(store, FIRST, 4).await;
        claim(store, LIVE, 2, 10).await;
        assert!(turn!(store, |tx| recipients::pause_for_errors(tx, BROADCAST).await));
        assert!(!turn!(store, |tx| recipients::pause_for_errors(tx, BROADCAST).await));
        assert!(!turn!(store, |tx| recipients::pause_for_errors(tx, BROADCAST + 1).await));
        let mut reader = store.read().await.unwrap();
        let (pause, version): (String, i64) =
            sqlx::query_as("SELECT pause, version FROM broadcasts")
                .fetch_one(&mut *reader)
                .await
                .unwrap();
        assert_eq!((pause.as_str(), version), ("errors", 2));
        assert_eq!(recipients::sending(&mut reader).await.unwrap(), []);
        drop(reader);
        assert_eq!(claim(store, LIVE, 9, 10).await, []);
        set_state(store, "stopped").await;
        assert_eq!(claim(store, LIVE, 9, 10).await, []);
        // Who was in flight when it was ended does not wait for a turn that never comes.
        let later = Settled::Later { due_at: 90, attempts: 1 };
        settle(store, vec![nothing(101, later.clone()), settling(102, later)], 20).await;
        assert_eq!(counted(store).await, [0, 1, 0, 0, 1]);
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_back_is_what_each_got() {
    each(async |store| {
        seed(store, FIRST, 5).await;
        let at = 1_000 * HOUR;
        claim(store, LIVE, 4, 10).await;
        settle(store, (101..=103).map(|id| settling(id, Settled::Sent)).collect(), at).await;
        settle(store, vec![nothing(104, unknown())], at).await;
        let old = format!(
            "UPDATE broadcast_recipients SET at = {} WHERE contact_id = 103",
            at - 49 * HOUR
        );
        run(store, old).await;
        let pass = BROADCAST + 1;
        for sql in [
            format!(
                "INSERT INTO broadcasts (id, version, kind, of_id, state, audience, links,
                    created_by, created_at, total)
                 VALUES ({pass}, 1, 'deletion', {BROADCAST}, 'sending', '{{}}', '[]', 101, 0, 4)"
            ),
            format!(
                "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages,
                    attempts, due_at)
                 SELECT {pass}, contact_id, 'waiting', 0, '', 0, 0 FROM broadcast_recipients
                  WHERE broadcast_id = {BROADCAST} AND contact_id < 105"
            ),
            // It is no news to them.
            "UPDATE subscriptions SET withdrawn_at = 2".to_owned(),
        ] {
            run(store, sql).await;
        }
        let live = Live { id: pass, version: 1, kind: Kind::Deletion, of: Some(BROADCAST) };
        let claimed = claim(store, live, 9, at).await;
        assert_eq!(contacts(&claimed), [101, 102]);
        assert_eq!(claimed[0].target, Some(Target { messages: "7 101".into(), at: Some(at) }));
        let mut reader = store.read().await.unwrap();
        let said: Vec<(i64, String)> = sqlx::query_as(
            "SELECT contact_id, reason FROM broadcast_recipients
              WHERE broadcast_id = $1 AND reason IS NOT NULL ORDER BY contact_id",
        )
        .bind(pass)
        .fetch_all(&mut *reader)
        .await
        .unwrap();
        drop(reader);
        assert_eq!(said, [(103, TOO_OLD.to_owned()), (104, Skip::Nothing.code().to_owned())]);
        // Who moves recipients of several takes what goes out first; on its own that changes nothing.
        turn!(store, |tx| recipients::lock_live(tx).await);
        // Done twice, it does no harm.
        assert_eq!(turn!(store, |tx| recipients::recover(tx, None, at + 1).await), 2);
        assert_eq!(contacts(&claim(store, live, 9, at + 1).await), [101, 102]);
        run(store, format!("UPDATE broadcasts SET state = 'stopped' WHERE id = {pass}")).await;
        assert_eq!(turn!(store, |tx| recipients::recover(tx, Some(pass), at).await), 2);
        let mut reader = store.read().await.unwrap();
        let counts = recipients::counts(&mut reader, pass).await.unwrap();
        assert_eq!(counts[&Outcome::Skipped], 3);
        assert_eq!(counts[&Outcome::Failed], 1);
    })
    .await;
}
