//! The commands: what each of them does, from the first line to the last.
//!
//! `main` calls them; `bot` is what they start.

pub mod audit;
pub mod backup;
pub mod retention;
mod settings;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use crate::backup::restore;
use crate::bot::Bot;
use crate::channels::TELEGRAM;
use crate::clock::{Clock, DAY};
use crate::config::{Address, Config, DemoConfig, Secret, TelegramConfig};
use crate::demo::{Audience, Stage};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::i18n::{self, Locale};
use crate::ids::{self, Ids};
use crate::store::campaigns::Campaign;
use crate::store::contacts::Caller;
use crate::store::invites::{self, Invitation};
use crate::store::{Store, StoreError, campaigns, chain, contacts, lock, members};
use crate::{check, engine, holidays, web};

pub use settings::settings;

/// How long what waits in the outbox may still be sent at the end.
const DRAIN: Duration = Duration::from_secs(5);
/// The same for the demo, which ends within two seconds.
const DEMO_DRAIN: Duration = Duration::from_secs(1);
/// What codes of the first campaign begin with.
const FIRST_PREFIX: &str = "HD";

/// Runs the bot until it is told to stop.
///
/// # Errors
/// If it cannot start: the database, the port, the token.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    // A wrong table is told before anything is begun.
    holidays::calendar(config.holidays.as_deref())?;
    let _lock = lock::hold(config.database_url.expose())?;
    restore::take_back(config.database_url.expose())?;
    let clock = Clock::default();
    let store = open(&config, &clock).await?;
    let [early, listener] = listen(config.listen)?;
    // Telegram may be out of reach for long; whoever watches the process must see that it lives.
    let begun = CancellationToken::new();
    let starting = web::serve(early, web::starting(), begun.clone().cancelled_owned());
    let starting = tokio::spawn(starting);
    let bot = tokio::select! {
        bot = Bot::start(&config, store.clone(), clock.clone()) => bot?,
        () = stop.cancelled() => return Ok(()),
    };
    let served = web::serve(listener, bot.routes(), stop.clone().cancelled_owned());
    let server = tokio::spawn(served);
    begun.cancel();
    offer_claim(&store, &config, &bot.username, &clock).await?;
    tracing::info!(bot = bot.username, listen = %config.listen, "at work");
    let broke = tokio::select! {
        () = stop.cancelled() => false,
        () = bot.fails() => true,
    };
    stop.cancel();
    tracing::info!("ending");
    bot.stop(DRAIN).await;
    // Calls under way have had the time of the above; a kept connection is not waited for.
    starting.abort();
    server.abort();
    anyhow::ensure!(!broke, "a part of the bot broke, see the log; start it again");
    tracing::info!("ended");
    Ok(())
}

/// Plays the bot against an emulated Telegram in the browser until it is told to stop.
///
/// # Errors
/// If it cannot start: the directory, the port.
pub async fn demo(config: DemoConfig) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    let clock = Clock::default();
    let stage = Stage::open(&config, clock.clone())?;
    let [listener, _] = listen(config.listen)?;
    let url = local_url(listener.local_addr()?);
    let config = Config {
        telegram: Some(TelegramConfig {
            token: Secret::new(stage.token()),
            api_url: url.clone(),
            webhook_secret: None,
            rate: 30,
            paid_rate: 0,
        }),
        database_url: stage.database_url(),
        listen: config.listen,
        public_url: None,
        admins: vec![Address { channel: TELEGRAM.to_owned(), id: stage.admin.to_string() }],
        review_chat: Some(stage.review_chat),
        locale: Locale::Vi,
        holidays: None,
        backup: None,
    };
    let store = open(&config, &clock).await?;
    let audience = Audience::new(stage.telegram.clone(), store.clone(), clock.clone());
    let server = stage.serve(listener, audience.router());
    cast_members(&store, &stage, &clock).await?;
    let bot = Bot::start(&config, store, clock).await?;
    tell(&url);
    stop.cancelled().await;
    bot.stop(DEMO_DRAIN).await;
    stage.close();
    server.abort();
    Ok(())
}

/// Looks whether all is well, says what to do where it is not, and returns whether it is.
///
/// # Errors
/// None: what is wrong is told and makes it `false`.
pub async fn check(config: Config) -> anyhow::Result<bool> {
    Ok(check::run(&config).await)
}

/// Brings the database up to date.
///
/// # Errors
/// If the database cannot be opened or changed, or a bot of an older version is at work on it.
pub async fn migrate(config: Config) -> anyhow::Result<()> {
    let url = config.database_url.expose();
    // Taken before looking, so that two do not do the same; needed only if there is work.
    let lock = lock::hold(url);
    if lock.is_ok() {
        restore::take_back(url)?;
    }
    let store = Store::open(url).await?;
    let pending = store.pending_migrations().await?;
    // A migration may have been broken off behind its SQL.
    if pending > 0 || chain::unsealed(&mut *store.read().await?).await? > 0 {
        let _lock = lock?;
        store.migrate().await?;
    }
    tell(&format!(
        "{}: {pending} migrations applied, the schema is up to date",
        config.database_url
    ));
    store.close().await;
    Ok(())
}

/// Opens the database, brings it up to date, and opens a first campaign if there never was one:
/// without any, nobody could nominate.
async fn open(config: &Config, clock: &Clock) -> anyhow::Result<Store> {
    let store = Store::open(config.database_url.expose()).await?;
    store.migrate().await?;
    let campaign = Campaign {
        id: Ids::new(clock.clone()).next(),
        title: i18n::text(Locale::Vi, "first-campaign", &[]),
        prefix: FIRST_PREFIX.to_owned(),
    };
    let now = clock.now();
    let opened = store.write(0, move |tx| {
        Box::pin(async move { campaigns::ensure_default(tx, &campaign, now).await })
    });
    if opened.await? {
        tracing::info!("a first campaign is open");
    }
    Ok(store)
}

/// Opens a database that is there and up to date, beside a bot that may be at work on it.
async fn look_into(config: &Config) -> anyhow::Result<Store> {
    let (shown, url) = (&config.database_url, config.database_url.expose());
    if Store::file(url)?.is_some_and(|file| !file.exists()) {
        anyhow::bail!("{shown} is not there yet: `hoadep run` makes it, or set DATABASE_URL");
    }
    let store = Store::open(url).await?;
    let pending = store.pending_migrations().await?;
    anyhow::ensure!(pending == 0, "{shown} lacks {pending} migrations: run `hoadep migrate` first");
    Ok(store)
}

fn listen(address: SocketAddr) -> anyhow::Result<[tokio::net::TcpListener; 2]> {
    web::bind(address).with_context(|| {
        format!("cannot listen on {address}: end what else does, or set HOADEP_LISTEN")
    })
}

/// Where a browser on this machine finds a server that listens on `address`.
fn local_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// While there is no admin, and none is configured, prints a link by which one person becomes one.
async fn offer_claim(
    store: &Store,
    config: &Config,
    bot: &str,
    clock: &Clock,
) -> anyhow::Result<()> {
    let configured = !config.admins.is_empty();
    let (code, now) = (ids::secret(), clock.now());
    let (kept, id) = (code.clone(), Ids::new(clock.clone()).next());
    let offered = store.write(0, move |tx| {
        Box::pin(async move {
            // Links of earlier starts stand in old logs and terminals.
            invites::revoke_unclaimed(tx).await?;
            if configured || members::count_admins(tx.connection()).await? > 0 {
                return Ok(false);
            }
            let claim = Invitation {
                id,
                role: Role::Admin,
                scope: Scope::default(),
                by: None,
                made_at: now,
                expires_at: now + DAY,
            };
            invites::insert(tx, &kept, &claim).await?;
            Ok(true)
        })
    });
    if offered.await? {
        // To the terminal and not to the log: whoever has it can become the admin.
        tell(&format!(
            "There is no admin yet. Who opens this link in Telegram within 24 hours becomes one, \
             once:\n  {}\nor sends the bot:\n  /start {code}",
            engine::link(bot, &code)
        ));
    }
    Ok(())
}

/// Writes to the terminal. One that is closed is no reason to end.
fn tell(words: &str) {
    use std::io::Write;
    if writeln!(std::io::stdout(), "{words}").is_err() {
        tracing::warn!("standard output is closed, so what was to be told there is lost");
    }
}

/// Gives the demo's members their parts, and has them and the first admin greet the bot, which may not write to
/// them before they have written.
async fn cast_members(store: &Store, stage: &Stage, clock: &Clock) -> Result<(), StoreError> {
    let (ids, now) = (Ids::new(clock.clone()), clock.now());
    let mut greet = Vec::new();
    for (member, role, scope) in stage.members.clone() {
        let (id, address) = (ids.next(), member.to_string());
        let joined = store.write(0, move |tx| {
            Box::pin(async move {
                let caller =
                    Caller { channel: TELEGRAM, address: &address, name: "", app_language: "" };
                if contacts::meet(tx, caller, id, now).await?.id != id {
                    // Known from an earlier start; perhaps dismissed since.
                    return Ok(false);
                }
                members::grant(tx, id, role, None, now).await?;
                members::set_scope(tx, id, &scope).await?;
                Ok(true)
            })
        });
        if joined.await? {
            greet.push(member);
        }
    }
    if greet.contains(&stage.reviewer) {
        greet.push(stage.admin);
    }
    greet.into_iter().for_each(|person| {
        stage.telegram.say(person, person, "/start");
    });
    Ok(())
}

/// Cancelled when the process is asked to end. Asked once more, it ends at once.
fn stop_signal() -> std::io::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stopping = stop.clone();
    tokio::spawn(async move {
        for attempt in 0.. {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if attempt > 0 {
                std::process::exit(130);
            }
            stopping.cancel();
        }
    });
    Ok(stop)
}
