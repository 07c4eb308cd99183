//! Telling what pictures and videos show: a question for chat, and what its answer says.
//! Knows neither the catalog nor the settings: it is given the model's facts, and chat carries the question.

pub(crate) mod answer;
pub(crate) mod question;
#[cfg(test)]
mod sample;
pub mod types;

pub use types::{Description, Media, Request};

/// The id of the model that looks when a request names none (Qwen provider page, November 2026).
pub const DEFAULT_MODEL: &str = "qwen-vl-max-latest";
