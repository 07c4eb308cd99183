//! Answers as bytes: heads, bodies and the frames of a chat stream.

use crate::upstream::{Request, Step};
use serde_json::{Value, json};

/// A whole answer with a length.
#[must_use]
pub fn http(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The head of a streamed answer, whose body comes in pieces.
#[must_use]
pub fn stream_head() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: req-1\r\ntransfer-encoding: chunked\r\n\r\n"
        .to_vec()
}

/// One piece of a streamed answer's body.
#[must_use]
pub fn piece(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    let mut framed = format!("{:x}\r\n", bytes.len()).into_bytes();
    framed.extend_from_slice(bytes);
    framed.extend_from_slice(b"\r\n");
    framed
}

/// The end of a streamed answer's body.
#[must_use]
pub fn last_piece() -> Vec<u8> {
    b"0\r\n\r\n".to_vec()
}

/// A JSON value as a frame.
#[must_use]
pub fn frame(value: &Value) -> String {
    format!("data: {value}\n\n")
}

/// A frame with words of the answer.
#[must_use]
pub fn text(words: &str) -> String {
    chunk(&json!({ "content": words }), None)
}

/// A frame with words of the reasoning.
#[must_use]
pub fn reasoning(words: &str) -> String {
    chunk(
        &json!({ "content": null, "reasoning_content": words }),
        None,
    )
}

/// The frames that end an answer: the reason, the token counts, the end mark.
#[must_use]
pub fn ending() -> String {
    let counts = json!({
        "id": "chatcmpl-1",
        "model": "qwen3.5-plus",
        "choices": [],
        "usage": { "prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8 },
    });
    let reason = chunk(&json!({ "content": "" }), Some("stop"));
    [&reason, frame(&counts).as_str(), "data: [DONE]\n\n"].concat()
}

/// A streamed answer of these words, from its head to its last byte.
#[must_use]
pub fn streamed(words: &[&str]) -> Vec<u8> {
    let frames: String = words.iter().map(|words| text(words)).collect();
    [stream_head(), piece(frames + &ending()), last_piece()].concat()
}

/// The steps that answer a request well, streamed or not as it asks.
#[must_use]
pub fn good(request: &Request, words: &str) -> Vec<Step> {
    let bytes = if request.wants_stream() {
        streamed(&[words])
    } else {
        let body = json!({
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": "qwen3.5-plus",
            "choices": [{
                "index": 0,
                "message": { "role": "assistant", "content": words },
                "finish_reason": "stop",
            }],
        });
        http("200 OK", "application/json", body.to_string().as_bytes())
    };
    vec![Step::Send(bytes)]
}

fn chunk(delta: &Value, finish_reason: Option<&str>) -> String {
    frame(&json!({
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "model": "qwen3.5-plus",
        "choices": [{ "index": 0, "delta": delta, "finish_reason": finish_reason }],
        "usage": null,
    }))
}
