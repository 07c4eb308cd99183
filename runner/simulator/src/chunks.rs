//! An answer as the frames of an event stream.
//! Knows nothing of time and sockets.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Call};
use crate::request::ChatRequest;
use crate::{identity, usage};

/// One step of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// The connection breaks.
    Break,
    /// An event that costs no time.
    Event(String),
    /// An event that carries a token.
    Token(String),
}

/// All frames of the answers to one request: the choices one after another, then what ends the stream.
pub(crate) fn of(request: &ChatRequest, answers: &[Answer], request_id: &str) -> Vec<Frame> {
    let head = Head {
        id: identity::completion_id(request_id),
        created: identity::now(),
        model: request.model.id,
    };
    let mut frames = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        let choice = Choice {
            head: &head,
            index,
            thinks: request.thinking.on,
        };
        choice.push_frames(answer, &mut frames);
    }
    if request.include_usage {
        frames.push(Frame::Event(
            head.event(&json!([]), &usage::of(request.prompt, answers)),
        ));
    }
    frames.push(Frame::Event("data: [DONE]\n\n".to_owned()));
    frames
}

/// A JSON value as an event.
pub(crate) fn event(value: &Value) -> String {
    format!("data: {value}\n\n")
}

/// What all chunks of a stream share.
struct Head {
    id: String,
    created: u64,
    model: &'static str,
}

impl Head {
    fn event(&self, choices: &Value, usage: &Value) -> String {
        event(&json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "system_fingerprint": null,
            "choices": choices,
            "usage": usage,
        }))
    }
}

/// One choice of a stream.
struct Choice<'a> {
    head: &'a Head,
    index: usize,
    thinks: bool,
}

impl Choice<'_> {
    fn push_frames(&self, answer: &Answer, frames: &mut Vec<Frame>) {
        let mut first = json!({ "role": "assistant", "content": "" });
        if self.thinks {
            first = json!({ "role": "assistant", "content": null, "reasoning_content": "" });
        }
        frames.push(Frame::Event(self.event(first, None)));
        for piece in &answer.reasoning {
            let delta = json!({ "content": null, "reasoning_content": piece });
            frames.push(Frame::Token(self.event(delta, None)));
        }
        for piece in &answer.content {
            let delta = self.delta(piece.as_str().into());
            frames.push(Frame::Token(self.event(delta, None)));
        }
        for (index, call) in answer.calls.iter().enumerate() {
            self.push_call(index, call, frames);
        }
        let last = self.delta("".into());
        frames.push(Frame::Event(self.event(last, Some(answer.finish.name()))));
    }

    /// The first fragment names the call; the later ones have a blank id and no name, which is how the service
    /// does it.
    fn push_call(&self, index: usize, call: &Call, frames: &mut Vec<Frame>) {
        for (fragment, arguments) in call.arguments.iter().enumerate() {
            let (id, name) = match fragment {
                0 => (call.id.as_str(), Value::from(call.name.as_str())),
                _ => ("", Value::Null),
            };
            let fragment = json!([{
                "index": index,
                "id": id,
                "type": "function",
                "function": { "name": name, "arguments": arguments },
            }]);
            let mut delta = self.delta(Value::Null);
            delta.insert("tool_calls".to_owned(), fragment);
            frames.push(Frame::Token(self.event(delta, None)));
        }
    }

    /// Thinking models name both kinds of text in every delta, the others only content.
    fn delta(&self, content: Value) -> Map<String, Value> {
        let mut delta = Map::new();
        delta.insert("content".to_owned(), content);
        if self.thinks {
            delta.insert("reasoning_content".to_owned(), Value::Null);
        }
        delta
    }

    fn event(&self, delta: impl Into<Value>, finish: Option<&str>) -> String {
        let choice = json!([{
            "index": self.index,
            "delta": delta.into(),
            "finish_reason": finish,
            "logprobs": null,
        }]);
        self.head.event(&choice, &Value::Null)
    }
}
