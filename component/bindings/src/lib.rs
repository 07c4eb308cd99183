//! The contract's records, generated once from `wit/`, and their conversions to and from the core's types.
//! Knows no I/O: each shell generates its own world over these records. What else both shells need stands here once.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

#[expect(
    missing_docs,
    reason = "generated from wit/, where every item is documented"
)]
mod generated {
    wit_bindgen::generate!({
        path: "../../wit",
        world: "records",
        additional_derives: [PartialEq],
    });
}

mod catalog;
mod chat;
mod error;
pub mod http;
mod provider;
#[cfg(target_family = "wasm")]
mod runtime;
mod understanding;
mod upload;
mod video;

pub use provider::provider;

pub use generated::qwen::provider::{
    catalog_types, chat_types, types, understanding_types, upload_types, video_types,
};
