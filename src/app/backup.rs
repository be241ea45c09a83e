//! `backup` copies the database to a file; `restore` puts a copy in its place.

use std::path::Path;

use super::tell;
use crate::backup::{copy, restore};
use crate::clock::Clock;
use crate::config::{Config, Database};
use crate::delivery::duty;
use crate::ids::Ids;
use crate::store::chain::Verdict;
use crate::store::restoring::SetAside;
use crate::store::{Store, StoreError, leases, lock};

/// The exit code where another program does what was asked for.
const ANOTHERS: u8 = 2;

/// Copies the database, which the bot may be at work on, to a file, and says how big it is and how long
/// that took. Gives the exit code: 1 if the audit is not whole.
///
/// # Errors
/// If there is no copy after it.
pub async fn backup(config: Config, file: &Path, force: bool) -> anyhow::Result<u8> {
    let url = &config.database_url;
    if url.kind() == Database::Postgres {
        tell(&format!(
            "PostgreSQL is copied by its own program, while the bot is at work: \
             pg_dump --format=custom --file='{}' --dbname='{url}'",
            file.display()
        ));
        return Ok(ANOTHERS);
    }
    let taken = copy::take(url.expose(), file, force).await?;
    let audit = match &taken.audit {
        Some(Verdict::Whole { rows, head, .. }) => format!("{rows} rows of audit, head {head}"),
        Some(Verdict::Broken(_)) if taken.is_proven() => "of an older version".to_owned(),
        Some(Verdict::Broken(_)) => {
            "a whole copy of a database whose AUDIT IS NOT: see `hoadep audit verify`".to_owned()
        }
        None => "of an older version".to_owned(),
    };
    tell(&format!(
        "{}: {} bytes in {:.1} s; {audit}",
        taken.file.display(),
        taken.size,
        taken.took.as_secs_f64()
    ));
    Ok(u8::from(!taken.is_proven()))
}

/// Puts the copy in `file` in the place of the database, or, without one, only sets aside what is due in
/// the database that is there. Says what was set aside, and gives the exit code.
///
/// # Errors
/// Then the database is as it was.
pub async fn restore(config: Config, file: Option<&Path>) -> anyhow::Result<u8> {
    let url = &config.database_url;
    if let (Database::Postgres, Some(file)) = (url.kind(), file) {
        tell(&format!(
            "PostgreSQL restores with its own program. End every hoadep, then: \
             pg_restore --clean --if-exists --dbname='{url}' '{}' && hoadep restore --mark",
            file.display()
        ));
        return Ok(ANOTHERS);
    }
    let _lock = lock::hold(url.expose())?;
    let clock = Clock::default();
    let order = restore::Order {
        id: Ids::new(clock.clone()).next(),
        admins: config.admins.iter().map(|one| (one.channel.clone(), one.id.clone())).collect(),
        now: clock.now(),
    };
    let aside = match file {
        Some(file) => {
            let restored = restore::restore(url.expose(), file, &order).await?;
            tell(&format!("{url} is now what {} was", file.display()));
            if let Some(before) = restored.before {
                tell(&format!("the database of before is {}", before.display()));
            }
            restored.aside
        }
        None => {
            if Store::file(url.expose())?.is_some_and(|file| !file.exists()) {
                anyhow::bail!("{url} is not there: name the copy to restore");
            }
            let store = Store::open(url.expose()).await?;
            anyhow::ensure!(
                !is_at_work(&store).await?,
                "a hoadep is at work on {url}: end every one first"
            );
            let aside = restore::mark(&store, &order).await?;
            store.close().await;
            aside
        }
    };
    tell(&in_words(&aside));
    Ok(0)
}

/// Whether somebody has the duty to send. The lease in a copy that was just restored is from before.
async fn is_at_work(store: &Store) -> Result<bool, StoreError> {
    let held = store.write(0, |tx| {
        Box::pin(async move {
            let now = leases::database_now(tx).await?;
            leases::is_held(tx, duty::NAME, now).await
        })
    });
    held.await
}

/// What was set aside, in words.
fn in_words(aside: &SetAside) -> String {
    let SetAside { messages, decisions, reminders, put_off, broadcasts, unknown } = aside;
    format!(
        "set aside, and not sent: {messages} messages, {decisions} notices of decisions, {reminders} \
         reminders; put off by a day: {put_off} times; resting until an admin has them go on: \
         {broadcasts} messages to many, of which {unknown} recipients may have got theirs"
    )
}
