//! What is too large, too slow or too much is refused, and costs the upstream nothing.

use crate::client::{chat, get, post};
use crate::served::serve;
use qwenbox_tests::{Signal, Step, Upstream, answer, soon};
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Everything that comes on a connection until it closes, after these bytes were sent.
async fn spoken(address: std::net::SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // A server that closes before it has read everything resets the connection.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_long_is_refused() {
    let upstream = Upstream::start(|request| answer::good(request, "good"));
    let gateway = serve(&upstream, |options| options.limits.body_bytes = 1_000).await;
    let long = "x".repeat(2_000);
    let answer = gateway.ask(chat(&long, false)).await;
    assert_eq!(answer.status(), 413);
    let error = &answer.json().await["error"];
    assert_eq!(error["type"], "invalid_request_error");
    assert!(
        error["message"].as_str().unwrap().contains("1000 bytes"),
        "{error}"
    );

    // One that does not tell its length.
    let body = json!({ "messages": [{ "role": "user", "content": long }] }).to_string();
    let request = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    let answer = spoken(gateway.address, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_eq!(gateway.ask(chat("short", false)).await.status(), 200);
    assert_eq!(upstream.counts().requests, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_long_is_refused() {
    let upstream = Upstream::always(Vec::new());
    let gateway = serve(&upstream, |options| options.limits.head_bytes = 16 << 10).await;
    let long = "x".repeat(32 << 10);
    let request = format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-long: {long}\r\n\r\n");
    let answer = spoken(gateway.address, request.as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 431 ") || answer.is_empty(),
        "{answer}"
    );
    assert_eq!(gateway.get("/healthz").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_requests_than_there_may_be_are_told_to_come_again() {
    let rest = Signal::default();
    let waits = rest.clone();
    let upstream = Upstream::start(move |request| {
        let mut steps = vec![Step::Wait(waits.clone())];
        steps.extend(answer::good(request, "good"));
        steps
    });
    let gateway = serve(&upstream, |options| options.limits.requests = 2).await;
    let (first, second, ()) = tokio::join!(
        gateway.ask(chat("hello", false)),
        gateway.ask(chat("hello", false)),
        async {
            upstream.until(|counts| counts.requests == 2).await;
            let refused = gateway.ask(chat("hello", false)).await;
            assert_eq!(refused.status(), 503);
            assert_eq!(refused.header("retry-after"), Some("1"));
            assert_eq!(refused.json().await["error"]["kind"], "overloaded");
            assert_eq!(gateway.get("/healthz").await.status(), 200);
            assert_eq!(gateway.get("/readyz").await.status(), 200);
            rest.fire();
        }
    );
    assert_eq!((first.status(), second.status()), (200, 200));
    drop((first, second));
    let again = gateway.ask(chat("hello", false)).await;
    assert_eq!(again.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_find_no_room_are_told_to_come_again() {
    let upstream = Upstream::always(vec![Step::Wait(Signal::default())]);
    let gateway = serve(&upstream, |options| {
        options.limits.body_bytes = 64 << 10;
        options.limits.bodies_bytes = 64 << 10;
    })
    .await;
    let large =
        || post(&json!({ "messages": [{ "role": "user", "content": "x".repeat(40 << 10) }] }));
    tokio::select! {
        answer = gateway.ask(large()) => panic!("{}", answer.status()),
        () = async {
            upstream.until(|counts| counts.requests == 1).await;
            let refused = gateway.ask(large()).await;
            assert_eq!(refused.status(), 503);
            assert_eq!(refused.header("retry-after"), Some("1"));
        } => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_nothing_is_not_waited_for() {
    let upstream = Upstream::always(Vec::new());
    let gateway = serve(&upstream, |options| {
        options.limits.head = Duration::from_millis(100);
        options.limits.idle = Duration::from_millis(200);
    })
    .await;
    for begun in [
        "",
        "GET /healthz HTTP/1.1\r\nhost",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = spoken(gateway.address, begun.as_bytes()).await;
        assert!(!answer.contains("200"), "{begun} {answer}");
    }
    let answer = spoken(
        gateway.address,
        b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n",
    )
    .await;
    assert!(answer.ends_with("ready\n"), "{answer}");
    assert_eq!(gateway.ask(get("/healthz")).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_not_waited_for() {
    let upstream = Upstream::always(Vec::new());
    let gateway = serve(&upstream, |options| {
        options.limits.between_bytes = Duration::from_millis(100);
    })
    .await;
    let begun = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    let answer = spoken(gateway.address, begun.as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 502"),
        "{answer}"
    );
    assert_eq!(upstream.counts().requests, 0);
}
