//! Media, tools, forms of the answer and time limits: what is sent for them, and what is printed.

use crate::run::asking;
use qwenbox_tests::{Signal, Step, Upstream, answer};
use serde_json::{Value, json};

const TOOLS: &str = r#"[{"name": "weather", "parameters": {"type": "object"}}]"#;

/// A file in a folder that goes with it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

/// An answer that asks for two calls, the second in pieces.
fn calling() -> Upstream {
    let calls = |calls: Value| {
        answer::frame(&json!({ "id": "c-1", "model": "qwen3.5-plus", "choices": [
            { "index": 0, "delta": { "tool_calls": calls } },
        ]}))
    };
    let frames = [
        answer::text("Let me look."),
        calls(json!([{ "index": 0, "id": "call_a", "type": "function",
            "function": { "name": "weather", "arguments": "{\"city\":\"Oslo\"}" } }])),
        calls(json!([{ "index": 1, "id": "call_b", "type": "function",
            "function": { "name": "weather", "arguments": "{\"ci" } }])),
        calls(json!([{ "index": 1, "function": { "arguments": "ty\":\"Rome\"}" } }])),
        answer::frame(&json!({ "choices": [
            { "index": 0, "delta": {}, "finish_reason": "tool_calls" },
        ]})),
        "data: [DONE]\n\n".to_owned(),
    ];
    Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(frames.concat())),
        Step::Send(answer::last_piece()),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn tool_calls_are_a_line_each_for_whoever_runs_them() {
    let upstream = calling();
    let (_folder, path) = file("tools.json", TOOLS);
    let arguments = ["chat", "--tools", &path, "--tool-choice", "auto", "rain?"];
    asking(&upstream, &arguments).end().await.said_only(
        "Let me look.\n\
         {\"arguments\":{\"city\":\"Oslo\"},\"id\":\"call_a\",\"name\":\"weather\"}\n\
         {\"arguments\":{\"city\":\"Rome\"},\"id\":\"call_b\",\"name\":\"weather\"}\n",
    );
    let sent = upstream.requests()[0].json();
    let function = json!({ "name": "weather", "parameters": { "type": "object" } });
    let tools = json!([{ "type": "function", "function": function }]);
    assert_eq!(sent["tools"], tools);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_get_tool_calls_as_events_and_in_the_completion() {
    let upstream = calling();
    let (_folder, path) = file("tools.json", TOOLS);
    let run = asking(&upstream, &["--json", "chat", "--tools", &path, "rain?"]);
    let ended = run.end().await.with(0);
    let lines = ended.stdout.lines();
    let mut objects: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let completion = objects.pop().unwrap();
    assert_eq!(completion["finishReason"], "tool-calls");
    let call = json!({
        "id": "call_b", "name": "weather", "argumentsJson": "{\"city\":\"Rome\"}",
    });
    assert_eq!(completion["toolCalls"][1], call);
    let types = objects
        .iter()
        .map(|object| object["type"].as_str().unwrap());
    let finished = types.filter(|word| *word == "tool-call-finished");
    assert_eq!(finished.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_sent_as_data_or_by_its_url() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0";
    let (_folder, path) = file("a.png", image);
    let arguments = [
        "chat",
        "--image",
        &path,
        "--image",
        "https://x.test/b.png",
        "what?",
    ];
    asking(&upstream, &arguments).end().await.said_only("hi\n");
    let content = &upstream.requests()[0].json()["messages"][0]["content"];
    let data = content[0]["image_url"]["url"].as_str().unwrap();
    assert!(data.starts_with("data:image/png;base64,iVBOR"), "{content}");
    assert_eq!(content[1]["image_url"]["url"], "https://x.test/b.png");
    assert_eq!(content[2]["text"], "what?");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_model_could_see_is_refused_by_name() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let (_folder, path) = file("notes.png", "words");
    let run = asking(&upstream, &["chat", "--image", &path, "what?"]);
    let ended = run.end().await.with(2);
    assert!(
        ended.stderr.contains("notes.png is not an image"),
        "{ended:?}"
    );
    assert_eq!(upstream.counts().connections, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_is_sent_under_the_name_of_its_file() {
    let upstream = Upstream::start(|request| answer::good(request, r#"{"sum":3}"#));
    let schema = r#"{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"]}"#;
    let (_folder, path) = file("total.json", schema);
    let arguments = ["chat", "-m", "qwen3.7-plus", "--json-schema", &path, "sum?"];
    let run = asking(&upstream, &arguments);
    run.end().await.said_only("{\"sum\":3}\n");
    let format = &upstream.requests()[0].json()["response_format"];
    assert_eq!(format["type"], "json_schema");
    let sent = &format["json_schema"];
    assert_eq!(
        (&sent["name"], &sent["strict"]),
        (&json!("total"), &json!(true))
    );
    let schema: Value = serde_json::from_str(schema).unwrap();
    assert_eq!(sent["schema"], schema);
}
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_does_not_fit_its_schema_is_printed_and_is_a_failure() {
    let upstream = Upstream::start(|request| answer::good(request, r#"{"sum":"three"}"#));
    let schema = r#"{"type":"object","properties":{"sum":{"type":"integer"}}}"#;
    let (_folder, path) = file("total.json", schema);
    let arguments = ["chat", "--json-schema", &path, "sum?"];
    let ended = asking(&upstream, &arguments).end().await.with(1);
    assert_eq!(ended.stdout, "{\"sum\":\"three\"}\n");
    assert!(ended.stderr.contains("error: "), "{ended:?}");
    assert!(ended.stderr.contains("sum"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cached_system_prompt_carries_its_marker() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let arguments = ["chat", "--system", "be brief", "--cache", "hello"];
    asking(&upstream, &arguments).end().await.said_only("hi\n");
    let content = &upstream.requests()[0].json()["messages"][0]["content"];
    let marked = json!([
        { "type": "text", "text": "be brief", "cache_control": { "type": "ephemeral" } },
    ]);
    assert_eq!(*content, marked);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_takes_too_long_is_given_up() {
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("so far"))),
        Step::Wait(Signal::default()),
    ]);
    let arguments = ["chat", "--timeout", "0.3", "--retry-budget", "0", "hello"];
    let ended = asking(&upstream, &arguments).end().await.with(124);
    assert!(ended.stderr.starts_with("error: "), "{ended:?}");
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_is_a_warning_and_one_answer() {
    let busy = br#"{"error":{"message":"Busy.","code":"Throttling.RateQuota"}}"#;
    let busy = answer::http(
        "429 Too Many Requests\r\nretry-after: 0",
        "application/json",
        busy,
    );
    let first = std::sync::atomic::AtomicBool::new(true);
    let upstream = Upstream::start(move |request| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            vec![Step::Send(busy.clone())]
        } else {
            answer::good(request, "hi")
        }
    });
    let ended = asking(&upstream, &["chat", "hello"]).end().await.with(0);
    assert_eq!(ended.stdout, "hi\n");
    assert_eq!(ended.stderr.matches("warning: ").count(), 1, "{ended:?}");
    assert_eq!(upstream.counts().requests, 2);
}
