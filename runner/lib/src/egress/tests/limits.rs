//! Timeouts, sizes and cancelling.

use std::time::Instant;

use http_body::Frame;
use http_body_util::StreamBody;
use tokio::sync::mpsc;

use super::server::{Server, Visitor};
use super::*;

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

const HELLO: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";

const SHORT: Duration = Duration::from_millis(50);

#[expect(clippy::unnecessary_wraps, reason = "requests take it so")]
fn asking(set: impl FnOnce(&mut RequestOptions)) -> Option<RequestOptions> {
    let mut options = RequestOptions::default();
    set(&mut options);
    Some(options)
}

/// How a request with options ends, and that it took about as long as `SHORT`.
async fn timed_failure(egress: &Egress, url: &str, options: Option<RequestOptions>) -> String {
    let began = Instant::now();
    let result = match egress
        .send(get(url), options, CancellationToken::new())
        .await
    {
        Ok(response) => text(response).await,
        Err(error) => Err(error),
    };
    let took = began.elapsed();
    assert!(took >= SHORT && took < 20 * SHORT, "{took:?}");
    format!("{:?}", result.unwrap_err())
}

async fn silent_server() -> Server {
    Server::start(|mut visitor| async move {
        visitor.head().await;
        visitor.closed().await;
    })
    .await
}

#[tokio::test]
async fn a_name_that_resolves_too_slowly_is_a_connect_timeout() {
    let url = "http://slow.test";
    let answers = Answers::after(Duration::from_mins(1), &["127.0.0.1"]);
    let egress = Egress::with_resolver(configured(url), None, Options::default(), answers);
    let options = asking(|options| options.connect_timeout = Some(SHORT));
    assert_eq!(
        timed_failure(&egress, url, options).await,
        "ConnectionTimeout"
    );
}

#[tokio::test]
async fn the_hosts_limit_holds_whatever_the_guest_asks() {
    let url = "http://slow.test";
    let answers = Answers::after(Duration::from_mins(1), &["127.0.0.1"]);
    let limits = Options {
        connect_timeout: SHORT,
        ..Options::default()
    };
    let egress = Egress::with_resolver(configured(url), None, limits, answers);
    let options = asking(|options| options.connect_timeout = Some(Duration::from_mins(1)));
    assert_eq!(
        timed_failure(&egress, url, options).await,
        "ConnectionTimeout"
    );
}

#[tokio::test]
async fn a_tls_handshake_without_an_answer_is_a_connect_timeout() {
    let server = silent_server().await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let egress = egress_to(&url);
    let options = asking(|options| options.connect_timeout = Some(SHORT));
    assert_eq!(
        timed_failure(&egress, &url, options).await,
        "ConnectionTimeout"
    );
}

#[tokio::test]
async fn a_response_that_does_not_begin_is_a_read_timeout() {
    let server = silent_server().await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let options = asking(|options| options.first_byte_timeout = Some(SHORT));
    assert_eq!(
        timed_failure(&egress_to(&url), &url, options).await,
        "ConnectionReadTimeout"
    );
}

#[tokio::test]
async fn the_first_byte_counts_from_the_connection() {
    let server = Server::always("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let url = format!("http://slow.test:{}", server.port());
    let answers = Answers::after(4 * SHORT, &["127.0.0.1"]);
    let egress = Egress::with_resolver(configured(&url), None, Options::default(), answers);
    let options = asking(|options| options.first_byte_timeout = Some(2 * SHORT));
    let response = egress
        .send(get(&url), options, CancellationToken::new())
        .await;
    assert_eq!(response.unwrap().status(), 200);
}

#[tokio::test]
async fn a_body_that_falls_silent_is_a_read_timeout() {
    let server = Server::start(|mut visitor| async move {
        visitor.head().await;
        visitor.write(&format!("{CHUNKED}5\r\nhello\r\n")).await;
        visitor.closed().await;
    })
    .await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let options = asking(|options| options.between_bytes_timeout = Some(SHORT));
    assert_eq!(
        timed_failure(&egress_to(&url), &url, options).await,
        "ConnectionReadTimeout"
    );
}

#[tokio::test]
async fn the_body_cap_holds_with_and_without_a_length() {
    let limits = Options {
        max_response_bytes: 10,
        ..Options::default()
    };
    for (answer, expected) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789",
            None,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n0123456789a",
            Some("HttpResponseBodySize(Some(10))"),
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n",
            None,
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n",
            Some("HttpResponseBodySize(Some(10))"),
        ),
    ] {
        let server = Server::always(answer).await;
        let url = format!("http://127.0.0.1:{}", server.port());
        let egress = Egress::new(configured(&url), None, limits.clone());
        let failure = fetch(&egress, &url)
            .await
            .err()
            .map(|error| format!("{error:?}"));
        assert_eq!(failure.as_deref(), expected, "{answer}");
    }
}

#[tokio::test]
async fn broken_answers_stay_apart() {
    let long = "x".repeat(70_000);
    let endless = "x".repeat(300_000);
    let many = "x: 1\r\n".repeat(200);
    for (answer, expected) in [
        (String::new(), "ConnectionTerminated"),
        ("HTTP/1.1 200".to_owned(), "ConnectionTerminated"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234".to_owned(),
            "ConnectionTerminated",
        ),
        (format!("{CHUNKED}5\r\nhel"), "ConnectionTerminated"),
        (format!("{CHUNKED}zz\r\n"), "HttpProtocolError"),
        ("SSH-2.0-OpenSSH\r\n\r\n".to_owned(), "HttpProtocolError"),
        (
            format!("HTTP/1.1 200 OK\r\nx: {long}\r\n\r\n"),
            "HttpResponseHeaderSectionSize(Some(70001))",
        ),
        (
            format!("HTTP/1.1 200 OK\r\nx: {endless}\r\n\r\n"),
            "HttpResponseHeaderSectionSize(None)",
        ),
        (
            format!("HTTP/1.1 200 OK\r\n{many}\r\n"),
            "HttpResponseHeaderSectionSize(None)",
        ),
    ] {
        let answer: &'static str = answer.leak();
        let server = Server::start(move |mut visitor| async move {
            visitor.head().await;
            visitor.write(answer).await;
        })
        .await;
        let url = format!("http://127.0.0.1:{}", server.port());
        let shown: String = answer.chars().take(60).collect();
        assert_eq!(failure(&egress_to(&url), &url).await, expected, "{shown:?}");
    }
}

#[tokio::test]
async fn a_request_body_that_breaks_off_says_so() {
    let server = silent_server().await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let frames = [
        Ok(Frame::data(Bytes::from_static(b"x"))),
        Err(Error::HttpRequestBodySize(Some(1))),
    ];
    let body = StreamBody::new(futures::stream::iter(frames)).boxed_unsync();
    let result = send(&egress_to(&url), Request::post(&url).body(body).unwrap()).await;
    assert!(matches!(result, Err(Error::HttpRequestBodySize(Some(1)))));
}

/// A server that reports on the channel when a request has come, and when its connection was closed.
async fn reporting_server(first: &'static str) -> (Server, mpsc::UnboundedReceiver<&'static str>) {
    let (report, reports) = mpsc::unbounded_channel();
    let server = Server::start(move |mut visitor: Visitor| {
        let report = report.clone();
        async move {
            visitor.head().await;
            visitor.write(first).await;
            report.send("asked").unwrap();
            visitor.closed().await;
            report.send("closed").unwrap();
        }
    })
    .await;
    (server, reports)
}

async fn within_100_ms(
    reports: &mut mpsc::UnboundedReceiver<&'static str>,
) -> Option<&'static str> {
    tokio::time::timeout(Duration::from_millis(100), reports.recv())
        .await
        .unwrap()
}

#[tokio::test]
async fn cancelling_before_the_head_closes_the_connection() {
    let (server, mut reports) = reporting_server("").await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let cancel = CancellationToken::new();
    let sending = tokio::spawn(egress_to(&url).send(get(&url), None, cancel.clone()));
    assert_eq!(reports.recv().await, Some("asked"));
    cancel.cancel();
    assert_eq!(within_100_ms(&mut reports).await, Some("closed"));
    assert!(matches!(
        sending.await.unwrap(),
        Err(Error::InternalError(Some(_)))
    ));
}

#[tokio::test]
async fn cancelling_in_the_body_closes_the_connection_though_nobody_reads() {
    let (server, mut reports) = reporting_server(HELLO).await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let cancel = CancellationToken::new();
    let response = egress_to(&url)
        .send(get(&url), None, cancel.clone())
        .await
        .unwrap();
    let mut body = response.into_body();
    assert_eq!(
        body.frame().await.unwrap().unwrap().into_data().unwrap(),
        "hello"
    );
    assert_eq!(reports.recv().await, Some("asked"));
    cancel.cancel();
    assert_eq!(within_100_ms(&mut reports).await, Some("closed"));
    assert!(matches!(
        body.frame().await,
        Some(Err(Error::InternalError(Some(_))))
    ));
}

#[tokio::test]
async fn dropping_the_body_closes_the_connection() {
    let (server, mut reports) = reporting_server(HELLO).await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let response = send(&egress_to(&url), get(&url)).await.unwrap();
    assert_eq!(reports.recv().await, Some("asked"));
    drop(response);
    assert_eq!(within_100_ms(&mut reports).await, Some("closed"));
}

#[tokio::test]
async fn a_cancelled_call_sends_nothing() {
    let server = silent_server().await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let cancel = CancellationToken::new();
    cancel.cancel();
    assert!(egress_to(&url).send(get(&url), None, cancel).await.is_err());
    assert_eq!(server.accepted(), 0);
}
