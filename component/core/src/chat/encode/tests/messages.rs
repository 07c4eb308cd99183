//! Golden messages.

use super::*;

#[test]
fn turns_that_say_nothing_are_left_out() {
    let conversation = |last| Request {
        messages: vec![
            Message::System(vec![]),
            Message::System(vec![text_part("")]),
            Message::user("a"),
            Message::Assistant(answer("", TurnStatus::Complete)),
            Message::Assistant(answer("broken", TurnStatus::Failed)),
            Message::Assistant(answer("stopped", TurnStatus::Aborted)),
            last,
        ],
        ..Request::default()
    };
    let begun = conversation(Message::Assistant(answer("Once", TurnStatus::Partial)));
    let (body, _) = encode_for("qwen-plus", &begun, &Options::default()).expect("a body");
    assert_eq!(
        body,
        concat!(
            r#"{"model":"qwen-plus","messages":[{"role":"user","content":"a"},"#,
            r#"{"role":"assistant","content":"Once","partial":true}]}"#,
        ),
    );
    let nothing = conversation(Message::Assistant(answer("", TurnStatus::Partial)));
    assert_eq!(rest("qwen-plus", &nothing, &Options::default()).0, "");
}

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

#[test]
fn a_conversation_needs_a_user_message() {
    let said = |messages| Request {
        messages,
        ..Request::default()
    };
    for request in [
        said(vec![]),
        said(vec![Message::System(vec![text_part("a")])]),
        said(vec![Message::Assistant(answer("a", TurnStatus::Complete))]),
        said(vec![Message::User(vec![])]),
        asking(""),
    ] {
        let error = refusal(&request);
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert_eq!(
            error.message,
            "the conversation holds no user message with anything in it"
        );
    }
    let error = refusal(&said(vec![
        Message::Assistant(answer("a", TurnStatus::Partial)),
        Message::user("b"),
    ]));
    assert_eq!(
        error.message,
        "messages[0] is partial and not the last message"
    );
}
