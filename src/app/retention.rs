//! `retention`: forgets what is kept no longer, or, asked to, only lists how much that is.

use super::{look_into, tell};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::day;
use crate::i18n::{Locale, text};
use crate::ids::Ids;
use crate::retention;

/// Lists, a line a kind, how long it is kept, how much is kept no longer, since when, and what becomes
/// of it; and does that unless it is `dry`. A bot may be at work.
///
/// # Errors
/// If the database cannot be used.
pub async fn retention(config: Config, dry: bool) -> anyhow::Result<()> {
    let store = look_into(&config).await?;
    let clock = Clock::default();
    let now = clock.now();
    let say = |key: &str| text(config.locale, key, &[]);
    let head = [
        "retention-head-kind",
        "retention-head-days",
        "retention-head-count",
        "retention-head-since",
        "retention-head-what",
    ]
    .map(say);
    tell(&line(&head.each_ref().map(String::as_str)));
    for (kind, days, due) in retention::look(&store, now).await? {
        let oldest = due.oldest.map(day::local_date).unwrap_or_else(|| "–".to_owned());
        let what = say(&format!("retention-{}", kind.code()));
        let (days, count) = (days.to_string(), due.count.to_string());
        tell(&line(&[kind.code(), &days, &count, &oldest, &what]));
    }
    if !dry {
        let done = retention::apply(&store, &Ids::new(clock), now).await?;
        tell(&done_in_words(config.locale, done.iter().map(|(_, count)| count).sum()));
    }
    store.close().await;
    Ok(())
}

fn line([kind, days, count, since, what]: &[&str; 5]) -> String {
    format!("{kind:<9} {days:>6} {count:>9}  {since:<10}  {what}")
}

fn done_in_words(locale: Locale, count: u64) -> String {
    text(locale, "retention-done", &[("count", count.to_string().into())])
}
