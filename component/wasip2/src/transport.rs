//! The core's transport over `wasi:http`: one request out, its answer's bytes in, and waiting.
//! Every pollable is dropped before what it was made from, and every stream before its body: the order of fields and of
//! local names says so.

use crate::convert::{NANOSECONDS, address, failure, fields, options};
use crate::waiting::Wait;
use qwen_bindings::http::{head, unsendable};
use qwen_core::http::{Head, Request};
use qwen_core::prelude::*;
use qwen_core::transport::{Body, Cause, Failure, Transport};
use wasip2::clocks::monotonic_clock;
use wasip2::http::outgoing_handler;
use wasip2::http::types::{
    self as wasi, FutureIncomingResponse, OutgoingBody, OutgoingRequest, http_error_code,
};
use wasip2::io::streams::{InputStream, StreamError};

/// How much of an answer is read at once, in bytes.
const READ_SIZE: u64 = 16 * 1024;

/// `wasi:http` and a clock, as the core's transport.
pub(crate) struct Http;

impl Transport for Http {
    type Body = IncomingBody;

    async fn send(&self, request: Request) -> Result<(Head, IncomingBody), Failure> {
        let target = request
            .target()
            .ok_or_else(|| unsendable("not an absolute http or https URL"))?;
        let outgoing = OutgoingRequest::new(fields(&request)?);
        address(&outgoing, request.method, target)?;
        let body = if request.body.is_empty() {
            None
        } else {
            Some(outgoing.body().map_err(|()| host_broke())?)
        };
        // The host begins before the body is written: one that waited for all of it could wait for ever.
        let answer = outgoing_handler::handle(outgoing, Some(options(request.timeouts)))
            .map_err(|code| failure(&code))?;
        let answered = Wait::on(answer.subscribe());
        if let Some(body) = body {
            write(body, &request.body, &answered).await?;
        }
        answered.ready().await;
        received(&answer)
    }

    fn now_ns(&self) -> u64 {
        monotonic_clock::now()
    }

    fn sleep(&self, ms: u64) -> impl Future<Output = ()> + use<> {
        sleep(ms)
    }
}

/// Waits for a number of milliseconds, from now.
pub(crate) fn sleep(ms: u64) -> impl Future<Output = ()> + use<> {
    let nanoseconds = ms.saturating_mul(NANOSECONDS);
    let passed = Wait::on(monotonic_clock::subscribe_duration(nanoseconds));
    async move { passed.ready().await }
}

/// Writes a request's body, as much at a time as the host takes, unless the answer comes before: then it says why.
async fn write(body: OutgoingBody, mut bytes: &[u8], answered: &Wait) -> Result<(), Failure> {
    let stream = body.write().map_err(|()| host_broke())?;
    let writable = Wait::on(stream.subscribe());
    let mut goes_on = true;
    while goes_on && !bytes.is_empty() {
        goes_on = writable.ready_before(answered).await;
        // A host that takes no more has an answer or an error to tell.
        let room = stream.check_write().unwrap_or_default();
        let now = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let (now, rest) = bytes.split_at_checked(now).unwrap_or((bytes, &[]));
        goes_on &= !now.is_empty() && stream.write(now).is_ok();
        bytes = rest;
    }
    if goes_on && stream.flush().is_ok() {
        writable.ready_before(answered).await;
    }
    drop(writable);
    drop(stream);
    // A body that was not taken whole ends as an error of the request, which is told with the answer.
    let _ = OutgoingBody::finish(body, None);
    Ok(())
}

fn received(answer: &FutureIncomingResponse) -> Result<(Head, IncomingBody), Failure> {
    let response = match answer.get() {
        Some(Ok(Ok(response))) => response,
        Some(Ok(Err(code))) => return Err(failure(&code)),
        Some(Err(())) | None => return Err(host_broke()),
    };
    let head = head(response.status(), response.headers().entries());
    let body = response.consume().map_err(|()| host_broke())?;
    Ok((head, IncomingBody::of(body)?))
}

/// An answer's body. Dropping it makes the host close the connection.
pub(crate) struct IncomingBody {
    readable: Option<Wait>,
    stream: Option<InputStream>,
    body: Option<wasi::IncomingBody>,
}

impl IncomingBody {
    fn of(body: wasi::IncomingBody) -> Result<Self, Failure> {
        let stream = body.stream().map_err(|()| host_broke())?;
        Ok(Self {
            readable: Some(Wait::on(stream.subscribe())),
            stream: Some(stream),
            body: Some(body),
        })
    }

    /// After the last byte: whether all of them came is told apart from the bytes.
    async fn end(&mut self) -> Result<(), Failure> {
        self.readable = None;
        self.stream = None;
        let Some(body) = self.body.take() else {
            return Ok(());
        };
        let trailers = wasi::IncomingBody::finish(body);
        Wait::on(trailers.subscribe()).ready().await;
        match trailers.get() {
            Some(Ok(Err(code))) => Err(failure(&code)),
            _ => Ok(()),
        }
    }
}

impl Body for IncomingBody {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        buffer.clear();
        while let (Some(readable), Some(stream)) = (&self.readable, &self.stream) {
            match stream.read(READ_SIZE) {
                Ok(bytes) if bytes.is_empty() => readable.ready().await,
                Ok(bytes) => {
                    *buffer = bytes;
                    return Ok(true);
                }
                Err(StreamError::Closed) => self.end().await?,
                Err(StreamError::LastOperationFailed(error)) => {
                    let code = http_error_code(&error);
                    return Err(
                        code.map_or_else(|| cut(&error.to_debug_string()), |code| failure(&code))
                    );
                }
            }
        }
        Ok(false)
    }
}

/// The host does not do what `wasi:http` says it does.
fn host_broke() -> Failure {
    cut("the host gives no answer")
}

fn cut(detail: &str) -> Failure {
    Failure {
        cause: Cause::Cut,
        detail: detail.to_owned(),
        request_sent: true,
    }
}
