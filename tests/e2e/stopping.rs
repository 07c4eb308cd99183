//! A component that is stuck, greedy or broken is stopped; what comes after gets a fresh one.

use qwenbox::chat::Request;
use qwenbox::types::ErrorKind;
use qwenbox::{Error, Limits, Provider, Runtime};
use qwenbox_tests::artifact::{GROW, SPIN, TRAP, with_body};
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer, provider, soon};
use std::time::Duration;

/// The core function behind `catalog.models`.
const MODELS: &str = "qwen:provider/catalog@0.1.0#models";

/// A runtime whose component does something else when it is asked for its models.
fn broken(instructions: &[u8], limits: Limits) -> Runtime {
    provider::altered(
        &with_body(qwenbox::component(), MODELS, instructions),
        limits,
    )
}

fn on(runtime: Runtime, upstream: &Upstream) -> Provider {
    Provider::builder()
        .runtime(runtime)
        .api_key(KEY)
        .base_url(upstream.base_url())
        .build()
        .unwrap()
}

/// Fails one call, and shows that the next one is served by another instance.
async fn check(instructions: &[u8], limits: Limits, reason: &str) {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let provider = on(broken(instructions, limits), &upstream);
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
    for _ in 0..2 {
        let error = soon(provider.models()).await.unwrap_err();
        assert!(
            matches!(&error, Error::Trap { reason: own } if own.contains(reason)),
            "{error:?}"
        );
        let record = error.record();
        assert!(matches!(&record.kind, ErrorKind::Other(word) if word == "trap"));
        assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_component_that_is_stuck_is_stopped() {
    let mut limits = Limits::default();
    limits.busy = Duration::from_millis(50);
    check(SPIN, limits, "it computed for").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_component_that_takes_too_much_memory_is_stopped() {
    check(GROW, Limits::default(), "memory").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_component_that_fails_is_stopped() {
    check(TRAP, Limits::default(), "unreachable").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calls_beside_one_that_fails_say_so() {
    let upstream = Upstream::always(vec![Step::Wait(Signal::default())]);
    let provider = on(broken(TRAP, Limits::default()), &upstream);
    let (waits, models) = tokio::join!(provider.complete(Request::ask("hello")), async {
        upstream.until(|counts| counts.requests == 1).await;
        soon(provider.models()).await
    });
    for error in [waits.unwrap_err(), models.unwrap_err()] {
        assert!(matches!(error, Error::Trap { .. }), "{error:?}");
        assert!(error.record().request_sent);
    }
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_over_its_time_ends_alone() {
    let mut limits = Limits::default();
    limits.call = Duration::from_millis(50);
    let upstream = Upstream::start(|request| match request.prompt().as_str() {
        "silence" => vec![Step::Wait(Signal::default())],
        "words, then silence" => vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text("words"))),
            Step::Wait(Signal::default()),
        ],
        _ => answer::good(request, "good"),
    });
    let provider = on(provider::altered(qwenbox::component(), limits), &upstream);
    soon(provider.models()).await.unwrap();
    let made_in = provider.instance_time();

    let error = soon(provider.ask("silence")).await.unwrap_err();
    assert!(matches!(error, Error::Deadline(_)), "{error:?}");
    assert!(matches!(error.record().kind, ErrorKind::Timeout));
    upstream.until(|counts| counts.abandoned == 1).await;

    let answer = soon(provider.stream(Request::ask("words, then silence"))).await;
    let (_, outcome) = qwenbox_tests::read(answer.unwrap()).await;
    assert!(matches!(outcome, Err(Error::Deadline(_))), "{outcome:?}");
    upstream.until(|counts| counts.abandoned == 2).await;
    assert_eq!(provider.instance_time(), made_in);
}

#[test]
fn a_component_that_is_not_one_does_not_load() {
    for bytes in [
        &b"not a component"[..],
        b"\0asm\x01\0\0\0",
        b"\0asm\x0d\0\x01\0",
    ] {
        let error = Runtime::with_component(bytes, Limits::default(), None).unwrap_err();
        assert!(matches!(error, Error::Load(_)), "{error:?}");
    }
}
