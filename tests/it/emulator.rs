//! The emulated Telegram, driven by teloxide and by raw HTTP, as any bot would drive it.

use std::time::Duration;

use hoadep::clock::{Clock, DAY, SECOND};
use hoadep::demo::telegram::{Emulator, Fault, FaultKind, Media, MediaKind};
use serde_json::{Value, json};
use teloxide::net::Download;
use teloxide::payloads::setters::*;
use teloxide::prelude::*;
use teloxide::types::{
    BotCommand, ChatFullInfoKind, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
    InputMedia, InputMediaPhoto, KeyboardButton, KeyboardMarkup, MessageId, ParseMode, UpdateKind,
    UserId,
};
use teloxide::{ApiError, RequestError};

pub(crate) const TOKEN: &str = "5550001:AAemulated";
const SOON: Duration = Duration::from_secs(5);
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// A served emulator, one person who has written, and teloxide.
pub(crate) struct Stage {
    pub(crate) telegram: Emulator,
    pub(crate) clock: Clock,
    pub(crate) base: String,
    pub(crate) lan: i64,
    pub(crate) bot: Bot,
}

impl Stage {
    pub(crate) async fn new() -> Stage {
        let clock = Clock::default();
        Stage::around(Emulator::new(TOKEN, clock.clone()), clock).await
    }

    pub(crate) async fn around(telegram: Emulator, clock: Clock) -> Stage {
        let base = telegram.bind().await.unwrap();
        let lan = telegram.add_user("Lan", Some("Nguyễn"), Some("vi"));
        telegram.say(lan, lan, "/start");
        let bot = Bot::new(TOKEN).set_api_url(base.parse().unwrap());
        Stage { telegram, clock, base, lan, bot }
    }

    pub(crate) fn chat(&self) -> ChatId {
        ChatId(self.lan)
    }

    /// A call as raw JSON: the status and the body.
    pub(crate) async fn raw(&self, method: &str, params: Value) -> (u16, Value) {
        let url = format!("{}/bot{TOKEN}/{method}", self.base);
        let answer = client().post(url).json(&params).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Why a call is refused.
    pub(crate) async fn refused(&self, method: &str, params: Value) -> String {
        let (status, body) = self.raw(method, params).await;
        assert_eq!(body["ok"], false, "{body}");
        assert_eq!(body["error_code"], status);
        body["description"].as_str().unwrap().to_owned()
    }

    /// Sends a text with one button and gives the message's id.
    async fn ask(&self, label: &str, data: &str) -> i64 {
        let keys = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(label, data)]]);
        let sent = self.bot.send_message(self.chat(), "?").reply_markup(keys).await.unwrap();
        i64::from(sent.id.0)
    }
}

pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().timeout(SOON).build().unwrap()
}

pub(crate) fn why<T: std::fmt::Debug>(result: Result<T, RequestError>) -> ApiError {
    match result {
        Err(RequestError::Api(error)) => error,
        other => panic!("an API error was expected: {other:?}"),
    }
}

#[tokio::test]
async fn a_text_goes_there_and_back_through_teloxide() {
    let stage = Stage::new().await;
    let me = stage.bot.get_me().await.unwrap();
    assert!(me.is_bot && me.id == UserId(5_550_001));

    let updates = stage.bot.get_updates().await.unwrap();
    let [update] = updates.as_slice() else { panic!("{updates:?}") };
    let UpdateKind::Message(start) = &update.kind else { panic!("{update:?}") };
    assert_eq!(start.text(), Some("/start"));
    assert_eq!(start.from.as_ref().unwrap().language_code.as_deref(), Some("vi"));

    let sent = stage
        .bot
        .send_message(start.chat.id, "Chào <b>Lan &amp; bạn</b>!")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("Chào Lan & bạn!"));
    let seen = stage.telegram.last_bot_message(stage.lan).unwrap();
    assert_eq!(seen.text, "Chào Lan & bạn!");
    assert_eq!(seen.html, "Chào <b>Lan &amp; bạn</b>!");

    let offset = i32::try_from(update.id.0).unwrap() + 1;
    assert!(stage.bot.get_updates().offset(offset).await.unwrap().is_empty());
    assert!(stage.telegram.pending_updates().is_empty());
}

#[tokio::test]
async fn a_press_is_answered_once_and_soon() {
    let stage = Stage::new().await;
    let message = stage.ask("Đồng ý", "yes:1").await;
    let query = stage.telegram.press_label(stage.lan, stage.lan, message, "Đồng ý");
    let updates = stage.bot.get_updates().await.unwrap();
    let UpdateKind::CallbackQuery(pressed) = &updates[1].kind else { panic!("{updates:?}") };
    assert_eq!(pressed.data.as_deref(), Some("yes:1"));
    assert_eq!(i64::from(pressed.message.as_ref().unwrap().id().0), message);

    stage.bot.answer_callback_query(pressed.id.clone()).text("Đã nhận").await.unwrap();
    assert_eq!(stage.telegram.callback_answer(&query).unwrap().text, "Đã nhận");
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let again = json!({"callback_query_id": query});
    assert_eq!(stage.refused("answerCallbackQuery", again).await, old);

    let late = stage.telegram.press(stage.lan, stage.lan, message, "forged");
    stage.clock.advance(60 * SECOND);
    let late = json!({"callback_query_id": late});
    assert_eq!(stage.refused("answerCallbackQuery", late).await, old);
}

#[tokio::test]
async fn a_press_on_a_deleted_message_names_an_inaccessible_one() {
    let stage = Stage::new().await;
    let message = stage.ask("x", "x").await;
    let id = MessageId(i32::try_from(message).unwrap());
    stage.bot.delete_message(stage.chat(), id).await.unwrap();
    stage.telegram.press(stage.lan, stage.lan, message, "x");
    let updates = stage.bot.get_updates().await.unwrap();
    let UpdateKind::CallbackQuery(pressed) = &updates[1].kind else { panic!("{updates:?}") };
    assert!(pressed.regular_message().is_none());
}

#[tokio::test]
async fn edits_change_the_message_and_sameness_is_refused() {
    let stage = Stage::new().await;
    let sent = stage.bot.send_message(stage.chat(), "một").await.unwrap();
    let edit = |text: &str| stage.bot.edit_message_text(stage.chat(), sent.id, text.to_owned());
    edit("hai").await.unwrap();
    let seen = stage.telegram.last_bot_message(stage.lan).unwrap();
    assert_eq!((seen.text.as_str(), seen.edits), ("hai", 1));
    assert_eq!(why(edit("hai ").await), ApiError::MessageNotModified);
    let gone = stage.bot.edit_message_text(stage.chat(), MessageId(99), "x").await;
    assert_eq!(why(gone), ApiError::MessageToEditNotFound);
    let theirs = stage.bot.edit_message_text(stage.chat(), MessageId(1), "x").await;
    assert_eq!(why(theirs), ApiError::MessageCantBeEdited);
}

#[tokio::test]
async fn limits_hold() {
    let stage = Stage::new().await;
    let text = |text: String| stage.bot.send_message(stage.chat(), text);
    text("🌸".repeat(2_048)).await.unwrap();
    assert_eq!(why(text("🌸".repeat(2_049)).await), ApiError::MessageIsTooLong);
    assert_eq!(why(text(" \n ".into()).await), ApiError::MessageTextIsEmpty);
    let bold = format!("<b>{}</b>", "a".repeat(4_096));
    text(bold).parse_mode(ParseMode::Html).await.unwrap();
    assert!(matches!(
        why(text("<b>a".into()).parse_mode(ParseMode::Html).await),
        ApiError::CantParseEntities(_)
    ));
    let keys = |data: String| {
        let button = InlineKeyboardButton::callback("x", data);
        text("?".into()).reply_markup(InlineKeyboardMarkup::new([[button]]))
    };
    keys("d".repeat(64)).await.unwrap();
    assert_eq!(why(keys("d".repeat(65)).await), ApiError::ButtonDataInvalid);
    let toast = json!({"callback_query_id": "1", "text": "t".repeat(201)});
    assert_eq!(stage.refused("answerCallbackQuery", toast).await, "Bad Request: MESSAGE_TOO_LONG");
}

#[tokio::test]
async fn wrong_calls_are_refused_in_the_real_words() {
    let stage = Stage::new().await;
    let to = stage.lan;
    assert_eq!(stage.raw("sendNothing", json!({})).await.0, 404);
    assert_eq!(
        stage.refused("sendMessage", json!({"chat_id": 1, "text": "a"})).await,
        "Bad Request: chat not found"
    );
    assert_eq!(
        stage.refused("sendMessage", json!({"chat_id": to})).await,
        "Bad Request: message text is empty"
    );
    let unknown = json!({"chat_id": to, "text": "a", "colour": "red"});
    assert!(stage.refused("sendMessage", unknown).await.contains("colour"));
    let wrong = Bot::new("1:wrong").set_api_url(stage.base.parse().unwrap());
    assert_eq!(why(wrong.get_me().await), ApiError::InvalidToken);
}

#[tokio::test]
async fn nobody_is_written_to_before_they_write_or_after_they_block() {
    let stage = Stage::new().await;
    let an = stage.telegram.add_user("An", None, None);
    let to = json!({"chat_id": an, "text": "a"});
    assert_eq!(
        stage.refused("sendMessage", to).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    stage.telegram.block(stage.lan, true);
    assert_eq!(why(stage.bot.send_message(stage.chat(), "a").await), ApiError::BotBlocked);
    stage.telegram.block(stage.lan, false);
    stage.bot.send_message(stage.chat(), "a").await.unwrap();
    let updates = stage.bot.get_updates().await.unwrap();
    let UpdateKind::MyChatMember(blocked) = &updates[1].kind else { panic!("{updates:?}") };
    assert!(blocked.new_chat_member.is_banned());
    let UpdateKind::MyChatMember(back) = &updates[2].kind else { panic!("{updates:?}") };
    assert!(back.new_chat_member.is_member());
}

#[tokio::test]
async fn a_poll_waits_for_an_update() {
    let stage = Stage::new().await;
    let first = stage.bot.get_updates().await.unwrap();
    let offset = i32::try_from(first[0].id.0).unwrap() + 1;
    let poll = tokio::spawn(stage.bot.get_updates().offset(offset).timeout(10).send());
    // Confirmed: the poll is open.
    stage.telegram.wait_for(|t| t.pending_updates().is_empty().then_some(()), SOON).await.unwrap();
    stage.telegram.say(stage.lan, stage.lan, "xin chào");
    let updates = tokio::time::timeout(SOON, poll).await.unwrap().unwrap().unwrap();
    assert_eq!(updates.len(), 1);
}

#[tokio::test]
async fn a_second_poll_ends_the_first_with_a_conflict() {
    let stage = Stage::new().await;
    let first = stage.bot.get_updates().await.unwrap();
    let offset = i32::try_from(first[0].id.0).unwrap() + 1;
    let poll = tokio::spawn(stage.bot.get_updates().offset(offset).timeout(10).send());
    stage.telegram.wait_for(|t| t.pending_updates().is_empty().then_some(()), SOON).await.unwrap();
    stage.bot.get_updates().offset(offset).await.unwrap();
    let ended = tokio::time::timeout(SOON, poll).await.unwrap().unwrap();
    assert_eq!(why(ended), ApiError::TerminatedByOtherGetUpdates);
}

#[tokio::test]
async fn unwanted_kinds_of_update_are_not_kept() {
    let stage = Stage::new().await;
    stage.raw("getUpdates", json!({"allowed_updates": ["callback_query"]})).await;
    stage.telegram.say(stage.lan, stage.lan, "thôi");
    assert_eq!(stage.telegram.pending_updates().len(), 1);
    stage.raw("getUpdates", json!({"allowed_updates": []})).await;
    stage.telegram.say(stage.lan, stage.lan, "lại");
    assert_eq!(stage.telegram.pending_updates().len(), 2);
}

#[tokio::test]
async fn an_update_can_come_twice() {
    let stage = Stage::new().await;
    let first = stage.bot.get_updates().await.unwrap();
    let id = i64::from(first[0].id.0);
    let offset = i32::try_from(id).unwrap() + 1;
    assert!(stage.bot.get_updates().offset(offset).await.unwrap().is_empty());
    assert!(stage.telegram.redeliver(id));
    let again = stage.bot.get_updates().offset(offset).await.unwrap();
    assert_eq!(again, first);
    assert!(stage.bot.get_updates().offset(offset).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_photo_comes_in_several_sizes_and_can_be_fetched() {
    let stage = Stage::new().await;
    let photo = Media::new(MediaKind::Photo).caption("Cây đa").bytes(PNG.to_vec());
    stage.telegram.send_media(stage.lan, stage.lan, photo);
    let updates = stage.bot.get_updates().await.unwrap();
    let UpdateKind::Message(message) = &updates[1].kind else { panic!("{updates:?}") };
    let sizes = message.photo().unwrap();
    assert_eq!((sizes.len(), message.caption()), (3, Some("Cây đa")));
    let file = stage.bot.get_file(sizes[2].file.id.clone()).await.unwrap();
    let mut bytes = Vec::new();
    stage.bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, PNG);

    let again = InputFile::file_id(sizes[0].file.id.clone());
    let sent = stage.bot.send_photo(stage.chat(), again).caption("lại").await.unwrap();
    assert_eq!(sent.photo().unwrap().len(), 3);
    let wrong = InputFile::file_id(FileId("AgACnothing".into()));
    assert_eq!(why(stage.bot.send_photo(stage.chat(), wrong).await), ApiError::WrongFileIdOrUrl);
}

#[tokio::test]
async fn a_file_over_20_mb_is_not_for_bots() {
    let stage = Stage::new().await;
    let film = Media::new(MediaKind::Video).size(21 * 1024 * 1024);
    stage.telegram.send_media(stage.lan, stage.lan, film);
    let film = stage.telegram.messages(stage.lan).pop().unwrap().media.unwrap();
    let asked = json!({"file_id": film.file_id});
    assert_eq!(stage.refused("getFile", asked).await, "Bad Request: file is too big");
}

#[tokio::test]
async fn uploads_and_albums_arrive() {
    let stage = Stage::new().await;
    let document = InputFile::memory(b"bang khen".to_vec()).file_name("khen.txt");
    let sent = stage.bot.send_document(stage.chat(), document).caption("tệp").await.unwrap();
    assert_eq!(sent.document().unwrap().file_name.as_deref(), Some("khen.txt"));
    let kept = stage.telegram.last_bot_message(stage.lan).unwrap().media.unwrap();
    assert_eq!((kept.kind, kept.file_size), (MediaKind::Document, 9));

    let item = |bytes: &[u8]| {
        InputMedia::Photo(InputMediaPhoto::new(InputFile::memory(bytes.to_vec())).caption("c"))
    };
    let album = stage.bot.send_media_group(stage.chat(), [item(PNG), item(PNG)]).await.unwrap();
    assert!(album[0].media_group_id().is_some());
    assert_eq!(album[0].media_group_id(), album[1].media_group_id());
    assert!(stage.bot.send_media_group(stage.chat(), [item(PNG)]).await.is_err());
    assert!(stage.bot.send_media_group(stage.chat(), [item(PNG), item(b"no")]).await.is_err());
    let many: Vec<_> = (0..11).map(|_| item(PNG)).collect();
    assert!(stage.bot.send_media_group(stage.chat(), many).await.is_err());
    assert_eq!(stage.telegram.messages(stage.lan).len(), 4);
}

#[tokio::test]
async fn a_persons_album_is_updates_that_share_a_group() {
    let stage = Stage::new().await;
    for caption in ["Ba ảnh", "", ""] {
        let photo = Media::new(MediaKind::Photo).group("42").caption(caption);
        stage.telegram.send_media(stage.lan, stage.lan, photo);
    }
    let updates = stage.bot.get_updates().await.unwrap();
    let groups: Vec<_> = updates[1..]
        .iter()
        .map(|update| match &update.kind {
            UpdateKind::Message(message) => message.media_group_id().unwrap().0.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(groups, ["42", "42", "42"]);
}

#[tokio::test]
async fn every_kind_of_incoming_message_is_understood_by_teloxide() {
    let stage = Stage::new().await;
    let (telegram, lan) = (&stage.telegram, stage.lan);
    for kind in [
        MediaKind::Video,
        MediaKind::Voice,
        MediaKind::Audio,
        MediaKind::Document,
        MediaKind::VideoNote,
        MediaKind::Animation,
    ] {
        telegram.send_media(lan, lan, Media::new(kind).named("a.bin"));
    }
    telegram.share_contact(lan, lan, "+84912345678");
    let first = telegram.messages(lan)[0].id;
    telegram.forward(lan, lan, lan, first);
    telegram.reply(lan, lan, first, "trả lời");
    telegram.edit(lan, lan, first, "/start sửa");
    let updates = stage.bot.get_updates().await.unwrap();
    let mut messages = Vec::new();
    for update in &updates {
        match &update.kind {
            UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => {
                messages.push(message);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(messages[1].video().is_some());
    assert!(messages[2].voice().is_some());
    assert!(messages[3].audio().is_some());
    assert!(messages[4].document().is_some());
    assert!(messages[5].video_note().is_some());
    assert!(messages[6].animation().is_some());
    assert_eq!(messages[7].contact().unwrap().phone_number, "+84912345678");
    assert!(messages[8].forward_origin().is_some());
    assert!(messages[9].reply_to_message().is_some());
    assert!(matches!(updates[10].kind, UpdateKind::EditedMessage(_)));
    // And each goes out again by its id.
    let chat = stage.chat();
    let note = InputFile::file_id(messages[5].video_note().unwrap().file.id.clone());
    assert!(stage.bot.send_video_note(chat, note).await.unwrap().video_note().is_some());
    let film = InputFile::file_id(messages[6].animation().unwrap().file.id.clone());
    let sent = stage.bot.send_animation(chat, film).caption("a").await.unwrap();
    assert_eq!((sent.animation().is_some(), sent.caption()), (true, Some("a")));
}

#[tokio::test]
async fn messages_are_forwarded_copied_and_deleted() {
    let stage = Stage::new().await;
    let first = MessageId(1);
    let sent = stage.bot.forward_message(stage.chat(), stage.chat(), first).await.unwrap();
    assert!(sent.forward_origin().is_some());
    let copy = stage.bot.copy_message(stage.chat(), stage.chat(), first).await.unwrap();
    assert_eq!(stage.telegram.message(stage.lan, i64::from(copy.0)).unwrap().text, "/start");
    stage.bot.delete_message(stage.chat(), copy).await.unwrap();
    assert!(stage.telegram.message(stage.lan, i64::from(copy.0)).is_none());
    assert_eq!(
        why(stage.bot.delete_message(stage.chat(), copy).await),
        ApiError::MessageToDeleteNotFound
    );
    stage.clock.advance(3 * DAY);
    assert!(stage.bot.delete_message(stage.chat(), sent.id).await.is_err());
}

#[tokio::test]
async fn commands_are_kept_for_each_language() {
    let stage = Stage::new().await;
    let john = stage.telegram.add_user("John", None, Some("en"));
    let list = |text: &str| vec![BotCommand::new("start", text.to_owned())];
    stage.bot.set_my_commands(list("bắt đầu")).await.unwrap();
    stage.bot.set_my_commands(list("begin")).language_code("en").await.unwrap();
    let seen = |user| stage.telegram.commands(user)[0].1.clone();
    assert_eq!((seen(stage.lan).as_str(), seen(john).as_str()), ("bắt đầu", "begin"));
    assert_eq!(stage.bot.get_my_commands().await.unwrap()[0].description, "bắt đầu");
    assert!(stage.bot.set_my_commands([BotCommand::new("Start", "x")]).await.is_err());
    stage.bot.delete_my_commands().await.unwrap();
    assert!(stage.telegram.commands(stage.lan).is_empty());
}

#[tokio::test]
async fn the_small_methods_answer_what_teloxide_reads() {
    let stage = Stage::new().await;
    let group = stage.telegram.add_group("Tổ thẩm định", &[stage.lan]);
    stage.bot.send_chat_action(stage.chat(), teloxide::types::ChatAction::Typing).await.unwrap();
    let chat = stage.bot.get_chat(stage.chat()).await.unwrap();
    assert!(matches!(chat.kind, ChatFullInfoKind::Private(_)));
    let chat = stage.bot.get_chat(ChatId(group)).await.unwrap();
    assert_eq!(chat.title(), Some("Tổ thẩm định"));
    let lan = UserId(u64::try_from(stage.lan).unwrap());
    assert!(stage.bot.get_chat_member(ChatId(group), lan).await.unwrap().is_present());
    stage.bot.set_my_description().description("Người tốt, việc tốt").await.unwrap();
    assert_eq!(stage.bot.get_my_description().await.unwrap().description, "Người tốt, việc tốt");
    stage.bot.set_my_short_description().short_description("ngắn").await.unwrap();
    stage.bot.set_my_name().name("Hoa").await.unwrap();
    assert!(stage.bot.get_webhook_info().await.unwrap().url.is_none());
    stage.bot.leave_chat(ChatId(group)).await.unwrap();
    assert!(stage.bot.send_message(ChatId(group), "a").await.is_err());
    stage.bot.log_out().await.unwrap();
}

#[tokio::test]
async fn a_reply_keyboard_is_shown_until_it_is_removed() {
    let stage = Stage::new().await;
    let keys = KeyboardMarkup::new([[
        KeyboardButton::new("Gửi số").request(teloxide::types::ButtonRequest::Contact)
    ]]);
    let sent =
        stage.bot.send_message(stage.chat(), "số?").reply_markup(keys.clone()).await.unwrap();
    let seen = stage.telegram.last_bot_message(stage.lan).unwrap();
    assert!(seen.button("Gửi số").unwrap().request_contact);
    // A message with a reply keyboard is not edited.
    let edited = stage.bot.edit_message_text(stage.chat(), sent.id, "x").await;
    assert_eq!(why(edited), ApiError::MessageCantBeEdited);
    let group = ChatId(stage.telegram.add_group("Tổ", &[stage.lan]));
    assert!(stage.bot.send_message(group, "số?").reply_markup(keys).await.is_err());
}

#[tokio::test]
async fn a_group_shows_the_bot_only_what_is_meant_for_it() {
    let stage = Stage::new().await;
    let (telegram, lan) = (&stage.telegram, stage.lan);
    let group = telegram.add_group("Tổ", &[lan]);
    let sent = stage.bot.send_message(ChatId(group), "thẻ").await.unwrap();
    telegram.say(group, lan, "nói chuyện");
    telegram.say(group, lan, "/start@other_bot");
    assert_eq!(telegram.pending_updates().len(), 1);
    telegram.say(group, lan, "/start");
    telegram.say(group, lan, "/start@hoadep_demo_bot");
    telegram.reply(group, lan, i64::from(sent.id.0), "vì thế");
    assert_eq!(telegram.pending_updates().len(), 4);
    telegram.set_privacy(false);
    telegram.say(group, lan, "nói chuyện");
    assert_eq!(telegram.pending_updates().len(), 5);
}

#[tokio::test]
async fn faults_strike_as_they_were_asked_to() {
    let stage = Stage::new().await;
    let send = || stage.bot.send_message(stage.chat(), "a");
    let slow = Fault::new(FaultKind::TooManyRequests { retry_after: 7 }).chat(stage.lan).count(1);
    stage.telegram.fault(slow);
    assert!(matches!(send().await, Err(RequestError::RetryAfter(s)) if s.seconds() == 7));
    send().await.unwrap();

    let there = || stage.telegram.messages(stage.lan).len();
    let before = there();
    stage.telegram.fault(Fault::new(FaultKind::CutBefore).method("sendMessage").count(1));
    assert!(matches!(send().await, Err(RequestError::Network(_))));
    assert_eq!(there(), before);
    stage.telegram.fault(Fault::new(FaultKind::CutAfter).count(1));
    assert!(matches!(send().await, Err(RequestError::Network(_))));
    assert_eq!(there(), before + 1);

    stage.telegram.fault(Fault::new(FaultKind::Blocked));
    assert_eq!(why(send().await), ApiError::BotBlocked);
    stage.telegram.clear_faults();
    stage.telegram.fault(Fault::new(FaultKind::MigrateToChatId(-5)));
    assert!(matches!(send().await, Err(RequestError::MigrateToChatId(ChatId(-5)))));
    stage.telegram.clear_faults();

    let params = json!({"chat_id": stage.lan, "text": "a"});
    stage.telegram.fault(Fault::new(FaultKind::ServerError).count(1));
    assert_eq!(stage.refused("sendMessage", params.clone()).await, "Internal Server Error");
    let url = format!("{}/bot{TOKEN}/sendMessage", stage.base);
    stage.telegram.fault(Fault::new(FaultKind::BadGateway).count(1));
    let page = client().post(&url).json(&params).send().await.unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().contains("<title>502 Bad Gateway</title>"));
    stage.telegram.fault(Fault::new(FaultKind::Timeout).count(1));
    let patient = reqwest::Client::builder().timeout(Duration::from_millis(100)).build().unwrap();
    assert!(patient.post(&url).json(&params).send().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn flood_limits_hold_when_asked_for() {
    let stage = Stage::new().await;
    let send = || stage.bot.send_message(stage.chat(), "a");
    stage.telegram.set_flood(true);
    let mut refused = 0;
    for _ in 0..6 {
        refused += usize::from(matches!(send().await, Err(RequestError::RetryAfter(_))));
    }
    assert!(refused > 0);
    stage.clock.advance(10 * SECOND);
    send().await.unwrap();
}

#[tokio::test]
async fn forms_and_get_requests_are_calls_too() {
    let stage = Stage::new().await;
    let url = format!("{}/bot{TOKEN}/SENDMESSAGE", stage.base);
    let form = format!("chat_id={}&text=M%E1%BB%99t+hai&disable_notification=true", stage.lan);
    let answer = client()
        .post(&url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["result"]["text"], "Một hai");
    let answer = client().get(format!("{url}?chat_id={}&text=ba", stage.lan)).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["result"]["text"], "ba");
}

#[tokio::test]
async fn everything_is_there_again_after_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let open = || Emulator::open(dir.path(), TOKEN, Clock::default()).unwrap();
    let stage = Stage::around(open(), Clock::default()).await;
    let (telegram, lan) = (&stage.telegram, stage.lan);
    let group = telegram.add_group("Tổ", &[lan]);
    stage.bot.set_my_commands([BotCommand::new("start", "bắt đầu")]).await.unwrap();
    let message = stage.ask("Có", "yes").await;
    telegram.press(lan, lan, message, "yes");
    telegram.send_media(lan, lan, Media::new(MediaKind::Photo).bytes(PNG.to_vec()));
    let gone = stage.bot.send_message(stage.chat(), "xoá").await.unwrap();
    stage.bot.delete_message(stage.chat(), gone.id).await.unwrap();
    stage.bot.edit_message_text(stage.chat(), MessageId(2), "sửa").await.unwrap();
    let first = stage.bot.get_updates().await.unwrap()[0].id.0;
    let next = json!({"offset": first + 1});
    stage.raw("getUpdates", next).await;

    // Nothing is closed: the next one finds what a killed process leaves, cut line included.
    let journal = dir.path().join("telegram.jsonl");
    let mut torn = std::fs::read(&journal).unwrap();
    torn.extend_from_slice(b"{\"post\":{\"ch");
    std::fs::write(&journal, torn).unwrap();
    let again = open();
    assert_eq!(again.messages(lan), telegram.messages(lan));
    assert_eq!(again.pending_updates(), telegram.pending_updates());
    assert_eq!(again.commands(lan), telegram.commands(lan));
    assert_eq!(again.user(lan), telegram.user(lan));
    let after = again.say(lan, lan, "tiếp");
    assert_eq!(after, i64::from(gone.id.0) + 1);
    assert_eq!(again.add_group("Hai", &[lan]), group - 1);
    let last = again.pending_updates().pop().unwrap()["update_id"].as_i64().unwrap();
    assert_eq!(last, i64::from(first) + 3);
    let again = Stage::around(again, Clock::default()).await;
    let photo = again.telegram.messages(lan).into_iter().find_map(|m| m.media).unwrap();
    let file = again.bot.get_file(FileId(photo.file_id)).await.unwrap();
    let mut bytes = Vec::new();
    again.bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, PNG);
}
