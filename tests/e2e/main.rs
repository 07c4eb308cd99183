//! The real component in the real runner, against the simulator and scripted upstreams on loopback.

mod artifact;
mod bad_input;
mod cancelling;
mod catalog;
mod chat;
mod concurrency;
mod delivery;
mod egress;
mod secrecy;
mod stopping;
mod tenants;
