//! Whoever changes what is set, it counts from the next turn on.

use hoadep::domain::campaign::Plan;
use hoadep::domain::policy::Figure;
use hoadep::store::{campaigns, settings};

use crate::databases::Database;
use crate::store::turn;
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
        lan.sees("chưa có đợt phát động nào đang mở").await;
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
