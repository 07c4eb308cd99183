//! What is sent and what comes back: the key, redirects, connections, frames.

use wasmtime_wasi_http::WasiHttpHooks;

use super::server::Server;
use super::*;
use crate::egress::hooks::Hooks;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn lines<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    head.lines().filter(|line| line.starts_with(name)).collect()
}

#[tokio::test]
async fn the_key_goes_to_its_origin_only_and_replaces_the_guests() {
    let (own, other) = (Server::always(OK).await, Server::always(OK).await);
    let own_url = format!("http://127.0.0.1:{}", own.port());
    let other_url = format!("http://127.0.0.1:{}", other.port());
    let policy = configured(&own_url).allow(origin(&other_url), Reach::Configured);
    let egress = Egress::new(policy, Some(credential(&own_url)), Options::default());
    for url in [&own_url, &other_url] {
        let mut request = get(url);
        for (name, value) in [
            ("authorization", "Bearer sk-guest"),
            ("cookie", "a=b"),
            ("proxy-authorization", "x"),
            ("x-kept", "1"),
        ] {
            request.headers_mut().append(name, value.parse().unwrap());
        }
        assert_eq!(send(&egress, request).await.unwrap().status(), 200);
    }
    let (own, other) = (own.heads().concat(), other.heads().concat());
    assert_eq!(
        lines(&own, "authorization"),
        ["authorization: bearer sk-host"]
    );
    assert!(lines(&other, "authorization").is_empty());
    for head in [&own, &other] {
        assert!(
            !head.contains("guest") && !head.contains("cookie") && !head.contains("proxy"),
            "{head}"
        );
        assert_eq!(lines(head, "x-kept").len(), 1);
        assert_eq!(lines(head, "host:").len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_is_handed_back_and_not_followed() {
    let target = Server::always(OK).await;
    let location = format!("http://127.0.0.1:{}/stolen", target.port());
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
    );
    let server = Server::always(answer.leak()).await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let policy = configured(&url).allow(origin(&location), Reach::Configured);
    let egress = Egress::new(policy, Some(credential(&url)), Options::default());
    let response = send(&egress, get(&url)).await.unwrap();
    assert_eq!(response.status(), 307);
    assert_eq!(response.headers()["location"], location);
    assert_eq!((server.accepted(), target.accepted()), (1, 0));
}

#[tokio::test]
async fn connections_are_reused() {
    let server = Server::always(OK).await;
    let url = format!("http://127.0.0.1:{}/a", server.port());
    let egress = egress_to(&url);
    for _ in 0..5 {
        assert_eq!(fetch(&egress.clone(), &url).await.unwrap(), "ok");
        // The connection returns to the pool in a task of its own.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!((server.accepted(), server.heads().len()), (1, 5));
}

#[tokio::test]
async fn a_reused_connection_that_the_server_closed_is_replaced() {
    let server = Server::start(|mut visitor| async move {
        visitor.head().await;
        visitor.write(OK).await;
    })
    .await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let egress = egress_to(&url);
    for _ in 0..3 {
        assert_eq!(fetch(&egress, &url).await.unwrap(), "ok");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(server.accepted(), 3);
}

#[tokio::test]
async fn a_request_body_of_known_length_is_sent_whole() {
    let server = Server::start(|mut visitor| async move {
        let head = visitor.head().await.unwrap();
        assert!(head.contains("content-length: 5\r\n"), "{head}");
        let mut body = [0; 5];
        tokio::io::AsyncReadExt::read_exact(&mut visitor.stream, &mut body)
            .await
            .unwrap();
        assert_eq!(&body, b"hello");
        visitor.write(OK).await;
    })
    .await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let request = Request::post(&url).body(content("hello")).unwrap();
    assert_eq!(
        text(send(&egress_to(&url), request).await.unwrap())
            .await
            .unwrap(),
        "ok"
    );
}

#[tokio::test]
async fn chunks_in_one_segment_arrive_in_few_frames_and_trailers_pass() {
    const CHUNKS: usize = 20;
    let server = Server::start(|mut visitor| async move {
        visitor.head().await;
        visitor
            .write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            .await;
        let chunks = "5\r\nhello\r\n".repeat(CHUNKS);
        visitor
            .write(&format!("{chunks}0\r\nx-sum: 1\r\n\r\n"))
            .await;
    })
    .await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let mut body = send(&egress_to(&url), get(&url)).await.unwrap().into_body();
    let (mut frames, mut bytes, mut trailers) = (0, 0, 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.unwrap();
        match frame.data_ref() {
            Some(data) => {
                frames += 1;
                bytes += data.len();
            }
            None => trailers += frame.trailers_ref().unwrap().len(),
        }
    }
    assert_eq!((bytes, trailers), (5 * CHUNKS, 1));
    assert!(frames <= 4, "{frames} frames");
}

#[tokio::test]
async fn the_hooks_send_through_the_egress_and_end_with_their_call() {
    let server = Server::start(|mut visitor| async move {
        while let Some(head) = visitor.head().await {
            if head.starts_with("get /slow") {
                visitor.closed().await;
            }
            visitor.write(OK).await;
        }
    })
    .await;
    let url = format!("http://127.0.0.1:{}", server.port());
    let mut hooks = Hooks::new(egress_to(&url));
    assert!(hooks.default_scheme().is_none() && !hooks.set_host_header());
    let processed = || Box::new(std::future::ready(Ok(())));
    let sent = Box::into_pin(hooks.send_request(get(&url), None, processed())).await;
    let (response, io) = sent.unwrap();
    assert_eq!(text(response).await.unwrap(), "ok");
    Box::into_pin(io).await.unwrap();

    let cancel = CancellationToken::new();
    hooks.set_cancel(cancel.clone());
    let slow = hooks.send_request(get(&format!("{url}/slow")), None, processed());
    hooks.set_cancel(CancellationToken::new());
    let slow = tokio::spawn(Box::into_pin(slow));
    tokio::time::sleep(Duration::from_millis(20)).await;
    cancel.cancel();
    let error = slow.await.unwrap().err().unwrap();
    assert!(matches!(error, Error::InternalError(Some(text)) if text.contains("cancelled")));
}
