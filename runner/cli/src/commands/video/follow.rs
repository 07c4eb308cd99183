//! Waits for jobs side by side, and shows how far they are.

use super::{LAST_WORD, show};
use crate::failure::Failure;
use crate::output::Output;
use crate::runtime::Interrupts;
use crate::{json, money};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use qwenbox::jobs::{Job, JobId, Jobs, Progress, State, WaitOptions};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// How to wait.
pub(super) struct Follow<'a> {
    pub(super) jobs: &'a Jobs,
    /// `None` for the library's default.
    pub(super) deadline: Option<Duration>,
    /// Whether the jobs go on when this process ends.
    pub(super) outlives: bool,
}

type News = (JobId, Progress);

impl Follow<'_> {
    /// Waits for all of these jobs, and prints where their videos are. Ctrl-C leaves them where they are.
    pub(super) async fn to_the_end(
        &self,
        ids: &[JobId],
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut interrupts = Interrupts::listen();
        let (sender, mut news) = mpsc::unbounded_channel::<News>();
        let mut waits: FuturesUnordered<_> = ids.iter().map(|id| self.wait(id, &sender)).collect();
        let mut board = Board::new(ids.len());
        let mut failure = None;
        while !waits.is_empty() {
            tokio::select! {
                biased;
                Some((id, progress)) = news.recv() => board.take(&id, &progress, output)?,
                Some((id, end)) = waits.next() => {
                    // What it told before it ended comes first.
                    while let Ok((id, progress)) = news.try_recv() {
                        board.take(&id, &progress, output)?;
                    }
                    board.forget(&id);
                    if let Err(error) = self.end(&id, end, output).await {
                        // The others go on: each failure is told, and the first gives the exit code.
                        output.failure(&error);
                        failure.get_or_insert(Failure::Told(Box::new(error)));
                    }
                }
                () = interrupts.pressed() => {
                    return Err(self.leave(ids, &mut interrupts, output).await);
                }
            }
        }
        failure.map_or(Ok(()), Err)
    }

    /// Leaves the jobs where they are, once it is known where that is.
    async fn leave(
        &self,
        ids: &[JobId],
        interrupts: &mut Interrupts,
        output: &mut Output,
    ) -> Failure {
        output.end_progress();
        tokio::select! {
            () = self.jobs.settle() => {}
            () = interrupts.pressed() => {}
            () = tokio::time::sleep(LAST_WORD) => {}
        }
        let ids: Vec<_> = ids.iter().map(JobId::as_str).collect();
        output.note(&if self.outlives {
            format!(
                "nothing is lost: qwenbox video wait {} goes on",
                ids.join(" ")
            )
        } else {
            "the simulated job ends with this command".to_owned()
        });
        Failure::Interrupted
    }

    /// Says what came of a job: its file on stdout, or its failure.
    async fn end(
        &self,
        id: &JobId,
        end: Result<Job, qwenbox::jobs::Error>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let (job, end) = match end {
            Ok(job) => (Some(job), Ok(())),
            Err(error) => (self.jobs.job(id).await.ok(), Err(Failure::from(error))),
        };
        let Some(job) = job else { return end };
        if output.is_json() {
            output.object(&json::job(&job))?;
            return end;
        }
        output.end_progress();
        let cost = job.result.as_ref().and_then(|result| result.cost.as_ref());
        if let Some(cost) = cost {
            let cost = money::by_list_price(cost);
            output.note(&format!("job {id} cost {cost}"));
        }
        if job.state == State::Created {
            output.note(&format!(
                "nothing was sent: qwenbox video wait {id} sends it, qwenbox video cancel {id} drops it"
            ));
        }
        match &job.file {
            Some(file) if end.is_ok() => output.line(&file.path.display().to_string()),
            _ => end,
        }
    }

    async fn wait(
        &self,
        id: &JobId,
        news: &mpsc::UnboundedSender<News>,
    ) -> (JobId, Result<Job, qwenbox::jobs::Error>) {
        let mut options = WaitOptions::default();
        options.deadline = self.deadline.or(options.deadline);
        let (to, whose) = (news.clone(), id.clone());
        // Nobody listens any more when everything is over.
        options.progress = Some(Arc::new(move |progress| {
            drop(to.send((whose.clone(), progress)));
        }));
        (id.clone(), self.jobs.wait(id, &options).await)
    }
}

/// How far each job is, on the screen.
struct Board {
    begun: Instant,
    count: usize,
    states: HashMap<JobId, State>,
}

impl Board {
    fn new(count: usize) -> Self {
        Self {
            begun: Instant::now(),
            count,
            states: HashMap::new(),
        }
    }

    fn forget(&mut self, id: &JobId) {
        self.states.remove(id);
    }

    fn take(
        &mut self,
        id: &JobId,
        progress: &Progress,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if output.is_json() {
            output.object(&json::progress(id, progress))?;
        }
        match progress {
            Progress::State { state, .. }
            | Progress::Polled { state, .. }
            | Progress::Elsewhere { state } => {
                let is_new = self.states.insert(id.clone(), *state) != Some(*state);
                if is_new && !output.has_bar() && !output.is_json() && !state.is_over() {
                    output.note(&format!("job {id}: {}", show::phase(*state)));
                }
                self.draw(output);
            }
            Progress::Retry { error, .. } => {
                output.warning(&format!("job {id}: {}; trying again", error.message));
            }
            Progress::Download { bytes, total } => match self.count {
                1 => output.progress_of(&format!("fetching {id}"), *bytes, *total),
                _ => self.draw(output),
            },
            Progress::Expiring { left } => output.warning(&format!(
                "the video of job {id} can be fetched for {} more minutes",
                left.as_secs() / 60
            )),
            _ => {}
        }
        Ok(())
    }

    /// One line: the state of one job, or how many there are in each state.
    fn draw(&self, output: &mut Output) {
        let mut states: Vec<_> = self
            .states
            .values()
            .map(|state| show::phase(*state))
            .collect();
        states.sort_unstable();
        let line = if let ([state], 1) = (states.as_slice(), self.count) {
            (*state).to_owned()
        } else {
            let groups = states.chunk_by(|one, other| one == other);
            let counts = groups.map(|group| {
                let phase = group.first().copied().unwrap_or_default();
                format!("{} {phase}", group.len())
            });
            counts.collect::<Vec<_>>().join(", ")
        };
        output.progress(&line, self.begun.elapsed());
    }
}
