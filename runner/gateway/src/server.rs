//! Accepts connections, and drains them at the end.
//! Knows nothing of what is said on them.

use crate::connection;
use crate::error::Error;
use crate::options::Options;
use crate::service::Service;
use crate::tls;
use qwenbox::door::Door;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

/// How long to wait when the system gives no connection, which is mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);

/// A gateway that listens. It answers while [`Gateway::run`] runs.
pub struct Gateway {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    service: Arc<Service>,
}

/// How a gateway ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drained {
    /// Requests that were cut because they were not done in time.
    pub cut: u64,
}

impl Gateway {
    /// Listens, on an event loop.
    ///
    /// # Errors
    /// When others could reach the address and no token is asked for, the certificate cannot be used, or the address
    /// cannot be listened on.
    pub async fn bind(door: Door, options: Options) -> Result<Self, Error> {
        let Options {
            listen,
            tokens,
            tls,
            limits,
        } = options;
        if !listen.ip().is_loopback() && tokens.is_none() {
            return Err(Error::options(
                format!("{listen} can be reached from elsewhere, and there are no client tokens"),
                "give tokens with --tokens-file or QWENBOX_TOKENS, or listen on 127.0.0.1 or [::1]",
            ));
        }
        let tls = tls.as_ref().map(tls::acceptor).transpose()?;
        let refuse = |source| Error::Listen {
            address: listen,
            source,
        };
        let listener = TcpListener::bind(listen).await.map_err(refuse)?;
        let address = listener.local_addr().map_err(refuse)?;
        let service = Service::new(door, tokens, limits, CancellationToken::new());
        Ok(Self {
            listener,
            address,
            tls,
            service: Arc::new(service),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done. Then no new request is taken on but those that ask how the gateway is, and those under
    /// way have [`Limits::drain`](crate::Limits::drain) to end. Dropping the future cuts them all at once.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Drained {
        let follower = self.service.follow_tokens();
        tokio::select! {
            drained = self.accept(stop) => drained,
            () = follower => Drained { cut: 0 },
        }
    }

    async fn accept(&self, stop: impl Future<Output = ()>) -> Drained {
        let most = self.service.limits().connections.max(1);
        let mut connections = JoinSet::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                Some(_) = connections.join_next() => {}
                stream = self.next(), if connections.len() < most => self.serve(stream, &mut connections),
            }
        }
        self.drain(connections, most).await
    }

    /// Waits for the connections that there are; others may come and ask how the gateway is.
    async fn drain(&self, mut connections: JoinSet<()>, most: usize) -> Drained {
        self.service.draining().cancel();
        let mut late = JoinSet::new();
        let mut limit = std::pin::pin!(sleep(self.service.limits().drain));
        while !connections.is_empty() {
            tokio::select! {
                _ = connections.join_next() => {}
                Some(_) = late.join_next() => {}
                stream = self.next(), if late.len() < most => self.serve(stream, &mut late),
                () = &mut limit => break,
            }
        }
        // Dropping the connections cuts what is left.
        Drained {
            cut: if connections.is_empty() {
                0
            } else {
                self.service.metrics().in_flight()
            },
        }
    }

    /// The next connection.
    async fn next(&self) -> TcpStream {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => return stream,
                Err(error) => {
                    tracing::warn!("a connection was not accepted: {error}");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream, connections: &mut JoinSet<()>) {
        let served = connection::serve(stream, self.tls.clone(), Arc::clone(&self.service));
        connections.spawn(served);
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
