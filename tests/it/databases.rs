//! The databases that tests run on: SQLite files, and one PostgreSQL server for the whole binary.
//!
//! The server is Debian's, in a temporary directory, listening on a unix socket there. It is ended
//! and its directory removed when this process is gone, however it went: a shell beside it waits
//! for the end of a pipe that only this process holds.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use hoadep::store::Store;
use sqlx::{Connection, Executor};
use tempfile::TempDir;

/// A database of one test, gone with it.
pub struct Database {
    /// Its address, as `DATABASE_URL` takes it.
    pub url: String,
    folder: Option<TempDir>,
}

impl Database {
    /// An empty SQLite database.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hoadep.db").display());
        Self { url, folder: Some(folder) }
    }

    /// An empty database on PostgreSQL; `None`, said out loud, where there is no server to start.
    pub async fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
        server.run(&format!("CREATE DATABASE {name}")).await;
        Some(Self { url: server.url(&name, "postgres"), folder: None })
    }

    /// An empty one of each kind that there is.
    pub async fn each() -> Vec<Self> {
        let mut all = vec![Self::sqlite()];
        all.extend(Self::postgres().await);
        all
    }

    /// Opens it with its tables made.
    pub async fn store(&self) -> Store {
        let store = Store::open(&self.url).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    /// The SQLite file.
    pub fn file(&self) -> PathBuf {
        self.folder.as_ref().expect("an SQLite database").path().join("hoadep.db")
    }

    /// A connection that does not go through the store.
    pub async fn connect(&self) -> sqlx::AnyConnection {
        sqlx::any::install_default_drivers();
        sqlx::AnyConnection::connect(&self.url).await.unwrap()
    }
}

/// The PostgreSQL server of this binary.
pub struct Server {
    folder: PathBuf,
}

impl Server {
    /// The address of a database on it, for a user that may need a password.
    pub fn url(&self, database: &str, user: &str) -> String {
        format!("postgres://{user}@localhost/{database}?host={}", self.folder.display())
    }

    /// Runs one statement as the superuser.
    pub async fn run(&self, sql: &str) {
        sqlx::any::install_default_drivers();
        let url = self.url("postgres", "postgres");
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// The server, started by whoever asks first; `None`, said out loud, where there is none.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    match SERVER.get_or_init(start) {
        Ok(server) => Some(server),
        Err(why) => {
            skip(&format!("no PostgreSQL: {why}"));
            None
        }
    }
}

/// Says that a test, or a part of one, was skipped; fails where nothing may be.
pub fn skip(why: &str) {
    let required = std::env::var("HOADEP_TEST_REQUIRE_ALL").is_ok_and(|value| value == "1");
    assert!(!required, "may not be skipped: {why}");
    // `eprintln!` would be kept back with the output of a test that passes.
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}

fn start() -> Result<Server, String> {
    let programs = programs().ok_or("apt-get install postgresql gives one")?;
    let folder = tempfile::Builder::new().prefix("hoadep-pg-").tempdir().unwrap().keep();
    // PostgreSQL refuses to run as root. What another user's process is to own, give to it.
    let root = fs::metadata("/proc/self").map(|me| owner(&me) == 0).unwrap_or(false);
    let mut command = if root {
        let (user, group) = postgres_user().ok_or("there is no user named postgres")?;
        chown(&folder, Some(user), Some(group)).unwrap();
        let mut command = Command::new("setpriv");
        command.args([
            &format!("--reuid={user}"),
            &format!("--regid={group}"),
            "--clear-groups",
            "sh",
        ]);
        command
    } else {
        Command::new("sh")
    };
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let script = r#"
        cd "$2" || exit 1
        "$1/initdb" -D data -U postgres -E UTF8 --locale=C.UTF-8 -A trust --no-sync >log 2>&1 \
            || { cat log; rm -rf "$2"; exit 1; }
        printf 'local all checked scram-sha-256\nlocal all all trust\n' > data/pg_hba.conf
        "$1/postgres" -D data -k "$2" -c listen_addresses= -c fsync=off -c max_connections=300 \
            -c shared_buffers=32MB -c full_page_writes=off >>log 2>&1 &
        pid=$!
        until "$1/pg_isready" -q -h "$2"; do
            kill -0 $pid 2>/dev/null || { cat log; rm -rf "$2"; exit 1; }
            sleep 0.05
        done
        echo ready
        cat >/dev/null
        kill -QUIT $pid
        wait $pid
        rm -rf "$2"
    "#;
    let mut child = command
        .args(["-c", script, "sh"])
        .args([&programs, &folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Ctrl-C at the terminal is for the tests; the end of the pipe is for the server.
        .process_group(0)
        .spawn()
        .map_err(|error| format!("it cannot be started: {error}"))?;
    let mut said = String::new();
    for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
        let line = line.unwrap();
        if line == "ready" {
            // Never dropped: the pipe stays open until this process ends.
            std::mem::forget(child);
            return Ok(Server { folder });
        }
        said.push_str(&line);
        said.push('\n');
    }
    Err(format!("it does not start: {said}"))
}

/// Where PostgreSQL's programs are: Debian keeps them out of the path.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|found| found.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    versions
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn postgres_user() -> Option<(u32, u32)> {
    let users = fs::read_to_string(Path::new("/etc/passwd")).ok()?;
    let line = users.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn owner(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(metadata)
}
