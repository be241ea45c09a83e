//! Nominations that belong together: of one exemplar, and about one deed. Joining and parting them,
//! and who supports an exemplar. What citizens wrote stays theirs, whatever is joined.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::nominations::corrupt;
use super::{Dialect, StoreError, Tx, exemplars, shown};
use crate::clock::Millis;
use crate::conversation::markup;
use crate::domain::nomination::State;

/// A nomination in short, as it is named beside another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The nominee's name.
    pub name: String,
    /// The commune's code.
    pub commune: String,
    /// The field's code.
    pub field: Option<String>,
    /// Where it stands.
    pub state: State,
}

fn brief(row: &AnyRow) -> Result<Brief, StoreError> {
    let state: String = row.try_get("state")?;
    Ok(Brief {
        id: row.try_get("id")?,
        code: row.try_get("code")?,
        name: row.try_get("nominee_name")?,
        commune: row.try_get("commune")?,
        field: row.try_get("field")?,
        state: State::from_code(&state).ok_or_else(|| corrupt("state"))?,
    })
}

/// These nominations in short, in no order; those that are not there are left out.
pub async fn briefs(connection: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Brief>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT id, code, nominee_name, commune, field, state FROM nominations WHERE id IN ({})",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id);
    }
    query.fetch_all(connection).await?.iter().map(brief).collect()
}

/// The nominations of an exemplar but this one, withdrawn ones left out: the oldest first, those that go
/// with others last.
pub async fn others_of(
    connection: &mut AnyConnection,
    exemplar: i64,
    but: i64,
    limit: i64,
) -> Result<Vec<Brief>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, code, nominee_name, commune, field, state FROM nominations
          WHERE exemplar_id = $1 AND id <> $2 AND state <> 'withdrawn'
          ORDER BY CASE WHEN state = 'duplicate' THEN 1 ELSE 0 END, id LIMIT $3",
    )
    .bind(exemplar)
    .bind(but)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(brief).collect()
}

/// The nominations that go with this one, as its duplicates, the oldest first.
pub async fn duplicates_of(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM nominations WHERE duplicate_of = $1 AND state = 'duplicate' ORDER BY id",
    )
    .bind(nomination)
    .fetch_all(connection)
    .await?)
}

/// How many support an exemplar: the different nominators of what was not withdrawn. Of what was
/// entered for somebody else, who told it supports it, known by phone or else by name.
pub async fn supporters(connection: &mut AnyConnection, exemplar: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(DISTINCT CASE WHEN entered_by IS NULL
                THEN 'contact ' || CAST(nominator_id AS TEXT)
                ELSE 'told ' || COALESCE(told_phone, told_by, CAST(id AS TEXT)) END)
           FROM nominations WHERE exemplar_id = $1 AND state <> 'withdrawn'",
    )
    .bind(exemplar)
    .fetch_one(connection)
    .await?)
}

/// Whether a nomination's author said that it is about an exemplar that the public knew.
pub async fn adds_to_public(
    connection: &mut AnyConnection,
    nomination: i64,
) -> Result<bool, StoreError> {
    let adds: Option<i64> =
        sqlx::query_scalar("SELECT adds_to_public FROM nominations WHERE id = $1")
            .bind(nomination)
            .fetch_optional(connection)
            .await?;
    Ok(adds == Some(1))
}

/// Holds all nominations of these exemplars as they are until the end of the transaction, in the order
/// of their ids, so that no two turns wait for each other.
pub async fn lock(tx: &mut Tx, exemplars: [i64; 2]) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        sqlx::query(
            "SELECT id FROM nominations WHERE exemplar_id = $1 OR exemplar_id = $2
              ORDER BY id FOR UPDATE",
        )
        .bind(exemplars[0])
        .bind(exemplars[1])
        .fetch_all(tx.connection())
        .await?;
    }
    Ok(())
}

/// Where the nominations of an exemplar are now, which may have been joined to another.
pub async fn root(connection: &mut AnyConnection, exemplar: i64) -> Result<i64, StoreError> {
    let mut at = exemplar;
    // What is joined is joined to what is there: a row leads to another at most once each.
    while let Some(next) =
        sqlx::query_scalar::<_, Option<i64>>("SELECT merged_into FROM exemplars WHERE id = $1")
            .bind(at)
            .fetch_optional(&mut *connection)
            .await?
            .flatten()
    {
        at = next;
    }
    Ok(at)
}

/// Joins one exemplar to another: its nominations, and what it agreed to, are the other's from now on.
/// `false`, and nothing changed, if either was joined elsewhere meanwhile. The nominations are locked.
pub async fn join(tx: &mut Tx, from: i64, to: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE exemplars SET merged_into = $2, public_at = NULL
          WHERE id = $1 AND merged_into IS NULL AND id <> $2
            AND EXISTS (SELECT 1 FROM exemplars e WHERE e.id = $2 AND e.merged_into IS NULL)",
    )
    .bind(from)
    .bind(to)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE nominations SET exemplar_id = $2, version = version + 1 WHERE exemplar_id = $1",
    )
    .bind(from)
    .bind(to)
    .execute(tx.connection())
    .await?;
    sqlx::query("UPDATE exemplar_consents SET exemplar_id = $2 WHERE exemplar_id = $1")
        .bind(from)
        .bind(to)
        .execute(tx.connection())
        .await?;
    Ok(true)
}

/// Notes that a nomination goes with another one, and all that went with it as well.
pub async fn go_with(tx: &mut Tx, nomination: i64, root: i64) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE nominations SET duplicate_of = $2 WHERE id = $1")
        .bind(nomination)
        .bind(root)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("go with another nomination", done.rows_affected())?;
    sqlx::query(
        "UPDATE nominations SET duplicate_of = $2, version = version + 1 WHERE duplicate_of = $1",
    )
    .bind(nomination)
    .bind(root)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Notes that a nomination goes with no other one any more.
pub async fn stand_alone(tx: &mut Tx, nomination: i64) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE nominations SET duplicate_of = NULL WHERE id = $1")
        .bind(nomination)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("stand alone", done.rows_affected())
}

/// Gives a nomination, and those that go with it, a new exemplar of their own, with id `new`.
pub async fn part(tx: &mut Tx, nomination: i64, new: i64, now: Millis) -> Result<(), StoreError> {
    let done = sqlx::query(
        "INSERT INTO exemplars (id, kind, name, commune, hamlet, created_at)
         SELECT $1, nominee_kind, nominee_name, commune, hamlet, $2 FROM nominations WHERE id = $3",
    )
    .bind(new)
    .bind(now)
    .bind(nomination)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("an exemplar of its own", done.rows_affected())?;
    let done = sqlx::query(
        "UPDATE nominations SET exemplar_id = $1, adds_to_public = 0, version = version + 1
          WHERE id = $2 OR (duplicate_of = $2 AND state = 'duplicate')",
    )
    .bind(new)
    .bind(nomination)
    .execute(tx.connection())
    .await?;
    StoreError::one_row("part from an exemplar", done.rows_affected().min(1))
}

/// Holds an exemplar that a new statement is to be added to, and says where that is now: joining it to
/// another waits.
pub async fn hold(tx: &mut Tx, exemplar: i64) -> Result<i64, StoreError> {
    let mut at = root(tx.connection(), exemplar).await?;
    if tx.dialect() == Dialect::Postgres {
        sqlx::query("SELECT id FROM exemplars WHERE id = $1 FOR UPDATE")
            .bind(at)
            .fetch_optional(tx.connection())
            .await?;
        at = root(tx.connection(), at).await?;
    }
    Ok(at)
}

/// A nomination just sent is a statement about an exemplar that the public knows, says its author: the
/// exemplar made for it is joined to that.
pub async fn add_to_public(tx: &mut Tx, nomination: i64, exemplar: i64) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE exemplars SET merged_into = $2 WHERE id = $1")
        .bind(nomination)
        .bind(exemplar)
        .execute(tx.connection())
        .await?;
    StoreError::one_row("join a new exemplar", done.rows_affected())?;
    let done =
        sqlx::query("UPDATE nominations SET exemplar_id = $2, adds_to_public = 1 WHERE id = $1")
            .bind(nomination)
            .bind(exemplar)
            .execute(tx.connection())
            .await?;
    StoreError::one_row("add to an exemplar", done.rows_affected())
}

/// What anybody may know of an exemplar that the public sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The title of a deed of its, without formatting.
    pub title: String,
    /// The commune's code.
    pub commune: String,
}

/// What the public knows of an exemplar, and nothing more; `None` unless it is shown now.
pub async fn known(
    connection: &mut AnyConnection,
    exemplar: i64,
) -> Result<Option<Known>, StoreError> {
    if !exemplars::is_public(connection, exemplar).await? {
        return Ok(None);
    }
    for one in exemplars::recognised(connection, exemplar).await? {
        if let Some(shown) = shown::of(connection, one).await? {
            let title = markup::plain(&shown.title);
            return Ok(Some(Known { title, commune: shown.commune }));
        }
    }
    Ok(None)
}

/// An exemplar by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: i64,
    /// Its name as first told.
    pub name: String,
    /// The commune's code.
    pub commune: String,
}

/// These exemplars by name, by id.
pub async fn named(
    connection: &mut AnyConnection,
    exemplars: &[i64],
) -> Result<Vec<Named>, StoreError> {
    if exemplars.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=exemplars.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT id, name, commune FROM exemplars WHERE id IN ({}) ORDER BY id",
        places.join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for exemplar in exemplars {
        query = query.bind(exemplar);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            Ok(Named {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                commune: row.try_get("commune")?,
            })
        })
        .collect()
}
