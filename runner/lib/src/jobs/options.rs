//! What a caller may say of a job, of waiting for it, and of fetching its video.

use super::progress::Progress;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Where the video of a job is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file, whose folder must be there; or a folder that is there, in which the job's id names the file.
    pub path: PathBuf,
    /// Whether a file that stands there is replaced. Otherwise it is an error, and the file is never touched.
    pub overwrite: bool,
}

impl Target {
    /// A file that must not be there yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            overwrite: false,
        }
    }
}

/// How to wait for a job.
#[derive(Clone)]
#[non_exhaustive]
pub struct WaitOptions {
    /// How long to wait altogether, the download included. Default 15 minutes; `None` waits without end. When it is
    /// over the job goes on at the provider, and waiting for it again goes on where this stopped.
    pub deadline: Option<Duration>,
    /// How the video is fetched.
    pub download: DownloadOptions,
    /// Is told what happens, on the task that waits: it should not take long. Default nobody.
    pub progress: Option<Listener>,
}

/// Is told what happens to a job.
pub type Listener = Arc<dyn Fn(Progress) + Send + Sync>;

/// How a video is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadOptions {
    /// The largest video, in bytes. Default 2 GiB; 30 seconds in 1080p have some 50 MB.
    pub most_bytes: u64,
    /// How long the storage may say nothing. Default 60 seconds.
    pub silence: Duration,
    /// How long one download may take, with all its attempts. Default 30 minutes.
    pub total: Duration,
    /// How many attempts in a row may bring nothing before it is given up. Default 5; each waits longer than the last.
    pub attempts: u32,
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            deadline: Some(Duration::from_mins(15)),
            download: DownloadOptions::default(),
            progress: None,
        }
    }
}

impl WaitOptions {
    /// Tells the listener, if there is one.
    pub(crate) fn tell(&self, progress: impl FnOnce() -> Progress) {
        if let Some(listener) = &self.progress {
            listener(progress());
        }
    }
}

impl fmt::Debug for WaitOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitOptions")
            .field("deadline", &self.deadline)
            .field("download", &self.download)
            .finish_non_exhaustive()
    }
}

impl Default for DownloadOptions {
    fn default() -> Self {
        Self {
            most_bytes: 2 << 30,
            silence: Duration::from_mins(1),
            total: Duration::from_mins(30),
            attempts: 5,
        }
    }
}
