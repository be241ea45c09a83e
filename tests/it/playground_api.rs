//! The page's API, called as the page calls it.

use std::time::Duration;

use hoadep::clock::{Clock, DAY};
use hoadep::demo::telegram::{Emulator, MediaKind};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HOST, ORIGIN};
use serde_json::{Value, json};

const TOKEN: &str = "5550001:AAemulated";
const SOON: Duration = Duration::from_secs(5);
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

struct Page {
    telegram: Emulator,
    client: reqwest::Client,
    base: String,
    lan: i64,
}

impl Page {
    async fn new() -> Page {
        let telegram = Emulator::new(TOKEN, Clock::default());
        let base = telegram.bind().await.unwrap();
        let lan = telegram.add_person("Lan", Some("Nguyễn"), Some("vi"), Some("citizen"));
        Page { telegram, client: reqwest::Client::builder().build().unwrap(), base, lan }
    }

    fn at(&self, path: &str) -> String {
        format!("{}/api/demo/{path}", self.base)
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.client.post(self.at(path)).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path} {body}");
        answer.json().await.unwrap()
    }

    async fn refused(&self, path: &str, body: Value) -> String {
        let answer = self.client.post(self.at(path)).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path} {body}");
        let body: Value = answer.json().await.unwrap();
        body["error"].as_str().unwrap().to_owned()
    }

    async fn state(&self) -> Value {
        self.client.get(self.at("state")).send().await.unwrap().json().await.unwrap()
    }

    async fn bot(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{TOKEN}/{method}", self.base);
        self.client.post(url).json(&params).send().await.unwrap().json().await.unwrap()
    }
}

/// The page's event stream, an event at a time.
struct Events {
    answer: reqwest::Response,
    held: String,
}

impl Events {
    async fn open(page: &Page) -> Events {
        let answer = page.client.get(page.at("events")).send().await.unwrap();
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
        Events { answer, held: String::new() }
    }

    /// The next event of this type; others are passed over.
    async fn next(&mut self, kind: &str) -> Value {
        let search = async {
            loop {
                while let Some((event, rest)) = self.held.split_once("\n\n") {
                    let data = event.strip_prefix("data: ").map(str::to_owned);
                    self.held = rest.to_owned();
                    let Some(data) = data else { continue };
                    let event: Value = serde_json::from_str(&data).unwrap();
                    if event["type"] == kind {
                        return event;
                    }
                }
                let bytes = self.answer.chunk().await.unwrap().expect("the stream goes on");
                self.held.push_str(std::str::from_utf8(&bytes).unwrap());
            }
        };
        tokio::time::timeout(SOON, search).await.unwrap_or_else(|_| panic!("no {kind}"))
    }
}

#[tokio::test]
async fn a_person_writes_edits_presses_and_the_page_hears_of_it() {
    let page = Page::new().await;
    let lan = page.lan;
    let mut events = Events::open(&page).await;
    let sent = page.post("send", json!({"chat_id": lan, "user_id": lan, "text": "/start"})).await;
    let heard = events.next("message").await["message"].clone();
    assert_eq!(heard["message_id"], sent["message_id"]);
    assert_eq!(heard["from_name"], "Lan Nguyễn");
    page.post(
        "edit",
        json!({"chat_id": lan, "user_id": lan, "message_id": sent["message_id"], "text": "chào"}),
    )
    .await;
    assert!(events.next("message").await["message"]["edit_date"].is_number());
    let keys = json!({"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "yes"}]]});
    let asked = page
        .bot("sendMessage", json!({"chat_id": lan, "text": "Ông/Bà?", "reply_markup": keys}))
        .await;
    let message = events.next("message").await["message"].clone();
    assert_eq!(message["buttons"][0][0], json!({"text": "Đồng ý", "data": "yes", "url": null}));
    let id = &asked["result"]["message_id"];
    let press = json!({"chat_id": lan, "user_id": lan, "message_id": id, "data": "yes"});
    let query = page.post("press", press).await["callback_query_id"].clone();
    page.bot(
        "answerCallbackQuery",
        json!({"callback_query_id": query, "text": "Vâng", "show_alert": true}),
    )
    .await;
    let toast = events.next("toast").await;
    assert_eq!((&toast["user_id"], &toast["text"]), (&json!(lan), &json!("Vâng")));
    assert_eq!(toast["alert"], true);
    assert_eq!(events.next("call").await["call"]["method"], "answerCallbackQuery");
    page.bot("deleteMessage", json!({"chat_id": lan, "message_id": id})).await;
    assert_eq!(events.next("deleted").await["message_id"], *id);
}

#[tokio::test]
async fn the_state_holds_all_that_the_page_draws() {
    let page = Page::new().await;
    let lan = page.lan;
    let group = page.telegram.add_group("Tổ", &[lan]);
    page.telegram.say(lan, lan, "xin <b>chào</b>");
    let keyboard = json!({"keyboard": [[{"text": "Gửi số", "request_contact": true}]]});
    page.bot("sendMessage", json!({"chat_id": lan, "text": "Số?", "reply_markup": keyboard})).await;
    page.bot(
        "setMyCommands",
        json!({"commands": [{"command": "start", "description": "Bắt đầu"}]}),
    )
    .await;
    let state = page.state().await;
    assert_eq!(state["bot"]["username"], "hoadep_demo_bot");
    assert_eq!(state["users"][0]["role"], "citizen");
    let chats = state["chats"].as_array().unwrap();
    let own = chats.iter().find(|chat| chat["id"] == lan).unwrap();
    assert_eq!(own["messages"][0]["html"], "xin &lt;b&gt;chào&lt;/b&gt;");
    assert_eq!(own["reply_keyboard"]["keyboard"][0][0]["text"], "Gửi số");
    assert_eq!(own["commands"][0]["command"], "start");
    let shared = chats.iter().find(|chat| chat["id"] == group).unwrap();
    assert_eq!(shared["members"], json!([lan]));
    assert_eq!(state["calls"][0]["method"], "sendMessage");
    assert_eq!(state["clock_ahead_ms"], 0);
    assert!(state["now"].as_i64().unwrap() > 1_700_000_000_000);
}

#[tokio::test]
async fn several_photos_are_an_album_and_their_bytes_come_back() {
    let page = Page::new().await;
    let lan = page.lan;
    let part = |name: &str, mime: &str| {
        let part = reqwest::multipart::Part::bytes(PNG.to_vec()).file_name(name.to_owned());
        part.mime_str(mime).unwrap()
    };
    let form = |kind: &str| {
        let form = reqwest::multipart::Form::new();
        let form = form.text("chat_id", lan.to_string()).text("user_id", lan.to_string());
        form.text("caption", "Ba ảnh").text("as", kind.to_owned())
    };
    let send = |form| page.client.post(page.at("media")).multipart(form).send();
    let album = (1..=3)
        .fold(form("photo"), |form, n| form.part("file", part(&format!("{n}.png"), "image/png")));
    assert_eq!(send(album).await.unwrap().status(), StatusCode::OK);
    let messages = page.telegram.messages(lan);
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0].text, "Ba ảnh");
    assert!(messages[0].media_group_id.is_some());
    assert!(messages.iter().all(|one| one.media_group_id == messages[0].media_group_id));
    assert!(messages.iter().all(|one| one.media.as_ref().unwrap().kind == MediaKind::Photo));
    let photo = &messages[1].media.as_ref().unwrap().file_id;
    let file = page.client.get(page.at(&format!("file/{photo}"))).send().await.unwrap();
    assert_eq!(file.headers()[CONTENT_TYPE], "image/png");
    assert_eq!(file.bytes().await.unwrap(), PNG);
    // A page in disguise is handed out as plain bytes.
    let page_file = form("photo").part("file", part("x.html", "text/html"));
    assert_eq!(send(page_file).await.unwrap().status(), StatusCode::OK);
    let document = page.telegram.messages(lan).pop().unwrap();
    assert!(document.media_group_id.is_none());
    let media = document.media.unwrap();
    assert_eq!(media.kind, MediaKind::Document);
    let file = page.client.get(page.at(&format!("file/{}", media.file_id))).send().await.unwrap();
    assert_eq!(file.headers()[CONTENT_TYPE], "application/octet-stream");
    assert_eq!(send(form("photo")).await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn people_come_block_and_share_their_number() {
    let page = Page::new().await;
    let mut events = Events::open(&page).await;
    let added = page
        .post("users", json!({"first_name": " Mai ", "last_name": "", "language_code": "en"}))
        .await;
    let mai = added["id"].as_i64().unwrap();
    let heard = events.next("user").await["user"].clone();
    assert_eq!((&heard["first_name"], &heard["last_name"]), (&json!("Mai"), &Value::Null));
    page.post("contact", json!({"chat_id": mai, "user_id": mai, "phone": "+84 900 000 001"})).await;
    let contact = page.telegram.messages(mai).pop().unwrap().contact.unwrap();
    assert_eq!(contact.phone_number, "+84900000001");
    assert_eq!(contact.user_id, Some(mai));
    page.post("block", json!({"user_id": mai, "blocked": true})).await;
    let sent = page.bot("sendMessage", json!({"chat_id": mai, "text": "?"})).await;
    assert_eq!(sent["description"], "Forbidden: bot was blocked by the user");
}

#[tokio::test]
async fn faults_and_the_clock_are_moved_from_the_page() {
    let page = Page::new().await;
    let lan = page.lan;
    page.telegram.say(lan, lan, "/start");
    let mut events = Events::open(&page).await;
    page.post("faults", json!({"chat_id": lan, "kind": "429", "count": 2})).await;
    assert_eq!(events.next("faults").await["faults"][0]["kind"], "429");
    let sent = page.bot("sendMessage", json!({"chat_id": lan, "text": "?"})).await;
    assert_eq!(sent["parameters"]["retry_after"], 5);
    assert_eq!(page.state().await["faults"][0]["count"], 1);
    page.client.delete(page.at("faults")).send().await.unwrap();
    assert_eq!(page.state().await["faults"], json!([]));
    page.post("clock", json!({ "advance_ms": DAY })).await;
    assert_eq!(events.next("clock").await["clock_ahead_ms"], DAY);
    assert_eq!(page.state().await["clock_ahead_ms"], DAY);
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_in_one_sentence() {
    let page = Page::new().await;
    let lan = page.lan;
    let own = |more: Value| {
        let mut body = json!({"chat_id": lan, "user_id": lan});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (path, body) in [
        ("send", own(json!({"text": " \n"}))),
        ("send", json!({"chat_id": -5, "user_id": lan, "text": "a"})),
        ("send", json!({"text": "a"})),
        ("edit", own(json!({"message_id": 99, "text": "a"}))),
        ("press", own(json!({"message_id": 1}))),
        ("contact", own(json!({"phone": "cháu quên rồi"}))),
        ("block", json!({"user_id": 12, "blocked": true})),
        ("users", json!({"first_name": "  "})),
        ("faults", json!({"kind": "flood"})),
        ("faults", json!({"kind": "500", "count": 0})),
        ("clock", json!({"advance_ms": -1})),
        ("clock", json!({"advance_ms": 400 * DAY})),
    ] {
        assert!(!page.refused(path, body).await.is_empty());
    }
}

#[tokio::test]
async fn streams_and_polls_end_when_the_demo_closes() {
    let page = Page::new().await;
    let mut events = Events::open(&page).await;
    let poll = page.bot("getUpdates", json!({"timeout": 50}));
    let close = async {
        page.telegram.wait_for(|t| (t.polls() > 0).then_some(()), SOON).await.unwrap();
        page.telegram.close();
    };
    let (polled, ()) =
        tokio::time::timeout(SOON, async { tokio::join!(poll, close) }).await.unwrap();
    assert_eq!(polled["result"], json!([]));
    let ended = tokio::time::timeout(SOON, async {
        while events.answer.chunk().await.unwrap().is_some() {}
    });
    ended.await.expect("the stream ends");
}

mod stage {
    use super::*;
    use hoadep::config::DemoConfig;
    use hoadep::demo::Stage;

    fn config(dir: Option<&std::path::Path>) -> DemoConfig {
        let data = dir.map(std::path::Path::to_owned);
        DemoConfig { data, listen: "127.0.0.1:8080".parse().unwrap() }
    }

    async fn served(stage: &Stage) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        stage.serve(listener, axum::Router::new());
        base
    }

    #[tokio::test]
    async fn people_clock_and_messages_are_there_again_in_the_same_directory() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("made/when absent #1");
        let stage = Stage::open(&config(Some(&data)), Clock::default()).unwrap();
        assert!(stage.is_new);
        let (lan, people) = (stage.citizens[0], (stage.citizens, stage.reviewer, stage.admin));
        assert_eq!(stage.telegram.user(stage.citizens[1]).unwrap().language_code.unwrap(), "en");
        stage.telegram.say(lan, lan, "/start");
        stage.telegram.advance_clock(3 * DAY);
        assert!(stage.database_url().expose().ends_with("/when absent %231/hoadep.db"));
        let group = stage.review_chat;
        drop(stage);
        let clock = Clock::default();
        let stage = Stage::open(&config(Some(&data)), clock.clone()).unwrap();
        assert!(!stage.is_new);
        assert_eq!((stage.citizens, stage.reviewer, stage.admin), people);
        assert_eq!(stage.review_chat, group);
        assert_eq!(clock.ahead(), 3 * DAY);
        assert_eq!(stage.telegram.messages(lan)[0].text, "/start");
        assert_eq!(stage.telegram.users().len(), 8);
    }

    #[tokio::test]
    async fn a_second_demo_on_the_same_directory_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let _first = Stage::open(&config(Some(dir.path())), Clock::default()).unwrap();
        let error = Stage::open(&config(Some(dir.path())), Clock::default()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("another demo is running") && text.contains("--data"), "{text}");
        assert!(!text.contains('\n'));
        let file = dir.path().join("a file");
        std::fs::write(&file, "").unwrap();
        let error = Stage::open(&config(Some(&file)), Clock::default()).unwrap_err();
        assert!(error.to_string().contains("cannot keep its data"), "{error}");
    }

    #[tokio::test]
    async fn a_temporary_directory_goes_with_the_demo() {
        let stage = Stage::open(&config(None), Clock::default()).unwrap();
        let dir = stage.dir().to_owned();
        assert!(dir.is_dir());
        drop(stage);
        assert!(!dir.exists());
    }

    #[tokio::test]
    async fn page_api_and_bot_api_are_one_server_for_this_machine_alone() {
        let stage = Stage::open(&config(None), Clock::default()).unwrap();
        let base = served(&stage).await;
        let client = reqwest::Client::builder().build().unwrap();
        let me = format!("bot{}/getMe", stage.token());
        for path in ["", "playground/app.js", "samples/road.png", "api/demo/state", me.as_str()] {
            let answer = client.get(format!("{base}/{path}")).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
        }
        let state = format!("{base}/api/demo/state");
        let rebound = client.get(&state).header(HOST, "evil.example:80").send().await.unwrap();
        assert_eq!(rebound.status(), StatusCode::FORBIDDEN);
        let faults = format!("{base}/api/demo/faults");
        let other = client.delete(&faults).header(ORIGIN, "https://evil.example").send();
        assert_eq!(other.await.unwrap().status(), StatusCode::FORBIDDEN);
        let own = client.delete(&faults).header(ORIGIN, &base).send().await.unwrap();
        assert_eq!(own.status(), StatusCode::OK);
        // What a browser says of a picture, a script, a link: from where, and what for.
        let asked = async |path: &str, site: &str, mode: &str| {
            let call = client.get(format!("{base}/{path}"));
            let call = call.header("sec-fetch-site", site).header("sec-fetch-mode", mode);
            call.send().await.unwrap().status()
        };
        for path in [me.as_str(), "api/demo/state", "playground/app.js", ""] {
            for site in ["cross-site", "same-site"] {
                assert_eq!(asked(path, site, "no-cors").await, StatusCode::FORBIDDEN, "{path}");
            }
            for site in ["same-origin", "none"] {
                assert_eq!(asked(path, site, "cors").await, StatusCode::OK, "{path}");
            }
        }
        assert_eq!(asked("", "cross-site", "navigate").await, StatusCode::OK);
        assert_eq!(asked(&me, "cross-site", "navigate").await, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn each_directory_has_a_token_of_its_own_and_keeps_it() {
        let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let token = |at: usize| {
            let stage = Stage::open(&config(Some(dirs[at].path())), Clock::default()).unwrap();
            stage.token().to_owned()
        };
        let first = token(0);
        assert_eq!(first.len(), 32);
        assert_eq!(token(0), first);
        assert_ne!(token(1), first);
        // Half written by a demo that was killed.
        std::fs::write(dirs[0].path().join("token"), &first[..12]).unwrap();
        assert_eq!(token(0).len(), 32);
    }

    #[tokio::test]
    async fn the_demo_calls_webhooks_of_this_machine_alone() {
        let stage = Stage::open(&config(None), Clock::default()).unwrap();
        let base = served(&stage).await;
        let client = reqwest::Client::builder().build().unwrap();
        let set = async |url: &str| {
            let call = client.post(format!("{base}/bot{}/setWebhook", stage.token()));
            call.json(&json!({"url": url})).send().await.unwrap().status()
        };
        for elsewhere in [
            "https://evil.example/hook",
            "http://127.0.0.1@evil.example/hook",
            "http://127.0.0.1.evil.example/hook",
            "https://10.0.0.1/hook",
            "not an address",
        ] {
            assert_eq!(set(elsewhere).await, StatusCode::BAD_REQUEST, "{elsewhere}");
        }
        for here in ["http://127.0.0.1:1/hook", "https://localhost:1/hook", ""] {
            assert_eq!(set(here).await, StatusCode::OK, "{here}");
        }
    }
}
