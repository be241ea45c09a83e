//! Updates brought by webhook: who may bring them, what is answered, and when.

use hoadep::channels::telegram::webhook;
use hoadep::demo::telegram::Emulator;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::databases::Database;
use crate::tester::{PATIENCE, World, eventually};

pub const HEADER: &str = "x-telegram-bot-api-secret-token";

/// A world whose bot is served at an address of this machine, and that address.
async fn served() -> (World, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let public = base.clone();
    let world =
        World::with(Database::sqlite(), move |config| config.public_url = Some(public)).await;
    let routes = world.routes();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (world, base)
}

pub fn secret(world: &World) -> String {
    webhook::secret(world.config.telegram.as_ref().unwrap())
}

pub async fn bring(base: &str, secret: &str, body: impl Into<reqwest::Body>) -> StatusCode {
    let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
    let call = client.post(format!("{base}{}", webhook::PATH)).header(HEADER, secret).body(body);
    call.send().await.unwrap().status()
}

pub fn text(number: i64, person: i64, text: &str) -> Value {
    let user = json!({"id": person, "is_bot": false, "first_name": "Lan", "language_code": "vi"});
    json!({"update_id": number, "message": {"message_id": number, "date": 1_790_000_000,
        "chat": {"id": person, "type": "private", "first_name": "Lan"}, "from": user,
        "text": text}})
}

#[tokio::test]
async fn a_nomination_goes_by_webhook_from_the_first_word_to_the_code() {
    let (world, _) = served().await;
    let lan = world.agreed("Lan").await;
    lan.nominates("Nguyễn Văn Tư").await;
    assert!(world.telegram.calls().iter().all(|call| call.method != "getUpdates"));
    world.end().await;
}

#[tokio::test]
async fn only_telegram_itself_may_bring_updates() {
    let (world, base) = served().await;
    let update = text(1, 5, "/start").to_string();
    let right = secret(&world);
    for wrong in ["", "wrong", &right[1..], &format!("{right}x")] {
        assert_eq!(bring(&base, wrong, update.clone()).await, StatusCode::UNAUTHORIZED);
    }
    let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
    let bare = client.post(format!("{base}{}", webhook::PATH)).body(update).send().await.unwrap();
    assert_eq!(bare.status(), StatusCode::UNAUTHORIZED);
    let mut connection = world.database.connect().await;
    let met = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM contacts");
    assert_eq!(met.fetch_one(&mut connection).await.unwrap(), 0);
    world.end().await;
}

#[tokio::test]
async fn what_is_no_update_is_refused_and_what_is_unknown_is_taken() {
    let (world, base) = served().await;
    let secret = secret(&world);
    let large = "x".repeat(1024 * 1024 + 1);
    assert_eq!(bring(&base, &secret, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    for nonsense in ["", "không phải JSON", "{}", "[1]", "\u{0}"] {
        assert_eq!(bring(&base, &secret, nonsense).await, StatusCode::BAD_REQUEST, "{nonsense:?}");
    }
    let invalid: &[u8] = b"{\"update_id\": 1, \"message\": \"\xff\"}";
    assert_eq!(bring(&base, &secret, invalid).await, StatusCode::BAD_REQUEST);
    for unknown in [
        json!({"update_id": 7, "telepathy": {"from": 1}}),
        json!({"update_id": 8, "poll": {"id": "1", "question": "?"}}),
    ] {
        assert_eq!(bring(&base, &secret, unknown.to_string()).await, StatusCode::OK, "{unknown}");
    }
    world.end().await;
}

#[tokio::test]
async fn one_update_in_many_calls_counts_once() {
    let (world, base) = served().await;
    let secret = secret(&world);
    let lan = world.citizen("Lan");
    lan.say("/start");
    lan.sees("Kính chào").await;
    let again = text(900_000_000, lan.id, "/trogiup").to_string();
    let calls = (0..8).map(|_| bring(&base, &secret, again.clone()));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|status| *status == StatusCode::OK), "{answers:?}");
    // And once more when all of them are done with.
    assert_eq!(bring(&base, &secret, again).await, StatusCode::OK);
    world.settles().await;
    let helps = lan.messages().into_iter().filter(|message| message.text.contains("/hoso –"));
    assert_eq!(helps.count(), 1);
    world.end().await;
}

#[tokio::test]
async fn a_story_that_comes_out_of_order_is_kept_whole() {
    let (world, base) = served().await;
    let secret = secret(&world);
    let lan = world.agreed("Lan").await;
    lan.writes_up_to_the_deed("Nguyễn Văn Tư").await;
    let parts = [(900_000_003, "Phần ba."), (900_000_001, "Phần một."), (900_000_002, "Phần hai.")];
    for (number, part) in parts {
        let update = text(number, lan.id, part).to_string();
        assert_eq!(bring(&base, &secret, update).await, StatusCode::OK);
    }
    world.settles().await;
    lan.press("Xong");
    let summary = lan.sees("Bước 4/4").await;
    for (_, part) in parts {
        assert_eq!(summary.text.matches(part).count(), 1, "{}", summary.text);
    }
    world.end().await;
}

#[tokio::test]
async fn readiness_tells_of_the_database_and_health_of_the_process() {
    let (mut world, base) = served().await;
    let get = async |path: &str| {
        let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        client.get(format!("{base}{path}")).send().await.unwrap()
    };
    assert_eq!(get("/healthz").await.status(), StatusCode::OK);
    let ready = get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::OK);
    let told: Value = ready.json().await.unwrap();
    assert_eq!((&told["ready"], &told["database"]), (&json!(true), &json!(true)), "{told}");
    world.bots_store.close().await;
    let unready = get("/readyz").await;
    assert_eq!(unready.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(unready.json::<Value>().await.unwrap()["wrong"], json!(["database"]));
    assert_eq!(get("/healthz").await.status(), StatusCode::OK);
    world.stop().await;
}

#[tokio::test]
async fn an_update_is_brought_again_until_it_is_kept() {
    let (mut world, _) = served().await;
    world.forgive();
    let lan = world.agreed("Lan").await;
    let mut other = world.database.connect().await;
    sqlx::Executor::execute(&mut other, "BEGIN IMMEDIATE").await.unwrap();
    lan.say("/trogiup");
    lan.sees("Hệ thống đang bận").await;
    let waiting = |telegram: &Emulator| !telegram.pending_updates().is_empty();
    assert!(waiting(&world.telegram), "acknowledged though not kept");
    sqlx::Executor::execute(&mut other, "ROLLBACK").await.unwrap();
    lan.sees("Ông/Bà có thể").await;
    eventually(async || !waiting(&world.telegram)).await;
    world.end().await;
}
