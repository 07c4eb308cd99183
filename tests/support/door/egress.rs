//! Requests out of the door, over a new connection each and without any policy: they go to loopback.

use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

/// Reaches whatever it is asked to.
#[derive(Debug)]
pub(super) struct Egress;

/// A response, and what is left to do for its request.
type Sent = (
    Response<WasiBody>,
    Box<dyn Future<Output = Result<(), Error>> + Send>,
);

impl WasiHttpHooks for Egress {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        _options: Option<RequestOptions>,
        _processed: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Result<Sent, Error>> + Send> {
        Box::new(send(request))
    }
}

async fn send(request: Request<WasiBody>) -> Result<Sent, Error> {
    let authority = request.uri().authority().unwrap().to_string();
    let stream = TcpStream::connect(&authority)
        .await
        .map_err(Error::Connect)?;
    let connection = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = connection.map_err(Error::Hyper)?;
    // It ends with its response's body, read or dropped.
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(Error::Hyper)?;
    // What breaks off is told as what it is, and not as a peer that speaks no HTTP.
    let cut = |_| Error::ConnectionTerminated;
    let response = response.map(|body| body.map_err(cut).boxed_unsync());
    Ok((response, Box::new(std::future::ready(Ok(())))))
}
