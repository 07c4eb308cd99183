//! `POST /v1/chat/completions`: a request in OpenAI's words becomes a chat call, and its answer one in those words.

mod answer;
mod chunks;
mod messages;
mod options;
mod request;
#[cfg(test)]
mod tests;

use core::mem;

use super::error::Refusal;
use super::fields::Asked;
use super::response::{self, Response};
use crate::chat::types::{Completion, Event};
use crate::prelude::*;
use crate::provider::{Provider, Reply};
use crate::transport::Transport;
use crate::warning::Warning;
pub(super) use answer::cost as write_cost;
use chunks::Chunks;

/// Answers a request, given its body.
///
/// # Errors
/// What is wrong with the body, and whatever stands between the request and the beginning of its answer.
pub(super) async fn respond<'a, T: Transport + 'static>(
    provider: &'a Provider,
    transport: &'a T,
    body: String,
) -> Result<Response<'a, T>, Refusal> {
    let asked = Asked::of_chat(&body)?;
    // It may be long, and the call may take minutes.
    drop(body);
    let model = provider.model_of(&asked.chat);
    // A model that there is not is told of by its field.
    let model = model.map_err(|error| Refusal::from(error).about(String::from("model")))?;
    if asked.stream == Some(true) {
        return stream(provider, transport, asked).await;
    }
    let (request, warnings) = asked.into_chat();
    let completion = provider.complete(transport, request).await?;
    Ok(whole(completion, warnings, &model.id))
}

/// The response that tells a whole answer. The model is the one that was asked where the server names none.
fn whole<T: Transport>(
    mut completion: Completion,
    mut warnings: Vec<Warning>,
    model: &str,
) -> Response<'static, T> {
    if completion.model.is_empty() {
        completion.model = String::from(model);
    }
    warnings.append(&mut completion.warnings);
    completion.warnings = warnings;
    let body = answer::whole(&completion);
    response::told(body, &completion.warnings, completion.request_id.as_deref())
}

/// Answers with a stream, once the first piece of it is there: what comes in its place is an error with its own status.
async fn stream<'a, T: Transport + 'static>(
    provider: &'a Provider,
    transport: &'a T,
    asked: Box<Asked>,
) -> Result<Response<'a, T>, Refusal> {
    let include_usage = asked.include_usage;
    let (request, mut warnings) = asked.into_chat();
    let mut reply = provider.open(transport, request).await?;
    let mut first = Vec::new();
    while let Some(events) = reply.next().await? {
        if keep_warnings(&events, &mut warnings) {
            first = events;
            break;
        }
    }
    let opening = reply.opening();
    let request_id = opening.request_id.map(String::from);
    let frames = Frames {
        chunks: Chunks::new(opening, include_usage),
        first,
        late: Vec::new(),
        reply: Some(reply),
    };
    let mut response = response::stream(frames);
    response.tell(&warnings, request_id.as_deref());
    Ok(response)
}

/// Puts the warnings among some events to the others, and says whether there is anything besides.
fn keep_warnings(events: &[Event], warnings: &mut Vec<Warning>) -> bool {
    let mut has_others = false;
    for event in events {
        match event {
            Event::Warning(warning) => warnings.push(warning.clone()),
            _ => has_others = true,
        }
    }
    has_others
}

/// A stream under way, as server-sent events. Dropping it ends the call.
pub struct Frames<'a, T: Transport> {
    chunks: Chunks,
    /// The events that came before the response began.
    first: Vec<Event>,
    /// The warnings that came after the header.
    late: Vec<Warning>,
    /// Until the answer's end, or the error that cut it.
    reply: Option<Reply<'a, T>>,
}

impl<T: Transport + 'static> Frames<'_, T> {
    /// The frames of the events that came next together; `None` after the end.
    pub async fn next(&mut self) -> Option<String> {
        let mut out = String::new();
        self.chunks.events(&mem::take(&mut self.first), &mut out);
        while out.is_empty() {
            match self.reply.as_mut()?.next().await {
                Ok(Some(events)) => {
                    keep_warnings(&events, &mut self.late);
                    self.chunks.events(&events, &mut out);
                }
                Ok(None) => {
                    let completion = self.reply.take()?.into_completion();
                    self.chunks.end(&completion, &self.late, &mut out);
                }
                Err(error) => {
                    self.reply = None;
                    Chunks::error(&error.into(), &mut out);
                }
            }
        }
        Some(out)
    }
}
