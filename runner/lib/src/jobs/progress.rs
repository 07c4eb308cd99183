//! What a caller is told while it waits for a job.

use super::state::State;
use crate::types;
use std::time::Duration;

/// Something that happened to a job.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Progress {
    /// It is in another state than before, or this is the first that is told.
    State {
        /// The state.
        state: State,
        /// The provider's id of the task, once it is known.
        task: Option<String>,
    },
    /// The provider was asked for its task.
    Polled {
        /// The state that it told.
        state: State,
        /// How often it was asked in this wait.
        polls: u32,
        /// How long this wait has lasted.
        elapsed: Duration,
        /// How long until it is asked again.
        next: Option<Duration>,
    },
    /// Something failed that may work later, and is tried again.
    Retry {
        /// What failed.
        error: types::Error,
        /// How long until then.
        wait: Duration,
    },
    /// Somebody else works on it, in this process or another: this wait watches. Told once a state.
    Elsewhere {
        /// The state that it is in.
        state: State,
    },
    /// A part of the video arrived. Told at most some five times a second, and at the end of each answer.
    Download {
        /// Bytes on the disk.
        bytes: u64,
        /// Bytes of the whole; `None` when the storage did not say.
        total: Option<u64>,
    },
    /// The URL of the video works for less than an hour more.
    Expiring {
        /// How long it works.
        left: Duration,
    },
}
