//! What goes into a description and what comes out of it. The contract's `understanding-types` documents every field.
#![expect(
    missing_docs,
    reason = "the contract's `understanding-types` documents each item, and the names are the same"
)]

use crate::chat::types::Usage;
use crate::prelude::*;
use crate::warning::Warning;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub model: Option<String>,
    pub media: Vec<Media>,
    pub prompt: Option<String>,
    pub max_characters: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    Image(String),
    Video(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub text: String,
    pub model: String,
    pub usage: Option<Usage>,
    pub warnings: Vec<Warning>,
    pub request_id: Option<String>,
}
