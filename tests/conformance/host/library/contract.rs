//! The library's records as what is observed.

pub(super) mod video;

use qwenbox::chat::{Completion, Event, FinishReason, ToolCall};
use qwenbox::types::{self, ErrorKind, Usage};
use qwenbox::understanding::Description;
use serde_json::{Value, json};

pub(super) fn event(event: &Event) -> Value {
    match event {
        Event::Text(text) => json!({ "text": text }),
        Event::Reasoning(text) => json!({ "reasoning": text }),
        Event::ToolCallStarted(start) => json!({ "tool-call-started": {
            "index": start.index, "id": start.id, "name": start.name,
        }}),
        Event::ToolCallArguments(piece) => json!({ "tool-call-arguments": {
            "index": piece.index, "fragment": piece.fragment,
        }}),
        Event::ToolCallFinished(call) => json!({ "tool-call-finished": tool_call(call) }),
        Event::Usage(taken) => json!({ "usage": usage(taken) }),
        Event::Warning(what) => json!({ "warning": warning(what) }),
    }
}

pub(super) fn completion(completion: &Completion) -> Value {
    json!({
        "id": completion.id,
        "model": completion.model,
        "text": completion.text,
        "reasoning": completion.reasoning,
        "toolCalls": completion.tool_calls.iter().map(tool_call).collect::<Vec<_>>(),
        "finishReason": finish_reason(&completion.finish_reason),
        "usage": completion.usage.as_ref().map(usage),
        "warnings": completion.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": completion.request_id,
    })
}

pub(super) fn description(description: &Description) -> Value {
    json!({
        "text": description.text,
        "model": description.model,
        "usage": description.usage.as_ref().map(usage),
        "warnings": description.warnings.iter().map(warning).collect::<Vec<_>>(),
        "requestId": description.request_id,
    })
}

pub(super) fn error(error: &types::Error) -> Value {
    json!({
        "kind": kind(&error.kind),
        "message": error.message,
        "hint": error.hint,
        "status": error.status,
        "code": error.code,
        "requestId": error.request_id,
        "retryAfterMs": error.retry_after_ms,
        "requestSent": error.request_sent,
    })
}

fn tool_call(call: &ToolCall) -> Value {
    json!({ "id": call.id, "name": call.name, "argumentsJson": call.arguments_json })
}

fn usage(usage: &Usage) -> Value {
    json!({
        "inputTokens": usage.input_tokens,
        "outputTokens": usage.output_tokens,
        "totalTokens": usage.total_tokens,
        "cachedInputTokens": usage.cached_input_tokens,
        "cacheWriteTokens": usage.cache_write_tokens,
        "reasoningTokens": usage.reasoning_tokens,
    })
}

fn warning(warning: &types::Warning) -> Value {
    json!({ "code": warning.code, "message": warning.message })
}

fn finish_reason(reason: &FinishReason) -> Value {
    match reason {
        FinishReason::Stop => "stop".into(),
        FinishReason::Length => "length".into(),
        FinishReason::ToolCalls => "tool-calls".into(),
        FinishReason::ContentFilter => "content-filter".into(),
        FinishReason::Other(word) => json!({ "other": word }),
    }
}

fn kind(kind: &ErrorKind) -> Value {
    let word = match kind {
        ErrorKind::InvalidRequest => "invalid-request",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::PermissionDenied => "permission-denied",
        ErrorKind::Billing => "billing",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::RateLimited => "rate-limited",
        ErrorKind::QuotaExhausted => "quota-exhausted",
        ErrorKind::ContentFiltered => "content-filtered",
        ErrorKind::ContextExceeded => "context-exceeded",
        ErrorKind::Overloaded => "overloaded",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Network => "network",
        ErrorKind::BadResponse => "bad-response",
        ErrorKind::Cancelled => "cancelled",
        ErrorKind::DeniedByHost => "denied-by-host",
        ErrorKind::Other(word) => return json!({ "other": word }),
    };
    word.into()
}
