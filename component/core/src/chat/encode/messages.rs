//! The conversation as the wire takes it. Content is flat text, as models that take only text may refuse lists of parts.

use std::borrow::Cow;

use serde::Serialize;

use super::unsupported;
use crate::chat::types::{AssistantMessage, Message, Part, TextPart, TurnStatus};
use crate::error::Error;
use crate::model::Model;

/// One message of the body.
#[derive(Debug, Serialize)]
pub(super) struct WireMessage<'a> {
    role: &'static str,
    content: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_content: Option<&'a str>,
    /// The model is to continue this message.
    #[serde(skip_serializing_if = "is_false")]
    partial: bool,
}

/// The messages to send: without empty system messages, empty answers, and answers that failed or were stopped.
///
/// `replay` sends the reasoning of earlier answers back, where it was the same model's.
pub(super) fn encode<'a>(
    messages: &'a [Message],
    model: &Model,
    replay: bool,
) -> Result<Vec<WireMessage<'a>>, Error> {
    let mut encoded = Vec::with_capacity(messages.len());
    for (index, message) in messages.iter().enumerate() {
        let is_last = index + 1 == messages.len();
        encoded.extend(match message {
            Message::System(parts) => system(parts)?,
            Message::User(parts) => Some(user(parts)?),
            Message::Assistant(answer) => assistant(answer, model, replay, is_last)?,
            Message::Tool(_) => return Err(unsupported("messages (tool)")),
        });
    }
    let asks = |message: &WireMessage<'_>| message.role == "user" && !message.content.is_empty();
    if !encoded.iter().any(asks) {
        return Err(
            Error::invalid("the conversation holds no user message with text")
                .with_hint("add at least one user message that is not empty"),
        );
    }
    Ok(encoded)
}

fn system(parts: &[TextPart]) -> Result<Option<WireMessage<'_>>, Error> {
    let content = flat(parts.iter().map(text_of))?;
    Ok((!content.is_empty()).then(|| plain("system", content)))
}

fn user(parts: &[Part]) -> Result<WireMessage<'_>, Error> {
    let content = flat(parts.iter().map(|part| match part {
        Part::Text(part) => text_of(part),
        Part::Image(_) => Err(unsupported("messages (image)")),
        Part::Video(_) => Err(unsupported("messages (video)")),
        Part::Audio(_) => Err(unsupported("messages (audio)")),
    }))?;
    Ok(plain("user", content))
}

fn assistant<'a>(
    answer: &'a AssistantMessage,
    model: &Model,
    replay: bool,
    is_last: bool,
) -> Result<Option<WireMessage<'a>>, Error> {
    let partial = match answer.status {
        TurnStatus::Failed | TurnStatus::Aborted => return Ok(None),
        TurnStatus::Complete => false,
        TurnStatus::Partial if is_last => true,
        TurnStatus::Partial => {
            return Err(
                Error::invalid("an assistant message is partial and not the last message")
                    .with_hint("mark only the message that the model is to continue"),
            );
        }
    };
    if !answer.tool_calls.is_empty() {
        return Err(unsupported("messages (tool-calls)"));
    }
    if answer.text.is_empty() {
        return Ok(None);
    }
    let is_own = answer
        .model
        .as_ref()
        .is_none_or(|name| *name == model.id || *name == model.reference());
    let reasoning = answer.reasoning.as_deref().filter(|text| !text.is_empty());
    Ok(Some(WireMessage {
        reasoning_content: reasoning.filter(|_| replay && is_own),
        partial,
        ..plain("assistant", Cow::Borrowed(&answer.text))
    }))
}

fn plain<'a>(role: &'static str, content: Cow<'a, str>) -> WireMessage<'a> {
    WireMessage {
        role,
        content,
        reasoning_content: None,
        partial: false,
    }
}

fn text_of(part: &TextPart) -> Result<&str, Error> {
    if part.cache {
        return Err(unsupported("cache"));
    }
    Ok(&part.text)
}

/// All texts as one, each on a new line.
fn flat<'a>(
    mut texts: impl Iterator<Item = Result<&'a str, Error>>,
) -> Result<Cow<'a, str>, Error> {
    let mut all = Cow::Borrowed(texts.next().transpose()?.unwrap_or_default());
    for text in texts {
        let all = all.to_mut();
        all.push('\n');
        all.push_str(text?);
    }
    Ok(all)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}
