//! The queries about what the public sees: texts, photos, consents, and what all of them let through.

use hoadep::domain::behalf::How;
use hoadep::domain::nomination::State;
use hoadep::domain::publication::Part;
use hoadep::store::consents::Consent;
use hoadep::store::nominations::Transition;
use hoadep::store::{Store, consents, evidence, exemplars, nominations, publications, shown};

use crate::store::{each, meet, nominate, set_the_stage, turn};

async fn recognise(store: &Store, id: i64) {
    move_to(store, id, State::Submitted, State::Recognised).await;
}

async fn move_to(store: &Store, id: i64, from: State, to: State) {
    let one = nominations::by_id(&mut store.read().await.unwrap(), id).await.unwrap().unwrap();
    let version = one.version;
    let change = Transition { from, version, to, due_at: None, by: Some(2), tell_at: None };
    assert!(turn!(store, |tx| nominations::transition(tx, id, &change, 600).await));
}

async fn consent(store: &Store, id: i64, is_guardian: bool) {
    let given_by = if is_guardian { "Mẹ cháu" } else { "Bà Tám" }.to_owned();
    let consent = Consent {
        given_by,
        is_guardian,
        how: How::Phone,
        recorded_by: 2,
        recorder: "Lan Nguyễn".into(),
        at: 700 + id,
    };
    let kept = consent.clone();
    turn!(store, |tx| consents::insert(tx, id, 10, 10, &consent).await);
    let all = consents::of(&mut store.read().await.unwrap(), 10).await.unwrap();
    assert_eq!(all.last(), Some(&kept));
}

async fn is_public(store: &Store) -> bool {
    let mut reader = store.read().await.unwrap();
    let is_public = exemplars::is_public(&mut reader, 10).await.unwrap();
    assert!(exemplars::is_any_shown(&mut reader).await.unwrap() || !is_public);
    assert_eq!(exemplars::public_since(&mut reader, 10).await.unwrap().is_some(), is_public);
    is_public
}

async fn set(store: &Store, sql: &'static str) {
    turn!(store, |tx| {
        sqlx::query(sql).execute(tx.connection()).await?;
        Ok(())
    });
}

#[tokio::test]
async fn a_text_is_written_over_the_version_it_was_read_at() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        let of = async || publications::of(&mut store.read().await.unwrap(), 10).await.unwrap();
        let write = async |version, part, markup: &'static str| {
            turn!(store, |tx| publications::write(tx, 10, version, part, markup, 2, 900).await)
        };
        assert_eq!(of().await, None);
        assert!(!turn!(store, |tx| publications::reset(tx, 10, 0, 2, 900).await));
        assert!(write(0, Part::Title, "Bà <b>Tám</b>").await);
        assert!(!write(0, Part::Title, "Bà Chín").await, "somebody was faster");
        let text = of().await.unwrap();
        assert_eq!((text.part(Part::Title), text.edited_at), (Some("Bà <b>Tám</b>"), 900));
        assert_eq!((text.editor.as_str(), text.is_written()), ("Lan Nguyễn", true));
        // In the same millisecond, and yet another version.
        assert!(write(900, Part::Summary, "Nấu cơm").await);
        assert!(write(901, Part::Story, "Mỗi ngày").await);
        let text = of().await.unwrap();
        assert_eq!(text.edited_at, 902);
        assert_eq!(Part::ALL.map(|part| text.part(part).is_some()), [true; 3]);
        assert!(!turn!(store, |tx| publications::reset(tx, 10, 901, 2, 950).await));
        assert!(turn!(store, |tx| publications::reset(tx, 10, 902, 2, 950).await));
        let text = of().await.unwrap();
        assert_eq!((text.is_written(), text.edited_at), (false, 950));
        assert!(!write(0, Part::Title, "Bà Chín").await, "the version goes on growing");
        let version = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert!(turn!(store, |tx| nominations::grow_version(tx, 10).await));
        let grown = nominations::by_id(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(grown.unwrap().version, version.unwrap().version + 1);
    })
    .await;
}

#[tokio::test]
async fn without_consent_recognition_and_somebodys_word_nothing_is_public() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        let publish = async || turn!(store, |tx| exemplars::publish(tx, 10, 800).await);
        assert!(!publish().await);
        consent(store, 1, false).await;
        assert!(!publish().await, "not recognised");
        recognise(store, 10).await;
        assert!(!is_public(store).await, "a consent alone shows nothing");
        set(store, "UPDATE nominations SET tell_at = 5").await;
        assert!(!publish().await, "its author does not know");
        set(store, "UPDATE nominations SET tell_at = NULL").await;
        assert!(publish().await && is_public(store).await);
        assert!(!publish().await, "once");
        // A row that was forced is not enough: all of it is looked at each time.
        set(store, "UPDATE nominations SET tell_at = 5").await;
        assert!(!is_public(store).await);
        set(store, "UPDATE nominations SET tell_at = NULL").await;
        set(store, "UPDATE exemplars SET merged_into = 11").await;
        assert!(!is_public(store).await);
        set(store, "UPDATE exemplars SET merged_into = NULL").await;
        assert!(turn!(store, |tx| consents::withdraw(tx, 10, 900).await));
        assert!(!turn!(store, |tx| consents::withdraw(tx, 10, 900).await));
        assert!(!is_public(store).await, "at once");
        assert!(turn!(store, |tx| exemplars::hide(tx, 10).await));
        assert!(!turn!(store, |tx| exemplars::hide(tx, 10).await));
        consent(store, 2, false).await;
        assert!(publish().await);
        let recognised = exemplars::recognised(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(recognised, [10]);
        move_to(store, 10, State::Recognised, State::Suspended).await;
        assert!(!is_public(store).await);
        let recognised = exemplars::recognised(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert!(recognised.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_child_is_public_with_its_own_and_the_guardians_consent_only() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        nominate(store, 11, "B", 500).await;
        recognise(store, 10).await;
        let publish = async || turn!(store, |tx| exemplars::publish(tx, 10, 800).await);
        let is_minor =
            async || exemplars::is_minor(&mut store.read().await.unwrap(), 10).await.unwrap();
        consent(store, 1, false).await;
        assert!(!is_minor().await && publish().await && is_public(store).await);
        // Somebody else, who nominated the same child, says that it is one: nobody has looked into it.
        set(store, "UPDATE nominations SET is_minor = 1, exemplar_id = 10 WHERE id = 11").await;
        assert!(!is_minor().await && is_public(store).await, "any citizen could hide it");
        recognise(store, 11).await;
        assert!(is_minor().await && !is_public(store).await);
        turn!(store, |tx| exemplars::hide(tx, 10).await);
        assert!(!publish().await);
        turn!(store, |tx| consents::withdraw(tx, 10, 900).await);
        consent(store, 2, true).await;
        assert!(!publish().await, "the guardian alone is not enough");
        consent(store, 3, false).await;
        assert!(publish().await && is_public(store).await);
    })
    .await;
}

#[tokio::test]
async fn the_public_sees_what_was_chosen_for_it_and_never_a_phone_or_a_hamlet() {
    each(async |store| {
        set_the_stage(store).await;
        meet(store, 2, "78").await;
        nominate(store, 10, "A", 500).await;
        set(
            store,
            "UPDATE nominations SET hamlet = 'Thôn Kín', nominee_phone = '+84912345678',
                nominator_phone = '+84987654321', story = 'Gọi 0912.345.678 để <hỏi> bà.'",
        )
        .await;
        let seen = async || shown::of(&mut store.read().await.unwrap(), 10).await.unwrap();
        let would_be = async || {
            let mut reader = store.read().await.unwrap();
            let one = nominations::by_id(&mut reader, 10).await.unwrap().unwrap();
            shown::would_be(&mut reader, &one).await.unwrap()
        };
        assert_eq!(seen().await, None);
        recognise(store, 10).await;
        assert_eq!(seen().await, None);
        consent(store, 1, false).await;
        assert!(turn!(store, |tx| exemplars::publish(tx, 10, 800).await));
        let first = seen().await.unwrap();
        assert_eq!(first, would_be().await);
        assert_eq!(first.story, "Gọi (…) để &lt;hỏi&gt; bà.");
        assert!(first.title.starts_with("Bà Tám – "), "{}", first.title);
        assert_eq!((first.summary.clone(), first.nominator.clone()), (None, None));
        assert!(first.photos.is_empty(), "not before somebody says so");
        let photos = evidence::photos(&mut store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(photos.iter().map(|photo| photo.is_public).collect::<Vec<_>>(), [false]);
        let place = photos[0].position;
        let set_public =
            async |place, yes| turn!(store, |tx| evidence::set_public(tx, 10, place, yes).await);
        assert!(set_public(place, true).await && !set_public(place, true).await);
        assert!(!set_public(place + 1, true).await, "there is no such photo");
        let (title, story) = ("Bà <i>Tám</i> 0987 654 321", "Bà nấu cơm <b>mỗi ngày</b>.");
        turn!(store, |tx| publications::write(tx, 10, 0, Part::Title, title, 2, 900).await);
        turn!(store, |tx| publications::write(tx, 10, 900, Part::Story, story, 2, 901).await);
        set(store, "UPDATE nominations SET shows_nominator = 1").await;
        let now = seen().await.unwrap();
        assert_eq!((now.title.as_str(), now.story.as_str()), ("Bà <i>Tám</i> (…)", story));
        assert_eq!(now.nominator.as_deref(), Some("Lan Nguyễn"));
        assert_eq!(now.photos, [photos[0].file.clone()]);
        set(store, "UPDATE nominations SET entered_by = 1, told_by = 'Cụ Bảy'").await;
        assert_eq!(seen().await.unwrap().nominator.as_deref(), Some("Cụ Bảy"));
        assert!(!format!("{now:?}{first:?}").contains("Thôn Kín"));
        assert!(set_public(place, false).await);
        move_to(store, 10, State::Recognised, State::Suspended).await;
        assert_eq!(seen().await, None);
    })
    .await;
}
