//! What the end-to-end tests share: scripted upstreams, the bytes they answer with, and providers to call them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails a test by panicking"
)]

pub mod answer;
pub mod artifact;
pub mod provider;
pub mod upstream;

pub use provider::{KEY, read, runtime, soon};
pub use upstream::{Signal, Step, Upstream};
