//! From what went wrong to the error the guest sees. The guest must be able to tell whether anything was sent, so a
//! failure to connect never has the same error as a failure after it.
//! Knows only the two vocabularies.

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy;
use wasmtime_wasi_http::Error;

use super::connector::ConnectError;
use super::tls::TlsError;

/// The error of a request that got no response head.
pub(crate) fn request_error(error: &legacy::Error) -> Error {
    if let Some(error) = find::<ConnectError>(error) {
        tracing::debug!(error = error as &dyn StdError, "no connection");
        return connect_error(error);
    }
    tracing::debug!(error = error as &dyn StdError, "no response head");
    match find::<hyper::Error>(error) {
        Some(error) => exchange_error(error),
        // What is left of connecting is the pool's own: the connection it waited for did not come.
        None if error.is_connect() => Error::DestinationUnavailable,
        None => Error::ConnectionTerminated,
    }
}

/// The error of a response body that broke off.
pub(crate) fn body_error(error: &hyper::Error) -> Error {
    tracing::debug!(
        error = error as &dyn StdError,
        "the response body broke off"
    );
    match exchange_error(error) {
        Error::DestinationUnavailable => Error::ConnectionTerminated,
        error => error,
    }
}

/// The error of a call that its caller gave up.
pub(crate) fn cancelled() -> Error {
    Error::InternalError(Some("the call was cancelled".to_owned()))
}

fn connect_error(error: &ConnectError) -> Error {
    match error {
        ConnectError::Uri(_) => Error::HttpRequestUriInvalid,
        ConnectError::Denied { .. } => Error::HttpRequestDenied,
        ConnectError::Dns { source, .. } => Error::DnsError {
            rcode: Some(source.to_string()),
            info_code: None,
        },
        ConnectError::NoAddress { .. } => Error::DestinationNotFound,
        ConnectError::Prohibited { .. } => Error::DestinationIpProhibited,
        ConnectError::Dial(error) => dial_error(error.kind()),
        ConnectError::Tls(error) => tls_error(error),
        ConnectError::Timeout { .. } => Error::ConnectionTimeout,
    }
}

fn dial_error(kind: io::ErrorKind) -> Error {
    match kind {
        io::ErrorKind::ConnectionRefused => Error::ConnectionRefused,
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            Error::DestinationIpUnroutable
        }
        io::ErrorKind::TimedOut => Error::ConnectionTimeout,
        _ => Error::DestinationUnavailable,
    }
}

fn tls_error(error: &TlsError) -> Error {
    match error {
        TlsError::Handshake(error) => handshake_error(error),
        TlsError::Name(_) => Error::TlsCertificateError,
        TlsError::Unavailable(_) | TlsError::Stopped => Error::TlsProtocolError,
        // Without roots no certificate can be trusted. The operator, not the guest, can mend it.
        TlsError::CaFile { .. }
        | TlsError::CaCertificate { .. }
        | TlsError::CaFileEmpty { .. }
        | TlsError::NoRoots => {
            tracing::error!(error = error as &dyn StdError, "no trusted certificates");
            Error::TlsCertificateError
        }
    }
}

fn handshake_error(error: &io::Error) -> Error {
    match tls_cause(error) {
        Some(
            rustls::Error::InvalidCertificate(_)
            | rustls::Error::NoCertificatesPresented
            | rustls::Error::UnsupportedNameType,
        ) => Error::TlsCertificateError,
        Some(rustls::Error::AlertReceived(alert)) => Error::TlsAlertReceived {
            alert_id: Some(u8::from(*alert)),
            alert_message: Some(format!("{alert:?}")),
        },
        _ => Error::TlsProtocolError,
    }
}

/// What happened on a connection that stood.
fn exchange_error(error: &hyper::Error) -> Error {
    if error.is_canceled() || error.is_closed() {
        // The connection went away before it took the request.
        Error::DestinationUnavailable
    } else if error.is_parse_too_large() {
        Error::HttpResponseHeaderSectionSize(None)
    } else if error.is_parse() || is_malformed(error) {
        Error::HttpProtocolError
    } else if error.is_timeout() {
        Error::ConnectionReadTimeout
    } else if let Some(Error::HttpRequestBodySize(size)) = find::<Error>(error) {
        Error::HttpRequestBodySize(*size)
    } else {
        Error::ConnectionTerminated
    }
}

/// Whether the body's framing makes no sense, which is told only by the kind of an I/O error. Broken TLS has that kind
/// too.
fn is_malformed(error: &hyper::Error) -> bool {
    find::<io::Error>(error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
        ) && tls_cause(error).is_none()
    })
}

/// What TLS says, when it is the cause.
fn tls_cause(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// The first cause of one type.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    std::iter::successors(Some(error), |&error| error.source())
        .find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_to_dial_stay_apart() {
        use io::ErrorKind as Kind;
        assert!(matches!(
            dial_error(Kind::ConnectionRefused),
            Error::ConnectionRefused
        ));
        assert!(matches!(
            dial_error(Kind::NetworkUnreachable),
            Error::DestinationIpUnroutable
        ));
        assert!(matches!(
            dial_error(Kind::HostUnreachable),
            Error::DestinationIpUnroutable
        ));
        assert!(matches!(
            dial_error(Kind::TimedOut),
            Error::ConnectionTimeout
        ));
        assert!(matches!(
            dial_error(Kind::ConnectionReset),
            Error::DestinationUnavailable
        ));
    }

    #[test]
    fn failed_handshakes_stay_apart() {
        let of = |error| handshake_error(&io::Error::other(error));
        let expired = rustls::CertificateError::Expired;
        assert!(matches!(
            of(rustls::Error::InvalidCertificate(expired)),
            Error::TlsCertificateError
        ));
        let alert = of(rustls::Error::AlertReceived(
            rustls::AlertDescription::HandshakeFailure,
        ));
        assert!(matches!(
            alert,
            Error::TlsAlertReceived {
                alert_id: Some(40),
                ..
            }
        ));
        assert!(matches!(
            of(rustls::Error::DecryptError),
            Error::TlsProtocolError
        ));
        assert!(matches!(
            handshake_error(&io::ErrorKind::UnexpectedEof.into()),
            Error::TlsProtocolError
        ));
    }

    #[test]
    fn trust_that_cannot_be_set_up_counts_as_an_untrusted_certificate() {
        assert!(matches!(
            connect_error(&TlsError::NoRoots.into()),
            Error::TlsCertificateError
        ));
    }
}
