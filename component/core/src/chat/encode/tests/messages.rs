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

#[test]
fn texts_are_one_text() {
    for (parts, content) in [
        (vec![text("a")], r#""a""#),
        (vec![text("a"), text("b"), text("c")], r#""a\nb\nc""#),
        (vec![text(""), text("a"), text("")], r#""a""#),
        (vec![text(" "), text("\"\u{e9}")], "\" \\n\\\"\u{e9}\""),
    ] {
        let (messages, _) = messages("qwen-plus", vec![Message::User(parts)]);
        assert_eq!(
            messages,
            format!(r#"{{"role":"user","content":{content}}}"#)
        );
    }
    let told = Message::System(vec![text_part("s"), text_part(""), text_part("t")]);
    let (messages, _) = messages("qwen-plus", vec![told, Message::user("a"), system("u")]);
    assert_eq!(
        messages,
        concat!(
            r#"{"role":"system","content":"s\nt"},{"role":"user","content":"a"},"#,
            r#"{"role":"system","content":"u"}"#,
        )
    );
}

#[test]
fn an_empty_question_between_others_is_sent() {
    let said = vec![Message::user("a"), Message::User(vec![])];
    let (messages, _) = messages("qwen-plus", said);
    assert_eq!(
        messages,
        r#"{"role":"user","content":"a"},{"role":"user","content":""}"#
    );
}

#[test]
fn calls_and_results() {
    let mut answer = calling(&["c1", "c2"]);
    answer.text = String::from("Look:");
    answer.tool_calls[1].name = String::from("g");
    answer.tool_calls[1].arguments_json = String::from(" {\"b\": 1,\n \"a\":\"\u{e9}\"}");
    let said = vec![
        Message::user("a"),
        Message::Assistant(answer),
        result("c2", vec![text("x"), text("y")]),
        result("c1", vec![]),
        Message::Assistant(calling(&["c3"])),
        Message::user("b"),
    ];
    let (messages, warnings) = messages("qwen-plus", said);
    assert_eq!(
        messages,
        concat!(
            r#"{"role":"user","content":"a"},"#,
            r#"{"role":"assistant","content":"Look:","tool_calls":["#,
            r#"{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},"#,
            r#"{"index":1,"id":"c2","type":"function","function":{"name":"g","#,
            "\"arguments\":\" {\\\"b\\\": 1,\\n \\\"a\\\":\\\"\u{e9}\\\"}\"}}]},",
            r#"{"role":"tool","content":"x\ny","tool_call_id":"c2"},"#,
            r#"{"role":"tool","content":"(the tool gave nothing back)","tool_call_id":"c1"},"#,
            r#"{"role":"assistant","content":"","tool_calls":["#,
            r#"{"index":0,"id":"c3","type":"function","function":{"name":"f","arguments":"{}"}}]},"#,
            r#"{"role":"tool","content":"error: the tool gave no result","tool_call_id":"c3"},"#,
            r#"{"role":"user","content":"b"}"#,
        )
    );
    assert_eq!(warnings, ["tool-result-missing"]);
}

#[test]
fn pictures_of_results_come_in_a_message_of_their_own() {
    let picture = |url| Part::Image(image(url));
    let (one, two) = ("https://h/1", "https://h/2");
    let said = vec![
        Message::user("a"),
        Message::Assistant(calling(&["c1", "c2", "c3"])),
        result("c1", vec![picture(one)]),
        result("c2", vec![text("x"), picture(two), text("y")]),
        result("c3", vec![text("")]),
    ];
    let (messages, warnings) = messages("qwen3.5-plus", said);
    let (_, messages) = messages.split_once("]},").expect("the calls");
    assert_eq!(
        messages,
        concat!(
            r#"{"role":"tool","content":"(see what follows)","tool_call_id":"c1"},"#,
            r#"{"role":"tool","content":"x\ny","tool_call_id":"c2"},"#,
            r#"{"role":"tool","content":"(the tool gave nothing back)","tool_call_id":"c3"},"#,
            r#"{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h/1"}},"#,
            r#"{"type":"image_url","image_url":{"url":"https://h/2"}}]}"#,
        )
    );
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn pictures_of_results_ask_nothing() {
    let picture = Part::Image(image("https://h/1"));
    let said = Request {
        messages: vec![
            Message::Assistant(calling(&["c1"])),
            result("c1", vec![picture]),
        ],
        ..Request::default()
    };
    let error = refusal(&said);
    assert_eq!(
        error.message,
        "the conversation holds no user message with anything in it"
    );
}

#[test]
fn arguments_are_a_json_object() {
    let called = |arguments: &str| {
        let mut answer = calling(&["c1"]);
        answer.tool_calls[0].arguments_json = String::from(arguments);
        let messages = vec![
            Message::user("a"),
            Message::Assistant(answer),
            result("c1", vec![text("x")]),
        ];
        Request {
            messages,
            ..Request::default()
        }
    };
    for arguments in ["{}", "\n{ \"a\": [1e9, null] }\t", "{\"a\":1,\"a\":2}"] {
        let encoded = encode_for("qwen-plus", &called(arguments), &Options::default());
        assert!(encoded.is_ok(), "{arguments}");
    }
    for arguments in [
        "", " ", "null", "[]", "\"{}\"", "{", "{}}", "{} {}", "{'a':1}", "{\"a\":}",
    ] {
        let error = refusal(&called(arguments));
        assert_eq!(error.kind, ErrorKind::InvalidRequest);
        assert_eq!(
            error.message, "the arguments of the tool call c1 are not a JSON object",
            "{arguments}"
        );
        assert_eq!(
            error.hint.as_deref(),
            Some("send back the arguments as they came")
        );
    }
}
