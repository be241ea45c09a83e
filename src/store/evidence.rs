//! A nomination's evidence, and the words that its author added later.

use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::evidence::{File, FileKind};

/// Keeps files of a nomination at the positions from `first` on.
pub(super) async fn insert(
    tx: &mut Tx,
    nomination: i64,
    first: i64,
    files: &[&File],
    now: Millis,
) -> Result<(), StoreError> {
    for (file, position) in files.iter().zip(first..) {
        sqlx::query(
            "INSERT INTO evidence (nomination_id, position, kind, file, name, added_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(nomination)
        .bind(position)
        .bind(file.kind.code())
        .bind(&file.handle)
        .bind(file.name.as_deref())
        .bind(now)
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

/// Adds a file or words to a nomination that [`super::nominations::touch`] found open. The story as
/// sent is never altered.
pub async fn add(
    tx: &mut Tx,
    nomination: i64,
    text: &str,
    file: Option<&File>,
    now: Millis,
) -> Result<(), StoreError> {
    if let Some(file) = file {
        let next = next_position(tx, "evidence", nomination).await?;
        insert(tx, nomination, next, &[file], now).await?;
    }
    if !text.is_empty() {
        let next = next_position(tx, "additions", nomination).await?;
        sqlx::query(
            "INSERT INTO additions (nomination_id, position, body, added_at)
             VALUES ($1, $2, $3, $4)",
        )
        .bind(nomination)
        .bind(next)
        .bind(text)
        .bind(now)
        .execute(tx.connection())
        .await?;
    }
    Ok(())
}

async fn next_position(
    tx: &mut Tx,
    table: &'static str,
    nomination: i64,
) -> Result<i64, StoreError> {
    let sql = match table {
        "evidence" => {
            "SELECT COALESCE(MAX(position), -1) + 1 FROM evidence WHERE nomination_id = $1"
        }
        _ => "SELECT COALESCE(MAX(position), -1) + 1 FROM additions WHERE nomination_id = $1",
    };
    Ok(sqlx::query_scalar(sql).bind(nomination).fetch_one(tx.connection()).await?)
}

/// A nomination's files, in order.
pub async fn of(connection: &mut AnyConnection, id: i64) -> Result<Vec<File>, StoreError> {
    let rows = sqlx::query(
        "SELECT kind, file, name FROM evidence WHERE nomination_id = $1 ORDER BY position",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            Ok(File {
                kind: FileKind::from_code(&kind).ok_or_else(|| corrupt("file kind"))?,
                handle: row.try_get("file")?,
                name: row.try_get("name")?,
                size: None,
            })
        })
        .collect()
}

/// What the citizen added later, in order: when, and the words.
pub async fn additions(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Vec<(Millis, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT added_at, body FROM additions WHERE nomination_id = $1 ORDER BY position",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get("added_at")?, row.try_get("body")?))).collect()
}

/// A photo, and whether the public may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its place among the nomination's files.
    pub position: i64,
    /// The file.
    pub file: File,
    /// Whether the public may see it; not before somebody says so.
    pub is_public: bool,
}

/// A nomination's photos, in order.
pub async fn photos(connection: &mut AnyConnection, id: i64) -> Result<Vec<Photo>, StoreError> {
    let rows = sqlx::query(
        "SELECT position, file, name, is_public FROM evidence
          WHERE nomination_id = $1 AND kind = $2 ORDER BY position",
    )
    .bind(id)
    .bind(FileKind::Photo.code())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let (handle, name) = (row.try_get("file")?, row.try_get("name")?);
            Ok(Photo {
                position: row.try_get("position")?,
                file: File { kind: FileKind::Photo, handle, name, size: None },
                is_public: row.try_get::<i64, _>("is_public")? != 0,
            })
        })
        .collect()
}

/// Lets the public see a photo, or no longer; `false` if that is so already, or there is none.
pub async fn set_public(
    tx: &mut Tx,
    nomination: i64,
    position: i64,
    is_public: bool,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE evidence SET is_public = $1
          WHERE nomination_id = $2 AND position = $3 AND kind = $4 AND is_public <> $1",
    )
    .bind(i64::from(is_public))
    .bind(nomination)
    .bind(position)
    .bind(FileKind::Photo.code())
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}
