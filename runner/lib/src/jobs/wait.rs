//! Takes a job from whatever state it is found in to its end, one step at a time.
//! Keeps nothing of its own: every step begins with what the store says, so that it makes no difference who took the last.

mod submit;

use super::backoff;
use super::clock;
use super::error::Error;
use super::id::JobId;
use super::job::Job;
use super::options::{Target, WaitOptions};
use super::progress::Progress;
use super::recover::Candidate;
use super::shared::Shared;
use super::state::State;
use super::target;
use super::verdict;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// Between two looks at the store while somebody else works on the job.
const WATCH: Duration = Duration::from_secs(1);

/// The wait until the next poll when the provider advises none (DashScope video reference, November 2026: 15 seconds).
const POLL: Duration = Duration::from_secs(15);

/// The longest wait until the first poll, whatever an earlier process was advised: its clock may have been wrong.
const LONGEST_FIRST: Duration = Duration::from_mins(1);

/// How often a task is looked for right after its submit failed: a list may lag behind.
const RECOVERIES: u32 = 3;

/// How long after the intent a list may lag behind.
const LAG: Duration = Duration::from_mins(1);

/// How long a URL has to work for nothing to be said, in seconds.
const SOON: u64 = 3_600;

/// How far a job is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Until the provider has it.
    Submitted,
    /// Until its video is there.
    Video,
}

/// Waits for a job until it is over, as far as it should be, or the deadline passes.
pub(crate) async fn wait(
    shared: &Arc<Shared>,
    id: &JobId,
    goal: Goal,
    options: &WaitOptions,
) -> Result<Job, Error> {
    let mut waiter = Waiter {
        shared,
        id,
        goal,
        options,
        begun: Instant::now(),
        told: None,
        next: None,
        polls: 0,
        failures: 0,
        recoveries: 0,
        elsewhere: false,
    };
    let Some(limit) = options.deadline else {
        return waiter.run().await;
    };
    if let Ok(ended) = timeout(limit, waiter.run()).await {
        return ended;
    }
    let job = shared.any_job(id).await?;
    Err(Error::Deadline {
        id: job.id,
        state: job.state,
        waited: limit,
    })
}

struct Waiter<'a> {
    shared: &'a Arc<Shared>,
    id: &'a JobId,
    goal: Goal,
    options: &'a WaitOptions,
    begun: Instant,
    /// The state that was told last.
    told: Option<State>,
    /// When to poll next, once this wait has polled.
    next: Option<Instant>,
    polls: u32,
    /// In a row, of what may work later.
    failures: u32,
    recoveries: u32,
    /// Whether it was told that somebody else works on the job.
    elsewhere: bool,
}

impl Waiter<'_> {
    async fn run(&mut self) -> Result<Job, Error> {
        loop {
            let job = self.shared.job(self.id).await?;
            self.tell_state(&job);
            match job.state {
                State::Created => self.submit(job).await?,
                State::Submitting => self.watch(&job).await,
                State::Unknown => self.recover(&job).await?,
                State::Pending | State::Running | State::Succeeded
                    if self.goal == Goal::Submitted =>
                {
                    return Ok(job);
                }
                State::Pending | State::Running => self.look(&job).await?,
                State::Succeeded if job.output.is_some() => self.download(&job).await?,
                State::Saved if self.goal == Goal::Video && is_gone(&job).await => {
                    self.fetch_again(job).await?;
                }
                State::Succeeded | State::Saved => return Ok(job),
                State::Failed | State::Cancelled | State::Expired | State::Refused => {
                    return Err(ended(job));
                }
            }
        }
    }

    fn tell_state(&mut self, job: &Job) {
        if self.told == Some(job.state) {
            return;
        }
        self.told = Some(job.state);
        self.elsewhere = false;
        self.options.tell(|| Progress::State {
            state: job.state,
            task: job.task.clone(),
        });
        let left = expires_in(job).filter(|left| *left < SOON);
        if let Some(left) = left.filter(|_| job.state == State::Succeeded) {
            let left = Duration::from_secs(left);
            self.options.tell(|| Progress::Expiring { left });
        }
    }

    /// Somebody else works on the job.
    async fn watch(&mut self, job: &Job) {
        if !self.elsewhere {
            self.elsewhere = true;
            let state = job.state;
            self.options.tell(|| Progress::Elsewhere { state });
        }
        sleep(WATCH).await;
    }

    /// Polls the task, once its time has come.
    async fn look(&mut self, job: &Job) -> Result<(), Error> {
        let Some(task) = job.task.as_deref() else {
            // The states in which a job is polled come with a task: somebody else wrote this store.
            return Err(Error::NoTask {
                id: job.id.clone(),
                cause: job.error.clone().map(Box::new),
            });
        };
        sleep_until(self.next.unwrap_or_else(|| first(job))).await;
        let seen = match self.shared.poll(task, job.model()).await {
            Ok(seen) => seen,
            Err(error) => return self.put_off(error),
        };
        self.failures = 0;
        self.polls += 1;
        let advised = seen.next_poll_ms.map_or(POLL, Duration::from_millis);
        self.next = Some(Instant::now() + advised);
        self.shared.store.seen(self.id, seen).await?;
        let job = self.shared.job(self.id).await?;
        self.options.tell(|| Progress::Polled {
            state: job.state,
            polls: self.polls,
            elapsed: self.begun.elapsed(),
            next: job.state.is_under_way().then_some(advised),
        });
        Ok(())
    }

    /// Puts the next poll off after one failed, unless that does not pass.
    fn put_off(&mut self, error: crate::Error) -> Result<(), Error> {
        let record = error.record();
        if !verdict::may_pass(&record.kind) {
            return Err(error.into());
        }
        let wait = self.backoff(record);
        self.next = Some(Instant::now() + wait);
        Ok(())
    }

    /// How long to wait after something failed that may pass, which the listener is told.
    fn backoff(&mut self, error: crate::types::Error) -> Duration {
        self.failures = self.failures.saturating_add(1);
        let asked = error.retry_after_ms.map(Duration::from_millis);
        let wait = backoff::wait(backoff::PROVIDER, self.failures, asked, clock::chance());
        self.options.tell(|| Progress::Retry { error, wait });
        wait
    }

    /// Looks for the task of a job that may have been submitted. Right after the intent it looks more than once.
    async fn recover(&mut self, job: &Job) -> Result<(), Error> {
        self.recoveries += 1;
        let result = self.shared.recover(job).await;
        let intent = job.submitting_ms.unwrap_or(job.created_ms);
        let age = Duration::from_millis(clock::now_ms().saturating_sub(intent));
        let again = self.recoveries < RECOVERIES;
        match result {
            // A job in another state was recovered by another process.
            Ok(_) | Err(Error::State { .. }) => Ok(()),
            Err(error @ Error::NoTask { .. }) if again && age < LAG => {
                let wait = self.backoff(error.record());
                sleep(wait).await;
                Ok(())
            }
            // Which one it is, may be told when they end.
            Err(Error::SeveralTasks { candidates, .. })
                if candidates.iter().any(Candidate::may_tell) =>
            {
                sleep(POLL).await;
                Ok(())
            }
            Err(Error::Call(error)) if again && verdict::may_pass(&error.record().kind) => {
                let wait = self.backoff(error.record());
                sleep(wait).await;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Has the video of a saved job fetched again, while it is at the provider.
    async fn fetch_again(&self, job: Job) -> Result<(), Error> {
        let has_url = job.result.as_ref().is_some_and(|it| !it.urls.is_empty());
        let (Some(path), true) = (job.output.clone(), has_url && expires_in(&job) != Some(0))
        else {
            let path = job.file.map(|file| file.path).unwrap_or_default();
            return Err(Error::FileGone { id: job.id, path });
        };
        target::checked(Some(Target::new(path)), &job.id).await?;
        // If not, somebody else was quicker.
        self.shared.store.gone(&job.id).await?;
        Ok(())
    }

    async fn download(&mut self, job: &Job) -> Result<(), Error> {
        let done = super::download::download(self.shared, job, self.options).await?;
        if !done {
            self.watch(job).await;
        }
        Ok(())
    }
}

/// Whether the file of a saved job is not where it was put.
async fn is_gone(job: &Job) -> bool {
    let Some(file) = &job.file else {
        return false;
    };
    let looked = tokio::fs::symlink_metadata(&file.path).await;
    looked.is_err_and(|error| {
        use std::io::ErrorKind;
        let missing = [ErrorKind::NotFound, ErrorKind::NotADirectory];
        missing.contains(&error.kind())
    })
}

/// When to poll for the first time in a wait: as the process before was advised, or at once.
fn first(job: &Job) -> Instant {
    let next = job.next_poll_ms.unwrap_or_default();
    let wait = Duration::from_millis(next.saturating_sub(clock::now_ms()));
    Instant::now() + wait.min(LONGEST_FIRST)
}

/// How long the URL of a video works, in seconds.
fn expires_in(job: &Job) -> Option<u64> {
    let expires_at = job.result.as_ref()?.expires_at?;
    Some(expires_at.saturating_sub(clock::now_ms() / 1_000))
}

/// Why a job that is over has no video.
fn ended(job: Job) -> Error {
    let id = job.id;
    match (job.state, job.error.map(Box::new)) {
        (State::Failed, Some(error)) => Error::Failed { id, error },
        (State::Refused, Some(error)) => Error::Refused { id, error },
        (State::Cancelled, _) => Error::Cancelled { id },
        (State::Expired, _) => Error::Expired { id },
        (state, _) => {
            let wanted = "waited for";
            Error::State { id, state, wanted }
        }
    }
}

#[cfg(test)]
mod tests;
