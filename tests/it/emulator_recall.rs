//! What the emulated Telegram lets a bot change and take back of what it sent.

use hoadep::clock::{DAY, HOUR};
use hoadep::demo::telegram::MediaKind;
use serde_json::{Value, json};
use teloxide::payloads::setters::*;
use teloxide::prelude::*;
use teloxide::types::{
    InputFile, InputMedia, InputMediaAnimation, InputMediaPhoto, MessageId, ParseMode,
};

use crate::emulator::{PNG, Stage};

fn png(name: &str) -> InputFile {
    InputFile::memory(PNG).file_name(name.to_owned())
}

impl Stage {
    /// Sends so many texts and gives their ids.
    async fn texts(&self, count: usize) -> Vec<MessageId> {
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(self.bot.send_message(self.chat(), format!("tin {number}")).await.unwrap().id);
        }
        ids
    }

    fn there(&self) -> Vec<i64> {
        let messages = self.telegram.messages(self.lan);
        messages.iter().filter(|m| m.from_bot).map(|m| m.id).collect()
    }
}

#[tokio::test]
async fn many_are_deleted_at_once_and_those_that_are_gone_are_passed_over() {
    let stage = Stage::new().await;
    let ids = stage.texts(4).await;
    stage.bot.delete_message(stage.chat(), ids[0]).await.unwrap();
    stage.bot.delete_messages(stage.chat(), ids[..3].to_vec()).await.unwrap();
    assert_eq!(stage.there(), [i64::from(ids[3].0)]);
    stage.bot.delete_messages(stage.chat(), [MessageId(900)]).await.unwrap();

    let refused = async |ids: Value| {
        stage.refused("deleteMessages", json!({"chat_id": stage.lan, "message_ids": ids})).await
    };
    assert_eq!(refused(json!([])).await, "Bad Request: message identifiers are not specified");
    assert_eq!(refused(json!([1, 0])).await, "Bad Request: invalid message identifier specified");
    let many: Vec<i64> = (1..=101).collect();
    assert_eq!(refused(json!(many)).await, "Bad Request: too many message identifiers specified");
    assert_eq!(
        stage.refused("deleteMessages", json!({"chat_id": 7, "message_ids": [1]})).await,
        "Bad Request: chat not found"
    );
}

#[tokio::test]
async fn what_is_older_than_two_days_stays_and_keeps_those_beside_it() {
    let stage = Stage::new().await;
    let old = stage.texts(1).await[0];
    stage.clock.advance(2 * DAY + HOUR);
    let new = stage.texts(1).await[0];
    let why = "Bad Request: message can't be deleted for everyone";
    let one = json!({"chat_id": stage.lan, "message_id": old.0});
    assert_eq!(stage.refused("deleteMessage", one).await, why);
    let both = json!({"chat_id": stage.lan, "message_ids": [new.0, old.0]});
    assert_eq!(stage.refused("deleteMessages", both).await, why);
    assert_eq!(stage.there().len(), 2);
}

#[tokio::test]
async fn what_stands_with_somebody_who_blocked_the_bot_can_still_be_taken_back() {
    let stage = Stage::new().await;
    let ids = stage.texts(2).await;
    stage.telegram.block(stage.lan, true);
    stage.bot.edit_message_text(stage.chat(), ids[0], "sửa").await.unwrap();
    stage.bot.delete_message(stage.chat(), ids[1]).await.unwrap();
    assert_eq!(stage.there(), [i64::from(ids[0].0)]);
}

#[tokio::test]
async fn a_file_and_its_caption_are_replaced() {
    let stage = Stage::new().await;
    let sent = stage.bot.send_photo(stage.chat(), png("a.png")).caption("một").await.unwrap();
    let number = i64::from(sent.id.0);
    stage.bot.edit_message_caption(stage.chat(), sent.id).caption("hai").await.unwrap();
    let first = stage.telegram.message(stage.lan, number).unwrap();
    assert_eq!((first.text.as_str(), first.edits), ("hai", 1));

    let media = InputMediaPhoto::new(png("b.png")).caption("<u>ba</u>").parse_mode(ParseMode::Html);
    let media = InputMedia::Photo(media);
    stage.bot.edit_message_media(stage.chat(), sent.id, media).await.unwrap();
    let second = stage.telegram.message(stage.lan, number).unwrap();
    assert_eq!((second.html.as_str(), second.edits), ("<u>ba</u>", 2));
    assert_ne!(second.media, first.media);

    let film = InputMedia::Animation(InputMediaAnimation::new(png("c.mp4")));
    stage.bot.edit_message_media(stage.chat(), sent.id, film).await.unwrap();
    let third = stage.telegram.message(stage.lan, number).unwrap();
    assert_eq!(third.media.unwrap().kind, MediaKind::Animation);
    let gone = json!({"chat_id": stage.lan, "message_id": 900,
        "media": {"type": "photo", "media": "x"}});
    assert_eq!(
        stage.refused("editMessageMedia", gone).await,
        "Bad Request: message to edit not found"
    );
}

#[tokio::test]
async fn an_album_keeps_to_its_kind() {
    let stage = Stage::new().await;
    let photo = || InputMedia::Photo(InputMediaPhoto::new(png("a.png")));
    let sent = stage.bot.send_media_group(stage.chat(), [photo(), photo()]).await.unwrap();
    let document = json!({"chat_id": stage.lan, "message_id": sent[1].id.0,
        "media": {"type": "document", "media": "x"}});
    assert_eq!(
        stage.refused("editMessageMedia", document).await,
        "Bad Request: message can't be edited"
    );
    stage.bot.edit_message_media(stage.chat(), sent[1].id, photo()).await.unwrap();
}

#[tokio::test]
async fn files_go_again_by_their_ids_and_paying_is_for_messages_alone() {
    let stage = Stage::new().await;
    let sent = [
        stage.bot.send_video(stage.chat(), png("a.mp4")).await.unwrap(),
        stage.bot.send_document(stage.chat(), png("a.pdf")).await.unwrap(),
        stage.bot.send_animation(stage.chat(), png("b.mp4")).await.unwrap(),
    ];
    let ids = [
        ("sendVideo", "video", sent[0].video().unwrap().file.id.clone()),
        ("sendDocument", "document", sent[1].document().unwrap().file.id.clone()),
        ("sendAnimation", "animation", sent[2].animation().unwrap().file.id.clone()),
    ];
    for (method, field, id) in ids {
        let mut params = json!({"chat_id": stage.lan, "allow_paid_broadcast": true});
        params[field] = json!(id);
        let (status, body) = stage.raw(method, params).await;
        assert_eq!((status, &body["ok"]), (200, &json!(true)), "{body}");
    }
    let paid = json!({"chat_id": stage.lan, "message_id": 2, "text": "a",
        "allow_paid_broadcast": true});
    assert!(stage.refused("editMessageText", paid).await.contains("allow_paid_broadcast"));
    let paid = json!({"chat_id": stage.lan, "from_chat_id": stage.lan, "message_id": 1,
        "allow_paid_broadcast": true});
    assert!(stage.refused("forwardMessage", paid).await.contains("allow_paid_broadcast"));
}

#[tokio::test]
async fn every_formatting_of_a_news_item_is_kept() {
    let stage = Stage::new().await;
    let html = "<b>a</b> <i>b</i> <u>c</u> <s>d</s> <tg-spoiler>e</tg-spoiler> <code>f</code> \
                <pre>g</pre> <blockquote>h</blockquote> <a href=\"https://hungyen.vn/\">i</a>";
    let sent = stage.bot.send_message(stage.chat(), html).parse_mode(ParseMode::Html);
    let entities = sent.await.unwrap().parse_entities().unwrap().len();
    assert_eq!(entities, 9);
    let seen = stage.telegram.last_bot_message(stage.lan).unwrap().html;
    for part in ["<u>c</u>", "<span class=\"spoiler\">e</span>", "<pre>g</pre>"] {
        assert!(seen.contains(part), "{seen}");
    }
}
