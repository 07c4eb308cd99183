//! What can go wrong for an embedder: the provider's own errors, and the sandbox's.

use crate::types;
use qwen_core::error::Details;

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The component answered with an error of the contract. Its `kind` says what to do next.
    #[error("{}", .0.message)]
    Provider(types::Error),

    /// What the embedder configured cannot be used. Nothing was started.
    #[error("{message}")]
    Options {
        /// What is wrong, and what is allowed.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },

    /// The component cannot be loaded: it is not one, is not this contract's, or was built for another host.
    #[error("the component cannot be loaded: {0:#}")]
    Load(#[source] wasmtime::Error),

    /// The component stopped in the middle: a bug in it, or a limit of the sandbox. Calls that were under way in the
    /// same instance fail too, and the next call gets a fresh instance. A request may have been sent.
    #[error("the component stopped: {reason}")]
    Trap {
        /// What stopped it.
        reason: String,
    },

    /// The call took longer than [`Limits::call`](crate::Limits::call). A request may have been sent.
    #[error("the call was stopped after {} seconds", .0.as_secs())]
    Deadline(std::time::Duration),
}

impl Error {
    pub(crate) fn options(message: impl Into<String>) -> Self {
        Self::Options {
            message: message.into(),
            hint: None,
        }
    }

    /// The error as the contract's record, so that programs read one shape whatever failed.
    #[must_use]
    pub fn record(&self) -> types::Error {
        let (kind, hint, request_sent) = match self {
            Self::Provider(error) => return error.clone(),
            Self::Options { hint, .. } => (types::ErrorKind::InvalidRequest, hint.clone(), false),
            Self::Load(_) => (types::ErrorKind::Other("load".to_owned()), None, false),
            Self::Trap { .. } => (types::ErrorKind::Other("trap".to_owned()), None, true),
            Self::Deadline(_) => (types::ErrorKind::Timeout, None, true),
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

impl From<qwen_core::Error> for Error {
    fn from(error: qwen_core::Error) -> Self {
        let Details { message, hint, .. } = error.into_details();
        Self::Options { message, hint }
    }
}
