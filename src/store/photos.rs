//! Hashes of photos: which are to be fetched, and what came of it. Finding by them is in
//! [`super::likeness`].

use sqlx::{AnyConnection, Row};

use super::nominations::corrupt;
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::evidence::{File, FileKind};
use crate::domain::likeness::bands;

/// A photo to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// The nomination it belongs to.
    pub nomination: i64,
    /// Its place among the nomination's files.
    pub position: i64,
    /// The file.
    pub file: File,
    /// The door it came by.
    pub channel: String,
    /// How often it was tried.
    pub tries: i64,
}

/// The photos to be fetched by now, at most `limit`, the longest due first.
pub async fn due(
    connection: &mut AnyConnection,
    now: Millis,
    limit: i64,
) -> Result<Vec<Photo>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.nomination_id, p.position, p.tries, e.kind, e.file, c.channel
           FROM photo_hashes p
           JOIN evidence e ON e.nomination_id = p.nomination_id AND e.position = p.position
           JOIN nominations n ON n.id = p.nomination_id
           JOIN contacts c ON c.id = n.nominator_id
          WHERE p.due_at IS NOT NULL AND p.due_at <= $1
          ORDER BY p.due_at LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            let kind = FileKind::from_code(&kind).ok_or_else(|| corrupt("file kind"))?;
            Ok(Photo {
                nomination: row.try_get("nomination_id")?,
                position: row.try_get("position")?,
                file: File { kind, handle: row.try_get("file")?, name: None, size: None },
                channel: row.try_get("channel")?,
                tries: row.try_get("tries")?,
            })
        })
        .collect()
}

/// Keeps a photo's hash; `false` if it is no longer wanted.
pub async fn put(tx: &mut Tx, photo: &Photo, hash: u64, now: Millis) -> Result<bool, StoreError> {
    let [a, b, c, d] = bands(hash);
    let done = sqlx::query(
        "UPDATE photo_hashes SET hash = $3, band_a = $4, band_b = $5, band_c = $6, band_d = $7,
            due_at = NULL, tried_at = $8, tries = tries + 1
          WHERE nomination_id = $1 AND position = $2 AND due_at IS NOT NULL",
    )
    .bind(photo.nomination)
    .bind(photo.position)
    .bind(hash.cast_signed())
    .bind(a)
    .bind(b)
    .bind(c)
    .bind(d)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a photo could not be had; `again` says when to try again, if ever. `false` if it is no
/// longer wanted.
pub async fn put_off(
    tx: &mut Tx,
    photo: &Photo,
    again: Option<Millis>,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE photo_hashes SET due_at = $3, tried_at = $4, tries = tries + 1
          WHERE nomination_id = $1 AND position = $2 AND due_at IS NOT NULL",
    )
    .bind(photo.nomination)
    .bind(photo.position)
    .bind(again)
    .bind(now)
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets go of a nomination's photos that were not fetched yet: it was withdrawn.
pub async fn let_go(tx: &mut Tx, nomination: i64) -> Result<(), StoreError> {
    // None, or several: all that are due still.
    sqlx::query(
        "UPDATE photo_hashes SET due_at = NULL WHERE nomination_id = $1 AND due_at IS NOT NULL",
    )
    .bind(nomination)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The hash of each photo of a nomination, in order; `None` where it is not known.
pub async fn of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Vec<(i64, Option<u64>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT position, hash FROM photo_hashes WHERE nomination_id = $1 ORDER BY position",
    )
    .bind(nomination)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let hash: Option<i64> = row.try_get("hash")?;
            Ok((row.try_get("position")?, hash.map(i64::cast_unsigned)))
        })
        .collect()
}
