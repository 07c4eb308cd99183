//! What Qwen Cloud is: its endpoints, models, chat requests and answers, and errors.
//! Knows no WASI, no Wasmtime, no clock, no environment, no files, and not where a key comes from.
//!
//! The crate is pure functions and state machines, plus async flows over one small trait, [`Transport`], that a shell
//! implements. Data runs one way:
//!
//! ```text
//! settings ─▶ endpoint ─▶ catalog ─▶ model ─▶ chat::encode ─▶ Transport ─▶ sse ─▶ chat::decode ─▶ events
//! ```
//!
//! | module | its one job |
//! |---|---|
//! | [`settings`] | what the component was told: key, base URL, configured models |
//! | [`endpoint`] | which base URL, and what is known of it |
//! | [`model_ref`] | what a model reference names |
//! | [`model`] | the facts of one model |
//! | [`catalog`] | the models an endpoint serves |
//! | [`chat`] | a chat call: its types, its body, its answer |
//! | [`understanding`] | a description: its question for chat, and what the answer says |
//! | [`error`] | what can go wrong, from every shape on the wire |
//! | [`retry`] | whether a failed attempt is repeated, and after how long |
//! | [`provider`] | the calls that a component exports, joined from the above |
//! | [`server`] | an OpenAI-compatible API over those calls |
//! | [`number`], [`quoted`], [`lossy`] | small ways to read and write texts, in place of larger ones of the standard library |

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod calendar;
pub mod catalog;
pub mod chat;
mod coding;
pub mod cost;
mod deadline;
pub mod endpoint;
pub mod error;
pub mod http;
mod joined;
mod json;
pub mod lossy;
pub mod model;
pub mod model_ref;
mod names;
pub mod number;
pub mod prelude;
pub mod provider;
pub mod quoted;
pub mod retry;
mod search;
pub mod secret;
pub mod server;
pub mod settings;
pub mod sse;
pub mod transport;
pub mod understanding;
pub mod upload;
pub mod video;
pub mod warning;
mod write;

pub use error::{Error, ErrorKind};
pub use provider::Provider;
pub use settings::Settings;
pub use transport::Transport;
