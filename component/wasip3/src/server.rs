//! The `wasi:http/handler` export: moves bytes and headers between the host and the core's server.

use crate::transport::{Http, IncomingBody};
use crate::{Component, provider};
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use qwen_core::lossy::lossy;
use qwen_core::prelude::*;
use qwen_core::server::{self, Body};
use wasip3::exports::http::handler::Guest;
use wasip3::http::types::{ErrorCode, Fields, Method, Request, Response};
use wasip3::{wit_future, wit_stream};
use wit_bindgen::{FutureReader, StreamWriter};

wasip3::http::service::export!(Component);

/// What becomes of a response on its way to the client.
type Sent = FutureReader<Result<(), ErrorCode>>;

impl Guest for Component {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let head = incoming(&request);
        let mut body = IncomingBody::of_request(request);
        outgoing(server::respond(provider(), &Http, &head, &mut body).await)
    }
}

/// The request without its body. Of its headers only those go in that the server reads.
fn incoming(request: &Request) -> server::Request {
    let fields = request.get_headers();
    let mut headers = Vec::new();
    for name in server::HEADERS {
        if let Some(value) = fields.get(name).first() {
            let value = lossy(value);
            headers.push((name.to_owned(), value));
        }
    }
    server::Request {
        method: method(request.get_method()),
        target: request.get_path_with_query().unwrap_or_default(),
        headers,
    }
}

fn method(method: Method) -> String {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        Method::Connect => "CONNECT",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Patch => "PATCH",
        Method::Other(word) => return word,
    }
    .to_owned()
}

fn outgoing(response: server::Response<'static, Http>) -> Result<Response, ErrorCode> {
    let mut headers = Vec::with_capacity(response.headers.len());
    for (name, value) in response.headers {
        headers.push((name.to_owned(), value.into_bytes()));
    }
    let headers = Fields::from_list(&headers).map_err(|_| wrong("a header"))?;
    let (writer, contents) = wit_stream::new();
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (outgoing, sent) = Response::new(headers, Some(contents), trailers_reader);
    // A held writer is a promise of trailers: the body would never end.
    drop(trailers);
    outgoing
        .set_status_code(response.status)
        .map_err(|()| wrong("the status"))?;
    wit_bindgen::spawn_local(pump(response.body, writer, sent));
    Ok(outgoing)
}

/// Moves a body to its reader, each piece once the one before it was taken, until the end or until nobody reads it.
/// What is left of the call then ends with it.
async fn pump(mut body: Body<'static, Http>, mut writer: StreamWriter<u8>, sent: Sent) {
    let mut gone = Gone(Some(Box::pin(sent.into_future())));
    loop {
        let next = {
            let mut next = pin!(body.next());
            poll_fn(|context| match next.as_mut().poll(context) {
                Poll::Pending => gone.poll(context).map(|()| None),
                Poll::Ready(next) => Poll::Ready(next),
            })
            .await
        };
        let Some(text) = next else { break };
        if !writer.write_all(text.into_bytes()).await.is_empty() {
            break;
        }
    }
}

/// Ends when the host says that the response did not reach its client, and never when it says nothing.
struct Gone(Option<Pin<Box<<Sent as IntoFuture>::IntoFuture>>>);

impl Gone {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(sent) = &mut self.0 else {
            return Poll::Pending;
        };
        match sent.as_mut().poll(context) {
            Poll::Ready(Err(_)) => Poll::Ready(()),
            // A host may give its word before the body is sent.
            Poll::Ready(Ok(())) => {
                self.0 = None;
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The error of a response that the host does not take: the server writes none such.
fn wrong(what: &str) -> ErrorCode {
    ErrorCode::InternalError(Some(what.to_owned()))
}
