//! The event loop that a command runs in, and Ctrl-C.

use crate::failure::Failure;
use std::future::pending;

#[cfg(windows)]
use tokio::signal::windows::{CtrlC as Listener, ctrl_c as listener};

#[cfg(unix)]
use tokio::signal::unix::{Signal as Listener, SignalKind, signal};

#[cfg(unix)]
fn listener() -> std::io::Result<Listener> {
    signal(SignalKind::interrupt())
}

/// What a service manager ends a server with; Windows has none.
#[cfg(unix)]
fn terminator() -> std::io::Result<Listener> {
    signal(SignalKind::terminate())
}

#[cfg(windows)]
fn terminator() -> std::io::Result<Listener> {
    Err(std::io::ErrorKind::Unsupported.into())
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
    drive(tokio::runtime::Builder::new_current_thread(), work)
}

/// Runs a server, which does many things at once, and deals with signals itself.
pub(crate) fn run_server<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    drive(tokio::runtime::Builder::new_multi_thread(), work)
}

fn drive<T>(
    mut runtime: tokio::runtime::Builder,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let runtime = runtime
        .enable_all()
        .build()
        .map_err(|error| Failure::machine("starting the event loop", error))?;
    let result = runtime.block_on(work);
    // A name lookup cannot be cancelled, and nobody waits for it any more.
    runtime.shutdown_background();
    result
}

/// The presses of Ctrl-C from some moment on. Since then none ends the process by itself.
pub(crate) struct Interrupts {
    interrupts: Option<Listener>,
    terminations: Option<Listener>,
}

impl Interrupts {
    /// Begins to listen, inside an event loop.
    pub(crate) fn listen() -> Self {
        Self {
            // Without a handler, Ctrl-C ends the process as it ever did.
            interrupts: listener().ok(),
            terminations: None,
        }
    }

    /// Begins to listen for the wish of a service manager, too.
    pub(crate) fn listen_to_all() -> Self {
        Self {
            terminations: terminator().ok(),
            ..Self::listen()
        }
    }

    /// Returns when Ctrl-C is pressed, or was since the last time.
    pub(crate) async fn pressed(&mut self) {
        tokio::select! {
            () = next(&mut self.interrupts) => {}
            () = next(&mut self.terminations) => {}
        }
    }
}

/// The next signal; never, where none is listened for.
async fn next(listener: &mut Option<Listener>) {
    let came = match listener {
        Some(listener) => listener.recv().await,
        None => None,
    };
    if came.is_none() {
        pending::<()>().await;
    }
}
