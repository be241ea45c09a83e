//! The queries that count.

use hoadep::clock::{DAY, HOUR};
use hoadep::domain::nomination::State;
use hoadep::domain::queue::Sight;
use hoadep::domain::role::Role;
use hoadep::domain::stats::Stretch;
use hoadep::store::nominations::Transition;
use hoadep::store::stats::{self, Counted, Load, Reach};
use hoadep::store::{Store, campaigns, contacts, members, nominations};

use crate::store::{each, meet, nominate, set_the_stage, turn};

/// A midnight in Vietnam.
const MIDNIGHT: i64 = 1_795_539_600_000;

async fn set(store: &Store, sql: &'static str) {
    turn!(store, |tx| {
        sqlx::query(sql).execute(tx.connection()).await?;
        Ok(())
    });
}

async fn decide(store: &Store, id: i64, to: State, at: i64) {
    let one = nominations::by_id(&mut store.read().await.unwrap(), id).await.unwrap().unwrap();
    let (from, version) = (one.state, one.version);
    let change = Transition { from, version, to, due_at: None, by: Some(2), tell_at: None };
    assert!(turn!(store, |tx| nominations::transition(tx, id, &change, at).await));
}

#[tokio::test]
async fn what_was_sent_and_decided_is_counted_in_its_time_and_place() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        // The last moment of the day before, the first of the day, and one more of it.
        nominate(store, 10, "A", MIDNIGHT - 1).await;
        nominate(store, 11, "B", MIDNIGHT).await;
        nominate(store, 12, "C", MIDNIGHT + HOUR).await;
        nominate(store, 13, "D", MIDNIGHT + 2 * DAY).await;
        set(store, "UPDATE nominations SET commune = '11953', field = NULL").await;
        set(store, "UPDATE nominations SET commune = '13120', field = 'health' WHERE id = 12")
            .await;
        decide(store, 11, State::Recognised, MIDNIGHT + 30 * HOUR).await;
        decide(store, 12, State::Refused, MIDNIGHT + 3 * HOUR).await;
        decide(store, 13, State::Withdrawn, MIDNIGHT + 2 * DAY).await;
        let whole = Sight::default();
        let part = Sight { communes: vec!["13120".into()], fields: vec!["health".into()] };
        let stretch = Stretch { from: MIDNIGHT, until: MIDNIGHT + 3 * DAY };
        let all = Counted { stretch, sight: &whole };
        let some = Counted { stretch, sight: &part };
        let reader = &mut *store.read().await.unwrap();

        let day = (MIDNIGHT + 7 * HOUR) / DAY;
        assert_eq!(stats::days(reader, all).await.unwrap(), [(day, 2), (day + 2, 1)]);
        assert_eq!(stats::days(reader, some).await.unwrap(), [(day, 1)]);
        let fields = stats::fields(reader, all).await.unwrap();
        assert_eq!(fields, [(None, 2), (Some("health".to_owned()), 1)]);
        assert_eq!(stats::fields(reader, some).await.unwrap().len(), 1);
        let mut states = stats::states(reader, all).await.unwrap();
        states.sort();
        let one_each = [State::Recognised, State::Refused, State::Withdrawn].map(|one| (one, 1));
        assert_eq!(states, one_each);
        assert_eq!(stats::states(reader, some).await.unwrap(), [(State::Refused, 1)]);
        let communes = stats::communes(reader, all).await.unwrap();
        assert_eq!(communes, [("11953".to_owned(), 1), ("13120".to_owned(), 1)]);
        assert_eq!(stats::communes(reader, some).await.unwrap(), [("13120".to_owned(), 1)]);
        let open = campaigns::season(reader, MIDNIGHT).await.unwrap().open.unwrap();
        let of = stats::communes_of(reader, open.id, some).await.unwrap();
        assert_eq!(of, [("13120".to_owned(), 1)]);
        assert_eq!(stats::communes_of(reader, open.id + 1, all).await.unwrap(), []);
        let took = stats::took(reader, all).await.unwrap();
        assert_eq!(took.0, [(2, 1), (30, 1)]);
        assert_eq!(stats::took(reader, some).await.unwrap().0, [(2, 1)]);
    })
    .await;
}

#[tokio::test]
async fn the_work_of_members_and_whom_news_reach_are_counted() {
    each(async |store| {
        set_the_stage(store).await;
        let binh = meet(store, 2, "78").await.id;
        turn!(store, |tx| members::grant(tx, binh, Role::Reviewer, None, 1).await);
        nominate(store, 10, "A", MIDNIGHT).await;
        nominate(store, 11, "B", MIDNIGHT).await;
        decide(store, 10, State::Recognised, MIDNIGHT + HOUR).await;
        assert!(turn!(store, |tx| {
            nominations::set_claim(tx, 11, 1, Some((binh, MIDNIGHT + DAY))).await
        }));
        let stretch = Stretch { from: MIDNIGHT, until: MIDNIGHT + DAY };
        let loads = async |stretch, now| {
            let mut reader = store.read().await.unwrap();
            let loads = stats::loads(&mut reader, stretch, now).await.unwrap();
            loads.into_iter().map(|Load { open, decided, .. }| (open, decided)).collect::<Vec<_>>()
        };
        assert_eq!(loads(stretch, MIDNIGHT).await, [(1, 1)]);
        let later = Stretch { from: MIDNIGHT + DAY, until: MIDNIGHT + 2 * DAY };
        assert_eq!(loads(later, MIDNIGHT + DAY).await, [(0, 0)], "a claim runs out");

        let reach = async || stats::reach(&mut store.read().await.unwrap()).await.unwrap();
        let known = reach().await.known;
        assert_eq!(reach().await, Reach { known, subscribers: 0, blocked: 0 });
        turn!(store, |tx| contacts::set_blocked(tx, binh, Some(5)).await);
        set(
            store,
            "INSERT INTO subscriptions (contact_id, asked_at, version, granted_at, withdrawn_at)
             SELECT id, 1, 1, 1, CASE WHEN id = 2 THEN 2 END FROM contacts",
        )
        .await;
        assert_eq!(reach().await, Reach { known, subscribers: known - 1, blocked: 1 });
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_along_comes_in_pages_without_a_gap_or_a_repetition() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        let codes = ["A", "B", "C", "D", "E", "F", "G"];
        for (id, code) in (20..).zip(codes) {
            // Several in one millisecond.
            nominate(store, id, code, MIDNIGHT + (id - 20) / 3).await;
        }
        decide(store, 21, State::Recognised, MIDNIGHT + HOUR).await;
        let stretch = Stretch { from: MIDNIGHT, until: MIDNIGHT + DAY };
        let mut reader = store.read().await.unwrap();
        let (mut after, mut seen) = ((MIDNIGHT, i64::MIN), Vec::new());
        loop {
            let page = stats::exported(&mut reader, stretch, None, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = (last.submitted_at, last.id);
            seen.extend(page.into_iter().map(|one| one.code));
        }
        assert_eq!(seen, codes);
        let only = Some(State::Recognised);
        let page = stats::exported(&mut reader, stretch, only, (0, i64::MIN), 9).await.unwrap();
        let [one] = page.as_slice() else { panic!("{page:?}") };
        assert_eq!((one.code.as_str(), one.decided_at), ("B", Some(MIDNIGHT + HOUR)));
        assert_eq!(one.nominator, "Lan Nguyễn");
        let before = Stretch { from: 0, until: MIDNIGHT };
        let page = stats::exported(&mut reader, before, None, (0, i64::MIN), 9).await.unwrap();
        assert_eq!(page, []);
    })
    .await;
}
