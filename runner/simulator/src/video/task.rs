//! One task: what was asked for, and what has become of it by a point in time.
//! All times are since 1970 in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::fault::VideoFault;
use super::options::VideoOptions;
use super::request::VideoRequest;

/// A task as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoTask {
    /// As told to the client, if it was told.
    pub id: String,
    /// As asked for.
    pub model: String,
    /// As asked for. `None`: there was none.
    pub prompt: Option<String>,
    /// When it was accepted, by the simulator's clock.
    pub submitted: SystemTime,
    /// What has become of it so far.
    pub state: TaskState,
}

/// What has become of a task, whatever faults make a poll say: SUSPENDED is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// It ended before it began, because someone asked for that.
    Canceled,
    /// It ended without a film.
    Failed,
    /// It waits for its turn.
    Pending,
    /// It is being worked on.
    Running,
    /// It ended with a film.
    Succeeded,
    /// Its time is over: nothing is known of it any more.
    Unknown,
}

impl TaskState {
    /// The word of the API.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Canceled => "CANCELED",
            Self::Failed => "FAILED",
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// A task as the service keeps it.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: String,
    /// Whose it is.
    pub(super) key: String,
    /// Of the submit.
    pub(super) request_id: String,
    pub(super) request: VideoRequest,
    pub(super) submitted: Duration,
    /// When it began or will. `None`: that depends on others.
    pub(super) scheduled: Option<Duration>,
    pub(super) canceled: Option<Duration>,
    /// How often it was asked for, refusals not counted.
    pub(super) polls: u32,
    /// How many polls a fault has spoiled.
    pub(super) spoiled: u32,
    /// How many polls said SUCCEEDED.
    pub(super) successes: u32,
    pub(super) was_cut: bool,
}

impl Task {
    /// Where the task is by itself, whatever faults make a poll say.
    pub(super) fn state(&self, now: Duration, options: &VideoOptions) -> TaskState {
        let Some(ended) = self.ended(options).filter(|ended| *ended <= now) else {
            return match self.scheduled {
                Some(begun) if begun <= now => TaskState::Running,
                _ => TaskState::Pending,
            };
        };
        if now >= ended.saturating_add(options.result_life) {
            return TaskState::Unknown;
        }
        let forgets = options.fault(|fault| match fault {
            VideoFault::Forget { successes } => Some(*successes),
            _ => None,
        });
        if self.canceled.is_some() || options.has(VideoFault::EndCanceled) {
            TaskState::Canceled
        } else if self.failure(options).is_some() {
            TaskState::Failed
        } else if forgets.is_some_and(|after| self.successes >= after) {
            TaskState::Unknown
        } else {
            TaskState::Succeeded
        }
    }

    /// When it ended or will. `None`: that depends on others.
    pub(super) fn ended(&self, options: &VideoOptions) -> Option<Duration> {
        let done = |begun: Duration| begun.saturating_add(options.running);
        self.canceled.or_else(|| self.scheduled.map(done))
    }

    /// Code and message of a task that will fail.
    pub(super) fn failure(&self, options: &VideoOptions) -> Option<(&'static str, &'static str)> {
        if options.has(VideoFault::EndInspected) {
            let message = "Output data may contain inappropriate content.";
            Some(("DataInspectionFailed", message))
        } else if options.has(VideoFault::EndFailed) {
            let message =
                "An internal error has occured, please try again later or contact service support.";
            Some(("InternalError", message))
        } else if self.request.mixes_modes {
            let message =
                "The two modes are mutually exclusive: frames can not be used with references.";
            Some(("InvalidParameter", message))
        } else {
            None
        }
    }

    /// As a test sees it.
    pub(super) fn seen(&self, now: Duration, options: &VideoOptions) -> VideoTask {
        VideoTask {
            id: self.id.clone(),
            model: self.request.model.clone(),
            prompt: self.request.prompt.clone(),
            submitted: UNIX_EPOCH + self.submitted,
            state: self.state(now, options),
        }
    }
}
