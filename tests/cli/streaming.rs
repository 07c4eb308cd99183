//! An answer on its way: what is asked for it, and when its words are on stdout.

use crate::run::asking;
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer};
use serde_json::json;

/// "first", and the rest of the answer only once the signal is fired.
fn held_back(rest: &Signal) -> Upstream {
    Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("first"))),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(answer::text(" last") + &answer::ending())),
        Step::Send(answer::last_piece()),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_words_are_out_before_the_last_are_sent() {
    let rest = Signal::default();
    let upstream = held_back(&rest);
    let mut run = asking(&upstream, &["chat", "hello"]).start();
    run.prints("first").await;
    rest.fire();
    run.end().await.said_only("first last\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_a_line_before_the_next_one_is_sent() {
    let rest = Signal::default();
    let upstream = held_back(&rest);
    let mut run = asking(&upstream, &["--json", "chat", "hello"]).start();
    run.prints("\"first\",\"type\":\"text\"}\n").await;
    rest.fire();
    run.end().await.with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_question_is_sent_with_the_documented_fields_and_no_others() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    for (arguments, body, accept) in [
        (
            &["chat", "hello"][..],
            r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hello"}],"stream":true,"stream_options":{"include_usage":true}}"#,
            "text/event-stream",
        ),
        (
            &["chat", "--no-stream", "hello"],
            r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hello"}]}"#,
            "application/json",
        ),
    ] {
        asking(&upstream, arguments).end().await.said_only("hi\n");
        let request = upstream.requests().pop().unwrap();
        assert_eq!(request.line(), "POST /v1/chat/completions HTTP/1.1");
        assert_eq!(String::from_utf8(request.body.clone()).unwrap(), body);
        let expected = [
            ("accept", accept.to_owned()),
            ("authorization", format!("Bearer {KEY}")),
            ("content-length", body.len().to_string()),
            ("content-type", "application/json".to_owned()),
            ("host", upstream.address().to_string()),
            ("user-agent", "qwenbox/0.1.0".to_owned()),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(request.headers(), expected);
    }
    assert_eq!(upstream.counts().requests, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_becomes_its_field() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    let arguments = [
        ["chat", "hello"],
        ["--model", "modelstudio/qwen3.5-plus"],
        ["--system", "be brief"],
        ["--max-tokens", "100"],
        ["--temperature", "0.5"],
        ["--top-p", "0.9"],
        ["--seed", "7"],
        ["--stop", "END"],
        ["--stop", "\n"],
        ["--thinking", "high"],
        ["--thinking-budget", "1000"],
        ["--extra", r#"{"enable_search":true}"#],
    ];
    let run = asking(&upstream, &arguments.concat());
    run.end().await.said_only("hi\n");
    let expected = json!({
        "model": "qwen3.5-plus",
        "messages": [
            { "role": "system", "content": "be brief" },
            { "role": "user", "content": "hello" },
        ],
        "stream": true,
        "stream_options": { "include_usage": true },
        "max_completion_tokens": 100,
        "temperature": 0.5,
        "top_p": 0.9,
        "seed": 7,
        "stop": ["END", "\n"],
        "enable_thinking": true,
        "thinking_budget": 1000,
        "enable_search": true,
    });
    assert_eq!(upstream.requests()[0].json(), expected);
}
