//! The log of `--verbose`, on stderr.

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
