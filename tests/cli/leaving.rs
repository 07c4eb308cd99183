//! People who leave early: Ctrl-C, and readers that have seen enough.

use crate::run::{asking, qwenbox};
use qwenbox_tests::{Signal, Step, Upstream, answer, soon};
use serde_json::Value;

/// A first word, and then nothing until the signal.
fn unfinished(rest: &Signal) -> Upstream {
    Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("first"))),
        Step::Wait(rest.clone()),
        Step::Send(answer::piece(answer::text(" last") + &answer::ending())),
        Step::Send(answer::last_piece()),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_keeps_the_words_and_closes_the_connection() {
    let upstream = unfinished(&Signal::default());
    let mut run = asking(&upstream, &["chat", "hello"]).start();
    run.prints("first").await;
    run.interrupt();
    let ended = run.end().await.with(130);
    assert_eq!(
        (ended.stdout.as_str(), ended.stderr.as_str()),
        ("first\n", "")
    );
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_before_the_answer_begins_closes_the_connection_too() {
    let upstream = Upstream::always(vec![Step::Wait(Signal::default())]);
    let run = asking(&upstream, &["--json", "chat", "--no-stream", "hello"]).start();
    upstream.until(|counts| counts.requests == 1).await;
    run.interrupt();
    let ended = run.end().await.with(130);
    let record: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(record["error"]["kind"], "cancelled");
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_seen_enough_is_no_failure() {
    let rest = Signal::default();
    let upstream = unfinished(&rest);
    let mut run = asking(&upstream, &["chat", "hello"]).start();
    run.prints("first").await;
    run.reads_no_more();
    rest.fire();
    let ended = run.end().await.with(0);
    assert_eq!(ended.stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_is_how_the_simulator_is_meant_to_end() {
    let mut run = qwenbox(&["simulate"]).start();
    run.prints("Try it:").await;
    run.interrupt();
    let ended = soon(run.end()).await.with(0);
    assert_eq!(ended.stderr, "");
}
