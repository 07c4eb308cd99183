//! A time limit over everything that a call waits for.

#[cfg(test)]
mod tests;

use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;

use crate::prelude::*;
use crate::transport::{Cause, Failure, Transport};

/// The end of a call's time; none unless the caller set one.
#[derive(Default)]
pub(crate) struct Deadline {
    end: Option<Pin<Box<dyn Future<Output = ()>>>>,
    limit_ms: u64,
    passed: bool,
}

impl Deadline {
    /// The deadline that is `limit_ms` from now.
    pub(crate) fn after<T: Transport + 'static>(transport: &T, limit_ms: Option<u64>) -> Self {
        let sleep = |ms| -> Pin<Box<dyn Future<Output = ()>>> { Box::pin(transport.sleep(ms)) };
        Self {
            end: limit_ms.map(sleep),
            limit_ms: limit_ms.unwrap_or(0),
            passed: false,
        }
    }

    /// What the future gives, or a time-out when the time ends before, and ever after.
    ///
    /// # Errors
    /// A time-out that says that the request may have been sent.
    pub(crate) async fn within<F: Future>(&mut self, future: F) -> Result<F::Output, Failure> {
        let mut future = pin!(future);
        let output = poll_fn(|context| {
            if self.passed {
                return Poll::Ready(None);
            }
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            let Some(end) = &mut self.end else {
                return Poll::Pending;
            };
            end.as_mut().poll(context).map(|()| {
                self.passed = true;
                None
            })
        })
        .await;
        output.ok_or_else(|| Failure {
            cause: Cause::Timeout,
            detail: format!("the call may take {} ms in all", self.limit_ms),
            request_sent: true,
        })
    }
}
