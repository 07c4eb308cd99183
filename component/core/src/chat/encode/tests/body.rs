//! Golden bodies: each field, and which of them a model and an endpoint get.

use super::super::MaxTokensField;
use super::*;
use crate::chat::types::{ResponseFormat, ThinkingLevel};

#[test]
fn the_least_body() {
    let (body, warnings) =
        encode_for("qwen-plus", &asking("a"), &Options::default()).expect("a body");
    assert_eq!(
        body,
        r#"{"model":"qwen-plus","messages":[{"role":"user","content":"a"}]}"#
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn every_field_in_its_order() {
    let request = Request {
        messages: vec![
            Message::System(vec![text_part("Be brief.")]),
            Message::user("Hi \"you\"\n"),
            Message::Assistant(answer("Hello.", TurnStatus::Complete)),
            Message::User(vec![
                Part::Text(text_part("Tell")),
                Part::Text(text_part("more.")),
            ]),
        ],
        thinking: Some(ThinkingLevel::High),
        thinking_budget: Some(4_096),
        preserve_thinking: Some(false),
        max_tokens: Some(8_192),
        temperature: Some(0.7),
        top_p: Some(1.0),
        top_k: Some(20),
        presence_penalty: Some(-2.0),
        repetition_penalty: Some(1.05),
        seed: Some(2_147_483_647),
        stop: vec![String::from("END"), String::from("\n\n")],
        extra_json: Some(String::from(r#"{"enable_search":true,"top_k":7}"#)),
        response_format: Some(ResponseFormat::Text),
        retry_budget_ms: Some(0),
        ..Request::default()
    };
    let options = Options {
        stream: true,
        ask_usage: true,
        ..Options::default()
    };
    let (body, warnings) = encode_for("qwen3.7-plus", &request, &options).expect("a body");
    assert_eq!(
        body,
        concat!(
            r#"{"model":"qwen3.7-plus","messages":[{"role":"system","content":"Be brief."},"#,
            r#"{"role":"user","content":"Hi \"you\"\n"},{"role":"assistant","content":"Hello."},"#,
            r#"{"role":"user","content":"Tell\nmore."}],"stream":true,"stream_options":{"include_usage":true},"#,
            r#""max_completion_tokens":8192,"temperature":0.7,"top_p":1.0,"top_k":7,"presence_penalty":-2.0,"#,
            r#""repetition_penalty":1.05,"seed":2147483647,"stop":["END","\n\n"],"enable_thinking":true,"#,
            r#""thinking_budget":4096,"preserve_thinking":false,"enable_search":true}"#,
        ),
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn usage_is_asked_for_only_in_a_stream() {
    let request = asking("a");
    for (stream, ask_usage, expected) in [
        (false, false, ""),
        (false, true, ""),
        (true, false, r#""stream":true"#),
        (
            true,
            true,
            r#""stream":true,"stream_options":{"include_usage":true}"#,
        ),
    ] {
        let options = Options {
            stream,
            ask_usage,
            ..Options::default()
        };
        assert_eq!(rest("qwen-plus", &request, &options).0, expected);
    }
}

#[test]
fn the_longest_answer_has_the_models_field() {
    let request = Request {
        max_tokens: Some(9),
        ..asking("a")
    };
    for (id, field) in [
        ("qwen3.7-max", "max_completion_tokens"),
        ("qwen3.5-plus", "max_completion_tokens"),
        ("qwen3.5-flash", "max_completion_tokens"),
        ("qwen3.8-max", "max_completion_tokens"),
        ("qwen4-max-preview", "max_completion_tokens"),
        ("kimi-k2.5", "max_completion_tokens"),
        ("glm-5", "max_completion_tokens"),
        ("MiniMax-M2.5", "max_completion_tokens"),
        ("deepseek-v3.2", "max_completion_tokens"),
        ("glm-4.7", "max_tokens"),
        ("kimi/kimi-k3", "max_tokens"),
        ("siliconflow/deepseek-v3.2", "max_tokens"),
        ("qwen3-max-2026-01-23", "max_tokens"),
        ("qwen3-coder-plus", "max_tokens"),
        ("qwen-plus", "max_tokens"),
        ("qwen3.6-max-preview", "max_tokens"),
    ] {
        assert_eq!(
            rest(id, &request, &Options::default()).0,
            format!("\"{field}\":9"),
            "{id}"
        );
        assert_eq!(MaxTokensField::of(id).name(), field);
    }
    let options = Options {
        max_tokens_field: Some(MaxTokensField::MaxTokens),
        ..Options::default()
    };
    assert_eq!(
        rest("qwen3.5-plus", &request, &options).0,
        r#""max_tokens":9"#
    );
}

#[test]
fn efforts_and_warnings_come_through() {
    let request = Request {
        thinking: Some(ThinkingLevel::Medium),
        ..asking("a")
    };
    let expected = r#""enable_thinking":true,"reasoning_effort":"medium""#;
    assert_eq!(
        rest("qwen3.8-max", &request, &Options::default()).0,
        expected
    );
    let request = Request {
        preserve_thinking: Some(true),
        top_k: Some(1),
        stop: vec![String::from("x"); 17],
        ..asking("a")
    };
    let (body, warnings) = rest("kimi-k2.5", &request, &Options::default());
    assert_eq!(body, format!("\"stop\":[{}]", ["\"x\""; 16].join(",")));
    assert_eq!(
        warnings,
        ["top-k-ignored", "stop-cut", "preserve-thinking-ignored"]
    );
    let sixteen = Request {
        stop: vec![String::from("x"); 16],
        ..asking("a")
    };
    assert_eq!(
        rest("qwen-plus", &sixteen, &Options::default()).1,
        Vec::<String>::new()
    );
}
