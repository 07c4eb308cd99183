//! What all calls on the jobs of one store share, and the looks at the provider that several of them take.

use super::error::Error;
use super::id::JobId;
use super::job::Job;
use super::owner::Owner;
use super::pace::Pace;
use super::state::State;
use super::store::Store;
use super::upstream::Upstream;
use crate::storage::Storage;
use crate::video::Task;
use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, Semaphore};

/// Downloads at once in a process: more share the same line, and each costs memory for its connection.
const DOWNLOADS: usize = 4;

/// The parts that work together on jobs.
pub(crate) struct Shared {
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) storage: Storage,
    pub(crate) store: Store,
    pub(crate) owner: Owner,
    pub(crate) pace: Arc<Pace>,
    /// The base URL of the endpoint.
    pub(crate) base_url: String,
    /// The fingerprint of the key.
    pub(crate) account: Option<String>,
    pub(crate) downloads: Semaphore,
    /// The jobs that this process is sending.
    sending: Mutex<HashSet<JobId>>,
    /// Is told when that is one less.
    sent: Notify,
}

/// While it lives, this process is sending a job.
pub(crate) struct Sending {
    shared: Arc<Shared>,
    id: JobId,
}

impl Shared {
    pub(crate) fn new(
        upstream: Arc<dyn Upstream>,
        storage: Storage,
        store: Store,
        owner: Owner,
        pace: Arc<Pace>,
        (base_url, account): (String, Option<String>),
    ) -> Self {
        Self {
            upstream,
            storage,
            store,
            owner,
            pace,
            base_url,
            account,
            downloads: Semaphore::new(DOWNLOADS),
            sending: Mutex::default(),
            sent: Notify::new(),
        }
    }

    /// A job as it is now, if it belongs to the configured endpoint and key. One whose sender died is unknown from here
    /// on.
    pub(crate) async fn job(&self, id: &JobId) -> Result<Job, Error> {
        let job = self.any_job(id).await?;
        if job.base_url != self.base_url {
            return Err(Error::OtherEndpoint {
                id: job.id,
                owner: job.base_url,
                configured: self.base_url.clone(),
            });
        }
        if job.account != self.account {
            return Err(Error::OtherAccount { id: job.id });
        }
        Ok(job)
    }

    /// A job as it is now, whosever it is.
    pub(crate) async fn any_job(&self, id: &JobId) -> Result<Job, Error> {
        let missing = || Error::NoSuchJob { id: id.clone() };
        let job = self.store.load(id).await?.ok_or_else(missing)?;
        if !self.is_abandoned(&job) {
            return Ok(job);
        }
        self.store.abandoned(id, job.owner.as_deref()).await?;
        self.store.load(id).await?.ok_or_else(missing)
    }

    /// Whether a job was being sent by somebody who is no more.
    pub(crate) fn is_abandoned(&self, job: &Job) -> bool {
        if job.state != State::Submitting {
            return false;
        }
        match job.owner.as_deref() {
            Some(owner) if owner == self.owner.name() => !self.sending().contains(&job.id),
            Some(owner) => !self.owner.is_alive(owner),
            None => true,
        }
    }

    /// Looks at a task, in its turn.
    pub(crate) async fn poll(
        &self,
        task: &str,
        model: Option<String>,
    ) -> Result<Task, crate::Error> {
        self.pace.looks.turn().await;
        let seen = self.upstream.poll(task.to_owned(), model).await?;
        // The id is ours: what the answer calls it would part the job from its task.
        Ok(Task {
            id: task.to_owned(),
            ..seen
        })
    }

    /// Says that this process sends a job; `None` when it does already.
    pub(crate) fn begin_sending(self: &Arc<Self>, id: &JobId) -> Option<Sending> {
        self.sending().insert(id.clone()).then(|| Sending {
            shared: Arc::clone(self),
            id: id.clone(),
        })
    }

    /// Waits until this process sends nothing.
    pub(crate) async fn settle(&self) {
        loop {
            let mut sent = pin!(self.sent.notified());
            // Before the look, so that none that ends after it is missed.
            sent.as_mut().enable();
            if self.sending().is_empty() {
                return;
            }
            sent.await;
        }
    }

    fn sending(&self) -> std::sync::MutexGuard<'_, HashSet<JobId>> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.shared.sending().remove(&self.id);
        self.shared.sent.notify_waiters();
    }
}
