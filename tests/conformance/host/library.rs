//! The Rust runner: the library `qwenbox`, an instance a call, of a component that is compiled once.

mod contract;
mod request;

use super::{Call, Host};
use crate::case::call;
use crate::observed::{Events, Observed};
use futures::StreamExt;
use qwenbox::{Builder, Error, Provider, Region};
use qwenbox_tests::runtime;
use serde_json::Value;

/// The library `qwenbox`.
pub(crate) struct Library;

impl Host for Library {
    const NAME: &'static str = "Rust runner";

    async fn call(&self, call: &Call<'_>) -> Observed {
        let provider = match builder(call).build() {
            Ok(provider) => provider,
            Err(error) => return failed(Vec::new(), &error),
        };
        match call.function.clone() {
            call::Call::Complete(request) => whole(
                provider.complete(request.into()).await,
                contract::completion,
            ),
            call::Call::Describe(request) => whole(
                provider.describe(request.into()).await,
                contract::description,
            ),
            call::Call::Stream(request) => match provider.stream(request.into()).await {
                Ok(mut answer) => {
                    let events = (&mut answer).collect::<Vec<_>>().await;
                    let events = events.iter().map(contract::event).collect();
                    observed(events, answer.completion().await, contract::completion)
                }
                Err(error) => failed(Vec::new(), &error),
            },
            call::Call::Estimate(request) => {
                whole(provider.estimate_video(request.into()).await, |quote| {
                    contract::video::price(quote.cost.as_ref())
                })
            }
            call::Call::Submit(request) => whole(
                provider.submit_video(request.into()).await,
                contract::video::task,
            ),
            call::Call::Poll(poll) => whole(
                provider.poll_video(poll.id, poll.model).await,
                contract::video::task,
            ),
            call::Call::Cancel(cancel) => whole(
                provider.cancel_video(cancel.id).await,
                contract::video::task,
            ),
            call::Call::Tasks(filter) => {
                whole(provider.video_tasks(filter.into()).await, |tasks| {
                    contract::video::tasks(tasks)
                })
            }
            call::Call::Prepare(upload) => whole(
                provider.prepare_upload(upload.into()).await,
                contract::video::form,
            ),
        }
    }
}

/// The library, set up as a case says.
pub(super) fn builder(call: &Call<'_>) -> Builder {
    let builder = Provider::builder()
        .runtime(runtime())
        .api_key(&call.settings.key)
        .base_url(&call.base_url);
    let builder = match call.settings.region.as_deref() {
        Some(word) => builder.region(Region::of_word(word)),
        None => builder,
    };
    match &call.settings.config {
        Some(config) => builder.config_json(serde_json::to_string(config).unwrap()),
        None => builder,
    }
}

/// What came of a call without events.
fn whole<T>(outcome: Result<T, Error>, value: fn(&T) -> Value) -> Observed {
    observed(Vec::new(), outcome, value)
}

fn observed<T>(events: Vec<Value>, outcome: Result<T, Error>, value: fn(&T) -> Value) -> Observed {
    match outcome {
        Ok(result) => Observed {
            events: Events::All(events),
            result: Ok(value(&result)),
        },
        Err(error) => failed(events, &error),
    }
}

pub(super) fn failed(events: Vec<Value>, error: &Error) -> Observed {
    Observed {
        events: Events::All(events),
        result: Err(contract::error(&error.record())),
    }
}
