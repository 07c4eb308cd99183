//! Why a command ends without its result.

use crate::language::Language;
use crate::messages::Advice;
use qwenbox::{Refusal, RefusalDetails, types};
use std::io;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something was typed or configured that cannot be used.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },

    /// Nobody said which key to use.
    #[error("{message}")]
    NoKey {
        /// Where it was looked for.
        message: String,
        /// How to get one.
        hint: String,
    },

    /// The library says so.
    #[error(transparent)]
    Library(#[from] qwenbox::Error),

    /// A video job cannot go on.
    #[error(transparent)]
    Job(#[from] qwenbox::jobs::Error),

    /// A file was not lent to the service.
    #[error(transparent)]
    Upload(#[from] qwenbox::jobs::UploadError),

    /// The failure of one of several jobs, which was told when it happened.
    #[error(transparent)]
    Told(Box<Self>),

    /// The same failure, with what is to be done about it here.
    #[error("{failure}")]
    Advised {
        failure: Box<Self>,
        /// What to do about it.
        hint: Advice,
    },

    /// A server does not start.
    #[error(transparent)]
    Gateway(#[from] qwenbox_gateway::Error),

    /// A server ended, and answers were not done in time.
    #[error("{cut} answers were not done in time and were cut")]
    Cut {
        /// How many.
        cut: u64,
    },

    /// The machine does not do what it must: a file, a socket, an event loop.
    #[error("{doing}: {error}")]
    Machine {
        /// What was tried.
        doing: String,
        /// Why it failed.
        error: io::Error,
    },

    /// Whoever read stdout has left. Nobody is there to be told.
    #[error("nobody reads the output any more")]
    ReaderLeft,

    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,

    /// The content filter ended the answer early. What came until then stands.
    #[error("the answer was cut by the provider's content filter")]
    Filtered,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let RefusalDetails { message, hint, .. } = refusal.into_details();
        Self::Usage { message, hint }
    }
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Usage {
            message,
            hint: None,
        }
    }

    pub(crate) fn usage_with_hint(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), Some(hint.into()));
        Self::Usage { message, hint }
    }

    pub(crate) fn no_key(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), hint.into());
        Self::NoKey { message, hint }
    }

    pub(crate) fn machine(doing: impl Into<String>, error: io::Error) -> Self {
        let doing = doing.into();
        Self::Machine { doing, error }
    }

    /// The same failure, with other advice.
    pub(crate) fn advised(self, hint: impl Into<Advice>) -> Self {
        let (failure, hint) = (Box::new(self), hint.into());
        Self::Advised { failure, hint }
    }

    /// What writing to stdout gave.
    pub(crate) fn writing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderLeft,
            _ => Self::machine("writing the output", error),
        }
    }

    /// The failure in the contract's shape, so that people and programs are told the same.
    pub(crate) fn record(&self) -> types::Error {
        let (kind, hint, request_sent) = match self {
            Self::Library(error) => return error.record(),
            Self::Job(error) => return error.record(),
            Self::Upload(error) => return error.record(),
            Self::Told(failure) => return failure.record(),
            Self::Advised { failure, hint } => {
                return types::Error {
                    hint: Some(hint.text(Language::English)),
                    ..failure.record()
                };
            }
            Self::Gateway(qwenbox_gateway::Error::Options { hint, .. }) => {
                (types::ErrorKind::InvalidRequest, Some(hint.clone()), false)
            }
            Self::Gateway(qwenbox_gateway::Error::File { .. }) => {
                (types::ErrorKind::InvalidRequest, None, false)
            }
            Self::Cut { .. } => (types::ErrorKind::Timeout, None, true),
            Self::Usage { hint, .. } => (types::ErrorKind::InvalidRequest, hint.clone(), false),
            Self::NoKey { hint, .. } => {
                let hint = Some(hint.clone());
                (types::ErrorKind::InvalidRequest, hint, false)
            }
            Self::Machine { .. } | Self::Gateway(_) | Self::ReaderLeft => {
                (types::ErrorKind::Other("machine".to_owned()), None, false)
            }
            Self::Interrupted => (types::ErrorKind::Cancelled, None, true),
            Self::Filtered => (types::ErrorKind::ContentFiltered, None, true),
        };
        types::Error {
            kind,
            message: self.to_string(),
            hint,
            status: None,
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent,
        }
    }
}
