//! `serve`: when it begins, whom it lets in, what it logs, and how it ends.

use crate::run::{Qwenbox, Running, asking, qwenbox};
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer, soon};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const TOKEN: &str = "token-of-a-client-of-this-test";

/// A server that listens, and what it told of itself.
async fn started(run: Qwenbox) -> (Running, Value) {
    let mut running = run.start();
    running.prints("\n").await;
    let told = serde_json::from_slice(running.printed()).unwrap();
    (running, told)
}

fn address(told: &Value) -> &str {
    told["address"].as_str().unwrap()
}

/// Sends a chat and leaves the connection open.
async fn chat(address: &str, prompt: &str, token: &str) -> TcpStream {
    let body = format!(
        r#"{{"model":"qwen3.5-plus","stream":true,"messages":[{{"role":"user","content":"{prompt}"}}]}}"#
    );
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         connection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    stream
}

/// What comes until the connection closes, or until these words have come.
async fn read_until(stream: &mut TcpStream, words: &str) -> String {
    let mut bytes = Vec::new();
    while !String::from_utf8_lossy(&bytes).contains(words) {
        match soon(stream.read_buf(&mut bytes)).await {
            Ok(1..) => {}
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn whole(mut stream: TcpStream) -> String {
    read_until(&mut stream, "\0").await
}

/// Words, and the rest when the signal is fired.
fn upstream(rest: &Signal) -> Upstream {
    let rest = rest.clone();
    Upstream::start(move |_| {
        vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text("words"))),
            Step::Wait(rest.clone()),
            Step::Send(answer::piece(answer::text(" more") + &answer::ending())),
            Step::Send(answer::last_piece()),
        ]
    })
}

const ANY: [&str; 4] = ["--json", "serve", "--listen", "127.0.0.1:0"];

#[tokio::test(flavor = "multi_thread")]
async fn a_server_tells_where_it_is_answers_logs_and_ends_when_told() {
    let rest = Signal::default();
    let upstream = upstream(&rest);
    let run = asking(&upstream, &ANY).variable("QWENBOX_TOKENS", TOKEN);
    let (running, told) = started(run).await;
    assert_eq!(told["baseUrl"], format!("http://{}/v1", address(&told)));
    assert_eq!(told["upstream"], upstream.base_url());
    assert_eq!(
        (&told["tokens"], &told["tls"]),
        (&Value::Bool(true), &Value::Bool(false))
    );

    let refused = whole(chat(address(&told), "hello", "no-token-of-any-client").await).await;
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    let mut stream = chat(address(&told), "a secret question", TOKEN).await;
    let begun = read_until(&mut stream, "words").await;
    assert!(begun.starts_with("HTTP/1.1 200 "), "{begun}");
    running.interrupt();
    rest.fire();
    let text = whole(stream).await;
    assert!(text.contains(" more") && text.contains("[DONE]"), "{text}");
    let ended = running.end().await.with(0);
    for line in [
        "method=\"POST\" route=\"/v1/chat/completions\" status=401",
        "method=\"POST\" route=\"/v1/chat/completions\" status=200",
        "end=\"whole\"",
    ] {
        assert!(ended.stderr.contains(line), "{line} {ended:?}");
    }
    for secret in [TOKEN, "no-token-of", "a secret question", "words"] {
        assert!(!ended.stderr.contains(secret), "{secret} {ended:?}");
    }
    let sent = &upstream.requests()[0];
    assert_eq!(sent.header("authorization"), Some(format!("Bearer {KEY}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn blank_tokens_let_nobody_in() {
    let upstream = upstream(&Signal::default());
    let run = asking(&upstream, &ANY).variable("QWENBOX_TOKENS", " ");
    let ended = run.end().await.with(2);
    assert!(ended.stdout.contains("no client token"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_at_once() {
    let upstream = upstream(&Signal::default());
    let (mut running, told) = started(asking(&upstream, &ANY)).await;
    let mut stream = chat(address(&told), "hello", TOKEN).await;
    read_until(&mut stream, "words").await;
    running.interrupt();
    running.complains("ending").await;
    running.interrupt();
    running.end().await.with(130);
    upstream.until(|counts| counts.abandoned == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_not_done_in_time_are_told() {
    let upstream = upstream(&Signal::default());
    let arguments = [&ANY[..], &["--drain", "0.1", "--no-access-log"]].concat();
    let (running, told) = started(asking(&upstream, &arguments)).await;
    let mut stream = chat(address(&told), "hello", TOKEN).await;
    read_until(&mut stream, "words").await;
    running.interrupt();
    let ended = running.end().await.with(124);
    assert!(
        ended.stdout.contains("1 answers were not done in time"),
        "{ended:?}"
    );
    assert!(!ended.stderr.contains("route="), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulator_can_stand_behind_it() {
    let run = qwenbox(&[
        "-v",
        "--simulate",
        "--json",
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]);
    let (running, told) = started(run).await;
    let text = whole(chat(address(&told), "hello", TOKEN).await).await;
    assert!(text.contains("[DONE]"), "{text}");
    running.interrupt();
    let ended = running.end().await.with(0);
    // All that can be logged is.
    assert!(ended.stderr.contains("DEBUG"), "{ended:?}");
    for secret in [TOKEN, "sk-simulated", "hello"] {
        assert!(!ended.stderr.contains(secret), "{secret} {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_served_is_refused_before_anything_is_sent() {
    let upstream = Upstream::always(Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens");
    std::fs::write(&file, "short\n").unwrap();
    let file = file.to_str().unwrap();
    for (arguments, says) in [
        (
            &["serve", "--listen", "0.0.0.0:0"][..],
            "there are no client tokens",
        ),
        (
            &["serve", "--tokens-file", "/no/such/file"],
            "/no/such/file cannot be read",
        ),
        (&["serve", "--tokens-file", file], "line 1 is too short"),
        (
            &["serve", "--tls-cert", file, "--tls-key", file],
            "cannot be used",
        ),
        (&["serve", "--tls-cert", file], "--tls-key"),
        (&["serve", "--max-requests", "0"], "--max-requests"),
    ] {
        let ended = asking(&upstream, arguments).end().await.with(2);
        assert!(ended.stderr.contains(says), "{says} {ended:?}");
    }
    let ended = qwenbox(&["serve"]).end().await.with(2);
    assert!(ended.stderr.contains("there is no API key"), "{ended:?}");
    assert_eq!(upstream.counts().connections, 0);
}
