//! A server on loopback that does exactly what a test tells it, byte by byte.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The server, and what it saw.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    accepted: AtomicUsize,
    heads: Mutex<Vec<String>>,
}

impl Server {
    /// Runs `script` on each connection.
    pub(super) async fn start<F, Done>(script: F) -> Self
    where
        F: Fn(Visitor) -> Done + Send + 'static,
        Done: Future<Output = ()> + Send + 'static,
    {
        Self::start_at("127.0.0.1:0", script).await
    }

    /// The same, on another loopback address.
    pub(super) async fn start_at<F, Done>(address: &str, script: F) -> Self
    where
        F: Fn(Visitor) -> Done + Send + 'static,
        Done: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        let server = Self {
            address,
            seen: Arc::clone(&seen),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.accepted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(script(Visitor {
                    stream,
                    seen: Arc::clone(&seen),
                }));
            }
        });
        server
    }

    /// A server that gives the same response to every request.
    pub(super) async fn always(response: &'static str) -> Self {
        Self::start(move |mut visitor| async move {
            while visitor.head().await.is_some() {
                visitor.write(response).await;
            }
        })
        .await
    }

    /// How many connections came.
    pub(super) fn accepted(&self) -> usize {
        self.seen.accepted.load(Ordering::SeqCst)
    }

    /// The request heads, in lower case.
    pub(super) fn heads(&self) -> Vec<String> {
        self.seen.heads.lock().unwrap().clone()
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }
}

/// One connection.
pub(super) struct Visitor {
    pub(super) stream: TcpStream,
    seen: Arc<Seen>,
}

impl Visitor {
    /// Reads one request head; `None` when the connection is closed.
    pub(super) async fn head(&mut self) -> Option<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
        self.seen.heads.lock().unwrap().push(head.clone());
        Some(head)
    }

    /// Writes at once.
    pub(super) async fn write(&mut self, text: &str) {
        // The other side may have closed, which the test then sees elsewhere.
        let _ = self.stream.write_all(text.as_bytes()).await;
    }

    /// Waits until the other side closes.
    pub(super) async fn closed(&mut self) {
        let mut buffer = [0; 1024];
        while self
            .stream
            .read(&mut buffer)
            .await
            .is_ok_and(|read| read > 0)
        {}
    }
}
