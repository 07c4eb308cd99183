//! One connection, and chats on it one after the other.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    /// An answer that has begun, and goes on.
    open: Option<Response<Incoming>>,
    connection: JoinHandle<()>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        let connection = tokio::spawn(async { drop(connection.await) });
        Self {
            sender,
            open: None,
            connection,
        }
    }

    async fn ask(&mut self, prompt: &str) -> Response<Incoming> {
        let body = format!(
            r#"{{"model":"qwen3.5-plus","stream":true,"messages":[{{"role":"user","content":"{prompt}"}}]}}"#
        );
        let request = Request::post("/v1/chat/completions")
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        self.sender.ready().await.unwrap();
        let response = self.sender.send_request(request).await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
        response
    }

    /// Until the first bytes of an answer; its rest is read too.
    pub(crate) async fn first(&mut self, prompt: &str) -> Duration {
        let begun = Instant::now();
        let mut response = self.ask(prompt).await;
        response.body_mut().frame().await.unwrap().unwrap();
        let took = begun.elapsed();
        while let Some(frame) = response.body_mut().frame().await {
            frame.unwrap();
        }
        took
    }

    /// A whole answer.
    pub(crate) async fn whole(&mut self, prompt: &str) {
        self.first(prompt).await;
    }

    /// The beginning of an answer, which is kept open.
    pub(crate) async fn begin(&mut self, prompt: &str) {
        let mut response = self.ask(prompt).await;
        response.body_mut().frame().await.unwrap().unwrap();
        self.open = Some(response);
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.connection.abort();
    }
}
