//! An answer in OpenAI's words as what is observed. What they do not carry is unseen.

use crate::observed::{Events, Observed, UNSEEN};
use serde_json::{Map, Value, json};

/// What came back: a status, headers in lower case, a body.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// The events that the frames of a stream do not have.
const UNSEEN_EVENTS: &[&str] = &["tool-call-finished", "usage", "warning"];

impl Response {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The codes of the warnings that the header names, as far as they were known before the first byte.
    fn told(&self) -> Vec<Value> {
        let told = self.header("x-qwenbox-warnings").unwrap_or_default();
        let is_code = |code: &&str| {
            code.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        let codes = told.split("; ").filter_map(|warning| {
            let (code, _) = warning.split_once(": ")?;
            Some(code).filter(is_code)
        });
        codes
            .map(|code| json!({ "code": code, "message": UNSEEN }))
            .collect()
    }

    fn request_id(&self) -> Value {
        self.header("x-request-id").into()
    }

    /// A chat that was answered whole.
    pub(super) fn whole(&self) -> Observed {
        Observed {
            events: Events::All(Vec::new()),
            result: self.outcome(|body| {
                let choice = &body["choices"][0];
                let message = &choice["message"];
                let calls = list(&message["tool_calls"]);
                json!({
                    "id": body["id"],
                    "model": body["model"],
                    "text": text(&message["content"]),
                    "reasoning": text(&message["reasoning_content"]),
                    "toolCalls": calls.map(tool_call).collect::<Vec<_>>(),
                    "finishReason": finish_reason(&choice["finish_reason"]),
                    "usage": usage(&body["usage"]),
                    "warnings": body["warnings"],
                    "requestId": self.request_id(),
                })
            }),
        }
    }

    /// A chat that was answered piece by piece.
    pub(super) fn streamed(&self) -> Observed {
        let mut seen = Seen {
            warnings: self.told(),
            ..Seen::default()
        };
        let frames = self
            .body
            .split("\n\n")
            .filter_map(|frame| frame.strip_prefix("data: "));
        let frames = frames.filter(|frame| *frame != "[DONE]");
        let frames: Vec<Value> = frames
            .map(|frame| serde_json::from_str(frame).unwrap())
            .collect();
        let cut = frames.iter().find(|frame| frame.get("error").is_some());
        for frame in &frames {
            seen.frame(frame);
        }
        let result = match cut {
            Some(frame) => Err(self.error(&frame["error"])),
            None if self.status == 200 => Ok(seen.completion(self)),
            None => self.outcome(|body| json!({ "body": body })),
        };
        Observed {
            events: Events::Without(UNSEEN_EVENTS, seen.events),
            result,
        }
    }

    fn outcome(&self, value: impl FnOnce(&Value) -> Value) -> Result<Value, Value> {
        let body: Value = serde_json::from_str(&self.body)
            .unwrap_or_else(|_| json!({ "error": { "message": self.body } }));
        if self.status == 200 {
            return Ok(value(&body));
        }
        Err(self.error(&body["error"]))
    }

    fn error(&self, error: &Value) -> Value {
        let retry_after = self.header("retry-after-ms").map(str::parse::<u64>);
        json!({
            "kind": error["kind"],
            "message": error["message"],
            "hint": error["hint"],
            "status": UNSEEN,
            "code": error["provider_code"],
            "requestId": error["request_id"],
            "retryAfterMs": retry_after.and_then(Result::ok),
            "requestSent": error["request_sent"],
        })
    }
}

/// What the frames of a stream add up to.
#[derive(Default)]
struct Seen {
    events: Vec<Value>,
    head: Value,
    text: String,
    reasoning: String,
    calls: Vec<Map<String, Value>>,
    finish_reason: Value,
    usage: Value,
    warnings: Vec<Value>,
}

impl Seen {
    fn frame(&mut self, frame: &Value) {
        if self.head.is_null() && frame.get("id").is_some() {
            self.head = frame.clone();
        }
        if !frame["usage"].is_null() {
            self.usage = usage(&frame["usage"]);
        }
        self.warnings.extend(list(&frame["warnings"]).cloned());
        let choice = &frame["choices"][0];
        if !choice["finish_reason"].is_null() {
            self.finish_reason = finish_reason(&choice["finish_reason"]);
        }
        let delta = &choice["delta"];
        for (field, event) in [("reasoning_content", "reasoning"), ("content", "text")] {
            let words = text(&delta[field]);
            if !words.is_empty() {
                self.events.push(json!({ event: words }));
            }
        }
        self.text += &text(&delta["content"]);
        self.reasoning += &text(&delta["reasoning_content"]);
        for call in list(&delta["tool_calls"]) {
            self.call(call);
        }
    }

    fn call(&mut self, call: &Value) {
        let index = call["index"].as_u64().unwrap();
        let function = &call["function"];
        if let Some(id) = call["id"].as_str() {
            let start = json!({ "index": index, "id": id, "name": function["name"] });
            self.events.push(json!({ "tool-call-started": start }));
            let fields = json!({ "id": id, "name": function["name"], "argumentsJson": "" });
            self.calls.push(fields.as_object().unwrap().clone());
        }
        let fragment = text(&function["arguments"]);
        if !fragment.is_empty() {
            let piece = json!({ "index": index, "fragment": fragment });
            self.events.push(json!({ "tool-call-arguments": piece }));
            let call = &mut self.calls[usize::try_from(index).unwrap()];
            let so_far = text(&call["argumentsJson"]);
            call.insert("argumentsJson".to_owned(), (so_far + &fragment).into());
        }
    }

    fn completion(&self, response: &Response) -> Value {
        json!({
            "id": self.head["id"],
            "model": self.head["model"],
            "text": self.text,
            "reasoning": self.reasoning,
            "toolCalls": self.calls,
            "finishReason": self.finish_reason,
            "usage": self.usage,
            "warnings": self.warnings,
            "requestId": response.request_id(),
        })
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn tool_call(call: &Value) -> Value {
    let function = &call["function"];
    json!({ "id": call["id"], "name": function["name"], "argumentsJson": function["arguments"] })
}

fn finish_reason(reason: &Value) -> Value {
    match reason.as_str() {
        Some("tool_calls") => "tool-calls".into(),
        Some("content_filter") => "content-filter".into(),
        Some(word @ ("stop" | "length")) => word.into(),
        _ => json!({ "other": reason }),
    }
}

fn usage(usage: &Value) -> Value {
    if usage.is_null() {
        return Value::Null;
    }
    let input = &usage["prompt_tokens_details"];
    let output = &usage["completion_tokens_details"];
    json!({
        "inputTokens": usage["prompt_tokens"],
        "outputTokens": usage["completion_tokens"],
        "totalTokens": usage["total_tokens"],
        "cachedInputTokens": input["cached_tokens"],
        "cacheWriteTokens": input["cache_creation_input_tokens"],
        "reasoningTokens": output["reasoning_tokens"],
    })
}
