//! Calls that nobody waits for any more: their requests end, and nothing else does.

use futures::FutureExt;
use qwenbox::Provider;
use qwenbox::chat::{Event, Request};
use qwenbox_tests::{Signal, Step, Upstream, answer, provider, read, soon};
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

/// How long it takes from the drop of something until the upstream has lost one more client.
async fn until_closed<T>(upstream: &Upstream, dropped: T) -> Duration {
    let before = upstream.counts().abandoned;
    let begun = Instant::now();
    drop(dropped);
    upstream.until(|counts| counts.abandoned > before).await;
    begun.elapsed()
}

/// Begins a call and waits until the upstream has its request.
async fn sent<F: Future + Unpin>(upstream: &Upstream, call: &mut F) {
    let before = upstream.counts().requests;
    tokio::select! {
        _ = call => panic!("a call to a silent upstream returned"),
        _ = upstream.until(|counts| counts.requests > before) => {}
    }
}

async fn first_words(provider: &Provider) -> qwenbox::ChatStream {
    let request = Request::ask("words, then silence");
    let mut answer = soon(provider.stream(request)).await.unwrap();
    let first = provider::next(&mut answer).await;
    assert_eq!(first, Event::Text("words".to_owned()));
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_a_call_before_its_answer_closes_the_connection() {
    let upstream = upstream(&Signal::default());
    let provider = provider::at(&upstream.base_url());
    let mut took = Vec::new();
    for attempt in 0..ATTEMPTS {
        took.push(if attempt % 2 == 0 {
            let mut call = provider.stream(Request::ask("silence")).boxed();
            sent(&upstream, &mut call).await;
            until_closed(&upstream, call).await
        } else {
            let mut call = provider.complete(Request::ask("silence")).boxed();
            sent(&upstream, &mut call).await;
            until_closed(&upstream, call).await
        });
    }
    assert!(took.iter().min() < Some(&PROMPT), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_a_stream_in_the_middle_closes_the_connection() {
    let upstream = upstream(&Signal::default());
    let provider = provider::at(&upstream.base_url());
    let mut took = Vec::new();
    for _ in 0..ATTEMPTS {
        let answer = first_words(&provider).await;
        took.push(until_closed(&upstream, answer).await);
    }
    assert!(took.iter().min() < Some(&PROMPT), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_calls_of_the_instance_go_on() {
    let rest = Signal::default();
    let upstream = upstream(&rest);
    let provider = provider::at(&upstream.base_url());
    let stays = first_words(&provider).await;
    let made_in = provider.instance_time();
    let goes = first_words(&provider).await;
    let mut waits = provider.complete(Request::ask("silence")).boxed();
    sent(&upstream, &mut waits).await;

    until_closed(&upstream, goes).await;
    until_closed(&upstream, waits).await;
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
    assert_eq!(upstream.counts().abandoned, 2);
    assert_eq!(provider.instance_time(), made_in);

    // The script of the stream that stayed ends here, in the middle of its answer.
    rest.fire();
    drop(upstream);
    let (events, completion) = read(stays).await;
    assert_eq!(events, []);
    let error = provider::failure(completion);
    assert!(matches!(error.kind, qwenbox::types::ErrorKind::Network));
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_provider_ends_its_calls() {
    let upstream = upstream(&Signal::default());
    let provider = provider::at(&upstream.base_url());
    let answer = first_words(&provider).await;
    drop(provider);
    until_closed(&upstream, answer).await;
}
