//! Holds the upstream body so that cancelling a call drops it at once, whether or not anybody is reading.
//! Knows no limits and no bytes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;

/// An upstream body that goes away with its call. Dropping the body is what closes an HTTP/1.1 connection and resets an
/// HTTP/2 stream.
pub(super) struct Upstream<B> {
    slot: Arc<Mutex<Option<B>>>,
    watch: Option<AbortHandle>,
}

impl<B: Send + 'static> Upstream<B> {
    /// Holds `body` until it is dropped, or `cancel` fires.
    pub(super) fn new(body: B, cancel: CancellationToken) -> Self {
        let slot = Arc::new(Mutex::new(Some(body)));
        let watched = Arc::clone(&slot);
        // A guest that is stuck elsewhere does not poll the body, so the body cannot watch by itself.
        let watch = tokio::spawn(async move {
            cancel.cancelled_owned().await;
            drop(lock(&watched).take());
        });
        Self {
            slot,
            watch: Some(watch.abort_handle()),
        }
    }
}

impl<B> Upstream<B> {
    /// The body, unless it is gone.
    pub(super) fn lock(&self) -> MutexGuard<'_, Option<B>> {
        lock(&self.slot)
    }

    /// Drops the body.
    pub(super) fn close(&mut self) {
        drop(self.lock().take());
        if let Some(watch) = self.watch.take() {
            watch.abort();
        }
    }
}

impl<B> Drop for Upstream<B> {
    fn drop(&mut self) {
        self.close();
    }
}

/// A panic while polling leaves nothing half done that a later poll or drop could trip over.
fn lock<B>(slot: &Mutex<Option<B>>) -> MutexGuard<'_, Option<B>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
