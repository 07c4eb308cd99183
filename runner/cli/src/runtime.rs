//! The event loop that a command runs in, and Ctrl-C.

use crate::failure::Failure;
use std::future::pending;

#[cfg(windows)]
use tokio::signal::windows::{CtrlC as Listener, ctrl_c as listener};

#[cfg(unix)]
use tokio::signal::unix::Signal as Listener;

#[cfg(unix)]
fn listener() -> std::io::Result<Listener> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

/// Runs a command's work until it is done or Ctrl-C is pressed. What it holds is dropped then: requests under way are
/// closed, the provider sees that nobody waits.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    run_to_end(async {
        let mut interrupts = Interrupts::listen();
        tokio::select! {
            result = work => result,
            () = interrupts.pressed() => Err(Failure::Interrupted),
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

/// The presses of Ctrl-C from some moment on. Since then none ends the process by itself.
pub(crate) struct Interrupts(Option<Listener>);

impl Interrupts {
    /// Begins to listen, inside an event loop.
    pub(crate) fn listen() -> Self {
        // Without a handler, Ctrl-C ends the process as it ever did.
        Self(listener().ok())
    }

    /// Returns when Ctrl-C is pressed, or was since the last time.
    pub(crate) async fn pressed(&mut self) {
        let pressed = match &mut self.0 {
            Some(listener) => listener.recv().await,
            None => None,
        };
        if pressed.is_none() {
            pending::<()>().await;
        }
    }
}
