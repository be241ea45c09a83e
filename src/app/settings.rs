//! `settings`: lists the figures of the review desk, or sets one.

use super::{look_into, tell};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::policy::{FIGURES, Figure, Policy};
use crate::i18n::{Locale, text};
use crate::ids::Ids;
use crate::store::settings;

/// Lists every figure; or one; or sets one, which counts from the next turn of a bot at work.
///
/// # Errors
/// If there is no such figure, it takes something else, or the database cannot be used.
pub async fn settings(
    config: Config,
    name: Option<&str>,
    value: Option<&str>,
) -> anyhow::Result<()> {
    let figure = name.map(Figure::named).transpose()?;
    let change = match (figure, value) {
        (Some(figure), Some(value)) => Some((figure, figure.parse(value)?)),
        _ => None,
    };
    let store = look_into(&config).await?;
    if let Some((figure, value)) = change {
        let clock = Clock::default();
        let (id, now) = (Ids::new(clock.clone()).next(), clock.now());
        let set =
            store.write(0, move |tx| Box::pin(settings::set(tx, id, figure, value, None, now)));
        set.await?;
    }
    let policy = settings::policy(&mut *store.read().await?).await?;
    for figure in FIGURES.iter().copied().filter(|one| figure.is_none_or(|figure| figure == *one)) {
        tell(&line(config.locale, figure, &policy));
    }
    store.close().await;
    Ok(())
}

/// Name, value, default, bounds and meaning.
fn line(locale: Locale, figure: Figure, policy: &Policy) -> String {
    let name = figure.name;
    let [now, default, least, most] =
        [figure.of(policy), figure.default, figure.least, figure.most]
            .map(|value| figure.shown(value));
    let meaning = text(locale, &format!("setting-{}", figure.name), &[]);
    format!("{name:<21}{now:>5}  ({default}; {least}–{most})  {meaning}")
}
