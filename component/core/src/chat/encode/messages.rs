//! The turns of a conversation as the wire takes them.
//!
//! Content that is only text is sent as one text, since models that take only text may refuse lists of parts.

use super::cache::Marks;
use super::history::{Answer, History, NO_RESULT, Turn};
use super::parts::Content;
use crate::chat::surrogates;
use crate::chat::types::{Part, ToolCall, TurnStatus};
use crate::error::Error;
use crate::prelude::*;
use crate::write::{self, Object};

/// Which earlier reasoning goes back to the model.
pub(super) struct Replay<'a> {
    /// All of it; else only that of the answers whose tools are still at work.
    pub(super) all: bool,
    /// Whether a model reference is the request's model: reasoning goes back only to who wrote it.
    pub(super) is_own: &'a dyn Fn(&str) -> bool,
}

/// Writes the messages to send.
///
/// # Errors
/// `invalid-request` when no user message holds anything, or a tool call's arguments are not a JSON object.
pub(super) fn write(
    out: &mut String,
    history: &History<'_>,
    replay: &Replay<'_>,
    marks: &mut Marks,
) -> Result<(), Error> {
    let mut asks = false;
    let mut mark = '[';
    for turn in &history.turns {
        let (role, content) = match turn {
            Turn::System(parts, more) => {
                let mut content = Content::of_texts(parts, marks);
                content.add(more.as_deref().unwrap_or_default());
                if content.is_empty() {
                    continue;
                }
                ("system", content)
            }
            Turn::User(parts) => {
                let content = Content::of(&mut parts.iter(), marks);
                asks |= !content.is_empty();
                ("user", content)
            }
            Turn::Shown(parts) => ("user", Content::of(&mut parts.iter().copied(), marks)),
            Turn::Assistant(answer) => {
                check(answer)?;
                ("assistant", Content::of_text(&answer.message.text))
            }
            Turn::Result { content, .. } => ("tool", result(*content, marks)),
        };
        out.push(mark);
        mark = ',';
        write::object(out, |message| {
            message.text("role", role);
            content.write(message.field("content"));
            match turn {
                Turn::Assistant(answer) => assistant(message, answer, replay),
                Turn::Result { call_id, .. } => _ = message.text("tool_call_id", call_id),
                Turn::System(..) | Turn::User(_) | Turn::Shown(_) => {}
            }
        });
    }
    if !asks {
        return Err(
            Error::invalid("the conversation holds no user message with anything in it")
                .with_hint("add at least one user message that is not empty"),
        );
    }
    out.push(']');
    Ok(())
}

/// Refuses an answer whose calls could not be sent.
fn check(answer: &Answer<'_>) -> Result<(), Error> {
    for call in &answer.message.tool_calls {
        if !is_object(&call.arguments_json) {
            return Err(Error::invalid(format!(
                "the arguments of the tool call {} are not a JSON object",
                call.id
            ))
            .with_hint("send back the arguments as they came"));
        }
    }
    Ok(())
}

/// Writes what an answer holds beside its words.
fn assistant(out: &mut Object<'_>, answer: &Answer<'_>, replay: &Replay<'_>) {
    let message = answer.message;
    let is_own = message.model.as_deref().is_none_or(replay.is_own);
    let at_work = answer.is_current && !message.tool_calls.is_empty();
    let reasoning = message.reasoning.as_deref().filter(|text| !text.is_empty());
    out.some_text(
        "reasoning_content",
        reasoning.filter(|_| is_own && (replay.all || at_work)),
    );
    if !message.tool_calls.is_empty() {
        let calls = message.tool_calls.iter().zip(&answer.call_ids).enumerate();
        out.list("tool_calls", calls, |out, (index, (call, id))| {
            self::call(out, index, id, call);
        });
    }
    if message.status == TurnStatus::Partial {
        out.json("partial", "true");
    }
}

/// Writes a tool call of an earlier answer. The reference calls the index required in what is sent back.
fn call(out: &mut String, index: usize, id: &str, call: &ToolCall) {
    write::object(out, |out| {
        out.value("index", &index.into())
            .text("id", id)
            .text("type", "function")
            .object("function", |function| {
                function
                    .text("name", &call.name)
                    .text("arguments", &surrogates::paired(&call.arguments_json));
            });
    });
}

fn is_object(json: &str) -> bool {
    json.trim_start().starts_with('{')
        && serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok()
}

/// What a tool gave back, in words. The rest of it follows in a message of its own.
fn result<'a>(content: Option<&'a [Part]>, marks: &mut Marks) -> Content<'a> {
    let is_text = |part: &&Part| matches!(part, Part::Text(_));
    let Some(content) = content else {
        return Content::of_text(NO_RESULT);
    };
    let words = Content::of(&mut content.iter().filter(is_text), marks);
    if !words.is_empty() {
        return words;
    }
    Content::of_text(if content.iter().all(|part| is_text(&part)) {
        "(the tool gave nothing back)"
    } else {
        "(see what follows)"
    })
}
