//! Why a job cannot go on, and what to do about it.

use super::clock::seconds;
use super::download::DownloadError;
use super::id::JobId;
use super::recover::Candidate;
use super::state::State;
use super::store::StoreError;
use super::target::TargetError;
use super::verdict;
use crate::types;
use std::path::PathBuf;
use std::time::Duration;

/// Why nothing came of a call on a job. The job itself is in the store, whatever happened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A call of the provider failed. The job is as it was.
    #[error(transparent)]
    Call(#[from] crate::Error),

    /// The store of jobs cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),

    /// The video cannot be written where it should be.
    #[error(transparent)]
    Target(#[from] TargetError),

    /// The video was not fetched. It stays at the provider until it expires there.
    #[error("the video of job {id} was not fetched: {error}")]
    Download {
        /// The job.
        id: JobId,
        /// Why.
        error: DownloadError,
    },

    /// The file of a saved job is not where it was put, and the provider no longer has the video.
    #[error("the video of job {id} is not at {} any more, and the provider no longer has it", path.display())]
    FileGone {
        /// The job.
        id: JobId,
        /// Where it was put.
        path: PathBuf,
    },

    /// There is no such job.
    #[error("there is no job {id}")]
    NoSuchJob {
        /// The id that was asked for.
        id: JobId,
    },

    /// The job is not in a state in which that can be done.
    #[error("job {id} is {state}: it cannot be {wanted}")]
    State {
        /// The job.
        id: JobId,
        /// The state that it is in.
        state: State,
        /// What was to be done with it, such as `cancelled`.
        wanted: &'static str,
    },

    /// The job belongs to another endpoint than the configured one. Nothing was sent.
    #[error("job {id} belongs to {owner}, and {configured} is configured")]
    OtherEndpoint {
        /// The job.
        id: JobId,
        /// The base URL of its endpoint.
        owner: String,
        /// The base URL that is configured.
        configured: String,
    },

    /// The job belongs to another key than the configured one, to which the provider would deny that it exists. Nothing
    /// was sent.
    #[error("job {id} was made with another API key")]
    OtherAccount {
        /// The job.
        id: JobId,
    },

    /// Waiting took as long as it may. A job that was sent goes on without us.
    #[error("job {id} is still {state} after {} seconds of waiting", seconds(*waited))]
    Deadline {
        /// The job.
        id: JobId,
        /// How far it is.
        state: State,
        /// How long was waited.
        waited: Duration,
    },

    /// The provider made no video.
    #[error("job {id} failed: {}", error.message)]
    Failed {
        /// The job.
        id: JobId,
        /// What the provider says.
        error: Box<types::Error>,
    },

    /// The provider took no task, or nothing was sent at all: it costs nothing.
    #[error("job {id} was refused: {}", error.message)]
    Refused {
        /// The job.
        id: JobId,
        /// What the provider says, or what is wrong with the request.
        error: Box<types::Error>,
    },

    /// The job was cancelled.
    #[error("job {id} was cancelled")]
    Cancelled {
        /// The job.
        id: JobId,
    },

    /// The provider no longer knows the task: more than 24 hours old.
    #[error("job {id} has expired: the provider no longer knows its task")]
    Expired {
        /// The job.
        id: JobId,
    },

    /// It is not known whether the provider took the job, and it lists no task that could be the job's as of now.
    #[error(
        "whether job {id} was submitted is not known, and the provider lists no task for it as of now"
    )]
    NoTask {
        /// The job.
        id: JobId,
        /// Why it is not known; `None` when the process that sent it died.
        cause: Option<Box<types::Error>>,
    },

    /// It is not known whether the provider took the job, and it does not tell of these tasks whether they are the job's.
    #[error(
        "whether job {id} was submitted is not known, and these tasks could be its own: {}",
        named(candidates)
    )]
    SeveralTasks {
        /// The job.
        id: JobId,
        /// Those tasks.
        candidates: Vec<Candidate>,
    },

    /// The task is another job's.
    #[error("task {task} belongs to job {other}")]
    TaskTaken {
        /// The task.
        task: String,
        /// The job that has it.
        other: JobId,
    },
}

impl Error {
    /// The error as the contract's record, so that programs read one shape whatever failed.
    #[must_use]
    pub fn record(&self) -> types::Error {
        use types::ErrorKind as Kind;
        let (kind, sent) = match self {
            Self::Call(error) => return error.record(),
            Self::Failed { error, .. } => {
                return types::Error {
                    message: self.to_string(),
                    ..types::Error::clone(error)
                };
            }
            Self::Refused { error, .. } => {
                return types::Error {
                    message: self.to_string(),
                    hint: refused(error),
                    ..types::Error::clone(error)
                };
            }
            Self::Store(_) => (Kind::Other("store".to_owned()), false),
            Self::Target(error) => (error.kind(), false),
            Self::Download { error, .. } => (error.kind(), true),
            Self::NoSuchJob { .. } => (Kind::NotFound, false),
            Self::State { .. } | Self::OtherEndpoint { .. } | Self::TaskTaken { .. } => {
                (Kind::InvalidRequest, false)
            }
            Self::OtherAccount { .. } => (Kind::PermissionDenied, false),
            Self::Deadline { state, .. } => (Kind::Timeout, *state != State::Created),
            Self::Cancelled { .. } => (Kind::Cancelled, true),
            Self::Expired { .. } | Self::FileGone { .. } => (Kind::NotFound, true),
            Self::NoTask { .. } | Self::SeveralTasks { .. } => {
                (Kind::Other("unknown".to_owned()), true)
            }
        };
        types::Error {
            kind,
            message: self.to_string(),
            hint: self.hint(),
            status: None,
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent: sent,
        }
    }

    /// What to do about it; `None` when there is nothing to add.
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Store(error) => error.hint()?,
            Self::Target(error) => error.hint(),
            Self::Download { error, .. } => error.hint()?,
            Self::OtherEndpoint { .. } => "configure the endpoint that the job was made with",
            Self::OtherAccount { .. } => "use the key that the job was made with",
            Self::Deadline { state, .. } => still(*state),
            Self::NoTask { .. } => {
                "look again in some minutes; submitting it again costs money twice if the provider has it after all"
            }
            Self::SeveralTasks { candidates, .. }
                if !candidates.iter().any(Candidate::may_tell) =>
            {
                "say which one it is; submitting it again costs money twice if it is one of them"
            }
            Self::SeveralTasks { .. } => {
                "say which one it is; or wait for it again, as the provider tells the prompt of a task that has ended"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// What to do about a job that is in this state when waiting for it ends.
fn still(state: State) -> &'static str {
    match state {
        State::Created => "nothing was sent: wait for it again, and it is",
        State::Submitting => "it is being sent: wait for it again",
        State::Unknown => "it may be at the provider: wait for it again, and it is looked for",
        State::Pending | State::Running => "it goes on at the provider: wait for it again",
        State::Succeeded => "wait for it again: the download goes on where it stopped",
        State::Saved | State::Failed | State::Cancelled | State::Expired | State::Refused => {
            "it has ended in this moment: wait for it again to be told how"
        }
    }
}

/// What to do about a job that was refused: one that was refused for nothing of its own may be taken later.
fn refused(error: &types::Error) -> Option<String> {
    if verdict::is_for_good(&error.kind) {
        return error.hint.clone();
    }
    let before = error.hint.as_ref().map(|hint| [hint, "; "].concat());
    Some(before.unwrap_or_default() + "once that has changed, it can be submitted again")
}

fn named(candidates: &[Candidate]) -> String {
    let tasks: Vec<_> = candidates.iter().map(|task| task.task.as_str()).collect();
    tasks.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ErrorKind;

    fn failure() -> types::Error {
        types::Error {
            kind: ErrorKind::ContentFiltered,
            message: "not allowed".to_owned(),
            hint: None,
            status: None,
            code: Some("DataInspectionFailed".to_owned()),
            request_id: None,
            retry_after_ms: None,
            request_sent: true,
        }
    }

    #[test]
    fn a_failed_task_keeps_what_the_provider_said() {
        let (id, error) = (JobId::new(1, 1), Box::new(failure()));
        let record = Error::Failed { id, error }.record();
        assert_eq!(record.kind, ErrorKind::ContentFiltered);
        assert_eq!(record.message, "job 00000000100001 failed: not allowed");
        assert_eq!(record.code.as_deref(), Some("DataInspectionFailed"));
    }

    #[test]
    fn a_deadline_says_what_goes_on() {
        for (state, word, sent) in [
            (State::Created, "nothing was sent", false),
            (State::Submitting, "it is being sent", true),
            (State::Unknown, "it may be at the provider", true),
            (State::Pending, "it goes on at the provider", true),
            (State::Running, "it goes on at the provider", true),
            (State::Succeeded, "the download goes on", true),
            (State::Saved, "it has ended", true),
        ] {
            let (id, waited) = (JobId::new(1, 1), Duration::from_mins(15));
            let record = Error::Deadline { id, state, waited }.record();
            assert_eq!(record.kind, ErrorKind::Timeout);
            let hint = record.hint.unwrap();
            assert!(
                hint.contains(word) && hint.contains("wait for it again"),
                "{state}: {hint}"
            );
            assert_eq!(record.request_sent, sent, "{state}");
        }
    }

    #[test]
    fn a_part_of_a_second_is_told() {
        for (waited, told) in [(300, "after 0.3 seconds"), (900_000, "after 900 seconds")] {
            let (id, state) = (JobId::new(1, 1), State::Running);
            let waited = Duration::from_millis(waited);
            let message = Error::Deadline { id, state, waited }.to_string();
            assert!(message.contains(told), "{message}");
        }
    }

    #[test]
    fn what_was_refused_for_nothing_of_its_own_can_be_submitted_again() {
        let again = "once that has changed, it can be submitted again";
        for (kind, hint, told) in [
            (ErrorKind::RateLimited, None, Some(again.to_owned())),
            (
                ErrorKind::Billing,
                Some("pay"),
                Some(format!("pay; {again}")),
            ),
            (ErrorKind::InvalidRequest, None, None),
            (
                ErrorKind::ContentFiltered,
                Some("rephrase"),
                Some("rephrase".to_owned()),
            ),
        ] {
            let hint = hint.map(str::to_owned);
            let error = Box::new(types::Error {
                kind,
                hint,
                ..failure()
            });
            let id = JobId::new(1, 1);
            assert_eq!(Error::Refused { id, error }.record().hint, told);
        }
    }
}
