//! The review desk's queries: claims, votes, rounds, timers, what comes next.

use hoadep::domain::nomination::State;
use hoadep::domain::votes::Vote;
use hoadep::store::nominations::Transition;
use hoadep::store::{desk_timers, exemplars, nominations, votes};

use crate::store::{draft, each, meet, nominate, set_the_stage, turn};

fn vote(voter: i64, approves: bool) -> Vote {
    let reason = (!approves).then(|| "#unclear".to_owned());
    Vote { voter, name: "Lan Nguyễn".into(), approves, reason, at: 10 + voter }
}

#[tokio::test]
async fn a_claim_holds_for_a_version_and_ends_with_a_decision() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        assert!(turn!(store, |tx| nominations::set_claim(tx, 10, 1, Some((2, 900))).await));
        assert!(
            !turn!(store, |tx| nominations::set_claim(tx, 10, 1, None).await),
            "an old version"
        );
        let one = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap().unwrap();
        assert_eq!((one.version, one.exemplar, one.due_at), (2, 10, Some(501)));
        assert_eq!(one.claim_at(899).map(|claim| (claim.by, claim.until)), Some((2, 900)));
        assert_eq!(one.claim_at(900), None);
        turn!(store, |tx| desk_timers::set(tx, 10, desk_timers::CLAIM, 900).await);
        for (person, claims) in [(2, vec![10]), (1, vec![])] {
            let mut reader = store.read().await.unwrap();
            assert_eq!(desk_timers::claims_of(&mut reader, person).await.unwrap(), claims);
        }
        assert!(turn!(store, |tx| nominations::set_urgent(tx, 10, 2, true).await));
        assert!(!turn!(store, |tx| nominations::set_urgent(tx, 10, 2, false).await));
        assert!(turn!(store, |tx| nominations::touch_version(tx, 10, 3).await));
        assert!(!turn!(store, |tx| nominations::touch_version(tx, 10, 3).await));
        let decided = Transition {
            from: State::Submitted,
            version: 4,
            to: State::Recognised,
            due_at: None,
            by: Some(2),
            tell_at: Some(700),
        };
        assert!(turn!(store, |tx| nominations::transition(tx, 10, &decided, 600).await));
        let one = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap().unwrap();
        assert_eq!((one.claim, one.decided_by, one.tell_at), (None, Some(2), Some(700)));
        assert!(one.urgent);
        assert!(turn!(store, |tx| nominations::set_told(tx, 10).await));
        assert!(!turn!(store, |tx| nominations::set_told(tx, 10).await), "told once");
    })
    .await;
}

#[tokio::test]
async fn a_vote_counts_once_in_its_round() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        assert!(turn!(store, |tx| votes::cast(tx, 10, 1, &vote(2, false)).await));
        assert!(!turn!(store, |tx| votes::cast(tx, 10, 1, &vote(2, true)).await));
        assert!(turn!(store, |tx| votes::cast(tx, 10, 1, &vote(1, true)).await));
        let mut reader = store.read().await.unwrap();
        assert_eq!(votes::of(&mut reader, 10, 1).await.unwrap(), [vote(1, true), vote(2, false)]);
        assert!(votes::of(&mut reader, 10, 2).await.unwrap().is_empty());
        assert!(votes::has_voted(&mut reader, 10, 2).await.unwrap());
        assert_eq!(votes::undecided_of(&mut reader, 2).await.unwrap(), [10]);
        drop(reader);
        assert!(turn!(store, |tx| votes::take_back(tx, 10, 1, 2).await));
        assert!(!turn!(store, |tx| votes::take_back(tx, 10, 1, 2).await));
        assert!(turn!(store, |tx| nominations::begin_round(tx, 10).await));
        let mut reader = store.read().await.unwrap();
        assert!(!votes::has_voted(&mut reader, 10, 2).await.unwrap());
        assert!(votes::undecided_of(&mut reader, 1).await.unwrap().is_empty(), "of another round");
        assert_eq!(nominations::by_id(&mut reader, 10).await.unwrap().unwrap().round, 2);
    })
    .await;
}

#[tokio::test]
async fn a_desk_timer_is_set_moved_due_and_taken_once() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        nominate(store, 11, "B", 500).await;
        turn!(store, |tx| {
            desk_timers::set(tx, 10, desk_timers::CLAIM, 100).await?;
            desk_timers::set(tx, 10, desk_timers::TELL, 300).await?;
            desk_timers::set(tx, 10, desk_timers::TELL, 200).await?;
            desk_timers::set(tx, 11, desk_timers::TELL, 50).await?;
            desk_timers::clear(tx, 11, desk_timers::TELL).await
        });
        let due = async |now| {
            let mut reader = store.read().await.unwrap();
            desk_timers::due(&mut reader, now, 9).await.unwrap()
        };
        assert!(due(99).await.is_empty());
        let kinds: Vec<_> =
            due(200).await.into_iter().map(|one| (one.kind, one.nominator)).collect();
        assert_eq!(kinds, [("claim".to_owned(), 1), ("tell".to_owned(), 1)]);
        assert!(!turn!(store, |tx| desk_timers::take(tx, 10, "tell", 199).await));
        turn!(store, |tx| nominations::lock(tx, 10).await);
        assert!(turn!(store, |tx| desk_timers::take(tx, 10, "tell", 200).await));
        assert!(!turn!(store, |tx| desk_timers::take(tx, 10, "tell", 200).await));
    })
    .await;
}

#[tokio::test]
async fn what_is_only_drawn_again_waits_for_what_somebody_waits_for() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        nominate(store, 11, "B", 500).await;
        turn!(store, |tx| {
            for kind in [desk_timers::MARK, desk_timers::OVERDUE, desk_timers::PHOTO] {
                desk_timers::set(tx, 10, kind, 100).await?;
            }
            for kind in [desk_timers::TELL, desk_timers::CLAIM, desk_timers::ASK_LAPSE] {
                desk_timers::set(tx, 11, kind, 200).await?;
            }
            Ok(())
        });
        let mut reader = store.read().await.unwrap();
        let due = desk_timers::due(&mut reader, 300, 3).await.unwrap();
        let kinds: Vec<_> = due.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["claim", "lapse", "tell"]);
        assert_eq!(desk_timers::due(&mut reader, 300, 9).await.unwrap().len(), 6);
    })
    .await;
}

#[tokio::test]
async fn an_exemplar_is_made_for_each_nomination() {
    each(async |store| {
        turn!(store, |tx| exemplars::insert(tx, 7, &draft(), 5).await);
    })
    .await;
}
