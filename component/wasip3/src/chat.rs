//! The `chat` export: `complete` gives an answer whole, `open-stream` pumps it as it comes.

use crate::generated::exports::qwen::provider::chat::Guest;
use crate::generated::{wit_future, wit_stream};
use crate::transport::Http;
use crate::{Component, provider};
use qwen_bindings::chat_types::{Completion, Event, Message, Request};
use qwen_bindings::types::Error;
use qwen_core::ErrorKind;
use qwen_core::prelude::*;
use qwen_core::provider::Reply;
use wit_bindgen::{FutureReader, FutureWriter, StreamReader, StreamWriter};

type Outcome = Result<Completion, Error>;

impl Guest for Component {
    async fn ask(prompt: String) -> Result<String, Error> {
        let request = Request {
            messages: vec![Message::user(prompt)],
            ..Request::default()
        };
        Ok(provider()?.complete(&Http, request).await?.text)
    }

    async fn complete(request: Request) -> Outcome {
        Ok(provider()?.complete(&Http, request).await?.into())
    }

    async fn open_stream(
        request: Request,
    ) -> Result<(StreamReader<Event>, FutureReader<Outcome>), Error> {
        let reply = provider()?.open(&Http, request).await?;
        let (events, event_reader) = wit_stream::new();
        let (outcome, outcome_reader) = wit_future::new(cancelled);
        wit_bindgen::spawn_local(pump(reply, events, outcome));
        Ok((event_reader, outcome_reader))
    }
}

/// Moves an answer into its stream until it ends, fails, or nobody reads it any more.
async fn pump(
    mut reply: Reply<'static, Http>,
    mut events: StreamWriter<Event>,
    outcome: FutureWriter<Outcome>,
) {
    let end = loop {
        match reply.next().await {
            Ok(Some(batch)) => {
                if !events.write_all(batch).await.is_empty() {
                    break cancelled();
                }
            }
            Ok(None) => break Ok(reply.into_completion().into()),
            Err(error) => break Err(error.into()),
        }
    };
    // The reader learns of the end before it asks for the outcome.
    drop(events);
    // Nobody may be left to hear it; the outcome was theirs to drop.
    let _ = outcome.write(end).await;
}

/// The outcome of an answer that nobody reads.
fn cancelled() -> Outcome {
    Err(qwen_core::Error::new(
        ErrorKind::Cancelled,
        "the caller stopped reading the answer",
    )
    .sent()
    .into())
}
