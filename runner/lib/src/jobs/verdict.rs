//! What an error of the provider means for a job: whether it may pass, and what became of a submit.
//! Pure: the one place where that is decided.

use super::store::Unsent;
use crate::types::{Error, ErrorKind};

/// Whether the same read may work later. What asks for another key, request or version does not pass.
pub(crate) fn may_pass(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Network
        | ErrorKind::Timeout
        | ErrorKind::Overloaded
        | ErrorKind::RateLimited => true,
        ErrorKind::InvalidRequest
        | ErrorKind::Unauthorized
        | ErrorKind::PermissionDenied
        | ErrorKind::Billing
        | ErrorKind::NotFound
        | ErrorKind::Unsupported
        | ErrorKind::QuotaExhausted
        | ErrorKind::ContentFiltered
        | ErrorKind::ContextExceeded
        | ErrorKind::BadResponse
        | ErrorKind::Cancelled
        | ErrorKind::DeniedByHost
        | ErrorKind::Other(_) => false,
    }
}

/// Whether the same request will be refused again: for what it says, not for who sends it or when.
pub(crate) fn is_for_good(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidRequest
            | ErrorKind::NotFound
            | ErrorKind::Unsupported
            | ErrorKind::ContentFiltered
            | ErrorKind::ContextExceeded
    )
}

/// What became of a job whose submit failed.
///
/// | the error says | the job is |
/// |---|---|
/// | not sent, and may pass or was cancelled here | created: it can be sent |
/// | not sent, for any other reason | refused |
/// | sent, and answered with a status from 400 to 499 | refused: nothing came of it |
/// | sent, and answered with 408, 5xx or anything else, or not at all | unknown: it may cost money |
pub(crate) fn after_submit(error: &Error) -> Unsent {
    /// A server that waited too long for the request may have had all of it (RFC 9110 §15.5.9).
    const REQUEST_TIMEOUT: u16 = 408;
    if !error.request_sent {
        let passes = may_pass(&error.kind);
        // What this machine did not do, such as loading the component, says nothing of the request.
        let of_this_machine = matches!(error.kind, ErrorKind::Cancelled | ErrorKind::Other(_));
        return if passes || of_this_machine {
            Unsent::Created
        } else {
            Unsent::Refused
        };
    }
    match error.status {
        Some(400..500) if error.status != Some(REQUEST_TIMEOUT) => Unsent::Refused,
        _ => Unsent::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind, status: Option<u16>, request_sent: bool) -> Error {
        Error {
            kind,
            message: String::new(),
            hint: None,
            status,
            code: None,
            request_id: None,
            retry_after_ms: None,
            request_sent,
        }
    }

    #[test]
    fn what_became_of_a_submit() {
        use ErrorKind as Kind;
        for (kind, status, sent, outcome) in [
            (Kind::Network, None, false, Unsent::Created),
            (Kind::Timeout, None, false, Unsent::Created),
            (Kind::RateLimited, Some(429), false, Unsent::Created),
            (Kind::Cancelled, None, false, Unsent::Created),
            (Kind::Other("load".to_owned()), None, false, Unsent::Created),
            (Kind::InvalidRequest, None, false, Unsent::Refused),
            (Kind::Unauthorized, None, false, Unsent::Refused),
            (Kind::DeniedByHost, None, false, Unsent::Refused),
            (Kind::InvalidRequest, Some(400), true, Unsent::Refused),
            (Kind::Unauthorized, Some(401), true, Unsent::Refused),
            (Kind::RateLimited, Some(429), true, Unsent::Refused),
            (Kind::Timeout, Some(408), true, Unsent::Unknown),
            (Kind::Overloaded, Some(500), true, Unsent::Unknown),
            (Kind::Overloaded, Some(503), true, Unsent::Unknown),
            (Kind::Network, None, true, Unsent::Unknown),
            (Kind::Timeout, None, true, Unsent::Unknown),
            (Kind::BadResponse, Some(200), true, Unsent::Unknown),
            (Kind::BadResponse, Some(302), true, Unsent::Unknown),
            (Kind::Other("trap".to_owned()), None, true, Unsent::Unknown),
        ] {
            let error = error(kind, status, sent);
            assert_eq!(after_submit(&error), outcome, "{error:?}");
        }
    }
}
