//! The queries about news that people want, and about their data.

use hoadep::conversation::message::Upload;
use hoadep::domain::evidence::FileKind;
use hoadep::domain::nomination::State;
use hoadep::domain::role::Role;
use hoadep::domain::sanction::Kind;
use hoadep::store::audit::{self, Act, Actor, Entry, Subject};
use hoadep::store::chain::{self, Verdict};
use hoadep::store::mydata::Agreed;
use hoadep::store::sanctions::NewSanction;
use hoadep::store::{
    Store, asks, contacts, erasure, members, mydata, nominations, outbox, sanctions, subscriptions,
    thread, uploads,
};

use crate::store::{each, meet, nominate, outgoing_answer, sent_to, set_the_stage, turn};

async fn count(store: &Store, sql: &'static str) -> i64 {
    let mut reader = store.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *reader).await.unwrap()
}

async fn execute(store: &Store, sql: &'static str) {
    turn!(store, |tx| {
        sqlx::query(sql).execute(tx.connection()).await?;
        Ok(())
    });
}

#[tokio::test]
async fn a_subscription_is_asked_for_once_and_turned_on_and_off() {
    each(async |store| {
        meet(store, 1, "77").await;
        let mut reader = store.read().await.unwrap();
        assert_eq!(subscriptions::of(&mut reader, 1).await.unwrap(), None);
        drop(reader);
        assert!(!turn!(store, |tx| subscriptions::withdraw(tx, 1, 9).await));
        assert!(turn!(store, |tx| subscriptions::ask(tx, 1, 10).await));
        assert!(!turn!(store, |tx| subscriptions::ask(tx, 1, 11).await));
        assert_eq!(meet(store, 2, "77").await.news_since, None);
        assert!(turn!(store, |tx| subscriptions::grant(tx, 1, 1, 20).await));
        assert!(!turn!(store, |tx| subscriptions::grant(tx, 1, 1, 21).await));
        assert_eq!(meet(store, 2, "77").await.news_since, Some(20));
        assert!(turn!(store, |tx| subscriptions::withdraw(tx, 1, 30).await));
        assert!(!turn!(store, |tx| subscriptions::withdraw(tx, 1, 31).await));
        assert_eq!(meet(store, 2, "77").await.news_since, None);
        let mut reader = store.read().await.unwrap();
        let ended = subscriptions::of(&mut reader, 1).await.unwrap().unwrap();
        assert_eq!((ended.asked_at, ended.version), (10, Some(1)));
        assert_eq!((ended.granted_at, ended.withdrawn_at), (Some(20), Some(30)));
        drop(reader);
        assert!(turn!(store, |tx| subscriptions::grant(tx, 1, 2, 40).await));
        assert_eq!(meet(store, 2, "77").await.news_since, Some(40));
    })
    .await;
}

#[tokio::test]
async fn consent_is_taken_back_once_and_both_are_kept() {
    each(async |store| {
        meet(store, 1, "77").await;
        assert!(!turn!(store, |tx| contacts::disagree(tx, 1, 5).await));
        turn!(store, |tx| contacts::consent(tx, 1, 1, 10).await);
        assert!(turn!(store, |tx| contacts::disagree(tx, 1, 20).await));
        assert!(!turn!(store, |tx| contacts::disagree(tx, 1, 21).await));
        assert_eq!(meet(store, 2, "77").await.consented, None);
        let mut reader = store.read().await.unwrap();
        let agreed = mydata::agreed(&mut reader, 1).await.unwrap();
        assert_eq!(agreed, [Agreed { version: 1, granted_at: 10, withdrawn_at: Some(20) }]);
    })
    .await;
}

/// Gives person 1 something of everything, about nomination 10.
async fn fill(store: &Store) {
    set_the_stage(store).await;
    meet(store, 2, "78").await;
    assert!(nominate(store, 10, "HD-A", 500).await);
    turn!(store, |tx| {
        contacts::consent(tx, 1, 1, 100).await?;
        subscriptions::grant(tx, 1, 1, 100).await?;
        thread::insert(tx, 1, 10, false, 1, "Bác vẫn khoẻ.", 600).await?;
        let lan = Some(Actor { id: 1, name: "Lan Nguyễn" });
        let entry = Entry::new(1, Act::Supply, Subject::Nomination(10), lan, 600);
        audit::record(tx, &entry.with("{\"words\":\"Bác vẫn khoẻ.\"}")).await?;
        let duc = Some(Actor { id: 2, name: "Đức" });
        let entry = Entry::new(2, Act::Sanction, Subject::Contact(1), duc, 700);
        audit::record(tx, &entry.because(Some("Lan Nguyễn nói dối"))).await
    });
    for sql in [
        "INSERT INTO broadcasts (id, version, kind, state, audience, links, created_by, created_at,
            total) VALUES (7, 1, 'news', 'sending', '', '', 2, 0, 2), (8, 1, 'news', 'done', '', '',
            2, 0, 1)",
        "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
         VALUES (7, 'vi', 'Tin mới', ''), (8, 'vi', 'Tin <b>cũ</b>', '')",
        "INSERT INTO broadcast_recipients (broadcast_id, contact_id, state, part, messages, attempts,
            due_at, at)
         VALUES (7, 1, 'waiting', 0, '', 0, 0, NULL), (8, 1, 'sent', 1, '55', 1, 0, 400)",
    ] {
        execute(store, sql).await;
    }
}

#[tokio::test]
async fn all_that_is_kept_of_somebody_is_found() {
    each(async |store| {
        fill(store).await;
        turn!(store, |tx| {
            let new = NewSanction {
                id: 3,
                contact: 1,
                kind: Kind::Mute,
                reason: "#spam",
                by: 2,
                until: None,
            };
            sanctions::insert(tx, &new, 700).await?;
            mydata::note_file(tx, 1, 800).await?;
            mydata::note_file(tx, 1, 900).await
        });
        let mut reader = store.read().await.unwrap();
        let profile = mydata::profile(&mut reader, 1).await.unwrap().unwrap();
        assert_eq!((profile.name.as_str(), profile.created_at), ("Lan Nguyễn", 1_000));
        assert_eq!((profile.address.as_str(), profile.member_since), ("77", None));
        assert_eq!(mydata::profile(&mut reader, 9).await.unwrap(), None);
        let counts = mydata::counts(&mut reader, 1).await.unwrap();
        assert_eq!((counts.sent, counts.entered, counts.undecided), (1, 0, 1));
        assert_eq!((counts.files, counts.messages), (1, 1));
        let news = mydata::news(&mut reader, 1, i64::MIN, 9).await.unwrap();
        let piece = |text: &str, arrived, files| mydata::Piece {
            broadcast: 8,
            at: Some(400),
            arrived,
            text: text.to_owned(),
            files,
        };
        assert_eq!(news, [piece("Tin <b>cũ</b>", true, 0)]);
        drop(reader);
        for sql in [
            "INSERT INTO broadcast_contents (broadcast_id, locale, text, files)
             VALUES (8, 'en', 'Old news', '[{},{}]')",
            "UPDATE contacts SET language = 'en' WHERE id = 1",
            "UPDATE broadcast_recipients SET state = 'unknown' WHERE broadcast_id = 8",
        ] {
            execute(store, sql).await;
        }
        let mut reader = store.read().await.unwrap();
        let news = mydata::news(&mut reader, 1, 7, 9).await.unwrap();
        assert_eq!(news, [piece("Old news", false, 2)]);
        assert!(mydata::news(&mut reader, 1, 8, 9).await.unwrap().is_empty());
        let done = mydata::done(&mut reader, 1, i64::MIN, 9).await.unwrap();
        for limit in [1, 9] {
            let first = mydata::done(&mut reader, 1, i64::MIN, limit).await.unwrap().remove(0);
            assert_eq!(first, done[0]);
            let then = mydata::done(&mut reader, 1, first.id, limit).await.unwrap();
            assert_eq!(then, done[1..]);
        }
        let own = nominations::own_before(&mut reader, 1, (i64::MAX, i64::MAX), 9).await.unwrap();
        let [own] = own.as_slice() else { panic!("{own:?}") };
        assert_eq!(own.id, 10);
        let before = (own.submitted_at, own.id);
        assert!(nominations::own_before(&mut reader, 1, before, 9).await.unwrap().is_empty());
        let acts: Vec<_> = done.iter().map(|one| (one.act.as_str(), one.is_own)).collect();
        assert_eq!(acts, [("supply", true), ("sanction", false)]);
        assert_eq!(done[0].code.as_deref(), Some("HD-A"));
        assert_eq!(sanctions::all_of(&mut reader, 1).await.unwrap().len(), 1);
        assert!(asks::all_of(&mut reader, 10).await.unwrap().is_empty());
        assert_eq!(mydata::file_made_at(&mut reader, 1).await.unwrap(), Some(900));
    })
    .await;
}

#[tokio::test]
async fn a_contact_with_something_open_is_not_erased_and_nothing_changes() {
    each(async |store| {
        fill(store).await;
        // Still to be decided.
        assert!(!turn!(store, |tx| erasure::erase_contact(tx, 1, 800).await));
        let to = sent_to(State::Withdrawn);
        turn!(store, |tx| nominations::transition(tx, 10, &to, 800).await);
        // A part in the work.
        turn!(store, |tx| members::grant(tx, 1, Role::Reviewer, None, 800).await);
        assert!(!turn!(store, |tx| erasure::erase_contact(tx, 1, 800).await));
        turn!(store, |tx| members::dismiss(tx, 1).await);
        // Muted, until 900.
        turn!(store, |tx| {
            let new = NewSanction {
                id: 3,
                contact: 1,
                kind: Kind::Mute,
                reason: "#spam",
                by: 2,
                until: Some(900),
            };
            sanctions::insert(tx, &new, 700).await
        });
        assert!(!turn!(store, |tx| erasure::erase_contact(tx, 1, 899).await));
        assert_eq!(meet(store, 9, "77").await.id, 1);
        assert_eq!(count(store, "SELECT COUNT(*) FROM thread").await, 1);
        assert!(turn!(store, |tx| erasure::erase_contact(tx, 1, 900).await));
        assert!(!turn!(store, |tx| erasure::erase_contact(tx, 1, 901).await));
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_is_a_stranger_and_the_audit_stays_whole() {
    each(async |store| {
        fill(store).await;
        let to = sent_to(State::Recognised);
        turn!(store, |tx| nominations::transition(tx, 10, &to, 800).await);
        turn!(store, |tx| {
            uploads::put(tx, 42, "a.html", b"a", 800).await?;
            // One that is still being written.
            let mut growing = uploads::begin(tx, 43, "b.html", 800).await?;
            uploads::note_whose(tx, &growing, 1).await?;
            uploads::append(tx, &mut growing, &[b'b'; 300_000]).await?;
            let mut file = outgoing_answer();
            let name = "a.html".to_owned();
            file.message.upload = Some(Upload { id: 42, name, kind: FileKind::Document });
            outbox::insert(tx, &mut || 1, &[file], 800).await
        });
        assert!(turn!(store, |tx| erasure::erase_contact(tx, 1, 900).await));
        // Neither is what was to be sent to them.
        assert_eq!(count(store, "SELECT COUNT(*) FROM uploads").await, 0);
        assert_eq!(count(store, "SELECT COUNT(*) FROM upload_pieces").await, 0);
        let mut reader = store.read().await.unwrap();
        let left = contacts::by_id(&mut reader, 1).await.unwrap().unwrap();
        assert!(erasure::is_nowhere(&left.address) && !erasure::is_nowhere("77"));
        assert_eq!((left.name.as_str(), left.consented), ("", None));
        assert_eq!(left.news_since, None);
        assert_eq!(mydata::profile(&mut reader, 1).await.unwrap(), None);
        // The deed is the office's record.
        let one = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!((one.name.as_str(), one.nominator_name.as_str()), ("Bà Tám", ""));
        assert!(!one.shows_nominator && one.nominator_phone.is_none());
        let rows = audit::life(&mut reader, 10).await.unwrap();
        assert_eq!((rows[0].actor, rows[0].actor_name.as_deref()), (Some(1), None));
        assert!(rows[0].is_without_words());
        match chain::verify(&mut reader, None).await.unwrap() {
            Verdict::Whole { rows, removed, .. } => assert_eq!((rows, removed), (2, 2)),
            broken => panic!("{broken:?}"),
        }
        drop(reader);
        assert_eq!(meet(store, 9, "77").await.id, 9);
        let skipped = "SELECT COUNT(*) FROM broadcasts b JOIN broadcast_recipients r
            ON r.broadcast_id = b.id WHERE b.skipped = 1 AND r.state = 'skipped'";
        assert_eq!(count(store, skipped).await, 1);
        let messages = "SELECT COUNT(*) FROM broadcast_recipients WHERE messages <> ''";
        assert_eq!(count(store, messages).await, 0);
        let gone = "SELECT (SELECT COUNT(*) FROM thread) + (SELECT COUNT(*) FROM subscriptions)";
        assert_eq!(count(store, gone).await, 0);
        let proof = "SELECT COUNT(*) FROM consents WHERE granted_at = 100 AND withdrawn_at = 900";
        assert_eq!(count(store, proof).await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_what_was_refused_or_taken_back_is_emptied_and_once() {
    each(async |store| {
        fill(store).await;
        nominate(store, 11, "HD-B", 510).await;
        assert!(!turn!(store, |tx| erasure::anonymise_nomination(tx, 10, 900).await));
        let to = sent_to(State::Refused);
        turn!(store, |tx| nominations::transition(tx, 10, &to, 800).await);
        assert!(turn!(store, |tx| erasure::anonymise_nomination(tx, 10, 900).await));
        assert!(!turn!(store, |tx| erasure::anonymise_nomination(tx, 10, 901).await));
        let mut reader = store.read().await.unwrap();
        let one = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
        assert_eq!((one.name.as_str(), one.story.as_str()), (erasure::BLANK, erasure::BLANK));
        assert_eq!((one.code.as_str(), one.state), ("HD-A", State::Refused));
        let other = nominations::by_id(&mut reader, 11).await.unwrap().unwrap();
        assert_eq!(other.name, "Bà Tám");
        drop(reader);
        for sql in [
            "SELECT COUNT(*) FROM evidence WHERE nomination_id = 10",
            "SELECT COUNT(*) FROM search_words WHERE nomination_id = 10",
            "SELECT COUNT(*) FROM exemplars WHERE id = 10 AND name = 'Bà Tám'",
        ] {
            assert_eq!(count(store, sql).await, 0, "{sql}");
        }
        assert_eq!(count(store, "SELECT COUNT(*) FROM evidence WHERE nomination_id = 11").await, 1);
        let mut reader = store.read().await.unwrap();
        assert!(matches!(chain::verify(&mut reader, None).await.unwrap(), Verdict::Whole { .. }));
    })
    .await;
}
