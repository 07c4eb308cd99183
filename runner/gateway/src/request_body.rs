//! A request's body as the component gets it: no longer and no slower than allowed.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// Why a body ends before its time.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    /// It is longer than allowed.
    #[error("the body is too long")]
    TooLong,
    /// Nothing came for too long.
    #[error("the body stopped coming")]
    Late,
    /// The client or its connection broke off.
    #[error("the client broke off")]
    Client,
}

/// A body within its limits.
pub(crate) struct RequestBody<B> {
    body: B,
    left: u64,
    is_too_long: Arc<AtomicBool>,
    patience: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl<B> RequestBody<B> {
    /// `body`, of at most `longest` bytes. The flag is set when it is longer.
    pub(crate) fn new(body: B, longest: u64, patience: Duration) -> (Self, Arc<AtomicBool>) {
        let is_too_long = Arc::new(AtomicBool::new(false));
        let limited = Self {
            body,
            left: longest,
            is_too_long: Arc::clone(&is_too_long),
            patience,
            alarm: Box::pin(tokio::time::sleep(patience)),
        };
        (limited, is_too_long)
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for RequestBody<B> {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let this = self.get_mut();
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) else {
            ready!(this.alarm.as_mut().poll(cx));
            return Poll::Ready(Some(Err(Broken::Late)));
        };
        this.alarm.as_mut().reset(Instant::now() + this.patience);
        let frame = match frame {
            Some(Ok(frame)) => frame,
            Some(Err(_)) => return Poll::Ready(Some(Err(Broken::Client))),
            None => return Poll::Ready(None),
        };
        let size = frame.data_ref().map_or(0, Bytes::len);
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let Some(left) = this.left.checked_sub(size) else {
            this.is_too_long.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(Broken::TooLong)));
        };
        this.left = left;
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::RequestBody;
    use bytes::Bytes;
    use http_body_util::{BodyExt, Full, StreamBody};
    use std::convert::Infallible;
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[tokio::test]
    async fn the_limit_is_exact() {
        let body = || Full::new(Bytes::from_static(b"12345"));
        let (limited, too_long) = RequestBody::new(body(), 5, PATIENCE);
        assert_eq!(limited.collect().await.unwrap().to_bytes(), "12345");
        assert!(!too_long.load(Ordering::Relaxed));
        let (limited, too_long) = RequestBody::new(body(), 4, PATIENCE);
        let error = limited.collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the body is too long");
        assert!(too_long.load(Ordering::Relaxed));
    }

    #[tokio::test(start_paused = true)]
    async fn silence_ends_it() {
        let silent = futures::stream::pending::<Result<http_body::Frame<Bytes>, Infallible>>();
        let body = StreamBody::new(silent);
        let (limited, _) = RequestBody::new(body, 5, PATIENCE);
        let error = limited.collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the body stopped coming");
    }
}
