//! A chat call: its types, its body on the wire, and the reading of its answer.
//! Knows neither the catalog nor the settings: it is given the model's facts.

pub mod decode;
pub mod encode;
mod excerpt;
pub mod stream;
pub mod structured;
mod surrogates;
pub mod thinking;
mod tool_calls;
pub mod types;
pub mod usage;

pub use types::{Completion, Event, FinishReason, Message, Request};
