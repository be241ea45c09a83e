//! What the doctor asks the database about itself.

use sqlx::AnyConnection;

use super::{Dialect, Store, StoreError, leases};
use crate::clock::Millis;

/// The duty that [`probe`] takes up and lets go.
const PROBE: &str = "check";

/// Writes something and takes it away again, in one commit: only a write shows that one can.
pub async fn probe(store: &Store, now: Millis) -> Result<(), StoreError> {
    let probe = store.write(0, move |tx| {
        Box::pin(async move {
            leases::hold(tx, PROBE, now, now, now).await?;
            leases::release(tx, PROBE, now).await
        })
    });
    probe.await
}

/// What SQLite finds wrong with its file, if anything; PostgreSQL minds its own.
pub async fn damage(store: &Store) -> Result<Option<String>, StoreError> {
    if store.dialect() == Dialect::Postgres {
        return Ok(None);
    }
    let mut reader = store.read().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *reader).await?;
    Ok((found != "ok").then_some(found))
}

/// How many bytes the database takes.
pub async fn size(connection: &mut AnyConnection, dialect: Dialect) -> Result<i64, StoreError> {
    let sql = match dialect {
        Dialect::Sqlite => {
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        }
        Dialect::Postgres => "SELECT pg_database_size(current_database())",
    };
    Ok(sqlx::query_scalar(sql).fetch_one(connection).await?)
}
