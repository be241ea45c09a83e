//! The real program is told to end, is started twice, and the demo is killed and goes on.

use std::time::Duration;

use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;
use hoadep::store::{Store, outbox};
use serde_json::{Value, json};

use crate::program::{Program, run_command};
use crate::tester::{PATIENCE, STORY, TOKEN, code_in};

const HELP: &str = "Ông/Bà có thể";

/// How many of the bot's messages in a chat say so.
fn says(telegram: &Emulator, chat: i64, text: &str) -> usize {
    let messages = telegram.messages(chat).into_iter();
    messages.filter(|message| message.from_bot && message.text.contains(text)).count()
}

#[tokio::test]
async fn told_to_end_it_sends_what_is_due_ends_well_and_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    let base = telegram.bind().await.unwrap();
    let mut program = Program::run(folder.path(), &base, "");
    for signal in ["TERM", "INT"] {
        let people: Vec<i64> =
            (0..40).map(|_| telegram.add_user("Lan", None, Some("vi"))).collect();
        for &id in &people {
            telegram.say(id, id, "/trogiup");
        }
        // In the middle of it: the first have their answers.
        let begun = |telegram: &Emulator| {
            people.iter().any(|&id| says(telegram, id, HELP) > 0).then_some(())
        };
        telegram.wait_for(begun, PATIENCE).await.expect("nobody was answered");
        program.signal(signal);
        // Meanwhile others come.
        let late = telegram.add_user("Minh", None, Some("vi"));
        telegram.say(late, late, "/trogiup");
        let status = program.ends().await;
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
        assert_eq!(status.code(), Some(0), "{signal}: {log}");
        let url = format!("sqlite://{}", folder.path().join("hoadep.db").display());
        let store = Store::open(&url).await.unwrap();
        let mut reader = store.read().await.unwrap();
        assert_eq!(outbox::oldest(&mut reader).await.unwrap(), None, "{signal}: left unsent");
        drop(reader);
        store.close().await;
        program = Program::run(folder.path(), &base, "");
        for &id in people.iter().chain([&late]) {
            let answered = |telegram: &Emulator| (says(telegram, id, HELP) > 0).then_some(());
            telegram.wait_for(answered, PATIENCE).await.expect("somebody was forgotten");
            assert_eq!(says(&telegram, id, HELP), 1, "{signal}: answered twice");
        }
    }
}

#[tokio::test]
async fn a_second_program_on_the_same_file_is_refused_in_one_line_and_the_first_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let telegram = Emulator::new(TOKEN, Clock::default());
    let base = telegram.bind().await.unwrap();
    let _first = Program::run(folder.path(), &base, "");
    let lan = telegram.add_user("Lan", None, Some("vi"));
    let answered = |times: usize| {
        move |telegram: &Emulator| (says(telegram, lan, HELP) == times).then_some(())
    };
    telegram.say(lan, lan, "/trogiup");
    telegram.wait_for(answered(1), PATIENCE).await.expect("the first is at work");
    let mut second = run_command(folder.path(), &base, "");
    let output = tokio::task::spawn_blocking(move || second.output().unwrap()).await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.starts_with("error: another hoadep is at work on"), "{said}");
    assert!(output.stdout.is_empty());
    telegram.say(lan, lan, "/trogiup");
    telegram.wait_for(answered(2), PATIENCE).await.expect("the first goes on");
}

/// The demo's page, in the hands of Lan.
struct Page {
    client: reqwest::Client,
    base: String,
    lan: i64,
}

impl Page {
    async fn open(base: String) -> Self {
        let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        let mut page = Self { client, base, lan: 0 };
        let users = page.state().await["users"].clone();
        let mut users = users.as_array().unwrap().iter();
        let lan = users.find(|user| user["first_name"] == "Lan").unwrap();
        page.lan = lan["id"].as_i64().unwrap();
        page
    }

    async fn state(&self) -> Value {
        let url = format!("{}/api/demo/state", self.base);
        self.client.get(url).send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, mut body: Value) {
        body["chat_id"] = self.lan.into();
        body["user_id"] = self.lan.into();
        let url = format!("{}/api/demo/{path}", self.base);
        let answer = self.client.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// The messages of Lan's chat, the newest first.
    async fn messages(&self) -> Vec<Value> {
        let state = self.state().await;
        let mut chats = state["chats"].as_array().unwrap().iter();
        let chat = chats.find(|chat| chat["id"] == self.lan).unwrap();
        chat["messages"].as_array().unwrap().iter().rev().cloned().collect()
    }

    async fn says(&self, text: &str) {
        self.post("send", json!({ "text": text })).await;
    }

    async fn presses(&self, label: &str) {
        let messages = self.messages().await;
        let pressed = messages.iter().find_map(|message| {
            let mut buttons = message["buttons"].as_array()?.iter().filter_map(Value::as_array);
            let data = buttons.find_map(|row| row.iter().find(|button| button["text"] == label));
            Some((message["message_id"].clone(), data?["data"].clone()))
        });
        let (message, data) = pressed.unwrap_or_else(|| panic!("no {label:?} in {messages:#?}"));
        self.post("press", json!({"message_id": message, "data": data})).await;
    }

    /// Waits for the bot to have said so.
    async fn sees(&self, text: &str) -> String {
        let waiting = async {
            loop {
                let messages = self.messages().await;
                let mut texts = messages.iter().filter(|message| message["from"] != self.lan);
                let found = texts.find(|message| message["text"].as_str().unwrap().contains(text));
                if let Some(message) = found {
                    return message["text"].as_str().unwrap().to_owned();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let seen = tokio::time::timeout(PATIENCE, waiting).await;
        seen.unwrap_or_else(|_| panic!("{text:?} did not come"))
    }
}

#[tokio::test]
async fn a_demo_that_was_killed_finds_chats_draft_and_nomination_again() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, base) = Program::demo(Some(folder.path()));
    let page = Page::open(base).await;
    page.says("/start").await;
    page.sees("Kính chào").await;
    page.presses("Đồng ý").await;
    page.sees("Cảm ơn").await;
    page.says("/gioithieu").await;
    page.sees("Bước 1/4").await;
    page.presses("Cá nhân").await;
    page.sees("họ và tên").await;
    page.says("Nguyễn Văn Tư").await;
    page.sees("Bước 2/4").await;
    // Killed with this on its way.
    page.says("pho hien").await;
    demo.kill();

    let (demo, base) = Program::demo(Some(folder.path()));
    let page = Page::open(base).await;
    page.sees("Cảm ơn").await;
    page.sees("Bước 3/4").await;
    page.says(STORY).await;
    page.sees("Đã nhận").await;
    page.presses("Xong").await;
    let summary = page.sees("Bước 4/4").await;
    assert!(summary.contains("Nguyễn Văn Tư") && summary.contains(STORY), "{summary}");
    page.presses("✅ Gửi").await;
    let code = code_in(&page.sees("Mã hồ sơ").await);
    demo.kill();

    let (mut demo, base) = Program::demo(Some(folder.path()));
    let page = Page::open(base).await;
    page.sees(&code).await;
    page.says("/hoso").await;
    page.sees("Hồ sơ Ông/Bà đã gửi").await;
    demo.signal("INT");
    assert_eq!(demo.ends().await.code(), Some(0));
}
