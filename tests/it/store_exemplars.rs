//! Exemplars in the database: supporters, joining and parting, marks, what the public knows.

use hoadep::domain::behalf::{How, OnBehalf};
use hoadep::domain::commendation::Form;
use hoadep::domain::day::When;
use hoadep::domain::nomination::State;
use hoadep::store::commendations::Mark;
use hoadep::store::nominations::{NewNomination, Transition};
use hoadep::store::{Store, commendations, consents, joins, likeness, nominations};

use crate::store::{draft, each, meet, nominate, set_the_stage, turn};

async fn nominate_by(store: &Store, id: i64, nominator: i64) {
    let code = format!("HD-{id}");
    let new = NewNomination { id, code, campaign: 5, nominator, due_at: 600 };
    assert!(turn!(store, |tx| nominations::insert(tx, &new, &draft(), 500).await));
}

async fn supporters(store: &Store, exemplar: i64) -> i64 {
    joins::supporters(&mut store.read().await.unwrap(), exemplar).await.unwrap()
}

async fn go(store: &Store, id: i64, from: State, to: State) {
    let one = nominations::by_id(&mut store.read().await.unwrap(), id).await.unwrap().unwrap();
    let change =
        Transition { from, version: one.version, to, due_at: None, by: None, tell_at: None };
    assert!(turn!(store, |tx| nominations::transition(tx, id, &change, 700).await));
}

#[tokio::test]
async fn supporters_are_different_people_and_what_was_withdrawn_counts_no_more() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        for (id, by) in [(10, 1), (11, 1), (12, 2), (13, 2), (14, 2), (15, 2)] {
            nominate_by(store, id, by).await;
        }
        for (id, name, phone) in [
            (13, "Bà Tám", Some("+84912345678")),
            (14, "bà tám", Some("+84912345678")),
            (15, "Ông Ba", None),
        ] {
            let told = OnBehalf {
                told_by: Some(name.into()),
                told_phone: phone.map(str::to_owned),
                how: Some(How::Phone),
            };
            turn!(store, |tx| nominations::enter_for(tx, id, &told).await);
        }
        for id in 11..=15 {
            assert!(turn!(store, |tx| joins::join(tx, id, 10).await));
        }
        // Two nominators by themselves, who told with one phone twice, and one without.
        assert_eq!(supporters(store, 10).await, 4);
        go(store, 12, State::Submitted, State::Withdrawn).await;
        assert_eq!(supporters(store, 10).await, 3);
        go(store, 13, State::Submitted, State::Withdrawn).await;
        assert_eq!(supporters(store, 10).await, 3);
        assert_eq!(supporters(store, 11).await, 0);
    })
    .await;
}

#[tokio::test]
async fn joined_exemplars_lead_to_what_stands_and_are_joined_once() {
    each(async |store| {
        set_the_stage(store).await;
        for id in [10, 11, 12] {
            nominate_by(store, id, 1).await;
        }
        turn!(store, |tx| joins::lock(tx, [10, 11]).await);
        assert!(turn!(store, |tx| joins::join(tx, 11, 10).await));
        assert!(!turn!(store, |tx| joins::join(tx, 11, 12).await), "joined already");
        assert!(!turn!(store, |tx| joins::join(tx, 12, 11).await), "to what does not stand");
        assert!(!turn!(store, |tx| joins::join(tx, 12, 12).await), "to itself");
        assert!(turn!(store, |tx| joins::join(tx, 10, 12).await));
        assert_eq!(turn!(store, |tx| joins::hold(tx, 11).await), 12);
        let mut reader = store.read().await.unwrap();
        assert_eq!(joins::root(&mut reader, 12).await.unwrap(), 12);
        let others = joins::others_of(&mut reader, 12, 10, 9).await.unwrap();
        assert_eq!(others.iter().map(|one| one.id).collect::<Vec<_>>(), [11, 12]);
        let version = nominations::by_id(&mut reader, 11).await.unwrap().unwrap().version;
        assert_eq!(version, 3, "its card has changed twice");
        assert_eq!(joins::named(&mut reader, &[12, 10]).await.unwrap()[0].name, "Bà Tám");
        assert_eq!(joins::briefs(&mut reader, &[]).await.unwrap(), []);
        assert_eq!(joins::briefs(&mut reader, &[11]).await.unwrap()[0].code, "HD-11");
    })
    .await;
}

#[tokio::test]
async fn duplicates_follow_their_root_and_are_parted_with_it() {
    each(async |store| {
        set_the_stage(store).await;
        for id in [10, 11, 12] {
            nominate_by(store, id, 1).await;
        }
        for (id, to) in [(12, 11), (11, 10)] {
            assert!(turn!(store, |tx| joins::join(tx, id, to).await));
            turn!(store, |tx| joins::go_with(tx, id, to).await);
            go(store, id, State::Submitted, State::Duplicate).await;
        }
        let duplicates =
            async || joins::duplicates_of(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(duplicates().await, [11, 12], "what went with 11 goes with 10");
        turn!(store, |tx| joins::part(tx, 11, 50, 800).await);
        turn!(store, |tx| joins::stand_alone(tx, 11).await);
        assert_eq!(duplicates().await, [12]);
        let mut reader = store.read().await.unwrap();
        let one = nominations::by_id(&mut reader, 11).await.unwrap().unwrap();
        assert_eq!((one.exemplar, one.duplicate_of), (50, None));
        assert_eq!(joins::named(&mut reader, &[50]).await.unwrap()[0].commune, "12345");
        drop(reader);
        turn!(store, |tx| joins::part(tx, 10, 51, 900).await);
        let mut reader = store.read().await.unwrap();
        let with_it = nominations::by_id(&mut reader, 12).await.unwrap().unwrap();
        assert_eq!((with_it.exemplar, with_it.duplicate_of), (51, Some(10)));
    })
    .await;
}

#[tokio::test]
async fn a_deed_has_one_mark_which_goes_where_the_deed_goes() {
    each(async |store| {
        set_the_stage(store).await;
        for id in [10, 11, 12] {
            nominate_by(store, id, 1).await;
        }
        let mark = |number: &str| Mark {
            form: Form::Diploma,
            number: number.into(),
            on: When::Day(2026, 9, 2),
        };
        let (first, second) = (mark("1/QĐ"), mark("2/QĐ"));
        let again = second.clone();
        assert!(turn!(store, |tx| commendations::put(tx, 11, &first, 1, 5).await));
        assert!(!turn!(store, |tx| commendations::put(tx, 11, &second, 1, 6).await));
        assert!(turn!(store, |tx| joins::join(tx, 11, 10).await));
        turn!(store, |tx| joins::go_with(tx, 11, 10).await);
        assert!(
            !turn!(store, |tx| commendations::put(tx, 10, &again, 1, 7).await),
            "the same deed"
        );
        turn!(store, |tx| commendations::move_mark(tx, 11, 10).await);
        turn!(store, |tx| commendations::move_mark(tx, 12, 10).await);
        let mut reader = store.read().await.unwrap();
        let all = commendations::of(&mut reader, 10, &[10, 99], 5).await.unwrap();
        assert_eq!((all.len(), all[0].nomination, all[0].number.as_str()), (1, 10, "1/QĐ"));
        assert_eq!((all[0].form.clone(), all[0].on), (Form::Diploma, When::Day(2026, 9, 2)));
        assert!(commendations::of(&mut reader, 10, &[], 5).await.unwrap().is_empty());
        drop(reader);
        assert!(turn!(store, |tx| commendations::take(tx, 10).await));
        assert!(!turn!(store, |tx| commendations::take(tx, 10).await));
    })
    .await;
}

#[tokio::test]
async fn the_public_knows_an_exemplar_only_while_all_holds_that_this_takes() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        nominate(store, 11, "B", 500).await;
        let known = async || joins::known(&mut store.read().await.unwrap(), 10).await.unwrap();
        let run = async |sql: &'static str| {
            turn!(store, |tx| {
                sqlx::query(sql).execute(tx.connection()).await?;
                Ok(())
            });
        };
        run("UPDATE exemplars SET public_at = 5 WHERE id = 10").await;
        run("INSERT INTO exemplar_consents (id, exemplar_id, given_by, is_guardian, how, recorded_by, at)
            VALUES (1, 10, 'Bà Tám', 0, 'direct', 1, 5)")
        .await;
        assert_eq!(known().await, None, "nothing recognised");
        go(store, 10, State::Submitted, State::Recognised).await;
        let one = known().await.unwrap();
        assert_eq!((one.title.as_str(), one.commune.as_str()), ("Bà Tám – 12345", "12345"));
        run("INSERT INTO publications (nomination_id, title, edited_by, edited_at)
            VALUES (10, '<b>Nồi cháo</b> 0912345678', 1, 6)")
        .await;
        assert_eq!(known().await.unwrap().title, "Nồi cháo (…)", "no name that is not public");
        for (off, on) in [
            ("UPDATE nominations SET tell_at = 9", "UPDATE nominations SET tell_at = NULL"),
            ("UPDATE exemplars SET public_at = NULL", "UPDATE exemplars SET public_at = 5"),
            (
                "UPDATE exemplar_consents SET withdrawn_at = 9",
                "UPDATE exemplar_consents SET withdrawn_at = NULL",
            ),
            ("UPDATE nominations SET is_minor = 1", "UPDATE nominations SET is_minor = 0"),
        ] {
            run(off).await;
            assert_eq!(known().await, None, "{off}");
            run(on).await;
            assert!(known().await.is_some(), "{on}");
        }
        // A statement that is added belongs to it, and is no exemplar by itself.
        turn!(store, |tx| joins::add_to_public(tx, 11, 10).await);
        turn!(store, |tx| likeness::index(tx, 11, 10, 5).await);
        let mut reader = store.read().await.unwrap();
        assert!(joins::adds_to_public(&mut reader, 11).await.unwrap());
        assert!(!joins::adds_to_public(&mut reader, 10).await.unwrap());
        assert_eq!(joins::root(&mut reader, 11).await.unwrap(), 10);
    })
    .await;
}

#[tokio::test]
async fn consents_are_parted_with_the_nominations_they_were_written_down_on() {
    each(async |store| {
        set_the_stage(store).await;
        nominate(store, 10, "A", 500).await;
        nominate(store, 11, "B", 500).await;
        assert!(turn!(store, |tx| joins::join(tx, 11, 10).await));
        turn!(store, |tx| {
            sqlx::query(
                "INSERT INTO exemplar_consents (id, exemplar_id, given_by, is_guardian, how,
                    recorded_by, at, nomination_id, withdrawn_at)
                 VALUES (1, 10, 'A', 0, 'direct', 1, 5, 10, NULL),
                        (2, 10, 'B', 0, 'direct', 1, 5, 11, NULL),
                        (3, 10, 'Mẹ B', 1, 'direct', 1, 5, 11, 6),
                        (4, 10, 'Ai', 0, 'direct', 1, 5, NULL, NULL)",
            )
            .execute(tx.connection())
            .await?;
            Ok(())
        });
        let was_withdrawn = async |exemplar| {
            consents::was_withdrawn(&mut store.read().await.unwrap(), exemplar).await.unwrap()
        };
        let hold = async |exemplar| {
            let all = consents::of(&mut store.read().await.unwrap(), exemplar).await.unwrap();
            all.into_iter().map(|one| one.given_by).collect::<Vec<_>>()
        };
        assert_eq!(hold(10).await, ["A", "B", "Ai"]);
        assert!(was_withdrawn(10).await, "the guardian took it back");
        turn!(store, |tx| joins::part(tx, 11, 50, 800).await);
        assert!(turn!(store, |tx| consents::part(tx, 10, 50, 800).await));
        assert_eq!((hold(10).await, hold(50).await), (vec!["A".to_owned()], vec!["B".to_owned()]));
        assert!(!was_withdrawn(10).await && was_withdrawn(50).await);
        assert!(!turn!(store, |tx| consents::part(tx, 10, 50, 800).await));
    })
    .await;
}
