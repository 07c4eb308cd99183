//! Clients that leave: what was asked for them ends upstream, and nothing else does.

use crate::client::{chat, connect, http2};
use crate::served::{Served, serve};
use hyper::Version;
use qwenbox_tests::{Signal, Step, Upstream, answer, soon};
use std::time::{Duration, Instant};

/// How soon an upstream knows that nobody waits.
const PROMPT: Duration = Duration::from_millis(100);

/// A busy machine may delay any single attempt, but not all of them.
const ATTEMPTS: usize = 5;

/// Silent, or silent after its first words, when the prompt says so.
fn upstream(for_ever: &Signal) -> Upstream {
    let for_ever = for_ever.clone();
    Upstream::start(move |request| match request.prompt().as_str() {
        "silence" => vec![Step::Wait(for_ever.clone())],
        "words, then silence" => vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text("words"))),
            Step::Wait(for_ever.clone()),
        ],
        _ => answer::good(request, "good"),
    })
}

/// How long it takes from someone's leaving until the upstream has lost one more client.
async fn until_closed(upstream: &Upstream, leave: impl FnOnce()) -> Duration {
    let before = upstream.counts().abandoned;
    let begun = Instant::now();
    leave();
    upstream.until(|counts| counts.abandoned > before).await;
    begun.elapsed()
}

async fn first_words(gateway: &Served, version: Version) -> crate::client::Answer {
    let request = chat("words, then silence", true);
    let mut answer = match version {
        Version::HTTP_2 => gateway.ask(http2(request)).await,
        _ => gateway.ask(request).await,
    };
    answer.brings("words").await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_in_the_middle_of_an_answer_closes_the_upstream() {
    let upstream = upstream(&Signal::default());
    let gateway = serve(&upstream, |_| {}).await;
    for version in [Version::HTTP_11, Version::HTTP_2] {
        let mut took = Vec::new();
        for _ in 0..ATTEMPTS {
            let answer = first_words(&gateway, version).await;
            took.push(until_closed(&upstream, || answer.leave()).await);
        }
        assert!(took.iter().min() < Some(&PROMPT), "{version:?} {took:?}");
    }
    let metrics = gateway.metrics().await;
    assert!(metrics.contains("\nqwenbox_cut_total 10\n"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_before_an_answer_closes_the_upstream() {
    let upstream = upstream(&Signal::default());
    let gateway = serve(&upstream, |_| {}).await;
    for (version, stream) in [
        (Version::HTTP_11, false),
        (Version::HTTP_11, true),
        (Version::HTTP_2, false),
    ] {
        let mut took = Vec::new();
        for _ in 0..ATTEMPTS {
            let before = upstream.counts().requests;
            let (mut sender, connection) = connect(gateway.address, version).await;
            let request = chat("silence", stream);
            let request = if version == Version::HTTP_2 {
                http2(request)
            } else {
                request
            };
            tokio::select! {
                answer = sender.send(request) => panic!("{answer:?}"),
                _ = upstream.until(|counts| counts.requests > before) => {}
            }
            took.push(until_closed(&upstream, || drop((sender, connection))).await);
        }
        assert!(took.iter().min() < Some(&PROMPT), "{version:?} {took:?}");
    }
    let metrics = gateway.metrics().await;
    let left = "qwenbox_requests_total{route=\"/v1/chat/completions\",status=\"499\"} 15\n";
    assert!(metrics.contains(left), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_others_go_on() {
    let rest = Signal::default();
    let upstream = upstream(&rest);
    let gateway = serve(&upstream, |_| {}).await;
    let stays = first_words(&gateway, Version::HTTP_11).await;
    let goes = first_words(&gateway, Version::HTTP_11).await;
    until_closed(&upstream, || goes.leave()).await;
    let answer = gateway.ask(chat("hello", false)).await;
    assert_eq!(
        answer.json().await["choices"][0]["message"]["content"],
        "good"
    );
    assert_eq!(upstream.counts().abandoned, 1);
    // The script of the answer that stayed ends here, in its middle.
    rest.fire();
    drop(upstream);
    let (text, _) = soon(stays.end()).await;
    assert!(!text.contains("[DONE]"), "{text}");
}
