//! What programs read: one document, or a line an event.

use crate::run::{asking, qwenbox};
use qwenbox_tests::{Step, Upstream, answer};
use serde_json::{Value, json};

fn lines(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn completion(reasoning: &str, text: &str) -> Value {
    json!({
        "type": "completion",
        "id": "chatcmpl-1",
        "model": "qwen3.5-plus",
        "text": text,
        "reasoning": reasoning,
        "toolCalls": [],
        "finishReason": "stop",
        "usage": null,
        "cost": null,
        "warnings": [],
        "requestId": null,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_a_line_an_event_and_then_the_completion() {
    let frames = [
        answer::reasoning("hm"),
        answer::text("a\n"),
        answer::text("\u{e9}"),
        answer::ending(),
    ];
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(frames.concat())),
        Step::Send(answer::last_piece()),
    ]);
    let run = asking(&upstream, &["--json", "chat", "hello"]);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stderr, "");

    let usage = json!({
        "inputTokens": 3,
        "outputTokens": 5,
        "totalTokens": 8,
        "cachedInputTokens": 0,
        "cacheWriteTokens": 0,
        "reasoningTokens": 0,
    });
    let mut counted = usage.clone();
    counted["type"] = "usage".into();
    let mut end = completion("hm", "a\n\u{e9}");
    end["usage"] = usage;
    end["requestId"] = "req-1".into();
    let mut objects = lines(&ended.stdout);
    // What it cost is worked out from prices that change.
    objects.last_mut().unwrap()["cost"].take();
    assert_eq!(
        objects,
        [
            json!({ "type": "reasoning", "text": "hm" }),
            json!({ "type": "text", "text": "a\n" }),
            json!({ "type": "text", "text": "\u{e9}" }),
            counted,
            end,
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_answer_is_one_document() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let run = asking(&upstream, &["--json", "chat", "--no-stream", "hello"]);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stderr, "");
    let document: Value = serde_json::from_str(&ended.stdout).unwrap();
    let mut expected = completion("", "hi");
    // Without a header that names the request, its answer does.
    expected["requestId"] = "chatcmpl-1".into();
    assert_eq!(document, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_the_contracts_record() {
    let body =
        br#"{"error":{"message":"Slow down.","code":"Throttling.RateQuota"},"request_id":"r-9"}"#;
    let head = format!(
        "HTTP/1.1 429 Too Many Requests\r\nretry-after: 7\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let upstream = Upstream::always(vec![Step::Send([head.as_bytes(), body].concat())]);
    let run = asking(
        &upstream,
        &["--json", "chat", "--retry-budget", "0", "hello"],
    );
    let ended = run.end().await.with(4);
    let mut record: Value = serde_json::from_str(&ended.stdout).unwrap();
    let hint = record["error"]["hint"].take();
    assert!(hint.as_str().unwrap().contains("fewer requests"), "{hint}");
    let expected = json!({ "error": {
        "kind": "rate-limited",
        "message": format!("{}/chat/completions answered 429: Slow down.", upstream.base_url()),
        "hint": null,
        "status": 429,
        "code": "Throttling.RateQuota",
        "requestId": "r-9",
        "retryAfterMs": 7_000,
        "requestSent": true,
    }});
    assert_eq!(record, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_a_line_an_event_too() {
    let ended = qwenbox(&["--json", "demo"]).end().await.with(0);
    let objects = lines(&ended.stdout);
    let types: Vec<_> = objects
        .iter()
        .map(|object| object["type"].as_str().unwrap())
        .collect();
    assert_eq!(types.first(), Some(&"catalog"));
    assert_eq!(types.last(), Some(&"demo"));
    assert_eq!(types.get(types.len() - 2), Some(&"completion"));
}
