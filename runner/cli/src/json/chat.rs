//! Events and completions as JSON.

use super::warning;
use crate::money;
use qwenbox::chat::{Completion, Event, FinishReason, ToolCall};
use qwenbox::types::{Cost, Usage};
use serde_json::{Value, json};

/// One event of a stream.
pub(crate) fn event(event: &Event) -> Value {
    match event {
        Event::Text(text) => json!({ "type": "text", "text": text }),
        Event::Reasoning(text) => json!({ "type": "reasoning", "text": text }),
        Event::ToolCallStarted(start) => typed(
            "tool-call-started",
            json!({ "index": start.index, "id": start.id, "name": start.name }),
        ),
        Event::ToolCallArguments(piece) => typed(
            "tool-call-arguments",
            json!({ "index": piece.index, "fragment": piece.fragment }),
        ),
        Event::ToolCallFinished(call) => typed("tool-call-finished", tool_call(call)),
        Event::Usage(taken) => typed("usage", usage(taken)),
        Event::Warning(what) => typed("warning", warning(what)),
    }
}

/// A whole answer.
pub(crate) fn completion(completion: &Completion) -> Value {
    json!({
        "type": "completion",
        "id": completion.id,
        "model": completion.model,
        "text": completion.text,
        "reasoning": completion.reasoning,
        "toolCalls": completion.tool_calls.iter().map(tool_call).collect::<Vec<_>>(),
        "finishReason": finish_word(&completion.finish_reason),
        "usage": completion.usage.as_ref().map(usage),
        "cost": completion.cost.as_ref().map(cost),
        "warnings": completion.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": completion.request_id,
    })
}

/// A tool call for whoever runs it: its arguments are an object and not a text with one.
pub(crate) fn call_to_run(call: &ToolCall) -> Value {
    // The component gives valid JSON. If it were none, it would be handed on as it is.
    let arguments = serde_json::from_str(&call.arguments_json)
        .unwrap_or_else(|_| Value::String(call.arguments_json.clone()));
    json!({ "id": call.id, "name": call.name, "arguments": arguments })
}

fn typed(word: &str, mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("type".to_owned(), word.into());
    }
    value
}

fn tool_call(call: &ToolCall) -> Value {
    json!({ "id": call.id, "name": call.name, "argumentsJson": call.arguments_json })
}

pub(super) fn usage(usage: &Usage) -> Value {
    json!({
        "inputTokens": usage.input_tokens,
        "outputTokens": usage.output_tokens,
        "totalTokens": usage.total_tokens,
        "cachedInputTokens": usage.cached_input_tokens,
        "cacheWriteTokens": usage.cache_write_tokens,
        "reasoningTokens": usage.reasoning_tokens,
    })
}

pub(super) fn cost(cost: &Cost) -> Value {
    json!({
        "currency": cost.currency,
        "amount": money::decimal(cost.micros),
        "pricesAsOf": cost.prices_as_of,
    })
}

fn finish_word(reason: &FinishReason) -> &str {
    match reason {
        FinishReason::Stop => "stop",
        FinishReason::Length => "length",
        FinishReason::ToolCalls => "tool-calls",
        FinishReason::ContentFilter => "content-filter",
        FinishReason::Other(word) => word,
    }
}
