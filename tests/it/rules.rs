//! All that is set, kept from turn to turn: whoever changes it, it counts from the next turn on.

use hoadep::domain::campaign::Plan;
use hoadep::domain::catalog::{Kind, Part};
use hoadep::domain::policy::Figure;
use hoadep::store::contacts::{self, Caller};
use hoadep::store::rules::Kept;
use hoadep::store::{Store, StoreError, Tx, campaigns, catalog, settings};

use crate::databases::Database;
use crate::store::{each, turn};
use crate::tester::World;

/// Changes the only campaign, as another program would.
async fn change(world: &World, change: impl FnOnce(&mut Plan)) {
    let mut reader = world.store.read().await.unwrap();
    let mut plan = campaigns::all(&mut reader, 1).await.unwrap().pop().unwrap();
    drop(reader);
    change(&mut plan);
    assert!(turn!(world.store, |tx| campaigns::save(tx, &plan).await));
}

#[tokio::test]
async fn what_another_program_sets_opens_or_closes_counts_in_the_very_next_turn() {
    for database in Database::each().await {
        let world = World::on(database).await;
        let lan = world.agreed("Lan").await;
        lan.nominates("Nguyễn Văn Tư").await;
        let most = Figure::named("a-day-max").unwrap();
        for (value, id) in [(1, 1), (10, 2), (1, 3)] {
            assert!(turn!(world.store, |tx| settings::set(tx, id, most, value, None, 0).await));
            lan.say("/gioithieu");
            if value == 1 {
                lan.sees("trong một ngày").await;
            }
            lan.sees("Bước 1/4").await;
            lan.say("/huy");
            lan.sees("Đã dừng").await;
            world.settles().await;
        }
        let now = world.clock.now();
        change(&world, |plan| plan.closes_at = Some(now - 1)).await;
        lan.say("/gioithieu");
        lan.sees("đã kết thúc").await;
        lan.say("/huy");
        lan.sees("Đã dừng").await;
        change(&world, |plan| {
            plan.closes_at = None;
            plan.vi.opening = Some("Mời Ông/Bà tham gia đợt mới.".into());
        })
        .await;
        lan.say("/start");
        lan.sees("Mời Ông/Bà tham gia đợt mới.").await;
        world.end().await;
    }
}

/// The mark that a turn of this person reads.
async fn mark(tx: &mut Tx) -> Result<i64, StoreError> {
    let lan = Caller { channel: "telegram", address: "1", name: "Lan", app_language: "vi" };
    Ok(contacts::meet(tx, lan, 1, 0).await?.rules)
}

/// What a turn of now goes by.
async fn seen(store: &Store, kept: &Kept) -> (u32, Option<String>, Option<i64>) {
    let mark = turn!(store, |tx| mark(tx).await);
    let rules = kept.at(mark, &mut store.read().await.unwrap()).await.unwrap();
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
    })
    .await;
}

#[tokio::test]
async fn what_came_to_nothing_does_not_pass_for_what_is_set_after_it() {
    each(async |store| {
        let kept = std::sync::Arc::new(Kept::default());
        let figure = Figure::named("open-max").unwrap();
        assert_eq!(seen(store, &kept).await.0, 5);
        let within = kept.clone();
        let undone = store.write(0, move |tx| {
            Box::pin(async move {
                settings::set(tx, 1, figure, 8, None, 0).await?;
                let mark = mark(tx).await?;
                let rules = within.at(mark, tx.connection()).await?;
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
