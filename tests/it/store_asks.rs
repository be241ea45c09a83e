//! The queries of asking for more, of notes and of threads.

use hoadep::domain::asks::{Given, Item, Items};
use hoadep::domain::nomination::State;
use hoadep::store::asks::Ask;
use hoadep::store::nominations::Transition;
use hoadep::store::{asks, evidence, nominations, notes, thread};

use crate::store::{each, meet, nominate, set_the_stage, turn};

fn ask(id: i64) -> Ask {
    Ask {
        id,
        nomination: 10,
        by: 2,
        items: Items::from_stored("when evidence"),
        note: Some("Hôm nào?".into()),
        asked_at: 600,
        due_at: 900,
        answered_at: None,
        lapsed_at: None,
    }
}

#[tokio::test]
async fn an_ask_is_open_until_it_is_answered_or_given_up_once() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        let asked = Transition {
            from: State::Submitted,
            version: 1,
            to: State::Asked,
            due_at: None,
            by: Some(2),
            tell_at: None,
        };
        turn!(store, |tx| {
            nominations::transition(tx, 10, &asked, 600).await?;
            asks::insert(tx, &ask(1)).await?;
            asks::insert(tx, &ask(2)).await
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(asks::by_id(&mut reader, 1).await.unwrap(), Some(ask(1)));
        assert_eq!(asks::by_id(&mut reader, 3).await.unwrap(), None);
        assert_eq!(asks::latest(&mut reader, 10).await.unwrap(), Some(ask(2)));
        assert_eq!(asks::latest(&mut reader, 11).await.unwrap(), None);
        assert_eq!(asks::open_of(&mut reader, 1).await.unwrap(), Some(ask(2)));
        assert_eq!(asks::open_of(&mut reader, 2).await.unwrap(), None);
        drop(reader);
        assert!(turn!(store, |tx| asks::set_reminded(tx, 2, 700).await));
        assert!(!turn!(store, |tx| asks::set_reminded(tx, 2, 701).await));
        assert!(turn!(store, |tx| asks::set_answered(tx, 2, 800).await));
        assert!(!turn!(store, |tx| asks::set_answered(tx, 2, 801).await));
        assert!(!turn!(store, |tx| asks::set_lapsed(tx, 2, 802).await));
        assert!(turn!(store, |tx| asks::set_lapsed(tx, 1, 803).await));
        let mut reader = store.read().await.unwrap();
        let closed = asks::by_id(&mut reader, 2).await.unwrap().unwrap();
        assert_eq!((closed.answered_at, closed.is_open()), (Some(800), false));
        assert_eq!(asks::open_of(&mut reader, 1).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_is_given_takes_the_place_of_what_was_and_fills_only_what_is_empty() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        let given = |item, body: &str, files| Given { item, body: body.into(), files };
        turn!(store, |tx| {
            asks::insert(tx, &ask(1)).await?;
            asks::give(tx, 1, &given(Item::Evidence, "", 2), 610).await?;
            asks::give(tx, 1, &given(Item::When, "2026-07-04", 0), 620).await?;
            asks::give(tx, 1, &given(Item::When, "2026-07-05", 0), 630).await
        });
        let mut reader = store.read().await.unwrap();
        let all = [given(Item::When, "2026-07-05", 0), given(Item::Evidence, "", 2)];
        assert_eq!(asks::given(&mut reader, 1).await.unwrap(), all);
        assert!(asks::given(&mut reader, 2).await.unwrap().is_empty());
        drop(reader);
        turn!(store, |tx| evidence::add(tx, 10, "Thêm", None, 640).await);
        let mut reader = store.read().await.unwrap();
        assert_eq!(asks::added_since(&mut reader, 10, 500).await.unwrap(), (1, 1));
        assert_eq!(asks::added_since(&mut reader, 10, 640).await.unwrap(), (0, 1));
        drop(reader);
        let fill = async |happened, place, phone| {
            turn!(store, |tx| nominations::fill(tx, 10, happened, place, phone).await)
        };
        assert!(fill(Some("2026-07-05"), None, Some("+84912345678")).await);
        assert!(fill(Some("2020"), Some("thôn Đông"), None).await);
        assert!(turn!(store, |tx| nominations::count_ask(tx, 10).await));
        assert!(turn!(store, |tx| nominations::set_lapsed(tx, 10, true).await));
        let one = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap().unwrap();
        assert_eq!(one.happened.as_deref(), Some("2026-07-05"));
        assert_eq!(one.hamlet.as_deref(), Some("thôn Đông"));
        assert_eq!(one.nominee_phone.as_deref(), Some("+84912345678"));
        assert_eq!((one.asked, one.lapsed, one.version), (1, true, 1));
        assert!(turn!(store, |tx| nominations::count_ask(tx, 10).await));
        assert!(turn!(store, |tx| nominations::bump(tx, 10).await));
        assert!(!turn!(store, |tx| nominations::bump(tx, 11).await));
        let one = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap().unwrap();
        assert_eq!((one.asked, one.lapsed, one.version), (2, false, 2));
    })
    .await;
}

#[tokio::test]
async fn notes_and_messages_are_listed_from_the_latest_back() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        turn!(store, |tx| {
            for id in 1..=3 {
                notes::insert(tx, id, 10, 2, &format!("ghi {id}"), 600 + id).await?;
            }
            thread::insert(tx, 1, 10, true, 2, "Còn gì không?", 601).await?;
            thread::insert(tx, 2, 10, false, 1, "Còn", 602).await?;
            thread::insert(tx, 3, 10, false, 1, "Nhiều", 603).await
        });
        let mut reader = store.read().await.unwrap();
        assert_eq!(notes::count(&mut reader, 10).await.unwrap(), 3);
        let latest = notes::latest(&mut reader, 10, 2).await.unwrap();
        let bodies: Vec<_> = latest.iter().map(|note| (note.body.as_str(), note.at)).collect();
        assert_eq!(bodies, [("ghi 2", 602), ("ghi 3", 603)]);
        assert_eq!(latest[0].author, "Lan Nguyễn");
        let lines = thread::latest(&mut reader, 10, 2).await.unwrap();
        let said: Vec<_> = lines.iter().map(|l| (l.from_desk, l.author, l.body.as_str())).collect();
        assert_eq!(said, [(false, 1, "Còn"), (false, 1, "Nhiều")]);
        assert_eq!(lines[0].author_name, "Lan Nguyễn");
        assert_eq!(thread::written_since(&mut reader, 10, 602).await.unwrap(), 1);
        assert_eq!(thread::written_since(&mut reader, 10, 0).await.unwrap(), 2);
        assert_eq!(thread::last_of_desk(&mut reader, 10).await.unwrap(), Some(2));
        assert_eq!(thread::last_of_desk(&mut reader, 11).await.unwrap(), None);
    })
    .await;
}
