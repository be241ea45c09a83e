//! All that is kept about one person, for that person. What belongs to a nomination is read where it is
//! kept; names of reviewers, and what they write to each other, are never among it.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::broadcast::Outcome;
use crate::i18n::Locale;

/// What is kept of a person themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The channel.
    pub channel: String,
    /// The platform's id of them.
    pub address: String,
    /// The name the platform shows.
    pub name: String,
    /// The app's language code.
    pub app_language: String,
    /// Since when they are known.
    pub created_at: Millis,
    /// Since when they have their part in the work, if they were given one.
    pub member_since: Option<Millis>,
}

/// What is kept of a person themselves; `None` if nothing is.
pub async fn profile(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Option<Profile>, StoreError> {
    let row = sqlx::query(
        "SELECT c.channel, c.address, c.name, c.app_language, c.created_at,
            (SELECT m.granted_at FROM members m WHERE m.contact_id = c.id) AS member_since
           FROM contacts c WHERE c.id = $1 AND c.erased_at IS NULL",
    )
    .bind(contact)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Profile {
            channel: row.try_get("channel")?,
            address: row.try_get("address")?,
            name: row.try_get("name")?,
            app_language: row.try_get("app_language")?,
            created_at: row.try_get("created_at")?,
            member_since: row.try_get("member_since")?,
        })
    })
    .transpose()
}

/// How much there is beside that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nominations of their own.
    pub sent: i64,
    /// Those that they entered for others.
    pub entered: i64,
    /// Of their own, those not taken back and not decided.
    pub undecided: i64,
    /// Files of their own nominations.
    pub files: i64,
    /// Messages between them and the reviewers.
    pub messages: i64,
}

/// How much there is of a person.
pub async fn counts(connection: &mut AnyConnection, contact: i64) -> Result<Counts, StoreError> {
    let row = sqlx::query(
        "SELECT
            (SELECT COUNT(*) FROM nominations n
              WHERE n.nominator_id = $1 AND n.entered_by IS NULL) AS sent,
            (SELECT COUNT(*) FROM nominations n
              WHERE n.nominator_id = $1 AND n.entered_by IS NOT NULL) AS entered,
            (SELECT COUNT(*) FROM nominations n
              WHERE n.nominator_id = $1 AND n.entered_by IS NULL
                AND n.state NOT IN ('recognised', 'refused', 'withdrawn')) AS undecided,
            (SELECT COUNT(*) FROM evidence e JOIN nominations n ON n.id = e.nomination_id
              WHERE n.nominator_id = $1 AND n.entered_by IS NULL) AS files,
            (SELECT COUNT(*) FROM thread t JOIN nominations n ON n.id = t.nomination_id
              WHERE n.nominator_id = $1 AND n.entered_by IS NULL) AS messages",
    )
    .bind(contact)
    .fetch_one(connection)
    .await?;
    Ok(Counts {
        sent: row.try_get("sent")?,
        entered: row.try_get("entered")?,
        undecided: row.try_get("undecided")?,
        files: row.try_get("files")?,
        messages: row.try_get("messages")?,
    })
}

/// That they agreed to a version of the data notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The version.
    pub version: i64,
    /// When.
    pub granted_at: Millis,
    /// When they took it back.
    pub withdrawn_at: Option<Millis>,
}

/// What they agreed to, the oldest first.
pub async fn agreed(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Vec<Agreed>, StoreError> {
    let rows = sqlx::query(
        "SELECT version, granted_at, withdrawn_at FROM consents
          WHERE contact_id = $1 AND kind = 'notice' ORDER BY granted_at, version",
    )
    .bind(contact)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Agreed {
                version: row.try_get("version")?,
                granted_at: row.try_get("granted_at")?,
                withdrawn_at: row.try_get("withdrawn_at")?,
            })
        })
        .collect()
}

/// A piece of news for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which.
    pub broadcast: i64,
    /// When it was sent.
    pub at: Option<Millis>,
    /// Whether it is known to have arrived.
    pub arrived: bool,
    /// What it said, as markup, in the language that they have it in.
    pub text: String,
    /// How many files it had.
    pub files: usize,
}

/// The news that reached them, or may have, the oldest first: `limit` of those behind `after`.
pub async fn news(
    connection: &mut AnyConnection,
    contact: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Piece>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.broadcast_id, r.at, r.state, vi.text, vi.files, en.text AS en_text, en.files AS en_files,
                k.language, k.app_language
           FROM broadcast_recipients r JOIN contacts k ON k.id = r.contact_id
           JOIN broadcast_contents vi ON vi.broadcast_id = r.broadcast_id AND vi.locale = 'vi'
           LEFT JOIN broadcast_contents en ON en.broadcast_id = r.broadcast_id AND en.locale = 'en'
          WHERE r.broadcast_id IN (SELECT b.id FROM broadcasts b WHERE b.kind = 'news')
            AND r.contact_id = $1 AND r.state IN ('sent', 'unknown') AND r.broadcast_id > $2
          ORDER BY r.broadcast_id LIMIT $3",
    )
    .bind(contact)
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let (chosen, app): (Option<String>, String) =
                (row.try_get("language")?, row.try_get("app_language")?);
            // As delivery chooses it.
            let locale =
                chosen.as_deref().and_then(Locale::from_code).or_else(|| Locale::from_code(&app));
            let english: Option<String> = row.try_get("en_text")?;
            let (text, files): (String, String) = match english {
                Some(text) if locale == Some(Locale::En) => (text, row.try_get("en_files")?),
                _ => (row.try_get("text")?, row.try_get("files")?),
            };
            // What cannot be counted is no reason to keep the rest from them.
            let files = serde_json::from_str::<Vec<serde_json::Value>>(&files);
            let state: String = row.try_get("state")?;
            Ok(Piece {
                broadcast: row.try_get("broadcast_id")?,
                at: row.try_get("at")?,
                arrived: state == Outcome::Sent.code(),
                text,
                files: files.map_or(0, |files| files.len()),
            })
        })
        .collect()
}

/// One thing that the audit says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The row's id.
    pub id: i64,
    /// When.
    pub at: Millis,
    /// The code of what was done.
    pub act: String,
    /// Whether they did it themselves; else it was done to them.
    pub is_own: bool,
    /// The code of the nomination that it was done to.
    pub code: Option<String>,
}

/// What the audit says that they did, and that was done to them, in order: `limit` rows behind `after`.
pub async fn done(
    connection: &mut AnyConnection,
    contact: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Done>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.id, a.at, a.act, CAST(1 AS BIGINT) AS own, n.code
           FROM audit a LEFT JOIN nominations n ON n.id = a.nomination_id
          WHERE a.actor_id = $1 AND a.id > $2
         UNION ALL
         SELECT a.id, a.at, a.act, CAST(0 AS BIGINT) AS own, NULL
           FROM audit a
          WHERE a.subject = 'contact:' || CAST($1 AS TEXT) AND a.nomination_id IS NULL
            AND (a.actor_id IS NULL OR a.actor_id <> $1) AND a.id > $2
          ORDER BY 1 LIMIT $3",
    )
    .bind(contact)
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Done {
                id: row.try_get("id")?,
                at: row.try_get("at")?,
                act: row.try_get("act")?,
                is_own: row.try_get::<i64, _>("own")? != 0,
                code: row.try_get("code")?,
            })
        })
        .collect()
}

/// When the last file with all of this was made for them.
pub async fn file_made_at(
    connection: &mut AnyConnection,
    contact: i64,
) -> Result<Option<Millis>, StoreError> {
    Ok(sqlx::query_scalar("SELECT made_at FROM data_files WHERE contact_id = $1")
        .bind(contact)
        .fetch_optional(connection)
        .await?)
}

/// Notes that the file was made.
pub async fn note_file(tx: &mut Tx, contact: i64, now: Millis) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO data_files (contact_id, made_at) VALUES ($1, $2)
         ON CONFLICT (contact_id) DO UPDATE SET made_at = $2",
    )
    .bind(contact)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(())
}
