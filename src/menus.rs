//! Which commands each person's app lists: citizens' for everybody, and members' own in their chats.
//!
//! A menu is no message: it is set again and again until it holds, and nobody waits for it. What a
//! member's menu should be follows from the team, which is looked at often; so a role that was given,
//! changed or taken at whatever replica is seen, and nothing about menus is kept in the database.

use std::collections::BTreeMap;
use std::time::Duration;

use teloxide::types::BotCommand;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::channels::TELEGRAM;
use crate::channels::telegram::api::{Api, ApiFault};
use crate::conversation::command;
use crate::domain::role::Role;
use crate::engine::Engine;
use crate::i18n::{self, Locale};

/// How often the team is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// From one call to the next, so that a large team does not use up what messages may.
const GAP: Duration = Duration::from_millis(200);
/// The first and the longest wait after a call that may work later.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What one chat's menu is drawn from: no role means the menu of everybody; whether they write to many.
type Want = (Option<Role>, bool, Locale);

/// Sets the menu of everybody, and keeps members' menus as their roles are while `on_duty`, until
/// `stop`.
pub async fn keep(
    api: Api,
    engine: Engine,
    on_duty: watch::Receiver<bool>,
    stop: CancellationToken,
) {
    let work = async {
        set_for_all(&api, engine.locale()).await;
        keep_members(&api, &engine, on_duty).await;
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

/// Sets the menu for each language, and for all others in the default one.
async fn set_for_all(api: &Api, default: Locale) {
    let languages = Locale::ALL.into_iter().map(|locale| (locale, Some(locale.code())));
    for (locale, language) in languages.chain([(default, None)]) {
        insist(|| api.set_my_commands(listed((None, false, locale)), language)).await;
    }
}

async fn keep_members(api: &Api, engine: &Engine, on_duty: watch::Receiver<bool>) {
    let mut shown: BTreeMap<i64, Want> = BTreeMap::new();
    let mut tick = tokio::time::interval(LOOK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if !*on_duty.borrow() {
            // Whoever is on duty sets them meanwhile, and not as is remembered here.
            shown.clear();
            continue;
        }
        let wanted = match engine.menus(TELEGRAM, shown.is_empty()).await {
            Ok(wanted) => wanted,
            Err(error) => {
                tracing::warn!(%error, "members' menus cannot be looked up yet");
                continue;
            }
        };
        let wanted: BTreeMap<i64, Want> = wanted
            .into_iter()
            .filter_map(|(address, want)| Some((address.parse().ok()?, want)))
            .collect();
        for (chat, want) in changes(&shown, &wanted) {
            let commands = if want.0.is_some() { listed(want) } else { Vec::new() };
            insist(|| api.set_commands_of(chat, commands.clone())).await;
            shown.insert(chat, want);
            tokio::time::sleep(GAP).await;
        }
    }
}

/// The menus that are not as they should be.
fn changes(shown: &BTreeMap<i64, Want>, wanted: &BTreeMap<i64, Want>) -> Vec<(i64, Want)> {
    let new = wanted.iter().filter(|(chat, want)| shown.get(chat) != Some(want));
    let dismissed = shown
        .iter()
        .filter(|(chat, (role, ..))| role.is_some() && !wanted.contains_key(chat))
        .map(|(chat, (_, _, locale))| (*chat, (None, false, *locale)));
    new.map(|(chat, want)| (*chat, *want)).chain(dismissed).collect()
}

/// Calls until it works or is refused for good, as for a chat that is gone.
async fn insist<F>(mut call: impl FnMut() -> F)
where
    F: Future<Output = Result<(), ApiFault>>,
{
    let mut wait = FIRST_WAIT;
    while let Err(fault) = call().await {
        let pause = match fault {
            ApiFault::Api { .. } => {
                tracing::warn!(%fault, "a command menu could not be set");
                return;
            }
            ApiFault::Throttled { retry_after_s } => Duration::from_secs(retry_after_s.into()),
            _ => wait,
        };
        tracing::debug!(%fault, "a command menu could not be set yet");
        tokio::time::sleep(pause.max(wait)).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

fn listed((role, writes_to_many, locale): Want) -> Vec<BotCommand> {
    let menu = command::menu(role, writes_to_many).into_iter();
    menu.map(|(vi, en, key)| {
        let word = match locale {
            Locale::Vi => vi,
            Locale::En => en,
        };
        BotCommand::new(word, i18n::text(locale, key, &[]))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_set_and_who_left_gets_the_menu_of_everybody() {
        let vi = |role: Option<Role>| (role, role >= Some(Role::Editor), Locale::Vi);
        let shown = BTreeMap::from([(1, vi(Some(Role::Admin))), (2, vi(Some(Role::Reviewer)))]);
        let wanted = BTreeMap::from([(1, vi(Some(Role::Admin))), (3, vi(Some(Role::Editor)))]);
        let expected = [(3, vi(Some(Role::Editor))), (2, vi(None))];
        assert_eq!(changes(&shown, &wanted), expected);
        let left = BTreeMap::from([(2, vi(None))]);
        assert!(changes(&left, &BTreeMap::new()).is_empty());
    }

    #[test]
    fn a_higher_role_lists_all_that_a_lower_one_does() {
        let words = |role: Option<Role>| {
            let menu = command::menu(role, role >= Some(Role::Editor));
            menu.into_iter().map(|(vi, _, _)| vi)
        };
        let roles = [None, Some(Role::Reviewer), Some(Role::Editor), Some(Role::Admin)];
        for pair in roles.windows(2) {
            assert!(words(pair[0]).all(|word| words(pair[1]).any(|other| other == word)));
            assert!(words(pair[0]).count() < words(pair[1]).count());
        }
    }

    #[test]
    fn what_menus_list_is_known() {
        for (vi, en, _) in command::menu(Some(Role::Admin), true) {
            for word in [vi, en] {
                let read = command::Command::parse(&format!("/{word}"));
                assert_ne!(read, Some(command::Command::Unknown), "{word}");
            }
        }
    }
}
