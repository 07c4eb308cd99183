//! Who makes the calls of the cases. A host knows neither what a case expects nor what was answered.

mod contract;
mod request;

use crate::case::{Settings, call};
use crate::observed::Observed;
use futures::StreamExt;
use qwenbox::{Error, Provider, chat};
use qwenbox_tests::runtime;

/// One call to make.
pub(crate) struct Call<'a> {
    /// Where the upstream is.
    pub(crate) base_url: String,
    pub(crate) settings: &'a Settings,
    /// The function of the contract, and its request.
    pub(crate) function: &'a call::Call,
}

/// Something that has the component and can call it.
pub(crate) trait Host: Sync {
    /// Makes one call and waits for its end.
    fn call(&self, call: &Call<'_>) -> impl Future<Output = Observed> + Send;
}

/// The library `qwenbox`: an instance a call, of a component that is compiled once.
pub(crate) struct Library;

impl Host for Library {
    async fn call(&self, call: &Call<'_>) -> Observed {
        let provider = match provider(call) {
            Ok(provider) => provider,
            Err(error) => return failed(Vec::new(), &error),
        };
        match call.function.clone() {
            call::Call::Complete(request) => {
                observed(Vec::new(), provider.complete(request.into()).await)
            }
            call::Call::Stream(request) => match provider.stream(request.into()).await {
                Ok(mut answer) => {
                    let events = (&mut answer).collect::<Vec<_>>().await;
                    let events = events.iter().map(contract::event).collect();
                    observed(events, answer.completion().await)
                }
                Err(error) => failed(Vec::new(), &error),
            },
        }
    }
}

fn provider(call: &Call<'_>) -> Result<Provider, Error> {
    let builder = Provider::builder()
        .runtime(runtime())
        .api_key(&call.settings.key)
        .base_url(&call.base_url);
    match &call.settings.config {
        Some(config) => {
            let config = serde_json::to_string(config).unwrap();
            builder.config_json(config).build()
        }
        None => builder.build(),
    }
}

fn observed(events: Vec<serde_json::Value>, outcome: Result<chat::Completion, Error>) -> Observed {
    match outcome {
        Ok(completion) => Observed {
            events,
            result: Ok(contract::completion(&completion)),
        },
        Err(error) => failed(events, &error),
    }
}

fn failed(events: Vec<serde_json::Value>, error: &Error) -> Observed {
    Observed {
        events,
        result: Err(contract::error(&error.record())),
    }
}
