//! Every parameter by every name.

mod order;
mod refusals;

use serde_json::{Map, Value, json};

use super::*;
use crate::chat::encode::tests::{asking, codes, model, tool};
use crate::chat::encode::{Options, body};
use crate::chat::types::{JsonSchema, ThinkingLevel};

fn map(value: Value) -> Map<String, Value> {
    let Value::Object(fields) = value else {
        panic!("{value} is not an object");
    };
    fields
}

fn joined(mut request: Request, params: &Value) -> Result<(Request, Extra<'_>), Error> {
    let extra = Extra::join(&mut request, params.as_object())?;
    Ok((request, extra))
}

/// A request with a tool, so that all options mean something.
fn request() -> Request {
    Request {
        tools: vec![tool("f")],
        ..asking("a")
    }
}

#[track_caller]
fn refused(request: Request, params: &Value, kind: &ErrorKind, message: &str) {
    let error = joined(request, params).expect_err("a refusal");
    assert_eq!((&error.kind, error.message.as_str()), (kind, message));
    assert!(error.hint.is_some(), "{error}");
}

/// The body after the messages, and the codes of the warnings.
fn sent(request: Request, params: Value, template: bool) -> (String, Vec<String>) {
    let params = map(params);
    let options = Options {
        params: Some(&params),
        template,
        ..Options::default()
    };
    let encoded = body(request, &model("qwen3.5-plus"), &options).expect("a body");
    let body = String::from_utf8(encoded.body).expect("UTF-8");
    let (_, rest) = body.split_once(r#""content":"a"}]"#).expect("the messages");
    let rest = rest
        .trim_start_matches(',')
        .strip_suffix('}')
        .expect("an end");
    let codes = codes(&encoded.warnings).into_iter().map(String::from);
    (rest.to_owned(), codes.collect())
}

#[track_caller]
fn check(request: Request, params: Value, rest: &str, codes: &[&str]) {
    let shown = params.to_string();
    let (sent, warned) = sent(request, params, false);
    assert_eq!(sent, rest, "{shown}");
    assert_eq!(warned, codes, "{shown}");
}

fn extra(json: &Value) -> Request {
    Request {
        extra_json: Some(json.to_string()),
        ..asking("a")
    }
}

/// Names of an option, a value, and whether it was taken.
type Case<'a> = (&'a [&'a str], Value, fn(&Request) -> bool);

#[test]
fn each_option_has_these_names() {
    let schema =
        json!({"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}});
    let cases: [Case<'_>; 14] = [
        (&["temperature"], json!(1), |request| {
            request.temperature == Some(1.0)
        }),
        (&["top_p", "topP"], json!(0.5), |request| {
            request.top_p == Some(0.5)
        }),
        (&["top_k", "topK"], json!(7), |request| {
            request.top_k == Some(7)
        }),
        (&["presence_penalty"], json!(-1.5), |request| {
            request.presence_penalty == Some(-1.5)
        }),
        (&["repetition_penalty"], json!(1.1), |request| {
            request.repetition_penalty == Some(1.1)
        }),
        (&["seed"], json!(0), |request| request.seed == Some(0)),
        (
            &["max_tokens", "maxTokens", "max_completion_tokens"],
            json!(4_294_967_295_u32),
            |request| request.max_tokens == Some(u32::MAX),
        ),
        (
            &["thinking", "reasoning_effort", "reasoningEffort"],
            json!(" Extra-High "),
            |request| request.thinking == Some(ThinkingLevel::Xhigh),
        ),
        (&["enable_thinking"], json!(false), |request| {
            request.thinking == Some(ThinkingLevel::Off)
        }),
        (&["thinking_budget"], json!(5), |request| {
            request.thinking_budget == Some(5)
        }),
        (&["preserve_thinking"], json!(true), |request| {
            request.preserve_thinking == Some(true)
        }),
        (&["parallel_tool_calls"], json!(true), |request| {
            request.parallel_tool_calls == Some(true)
        }),
        (&["response_format"], schema, |request| {
            request.response_format
                == Some(ResponseFormat::JsonSchema(JsonSchema {
                    name: String::from("s"),
                    schema_json: String::from(r#"{"type":"object"}"#),
                    strict: false,
                }))
        }),
        (&["stop"], json!(["x", "y"]), |request| {
            request.stop == ["x", "y"]
        }),
    ];
    for (names, value, is_set) in cases {
        for name in names {
            let params = json!({*name: value});
            let (request, extra) = joined(request(), &params).expect(name);
            assert!(is_set(&request), "{name}");
            assert!(
                extra.below.is_empty() && extra.warnings.is_empty(),
                "{name}"
            );
        }
    }
    let (request, _) = joined(request(), &json!({"stop": "x"})).expect("one text");
    assert_eq!(request.stop, ["x"]);
    let (request, _) = joined(asking("a"), &json!({"enable_thinking": true})).expect("a flag");
    assert_eq!(request.thinking, Some(ThinkingLevel::Adaptive));
}

#[test]
fn what_the_request_says_stays() {
    let set = Request {
        temperature: Some(1.0),
        top_p: Some(0.5),
        top_k: Some(1),
        presence_penalty: Some(0.1),
        repetition_penalty: Some(1.0),
        seed: Some(1),
        max_tokens: Some(1),
        thinking: Some(ThinkingLevel::Low),
        thinking_budget: Some(1),
        preserve_thinking: Some(false),
        parallel_tool_calls: Some(false),
        response_format: Some(ResponseFormat::Text),
        stop: vec![String::from("x")],
        ..request()
    };
    let params = json!({
        "temperature": 0, "topP": 1, "topK": 2, "presence_penalty": 2, "repetition_penalty": 2, "seed": 2,
        "maxTokens": 2, "thinking": "max", "reasoning_effort": "off", "enable_thinking": false,
        "thinking_budget": 2, "preserve_thinking": true, "parallel_tool_calls": true,
        "response_format": {"type": "json_object"}, "stop": ["y"],
    });
    let (stays, extra) = joined(set.clone(), &params).expect("options");
    assert_eq!(stays, set);
    assert!(extra.below.is_empty() && extra.warnings.is_empty());
}

#[test]
fn an_option_of_the_wrong_type_is_refused_whether_or_not_it_counts() {
    let set = || Request {
        temperature: Some(1.0),
        max_tokens: Some(1),
        thinking: Some(ThinkingLevel::Low),
        stop: vec![String::from("x")],
        preserve_thinking: Some(true),
        response_format: Some(ResponseFormat::Text),
        ..request()
    };
    for (name, value, expected) in [
        ("temperature", json!("1"), "a number"),
        ("topP", json!(true), "a number"),
        ("topK", json!(-1), WHOLE),
        ("seed", json!(1.5), WHOLE),
        ("maxTokens", json!(4_294_967_296_u64), WHOLE),
        ("max_tokens", json!("9"), WHOLE),
        ("thinking", json!("deep"), "a thinking level"),
        ("thinking", json!({"type": "disabled"}), "a thinking level"),
        ("reasoning_effort", json!(3), "a thinking level"),
        ("enable_thinking", json!("true"), FLAG),
        ("thinking_budget", json!([]), WHOLE),
        ("preserve_thinking", json!(1), FLAG),
        ("parallel_tool_calls", json!("yes"), FLAG),
        ("response_format", json!("json_object"), "a response format"),
        (
            "response_format",
            json!({"type": "xml"}),
            "a response format",
        ),
        (
            "response_format",
            json!({"type": "json_schema"}),
            "a response format",
        ),
        (
            "response_format",
            json!({"type": "json_schema", "json_schema": {"schema": {}}}),
            "a response format",
        ),
        ("stop", json!([1]), "a text or a list of texts"),
        ("stop", json!(7), "a text or a list of texts"),
    ] {
        for request in [request(), set()] {
            let message = format!("params.{name} must be {expected}");
            refused(
                request,
                &json!({name: value}),
                &ErrorKind::InvalidRequest,
                &message,
            );
        }
    }
}

#[test]
fn null_is_as_good_as_nothing() {
    let params = json!({
        "temperature": null, "maxTokens": null, "thinking": null, "stop": null, "response_format": null,
        "extra_body": null, "chat_template_kwargs": null, "enable_search": null, "user": null, "model": null,
    });
    check(asking("a"), params, "", &[]);
}

#[test]
fn how_tools_are_called_matters_only_with_tools() {
    let (request, _) = joined(asking("a"), &json!({"parallel_tool_calls": "?"})).expect("no tools");
    assert_eq!(request.parallel_tool_calls, None);
}
