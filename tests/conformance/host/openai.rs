//! Hosts that are asked over HTTP, in OpenAI's words: a server that is started for each call.

mod answer;
mod request;

use super::{Call, NO_JSON};
use crate::case::Case;
use crate::case::call::Kind;
use crate::contract::Contract;
use crate::observed::Observed;
use answer::Response;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const NO_ROUTE: &str = "the API has no route for it: estimates, descriptions, uploads";

const VIDEO: &str =
    "OpenAI's videos have other fields than tasks: the server's own tests are about them";

/// Why a case cannot be asked in OpenAI's words.
pub(super) fn cannot(case: &Case) -> Option<&'static str> {
    if case.call.is_beyond_json() {
        return Some(NO_JSON);
    }
    match case.call.kind() {
        kind @ (Kind::Complete | Kind::Stream) => {
            let full = &Contract::get().arguments(kind, &case.request)[0];
            request::chat(full, kind == Kind::Stream).err()
        }
        Kind::Describe | Kind::Estimate | Kind::Prepare => Some(NO_ROUTE),
        Kind::Submit | Kind::Poll | Kind::Cancel | Kind::Tasks => Some(VIDEO),
    }
}

/// Asks a server that listens at an address.
pub(super) async fn ask(address: &str, call: &Call<'_>) -> Observed {
    let kind = call.function.kind();
    let full = &Contract::get().arguments(kind, call.request)[0];
    let body = request::chat(full, kind == Kind::Stream).unwrap();
    let response = post(address, "/v1/chat/completions", body.to_string()).await;
    if kind == Kind::Stream {
        response.streamed()
    } else {
        response.whole()
    }
}

async fn post(address: &str, path: &str, body: String) -> Response {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    let connection = tokio::spawn(connection);
    let request = hyper::Request::post(path)
        .header("host", address)
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body)))
        .unwrap();
    let (head, body) = sender.send_request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    connection.abort();
    let value = |value: &hyper::header::HeaderValue| value.to_str().unwrap().to_owned();
    let headers = head.headers.iter();
    Response {
        status: head.status.as_u16(),
        headers: headers
            .map(|(name, own)| (name.to_string(), value(own)))
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}
