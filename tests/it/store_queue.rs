//! The queue's queries: parts of it and their sizes, what comes next, search, appeals, digests.

use std::path::Path;

use hoadep::clock::DAY;
use hoadep::domain::nomination::State;
use hoadep::domain::queue::{Sight, Which};
use hoadep::domain::retention::Kind as Retained;
use hoadep::domain::votes::Vote;
use hoadep::store::appeals::Appeal;
use hoadep::store::nominations::{NewNomination, Transition};
use hoadep::store::queue::{Looking, Passing, Sizes};
use hoadep::store::{
    Store, appeals, desk_timers, digests, nominations, parts, queue, search, votes,
};
use sqlx::Executor;
use sqlx::migrate::Migrator;

use crate::databases::Database;
use crate::store::{draft, each, forget, meet, nominate, set_the_stage, turn};

fn vote(voter: i64, approves: bool) -> Vote {
    let reason = (!approves).then(|| "#unclear".to_owned());
    Vote { voter, name: "Lan Nguyễn".into(), approves, reason, at: 10 + voter }
}

/// Keeps a nomination of this name, commune, field and phone.
async fn nominate_so(
    store: &Store,
    id: i64,
    code: &'static str,
    [name, commune, field, phone]: [&str; 4],
) {
    let new = NewNomination { id, code: code.into(), campaign: 5, nominator: 1, due_at: 900 };
    let mut draft = draft();
    draft.name = Some(name.to_owned());
    draft.commune = Some(commune.to_owned());
    draft.field = Some(field.to_owned());
    draft.nominator_phone = Some(phone.to_owned());
    assert!(turn!(store, |tx| nominations::insert(tx, &new, &draft, 500 + id).await));
}

fn to(from: State, version: i64, to: State) -> Transition {
    Transition { from, version, to, due_at: None, by: Some(2), tell_at: None }
}

async fn ids(store: &Store, sight: &Sight, which: Which, now: i64) -> Vec<i64> {
    let looking = Looking { reviewer: 2, now, sight };
    let mut reader = store.read().await.unwrap();
    let page = queue::page(&mut reader, &looking, which, 8, 0).await.unwrap();
    let size = queue::size(&mut reader, &looking, which).await.unwrap();
    assert_eq!(size, page.len() as i64, "{which:?}");
    page.into_iter().map(|line| line.id).collect()
}

fn sight(communes: &[&str], fields: &[&str]) -> Sight {
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    Sight { communes: owned(communes), fields: owned(fields) }
}

#[tokio::test]
async fn each_part_of_the_queue_is_in_order_and_counted_within_what_is_seen() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        for (id, code, commune, field) in [
            (10, "HD-A", "11953", "culture"),
            (11, "HD-B", "11953", "other"),
            (12, "HD-C", "13120", "culture"),
            (13, "HD-D", "13120", "other"),
            (14, "HD-E", "13120", "other"),
        ] {
            nominate_so(store, id, code, ["Tư", commune, field, "+84912345678"]).await;
        }
        assert!(turn!(store, |tx| nominations::set_urgent(tx, 12, 1, true).await));
        assert!(turn!(store, |tx| nominations::set_claim(tx, 10, 1, Some((2, 800))).await));
        assert!(turn!(store, |tx| {
            let asked = to(State::Submitted, 1, State::Asked);
            nominations::transition(tx, 13, &asked, 600).await
        }));
        assert!(turn!(store, |tx| {
            let decided = to(State::Submitted, 1, State::Recognised);
            nominations::transition(tx, 14, &decided, 600).await
        }));
        turn!(store, |tx| {
            nominations::set_mark(tx, 10, Some(700)).await?;
            nominations::set_mark(tx, 11, Some(860)).await?;
            nominations::set_mark(tx, 12, Some(840)).await
        });
        let all = Sight::default();
        for (which, now, expected) in [
            (Which::Waiting, 700, vec![12, 10, 11]),
            (Which::Mine, 700, vec![10]),
            (Which::Mine, 800, vec![]),
            (Which::Unclaimed, 700, vec![12, 11]),
            (Which::Unclaimed, 800, vec![12, 10, 11]),
            (Which::Asked, 700, vec![13]),
            (Which::Overdue, 899, vec![]),
            (Which::Overdue, 900, vec![12, 10, 11]),
            (Which::Urgent, 700, vec![12]),
            (Which::Soon, 839, vec![10]),
            (Which::Soon, 850, vec![12, 10]),
            (Which::Soon, 900, vec![]),
            (Which::Answered, 700, vec![]),
        ] {
            assert_eq!(ids(store, &all, which, now).await, expected, "{which:?} at {now}");
        }
        assert_eq!(ids(store, &sight(&["11953"], &[]), Which::Waiting, 700).await, [10, 11]);
        assert_eq!(ids(store, &sight(&[], &["culture"]), Which::Overdue, 900).await, [12, 10]);
        let narrow = sight(&["11953", "13120"], &["other"]);
        assert_eq!(ids(store, &narrow, Which::Waiting, 700).await, [11]);
        let mut reader = store.read().await.unwrap();
        let whole = Looking { reviewer: 2, now: 700, sight: &all };
        let sizes = queue::sizes(&mut reader, &whole).await.unwrap();
        let expected = Sizes { waiting: 3, mine: 1, unclaimed: 2, asked: 1, overdue: 0, urgent: 1 };
        assert_eq!(sizes, expected);
        let both = sight(&["11953", "13120"], &[]);
        let narrow = Looking { sight: &both, ..whole.clone() };
        assert_eq!(queue::sizes(&mut reader, &narrow).await.unwrap(), expected);
        // One commune is counted in another way.
        let one = sight(&["11953"], &[]);
        let narrow = Looking { sight: &one, ..whole.clone() };
        let there = Sizes { waiting: 2, mine: 1, unclaimed: 1, ..Sizes::default() };
        assert_eq!(queue::sizes(&mut reader, &narrow).await.unwrap(), there);
        let none = sight(&["00000"], &[]);
        let nothing = Looking { sight: &none, ..whole.clone() };
        assert_eq!(queue::sizes(&mut reader, &nothing).await.unwrap(), Sizes::default());
        let second = queue::page(&mut reader, &whole, Which::Waiting, 2, 2).await.unwrap();
        assert_eq!(second.iter().map(|line| line.id).collect::<Vec<_>>(), [11]);
        let late = Looking { now: 900, ..whole };
        let second = queue::page(&mut reader, &late, Which::Overdue, 2, 2).await.unwrap();
        assert_eq!(second.iter().map(|line| line.id).collect::<Vec<_>>(), [11]);
    })
    .await;
}

#[tokio::test]
async fn the_next_is_the_oldest_that_nobody_has_taken_up_and_that_is_not_ones_own() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        for (id, code, at) in [(10, "A", 500), (11, "B", 400), (12, "C", 600), (13, "D", 700)] {
            nominate(store, id, code, at).await;
        }
        let next = async |reviewer, now| {
            let mut reader = store.read().await.unwrap();
            let sight = Sight::default();
            let looking = Looking { reviewer, now, sight: &sight };
            queue::next(&mut reader, &looking, Passing::Held).await.unwrap()
        };
        assert_eq!(next(1, 800).await, None, "all of them are their own");
        assert_eq!(next(2, 800).await, Some(11));
        assert!(turn!(store, |tx| nominations::set_claim(tx, 11, 1, Some((1, 900))).await));
        assert_eq!(next(2, 800).await, Some(10));
        assert_eq!(next(2, 900).await, Some(11), "the claim is over");
        assert!(turn!(store, |tx| nominations::set_urgent(tx, 13, 1, true).await));
        assert_eq!(next(2, 800).await, Some(13));
        assert!(turn!(store, |tx| votes::recuse(tx, 13, 2, 5).await));
        assert!(!turn!(store, |tx| votes::recuse(tx, 13, 2, 6).await));
        let work = async |reviewer, which| {
            let looking = Looking { reviewer, now: 800, sight: &Sight::default() };
            queue::work(&mut store.read().await.unwrap(), &looking, which).await.unwrap()
        };
        let sight = Sight::default();
        let looking = Looking { reviewer: 2, now: 800, sight: &sight };
        let mut reader = store.read().await.unwrap();
        let all = queue::size(&mut reader, &looking, Which::Waiting).await.unwrap();
        drop(reader);
        assert_eq!(work(2, Which::Waiting).await, all - 1, "but the recused one");
        assert_eq!(work(2, Which::Urgent).await, 0);
        assert_eq!(work(1, Which::Waiting).await, 0, "all of them are their own");
        assert_eq!(votes::recused(&mut store.read().await.unwrap(), 13).await.unwrap(), [2]);
        assert!(turn!(store, |tx| votes::rejoin(tx, 13, 2).await));
        assert!(!turn!(store, |tx| votes::rejoin(tx, 13, 2).await));
        assert_eq!(next(2, 800).await, Some(13));
        assert!(turn!(store, |tx| votes::recuse(tx, 13, 2, 7).await));
        turn!(store, |tx| votes::cast(tx, 10, 1, &vote(2, true)).await);
        assert_eq!(next(2, 800).await, Some(12));
    })
    .await;
}

#[tokio::test]
async fn an_appeal_is_kept_once_and_does_not_come_next_to_who_had_a_part() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        meet(store, 3, "79").await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            parts::note(tx, 10, 2, 600).await?;
            parts::note(tx, 10, 2, 900).await?;
            parts::note(tx, 10, 3, 800).await
        });
        let appeal = Appeal { body: "Xin xem lại.".into(), at: 700, admins_only: false };
        let kept = appeal.clone();
        assert!(turn!(store, |tx| appeals::insert(tx, 10, &kept).await));
        let again = Appeal { at: 701, ..appeal.clone() };
        assert!(!turn!(store, |tx| appeals::insert(tx, 10, &again).await));
        let mut reader = store.read().await.unwrap();
        assert_eq!(appeals::of(&mut reader, 10).await.unwrap(), Some(appeal));
        assert_eq!(appeals::of(&mut reader, 11).await.unwrap(), None);
        assert_eq!(parts::before(&mut reader, 10, 700).await.unwrap(), [2]);
        let one = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!(one.appealed_at, Some(700));
        let sight = Sight::default();
        for (reviewer, next) in [(2, None), (3, Some(10))] {
            let looking = Looking { reviewer, now: 800, sight: &sight };
            assert_eq!(queue::next(&mut reader, &looking, Passing::Held).await.unwrap(), next);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_held_is_next_for_nobody_else_until_its_time_is_over() {
    each(async |store| {
        set_the_stage(store).await;
        for (id, address) in [(2, "78"), (3, "79")] {
            meet(store, id, address).await;
        }
        nominate(store, 10, "HD-7K3M9", 500).await;
        let sight = Sight::default();
        let next = async |reviewer, now, passing| {
            let looking = Looking { reviewer, now, sight: &sight };
            queue::next(&mut store.read().await.unwrap(), &looking, passing).await.unwrap()
        };
        assert!(turn!(store, |tx| queue::hold(tx, 10, 2, 600, 700).await));
        assert!(turn!(store, |tx| queue::hold(tx, 10, 2, 601, 700).await));
        assert!(!turn!(store, |tx| queue::hold(tx, 10, 3, 602, 800).await));
        for (reviewer, passing, found) in [
            (2, Passing::Held, None),
            (3, Passing::Held, None),
            (2, Passing::HeldByOthers, Some(10)),
            (3, Passing::HeldByOthers, None),
            (3, Passing::Nothing, Some(10)),
        ] {
            assert_eq!(next(reviewer, 699, passing).await, found, "{reviewer} {passing:?}");
        }
        assert_eq!(next(3, 700, Passing::Held).await, Some(10));
        assert!(turn!(store, |tx| queue::hold(tx, 10, 3, 700, 800).await));
        turn!(store, |tx| queue::forget_holds(tx, 3, 799).await);
        assert_eq!(next(2, 799, Passing::HeldByOthers).await, None);
        turn!(store, |tx| queue::forget_holds(tx, 3, 800).await);
        assert_eq!(next(2, 799, Passing::Held).await, Some(10), "it is gone");
    })
    .await;
}

#[tokio::test]
async fn a_nomination_is_found_by_code_phone_and_words_also_one_of_before() {
    each(async |store| {
        set_the_stage(store).await;
        for (id, code, name, phone) in [
            (10, "HD-7K3M9", "Trần Thị Tú", "+84912345678"),
            (11, "HD-7K3MA", "Trần Văn Tư", "+84912345679"),
            (12, "HD-7K3MC", "Nguyễn Thị Tụ", "+84912345678"),
        ] {
            nominate_so(store, id, code, [name, "11953", "other", phone]).await;
        }
        turn!(store, |tx| {
            // As a program of before there was a search left it.
            sqlx::query("DELETE FROM search_words").execute(tx.connection()).await?;
            sqlx::query("UPDATE nominations SET searchable = 0").execute(tx.connection()).await?;
            search::insert(tx, 12, "Nguyễn Thị Tụ").await
        });
        search::fill(store).await.unwrap();
        search::fill(store).await.unwrap();
        let all = Sight::default();
        let looking = Looking { reviewer: 2, now: 700, sight: &all };
        let mut reader = store.read().await.unwrap();
        let found = async |words: &[&str], sight: &Sight| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let looking = Looking { sight, ..looking.clone() };
            let mut reader = store.read().await.unwrap();
            let found = search::by_words(&mut reader, &looking, &words, 9).await.unwrap();
            found.into_iter().map(|line| line.id).collect::<Vec<_>>()
        };
        assert_eq!(found(&["tu"], &all).await, [12, 11, 10]);
        assert_eq!(found(&["tu", "tran"], &all).await, [11, 10]);
        assert_eq!(found(&["tú"], &all).await, [10]);
        assert_eq!(found(&["tu", "le"], &all).await, [0; 0]);
        assert_eq!(found(&["tu"], &sight(&["13120"], &["other"])).await, [0; 0]);
        let by_phone = search::by_phone(&mut reader, &looking, "+84912345678", 9).await.unwrap();
        assert_eq!(by_phone.iter().map(|line| line.id).collect::<Vec<_>>(), [12, 10]);
        for (prefix, body, expected) in
            [("HD", "7K3M9", vec![10]), ("", "7K3M9", vec![10]), ("XY", "7K3M9", vec![])]
        {
            let found = search::by_code(&mut reader, &looking, prefix, body).await.unwrap();
            assert_eq!(found.iter().map(|line| line.id).collect::<Vec<_>>(), expected);
        }
        for (nominator, written, expected) in
            [(1, "hd 7k3m9", Some(10)), (1, "7k3ma", Some(11)), (2, "7k3m9", None), (1, "x", None)]
        {
            let own = nominations::own_by_code(&mut reader, nominator, written).await.unwrap();
            assert_eq!(own, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn a_digest_is_noted_once_a_day() {
    each(async |store| {
        meet(store, 1, "77").await;
        assert!(turn!(store, |tx| digests::note(tx, 1, "2026-12-01").await));
        assert!(!turn!(store, |tx| digests::note(tx, 1, "2026-12-01").await));
        assert!(turn!(store, |tx| digests::note(tx, 1, "2026-12-02").await));
        assert_eq!(forget(store, Retained::Mornings, 1_796_144_400_000).await, 1);
        let mut reader = store.read().await.unwrap();
        assert!(digests::told(&mut reader, "2026-12-01").await.unwrap().is_empty());
        assert_eq!(digests::told(&mut reader, "2026-12-02").await.unwrap(), [1]);
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_before_there_were_limits_and_is_late_by_now_draws_no_cards_at_once() {
    for database in Database::each().await {
        let migrator = Migrator::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"));
        // Makes the file.
        Store::open(&database.url).await.unwrap().close().await;
        let mut connection = database.connect().await;
        migrator.await.unwrap().run_to(1, &mut connection).await.unwrap();
        let written = "
            INSERT INTO contacts (id, channel, address, name, app_language, created_at)
            VALUES (1, 'telegram', '77', 'Lan', 'vi', 0);
            INSERT INTO campaigns (id, title, prefix, opens_at) VALUES (5, 'Hoa đẹp', 'HD', 0)";
        connection.execute(written).await.unwrap();
        // Of a month ago, of six days ago, and of today.
        for (id, sent) in [(10_i64, 0), (11, 24 * DAY), (12, 30 * DAY)] {
            let insert = "INSERT INTO nominations (id, code, campaign_id, nominator_id, nominee_kind,
                nominee_name, commune, story, is_minor, shows_nominator, state, version, submitted_at)
                VALUES ($1, $2, 5, 1, 'person', 'Bà Tám', '12345', 'Nấu cơm.', 0, 0, 'submitted', 1, $3)";
            let insert = sqlx::query(insert).bind(id).bind(format!("HD-{id}")).bind(sent);
            insert.execute(&mut connection).await.unwrap();
        }
        let store = database.store().await;
        let due = desk_timers::due(&mut store.read().await.unwrap(), i64::MAX, 9).await.unwrap();
        let due: Vec<_> = due.iter().map(|one| (one.nomination, one.kind.as_str())).collect();
        assert_eq!(due, [(11, "overdue"), (12, "mark"), (12, "overdue")]);
    }
}
