//! Video jobs that outlive the process: every step of one is on the disk before the next is taken.
//! Knows neither the wire nor Wasmtime: it calls the provider as any embedder does, and reaches the storage through
//! `storage` alone.
//!
//! | module | its one job |
//! |---|---|
//! | `id`, `job`, `state` | what a job is, and what may follow what |
//! | `store` | the jobs on the disk, shared by processes |
//! | `owner` | which processes live |
//! | `wait` | takes a job to its end, from any state |
//! | `recover` | finds the task of a job that may have been submitted |
//! | `download`, `target` | fetches the video, and gives it its name |
//! | `upload` | lends the provider a file |
//! | `verdict`, `backoff`, `pace` | what an error means, and how long to wait |
//! | `upstream` | what is needed of the provider |
//! | `shared`, `clock`, `folder`, `account` | what they all use |

mod account;
mod backoff;
mod clock;
mod download;
mod error;
mod folder;
mod id;
mod job;
mod options;
mod owner;
mod pace;
mod progress;
mod recover;
#[cfg(test)]
mod script;
#[cfg(test)]
mod serve;
mod shared;
mod state;
mod store;
mod target;
mod upload;
mod upstream;
mod verdict;
mod wait;

pub(crate) use account::fingerprint;
pub use download::DownloadError;
pub use error::Error;
pub use id::{InvalidJobId, JobId};
pub use job::{File, Job};
pub use options::{DownloadOptions, Listener, Target, WaitOptions};
pub use progress::Progress;
pub use recover::Candidate;
pub use state::State;
pub use store::{Health, StoreError, inspect};
pub use target::TargetError;
pub use upload::{UploadError, upload_file};

use crate::provider::Provider;
use crate::storage::Storage;
use crate::video;
use owner::Owner;
use shared::Shared;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;
use upstream::Upstream;
use wait::Goal;

/// The folder of the owners' lock files in the state folder.
const OWNERS: &str = "owners";

/// The video jobs of a state folder, for one provider. Clones share everything; several processes may share the folder.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use qwenbox::jobs::{Jobs, Target, WaitOptions};
/// use qwenbox::{Provider, video};
///
/// let provider = Provider::builder().api_key("sk-…").build()?;
/// let jobs = Jobs::open("state", &provider).await?;
/// let request = video::Request::new("a paper boat on a river");
/// let job = jobs.create(request, Some(Target::new("boat.mp4"))).await?;
/// // The process may die here, or anywhere below: waiting for `job.id` again goes on where it was.
/// let job = jobs.wait(&job.id, &WaitOptions::default()).await?;
/// println!("{:?}", job.file);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Jobs {
    shared: Arc<Shared>,
}

impl Jobs {
    /// The jobs of a state folder, which is made when it is not there. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Store`] when the store cannot be used. It was not touched.
    pub async fn open(folder: impl Into<PathBuf>, provider: &Provider) -> Result<Self, Error> {
        let whose = (
            provider.endpoint().base_url.clone(),
            provider.account().map(str::to_owned),
        );
        let upstream = Arc::new(provider.clone());
        Self::with(folder.into(), upstream, provider.storage().clone(), whose).await
    }

    async fn with(
        folder: PathBuf,
        upstream: Arc<dyn Upstream>,
        storage: Storage,
        (base_url, account): (String, Option<String>),
    ) -> Result<Self, Error> {
        let at = folder.clone();
        let opened = tokio::task::spawn_blocking(move || parts(&folder)).await;
        let (store, owner) = opened.unwrap_or(Err(StoreError::Stopped { path: at }))?;
        let pace = pace::of(&base_url, account.as_deref());
        let whose = (base_url, account);
        let shared = Shared::new(upstream, storage, store, owner, pace, whose);
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Whether a job could be made of a request and a target, and what it would come to. Nothing is written down.
    ///
    /// # Errors
    /// Those of [`Jobs::create`].
    pub async fn check(
        &self,
        request: video::Request,
        target: Option<&Target>,
    ) -> Result<video::Quote, Error> {
        let estimate = self.shared.upstream.estimate(request).await?;
        let id = JobId::new(clock::now_ms(), clock::chance());
        target::checked(target.cloned(), &id).await?;
        Ok(estimate)
    }

    /// Writes a job down. Nothing is sent before it is waited for.
    ///
    /// Request and target are looked at first, so that nothing is paid for that could not be kept.
    ///
    /// # Errors
    /// [`Error::Call`] when the request is outside its model's table, [`Error::Target`] when the video could not be
    /// written there. Then no job is made.
    pub async fn create(
        &self,
        request: video::Request,
        target: Option<Target>,
    ) -> Result<Job, Error> {
        let estimate = self.shared.upstream.estimate(request.clone()).await?;
        // From here on it is this model, whatever a later version takes for the default one.
        let request = video::Request {
            model: Some(estimate.model),
            ..request
        };
        loop {
            let now = clock::now_ms();
            let id = JobId::new(now, clock::chance());
            let target = target::checked(target.clone(), &id).await?;
            let job = Job {
                base_url: self.shared.base_url.clone(),
                account: self.shared.account.clone(),
                estimate: estimate.cost.clone(),
                warnings: estimate.warnings.clone(),
                output: target.as_ref().map(|target| target.path.clone()),
                overwrite: target.as_ref().is_some_and(|target| target.overwrite),
                ..Job::new(id, now, request.clone())
            };
            if self.shared.store.insert(job.clone()).await? {
                return Ok(job);
            }
        }
    }

    /// Takes a job to its end, from whatever state it is in: sends one that was not sent, polls its task, finds the task
    /// of one that may have been sent, and fetches the video if it has a target. Returns when the video is in its file,
    /// or at the provider for a job without a target.
    ///
    /// Dropping the future leaves the job where it is; a request that is on its way is written down all the same. Any
    /// number of tasks and processes may wait for the same job.
    ///
    /// # Errors
    /// [`Error::Failed`], [`Error::Refused`], [`Error::Cancelled`] and [`Error::Expired`] when there will be no video;
    /// after any other error waiting again goes on where this stopped. [`Error::NoTask`] and [`Error::SeveralTasks`] ask
    /// for a person's word: [`Jobs::adopt`] or [`Jobs::submit_again`]. [`Error::FileGone`] when the file of a saved job is
    /// gone and its video cannot be fetched again.
    pub async fn wait(&self, id: &JobId, options: &WaitOptions) -> Result<Job, Error> {
        // It is large, and rests mostly.
        Box::pin(wait::wait(&self.shared, id, Goal::Video, options)).await
    }

    /// Waits until no submit of this process is on its way, so that it may end without leaving a job of which it is not
    /// known whether it was submitted. A submit takes a second or two; how long to wait is the caller's to say.
    pub async fn settle(&self) {
        self.shared.settle().await;
    }

    /// Takes a job only as far as the provider has it: sends one that was not sent, and finds the task of one that may
    /// have been sent. Its video is for a later [`Jobs::wait`].
    ///
    /// # Errors
    /// Like [`Jobs::wait`].
    pub async fn submit(&self, id: &JobId) -> Result<Job, Error> {
        let options = WaitOptions::default();
        Box::pin(wait::wait(&self.shared, id, Goal::Submitted, &options)).await
    }

    /// Whether a job belongs to the configured endpoint and key, so that it can be waited for.
    #[must_use]
    pub fn owns(&self, job: &Job) -> bool {
        self.shared.owns(job)
    }

    /// A job as it is in the store, whatever endpoint and key it belongs to. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::NoSuchJob`].
    pub async fn job(&self, id: &JobId) -> Result<Job, Error> {
        self.shared.any_job(id).await
    }

    /// All jobs of the folder, the newest first, whatever endpoint and key they belong to. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn list(&self) -> Result<Vec<Job>, Error> {
        let mut jobs = self.shared.store.list().await?;
        for job in &mut jobs {
            if self.shared.is_abandoned(job) {
                *job = self.shared.any_job(&job.id).await?;
            }
        }
        Ok(jobs)
    }

    /// A job after one look at its task, if it has one that has not ended.
    ///
    /// # Errors
    /// [`Error::Call`] with what came instead of an answer.
    pub async fn status(&self, id: &JobId) -> Result<Job, Error> {
        let job = self.shared.job(id).await?;
        let Some(task) = job.task.as_deref().filter(|_| job.state.is_under_way()) else {
            return Ok(job);
        };
        let seen = self.shared.poll(task, job.model()).await?;
        self.shared.store.seen(id, seen).await?;
        self.shared.job(id).await
    }

    /// Cancels a job that was not sent, or whose task has not begun; or gives up one of which it is not known whether it
    /// was submitted. The last keeps its error, and gets the warning `may-be-billed`.
    ///
    /// # Errors
    /// [`Error::State`] for a job in another state, also when it came to be in it meanwhile; [`Error::Call`] with
    /// `unsupported` for a task that has begun.
    pub async fn cancel(&self, id: &JobId) -> Result<Job, Error> {
        let job = self.shared.job(id).await?;
        self.cancel_from(job).await
    }

    /// Cancels a job that was in this state a moment ago.
    async fn cancel_from(&self, job: Job) -> Result<Job, Error> {
        let id = &job.id;
        match (job.state, &job.task) {
            (State::Cancelled, _) => return Ok(job),
            (State::Created, _) => {
                self.shared.store.cancel_unsent(id).await?;
            }
            (State::Unknown, _) => {
                self.shared.store.give_up(id).await?;
            }
            (State::Pending | State::Running, Some(task)) => {
                let seen = self.shared.upstream.cancel(task.clone()).await?;
                let task = task.clone();
                let seen = video::Task { id: task, ..seen };
                self.shared.store.seen(id, seen).await?;
            }
            _ => return Err(state(job, "cancelled")),
        }
        // Somebody else may have been quicker.
        let job = self.shared.job(id).await?;
        if job.state == State::Cancelled {
            return Ok(job);
        }
        Err(state(job, "cancelled"))
    }

    /// Looks for the task of a job of which it is not known whether it was submitted, and makes it the job's.
    ///
    /// # Errors
    /// [`Error::NoTask`] when the provider lists none as of now, [`Error::SeveralTasks`] when a person has to say which,
    /// [`Error::State`] when the job is in another state.
    pub async fn recover(&self, id: &JobId) -> Result<Job, Error> {
        let job = self.shared.job(id).await?;
        self.shared.recover(&job).await
    }

    /// Makes a task the job's, of which it is not known whether it was submitted.
    ///
    /// # Errors
    /// [`Error::NoTask`] when the provider does not know the task, [`Error::TaskTaken`] when it is another job's,
    /// [`Error::State`] when the job is in another state.
    pub async fn adopt(&self, id: &JobId, task: &str) -> Result<Job, Error> {
        let job = self.shared.job(id).await?;
        if job.state != State::Unknown {
            return Err(state(job, "given a task"));
        }
        self.shared.adopt_named(&job, task).await
    }

    /// Lets a job be sent again that was refused, or of which it is not known whether it was submitted. The latter costs
    /// money twice if it was. Nothing is sent before it is waited for.
    ///
    /// # Errors
    /// [`Error::State`] when the job is in another state.
    pub async fn submit_again(&self, id: &JobId) -> Result<Job, Error> {
        let job = self.shared.job(id).await?;
        if self.shared.store.again(id).await? {
            return self.shared.job(id).await;
        }
        Err(state(job, "submitted again"))
    }

    /// Has the video of a job written to a file, instead of where it should be written, if anywhere.
    ///
    /// # Errors
    /// [`Error::Target`] when it could not be written there, [`Error::State`] when the job is over.
    pub async fn save_to(&self, id: &JobId, target: Target) -> Result<Job, Error> {
        let job = self.shared.any_job(id).await?;
        let Some(target) = target::checked(Some(target), id).await? else {
            return Ok(job);
        };
        let store = &self.shared.store;
        let (path, overwrite) = (target.path, target.overwrite);
        if job.output.as_ref() == Some(&path) && job.overwrite == overwrite {
            return Ok(job);
        }
        let before = job.output.clone().filter(|before| *before != path);
        if !store.retarget(id, path, overwrite).await? {
            return Err(state(job, "given another file"));
        }
        target::remove_part(before.as_deref(), id).await;
        self.shared.any_job(id).await
    }

    /// Forgets a job that is over. Its file stays.
    ///
    /// # Errors
    /// [`Error::State`] when it is not over.
    pub async fn forget(&self, id: &JobId) -> Result<(), Error> {
        let job = self.shared.any_job(id).await?;
        if !job.state.is_over() {
            return Err(state(job, "forgotten"));
        }
        self.shared.store.remove(id).await?;
        target::remove_part(job.output.as_deref(), id).await;
        Ok(())
    }
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("base_url", &self.shared.base_url)
            .field("account", &self.shared.account)
            .finish_non_exhaustive()
    }
}

/// The store of a folder, and this process among its owners.
fn parts(folder: &Path) -> Result<(Store, Owner), StoreError> {
    let store = Store::open(folder)?;
    let owners = folder.join(OWNERS);
    let owner = Owner::new(&owners).map_err(|error| StoreError::Unusable {
        path: owners,
        error,
    })?;
    Ok((store, owner))
}

fn state(job: Job, wanted: &'static str) -> Error {
    Error::State {
        id: job.id,
        state: job.state,
        wanted,
    }
}

#[cfg(test)]
mod tests;
