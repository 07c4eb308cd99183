//! The way to an origin, one step at a time as a connection is made, and how far it leads. Nothing is sent on it.
//! Knows nothing of the guest or the provider.

use std::error::Error as StdError;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::timeout;

use super::connector::{ConnectError, Dialler, dial};
use super::origin::{Origin, Scheme};
use super::tls::TlsError;

/// How far the way to the endpoint leads. A step that was not come to is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The addresses that may be dialled: those of the host's name, or the one that stands in the URL.
    pub addresses: Result<Vec<SocketAddr>, Obstacle>,
    /// The address that answered first.
    pub connection: Option<Result<SocketAddr, Obstacle>>,
    /// The version of TLS that was agreed on, such as `TLS 1.3`, with a server whose certificate is trusted. `None` for
    /// plain `http` too.
    pub tls: Option<Result<String, Obstacle>>,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// The name has no address, or nobody could be asked for it.
    Name(String),
    /// The host's policy does not let the address be dialled.
    Forbidden(String),
    /// No address answers.
    Unreachable(String),
    /// The server shows a certificate that is not trusted for this host.
    Certificate(String),
    /// The two do not agree on how to speak securely.
    Tls(String),
    /// The step took longer than it may.
    Slow(Duration),
}

impl Dialler {
    /// Walks as far as the way leads; no step takes longer than `limit`. What it leads to is closed again.
    pub(super) async fn walk(&self, origin: &Origin, limit: Duration) -> Walk {
        let mut walk = Walk {
            addresses: in_time(limit, self.find(origin)).await,
            connection: None,
            tls: None,
        };
        let Ok(addresses) = &walk.addresses else {
            return walk;
        };
        let dialled = async { dial(addresses.clone()).await.map_err(ConnectError::Dial) };
        let stream = match in_time(limit, dialled).await {
            Ok(stream) => stream,
            Err(obstacle) => {
                walk.connection = Some(Err(obstacle));
                return walk;
            }
        };
        let peer = stream.peer_addr().map_err(ConnectError::Dial);
        walk.connection = Some(peer.map_err(|error| obstacle(&error)));
        if origin.scheme() == Scheme::Https {
            let secured = in_time(limit, self.secure(origin, stream)).await;
            walk.tls = Some(secured.map(|stream| {
                let version = stream.get_ref().1.protocol_version();
                let version = version.map(|version| format!("{version:?}"));
                version
                    .unwrap_or_default()
                    .replace("TLSv", "TLS ")
                    .replace('_', ".")
            }));
        }
        walk
    }
}

async fn in_time<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, ConnectError>>,
) -> Result<T, Obstacle> {
    match timeout(limit, step).await {
        Ok(result) => result.map_err(|error| obstacle(&error)),
        Err(_) => Err(Obstacle::Slow(limit)),
    }
}

fn obstacle(error: &ConnectError) -> Obstacle {
    let told = told(error);
    match error {
        ConnectError::Dns { .. } | ConnectError::NoAddress { .. } => Obstacle::Name(told),
        ConnectError::Uri(_) | ConnectError::Denied { .. } | ConnectError::Prohibited { .. } => {
            Obstacle::Forbidden(told)
        }
        ConnectError::Dial(_) => Obstacle::Unreachable(told),
        ConnectError::Tls(error) => match error {
            TlsError::Unavailable(_) | TlsError::Stopped => Obstacle::Tls(told),
            TlsError::Handshake(error) if !is_of_certificate(error) => Obstacle::Tls(told),
            _ => Obstacle::Certificate(told),
        },
        ConnectError::Timeout { limit } => Obstacle::Slow(*limit),
    }
}

fn is_of_certificate(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    matches!(
        cause,
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
    )
}

/// The error with its causes, each said once.
fn told(error: &ConnectError) -> String {
    let mut told = error.to_string();
    let first = (error as &dyn StdError).source();
    for cause in std::iter::successors(first, |&cause| cause.source()) {
        let cause = cause.to_string();
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}
