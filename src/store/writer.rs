//! Group commit: who waits, shares a transaction.
//!
//! SQLite has one writer, so one task owns its write connection. It takes what is waiting, opens
//! one `BEGIN IMMEDIATE` transaction, runs each piece of work in a savepoint of its own, commits
//! once, then answers each caller. PostgreSQL groups commits by itself: there a piece of work is a
//! transaction of its own, on one of several tasks chosen by key, so that one key keeps its order.

use std::pin::Pin;

use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::{Dialect, StoreError};

/// Pieces of work that may wait before callers are held back.
const QUEUE: usize = 1_024;

/// The right to write: a transaction that the writer commits.
#[derive(Debug)]
pub struct Tx {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
}

impl Tx {
    /// The connection: what this module's siblings query, and what a reader of rows may borrow.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// The dialect it speaks.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// A boxed future that borrows the transaction.
pub type Working<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// A piece of work: a closure from a transaction to a future.
pub trait Work<'t, T>: FnOnce(&'t mut Tx) -> Working<'t, T> + Send + 'static {}
impl<'t, T, F> Work<'t, T> for F where F: FnOnce(&'t mut Tx) -> Working<'t, T> + Send + 'static {}

/// Tells the caller, once it is known whether the commit held.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// What one piece of work wants done with its savepoint.
enum Outcome {
    Keep(Answer),
    Undo(Answer),
}

type Job = Box<
    dyn for<'t> FnOnce(&'t mut Tx) -> Pin<Box<dyn Future<Output = Outcome> + Send + 't>> + Send,
>;

/// A piece of work with the way to tell its caller that no transaction could be opened.
struct Waiting {
    job: Job,
    refused: oneshot::Sender<StoreError>,
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
                match work(tx).await {
                    Ok(mut value) => Outcome::Keep(Box::new(move |commit| {
                        if commit.is_ok() {
                            after(&mut value);
                        }
                        // A caller that has gone no longer needs the answer.
                        drop(done.send(commit.map(|()| value)));
                    })),
                    Err(error) => Outcome::Undo(Box::new(move |_| drop(done.send(Err(error))))),
                }
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
    jobs: impl ExactSizeIterator<Item = Waiting>,
) {
    let begin = match dialect {
        // A deferred transaction that reads and then writes meets SQLITE_BUSY at once.
        Dialect::Sqlite => pool.begin_with("BEGIN IMMEDIATE").await,
        Dialect::Postgres => pool.begin().await,
    };
    let mut tx = match begin {
        Ok(transaction) => Tx { transaction, dialect },
        Err(error) => {
            let error = StoreError::from(error);
            tracing::error!(%error, turns = jobs.len(), "no transaction could be opened");
            for waiting in jobs {
                drop(waiting.job);
                drop(waiting.refused.send(again(&error)));
            }
            return;
        }
    };
    let alone = jobs.len() == 1;
    let mut answers = Vec::with_capacity(jobs.len());
    let mut broken = None;
    for Waiting { job, refused } in jobs {
        if let Some(error) = &broken {
            drop(job);
            drop(refused.send(again(error)));
            continue;
        }
        match run_one(&mut tx, job, alone).await {
            Ok(answer) => answers.push(answer),
            Err(error) => {
                // The transaction itself is lost (disk full rolls it back whole): so are all.
                drop(refused.send(again(&error)));
                broken = Some(error);
            }
        }
    }
    let commit = match broken {
        Some(error) => {
            drop(tx.transaction.rollback().await);
            Err(error)
        }
        None => tx.transaction.commit().await.map_err(StoreError::from),
    };
    if let Err(error) = &commit {
        tracing::error!(%error, turns = answers.len(), "nothing could be committed");
    }
    for answer in answers {
        answer(match &commit {
            Ok(()) => Ok(()),
            Err(error) => Err(again(error)),
        });
    }
}

/// Runs one piece of work in a savepoint, which it needs only if it has neighbours.
async fn run_one(tx: &mut Tx, job: Job, alone: bool) -> Result<Answer, StoreError> {
    tx.connection().execute("SAVEPOINT turn").await?;
    let outcome = job(tx).await;
    let answer = match outcome {
        Outcome::Keep(answer) => answer,
        Outcome::Undo(answer) => {
            let undone = tx.connection().execute("ROLLBACK TO SAVEPOINT turn").await;
            if let Err(error) = undone {
                answer(Ok(()));
                return Err(error.into());
            }
            answer
        }
    };
    if !alone {
        tx.connection().execute("RELEASE SAVEPOINT turn").await?;
    }
    Ok(answer)
}

/// The same fault for another caller: `sqlx::Error` cannot be cloned, its words can.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Locked => StoreError::Locked,
        StoreError::DiskFull => StoreError::DiskFull,
        StoreError::ReadOnly => StoreError::ReadOnly,
        other => StoreError::Sql(sqlx::Error::Io(std::io::Error::other(other.to_string()))),
    }
}
