//! Answers from scripted bodies.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;

use proptest::prelude::*;

use super::Answer;
use crate::chat::structured::{Json, Schema};
use crate::chat::types::{
    Completion, Event, FinishReason, ToolCall, ToolCallFragment, ToolCallStart, Usage,
};
use crate::error::{Error, ErrorKind};
use crate::http::Head;
use crate::transport::{Body, Cause, Failure};

const URL: &str = "https://h/v1/chat/completions";
const THINKING: &str = include_str!("../../../fixtures/thinking.sse");
const TOOLS: &str = include_str!("../../../fixtures/tools.sse");
const COMPLETION: &str = include_str!("../../../fixtures/completion.json");

/// A body that plays back pieces, then ends or fails.
struct Script {
    pieces: VecDeque<Vec<u8>>,
    failure: Option<Failure>,
}

impl Body for Script {
    async fn read(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Failure> {
        buffer.clear();
        match (self.pieces.pop_front(), self.failure.take()) {
            (Some(piece), failure) => {
                buffer.extend(piece);
                self.failure = failure;
                Ok(true)
            }
            (None, Some(failure)) => Err(failure),
            (None, None) => Ok(false),
        }
    }
}

/// What an answer gave: the batches, the error if one came, the completion.
type Played = (Vec<Vec<Event>>, Option<Error>, Completion);

fn play_script(head: &Head, script: Script) -> Played {
    play_expecting(Json::Unasked, head, script)
}

fn play_expecting(json: Json, head: &Head, script: Script) -> Played {
    let mut answer = Answer::new(script, head, URL, json);
    let mut batches = Vec::new();
    let mut failed = None;
    loop {
        match block_on(answer.next()) {
            Ok(Some(batch)) => {
                assert!(!batch.is_empty());
                assert_eq!(failed, None, "events after an error");
                batches.push(batch);
            }
            Ok(None) => break,
            Err(error) => {
                assert_eq!(failed, None, "a second error");
                failed = Some(error);
            }
        }
    }
    assert_eq!(block_on(answer.next()), Ok(None));
    (batches, failed, answer.into_completion())
}

fn play(content_type: &str, pieces: &[&[u8]]) -> Played {
    let script = Script {
        pieces: pieces.iter().map(|piece| piece.to_vec()).collect(),
        failure: None,
    };
    play_script(&head(200, content_type), script)
}

fn stream(text: &str) -> Played {
    play("text/event-stream;charset=UTF-8", &[text.as_bytes()])
}

fn head(status: u16, content_type: &str) -> Head {
    let headers = [("content-type", content_type)];
    Head {
        status,
        headers: headers
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (String::from(*name), String::from(*value)))
            .collect(),
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a scripted body never waits"),
    }
}

fn cut() -> Failure {
    Failure {
        cause: Cause::Cut,
        detail: String::from("reset"),
        request_sent: true,
    }
}

fn text(text: &str) -> Event {
    Event::Text(String::from(text))
}

fn reasoning(text: &str) -> Event {
    Event::Reasoning(String::from(text))
}

fn chunk(content: &str, finish: &str) -> String {
    let finish = if finish.is_empty() {
        String::from("null")
    } else {
        format!("\"{finish}\"")
    };
    format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":\"{content}\"}},\"finish_reason\":{finish}}}]}}\n\n"
    )
}

fn thinking_completion() -> Completion {
    Completion {
        id: String::from("chatcmpl-77"),
        model: String::from("qwen3.7-plus"),
        text: String::from("Grüße \"aus\\nOslo\" 😀"),
        reasoning: String::from("Need thought."),
        usage: Some(THINKING_USAGE),
        request_id: Some(String::from("chatcmpl-77")),
        ..Completion::default()
    }
}

const THINKING_USAGE: Usage = Usage {
    input_tokens: 212,
    output_tokens: 96,
    total_tokens: 308,
    cached_input_tokens: 128,
    cache_write_tokens: 0,
    reasoning_tokens: 70,
};

fn thinking_events() -> Vec<Event> {
    vec![
        reasoning("Need "),
        reasoning("thought."),
        text("Grüße \"aus\\nOslo\" "),
        text("😀"),
        Event::Usage(THINKING_USAGE),
    ]
}

fn tools_completion() -> Completion {
    Completion {
        id: String::from("chatcmpl-78"),
        model: String::from("qwen3.7-plus"),
        text: String::from("Looking."),
        reasoning: String::from("Need weather."),
        tool_calls: vec![weather_call(), now_call()],
        finish_reason: FinishReason::ToolCalls,
        usage: Some(THINKING_USAGE),
        request_id: Some(String::from("chatcmpl-78")),
        ..Completion::default()
    }
}

fn weather_call() -> ToolCall {
    ToolCall {
        id: String::from("call_a1"),
        name: String::from("get_weather"),
        arguments_json: String::from("{\"city\": \"Ålesund\"}"),
    }
}

/// Its id is that of the first call on the wire.
fn now_call() -> ToolCall {
    ToolCall {
        id: String::from("call_1"),
        name: String::from("now"),
        arguments_json: String::from("{}"),
    }
}

fn tools_events() -> Vec<Event> {
    let started = |index, call: ToolCall| {
        Event::ToolCallStarted(ToolCallStart {
            index,
            id: call.id,
            name: call.name,
        })
    };
    let more = |index, fragment: &str| {
        Event::ToolCallArguments(ToolCallFragment {
            index,
            fragment: String::from(fragment),
        })
    };
    vec![
        reasoning("Need weather."),
        started(0, weather_call()),
        more(0, "{\"city\":"),
        more(0, " \"Ålesund\"}"),
        text("Looking."),
        started(1, now_call()),
        Event::Usage(THINKING_USAGE),
        Event::ToolCallFinished(weather_call()),
        more(1, "{}"),
        Event::ToolCallFinished(now_call()),
    ]
}

#[test]
fn gives_one_batch_a_read() {
    let (batches, error, completion) = stream(THINKING);
    assert_eq!(error, None);
    assert_eq!(batches, [thinking_events()]);
    assert_eq!(completion, thinking_completion());

    let frames: Vec<&[u8]> = THINKING
        .split_inclusive("\n\n")
        .map(str::as_bytes)
        .collect();
    let (batches, error, completion) = play("text/event-stream", &frames);
    assert_eq!(error, None);
    let single: Vec<Vec<Event>> = thinking_events()
        .into_iter()
        .map(|event| vec![event])
        .collect();
    assert_eq!(batches, single);
    assert_eq!(completion, thinking_completion());
}

#[test]
fn ends_with_the_mark_or_the_finish_reason() {
    let whole = [
        chunk("a", "stop"),
        chunk("a", "") + "data: [DONE]\n\n",
        chunk("a", "") + "data:[DONE]",
        chunk("a", "stop") + "data: [DONE]\n\n" + &chunk("ignored", "") + "data: noise\n\n",
        chunk("a", "stop").trim_end().to_owned(),
    ];
    for input in &whole {
        let (batches, error, completion) = stream(input);
        assert_eq!(batches, [[text("a")]], "{input}");
        assert_eq!(error, None, "{input}");
        assert_eq!(completion.text, "a");
        assert_eq!(completion.finish_reason, FinishReason::Stop);
    }
}

#[test]
fn names_the_finish_reason() {
    let cases = [
        ("stop", FinishReason::Stop),
        ("end", FinishReason::Stop),
        ("tool_calls", FinishReason::Stop),
        ("length", FinishReason::Length),
        ("content_filter", FinishReason::ContentFilter),
        ("tool_call", FinishReason::Stop),
        ("function_call", FinishReason::Stop),
        ("weather", FinishReason::Other(String::from("weather"))),
    ];
    for (word, expected) in cases {
        assert_eq!(
            stream(&chunk("a", word)).2.finish_reason,
            expected,
            "{word}"
        );
    }
}

#[test]
fn think_tags_in_the_text_are_reasoning() {
    let (batches, error, completion) = stream(
        &[
            chunk("\\n<thi", ""),
            chunk("nk>Hm", ""),
            chunk(".</think>\\n\\nHi", ""),
            chunk(" <think>", "stop"),
        ]
        .concat(),
    );
    assert_eq!(error, None);
    assert_eq!(
        batches.concat(),
        [
            reasoning("Hm"),
            reasoning("."),
            text("Hi"),
            text(" <think>")
        ]
    );
    assert_eq!(
        (completion.reasoning.as_str(), completion.text.as_str()),
        ("Hm.", "Hi <think>")
    );

    // Where reasoning has a place of its own, the text is text.
    let named = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"r\"}}]}\n\n";
    for (input, events) in [
        (
            [named, &chunk("<think>a", "stop")].concat(),
            vec![reasoning("r"), text("<think>a")],
        ),
        (
            [&chunk("<thi", ""), named, &chunk("nk>a", "stop")].concat(),
            vec![text("<thi"), reasoning("r"), text("nk>a")],
        ),
        // What was held is given out, however the answer ends.
        (chunk("<thi", "stop"), vec![text("<thi")]),
        (
            chunk("<think>a</", "length"),
            vec![reasoning("a"), reasoning("</")],
        ),
        (chunk(" <", ""), vec![text(" <")]),
        (chunk(" <", "") + "data: noise\n\n", vec![text(" <")]),
    ] {
        assert_eq!(stream(&input).0.concat(), events, "{input}");
    }
    let whole = r#"{"choices":[{"message":{"content":"<think>\nr\n</think>\n\na"}}]}"#;
    let (batches, error, _) = play("application/json", &[whole.as_bytes()]);
    assert_eq!(
        (batches.concat(), error),
        (vec![reasoning("r\n"), text("a")], None)
    );
}

#[test]
fn tool_calls_end_with_the_answer() {
    let (batches, error, completion) = stream(TOOLS);
    assert_eq!(error, None);
    assert_eq!(batches, [tools_events()]);
    assert_eq!(completion, tools_completion());

    // Without the end mark, and with a cut after the finish reason, the calls are whole all the same.
    let (unmarked, _) = TOOLS.split_once("data: [DONE]").expect("a mark");
    assert_eq!(stream(unmarked).0.concat(), tools_events());
    let script = Script {
        pieces: [unmarked.as_bytes().to_vec()].into(),
        failure: Some(cut()),
    };
    let (batches, error, completion) = play_script(&head(200, "text/event-stream"), script);
    assert_eq!(error, None);
    assert_eq!(completion.tool_calls, [weather_call(), now_call()]);
    assert!(
        batches
            .concat()
            .contains(&Event::ToolCallFinished(now_call()))
    );

    // An early end leaves them unfinished.
    let (unfinished, _) = TOOLS
        .split_once("data: {\"choices\":[{\"delta\":{\"content\":\"\"")
        .expect("a finish");
    let (batches, error, completion) = stream(unfinished);
    assert_eq!(
        error.map(|error| error.into_details().kind),
        Some(ErrorKind::Network)
    );
    assert_eq!(batches.concat(), tools_events()[..6]);
    assert_eq!(completion.tool_calls, []);
}

#[test]
fn a_call_that_was_cut_says_what_cut_it() {
    let cut = |finish: &str| {
        let delta = r#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\": [1,"}}]}"#;
        let input = format!(
            "data: {{\"choices\":[{{\"delta\":{delta},\"finish_reason\":\"{finish}\"}}]}}\n\ndata: [DONE]\n\n"
        );
        stream(&input).1.expect("an error")
    };
    for (finish, hint) in [
        ("length", "raise max-tokens"),
        ("content_filter", "content filter"),
        ("tool_calls", "ask again"),
    ] {
        let error = cut(finish);
        assert_eq!(error.kind, ErrorKind::BadResponse);
        assert_eq!(
            error.message,
            format!(
                "the answer from {URL} gives the tool call f (a) arguments that are not a JSON object: {{\"x\": [1,"
            )
        );
        assert!(error.request_sent);
        assert!(
            error.hint.as_ref().is_some_and(|said| said.contains(hint)),
            "{finish}"
        );
    }
}

#[test]
fn a_lost_model_is_an_error_after_the_text() {
    let (batches, error, completion) = stream(&chunk("a", "network_error"));
    assert_eq!(batches, [[text("a")]]);
    assert_eq!(completion.text, "a");
    let error = error.expect("an error");
    assert_eq!(error.kind, ErrorKind::Network);
    assert_eq!(
        error.message,
        format!("the answer from {URL} broke off with network_error")
    );
    assert!(error.request_sent);
}

#[test]
fn a_mark_without_an_answer_is_none() {
    let used = r#"data: {"choices":[],"usage":{"prompt_tokens":1}}"#;
    for input in ["data: [DONE]\n\n", &format!("{used}\n\ndata: [DONE]\n\n")] {
        let error = stream(input).1.expect("an error");
        assert_eq!(error.kind, ErrorKind::BadResponse);
        assert_eq!(
            error.message,
            format!("the answer from {URL} holds no choices")
        );
    }
    // A model may have nothing to say.
    let (batches, error, _) = stream(&chunk("", "stop"));
    assert_eq!((batches.len(), error), (0, None));
}

#[test]
fn an_early_end_is_an_error_and_keeps_the_text() {
    let cut_frame = chunk("a", "") + "data: {\"choices\":[{\"delta\":{\"content\":\"b";
    for input in [chunk("a", ""), chunk("a", "null"), cut_frame] {
        let (batches, error, completion) = stream(&input);
        assert_eq!(batches, [[text("a")]]);
        assert_eq!(completion.text, "a");
        let error = error.expect("an error");
        assert_eq!(error.kind, ErrorKind::Network);
        assert_eq!(
            error.message,
            format!("the stream ended before the answer did, from {URL}")
        );
        assert!(error.request_sent);
    }
    assert_eq!(
        stream("").1.map(|error| error.into_details().kind),
        Some(ErrorKind::Network)
    );
}

#[test]
fn errors_in_the_stream_come_after_the_text() {
    let cases = [
        (
            include_str!("../../../fixtures/error-object.sse"),
            ErrorKind::ContentFiltered,
            None,
            "data_inspection_failed",
            "0f-1",
            "Output data may contain inappropriate content.",
        ),
        (
            include_str!("../../../fixtures/error-finish.sse"),
            ErrorKind::RateLimited,
            Some(429),
            "Throttling.AllocationQuota",
            "0f-2",
            "Allocated quota exceeded, please increase your quota limit.",
        ),
        (
            include_str!("../../../fixtures/error-bare.sse"),
            ErrorKind::Overloaded,
            None,
            "InternalError.Algo",
            "0f-3",
            "An internal error has occured.",
        ),
        (
            include_str!("../../../fixtures/error-event.sse"),
            ErrorKind::ContextExceeded,
            Some(400),
            "InvalidParameter",
            "0f-4",
            "Range of input length should be [1, 30720]",
        ),
    ];
    for (input, kind, status, code, request_id, message) in cases {
        let (batches, error, completion) = stream(input);
        assert_eq!(batches, [[text("Once")]]);
        assert_eq!(completion.text, "Once");
        let error = error.expect("an error");
        assert_eq!(error.kind, kind);
        assert_eq!(error.status, status);
        assert_eq!(error.code.as_deref(), Some(code));
        assert_eq!(error.request_id.as_deref(), Some(request_id));
        assert_eq!(
            error.message,
            format!("the answer from {URL} broke off with an error: {message}")
        );
        assert!(error.request_sent);
    }
}

#[test]
fn an_answer_given_at_once_is_one_batch() {
    for content_type in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "",
    ] {
        let (first, second) = COMPLETION.as_bytes().split_at(40);
        let (batches, error, completion) = play(content_type, &[first, second]);
        assert_eq!(error, None);
        let usage = Usage {
            input_tokens: 12,
            output_tokens: 6,
            total_tokens: 18,
            ..Usage::default()
        };
        assert_eq!(
            batches,
            [[reasoning("Greet."), text("Hello"), Event::Usage(usage)]]
        );
        assert_eq!(completion.finish_reason, FinishReason::Length);
        assert_eq!(completion.id, "chatcmpl-3c0e");
    }
}

#[test]
fn an_unnamed_stream_is_a_stream() {
    let blanks = b"\n \x0c";
    let joined = [blanks, THINKING.as_bytes()].concat();
    for pieces in [
        &[b"", THINKING.as_bytes()][..],
        &[blanks, THINKING.as_bytes()],
        &[&joined],
    ] {
        let (batches, error, _) = play("", pieces);
        assert_eq!((batches, error), (vec![thinking_events()], None));
    }
}

#[test]
fn other_content_is_refused_unread() {
    let (batches, error, _) = play("text/html; charset=utf-8", &[b"<html>secret"]);
    let error = error.expect("an error");
    assert_eq!(batches, Vec::<Vec<Event>>::new());
    assert_eq!(error.kind, ErrorKind::BadResponse);
    assert_eq!(
        error.message,
        format!("the answer from {URL} is not a chat answer but text/html; charset=utf-8")
    );
}

#[test]
fn an_error_status_is_read_as_an_error() {
    let body = br#"{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"},"request_id":"0f"}"#;
    let script = Script {
        pieces: [body.to_vec()].into(),
        failure: None,
    };
    let (batches, error, _) = play_script(&head(401, "application/json"), script);
    let error = error.expect("an error");
    assert_eq!(batches, Vec::<Vec<Event>>::new());
    assert_eq!(
        (&error.kind, error.status),
        (&ErrorKind::Unauthorized, Some(401))
    );

    // An endless error body is not read to its end.
    let script = Script {
        pieces: vec![vec![b'x'; 50_000]; 100].into(),
        failure: None,
    };
    let (_, error, _) = play_script(&head(502, "text/html"), script);
    assert_eq!(
        error.map(|error| error.into_details().kind),
        Some(ErrorKind::Overloaded)
    );
}

#[test]
fn noise_is_a_bad_response() {
    let cases = [
        "data: noise\n\n",
        "data: [1]\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\"}]}}]}\n\ndata: [DONE]\n\n",
    ];
    for input in cases {
        let error = stream(input).1.expect("an error");
        assert_eq!(error.kind, ErrorKind::BadResponse, "{input}");
        assert!(!error.message.contains("noise"));
    }
    let invalid = b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n";
    let error = play("text/event-stream", &[invalid]).1.expect("an error");
    assert_eq!(
        error.message,
        format!("the answer from {URL} holds a chunk that is not JSON")
    );
    for body in ["", "[]", "null", "{}", "{\"choices\":[]}", "noise"] {
        let error = play("application/json", &[body.as_bytes()])
            .1
            .expect("an error");
        assert_eq!(error.kind, ErrorKind::BadResponse, "{body}");
    }
}

#[test]
fn a_broken_connection_is_an_error_unless_the_answer_is_whole() {
    let failure = cut();
    let script = |input: String| Script {
        pieces: [input.into_bytes()].into(),
        failure: Some(failure.clone()),
    };
    let head = head(200, "text/event-stream");
    let (batches, error, completion) = play_script(&head, script(chunk("a", "")));
    assert_eq!(batches, [[text("a")]]);
    assert_eq!(completion.text, "a");
    assert_eq!(error, Some(failure.clone().into_error(URL)));

    let (batches, error, completion) = play_script(&head, script(chunk("a", "stop")));
    assert_eq!(error, None);
    assert_eq!(batches.len(), 2);
    assert_eq!(completion.warnings.len(), 1);
    assert_eq!(
        batches.last(),
        Some(&vec![Event::Warning(completion.warnings[0].clone())])
    );
}

/// The text as gzip.
fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("bytes in memory");
    encoder.finish().expect("bytes in memory")
}

fn play_coded(coding: &str, bytes: &[u8], size: usize) -> Played {
    let mut head = head(200, "text/event-stream");
    let coding = (String::from("content-encoding"), String::from(coding));
    head.headers.push(coding);
    let script = Script {
        pieces: bytes.chunks(size).map(<[u8]>::to_vec).collect(),
        failure: None,
    };
    play_script(&head, script)
}

#[test]
fn a_compressed_answer_is_read_in_any_pieces() {
    let (events, error, expected) = stream(THINKING);
    assert_eq!(error, None);
    for size in [1, 7, 10_000] {
        let (batches, error, completion) = play_coded("GZIP", &gzip(THINKING), size);
        assert_eq!(error, None, "{size}");
        assert_eq!(batches.concat(), events.concat());
        assert_eq!(completion, expected);
    }
    let padded = [gzip(THINKING), vec![0; 9]].concat();
    assert_eq!(play_coded("x-gzip", &padded, 64).2, expected);
    assert_eq!(play_coded("identity", THINKING.as_bytes(), 64).2, expected);
}

#[test]
fn a_coding_that_cannot_be_read_is_an_error() {
    let cut = gzip(&chunk("a", "")[..])[..20].to_vec();
    let bomb = gzip(&" ".repeat(8 << 20));
    for (coding, bytes, kind, part) in [
        ("br", vec![1], ErrorKind::BadResponse, "coded as br"),
        (
            "gzip",
            b"data: no gzip\n\n".to_vec(),
            ErrorKind::BadResponse,
            "not gzip",
        ),
        ("gzip", cut, ErrorKind::Network, "are cut"),
        ("gzip", bomb, ErrorKind::BadResponse, "unfold"),
    ] {
        let (_, error, _) = play_coded(coding, &bytes, 1 << 20);
        let error = error.expect(part);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(part), "{error}");
        assert!(error.request_sent);
    }
}

#[test]
fn json_that_does_not_fit_is_an_error_after_its_words() {
    let schema = Schema::parse("s", r#"{"required":["a"]}"#).expect("a schema");
    let play = |words: &str, reason: &str| {
        let mut head = head(200, "text/event-stream");
        let id = (String::from("x-request-id"), String::from("r-1"));
        head.headers.push(id);
        let script = Script {
            pieces: [chunk(words, reason).into_bytes()].into(),
            failure: None,
        };
        play_expecting(Json::Schema(schema.clone()), &head, script)
    };
    let (_, error, completion) = play(r#"{\"a\":1}"#, "stop");
    assert_eq!(error, None);
    assert_eq!(completion.request_id.as_deref(), Some("r-1"));
    for (reason, hint) in [("stop", "ask again"), ("length", "max-tokens")] {
        let (batches, error, _) = play("{}", reason);
        assert_eq!(batches, [[text("{}")]]);
        let error = error.expect("a misfit");
        assert_eq!(error.kind, ErrorKind::BadResponse);
        assert!(error.request_sent);
        assert_eq!(error.request_id.as_deref(), Some("r-1"));
        assert!(
            error
                .message
                .contains("the member `a` is missing. Its words: {}"),
            "{error}"
        );
        assert!(error.into_details().hint.expect("a hint").contains(hint));
    }
}

#[test]
fn a_long_answer_takes_no_more_memory_than_its_words() {
    let chunks = 100_000;
    let mut body = chunk("ab", "").repeat(chunks).into_bytes();
    body.extend(chunk("", "stop").into_bytes());
    let pieces: VecDeque<Vec<u8>> = body.chunks(3_000).map(<[u8]>::to_vec).collect();
    let failure = None;
    let head = head(200, "text/event-stream");
    let mut answer = Answer::new(Script { pieces, failure }, &head, URL, Json::Unasked);
    let mut count = 0;
    while let Some(events) = block_on(answer.next()).expect("no error") {
        count += events.len();
        let memory = match &answer.form {
            super::Form::Frames(decoder) => decoder.held(),
            _ => usize::MAX,
        };
        assert!(memory + answer.buffer.capacity() < 20_000, "{memory} bytes");
    }
    assert_eq!(count, chunks);
    assert_eq!(answer.into_completion().text, "ab".repeat(chunks));
}

proptest! {
    #[test]
    fn any_split_gives_the_same_answer(
        tools in any::<bool>(),
        cuts in prop::collection::btree_set(0..4_000_usize, 0..12),
    ) {
        let (input, events, expected) = if tools {
            (TOOLS, tools_events(), tools_completion())
        } else {
            (THINKING, thinking_events(), thinking_completion())
        };
        let mut pieces = Vec::new();
        let (mut rest, mut taken) = (input.as_bytes(), 0);
        for cut in cuts {
            if let Some((piece, after)) = rest.split_at_checked(cut - taken) {
                pieces.push(piece);
                (rest, taken) = (after, cut);
            }
        }
        pieces.push(rest);
        let (batches, error, completion) = play("text/event-stream", &pieces);
        prop_assert_eq!(error, None);
        prop_assert_eq!(batches.concat(), events);
        prop_assert_eq!(completion, expected);
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0..3_usize) {
        let kinds = ["text/event-stream", "application/json", ""];
        let (_, error, _) = play(kinds[kind], &[&bytes]);
        prop_assert!(error.is_some());
    }

    #[test]
    fn any_json_in_a_frame_ends_without_a_panic(content in "[\\[\\]{}\",:a-z0-9_ ]{0,60}") {
        stream(&format!("data: {content}\n\ndata: [DONE]\n\n"));
        stream(&format!("data: {{\"choices\":[{{\"delta\":{content}}}]}}\n\n"));
    }
}
