//! As little of an HTTP/1.1 client as the tests need, so that they see the bytes.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Simulator;

/// Opens a connection for each request.
pub(super) struct Client {
    pub(super) address: SocketAddr,
}

/// A whole answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    /// Without the chunked coding.
    pub(super) body: String,
    /// Whether the body ended as it should, rather than with the connection.
    pub(super) is_whole: bool,
}

/// An answer that is being read.
pub(super) struct Connection {
    socket: TcpStream,
    read: Vec<u8>,
}

impl Client {
    pub(super) fn new(simulator: &Simulator) -> Self {
        Self {
            address: simulator.address(),
        }
    }

    pub(super) async fn get(&self, path: &str, key: Option<&str>) -> Answer {
        self.send("GET", path, key, "").await.finish().await
    }

    pub(super) async fn post(&self, path: &str, key: Option<&str>, body: &str) -> Answer {
        self.open(path, key, body).await.finish().await
    }

    /// Sends a request and leaves the answer to be read.
    pub(super) async fn open(&self, path: &str, key: Option<&str>, body: &str) -> Connection {
        self.send("POST", path, key, body).await
    }

    async fn send(&self, method: &str, path: &str, key: Option<&str>, body: &str) -> Connection {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let key = key.map_or_else(String::new, |key| format!("authorization: {key}\r\n"));
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{key}connection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        Connection {
            socket,
            read: Vec::new(),
        }
    }
}

impl Connection {
    /// Reads until the text has come.
    pub(super) async fn read_until(&mut self, text: &str) {
        while !String::from_utf8_lossy(&self.read).contains(text) {
            let count = self.socket.read_buf(&mut self.read).await.unwrap();
            assert!(
                count > 0,
                "ended before {text:?}: {}",
                String::from_utf8_lossy(&self.read)
            );
        }
    }

    /// Everything until the connection ends, in whatever way.
    pub(super) async fn read_rest(mut self) -> String {
        while matches!(self.socket.read_buf(&mut self.read).await, Ok(1..)) {}
        String::from_utf8(self.read).unwrap()
    }

    async fn finish(self) -> Answer {
        Answer::parse(&self.read_rest().await)
    }
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let same = |(other, _): &&(String, String)| other == name;
        self.headers
            .iter()
            .find(same)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let is_chunked = headers.iter().any(|(name, _)| name == "transfer-encoding");
        let (body, is_whole) = if is_chunked {
            unchunk(body)
        } else {
            (body.to_owned(), true)
        };
        Self {
            status,
            headers,
            body,
            is_whole,
        }
    }
}

fn unchunk(mut rest: &str) -> (String, bool) {
    let mut body = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        body.push_str(&after[..size]);
        rest = &after[size + 2..];
    }
    (body, false)
}
