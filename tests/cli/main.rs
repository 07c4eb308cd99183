//! The binary `qwenbox` as a person or a script runs it: what it prints where, what it sends, and its exit codes.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops, and says where"
)]

mod catalog;
mod channels;
mod comfort;
mod component;
mod config;
#[cfg(unix)]
mod conversation;
mod describe;
mod doctor;
#[cfg(unix)]
mod documents;
mod failures;
mod generated;
mod help;
mod json;
mod leaving;
mod listing;
mod models_page;
mod onboard;
mod options;
mod prompt;
mod run;
mod serve;
mod simulated;
mod streaming;
#[cfg(unix)]
mod terminal;
mod video;
