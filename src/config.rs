//! What the program was told to do, as types that cannot hold a wrong value.
//!
//! Each option has one parse function here; it returns the value, or words that say what the
//! option takes. Which flags and variables there are stands in [`crate::cli`], which calls these.
//! Nothing here reads the environment or touches the disk.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use reqwest::Url;

use crate::backup::schedule::Plan;
use crate::domain::policy;
use crate::i18n::Locale;
use crate::logging::{TOKEN_TAIL, is_token_byte};

/// The configuration of `run`, `check` and `migrate`.
#[derive(Clone, Debug)]
pub struct Config {
    /// The Telegram bot; none when no token was given.
    pub telegram: Option<TelegramConfig>,
    /// Where everything is kept.
    pub database_url: DatabaseUrl,
    /// Where the web server listens.
    pub listen: SocketAddr,
    /// The address of the web server as platforms see it, with no `/` at the end. Set: updates
    /// come by webhook; unset: by long polling.
    pub public_url: Option<String>,
    /// Who is an administrator from the start.
    pub admins: Vec<Address>,
    /// The Telegram group that gets review cards; negative, as ids of groups are.
    pub review_chat: Option<i64>,
    /// The language for whoever has not chosen one.
    pub locale: Locale,
    /// The table of public holidays; none is the built-in one.
    pub holidays: Option<PathBuf>,
    /// When copies of the database are made and where; none: none are.
    pub backup: Option<Plan>,
}

/// The configuration of `demo`.
#[derive(Clone, Debug)]
pub struct DemoConfig {
    /// The directory to keep data in; none is a temporary one.
    pub data: Option<PathBuf>,
    /// Where the playground listens.
    pub listen: SocketAddr,
}

/// How to reach Telegram.
#[derive(Clone, Debug)]
pub struct TelegramConfig {
    /// The bot's token, as @BotFather gave it.
    pub token: Secret,
    /// The Bot API server, with no `/` at the end.
    pub api_url: String,
    /// What Telegram repeats in a header of each webhook call; none lets the program choose.
    pub webhook_secret: Option<Secret>,
    /// Messages a second over all chats; 0 is no pacing at all, per chat included.
    pub rate: u32,
    /// Messages a second of news that is paid for; 0: none is.
    pub paid_rate: u32,
}

/// A value that is never shown: printed, it is `***`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Hides a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the request that needs it and for nothing that is written down.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The address of a database. Printed, it shows neither password nor parameters.
#[derive(Clone)]
pub struct DatabaseUrl {
    kind: Database,
    url: String,
    shown: String,
}

/// The databases the program speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file beside the program.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl DatabaseUrl {
    /// Which database it is the address of.
    pub fn kind(&self) -> Database {
        self.kind
    }

    /// The whole address, password included, for the connection alone.
    pub fn expose(&self) -> &str {
        &self.url
    }
}

impl std::str::FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(value: &str) -> Result<Self, String> {
        database_url(value)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// A person on a channel, written `telegram:123`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The name of the channel, `telegram` or `zalo`.
    pub channel: String,
    /// The person's id there.
    pub id: String,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.channel, self.id)
    }
}

/// Reads a bot's token: digits, a colon, and 35 letters, digits, `_` or `-`. Emulators hand out
/// shorter ones, so any tail from 8 characters on is taken.
pub fn token(value: &str) -> Result<Secret, String> {
    let takes =
        "a bot's token as @BotFather gives it: digits, a colon, then letters, digits, _ or -";
    let (id, tail) = value.split_once(':').ok_or(takes)?;
    let well_formed = !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_digit())
        && tail.len() >= TOKEN_TAIL
        && tail.bytes().all(is_token_byte);
    if well_formed { Ok(Secret::new(value)) } else { Err(takes.to_owned()) }
}

/// Reads the secret of a webhook, in the letters that Telegram allows.
pub fn webhook_secret(value: &str) -> Result<Secret, String> {
    if (1..=256).contains(&value.len()) && value.bytes().all(is_token_byte) {
        Ok(Secret::new(value))
    } else {
        Err("1 to 256 letters, digits, _ or -".to_owned())
    }
}

/// Reads the address of a Bot API server. `http` is fine: a local server has nothing else.
pub fn api_url(value: &str) -> Result<String, String> {
    base_url(value, |_| true)
        .ok_or_else(|| "an http or https URL, as in https://api.telegram.org".to_owned())
}

/// Reads the address that platforms call. They call `https` alone, so `http` is for loopback.
pub fn public_url(value: &str) -> Result<String, String> {
    base_url(value, |url| url.scheme() == "https" || is_loopback(url)).ok_or_else(|| {
        "an https URL, as in https://hoadep.example.vn (http for localhost only)".to_owned()
    })
}

/// Reads the address of a database.
pub fn database_url(value: &str) -> Result<DatabaseUrl, String> {
    let takes = "sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE \
                 (with @ : / ? # in a password percent-encoded)";
    let (scheme, rest) = value.split_once(':').ok_or(takes)?;
    let (kind, shown) = match scheme {
        "sqlite" if !rest.trim_start_matches('/').is_empty() => {
            (Database::Sqlite, value.to_owned())
        }
        "postgres" | "postgresql" => (Database::Postgres, shown_postgres(value).ok_or(takes)?),
        _ => return Err(takes.to_owned()),
    };
    Ok(DatabaseUrl { kind, url: value.to_owned(), shown })
}

/// What an error may show of a wrong database address: no more than its scheme when a password
/// can be in it, as there is no telling where in a malformed address the password stands.
pub fn shown_database_url(value: &str) -> String {
    if !value.contains('@') && !value.to_ascii_lowercase().contains("pass") {
        return value.to_owned();
    }
    match value.split_once("://") {
        Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphabetic()) => {
            format!("{scheme}://***")
        }
        _ => "***".to_owned(),
    }
}

/// Reads where to listen.
pub fn listen(value: &str) -> Result<SocketAddr, String> {
    value
        .parse()
        .map_err(|_| "an IP address and a port, as in 127.0.0.1:8080 or [::]:8080".to_owned())
}

/// Reads a list of people. Spaces and a comma too many do no harm; a person named twice is one.
pub fn admins(value: &str) -> Result<Vec<Address>, String> {
    let mut list = Vec::new();
    for item in value.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        let address = address(item)
            .ok_or("people parted by commas, each as telegram:123456789 or zalo:1a2b3c")?;
        if !list.contains(&address) {
            list.push(address);
        }
    }
    Ok(list)
}

/// Reads the id of a group. Only ids of groups are negative, so a person's is refused here.
pub fn review_chat(value: &str) -> Result<i64, String> {
    value.parse().ok().filter(|id| *id < 0).ok_or_else(|| {
        "the id of a Telegram group, a negative number as in -1001234567890".to_owned()
    })
}

/// Reads a number of messages a second.
pub fn rate(value: &str) -> Result<u32, String> {
    value
        .parse()
        .ok()
        .filter(|rate| *rate <= 1000)
        .ok_or_else(|| "a whole number from 0 (no pacing) to 1000".to_owned())
}

/// Reads a number of messages a second that are paid for.
pub fn paid_rate(value: &str) -> Result<u32, String> {
    rate(value).map_err(|_| "a whole number from 0 (nothing is paid for) to 1000".to_owned())
}

/// Reads a language.
pub fn locale(value: &str) -> Result<Locale, String> {
    Locale::ALL
        .into_iter()
        .find(|locale| locale.code() == value)
        .ok_or_else(|| "vi or en".to_owned())
}

/// Reads a time of day, as minutes since midnight.
pub fn time_of_day(value: &str) -> Result<u32, String> {
    policy::minutes(value).ok_or_else(|| "a time of Vietnam's day from 00:00 to 23:59".to_owned())
}

/// Reads how many copies are kept.
pub fn keep(value: &str) -> Result<usize, String> {
    value
        .parse()
        .ok()
        .filter(|keep| (1..=1000).contains(keep))
        .ok_or_else(|| "a whole number from 1 to 1000".to_owned())
}

/// Reads a file's name.
pub fn file(value: &str) -> Result<PathBuf, String> {
    if value.is_empty() { Err("a file".to_owned()) } else { Ok(PathBuf::from(value)) }
}

/// Reads a directory's name.
pub fn directory(value: &str) -> Result<PathBuf, String> {
    if value.is_empty() { Err("a directory".to_owned()) } else { Ok(PathBuf::from(value)) }
}

/// An http(s) URL that paths can be added to: no user, no query, no fragment, no `/` at the end.
fn base_url(value: &str, allowed: impl Fn(&Url) -> bool) -> Option<String> {
    let url = Url::parse(value).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (plain && allowed(&url)).then(|| url.as_str().trim_end_matches('/').to_owned())
}

/// Whether a URL's host is this machine as it sees itself.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A PostgreSQL address without what is secret in it; none when it is not well formed.
fn shown_postgres(value: &str) -> Option<String> {
    let mut url = Url::parse(value).ok().filter(|_| value.contains("://"))?;
    let named = !url.username().is_empty() || url.password().is_some();
    // An `@` with nobody before it is the tail of a password with an unescaped `/`, `?` or `#`.
    if value.contains('@') && !named || url.path().contains('@') {
        return None;
    }
    if url.password().is_some() {
        url.set_password(Some("***")).ok()?;
    }
    // The parameters can hold a password too, and nobody needs them in a log.
    url.set_query(None);
    url.set_fragment(None);
    Some(url.to_string())
}

fn address(item: &str) -> Option<Address> {
    let (channel, id) = item.split_once(':')?;
    let known = match channel {
        "telegram" => id.parse::<i64>().is_ok_and(|id| id > 0) && !id.starts_with('+'),
        "zalo" => !id.is_empty() && id.bytes().all(is_token_byte),
        _ => false,
    };
    known.then(|| Address { channel: channel.to_owned(), id: id.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let config = TelegramConfig {
            token: token("123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw").unwrap(),
            api_url: api_url("https://api.telegram.org/").unwrap(),
            webhook_secret: Some(webhook_secret("s3cret").unwrap()),
            rate: 30,
            paid_rate: 0,
        };
        let shown = format!("{config:?} {}", config.token);
        assert!(!shown.contains("AAHdq") && !shown.contains("s3cret"), "{shown}");
        assert_eq!(config.api_url, "https://api.telegram.org");
    }

    #[test]
    fn a_database_address_shows_no_password() {
        for (value, shown) in [
            ("postgres://hoa:matkhau@db:5432/hoadep", "postgres://hoa:***@db:5432/hoadep"),
            ("postgresql://db/hoadep?user=hoa&password=matkhau", "postgresql://db/hoadep"),
            ("postgres:///hoadep?host=/run/postgresql", "postgres:///hoadep"),
            ("sqlite://hoadep.db", "sqlite://hoadep.db"),
            ("sqlite::memory:", "sqlite::memory:"),
        ] {
            let url = database_url(value).unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), shown);
            assert_eq!(url.expose(), value);
        }
    }

    #[test]
    fn a_password_that_is_not_escaped_is_refused_and_not_shown() {
        for value in ["postgres://hoa:12/34@db/x", "postgres://hoa:mat#khau@db/x", "hoa:mat@db"] {
            assert!(database_url(value).is_err(), "{value}");
            let shown = shown_database_url(value);
            assert!(!shown.contains("mat") && !shown.contains("34"), "{shown}");
        }
    }

    #[test]
    fn people_are_read_once_each_and_spaces_do_no_harm() {
        let list = admins(" telegram:12, zalo:1a2b ,telegram:12,").unwrap();
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        assert_eq!(list, ["telegram:12", "zalo:1a2b"]);
    }

    #[test]
    fn plain_http_is_public_on_loopback_only() {
        assert_eq!(public_url("http://[::1]:8080/").unwrap(), "http://[::1]:8080");
        assert_eq!(public_url("https://a.vn/hoa/").unwrap(), "https://a.vn/hoa");
        assert!(public_url("http://a.vn").is_err());
        assert!(public_url("http://localhost.a.vn").is_err());
    }
}
