//! Sends a job, once.
//! Knows what becomes of a job by the table in `verdict` alone.

use super::Waiter;
use crate::jobs::error::Error;
use crate::jobs::job::Job;
use crate::jobs::shared::Shared;
use crate::jobs::store::{StoreError, Unsent};
use crate::jobs::verdict;
use crate::types;
use crate::video::Task;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How often a job is sent of which nothing was sent. A machine without a network does not get one by waiting long.
const ATTEMPTS: u32 = 3;

/// How often a task's id is written down, should the store not take it, and the wait between. It is worth money.
const NOTES: u32 = 5;
const BETWEEN_NOTES: Duration = Duration::from_secs(1);

impl Waiter<'_> {
    /// Sends the job, unless somebody else does.
    pub(super) async fn submit(&mut self, job: Job) -> Result<(), Error> {
        self.shared.pace.submits.turn().await;
        let shared = Arc::clone(self.shared);
        // On a task of its own: who stops waiting does not stop a submit half way, and its task's id is written down.
        let sent = tokio::spawn(send(shared, job)).await;
        let Ok(failed) = sent else {
            // It was given up with the program, or broke. What it left is in the store.
            return Ok(());
        };
        let Some(error) = failed? else {
            self.failures = 0;
            return Ok(());
        };
        let record = error.record();
        let is_final = self.failures + 1 >= ATTEMPTS || !verdict::may_pass(&record.kind);
        if verdict::after_submit(&record) == Unsent::Created {
            if is_final {
                return Err(error.into());
            }
            let wait = self.backoff(record);
            sleep(wait).await;
        }
        Ok(())
    }
}

/// Claims the job, sends it, and writes down what came of it: nothing, or the error that came instead of a task. Does
/// nothing when the job is somebody else's by now.
async fn send(shared: Arc<Shared>, job: Job) -> Result<Option<crate::Error>, Error> {
    let Some(_sending) = shared.begin_sending(&job.id) else {
        return Ok(None);
    };
    let owner = shared.owner.name();
    if !shared.store.begin_submit(&job.id, owner).await? {
        return Ok(None);
    }
    match shared.upstream.submit(job.request.clone()).await {
        Ok(task) => {
            note(&shared, &job, task).await?;
            Ok(None)
        }
        Err(error) => {
            let record: types::Error = error.record();
            let outcome = verdict::after_submit(&record);
            let store = &shared.store;
            store.not_submitted(&job.id, owner, outcome, record).await?;
            Ok(Some(error))
        }
    }
}

/// Writes down the task of a job.
async fn note(shared: &Shared, job: &Job, task: Task) -> Result<(), StoreError> {
    let owner = shared.owner.name();
    let mut left = NOTES;
    loop {
        left -= 1;
        match shared.store.submitted(&job.id, owner, task.clone()).await {
            Ok(_) => return Ok(()),
            Err(error) => {
                tracing::error!(job = %job.id, task = %task.id, "a task is not written down: {error}");
                if left == 0 {
                    return Err(error);
                }
                sleep(BETWEEN_NOTES).await;
            }
        }
    }
}
