//! The one error of this crate: what happened, to which request, and what to do next.
//! Knows no wire format: [`body`] reads answers, [`code`] holds the provider's code table.

pub mod body;
pub mod code;

use crate::prelude::*;
use core::fmt;
use core::ops::{Deref, DerefMut};

use code::Retry;

/// Why a call failed, and whether the provider may have acted on it.
///
/// One pointer wide: every call returns one or an answer, through many functions that only hand it on.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// What an [`Error`] says.
///
/// `message` and `hint` are for people, the rest for programs. None of them ever holds a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// What a caller should do next follows from it.
    pub kind: ErrorKind,
    /// One sentence: what happened, to which request.
    pub message: String,
    /// What to do next, in plain words.
    pub hint: Option<String>,
    /// The HTTP status of the answer, 100 to 599.
    pub status: Option<u16>,
    /// The provider's own code, verbatim.
    pub code: Option<String>,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// How long the provider asks callers to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Whether the provider may have received the request, and so may have billed it.
    pub request_sent: bool,
    /// Whether the same request may be sent again without being billed twice.
    pub retry: Retry,
}

/// The kinds of failure, told apart by what a caller should do about them. The arms are those of the contract's
/// `error-kind`, where each says whether to retry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the contract's `error-kind` documents each arm"
)]
pub enum ErrorKind {
    InvalidRequest,
    Unauthorized,
    PermissionDenied,
    Billing,
    NotFound,
    Unsupported,
    RateLimited,
    QuotaExhausted,
    ContentFiltered,
    ContextExceeded,
    Overloaded,
    Timeout,
    Network,
    BadResponse,
    Cancelled,
    DeniedByHost,
    Other(String),
}

impl Error {
    /// An error of which nothing was sent.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::from(Details {
            kind,
            message: message.into(),
            hint: None,
            status: None,
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent: false,
            retry: Retry::Never,
        })
    }

    /// An error in what the caller asked for, found before anything was sent.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    /// The same error with advice.
    // Many places advise, and none of them often.
    #[must_use]
    #[inline(never)]
    pub fn with_hint(mut self, hint: &str) -> Self {
        self.hint = Some(String::from(hint));
        self
    }

    /// The same error of a request that the provider may have received.
    #[must_use]
    pub fn sent(mut self) -> Self {
        self.request_sent = true;
        self
    }

    /// What it says, to be taken apart.
    pub fn into_details(self) -> Details {
        *self.0
    }
}

impl From<Details> for Error {
    fn from(details: Details) -> Self {
        Self(Box::new(details))
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Error {}
