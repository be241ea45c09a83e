//! What is kept about a person, a line each: shown to them, and the beginning of their file.

use sqlx::AnyConnection;

use crate::conversation::session::Session;
use crate::domain::day;
use crate::i18n::{Args, Locale, text};
use crate::store::contacts::Contact;
use crate::store::{StoreError, mydata, subscriptions};

/// In which language, about whom, and what they have half written.
pub(super) type Whose<'a> = (Locale, &'a Contact, &'a Session);

/// What is kept, a line each.
pub(super) async fn lines(
    connection: &mut AnyConnection,
    (locale, contact, session): Whose<'_>,
) -> Result<Vec<String>, StoreError> {
    let id = contact.id;
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let counts = mydata::counts(connection, id).await?;
    let mut lines = vec![
        say("rights-account", &[("name", contact.name.as_str().into())]),
        say(
            "rights-sent",
            &[
                ("count", counts.sent.to_string().into()),
                ("files", counts.files.to_string().into()),
            ],
        ),
    ];
    if counts.entered > 0 {
        lines.push(say("rights-entered", &[("count", counts.entered.to_string().into())]));
    }
    lines.push(say("rights-messages", &[("count", counts.messages.to_string().into())]));
    if session.draft.is_some() || !session.offered.is_empty() {
        lines.push(say("rights-draft", &[]));
    }
    let agreed = mydata::agreed(connection, id).await?;
    if agreed.is_empty() {
        lines.push(say("rights-agreed-none", &[]));
    }
    for one in agreed {
        let day = ("day", day::local_date(one.granted_at).into());
        lines.push(match one.withdrawn_at {
            None => say("rights-agreed", &[day]),
            Some(end) => say("rights-agreed-until", &[day, ("end", day::local_date(end).into())]),
        });
    }
    lines.push(match contact.news_since {
        Some(since) => say("rights-news", &[("day", day::local_date(since).into())]),
        None => say("rights-news-none", &[]),
    });
    if contact.restriction.is_some() {
        lines.push(say("rights-restricted", &[]));
    }
    if let Some(role) = contact.role {
        let role = say(&format!("role-{}", role.code()), &[]);
        lines.push(say("rights-role", &[("role", role.into())]));
    }
    Ok(lines)
}

/// What was said of news, for the file.
pub(super) async fn news(
    connection: &mut AnyConnection,
    (locale, contact, _): Whose<'_>,
) -> Result<String, StoreError> {
    let say = |key: &str, args: &Args<'_>| text(locale, key, args);
    let said = subscriptions::of(connection, contact.id).await?;
    Ok(match said.map(|said| (said.granted_at, said.withdrawn_at, said.asked_at)) {
        None => say("rights-news-never", &[]),
        Some((None, _, asked)) => say("rights-news-asked", &[("day", day::local(asked).into())]),
        Some((Some(since), None, _)) => say("rights-news", &[("day", day::local(since).into())]),
        Some((Some(since), Some(end), _)) => {
            let times = [("day", day::local(since).into()), ("end", day::local(end).into())];
            say("rights-news-until", &times)
        }
    })
}
