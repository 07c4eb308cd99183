//! `video`: jobs that make videos.

mod follow;
mod generate;
mod request;
mod show;

use crate::args::{Global, Recover, Video, VideoAction, Wait};
use crate::connection::{COMPILING, Connection};
use crate::environment::Environment;
use crate::failure::Failure;
use crate::json;
use crate::output::Output;
use crate::runtime::{self, Interrupts};
use crate::settings::Settings;
use crate::sources::{Purpose, Sources};
use follow::Follow;
use qwenbox::jobs::{JobId, Jobs, Target};
use serde_json::json;
use std::time::Duration;

/// Does what was asked for.
pub(super) fn run(
    video: &Video,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let config = &sources.config;
    let configured = config.video.as_ref().map(|model| model.value.as_str());
    let model = match &video.action {
        VideoAction::Generate(generate) => generate.model.as_deref().or(configured),
        _ => None,
    };
    let settings = sources.settings(model, Purpose::Any)?;
    super::models::tell_warnings(&settings, output);
    let needs_key = !matches!(&video.action, VideoAction::List {})
        && !matches!(&video.action, VideoAction::Generate(generate) if generate.estimate);
    if needs_key {
        settings.require_key()?;
    }
    runtime::run_to_end(async {
        let timeout = config.video_timeout_ms.as_ref();
        let opened = output.patiently(COMPILING, Desk::open(&settings, environment));
        let desk = Desk {
            model: settings.model.clone(),
            timeout: timeout.map(|told| Duration::from_millis(told.value)),
            ..opened.await?
        };
        let done = desk.act(&video.action, output).await;
        // Whatever ended it, the answer to a submit is worth money.
        desk.settle().await;
        done
    })
}

impl Desk {
    async fn act(&self, action: &VideoAction, output: &mut Output) -> Result<(), Failure> {
        match action {
            VideoAction::Generate(generate) => self.generate(generate, output).await,
            VideoAction::Wait(wait) => self.wait(wait, output).await,
            VideoAction::List {} => self.list(output).await,
            VideoAction::Status { job } => {
                let job = self.jobs.status(&id(job)?).await?;
                show::whole(&job, output)
            }
            VideoAction::Cancel { job } => {
                let job = self.jobs.cancel(&id(job)?).await?;
                show::whole(&job, output)
            }
            VideoAction::Recover(recover) => self.recover(recover, output).await,
        }
    }
}

/// The jobs of this machine, and the provider that works on them.
struct Desk {
    connection: Connection,
    jobs: Jobs,
    /// The folder of the simulator's jobs: they are of no use once it is gone.
    simulated: Option<tempfile::TempDir>,
    /// The model that was named, by the command or the configuration.
    model: Option<String>,
    /// How long to wait where the command does not say.
    timeout: Option<Duration>,
}

impl Desk {
    async fn open(settings: &Settings, environment: &Environment) -> Result<Self, Failure> {
        let connection = Connection::open(settings).await?;
        let making = |error| Failure::machine("making a folder for the simulated jobs", error);
        let folder = if settings.simulate {
            Some(tempfile::tempdir().map_err(making)?)
        } else {
            None
        };
        let state = match &folder {
            Some(folder) => Some(folder.path().to_owned()),
            None => environment.state_folder(),
        };
        let state = state.ok_or_else(|| {
            Failure::usage_with_hint(
                "there is no folder to keep jobs in: neither XDG_STATE_HOME nor HOME names one",
                "set XDG_STATE_HOME to an absolute path",
            )
        })?;
        Ok(Self {
            jobs: Jobs::open(state, &connection.provider).await?,
            connection,
            simulated: folder,
            model: None,
            timeout: None,
        })
    }

    /// Whether the jobs go on when this process ends.
    fn outlives(&self) -> bool {
        self.simulated.is_none()
    }

    /// Waits for the answer to what was just sent: without it nobody knows whether it costs money.
    async fn settle(&self) {
        // Whether it came in time, the store knows.
        let _ = tokio::time::timeout(LAST_WORD, self.jobs.settle()).await;
    }

    async fn list(&self, output: &mut Output) -> Result<(), Failure> {
        let jobs = self.jobs.list().await?;
        if output.is_json() {
            let jobs: Vec<_> = jobs.iter().map(json::job).collect();
            return output.document(&json!({ "jobs": jobs }));
        }
        output.text(&show::table(&jobs))
    }

    async fn wait(&self, wait: &Wait, output: &mut Output) -> Result<(), Failure> {
        let ids = match wait.jobs.as_slice() {
            [] => self.unfinished().await?,
            named => named
                .iter()
                .map(|text| id(text))
                .collect::<Result<_, _>>()?,
        };
        match (ids.as_slice(), &wait.output) {
            ([], _) => output.note("there is no job to wait for"),
            ([id], Some(path)) => {
                let target = Target {
                    overwrite: wait.force,
                    ..Target::new(path)
                };
                self.jobs.save_to(id, target).await?;
            }
            (_, Some(_)) => return Err(Failure::usage("--output is for one job")),
            (_, None) => self.name_files(&ids).await?,
        }
        let follow = Follow {
            jobs: &self.jobs,
            deadline: wait.timeout,
            outlives: self.outlives(),
        };
        follow.to_the_end(&ids, output).await
    }

    /// The jobs of this endpoint and key that are not over.
    async fn unfinished(&self) -> Result<Vec<JobId>, Failure> {
        let jobs = self.jobs.list().await?;
        let own = jobs.into_iter().filter(|job| self.jobs.owns(job));
        let open = own.filter(|job| !job.state.is_over());
        Ok(open.map(|job| job.id).collect())
    }

    /// Gives a file to each job that has none.
    async fn name_files(&self, ids: &[JobId]) -> Result<(), Failure> {
        for id in ids {
            let job = self.jobs.job(id).await?;
            if job.output.is_none() && !job.state.is_over() {
                self.jobs.save_to(id, Target::new(".")).await?;
            }
        }
        Ok(())
    }

    async fn recover(&self, recover: &Recover, output: &mut Output) -> Result<(), Failure> {
        let id = id(&recover.job)?;
        let job = if let Some(task) = &recover.task {
            self.jobs.adopt(&id, task).await?
        } else if recover.submit_again {
            self.jobs.submit_again(&id).await?;
            interruptible(async { Ok(self.jobs.submit(&id).await?) }).await?
        } else {
            self.jobs.recover(&id).await?
        };
        show::whole(&job, output)
    }
}

/// How long the answer to a submit is waited for when its command ends.
const LAST_WORD: Duration = Duration::from_secs(5);

/// Work that Ctrl-C ends.
async fn interruptible<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let mut interrupts = Interrupts::listen();
    tokio::select! {
        result = work => result,
        () = interrupts.pressed() => Err(Failure::Interrupted),
    }
}

fn id(text: &str) -> Result<JobId, Failure> {
    text.parse().map_err(|_| {
        Failure::usage_with_hint(
            format!("`{text}` is not the id of a job"),
            "qwenbox video list shows the jobs",
        )
    })
}
