//! The doctor: looks at everything that `run` needs and says, a line each, what is well and what
//! to do about what is not.
//!
//! It changes nothing, makes no file, and may look while the bot is at work. Called by `app`.

pub(crate) mod audit;
mod backup;
mod database;
mod telegram;

use std::io::Write;

use crate::channels::telegram::api::Api;
use crate::clock::{Clock, Millis};
use crate::config::{Config, TelegramConfig};
use crate::domain::day;
use crate::{holidays, logging};

/// Looks at everything and prints what it finds to stdout; `false` if the bot cannot do its work.
pub async fn run(config: &Config) -> bool {
    let mut report = Report::default();
    let clock = Clock::default();
    settings(&mut report, config);
    days_off(&mut report, config, clock.now());
    if let Some(store) = database::look(&mut report, config, &clock).await {
        database::look_inside(&mut report, &store, config, &clock).await;
        store.close().await;
    }
    backup::look(&mut report, config, clock.now());
    if let Some(telegram) = &config.telegram {
        telegram::look(&mut report, config, telegram, &clock).await;
    }
    !report.failed
}

/// What can be said of the configuration alone; wrong values have been refused before.
fn settings(report: &mut Report, config: &Config) {
    match &config.telegram {
        None => report.fail(
            "config",
            "TELEGRAM_BOT_TOKEN is not set: take a token from @BotFather and set it",
        ),
        Some(telegram) if telegram.rate == 0 && telegram.api_url.ends_with("telegram.org") => {
            report.warn(
                "config",
                "HOADEP_TELEGRAM_RATE is 0, and Telegram's own server allows 30 messages a \
                 second: leave it unset",
            );
        }
        Some(_) => report.ok("config", "nothing is missing"),
    }
}

/// The table of public holidays: does it read, and does it reach beyond today?
fn days_off(report: &mut Report, config: &Config, now: Millis) {
    let calendar = match holidays::calendar(config.holidays.as_deref()) {
        Ok(calendar) => calendar,
        Err(error) => return report.fail("holidays", error.to_string()),
    };
    match calendar.last_year() {
        Some(last) if last >= day::today(now).year() => {
            report.ok("holidays", format!("known until {last}"));
        }
        _ => report.warn(
            "holidays",
            "none are known from this year on, so limits count them as working days: name a table \
             of them in HOADEP_HOLIDAYS",
        ),
    }
}

/// Bytes as people say them.
fn bytes(count: u64) -> String {
    match count {
        0..1_000_000 => format!("{} kB", count.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", count / 1_000_000),
        1_000_000_000.. => format!("{} GB", count / 1_000_000_000),
    }
}

/// What was found so far.
#[derive(Debug, Default)]
struct Report {
    failed: bool,
}

impl Report {
    /// All is well.
    fn ok(&mut self, what: &str, words: impl AsRef<str>) {
        self.line("ok", what, words.as_ref());
    }

    /// The bot works; somebody should look.
    fn warn(&mut self, what: &str, words: impl AsRef<str>) {
        self.line("warn", what, words.as_ref());
    }

    /// The bot cannot do its work.
    fn fail(&mut self, what: &str, words: impl AsRef<str>) {
        self.failed = true;
        self.line("FAIL", what, words.as_ref());
    }

    fn line(&mut self, mark: &str, what: &str, words: &str) {
        let words = logging::redact(words);
        // Who closes the pipe early has seen enough.
        let _ = writeln!(std::io::stdout(), "{mark:<5}{what:<13}{words}");
    }
}
