//! A storage on loopback for tests: it answers each request with the bytes that a test makes of it, and hangs up.

use crate::storage::Storage;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The storage, and what it was asked.
pub(super) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request: its head in lower case, and its body.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Where the requested range begins; 0 for the whole.
    pub(super) fn start(&self) -> usize {
        let range = self.head.split_once("range: bytes=");
        range.map_or(0, |(_, range)| {
            range.split('-').next().unwrap().parse().unwrap()
        })
    }
}

impl Server {
    /// Answers the nth request, from 0, with what `script` makes of it.
    pub(super) async fn start(
        script: impl Fn(usize, &Request) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(request) = read(&mut stream).await else {
                    continue;
                };
                let answer = {
                    let mut seen: std::sync::MutexGuard<'_, Vec<Request>> = seen.lock().unwrap();
                    seen.push(request.clone());
                    script(seen.len() - 1, &request)
                };
                // The other side may have hung up, which the test then sees elsewhere.
                let _ = stream.write_all(&answer).await;
            }
        });
        Self { address, requests }
    }

    /// The URL of a path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// A storage that may use this server.
    pub(super) fn storage(&self) -> Storage {
        Storage::at(&self.url(""))
    }

    /// What was asked.
    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.split_once("content-length: ");
    let length = length.map_or(0, |(_, rest)| {
        rest.split("\r\n").next().unwrap().parse().unwrap()
    });
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Request { head, body })
}

/// An answer of a status line, header lines and a body.
pub(super) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}
