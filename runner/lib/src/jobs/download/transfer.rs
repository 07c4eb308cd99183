//! Brings the bytes of a video into its part, in as many requests as it takes.
//! Knows no file name and no checksum.

use super::answer::{self, Answer};
use super::part::PartFile;
use super::{DownloadError, Stop, video_url};
use crate::jobs::error::Error;
use crate::jobs::job::{Job, Part};
use crate::jobs::options::WaitOptions;
use crate::jobs::progress::Progress;
use crate::jobs::shared::Shared;
use crate::jobs::state::State;
use crate::jobs::{backoff, clock, verdict};
use crate::storage::{Body, Failure, Place};
use crate::types;
use http::Response;
use http_body_util::BodyExt;
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How a download ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All of it is there.
    Whole,
    /// The job is in another state by now, or wants another file.
    Otherwise,
}

/// How long at least between two words of what has arrived.
const BETWEEN_WORDS: Duration = Duration::from_millis(200);

/// What became of one request.
enum Step {
    Ended(Ended),
    /// Another request goes on from what is there now.
    Again,
    /// Nothing came, or it broke off.
    Failed(String),
}

pub(super) struct Transfer<'a> {
    shared: &'a Shared,
    options: &'a WaitOptions,
    /// The file that it is for.
    output: &'a Path,
    job: Job,
    /// What the storage said of the whole.
    known: Part,
    /// Whether the provider was asked for a URL that works.
    refreshed: bool,
    /// When it was last said how much has arrived, and how much that was, in bytes.
    told: Option<(Instant, u64)>,
}

impl<'a> Transfer<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        options: &'a WaitOptions,
        output: &'a Path,
        job: &Job,
    ) -> Self {
        Self {
            shared,
            options,
            output,
            job: job.clone(),
            known: job.part.clone().unwrap_or_default(),
            refreshed: false,
            told: None,
        }
    }

    pub(super) async fn run(mut self, part: &mut PartFile) -> Result<Ended, Stop> {
        if self.job.part.is_none() {
            // Nobody knows what these bytes are the beginning of.
            part.clear().await?;
        }
        let mut place = self.place()?;
        let mut failures = 0;
        loop {
            if self.is_whole(part) {
                return Ok(Ended::Whole);
            }
            let before = part.length();
            let why = match self.request(&mut place, part).await? {
                Step::Ended(ended) => return Ok(ended),
                Step::Again => "it has to begin anew".to_owned(),
                Step::Failed(why) => why,
            };
            part.flush().await?;
            failures = if part.length() > before {
                1
            } else {
                failures + 1
            };
            if failures >= self.options.download.attempts.max(1) {
                let attempts = failures;
                return Err(DownloadError::Broken { attempts, why }.into());
            }
            let wait = backoff::wait(backoff::STORAGE, failures, None, clock::chance());
            let error = broken(why);
            self.options.tell(|| Progress::Retry { error, wait });
            sleep(wait).await;
        }
    }

    /// One request, and what comes of it.
    async fn request(&mut self, place: &mut Place, part: &mut PartFile) -> Result<Step, Stop> {
        let most = self.options.download.most_bytes;
        let have = part.length();
        let response = match place.get(answer::ask(have, &self.known)).await {
            Ok(response) => response,
            Err(failure) => return failed(failure, most),
        };
        let (status, headers) = (response.status(), response.headers());
        match answer::read(status, headers, have, &self.known, most) {
            Answer::Whole(known) => {
                part.clear().await?;
                self.receive(known, response, part).await
            }
            Answer::Rest(known) => self.receive(known, response, part).await,
            Answer::Anew => {
                part.clear().await?;
                self.known = Part::default();
                Ok(Step::Again)
            }
            Answer::Gone(status) => self.refresh(status, place).await,
            Answer::Later(status) => Ok(Step::Failed(format!("status {status}"))),
            Answer::No(error) => Err(error.into()),
        }
    }

    /// Takes a body in.
    async fn receive(
        &mut self,
        known: Part,
        response: Response<Body>,
        part: &mut PartFile,
    ) -> Result<Step, Stop> {
        let most = self.options.download.most_bytes;
        if self.known != known || part.length() == 0 {
            // Before the first byte is on the disk: a later process must know what it is of.
            if !self
                .shared
                .store
                .begin_file(&self.job.id, self.output, known.clone())
                .await?
            {
                return Ok(Step::Ended(Ended::Otherwise));
            }
            self.known = known;
        }
        let mut body = response.into_body();
        while let Some(frame) = body.frame().await {
            let frame = match frame {
                Ok(frame) => frame,
                Err(failure) => return failed(failure, most),
            };
            let Ok(bytes) = frame.into_data() else {
                continue;
            };
            part.append(&bytes).await?;
            let bytes = part.length();
            if bytes > most {
                return Err(DownloadError::TooLarge { most }.into());
            }
            if self
                .told
                .is_none_or(|(at, _)| at.elapsed() >= BETWEEN_WORDS)
            {
                self.tell(bytes);
            }
        }
        part.flush().await?;
        let (bytes, total) = (part.length(), self.known.total);
        self.tell(bytes);
        match total {
            Some(total) if bytes > total => {
                part.clear().await?;
                Ok(Step::Failed(format!("more than {total} bytes came")))
            }
            Some(total) if bytes < total => {
                Ok(Step::Failed(format!("{bytes} of {total} bytes came")))
            }
            _ if bytes == 0 => Ok(Step::Failed("nothing came".to_owned())),
            _ => Ok(Step::Ended(Ended::Whole)),
        }
    }

    /// Tells how much has arrived, unless that was told last.
    fn tell(&mut self, bytes: u64) {
        if self.told.is_some_and(|(_, told)| told == bytes) {
            return;
        }
        self.told = Some((Instant::now(), bytes));
        let total = self.known.total;
        self.options.tell(|| Progress::Download { bytes, total });
    }

    /// Asks the provider, once, for a URL in place of one that does not work.
    async fn refresh(&mut self, status: u16, place: &mut Place) -> Result<Step, Stop> {
        let gone = DownloadError::LinkExpired { status };
        let task = self.job.task.clone();
        let Some(task) = task.filter(|_| !self.refreshed) else {
            return Err(gone.into());
        };
        let seen = match self.shared.poll(&task, self.job.model()).await {
            Ok(seen) => seen,
            Err(error) if verdict::may_pass(&error.record().kind) => {
                return Ok(Step::Failed(error.to_string()));
            }
            Err(error) => return Err(Error::from(error).into()),
        };
        self.refreshed = true;
        self.shared.store.seen(&self.job.id, seen).await?;
        let Some(job) = self.shared.store.load(&self.job.id).await? else {
            return Ok(Step::Ended(Ended::Otherwise));
        };
        if job.state != State::Succeeded || job.output.as_deref() != Some(self.output) {
            return Ok(Step::Ended(Ended::Otherwise));
        }
        self.job = job;
        *place = self.place()?;
        Ok(Step::Failed(format!("status {status}")))
    }

    fn place(&self) -> Result<Place, Stop> {
        let options = &self.options.download;
        let url = video_url(&self.job).ok_or_else(|| Error::Expired {
            id: self.job.id.clone(),
        })?;
        let place = self
            .shared
            .storage
            .place(url, options.silence, options.most_bytes);
        let denied = |why: String| DownloadError::Denied { why };
        Ok(place.map_err(|error| denied(error.to_string()))?)
    }

    fn is_whole(&self, part: &PartFile) -> bool {
        part.length() > 0 && self.known.total == Some(part.length())
    }
}

/// What a failed exchange means: some may go better next time.
fn failed(failure: Failure, most: u64) -> Result<Step, Stop> {
    match failure {
        Failure::Refused(why) => Err(DownloadError::Denied { why }.into()),
        Failure::TooLarge => Err(DownloadError::TooLarge { most }.into()),
        Failure::Silent | Failure::Unreadable(_) | Failure::Broken(_) => {
            Ok(Step::Failed(failure.to_string()))
        }
    }
}

fn broken(message: String) -> types::Error {
    types::Error {
        kind: types::ErrorKind::Network,
        message,
        hint: None,
        status: None,
        code: None,
        request_id: None,
        retry_after_ms: None,
        request_sent: true,
    }
}
