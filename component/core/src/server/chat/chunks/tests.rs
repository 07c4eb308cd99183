//! The chunks of events, letter by letter.

use super::*;
use crate::chat::types::{FinishReason, ToolCall, ToolCallFragment, ToolCallStart, Usage};
use crate::cost::Cost;
use crate::error::{Error, ErrorKind};

const OPENING: Opening<'_> = Opening {
    id: "c1",
    model: "qwen3.5-plus",
    request_id: None,
    created: Some(7),
};

/// A chunk around its choices' content.
fn chunk(delta: &str, finish_reason: &str) -> String {
    format!(
        "data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"qwen3.5-plus\",\"choices\":\
         [{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish_reason}}}]}}\n\n"
    )
}

fn role() -> String {
    chunk(r#"{"role":"assistant","content":""}"#, "null")
}

#[test]
fn each_event_is_a_chunk_and_those_that_came_together_are_one_text() {
    let text = |text: &str| Event::Text(String::from(text));
    let call = ToolCall {
        id: String::from("t1"),
        name: String::from("f"),
        arguments_json: String::from("{}"),
    };
    let cases = [
        (
            Event::Reasoning(String::from("hm")),
            r#"{"reasoning_content":"hm"}"#,
        ),
        (text("a\n\"ü\""), r#"{"content":"a\n\"ü\""}"#),
        (
            Event::ToolCallStarted(ToolCallStart {
                index: 0,
                id: String::from("t1"),
                name: String::from("f"),
            }),
            r#"{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}]}"#,
        ),
        (
            Event::ToolCallArguments(ToolCallFragment {
                index: 0,
                fragment: String::from("{}"),
            }),
            r#"{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"#,
        ),
        (Event::ToolCallFinished(call), ""),
        (Event::Usage(Usage::default()), ""),
    ];
    let mut chunks = Chunks::new(OPENING, false);
    let mut out = String::new();
    let (events, deltas): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    chunks.events(&events, &mut out);
    let deltas = deltas.into_iter().filter(|delta| !delta.is_empty());
    let expected: String = deltas.map(|delta| chunk(delta, "null")).collect();
    assert_eq!(out, role() + &expected);
}

#[test]
fn an_answer_ends_with_its_reason_its_counts_and_the_mark() {
    let completion = Completion {
        finish_reason: FinishReason::Length,
        usage: Some(Usage {
            input_tokens: 1,
            output_tokens: 2,
            total_tokens: 3,
            cached_input_tokens: 4,
            cache_write_tokens: 5,
            reasoning_tokens: 6,
        }),
        ..Completion::default()
    };
    let end = chunk("{}", "\"length\"");
    let mark = "data: [DONE]\n\n";
    let usage = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"qwen3.5-plus\",\
        \"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\
        \"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_creation_input_tokens\":5},\
        \"completion_tokens_details\":{\"reasoning_tokens\":6}}}\n\n";
    for (include_usage, expected) in [
        (false, [&role(), &end, mark].concat()),
        (true, [&role(), &end, usage, mark].concat()),
    ] {
        let mut out = String::new();
        Chunks::new(OPENING, include_usage).end(&completion, &[], &mut out);
        assert_eq!(out, expected);
    }
}

#[test]
fn cost_and_late_warnings_are_in_the_chunk_of_the_reason() {
    let completion = Completion {
        cost: Some(Cost {
            currency: String::from("USD"),
            micros: 12,
            prices_as_of: String::from("2026-11-20"),
        }),
        ..Completion::default()
    };
    let mut out = String::new();
    let warnings = [Warning::new("late", "so it is")];
    Chunks::new(OPENING, false).end(&completion, &warnings, &mut out);
    let extras = "]\
        ,\"cost\":{\"currency\":\"USD\",\"micros\":12,\"prices_as_of\":\"2026-11-20\"}\
        ,\"warnings\":[{\"code\":\"late\",\"message\":\"so it is\"}]}\n\ndata: [DONE]\n\n";
    assert!(out.ends_with(extras), "{out}");
}

#[test]
fn an_error_is_a_frame_and_no_mark_follows() {
    let mut out = String::new();
    let error = Error::new(ErrorKind::Network, "cut").sent();
    Chunks::error(&error.into(), &mut out);
    assert!(
        out.starts_with("data: {\"error\":{\"message\":\"cut\",\"type\":\"server_error\""),
        "{out}"
    );
    assert!(out.ends_with("}}\n\n"), "{out}");
}

#[test]
fn a_server_that_gives_no_id_gets_one() {
    let mut out = String::new();
    Chunks::new(Opening::default(), false).events(&[Event::Text(String::new())], &mut out);
    assert!(
        out.starts_with("data: {\"id\":\"chatcmpl-unknown\","),
        "{out}"
    );
}
