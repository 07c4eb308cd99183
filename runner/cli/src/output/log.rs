//! The log of `--verbose` and of a server, on stderr.

use tracing::Level;

/// Begins to write what the library does. It logs neither keys nor what is asked and answered.
pub(super) fn start() {
    let log = tracing_subscriber::fmt()
        .with_max_level(Level::DEBUG)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .finish();
    // It is set once; a second one would find the first at work.
    let _ = tracing::subscriber::set_global_default(log);
}

/// Begins to write what a server does, with the time: warnings, and the requests that it answers if they are wanted. With
/// `--verbose` there is a log already, which has all of it.
pub(super) fn start_for_server(requests: bool) {
    let level = if requests { Level::INFO } else { Level::WARN };
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .finish();
    let _ = tracing::subscriber::set_global_default(log);
}
