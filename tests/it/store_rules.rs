//! All that is set, kept from turn to turn under its mark.

use std::sync::Arc;

use hoadep::domain::campaign::Plan;
use hoadep::domain::catalog::{Kind, Part};
use hoadep::domain::policy::Figure;
use hoadep::store::contacts::{self, Caller};
use hoadep::store::rules::Kept;
use hoadep::store::{Store, StoreError, Tx, campaigns, catalog, rules, settings};

use crate::store::{each, turn};

/// The mark that a turn of this person reads.
async fn mark(tx: &mut Tx) -> Result<i64, StoreError> {
    let lan = Caller { channel: "telegram", address: "1", name: "Lan", app_language: "vi" };
    Ok(contacts::meet(tx, lan, 1, 0).await?.rules)
}

/// What a turn of now goes by.
async fn seen(store: &Store, kept: &Kept) -> (u32, Option<String>, Option<i64>) {
    let mark = turn!(store, |tx| mark(tx).await);
    let rules = rules::at(kept, mark, &mut store.read().await.unwrap()).await.unwrap();
    let field = rules.catalog.field("rescue").unwrap().label("vi").to_owned();
    let is_changed = field.starts_with("Mới");
    let open = rules.season(1).open.map(|plan| plan.id);
    (rules.policy.open_max, is_changed.then_some(field), open)
}

#[tokio::test]
async fn whatever_is_set_gives_another_mark_and_is_kept_until_it_does() {
    each(async |store| {
        let kept = Kept::default();
        let figure = Figure::named("open-max").unwrap();
        assert_eq!(seen(store, &kept).await, (5, None, None));
        assert!(turn!(store, |tx| settings::set(tx, 1, figure, 7, None, 0).await));
        assert_eq!(seen(store, &kept).await, (7, None, None));
        let entry = (Kind::Field, "rescue", 0);
        assert!(turn!(store, |tx| catalog::rename(tx, entry, Part::Vi, "Mới").await));
        let renamed = Some("Mới".to_owned());
        assert_eq!(seen(store, &kept).await, (7, renamed.clone(), None));
        turn!(store, |tx| campaigns::begin(tx, 7, "HD").await);
        assert_eq!(seen(store, &kept).await, (7, renamed.clone(), None));
        let open = Plan { id: 7, version: 1, prefix: "HD".into(), ..Plan::default() };
        let closed = Plan { version: 2, closes_at: Some(1), ..open.clone() };
        assert!(turn!(store, |tx| campaigns::save(tx, &open).await));
        assert_eq!(seen(store, &kept).await, (7, renamed.clone(), Some(7)));
        assert!(turn!(store, |tx| campaigns::save(tx, &closed).await));
        assert_eq!(seen(store, &kept).await, (7, renamed, None));
        let before = turn!(store, |tx| mark(tx).await);
        assert_eq!(turn!(store, |tx| mark(tx).await), before, "a turn that sets nothing");
        turn!(store, |tx| rules::touch(tx).await);
        assert_ne!(turn!(store, |tx| mark(tx).await), before);
        let published = campaigns::published(&mut store.read().await.unwrap()).await.unwrap();
        assert_eq!(
            published.iter().map(|plan| plan.id).collect::<Vec<_>>(),
            [7],
            "closed, no draft"
        );
    })
    .await;
}

#[tokio::test]
async fn what_came_to_nothing_does_not_pass_for_what_is_set_after_it() {
    each(async |store| {
        let kept = Arc::new(Kept::default());
        let figure = Figure::named("open-max").unwrap();
        assert_eq!(seen(store, &kept).await.0, 5);
        let within = kept.clone();
        let undone = store.write(0, move |tx| {
            Box::pin(async move {
                settings::set(tx, 1, figure, 8, None, 0).await?;
                let mark = mark(tx).await?;
                let rules = rules::at(&within, mark, tx.connection()).await?;
                assert_eq!(rules.policy.open_max, 8);
                Err::<(), _>(StoreError::RowCount { what: "nothing", rows: 0 })
            })
        });
        undone.await.unwrap_err();
        assert_eq!(seen(store, &kept).await.0, 5);
        assert!(turn!(store, |tx| settings::set(tx, 1, figure, 9, None, 0).await));
        assert_eq!(seen(store, &kept).await.0, 9);
    })
    .await;
}
