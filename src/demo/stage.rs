//! What the demo needs around the real bot: a directory, an emulated Telegram with people in it,
//! and one server for the page, its API and the Bot API.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::playground;
use super::telegram::{Emulator, is_loopback};
use crate::clock::Clock;
use crate::config::{DatabaseUrl, DemoConfig};
use crate::domain::catalog::Catalog;
use crate::domain::scope::Scope;
use crate::ids;

/// The number of the emulated bot, which its token begins with.
const BOT: &str = "5550001:";

/// Why the demo cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The directory cannot be made or used.
    #[error("the demo cannot keep its data in {}: {error}", .dir.display())]
    Directory {
        /// The directory.
        dir: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Another demo has the directory.
    #[error(
        "another demo is running on {}: end it first, or name another directory with --data",
        .dir.display()
    )]
    Taken {
        /// The directory.
        dir: PathBuf,
    },
}

/// The demo without its bot. Dropped, it lets go of the directory and removes a temporary one.
#[derive(Debug)]
pub struct Stage {
    /// The emulated Telegram.
    pub telegram: Emulator,
    /// The citizens' ids, Vietnamese first, then English.
    pub citizens: [i64; 2],
    /// The reviewer of the whole province.
    pub reviewer: i64,
    /// Every reviewer and what they decide on, that one first.
    pub reviewers: [(i64, Scope); 3],
    /// The admin's id.
    pub admin: i64,
    /// The review group's id.
    pub review_chat: i64,
    /// Whether the people came only now. The bot's database may be new all the same: a demo can
    /// be killed between the two.
    pub is_new: bool,
    dir: PathBuf,
    token: String,
    loopback: bool,
    // In the order in which they are let go of.
    _lock: File,
    _temporary: Option<TempDir>,
}

/// Who plays: first name, last name, the app's language, the role.
const CAST: [(&str, &str, &str, &str); 6] = [
    ("Lan", "Nguyễn", "vi", "citizen"),
    ("Minh", "Lê", "en", "citizen"),
    ("Hương", "Trần", "vi", "reviewer"),
    ("Thu", "Vũ", "vi", "reviewer"),
    ("Bình", "Hoàng", "vi", "reviewer"),
    ("Dũng", "Phạm", "vi", "admin"),
];

/// The commune that the second reviewer decides on, Phường Phố Hiến, and the third one's field.
const COMMUNE: &str = "11953";
const FIELD: &str = "environment";

const GROUP: &str = "Tổ duyệt hồ sơ";

impl Stage {
    /// Opens the directory that the configuration names, or a temporary one, and finds the people
    /// there or puts them in. Moves `clock` on to where it was moved to before.
    ///
    /// # Errors
    /// When the directory cannot be used, or another demo uses it.
    pub fn open(config: &DemoConfig, clock: Clock) -> Result<Stage, StageError> {
        let (dir, temporary) = match &config.data {
            Some(dir) => (dir.clone(), None),
            None => {
                let made = temporary()?;
                (made.path().to_owned(), Some(made))
            }
        };
        let failed = |error: io::Error| StageError::Directory { dir: dir.clone(), error };
        fs::create_dir_all(&dir).map_err(failed)?;
        let lock = File::create(dir.join("demo.lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StageError::Taken { dir }),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let token = token(&dir).map_err(failed)?;
        let telegram = Emulator::open(&dir, &token, clock).map_err(failed)?;
        telegram.set_webhooks_at_home(true);
        let (people, review_chat, is_new) = cast(&telegram);
        let [vi, en, reviewer, of_commune, of_field, admin] = people;
        let (mut commune, mut field) = (Scope::default(), Scope::default());
        commune.toggle_commune(COMMUNE);
        field.toggle_field(Catalog::built_in(), FIELD);
        Ok(Stage {
            telegram,
            citizens: [vi, en],
            reviewer,
            reviewers: [(reviewer, Scope::default()), (of_commune, commune), (of_field, field)],
            admin,
            review_chat,
            is_new,
            dir,
            token,
            loopback: config.listen.ip().is_loopback(),
            _lock: lock,
            _temporary: temporary,
        })
    }

    /// The directory that everything is kept in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The token that the emulated Telegram takes.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The SQLite file for the bot, in the same directory.
    pub fn database_url(&self) -> DatabaseUrl {
        // What has a meaning in an address is escaped; a path may hold it.
        let path = self.dir.join("hoadep.db").to_string_lossy().replace('%', "%25");
        let path = path.replace('?', "%3F").replace('#', "%23");
        crate::config::database_url(&format!("sqlite://{path}"))
            .expect("it has the scheme and a file name")
    }

    /// The page, its API and the Bot API.
    pub fn router(&self) -> Router {
        let routes = playground::router().merge(self.telegram.router());
        if self.loopback { routes.layer(middleware::from_fn(at_home)) } else { routes }
    }

    /// Serves all of it on `listener` until [`Stage::close`]; the task then ends by itself.
    pub fn serve(&self, listener: TcpListener) -> JoinHandle<()> {
        self.telegram.serve_routes(listener, self.router())
    }

    /// Ends what waits: open polls, the page's event streams, and serving.
    pub fn close(&self) {
        self.telegram.close();
    }
}

fn temporary() -> Result<TempDir, StageError> {
    tempfile::Builder::new()
        .prefix("hoadep-demo-")
        .tempdir()
        .map_err(|error| StageError::Directory { dir: std::env::temp_dir(), error })
}

/// The bot's token, kept in the directory. Drawn for each: a page of another site can make a
/// browser call any address of this machine, and has to know this word of it.
fn token(dir: &Path) -> io::Result<String> {
    let file = dir.join("token");
    // A demo that was killed while it wrote may have left a part.
    let whole = |token: &String| token.len() == BOT.len() + 24 && token.starts_with(BOT);
    if let Some(token) = fs::read_to_string(&file).ok().filter(whole) {
        return Ok(token);
    }
    let token = format!("{BOT}{}", ids::secret());
    fs::write(&file, &token)?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    Ok(token)
}

/// The people and the group, made when they are not there, and whether any had to be made.
///
/// Each is looked for by itself: a demo that was killed while it began is completed.
fn cast(telegram: &Emulator) -> ([i64; 6], i64, bool) {
    let known = telegram.users();
    let mut is_new = false;
    let people = CAST.map(|(first, last, language, role)| {
        let same = known.iter().find(|user| {
            user.first_name == first
                && user.last_name.as_deref() == Some(last)
                && user.role.as_deref() == Some(role)
        });
        same.map_or_else(
            || {
                is_new = true;
                telegram.add_person(first, Some(last), Some(language), Some(role))
            },
            |user| user.id,
        )
    });
    let group = telegram.groups().first().map(|(id, _)| *id);
    let group = group.unwrap_or_else(|| {
        is_new = true;
        telegram.add_group(GROUP, &people[2..])
    });
    (people, group, is_new)
}

/// Lets in only who came by this machine's own name, and of pages only the demo's own.
async fn at_home(request: Request, next: Next) -> Response {
    if is_at_home(request.method(), request.uri(), request.headers()) {
        return next.run(request).await;
    }
    let text = "The demo answers this machine alone: open it as http://127.0.0.1 or localhost.";
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Whether no page of another site is behind a call.
///
/// Such a page can have its name point here, and would then read all that this server tells (DNS
/// rebinding): that shows in `Host`. It can also send forms here, which shows in `Origin`, or ask
/// for an address as for a picture, without `Origin`: that shows in `Sec-Fetch-Site`, which
/// browsers write and pages cannot. A link to the page may be followed from anywhere.
fn is_at_home(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let word = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = word(header::HOST.as_str()).unwrap_or_default();
    let origin = word(header::ORIGIN.as_str());
    let own_page = matches!(word("sec-fetch-site"), None | Some("same-origin" | "none"));
    let is_link =
        method == Method::GET && uri.path() == "/" && word("sec-fetch-mode") == Some("navigate");
    is_loopback(host)
        && origin.is_none_or(|origin| origin == format!("http://{host}"))
        && (own_page || is_link)
}
