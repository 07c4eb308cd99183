//! A transport for tests: it plays answers from a script, on a clock that moves only while everything waits.

use alloc::collections::{BTreeSet, VecDeque};
use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use super::{Body, Cause, Failure, Transport};
use crate::http::{Head, Request};
use crate::prelude::*;

/// Plays answers in their order, the last one for ever, and keeps what was sent.
pub(crate) struct Script {
    answers: Vec<Result<Played, Failure>>,
    pub(crate) sent: RefCell<Vec<Request>>,
    clock: Rc<Clock>,
}

/// One answer.
#[derive(Clone)]
pub(crate) struct Played {
    /// How long its head takes.
    wait_ms: u64,
    head: Head,
    body: VecDeque<Piece>,
}

/// One step of an answer's body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(&'static str),
    Wait(u64),
    Failure(Failure),
}

#[derive(Default)]
struct Clock {
    now_ms: Cell<u64>,
    /// When those that wait go on.
    alarms: RefCell<BTreeSet<u64>>,
}

impl Script {
    pub(crate) fn of(answers: impl IntoIterator<Item = Result<Played, Failure>>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            sent: RefCell::default(),
            clock: Rc::default(),
        }
    }

    pub(crate) fn answering(status: u16, body: &'static str) -> Self {
        Self::of([Ok(Played::of(status, body))])
    }

    /// What a future gives. While it waits the clock moves to the next end of a wait.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
            let alarm = self.clock.alarms.borrow_mut().pop_first();
            let alarm = alarm.expect("somebody waits, and for nothing");
            self.clock.now_ms.set(alarm.max(self.clock.now_ms.get()));
        }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.now_ms.get()
    }
}

impl Played {
    /// An answer whose content type is the one that its body looks like.
    pub(crate) fn of(status: u16, body: &'static str) -> Self {
        Self::pieces(status, [Piece::Bytes(body)])
    }

    pub(crate) fn pieces(status: u16, body: impl IntoIterator<Item = Piece>) -> Self {
        let body: VecDeque<_> = body.into_iter().collect();
        let is_stream =
            |piece: &Piece| matches!(piece, Piece::Bytes(text) if text.starts_with("data:"));
        let content_type = if body.iter().any(is_stream) {
            "text/event-stream"
        } else {
            "application/json"
        };
        Self {
            wait_ms: 0,
            head: Head {
                status,
                headers: vec![("content-type".to_owned(), content_type.to_owned())],
            },
            body,
        }
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.head.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same answer, whose head takes its time.
    pub(crate) fn after(self, wait_ms: u64) -> Self {
        Self { wait_ms, ..self }
    }
}

/// A failure with a detail of no matter.
pub(crate) fn failure(cause: Cause, request_sent: bool) -> Failure {
    Failure {
        cause,
        detail: "so it says".to_owned(),
        request_sent,
    }
}

impl Transport for Script {
    type Body = Pieces;

    async fn send(&self, request: Request) -> Result<(Head, Pieces), Failure> {
        let place = self.sent.borrow().len().min(self.answers.len() - 1);
        self.sent.borrow_mut().push(request);
        let played = self.answers[place].clone()?;
        self.sleep(played.wait_ms).await;
        let body = Pieces {
            left: played.body,
            clock: Rc::clone(&self.clock),
        };
        Ok((played.head, body))
    }

    fn now_ns(&self) -> u64 {
        self.clock.now_ms.get() * 1_000_000
    }

    fn sleep(&self, ms: u64) -> impl Future<Output = ()> + use<> {
        wait(Rc::clone(&self.clock), ms)
    }
}

/// The rest of a body.
pub(crate) struct Pieces {
    left: VecDeque<Piece>,
    clock: Rc<Clock>,
}

impl Body for Pieces {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        buffer.clear();
        while let Some(piece) = self.left.pop_front() {
            match piece {
                Piece::Wait(ms) => wait(Rc::clone(&self.clock), ms).await,
                Piece::Bytes(bytes) => {
                    buffer.extend_from_slice(bytes.as_bytes());
                    return Ok(true);
                }
                Piece::Failure(failure) => return Err(failure),
            }
        }
        Ok(false)
    }
}

/// Begins to wait at once, as clocks do, and not when somebody looks.
fn wait(clock: Rc<Clock>, ms: u64) -> impl Future<Output = ()> {
    let end = clock.now_ms.get().saturating_add(ms);
    poll_fn(move |_| {
        if clock.now_ms.get() >= end {
            return Poll::Ready(());
        }
        clock.alarms.borrow_mut().insert(end);
        Poll::Pending
    })
}
