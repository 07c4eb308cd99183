//! The baseline: hyper, a line splitter and serde, with nothing that a client needs beyond the words.

use crate::upstream::Upstream;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use std::sync::LazyLock;

type Body = Full<hyper::body::Bytes>;

static CLIENT: LazyLock<Client<HttpConnector, Body>> = LazyLock::new(|| {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new()).build(connector)
});

#[derive(Deserialize)]
struct Chunk {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Delta,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
}

/// One streamed answer's text.
pub(crate) async fn stream(upstream: &Upstream, prompt: &str) -> String {
    let body = format!(
        r#"{{"model":"qwen3.5-plus","messages":[{{"role":"user","content":"{prompt}"}}],"stream":true}}"#
    );
    let request = hyper::Request::post(format!("{}/chat/completions", upstream.base_url))
        .header("content-type", "application/json")
        .header("authorization", "Bearer sk-bench")
        .body(Body::from(body))
        .unwrap();
    let mut response = CLIENT.request(request).await.unwrap();
    let (mut text, mut line) = (String::new(), Vec::new());
    while let Some(frame) = response.frame().await {
        let Ok(data) = frame.unwrap().into_data() else {
            continue;
        };
        for piece in data.split_inclusive(|byte| *byte == b'\n') {
            line.extend_from_slice(piece);
            if line.ends_with(b"\n") {
                take_line(&line, &mut text);
                line.clear();
            }
        }
    }
    text
}

fn take_line(line: &[u8], text: &mut String) {
    let Some(data) = line.strip_prefix(b"data: ") else {
        return;
    };
    let Ok(chunk) = serde_json::from_slice::<Chunk>(data) else {
        return;
    };
    for choice in chunk.choices {
        text.extend(choice.delta.content);
    }
}
