//! Text for the public. What the citizen wrote stays where it is, and is shown where nothing else was
//! written.

use sqlx::{AnyConnection, Row};

use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::publication::Part;

/// What was written for the public, as markup, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The title, if one was written.
    pub title: Option<String>,
    /// The summary, if one was written.
    pub summary: Option<String>,
    /// The story, if one was written.
    pub story: Option<String>,
    /// Who wrote last, as the platform shows the name.
    pub editor: String,
    /// When. It grows with every change, so it is also the version of the text.
    pub edited_at: Millis,
}

impl Publication {
    /// A part of it, if that was written.
    pub fn part(&self, part: Part) -> Option<&str> {
        match part {
            Part::Title => self.title.as_deref(),
            Part::Summary => self.summary.as_deref(),
            Part::Story => self.story.as_deref(),
        }
    }

    /// Whether anything is written: after going back to the original, nothing is.
    pub fn is_written(&self) -> bool {
        Part::ALL.into_iter().any(|part| self.part(part).is_some())
    }
}

/// The text for the public of a nomination, if anybody ever wrote one.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Option<Publication>, StoreError> {
    let row = sqlx::query(
        "SELECT p.title, p.summary, p.story, c.name AS editor, p.edited_at
           FROM publications p JOIN contacts c ON c.id = p.edited_by WHERE p.nomination_id = $1",
    )
    .bind(nomination)
    .fetch_optional(connection)
    .await?;
    let read = |row: sqlx::any::AnyRow| {
        Ok(Publication {
            title: row.try_get("title")?,
            summary: row.try_get("summary")?,
            story: row.try_get("story")?,
            editor: row.try_get("editor")?,
            edited_at: row.try_get("edited_at")?,
        })
    };
    row.map(read).transpose()
}

/// Writes a part of the text, as markup, over what stands there as of `version`; 0 if nothing was ever
/// written. `false`, and nothing changed, if somebody was faster.
pub async fn write(
    tx: &mut Tx,
    nomination: i64,
    version: Millis,
    part: Part,
    markup: &str,
    editor: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let sql = match part {
        Part::Title => {
            "INSERT INTO publications (nomination_id, title, edited_by, edited_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id) DO UPDATE
             SET title = $2, edited_by = $3, edited_at = $4 WHERE publications.edited_at = $5"
        }
        Part::Summary => {
            "INSERT INTO publications (nomination_id, summary, edited_by, edited_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id) DO UPDATE
             SET summary = $2, edited_by = $3, edited_at = $4 WHERE publications.edited_at = $5"
        }
        Part::Story => {
            "INSERT INTO publications (nomination_id, story, edited_by, edited_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (nomination_id) DO UPDATE
             SET story = $2, edited_by = $3, edited_at = $4 WHERE publications.edited_at = $5"
        }
    };
    let done = sqlx::query(sql)
        .bind(nomination)
        .bind(markup)
        .bind(editor)
        .bind(after(version, now))
        .bind(version)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Goes back to what the citizen wrote; `false` if somebody was faster.
pub async fn reset(
    tx: &mut Tx,
    nomination: i64,
    version: Millis,
    editor: i64,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE publications SET title = NULL, summary = NULL, story = NULL, edited_by = $1,
            edited_at = $2 WHERE nomination_id = $3 AND edited_at = $4",
    )
    .bind(editor)
    .bind(after(version, now))
    .bind(nomination)
    .bind(version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Two changes within a millisecond are two versions.
fn after(version: Millis, now: Millis) -> Millis {
    now.max(version + 1)
}
