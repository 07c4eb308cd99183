//! The event loop that a command runs in, and Ctrl-C.

use crate::failure::Failure;
use std::future::pending;

/// Runs a command's work until it is done or Ctrl-C is pressed. What it holds is dropped then: requests under way are
/// closed, the provider sees that nobody waits.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    run_to_end(async {
        tokio::select! {
            result = work => result,
            () = interrupted() => Err(Failure::Interrupted),
        }
    })
}

/// Runs work that deals with Ctrl-C itself.
pub(crate) fn run_to_end<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    // One thread: a command does one thing at a time, and starting more threads would take longer than some commands.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::machine("starting the event loop", error))?;
    let result = runtime.block_on(work);
    // A name lookup cannot be cancelled, and nobody waits for it any more.
    runtime.shutdown_background();
    result
}

/// Returns when Ctrl-C is pressed.
pub(crate) async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler, Ctrl-C ends the process by itself.
        pending::<()>().await;
    }
}
