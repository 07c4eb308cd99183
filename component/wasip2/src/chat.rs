//! The `chat-sync` export: `complete` gives an answer whole, a `chat-stream` moves it on whenever it is asked for more.

use crate::generated::exports::qwen::provider::chat_sync::{self, Guest, GuestChatStream};
use crate::transport::{Http, sleep};
use crate::waiting::wait_for;
use crate::{Component, provider};
use alloc::rc::Rc;
use core::cell::RefCell;
use core::future::{pending, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use qwen_bindings::chat_types::{Completion, Event, Message, Request};
use qwen_bindings::types::Error;
use qwen_core::prelude::*;

/// How an answer ended.
type Outcome = Result<Completion, qwen_core::Error>;

impl Guest for Component {
    type ChatStream = ChatStream;

    fn ask(prompt: String) -> Result<String, Error> {
        let request = Request {
            messages: vec![Message::user(prompt)],
            ..Request::default()
        };
        Ok(wait_for(provider()?.complete(&Http, request))?.text)
    }

    fn complete(request: Request) -> Result<Completion, Error> {
        Ok(wait_for(provider()?.complete(&Http, request))?.into())
    }

    fn open_stream(request: Request) -> Result<chat_sync::ChatStream, Error> {
        let mut answer = Answer::of(request);
        // Only what needs no waiting: the request is checked, and leaves.
        wait_for(poll_fn(|context| {
            answer.advance(context);
            Poll::Ready(())
        }));
        match answer.end {
            Some(Err(error)) => Err(error.into()),
            _ => Ok(chat_sync::ChatStream::new(ChatStream(RefCell::new(answer)))),
        }
    }
}

/// An answer that a host takes.
pub(crate) struct ChatStream(RefCell<Answer>);

impl GuestChatStream for ChatStream {
    fn next(&self, wait_ms: Option<u64>) -> Result<Option<Vec<Event>>, Error> {
        let mut answer = self.0.borrow_mut();
        let mut patience = pin!(async {
            match wait_ms {
                Some(ms) => sleep(ms).await,
                None => pending().await,
            }
        });
        let next = wait_for(poll_fn(|context| {
            if let Poll::Ready(next) = answer.next(context) {
                return Poll::Ready(next);
            }
            let passed = patience.as_mut().poll(context);
            passed.map(|()| Ok(Some(Vec::new())))
        }));
        Ok(next?)
    }

    fn finish(&self) -> Result<Completion, Error> {
        let mut answer = self.0.borrow_mut();
        loop {
            wait_for(poll_fn(|context| answer.next(context).map(drop)));
            if let Some(end) = &answer.end {
                return Ok(end.clone()?);
            }
        }
    }
}

/// An answer under way: the future that reads it, and what it has given.
struct Answer {
    /// Reads until it has a batch, and on when the batch was taken. Dropping it closes the connection.
    pump: Pin<Box<dyn Future<Output = Outcome>>>,
    batch: Batch,
    end: Option<Outcome>,
}

/// What was read and not yet taken.
type Batch = Rc<RefCell<Vec<Event>>>;

impl Answer {
    fn of(request: Request) -> Self {
        let batch = Batch::default();
        Self {
            pump: Box::pin(pump(request, Rc::clone(&batch))),
            batch,
            end: None,
        }
    }

    /// Goes on as far as it can without waiting.
    fn advance(&mut self, context: &mut Context<'_>) {
        if self.end.is_none()
            && let Poll::Ready(end) = self.pump.as_mut().poll(context)
        {
            self.end = Some(end);
        }
    }

    /// The next batch, or the end, which stays.
    fn next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Vec<Event>>, qwen_core::Error>> {
        self.advance(context);
        let batch = self.batch.take();
        if !batch.is_empty() {
            return Poll::Ready(Ok(Some(batch)));
        }
        match &self.end {
            Some(Ok(_)) => Poll::Ready(Ok(None)),
            Some(Err(error)) => Poll::Ready(Err(error.clone())),
            None => Poll::Pending,
        }
    }
}

/// Reads an answer to its end, one batch at a time.
async fn pump(request: Request, batch: Batch) -> Outcome {
    let mut reply = provider()?.open(&Http, request).await?;
    while let Some(events) = reply.next().await? {
        batch.replace(events);
        // A caller that takes its time slows the provider down: nothing is read ahead.
        poll_fn(|_| {
            if batch.borrow().is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
    Ok(reply.into_completion().into())
}
