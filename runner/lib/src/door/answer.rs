//! An answer's body while the component writes it.

use crate::instances::Running;
use bytes::Bytes;
use futures::FutureExt;
use futures::channel::oneshot;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};
use tokio_util::sync::{CancellationToken, DropGuard};
use wasmtime_wasi_http::Error as HttpError;
use wasmtime_wasi_http::p3::bindings::Service;

/// Why an answer broke off. What came of it until then is not the whole.
#[derive(Debug, thiserror::Error)]
#[error("the answer broke off: {reason}")]
pub struct Cut {
    reason: String,
}

/// The body of an answer. Dropping it cancels what was sent upstream for it; not reading it makes the provider wait.
pub struct Answer {
    body: UnsyncBoxBody<Bytes, HttpError>,
    deadline: Pin<Box<Sleep>>,
    limit: Duration,
    life: Option<Life>,
}

/// What keeps the call alive that writes an answer.
pub(super) struct Life {
    running: Running<Service>,
    seen: Arc<AtomicBool>,
    /// Its end ends the call.
    _finished: oneshot::Sender<()>,
    _cancel: DropGuard,
}

impl Life {
    pub(super) fn new(
        running: Running<Service>,
        cancel: CancellationToken,
        seen: Arc<AtomicBool>,
        finished: oneshot::Sender<()>,
    ) -> Self {
        Self {
            running,
            seen,
            _finished: finished,
            _cancel: cancel.drop_guard(),
        }
    }
}

impl Answer {
    /// `begun` is when its request did, and `limit` how long both may take together.
    pub(super) fn new(
        body: UnsyncBoxBody<Bytes, HttpError>,
        life: Life,
        begun: Instant,
        limit: Duration,
    ) -> Self {
        Self {
            body,
            deadline: Box::pin(tokio::time::sleep_until(begun + limit)),
            limit,
            life: Some(life),
        }
    }

    /// The end of the answer, good or bad.
    fn end(&mut self, bad: Option<String>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        self.life = None;
        Poll::Ready(bad.map(|reason| Err(Cut { reason })))
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let this = self.get_mut();
        let Some(life) = &this.life else {
            return Poll::Ready(None);
        };
        // First: a body that always has something would never come to it.
        if this.deadline.poll_unpin(cx).is_ready() {
            let seconds = this.limit.as_secs();
            return this.end(Some(format!("it was stopped after {seconds} seconds")));
        }
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                life.seen.store(true, Ordering::Relaxed);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => this.end(Some(error.to_string())),
            // The body of a component that stopped ends as if it were whole.
            Poll::Ready(None) if life.running.has_stopped() => {
                this.end(Some("the component stopped".to_owned()))
            }
            Poll::Ready(None) => this.end(None),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        // Whether the component stopped is only known when the body was read to its end.
        self.life.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}
