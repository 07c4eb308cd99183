//! An answer's body on its way to the client, counted.

use crate::admission::Place;
use crate::connection::Busy;
use crate::record::Record;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{Either, Full};
use qwenbox::door::{Answer, Cut};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The door's answer, or one of the gateway's own.
type Inner = Either<Answer, Full<Bytes>>;

/// A body that keeps what its request holds until it has ended or its client has left.
pub(crate) struct ResponseBody {
    body: Inner,
    record: Record,
    /// Bytes that are to come, where that is known.
    left: Option<u64>,
    _place: Option<Place>,
    _busy: Busy,
}

impl ResponseBody {
    pub(crate) fn new(body: Inner, record: Record, place: Option<Place>, busy: Busy) -> Self {
        let mut body = Self {
            left: body.size_hint().exact(),
            body,
            record,
            _place: place,
            _busy: busy,
        };
        body.note_end();
        body
    }

    /// Nobody asks for more of a body that is known to have ended.
    fn note_end(&mut self) {
        if self.left == Some(0) || self.is_end_stream() {
            self.record.is_whole();
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let this = self.get_mut();
        let frame = match &mut this.body {
            Either::Left(answer) => ready!(Pin::new(answer).poll_frame(cx)),
            Either::Right(own) => ready!(Pin::new(own).poll_frame(cx))
                .map(|frame| frame.map_err(|never| match never {})),
        };
        match &frame {
            Some(Ok(frame)) => {
                let size = frame.data_ref().map_or(0, Bytes::len);
                this.record.sent(size);
                let size = u64::try_from(size).unwrap_or(u64::MAX);
                this.left = this.left.map(|left| left.saturating_sub(size));
                this.note_end();
            }
            Some(Err(cut)) => {
                tracing::warn!(id = %this.record.id, "{cut}");
                this.record.is_cut();
            }
            None => this.record.is_whole(),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            Either::Left(answer) => answer.is_end_stream(),
            Either::Right(own) => own.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            Either::Left(answer) => answer.size_hint(),
            Either::Right(own) => own.size_hint(),
        }
    }
}
