//! Thinking in whole bodies: what goes with it, what turns it off, and which models insist on a stream.

use ThinkingSupport::{Always, None as Never, OptionalOff, OptionalOn};

use super::*;
use crate::chat::types::{ResponseFormat, ThinkingLevel, ToolChoice};

/// The body after the messages and the codes of the warnings, for a model that thinks in this way.
#[track_caller]
fn sent(model: &Model, request: Request, options: &Options<'_>) -> (String, Vec<String>) {
    let encoded = body(request, model, options).expect("a body");
    let sent = String::from_utf8(encoded.body).expect("UTF-8");
    let (_, rest) = sent.split_once(r#""content":"a"}]"#).expect("the question");
    let rest = rest
        .trim_start_matches(',')
        .strip_suffix('}')
        .expect("an end");
    let codes = codes(&encoded.warnings).into_iter().map(String::from);
    (rest.to_owned(), codes.collect())
}

fn forcing() -> Request {
    Request {
        tools: vec![tool("f")],
        tool_choice: Some(ToolChoice::Function(String::from("f"))),
        ..asking("a")
    }
}

#[test]
fn a_forced_call_turns_thinking_off() {
    const TOOLS: &str = r#""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"#;
    const FORCED: &str = r#"{"type":"function","function":{"name":"f"}}"#;
    let off = "thinking-off-for-tool-choice";
    let ignored = "thinking-budget-ignored";
    let (high, none) = (Some(ThinkingLevel::High), Some(ThinkingLevel::Off));
    for (support, level, budget, rest, warned) in [
        (
            OptionalOn,
            None,
            None,
            r#","enable_thinking":false"#,
            &[off][..],
        ),
        (
            OptionalOn,
            high,
            None,
            r#","enable_thinking":false"#,
            &[off],
        ),
        (
            OptionalOn,
            high,
            Some(9),
            r#","enable_thinking":false"#,
            &[off, ignored],
        ),
        (OptionalOn, none, None, r#","enable_thinking":false"#, &[]),
        (OptionalOff, None, None, "", &[]),
        (
            OptionalOff,
            None,
            Some(9),
            r#","enable_thinking":false"#,
            &[off, ignored],
        ),
        (
            OptionalOff,
            high,
            None,
            r#","enable_thinking":false"#,
            &[off],
        ),
        (Never, None, None, "", &[]),
        (Never, high, None, "", &["thinking-unsupported"]),
    ] {
        let request = Request {
            thinking: level,
            thinking_budget: budget,
            ..forcing()
        };
        let (body, warnings) = sent(&thinker("own", support), request, &Options::default());
        assert_eq!(
            body,
            format!("{TOOLS}{FORCED}{rest}"),
            "{support:?} {level:?}"
        );
        assert_eq!(warnings, warned, "{support:?} {level:?}");
    }
    let (body, warnings) = sent(&thinker("own", Always), forcing(), &Options::default());
    assert_eq!(body, format!(r#"{TOOLS}"auto""#));
    assert_eq!(warnings, ["tool-choice-auto"]);
}

#[test]
fn json_turns_thinking_off_unless_it_was_asked_for() {
    const JSON: &str = r#""response_format":{"type":"json_object"}"#;
    let (off, word) = ("thinking-off-for-json", "json-word-added");
    for (id, support, level, rest, warned) in [
        (
            "own",
            OptionalOn,
            None,
            r#","enable_thinking":false"#,
            &[word, off][..],
        ),
        (
            "own",
            OptionalOn,
            Some(ThinkingLevel::Low),
            r#","enable_thinking":true"#,
            &[word],
        ),
        ("own", OptionalOff, None, "", &[word]),
        ("own", Always, None, "", &[word]),
        ("own", Never, None, "", &[word]),
        ("qwen3.7-plus", OptionalOn, None, "", &[word]),
    ] {
        let request = Request {
            thinking: level,
            response_format: Some(ResponseFormat::JsonObject),
            ..asking("a")
        };
        let (body, warnings) = sent(&thinker(id, support), request, &Options::default());
        assert_eq!(body, format!("{JSON}{rest}"), "{id} {support:?}");
        assert_eq!(warnings, warned, "{id} {support:?}");
    }
    let request = Request {
        response_format: Some(ResponseFormat::JsonObject),
        ..forcing()
    };
    let (_, warnings) = sent(&model("own"), request, &Options::default());
    assert_eq!(
        warnings,
        [word, "thinking-off-for-tool-choice"],
        "told once"
    );
}

#[test]
fn what_turns_thinking_off_tells_a_template_so() {
    let options = Options {
        template: true,
        ..Options::default()
    };
    let (body, _) = sent(&model("own"), forcing(), &options);
    assert!(
        body.ends_with(
            r#""chat_template_kwargs":{"enable_thinking":false,"preserve_thinking":true}"#
        ),
        "{body}"
    );
    assert_eq!(sent(&model("own"), asking("a"), &options).0, "");
    let request = Request {
        thinking: Some(ThinkingLevel::Max),
        ..asking("a")
    };
    assert_eq!(sent(&thinker("own", Never), request, &options).0, "");
}

#[test]
fn open_models_think_in_streams_only() {
    let streamed = r#""stream":true,"stream_options":{"include_usage":true}"#;
    for (id, level, expected) in [
        ("qwen3-8b", None, streamed.to_owned()),
        (
            "qwen3-8b",
            Some(ThinkingLevel::Low),
            format!(r#"{streamed},"enable_thinking":true"#),
        ),
        (
            "qwen3-8b",
            Some(ThinkingLevel::Off),
            String::from(r#""enable_thinking":false"#),
        ),
        ("qwen3-max", None, String::new()),
    ] {
        let request = Request {
            thinking: level,
            ..asking("a")
        };
        let options = Options {
            ask_usage: true,
            ..Options::default()
        };
        let encoded = body(request.clone(), &model(id), &options).expect("a body");
        assert_eq!(
            encoded.stream,
            expected.contains("stream"),
            "{id} {level:?}"
        );
        assert_eq!(
            sent(&model(id), request, &options).0,
            expected,
            "{id} {level:?}"
        );
    }
}

#[test]
fn warnings_come_in_the_order_of_their_causes() {
    let request = Request {
        messages: vec![
            Message::user("b"),
            result("1", vec![text("x")]),
            Message::User(vec![Part::Text(TextPart {
                cache: true,
                ..text_part("a")
            })]),
        ],
        temperature: Some(2.0),
        top_k: Some(1),
        max_tokens: Some(u32::MAX),
        thinking_budget: Some(u32::MAX),
        preserve_thinking: Some(true),
        response_format: Some(ResponseFormat::JsonObject),
        parallel_tool_calls: Some(true),
        ..Request::default()
    };
    let params = serde_json::json!({"user": "u", "extra_body": {"temperature": 1}});
    let options = Options {
        params: params.as_object(),
        ..Options::default()
    };
    let (_, warnings) = sent(&model("kimi-k3"), request, &options);
    assert_eq!(
        warnings,
        [
            "value-adjusted",
            "value-adjusted",
            "tool-result-orphan",
            "top-k-ignored",
            "extra-body",
            "parallel-tool-calls-ignored",
            "json-word-added",
            "json-may-be-cut",
            "value-adjusted",
            "param-ignored",
            "cache-ignored",
            "preserve-thinking-ignored",
        ]
    );
}
