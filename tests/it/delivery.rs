//! Several processes on one PostgreSQL database: one sends, and another when that one goes.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hoadep::channels::{Channel, SendError, Sent};
use hoadep::clock::Clock;
use hoadep::conversation::message::Message;
use hoadep::delivery::outgoing::{Lane, Outgoing, Placement};
use hoadep::delivery::{Delivery, Doors, duty};
use hoadep::ids::Ids;
use hoadep::store::{Store, outbox};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::databases::Database;
use crate::tester::{PATIENCE, eventually};

const DOOR: &str = "door";

/// Takes everything and says who sent what.
struct Door {
    process: &'static str,
    sent: mpsc::UnboundedSender<(&'static str, String)>,
}

impl Channel for Door {
    fn send<'a>(
        &'a self,
        _: &'a str,
        message: &'a Message,
        _: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.sent.send((self.process, message.text.clone())).unwrap();
        async { Ok(Sent::default()) }.boxed()
    }

    fn open_topic<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<String, SendError>> {
        async { Err(SendError::NoForum) }.boxed()
    }

    fn acknowledge<'a>(
        &'a self,
        _: &'a str,
        _: Option<&'a str>,
        _: bool,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        async { Ok(()) }.boxed()
    }
}

/// What sends in one process.
struct Process {
    delivery: Delivery,
    stop: CancellationToken,
    keeping: JoinHandle<()>,
}

async fn start(
    database: &Database,
    process: &'static str,
    sent: &mpsc::UnboundedSender<(&'static str, String)>,
) -> Process {
    let (store, clock) = (database.store().await, Clock::default());
    let stop = CancellationToken::new();
    let holder = Ids::new(clock.clone()).next();
    let (on_duty, keeping) = duty::keep(store.clone(), holder, stop.clone());
    let mut doors = Doors::new();
    doors.insert(DOOR, Arc::new(Door { process, sent: sent.clone() }));
    let delivery = Delivery::start(store, clock, doors, 0, on_duty);
    Process { delivery, stop, keeping }
}

/// Puts ten messages of one chat into the outbox and hands them to this process, as a turn does.
async fn post(store: &Store, ids: &Ids, process: &Process, name: &str) {
    let outgoing = (0..10).map(|number| Outgoing {
        channel: DOOR.to_owned(),
        address: "lan".to_owned(),
        lane: Lane::Answer,
        slot: None,
        placement: Placement::Fresh,
        message: Message::of(format!("{name} {number}")),
    });
    let (ids, outgoing): (_, Vec<_>) = (ids.clone(), outgoing.collect());
    let now = Clock::default().now();
    let kept = store.write(0, move |tx| {
        Box::pin(async move { outbox::insert(tx, &mut || ids.next(), &outgoing, now).await })
    });
    process.delivery.hand_over(kept.await.unwrap());
}

#[tokio::test]
async fn of_several_processes_one_sends_and_when_it_gives_up_or_dies_the_next() {
    let Some(database) = Database::postgres().await else { return };
    let store = database.store().await;
    let ids = Ids::new(Clock::default());
    let (sender, mut sent) = mpsc::unbounded_channel();
    // All that was posted under this name comes from this process, once and in order.
    let mut come_from = async |process: &str, name: &str| {
        for number in 0..10 {
            let next = tokio::time::timeout(PATIENCE, sent.recv()).await.expect("nothing came");
            let (by, text): (&str, String) = next.unwrap();
            assert_eq!((by, text.as_str()), (process, format!("{name} {number}").as_str()));
        }
        eventually(async || {
            let mut reader = store.read().await.unwrap();
            outbox::oldest(&mut reader).await.unwrap().is_none()
        })
        .await;
    };

    let first = start(&database, "first", &sender).await;
    post(&store, &ids, &first, "a").await;
    come_from("first", "a").await;
    let second = start(&database, "second", &sender).await;
    // What a turn of one process writes is sent by the other.
    post(&store, &ids, &second, "b").await;
    come_from("first", "b").await;

    first.delivery.drain(PATIENCE).await;
    first.stop.cancel();
    first.keeping.await.unwrap();
    post(&store, &ids, &second, "c").await;
    come_from("second", "c").await;

    // Dead, it gives nothing up: what it held runs out.
    let third = start(&database, "third", &sender).await;
    second.keeping.abort();
    assert!(second.keeping.await.is_err());
    post(&store, &ids, &third, "d").await;
    come_from("third", "d").await;
    third.stop.cancel();
    third.keeping.await.unwrap();
}
