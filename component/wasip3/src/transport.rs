//! The core's transport over `wasi:http`: one request out, its answer's bytes in, and waiting.

use crate::convert::{NANOSECONDS, address, failure, fields, options};
use qwen_bindings::http::{head, unsendable};
use qwen_core::http::{Head, Request};
use qwen_core::prelude::*;
use qwen_core::transport::{Body, Failure, Transport};
use wasip3::clocks::monotonic_clock;
use wasip3::http::client;
use wasip3::http::types::{self as wasi, ErrorCode, Response, Trailers};
use wasip3::{wit_future, wit_stream};
use wit_bindgen::{FutureReader, StreamReader, StreamResult};

/// How much of an answer is read at once, in bytes. A streamed token is about 300 bytes on the wire; a host hands over
/// what is there, so a larger buffer costs memory and brings nothing.
const READ_SIZE: usize = 16 * 1024;

/// `wasi:http` and a clock, as the core's transport.
pub(crate) struct Http;

impl Transport for Http {
    type Body = IncomingBody;

    async fn send(&self, mut request: Request) -> Result<(Head, IncomingBody), Failure> {
        let body = core::mem::take(&mut request.body);
        let (mut writer, contents) = wit_stream::new();
        let outgoing = outgoing(&request, contents)?;
        // The host reads the body while it sends; a host that stops reading ends the write.
        wit_bindgen::spawn_local(async move {
            writer.write_all(body).await;
        });
        let response = client::send(outgoing)
            .await
            .map_err(|code| failure(&code))?;
        let headers = response.get_headers().copy_all();
        let head = head(response.get_status_code(), headers);
        Ok((head, IncomingBody::of(response)))
    }

    fn now_ns(&self) -> u64 {
        monotonic_clock::now()
    }

    fn sleep(&self, ms: u64) -> impl Future<Output = ()> + use<> {
        monotonic_clock::wait_for(ms.saturating_mul(NANOSECONDS))
    }
}

fn outgoing(request: &Request, contents: StreamReader<u8>) -> Result<wasi::Request, Failure> {
    let target = request
        .target()
        .ok_or_else(|| unsendable("not an absolute http or https URL"))?;
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (outgoing, _sent) = wasi::Request::new(
        fields(request)?,
        Some(contents),
        trailers_reader,
        Some(options(request.timeouts)),
    );
    // A held writer is a promise of trailers: the body would never end.
    drop(trailers);
    address(&outgoing, request.method, target)?;
    Ok(outgoing)
}

/// The body of an answer or of a request to the server. Dropping an answer's makes the host close the connection.
pub(crate) struct IncomingBody {
    stream: StreamReader<u8>,
    end: Option<FutureReader<Result<Option<Trailers>, ErrorCode>>>,
}

impl IncomingBody {
    pub(crate) fn of_request(request: wasi::Request) -> Self {
        let (_received, received_reader) = wit_future::new(|| Ok(()));
        let (stream, end) = wasi::Request::consume_body(request, received_reader);
        Self {
            stream,
            end: Some(end),
        }
    }

    fn of(response: Response) -> Self {
        let (_received, received_reader) = wit_future::new(|| Ok(()));
        let (stream, end) = Response::consume_body(response, received_reader);
        Self {
            stream,
            end: Some(end),
        }
    }
}

impl Body for IncomingBody {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        let mut next = core::mem::take(buffer);
        next.clear();
        if next.capacity() < READ_SIZE {
            next.reserve(READ_SIZE);
        }
        let (result, filled) = self.stream.read(next).await;
        *buffer = filled;
        if !buffer.is_empty() || matches!(result, StreamResult::Complete(_)) {
            return Ok(true);
        }
        // The bytes have ended; whether all of them came is told apart from the bytes.
        match self.end.take() {
            Some(end) => end
                .await
                .map(|_trailers| false)
                .map_err(|code| failure(&code)),
            None => Ok(false),
        }
    }
}
