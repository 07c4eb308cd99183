//! A whole answer in OpenAI's words.

use crate::chat::types::{Completion, FinishReason, ToolCall, Usage};
use crate::cost::Cost;
use crate::prelude::*;
use crate::server::write::{self, Object};
use crate::warning::Warning;

/// The body of `chat.completion`.
pub(super) fn whole(completion: &Completion) -> String {
    let mut out = String::new();
    write::object(&mut out, |body| {
        body.text("id", id(&completion.id))
            .text("object", "chat.completion")
            .whole("created", completion.created.unwrap_or(0))
            .text("model", &completion.model)
            .list("choices", [completion], |out, completion| {
                write::object(out, |choice| self::choice(choice, completion));
            });
        if let Some(usage) = &completion.usage {
            body.object("usage", |object| self::usage(object, usage));
        }
        extras(body, completion.cost.as_ref(), &completion.warnings);
    });
    out
}

/// The id of an answer; some servers give none.
pub(super) fn id(given: &str) -> &str {
    if given.is_empty() {
        "chatcmpl-unknown"
    } else {
        given
    }
}

/// What OpenAI's answers do not have.
pub(super) fn extras(body: &mut Object<'_>, cost: Option<&Cost>, warnings: &[Warning]) {
    if let Some(cost) = cost {
        body.object("cost", |body| self::cost(body, cost));
    }
    if !warnings.is_empty() {
        body.list("warnings", warnings, |out, warning| {
            write::object(out, |body| {
                body.text("code", &warning.code)
                    .text("message", &warning.message);
            });
        });
    }
}

pub(in crate::server) fn cost(body: &mut Object<'_>, cost: &Cost) {
    body.text("currency", &cost.currency)
        .whole("micros", cost.micros)
        .text("prices_as_of", &cost.prices_as_of);
}

fn choice(choice: &mut Object<'_>, completion: &Completion) {
    choice
        .json("index", "0")
        .object("message", |message| {
            let calls = &completion.tool_calls;
            let text = completion.text.as_str();
            // A model that calls a tool may say nothing besides.
            let text = (!text.is_empty() || calls.is_empty()).then_some(text);
            message
                .text("role", "assistant")
                .text_or_null("content", text);
            if !completion.reasoning.is_empty() {
                message.text("reasoning_content", &completion.reasoning);
            }
            if !calls.is_empty() {
                message.list("tool_calls", calls, |out, call| {
                    write::object(out, |body| tool_call(body, call));
                });
            }
        })
        .text("finish_reason", finish_reason(&completion.finish_reason));
}

fn tool_call(body: &mut Object<'_>, call: &ToolCall) {
    body.text("id", &call.id)
        .text("type", "function")
        .object("function", |function| {
            function
                .text("name", &call.name)
                .text("arguments", &call.arguments_json);
        });
}

/// Why the answer ended.
pub(super) fn finish_reason(reason: &FinishReason) -> &str {
    match reason {
        FinishReason::Stop => "stop",
        FinishReason::Length => "length",
        FinishReason::ToolCalls => "tool_calls",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Other(word) => word,
    }
}

/// What was counted.
pub(super) fn usage(body: &mut Object<'_>, usage: &Usage) {
    body.whole("prompt_tokens", usage.input_tokens)
        .whole("completion_tokens", usage.output_tokens)
        .whole("total_tokens", usage.total_tokens)
        .object("prompt_tokens_details", |details| {
            details
                .whole("cached_tokens", usage.cached_input_tokens)
                .whole("cache_creation_input_tokens", usage.cache_write_tokens);
        })
        .object("completion_tokens_details", |details| {
            details.whole("reasoning_tokens", usage.reasoning_tokens);
        });
}
