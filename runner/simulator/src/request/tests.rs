//! Requests in, verdicts out: each row changes one thing in a request that is otherwise good.

use serde_json::{Value, json};

use super::ChatRequest;
use crate::plan::Plan;

mod endings;
mod messages;
mod thinking;
mod tools;

const ALGORITHM: &str = "<400> InternalError.Algo.InvalidParameter: ";

/// A good request to a model, with some fields set; `null` removes a field.
fn request(model: &str, changes: &Value) -> Value {
    let mut request =
        json!({ "model": model, "messages": [{ "role": "user", "content": "Hello" }] });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            request.as_object_mut().unwrap().remove(name);
        } else {
            request[name] = value.clone();
        }
    }
    request
}

fn parse(model: &str, changes: &Value) -> ChatRequest {
    let request = request(model, changes);
    match ChatRequest::parse(request.to_string().as_bytes(), Plan::Standard) {
        Ok(parsed) => parsed,
        Err(refusal) => panic!("{request}: {refusal:?}"),
    }
}

fn refusal_of(request: &Value, plan: Plan) -> (u16, Value) {
    match ChatRequest::parse(request.to_string().as_bytes(), plan) {
        Ok(_) => panic!("accepted: {request}"),
        Err(refusal) => (refusal.status().as_u16(), refusal.body("r")),
    }
}

/// The message of the refusal; all of these have status 400. The prefix of the model service is written as `~`.
fn message(model: &str, changes: &Value) -> String {
    let (status, body) = refusal_of(&request(model, changes), Plan::Standard);
    assert_eq!(status, 400, "{body}");
    body["error"]["message"]
        .as_str()
        .unwrap()
        .replace(ALGORITHM, "~")
}

fn check_refusals<const ROWS: usize>(rows: [(&str, Value, &str); ROWS]) {
    for (model, changes, expected) in rows {
        assert_eq!(message(model, &changes), expected, "{model} {changes}");
    }
}

#[test]
fn envelope() {
    check_refusals([
        (
            "qwen-plus",
            json!({"model": null}),
            "you must provide a model parameter",
        ),
        ("", json!({}), "you must provide a model parameter"),
        (
            "qwen-plus",
            json!({"model": 7}),
            "7 is not of type 'string' - 'model'",
        ),
        (
            "qwen-plus",
            json!({"messages": null}),
            "'messages' is a required property",
        ),
        (
            "qwen-plus",
            json!({"messages": []}),
            "[] is too short - 'messages'",
        ),
        (
            "qwen-plus",
            json!({"messages": "hi"}),
            "hi is not of type 'array' - 'messages'",
        ),
        (
            "qwen-plus",
            json!({"stream": "yes"}),
            "yes is not of type 'boolean' - 'stream'",
        ),
        (
            "qwen-plus",
            json!({"stream_options": {"include_usage": true}}),
            "'stream_options' only set this when you set stream: true.",
        ),
        (
            "qwen-plus",
            json!({"stream": false, "stream_options": {}}),
            "'stream_options' only set this when you set stream: true.",
        ),
        (
            "glm-5",
            json!({"metadata": {}}),
            "Additional properties are not allowed ('metadata' was unexpected)",
        ),
    ]);
    for body in ["", "{", "[]", "\"x\"", "null"] {
        let refusal = ChatRequest::parse(body.as_bytes(), Plan::Standard).unwrap_err();
        let message = "Required body invalid, please check the request body format.";
        assert_eq!(refusal.body("r")["error"]["message"], message, "{body:?}");
    }
}

#[test]
fn models_by_plan() {
    let unknown = "does not exist or you do not have access to it.";
    let rows = [
        (Plan::Standard, "qwen9", 404, "model_not_found", unknown),
        (Plan::Standard, "Qwen-Plus", 404, "model_not_found", unknown),
        (
            Plan::Coding,
            "qwen9",
            400,
            "invalid_parameter_error",
            "model `qwen9` is not supported.",
        ),
        (
            Plan::Coding,
            "qwen-plus",
            400,
            "invalid_parameter_error",
            "model `qwen-plus` is not supported.",
        ),
    ];
    for (plan, model, status, code, text) in rows {
        let (found, body) = refusal_of(&request(model, &json!({})), plan);
        assert_eq!(
            (found, body["error"]["code"].as_str()),
            (status, Some(code)),
            "{model}"
        );
        assert!(
            body["error"]["message"].as_str().unwrap().ends_with(text),
            "{body}"
        );
    }
    let coding = request("qwen3-coder-plus", &json!({})).to_string();
    assert!(ChatRequest::parse(coding.as_bytes(), Plan::Coding).is_ok());
}

#[test]
fn numbers() {
    check_refusals([
        (
            "qwen-plus",
            json!({"temperature": 2}),
            "~Temperature should be in [0.0, 2.0)",
        ),
        (
            "qwen-plus",
            json!({"top_p": 0}),
            "~Range of top_p should be (0.0, 1.0]",
        ),
        (
            "qwen-plus",
            json!({"presence_penalty": 3}),
            "~Presence_penalty should be in [-2.0, 2.0]",
        ),
        (
            "qwen-plus",
            json!({"repetition_penalty": 0}),
            "~Repetition_penalty should be greater than 0.0",
        ),
        (
            "qwen-plus",
            json!({"top_k": -1}),
            "~Top_k be greater than or equal to 0",
        ),
        (
            "qwen-plus",
            json!({"seed": u64::MAX}),
            "~Range of seed should be [0, 2147483647]",
        ),
        (
            "qwen-plus",
            json!({"seed": 1.5}),
            "1.5 is not of type 'integer' - 'seed'",
        ),
        ("qwen-plus", json!({"n": 5}), "~Range of n should be [1, 4]"),
        (
            "qwen3.7-plus",
            json!({"n": 2}),
            "~Range of n should be [1, 1]",
        ),
        (
            "qwen-plus",
            json!({"top_logprobs": 6}),
            "~Range of top_logprobs should be [0, 5]",
        ),
        (
            "qwen-plus",
            json!({"max_tokens": 0}),
            "~Range of max_tokens should be [1, 32768]",
        ),
        (
            "qwen-max",
            json!({"max_tokens": 8_193}),
            "~Range of max_tokens should be [1, 8192]",
        ),
        (
            "qwen3.5-plus",
            json!({"max_completion_tokens": 65_537}),
            "~Range of max_completion_tokens should be [1, 65536]",
        ),
        (
            "qwen-max",
            json!({"max_completion_tokens": 10}),
            "~The model qwen-max does not support max_completion_tokens.",
        ),
    ]);
    assert_eq!(parse("qwen-plus", &json!({"n": 4})).choices, 4);
}

#[test]
fn what_the_api_ignores_is_ignored() {
    let changes = json!({
        "user": "u", "store": true, "logit_bias": {}, "service_tier": "auto", "frequency_penalty": 9,
        "enable_search": false, "metadata": {}, "anything": [1],
    });
    parse("qwen-plus", &changes);
}

#[test]
fn a_prompt_has_a_limit() {
    let text = "word ".repeat(31_000);
    let messages = json!([{"role": "user", "content": text}]);
    let refusal = message("qwen-max", &json!({ "messages": messages }));
    assert_eq!(refusal, "~Range of input length should be [1, 30720]");
}
