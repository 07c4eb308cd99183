//! The `wasi:http/handler` export: moves bytes and headers between the host and the core's server.

use crate::Component;
use qwen_core::server;
use wasip3::exports::http::handler::Guest;
use wasip3::http::types::{ErrorCode, Fields, Method, Request, Response};
use wasip3::{wit_future, wit_stream};

wasip3::http::service::export!(Component);

impl Guest for Component {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        outgoing(server::respond(&incoming(&request)))
    }
}

fn incoming(request: &Request) -> server::Request {
    server::Request {
        method: method(request.get_method()),
        target: request.get_path_with_query().unwrap_or_default(),
        headers: Vec::new(),
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

fn outgoing(response: server::Response) -> Result<Response, ErrorCode> {
    let headers: Vec<_> = response
        .headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into_bytes()))
        .collect();
    let headers = Fields::from_list(&headers).map_err(|error| wrong(&format!("{error:?}")))?;
    let (mut writer, contents) = wit_stream::new();
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (outgoing, _sent) = Response::new(headers, Some(contents), trailers_reader);
    // A held writer is a promise of trailers: the body would never end.
    drop(trailers);
    outgoing
        .set_status_code(response.status)
        .map_err(|()| wrong("the status"))?;
    wit_bindgen::spawn_local(async move {
        writer.write_all(response.body.into_bytes()).await;
    });
    Ok(outgoing)
}

/// The error of a response that the host does not take.
fn wrong(what: &str) -> ErrorCode {
    ErrorCode::InternalError(Some(what.to_owned()))
}
