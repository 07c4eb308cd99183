//! Lending files: requests and forms.

pub use qwen_core::upload::{Field, Form, Request};
