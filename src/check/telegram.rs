//! Telegram: the token, the webhook, the review group, and the clock by its server's.

use teloxide::payloads::GetChat;
use teloxide::types::{ChatId, Recipient, WebhookInfo};

use super::{Api, Report, TelegramConfig};
use crate::channels::telegram::api::{ApiFault, CALL_TIMEOUT};
use crate::channels::telegram::webhook;
use crate::clock::{Clock, MINUTE, Millis, SECOND};
use crate::config::Config;
use crate::domain::day;

/// A clock this wrong makes reminders and time limits wrong.
const DRIFT: Millis = MINUTE;
/// With so many updates waiting, nobody seems to take them.
const MANY_WAIT: u32 = 100;
/// An error of the webhook that is older is over.
const FRESH: Millis = 10 * MINUTE;

pub(super) async fn look(
    report: &mut Report,
    config: &Config,
    telegram: &TelegramConfig,
    clock: &Clock,
) {
    let api = match Api::new(&telegram.api_url, telegram.token.expose()) {
        Ok(api) => api,
        Err(error) => {
            report.fail("token", format!("no client can be made: {}", error.without_url()));
            return;
        }
    };
    match api.get_me().await {
        Ok(me) => report.ok("token", format!("it is @{}", me.username())),
        Err(fault) => {
            report.fail("token", advice(&fault, &telegram.api_url));
            return;
        }
    }
    match api.get_webhook_info().await {
        Ok(info) => delivery(report, config, &info, clock.now()),
        Err(fault) => report.fail("webhook", advice(&fault, &telegram.api_url)),
    }
    if let Some(chat) = config.review_chat {
        review_chat(report, &api, chat).await;
    }
    match api.server_time().await {
        Ok(Some(theirs)) => drift(report, clock.now() - theirs),
        Ok(None) | Err(_) => report.warn("clock", "the server does not say what time it is"),
    }
}

/// What to do about a call that failed.
fn advice(fault: &ApiFault, api_url: &str) -> String {
    match fault {
        ApiFault::Api { code: 401 | 404, .. } => {
            "the server refuses it: copy it again from @BotFather to TELEGRAM_BOT_TOKEN".into()
        }
        ApiFault::NotJson { .. } => {
            format!("{api_url} is no Bot API server ({fault}): correct TELEGRAM_API_URL")
        }
        ApiFault::NotSent(_) | ApiFault::Unknown(_) => format!(
            "{api_url} does not answer ({fault}): see to the network, or correct TELEGRAM_API_URL"
        ),
        _ => format!("{fault}: try again in a minute"),
    }
}

/// How updates reach us.
fn delivery(report: &mut Report, config: &Config, info: &WebhookInfo, now: Millis) {
    let waiting = info.pending_update_count;
    let expected = config.public_url.as_ref().map(|public| format!("{public}{}", webhook::PATH));
    let host = info.url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
    match (&expected, &info.url) {
        (None, None) => report.ok("webhook", "none, as it must be for long polling"),
        (None, Some(_)) => report.warn(
            "webhook",
            format!(
                "updates go to {host}, and HOADEP_PUBLIC_URL is not set: `hoadep run` takes the \
                 webhook away; end what runs there"
            ),
        ),
        (Some(_), None) => report.warn("webhook", "not set yet: `hoadep run` sets it"),
        (Some(expected), Some(url)) if url.as_str() != expected => report.warn(
            "webhook",
            format!(
                "updates go to {host} and not to HOADEP_PUBLIC_URL: `hoadep run` sets it right; \
                 if it is at work, another program uses this token"
            ),
        ),
        (Some(_), Some(_)) => match trouble(info, now) {
            Some(words) => report.fail("webhook", words),
            None => report.ok("webhook", format!("updates come to {host}")),
        },
    }
    if waiting > MANY_WAIT {
        let words = format!("{waiting} wait: see that `hoadep run` is at work and what it logs");
        report.warn("updates", words);
    } else {
        report.ok("updates", format!("{waiting} wait"));
    }
}

/// Why updates do not come although the webhook is set, if that was so just now.
fn trouble(info: &WebhookInfo, now: Millis) -> Option<String> {
    let at = info.last_error_date?.timestamp_millis();
    let said = info.last_error_message.as_deref().unwrap_or("it does not say why");
    (now - at < FRESH).then(|| {
        format!(
            "at {} Telegram could not bring an update ({said}): see that HOADEP_PUBLIC_URL leads \
             to HOADEP_LISTEN, with a valid certificate, and that `hoadep run` is at work",
            day::local(at)
        )
    })
}

/// Whether the bot is in the group that gets review cards.
async fn review_chat(report: &mut Report, api: &Api, chat: i64) {
    #[derive(serde::Deserialize)]
    struct Group {
        title: Option<String>,
    }
    let asked = GetChat::new(Recipient::Id(ChatId(chat)));
    match api.call_for::<_, Group>(&asked, CALL_TIMEOUT).await {
        Ok(Group { title: Some(title) }) => report.ok("review chat", title),
        Ok(Group { title: None }) => report
            .fail("review chat", "HOADEP_REVIEW_CHAT names a person: it takes the id of a group"),
        Err(ApiFault::Migrated(id)) => report.warn(
            "review chat",
            format!("the group has become a supergroup: set HOADEP_REVIEW_CHAT={id}"),
        ),
        Err(ApiFault::Api { description, .. }) => report.fail(
            "review chat",
            format!("{description}: add the bot to the group, or correct HOADEP_REVIEW_CHAT"),
        ),
        Err(fault) => report.warn("review chat", format!("{fault}: try again in a minute")),
    }
}

/// Whether our clock goes right; `ahead` is how far it is ahead of Telegram's.
fn drift(report: &mut Report, ahead: Millis) {
    if ahead.abs() <= DRIFT {
        return report.ok("clock", "within a minute of Telegram's");
    }
    let way = if ahead > 0 { "ahead of" } else { "behind" };
    let seconds = ahead.abs() / SECOND;
    report.warn("clock", format!("{seconds} s {way} Telegram's: have NTP set it right"));
}
