//! Group commit: who waits, shares a transaction.
//!
//! SQLite has one writer, so one task owns its write connection. It takes what is waiting, opens
//! one `BEGIN IMMEDIATE` transaction, runs each piece of work in a savepoint of its own, commits
//! once, then answers each caller. PostgreSQL groups commits by itself: there a piece of work is a
//! transaction of its own, on one of several tasks chosen by key, so that one key keeps its order.
//!
//! Transactions are opened and closed by plain statements, not by sqlx's `Transaction`: SQLite
//! rolls back by itself when its disk is full, sqlx then goes on counting a transaction that is no
//! more, and no later one can begin. Here a connection that will not roll back is thrown away.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor};
use tokio::sync::{mpsc, oneshot};

use super::{Dialect, StoreError, chain};

/// Pieces of work that may wait before callers are held back.
const QUEUE: usize = 1_024;

/// How long a piece of work may take on PostgreSQL, and how long a commit or another statement of the
/// writer's own. The server ends a statement that takes long, but nobody says anything when it is the
/// network that is gone.
const WORK_LIMIT: Duration = Duration::from_secs(45);
const STATEMENT_LIMIT: Duration = Duration::from_secs(25);

/// The right to write: a transaction that the writer commits.
#[derive(Debug)]
pub struct Tx {
    connection: PoolConnection<Any>,
    dialect: Dialect,
    /// What the present piece of work recorded in the audit, not sealed yet.
    unsealed: Vec<chain::Link>,
    /// Whether the server gave no answer in time.
    is_silent: bool,
}

impl Tx {
    /// The connection: what this module's siblings query, and what a reader of rows may borrow.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// The dialect it speaks.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(super) fn unsealed(&mut self) -> &mut Vec<chain::Link> {
        &mut self.unsealed
    }

    async fn begin(pool: &AnyPool, dialect: Dialect) -> Result<Self, StoreError> {
        let connection = pool.acquire().await?;
        let mut tx = Self { connection, dialect, unsealed: Vec::new(), is_silent: false };
        let begun = tx
            .run(match dialect {
                // A deferred transaction that reads and then writes meets SQLITE_BUSY at once.
                Dialect::Sqlite => "BEGIN IMMEDIATE",
                Dialect::Postgres => "BEGIN",
            })
            .await;
        match begun {
            Ok(()) => Ok(tx),
            Err(error) => {
                tx.roll_back().await;
                Err(error)
            }
        }
    }

    async fn commit(mut self) -> Result<(), StoreError> {
        let done = self.run("COMMIT").await;
        if done.is_err() {
            self.roll_back().await;
        }
        // Whatever it was, nothing is kept, so the same work may be done again.
        done.map_err(|error| error.for_neighbours())
    }

    /// Undoes everything. A connection that fails even in this is not used again.
    async fn roll_back(mut self) {
        if self.is_silent || self.run("ROLLBACK").await.is_err() {
            match self.dialect {
                Dialect::Sqlite => drop(self.connection.close().await),
                // Without a word: the server may not take any.
                Dialect::Postgres => drop(self.connection.detach()),
            }
        }
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = match self.dialect {
            // As a query its preparation is remembered, also of two statements in one.
            Dialect::Sqlite => sqlx::query(sql).execute(&mut *self.connection).await,
            Dialect::Postgres => {
                let running = self.connection.execute(sql);
                match answered(self.dialect, STATEMENT_LIMIT, running).await {
                    Some(done) => done,
                    None => return Err(self.fall_silent()),
                }
            }
        };
        Ok(done.map(drop)?)
    }

    fn fall_silent(&mut self) -> StoreError {
        self.is_silent = true;
        StoreError::Unreachable("no answer in time".to_owned())
    }
}

/// What comes of waiting for a server no longer than `limit`. A file answers, and must not be left in
/// the middle.
async fn answered<T>(
    dialect: Dialect,
    limit: Duration,
    waiting: impl Future<Output = T>,
) -> Option<T> {
    match dialect {
        Dialect::Sqlite => Some(waiting.await),
        Dialect::Postgres => tokio::time::timeout(limit, waiting).await.ok(),
    }
}

/// A boxed future that borrows the transaction.
pub type Working<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// A piece of work: a closure from a transaction to a future.
pub trait Work<'t, T>: FnOnce(&'t mut Tx) -> Working<'t, T> + Send + 'static {}
impl<'t, T, F> Work<'t, T> for F where F: FnOnce(&'t mut Tx) -> Working<'t, T> + Send + 'static {}

/// Tells the caller, once it is known whether the commit held.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// What became of one piece of work: kept if the commit holds, or to be undone for this reason.
type Outcome = Result<Answer, StoreError>;

type Job = Box<
    dyn for<'t> FnOnce(&'t mut Tx) -> Pin<Box<dyn Future<Output = Outcome> + Send + 't>> + Send,
>;

/// A piece of work with the way to tell its caller that it was undone or never begun.
struct Waiting {
    job: Job,
    refused: oneshot::Sender<StoreError>,
}

impl Waiting {
    fn refuse(self, error: StoreError) {
        // The caller hears of it when the job, which holds the answer, is gone.
        drop(self.refused.send(error));
    }
}

#[derive(Clone, Debug)]
pub(super) struct Writer {
    pool: AnyPool,
    shards: Vec<mpsc::Sender<Waiting>>,
}

impl Writer {
    pub(super) fn start(pool: AnyPool, dialect: Dialect, shards: usize, batch: usize) -> Self {
        let shards = (0..shards)
            .map(|_| {
                let (send, receive) = mpsc::channel(QUEUE);
                tokio::spawn(work_through(pool.clone(), dialect, batch, receive));
                send
            })
            .collect();
        Self { pool, shards }
    }

    pub(super) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    pub(super) async fn enqueue<T, F, A>(
        &self,
        key: i64,
        work: F,
        after: A,
    ) -> Result<impl Future<Output = Result<T, StoreError>> + Send + use<T, F, A>, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Work<'t, T>,
        A: FnOnce(&mut T) + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let (refused, refusal) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            Box::pin(async move {
                let mut value = work(tx).await?;
                let answer: Answer = Box::new(move |commit| {
                    if commit.is_ok() {
                        after(&mut value);
                    }
                    // A caller that has gone no longer needs the answer.
                    drop(done.send(commit.map(|()| value)));
                });
                Ok(answer)
            })
        });
        let shard = usize::try_from(key.unsigned_abs()).unwrap_or(0) % self.shards.len();
        let waiting = Waiting { job, refused };
        self.shards[shard].send(waiting).await.map_err(|_| StoreError::Closed)?;
        Ok(async move {
            match answer.await {
                Ok(result) => result,
                Err(_) => Err(refusal.await.unwrap_or(StoreError::Closed)),
            }
        })
    }
}

async fn work_through(
    pool: AnyPool,
    dialect: Dialect,
    batch: usize,
    mut queue: mpsc::Receiver<Waiting>,
) {
    let mut waiting = Vec::with_capacity(batch);
    while queue.recv_many(&mut waiting, batch).await > 0 {
        commit_together(&pool, dialect, waiting.drain(..)).await;
    }
}

async fn commit_together(
    pool: &AnyPool,
    dialect: Dialect,
    mut jobs: impl ExactSizeIterator<Item = Waiting>,
) {
    let mut tx = match Tx::begin(pool, dialect).await {
        Ok(tx) => tx,
        Err(error) => {
            tracing::error!(%error, turns = jobs.len(), "no transaction could be opened");
            jobs.for_each(|waiting| waiting.refuse(error.clone()));
            return;
        }
    };
    if jobs.len() == 1 {
        let Some(Waiting { job, refused }) = jobs.next() else { return };
        match run(&mut tx, job).await {
            Ok(answer) => finish(tx.commit().await, vec![answer]),
            Err(error) => {
                tx.roll_back().await;
                drop(refused.send(error));
            }
        }
        return;
    }
    let mut answers = Vec::with_capacity(jobs.len());
    let mut lost = None;
    // One savepoint at a time is open: the next one's first act is to end the last.
    let mut savepoint = "SAVEPOINT turn";
    while let Some(Waiting { job, refused }) = jobs.next() {
        match run_in_savepoint(&mut tx, savepoint, job, refused).await {
            Ok(answer) => answers.extend(answer),
            Err(error) => {
                jobs.by_ref().for_each(|waiting| waiting.refuse(error.clone()));
                lost = Some(error);
            }
        }
        savepoint = "RELEASE SAVEPOINT turn; SAVEPOINT turn";
    }
    finish(
        match lost {
            None => tx.commit().await,
            Some(error) => {
                tx.roll_back().await;
                Err(error)
            }
        },
        answers,
    );
}

/// Runs one piece of work so that it can be undone alone, which is `None`. An error means that the
/// whole transaction is lost.
async fn run_in_savepoint(
    tx: &mut Tx,
    savepoint: &'static str,
    job: Job,
    refused: oneshot::Sender<StoreError>,
) -> Result<Option<Answer>, StoreError> {
    if let Err(error) = tx.run(savepoint).await {
        let error = error.for_neighbours();
        drop(refused.send(error.clone()));
        return Err(error);
    }
    match run(tx, job).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => {
            let undone = tx.run("ROLLBACK TO SAVEPOINT turn").await;
            // With the savepoint gone, the work's own fault says why, not the missing savepoint.
            let outcome = undone.map(|()| None).map_err(|_| error.for_neighbours());
            drop(refused.send(error));
            outcome
        }
    }
}

/// Runs one piece of work and seals what it recorded, last of all; a panic in it is an error like
/// another, and so is taking for ever.
async fn run(tx: &mut Tx, job: Job) -> Outcome {
    let dialect = tx.dialect;
    // What work that was undone has left goes with it.
    tx.unsealed.clear();
    let working = AssertUnwindSafe(async {
        let answer = job(&mut *tx).await?;
        chain::seal(tx).await?;
        Ok(answer)
    })
    .catch_unwind();
    match answered(dialect, WORK_LIMIT, working).await {
        Some(outcome) => outcome.unwrap_or(Err(StoreError::Panicked)),
        None => Err(tx.fall_silent()),
    }
}

fn finish(commit: Result<(), StoreError>, answers: Vec<Answer>) {
    if let Err(error) = &commit {
        tracing::error!(%error, turns = answers.len(), "nothing could be committed");
    }
    for answer in answers {
        let commit = commit.clone();
        // What is done after a commit must not take the writer with it; the panic hook tells.
        drop(std::panic::catch_unwind(AssertUnwindSafe(|| answer(commit))));
    }
}
