//! Hosts in other languages, against the simulator: each runs its own tests, and what they left early is looked at from the
//! simulator's side. The drivers of the conformance cases are tried here too.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on stops, and says where"
)]

mod c;
mod driver;
mod examples;
mod own_tests;
mod setup;
