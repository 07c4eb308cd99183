//! The real component in the real runner, against the simulator and scripted upstreams on loopback.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and says where"
)]

mod artifact;
mod bad_input;
mod cancelling;
mod catalog;
mod chat;
mod command_door;
mod concurrency;
mod delivery;
mod egress;
mod examples;
mod long_streams;
mod secrecy;
mod server_door;
mod stock_examples;
mod stopping;
mod tenants;
