//! What comes through: chats whole and as they are written, by both versions of HTTP, as fast as they are read.

use crate::client::{chat, get, http2};
use crate::served::serve;
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer, soon};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_comes_back_whole_and_goes_out_with_the_hosts_key() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let gateway = serve(&upstream, |_| {}).await;
    for request in [chat("hello", false), http2(chat("hello", false))] {
        let (mut head, body) = request.into_parts();
        for name in ["authorization", "api-key", "x-api-key", "cookie"] {
            head.headers
                .insert(name, "Bearer of-the-client".parse().unwrap());
        }
        let answer = gateway.ask(hyper::Request::from_parts(head, body)).await;
        assert_eq!(answer.status(), 200);
        assert!(answer.header("x-request-id").is_some());
        let answer = answer.json().await;
        assert_eq!(answer["choices"][0]["message"]["content"], "good");
    }
    for request in upstream.requests() {
        assert_eq!(
            request.header("authorization"),
            Some(format!("Bearer {KEY}"))
        );
        assert!(
            !format!("{request:?}").contains("of-the-client"),
            "{request:?}"
        );
        assert_eq!(request.prompt(), "hello");
    }
    assert_eq!(upstream.counts().requests, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_words_come_before_the_last_are_sent() {
    for version in 1..=2 {
        let rest = Signal::default();
        let upstream = Upstream::always(vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text("first"))),
            Step::Wait(rest.clone()),
            Step::Send(answer::piece(answer::text(" second") + &answer::ending())),
            Step::Send(answer::last_piece()),
        ]);
        let gateway = serve(&upstream, |_| {}).await;
        let request = chat("hello", true);
        let request = if version == 1 {
            request
        } else {
            http2(request)
        };
        let mut answer = gateway.ask(request).await;
        assert_eq!(answer.status(), 200);
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .starts_with("text/event-stream")
        );
        answer.brings("first").await;
        assert!(!answer.text.contains("second"));
        rest.fire();
        let text = answer.whole().await;
        assert!(text.contains(" second"), "{text}");
        assert!(text.trim_end().ends_with("data: [DONE]"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_the_upstream_are_used_again() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let gateway = serve(&upstream, |_| {}).await;
    for number in 0..10 {
        let answer = gateway.ask(chat("hello", number % 2 == 0)).await;
        answer.whole().await;
    }
    let counts = upstream.counts();
    assert_eq!(counts.requests, 10);
    // One that is free a moment too late is not waited for.
    assert!(counts.connections <= 5, "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_readiness_are_told() {
    let upstream = Upstream::always(Vec::new());
    let gateway = serve(&upstream, |_| {}).await;
    assert_eq!(gateway.get("/healthz").await.status(), 200);
    let ready = gateway.get("/readyz").await;
    assert_eq!(ready.status(), 200);
    assert_eq!(ready.whole().await, "ready\n");
    assert_eq!(gateway.ask(get("/nothing/here")).await.status(), 404);
    assert_eq!(upstream.counts().requests, 0);
}

/// Far more than the buffers on the way hold, the system's own included.
const FRAMES: usize = 12_000;

/// How much of a frame is not words, so that the answer is large and what the component collects of it small.
const PADDING: usize = 4 * 1024;

/// How much of a frame the client gets.
const WORDS: usize = 1024;

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_slows_the_upstream_down_and_loses_nothing() {
    let words = "x".repeat(WORDS);
    let padding = format!(": {}\n", " ".repeat(PADDING));
    let frame = answer::piece(padding + &answer::text(&words));
    let mut steps = vec![Step::Send(answer::stream_head())];
    steps.extend((0..FRAMES).map(|_| Step::Send(frame.clone())));
    steps.push(Step::Send(answer::piece(answer::ending())));
    steps.push(Step::Send(answer::last_piece()));
    let upstream = Upstream::always(steps);
    let gateway = serve(&upstream, |_| {}).await;
    let answer = gateway.ask(chat("hello", true)).await;
    assert_eq!(answer.status(), 200);

    let stalled = soon(no_more_is_written(&upstream)).await;
    let whole = FRAMES * frame.len();
    assert!(
        stalled < whole / 2,
        "{stalled} of {whole} bytes were taken while nobody read"
    );
    assert_eq!(gateway.get("/healthz").await.status(), 200, "others go on");

    let text = answer.whole().await;
    assert_eq!(text.matches(&words).count(), FRAMES);
}

/// How much was written when writing stopped for a while.
async fn no_more_is_written(upstream: &Upstream) -> usize {
    let mut before = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let written = upstream.counts().written;
        if written == before && written > 0 {
            return written;
        }
        before = written;
    }
}
