//! What the end-to-end tests share: scripted upstreams, the bytes they answer with, and providers to call them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops, and says where"
)]

pub mod answer;
pub mod artifact;
pub mod door;
pub mod hosts;
pub mod provider;
pub mod stock;
pub mod upstream;

pub use door::Door;
pub use provider::{KEY, read, runtime, soon};
pub use upstream::{Signal, Step, Upstream};
