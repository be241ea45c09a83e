//! The bot at work: puts store, engine, delivery and a platform together, and takes them apart in
//! the order in which nothing is lost.
//!
//! `app` starts one for `run` and one inside the demo; tests start their own.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::backup::schedule;
use crate::channels::TELEGRAM;
use crate::channels::telegram::api::{Api, ApiFault};
use crate::channels::telegram::inbound::Inbound;
use crate::channels::telegram::outbound::TelegramChannel;
use crate::channels::telegram::webhook::Webhook;
use crate::channels::telegram::{polling, webhook};
use crate::clock::{Clock, Millis};
use crate::config::{Config, Database, TelegramConfig};
use crate::delivery::pace::Rates;
use crate::delivery::{Delivery, Doors, duty};
use crate::engine::{self, Engine, Settings};
use crate::fingerprint::Fingerprints;
use crate::holidays;
use crate::ids::Ids;
use crate::menus;
use crate::pulse::Pulse;
use crate::store::{Store, StoreError, groups, outbox};
use crate::web::{self, Health};

/// The first and the longest wait between tries to reach Telegram at the start.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How often to see whether all parts still run.
const LOOK_FOR_FAILURE: Duration = Duration::from_millis(500);
/// How long turns that have begun may take to end.
const LAST_TURNS: Duration = Duration::from_secs(3);

/// How long the database may take to let go of us.
const LAST_WRITES: Duration = Duration::from_secs(3);

/// A bot at work.
pub struct Bot {
    /// Its username on Telegram.
    pub username: String,
    routes: Router,
    store: Store,
    delivery: Delivery,
    stop: CancellationToken,
    stop_duty: CancellationToken,
    /// What receives and wakes, until `stop`.
    receiving: Vec<JoinHandle<()>>,
    /// What has been begun and ends by itself.
    turns: TaskTracker,
    duty: JoinHandle<()>,
}

impl Bot {
    /// Starts to work on a database that is migrated. Waits for Telegram as long as it takes.
    ///
    /// # Errors
    /// If no token is configured, or Telegram does not know it, or the table of holidays does not
    /// read.
    pub async fn start(config: &Config, store: Store, clock: Clock) -> anyhow::Result<Self> {
        let telegram = config.telegram.as_ref().context("a bot's token is needed")?;
        let calendar = holidays::calendar(config.holidays.as_deref())?;
        let api = Api::new(&telegram.api_url, telegram.token.expose())?;
        let username = meet(&api).await?;
        let ids = Ids::new(clock.clone());
        let stop = CancellationToken::new();
        let turns = TaskTracker::new();
        let stop_duty = CancellationToken::new();
        let (on_duty, duty) = duty::keep(store.clone(), ids.next(), stop_duty.clone());
        let mut doors = Doors::new();
        doors.insert(TELEGRAM, Arc::new(TelegramChannel::new(api.clone())));
        let photos = doors.clone();
        let rates = Rates { overall: telegram.rate, paid: telegram.paid_rate };
        let delivery = Delivery::start(store.clone(), clock.clone(), doors, rates, on_duty.clone());
        let settings = Settings {
            locale: config.locale,
            bot: username.clone(),
            admins: config
                .admins
                .iter()
                .map(|admin| (admin.channel.clone(), admin.id.clone()))
                .collect(),
            calendar,
            news_rate: match telegram.paid_rate {
                0 => telegram.rate,
                paid => paid,
            },
        };
        let group = (api.clone(), store.clone(), config.review_chat, clock.now());
        if let Err(error) = configure_group(&group).await {
            tracing::error!(%error, "the review group cannot be noted yet; trying again");
            turns.spawn(stop.clone().run_until_cancelled_owned(note_group(group)));
        }
        let engine = Engine::new(store.clone(), delivery.clone(), clock.clone(), ids, settings);
        let (backup_clock, backup_duty) = (clock.clone(), on_duty.clone());
        let pulse = Pulse::new(clock.clone());
        let fingerprints = Fingerprints::new(store.clone(), clock.clone(), photos);
        let health = Health {
            store: store.clone(),
            pulse: pulse.clone(),
            polls: config.public_url.is_none(),
            clock,
        };
        let mut routes = web::router(health);
        let desk = engine.clone();
        let known = move |nomination| {
            let desk = desk.clone();
            async move { desk.photo_known(nomination).await }
        };
        let mut receiving = vec![
            tokio::spawn(engine::run_timers(engine.clone(), on_duty.clone(), stop.clone())),
            tokio::spawn(fingerprints.run(on_duty.clone(), stop.clone(), known)),
            tokio::spawn(engine::run_broadcasts(engine.clone(), on_duty.clone(), stop.clone())),
        ];
        if let Some(plan) = config.backup.clone() {
            let url = config.database_url.expose().to_owned();
            let (engine, stop) = (engine.clone(), stop.clone());
            match config.database_url.kind() {
                Database::Sqlite => receiving.push(tokio::spawn(schedule::run(
                    url,
                    plan,
                    engine,
                    backup_clock,
                    backup_duty,
                    stop,
                ))),
                Database::Postgres => tracing::warn!(
                    "HOADEP_BACKUP_DIR is for SQLite: have pg_dump copy this database"
                ),
            }
        }
        turns.spawn(menus::keep(api.clone(), engine.clone(), on_duty.clone(), stop.clone()));
        let inbound = Inbound::new(&username);
        match &config.public_url {
            Some(public) => {
                let secret = webhook::secret(telegram);
                let (turns, stop) = (turns.clone(), stop.clone());
                let webhook = Webhook { inbound, engine, pulse, secret, turns, stop };
                routes = routes.merge(webhook::router(webhook));
                let url = format!("{public}{}", webhook::PATH);
                set_webhook(&api, telegram, &url).await?;
                tracing::info!("updates come by webhook");
            }
            None => {
                let poller = polling::run(api.clone(), inbound, engine, pulse, stop.clone());
                let stopped = stop.clone();
                receiving.push(tokio::spawn(async move {
                    // Polling is refused while a webhook is set; nothing that waits is dropped.
                    let free =
                        keep_trying("the webhook could not be taken away", || api.delete_webhook());
                    if stopped.run_until_cancelled(free).await.is_some() {
                        poller.await;
                    }
                }));
                tracing::info!("updates are fetched by long polling");
            }
        }
        Ok(Self { username, routes, store, delivery, stop, stop_duty, receiving, turns, duty })
    }

    /// Waits until the bot cannot go on: something that must run to the end has ended before it.
    pub async fn fails(&self) {
        let mut tick = tokio::time::interval(LOOK_FOR_FAILURE);
        loop {
            tokio::select! {
                () = self.delivery.ended() => return,
                _ = tick.tick() => {}
            }
            if self.duty.is_finished() || self.receiving.iter().any(JoinHandle::is_finished) {
                return;
            }
        }
    }

    /// The bot's routes: health, and the webhook where there is one.
    pub fn routes(&self) -> Router {
        self.routes.clone()
    }

    /// Takes no more updates, lets turns end, sends what can be sent within `drain`, and closes
    /// the database. Whatever is left is in it.
    pub async fn stop(self, drain: Duration) {
        self.stop.cancel();
        let mut receiving = self.receiving;
        let turns = async {
            for task in &mut receiving {
                // A task that panicked has ended too.
                let _ = task.await;
            }
            self.turns.close();
            self.turns.wait().await;
        };
        if tokio::time::timeout(LAST_TURNS, turns).await.is_err() {
            tracing::warn!("a turn did not end; its update comes again at the next start");
            receiving.iter().for_each(JoinHandle::abort);
        }
        self.delivery.drain(drain).await;
        self.stop_duty.cancel();
        let closing = async {
            let _ = self.duty.await;
            self.store.close().await;
        };
        if tokio::time::timeout(LAST_WRITES, closing).await.is_err() {
            tracing::warn!("the database does not answer; leaving it as it is");
        }
    }
}

/// Notes the configured group as soon as the database lets us.
async fn note_group(group: (Api, Store, Option<i64>, Millis)) {
    let mut wait = FIRST_WAIT;
    loop {
        tokio::time::sleep(wait).await;
        if configure_group(&group).await.is_ok() {
            return;
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Has the configured group get the cards of the whole province, wherever it has moved to.
async fn configure_group(
    (api, store, chat, now): &(Api, Store, Option<i64>, Millis),
) -> Result<(), StoreError> {
    let now = *now;
    let address = match chat {
        Some(chat) => {
            let mut reader = store.read().await?;
            Some(outbox::current_address(&mut reader, TELEGRAM, &chat.to_string()).await?)
        }
        None => None,
    };
    let is_forum = match address.as_deref().and_then(|address| address.parse().ok()) {
        // The bot may not be in it yet; what is said in a forum tells as well.
        Some(chat) => api.is_forum(chat).await.ok(),
        None => None,
    };
    let configured = store.write(0, move |tx| {
        Box::pin(
            async move { groups::configure(tx, TELEGRAM, address.as_deref(), is_forum, now).await },
        )
    });
    configured.await
}

/// Asks Telegram who we are, until it answers.
async fn meet(api: &Api) -> anyhow::Result<String> {
    let mut wait = FIRST_WAIT;
    loop {
        match api.get_me().await {
            Ok(me) => return Ok(me.username().to_owned()),
            Err(ApiFault::Api { code: 401 | 404, .. }) => anyhow::bail!(
                "Telegram does not know this bot: check TELEGRAM_BOT_TOKEN (and TELEGRAM_API_URL)"
            ),
            Err(fault) => {
                tracing::warn!(%fault, "Telegram cannot be reached yet; trying again");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

async fn set_webhook(api: &Api, config: &TelegramConfig, url: &str) -> anyhow::Result<()> {
    let secret = webhook::secret(config);
    let url: reqwest::Url = url.parse()?;
    let mut wait = FIRST_WAIT;
    loop {
        let set = api.set_webhook(
            url.clone(),
            Some(&secret),
            webhook::MAX_CONNECTIONS,
            &polling::ALLOWED,
        );
        match set.await {
            Ok(()) => return Ok(()),
            Err(ApiFault::Api { description, .. }) => {
                anyhow::bail!("Telegram refuses HOADEP_PUBLIC_URL: {description}")
            }
            // Such as the throttle that replicas which start together meet.
            Err(fault) => {
                tracing::warn!(%fault, "the webhook could not be set yet; trying again");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

/// Tries until it works or is refused for good.
async fn keep_trying<F>(trouble: &str, mut call: impl FnMut() -> F)
where
    F: Future<Output = Result<(), ApiFault>>,
{
    let mut wait = FIRST_WAIT;
    while let Err(fault) = call().await {
        tracing::warn!(%fault, "{trouble}");
        if matches!(fault, ApiFault::Api { .. }) {
            return;
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
