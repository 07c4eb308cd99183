//! An answer as one JSON object.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Call};
use crate::request::ChatRequest;
use crate::{identity, usage};

/// The `chat.completion` object.
pub(crate) fn of(request: &ChatRequest, answers: &[Answer], request_id: &str) -> Value {
    let choices: Vec<Value> = answers.iter().enumerate().map(choice).collect();
    json!({
        "id": identity::completion_id(request_id),
        "object": "chat.completion",
        "created": identity::now(),
        "model": request.model.id,
        "system_fingerprint": null,
        "choices": choices,
        "usage": usage::of(request.prompt, answers),
    })
}

fn choice((index, answer): (usize, &Answer)) -> Value {
    let mut message = Map::new();
    let mut put = |name: &str, value: Value| message.insert(name.to_owned(), value);
    put("role", "assistant".into());
    put("content", answer.content.concat().into());
    if !answer.reasoning.is_empty() {
        put("reasoning_content", answer.reasoning.concat().into());
    }
    if !answer.calls.is_empty() {
        put(
            "tool_calls",
            answer.calls.iter().enumerate().map(call).collect(),
        );
    }
    json!({
        "index": index,
        "finish_reason": answer.finish.name(),
        "logprobs": null,
        "message": message,
    })
}

fn call((index, call): (usize, &Call)) -> Value {
    json!({
        "index": index,
        "id": call.id,
        "type": "function",
        "function": { "name": call.name, "arguments": call.arguments.concat() },
    })
}
