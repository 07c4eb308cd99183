//! Dials an origin: resolves its name, refuses addresses the policy does not admit, connects to exactly those it checked.
//! Knows nothing of the guest, the provider, or what is sent on the connection.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

use super::address::classify;
use super::origin::{Host, InvalidOrigin, Origin, Scheme};
use super::policy::{Policy, Reach};
use super::stream::Stream;
use super::tls::{Tls, TlsError};
use super::walk::Walk;

/// Why no connection stands. In every case nothing of a request was sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    /// The URI names no origin.
    #[error("the URI names no origin")]
    Uri(#[from] InvalidOrigin),
    /// The policy does not list the origin.
    #[error("{origin} is not allowed")]
    Denied {
        /// Where the request wanted to go.
        origin: Origin,
    },
    /// The name could not be resolved.
    #[error("cannot resolve {host}")]
    Dns {
        /// The name.
        host: String,
        /// What the resolver says.
        source: io::Error,
    },
    /// The name has no address.
    #[error("{host} has no address")]
    NoAddress {
        /// The name.
        host: String,
    },
    /// The policy admits none of the addresses.
    #[error("{origin} leads to an address that is not allowed")]
    Prohibited {
        /// Where the request wanted to go.
        origin: Origin,
    },
    /// No address answered; what the last one to fail said.
    #[error("cannot connect")]
    Dial(#[source] io::Error),
    /// TCP stands, TLS does not.
    #[error("cannot connect securely")]
    Tls(#[from] TlsError),
    /// All of the above took too long together.
    #[error("connecting took longer than {} ms", limit.as_millis())]
    Timeout {
        /// The limit that was passed.
        limit: Duration,
    },
}

/// Turns names into addresses.
pub(crate) trait Resolve: Send + Sync {
    /// The addresses of a name, in the order in which to try them.
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// The system's own resolver.
pub(crate) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }
}

tokio::task_local! {
    /// What one request allows for connecting; the HTTP client has no way to hand it through.
    static CONNECT_TIMEOUT: Duration;
}

/// Runs a request whose connecting may take `limit`, within the host's own limit.
pub(crate) async fn with_connect_timeout<F: Future>(limit: Duration, request: F) -> F::Output {
    CONNECT_TIMEOUT.scope(limit, request).await
}

/// Makes connections for the HTTP client's pool.
#[derive(Clone)]
pub(crate) struct Connector {
    dialler: Arc<Dialler>,
}

impl Connector {
    /// A connector that asks `policy`, and never takes longer than `limit`.
    pub(crate) fn new(
        policy: Arc<Policy>,
        resolver: Arc<dyn Resolve>,
        tls: Tls,
        limit: Duration,
    ) -> Self {
        Self {
            dialler: Arc::new(Dialler {
                policy,
                resolver,
                tls,
                limit,
            }),
        }
    }

    /// Walks the way to an origin; no step takes longer than `limit`.
    pub(crate) async fn walk(&self, origin: &Origin, limit: Duration) -> Walk {
        self.dialler.walk(origin, limit).await
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Stream>;
    type Error = ConnectError;
    type Future = BoxFuture<'static, Result<Self::Response, ConnectError>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let dialler = Arc::clone(&self.dialler);
        // Read here and not in the future: the pool may go on with that one outside of the request's scope.
        let limit = CONNECT_TIMEOUT
            .try_with(|asked| dialler.limit.min(*asked))
            .unwrap_or(dialler.limit);
        Box::pin(async move {
            match tokio::time::timeout(limit, dialler.connect(&uri)).await {
                Ok(connected) => connected.map(TokioIo::new),
                Err(_) => Err(ConnectError::Timeout { limit }),
            }
        })
    }
}

/// Makes one connection.
pub(super) struct Dialler {
    policy: Arc<Policy>,
    resolver: Arc<dyn Resolve>,
    tls: Tls,
    limit: Duration,
}

impl Dialler {
    async fn connect(&self, uri: &Uri) -> Result<Stream, ConnectError> {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let origin = Origin::from_parts(uri.scheme_str().unwrap_or_default(), authority)?;
        let addresses = self.find(&origin).await?;
        let stream = dial(addresses).await.map_err(ConnectError::Dial)?;
        // A request is written in one piece and waits for its answer: holding back small packets only delays it.
        stream.set_nodelay(true).map_err(ConnectError::Dial)?;
        match origin.scheme() {
            Scheme::Http => Ok(Stream::Plain(stream)),
            Scheme::Https => {
                let stream = self.secure(&origin, stream).await?;
                Ok(Stream::Secure(Box::new(stream)))
            }
        }
    }

    /// The addresses that an origin leads to, as far as the policy admits them.
    pub(super) async fn find(&self, origin: &Origin) -> Result<Vec<SocketAddr>, ConnectError> {
        // The policy was asked before; asking again keeps this true for whoever else may call.
        let Some(reach) = self.policy.reach(origin) else {
            let origin = origin.clone();
            return Err(ConnectError::Denied { origin });
        };
        self.admitted_addresses(origin, reach).await
    }

    /// Speaks TLS on a fresh connection with an origin.
    pub(super) async fn secure(
        &self,
        origin: &Origin,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, ConnectError> {
        let host = match origin.host() {
            Host::Name(name) => name.clone(),
            Host::Address(address) => address.to_string(),
        };
        Ok(self.tls.handshake(&host, stream).await?)
    }

    async fn admitted_addresses(
        &self,
        origin: &Origin,
        reach: Reach,
    ) -> Result<Vec<SocketAddr>, ConnectError> {
        let found = match origin.host() {
            Host::Address(address) => vec![SocketAddr::new(*address, origin.port())],
            Host::Name(host) => self.resolve(host, origin.port()).await?,
        };
        let admitted: Vec<_> = found
            .into_iter()
            .filter(|address| {
                let class = classify(address.ip());
                let admits = reach.admits(class);
                if !admits {
                    tracing::warn!(%origin, address = %address.ip(), ?class, "an address is not allowed");
                }
                admits
            })
            .take(MAX_ADDRESSES)
            .collect();
        if admitted.is_empty() {
            return Err(ConnectError::Prohibited {
                origin: origin.clone(),
            });
        }
        Ok(admitted)
    }

    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, ConnectError> {
        let host = host.to_owned();
        let found = match self.resolver.resolve(host.clone(), port).await {
            Ok(found) => found,
            Err(source) => return Err(ConnectError::Dns { host, source }),
        };
        if found.is_empty() {
            return Err(ConnectError::NoAddress { host });
        }
        Ok(found)
    }
}

/// How many addresses of a name are tried; a real service has a handful.
const MAX_ADDRESSES: usize = 8;

/// How long an address may be silent before the next one is tried beside it (RFC 8305 §8).
const HEAD_START: Duration = Duration::from_millis(250);

/// Connects to the first address that answers: the next one starts when one fails, or is silent for the head start.
pub(super) async fn dial(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter();
    let mut attempts = FuturesUnordered::new();
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    loop {
        let exhausted = match waiting.next() {
            Some(address) => {
                attempts.push(TcpStream::connect(address));
                false
            }
            None => true,
        };
        let attempt = if exhausted {
            attempts.next().await
        } else {
            match tokio::time::timeout(HEAD_START, attempts.next()).await {
                Ok(attempt) => attempt,
                Err(_) => continue,
            }
        };
        match attempt {
            Some(Ok(stream)) => return Ok(stream),
            Some(Err(error)) => failure = error,
            None if exhausted => return Err(failure),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests;
