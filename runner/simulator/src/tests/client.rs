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
    /// Without the chunked coding; what is not text is replaced.
    pub(super) body: String,
    /// The same as bytes; nothing if it came in chunks.
    pub(super) bytes: Vec<u8>,
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

    /// Any request, to the end of its answer. `None`: the connection was closed without one.
    pub(super) async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Answer> {
        let connection = self.write(method, path, headers, body).await;
        let bytes = connection.read_bytes().await;
        (!bytes.is_empty()).then(|| Answer::parse(&bytes))
    }

    async fn send(&self, method: &str, path: &str, key: Option<&str>, body: &str) -> Connection {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(key.map(|key| ("authorization", key)));
        self.write(method, path, &headers, body.as_bytes()).await
    }

    async fn write(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Connection {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let length = body.len();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n"
        );
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let request = [head.as_bytes(), b"\r\n", body].concat();
        socket.write_all(&request).await.unwrap();
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
    pub(super) async fn read_rest(self) -> String {
        String::from_utf8(self.read_bytes().await).unwrap()
    }

    async fn read_bytes(mut self) -> Vec<u8> {
        while matches!(self.socket.read_buf(&mut self.read).await, Ok(1..)) {}
        self.read
    }

    async fn finish(self) -> Answer {
        Answer::parse(&self.read_bytes().await)
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

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = str::from_utf8(&bytes[..end]).unwrap();
        let bytes = &bytes[end + 4..];
        let body = &*String::from_utf8_lossy(bytes);
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
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map(|(_, length)| length.parse().unwrap());
        let (body, bytes, is_whole) = if is_chunked {
            let (body, is_whole) = unchunk(body);
            (body, Vec::new(), is_whole)
        } else {
            let is_whole = length.is_none_or(|length: usize| length == bytes.len());
            (body.to_owned(), bytes.to_vec(), is_whole)
        };
        Self {
            status,
            headers,
            body,
            bytes,
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
