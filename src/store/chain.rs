//! The hash chain through the audit: what makes a row that was changed, taken out, put in or moved
//! show.
//!
//! A row's hash is SHA-256 over the hash of the row before it, its own place and all that it says,
//! each part with its length before it, so that no two rows read alike. The first follows
//! [`GENESIS`]. Where the chain ends stands in `audit_head`, so rows cut off there show too. Who can
//! write to the database can also write a whole new chain; against that helps only a head's hash
//! that was noted elsewhere.
//!
//! Names and words are in it by a salted digest. Removed together with their salt, they cannot be
//! guessed from it, and the chain goes on proving that something was said, when and by which id.
//!
//! The writer seals what a piece of work recorded at its very end: the head is the last lock that is
//! taken, so nobody waits for another crosswise, and work that records nothing never touches it.

use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Dialect, Reader, StoreError, Tx};
use crate::clock::Millis;
use crate::ids;

/// The word that the chain begins with.
pub const GENESIS: &str = "Hoa Đẹp";
/// Rows read at a time.
const PAGE: i64 = 1_000;

macro_rules! select {
    () => {
        "SELECT seq, id, nomination_id, subject, actor_id, actor_name, actor_salt, actor_digest, act,
            at, from_state, to_state, reason, detail, words_salt, words_digest, hash FROM audit"
    };
}
pub(super) use select;

/// One row of the audit, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its place in the chain, from 1; `None` before it is sealed.
    pub seq: Option<i64>,
    /// Our id.
    pub id: i64,
    /// Whose life it belongs to.
    pub nomination: Option<i64>,
    /// What it is about, as in `nomination:5`.
    pub subject: String,
    /// Who acted; `None` is the system itself.
    pub actor: Option<i64>,
    /// Their name at that time; `None` once it was removed.
    pub actor_name: Option<String>,
    pub(super) actor_salt: Option<String>,
    pub(super) actor_digest: Option<String>,
    /// The code of what was done; a newer program may have written one that we do not know.
    pub act: String,
    /// When.
    pub at: Millis,
    /// The code of the state before it, if it changed that.
    pub from: Option<String>,
    /// The code of the state after it, if it changed that.
    pub to: Option<String>,
    /// Why: a preset reason's code after `#`, or own words.
    pub reason: Option<String>,
    /// What else there is to say, as JSON.
    pub detail: Option<String>,
    pub(super) words_salt: Option<String>,
    pub(super) words_digest: Option<String>,
    pub(super) hash: Option<String>,
}

impl Row {
    pub(super) fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            seq: row.try_get("seq")?,
            id: row.try_get("id")?,
            nomination: row.try_get("nomination_id")?,
            subject: row.try_get("subject")?,
            actor: row.try_get("actor_id")?,
            actor_name: row.try_get("actor_name")?,
            actor_salt: row.try_get("actor_salt")?,
            actor_digest: row.try_get("actor_digest")?,
            act: row.try_get("act")?,
            at: row.try_get("at")?,
            from: row.try_get("from_state")?,
            to: row.try_get("to_state")?,
            reason: row.try_get("reason")?,
            detail: row.try_get("detail")?,
            words_salt: row.try_get("words_salt")?,
            words_digest: row.try_get("words_digest")?,
            hash: row.try_get("hash")?,
        })
    }

    /// Gives what is personal its salts and digests.
    pub(super) fn salt(&mut self) {
        let salt = || hex(&ids::random::<16>());
        let (actor, words) = (salt(), salt());
        self.actor_digest = Some(digest(&actor, &[self.actor_name.as_deref()]));
        self.words_digest = Some(digest(&words, &[self.reason.as_deref(), self.detail.as_deref()]));
        (self.actor_salt, self.words_salt) = (Some(actor), Some(words));
    }

    /// Whether its reason and detail, if it had any, were removed.
    pub fn is_without_words(&self) -> bool {
        self.words_digest.is_some() && self.words_salt.is_none()
    }

    /// Its hash at this place behind a row with this one.
    fn hash_at(&self, seq: i64, before: &str) -> String {
        Link::of(self).hash_at(seq, before)
    }

    /// Whether something personal was removed; `None` if what is there is not what was written.
    fn is_removed(&self) -> Option<bool> {
        let groups = [
            (&self.actor_salt, &self.actor_digest, &[self.actor_name.as_deref()][..]),
            (
                &self.words_salt,
                &self.words_digest,
                &[self.reason.as_deref(), self.detail.as_deref()],
            ),
        ];
        let mut removed = false;
        for (salt, written, parts) in groups {
            match salt {
                Some(salt) if written.as_ref() == Some(&digest(salt, parts)) => {}
                None if parts.iter().all(Option::is_none) => removed = true,
                _ => return None,
            }
        }
        Some(removed)
    }
}

/// What a row that waits for its place will be hashed over.
#[derive(Debug)]
pub(super) struct Link {
    id: i64,
    body: Vec<u8>,
}

impl Link {
    pub(super) fn of(row: &Row) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let (nomination, actor) = (number(row.nomination), number(row.actor));
        let parts = [
            Some(row.id.to_string()),
            nomination,
            Some(row.subject.clone()),
            actor,
            row.actor_digest.clone(),
            Some(row.act.clone()),
            Some(row.at.to_string()),
            row.from.clone(),
            row.to.clone(),
            row.words_digest.clone(),
        ];
        let mut body = Vec::new();
        parts.iter().for_each(|part| put(&mut body, part.as_deref()));
        Self { id: row.id, body }
    }

    fn hash_at(&self, seq: i64, before: &str) -> String {
        let mut start = Vec::new();
        put(&mut start, Some(before));
        put(&mut start, Some(&seq.to_string()));
        hex(&Sha256::new().chain_update(start).chain_update(&self.body).finalize())
    }
}

/// Nothing as 0; something as 1, its length in eight bytes, and itself.
fn put(into: &mut Vec<u8>, part: Option<&str>) {
    let Some(part) = part else { return into.push(0) };
    into.push(1);
    into.extend((part.len() as u64).to_be_bytes());
    into.extend(part.as_bytes());
}

fn digest(salt: &str, parts: &[Option<&str>]) -> String {
    let mut body = Vec::new();
    put(&mut body, Some(salt));
    parts.iter().for_each(|part| put(&mut body, *part));
    hex(&Sha256::digest(body))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where the chain ends.
struct Head {
    seq: i64,
    hash: String,
    unsealed: i64,
}

impl Head {
    async fn read(connection: &mut AnyConnection) -> Result<Option<Self>, StoreError> {
        Self::query(connection, "SELECT seq, hash, unsealed FROM audit_head").await
    }

    /// The head, which nobody else can move on before this transaction ends.
    async fn lock(tx: &mut Tx) -> Result<Self, StoreError> {
        let sql = match tx.dialect() {
            Dialect::Sqlite => "SELECT seq, hash, unsealed FROM audit_head",
            Dialect::Postgres => "SELECT seq, hash, unsealed FROM audit_head FOR UPDATE",
        };
        let head = Self::query(tx.connection(), sql).await?;
        head.ok_or_else(|| StoreError::Corrupt { what: "audit", error: "it has no head".into() })
    }

    async fn query(
        connection: &mut AnyConnection,
        sql: &'static str,
    ) -> Result<Option<Self>, StoreError> {
        let row = sqlx::query(sql).fetch_optional(connection).await?;
        row.map(|row| {
            Ok(Self {
                seq: row.try_get("seq")?,
                hash: row.try_get("hash")?,
                unsealed: row.try_get("unsealed")?,
            })
        })
        .transpose()
    }

    /// Gives the row its place at the end.
    async fn append(&mut self, tx: &mut Tx, link: &Link) -> Result<(), StoreError> {
        self.seq += 1;
        self.hash = link.hash_at(self.seq, &self.hash);
        let done =
            sqlx::query("UPDATE audit SET seq = $1, hash = $2 WHERE id = $3 AND seq IS NULL")
                .bind(self.seq)
                .bind(&self.hash)
                .bind(link.id)
                .execute(tx.connection())
                .await?;
        StoreError::one_row("seal audit", done.rows_affected())
    }

    async fn save(self, tx: &mut Tx) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE audit_head SET seq = $1, hash = $2, unsealed = $3")
            .bind(self.seq)
            .bind(self.hash)
            .bind(self.unsealed)
            .execute(tx.connection())
            .await?;
        StoreError::one_row("move audit head", done.rows_affected())
    }
}

/// Seals what this piece of work recorded, in the order of the ids.
pub(super) async fn seal(tx: &mut Tx) -> Result<(), StoreError> {
    let mut links = std::mem::take(tx.unsealed());
    if links.is_empty() {
        return Ok(());
    }
    links.sort_by_key(|link| link.id);
    let mut head = Head::lock(tx).await?;
    for link in &links {
        head.append(tx, link).await?;
    }
    head.save(tx).await
}

/// Seals up to a page of the rows that are older than the chain.
pub(super) async fn seal_old(tx: &mut Tx) -> Result<(), StoreError> {
    let mut head = Head::lock(tx).await?;
    let sql = concat!(select!(), " WHERE seq IS NULL ORDER BY id LIMIT $1");
    let rows = sqlx::query(sql).bind(PAGE.min(head.unsealed)).fetch_all(tx.connection()).await?;
    for row in &rows {
        let mut row = Row::read(row)?;
        row.salt();
        let done = sqlx::query(
            "UPDATE audit SET actor_salt = $1, actor_digest = $2, words_salt = $3,
                              words_digest = $4 WHERE id = $5",
        )
        .bind(&row.actor_salt)
        .bind(&row.actor_digest)
        .bind(&row.words_salt)
        .bind(&row.words_digest)
        .bind(row.id)
        .execute(tx.connection())
        .await?;
        StoreError::one_row("salt audit", done.rows_affected())?;
        head.append(tx, &Link::of(&row)).await?;
    }
    let sealed = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    // Fewer than were counted: somebody took some out, and waiting for them would be for ever.
    head.unsealed = if rows.is_empty() { 0 } else { head.unsealed - sealed };
    head.save(tx).await
}

/// How many rows of before the chain are still to be sealed.
pub async fn unsealed(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(Head::read(connection).await?.map_or(0, |head| head.unsealed))
}

/// What came of walking along the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was changed.
    Whole {
        /// How many rows were looked at.
        rows: i64,
        /// In how many of them something personal was removed.
        removed: i64,
        /// When the last was written.
        until: Option<Millis>,
        /// The hash of the last, or of [`GENESIS`].
        head: String,
    },
    /// Something was.
    Broken(Break),
}

/// The first place at which the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The place, from 1; `None` for a row that was never sealed.
    pub seq: Option<i64>,
    /// When the row there was written, or, of a row that is not there, the one before it.
    pub at: Option<Millis>,
    /// The id of the row there.
    pub id: Option<i64>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong at a place of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The row is not as it was written, or it does not follow from the one before it.
    Changed,
    /// There is no row, and there are rows behind.
    Missing,
    /// The row that belongs here is at another place.
    Moved {
        /// That place.
        to: i64,
    },
    /// The chain went on to this place, and has no rows from here on.
    CutOff {
        /// How many there were from here on.
        rows: i64,
    },
    /// The row was not written by the program.
    Foreign,
    /// The rows hold together, but the end that was noted of them is another.
    Head,
    /// Rows of before the chain are not sealed yet.
    Unsealed {
        /// How many.
        rows: i64,
    },
}

/// Walks along the whole chain, or its last `only` rows, a page at a time; it may grow meanwhile.
pub async fn verify(reader: &mut Reader, only: Option<i64>) -> Result<Verdict, StoreError> {
    let Some(head) = Head::read(reader).await? else {
        return Ok(broken(None, None, None, Fault::Head));
    };
    if head.unsealed > 0 {
        return Ok(broken(None, None, None, Fault::Unsealed { rows: head.unsealed }));
    }
    let mut end = Walk::begin();
    if let Some(start) = only.map(|only| head.seq - only).filter(|start| *start > 0) {
        let sql = "SELECT hash, at FROM audit WHERE seq = $1";
        let row = sqlx::query(sql).bind(start).fetch_optional(&mut **reader).await?;
        let Some(row) = row else {
            return Ok(broken(Some(start), None, None, Fault::Missing));
        };
        let hash: Option<String> = row.try_get("hash")?;
        end = Walk { seq: start, hash: hash.unwrap_or_default(), at: row.try_get("at")?, ..end };
    }
    let start = end.seq;
    loop {
        let page = page_after(reader, end.seq, head.seq).await?;
        if page.is_empty() {
            break;
        }
        for row in &page {
            if let Some(found) = end.step(row) {
                return settle(reader, &end, head.seq, found).await;
            }
        }
    }
    if end.seq < head.seq {
        let rows = head.seq - end.seq;
        return Ok(broken(Some(end.seq + 1), end.at, None, Fault::CutOff { rows }));
    }
    if end.hash != head.hash {
        return Ok(broken(Some(end.seq), end.at, None, Fault::Head));
    }
    if let Some(found) = foreign(reader).await? {
        return Ok(Verdict::Broken(found));
    }
    let (rows, removed) = (end.seq - start, end.removed);
    Ok(Verdict::Whole { rows, removed, until: end.at, head: end.hash })
}

fn broken(seq: Option<i64>, at: Option<Millis>, id: Option<i64>, fault: Fault) -> Verdict {
    Verdict::Broken(Break { seq, at, id, fault })
}

async fn page_after(reader: &mut Reader, seq: i64, last: i64) -> Result<Vec<AnyRow>, StoreError> {
    let sql = concat!(select!(), " WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3");
    let rows = sqlx::query(sql).bind(seq).bind(last).bind(PAGE).fetch_all(&mut **reader).await?;
    Ok(rows)
}

/// How far one has come along the chain.
struct Walk {
    seq: i64,
    hash: String,
    at: Option<Millis>,
    removed: i64,
}

impl Walk {
    fn begin() -> Self {
        Self { seq: 0, hash: hex(&Sha256::digest(GENESIS)), at: None, removed: 0 }
    }

    /// Steps onto the next row, if it is that.
    fn step(&mut self, row: &AnyRow) -> Option<Break> {
        let here = self.seq + 1;
        let seq: i64 = row.try_get("seq").unwrap_or_default();
        if seq != here {
            return Some(Break { seq: Some(here), at: self.at, id: None, fault: Fault::Missing });
        }
        // What does not even read as what it must be was changed as well.
        let Ok(row) = Row::read(row) else {
            let id = row.try_get("id").ok();
            return Some(Break { seq: Some(here), at: None, id, fault: Fault::Changed });
        };
        let hash = row.hash_at(here, &self.hash);
        let removed = row.is_removed().filter(|_| row.hash.as_ref() == Some(&hash));
        let Some(removed) = removed else {
            let (at, id) = (Some(row.at), Some(row.id));
            return Some(Break { seq: Some(here), at, id, fault: Fault::Changed });
        };
        (self.seq, self.hash, self.at) = (here, hash, Some(row.at));
        self.removed += i64::from(removed);
        None
    }
}

/// Looks whether the row that belongs where the walk ended stands further on.
async fn settle(
    reader: &mut Reader,
    end: &Walk,
    last: i64,
    found: Break,
) -> Result<Verdict, StoreError> {
    let here = end.seq + 1;
    let mut seq = end.seq;
    loop {
        let page = page_after(reader, seq, last).await?;
        let Some(after) = page.last() else { return Ok(Verdict::Broken(found)) };
        for row in page.iter().filter_map(|row| Row::read(row).ok()) {
            let to = row.seq.unwrap_or_default();
            if to != here && row.hash.as_ref() == Some(&row.hash_at(here, &end.hash)) {
                return Ok(Verdict::Broken(Break { fault: Fault::Moved { to }, ..found }));
            }
        }
        seq = after.try_get("seq")?;
    }
}

/// A row with no place in the chain. One statement, so that what is added meanwhile does no harm.
async fn foreign(reader: &mut Reader) -> Result<Option<Break>, StoreError> {
    let row = sqlx::query(
        "SELECT seq, id, at FROM audit
          WHERE seq IS NULL OR seq < 1 OR seq > (SELECT seq FROM audit_head)
          ORDER BY id LIMIT 1",
    )
    .fetch_optional(&mut **reader)
    .await?;
    row.map(|row| {
        Ok(Break {
            seq: row.try_get("seq")?,
            at: Some(row.try_get("at")?),
            id: Some(row.try_get("id")?),
            fault: Fault::Foreign,
        })
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_begins_where_the_migration_says() {
        let migration = include_str!("../../migrations/0004_audit.sql");
        assert!(migration.contains(&Walk::begin().hash));
    }

    #[test]
    fn no_two_rows_read_alike() {
        let row = |subject: &str, act: &str, from: Option<&str>, to: Option<&str>| {
            let (from, to) = (from.map(str::to_owned), to.map(str::to_owned));
            Row { subject: subject.into(), act: act.into(), from, to, ..Row::default() }
        };
        let rows = [
            row("ab", "c", None, None),
            row("a", "bc", None, None),
            row("ab", "c", Some(""), None),
            row("ab", "c", None, Some("")),
            row("ab", "c", Some("x"), None),
            row("ab", "c", None, Some("x")),
        ];
        let hashes: std::collections::BTreeSet<String> =
            rows.iter().flat_map(|row| [row.hash_at(1, "p"), row.hash_at(2, "p")]).collect();
        assert_eq!(hashes.len(), 12);
    }

    #[test]
    fn what_is_removed_with_its_salt_is_no_change_and_anything_else_is() {
        let mut row = Row { actor_name: Some("Lan".into()), ..Row::default() };
        row.reason = Some("Vì nhầm.".into());
        row.salt();
        assert_eq!(row.is_removed(), Some(false));
        let removed = Row { actor_name: None, actor_salt: None, ..row.clone() };
        assert_eq!(removed.is_removed(), Some(true));
        let halved = Row { reason: None, ..row.clone() };
        assert_eq!(halved.is_removed(), None);
        let moved = Row { detail: row.reason.clone(), reason: None, ..row.clone() };
        assert_eq!(moved.is_removed(), None);
        let unsalted = Row { actor_salt: None, ..row };
        assert_eq!(unsalted.is_removed(), None);
    }
}
