//! A chat call: its types, its body on the wire, and the reading of its answer.
//! Knows neither the catalog nor the settings: it is given the model's facts.

pub mod decode;
pub mod encode;
pub mod stream;
pub mod thinking;
pub mod types;
pub mod usage;

pub use types::{Completion, Event, FinishReason, Message, Request};
