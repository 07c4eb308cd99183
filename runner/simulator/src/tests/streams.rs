//! Streams: framing, the order of chunks, faults in the middle, clients that leave.

use std::time::Duration;

use serde_json::{Value, json};

use super::{CODING, KEY, STANDARD, ask, hello, start};
use crate::tests::client::{Answer, Client};
use crate::{Delivery, Fault, Options};

/// A streamed request, with some fields set.
fn streamed(model: &str, changes: &Value) -> Value {
    let mut request = hello(model);
    request["stream"] = json!(true);
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

async fn stream(request: &Value) -> Answer {
    let answer = ask(Options::unpaced(), STANDARD, KEY, request).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert!(answer.header("x-request-id").is_some());
    answer
}

/// The JSON of each frame. Checks the framing, byte for byte, and that `[DONE]` is last.
fn chunks(answer: &Answer) -> Vec<Value> {
    assert!(answer.is_whole);
    let rest = answer.body.strip_suffix("data: [DONE]\n\n").unwrap();
    frames(rest)
}

fn frames(text: &str) -> Vec<Value> {
    let text = text.strip_suffix("\n\n").unwrap();
    text.split("\n\n")
        .map(|frame| serde_json::from_str(frame.strip_prefix("data: ").unwrap()).unwrap())
        .collect()
}

fn delta(chunk: &Value) -> &Value {
    &chunk["choices"][0]["delta"]
}

/// All pieces of one kind of text.
fn joined(chunks: &[Value], name: &str) -> String {
    chunks
        .iter()
        .filter_map(|chunk| delta(chunk)[name].as_str())
        .collect()
}

#[tokio::test]
async fn every_chunk_has_the_head_and_one_choice() {
    let answer = stream(&streamed("qwen-plus", &json!({}))).await;
    let chunks = chunks(&answer);
    let id = format!("chatcmpl-{}", answer.header("x-request-id").unwrap());
    for chunk in &chunks {
        assert_eq!(chunk["id"], id);
        assert_eq!(chunk["object"], "chat.completion.chunk");
        assert_eq!(chunk["model"], "qwen-plus");
        assert_eq!(chunk["created"], chunks[0]["created"]);
        assert_eq!(chunk["usage"], Value::Null);
        assert_eq!(chunk["choices"].as_array().unwrap().len(), 1);
    }
    let (last, before) = chunks.split_last().unwrap();
    assert!(
        before
            .iter()
            .all(|chunk| chunk["choices"][0]["finish_reason"].is_null())
    );
    assert_eq!(last["choices"][0]["finish_reason"], "stop");
    assert_eq!(
        delta(&chunks[0]),
        &json!({"role": "assistant", "content": ""})
    );
    assert!(
        chunks[1..]
            .iter()
            .all(|chunk| delta(chunk).get("role").is_none())
    );
}

#[tokio::test]
async fn a_stream_says_what_a_whole_answer_says() {
    for (model, changes) in [
        ("qwen-plus", json!({})),
        ("qwen3.7-plus", json!({})),
        ("qwen-plus", json!({"max_tokens": 3})),
        ("qwen-plus", json!({"stop": ["no model"]})),
    ] {
        let mut request = streamed(model, &changes);
        let chunks = chunks(&stream(&request).await);
        request["stream"] = json!(false);
        let whole = ask(Options::unpaced(), STANDARD, KEY, &request)
            .await
            .json();
        let choice = &whole["choices"][0];
        let said = choice["message"]["content"].as_str().unwrap();
        assert_eq!(joined(&chunks, "content"), said, "{model} {changes}");
        let thought = choice["message"]["reasoning_content"]
            .as_str()
            .unwrap_or_default();
        assert_eq!(
            joined(&chunks, "reasoning_content"),
            thought,
            "{model} {changes}"
        );
        let finish = &chunks.last().unwrap()["choices"][0]["finish_reason"];
        assert_eq!(finish, &choice["finish_reason"], "{model} {changes}");
    }
}

#[tokio::test]
async fn thinking_comes_before_content() {
    let chunks = chunks(&stream(&streamed("qwen3.7-plus", &json!({}))).await);
    let first = json!({"role": "assistant", "content": null, "reasoning_content": ""});
    assert_eq!(delta(&chunks[0]), &first);
    let is_thought = |chunk: &Value| delta(chunk)["reasoning_content"].is_string();
    let thoughts = chunks.iter().take_while(|chunk| is_thought(chunk)).count();
    assert!(thoughts > 20);
    assert!(
        chunks[1..thoughts]
            .iter()
            .all(|chunk| delta(chunk)["content"].is_null())
    );
    assert!(!chunks[thoughts..].iter().any(is_thought));

    let off = streamed("qwen3.7-plus", &json!({"enable_thinking": false}));
    let chunks = self::chunks(&stream(&off).await);
    assert!(!chunks.iter().any(is_thought));
}

#[tokio::test]
async fn usage_comes_last_and_only_if_asked_for() {
    for model in ["qwen-plus", "qwen3.7-plus"] {
        let request = streamed(model, &json!({"stream_options": {"include_usage": true}}));
        let chunks = chunks(&stream(&request).await);
        let (last, before) = chunks.split_last().unwrap();
        assert_eq!(last["choices"], json!([]));
        assert!(before.iter().all(|chunk| chunk["usage"].is_null()));
        let count = |name| {
            let pieces = before.iter().filter(|chunk| {
                delta(chunk)[name]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            });
            pieces.count()
        };
        let (thought, said) = (count("reasoning_content"), count("content"));
        let usage = &last["usage"];
        assert_eq!(usage["completion_tokens"], thought + said);
        let reasoning = &usage["completion_tokens_details"]["reasoning_tokens"];
        assert_eq!(reasoning.as_u64().unwrap_or(0), thought as u64, "{model}");
    }
    let request = streamed(
        "qwen-plus",
        &json!({"stream_options": {"include_usage": false}}),
    );
    let chunks = chunks(&stream(&request).await);
    assert!(
        chunks
            .iter()
            .all(|chunk| chunk["usage"].is_null() && chunk["choices"] != json!([]))
    );
}

#[tokio::test]
async fn calls_come_in_fragments() {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}});
    let request = streamed(
        "qwen3.7-plus",
        &json!({
            "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": schema}}],
            "messages": [{"role": "user", "content": "Please call get_weather."}],
        }),
    );
    let chunks = chunks(&stream(&request).await);
    let fragments: Vec<&Value> = chunks
        .iter()
        .map(|chunk| &delta(chunk)["tool_calls"][0])
        .filter(|call| !call.is_null())
        .collect();
    let (first, later) = fragments.split_first().unwrap();
    assert!(first["id"].as_str().unwrap().starts_with("call_"));
    assert_eq!(first["function"]["name"], "get_weather");
    assert!(!later.is_empty());
    for fragment in later {
        assert_eq!(
            (&fragment["id"], &fragment["function"]["name"]),
            (&json!(""), &Value::Null)
        );
        assert_eq!(fragment["index"], 0);
    }
    let arguments: String = fragments
        .iter()
        .filter_map(|call| call["function"]["arguments"].as_str())
        .collect();
    assert_eq!(arguments, r#"{"city":"simulated","days":1}"#);
    assert_eq!(joined(&chunks, "content"), "");
    assert_eq!(
        chunks.last().unwrap()["choices"][0]["finish_reason"],
        "tool_calls"
    );
}

#[tokio::test]
async fn choices_have_their_index() {
    let chunks = chunks(&stream(&streamed("qwen-plus", &json!({"n": 2}))).await);
    let finished: Vec<&Value> = chunks
        .iter()
        .map(|chunk| &chunk["choices"][0])
        .filter(|choice| choice["finish_reason"] == "stop")
        .map(|choice| &choice["index"])
        .collect();
    assert_eq!(finished, [0, 1]);
}

async fn faulty(fault: Fault) -> Answer {
    let options = Options {
        fault: Some(fault),
        ..Options::unpaced()
    };
    ask(
        options,
        CODING,
        Some("Bearer sk-sp-a"),
        &streamed("qwen3-coder-plus", &json!({})),
    )
    .await
}

#[tokio::test]
async fn a_cut_stream_ends_with_the_connection() {
    let answer = faulty(Fault::CutAfter { tokens: 3 }).await;
    assert_eq!((answer.status, answer.is_whole), (200, false));
    assert_eq!(frames(&answer.body).len(), 4);
    assert!(!answer.body.contains("[DONE]"));
}

#[tokio::test]
async fn an_error_frame_ends_a_stream_well_formed() {
    let answer = faulty(Fault::ErrorFrameAfter { tokens: 2 }).await;
    assert_eq!((answer.status, answer.is_whole), (200, true));
    let frames = frames(&answer.body);
    assert_eq!(frames.len(), 4);
    let last = frames.last().unwrap();
    assert_eq!(last["error"]["code"], "InternalError");
    assert_eq!(last["request_id"], answer.header("x-request-id").unwrap());
}

#[tokio::test]
async fn faults_of_streams_leave_whole_answers_alone() {
    let options = Options {
        fault: Some(Fault::CutAfter { tokens: 0 }),
        ..Options::unpaced()
    };
    let answer = ask(options, STANDARD, KEY, &hello("qwen-plus")).await;
    assert_eq!((answer.status, answer.is_whole), (200, true));
}

#[tokio::test]
async fn a_client_that_leaves_stops_the_answer() {
    for stream in [true, false] {
        let slow = Options {
            per_token: Duration::from_hours(1),
            ..Options::unpaced()
        };
        let simulator = start(slow).await;
        let request = streamed("qwen-plus", &json!({ "stream": stream })).to_string();
        let mut connection = Client::new(&simulator).open(STANDARD, KEY, &request).await;
        if stream {
            connection.read_until("data: ").await;
        }
        let delivery = || simulator.requests().first().map(|request| request.delivery);
        // The server notices a moment after; the test fails by its time limit if it never does.
        while delivery() != Some(Delivery::Pending) {
            tokio::task::yield_now().await;
        }
        drop(connection);
        tokio::time::timeout(Duration::from_secs(10), async {
            while delivery() != Some(Delivery::Abandoned) {
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
    }
}
