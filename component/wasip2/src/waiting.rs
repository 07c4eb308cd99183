//! Running futures in a component that has no asynchronous calls: while all of them wait, the host waits for them.
//! Nothing here computes while there is nothing to do.

use alloc::rc::{Rc, Weak};
use qwen_core::prelude::*;
use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use wasip2::io::poll::{Pollable, poll};

thread_local! {
    /// What the futures of the last turn wait for. Held weakly: a future that is dropped takes its pollable along, which
    /// must go before the connection that it belongs to.
    static AWAITED: RefCell<Vec<Weak<Pollable>>> = const { RefCell::new(Vec::new()) };
}

/// Something that the host can wait for. Drop it before what it was made from.
#[derive(Clone)]
pub(crate) struct Wait(Rc<Pollable>);

impl Wait {
    pub(crate) fn on(pollable: Pollable) -> Self {
        Self(Rc::new(pollable))
    }

    /// Ends when the host says that it is ready.
    pub(crate) async fn ready(&self) {
        poll_fn(|_| self.poll()).await;
    }

    /// Ends when the host says that either is ready; the first of them counts when both are. Whether it was the first.
    pub(crate) async fn ready_before(&self, other: &Self) -> bool {
        poll_fn(|_| {
            if self.poll().is_ready() {
                Poll::Ready(true)
            } else {
                other.poll().map(|()| false)
            }
        })
        .await
    }

    fn poll(&self) -> Poll<()> {
        if self.0.ready() {
            return Poll::Ready(());
        }
        AWAITED.with_borrow_mut(|awaited| awaited.push(Rc::downgrade(&self.0)));
        Poll::Pending
    }
}

/// Runs a future to its end. Whatever it waits for must be a [`Wait`].
pub(crate) fn wait_for<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    // Nobody needs waking: after each wait the future is asked again.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        AWAITED.with_borrow_mut(Vec::clear);
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        let awaited = AWAITED.take();
        let awaited: Vec<_> = awaited.iter().filter_map(Weak::upgrade).collect();
        let pollables: Vec<_> = awaited.iter().map(Rc::as_ref).collect();
        poll(&pollables);
    }
}
