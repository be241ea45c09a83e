//! Finding who may be the same, on SQLite and on PostgreSQL.

use hoadep::domain::draft::Draft;
use hoadep::domain::evidence::{File, FileKind};
use hoadep::domain::likeness::{LIKELY, Profile, Reason, Subject};
use hoadep::domain::nomination::NomineeKind;
use hoadep::store::campaigns::Campaign;
use hoadep::store::nominations::NewNomination;
use hoadep::store::{Store, campaigns, likeness, nominations, photos};

use crate::databases::Database;
use crate::store::{meet, turn};

/// Phố Hiến and Tiền Hải, far apart.
const HERE: &str = "11953";
const THERE: &str = "12970";
const PURSE: &str = "Bác Hùng nhặt được ví tiền gần chợ, đem ra công an phường trả lại.";

async fn each(test: impl AsyncFn(&Store)) {
    for database in Database::each().await {
        let store = database.store().await;
        meet(&store, 1, "77").await;
        let campaign = Campaign { id: 5, title: "Hoa đẹp".into(), prefix: "HD".into() };
        turn!(store, |tx| campaigns::insert(tx, &campaign, 0).await);
        test(&store).await;
        store.close().await;
    }
}

fn draft(name: &str, commune: &str, story: &str) -> Draft {
    let mut draft = Draft {
        kind: Some(NomineeKind::Person),
        name: Some(name.into()),
        commune: Some(commune.into()),
        ..Draft::default()
    };
    let photo = File { kind: FileKind::Photo, handle: "photo:p1".into(), name: None, size: None };
    draft.take("1", story, Some(photo)).unwrap();
    draft
}

/// Keeps a nomination and its keys, under an exemplar with its id.
async fn nominate(store: &Store, id: i64, name: &str, commune: &str, story: &str) {
    keep(store, id, draft(name, commune, story)).await;
}

async fn nominate_in(store: &Store, id: i64, name: &str, hamlet: &str, story: &str) {
    let hamlet = Some(hamlet.to_owned()).filter(|hamlet| !hamlet.is_empty());
    keep(store, id, Draft { hamlet, ..draft(name, HERE, story) }).await;
}

async fn keep(store: &Store, id: i64, draft: Draft) {
    let new = NewNomination { id, code: format!("HD-{id}"), campaign: 5, nominator: 1, due_at: 9 };
    turn!(store, |tx| {
        assert!(nominations::insert(tx, &new, &draft, 1_000).await?);
        likeness::index(tx, id, id, 1_000).await
    });
}

async fn found(store: &Store, nomination: i64, exemplar: i64) -> Vec<(i64, i64)> {
    let mut reader = store.read().await.unwrap();
    let found = likeness::matches(&mut reader, nomination, exemplar, 10).await.unwrap();
    found.iter().map(|one| (one.exemplar, one.nomination)).collect()
}

#[tokio::test]
async fn who_is_alike_is_found_with_reasons_and_others_are_not() {
    each(async |store| {
        nominate(store, 10, "Nguyễn Văn Hùng", HERE, PURSE).await;
        nominate(store, 11, "Nguyễn Văn Hùng", THERE, "Ngư dân cứu người chìm thuyền.").await;
        nominate(store, 12, "Trần Thị Hoa", HERE, PURSE).await;
        nominate(store, 13, "ông nguyen van hung", HERE, "Tra lai vi tien nhat duoc o cho").await;
        assert_eq!(found(store, 13, 13).await, [(10, 10)]);
        assert_eq!(found(store, 10, 10).await, [(13, 13)]);
        assert_eq!(found(store, 11, 11).await, []);
        assert_eq!(found(store, 99, 99).await, []);
        let mut reader = store.read().await.unwrap();
        let best = likeness::matches(&mut reader, 13, 13, 10).await.unwrap().remove(0);
        assert!(best.likeness.score >= LIKELY);
        for reason in [Reason::FoldedName, Reason::HonorificDropped, Reason::SameCommune] {
            assert!(best.likeness.reasons.contains(&reason), "{reason:?} in {best:?}");
        }
        // Before anything is sent.
        let subject = subject_of(store, 13).await;
        let all = likeness::matches_of(&mut reader, &subject, &[], 10).await.unwrap();
        assert_eq!(all.iter().map(|one| one.exemplar).collect::<Vec<_>>(), [13, 10]);
        let keys = Profile::read(&subject).keys();
        let near = likeness::candidates(&mut reader, &keys, &[], &[10], 10).await.unwrap();
        assert!(near.iter().all(|one| one.exemplar != 10) && near[0].exemplar == 13, "{near:?}");
    })
    .await;
}

/// More of one key than a look-up looks at.
const NEWER: i64 = 50;

#[tokio::test]
async fn the_oldest_is_found_behind_many_of_its_name_by_what_else_agrees() {
    each(async |store| {
        let told = [
            (10, "Nguyễn Văn Hùng", "thôn Mai Xá", "Bác nuôi bò sữa, chia giống cho hộ nghèo."),
            (11, "Nguyễn Văn Hùng", "", "Bác đóng thuyền nan tặng ngư dân mất thuyền sau bão."),
            (12, "Nghiêm Khắc Tước", "", "Ông đan rổ rá tặng chợ quê."),
        ];
        let sought = [
            ("Nguyễn Văn Hùng", "Mai Xá", "Người trồng nhãn bày cách ghép mắt cho cả vùng."),
            ("Nguyễn Văn Hùng", "", "Đóng thuyền nan cho ngư dân bị bão cuốn mất thuyền."),
            ("nghiem khac tuoc", "", "Gánh nước cho xóm trong những ngày hạn."),
        ];
        for (id, name, hamlet, story) in told {
            nominate_in(store, id, name, hamlet, story).await;
        }
        for id in 100..100 + NEWER {
            let hamlet = format!("tổ {id}");
            nominate_in(store, id, "Nguyễn Văn Hùng", &hamlet, PURSE).await;
        }
        let mut subject = subject_of(store, 10).await;
        let mut reader = store.read().await.unwrap();
        for ((id, ..), (name, hamlet, story)) in told.into_iter().zip(sought) {
            subject.name = name.into();
            subject.hamlet = Some(hamlet.to_owned()).filter(|hamlet| !hamlet.is_empty());
            subject.story = story.into();
            let found = likeness::matches_of(&mut reader, &subject, &[], 10).await.unwrap();
            assert!(found.iter().any(|one| one.exemplar == id), "{id} is not in {found:?}");
        }
    })
    .await;
}

async fn subject_of(store: &Store, nomination: i64) -> Subject {
    let mut reader = store.read().await.unwrap();
    likeness::subjects(&mut reader, &[nomination]).await.unwrap().remove(0).1
}

#[tokio::test]
async fn keys_follow_merging_splitting_and_withdrawing() {
    each(async |store| {
        for id in [10, 11, 12] {
            nominate(store, id, "Nguyễn Văn Hùng", HERE, PURSE).await;
        }
        assert_eq!(found(store, 12, 12).await, [(10, 10), (11, 11)]);
        turn!(store, |tx| likeness::move_all(tx, 11, 10).await);
        assert_eq!(found(store, 12, 12).await.len(), 1);
        assert_eq!(found(store, 11, 10).await, [(12, 12)]);
        turn!(store, |tx| likeness::move_one(tx, 11, 50).await);
        assert_eq!(found(store, 12, 12).await, [(10, 10), (50, 11)]);
        turn!(store, |tx| likeness::remove(tx, 11).await);
        assert_eq!(found(store, 12, 12).await, [(10, 10)]);
        let mut reader = store.read().await.unwrap();
        assert_eq!(likeness::without_keys(&mut reader, 0, 9).await.unwrap(), [11]);
        assert!(likeness::without_keys(&mut reader, 11, 9).await.unwrap().is_empty());
        drop(reader);
        turn!(store, |tx| likeness::index(tx, 11, 50, 2_000).await);
        turn!(store, |tx| likeness::index(tx, 11, 50, 2_000).await);
        assert_eq!(found(store, 12, 12).await, [(10, 10), (50, 11)]);
    })
    .await;
}

#[tokio::test]
async fn a_pair_said_not_to_be_the_same_is_not_found_again_even_after_a_merge() {
    each(async |store| {
        for id in [10, 11, 12] {
            nominate(store, id, "Nguyễn Văn Hùng", HERE, PURSE).await;
        }
        assert!(turn!(store, |tx| likeness::put_not_same(tx, 12, 10, 1, 5).await));
        assert!(!turn!(store, |tx| likeness::put_not_same(tx, 10, 12, 1, 6).await));
        assert_eq!(found(store, 12, 12).await, [(11, 11)]);
        assert_eq!(found(store, 10, 10).await, [(11, 11)]);
        turn!(store, |tx| likeness::move_all(tx, 10, 11).await);
        let mut reader = store.read().await.unwrap();
        assert_eq!(likeness::not_same_as(&mut reader, 11).await.unwrap(), [12]);
        assert_eq!(likeness::not_same_as(&mut reader, 12).await.unwrap(), [11]);
        assert!(likeness::not_same_as(&mut reader, 10).await.unwrap().is_empty());
        drop(reader);
        assert_eq!(found(store, 12, 12).await, []);
        assert!(turn!(store, |tx| likeness::forget_not_same(tx, 12, 11).await));
        assert!(!turn!(store, |tx| likeness::forget_not_same(tx, 12, 11).await));
        assert_eq!(found(store, 12, 12).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_photo_is_fetched_once_and_then_finds_those_that_look_like_it() {
    each(async |store| {
        nominate(store, 10, "bác Toàn", HERE, "Kéo người bị nạn khỏi xe lật ở dốc.").await;
        nominate(store, 11, "Nguyễn Thị Kim", HERE, "Kéo người bị nạn ra khỏi xe lật.").await;
        let due = async |now| {
            let mut reader = store.read().await.unwrap();
            photos::due(&mut reader, now, 10).await.unwrap()
        };
        assert_eq!(due(999).await, []);
        let all = due(1_000).await;
        assert_eq!(all.iter().map(|photo| photo.nomination).collect::<Vec<_>>(), [10, 11]);
        assert_eq!(
            (all[0].channel.as_str(), all[0].file.handle.as_str()),
            ("telegram", "photo:p1")
        );
        let (one, other) = (all[0].clone(), all[1].clone());
        assert!(turn!(store, |tx| photos::put_off(tx, &one, Some(5_000), 1_000).await));
        assert_eq!(due(4_999).await.len(), 1);
        let one = due(5_000).await.into_iter().find(|photo| photo.nomination == 10).unwrap();
        assert_eq!(one.tries, 1);
        // The highest bit as well: the database has signed numbers only.
        let hash = 0xa3f0_c5e1_9b2d_4478;
        let put = |photo: photos::Photo, hash| async move {
            turn!(store, |tx| photos::put(tx, &photo, hash, 6_000).await)
        };
        assert!(put(one.clone(), hash).await);
        assert!(!put(one.clone(), 1).await);
        assert!(!turn!(store, |tx| photos::put_off(tx, &one, None, 7_000).await));
        assert!(put(other, hash ^ 0b1001_0001).await);
        assert_eq!(due(9_000).await, []);
        // Looked for again, known again.
        turn!(store, |tx| likeness::expect_photos(tx, 10, 9_000).await);
        assert_eq!(due(9_000).await, []);
        let mut reader = store.read().await.unwrap();
        assert_eq!(photos::of(&mut reader, 10).await.unwrap(), [(0, Some(hash))]);
        drop(reader);
        assert_eq!(found(store, 10, 10).await, [(11, 11)]);
        // What was withdrawn is not fetched, nor kept if it was on its way.
        nominate(store, 12, "Lê Thị Mận", THERE, "Nấu cháo cho bệnh nhân nghèo mỗi sáng.").await;
        let on_its_way = due(9_000).await.remove(0);
        turn!(store, |tx| photos::let_go(tx, 12).await);
        assert_eq!(due(i64::MAX).await, []);
        let again = on_its_way.clone();
        assert!(!turn!(store, |tx| photos::put_off(tx, &again, Some(9_500), 9_100).await));
        assert!(!put(on_its_way, hash).await);
        assert_eq!(due(i64::MAX).await, []);
    })
    .await;
}
