//! The commands that each person's app lists.

use hoadep::demo::telegram::{Fault, FaultKind};
use hoadep::domain::role::Role;
use hoadep::store::members;

use crate::tester::{World, eventually};

/// Waits until somebody's menu holds a command, or does not.
async fn lists(world: &World, person: i64, command: &str, held: bool) {
    let holds = async || {
        let menu = world.telegram.commands(person);
        !menu.is_empty() && menu.iter().any(|(word, _)| word == command) == held
    };
    eventually(holds).await;
}

#[tokio::test]
async fn members_list_what_their_role_may_and_others_what_all_may() {
    let mut world = World::new().await;
    let lan = world.agreed("Lan").await.id;
    let huong = world.reviewer("Hương").await.id;
    let dung = world.member("Dũng", Role::Admin).await.id;
    lists(&world, huong, "hangcho", true).await;
    lists(&world, dung, "caidat", true).await;
    assert!(!world.telegram.commands(huong).iter().any(|(word, _)| word == "caidat"));
    lists(&world, lan, "gioithieu", true).await;
    lists(&world, lan, "hangcho", false).await;
    // At the next start all are as they should be, those who left included.
    world.stop().await;
    world.start().await;
    world.person(dung).dismisses("Hương").await;
    lists(&world, huong, "hangcho", false).await;
    assert_eq!(world.telegram.commands(huong), world.telegram.commands(lan));
    world.end().await;
}

#[tokio::test]
async fn a_menu_that_could_not_be_set_is_set_later() {
    let mut world = World::new().await;
    world.forgive();
    let trouble = Fault::new(FaultKind::ServerError).method("setMyCommands");
    world.telegram.fault(trouble.count(3));
    let huong = world.reviewer("Hương").await.id;
    lists(&world, huong, "hangcho", true).await;
    let contact = {
        let mut reader = world.store.read().await.unwrap();
        let sql = "SELECT contact_id FROM members";
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *reader).await.unwrap()
    };
    let raised = world.store.write(0, move |tx| {
        Box::pin(async move { members::grant(tx, contact, Role::Editor, None, 0).await })
    });
    raised.await.unwrap();
    lists(&world, huong, "phattin", true).await;
    world.end().await;
}
