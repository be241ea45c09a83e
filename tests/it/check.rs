//! The doctor and `migrate`, through the real program and against the emulator.

use std::process::{Command, Output};

use axum::Router;
use axum::response::{IntoResponse, Response};
use hoadep::clock::Clock;
use hoadep::demo::telegram::{Emulator, Fault, FaultKind};
use hoadep::domain::role::Role;
use hoadep::store::campaigns::Campaign;
use hoadep::store::{Store, campaigns, inbox, lock, members, outbox};
use serde_json::json;
use tempfile::TempDir;

use crate::databases::{Database, server};
use crate::store::{meet, turn};

const TOKEN: &str = "5550001:AAemulated";

/// An emulated Telegram and the variables that lead the program to it.
struct Stage {
    telegram: Emulator,
    folder: TempDir,
    api_url: String,
}

impl Stage {
    async fn new() -> Self {
        let telegram = Emulator::new(TOKEN, Clock::default());
        let api_url = telegram.bind().await.unwrap();
        Self { telegram, folder: tempfile::tempdir().unwrap(), api_url }
    }

    /// Runs the program in an empty folder with these variables and no others.
    async fn run(&self, command: &str, variables: &[(&str, &str)]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_hoadep"));
        program
            .arg(command)
            .env_clear()
            .envs([("TELEGRAM_BOT_TOKEN", TOKEN), ("TELEGRAM_API_URL", &self.api_url)])
            .envs(variables.iter().copied())
            .current_dir(self.folder.path());
        output(program).await
    }

    /// Asks the doctor, who must find all to be well enough or not, and gives the lines.
    async fn check(&self, well: bool, variables: &[(&str, &str)]) -> Found {
        let output = self.run("check", variables).await;
        let said = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(i32::from(!well)), "{said}{errors}");
        assert_eq!(said.contains("FAIL"), !well, "{said}");
        assert!(!said.contains("AAemulated") && !errors.contains("AAemulated"), "{said}{errors}");
        Found(said)
    }

    /// What is in the program's folder now.
    fn files(&self) -> Vec<String> {
        let found = std::fs::read_dir(self.folder.path()).unwrap();
        let names = found.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// A call to the emulated Bot API, as another program with this token makes it.
    async fn call(&self, method: &str, parameters: serde_json::Value) {
        let client = reqwest::Client::builder().build().unwrap();
        let url = format!("{}/bot{TOKEN}/{method}", self.api_url);
        let answer = client.post(url).json(&parameters).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }
}

/// What the doctor said.
struct Found(String);

impl Found {
    /// The line about `what` begins with `mark` and says `words`.
    fn says(&self, mark: &str, what: &str, words: &str) -> &Self {
        let line = self.0.lines().find(|line| line.get(5..).is_some_and(|l| l.starts_with(what)));
        let line = line.unwrap_or_else(|| panic!("nothing about {what}:\n{}", self.0));
        assert!(line.starts_with(mark) && line.contains(words), "{line:?} is not {words:?}");
        self
    }
}

#[tokio::test]
async fn a_new_installation_is_told_what_comes_next_and_nothing_is_made() {
    let stage = Stage::new().await;
    stage
        .check(true, &[])
        .await
        .says("ok", "config", "nothing is missing")
        .says("", "disk", "free under .")
        .says("warn", "database", "sqlite://hoadep.db is not there yet: `hoadep run` makes it")
        .says("ok", "token", "it is @")
        .says("ok", "webhook", "long polling")
        .says("ok", "updates", "0 wait")
        .says("ok", "clock", "within a minute");
    assert!(stage.files().is_empty(), "{:?}", stage.files());
    stage.check(false, &[("TELEGRAM_BOT_TOKEN", "")]).await.says(
        "FAIL",
        "config",
        "TELEGRAM_BOT_TOKEN is not set: take a token from @BotFather",
    );
}

#[tokio::test]
async fn each_thing_that_wants_doing_has_its_line() {
    for database in Database::each().await {
        let stage = Stage::new().await;
        let url = [("DATABASE_URL", database.url.as_str())];
        let store = Store::open(&database.url).await.unwrap();
        stage.check(true, &url).await.says("warn", "migrations", "`hoadep migrate` now");
        store.migrate().await.unwrap();
        stage
            .check(true, &url)
            .await
            .says("ok", "migrations", "up to date")
            .says("ok", "dead turns", "none")
            .says("ok", "dead letters", "none")
            .says("ok", "outbox", "nothing waits")
            .says("warn", "admins", "set HOADEP_ADMINS")
            .says("warn", "campaign", "nobody can nominate");
        meet(&store, 1, "77").await;
        let waiting = crate::store::outgoing_answer();
        let dead = outbox::Settled::Dead { reason: "chat not found".into() };
        turn!(store, |tx| {
            members::grant(tx, 1, Role::Admin, None, 0).await?;
            let campaign = Campaign { id: 1, title: "Hoa đẹp".into(), prefix: "HD".into() };
            campaigns::insert(tx, &campaign, 0).await?;
            inbox::bury(tx, "telegram", 9, "text", "it panicked", 0).await?;
            let mut ids = 0..;
            let mut next = || ids.next().unwrap();
            outbox::insert(tx, &mut next, &[waiting.clone(), waiting], 0).await?;
            outbox::settle(tx, &[(0, dead)]).await
        });
        stage
            .check(true, &url)
            .await
            .says("ok", "database", &database.url.split('?').next().unwrap()[..8])
            .says("warn", "dead turns", "1, the last at 07:00 01/01/1970 (it panicked)")
            .says("warn", "dead letters", "1 messages were refused")
            .says("warn", "dead letters", "(chat not found)")
            .says("warn", "outbox", "wait since 07:00 01/01/1970")
            .says("ok", "admins", "1 by invitation, 0 by HOADEP_ADMINS")
            .says("ok", "campaign", "Hoa đẹp is open");
        assert!(stage.files().is_empty());
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_used_fails_and_the_rest_is_looked_at() {
    let stage = Stage::new().await;
    stage
        .check(false, &[("DATABASE_URL", "sqlite://no/such.db")])
        .await
        .says("FAIL", "database", "DATABASE_URL sqlite://no/such.db: the folder no does not exist")
        .says("ok", "token", "it is @");
    stage
        .check(false, &[("DATABASE_URL", "postgres://hoa:m4tkh4u@127.0.0.1:1/hoadep")])
        .await
        .says("FAIL", "database", "hoa:***@127.0.0.1:1/hoadep: no server answers there");
}

#[tokio::test]
async fn a_damaged_file_and_one_of_a_newer_program_are_told() {
    let stage = Stage::new().await;
    let database = Database::sqlite();
    let url = [("DATABASE_URL", database.url.as_str())];
    let store = database.store().await;
    turn!(store, |tx| {
        sqlx::query("INSERT INTO _sqlx_migrations VALUES (9999, 'later', 'x', 1, 'x', 1)")
            .execute(tx.connection())
            .await?;
        Ok(())
    });
    stage.check(false, &url).await.says("FAIL", "migrations", "9999 of a newer program; install");
    let page: i64 = sqlx::query_scalar("SELECT rootpage FROM sqlite_master WHERE name = 'outbox'")
        .fetch_one(&mut *store.read().await.unwrap())
        .await
        .unwrap();
    store.close().await;
    // The page of a table is written over, as a failing disk does.
    let mut bytes = std::fs::read(database.file()).unwrap();
    let start = (usize::try_from(page).unwrap() - 1) * 4096;
    bytes[start..start + 4096].fill(0x5a);
    std::fs::write(database.file(), bytes).unwrap();
    stage.check(false, &url).await.says(
        "FAIL",
        "database",
        "damaged: stop the program and restore",
    );
}

#[tokio::test]
async fn a_locked_database_fails() {
    let stage = Stage::new().await;
    let database = Database::sqlite();
    let store = database.store().await;
    let mut other = database.connect().await;
    sqlx::Executor::execute(&mut other, "BEGIN IMMEDIATE").await.unwrap();
    let url = [("DATABASE_URL", database.url.as_str())];
    stage.check(false, &url).await.says("FAIL", "database", "locked by another process");
    store.close().await;
}

#[tokio::test]
async fn a_token_that_is_refused_and_a_server_that_is_none_are_told() {
    let stage = Stage::new().await;
    stage.check(false, &[("TELEGRAM_BOT_TOKEN", "5550002:BBsomebody")]).await.says(
        "FAIL",
        "token",
        "copy it again from @BotFather",
    );
    stage.check(false, &[("TELEGRAM_API_URL", "http://127.0.0.1:1")]).await.says(
        "FAIL",
        "token",
        "http://127.0.0.1:1 does not answer",
    );
    let page = serve(Router::new().fallback(|| async { "<html>Hello</html>" })).await;
    stage.check(false, &[("TELEGRAM_API_URL", &page)]).await.says(
        "FAIL",
        "token",
        "is no Bot API server",
    );
    stage.telegram.fault(Fault::new(FaultKind::BadGateway).method("getMe"));
    stage.check(false, &[]).await.says("FAIL", "token", "502");
}

#[tokio::test]
async fn the_webhook_is_held_against_the_public_address() {
    let stage = Stage::new().await;
    let here = "http://localhost:1";
    let public = [("HOADEP_PUBLIC_URL", here)];
    stage.check(true, &public).await.says("warn", "webhook", "`hoadep run` sets it");
    stage.call("setWebhook", json!({"url": "http://localhost:2/other"})).await;
    stage.check(true, &public).await.says("warn", "webhook", "another program uses this token");
    stage.check(true, &[]).await.says("warn", "webhook", "takes the webhook away");
    stage.call("setWebhook", json!({"url": format!("{here}/telegram")})).await;
    stage.check(true, &public).await.says("ok", "webhook", "updates come to localhost");
    let lan = stage.telegram.add_user("Lan", None, Some("vi"));
    stage.telegram.say(lan, lan, "/start");
    // Nothing listens there, and Telegram has found out before the doctor asks.
    let client = reqwest::Client::builder().build().unwrap();
    let asked = format!("{}/bot{TOKEN}/getWebhookInfo", stage.api_url);
    let found_out = async {
        loop {
            let info: serde_json::Value =
                client.get(&asked).send().await.unwrap().json().await.unwrap();
            if info["result"]["last_error_date"].is_number() {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), found_out).await.unwrap();
    stage
        .check(false, &public)
        .await
        .says("FAIL", "webhook", "see that HOADEP_PUBLIC_URL leads to HOADEP_LISTEN")
        .says("ok", "updates", "1 wait");
}

#[tokio::test]
async fn the_review_group_must_have_let_the_bot_in() {
    let stage = Stage::new().await;
    let lan = stage.telegram.add_user("Lan", None, Some("vi"));
    let group = stage.telegram.add_group("Ban xét duyệt", &[lan]).to_string();
    let chat = [("HOADEP_REVIEW_CHAT", group.as_str())];
    stage.check(true, &chat).await.says("ok", "review chat", "Ban xét duyệt");
    stage.check(false, &[("HOADEP_REVIEW_CHAT", "-1009")]).await.says(
        "FAIL",
        "review chat",
        "add the bot to the group",
    );
}

#[tokio::test]
async fn a_table_of_holidays_that_does_not_read_is_one_line_and_nothing_begins() {
    let stage = Stage::new().await;
    stage.check(true, &[]).await.says("ok", "holidays", "known until 2030");
    let file = stage.folder.path().join("days.tsv");
    let named = [("HOADEP_HOLIDAYS", "days.tsv")];
    for (table, words) in [
        (None, "HOADEP_HOLIDAYS days.tsv cannot be read: No such file"),
        (
            Some("day\tkind\tname\n2026-02-17\tTết\n"),
            "HOADEP_HOLIDAYS days.tsv: line 2 is not a day",
        ),
    ] {
        if let Some(table) = table {
            std::fs::write(&file, table).unwrap();
        }
        stage.check(false, &named).await.says("FAIL", "holidays", words);
        let refused = stage.run("run", &named).await;
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(said.starts_with(&format!("error: {words}")), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_eq!(stage.files(), ["days.tsv"]);
    std::fs::write(&file, "day\tkind\tname\n2020-01-01\toff\tTết\n").unwrap();
    stage.check(true, &named).await.says("warn", "holidays", "none are known from this year on");
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_told() {
    let stage = Stage::new().await;
    let telegram = stage.telegram.router();
    // The same server, a century behind.
    let late = telegram.layer(axum::middleware::map_response(|response: Response| async {
        ([("date", "Thu, 01 Jan 1970 00:00:00 GMT")], response).into_response()
    }));
    let url = serve(late).await;
    stage.check(true, &[("TELEGRAM_API_URL", &url)]).await.says(
        "warn",
        "clock",
        "s ahead of Telegram's: have NTP",
    );
}

#[tokio::test]
async fn migrate_makes_the_tables_once_and_not_under_a_bot_at_work() {
    let stage = Stage::new().await;
    let url = format!("sqlite://{}", stage.folder.path().join("hoa.db").display());
    let variables = [("DATABASE_URL", url.as_str())];
    let at_work = lock::hold(&url).unwrap();
    let refused = stage.run("migrate", &variables).await;
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.starts_with("error: another hoadep is at work on"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    drop(at_work);
    let all = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
    for pending in [all.count(), 0] {
        let done = stage.run("migrate", &variables).await;
        let said = String::from_utf8(done.stdout).unwrap();
        let pending = format!(": {pending} migrations");
        assert!(done.status.success() && said.contains(&pending), "{said}");
    }
    // With nothing to do it harms no bot.
    let _at_work = lock::hold(&url).unwrap();
    assert!(stage.run("migrate", &variables).await.status.success());
}

#[tokio::test]
async fn a_second_bot_on_one_file_is_refused() {
    let stage = Stage::new().await;
    let database = Database::sqlite();
    let _at_work = lock::hold(&database.url).unwrap();
    let refused = stage.run("run", &[("DATABASE_URL", &database.url)]).await;
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: another hoadep is at work on"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(!database.file().exists());
    // The doctor may look meanwhile.
    stage.check(true, &[("DATABASE_URL", &database.url)]).await;
}

#[tokio::test]
async fn migrate_says_what_keeps_it_from_the_database() {
    let stage = Stage::new().await;
    let failed = |output: Output| {
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    };
    let said = failed(stage.run("migrate", &[("DATABASE_URL", "sqlite://no/x.db")]).await);
    assert!(said.starts_with("error: DATABASE_URL sqlite://no/x.db: the folder"), "{said}");
    if let Some(server) = server() {
        let url = server.url("nowhere", "postgres");
        let said = failed(stage.run("migrate", &[("DATABASE_URL", &url)]).await);
        assert!(said.contains("make it with createdb"), "{said}");
    }
    // Files may not grow beyond 16 blocks, as under a quota: what was written is undone.
    let mut limited = Command::new("bash");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" migrate"])
        .arg(env!("CARGO_BIN_EXE_hoadep"))
        .env_clear()
        .current_dir(stage.folder.path());
    let said = failed(output(limited).await);
    assert!(said.contains("the disk under the database fails"), "{said}");
    assert!(stage.run("migrate", &[]).await.status.success());
}

/// Runs a program to its end while the emulator in this process goes on.
async fn output(mut program: Command) -> Output {
    tokio::task::spawn_blocking(move || program.output().unwrap()).await.unwrap()
}

/// Serves routes and says where.
async fn serve(routes: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    url
}
