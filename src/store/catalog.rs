//! What an admin changed and added of the fields and reasons in [`crate::domain::catalog`]. They are
//! read with the figures, by `settings::rules`, and changed under the mark of `rules`.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{StoreError, Tx, rules};
use crate::domain::catalog::{Change, Kind, Part};

/// Reads a row of the table.
pub(super) fn read(kind: Kind, row: &AnyRow) -> Result<Change, StoreError> {
    Ok(Change {
        kind,
        code: row.try_get("code")?,
        words: [
            row.try_get("vi")?,
            row.try_get("en")?,
            row.try_get("vi_long")?,
            row.try_get("en_long")?,
        ],
        hidden: row.try_get::<Option<i64>, _>("hidden")?.map(|hidden| hidden != 0),
        place: row.try_get("place")?,
        version: row.try_get("version")?,
    })
}

/// Keeps an entry that is new.
pub async fn insert(tx: &mut Tx, entry: &Change) -> Result<(), StoreError> {
    rules::touch(tx).await?;
    let [vi, en, vi_long, en_long] = &entry.words;
    sqlx::query(
        "INSERT INTO catalog (kind, code, vi, en, vi_long, en_long, hidden, place, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
    )
    .bind(entry.kind.code())
    .bind(&entry.code)
    .bind(vi)
    .bind(en)
    .bind(vi_long)
    .bind(en_long)
    .bind(entry.hidden.map(i64::from))
    .bind(entry.place)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Changes some words of an entry that is at this version; `false` if it is not any more.
pub async fn rename(
    tx: &mut Tx,
    (kind, code, version): (Kind, &str, i64),
    part: Part,
    words: &str,
) -> Result<bool, StoreError> {
    let sql = match part {
        Part::Vi => {
            "UPDATE catalog SET vi = $1, version = version + 1
                      WHERE kind = $2 AND code = $3 AND version = $4"
        }
        Part::En => {
            "UPDATE catalog SET en = $1, version = version + 1
                      WHERE kind = $2 AND code = $3 AND version = $4"
        }
        Part::ViLong => {
            "UPDATE catalog SET vi_long = $1, version = version + 1
                          WHERE kind = $2 AND code = $3 AND version = $4"
        }
        Part::EnLong => {
            "UPDATE catalog SET en_long = $1, version = version + 1
                          WHERE kind = $2 AND code = $3 AND version = $4"
        }
    };
    begin(tx, kind, code).await?;
    let done = sqlx::query(sql)
        .bind(words)
        .bind(kind.code())
        .bind(code)
        .bind(version)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Hides an entry that is at this version, or shows it again; `false` if it is not any more.
pub async fn hide(
    tx: &mut Tx,
    (kind, code, version): (Kind, &str, i64),
    hidden: bool,
) -> Result<bool, StoreError> {
    begin(tx, kind, code).await?;
    let done = sqlx::query(
        "UPDATE catalog SET hidden = $1, version = version + 1
          WHERE kind = $2 AND code = $3 AND version = $4",
    )
    .bind(i64::from(hidden))
    .bind(kind.code())
    .bind(code)
    .bind(version)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts an entry into a place. Its version stays: where it stands is no reason to lose what is being
/// written of it.
pub async fn put(tx: &mut Tx, kind: Kind, code: &str, place: i64) -> Result<(), StoreError> {
    begin(tx, kind, code).await?;
    let done = sqlx::query("UPDATE catalog SET place = $1 WHERE kind = $2 AND code = $3")
        .bind(place)
        .bind(kind.code())
        .bind(code)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("put catalogue entry", done.rows_affected())
}

/// Begins a change: sees to it that an entry that comes with the program has a row to change.
async fn begin(tx: &mut Tx, kind: Kind, code: &str) -> Result<(), StoreError> {
    rules::touch(tx).await?;
    sqlx::query(
        "INSERT INTO catalog (kind, code, version) VALUES ($1, $2, 0)
         ON CONFLICT (kind, code) DO NOTHING",
    )
    .bind(kind.code())
    .bind(code)
    .execute(tx.connection())
    .await?;
    Ok(())
}
