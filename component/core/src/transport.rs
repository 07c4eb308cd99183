//! The one trait between this crate and the world: send a request, read the answer's bytes, wait.
//! What implements it decides how; a test plays a script, a component calls `wasi:http`.

#[cfg(test)]
pub(crate) mod script;

use crate::error::code::Retry;
use crate::error::{Error, ErrorKind};
use crate::http::{Head, Request};
use crate::prelude::*;

/// Sends requests.
///
/// The futures need not be `Send`: a component is one thread.
pub trait Transport {
    /// An answer's body.
    type Body: Body;

    /// Sends a request and gives the beginning of its answer, whatever its status.
    fn send(&self, request: Request) -> impl Future<Output = Result<(Head, Self::Body), Failure>>;

    /// Nanoseconds on a clock that only goes forward. When it began means nothing.
    fn now_ns(&self) -> u64;

    /// Waits for a number of milliseconds.
    fn sleep(&self, ms: u64) -> impl Future<Output = ()> + use<Self>;
}

/// An answer's body. Dropping it before its end closes the connection.
pub trait Body {
    /// Replaces what `buffer` holds by the next bytes, and keeps its allocation. `false` is the end, with nothing in
    /// `buffer`.
    fn read(&mut self, buffer: &mut Vec<u8>) -> impl Future<Output = Result<bool, Failure>>;
}

/// Why a request got no answer, or an answer no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed.
    pub cause: Cause,
    /// What the transport says of it, for people.
    pub detail: String,
    /// Whether the provider may have received the request.
    pub request_sent: bool,
}

/// What failed on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The host's policy refused the request.
    Denied,
    /// The name does not resolve.
    Dns,
    /// No connection could be made.
    Connect,
    /// The peer's certificate or TLS handshake is not acceptable.
    Tls,
    /// A time limit passed.
    Timeout,
    /// The connection ended early.
    Cut,
    /// The answer is larger than the host takes.
    TooLarge,
    /// The peer does not speak HTTP.
    Protocol,
    /// The URL is not one that can be requested.
    Url,
}

impl Failure {
    /// The error that a caller sees, for a request to `url`.
    #[must_use]
    pub fn into_error(self, url: &str) -> Error {
        let (kind, what, hint) = match self.cause {
            Cause::Denied => (
                ErrorKind::DeniedByHost,
                "the host's policy does not allow requests to",
                "only the configured endpoint may be reached; set the base URL to the one you mean",
            ),
            Cause::Dns => (
                ErrorKind::Network,
                "no address was found for",
                "check the host name in the base URL, and the network",
            ),
            Cause::Connect => (
                ErrorKind::Network,
                "no connection could be made to",
                "check that the address and port are right and that something listens there",
            ),
            Cause::Tls => (
                ErrorKind::Network,
                "no trusted connection could be made to",
                "check the base URL's scheme, the system's certificates and any proxy between",
            ),
            Cause::Timeout => (
                ErrorKind::Timeout,
                "a time limit passed while waiting for",
                "raise the time limit, or ask for less in one call",
            ),
            Cause::Cut => (
                ErrorKind::Network,
                "the connection ended before the answer from",
                "the text so far stands; asking again may be billed again",
            ),
            Cause::TooLarge => (
                ErrorKind::BadResponse,
                "the host's size limit was passed by the answer from",
                "check that the base URL is a chat endpoint",
            ),
            Cause::Protocol => (
                ErrorKind::BadResponse,
                "no HTTP answer came from",
                "check the base URL's scheme and port",
            ),
            Cause::Url => (
                ErrorKind::InvalidRequest,
                "the URL cannot be requested:",
                "check the base URL",
            ),
        };
        let mut error = Error::new(kind, format!("{what} {url} ({})", self.detail)).with_hint(hint);
        error.request_sent = self.request_sent;
        error.retry = match self.cause {
            Cause::Connect | Cause::Timeout if !self.request_sent => Retry::Soon,
            Cause::Cut | Cause::Timeout => Retry::SoonIfFree,
            _ => Retry::Never,
        };
        error
    }
}
