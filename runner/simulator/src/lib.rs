//! The chat and video APIs of Alibaba Model Studio (`DashScope`) on loopback, strict and faithful: for demos and for tests.
//! It must not know the provider core, the runner or the WIT contract: a shared bug would hide on both sides.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use qwenbox_simulator::{Options, Simulator};
//!
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let simulator = Simulator::start(listener, Options::unpaced())?;
//! let base_url = simulator.standard_base_url();
//! // … run the client under test against `base_url` …
//! assert_eq!(simulator.requests().len(), 1);
//! simulator.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! Token counts are an estimate (a word, or a CJK character, is a token), but the same one everywhere: usage, limits
//! and the pieces of a stream agree. The models, ranges and refusals are those of November 2026.
//!
//! Videos are made by the same service: tasks that pass through their states in time, and films that play (plain colours,
//! of the size and length that were asked for).
//!
//! How a request flows, one file a step:
//!
//! * `server`: the socket; `routes` and `plan`: which path is what; `exchange`: from there to an answer.
//! * `access`: keys; `fields` and `query`: JSON and addresses, read by type.
//! * `chat`: one call of the chat endpoint.
//!   * `request` and the files under it: bytes → a `ChatRequest`, or the API's own refusal.
//!     Its facts are data: `models` (what each model takes) and `limits` (ranges of numbers).
//!   * `answer`: request → what the "model" says; `tokens`, `sample` and `usage` help it.
//!   * `completion` (one JSON object) or `chunks` (frames), `fault` (damage on purpose), `stream` (frames, at the `pace`
//!     of a model).
//! * `native`: what all calls of the native API share.
//!   * `video` and the files under it: tasks and their films; `movie` writes the films.
//!   * `uploads`: files that requests refer to.
//! * `error`, `native` and `storage`: every refusal, in the shape of its service.
//! * `record`: what was received; `memory`: what the services remember; `identity`, `clock`, `calendar`: ids and times.
//! * `simulator`: the handle that tests hold; `options`: what the operator chooses.

mod access;
mod answer;
mod calendar;
mod chat;
mod chunks;
mod clock;
mod completion;
mod error;
mod exchange;
mod fault;
mod fields;
mod identity;
mod limits;
mod memory;
mod models;
mod movie;
mod native;
mod options;
mod pace;
mod plan;
mod query;
mod record;
mod request;
mod routes;
mod sample;
mod server;
mod simulator;
mod storage;
mod stream;
mod tokens;
mod uploads;
mod usage;
mod video;

#[cfg(test)]
mod tests;

pub use fault::Fault;
pub use options::Options;
pub use record::{Delivery, Received};
pub use server::serve;
pub use simulator::Simulator;
pub use uploads::UploadedFile;
pub use video::{TaskState, VideoFault, VideoOptions, VideoTask};
