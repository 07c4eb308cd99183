//! What is said, and where it ends.

use serde_json::{Value, json};

use super::{Answer, Finish};
use crate::plan::Plan;
use crate::request::ChatRequest;

fn answer(model: &str, changes: &Value) -> Answer {
    let mut request =
        json!({ "model": model, "messages": [{ "role": "user", "content": "Why is 天空 blue?" }] });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    Answer::to(&ChatRequest::parse(request.to_string().as_bytes(), Plan::Standard).unwrap())
}

#[test]
fn an_answer_quotes_the_user_and_says_who_wrote_it() {
    let answer = answer("qwen-plus", &json!({}));
    let text = answer.content.concat();
    assert!(text.contains("\"Why is 天空 blue?\""), "{text}");
    assert!(
        text.contains("simulated") && text.contains("qwen-plus"),
        "{text}"
    );
    assert!(
        (40..=80).contains(&answer.content.len()),
        "{} tokens",
        answer.content.len()
    );
    assert_eq!((answer.reasoning.len(), answer.finish), (0, Finish::Stop));
}

#[test]
fn the_same_request_gets_the_same_words() {
    let words = || {
        let answer = answer("qwen3.7-plus", &json!({}));
        (answer.reasoning, answer.content)
    };
    assert_eq!(words(), words());
}

#[test]
fn thinking_comes_with_its_budget() {
    let free = answer("qwen3.7-plus", &json!({}));
    assert!(
        (20..=60).contains(&free.reasoning.len()),
        "{:?}",
        free.reasoning
    );
    let bounded = answer("qwen3.7-plus", &json!({"thinking_budget": 5}));
    assert_eq!((bounded.reasoning.len(), bounded.finish), (5, Finish::Stop));
    assert_eq!(bounded.content, free.content);
}

#[test]
fn limits_cut_what_they_count() {
    let full = answer("qwen3.7-plus", &json!({}));
    let thought = full.reasoning.len();
    // model, changes, tokens of thinking, tokens of content
    let rows = [
        ("qwen3.7-plus", json!({"max_tokens": 7}), thought, 7),
        (
            "qwen3.7-plus",
            json!({"max_completion_tokens": thought + 3}),
            thought,
            3,
        ),
        ("qwen3.7-plus", json!({"max_completion_tokens": 4}), 4, 0),
        (
            "qwen3.7-plus",
            json!({"max_completion_tokens": thought}),
            thought,
            0,
        ),
        ("deepseek-v4-pro", json!({"max_tokens": 4}), 4, 0),
        ("qwen-plus", json!({"max_tokens": 1}), 0, 1),
    ];
    for (model, changes, reasoning, content) in rows {
        let answer = answer(model, &changes);
        let lengths = (answer.reasoning.len(), answer.content.len());
        assert_eq!(lengths, (reasoning, content), "{model} {changes}");
        assert_eq!(answer.finish, Finish::Length, "{model} {changes}");
    }
    let exact = answer("qwen3.7-plus", &json!({"max_tokens": full.content.len()}));
    assert_eq!(exact.finish, Finish::Stop);
}

#[test]
fn the_first_stop_sequence_ends_the_answer() {
    let answer = answer(
        "qwen-plus",
        &json!({"stop": ["never said", "model was", " answer"]}),
    );
    assert_eq!(answer.content.concat(), "This is a simulated");
    assert_eq!(answer.finish, Finish::Stop);
}

#[test]
fn json_was_asked_for_and_given() {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    let by_schema = json!({"type": "json_schema", "json_schema": {"name": "x", "schema": schema}});
    let said = answer("qwen3.7-plus", &json!({ "response_format": by_schema }))
        .content
        .concat();
    assert_eq!(said, r#"{"city":"simulated"}"#);

    let said = answer(
        "qwen-plus",
        &json!({"response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "json \"please\""}]}),
    );
    let object: Value = serde_json::from_str(&said.content.concat()).unwrap();
    assert!(
        object["answer"]
            .as_str()
            .unwrap()
            .contains("json \"please\""),
        "{object}"
    );
}

#[test]
fn calls_have_arguments_that_fit() {
    let tool = json!({"type": "function", "function": {"name": "get_weather", "parameters":
        {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}}});
    let bare = json!({"type": "function", "function": {"name": "bare"}});
    let tools = json!([tool, bare]);
    let choice = |name: &str| json!({"tools": tools, "tool_choice": {"type": "function", "function": {"name": name}}});
    for (name, arguments) in [
        ("get_weather", r#"{"city":"simulated","days":1}"#),
        ("bare", "{}"),
    ] {
        let answer = answer("qwen-plus", &choice(name));
        let [call] = answer.calls.as_slice() else {
            panic!("{answer:?}")
        };
        assert_eq!(
            (call.name.as_str(), call.arguments.concat().as_str()),
            (name, arguments)
        );
        assert_eq!(
            (answer.finish, answer.content.len()),
            (Finish::ToolCalls, 0)
        );
        assert_eq!(answer.tokens(), call.arguments.len());
    }
    let mut cut = choice("get_weather");
    cut["max_tokens"] = json!(1);
    let answer = answer("qwen-plus", &cut);
    assert_eq!(
        (answer.calls[0].arguments.len(), answer.finish),
        (1, Finish::Length)
    );
}

#[test]
fn long_messages_are_quoted_in_part() {
    let messages = json!([{"role": "user", "content": "字".repeat(5_000)}]);
    let text = answer("qwen-plus", &json!({ "messages": messages }))
        .content
        .concat();
    assert_eq!(text.matches('字').count(), 1_000);
    assert!(text.contains("字…\""));
}
