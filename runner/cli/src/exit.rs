//! The exit codes, and which failure ends with which.

use crate::failure::Failure;
use qwenbox::jobs;
use qwenbox::types::{self, ErrorKind};
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for was done.
    Done = 0,
    /// The service, the network or this machine failed.
    Failed = 1,
    /// Wrong usage or configuration: nothing was sent.
    Usage = 2,
    /// Not authorised, or billing.
    Refused = 3,
    /// A rate limit or a quota.
    Limited = 4,
    /// The content filter.
    Filtered = 5,
    /// A time limit passed.
    TimedOut = 124,
    /// Ctrl-C, or cancelled.
    Interrupted = 130,
}

impl Exit {
    /// The code of a failure.
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            // A reader like `head` that has seen enough is no failure.
            Failure::ReaderLeft => Self::Done,
            Failure::Told(failure) => Self::of(failure),
            // The provider gave up on a task, whatever for; its content filter is told apart.
            Failure::Job(jobs::Error::Failed { error, .. })
                if error.kind != ErrorKind::ContentFiltered =>
            {
                Self::Failed
            }
            _ => Self::of_record(&failure.record()),
        }
    }

    fn of_record(error: &types::Error) -> Self {
        match error.kind {
            // Refused by the component or the sandbox itself, or by the provider.
            ErrorKind::InvalidRequest
            | ErrorKind::NotFound
            | ErrorKind::Unsupported
            | ErrorKind::ContextExceeded
            | ErrorKind::DeniedByHost => {
                if error.request_sent {
                    Self::Failed
                } else {
                    Self::Usage
                }
            }
            ErrorKind::Unauthorized | ErrorKind::PermissionDenied | ErrorKind::Billing => {
                Self::Refused
            }
            ErrorKind::RateLimited | ErrorKind::QuotaExhausted => Self::Limited,
            ErrorKind::ContentFiltered => Self::Filtered,
            ErrorKind::Timeout => Self::TimedOut,
            ErrorKind::Cancelled => Self::Interrupted,
            ErrorKind::Overloaded
            | ErrorKind::Network
            | ErrorKind::BadResponse
            | ErrorKind::Other(_) => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;
    use crate::failure::Failure;
    use qwenbox::types::{Error, ErrorKind};

    /// Each kind, with the code when nothing was sent and when something may have been.
    const TABLE: [(ErrorKind, u8, u8); 16] = [
        (ErrorKind::InvalidRequest, 2, 1),
        (ErrorKind::Unauthorized, 3, 3),
        (ErrorKind::PermissionDenied, 3, 3),
        (ErrorKind::Billing, 3, 3),
        (ErrorKind::NotFound, 2, 1),
        (ErrorKind::Unsupported, 2, 1),
        (ErrorKind::RateLimited, 4, 4),
        (ErrorKind::QuotaExhausted, 4, 4),
        (ErrorKind::ContentFiltered, 5, 5),
        (ErrorKind::ContextExceeded, 2, 1),
        (ErrorKind::Overloaded, 1, 1),
        (ErrorKind::Timeout, 124, 124),
        (ErrorKind::Network, 1, 1),
        (ErrorKind::BadResponse, 1, 1),
        (ErrorKind::Cancelled, 130, 130),
        (ErrorKind::DeniedByHost, 2, 1),
    ];

    fn code(kind: &ErrorKind, request_sent: bool) -> u8 {
        Exit::of_record(&Error {
            kind: kind.clone(),
            message: String::new(),
            hint: None,
            status: None,
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent,
        }) as u8
    }

    #[test]
    fn every_kind_has_its_code() {
        for (kind, unsent, sent) in TABLE {
            assert_eq!(code(&kind, false), unsent, "{kind:?}");
            assert_eq!(code(&kind, true), sent, "{kind:?}");
        }
        assert_eq!(code(&ErrorKind::Other("new".to_owned()), true), 1);
    }

    #[test]
    fn the_command_lines_own_failures_have_theirs() {
        let broken = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        for (failure, code) in [
            (Failure::usage("x"), 2),
            (Failure::Interrupted, 130),
            (Failure::Filtered, 5),
            (Failure::machine("x", broken()), 1),
            (Failure::writing(broken()), 0),
        ] {
            assert_eq!(Exit::of(&failure) as u8, code, "{failure}");
        }
    }
}
