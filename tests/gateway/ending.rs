//! The end: of a gateway, which waits for what is under way, and of an instance, which takes its answers with it.

use crate::client::{chat, connect, get};
use crate::served::{serve, serve_on, small};
use hyper::Version;
use qwenbox_tests::{Signal, Step, Upstream, answer, soon};
use std::time::Duration;

/// Answers under way at the end.
const STREAMS: usize = 100;

/// Words, and the rest when the signal is fired.
fn upstream(rest: &Signal) -> Upstream {
    Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("words"))),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(answer::text(" more") + &answer::ending())),
        Step::Send(answer::last_piece()),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_under_way_are_waited_for_and_no_others_begin() {
    let rest = Signal::default();
    let upstream = upstream(&rest);
    let mut gateway = serve(&upstream, |_| {}).await;
    let (_idle, _connection) = connect(gateway.address, Version::HTTP_11).await;
    let mut answers = Vec::new();
    for _ in 0..STREAMS {
        let mut answer = gateway.ask(chat("hello", true)).await;
        answer.brings("words").await;
        answers.push(answer);
    }
    gateway.stop();
    soon(async {
        while gateway.get("/readyz").await.status() != 503 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    assert_eq!(gateway.get("/healthz").await.status(), 200);
    let refused = gateway.ask(chat("hello", true)).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("connection"), Some("close"));
    let metrics = gateway.metrics().await;
    assert!(metrics.contains("\nqwenbox_draining 1\n"), "{metrics}");

    rest.fire();
    for answer in answers {
        let text = answer.whole().await;
        assert!(text.contains(" more") && text.contains("[DONE]"), "{text}");
    }
    assert_eq!(gateway.drained().await.cut, 0);
    assert_eq!(upstream.counts().abandoned, 0);
    assert_eq!(upstream.counts().requests, STREAMS);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_not_done_in_time_are_cut_and_counted() {
    let upstream = upstream(&Signal::default());
    let mut gateway = serve(&upstream, |options| {
        options.limits.drain = Duration::from_millis(100);
    })
    .await;
    let mut answer = gateway.ask(chat("hello", true)).await;
    answer.brings("words").await;
    gateway.stop();
    assert_eq!(gateway.drained().await.cut, 1);
    let (text, is_good) = answer.end().await;
    assert!(!is_good, "{text}");
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_instance_stopped_breaks_off_and_others_do_not() {
    let rest = Signal::default();
    let upstream = upstream(&rest);
    let gateway = serve_on(small(8 << 20), &upstream, |_| {}).await;
    // One in each of the two instances.
    let mut answers = Vec::new();
    for _ in 0..2 {
        let mut answer = gateway.ask(chat("hello", true)).await;
        answer.brings("words").await;
        answers.push(answer);
    }
    // More than the component's memory holds. It may be answered before all of it was sent.
    let (mut sender, connection) = connect(gateway.address, Version::HTTP_11).await;
    let large = soon(sender.send(chat(&"x".repeat(10 << 20), true))).await;
    if let Ok(answer) = large {
        assert_eq!(answer.status(), 502);
    }
    drop(connection);
    let metrics = gateway.metrics().await;
    let stopped = "qwenbox_refused_total{reason=\"component_stopped\"} 1\n";
    assert!(metrics.contains(stopped), "{metrics}");

    rest.fire();
    let mut ends = Vec::new();
    for answer in answers {
        let (text, is_good) = answer.end().await;
        assert_eq!(text.contains("[DONE]"), is_good, "{text}");
        ends.push(is_good);
    }
    ends.sort_unstable();
    assert_eq!(ends, [false, true]);
    assert_eq!(gateway.ask(get("/healthz")).await.status(), 200);
}
