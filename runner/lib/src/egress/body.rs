//! The response body as the guest gets it: no larger and no slower than allowed, gone when its call is, and with what is
//! ready together handed over together.
//! Knows no request, no connection and no protocol.

mod gather;
mod upstream;

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use wasmtime_wasi_http::Error;

use self::gather::Gather;
use self::upstream::Upstream;
use super::convert;

/// A frame that comes this soon after the guest began to wait is taken for part of a burst. Tokens of a model come
/// milliseconds apart, and then a look for more would find nothing.
const BURST: Duration = Duration::from_millis(1);

/// How often a burst may be asked for one more piece before it is handed over.
const MAX_TURNS: u8 = 32;

/// What polling a body gives, once it gives something.
type Item = Option<Result<Frame<Bytes>, Error>>;

/// A response body within limits.
pub(crate) struct ResponseBody<B> {
    upstream: Upstream<B>,
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    cancel: CancellationToken,
    /// Bytes that may still come, of `max_bytes`.
    left: u64,
    max_bytes: u64,
    patience: Patience,
    gathered: Gather,
    /// What came behind the gathered bytes, and waits for the next poll.
    held: Option<Result<Frame<Bytes>, Error>>,
    turns: u8,
    ended: bool,
}

impl<B> ResponseBody<B>
where
    B: Body<Data = Bytes, Error = Error> + Send + Unpin + 'static,
{
    /// `body`, of at most `max_bytes`, never silent for `silence` while it is read, and ended by `cancel`.
    pub(crate) fn new(
        body: B,
        max_bytes: u64,
        silence: Duration,
        cancel: CancellationToken,
    ) -> Self {
        Self {
            upstream: Upstream::new(body, cancel.clone()),
            cancelled: Box::pin(cancel.clone().cancelled_owned()),
            cancel,
            left: max_bytes,
            max_bytes,
            patience: Patience::new(silence),
            gathered: Gather::default(),
            held: None,
            turns: 0,
            ended: false,
        }
    }

    fn next(&mut self, cx: &mut Context<'_>) -> Poll<Item> {
        if self.cancel.is_cancelled() {
            return Poll::Ready(Some(Err(convert::cancelled())));
        }
        if let Some(held) = self.held.take() {
            return Poll::Ready(Some(held));
        }
        loop {
            match self.poll_upstream(cx) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(piece) if piece.is_empty() => {}
                    Ok(piece) if self.gathered.fits(piece.len()) => self.gathered.push(piece),
                    Ok(piece) => return self.deliver_before(Some(Ok(Frame::data(piece)))),
                    Err(trailers) => return self.deliver_before(Some(Ok(trailers))),
                },
                Poll::Ready(last) => return self.deliver_before(last),
                Poll::Pending if self.gathered.is_empty() => return self.wait(cx),
                Poll::Pending if self.patience.in_burst() && self.turns < MAX_TURNS => {
                    // The connection hands over one piece at a time; given a turn, it has the next one.
                    self.turns += 1;
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Pending => return self.deliver(),
            }
        }
    }

    /// One poll of the upstream body, with what comes counted.
    fn poll_upstream(&mut self, cx: &mut Context<'_>) -> Poll<Item> {
        let polled = match self.upstream.lock().as_mut() {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => return Poll::Ready(Some(Err(convert::cancelled()))),
        };
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.patience.arrived();
            let size = frame.data_ref().map_or(0, Bytes::len);
            match self
                .left
                .checked_sub(u64::try_from(size).unwrap_or(u64::MAX))
            {
                Some(left) => self.left = left,
                None => {
                    return Poll::Ready(Some(Err(Error::HttpResponseBodySize(Some(
                        self.max_bytes,
                    )))));
                }
            }
        }
        polled
    }

    /// Nothing is ready: arranges to be woken by the end of the call, or of patience.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<Item> {
        if self.cancelled.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(convert::cancelled())));
        }
        match self.patience.poll_spent(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(Error::ConnectionReadTimeout))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn deliver(&mut self) -> Poll<Item> {
        self.turns = 0;
        Poll::Ready(self.gathered.take().map(|data| Ok(Frame::data(data))))
    }

    /// Delivers what was gathered, or `item` when nothing was.
    fn deliver_before(&mut self, item: Item) -> Poll<Item> {
        if self.gathered.is_empty() {
            return Poll::Ready(item);
        }
        match item {
            Some(frame) => self.held = Some(frame),
            None => self.ended = true,
        }
        self.deliver()
    }
}

impl<B> Body for ResponseBody<B>
where
    B: Body<Data = Bytes, Error = Error> + Send + Unpin + 'static,
{
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Item> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let polled = this.next(cx);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            this.ended = true;
        }
        if this.ended || matches!(this.held, Some(Err(_))) {
            this.upstream.close();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.ended
            || (self.held.is_none()
                && self.gathered.is_empty()
                && self
                    .upstream
                    .lock()
                    .as_ref()
                    .is_some_and(Body::is_end_stream))
    }

    fn size_hint(&self) -> SizeHint {
        if self.held.is_none() && self.gathered.is_empty() {
            self.upstream
                .lock()
                .as_ref()
                .map(Body::size_hint)
                .unwrap_or_default()
        } else {
            SizeHint::default()
        }
    }
}

/// How long the reader has been waiting, and how long it will. Time in which nobody reads does not count.
struct Patience {
    limit: Duration,
    /// When the reader began to wait for the next frame.
    since: Option<Instant>,
    burst: bool,
    /// Set when first needed, and then moved only when it fires, since frames are far more frequent than timeouts.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    fn new(limit: Duration) -> Self {
        Self {
            limit,
            since: None,
            burst: false,
            alarm: None,
        }
    }

    fn arrived(&mut self) {
        self.burst = self
            .since
            .take()
            .is_none_or(|since| since.elapsed() < BURST);
    }

    fn in_burst(&self) -> bool {
        self.burst
    }

    /// Ready when nothing has come for the whole limit.
    fn poll_spent(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let limit = self.limit;
        let since = *self.since.get_or_insert_with(Instant::now);
        let alarm = self
            .alarm
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        while alarm.as_mut().poll(cx).is_ready() {
            let Some(end) = since.checked_add(limit).filter(|end| *end > Instant::now()) else {
                return Poll::Ready(());
            };
            alarm.as_mut().reset(end);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests;
