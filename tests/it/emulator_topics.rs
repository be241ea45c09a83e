//! Groups of the emulated Telegram: topics, upgrades, and the bot put in and out, as strict as the real
//! ones.

use std::time::Duration;

use hoadep::clock::Clock;
use hoadep::demo::telegram::Emulator;
use serde_json::{Value, json};
use teloxide::types::{ChatMemberKind, Update, UpdateKind};

const TOKEN: &str = "5550001:AAemulated";
const SOON: Duration = Duration::from_secs(5);

struct Stage {
    telegram: Emulator,
    base: String,
    boss: i64,
}

impl Stage {
    async fn new() -> Self {
        let telegram = Emulator::new(TOKEN, Clock::default());
        let base = telegram.bind().await.unwrap();
        let boss = telegram.add_user("Dũng", None, Some("vi"));
        Self { telegram, base, boss }
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{TOKEN}/{method}", self.base);
        let client = reqwest::Client::builder().timeout(SOON).build().unwrap();
        let answer = client.post(url).json(&params).send().await.unwrap();
        answer.json().await.unwrap()
    }

    async fn refused(&self, method: &str, params: Value) -> String {
        let body = self.call(method, params).await;
        assert_eq!(body["ok"], false, "{body}");
        body["description"].as_str().unwrap().to_owned()
    }

    /// The updates that wait, as teloxide reads them.
    fn updates(&self) -> Vec<Update> {
        let waiting = self.telegram.pending_updates().into_iter();
        waiting.map(|update| serde_json::from_str(&update.to_string()).unwrap()).collect()
    }
}

#[tokio::test]
async fn topics_are_made_in_forums_by_who_may_and_written_into_while_they_are_there() {
    let stage = Stage::new().await;
    let (telegram, boss) = (&stage.telegram, stage.boss);
    let group = telegram.add_group("Tỉnh", &[boss]);
    let make = json!({"chat_id": group, "name": "Xã Lê Lợi"});
    let said = stage.refused("createForumTopic", make.clone()).await;
    assert_eq!(said, "Bad Request: the chat is not a forum");
    telegram.set_forum(group, true);
    let said = stage.refused("createForumTopic", make.clone()).await;
    assert_eq!(said, "Bad Request: not enough rights to create a topic");
    telegram.let_manage_topics(group, boss, true);
    let made = stage.call("createForumTopic", make).await["result"].clone();
    assert_eq!(made["name"], "Xã Lê Lợi");
    let thread = made["message_thread_id"].as_i64().unwrap();
    assert_eq!(telegram.topics(group), [(thread, "Xã Lê Lợi".to_owned())]);
    let write = |thread: i64| json!({"chat_id": group, "text": "?", "message_thread_id": thread});
    let sent = stage.call("sendMessage", write(thread)).await["result"].clone();
    assert_eq!(sent["message_thread_id"], thread);
    assert_eq!(
        (&sent["is_topic_message"], &sent["chat"]["is_forum"]),
        (&json!(true), &json!(true))
    );
    for method in ["sendMessage", "sendChatAction"] {
        let mut params = write(thread + 40);
        if method == "sendChatAction" {
            params = json!({"chat_id": group, "action": "typing", "message_thread_id": 9_999});
        }
        let said = stage.refused(method, params).await;
        assert_eq!(said, "Bad Request: message thread not found");
    }
    telegram.say(boss, boss, "/start");
    let private = json!({"chat_id": boss, "text": "?", "message_thread_id": thread});
    let said = stage.refused("sendMessage", private).await;
    assert_eq!(said, "Bad Request: message thread not found");
    telegram.delete_topic(group, thread);
    assert!(telegram.messages(group).is_empty());
    let said = stage.refused("sendMessage", write(thread)).await;
    assert_eq!(said, "Bad Request: message thread not found");
    // What a person says in a topic, as the bot is told it.
    let thread = telegram.add_topic(group, boss, "Phố Hiến");
    telegram.say_in(group, thread, boss, "/gannhom");
    let updates = stage.updates();
    let Some(UpdateKind::Message(told)) = updates.last().map(|update| &update.kind) else {
        panic!("{updates:?}")
    };
    assert!(told.is_topic_message);
    assert_eq!(told.thread_id.map(|thread| i64::from(thread.0.0)), Some(thread));
}

#[tokio::test]
async fn a_group_that_is_upgraded_has_another_id_and_says_so() {
    let stage = Stage::new().await;
    let (telegram, boss) = (&stage.telegram, stage.boss);
    let old = telegram.add_small_group("Tổ", &[boss]);
    let new = telegram.upgrade_group(old, boss);
    let body = stage.call("sendMessage", json!({"chat_id": old, "text": "?"})).await;
    assert_eq!(body["parameters"]["migrate_to_chat_id"], new);
    assert_eq!(stage.call("sendMessage", json!({"chat_id": new, "text": "?"})).await["ok"], true);
    let updates = stage.updates();
    let [leaves, comes] = updates.as_slice() else { panic!("{updates:?}") };
    let UpdateKind::Message(leaves) = &leaves.kind else { panic!("{leaves:?}") };
    assert_eq!(leaves.migrate_to_chat_id().map(|chat| chat.0), Some(new));
    let UpdateKind::Message(comes) = &comes.kind else { panic!("{comes:?}") };
    assert_eq!((comes.chat.id.0, comes.chat.is_supergroup()), (new, true));
}

#[tokio::test]
async fn the_bot_is_told_what_it_may_in_a_group_and_when_it_is_taken_out() {
    let stage = Stage::new().await;
    let (telegram, boss) = (&stage.telegram, stage.boss);
    let group = telegram.add_group("Tỉnh", &[boss]);
    telegram.let_manage_topics(group, boss, true);
    telegram.take_bot_out(group, boss);
    let updates = stage.updates();
    let standings: Vec<_> = updates
        .iter()
        .map(|update| match &update.kind {
            UpdateKind::MyChatMember(change) => &change.new_chat_member.kind,
            other => panic!("{other:?}"),
        })
        .collect();
    let [ChatMemberKind::Administrator(rights), ChatMemberKind::Left] = standings.as_slice() else {
        panic!("{standings:?}")
    };
    assert!(rights.can_manage_topics);
    let said = stage.refused("sendMessage", json!({"chat_id": group, "text": "?"})).await;
    assert_eq!(said, "Forbidden: bot is not a member of the supergroup chat");
}
