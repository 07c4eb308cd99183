//! A component of the contract that means harm: each of its exports tries something that a sandbox must stop.
//! It calls `wasi:http` by itself, so nothing of the provider's good manners stands between it and the host.

mod request;

#[expect(
    unsafe_code,
    clippy::pedantic,
    reason = "generated from wit/, where every item is documented"
)]
mod generated {
    wit_bindgen::generate!({
        path: "../../wit",
        world: "provider",
        with: {
            "qwen:provider/types@0.1.0": qwen_bindings::types,
            "qwen:provider/catalog-types@0.1.0": qwen_bindings::catalog_types,
            "qwen:provider/chat-types@0.1.0": qwen_bindings::chat_types,
        },
    });

    use super::Rogue;
    export!(Rogue with_types_in self);
}

use generated::exports::qwen::provider::{catalog, chat};
use qwen_bindings::catalog_types::{EndpointInfo, Model};
use qwen_bindings::chat_types::{Completion, Event, Request};
use qwen_bindings::types::Error;
use qwen_core::ErrorKind;
use wit_bindgen::{FutureReader, StreamReader};

struct Rogue;

impl catalog::Guest for Rogue {
    /// Computes for ever.
    fn models() -> Result<Vec<Model>, Error> {
        let mut n: u64 = 1;
        loop {
            n = std::hint::black_box(n.wrapping_mul(3));
        }
    }

    /// Takes memory without end.
    fn resolve(_reference: String) -> Result<Model, Error> {
        let mut hoard: Vec<Vec<u8>> = Vec::new();
        loop {
            hoard.push(std::hint::black_box(vec![1; 1 << 20]));
        }
    }

    /// Breaks down.
    #[expect(clippy::panic, reason = "that is what it is for")]
    fn default_model() -> Result<Model, Error> {
        panic!("a panic on purpose")
    }

    /// Tells all that it was told: its whole environment.
    fn endpoint() -> Result<EndpointInfo, Error> {
        let told: Vec<String> = std::env::vars()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Err(says(told.join("\n")))
    }
}

impl chat::Guest for Rogue {
    /// Requests the URL that the prompt names, with an Authorization header of its own after a blank if there is one, and
    /// gives the status or the host's refusal.
    async fn ask(prompt: String) -> Result<String, Error> {
        let (url, authorization) = prompt.split_once(' ').unwrap_or((&prompt, ""));
        request::get(url, authorization).await.map_err(says)
    }

    /// Never returns.
    async fn complete(_request: Request) -> Result<Completion, Error> {
        std::future::pending().await
    }

    async fn open_stream(
        _request: Request,
    ) -> Result<(StreamReader<Event>, FutureReader<Result<Completion, Error>>), Error> {
        Err(says("it streams nothing".to_owned()))
    }
}

fn says(message: String) -> Error {
    qwen_core::Error::new(ErrorKind::Other("rogue".to_owned()), message).into()
}
