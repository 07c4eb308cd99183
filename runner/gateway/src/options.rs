//! What whoever starts a gateway may say.

use crate::tokens::Tokens;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// How a gateway serves.
#[derive(Debug)]
pub struct Options {
    /// Where to listen; port 0 is any free one. Default 127.0.0.1:8787. An address that others can reach needs tokens.
    pub listen: SocketAddr,
    /// Who may come in; `None` lets in whoever reaches the address. Default `None`.
    pub tokens: Option<Tokens>,
    /// The certificate that clients see; `None` serves plain HTTP. Default `None`.
    pub tls: Option<TlsFiles>,
    /// How much is taken on.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            tokens: None,
            tls: None,
            limits: Limits::default(),
        }
    }
}

/// The files of a certificate, PEM both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and those between it and the authority that clients trust.
    pub certificates: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How much is taken on at once, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest request body, in bytes. Default 12 MiB, which is the most that the component takes.
    pub body_bytes: u64,
    /// Bytes of request bodies whose answers have not begun, of all requests together. Default 192 MiB: a body goes
    /// through the component's memory four times.
    pub bodies_bytes: u64,
    /// The longest request head, in bytes, and the longest piece that is held for a slow reader. Default 64 KiB.
    pub head_bytes: usize,
    /// Connections at once; more wait in the system's queue. Default 4,096.
    pub connections: usize,
    /// Requests at once; more are refused with 503. Default 2,048.
    pub requests: usize,
    /// From the connection to the end of the first request's head, TLS included. Default 10 seconds.
    pub head: Duration,
    /// Between two pieces of a request's body. Default 30 seconds.
    pub between_bytes: Duration,
    /// How long a connection may be without a request. Default 75 seconds.
    pub idle: Duration,
    /// How long a request may be under way until its connection is closed. Default 31 minutes, one more than the door takes for
    /// an answer: it is for clients that do not read theirs.
    pub answer: Duration,
    /// How long the requests under way may take when the gateway is told to end. Default 30 seconds.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 12 << 20,
            bodies_bytes: 192 << 20,
            head_bytes: 64 << 10,
            connections: 4_096,
            requests: 2_048,
            head: Duration::from_secs(10),
            between_bytes: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            answer: Duration::from_mins(31),
            drain: Duration::from_secs(30),
        }
    }
}
