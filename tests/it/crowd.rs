//! Many people of the emulator, who have begun a talk with the bot of which it knows nothing.

use hoadep::demo::telegram::Emulator;

/// Adds so many people, whose ids follow each other, and gives the first id. No bot may be at work.
pub async fn crowd(telegram: &Emulator, base: &str, token: &str, people: i64) -> i64 {
    let mut first = None;
    for place in 0..people {
        let id = telegram.add_user("Lan", None, Some("vi"));
        assert_eq!(id - place, *first.get_or_insert(id), "ids do not follow each other");
        telegram.say(id, id, "/start");
    }
    forget_updates(base, token).await;
    assert!(telegram.pending_updates().is_empty());
    first.expect("somebody was added")
}

/// Acknowledges all that the emulator has for the bot.
pub async fn forget_updates(base: &str, token: &str) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut offset = -1;
    for _ in 0..2 {
        let url = format!("{base}/bot{token}/getUpdates?offset={offset}&timeout=0");
        let told = client.get(url).send().await.unwrap().bytes().await.unwrap();
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        let last = told["result"].as_array().and_then(|all| all.last());
        let Some(last) = last.and_then(|last| last["update_id"].as_i64()) else { return };
        offset = last + 1;
    }
}
