//! Chats from a client's bytes to a provider's and back.

use serde_json::json;

use crate::server::tests::{post, unasked};
use crate::transport::Cause;
use crate::transport::script::{Piece, Played, Script, failure};

const CHAT: &str = "/v1/chat/completions";

fn answering(pieces: impl IntoIterator<Item = Piece>) -> Script {
    let played = Played::pieces(200, pieces)
        .with_header("x-request-id", "r1")
        .with_header("date", "Thu, 26 Nov 2026 01:00:00 GMT");
    Script::of([Ok(played)])
}

#[test]
fn a_whole_answer_is_in_openais_words() {
    let script = answering([Piece::Bytes(
        r#"{"id":"c1","model":"qwen3.5-plus","choices":[{"finish_reason":"tool_calls","message":{"content":"",
        "reasoning_content":"hm","tool_calls":[{"id":"t1","function":{"name":"f","arguments":"{\"a\":1}"}}]}}],
        "usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500}}"#,
    )]);
    let told = post(
        &script,
        CHAT,
        r#"{"model":"qwen/qwen3.5-plus","messages":[{"role":"user","content":"hi"}],"user":"u","temperature":2.0,
        "tools":[{"type":"function","function":{"name":"f"}}]}"#,
    );
    assert_eq!(told.status, 200);
    assert_eq!(told.header("content-type"), Some("application/json"));
    assert_eq!(told.header("x-request-id"), Some("r1"));
    assert_eq!(
        told.header("x-qwenbox-warnings"),
        Some(
            "unknown-field: user is not known here and was left out; value-adjusted: temperature was 2, and 1.99 was \
             sent; allowed is from 0 up to but not including 2"
        )
    );
    let json = told.json();
    assert_eq!(json["warnings"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (
            &json["id"],
            &json["object"],
            &json["created"],
            &json["model"]
        ),
        (
            &"c1".into(),
            &"chat.completion".into(),
            &1_795_654_800.into(),
            &"qwen3.5-plus".into()
        )
    );
    assert_eq!(
        json["choices"],
        json!([{ "index": 0, "finish_reason": "tool_calls", "message": {
            "role": "assistant", "content": null, "reasoning_content": "hm",
            "tool_calls": [{ "id": "t1", "type": "function", "function": { "name": "f", "arguments": "{\"a\":1}" } }] } }])
    );
    assert_eq!(
        json["usage"],
        json!({ "prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500,
            "prompt_tokens_details": { "cached_tokens": 0, "cache_creation_input_tokens": 0 },
            "completion_tokens_details": { "reasoning_tokens": 0 } })
    );
    let sent = script.sent.borrow();
    assert_eq!(
        String::from_utf8_lossy(&sent[0].body),
        r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hi"}],"temperature":1.99,"#
            .to_owned()
            + r#""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"}"#
    );
}

const HELLO: &str = "data: {\"id\":\"c1\",\"model\":\"qwen3.5-plus\",\"choices\":[{\"delta\":{\"content\":\"he\"}}]}\n\n\
    data: {\"choices\":[{\"delta\":{\"content\":\"llo\"}}]}\n\n";
const END: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
    data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]\n\n";
const ASK: &str = r#"{"messages":[{"role":"user","content":"hi"}],"stream":true,"user":"u","stream_options":{"include_usage":true}}"#;

/// What the frames of a stream hold.
fn data(pieces: &[String]) -> Vec<String> {
    let text = pieces.concat();
    let frames = text.split_terminator("\n\n");
    frames
        .map(|frame| String::from(frame.strip_prefix("data: ").unwrap()))
        .collect()
}

#[test]
fn a_stream_is_written_as_it_comes() {
    let script = answering([Piece::Bytes(HELLO), Piece::Wait(5), Piece::Bytes(END)]);
    let told = post(&script, CHAT, ASK);
    assert_eq!(told.status, 200);
    assert_eq!(
        told.header("content-type"),
        Some("text/event-stream; charset=utf-8")
    );
    assert_eq!(told.header("content-length"), None);
    assert_eq!(told.header("x-request-id"), Some("r1"));
    let warned = told.header("x-qwenbox-warnings").unwrap();
    assert!(warned.starts_with("unknown-field: user "), "{warned}");
    // What came together is written together.
    assert_eq!(told.pieces.len(), 2, "{:?}", told.pieces);
    let frames = data(&told.pieces);
    let json: Vec<serde_json::Value> = frames
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect();
    let deltas: Vec<_> = json
        .iter()
        .map(|chunk| &chunk["choices"][0]["delta"])
        .collect();
    let none = serde_json::Value::Null;
    assert_eq!(
        deltas,
        [
            &json!({ "role": "assistant", "content": "" }),
            &json!({ "content": "he" }),
            &json!({ "content": "llo" }),
            &json!({}),
            &none,
        ]
    );
    assert_eq!(json[3]["choices"][0]["finish_reason"], "stop");
    assert_eq!(json[4]["usage"]["total_tokens"], 3);
    assert!(
        json.iter()
            .all(|chunk| chunk["id"] == "c1" && chunk["created"] == 1_795_654_800)
    );
    assert_eq!(frames.last().map(String::as_str), Some("[DONE]"));
}

#[test]
fn an_error_in_place_of_the_first_piece_has_its_status() {
    let refused = r#"{"error":{"message":"Requests rate limit exceeded","code":"limit_requests"}}"#;
    let played = Played::of(429, refused).with_header("retry-after", "3600");
    let script = Script::of([Ok(played)]);
    let told = post(&script, CHAT, ASK);
    assert_eq!(told.status, 429);
    assert_eq!(told.header("retry-after"), Some("3600"));
    let error = &told.json()["error"];
    assert_eq!(
        (&error["kind"], &error["request_sent"]),
        (&"rate-limited".into(), &true.into())
    );
}

#[test]
fn of_many_fields_that_are_not_known_the_first_are_named() {
    let script = answering([Piece::Bytes(
        r#"{"id":"c1","choices":[{"finish_reason":"stop","message":{"content":"hello"}}]}"#,
    )]);
    let fields: Vec<_> = (0..100_000).map(|n| format!(r#","x{n}":0"#)).collect();
    let fields = fields.concat();
    let body = format!(r#"{{"messages":[{{"role":"user","content":"hi"}}]{fields}}}"#);
    let told = post(&script, CHAT, &body);
    let json = told.json();
    let warnings = json["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 65);
    assert_eq!(
        warnings[63]["message"],
        "x63 is not known here and was left out"
    );
    assert_eq!(
        warnings[64],
        json!({ "code": "warnings-cut", "message": "warnings like these that are not told: 99936" })
    );
}

#[test]
fn an_error_in_the_middle_is_a_frame_and_the_end() {
    let script = answering([
        Piece::Bytes(HELLO),
        Piece::Failure(failure(Cause::Cut, true)),
    ]);
    let told = post(&script, CHAT, ASK);
    assert_eq!(told.status, 200);
    let frames = data(&told.pieces);
    let error: serde_json::Value = serde_json::from_str(frames.last().unwrap()).unwrap();
    assert_eq!(error["error"]["kind"], "network");
    assert_eq!(error["error"]["request_sent"], true);
    assert!(frames.iter().all(|frame| frame != "[DONE]"));
}

#[test]
fn what_was_tried_again_is_told_in_the_header() {
    let busy = Played::of(
        503,
        r#"{"error":{"message":"busy","code":"ServiceUnavailable"}}"#,
    );
    let script = Script::of([
        Ok(busy),
        Ok(Played::pieces(
            200,
            [Piece::Bytes(HELLO), Piece::Bytes(END)],
        )),
    ]);
    let told = post(&script, CHAT, ASK);
    let warned = told.header("x-qwenbox-warnings").unwrap();
    assert!(warned.contains("retried: "), "{warned}");
    assert_eq!(script.sent.borrow().len(), 2);
}

#[test]
fn what_is_refused_is_refused_before_anything_is_sent() {
    let no_model = r#"{"model":"qwen/nope","messages":[{"role":"user","content":"hi"}]}"#;
    let no_question = r#"{"messages":[]}"#;
    for (body, status, param) in [
        (no_model, 404, Some("model")),
        (no_question, 400, None),
        ("{}", 400, Some("messages")),
    ] {
        let script = unasked();
        let told = post(&script, CHAT, body);
        assert_eq!(
            (told.status, told.error().1.as_deref()),
            (status, param),
            "{body}"
        );
        assert!(script.sent.borrow().is_empty());
    }
}
