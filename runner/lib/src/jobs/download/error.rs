//! Why a video was not fetched.

use crate::jobs::clock::seconds;
use crate::types::ErrorKind;
use std::time::Duration;

/// Why a video was not fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// The rules for downloads forbid its URL: not `https`, not a public address, or a server that is not trusted.
    #[error("its URL is not asked for: {why}")]
    Denied {
        /// Which rule.
        why: String,
    },

    /// The URL does not work, and the provider gives no other.
    #[error("its URL no longer works (status {status})")]
    LinkExpired {
        /// The HTTP status.
        status: u16,
    },

    /// The storage answers with a status that is not expected, a redirect for one.
    #[error("the storage answers with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },

    /// What comes is no video.
    #[error("what the storage sends is {found}, not a video")]
    NotAVideo {
        /// What it says it is.
        found: String,
    },

    /// It is larger than allowed.
    #[error("it is larger than {most} bytes")]
    TooLarge {
        /// The limit, in bytes.
        most: u64,
    },

    /// It broke off again and again.
    #[error("it broke off {attempts} times in a row: {why}")]
    Broken {
        /// How often nothing came.
        attempts: u32,
        /// What happened last.
        why: String,
    },

    /// It took too long altogether.
    #[error("it took longer than {} seconds", seconds(*limit))]
    TooSlow {
        /// The limit.
        limit: Duration,
    },
}

impl DownloadError {
    /// What a caller should do about it.
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Denied { .. } => ErrorKind::DeniedByHost,
            Self::LinkExpired { .. } => ErrorKind::NotFound,
            Self::Status { .. } | Self::NotAVideo { .. } | Self::TooLarge { .. } => {
                ErrorKind::BadResponse
            }
            Self::Broken { .. } => ErrorKind::Network,
            Self::TooSlow { .. } => ErrorKind::Timeout,
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Broken { .. } | Self::TooSlow { .. } => {
                Some("wait for it again: the download goes on where it stopped")
            }
            Self::TooLarge { .. } => Some("raise the limit, and wait for it again"),
            Self::LinkExpired { .. } => Some("the provider keeps a video for 24 hours"),
            _ => None,
        }
    }

    /// Whether what has arrived is of no use to any later attempt.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::LinkExpired { .. } | Self::NotAVideo { .. } | Self::TooLarge { .. } => true,
            Self::Denied { .. }
            | Self::Status { .. }
            | Self::Broken { .. }
            | Self::TooSlow { .. } => false,
        }
    }
}
