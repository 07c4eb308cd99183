//! Forms and ends of answers: formats, token limits, stop sequences.

use serde_json::{Value, json};

use super::{check_refusals, message, parse};
use crate::request::{Format, Lengths};

#[test]
fn lengths_count_what_the_model_counts() {
    let lengths = |answer, total| Lengths {
        answer,
        total,
        stop: Vec::new(),
    };
    let rows = [
        (
            "qwen3.7-plus",
            json!({"max_tokens": 9}),
            lengths(Some(9), None),
        ),
        (
            "qwen3.7-plus",
            json!({"max_tokens": 9, "max_completion_tokens": 20}),
            lengths(Some(9), Some(20)),
        ),
        (
            "deepseek-v4-pro",
            json!({"max_tokens": 9}),
            lengths(None, Some(9)),
        ),
        (
            "deepseek-v4-pro",
            json!({"max_tokens": 9, "thinking_budget": 5}),
            lengths(None, Some(9)),
        ),
        ("glm-5.2", json!({"max_tokens": 9}), lengths(None, Some(9))),
        (
            "glm-5.2",
            json!({"max_tokens": 9, "thinking_budget": 5}),
            lengths(Some(9), None),
        ),
    ];
    for (model, changes, expected) in rows {
        assert_eq!(
            parse(model, &changes).lengths,
            expected,
            "{model} {changes}"
        );
    }
}

#[test]
fn stop_sequences_are_all_of_one_kind() {
    let refusal = "~The parameters `stop` must be of type 'str', 'list[str]', 'list[int]', or 'list[list[int]]', and \
                   all elements within the list must be of the same type.";
    for stop in [
        json!(7),
        json!({}),
        json!(["a", 1]),
        json!([1, [2]]),
        json!([["a"]]),
    ] {
        assert_eq!(
            message("qwen-plus", &json!({ "stop": stop })),
            refusal,
            "{stop}"
        );
    }
    let rows: [(Value, &[&str]); 5] = [
        (json!("a"), &["a"]),
        (json!(["a", "", "b"]), &["a", "b"]),
        (json!([]), &[]),
        (json!([1, 2]), &[]),
        (json!([[1], [2, 3]]), &[]),
    ];
    for (stop, expected) in rows {
        assert_eq!(
            parse("qwen-plus", &json!({ "stop": stop })).lengths.stop,
            expected,
            "{stop}"
        );
    }
}

#[test]
fn formats() {
    let wanted =
        json!({"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}});
    let unknown = |kind| {
        format!(
            "~Unknown format of response_format, response_format should be a dict, includes 'type' and an optional \
             key 'json_schema'. The response_format type from user is {kind}."
        )
    };
    check_refusals([
        (
            "qwen-plus",
            json!({"response_format": {"type": "json_object"}}),
            "~'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        ),
        (
            "qwen-plus",
            json!({"response_format": {"type": "xml"}}),
            &unknown("xml"),
        ),
        (
            "qwen3.6-plus",
            json!({"response_format": wanted}),
            &unknown("json_schema"),
        ),
        (
            "qwen3.7-plus",
            json!({"response_format": {"type": "json_schema"}}),
            "'json_schema' is a required property - 'response_format'",
        ),
        (
            "qwen-plus",
            json!({"response_format": "json"}),
            "json is not of type 'object' - 'response_format'",
        ),
        (
            "qwen3-32b",
            json!({"response_format": {"type": "json_object"}, "stream": true,
                "messages": [{"role": "user", "content": "JSON"}]}),
            "~Json mode response is not supported when enable_thinking is true",
        ),
    ]);
    let asked = json!([{"role": "system", "content": "Answer in Json."}, {"role": "user", "content": "Hello"}]);
    let object = json!({"response_format": {"type": "json_object"}, "messages": asked});
    assert_eq!(parse("qwen3.7-plus", &object).format, Format::JsonObject);
    let schema = parse("qwen3.7-plus", &json!({"response_format": wanted})).format;
    assert_eq!(schema, Format::JsonSchema(json!({"type": "object"})));
}
