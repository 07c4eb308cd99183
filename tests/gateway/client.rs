//! A client of one connection, HTTP/1.1 or 2, which can leave at any moment.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{HeaderMap, Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use qwenbox_tests::soon;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpSocket;
use tokio::task::JoinHandle;

/// How much the system keeps for reading, in bytes: little, so that a client that does not read is felt.
const RECEIVE_BUFFER: u32 = 64 * 1024;

pub(crate) type Body = Full<Bytes>;

/// An answer, and the connection that it comes on.
pub(crate) struct Answer {
    response: Response<Incoming>,
    connection: Connection,
    pub(crate) text: String,
}

/// A connection; dropping it closes it.
pub(crate) struct Connection(JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What sends requests on a connection.
pub(crate) enum Sender {
    One(hyper::client::conn::http1::SendRequest<Body>),
    Two(hyper::client::conn::http2::SendRequest<Body>),
}

impl Sender {
    /// Sends a request and waits for the answer's head.
    pub(crate) async fn send(
        &mut self,
        request: Request<Body>,
    ) -> hyper::Result<Response<Incoming>> {
        match self {
            Self::One(sender) => sender.send_request(request).await,
            Self::Two(sender) => sender.send_request(request).await,
        }
    }
}

/// Begins to speak HTTP on a stream.
pub(crate) async fn speak<S>(stream: S, version: Version) -> (Sender, Connection)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let io = TokioIo::new(stream);
    if version == Version::HTTP_2 {
        let shaken = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await;
        let (sender, connection) = shaken.unwrap();
        let task = tokio::spawn(async { drop(connection.await) });
        (Sender::Two(sender), Connection(task))
    } else {
        let (sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
        let task = tokio::spawn(async { drop(connection.await) });
        (Sender::One(sender), Connection(task))
    }
}

/// A connection to an address.
pub(crate) async fn connect(address: SocketAddr, version: Version) -> (Sender, Connection) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(RECEIVE_BUFFER).unwrap();
    speak(socket.connect(address).await.unwrap(), version).await
}

/// Asks in the request's version, on a connection of its own.
pub(crate) async fn ask(address: SocketAddr, request: Request<Body>) -> Answer {
    let (mut sender, connection) = connect(address, request.version()).await;
    Answer::new(soon(sender.send(request)).await.unwrap(), connection)
}

/// A request for a path.
pub(crate) fn get(path: &str) -> Request<Body> {
    let request = Request::get(path).header("host", "localhost");
    request.body(Full::default()).unwrap()
}

/// A chat.
pub(crate) fn chat(prompt: &str, stream: bool) -> Request<Body> {
    post(&json!({
        "model": "qwen3.5-plus",
        "messages": [{ "role": "user", "content": prompt }],
        "stream": stream,
    }))
}

/// A chat with this body.
pub(crate) fn post(body: &Value) -> Request<Body> {
    Request::post("/v1/chat/completions")
        .header("host", "localhost")
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_string())))
        .unwrap()
}

/// The same request as HTTP/2 has it.
pub(crate) fn http2(request: Request<Body>) -> Request<Body> {
    let (mut head, body) = request.into_parts();
    head.version = Version::HTTP_2;
    head.headers.remove("host");
    head.uri = format!("http://localhost{}", head.uri.path())
        .parse()
        .unwrap();
    Request::from_parts(head, body)
}

/// The same request with a client's token.
pub(crate) fn with_token(mut request: Request<Body>, token: &str) -> Request<Body> {
    let value = format!("Bearer {token}").parse().unwrap();
    request.headers_mut().insert("authorization", value);
    request
}

impl Answer {
    pub(crate) fn new(response: Response<Incoming>, connection: Connection) -> Self {
        Self {
            response,
            connection,
            text: String::new(),
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    }

    /// Waits until these words have come.
    pub(crate) async fn brings(&mut self, words: &str) {
        while !self.text.contains(words) {
            assert!(
                soon(self.more()).await,
                "ended without {words}: {}",
                self.text
            );
        }
    }

    /// Waits for more; whether it came. An answer that breaks off is an end.
    async fn more(&mut self) -> bool {
        match self.response.body_mut().frame().await {
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    self.text.push_str(std::str::from_utf8(&data).unwrap());
                }
                true
            }
            _ => false,
        }
    }

    /// Everything until the end, and whether that was a good one.
    pub(crate) async fn end(mut self) -> (String, bool) {
        loop {
            match soon(self.response.body_mut().frame()).await {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.text.push_str(std::str::from_utf8(&data).unwrap());
                    }
                }
                Some(Err(_)) => return (self.text, false),
                None => return (self.text, true),
            }
        }
    }

    /// Everything, to a good end.
    pub(crate) async fn whole(self) -> String {
        let (text, is_good) = self.end().await;
        assert!(is_good, "the answer broke off after {text}");
        text
    }

    /// Everything, as JSON.
    pub(crate) async fn json(self) -> Value {
        serde_json::from_str(&self.whole().await).unwrap()
    }

    /// The client leaves.
    pub(crate) fn leave(self) {
        drop(self.connection);
    }
}
