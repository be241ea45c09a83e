//! Calls to the Bot API: teloxide's payloads, our own wire.
//!
//! teloxide's `Bot` sleeps ten seconds inside a call that met a 5xx, and what it returns does not
//! tell whether the request may have arrived. So its types make the requests and this executes
//! them. `outbound` sends through it; the poller and the start-up ask through it.

use std::fmt;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE};
use reqwest::multipart::{Form, Part};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use teloxide::ApiError;
use teloxide::payloads::{self, DeleteMyCommandsSetters, SetMyCommandsSetters, SetWebhookSetters};
use teloxide::requests::Payload;
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, ChatId, Me, Seconds, True, WebhookInfo,
};

use crate::clock::Millis;
use crate::config::is_loopback;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an ordinary call may take.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a call may take that carries a file of up to 50 MB with it.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(120);
/// What a long poll may take beyond the time it asks the server to hold it.
const POLL_GRACE: Duration = Duration::from_secs(10);
/// Connections kept open between calls: as many as calls that delivery makes at once.
const IDLE_CONNECTIONS: usize = 512;
/// How long to wait after a 429 that does not say, or says no time at all.
const RETRY_AFTER: u32 = 1;

/// A Bot API server and our key to it.
#[derive(Clone)]
pub struct Api {
    client: reqwest::Client,
    /// `https://…/bot<token>/`: secret.
    base: String,
    /// `https://…/file/bot<token>/`: secret.
    files: String,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

/// Why a call did not give a result.
#[derive(Debug, thiserror::Error)]
pub enum ApiFault {
    /// The server asks to slow down.
    #[error("throttled for {retry_after_s} s")]
    Throttled {
        /// Seconds to wait.
        retry_after_s: u32,
    },
    /// The server refuses.
    #[error("{code}: {description}")]
    Api {
        /// Like an HTTP status.
        code: u16,
        /// The server's words.
        description: String,
        /// The same, understood.
        error: ApiError,
    },
    /// The group has become a supergroup with this id.
    #[error("the group has moved")]
    Migrated(i64),
    /// A 5xx.
    #[error("the server answered {status}")]
    Server {
        /// The HTTP status or error code.
        status: u16,
    },
    /// No connection came about: the request has surely not arrived.
    #[error("no connection: {0}")]
    NotSent(String),
    /// The connection was cut or took too long: the request may have arrived.
    #[error("no answer: {0}")]
    Unknown(String),
    /// Somebody answered who is not the Bot API.
    #[error("status {status} and no JSON that we know")]
    NotJson {
        /// The HTTP status.
        status: u16,
    },
}

/// An update as the server wrote it.
#[derive(Debug)]
pub struct RawUpdate {
    /// Its number; acknowledged by asking for the next one.
    pub id: i64,
    /// The JSON text. teloxide's `Update` must be parsed from text, never from a `Value`.
    pub json: Box<RawValue>,
}

impl Api {
    /// The server at `url` (such as `https://api.telegram.org`), with the bot's token.
    pub fn new(url: &str, token: &str) -> Result<Self, reqwest::Error> {
        let mut client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_nodelay(true)
            .tcp_keepalive(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(IDLE_CONNECTIONS);
        let url = url.trim_end_matches('/');
        if reqwest::Url::parse(url).is_ok_and(|url| is_loopback(&url)) {
            // A proxy named in the environment cannot reach this machine's own servers.
            client = client.no_proxy();
        }
        let (base, files) = (format!("{url}/bot{token}/"), format!("{url}/file/bot{token}/"));
        Ok(Self { client: client.build()?, base, files })
    }

    /// Makes the call and returns what teloxide says it returns.
    pub async fn call<P>(&self, payload: &P, timeout: Duration) -> Result<P::Output, ApiFault>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        self.call_for(payload, timeout).await
    }

    /// Makes the call and reads only the part of the result that `R` names.
    pub async fn call_for<P, R>(&self, payload: &P, timeout: Duration) -> Result<R, ApiFault>
    where
        P: Payload + Serialize,
        R: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload)
            .map_err(|error| ApiFault::NotSent(format!("{}: {error}", P::NAME)))?;
        let request = self
            .client
            .post(format!("{}{}", self.base, P::NAME))
            .header(CONTENT_TYPE, "application/json")
            .timeout(timeout)
            .body(body);
        answer_of(request).await
    }

    /// Makes the call with a file under the parameter `field`.
    pub async fn call_with_file<P, R>(
        &self,
        payload: &P,
        field: &'static str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<R, ApiFault>
    where
        P: Payload + Serialize,
        R: DeserializeOwned,
    {
        let unsendable =
            |error: &dyn fmt::Display| ApiFault::NotSent(format!("{}: {error}", P::NAME));
        let fields = serde_json::to_value(payload).map_err(|error| unsendable(&error))?;
        // Telegram reads names as they are, and not as percent signs.
        let mut form = Form::new().percent_encode_noop();
        for (name, value) in fields.as_object().into_iter().flatten() {
            form = match value {
                Value::Null => continue,
                Value::String(text) => form.text(name.clone(), text.clone()),
                other => form.text(name.clone(), other.to_string()),
            };
        }
        let file = Part::bytes(bytes)
            .file_name(plain_name(name))
            .mime_str(type_of(name))
            .map_err(|error| unsendable(&error))?;
        let request = self
            .client
            .post(format!("{}{}", self.base, P::NAME))
            .timeout(UPLOAD_TIMEOUT)
            .multipart(form.part(field, file));
        answer_of(request).await
    }

    /// Waits up to `hold` for updates from `offset` on. `allowed` is remembered by the server.
    pub async fn get_updates_raw(
        &self,
        offset: i64,
        hold: Duration,
        allowed: &[AllowedUpdate],
    ) -> Result<Vec<RawUpdate>, ApiFault> {
        /// teloxide's own payload has the offset as an `i32`.
        #[derive(Serialize)]
        struct GetUpdates<'a> {
            offset: i64,
            timeout: u64,
            limit: u8,
            allowed_updates: &'a [AllowedUpdate],
        }
        impl Payload for GetUpdates<'_> {
            type Output = ();
            const NAME: &'static str = "GetUpdates";
        }
        #[derive(Deserialize)]
        struct Numbered {
            update_id: i64,
        }
        let payload =
            GetUpdates { offset, timeout: hold.as_secs(), limit: 100, allowed_updates: allowed };
        let updates: Vec<Box<RawValue>> = self.call_for(&payload, hold + POLL_GRACE).await?;
        updates
            .into_iter()
            .map(|json| match serde_json::from_str::<Numbered>(json.get()) {
                Ok(Numbered { update_id }) => Ok(RawUpdate { id: update_id, json }),
                Err(_) => Err(ApiFault::NotJson { status: 200 }),
            })
            .collect()
    }

    /// Reads the file that `getFile` said is at `path`; `None` if there are more bytes than `limit`.
    pub async fn download(
        &self,
        path: &str,
        limit: u64,
        timeout: Duration,
    ) -> Result<Option<Vec<u8>>, ApiFault> {
        let request = self.client.get(format!("{}{path}", self.files)).timeout(timeout);
        let mut response = request.send().await.map_err(wire_fault)?;
        let status = response.status().as_u16();
        if status != 200 {
            // Refusals are short, and come in the words of the other calls.
            let body = response.bytes().await.map_err(wire_fault)?;
            return match understand::<True>(status, &body) {
                Err(fault) => Err(fault),
                Ok(_) => Err(ApiFault::NotJson { status }),
            };
        }
        if response.content_length().is_some_and(|length| length > limit) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(wire_fault)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > limit {
                return Ok(None);
            }
        }
        Ok(Some(bytes))
    }

    /// Who we are.
    pub async fn get_me(&self) -> Result<Me, ApiFault> {
        self.call(&payloads::GetMe::new(), CALL_TIMEOUT).await
    }

    /// Whether a chat is a group that keeps topics.
    pub async fn is_forum(&self, chat: i64) -> Result<bool, ApiFault> {
        #[derive(Deserialize)]
        struct Seen {
            #[serde(default)]
            is_forum: bool,
        }
        let asked = payloads::GetChat::new(ChatId(chat));
        Ok(self.call_for::<_, Seen>(&asked, CALL_TIMEOUT).await?.is_forum)
    }

    /// What time the server says it is, to the second, if it says so.
    pub async fn server_time(&self) -> Result<Option<Millis>, ApiFault> {
        let request = self.client.get(format!("{}GetMe", self.base)).timeout(CALL_TIMEOUT);
        let response = request.send().await.map_err(wire_fault)?;
        let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok());
        Ok(date.map(|date| date.timestamp_millis()))
    }

    /// Asks for updates to be brought to `url`, with `secret` in a header.
    pub async fn set_webhook(
        &self,
        url: reqwest::Url,
        secret: Option<&str>,
        max_connections: u8,
        allowed: &[AllowedUpdate],
    ) -> Result<(), ApiFault> {
        let mut payload = payloads::SetWebhook::new(url)
            .max_connections(max_connections)
            .allowed_updates(allowed.iter().cloned());
        payload.secret_token = secret.map(str::to_owned);
        self.call_for::<_, True>(&payload, CALL_TIMEOUT).await.map(drop)
    }

    /// Asks for updates to be kept until we fetch them.
    pub async fn delete_webhook(&self) -> Result<(), ApiFault> {
        self.call_for::<_, True>(&payloads::DeleteWebhook::new(), CALL_TIMEOUT).await.map(drop)
    }

    /// Where updates are brought and how that goes.
    pub async fn get_webhook_info(&self) -> Result<WebhookInfo, ApiFault> {
        self.call(&payloads::GetWebhookInfo::new(), CALL_TIMEOUT).await
    }

    /// Sets the command menu, for apps in `language` (two letters) or for all others.
    pub async fn set_my_commands(
        &self,
        commands: Vec<BotCommand>,
        language: Option<&str>,
    ) -> Result<(), ApiFault> {
        let mut payload = payloads::SetMyCommands::new(commands);
        if let Some(language) = language {
            payload = payload.language_code(language);
        }
        self.call_for::<_, True>(&payload, CALL_TIMEOUT).await.map(drop)
    }

    /// Sets the command menu of one chat, in place of the one for all; without commands, that one is
    /// shown again.
    pub async fn set_commands_of(
        &self,
        chat: i64,
        commands: Vec<BotCommand>,
    ) -> Result<(), ApiFault> {
        let scope = BotCommandScope::Chat { chat_id: ChatId(chat).into() };
        if commands.is_empty() {
            let payload = payloads::DeleteMyCommands::new().scope(scope);
            return self.call_for::<_, True>(&payload, CALL_TIMEOUT).await.map(drop);
        }
        let payload = payloads::SetMyCommands::new(commands).scope(scope);
        self.call_for::<_, True>(&payload, CALL_TIMEOUT).await.map(drop)
    }
}

async fn answer_of<R: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<R, ApiFault> {
    let response = request.send().await.map_err(wire_fault)?;
    let status = response.status().as_u16();
    let body = response.bytes().await.map_err(wire_fault)?;
    understand(status, &body)
}

/// A file's name without what would end it, or name a folder.
fn plain_name(name: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '"' | '\\' | '/');
    name.chars().map(|c| if breaks(c) { '_' } else { c }).collect()
}

/// What a file of this name holds, for the app to know what opens it.
fn type_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "png" => "image/png",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "json" => "application/json",
        "zip" => "application/zip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[derive(Deserialize)]
struct Envelope<R> {
    ok: bool,
    result: Option<R>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<Seconds>,
    migrate_to_chat_id: Option<i64>,
}

fn understand<R: DeserializeOwned>(status: u16, body: &[u8]) -> Result<R, ApiFault> {
    let envelope = match serde_json::from_slice::<Envelope<R>>(body) {
        Ok(envelope) => envelope,
        Err(_) if status >= 500 => return Err(ApiFault::Server { status }),
        Err(_) if status == 429 => return Err(ApiFault::Throttled { retry_after_s: RETRY_AFTER }),
        Err(_) => return Err(ApiFault::NotJson { status }),
    };
    match envelope {
        Envelope { ok: true, result: Some(result), .. } => Ok(result),
        Envelope { ok: true, result: None, .. } => Err(ApiFault::NotJson { status }),
        Envelope { error_code, description, parameters, .. } => {
            let code = error_code.unwrap_or(status);
            let description = description.unwrap_or_default();
            let parameters =
                parameters.unwrap_or(Parameters { retry_after: None, migrate_to_chat_id: None });
            if let Some(to) = parameters.migrate_to_chat_id {
                return Err(ApiFault::Migrated(to));
            }
            if code == 429 || parameters.retry_after.is_some() {
                let retry_after_s =
                    parameters.retry_after.map_or(RETRY_AFTER, |s| s.seconds().max(RETRY_AFTER));
                return Err(ApiFault::Throttled { retry_after_s });
            }
            if code >= 500 {
                return Err(ApiFault::Server { status: code });
            }
            let error = ApiError::deserialize(serde::de::value::StrDeserializer::<
                serde::de::value::Error,
            >::new(&description))
            .unwrap_or_else(|_| ApiError::Unknown(description.clone()));
            Err(ApiFault::Api { code, description, error })
        }
    }
}

/// What went wrong on the wire, in words without the address, which holds the token.
fn wire_fault(error: reqwest::Error) -> ApiFault {
    let surely_not_sent = error.is_connect() || error.is_builder();
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    if surely_not_sent { ApiFault::NotSent(words) } else { ApiFault::Unknown(words) }
}
