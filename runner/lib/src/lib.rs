//! Runs the Qwen Cloud provider, a WebAssembly component, in a sandbox: the embedding library.
//! Knows the provider's settings and endpoints, and nothing of what it says on the wire.
//!
//! The component gets no file, no socket, no clock to speak of and no API key. It calls `wasi:http`, and the host
//! decides what it may reach, dials, and adds the key on the way out.
//!
//! ```no_run
//! # async fn example() -> Result<(), qwenbox::Error> {
//! use futures::StreamExt;
//! use qwenbox::{Provider, chat};
//!
//! let provider = Provider::builder().api_key("sk-…").build()?;
//! let mut answer = provider.stream(chat::Request::ask("What is a component?")).await?;
//! while let Some(event) = answer.next().await {
//!     if let chat::Event::Text(text) = event {
//!         print!("{text}");
//!     }
//! }
//! let completion = answer.completion().await?;
//! println!("{} tokens", completion.usage.map_or(0, |usage| usage.total_tokens));
//! # Ok(())
//! # }
//! ```
//!
//! | module | its one job |
//! |---|---|
//! | `options` | what an embedder may say |
//! | `runtime` | the engine, the compiled component, ready to be instantiated |
//! | `linker` | what the component may import: the whole list |
//! | `probe` | the way to an endpoint, looked at without a request |
//! | `instances` | one running instance and its event loop |
//! | `provider` | the public calls |
//! | `door` | HTTP requests of others, answered by the component |
//! | `stream` | an answer while it is written |
//! | `media` | local files as messages take them |
//! | `jobs` | videos that are made while processes come and go |
//! | `storage` | where videos are fetched from, and files are sent to |
//! | `egress` | what may be reached, and how |

mod bindings;
mod cache;
pub mod door;
mod egress;
mod engine;
mod error;
mod instances;
pub mod jobs;
mod limits;
mod linker;
pub mod media;
mod options;
pub mod probe;
mod provider;
mod runtime;
mod state;
mod storage;
mod stream;

pub use bindings::{catalog, chat, types, understanding, upload, video};
pub use cache::{Code, code_folder, user_folder as cache_folder};
pub use door::Door;
pub use error::Error;
pub use limits::Limits;
pub use options::Builder;
pub use provider::Provider;
pub use qwen_core::endpoint::{Choice, Class, Endpoint};
/// What the provider's own rules say of an address, a key or a reference to a model that they refuse.
pub use qwen_core::error::{Details as RefusalDetails, Error as Refusal};
pub use qwen_core::model::{Plan, Region};
pub use qwen_core::secret::Secret;
pub use runtime::{Runtime, WASMTIME, component};
pub use stream::ChatStream;

/// Which provider a model reference means, by the provider's own rules.
pub mod references {
    pub use qwen_core::model_ref::{ConfiguredProvider, ModelRef, PROVIDER, folded, owner};
}
