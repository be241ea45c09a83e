//! From our messages to Telegram's calls, and from its refusals to ours.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use teloxide::ApiError;
use teloxide::payloads::{
    self, AnswerCallbackQuerySetters, EditMessageCaptionSetters, EditMessageTextSetters,
    SendAnimationSetters, SendAudioSetters, SendDocumentSetters, SendMessageSetters,
    SendPhotoSetters, SendVideoSetters, SendVoiceSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatId, FileId, InputFile, InputMedia, InputMediaAnimation, InputMediaAudio,
    InputMediaDocument, InputMediaPhoto, InputMediaVideo, LinkPreviewOptions, MessageId, ParseMode,
    ReplyMarkup, ThreadId,
};

use teloxide::requests::Payload;

use super::api::{Api, ApiFault, CALL_TIMEOUT};
use super::files::{Family, read};
use super::{download, keyboard};
use crate::channels::{Channel, FetchError, SendError, Sent};
use crate::conversation::message::{Message, Topic};
use crate::domain::evidence::{File, FileKind};

/// The most characters of a toast. Source: <https://core.telegram.org/bots/api#answercallbackquery>
const TOAST_MAX: usize = 200;

/// The most messages that one call deletes.
/// Source: <https://core.telegram.org/bots/api#deletemessages>
const DELETE_MAX: usize = 100;

/// Sends through a Bot API server.
#[derive(Clone, Debug)]
pub struct TelegramChannel {
    api: Api,
}

/// All that is read of a message that was sent.
#[derive(Deserialize)]
struct Told {
    message_id: i32,
}

/// Whether news is paid for.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Paid(bool);

impl TelegramChannel {
    /// The way out by this server.
    pub fn new(api: Api) -> Self {
        Self { api }
    }

    async fn carry(
        &self,
        to: &str,
        message: &Message,
        edits: Option<&str>,
        news: Option<Paid>,
    ) -> Result<Sent, SendError> {
        let chat = chat(to)?;
        // A file that Telegram does not know is everybody's: news is refused as a whole.
        let (is_news, paid) = (news.is_some(), news == Some(Paid(true)));
        let told = match (message.media.as_slice(), edits) {
            ([], Some(id)) => self.edit(chat, id, message).await.map(|told| vec![told]),
            ([], None) => self.write(chat, message, paid).await.map(|told| vec![told]),
            ([file], _) => self.send_file(chat, file, message, paid).await.map(|told| vec![told]),
            (files, _) if is_news => self.send_album(chat, files, message, paid).await,
            (files, _) => self.send_album_or_files(chat, files, message).await,
        };
        let mut ids = told.map_err(understand)?.into_iter().map(|told| told.message_id.to_string());
        Ok(Sent { message_id: ids.next(), others: ids.collect() })
    }

    async fn write(&self, chat: ChatId, message: &Message, paid: bool) -> Result<Told, ApiFault> {
        let mut call = payloads::SendMessage::new(chat, message.text.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        call.reply_markup = keyboard::markup(message);
        call.message_thread_id = thread(message);
        call.allow_paid_broadcast = paid.then_some(true);
        self.api.call_for(&call, CALL_TIMEOUT).await
    }

    /// Sends the file that a message brings along.
    async fn send_upload(
        &self,
        to: &str,
        message: &Message,
        bytes: Vec<u8>,
    ) -> Result<Sent, SendError> {
        let chat_id = chat(to)?;
        let Some(upload) = &message.upload else {
            return Err(SendError::Rejected { reason: "there is no file to send".to_owned() });
        };
        let words = WithFile {
            chat_id,
            message_thread_id: thread(message),
            caption: &message.text,
            parse_mode: ParseMode::Html,
            reply_markup: keyboard::markup(message),
        };
        let told: Result<Told, ApiFault> = match upload.kind {
            FileKind::Photo => {
                self.api.call_with_file(&SendPhotoFile(words), "photo", &upload.name, bytes).await
            }
            _ => {
                let call = SendDocumentFile { words, disable_content_type_detection: true };
                self.api.call_with_file(&call, "document", &upload.name, bytes).await
            }
        };
        let told = told.map_err(understand)?;
        Ok(Sent { message_id: Some(told.message_id.to_string()), ..Sent::default() })
    }

    async fn edit(&self, chat: ChatId, id: &str, message: &Message) -> Result<Told, ApiFault> {
        let Ok(id) = id.parse() else { return self.write(chat, message, false).await };
        let mut call = payloads::EditMessageText::new(chat, MessageId(id), message.text.as_str())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        call.reply_markup = keyboard::inline(&message.choices);
        self.api.call_for(&call, CALL_TIMEOUT).await
    }

    async fn send_file(
        &self,
        chat: ChatId,
        file: &File,
        message: &Message,
        paid: bool,
    ) -> Result<Told, ApiFault> {
        /// One call of the family that sends a file with a caption and buttons.
        macro_rules! send {
            ($payload:ident, $id:expr) => {{
                let mut call = payloads::$payload::new(chat, $id);
                if !message.text.is_empty() {
                    call = call.caption(message.text.as_str()).parse_mode(ParseMode::Html);
                }
                call.reply_markup = keyboard::markup(message);
                call.message_thread_id = thread(message);
                call.allow_paid_broadcast = paid.then_some(true);
                self.api.call_for(&call, CALL_TIMEOUT).await
            }};
        }
        let (family, id) = read(file);
        let id = InputFile::file_id(FileId(id.to_owned()));
        match family {
            Family::Photo => send!(SendPhoto, id),
            Family::Video => send!(SendVideo, id),
            Family::Animation => send!(SendAnimation, id),
            Family::Voice => send!(SendVoice, id),
            Family::Audio => send!(SendAudio, id),
            Family::Document => send!(SendDocument, id),
            Family::VideoNote => {
                // A round film takes no caption.
                let mut call = payloads::SendVideoNote::new(chat, id);
                call.reply_markup = keyboard::markup(message);
                call.message_thread_id = thread(message);
                call.allow_paid_broadcast = paid.then_some(true);
                self.api.call_for(&call, CALL_TIMEOUT).await
            }
        }
    }

    /// Sends several files as one album.
    async fn send_album(
        &self,
        chat: ChatId,
        files: &[File],
        message: &Message,
        paid: bool,
    ) -> Result<Vec<Told>, ApiFault> {
        let caption = message.text.as_str();
        let items: Vec<InputMedia> = files
            .iter()
            .enumerate()
            .map(|(place, file)| item(file, if place == 0 { caption } else { "" }))
            .collect();
        let mut call = payloads::SendMediaGroup::new(chat, items);
        call.message_thread_id = thread(message);
        call.allow_paid_broadcast = paid.then_some(true);
        let told: Vec<Told> = self.api.call_for(&call, CALL_TIMEOUT).await?;
        if told.is_empty() { Err(ApiFault::NotJson { status: 200 }) } else { Ok(told) }
    }

    /// Sends several files as one album. If Telegram refuses it, each by itself: one file that it
    /// does not know any more must not hide the others.
    async fn send_album_or_files(
        &self,
        chat: ChatId,
        files: &[File],
        message: &Message,
    ) -> Result<Vec<Told>, ApiFault> {
        let caption = message.text.as_str();
        let refused = match self.send_album(chat, files, message, false).await {
            Err(fault) if is_about_files(&fault) => fault,
            sent => return sent,
        };
        let mut all: Vec<Told> = Vec::new();
        for file in files {
            let topic = message.topic.clone();
            let words = if all.is_empty() { caption } else { "" };
            let alone = Message { topic, ..Message::of(words) };
            match self.send_file(chat, file, &alone, false).await {
                Ok(told) => all.push(told),
                Err(fault) if is_about_files(&fault) => {
                    tracing::warn!(%fault, "a file of an album could not be sent");
                }
                Err(fault) if all.is_empty() => return Err(fault),
                // Some of them stand there, and the others may.
                Err(fault) => return Err(ApiFault::Unknown(format!("half an album: {fault}"))),
            }
        }
        if all.is_empty() { Err(refused) } else { Ok(all) }
    }

    async fn amend(&self, to: &str, id: &str, message: &Message) -> Result<(), SendError> {
        let chat = chat(to)?;
        let Ok(id) = id.parse().map(MessageId) else { return Err(SendError::EditGone) };
        let markup = keyboard::inline(&message.choices);
        let amended: Result<Told, ApiFault> = match message.media.as_slice() {
            [] => match self.edit(chat, &id.to_string(), message).await {
                // It is a file, whose words alone change.
                Err(fault) if has_no_text(&fault) => self.recaption(chat, id, message).await,
                amended => amended,
            },
            [file] if read(file).0.can_be_put_in_place() => {
                let media = item(file, &message.text);
                let mut call = payloads::EditMessageMedia::new(chat, id, media);
                call.reply_markup = markup;
                self.api.call_for(&call, CALL_TIMEOUT).await
            }
            // An album keeps its files, and the others of its messages their own words, which are none.
            _ => self.recaption(chat, id, message).await,
        };
        amended.map(drop).map_err(understand)
    }

    async fn recaption(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &Message,
    ) -> Result<Told, ApiFault> {
        let mut call = payloads::EditMessageCaption::new(chat, id)
            .caption(message.text.as_str())
            .parse_mode(ParseMode::Html);
        call.reply_markup = keyboard::inline(&message.choices);
        self.api.call_for(&call, CALL_TIMEOUT).await
    }

    async fn take_back(&self, to: &str, ids: &[&str]) -> Result<(), SendError> {
        let chat = chat(to)?;
        let ids: Vec<MessageId> =
            ids.iter().filter_map(|id| id.parse().ok()).map(MessageId).collect();
        for some in ids.chunks(DELETE_MAX) {
            let call = payloads::DeleteMessages::new(chat, some.iter().copied());
            let told: Result<bool, ApiFault> = self.api.call_for(&call, CALL_TIMEOUT).await;
            match told {
                Err(fault) if is_deleted(&fault) => {}
                told => told.map(drop).map_err(understand)?,
            }
        }
        Ok(())
    }
}

impl Channel for TelegramChannel {
    fn send<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        edits: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.carry(to, message, edits, None).boxed()
    }

    fn spread<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        paid: bool,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.carry(to, message, None, Some(Paid(paid))).boxed()
    }

    fn correct<'a>(
        &'a self,
        to: &'a str,
        id: &'a str,
        message: &'a Message,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        self.amend(to, id, message).boxed()
    }

    fn delete<'a>(
        &'a self,
        to: &'a str,
        ids: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), SendError>> {
        self.take_back(to, ids).boxed()
    }

    fn upload<'a>(
        &'a self,
        to: &'a str,
        message: &'a Message,
        bytes: Vec<u8>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.send_upload(to, message, bytes).boxed()
    }

    fn open_topic<'a>(
        &'a self,
        to: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<String, SendError>> {
        /// All that is read of a topic that was made.
        #[derive(Deserialize)]
        struct Made {
            message_thread_id: i32,
        }
        async move {
            let chat: i64 = to.parse().map_err(|_| SendError::Unreachable)?;
            let call = CreateForumTopic { chat_id: ChatId(chat), name };
            let made: Result<Made, ApiFault> = self.api.call_for(&call, CALL_TIMEOUT).await;
            made.map(|made| made.message_thread_id.to_string()).map_err(understand)
        }
        .boxed()
    }

    fn acknowledge<'a>(
        &'a self,
        press_id: &'a str,
        text: Option<&'a str>,
        alert: bool,
    ) -> BoxFuture<'a, Result<(), SendError>> {
        async move {
            let mut call = payloads::AnswerCallbackQuery::new(CallbackQueryId(press_id.to_owned()));
            if let Some(text) = text {
                let text: String = text.chars().take(TOAST_MAX).collect();
                call = call.text(text).show_alert(alert);
            }
            let told: Result<bool, ApiFault> = self.api.call_for(&call, CALL_TIMEOUT).await;
            told.map(drop).map_err(understand)
        }
        .boxed()
    }

    fn fetch<'a>(
        &'a self,
        file: &'a File,
        limit: u64,
    ) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        download::fetch(&self.api, file, limit).boxed()
    }
}

/// What goes with a file that is sent as bytes. teloxide's own payloads bring files in a way that only
/// its own client knows how to send.
#[derive(Serialize)]
struct WithFile<'a> {
    chat_id: ChatId,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<ThreadId>,
    #[serde(skip_serializing_if = "str::is_empty")]
    caption: &'a str,
    parse_mode: ParseMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_markup: Option<ReplyMarkup>,
}

#[derive(Serialize)]
#[serde(transparent)]
struct SendPhotoFile<'a>(WithFile<'a>);

impl Payload for SendPhotoFile<'_> {
    type Output = ();
    const NAME: &'static str = "SendPhoto";
}

#[derive(Serialize)]
struct SendDocumentFile<'a> {
    #[serde(flatten)]
    words: WithFile<'a>,
    /// A document stays one, whatever it holds.
    disable_content_type_detection: bool,
}

impl Payload for SendDocumentFile<'_> {
    type Output = ();
    const NAME: &'static str = "SendDocument";
}

/// teloxide's own payload wants a colour and an icon, which Telegram does not.
#[derive(Serialize)]
struct CreateForumTopic<'a> {
    chat_id: ChatId,
    name: &'a str,
}

impl Payload for CreateForumTopic<'_> {
    type Output = ();
    const NAME: &'static str = "CreateForumTopic";
}

/// A chat as Telegram numbers it.
fn chat(to: &str) -> Result<ChatId, SendError> {
    to.parse().map(ChatId).map_err(|_| SendError::Unreachable)
}

/// The topic to write into, as Telegram numbers it. One of which only the commune is known is made
/// before (see `delivery`).
fn thread(message: &Message) -> Option<ThreadId> {
    match &message.topic {
        Some(Topic::Thread(id)) => id.parse().ok().map(|id| ThreadId(MessageId(id))),
        Some(Topic::Commune(_)) | None => None,
    }
}

/// Whether the message that was to be edited holds a file.
fn has_no_text(fault: &ApiFault) -> bool {
    matches!(fault, ApiFault::Api { description, .. }
        if description.contains("there is no text in the message to edit"))
}

/// Whether the message that was to be deleted is gone.
fn is_deleted(fault: &ApiFault) -> bool {
    matches!(fault, ApiFault::Api { description, .. }
        if description.contains("message to delete not found"))
}

/// Whether files were refused for what they are, and not for whom they were for.
fn is_about_files(fault: &ApiFault) -> bool {
    let ApiFault::Api { code: 400, description, error } = fault else { return false };
    let is_about_chat = matches!(error, ApiError::ChatNotFound | ApiError::UserDeactivated)
        || ["PEER_ID_INVALID", "CHAT_WRITE_FORBIDDEN", "not enough rights"]
            .iter()
            .any(|words| description.contains(words));
    !is_about_chat && !is_topic_gone(fault)
}

/// Whether the message could not be written because of the topic it was for.
fn is_topic_gone(fault: &ApiFault) -> bool {
    let ApiFault::Api { description, .. } = fault else { return false };
    let known = ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"];
    known.iter().any(|words| description.contains(words))
}

fn item(file: &File, caption: &str) -> InputMedia {
    /// One item with the caption, if there is one.
    macro_rules! item {
        ($kind:ident, $item:ident, $id:expr) => {{
            let mut item = $item::new($id);
            if !caption.is_empty() {
                item = item.caption(caption).parse_mode(ParseMode::Html);
            }
            InputMedia::$kind(item)
        }};
    }
    let (family, id) = read(file);
    let id = InputFile::file_id(FileId(id.to_owned()));
    match family {
        Family::Photo => item!(Photo, InputMediaPhoto, id),
        Family::Video => item!(Video, InputMediaVideo, id),
        Family::Animation => item!(Animation, InputMediaAnimation, id),
        Family::Audio => item!(Audio, InputMediaAudio, id),
        _ => item!(Document, InputMediaDocument, id),
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// What a refusal means to us. Descriptions are the server's:
/// <https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp>
fn understand(fault: ApiFault) -> SendError {
    if is_topic_gone(&fault) {
        return SendError::TopicGone;
    }
    match fault {
        ApiFault::Throttled { retry_after_s } => {
            SendError::Throttled { retry_after_ms: i64::from(retry_after_s) * 1_000 }
        }
        ApiFault::Migrated(to) => SendError::Migrated { to: to.to_string() },
        // Whoever answers 5xx, or 200 in words we do not know, may have passed the request on.
        ApiFault::Server { .. } | ApiFault::NotJson { status: 200..=299 } => {
            SendError::Unknown { reason: fault.to_string() }
        }
        ApiFault::NotSent(_) | ApiFault::NotJson { .. } => {
            SendError::NotSent { reason: fault.to_string() }
        }
        ApiFault::Unknown(reason) => SendError::Unknown { reason },
        ApiFault::Api { code, description, error } => match error {
            ApiError::MessageNotModified => SendError::Unchanged,
            ApiError::MessageToEditNotFound
            | ApiError::MessageCantBeEdited
            | ApiError::MessageIdInvalid => SendError::EditGone,
            ApiError::ChatNotFound | ApiError::UserDeactivated | ApiError::BotBlocked => {
                SendError::Unreachable
            }
            // The message that is to be edited holds a file, or none.
            _ if description.contains("there is no text in the message to edit")
                || description.contains("there is no caption in the message to edit") =>
            {
                SendError::EditGone
            }
            _ if description.contains("not enough rights to create a topic") => {
                SendError::TopicsRefused
            }
            _ if description.contains("the chat is not a forum") => SendError::NoForum,
            _ if code == 403 || description.contains("PEER_ID_INVALID") => SendError::Unreachable,
            // The token is wrong, which no message can help: it waits until that is mended.
            _ if code == 401 || code == 404 => {
                SendError::NotSent { reason: format!("{code}: is the bot's token right?") }
            }
            _ => SendError::Rejected { reason: format!("{code}: {description}") },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> SendError {
        let error = ApiError::deserialize(serde::de::value::StrDeserializer::<
            serde::de::value::Error,
        >::new(description))
        .unwrap();
        understand(ApiFault::Api { code, description: description.to_owned(), error })
    }

    #[test]
    fn refusals_are_understood_by_what_can_be_done_about_them() {
        for (code, description, understood) in [
            (403, "Forbidden: bot was blocked by the user", SendError::Unreachable),
            (403, "Forbidden: user is deactivated", SendError::Unreachable),
            (403, "Forbidden: bot was kicked from the supergroup chat", SendError::Unreachable),
            (403, "Forbidden: bot can't initiate conversation with a user", SendError::Unreachable),
            (400, "Bad Request: chat not found", SendError::Unreachable),
            (400, "Bad Request: message thread not found", SendError::TopicGone),
            (400, "Bad Request: TOPIC_CLOSED", SendError::TopicGone),
            (400, "Bad Request: not enough rights to create a topic", SendError::TopicsRefused),
            (400, "Bad Request: the chat is not a forum", SendError::NoForum),
            (400, "Bad Request: message to edit not found", SendError::EditGone),
            (400, "Bad Request: message can't be edited", SendError::EditGone),
            (400, "Bad Request: there is no text in the message to edit", SendError::EditGone),
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply \
                 markup are exactly the same as a current content and reply markup of the message",
                SendError::Unchanged,
            ),
        ] {
            assert_eq!(refused(code, description), understood, "{description}");
        }
        assert!(matches!(
            refused(400, "Bad Request: can't parse entities: unclosed tag"),
            SendError::Rejected { .. }
        ));
        assert!(matches!(refused(401, "Unauthorized"), SendError::NotSent { .. }));
    }
}
