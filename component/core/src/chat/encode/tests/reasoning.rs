//! Which earlier reasoning goes back to the model.

use super::*;
use crate::chat::types::ThinkingLevel;

#[test]
fn earlier_reasoning_goes_back_to_the_model_that_wrote_it() {
    let said = |model: Option<&str>| Request {
        messages: vec![
            Message::user("a"),
            Message::Assistant(AssistantMessage {
                reasoning: Some(String::from("r")),
                model: model.map(String::from),
                ..answer("b", TurnStatus::Complete)
            }),
        ],
        ..Request::default()
    };
    let sent = |id: &str, request: &Request| {
        let (body, _) = encode_for(id, request, &Options::default()).expect("a body");
        body.contains(r#""content":"b","reasoning_content":"r""#)
    };
    assert!(sent("qwen3.8-max", &said(None)));
    assert!(sent("qwen3.8-max", &said(Some("qwen3.8-max"))));
    assert!(sent("qwen3.8-max", &said(Some("qwen/qwen3.8-max"))));
    assert!(!sent("qwen3.8-max", &said(Some("qwen/qwen3.7-plus"))));
    assert!(!sent("qwen3.7-plus", &said(None)));
    assert!(sent(
        "qwen3.7-plus",
        &Request {
            preserve_thinking: Some(true),
            ..said(None)
        }
    ));
    assert!(!sent(
        "qwen3.8-max",
        &Request {
            preserve_thinking: Some(false),
            ..said(None)
        }
    ));
}

fn reasoned(answer: AssistantMessage, reasoning: &str) -> Message {
    Message::Assistant(AssistantMessage {
        reasoning: Some(String::from(reasoning)),
        ..answer
    })
}

/// The reasoning that is sent, in order.
fn sent(id: &str, request: &Request, options: &Options<'_>) -> Vec<String> {
    let (body, _) = encode_for(id, request, options).expect("a body");
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let messages = body["messages"].as_array().expect("messages");
    let reasoning = messages
        .iter()
        .filter_map(|message| message.get("reasoning_content")?.as_str());
    reasoning.map(String::from).collect()
}

/// Two questions, the second with tools still at work.
fn two_questions() -> Request {
    let complete = || answer("b", TurnStatus::Complete);
    let messages = vec![
        Message::user("a"),
        reasoned(calling(&["1"]), "old call"),
        result("1", vec![text("x")]),
        reasoned(complete(), "old"),
        Message::user("c"),
        reasoned(complete(), "words"),
        reasoned(calling(&["1"]), "first call"),
        result("1", vec![Part::Image(image("https://h/1"))]),
        system("s"),
        reasoned(calling(&["1"]), "second call"),
        result("1", vec![text("y")]),
        reasoned(calling(&["2"]), ""),
        result("2", vec![text("z")]),
    ];
    Request {
        messages,
        ..Request::default()
    }
}

#[test]
fn reasoning_stays_while_its_tools_are_at_work() {
    let options = Options::default();
    let all = ["old call", "old", "words", "first call", "second call"];
    let current = ["first call", "second call"];
    for (id, asked, expected) in [
        ("qwen3.5-plus", None, &current[..]),
        ("qwen3.5-plus", Some(false), &current),
        ("qwen3.5-plus", Some(true), &current),
        ("qwen3.7-plus", None, &current),
        ("qwen3.7-plus", Some(true), &all),
        ("qwen3.8-max", None, &all),
        ("qwen3.8-max", Some(false), &current),
    ] {
        let request = Request {
            preserve_thinking: asked,
            ..two_questions()
        };
        assert_eq!(sent(id, &request, &options), expected, "{id} {asked:?}");
    }
}

#[test]
fn a_template_is_given_the_reasoning_that_it_is_told_to_keep() {
    let options = Options {
        template: true,
        ..Options::default()
    };
    for (asked, kept, field) in [
        (None, 5, true),
        (Some(true), 5, true),
        (Some(false), 2, false),
    ] {
        let request = Request {
            preserve_thinking: asked,
            thinking: Some(ThinkingLevel::High),
            ..two_questions()
        };
        assert_eq!(sent("own", &request, &options).len(), kept, "{asked:?}");
        let (body, warnings) = encode_for("own", &request, &options).expect("a body");
        let kwargs = format!(
            r#""chat_template_kwargs":{{"enable_thinking":true,"preserve_thinking":{field}}}"#
        );
        assert!(body.ends_with(&format!("{kwargs}}}")), "{body}");
        assert_eq!(warnings, [""; 0]);
    }
}

#[test]
fn reasoning_of_other_models_stays_here_even_in_a_tool_loop() {
    for (model, expected) in [
        (None, &["why"][..]),
        (Some("qwen3.8-max"), &["why"]),
        (Some("qwen/qwen3.8-max"), &["why"]),
        (Some("qwen3.8-flash"), &[]),
        (Some("openai/gpt"), &[]),
        (Some(""), &[]),
    ] {
        let answer = AssistantMessage {
            model: model.map(String::from),
            ..calling(&["1"])
        };
        let messages = vec![
            Message::user("a"),
            reasoned(answer, "why"),
            result("1", vec![text("x")]),
        ];
        let request = Request {
            messages,
            ..Request::default()
        };
        let sent = sent("qwen3.8-max", &request, &Options::default());
        assert_eq!(sent, expected, "{model:?}");
    }
}

#[test]
fn reasoning_stands_between_words_and_calls() {
    let mut answer = calling(&["1"]);
    answer.text = String::from("b");
    let said = vec![
        Message::user("a"),
        reasoned(answer, "why"),
        result("1", vec![text("x")]),
    ];
    let (messages, _) = messages("qwen-plus", said);
    assert!(messages.contains(
        r#"{"role":"assistant","content":"b","reasoning_content":"why","tool_calls":[{"index":0"#
    ));
}
