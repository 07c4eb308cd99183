//! What is known of a job: a plain record.
//! Knows neither how it is kept nor how it moves on.

use super::id::JobId;
use super::state::State;
use crate::{types, video};
use std::path::PathBuf;

/// A video job as the store has it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// How far it is.
    pub state: State,
    /// When it was written down, in milliseconds since 1970 UTC.
    pub created_ms: u64,
    /// When something of it last changed, in milliseconds since 1970 UTC.
    pub updated_ms: u64,
    /// The base URL of the endpoint that it belongs to.
    pub base_url: String,
    /// The fingerprint of the key that it belongs to: 8 hexadecimal digits. `None` when no key is used.
    pub account: Option<String>,
    /// What was asked for, whole: a job that was not sent can be sent by any later process.
    pub request: video::Request,
    /// What it would cost by list price; `None` when that is not known.
    pub estimate: Option<types::Cost>,
    /// Where the video is to be written, absolute; `None` when it stays at the provider.
    pub output: Option<PathBuf>,
    /// Whether a file that stands there may be replaced.
    pub overwrite: bool,
    /// When the request began to be sent, in milliseconds since 1970 UTC; `None` before.
    pub submitting_ms: Option<u64>,
    /// The process that sends it, by the name of its lock file.
    pub(crate) owner: Option<String>,
    /// The provider's id of its task; `None` until it is known.
    pub task: Option<String>,
    /// The model that works on it, as the provider says; `None` when it does not.
    pub task_model: Option<String>,
    /// The provider's id of the request last answered, to quote to its support.
    pub request_id: Option<String>,
    /// When the provider took it, in seconds since 1970 UTC; `None` when it did not say.
    pub submitted_at: Option<u64>,
    /// When it ended at the provider, in seconds since 1970 UTC; `None` while it has not.
    pub ended_at: Option<u64>,
    /// When to look again, in milliseconds since 1970 UTC; `None` when there is nothing to wait for.
    pub next_poll_ms: Option<u64>,
    /// What the provider adjusted or left out.
    pub warnings: Vec<types::Warning>,
    /// Why it failed or was refused, or why it is not known whether it was sent.
    pub error: Option<types::Error>,
    /// The video at the provider; `None` until it is there.
    pub result: Option<video::Output>,
    /// The video on this machine; `None` until all of it is there.
    pub file: Option<File>,
    /// What is known of the file while it arrives.
    pub(crate) part: Option<Part>,
}

/// A video that was written, or that is whole on the disk and about to get its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Its size, in bytes.
    pub bytes: u64,
    /// The SHA-256 of what is on the disk: 64 hexadecimal digits in lower case.
    pub sha256: String,
}

/// What the storage said of the file that arrives, so that a later process can go on where this one stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its entity tag, when it is a strong one.
    pub(crate) etag: Option<String>,
    /// The size of the whole, in bytes.
    pub(crate) total: Option<u64>,
}

impl Job {
    /// A job that was just written down.
    pub(crate) fn new(id: JobId, now_ms: u64, request: video::Request) -> Self {
        Self {
            id,
            state: State::Created,
            created_ms: now_ms,
            updated_ms: now_ms,
            base_url: String::new(),
            account: None,
            request,
            estimate: None,
            output: None,
            overwrite: false,
            submitting_ms: None,
            owner: None,
            task: None,
            task_model: None,
            request_id: None,
            submitted_at: None,
            ended_at: None,
            next_poll_ms: None,
            warnings: Vec::new(),
            error: None,
            result: None,
            file: None,
            part: None,
        }
    }

    /// The model as the provider says, or else as it was asked for.
    pub(crate) fn model(&self) -> Option<String> {
        self.task_model
            .clone()
            .or_else(|| self.request.model.clone())
    }
}
