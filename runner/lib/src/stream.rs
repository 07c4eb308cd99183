//! An answer while it is written: events in order, then the whole answer or the error that cut it.

use crate::bindings::Exports;
use crate::error::Error;
use crate::instances::Running;
use crate::state::State;
use crate::{chat, types};
use futures::channel::{mpsc, oneshot};
use futures::{FutureExt, Sink, Stream};
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio_util::sync::{CancellationToken, DropGuard};
use wasmtime::StoreContextMut;
use wasmtime::component::{FutureConsumer, Source, StreamConsumer, StreamResult};

/// Batches of events that may wait for their reader. A full channel makes the component wait, and it the provider.
const WAITING_BATCHES: usize = 16;

type Outcome = Result<chat::Completion, types::Error>;

/// An answer under way: a [`Stream`] of events. Dropping it cancels the request upstream.
pub struct ChatStream {
    batches: mpsc::Receiver<Vec<chat::Event>>,
    ready: VecDeque<chat::Event>,
    outcome: oneshot::Receiver<Outcome>,
    running: Running<Exports>,
    deadline: Pin<Box<tokio::time::Sleep>>,
    limit: Duration,
    late: bool,
    _cancel: DropGuard,
}

impl ChatStream {
    /// The whole answer. Events that were not read are not lost from it.
    ///
    /// # Errors
    /// The error that cut the answer; the events until then stand.
    pub async fn completion(mut self) -> Result<chat::Completion, Error> {
        // The component waits for its events to be taken before it goes on.
        while futures::StreamExt::next(&mut self).await.is_some() {}
        if self.late {
            return Err(Error::Deadline(self.limit));
        }
        match (&mut self.outcome).await {
            Ok(outcome) => outcome.map_err(Error::Provider),
            Err(oneshot::Canceled) => Err(self.running.stopped().await),
        }
    }
}

impl Stream for ChatStream {
    type Item = chat::Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<chat::Event>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Poll::Ready(Some(event));
            }
            if self.late {
                return Poll::Ready(None);
            }
            if let Poll::Ready(batch) = Pin::new(&mut self.batches).poll_next(cx) {
                match batch {
                    Some(batch) => self.ready = batch.into(),
                    None => return Poll::Ready(None),
                }
            } else {
                ready!(self.deadline.poll_unpin(cx));
                self.late = true;
            }
        }
    }
}

impl fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatStream").finish_non_exhaustive()
    }
}

/// The two ends of an answer: what the reader holds, and what the component's stream and future are piped into.
pub(crate) fn channel() -> (Reader, Events, End) {
    let (batch_sender, batches) = mpsc::channel(WAITING_BATCHES);
    let (outcome_sender, outcome) = oneshot::channel();
    (
        Reader { batches, outcome },
        Events(batch_sender),
        End(Some(outcome_sender)),
    )
}

/// The reading end, before the answer has begun.
pub(crate) struct Reader {
    batches: mpsc::Receiver<Vec<chat::Event>>,
    outcome: oneshot::Receiver<Outcome>,
}

impl Reader {
    /// The answer of a call that runs until `limit` has passed, and that `cancel` ends.
    pub(crate) fn answer(
        self,
        running: Running<Exports>,
        limit: Duration,
        cancel: CancellationToken,
    ) -> ChatStream {
        ChatStream {
            batches: self.batches,
            ready: VecDeque::new(),
            outcome: self.outcome,
            running,
            deadline: Box::pin(tokio::time::sleep(limit)),
            limit,
            late: false,
            _cancel: cancel.drop_guard(),
        }
    }
}

/// Takes events from the component, as many as it offers at once.
pub(crate) struct Events(mpsc::Sender<Vec<chat::Event>>);

impl StreamConsumer<State> for Events {
    type Item = chat::Event;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut store: StoreContextMut<'_, State>,
        mut source: Source<'_, chat::Event>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        store.data_mut().progress();
        match Pin::new(&mut self.0).poll_ready(cx) {
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(_nobody_reads)) => return Poll::Ready(Ok(StreamResult::Dropped)),
            Poll::Pending if finish => return Poll::Ready(Ok(StreamResult::Cancelled)),
            Poll::Pending => return Poll::Pending,
        }
        let count = source.remaining(&mut store);
        let mut batch = Vec::with_capacity(count);
        source.read(&mut store, &mut batch)?;
        if !batch.is_empty() && Pin::new(&mut self.0).start_send(batch).is_err() {
            return Poll::Ready(Ok(StreamResult::Dropped));
        }
        Poll::Ready(Ok(StreamResult::Completed))
    }
}

/// Takes the outcome from the component.
pub(crate) struct End(Option<oneshot::Sender<Outcome>>);

impl FutureConsumer<State> for End {
    type Item = Outcome;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        mut store: StoreContextMut<'_, State>,
        mut source: Source<'_, Outcome>,
        _finish: bool,
    ) -> Poll<wasmtime::Result<()>> {
        let mut outcome = None;
        source.read(&mut store, &mut outcome)?;
        if let (Some(sender), Some(outcome)) = (self.0.take(), outcome) {
            // A reader that left needs no outcome.
            let _ = sender.send(outcome);
        }
        Poll::Ready(Ok(()))
    }
}
