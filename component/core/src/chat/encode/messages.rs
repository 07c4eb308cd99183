//! The turns of a conversation as the wire takes them.
//!
//! Content that is only text is sent as one text, since models that take only text may refuse lists of parts.

use alloc::borrow::Cow;

use serde::Serialize;

use super::cache::Marks;
use super::history::{Answer, History, NO_RESULT, Turn};
use super::parts::{self, Content};
use crate::chat::surrogates;
use crate::chat::types::{Part, TextPart, TurnStatus};
use crate::error::Error;
use crate::prelude::*;

/// One message of the body.
#[derive(Debug, Serialize)]
pub(super) struct WireMessage<'a> {
    role: &'static str,
    content: Content<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_content: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<WireCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_call_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "is_false")]
    partial: bool,
}

/// A tool call of an earlier answer.
#[derive(Debug, Serialize)]
struct WireCall<'a> {
    /// The reference calls it required in what is sent back.
    index: usize,
    id: Cow<'a, str>,
    r#type: &'static str,
    function: WireFunction<'a>,
}

#[derive(Debug, Serialize)]
struct WireFunction<'a> {
    name: &'a str,
    arguments: Cow<'a, str>,
}

/// Which earlier reasoning goes back to the model.
pub(super) struct Replay<'a> {
    /// All of it; else only that of the answers whose tools are still at work.
    pub(super) all: bool,
    /// Whether a model reference is the request's model: reasoning goes back only to who wrote it.
    pub(super) is_own: &'a dyn Fn(&str) -> bool,
}

/// The messages to send.
///
/// # Errors
/// `invalid-request` when no user message holds anything, or a tool call's arguments are not a JSON object.
pub(super) fn encode<'a>(
    history: History<'a>,
    replay: &Replay<'_>,
    marks: &mut Marks,
) -> Result<Vec<WireMessage<'a>>, Error> {
    let mut messages = Vec::with_capacity(history.turns.len());
    let mut asks = false;
    for turn in history.turns {
        messages.push(match turn {
            Turn::System(parts, more) => {
                let content = system(parts, more, marks);
                if content.is_empty() {
                    continue;
                }
                plain("system", content)
            }
            Turn::User(parts) => {
                let content = Content::of(parts, marks);
                asks |= !content.is_empty();
                plain("user", content)
            }
            Turn::Shown(parts) => plain("user", Content::of(parts, marks)),
            Turn::Assistant(answer) => assistant(answer, replay)?,
            Turn::Result { call_id, content } => WireMessage {
                tool_call_id: Some(call_id),
                ..plain("tool", result(content, marks))
            },
        });
    }
    if !asks {
        return Err(
            Error::invalid("the conversation holds no user message with anything in it")
                .with_hint("add at least one user message that is not empty"),
        );
    }
    Ok(messages)
}

fn system<'a>(parts: &'a [TextPart], more: Option<String>, marks: &mut Marks) -> Content<'a> {
    let content = Content::of_texts(parts, marks);
    match more {
        Some(more) => content.followed_by(more),
        None => content,
    }
}

fn assistant<'a>(answer: Answer<'a>, replay: &Replay<'_>) -> Result<WireMessage<'a>, Error> {
    let Answer {
        message,
        call_ids,
        is_current,
    } = answer;
    let is_own = message.model.as_deref().is_none_or(replay.is_own);
    let at_work = is_current && !message.tool_calls.is_empty();
    let reasoning = message.reasoning.as_deref().filter(|text| !text.is_empty());
    let tool_calls = message.tool_calls.iter().zip(call_ids).enumerate();
    let tool_calls = tool_calls.map(|(index, (call, id))| {
        if !is_object(&call.arguments_json) {
            return Err(Error::invalid(format!(
                "the arguments of the tool call {} are not a JSON object",
                call.id
            ))
            .with_hint("send back the arguments as they came"));
        }
        Ok(WireCall {
            index,
            id,
            r#type: "function",
            function: WireFunction {
                name: &call.name,
                arguments: surrogates::paired(&call.arguments_json),
            },
        })
    });
    Ok(WireMessage {
        reasoning_content: reasoning.filter(|_| is_own && (replay.all || at_work)),
        tool_calls: tool_calls.collect::<Result<_, _>>()?,
        partial: message.status == TurnStatus::Partial,
        ..plain("assistant", Content::Text(Cow::Borrowed(&message.text)))
    })
}

fn is_object(json: &str) -> bool {
    json.trim_start().starts_with('{')
        && serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok()
}

/// What a tool gave back, in words. The rest of it follows in a message of its own.
fn result<'a>(content: Option<&'a [Part]>, marks: &mut Marks) -> Content<'a> {
    let Some(content) = content else {
        return Content::Text(Cow::Borrowed(NO_RESULT));
    };
    let words = Content::of(content.iter().filter(|part| parts::is_text(part)), marks);
    if !words.is_empty() {
        return words;
    }
    Content::Text(Cow::Borrowed(if content.iter().all(parts::is_text) {
        "(the tool gave nothing back)"
    } else {
        "(see what follows)"
    }))
}

fn plain<'a>(role: &'static str, content: Content<'a>) -> WireMessage<'a> {
    WireMessage {
        role,
        content,
        reasoning_content: None,
        tool_calls: Vec::new(),
        tool_call_id: None,
        partial: false,
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}
