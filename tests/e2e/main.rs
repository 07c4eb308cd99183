//! The real component in the real runner, against the simulator and scripted upstreams on loopback.
#![allow(
    clippy::format_collect,
    clippy::useless_format,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::missing_panics_doc,
    clippy::match_wild_err_arm,
    clippy::type_complexity,
    reason = "a test that cannot go on stops, and says where"
)]

mod artifact;
mod bad_input;
mod cancelling;
mod catalog;
mod chat;
mod concurrency;
mod delivery;
mod egress;
mod long_streams;
mod secrecy;
mod stopping;
mod tenants;
