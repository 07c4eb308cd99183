//! Media understanding: requests and descriptions.

pub use crate::types::{Usage, Warning};
pub use qwen_core::understanding::types::{Description, Media, Request};
