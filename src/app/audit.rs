//! `audit verify` proves that nothing was changed in the audit; `audit show` prints the life of a
//! nomination.

use super::{look_into, tell};
use crate::check::audit::in_words;
use crate::config::Config;
use crate::domain::catalog::Catalog;
use crate::domain::{day, nomination::State};
use crate::engine;
use crate::i18n::{Locale, text};
use crate::store::audit::{self, Act};
use crate::store::chain::{self, Row, Verdict};
use crate::store::{nominations, settings};

/// Walks along the audit and says whether it is unbroken, which it returns.
///
/// # Errors
/// If the database cannot be read.
pub async fn verify(config: Config) -> anyhow::Result<bool> {
    let store = look_into(&config).await?;
    let mut reader = store.read().await?;
    let verdict = chain::verify(&mut reader, None).await?;
    tell(&in_words(&mut reader, &verdict).await?);
    drop(reader);
    store.close().await;
    Ok(matches!(verdict, Verdict::Whole { .. }))
}

/// Prints everything that was done to the nomination with this code.
///
/// # Errors
/// If there is no such nomination, or the database cannot be read.
pub async fn show(config: Config, code: &str) -> anyhow::Result<()> {
    let store = look_into(&config).await?;
    let mut reader = store.read().await?;
    let code = code.trim().to_uppercase();
    let Some(nomination) = nominations::id_of(&mut reader, &code).await? else {
        anyhow::bail!("no nomination has the code {code:?}: it reads as in HD-7K3M9");
    };
    let (_, catalog) = settings::rules(&mut reader).await?;
    for row in audit::life(&mut reader, nomination).await? {
        tell(&line(config.locale, &catalog, &row));
    }
    drop(reader);
    store.close().await;
    Ok(())
}

/// A row of a life.
fn line(locale: Locale, catalog: &Catalog, row: &Row) -> String {
    let say = |key: &str| text(locale, key, &[]);
    let who = match (&row.actor_name, row.actor) {
        (Some(name), _) => name.clone(),
        (None, None) => say("actor-system"),
        (None, Some(_)) => say("actor-removed"),
    };
    let state = |code: &String| match State::from_code(code) {
        Some(state) => say(&format!("state-{}", state.code())),
        None => code.clone(),
    };
    let act = match Act::from_code(&row.act) {
        Some(act) => say(&format!("act-{}", act.code())),
        None => row.act.clone(),
    };
    let mut line = format!("{}  {who} – {act}", day::local(row.at));
    match (row.from.as_ref().map(state), row.to.as_ref().map(state)) {
        (Some(from), Some(to)) => line += &format!(": {from} → {to}"),
        (None, Some(to)) => line += &format!(": {to}"),
        (_, None) => {}
    }
    let said = |key: &str, words: &str| format!(" | {}: {words}", say(key));
    if let Some(reason) = &row.reason {
        line += &said("audit-reason", &engine::spoken(catalog, reason, locale));
    }
    if let Some(detail) = &row.detail {
        line += &said("audit-detail", detail);
    }
    if row.is_without_words() {
        line += &format!(" | {}", say("audit-words-removed"));
    }
    // What somebody wrote neither begins a line nor speaks to the terminal.
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_told_a_line_each_whatever_was_written() {
        let mut row = Row::default();
        row.actor_name = Some("Lan\n\u{1b}[2J".into());
        row.act = "telepathy".into();
        row.reason = Some("#unclear".into());
        row.detail = Some("{\"a\":1}".into());
        row.to = Some("beyond".into());
        let line = line(Locale::En, Catalog::built_in(), &row);
        assert!(
            line.starts_with("07:00 01/01/1970  Lan  [2J – telepathy: beyond | Why: "),
            "{line}"
        );
        assert!(line.contains(" | Detail: {\"a\":1}") && !line.contains(char::is_control));
    }
}
