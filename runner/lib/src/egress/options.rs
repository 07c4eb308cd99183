//! What the host sets for all requests, and what of it holds for one.
//! Knows nothing of how a limit is enforced.

use std::path::PathBuf;
use std::time::Duration;

use wasmtime_wasi_http::RequestOptions;

/// The host's limits. A guest may ask for less, never for more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// How long name resolution, TCP and TLS may take together. Default 30 s. Raising it keeps a call waiting longer for
    /// a server that is not there.
    pub(crate) connect_timeout: Duration,
    /// How long the response head may take once a connection stands, sending included. Default 600 s, since a model may
    /// think in silence. Raising it keeps a connection, and the guest's memory, longer for an answer that may not come.
    pub(crate) first_byte_timeout: Duration,
    /// How long a response body may be silent while it is read. Default 300 s. Raising it costs the same.
    pub(crate) between_bytes_timeout: Duration,
    /// How large a response body may be, in bytes. Default 64 MiB. The egress does not collect bodies; raising it lets
    /// the guest collect more into its own memory.
    pub(crate) max_response_bytes: u64,
    /// How many unused connections an origin may keep. Default 32. Raising it costs a socket and some 20 KB of TLS and
    /// buffer memory each, for as long as `idle_timeout`.
    pub(crate) max_idle_connections: usize,
    /// How long an unused connection is kept. Default 60 s. Raising it saves handshakes, and meets more servers that
    /// have hung up by then; such a request is repeated on a new connection when no byte of it was sent.
    pub(crate) idle_timeout: Duration,
    /// A PEM file of certificates to trust beside the system's. Default none.
    pub(crate) ca_file: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(30),
            first_byte_timeout: Duration::from_mins(10),
            between_bytes_timeout: Duration::from_mins(5),
            max_response_bytes: 64 * 1024 * 1024,
            max_idle_connections: 32,
            idle_timeout: Duration::from_mins(1),
            ca_file: None,
        }
    }
}

/// The timeouts of one request: what the guest asked for, within the host's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// Name resolution, TCP and TLS together.
    pub(crate) connect: Duration,
    /// From the connection to the response head.
    pub(crate) first_byte: Duration,
    /// Between two pieces of the response body.
    pub(crate) between_bytes: Duration,
}

impl Timeouts {
    /// What holds for a request with the guest's options.
    pub(crate) fn of(asked: Option<RequestOptions>, host: &Options) -> Self {
        let asked = asked.unwrap_or_default();
        let within = |asked: Option<Duration>, limit: Duration| asked.unwrap_or(limit).min(limit);
        Self {
            connect: within(asked.connect_timeout, host.connect_timeout),
            first_byte: within(asked.first_byte_timeout, host.first_byte_timeout),
            between_bytes: within(asked.between_bytes_timeout, host.between_bytes_timeout),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_may_ask_for_less_but_not_for_more() {
        let host = Options::default();
        let asked = RequestOptions {
            connect_timeout: Some(Duration::from_secs(1)),
            first_byte_timeout: Some(Duration::from_secs(601)),
            between_bytes_timeout: None,
        };
        let timeouts = Timeouts::of(Some(asked), &host);
        assert_eq!(timeouts.connect, Duration::from_secs(1));
        assert_eq!(timeouts.first_byte, Duration::from_mins(10));
        assert_eq!(timeouts.between_bytes, Duration::from_mins(5));
        assert_eq!(Timeouts::of(None, &host).connect, Duration::from_secs(30));
    }
}
