//! The look-up: the few that share keys, or how a photo looks, with what is sought, loaded and
//! compared.
//!
//! It takes the same bounded work however many bear a name: of each key so many of the newest are
//! looked at, and only those that share most with what is sought are loaded.

use std::collections::HashMap;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{CHUNK, not_same_as};
use crate::domain::day;
use crate::domain::likeness::{self, Key, LIKELY, Likeness, Profile, Subject, bands, picture};
use crate::domain::nomination::NomineeKind;
use crate::store::StoreError;
use crate::store::nominations::corrupt;

/// How many are looked at for one key.
const PER_KEY: usize = 40;
/// Photos looked at for one band.
const PER_BAND: usize = 200;
/// Nominations looked at of one exemplar.
const PER_EXEMPLAR: usize = 3;
/// How many are loaded and compared: what one statement loads.
const COMPARED: usize = CHUNK;
/// A key that so few share says more than others of its kind.
const FEW: usize = 8;
const FEW_WEIGHT: u32 = 2;
/// The photos of one nomination that others are sought by.
const PHOTOS: usize = 8;
/// What a photo that looks the same weighs beside keys.
const PHOTO_WEIGHT: u32 = 9;

/// A nomination that shares keys with what is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The nomination.
    pub nomination: i64,
    /// The exemplar it belongs to.
    pub exemplar: i64,
    /// How much the keys that it shares say.
    pub weight: u32,
}

/// An exemplar that may be the same, by the nomination of it that is most alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The exemplar.
    pub exemplar: i64,
    /// Its nomination that is most alike.
    pub nomination: i64,
    /// How alike, and why.
    pub likeness: Likeness,
}

/// What is known of these nominations' nominees and deeds, with the photos known so far.
pub async fn subjects(
    connection: &mut AnyConnection,
    nominations: &[i64],
) -> Result<Vec<(i64, Subject)>, StoreError> {
    let mut found = Vec::with_capacity(nominations.len());
    for some in nominations.chunks(CHUNK) {
        let mut photos: HashMap<i64, Vec<u64>> = HashMap::new();
        let sql = format!(
            "SELECT nomination_id, hash FROM photo_hashes
              WHERE nomination_id IN ({}) AND hash IS NOT NULL",
            places(some.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for &id in some {
            query = query.bind(id);
        }
        for row in query.fetch_all(&mut *connection).await? {
            let hash: i64 = row.try_get("hash")?;
            photos.entry(row.try_get("nomination_id")?).or_default().push(hash.cast_unsigned());
        }
        let sql = format!(
            "SELECT id, nominee_kind, nominee_name, commune, hamlet, story, happened, nominee_phone,
                submitted_at FROM nominations WHERE id IN ({})",
            places(some.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for &id in some {
            query = query.bind(id);
        }
        for row in query.fetch_all(&mut *connection).await? {
            let id: i64 = row.try_get("id")?;
            let kind: String = row.try_get("nominee_kind")?;
            let happened: Option<String> = row.try_get("happened")?;
            found.push((
                id,
                Subject {
                    kind: NomineeKind::from_code(&kind).ok_or_else(|| corrupt("nominee kind"))?,
                    name: row.try_get("nominee_name")?,
                    commune: row.try_get("commune")?,
                    hamlet: row.try_get("hamlet")?,
                    story: row.try_get("story")?,
                    happened: happened.and_then(|day| day.parse().ok()),
                    told: day::today(row.try_get("submitted_at")?).year(),
                    phone: row.try_get("nominee_phone")?,
                    photos: photos.remove(&id).unwrap_or_default(),
                },
            ));
        }
    }
    Ok(found)
}

/// The nominations that share keys or looks of photos with what is sought, at most `limit`, those
/// that share most first: none of the exemplars `left_out`, and few of each other one.
pub async fn candidates(
    connection: &mut AnyConnection,
    keys: &[Key],
    photos: &[u64],
    left_out: &[i64],
    limit: usize,
) -> Result<Vec<Candidate>, StoreError> {
    // Left out by the database where there may be many of one: the nomination's own.
    let own = left_out.first().copied().unwrap_or_default();
    let mut found: HashMap<i64, Candidate> = HashMap::new();
    for some in keys.chunks(CHUNK) {
        // A few lengths only, so that the database need not plan anew each time.
        let length = some.len().next_multiple_of(8);
        let own_at = length + 1;
        let parts: Vec<String> = (1..=length)
            .map(|at| {
                format!(
                    "SELECT * FROM (SELECT key, nomination_id, exemplar_id FROM likeness_keys
                      WHERE key = ${at} AND exemplar_id <> ${own_at}
                      ORDER BY nomination_id DESC LIMIT {PER_KEY}) AS k{at}"
                )
            })
            .collect();
        let mut query = sqlx::query(AssertSqlSafe(parts.join(" UNION ALL ")));
        for at in 0..length {
            query = query.bind(some.get(at).map(|key| key.hash));
        }
        query = query.bind(own);
        let mut sharing: HashMap<i64, Vec<(i64, i64)>> = HashMap::with_capacity(length);
        for row in query.fetch_all(&mut *connection).await? {
            // By number: there may be hundreds.
            sharing.entry(row.try_get(0)?).or_default().push((row.try_get(1)?, row.try_get(2)?));
        }
        for key in some {
            let Some(all) = sharing.get(&key.hash) else { continue };
            let more = if all.len() <= FEW { FEW_WEIGHT } else { 0 };
            for &(nomination, exemplar) in all {
                let candidate = found.entry(nomination).or_insert(Candidate {
                    nomination,
                    exemplar,
                    weight: 0,
                });
                candidate.weight += u32::from(key.weight) + more;
            }
        }
    }
    let mut alike: Vec<i64> = Vec::new();
    for &photo in photos.iter().filter(|&&photo| picture::tells(photo)).take(PHOTOS) {
        alike.extend(with_photo(connection, photo).await?);
    }
    alike.sort_unstable();
    alike.dedup();
    for (nomination, exemplar) in exemplars_of(connection, &alike).await? {
        let candidate =
            found.entry(nomination).or_insert(Candidate { nomination, exemplar, weight: 0 });
        candidate.weight += PHOTO_WEIGHT;
    }
    let mut found: Vec<Candidate> =
        found.into_values().filter(|one| !left_out.contains(&one.exemplar)).collect();
    found.sort_unstable_by_key(|one| {
        (std::cmp::Reverse(one.weight), std::cmp::Reverse(one.nomination))
    });
    let mut of_each: HashMap<i64, usize> = HashMap::new();
    found.retain(|one| {
        let seen = of_each.entry(one.exemplar).or_default();
        *seen += 1;
        *seen <= PER_EXEMPLAR
    });
    found.truncate(limit);
    Ok(found)
}

/// The nominations with a photo that looks like this one.
async fn with_photo(connection: &mut AnyConnection, photo: u64) -> Result<Vec<i64>, StoreError> {
    let mut parts = Vec::new();
    let mut values = Vec::new();
    for (column, band) in ["band_a", "band_b", "band_c", "band_d"].into_iter().zip(bands(photo)) {
        let first = values.len() + 1;
        values.extend(likeness::band_neighbours(band));
        let marks: Vec<String> = (first..=values.len()).map(|at| format!("${at}")).collect();
        parts.push(format!(
            "SELECT * FROM (SELECT nomination_id, hash FROM photo_hashes
              WHERE {column} IN ({}) LIMIT {PER_BAND}) AS {column}",
            marks.join(", ")
        ));
    }
    let mut query = sqlx::query(AssertSqlSafe(parts.join(" UNION ALL ")));
    for value in values {
        query = query.bind(value);
    }
    let mut found = Vec::new();
    for row in query.fetch_all(connection).await? {
        let hash: i64 = row.try_get("hash")?;
        if (hash.cast_unsigned() ^ photo).count_ones() <= picture::ALIKE {
            found.push(row.try_get("nomination_id")?);
        }
    }
    Ok(found)
}

async fn exemplars_of(
    connection: &mut AnyConnection,
    nominations: &[i64],
) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut found = Vec::new();
    for some in nominations.chunks(CHUNK) {
        let sql = format!(
            "SELECT DISTINCT nomination_id, exemplar_id FROM likeness_keys
              WHERE nomination_id IN ({})",
            places(some.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for &id in some {
            query = query.bind(id);
        }
        for row in query.fetch_all(&mut *connection).await? {
            found.push((row.try_get("nomination_id")?, row.try_get("exemplar_id")?));
        }
    }
    Ok(found)
}

/// The exemplars that are likely the same as the nominee of a nomination, the likeliest first: not
/// its own, and none of which somebody said that it is another.
pub async fn matches(
    connection: &mut AnyConnection,
    nomination: i64,
    exemplar: i64,
    limit: usize,
) -> Result<Vec<Match>, StoreError> {
    let Some((_, subject)) = subjects(connection, &[nomination]).await?.pop() else {
        return Ok(Vec::new());
    };
    let mut left_out = vec![exemplar];
    left_out.extend(not_same_as(connection, exemplar).await?);
    matches_of(connection, &subject, &left_out, limit).await
}

/// The exemplars that are likely the same as this subject, but `left_out`, the likeliest first.
pub async fn matches_of(
    connection: &mut AnyConnection,
    subject: &Subject,
    left_out: &[i64],
    limit: usize,
) -> Result<Vec<Match>, StoreError> {
    let sought = Profile::read(subject);
    let found = candidates(connection, &sought.keys(), &subject.photos, left_out, COMPARED).await?;
    let ids: Vec<i64> = found.iter().map(|candidate| candidate.nomination).collect();
    let mut best: HashMap<i64, Match> = HashMap::new();
    for (nomination, other) in subjects(connection, &ids).await? {
        let likeness = likeness::compare(&sought, &Profile::read(&other));
        let exemplar =
            found.iter().find(|one| one.nomination == nomination).map(|one| one.exemplar);
        let Some(exemplar) = exemplar.filter(|_| likeness.score >= LIKELY) else { continue };
        let known = best.get(&exemplar).map_or(0, |known| known.likeness.score);
        if likeness.score > known {
            best.insert(exemplar, Match { exemplar, nomination, likeness });
        }
    }
    let mut best: Vec<Match> = best.into_values().collect();
    best.sort_by_key(|one| (std::cmp::Reverse(one.likeness.score), one.exemplar));
    best.truncate(limit);
    Ok(best)
}

/// `$1, $2, …`
fn places(count: usize) -> String {
    (1..=count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}
