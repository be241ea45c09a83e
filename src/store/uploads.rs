//! Files that the program makes and sends: their bytes, in pieces, until they were sent. They name
//! people, so none is kept a day longer than its message needs it.
//!
//! Whoever makes one puts it here and names it in a message's `upload`; `delivery` reads the bytes just
//! before the call. A piece is Base64, which both databases keep alike.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sqlx::AnyConnection;

use super::{StoreError, Tx};
use crate::clock::Millis;

/// The bytes of a piece: a quarter of a megabyte as Base64.
const PIECE: usize = 192 * 1024;
/// The most bytes that a file may have: whoever makes one has what is more go into a second one. It is
/// in memory as a whole while it is sent.
pub const SIZE_MAX: u64 = 16 * 1024 * 1024;
/// The size of a file that is still being written. It is no file yet for anybody else.
const GROWING: i64 = -1;

/// Keeps a file whose bytes are all there.
pub async fn put(
    tx: &mut Tx,
    id: i64,
    name: &str,
    bytes: &[u8],
    now: Millis,
) -> Result<(), StoreError> {
    let mut growing = begin(tx, id, name, now).await?;
    append(tx, &mut growing, bytes).await?;
    finish(tx, growing).await
}

/// A file that is written page by page, each page in a transaction of its own if its maker likes. No
/// more than a piece of it is in memory.
#[derive(Debug)]
pub struct Growing {
    id: i64,
    pieces: i64,
    size: i64,
    rest: Vec<u8>,
}

impl Growing {
    /// How many bytes it has so far.
    pub fn size(&self) -> u64 {
        self.size.unsigned_abs() + self.rest.len() as u64
    }
}

/// Begins a file that is written page by page. One that is never finished is forgotten with the others.
pub async fn begin(tx: &mut Tx, id: i64, name: &str, now: Millis) -> Result<Growing, StoreError> {
    sqlx::query("INSERT INTO uploads (id, name, size, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(name)
        .bind(GROWING)
        .bind(now)
        .execute(tx.connection())
        .await?;
    Ok(Growing { id, pieces: 0, size: 0, rest: Vec::new() })
}

/// Writes on.
///
/// # Errors
/// [`StoreError::Large`] of a file that would have more than [`SIZE_MAX`].
pub async fn append(tx: &mut Tx, growing: &mut Growing, bytes: &[u8]) -> Result<(), StoreError> {
    if growing.size() + bytes.len() as u64 > SIZE_MAX {
        return Err(StoreError::Large);
    }
    let mut bytes = bytes;
    while growing.rest.len() + bytes.len() >= PIECE {
        let (now, later) = bytes.split_at(PIECE - growing.rest.len());
        growing.rest.extend_from_slice(now);
        bytes = later;
        keep_piece(tx, growing).await?;
    }
    growing.rest.extend_from_slice(bytes);
    Ok(())
}

/// Ends a file: from now on it can be read.
pub async fn finish(tx: &mut Tx, mut growing: Growing) -> Result<(), StoreError> {
    if !growing.rest.is_empty() {
        keep_piece(tx, &mut growing).await?;
    }
    let done = sqlx::query("UPDATE uploads SET size = $1 WHERE id = $2 AND size < 0")
        .bind(growing.size)
        .bind(growing.id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("finish upload", done.rows_affected())
}

async fn keep_piece(tx: &mut Tx, growing: &mut Growing) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO upload_pieces (upload_id, position, bytes) VALUES ($1, $2, $3)")
        .bind(growing.id)
        .bind(growing.pieces)
        .bind(BASE64_STANDARD.encode(&growing.rest))
        .execute(tx.connection())
        .await?;
    growing.pieces += 1;
    growing.size += i64::try_from(growing.rest.len()).expect("a piece is small");
    growing.rest.clear();
    Ok(())
}

/// Forgets those of these files that no message needs any more that still has to be sent.
pub async fn forget_used(tx: &mut Tx, ids: &[i64]) -> Result<(), StoreError> {
    for &id in ids {
        let needed: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM outbox WHERE upload_id = $1 AND dead_reason IS NULL",
        )
        .bind(id)
        .fetch_one(tx.connection())
        .await?;
        if needed == 0 {
            forget(tx, id).await?;
        }
    }
    Ok(())
}

/// Notes whose data a file is made of, while it is being written.
pub async fn note_whose(tx: &mut Tx, growing: &Growing, contact: i64) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE uploads SET contact_id = $1 WHERE id = $2")
        .bind(contact)
        .bind(growing.id)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("note whose upload it is", done.rows_affected())
}

/// Forgets the files that are made of somebody's data, finished or not.
pub async fn forget_of(tx: &mut Tx, contact: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM upload_pieces WHERE upload_id IN (SELECT id FROM uploads WHERE contact_id = $1)",
        "DELETE FROM uploads WHERE contact_id = $1",
    ] {
        sqlx::query(sql).bind(contact).execute(tx.connection()).await?;
    }
    Ok(())
}

/// Forgets a file.
pub async fn forget(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    for sql in
        ["DELETE FROM upload_pieces WHERE upload_id = $1", "DELETE FROM uploads WHERE id = $1"]
    {
        sqlx::query(sql).bind(id).execute(tx.connection()).await?;
    }
    Ok(())
}

/// How many bytes a file has; `None` if there is none, or none that is finished.
pub async fn size(connection: &mut AnyConnection, id: i64) -> Result<Option<u64>, StoreError> {
    let size: Option<i64> =
        sqlx::query_scalar("SELECT size FROM uploads WHERE id = $1 AND size >= 0")
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(size.map(i64::unsigned_abs))
}

/// One piece of a file, from 0 on; `None` after the last.
pub async fn piece(
    connection: &mut AnyConnection,
    id: i64,
    position: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let piece: Option<String> = sqlx::query_scalar(
        "SELECT bytes FROM upload_pieces WHERE upload_id = $1 AND position = $2",
    )
    .bind(id)
    .bind(position)
    .fetch_optional(connection)
    .await?;
    piece
        .map(|piece| BASE64_STANDARD.decode(piece))
        .transpose()
        .map_err(|error| StoreError::Corrupt { what: "upload", error: error.to_string() })
}

/// All bytes of a file, read piece by piece; `None` if there is none, or not all of it.
pub async fn bytes(connection: &mut AnyConnection, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(size) = size(connection, id).await? else { return Ok(None) };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    // No more than can be there is taken at once, whatever the row says.
    let mut bytes = Vec::with_capacity(size.min(SIZE_MAX as usize));
    let mut position = 0;
    while let Some(piece) = piece(connection, id, position).await? {
        bytes.extend_from_slice(&piece);
        position += 1;
    }
    Ok((bytes.len() == size).then_some(bytes))
}
