//! The command line: which commands and options there are, and how a wrong one is told.
//!
//! What an option's value may be stands in [`crate::config`]. Called by `main`, and by the test
//! that holds README.md to what stands here.

use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{Resettable, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::backup::schedule::Plan;
use crate::config::{self, Address, Config, DatabaseUrl, DemoConfig, Secret, TelegramConfig};
use crate::i18n::Locale;
use crate::logging::redact;

/// A chatbot by which citizens point out good people and good deeds.
///
/// Each option is a flag, a variable of the environment, or a line of the file .env; the first of
/// these that is there counts.
#[derive(Debug, Parser)]
#[command(name = "hoadep", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can be told to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the bot
    Run(Options),
    /// Try everything in the browser: an emulated Telegram, no account, no token
    Demo(DemoOptions),
    /// Look whether all is well, and say what to do where it is not
    Check(Options),
    /// Bring the database up to date
    Migrate(Options),
    /// Prove that nothing was changed in the audit, or show what is in it
    #[command(subcommand, disable_help_subcommand = true)]
    Audit(Audit),
    /// List the figures by which the review desk works, or set one
    Settings {
        /// The figure's name
        name: Option<String>,
        /// What it is to be
        #[arg(allow_hyphen_values = true)]
        value: Option<String>,
        /// What every command takes.
        #[command(flatten)]
        options: Options,
    },
    /// Copy the database to a file; the bot may be at work
    Backup {
        /// Where the copy is to be
        file: PathBuf,
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
        /// What every command takes.
        #[command(flatten)]
        options: Options,
    },
    /// Put a copy in the place of the database, with what was due in it set aside
    Restore {
        /// The copy
        #[arg(required_unless_present = "mark", conflicts_with = "mark")]
        file: Option<PathBuf>,
        /// Only set aside what is due, in a database that was restored by other means
        #[arg(long)]
        mark: bool,
        /// What every command takes.
        #[command(flatten)]
        options: Options,
    },
    /// Forget what is kept no longer; `run` does so each day
    Retention {
        /// Only list how much that is
        #[arg(long)]
        dry_run: bool,
        /// What every command takes.
        #[command(flatten)]
        options: Options,
    },
}

/// What can be asked of the audit.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk along the whole audit and name the first row that is not as it was written
    Verify(Options),
    /// Print everything that was done to a nomination
    Show {
        /// The nomination's code, as in HD-7K3M9
        code: String,
        /// What every command takes.
        #[command(flatten)]
        options: Options,
    },
}

/// The options of every command but `demo`.
#[derive(Debug, Args)]
pub struct Options {
    /// The bot's token from @BotFather; `run` needs it
    #[arg(long, env = "TELEGRAM_BOT_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    #[arg(value_parser = Setting::secret(config::token), allow_hyphen_values = true)]
    telegram_bot_token: Option<Secret>,

    /// The Bot API server to call
    #[arg(long, env = "TELEGRAM_API_URL", value_name = "URL", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::api_url))]
    #[arg(default_value = "https://api.telegram.org")]
    telegram_api_url: String,

    /// What Telegram must show to our webhook; unset: derived from the token
    #[arg(long, env = "TELEGRAM_WEBHOOK_SECRET", value_name = "SECRET", hide_env_values = true)]
    #[arg(value_parser = Setting::secret(config::webhook_secret), allow_hyphen_values = true)]
    telegram_webhook_secret: Option<Secret>,

    /// The database, sqlite://… or postgres://…
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    #[arg(value_parser = Setting { parse: config::database_url, show: config::shown_database_url })]
    #[arg(default_value = "sqlite://hoadep.db")]
    database_url: DatabaseUrl,

    #[command(flatten)]
    listen: Listen,

    /// The server's https address from outside; set: webhook mode, unset: long polling
    #[arg(long, env = "HOADEP_PUBLIC_URL", value_name = "URL", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::public_url))]
    public_url: Option<String>,

    /// Administrators, parted by commas, as in telegram:123
    #[arg(long, env = "HOADEP_ADMINS", value_name = "LIST", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::admins))]
    // The full path keeps clap from taking this for an option that is given several times.
    admins: Option<::std::vec::Vec<Address>>,

    /// The Telegram group for review cards, as in -1001234567890
    #[arg(long, env = "HOADEP_REVIEW_CHAT", value_name = "ID", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::review_chat), allow_negative_numbers = true)]
    review_chat: Option<i64>,

    /// Telegram messages a second over all chats; 0: no pacing, per chat included
    #[arg(long, env = "HOADEP_TELEGRAM_RATE", value_name = "N", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::rate), default_value = "30")]
    #[arg(allow_negative_numbers = true)]
    telegram_rate: u32,

    /// News messages a second that Telegram is paid for, up to 1000; 0: none is paid for
    #[arg(long, env = "HOADEP_TELEGRAM_PAID_RATE", value_name = "N", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::paid_rate), default_value = "0")]
    #[arg(allow_negative_numbers = true)]
    telegram_paid_rate: u32,

    /// The language for those who have not chosen one, vi or en
    #[arg(long, env = "HOADEP_LOCALE", value_name = "LOCALE", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::locale), default_value = "vi")]
    locale: Locale,

    /// A table of public holidays, as data/holidays.tsv; unset: that one, built in
    #[arg(long, env = "HOADEP_HOLIDAYS", value_name = "FILE", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::file))]
    holidays: Option<PathBuf>,

    /// The directory for a daily copy of an SQLite database; unset: none is made
    #[arg(long, env = "HOADEP_BACKUP_DIR", value_name = "DIR", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::directory))]
    backup_dir: Option<PathBuf>,

    /// When it is made, in Vietnam's time
    #[arg(long, env = "HOADEP_BACKUP_AT", value_name = "HH:MM", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::time_of_day), default_value = "02:30")]
    backup_at: u32,

    /// How many of these copies are kept, the newest
    #[arg(long, env = "HOADEP_BACKUP_KEEP", value_name = "N", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::keep), default_value = "14")]
    backup_keep: usize,
}

/// The options of `demo`.
#[derive(Debug, Args)]
pub struct DemoOptions {
    /// The directory in which `demo` keeps its data; unset: a temporary one
    #[arg(long, env = "HOADEP_DATA", value_name = "DIR", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::directory))]
    data: Option<PathBuf>,

    #[command(flatten)]
    listen: Listen,
}

/// The one option that all commands share.
#[derive(Debug, Args)]
struct Listen {
    /// The address and port of the web server
    #[arg(long, env = "HOADEP_LISTEN", value_name = "ADDRESS", hide_env_values = true)]
    #[arg(value_parser = Setting::plain(config::listen), default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Cli {
    /// Reads arguments, the program's name first, and the environment.
    ///
    /// # Errors
    /// For wrong arguments and for `--help` and `--version`, as clap does; see [`refuse`].
    pub fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, Error> {
        let args: Vec<OsString> = args.into_iter().collect();
        let parsed = without_empty_variables(Self::command()).try_get_matches_from(&args);
        let matches = match parsed {
            Err(error) if error.kind() == ErrorKind::DisplayHelp => {
                // Asked for help, tell of every variable, of the empty ones too.
                return Err(Self::command().try_get_matches_from(&args).err().unwrap_or(error));
            }
            parsed => parsed?,
        };
        let cli = Self::from_arg_matches(&matches)?;
        match &cli.command {
            Command::Run(options) if options.telegram_bot_token.is_none() => Err(Error::raw(
                ErrorKind::MissingRequiredArgument,
                "run needs --telegram-bot-token (TELEGRAM_BOT_TOKEN), which @BotFather gives; \
                 `hoadep demo` needs none\n",
            )),
            _ => Ok(cli),
        }
    }
}

impl From<Options> for Config {
    fn from(options: Options) -> Self {
        let telegram = options.telegram_bot_token.map(|token| TelegramConfig {
            token,
            api_url: options.telegram_api_url,
            webhook_secret: options.telegram_webhook_secret,
            rate: options.telegram_rate,
            paid_rate: options.telegram_paid_rate,
        });
        Self {
            telegram,
            database_url: options.database_url,
            listen: options.listen.listen,
            public_url: options.public_url,
            admins: options.admins.unwrap_or_default(),
            review_chat: options.review_chat,
            locale: options.locale,
            holidays: options.holidays,
            backup: options.backup_dir.map(|folder| Plan {
                folder,
                at: options.backup_at,
                keep: options.backup_keep,
            }),
        }
    }
}

impl From<DemoOptions> for DemoConfig {
    fn from(options: DemoOptions) -> Self {
        Self { data: options.data, listen: options.listen.listen }
    }
}

/// Tells of what [`Cli::read`] did not take and gives the exit code: help on stdout and 0, an
/// error on stderr and 2. An error about a value is one line, and no error shows a secret.
pub fn refuse(error: &Error) -> u8 {
    if !error.use_stderr() {
        // A closed pipe is no reason to complain.
        let _ = error.print();
        return 0;
    }
    let full = error.to_string();
    let text = match error.kind() {
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::TooFewValues
        | ErrorKind::TooManyValues
        | ErrorKind::ArgumentConflict => full.lines().next().unwrap_or_default(),
        _ => full.trim_end(),
    };
    eprintln!("{}", redact(text));
    2
}

/// A variable that is set to nothing counts as not set: that is what `NAME=` in a .env file means
/// to the people who write it.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |arg: &Arg| {
        let value = arg.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.to_str().is_some_and(|value| value.trim().is_empty()))
    };
    command.mut_subcommands(|command| {
        let kept = |arg: Arg| if is_empty(&arg) { arg.env(Resettable::Reset) } else { arg };
        without_empty_variables(command.mut_args(kept))
    })
}

/// Reads an option's value with a function of [`crate::config`] and, where it is wrong, tells in
/// one line which option it is, what it got and what it takes.
#[derive(Clone)]
struct Setting<T> {
    /// Gives the value, or words for what the option takes.
    parse: fn(&str) -> Result<T, String>,
    /// What of a wrong value may be shown.
    show: fn(&str) -> String,
}

impl<T> Setting<T> {
    fn plain(parse: fn(&str) -> Result<T, String>) -> Self {
        Self { parse, show: str::to_owned }
    }

    fn secret(parse: fn(&str) -> Result<T, String>) -> Self {
        Self { parse, show: |_| "***".to_owned() }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Setting<T> {
    type Value = T;

    fn parse_ref(
        &self,
        _command: &clap::Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, Error> {
        let text = value.to_string_lossy();
        let parsed = match value.to_str() {
            Some(value) => (self.parse)(value.trim()),
            None => Err("text in UTF-8".to_owned()),
        };
        parsed.map_err(|takes| {
            let got = clipped(&redact(&(self.show)(text.trim())));
            let line = format!("{} got {got}; it takes {takes}\n", name(arg));
            Error::raw(ErrorKind::ValueValidation, line)
        })
    }
}

/// An option by the two names it has.
fn name(arg: Option<&Arg>) -> String {
    let Some(arg) = arg else { return "an option".to_owned() };
    let flag = arg.get_long().unwrap_or_default();
    // Asked of the definition: `arg` has lost its variable when that was empty.
    let definition = Cli::command();
    let variable = definition
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .find(|defined| defined.get_id() == arg.get_id())
        .and_then(Arg::get_env);
    match variable {
        Some(variable) => format!("--{flag} ({})", variable.to_string_lossy()),
        None => format!("--{flag}"),
    }
}

/// A value in quotes on one line, the end of a long one cut off; a hidden one needs no quotes.
fn clipped(value: &str) -> String {
    const MOST: usize = 80;
    if value == "***" {
        return value.to_owned();
    }
    if value.chars().count() <= MOST {
        return format!("{value:?}");
    }
    let start: String = value.chars().take(MOST).collect();
    format!("{start:?}…")
}
