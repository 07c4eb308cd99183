//! Roles, contents and the order of messages.

use serde_json::{Value, json};

use super::{check_refusals, message, parse, refusal_of, request};
use crate::plan::Plan;

const BAD_URL: &str =
    "~The provided URL does not appear to be valid. Ensure it is correctly formatted.";
const UNEXPECTED: &str =
    "~The provided messages input is invalid. The error info is [Unexpected item type in content.]";

fn said(role: &str, content: &Value) -> Value {
    json!([{ "role": role, "content": content }, { "role": "user", "content": "Hello" }])
}

fn parts(parts: &Value) -> Value {
    json!({ "messages": [{ "role": "user", "content": parts }] })
}

fn image(url: &str) -> Value {
    json!([{ "type": "image_url", "image_url": { "url": url } }, { "type": "text", "text": "What is it?" }])
}

#[test]
fn roles() {
    let role = |name: &str| {
        format!(
            "{name} is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.[0].role'"
        )
    };
    check_refusals([
        (
            "qwen-plus",
            json!({"messages": said("developer", &json!("Hi"))}),
            &role("developer"),
        ),
        (
            "qwen-plus",
            json!({"messages": said("User", &json!("Hi"))}),
            &role("User"),
        ),
        (
            "qwen-plus",
            json!({"messages": [{"content": "Hi"}]}),
            "'role' is a required property - 'messages.[0]'",
        ),
        (
            "qwen-plus",
            json!({"messages": ["Hi"]}),
            "Hi is not of type 'object' - 'messages.[0]'",
        ),
        (
            "qwen-plus",
            json!({"messages": [{"role": "system", "content": "Hi"}]}),
            "~The input messages do not contain elements with the role of user",
        ),
        (
            "qwen-plus",
            json!({"messages": [{"role": "user"}]}),
            "~The content field is a required field.",
        ),
        (
            "qwen-plus",
            json!({"messages": said("assistant", &Value::Null)}),
            "~The content field is a required field.",
        ),
    ]);
}

#[test]
fn parts_follow_the_model() {
    let texts = json!([{"type": "text", "text": "Hi"}]);
    let frames = json!([{"type": "video", "video": vec!["https://h/1.jpg"; 3]}]);
    check_refusals([
        (
            "qwen-plus",
            parts(&texts),
            "~input content must be a string.",
        ),
        ("qwen-plus", parts(&image("https://h/a.png")), UNEXPECTED),
        ("qwen3.7-max", parts(&image("https://h/a.png")), UNEXPECTED),
        (
            "qwen3.7-plus",
            parts(&json!([])),
            "[] is too short - 'messages.[0].content'",
        ),
        (
            "qwen3.7-plus",
            parts(&json!([{"text": "Hi"}])),
            "'type' is a required property - 'messages.[0].content.[0]'",
        ),
        (
            "qwen3.7-plus",
            parts(&json!([{"type": "input_audio"}])),
            UNEXPECTED,
        ),
        (
            "qwen3.7-plus",
            json!({"messages": said("system", &image("https://h/a.png"))}),
            UNEXPECTED,
        ),
        ("qwen3.7-plus", parts(&image("h/a.png")), BAD_URL),
        ("qwen3.7-plus", parts(&image("https://")), BAD_URL),
        ("qwen3.7-plus", parts(&image("data:image/png,x")), BAD_URL),
        (
            "qwen3.7-plus",
            parts(&frames),
            "~the range of sequence images shoule be (4, 512)",
        ),
    ]);
}

#[test]
fn content_of_another_type_is_named() {
    let wrong = request(
        "qwen-plus",
        &json!({"messages": said("user", &json!({"text": "Hi"}))}),
    );
    let (status, body) = refusal_of(&wrong, Plan::Standard);
    assert_eq!(status, 400);
    let error = &body["error"];
    assert_eq!(
        (&error["code"], &error["param"]),
        (&json!("invalid_type"), &json!("'messages.[0].content'"))
    );
}

#[test]
fn good_parts_are_counted() {
    let cached =
        json!([{"type": "text", "text": "One two", "cache_control": {"type": "ephemeral"}}]);
    let video = json!([{"type": "video", "video": vec!["https://h/1.jpg"; 4], "fps": 2}]);
    let rows = [
        ("qwen-plus", parts(&cached), (2, 0, 0)),
        (
            "qwen3.7-plus",
            parts(&image("https://h/a.png")),
            (3, 1_024, 0),
        ),
        (
            "qwen3.7-plus",
            parts(&image("data:image/png;base64,AA==")),
            (3, 1_024, 0),
        ),
        (
            "qwen3.7-plus",
            parts(&image("oss://bucket/a.png")),
            (3, 1_024, 0),
        ),
        ("qwen-vl-max", parts(&video), (0, 0, 8_192)),
    ];
    for (model, changes, (text, image, video)) in rows {
        let size = parse(model, &changes).prompt;
        assert_eq!(
            (size.text, size.image, size.video),
            (text, image, video),
            "{changes}"
        );
    }
}

fn call(id: &str) -> Value {
    json!({ "id": id, "type": "function", "function": { "name": "f", "arguments": "{}" } })
}

fn calls(ids: &[&str]) -> Value {
    let calls: Vec<Value> = ids.iter().map(|id| call(id)).collect();
    json!({ "role": "assistant", "content": null, "tool_calls": calls })
}

fn result(id: &str) -> Value {
    json!({ "role": "tool", "tool_call_id": id, "content": "42" })
}

fn after_user(rest: &[Value]) -> Value {
    let mut messages = vec![json!({"role": "user", "content": "Hello"})];
    messages.extend_from_slice(rest);
    json!({ "messages": messages })
}

#[test]
fn results_follow_their_calls() {
    let orphan = r#"~messages with role "tool" must be a response to a preceeding message with "tool_calls"."#;
    let unanswered = |index: usize| {
        format!(
            r#"~An assistant message with "tool_calls" must be followed by tool messages responding to each "tool_call_id". The following tool_call_ids did not have response messages: message[{index}].role"#
        )
    };
    let user = json!({"role": "user", "content": "And?"});
    let mut bad = calls(&["a"]);
    bad["tool_calls"][0]["function"]["arguments"] = json!("{");
    check_refusals([
        ("qwen-plus", after_user(&[result("a")]), orphan),
        (
            "qwen-plus",
            after_user(&[calls(&["a"]), result("b")]),
            orphan,
        ),
        (
            "qwen-plus",
            after_user(&[calls(&["a"]), result("a"), result("a")]),
            orphan,
        ),
        (
            "qwen-plus",
            after_user(&[calls(&["a"]), user.clone()]),
            &unanswered(2),
        ),
        (
            "qwen-plus",
            after_user(&[calls(&["a", "b"]), result("a")]),
            &unanswered(3),
        ),
        (
            "qwen-plus",
            after_user(&[calls(&["a"]), json!({"role": "tool", "content": "42"})]),
            "'tool_call_id' is a required property - 'messages.[2]'",
        ),
        (
            "qwen-plus",
            after_user(&[bad]),
            r#"~The "function.arguments" parameter of the code model must be in JSON format."#,
        ),
    ]);
    let array =
        json!({"role": "tool", "tool_call_id": "a", "content": [{"type": "text", "text": "42"}]});
    let refusal = message("qwen3.7-plus", &after_user(&[calls(&["a"]), array]));
    assert_eq!(refusal, "~input content must be a string.");

    let good = after_user(&[calls(&["a", "b"]), result("b"), result("a"), user]);
    let conversation = parse("qwen-plus", &good).conversation;
    assert_eq!(conversation.last_user_text, "And?");
    assert!(conversation.ends_with_user);
    assert!(
        !parse("qwen-plus", &after_user(&[calls(&["a"]), result("a")]))
            .conversation
            .ends_with_user
    );
}
