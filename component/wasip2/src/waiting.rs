//! Running futures in a component that has no asynchronous calls: while all of them wait, the host waits for them.
//! Nothing here computes while there is nothing to do.

use alloc::sync::{Arc, Weak};
use atomic_refcell::AtomicRefCell;
use core::future::poll_fn;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use qwen_core::prelude::*;
use wasip2::io::poll::{Pollable, poll};

/// What the futures of the last turn wait for. Held weakly: a future that is dropped takes its pollable along, which must
/// go before the connection that it belongs to.
static AWAITED: AtomicRefCell<Vec<Weak<Pollable>>> = AtomicRefCell::new(Vec::new());

/// Something that the host can wait for. Drop it before what it was made from.
#[derive(Clone)]
pub(crate) struct Wait(Arc<Pollable>);

impl Wait {
    pub(crate) fn on(pollable: Pollable) -> Self {
        Self(Arc::new(pollable))
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
        AWAITED.borrow_mut().push(Arc::downgrade(&self.0));
        Poll::Pending
    }
}

/// Runs a future to its end. Whatever it waits for must be a [`Wait`].
pub(crate) fn wait_for<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    // Nobody needs waking: after each wait the future is asked again.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        AWAITED.borrow_mut().clear();
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        let awaited = core::mem::take(&mut *AWAITED.borrow_mut());
        let awaited: Vec<_> = awaited.iter().filter_map(Weak::upgrade).collect();
        let pollables: Vec<_> = awaited.iter().map(Arc::as_ref).collect();
        poll(&pollables);
    }
}
