//! The provider as a WASI 0.2 component: `qwen-sync.wasm`, for hosts without WASI 0.3.
//! Converts types and moves bytes; knows no JSON, no URLs, no provider codes and no retry rules.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod catalog;
mod chat;
mod convert;
mod transport;
mod understanding;
mod uploads;
mod video;
mod waiting;

#[expect(
    unsafe_code,
    clippy::pedantic,
    reason = "generated from wit/, where every item is documented"
)]
mod generated {
    wit_bindgen::generate!({
        path: "../../wit",
        world: "provider-sync",
        with: {
            "qwen:provider/types@0.1.0": qwen_bindings::types,
            "qwen:provider/catalog-types@0.1.0": qwen_bindings::catalog_types,
            "qwen:provider/chat-types@0.1.0": qwen_bindings::chat_types,
            "qwen:provider/understanding-types@0.1.0": qwen_bindings::understanding_types,
            "qwen:provider/upload-types@0.1.0": qwen_bindings::upload_types,
            "qwen:provider/video-types@0.1.0": qwen_bindings::video_types,
        },
    });

    use super::Component;
    export!(Component with_types_in self);
}

use qwen_core::{Error, Provider};

/// What the exports are implemented on.
struct Component;

/// The provider that the environment describes.
fn provider() -> Result<&'static Provider, Error> {
    qwen_bindings::provider(wasip2::cli::environment::get_environment)
}
