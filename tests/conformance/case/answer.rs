//! What an upstream answers to one request, down to the byte.

use super::call::Kind;
use qwenbox_tests::{Signal, Step};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// One answer. It has one of `json`, `frames`, `body` and `raw`, or none of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Answer {
    status: Option<u16>,
    headers: BTreeMap<String, String>,
    /// The body as one JSON text.
    json: Option<Value>,
    /// The body as the `data` lines of an event stream, each a JSON value or a text.
    frames: Option<Vec<Value>>,
    /// The body as it is.
    body: Option<Bytes>,
    /// Everything, the head included, as it is.
    raw: Option<Bytes>,
    /// Cuts the body into pieces of this many bytes, sent apart from each other.
    split: Option<usize>,
    transfer: Option<Transfer>,
    end: End,
}

/// A body as it is sent.
struct Body {
    pieces: Vec<Vec<u8>>,
    content_type: Option<&'static str>,
}

/// How the client learns where the body ends.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Transfer {
    Length,
    Chunked,
    UntilClose,
}

/// What happens after the last byte.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum End {
    /// The body is whole, and the connection goes on.
    #[default]
    Whole,
    /// The connection is closed in order, before the body is whole.
    Close,
    /// The connection is torn.
    Reset,
    /// Nothing more comes, and the connection stays.
    Silent,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Bytes {
    Text(String),
    Pieces(Vec<Piece>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Piece {
    Text(String),
    Hex(Hex),
    Repeated(Repeated),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hex {
    hex: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeated {
    text: String,
    repeat: usize,
}

/// Between two pieces: long enough that they are read apart, as a rule. No result depends on it.
const PAUSE: Duration = Duration::from_millis(1);

impl Answer {
    /// The answer of a case that is about its request alone: the one word `ok`, or of a task the least that is documented.
    pub(crate) fn ok(call: Kind) -> Self {
        let message = json!({ "role": "assistant", "content": "ok" });
        match call {
            Kind::Complete | Kind::Describe => Self::json(json!({
                "id": "chatcmpl-ok",
                "object": "chat.completion",
                "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }],
            })),
            Kind::Stream => Self {
                frames: Some(vec![
                    json!({
                        "id": "chatcmpl-ok",
                        "object": "chat.completion.chunk",
                        "choices": [{ "index": 0, "delta": message, "finish_reason": null }],
                    }),
                    json!({
                        "id": "chatcmpl-ok",
                        "object": "chat.completion.chunk",
                        "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }],
                    }),
                    "[DONE]".into(),
                ]),
                ..Self::default()
            },
            Kind::Submit => Self::json(json!({
                "output": { "task_id": "task-ok", "task_status": "PENDING" },
            })),
            Kind::Poll => Self::json(json!({
                "output": { "task_id": "task-ok", "task_status": "RUNNING" },
            })),
            Kind::Estimate | Kind::Cancel => Self::json(json!({ "request_id": "ok" })),
            Kind::Tasks => Self::json(json!({ "total": 0, "data": [] })),
            Kind::Prepare => Self::json(json!({ "data": {
                "policy": "ok", "signature": "ok", "upload_dir": "ok", "upload_host": "https://example.com",
                "oss_access_key_id": "ok", "x_oss_object_acl": "private", "x_oss_forbid_overwrite": "true",
            } })),
        }
    }

    fn json(value: Value) -> Self {
        Self {
            json: Some(value),
            ..Self::default()
        }
    }

    /// The answer as the steps of an upstream.
    ///
    /// # Errors
    /// What is wrong with the answer.
    pub(crate) fn steps(&self) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        if let Some(raw) = &self.raw {
            steps.extend(raw.pieces()?.into_iter().map(Step::Send));
        } else if let Some(body) = self.sent_body()? {
            let transfer = self.transfer(body.pieces.len());
            steps.push(Step::Send(self.head(&body, transfer).into_bytes()));
            for piece in body.pieces {
                if self.split.is_some() {
                    steps.push(Step::Pause(PAUSE));
                }
                steps.push(Step::Send(framed(piece, transfer)));
            }
            match (self.end, transfer) {
                (End::Whole, Transfer::Chunked) => steps.push(Step::Send(b"0\r\n\r\n".to_vec())),
                (End::Whole, Transfer::UntilClose) => steps.push(Step::Close),
                _ => {}
            }
        } else if self.end == End::Whole {
            return Err("an answer needs json, frames, body or raw, or an end".to_owned());
        }
        match self.end {
            End::Whole => {}
            End::Close => steps.push(Step::Close),
            End::Reset => steps.push(Step::Reset),
            // Nobody fires it.
            End::Silent => steps.push(Step::Wait(Signal::default())),
        }
        Ok(steps)
    }

    /// The body; `None` for none, and no head either.
    fn sent_body(&self) -> Result<Option<Body>, String> {
        let (pieces, content_type) = match (&self.json, &self.frames, &self.body) {
            (Some(value), None, None) => (
                vec![value.to_string().into_bytes()],
                Some("application/json"),
            ),
            (None, Some(frames), None) => (
                frames.iter().map(frame).collect(),
                Some("text/event-stream"),
            ),
            (None, None, Some(body)) => (body.pieces()?, None),
            (None, None, None) => return Ok(None),
            _ => return Err("an answer takes one of json, frames, body and raw".to_owned()),
        };
        let pieces = match self.split {
            None => pieces,
            Some(0) => return Err("split must be at least 1".to_owned()),
            Some(size) => pieces.concat().chunks(size).map(<[u8]>::to_vec).collect(),
        };
        Ok(Some(Body {
            pieces,
            content_type,
        }))
    }

    fn transfer(&self, pieces: usize) -> Transfer {
        let default = if self.frames.is_some() || pieces > 1 || self.end != End::Whole {
            Transfer::Chunked
        } else {
            Transfer::Length
        };
        self.transfer.unwrap_or(default)
    }

    fn head(&self, body: &Body, transfer: Transfer) -> String {
        let mut lines = vec![format!("HTTP/1.1 {} ", self.status.unwrap_or(200))];
        lines.extend(
            self.headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if let Some(value) = body.content_type
            && !self.headers.contains_key("content-type")
        {
            lines.push(format!("content-type: {value}"));
        }
        lines.push(match transfer {
            Transfer::Length => {
                let length: usize = body.pieces.iter().map(Vec::len).sum();
                format!("content-length: {length}")
            }
            Transfer::Chunked => "transfer-encoding: chunked".to_owned(),
            Transfer::UntilClose => "connection: close".to_owned(),
        });
        lines.join("\r\n") + "\r\n\r\n"
    }
}

impl Bytes {
    fn pieces(&self) -> Result<Vec<Vec<u8>>, String> {
        match self {
            Self::Text(text) => Ok(vec![text.clone().into_bytes()]),
            Self::Pieces(pieces) => pieces.iter().map(Piece::bytes).collect(),
        }
    }
}

impl Piece {
    fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Hex(Hex { hex }) => from_hex(hex),
            Self::Repeated(Repeated { text, repeat }) => Ok(text.repeat(*repeat).into_bytes()),
        }
    }
}

/// Bytes as pairs of hexadecimal digits; blanks between pairs mean nothing.
fn from_hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_digit(16).ok_or("hex holds another character"))
        .collect::<Result<_, _>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else {
        return Err("hex holds half a byte".to_owned());
    };
    let byte = |[high, low]: &[u32; 2]| u8::try_from(high * 16 + low).unwrap();
    Ok(pairs.iter().map(byte).collect())
}

fn frame(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => format!("data: {text}\n\n").into_bytes(),
        value => format!("data: {value}\n\n").into_bytes(),
    }
}

fn framed(piece: Vec<u8>, transfer: Transfer) -> Vec<u8> {
    match transfer {
        // An empty chunk would be the last.
        Transfer::Chunked if piece.is_empty() => piece,
        Transfer::Chunked => qwenbox_tests::answer::piece(piece),
        Transfer::Length | Transfer::UntilClose => piece,
    }
}
