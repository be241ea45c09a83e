//! The emulated Telegram pushing to a webhook, received by a small server of the test's own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, watch};

const TOKEN: &str = "5550001:AAemulated";
const SOON: Duration = Duration::from_secs(5);

/// A receiver that notes what comes; `gate` lets so many calls be answered, in the status that
/// `refusals` has left.
#[derive(Clone)]
struct Receiver {
    heard: watch::Sender<Vec<(Option<String>, Value)>>,
    refusals: Arc<Mutex<Vec<StatusCode>>>,
    gate: Arc<Semaphore>,
}

impl Receiver {
    async fn new(gate: usize) -> (Receiver, String) {
        let receiver = Receiver {
            heard: watch::Sender::new(Vec::new()),
            refusals: Arc::default(),
            gate: Arc::new(Semaphore::new(gate)),
        };
        let routes = Router::new().route("/hook", post(hear)).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (receiver, url)
    }

    /// The updates so far, once there are `count`.
    async fn updates(&self, count: usize) -> Vec<Value> {
        let mut heard = self.heard.subscribe();
        let all = heard.wait_for(|heard| heard.len() >= count);
        let all = tokio::time::timeout(SOON, all).await.expect("so many updates").unwrap();
        all.iter().map(|(_, update)| update.clone()).collect()
    }
}

async fn hear(
    State(receiver): State<Receiver>,
    headers: HeaderMap,
    Json(update): Json<Value>,
) -> StatusCode {
    let secret = headers.get("X-Telegram-Bot-Api-Secret-Token");
    let secret = secret.map(|secret| secret.to_str().unwrap().to_owned());
    receiver.heard.send_modify(|heard| heard.push((secret, update)));
    receiver.gate.acquire().await.unwrap().forget();
    receiver.refusals.lock().unwrap().pop().unwrap_or(StatusCode::OK)
}

struct Stage {
    telegram: Emulator,
    base: String,
    lan: i64,
    minh: i64,
}

impl Stage {
    async fn new() -> Stage {
        let telegram = Emulator::new(TOKEN, Clock::default());
        let base = telegram.bind().await.unwrap();
        let lan = telegram.add_user("Lan", None, Some("vi"));
        let minh = telegram.add_user("Minh", None, Some("en"));
        Stage { telegram, base, lan, minh }
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{TOKEN}/{method}", self.base);
        let client = reqwest::Client::builder().build().unwrap();
        client.post(url).json(&params).send().await.unwrap().json().await.unwrap()
    }

    async fn set(&self, url: &str) {
        let set = self.call("setWebhook", json!({"url": url, "secret_token": "hush"})).await;
        assert_eq!(set["ok"], true, "{set}");
    }

    async fn all_pushed(&self) {
        let done = self.telegram.wait_for(|t| t.pending_updates().is_empty().then_some(()), SOON);
        done.await.expect("every update is taken");
    }
}

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().map(|update| update["message"]["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn updates_are_pushed_with_the_secret_those_that_waited_first() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(Semaphore::MAX_PERMITS).await;
    stage.telegram.say(stage.lan, stage.lan, "một");
    stage.set(&url).await;
    stage.telegram.say(stage.lan, stage.lan, "hai");
    assert_eq!(texts(&receiver.updates(2).await), ["một", "hai"]);
    assert!(receiver.heard.borrow().iter().all(|(secret, _)| secret.as_deref() == Some("hush")));
    stage.all_pushed().await;
    let polled = stage.call("getUpdates", json!({})).await;
    assert_eq!(polled["error_code"], 409, "{polled}");
}

#[tokio::test]
async fn a_chat_goes_in_order_while_others_go_beside_it() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(0).await;
    stage.set(&url).await;
    stage.telegram.say(stage.lan, stage.lan, "Lan một");
    stage.telegram.say(stage.lan, stage.lan, "Lan hai");
    stage.telegram.say(stage.minh, stage.minh, "Minh");
    // Nothing was answered yet: one of each chat is under way, and no more.
    let mut first = receiver.updates(2).await;
    first.sort_by_key(|update| update["message"]["chat"]["id"].as_i64());
    assert_eq!(texts(&first), ["Lan một", "Minh"]);
    receiver.gate.add_permits(3);
    assert_eq!(texts(&receiver.updates(3).await)[2], "Lan hai");
    stage.all_pushed().await;
}

#[tokio::test]
async fn at_most_max_connections_are_open_at_once() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(0).await;
    stage.call("setWebhook", json!({"url": url, "max_connections": 1})).await;
    stage.telegram.say(stage.lan, stage.lan, "Lan");
    stage.telegram.say(stage.minh, stage.minh, "Minh");
    assert_eq!(receiver.updates(1).await.len(), 1);
    receiver.gate.add_permits(1);
    assert_eq!(receiver.updates(2).await.len(), 2);
    receiver.gate.add_permits(1);
    stage.all_pushed().await;
}

#[tokio::test]
async fn what_is_refused_comes_again_and_holds_its_chat() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(Semaphore::MAX_PERMITS).await;
    *receiver.refusals.lock().unwrap() =
        vec![StatusCode::SERVICE_UNAVAILABLE, StatusCode::INTERNAL_SERVER_ERROR];
    stage.set(&url).await;
    stage.telegram.say(stage.lan, stage.lan, "một");
    stage.telegram.say(stage.lan, stage.lan, "hai");
    assert_eq!(texts(&receiver.updates(4).await), ["một", "một", "một", "hai"]);
    stage.all_pushed().await;
    let info = stage.call("getWebhookInfo", json!({})).await;
    assert_eq!(
        info["result"]["last_error_message"],
        "Wrong response from the webhook: 503 Service Unavailable"
    );
    assert!(info["result"]["last_error_date"].as_i64().unwrap() > 0);
    assert_eq!(info["result"]["pending_update_count"], 0);
}

#[tokio::test]
async fn a_bot_that_is_down_gets_its_updates_when_it_is_back() {
    let stage = Stage::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    stage.set(&format!("http://{address}/hook")).await;
    stage.telegram.say(stage.lan, stage.lan, "có ai không?");
    // The trouble is noted: only then does the receiver begin to listen.
    let troubled = async {
        loop {
            let info = stage.call("getWebhookInfo", json!({})).await;
            if let Some(text) = info["result"]["last_error_message"].as_str() {
                return text.to_owned();
            }
        }
    };
    let trouble = tokio::time::timeout(SOON, troubled).await.unwrap();
    assert_eq!(trouble, "Connection refused");
    let (receiver, url) = Receiver::new(Semaphore::MAX_PERMITS).await;
    stage.set(&url).await;
    assert_eq!(texts(&receiver.updates(1).await), ["có ai không?"]);
    stage.all_pushed().await;
}

#[tokio::test]
async fn an_update_comes_twice_when_it_is_delivered_again() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(0).await;
    stage.set(&url).await;
    stage.telegram.say(stage.lan, stage.lan, "một");
    let id = receiver.updates(1).await[0]["update_id"].as_i64().unwrap();
    // The first delivery is still under way: both meet.
    assert!(stage.telegram.redeliver(id));
    let both = receiver.updates(2).await;
    assert_eq!(both[0], both[1]);
    receiver.gate.add_permits(2);
    stage.all_pushed().await;
}

#[tokio::test]
async fn the_same_webhook_set_again_disturbs_nothing_and_without_one_polling_works() {
    let stage = Stage::new().await;
    let (receiver, url) = Receiver::new(0).await;
    stage.set(&url).await;
    stage.telegram.say(stage.lan, stage.lan, "một");
    receiver.updates(1).await;
    stage.set(&url).await;
    receiver.gate.add_permits(1);
    stage.all_pushed().await;
    assert_eq!(receiver.updates(1).await.len(), 1);
    stage.call("deleteWebhook", json!({})).await;
    stage.telegram.say(stage.lan, stage.lan, "hai");
    let polled = stage.call("getUpdates", json!({})).await;
    assert_eq!(texts(polled["result"].as_array().unwrap()), ["hai"]);
}
