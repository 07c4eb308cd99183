//! Fetches a job's video into its file, from wherever an earlier process stopped.
//! Knows neither the provider nor SQLite: a URL comes from the job, and every step is noted in the store before the next.
//!
//! | a process that dies | leaves | and the next one |
//! |---|---|---|
//! | while bytes arrive | a part, and what the storage said of the whole | asks for the rest |
//! | once all are there | the part, its size and checksum | gives it its name |
//! | once it has its name | the file, its size and checksum | sees that it is the one |

mod answer;
mod error;
mod part;
mod transfer;

pub use error::DownloadError;

use super::error::Error;
use super::job::{File, Job};
use super::options::WaitOptions;
use super::shared::Shared;
use super::state::State;
use super::store::StoreError;
use super::target::{self, TargetError};
use part::{PartFile, sum_of};
use std::path::{Path, PathBuf};
use transfer::{Ended, Transfer};

/// Why a step ended, before it is told of which job.
#[derive(Debug)]
enum Stop {
    Download(DownloadError),
    Error(Error),
}

impl From<DownloadError> for Stop {
    fn from(error: DownloadError) -> Self {
        Self::Download(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl From<TargetError> for Stop {
    fn from(error: TargetError) -> Self {
        Self::Error(error.into())
    }
}

/// Fetches the video of a job that has succeeded; false when another process does. When it returns true, the store says
/// what came of it.
pub(crate) async fn download(
    shared: &Shared,
    job: &Job,
    options: &WaitOptions,
) -> Result<bool, Error> {
    let Some(output) = job.output.clone() else {
        return Ok(true);
    };
    // A semaphore that is never closed always gives its permit.
    let _permit = shared.downloads.acquire().await;
    let path = target::part_path(&output, &job.id);
    let Some(mut part) = PartFile::open(path).await? else {
        return Ok(false);
    };
    let fetching = Fetching {
        shared,
        options,
        output: &output,
    };
    let result = fetching.run(job, &mut part).await;
    let is_final = match &result {
        Ok(Ended::Whole) => return Ok(true),
        Err(Stop::Download(error)) => error.is_final(),
        Ok(Ended::Otherwise) | Err(Stop::Error(_)) => false,
    };
    // The store knows whether the job was given up, or given another file, in the meantime.
    let is_wanted =
        shared.store.load(&job.id).await?.is_some_and(|now| {
            now.state == State::Succeeded && now.output.as_ref() == Some(&output)
        });
    if is_final || !is_wanted || part.length() == 0 {
        part.discard().await;
    }
    match result {
        Ok(_) => Ok(true),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Download(error)) => Err(Error::Download {
            id: job.id.clone(),
            error,
        }),
    }
}

/// One job's download.
struct Fetching<'a> {
    shared: &'a Shared,
    options: &'a WaitOptions,
    output: &'a Path,
}

impl Fetching<'_> {
    async fn run(&self, job: &Job, part: &mut PartFile) -> Result<Ended, Stop> {
        // Between the caller's look at the store and our lock, another process may have done it all.
        let Some(job) = self.shared.store.load(&job.id).await? else {
            return Ok(Ended::Otherwise);
        };
        if job.state != State::Succeeded || job.output.as_deref() != Some(self.output) {
            return Ok(Ended::Otherwise);
        }
        if let Some(file) = job.file.as_ref().filter(|file| file.path == self.output) {
            let there = sum_of(self.output).await?;
            if there.is_some_and(|(bytes, sha256)| bytes == file.bytes && sha256 == file.sha256) {
                return self.saved(&job, None).await;
            }
        }
        target::vacant(self.output, job.overwrite)?;
        if !self.is_whole(&job, part).await? {
            let limit = self.options.download.total;
            let transfer = Transfer::new(self.shared, self.options, self.output, &job);
            let ended = tokio::time::timeout(limit, transfer.run(part)).await;
            match ended.map_err(|_| DownloadError::TooSlow { limit })?? {
                Ended::Whole => {}
                Ended::Otherwise => return Ok(Ended::Otherwise),
            }
        }
        let file = File {
            path: self.output.to_owned(),
            sha256: part.finish().await?,
            bytes: part.length(),
        };
        self.saved(&job, Some(file)).await
    }

    /// Whether all of the file was there before this process.
    async fn is_whole(&self, job: &Job, part: &mut PartFile) -> Result<bool, TargetError> {
        match &job.file {
            Some(file) if file.bytes == part.length() && file.bytes > 0 => {
                Ok(part.finish().await? == file.sha256)
            }
            _ => Ok(false),
        }
    }

    /// Gives a whole file its name, or leaves the one that has it, and notes that.
    async fn saved(&self, job: &Job, whole: Option<File>) -> Result<Ended, Stop> {
        let part = target::part_path(self.output, &job.id);
        if let Some(file) = whole {
            if !self.shared.store.complete_file(&job.id, file).await? {
                return Ok(Ended::Otherwise);
            }
            let (output, overwrite) = (self.output.to_owned(), job.overwrite);
            place(part, output, overwrite).await?;
        } else {
            // The second name of the same file, or an empty one of ours.
            let _ = tokio::fs::remove_file(part).await;
        }
        let is_saved = self.shared.store.saved(&job.id, self.output).await?;
        Ok(if is_saved {
            Ended::Whole
        } else {
            Ended::Otherwise
        })
    }
}

/// The URL of a job's video. A task makes one video.
fn video_url(job: &Job) -> Option<&str> {
    job.result.as_ref()?.urls.first().map(String::as_str)
}

async fn place(part: PathBuf, output: PathBuf, overwrite: bool) -> Result<(), TargetError> {
    let at = output.clone();
    let placed = tokio::task::spawn_blocking(move || target::place(&part, &at, overwrite)).await;
    placed.unwrap_or_else(|_| {
        let given_up = std::io::ErrorKind::Interrupted.into();
        Err(TargetError::of(&output, given_up))
    })
}

#[cfg(test)]
mod tests;
