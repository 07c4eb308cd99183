//! What must hold for any bytes, one function a fuzz target. Each panics when it does not hold.
//!
//! `cargo test` replays the committed inputs of `tests/fuzz/corpus`; `CONTRIBUTING.md` says how to look for new ones.
#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a check that does not hold panics: that is how a fuzzer learns of it"
)]

mod answer;
mod error_body;
mod message;
mod pieces;
#[cfg(test)]
mod replay;
mod sse;
mod stream;
mod tool_arguments;

pub use error_body::error_body;
pub use sse::sse;
pub use stream::stream;
pub use tool_arguments::tool_arguments;
