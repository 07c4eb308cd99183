//! The contract's records, generated once from `wit/`, and their conversions to and from the core's types.
//! Knows no I/O: each shell generates its own world over these records.

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
mod understanding;
mod upload;
mod video;

pub use generated::qwen::provider::{
    catalog_types, chat_types, types, understanding_types, upload_types, video_types,
};
