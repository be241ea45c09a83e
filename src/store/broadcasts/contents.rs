//! What a message to many says, by language.

use sqlx::{AnyConnection, Row};

use crate::domain::broadcast::content::{Content, Contents};
use crate::i18n::Locale;
use crate::store::nominations::corrupt;
use crate::store::{StoreError, Tx};

/// What it says in each language.
pub async fn contents(connection: &mut AnyConnection, id: i64) -> Result<Contents, StoreError> {
    let rows = sqlx::query(
        "SELECT locale, text, source, files FROM broadcast_contents WHERE broadcast_id = $1",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    let mut contents = Contents::default();
    for row in rows {
        let (locale, files): (String, String) = (row.try_get("locale")?, row.try_get("files")?);
        let content = Content {
            text: row.try_get("text")?,
            source: row.try_get("source")?,
            files: serde_json::from_str(&files).map_err(|_| corrupt("files of broadcast"))?,
        };
        match Locale::from_code(&locale).ok_or_else(|| corrupt("language of broadcast"))? {
            Locale::Vi => contents.vi = content,
            Locale::En => contents.en = Some(content),
        }
    }
    Ok(contents)
}

/// Has it say this in a language, in the place of what it said.
pub async fn put_content(
    tx: &mut Tx,
    id: i64,
    locale: Locale,
    content: &Content,
) -> Result<(), StoreError> {
    let files = serde_json::to_string(&content.files).map_err(|error| StoreError::Corrupt {
        what: "files of broadcast",
        error: error.to_string(),
    })?;
    sqlx::query(
        "INSERT INTO broadcast_contents (broadcast_id, locale, text, source, files)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (broadcast_id, locale) DO UPDATE SET text = $3, source = $4, files = $5",
    )
    .bind(id)
    .bind(locale.code())
    .bind(&content.text)
    .bind(&content.source)
    .bind(files)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Has it say nothing of its own in a language.
pub async fn remove_content(tx: &mut Tx, id: i64, locale: Locale) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM broadcast_contents WHERE broadcast_id = $1 AND locale = $2")
        .bind(id)
        .bind(locale.code())
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// The one of which the words or a file came in this message, and in which language: the latest.
pub async fn given_by(
    connection: &mut AnyConnection,
    source: &str,
) -> Result<Option<(i64, Locale)>, StoreError> {
    let row = sqlx::query(
        "SELECT broadcast_id, locale FROM broadcast_contents
          WHERE source = $1 OR files LIKE $2 ORDER BY broadcast_id DESC, locale DESC LIMIT 1",
    )
    .bind(source)
    .bind(format!("%\"source\":\"{source}\"%"))
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let locale: String = row.try_get("locale")?;
    let locale = Locale::from_code(&locale).ok_or_else(|| corrupt("language of broadcast"))?;
    Ok(Some((row.try_get("broadcast_id")?, locale)))
}
