//! The variants of one chunk and of a whole answer.

mod lines;

use super::{Draft, Fault, Source};
use crate::chat::structured::Json;
use crate::chat::types::{Completion, Event, FinishReason, ToolCall, Usage};
use crate::error::{Error, ErrorKind};
use crate::http::Head;
use crate::sse::Frame;

const URL: &str = "https://h/v1/chat/completions";

fn head(status: u16) -> Head {
    Head {
        status,
        headers: Vec::new(),
    }
}

fn take(json: &str) -> (Vec<Event>, Completion) {
    let mut draft = Draft::new(Source::of(&head(200), URL), Json::default());
    let mut events = Vec::new();
    let frame = Frame {
        data: json.as_bytes(),
        event: b"",
        status: None,
    };
    draft.take_frame(&frame, &mut events).expect(json);
    (events, draft.into_completion())
}

/// The whole answer in the body of an unstreamed call.
fn completion(head: &Head, bytes: &[u8], url: &str) -> Result<Completion, Error> {
    let mut draft = Draft::new(Source::of(head, url), Json::default());
    let mut events = Vec::new();
    draft.take_whole(head, bytes, &mut events)?;
    draft.finish(&mut events)?;
    Ok(draft.into_completion())
}

fn text(text: &str) -> Event {
    Event::Text(String::from(text))
}

fn reasoning(text: &str) -> Event {
    Event::Reasoning(String::from(text))
}

#[test]
fn a_delta_of_any_variant() {
    let cases: [(&str, &[Event]); 24] = [
        ("{}", &[]),
        (r#"{"content":null}"#, &[]),
        (r#"{"content":""}"#, &[]),
        (r#"{"content":"a"}"#, &[text("a")]),
        (
            r#"{"content":"a\n\u00e9\ud83d\ude00"}"#,
            &[text("a\n\u{e9}\u{1f600}")],
        ),
        (r#"{"content":"a\ud83d b"}"#, &[text("a b")]),
        (
            r#"{"role":"assistant","content":"a","refusal":null,"function_call":null,"tool_calls":null}"#,
            &[text("a")],
        ),
        (
            r#"{"content":"a","tool_calls":[],"function_call":{}}"#,
            &[text("a")],
        ),
        (r#"{"reasoning_content":"r"}"#, &[reasoning("r")]),
        (r#"{"reasoning":"r"}"#, &[reasoning("r")]),
        (r#"{"reasoning_text":"r"}"#, &[reasoning("r")]),
        (
            r#"{"reasoning_content":"","reasoning":"b","reasoning_text":"c"}"#,
            &[reasoning("b")],
        ),
        (
            r#"{"reasoning_content":"a","reasoning":"b"}"#,
            &[reasoning("a")],
        ),
        (r#"{"reasoning":{"effort":"low"},"content":7.5}"#, &[]),
        (
            r#"{"content":"a","reasoning_content":"r"}"#,
            &[reasoning("r"), text("a")],
        ),
        (
            r#"{"reasoning_details":[{"type":"reasoning.text","text":"r"},{"type":"other","text":"x"}]}"#,
            &[reasoning("r")],
        ),
        (r#"{"content":[]}"#, &[]),
        (
            r#"{"content":["a",{"type":"text","text":"b"},{"type":"output_text","text":"c"},{"type":"x.output_text","text":"d"}]}"#,
            &[text("abcd")],
        ),
        (
            r#"{"content":[{"type":"thinking","thinking":"r"},{"type":"text","text":"a"}]}"#,
            &[reasoning("r"), text("a")],
        ),
        (
            r#"{"content":[{"type":"reasoning","content":[{"type":"text","text":"r"},"s"]}]}"#,
            &[reasoning("rs")],
        ),
        (
            r#"{"content":[{"type":"image_url","text":"x"},{"text":"a"},null,3]}"#,
            &[text("a")],
        ),
        (
            r#"{"content":[{"type":"thinking","thinking":"x"}],"reasoning_content":"r"}"#,
            &[reasoning("r")],
        ),
        (r#"{"content":{"type":"text","text":"a"}}"#, &[text("a")]),
        (
            r#"{"content":[[["a"],[{"text":["b"]}]],{"type":"x","text":"c","content":{"type":"thinking","text":"r"}}]}"#,
            &[reasoning("r"), text("ab")],
        ),
    ];
    for (delta, expected) in cases {
        for place in ["delta", "message"] {
            let (events, _) = take(&format!(
                r#"{{"choices":[{{"{place}":{delta},"finish_reason":null}}]}}"#
            ));
            assert_eq!(events, expected, "{place} {delta}");
        }
    }
}

#[test]
fn a_chunk_of_any_variant() {
    let usage = Usage {
        input_tokens: 2,
        output_tokens: 1,
        total_tokens: 3,
        ..Usage::default()
    };
    let used = r#"{"prompt_tokens":2,"completion_tokens":1}"#;
    let a = r#""choices":[{"delta":{"content":"a"}}]"#;
    let cases = [
        (String::from("{}"), vec![]),
        (String::from(r#"{"choices":null,"usage":null}"#), vec![]),
        (String::from(r#"{"choices":[null]}"#), vec![]),
        (
            String::from(r#"{"choices":[{"delta":null,"message":{"content":"a"}}]}"#),
            vec![text("a")],
        ),
        (
            String::from(r#"{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}"#),
            vec![text("a")],
        ),
        (
            format!(r#"{{"choices":[],"usage":{used}}}"#),
            vec![Event::Usage(usage)],
        ),
        (format!(r#"{{"usage":{used}}}"#), vec![Event::Usage(usage)]),
        (
            format!(r#"{{{a},"usage":{used}}}"#),
            vec![text("a"), Event::Usage(usage)],
        ),
        (
            format!(r#"{{"choices":[{{"delta":{{}},"usage":{used}}}],"usage":{{}}}}"#),
            vec![Event::Usage(usage)],
        ),
        (
            format!(r#"{{{a},"usage":"","error":null,"code":"200","message":"ok"}}"#),
            vec![text("a")],
        ),
    ];
    for (chunk, expected) in cases {
        assert_eq!(take(&chunk).0, expected, "{chunk}");
    }
}

fn call(id: &str, name: &str, arguments_json: &str) -> ToolCall {
    ToolCall {
        id: String::from(id),
        name: String::from(name),
        arguments_json: String::from(arguments_json),
    }
}

#[test]
fn tool_calls_of_any_variant() {
    let f = |arguments: &str| vec![call("a", "f", arguments)];
    let tool = |index: &str, arguments: &str| {
        format!(
            r#""tool_calls":[{{{index}"id":"a","type":"function","function":{{"name":"f","arguments":{arguments}}}}}]"#
        )
    };
    let own = |arguments: &str| vec![call("call_0", "f", arguments)];
    let cases = [
        (tool(r#""index":0,"#, r#""{\"x\":1}""#), f(r#"{"x":1}"#)),
        (tool(r#""index":"0","#, r#""{\"x\":1}""#), f(r#"{"x":1}"#)),
        (
            tool(r#""index":null,"#, r#""{\"x\":\"\u00e9\"}""#),
            f(r#"{"x":"é"}"#),
        ),
        (tool("", r#""{\"x\":\"é\"}""#), f(r#"{"x":"é"}"#)),
        (tool("", r#""{\"x\":\"a\ud83d\"}""#), f(r#"{"x":"a"}"#)),
        // Arguments that are no text are kept as they are written.
        (
            tool("", r#"{"y":1.50, "x":[1e2]}"#),
            f(r#"{"y":1.50, "x":[1e2]}"#),
        ),
        (tool("", "null"), f("{}")),
        (tool("", r#""""#), f("{}")),
        (tool("", r#""null""#), f("{}")),
        (
            String::from(r#""tool_calls":[{"id":"a","function":{"name":"f"}}]"#),
            f("{}"),
        ),
        (
            String::from(r#""tool_calls":{"id":"a","function":{"name":"f"}}"#),
            f("{}"),
        ),
        (
            String::from(r#""tool_calls":[null,7,{"id":7,"function":{"name":"f"}},{}]"#),
            vec![call("7", "f", "{}")],
        ),
        (
            String::from(
                r#""tool_calls":[{"id":"a","function":{"name":"f"}},{"id":"b","function":{"name":"g","arguments":"{}"}}]"#,
            ),
            vec![call("a", "f", "{}"), call("b", "g", "{}")],
        ),
        (
            String::from(r#""function_call":{"name":"f","arguments":"{\"x\":1}"}"#),
            own(r#"{"x":1}"#),
        ),
        // A server that gives the call in both places means it once.
        (
            tool("", r#""{}""#) + r#","function_call":{"name":"f","arguments":"{}"}"#,
            f("{}"),
        ),
        (
            String::from(r#""tool_calls":[],"function_call":{}"#),
            vec![],
        ),
        (
            String::from(r#""tool_calls":"f","function_call":"f""#),
            vec![],
        ),
        (String::from(r#""tool_calls":[{"index":0}]"#), vec![]),
    ];
    for (delta, expected) in cases {
        for place in ["delta", "message"] {
            let json =
                format!(r#"{{"choices":[{{"{place}":{{{delta}}},"finish_reason":"stop"}}]}}"#);
            let answer = completion(&head(200), json.as_bytes(), URL).expect(&json);
            assert_eq!(answer.tool_calls, expected, "{json}");
            let reason = if expected.is_empty() {
                FinishReason::Stop
            } else {
                FinishReason::ToolCalls
            };
            assert_eq!(answer.finish_reason, reason, "{json}");
        }
    }
}

#[test]
fn a_frame_of_many_calls_is_too_much() {
    for piece in ["{}", r#"{"function":{"name":"f"}}"#] {
        let pieces = vec![piece; 129].join(",");
        let json = format!(r#"{{"choices":[{{"message":{{"tool_calls":[{pieces}]}}}}]}}"#);
        let error = completion(&head(200), json.as_bytes(), URL).expect_err("too many");
        assert_eq!(error.kind, ErrorKind::BadResponse);
        assert_eq!(
            error.message,
            format!("the answer from {URL} holds more than 128 tool calls")
        );
    }
}

#[test]
fn the_latest_usage_and_the_first_id_count() {
    let mut draft = Draft::new(Source::of(&head(200), URL), Json::default());
    let mut events = Vec::new();
    for data in [
        r#"{"id":"","model":null,"choices":[],"usage":{"prompt_tokens":1}}"#,
        r#"{"id":"a","model":"m","request_id":"r","choices":[],"usage":{"prompt_tokens":2}}"#,
        r#"{"id":"b","model":"n","request_id":"s","choices":[],"usage":null}"#,
    ] {
        let frame = Frame {
            data: data.as_bytes(),
            event: b"result",
            status: Some(200),
        };
        draft.take_frame(&frame, &mut events).expect(data);
    }
    let completion = draft.into_completion();
    assert_eq!(completion.usage.map(|usage| usage.input_tokens), Some(2));
    assert_eq!(
        (completion.id.as_str(), completion.model.as_str()),
        ("a", "m")
    );
    assert_eq!(completion.request_id.as_deref(), Some("r"));
    assert_eq!(events.len(), 2);
}

#[test]
fn error_finish_without_a_frame_is_still_an_error() {
    for content in [
        "something broke",
        "",
        "{\\\"code\\\":\\\"Throttling\\\",\\\"message\\\":\\\"slow\\\"}",
    ] {
        let json = format!(
            r#"{{"choices":[{{"delta":{{"content":"{content}"}},"finish_reason":"error_finish"}}]}}"#
        );
        let mut draft = Draft::new(Source::of(&head(200), URL), Json::default());
        let mut events = Vec::new();
        let frame = Frame {
            data: json.as_bytes(),
            event: b"",
            status: None,
        };
        let fault = draft.take_frame(&frame, &mut events).expect_err("an error");
        assert!(
            matches!(fault, Fault::Failed(error) if error.message.contains("broke off")),
            "{content}"
        );
        assert_eq!(events, []);
    }
}

#[test]
fn a_whole_answer() {
    let body = include_bytes!("../../../fixtures/completion.json");
    let answer = completion(&head(200), body, URL).expect("a completion");
    assert_eq!(
        (answer.text.as_str(), answer.reasoning.as_str()),
        ("Hello", "Greet.")
    );
    assert_eq!(answer.finish_reason, FinishReason::Length);
    assert_eq!(answer.request_id.as_deref(), Some("chatcmpl-3c0e"));
    let bare = completion(
        &head(200),
        br#"{"choices":[{"message":{"role":"assistant","content":["a","b"]}}]}"#,
        URL,
    );
    let expected = Completion {
        text: String::from("ab"),
        ..Completion::default()
    };
    assert_eq!(bare, Ok(expected));
}

#[test]
fn a_whole_answer_that_is_none() {
    let cases = [
        (
            200,
            r#"{"code":"DataInspectionFailed","message":"m"}"#,
            ErrorKind::ContentFiltered,
        ),
        (
            200,
            r#"{"error":{"code":"Arrearage","message":"m"}}"#,
            ErrorKind::Billing,
        ),
        (200, r#"{"choices":[]}"#, ErrorKind::BadResponse),
        (
            200,
            r#"{"choices":[{"message":{"tool_calls":[{"id":"a"}]}}]}"#,
            ErrorKind::BadResponse,
        ),
        (200, "<html>", ErrorKind::BadResponse),
        (403, "<html>", ErrorKind::PermissionDenied),
    ];
    for (status, body, kind) in cases {
        let error = completion(&head(status), body.as_bytes(), URL).expect_err(body);
        assert_eq!(error.kind, kind, "{body}");
        assert!(error.request_sent);
        assert!(!error.message.contains("html"));
    }
}
