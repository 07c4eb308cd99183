//! `qwenbox-gateway` with the real component behind it, through real sockets, against scripted upstreams on loopback.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and says where"
)]

mod api;
mod client;
mod ending;
mod leaving;
mod limits;
mod metrics;
mod served;
mod tls;
mod tokens;
