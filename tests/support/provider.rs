//! Providers to test, on one runtime: the component is compiled once a test binary.

use futures::StreamExt;
use qwenbox::{ChatStream, Error, Limits, Provider, Runtime, chat, types};
use std::sync::OnceLock;
use std::time::Duration;

/// The key that [`at`] gives to the host.
pub const KEY: &str = "sk-a-key-that-only-the-host-may-know";

/// Longer than anything here takes, even on a busy machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// The component as built, under the default limits. It keeps no compiled code on disk.
///
/// # Panics
/// When the component does not load.
pub fn runtime() -> Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME
        .get_or_init(|| altered(qwenbox::component(), Limits::default()))
        .clone()
}

/// Another component, or other limits.
///
/// # Panics
/// When the component does not load.
#[must_use]
pub fn altered(component: &[u8], limits: Limits) -> Runtime {
    Runtime::with_component(component, limits, None).unwrap()
}

/// A provider with [`KEY`] for a base URL.
///
/// # Panics
/// When the base URL is not one.
#[must_use]
pub fn at(base_url: &str) -> Provider {
    Provider::builder()
        .runtime(runtime())
        .api_key(KEY)
        .base_url(base_url)
        .build()
        .unwrap()
}

/// What a future gives.
///
/// # Panics
/// When it takes so long that it will never give anything.
pub async fn soon<F: Future>(future: F) -> F::Output {
    let output = tokio::time::timeout(PATIENCE, future).await;
    output.unwrap_or_else(|_| panic!("nothing happened for {PATIENCE:?}"))
}

/// All events of an answer, and its outcome.
pub async fn read(mut answer: ChatStream) -> (Vec<chat::Event>, Result<chat::Completion, Error>) {
    let events = soon((&mut answer).collect::<Vec<_>>()).await;
    (events, soon(answer.completion()).await)
}

/// The next event of an answer.
///
/// # Panics
/// When the answer has ended.
pub async fn next(answer: &mut ChatStream) -> chat::Event {
    soon(answer.next()).await.expect("the answer goes on")
}

/// The contract's record of what a call failed with.
///
/// # Panics
/// When it did not fail.
pub fn failure<T: std::fmt::Debug>(result: Result<T, Error>) -> types::Error {
    result.expect_err("the call fails").record()
}
