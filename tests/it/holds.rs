//! What another replica's transaction does to rows meanwhile. PostgreSQL only.

use sqlx::{AnyConnection, Executor};

use crate::databases::Database;
use crate::tester::eventually;

impl Database {
    /// How many wait for a lock in this database. PostgreSQL only.
    pub async fn waiting(&self) -> i64 {
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        sqlx::query_scalar(waiting).fetch_one(&mut self.connect().await).await.unwrap()
    }

    /// Waits until so many wait for a lock in this database.
    pub async fn somebody_waits(&self, count: i64) {
        eventually(async || self.waiting().await >= count).await;
    }

    /// Holds every nomination as another replica's turn would, until it lets go.
    pub async fn holds_the_nominations(&self) -> Hold {
        let mut connection = self.connect().await;
        connection.execute("BEGIN").await.unwrap();
        connection.execute("SELECT id FROM nominations FOR UPDATE").await.unwrap();
        Hold { connection }
    }
}

/// A transaction elsewhere that holds rows.
pub struct Hold {
    connection: AnyConnection,
}

impl Hold {
    /// Ends it; what it held was not changed.
    pub async fn lets_go(mut self) {
        self.connection.execute("COMMIT").await.unwrap();
    }
}
