//! Finds the task of a job of which it is not known whether it was submitted.
//! Reads only: nothing is ever submitted here.

mod decide;

pub use decide::Candidate;

use super::error::Error;
use super::job::Job;
use super::shared::Shared;
use super::state::State;
use super::store::Adopted;
use crate::types::ErrorKind;
use crate::video::{Filter, Status, Task, TaskSummary};
use decide::Decision;

/// How far before and after the intent a task may have been submitted, in seconds. The intent is told by the clock of
/// this machine and the submit by the provider's, and a machine whose clock is minutes off must find its task too. More
/// tasks than needed do no harm: models and prompts tell them apart. Both together are far within the 24 hours that a
/// list may span (DashScope task list reference, November 2026).
const AROUND: u64 = 15 * 60;

/// Tasks a page: as many as the contract allows.
const PAGE_SIZE: u32 = 100;

/// Pages that are read. An account submits some 5 tasks a second at most: these are more than the window can hold.
const MOST_PAGES: u32 = 100;

impl Shared {
    /// Looks for the job's task, and makes it the job's when there is no doubt.
    pub(crate) async fn recover(&self, job: &Job) -> Result<Job, Error> {
        if job.state != State::Unknown {
            let id = job.id.clone();
            let (state, wanted) = (job.state, "recovered");
            return Err(Error::State { id, state, wanted });
        }
        let intent = job.submitting_ms.unwrap_or(job.created_ms) / 1_000;
        let listed = self.listed(job, intent).await?;
        let mut candidates = Vec::new();
        for summary in listed {
            if decide::is_other_model(job.request.model.as_deref(), summary.model.as_deref()) {
                continue;
            }
            if let Some(looked) = self.looked_at(job, &summary).await? {
                candidates.push(looked);
            }
        }
        let plain: Vec<_> = candidates.iter().map(|(plain, _)| plain.clone()).collect();
        match decide::decide(job.request.prompt.as_deref(), intent, &plain) {
            Decision::Adopt(id) => {
                let found = candidates.into_iter().find(|(plain, _)| plain.task == id);
                match found {
                    Some((_, Some(task))) => self.adopt(job, task).await,
                    Some((plain, None)) => Err(several(job, vec![plain])),
                    None => Err(no_task(job)),
                }
            }
            Decision::Several(candidates) => Err(several(job, candidates)),
            Decision::None => Err(no_task(job)),
        }
    }

    /// Looks at a task that was listed: what is told of it, and the task where it can be read; `None` for one that cannot
    /// be the job's.
    ///
    /// The list holds all that the account makes, such as speech, which is read as a video in vain. Only one of the very
    /// model that the job asked for may be the job's all the same.
    async fn looked_at(
        &self,
        job: &Job,
        summary: &TaskSummary,
    ) -> Result<Option<(Candidate, Option<Task>)>, Error> {
        let model = summary.model.clone().or_else(|| job.model());
        let error = match self.poll(&summary.id, model).await {
            Ok(task) => return Ok(Some((decide::candidate(summary, &task), Some(task)))),
            Err(error) => error,
        };
        match error.record().kind {
            ErrorKind::BadResponse if summary.model.is_some() && job.model().is_some() => {
                Ok(Some((decide::unread(summary), None)))
            }
            ErrorKind::BadResponse | ErrorKind::NotFound | ErrorKind::Unsupported => Ok(None),
            _ => Err(error.into()),
        }
    }

    /// Makes a task that a person named the job's.
    pub(crate) async fn adopt_named(&self, job: &Job, task: &str) -> Result<Job, Error> {
        let task = self.poll(task, job.model()).await?;
        if task.status == Status::Expired {
            // So the provider answers to any text.
            return Err(no_task(job));
        }
        self.adopt(job, task).await
    }

    async fn adopt(&self, job: &Job, task: Task) -> Result<Job, Error> {
        let id = job.id.clone();
        let name = task.id.clone();
        match self.store.adopt(&id, task).await? {
            Adopted::Yes => self.job(&id).await,
            Adopted::Taken(other) => Err(Error::TaskTaken { task: name, other }),
            Adopted::Not(state) => {
                let wanted = "given a task";
                Err(Error::State { id, state, wanted })
            }
        }
    }

    /// The account's tasks from around the intent that no other job has.
    async fn listed(&self, job: &Job, intent: u64) -> Result<Vec<TaskSummary>, Error> {
        let known = self.store.tasks(job).await?;
        let mut listed: Vec<TaskSummary> = Vec::new();
        for page in 1..=MOST_PAGES {
            // Not by model: the provider may have been sent a relative of the one that was asked for.
            let filter = Filter {
                since: Some(intent.saturating_sub(AROUND)),
                until: Some(intent.saturating_add(AROUND)),
                model: None,
                page: Some(page),
                page_size: Some(PAGE_SIZE),
            };
            self.pace.looks.turn().await;
            let tasks = self.upstream.tasks(filter).await?;
            let is_last = tasks.len() < usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
            for task in tasks {
                // New tasks push old ones from one page to the next while we read.
                let is_new = listed.iter().all(|before| before.id != task.id);
                if is_new && !known.contains(&task.id) {
                    listed.push(task);
                }
            }
            if is_last {
                break;
            }
        }
        Ok(listed)
    }
}

fn several(job: &Job, candidates: Vec<Candidate>) -> Error {
    let id = job.id.clone();
    Error::SeveralTasks { id, candidates }
}

fn no_task(job: &Job) -> Error {
    Error::NoTask {
        id: job.id.clone(),
        cause: job.error.clone().map(Box::new),
    }
}

#[cfg(test)]
mod tests;
