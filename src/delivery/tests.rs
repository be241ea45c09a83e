//! The worker behind a door that answers as a test tells it to, call by call.

mod news;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot, watch};

use super::outgoing::{Lane, Outgoing, Placement, Row};
use super::retry::MAYBE_SENT;
use super::{Delivery, Doors};
use crate::channels::{Channel, SendError, Sent};
use crate::clock::{Clock, HOUR, MINUTE};
use crate::conversation::message::{Message, Topic};
use crate::ids::Ids;
use crate::store::Store;
use crate::store::contacts::{self, Caller};
use crate::store::groups::{self, Group};
use crate::store::outbox::{self, Settled};

const DOOR: &str = "door";
/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A call to the platform, waiting for the test to answer it. Dropped, it makes the door panic.
struct Call {
    to: String,
    text: String,
    edits: Option<String>,
    thread: Option<String>,
    answer: oneshot::Sender<Result<Sent, SendError>>,
}

impl Call {
    fn sent_as(self, message: &str) {
        self.answers(Ok(Sent { message_id: Some(message.to_owned()), ..Sent::default() }));
    }

    fn fails(self, error: SendError) {
        self.answers(Err(error));
    }

    fn answers(self, answer: Result<Sent, SendError>) {
        self.answer.send(answer).expect("the worker waits for the answer");
    }
}

struct Door(mpsc::UnboundedSender<Call>);

impl Channel for Door {
    fn send<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        edits: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let (answer, answered) = oneshot::channel();
        let (to, text) = (to.to_owned(), message.text.clone());
        let thread = match &message.topic {
            Some(Topic::Thread(thread)) => Some(thread.clone()),
            Some(Topic::Commune(_)) | None => None,
        };
        let call = Call { to, text, edits: edits.map(str::to_owned), thread, answer };
        self.0.send(call).expect("the test listens");
        async { answered.await.expect("the test lets the door panic") }.boxed()
    }

    fn delete<'a>(
        &'a self,
        to: &'a str,
        ids: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), SendError>> {
        let message = Message::of(format!("delete {}", ids.join(" ")));
        async move { self.send(to, &message, None).await.map(drop) }.boxed()
    }

    fn open_topic<'a>(
        &'a self,
        to: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<String, SendError>> {
        let message = Message::of(format!("topic {name}"));
        async move {
            let made = self.send(to, &message, None).await?;
            Ok(made.message_id.expect("the test names the topic"))
        }
        .boxed()
    }

    fn acknowledge<'a>(
        &'a self,
        press_id: &'a str,
        _: Option<&'a str>,
        _: bool,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        let message = Message::of("press");
        async move { self.send(press_id, &message, None).await.map(drop) }.boxed()
    }
}

/// A worker on a database of its own.
struct Post {
    store: Store,
    clock: Clock,
    ids: Ids,
    delivery: Delivery,
    calls: mpsc::UnboundedReceiver<Call>,
    duty: watch::Sender<bool>,
    probes: u32,
    _folder: TempDir,
}

impl Post {
    async fn open() -> Self {
        Self::open_with(true, async |_, _| {}).await
    }

    /// One that finds in the database what `before` puts there.
    async fn open_with(on_duty: bool, before: impl AsyncFnOnce(&Store, &Ids)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hoa.db").display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::default();
        let ids = Ids::new(clock.clone());
        before(&store, &ids).await;
        let (delivery, calls, duty) = start(&store, &clock, on_duty);
        Self { store, clock, ids, delivery, calls, duty, probes: 0, _folder: folder }
    }

    /// Ends the worker and starts another on the same database.
    async fn restart(&mut self) {
        self.delivery.drain(Duration::ZERO).await;
        (self.delivery, self.calls, self.duty) = start(&self.store, &self.clock, true);
    }

    async fn post(&self, outgoing: impl IntoIterator<Item = Outgoing>) {
        let rows = keep(&self.store, &self.ids, outgoing).await;
        self.delivery.hand_over(rows);
    }

    async fn say(&self, to: &str, text: &str) {
        self.post([fresh(to, text)]).await;
    }

    /// The next call, which must come.
    async fn call(&mut self) -> Call {
        let call = tokio::time::timeout(PATIENCE, self.calls.recv()).await;
        call.expect("no call came").expect("the worker lives")
    }

    /// The next call, which must be this one.
    async fn expects(&mut self, to: &str, text: &str) -> Call {
        let call = self.call().await;
        assert_eq!((call.to.as_str(), call.text.as_str()), (to, text));
        call
    }

    /// Fails if anything may be sent now: then it would come before what is handed over only now.
    async fn is_quiet(&mut self) {
        self.probes += 1;
        let (id, to) = (self.ids.next(), format!("probe {}", self.probes));
        let row = row_of(id, fresh(&to, "?"), self.clock.now());
        self.delivery.hand_over(vec![row]);
        self.expects(&to, "?").await.sent_as("1");
    }

    fn move_clock(&self, by: i64) {
        self.clock.advance(by);
        // Wakes the worker, which looks at the clock.
        self.delivery.hand_over(Vec::new());
    }

    /// Waits until so many rows are left in the database, dead ones not counted.
    async fn has_left(&self, count: usize) {
        let waiting = async {
            while self.left().await.len() != count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it stays otherwise");
    }

    async fn left(&self) -> Vec<i64> {
        let mut reader = self.store.read().await.unwrap();
        let mut left = Vec::new();
        for lane in Lane::ALL {
            left.extend(outbox::waiting(&mut reader, lane, 100_000).await.unwrap());
        }
        left
    }

    /// Waits until so many rows were given up, and gives the reasons, the newest first.
    async fn given_up(&self, count: usize) -> Vec<String> {
        let waiting = async {
            loop {
                let mut reader = self.store.read().await.unwrap();
                let dead = outbox::dead(&mut reader, 100).await.unwrap();
                if dead.len() == count {
                    return dead.into_iter().map(|(_, reason)| reason).collect();
                }
                drop(reader);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it stays otherwise")
    }

    /// Waits until the only row left is as it should be.
    async fn only_row(&self, holds: impl Fn(&Row) -> bool) {
        let waiting = async {
            loop {
                let left = self.left().await;
                let mut reader = self.store.read().await.unwrap();
                let rows = outbox::rows(&mut reader, &left).await.unwrap().rows;
                drop(reader);
                if matches!(rows.as_slice(), [row] if holds(row)) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it stays otherwise");
    }

    async fn ends(mut self) {
        self.has_left(0).await;
        self.is_quiet().await;
        self.delivery.drain(PATIENCE).await;
        assert!(self.calls.try_recv().is_err(), "one call too many");
    }
}

fn start(
    store: &Store,
    clock: &Clock,
    on_duty: bool,
) -> (Delivery, mpsc::UnboundedReceiver<Call>, watch::Sender<bool>) {
    let (send, calls) = mpsc::unbounded_channel();
    let (duty, on_duty) = watch::channel(on_duty);
    let mut doors = Doors::new();
    doors.insert(DOOR, Arc::new(Door(send)));
    let delivery = Delivery::start(store.clone(), clock.clone(), doors, 0, on_duty);
    (delivery, calls, duty)
}

async fn keep(store: &Store, ids: &Ids, outgoing: impl IntoIterator<Item = Outgoing>) -> Vec<Row> {
    let (ids, outgoing) = (ids.clone(), outgoing.into_iter().collect::<Vec<_>>());
    let now = Clock::default().now();
    let kept = store.write(0, move |tx| {
        Box::pin(async move { outbox::insert(tx, &mut || ids.next(), &outgoing, now).await })
    });
    kept.await.unwrap()
}

fn fresh(to: &str, text: &str) -> Outgoing {
    Outgoing {
        channel: DOOR.to_owned(),
        address: to.to_owned(),
        lane: Lane::Answer,
        slot: None,
        placement: Placement::Fresh,
        message: Message::of(text),
    }
}

fn redraw(to: &str, slot: &str, text: &str) -> Outgoing {
    let slot = Some(slot.to_owned());
    Outgoing { slot, placement: Placement::Redraw, ..fresh(to, text) }
}

fn row_of(id: i64, outgoing: Outgoing, now: i64) -> Row {
    Row {
        id,
        channel: outgoing.channel,
        address: outgoing.address,
        lane: outgoing.lane,
        slot: outgoing.slot,
        placement: outgoing.placement,
        message: outgoing.message,
        attempts: 0,
        due_at: now,
        maybe_sent: 0,
        created_at: now,
    }
}

fn not_sent() -> SendError {
    SendError::NotSent { reason: "502".to_owned() }
}

fn unknown() -> SendError {
    SendError::Unknown { reason: "cut".to_owned() }
}

#[tokio::test]
async fn a_chat_gets_its_messages_in_order_whatever_has_to_be_tried_again() {
    let mut post = Post::open().await;
    post.post(["1", "2", "3"].map(|text| fresh("lan", text))).await;
    post.expects("lan", "1").await.fails(not_sent());
    post.expects("lan", "1").await.fails(unknown());
    post.expects("lan", "1").await.fails(SendError::Throttled { retry_after_ms: 1 });
    // A door that panics is one of which nobody knows what it did.
    drop(post.expects("lan", "1").await);
    post.expects("lan", "1").await.sent_as("1");
    let second = post.expects("lan", "2").await;
    post.is_quiet().await;
    second.sent_as("2");
    post.expects("lan", "3").await.sent_as("3");
    post.ends().await;
}

/// A worker that finds a forum bound, whose cards of Phường Phố Hiến have no topic yet.
async fn forum() -> Post {
    Post::open_with(true, async |store, _| {
        let bound = store.write(0, |tx| {
            Box::pin(async move {
                let (channel, address) = (DOOR.to_owned(), "-100".to_owned());
                let group = Group { channel, address, commune: None, bound_by: None };
                groups::bind(tx, &group, true, 0).await
            })
        });
        bound.await.unwrap();
    })
    .await
}

/// A message about Phường Phố Hiến, for the forum.
fn about(text: &str) -> Outgoing {
    let topic = Some(Topic::Commune("11953".to_owned()));
    let about = fresh("-100", text);
    Outgoing { message: Message { topic, ..about.message.clone() }, ..about }
}

#[tokio::test]
async fn a_topic_is_made_once_before_the_first_message_in_it() {
    let mut post = forum().await;
    post.post([about("1"), about("2")]).await;
    post.expects("-100", "topic Phường Phố Hiến").await.sent_as("45");
    let first = post.expects("-100", "1").await;
    assert_eq!(first.thread.as_deref(), Some("45"));
    // What was learned on the way is kept, whatever becomes of the message.
    first.fails(not_sent());
    let first = post.expects("-100", "1").await;
    assert_eq!(first.thread.as_deref(), Some("45"));
    first.sent_as("46");
    let second = post.expects("-100", "2").await;
    assert_eq!(second.thread.as_deref(), Some("45"));
    second.sent_as("47");
    post.has_left(0).await;
    post.restart().await;
    post.post([about("3")]).await;
    let third = post.expects("-100", "3").await;
    assert_eq!(third.thread.as_deref(), Some("45"));
    // Deleted by somebody: whatever the database still says, another is made.
    third.fails(SendError::TopicGone);
    post.expects("-100", "topic Phường Phố Hiến").await.fails(unknown());
    post.expects("-100", "topic Phường Phố Hiến").await.sent_as("60");
    let third = post.expects("-100", "3").await;
    assert_eq!(third.thread.as_deref(), Some("60"));
    third.sent_as("61");
    post.ends().await;
}

#[tokio::test]
async fn where_no_topic_can_be_made_messages_go_where_everything_goes() {
    for refusal in [SendError::TopicsRefused, SendError::NoForum] {
        let mut post = forum().await;
        post.post([about("1")]).await;
        post.expects("-100", "topic Phường Phố Hiến").await.fails(refusal);
        let first = post.expects("-100", "1").await;
        assert_eq!(first.thread, None);
        first.sent_as("1");
        post.has_left(0).await;
        post.post([about("2")]).await;
        post.expects("-100", "2").await.sent_as("2");
        post.ends().await;
    }
    // An answer in a topic that is gone meanwhile.
    let mut post = forum().await;
    let topic = Some(Topic::Thread("7".to_owned()));
    let answer = fresh("-100", "1");
    post.post([Outgoing { message: Message { topic, ..answer.message.clone() }, ..answer }]).await;
    let answer = post.expects("-100", "1").await;
    assert_eq!(answer.thread.as_deref(), Some("7"));
    answer.fails(SendError::TopicGone);
    let answer = post.expects("-100", "1").await;
    assert_eq!(answer.thread, None);
    answer.sent_as("1");
    post.ends().await;
}

#[tokio::test]
async fn a_throttle_holds_its_chat_alone_and_for_as_long_as_asked() {
    let mut post = Post::open().await;
    post.post([fresh("lan", "1"), fresh("lan", "2")]).await;
    let hour = SendError::Throttled { retry_after_ms: HOUR };
    post.expects("lan", "1").await.fails(hour);
    post.say("minh", "1").await;
    post.expects("minh", "1").await.sent_as("1");
    post.move_clock(HOUR - MINUTE);
    post.is_quiet().await;
    post.move_clock(MINUTE);
    post.expects("lan", "1").await.sent_as("1");
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn what_may_have_arrived_is_counted_and_what_surely_did_not_is_not() {
    let mut post = Post::open().await;
    post.say("lan", "1").await;
    post.expects("lan", "1").await.fails(not_sent());
    let again = post.expects("lan", "1").await;
    post.only_row(|row| row.attempts == 1 && row.maybe_sent == 0).await;
    again.fails(unknown());
    let again = post.expects("lan", "1").await;
    post.only_row(|row| row.attempts == 2 && row.maybe_sent == 1).await;
    again.sent_as("1");
    post.ends().await;
}

#[tokio::test]
async fn what_may_have_arrived_too_often_is_given_up_with_the_reason() {
    let mut post = Post::open_with(true, async |store, ids| {
        let rows = keep(store, ids, [fresh("lan", "1"), fresh("lan", "2")]).await;
        let maybe_sent = MAYBE_SENT - 1;
        let often = Settled::Later { attempts: maybe_sent, due_at: 0, maybe_sent };
        let settled = [(rows[0].id, often)];
        let written =
            store.write(0, move |tx| Box::pin(async move { outbox::settle(tx, &settled).await }));
        written.await.unwrap();
    })
    .await;
    post.expects("lan", "1").await.fails(unknown());
    post.expects("lan", "2").await.sent_as("2");
    let reasons = post.given_up(1).await;
    assert!(reasons[0].contains("arrived many times") && reasons[0].contains("cut"), "{reasons:?}");
    post.ends().await;
}

#[tokio::test]
async fn what_the_platform_refuses_is_given_up_and_the_next_goes() {
    let mut post = Post::open().await;
    post.post([fresh("lan", "1"), fresh("lan", "2"), fresh("lan", "3")]).await;
    let refused = SendError::Rejected { reason: "400: can't parse entities".to_owned() };
    post.expects("lan", "1").await.fails(refused);
    // Nonsense, of a message that edits none: not to be tried again and again.
    post.expects("lan", "2").await.fails(SendError::EditGone);
    post.expects("lan", "3").await.sent_as("3");
    assert_eq!(post.given_up(2).await[1], "400: can't parse entities");
    post.ends().await;
}

#[tokio::test]
async fn of_a_chat_that_cannot_be_reached_nothing_more_is_tried_and_its_contact_is_blocked() {
    let mut post = Post::open().await;
    let id = post.ids.next();
    let met = post.store.write(0, move |tx| {
        Box::pin(async move {
            let caller = Caller { channel: DOOR, address: "lan", name: "Lan", app_language: "vi" };
            contacts::meet(tx, caller, id, 0).await
        })
    });
    assert!(!met.await.unwrap().blocked);
    post.post([fresh("lan", "1"), fresh("lan", "2"), fresh("minh", "1")]).await;
    let lan = post.expects("lan", "1").await;
    post.expects("minh", "1").await.sent_as("1");
    lan.fails(SendError::Unreachable);
    assert_eq!(post.given_up(2).await, ["the chat cannot be reached"; 2]);
    let mut reader = post.store.read().await.unwrap();
    assert!(contacts::by_id(&mut reader, id).await.unwrap().unwrap().blocked);
    drop(reader);
    // Whoever writes again is answered.
    post.say("lan", "3").await;
    post.expects("lan", "3").await.sent_as("3");
    post.ends().await;
}

#[tokio::test]
async fn a_refusal_that_comes_late_does_not_silence_somebody_who_is_back() {
    let mut post = Post::open().await;
    let id = post.ids.next();
    let met = post.store.write(0, move |tx| {
        Box::pin(async move {
            let caller = Caller { channel: DOOR, address: "lan", name: "Lan", app_language: "vi" };
            contacts::meet(tx, caller, id, 0).await
        })
    });
    met.await.unwrap();
    post.say("lan", "news").await;
    let news = post.expects("lan", "news").await;
    // Back, and answered, before the refusal of what was sent earlier arrives.
    post.move_clock(MINUTE);
    let (answer, now) = (post.ids.next(), post.clock.now());
    let kept = post.store.write(0, move |tx| {
        Box::pin(
            async move { outbox::insert(tx, &mut || answer, &[fresh("lan", "answer")], now).await },
        )
    });
    post.delivery.hand_over(kept.await.unwrap());
    news.fails(SendError::Unreachable);
    post.expects("lan", "answer").await.sent_as("2");
    assert_eq!(post.given_up(1).await.len(), 1);
    let waiting = async {
        loop {
            let mut reader = post.store.read().await.unwrap();
            if !contacts::by_id(&mut reader, id).await.unwrap().unwrap().blocked {
                return;
            }
            drop(reader);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("they stay blocked");
    post.ends().await;
}

#[tokio::test]
async fn of_what_several_lanes_draw_in_one_slot_the_newest_stays() {
    let mut post = Post::open().await;
    let in_lane = |lane, outgoing: Outgoing| Outgoing { lane, ..outgoing };
    post.post([in_lane(
        Lane::Review,
        Outgoing { slot: Some("card".into()), ..fresh("desk", "new") },
    )])
    .await;
    post.expects("desk", "new").await.sent_as("5");
    // An urgent face of the card has to be tried again; meanwhile the card is decided.
    post.post([redraw("desk", "card", "sure?")]).await;
    let face = post.expects("desk", "sure?").await;
    post.post([in_lane(Lane::Review, redraw("desk", "card", "decided"))]).await;
    face.fails(not_sent());
    let decided = post.expects("desk", "decided").await;
    assert_eq!(decided.edits.as_deref(), Some("5"));
    decided.sent_as("5");
    post.has_left(0).await;
    post.is_quiet().await;
    post.ends().await;
}

#[tokio::test]
async fn a_new_message_that_is_tried_again_does_not_undo_what_was_drawn_meanwhile() {
    let mut post = Post::open().await;
    let card = Outgoing { slot: Some("card".into()), ..fresh("desk", "open") };
    post.post([card]).await;
    let open = post.expects("desk", "open").await;
    let decided = redraw("desk", "card", "decided");
    post.post([Outgoing { lane: Lane::Review, ..decided }]).await;
    open.fails(not_sent());
    post.expects("desk", "decided").await.sent_as("5");
    post.has_left(0).await;
    post.is_quiet().await;
    post.ends().await;
}

#[tokio::test]
async fn a_throttle_is_honoured_after_a_restart_too() {
    let mut post = Post::open_with(true, async |store, ids| {
        let rows = keep(store, ids, [fresh("lan", "1")]).await;
        let due_at = rows[0].due_at + 10 * MINUTE;
        let throttled = Settled::Later { attempts: 0, due_at, maybe_sent: 0 };
        let settled = [(rows[0].id, throttled)];
        let written =
            store.write(0, move |tx| Box::pin(async move { outbox::settle(tx, &settled).await }));
        written.await.unwrap();
    })
    .await;
    post.is_quiet().await;
    post.move_clock(10 * MINUTE);
    post.expects("lan", "1").await.sent_as("1");
    post.ends().await;
}

#[tokio::test]
async fn a_message_stamped_by_a_clock_far_ahead_is_sent_at_once() {
    let mut post = Post::open().await;
    let ahead = post.clock.now() + 8 * HOUR;
    let id = post.ids.next();
    post.delivery.hand_over(vec![row_of(id, fresh("lan", "1"), ahead)]);
    post.expects("lan", "1").await.sent_as("1");
    post.ends().await;
}

#[tokio::test]
async fn a_redraw_that_is_found_late_does_not_undo_a_later_one() {
    let mut post = Post::open().await;
    // Its row is older than the other, and is committed only after that was sent.
    let older = post.ids.next();
    post.post([redraw("lan", "count", "2 photos")]).await;
    post.expects("lan", "2 photos").await.sent_as("7");
    let now = post.clock.now();
    let kept = post.store.write(0, move |tx| {
        Box::pin(async move {
            let one = [redraw("lan", "count", "1 photo")];
            outbox::insert(tx, &mut || older, &one, now).await
        })
    });
    post.delivery.hand_over(kept.await.unwrap());
    post.has_left(0).await;
    post.is_quiet().await;
    post.ends().await;
}

#[tokio::test]
async fn a_redraw_edits_the_message_of_its_slot_and_a_lost_one_is_replaced() {
    let mut post = Post::open().await;
    post.store
        .write(0, |tx| {
            Box::pin(async move {
                let caller =
                    Caller { channel: DOOR, address: "lan", name: "Lan", app_language: "vi" };
                contacts::meet(tx, caller, 1, 0).await
            })
        })
        .await
        .unwrap();
    post.post([redraw("lan", "counter", "1 ảnh")]).await;
    let first = post.expects("lan", "1 ảnh").await;
    assert_eq!(first.edits, None);
    first.sent_as("10");
    post.post([redraw("lan", "counter", "2 ảnh")]).await;
    let second = post.expects("lan", "2 ảnh").await;
    assert_eq!(second.edits.as_deref(), Some("10"));
    second.fails(SendError::EditGone);
    let anew = post.expects("lan", "2 ảnh").await;
    assert_eq!(anew.edits, None);
    anew.sent_as("11");
    post.post([redraw("lan", "counter", "3 ảnh"), redraw("minh", "counter", "1 ảnh")]).await;
    for _ in 0..2 {
        let call = post.call().await;
        let edits = (call.to == "lan").then_some("11");
        assert_eq!(call.edits.as_deref(), edits, "{}", call.to);
        call.fails(if edits.is_some() { SendError::Unchanged } else { not_sent() });
    }
    post.expects("minh", "1 ảnh").await.sent_as("1");
    post.has_left(0).await;
    // The next one knows the message from the database.
    post.restart().await;
    post.post([redraw("lan", "counter", "4 ảnh")]).await;
    let later = post.expects("lan", "4 ảnh").await;
    assert_eq!(later.edits.as_deref(), Some("11"));
    later.sent_as("11");
    post.ends().await;
}

#[tokio::test]
async fn an_edit_of_a_certain_message_becomes_a_new_one_when_that_is_gone() {
    let mut post = Post::open().await;
    post.post([Outgoing { placement: Placement::Edit("7".to_owned()), ..fresh("lan", "1") }]).await;
    let edit = post.expects("lan", "1").await;
    assert_eq!(edit.edits.as_deref(), Some("7"));
    edit.fails(SendError::EditGone);
    let anew = post.expects("lan", "1").await;
    assert_eq!(anew.edits, None);
    anew.sent_as("8");
    post.ends().await;
}

#[tokio::test]
async fn a_group_that_moved_is_followed_in_order_without_its_old_messages() {
    let mut post = Post::open().await;
    post.post([redraw("-1", "card", "1")]).await;
    post.expects("-1", "1").await.sent_as("10");
    post.has_left(0).await;
    post.post([redraw("-1", "card", "2"), fresh("-1", "3"), fresh("-1", "4")]).await;
    let moved = post.expects("-1", "2").await;
    assert_eq!(moved.edits.as_deref(), Some("10"));
    moved.fails(SendError::Migrated { to: "-2".to_owned() });
    let there = post.expects("-2", "2").await;
    assert_eq!(there.edits, None, "the new group does not have that message");
    there.sent_as("1");
    post.expects("-2", "3").await.sent_as("2");
    post.expects("-2", "4").await.sent_as("3");
    post.ends().await;
}

#[tokio::test]
async fn more_rows_than_memory_holds_are_sent_in_order() {
    const CHATS: usize = 60;
    const EACH: usize = 90;
    let mut post = Post::open().await;
    // Nobody is answered yet, so that memory fills up.
    for round in 0..EACH {
        let texts = (0..CHATS).map(|chat| fresh(&format!("chat {chat}"), &round.to_string()));
        post.post(texts).await;
    }
    let mut last: HashMap<String, usize> = HashMap::new();
    for _ in 0..CHATS * EACH {
        let call = post.call().await;
        let round = call.text.parse().unwrap();
        let expected = last.get(&call.to).map_or(0, |last| last + 1);
        assert_eq!(expected, round, "{}", call.to);
        last.insert(call.to.clone(), round);
        call.sent_as("1");
    }
    post.ends().await;
}

#[tokio::test]
async fn what_the_database_holds_at_the_start_is_sent() {
    let mut post = Post::open_with(true, async |store, ids| {
        keep(store, ids, [fresh("lan", "1"), fresh("lan", "2")]).await;
    })
    .await;
    post.expects("lan", "1").await.sent_as("1");
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn what_nobody_handed_over_is_found() {
    let mut post = Post::open().await;
    post.say("lan", "1").await;
    post.expects("lan", "1").await.sent_as("1");
    // Kept by a commit of which nobody heard.
    keep(&post.store, &post.ids, [fresh("lan", "2")]).await;
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn while_nothing_can_be_written_nothing_is_sent_twice_and_the_outcomes_are_written_later() {
    let mut post = Post::open().await;
    let rows = keep(&post.store, &post.ids, ["1", "2", "3"].map(|text| fresh("lan", text))).await;
    only_reads(&post.store, true).await;
    post.delivery.hand_over(rows);
    for text in ["1", "2", "3"] {
        post.expects("lan", text).await.sent_as(text);
    }
    post.is_quiet().await;
    // To be on duty anew is to look at the database, where the rows still are.
    post.duty.send_replace(false);
    post.duty.send_replace(true);
    post.is_quiet().await;
    assert_eq!(post.left().await.len(), 3);
    only_reads(&post.store, false).await;
    post.ends().await;
}

/// Makes the database refuse every write, or take them again.
async fn only_reads(store: &Store, on: bool) {
    let sql = if on { "PRAGMA query_only = ON" } else { "PRAGMA query_only = OFF" };
    let done = store.write(0, move |tx| {
        Box::pin(async move {
            sqlx::query(sql).execute(tx.connection()).await?;
            Ok(())
        })
    });
    done.await.unwrap();
}

#[tokio::test]
async fn draining_ends_in_time_though_the_door_hangs_and_what_is_left_stays_kept() {
    let mut post = Post::open().await;
    post.post([fresh("lan", "1"), fresh("lan", "2"), fresh("minh", "1")]).await;
    let hanging = post.expects("lan", "1").await;
    post.expects("minh", "1").await.sent_as("1");
    let drained = post.delivery.drain(Duration::from_millis(50));
    tokio::time::timeout(PATIENCE, drained).await.expect("it waits for the door");
    assert_eq!(post.left().await.len(), 2);
    drop(hanging.answer);
    post.restart().await;
    post.expects("lan", "1").await.sent_as("1");
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn draining_sends_what_is_due_and_waits_for_its_answers() {
    let mut post = Post::open().await;
    post.post([fresh("lan", "1"), fresh("lan", "2")]).await;
    post.delivery.acknowledge(DOOR, "press of minh".to_owned(), None, false);
    let delivery = post.delivery.clone();
    let drained = tokio::spawn(async move { delivery.drain(PATIENCE).await });
    let mut seen = Vec::new();
    for _ in 0..3 {
        let call = post.call().await;
        seen.push((call.to.clone(), call.text.clone()));
        call.sent_as("1");
    }
    tokio::time::timeout(PATIENCE, drained).await.unwrap().unwrap();
    seen.sort();
    let expected = [("lan", "1"), ("lan", "2"), ("press of minh", "press")];
    assert_eq!(seen, expected.map(|(to, text)| (to.to_owned(), text.to_owned())));
    assert!(post.left().await.is_empty());
}

#[tokio::test]
async fn off_duty_nothing_is_sent_but_presses_are_answered() {
    let mut post = Post::open_with(false, async |store, ids| {
        keep(store, ids, [fresh("lan", "1")]).await;
    })
    .await;
    post.say("lan", "2").await;
    post.delivery.acknowledge(DOOR, "press".to_owned(), None, false);
    post.expects("press", "press").await.sent_as("1");
    assert!(post.calls.try_recv().is_err());
    post.duty.send_replace(true);
    post.expects("lan", "1").await.sent_as("1");
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn losing_and_having_the_duty_again_sends_nothing_beside_itself() {
    let mut post = Post::open().await;
    post.post([fresh("lan", "1"), fresh("lan", "2")]).await;
    let mut call = post.expects("lan", "1").await;
    for _ in 0..3 {
        post.duty.send_replace(false);
        tokio::task::yield_now().await;
        post.duty.send_replace(true);
        post.is_quiet().await;
        call.fails(not_sent());
        call = post.expects("lan", "1").await;
    }
    post.duty.send_replace(false);
    call.fails(not_sent());
    // What failed off duty is left to whoever is on duty next.
    assert_eq!(post.left().await.len(), 2);
    post.duty.send_replace(true);
    post.expects("lan", "1").await.sent_as("1");
    post.expects("lan", "2").await.sent_as("2");
    post.ends().await;
}

#[tokio::test]
async fn answers_find_a_way_past_news_that_hang() {
    let mut post = Post::open().await;
    let news = |n: usize| Outgoing { lane: Lane::News, ..fresh(&format!("chat {n}"), "news") };
    post.post((0..100).map(news)).await;
    let mut hanging = Vec::new();
    for _ in 0..40 {
        hanging.push(post.call().await);
    }
    post.say("lan", "1").await;
    post.expects("lan", "1").await.sent_as("1");
    for call in hanging {
        call.sent_as("1");
    }
    for _ in 40..100 {
        post.call().await.sent_as("1");
    }
    post.ends().await;
}

#[tokio::test]
async fn a_message_for_an_unknown_door_is_given_up() {
    let post = Post::open().await;
    post.post([Outgoing { channel: "pigeon".to_owned(), ..fresh("lan", "1") }]).await;
    assert_eq!(post.given_up(1).await, ["no such channel: pigeon"]);
    post.ends().await;
}
