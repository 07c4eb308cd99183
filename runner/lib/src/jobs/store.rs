//! The jobs on the disk, in one SQLite file that several processes share.
//! Knows neither the provider nor who works on a job.
//!
//! | module | its one job |
//! |---|---|
//! | [`open`] | opens a store, and refuses one that is not its own without touching it |
//! | [`schema`] | the tables |
//! | [`record`] | a job as rows, and back |
//! | [`request`], [`outcome`], [`words`] | the parts of a job as rows |
//! | [`moves`] | from one state to the next, in one transaction each |

mod error;
mod moves;
mod open;
mod outcome;
mod record;
mod request;
mod schema;
mod words;

pub use error::StoreError;
pub(crate) use moves::{Adopted, Unsent};
pub use open::Health;

use super::id::JobId;
use super::job::Job;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the store in the state folder.
const FILE: &str = "jobs.sqlite3";

/// Checks the store of a state folder; `None` when there is none. Nothing is made or changed. Blocks for some milliseconds.
///
/// # Errors
/// [`StoreError`] when it is damaged, of a newer version, no store at all, or cannot be read and written.
pub fn inspect(folder: &Path) -> Result<Option<Health>, StoreError> {
    open::inspect(&folder.join(FILE))
}

/// The jobs of a state folder. Clones share the connection.
///
/// What changes something is on the disk when it returns: a loss of power takes nothing back.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
    path: PathBuf,
}

impl Store {
    /// The store of a state folder; folder and store are made when they are not there. Blocks for some milliseconds.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let connection = open::open(folder, &path)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            path,
        })
    }

    /// Writes a new job down; false when its id is taken.
    pub(crate) async fn insert(&self, job: Job) -> Result<bool, StoreError> {
        self.write(move |tx| record::insert(tx, &job)).await
    }

    /// A job as it is now; `None` when there is none of that id.
    pub(crate) async fn load(&self, id: &JobId) -> Result<Option<Job>, StoreError> {
        let id = id.clone();
        self.read(move |tx| record::load(tx, &id)).await
    }

    /// All jobs, the newest first.
    pub(crate) async fn list(&self) -> Result<Vec<Job>, StoreError> {
        self.read(record::list).await
    }

    /// The tasks of one account that jobs other than `except` have.
    pub(crate) async fn tasks(&self, except: &Job) -> Result<HashSet<String>, StoreError> {
        let job = except.clone();
        self.read(move |tx| record::tasks(tx, &job)).await
    }

    /// Removes a job; false when there was none of that id.
    pub(crate) async fn remove(&self, id: &JobId) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| {
            let removed = tx.execute("DELETE FROM jobs WHERE id = ?1", [id.as_str()])?;
            Ok(removed > 0)
        })
        .await
    }

    /// Reads, all of it at one moment.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.transact(TransactionBehavior::Deferred, work).await
    }

    /// Writes: nobody else does between the first look and the last word.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.transact(TransactionBehavior::Immediate, work).await
    }

    async fn transact<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.connection);
        // Waiting for the disk, or for another process, may take its time.
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let tx = connection.transaction_with_behavior(behavior)?;
            let value = work(&tx)?;
            tx.commit()?;
            Ok(value)
        });
        match done.await {
            Ok(result) => result.map_err(|error| StoreError::of(error, &self.path)),
            Err(_) => Err(StoreError::Stopped {
                path: self.path.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
