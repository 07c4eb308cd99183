//! The core's transport over `wasi:http`: one request out, its answer's bytes in, and waiting.

use qwen_core::http::{Head, Method, Request, Timeouts};
use qwen_core::transport::{Body, Cause, Failure, Transport};
use wasip3::clocks::monotonic_clock;
use wasip3::http::client;
use wasip3::http::types::{
    self as wasi, ErrorCode, Fields, RequestOptions, Response, Scheme, Trailers,
};
use wasip3::{wit_future, wit_stream};
use wit_bindgen::{FutureReader, StreamReader, StreamResult};

/// How much of an answer is read at once, in bytes. A streamed token is about 300 bytes on the wire; a host hands over
/// what is there, so a larger buffer costs memory and brings nothing.
const READ_SIZE: usize = 16 * 1024;

/// In a millisecond.
const NANOSECONDS: u64 = 1_000_000;

/// `wasi:http` and a clock, as the core's transport.
pub(crate) struct Http;

impl Transport for Http {
    type Body = IncomingBody;

    async fn send(&self, mut request: Request) -> Result<(Head, IncomingBody), Failure> {
        let body = std::mem::take(&mut request.body);
        let (mut writer, contents) = wit_stream::new();
        let outgoing = outgoing(&request, contents)?;
        // The host reads the body while it sends; a host that stops reading ends the write.
        wit_bindgen::spawn_local(async move {
            writer.write_all(body).await;
        });
        let response = client::send(outgoing)
            .await
            .map_err(|code| failure(&code))?;
        Ok((head(&response), IncomingBody::of(response)))
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
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().into_bytes()))
        .collect();
    let headers = Fields::from_list(&headers)
        .map_err(|error| unsendable(&format!("a header is not allowed: {error:?}")))?;
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (outgoing, _sent) = wasi::Request::new(
        headers,
        Some(contents),
        trailers_reader,
        Some(options(request.timeouts)),
    );
    // A held writer is a promise of trailers: the body would never end.
    drop(trailers);
    let method = match request.method {
        Method::Get => wasi::Method::Get,
        Method::Post => wasi::Method::Post,
    };
    let scheme = if target.secure {
        Scheme::Https
    } else {
        Scheme::Http
    };
    let refused = |()| unsendable("the host refuses it");
    outgoing.set_method(&method).map_err(refused)?;
    outgoing.set_scheme(Some(&scheme)).map_err(refused)?;
    outgoing
        .set_authority(Some(target.authority))
        .map_err(refused)?;
    outgoing
        .set_path_with_query(Some(target.path))
        .map_err(refused)?;
    Ok(outgoing)
}

fn options(timeouts: Timeouts) -> RequestOptions {
    let options = RequestOptions::new();
    let nanoseconds = |ms: u64| Some(ms.saturating_mul(NANOSECONDS));
    // A host that has no such limit says so; its own limit holds then.
    let _ = options.set_connect_timeout(nanoseconds(timeouts.connect_ms));
    let _ = options.set_first_byte_timeout(nanoseconds(timeouts.first_byte_ms));
    let _ = options.set_between_bytes_timeout(nanoseconds(timeouts.between_bytes_ms));
    options
}

fn head(response: &Response) -> Head {
    Head {
        status: response.get_status_code(),
        headers: response
            .get_headers()
            .copy_all()
            .into_iter()
            .map(|(name, value)| {
                (
                    name.to_ascii_lowercase(),
                    String::from_utf8_lossy(&value).into_owned(),
                )
            })
            .collect(),
    }
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
        let mut next = std::mem::take(buffer);
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

fn unsendable(detail: &str) -> Failure {
    Failure {
        cause: Cause::Url,
        detail: detail.to_owned(),
        request_sent: false,
    }
}

/// What an error code of `wasi:http` means, and whether the request may have left the machine.
fn failure(code: &ErrorCode) -> Failure {
    let (cause, request_sent) = match code {
        ErrorCode::HttpRequestDenied | ErrorCode::DestinationIpProhibited => (Cause::Denied, false),
        ErrorCode::DnsTimeout | ErrorCode::DnsError(_) | ErrorCode::DestinationNotFound => {
            (Cause::Dns, false)
        }
        ErrorCode::DestinationUnavailable
        | ErrorCode::DestinationIpUnroutable
        | ErrorCode::ConnectionRefused
        | ErrorCode::ConnectionLimitReached => (Cause::Connect, false),
        ErrorCode::ConnectionTimeout => (Cause::Timeout, false),
        ErrorCode::TlsProtocolError
        | ErrorCode::TlsCertificateError
        | ErrorCode::TlsAlertReceived(_) => (Cause::Tls, false),
        ErrorCode::HttpRequestUriInvalid
        | ErrorCode::HttpRequestUriTooLong
        | ErrorCode::HttpRequestMethodInvalid => (Cause::Url, false),
        ErrorCode::ConnectionReadTimeout
        | ErrorCode::ConnectionWriteTimeout
        | ErrorCode::HttpResponseTimeout => (Cause::Timeout, true),
        ErrorCode::HttpResponseBodySize(_)
        | ErrorCode::HttpResponseHeaderSectionSize(_)
        | ErrorCode::HttpResponseHeaderSize(_) => (Cause::TooLarge, true),
        ErrorCode::HttpProtocolError => (Cause::Protocol, true),
        _ => (Cause::Cut, true),
    };
    Failure {
        cause,
        detail: describe(code),
        request_sent,
    }
}

/// The code's own words, with what a host adds to the codes that have room for it.
fn describe(code: &ErrorCode) -> String {
    match code {
        ErrorCode::InternalError(Some(text)) => text.clone(),
        ErrorCode::DnsError(payload) => payload
            .rcode
            .clone()
            .unwrap_or_else(|| "name not found".to_owned()),
        code => format!("{code:?}")
            .trim_start_matches("ErrorCode::")
            .to_owned(),
    }
}
