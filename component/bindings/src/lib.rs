//! The contract's records, by the names that generated bindings call: the core's own types where they say the same, and the
//! others with their conversions. Knows no I/O: each shell generates its world over these records, and a field or an arm
//! that is not the one in `wit/` does not compile there. What else both shells need stands here once.
//!
//! The conversions stay functions: inlined into every export, each would copy its fields one by one.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod catalog_types;
pub mod chat_types;
pub mod http;
mod provider;
#[cfg(target_family = "wasm")]
mod runtime;
pub mod types;
pub mod understanding_types;
pub mod upload_types;
pub mod video_types;

pub use provider::provider;
