//! What goes wrong: each a typed error, never a trap, and the next call is answered.

use qwenbox::Provider;
use qwenbox::chat::{Event, Request};
use qwenbox::types::{self, ErrorKind};
use qwenbox_tests::{KEY, Step, Upstream, answer, provider, read, runtime, soon};

/// One bad answer and what a caller is told.
struct Row {
    name: &'static str,
    steps: Vec<Step>,
    /// The words that came before.
    words: &'static [&'static str],
    kind: ErrorKind,
    status: Option<u16>,
    code: Option<&'static str>,
    /// What the message must say.
    message: &'static str,
    /// What the hint must say.
    hint: &'static str,
}

/// What most rows have in common: nothing came, and the answer is not what it should be.
fn row(name: &'static str, steps: Vec<Step>) -> Row {
    Row {
        name,
        steps,
        words: &[],
        kind: ErrorKind::BadResponse,
        status: None,
        code: None,
        message: "",
        hint: "",
    }
}

/// Some words, and then these bytes of the same stream.
fn after_words(rest: &[u8]) -> Vec<Step> {
    vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("so far"))),
        Step::Send(answer::piece(rest)),
    ]
}

const WORDS: &[&str] = &["so far"];

fn refusals() -> Vec<Row> {
    let wrong_key = br#"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"},"request_id":"r-1"}"#;
    vec![
        Row {
            kind: ErrorKind::Unauthorized,
            status: Some(401),
            code: Some("invalid_api_key"),
            message: "Incorrect API key provided.",
            hint: "same plan and region",
            ..row(
                "a wrong key",
                vec![Step::Send(answer::http(
                    "401 Unauthorized",
                    "application/json",
                    wrong_key,
                ))],
            )
        },
        Row {
            kind: ErrorKind::Overloaded,
            status: Some(502),
            message: "answered 502 with an empty body",
            hint: "ask again",
            ..row(
                "an empty 502",
                vec![Step::Send(
                    b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n".to_vec(),
                )],
            )
        },
        Row {
            message: "text/html",
            hint: "base URL",
            ..row(
                "a page instead of an answer",
                vec![Step::Send(answer::http(
                    "200 OK",
                    "text/html",
                    b"<!doctype html><p>welcome",
                ))],
            )
        },
        Row {
            message: "no HTTP answer",
            hint: "base URL",
            ..row(
                "something that is not HTTP",
                vec![
                    Step::Send(b"SSH-2.0-OpenSSH_9.6\r\nhello\r\n\r\n".to_vec()),
                    Step::Close,
                ],
            )
        },
        Row {
            kind: ErrorKind::Network,
            message: "the connection ended",
            ..row("a connection closed without an answer", vec![Step::Close])
        },
        Row {
            kind: ErrorKind::Network,
            message: "the connection ended",
            ..row("a connection reset without an answer", vec![Step::Reset])
        },
    ]
}

fn broken_streams() -> Vec<Row> {
    let failed =
        br#"data: {"error":{"message":"it broke","code":"InternalError"},"request_id":"r-2"}"#;
    let line = [b"data: ".to_vec(), vec![b'x'; 20_000_000]].concat();
    vec![
        Row {
            words: WORDS,
            kind: ErrorKind::Network,
            message: "ended before the answer",
            hint: "the text so far stands",
            ..row(
                "a stream that ends before its answer",
                [
                    after_words(b": nothing more\n\n"),
                    vec![Step::Send(answer::last_piece())],
                ]
                .concat(),
            )
        },
        Row {
            words: WORDS,
            kind: ErrorKind::Network,
            message: "ended before the answer",
            hint: "the text so far stands",
            ..row(
                "a stream that is cut",
                [after_words(b"data: {\"cho"), vec![Step::Close]].concat(),
            )
        },
        Row {
            words: WORDS,
            kind: ErrorKind::Overloaded,
            code: Some("InternalError"),
            message: "it broke",
            ..row(
                "an error inside a stream",
                after_words(&[&failed[..], b"\n\n"].concat()),
            )
        },
        Row {
            words: WORDS,
            message: "a chunk that is not JSON",
            ..row(
                "invalid UTF-8 in a chunk",
                after_words(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n"),
            )
        },
        Row {
            words: WORDS,
            message: "a chunk that is not JSON",
            ..row(
                "broken JSON in a chunk",
                after_words(b"data: {\"choices\":[{\"delta\n\n"),
            )
        },
        Row {
            words: WORDS,
            message: "more than 4 MiB",
            ..row("a line of 20 MB", after_words(&line))
        },
    ]
}

/// Answers "bad" by the row, and everything else well.
fn upstream(steps: Vec<Step>) -> Upstream {
    Upstream::start(move |request| match request.prompt().as_str() {
        "bad" => steps.clone(),
        _ => answer::good(request, "good"),
    })
}

/// A request that is answered badly, and not repeated.
fn bad() -> Request {
    Request {
        retry_budget_ms: Some(0),
        ..Request::ask("bad")
    }
}

/// The words of a streamed call, and the error that it ends with, whenever it comes.
async fn streamed(provider: &Provider) -> (Vec<Event>, types::Error) {
    match soon(provider.stream(bad())).await {
        Err(error) => (Vec::new(), error.record()),
        Ok(answer) => {
            let (events, outcome) = read(answer).await;
            (events, provider::failure(outcome))
        }
    }
}

async fn check(row: Row) {
    let name = row.name;
    let upstream = upstream(row.steps);
    let provider = provider::at(&upstream.base_url());
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
    let made_in = provider.instance_time();

    let (events, error) = streamed(&provider).await;
    let words: Vec<_> = row.words.iter().map(ToString::to_string).collect();
    assert_eq!(
        events,
        words.into_iter().map(Event::Text).collect::<Vec<_>>(),
        "{name}"
    );
    assert_eq!(error.kind, row.kind, "{name}: {error:?}");
    assert_eq!(error.status, row.status, "{name}: {error:?}");
    assert_eq!(error.code.as_deref(), row.code, "{name}: {error:?}");
    assert!(error.request_sent, "{name}: {error:?}");
    assert!(error.message.contains(row.message), "{name}: {error:?}");
    let hint = error.hint.clone().unwrap_or_default();
    assert!(hint.contains(row.hint), "{name}: {error:?}");

    let whole = provider::failure(soon(provider.complete(bad())).await);
    assert_eq!(whole.kind, error.kind, "{name}: {whole:?}");
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good", "{name}");
    assert_eq!(provider.instance_time(), made_in, "{name}: it trapped");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_is_a_typed_error() {
    for row in refusals() {
        check(row).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_keeps_its_text_and_ends_in_a_typed_error() {
    for row in broken_streams() {
        check(row).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_model_is_an_error_that_names_the_closest() {
    let upstream = upstream(Vec::new());
    let provider = provider::at(&upstream.base_url());
    let request = Request {
        model: Some("qwen/qwen3.5-pluss".to_owned()),
        ..Request::ask("hello")
    };
    let error = provider::failure(soon(provider.complete(request)).await);
    assert!(matches!(error.kind, ErrorKind::NotFound), "{error:?}");
    assert!(error.message.contains("`qwen3.5-pluss`"), "{error:?}");
    assert!(error.hint.unwrap().contains("qwen3.5-plus,"));
    assert!(!error.request_sent);
    assert_eq!(upstream.counts().connections, 0);
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_makes_no_sense_is_not_sent() {
    let upstream = upstream(Vec::new());
    let provider = provider::at(&upstream.base_url());
    for request in [
        Request::new(Vec::new()),
        Request {
            temperature: Some(2.5),
            ..Request::ask("hello")
        },
        Request {
            top_p: Some(1.5),
            ..Request::ask("hello")
        },
        Request {
            max_tokens: Some(0),
            ..Request::ask("hello")
        },
        Request {
            seed: Some(u32::MAX),
            ..Request::ask("hello")
        },
        Request {
            extra_json: Some("[]".to_owned()),
            ..Request::ask("hello")
        },
        Request {
            extra_json: Some("{".to_owned()),
            ..Request::ask("hello")
        },
        Request {
            model: Some(String::new()),
            ..Request::ask("hello")
        },
    ] {
        let error = provider::failure(soon(provider.stream(request)).await);
        assert!(matches!(error.kind, ErrorKind::InvalidRequest), "{error:?}");
        assert!(!error.request_sent);
    }
    assert_eq!(upstream.counts().connections, 0);
    assert_eq!(soon(provider.ask("hello")).await.unwrap(), "good");
}

#[test]
fn a_base_url_that_is_none_is_refused_at_once() {
    for base_url in [
        "ftp://example.com/v1",
        "file:///etc/passwd",
        "http://",
        "http:///v1",
        "http://user:secret@example.com/v1",
        "http://example.com:99999/v1",
        "http://example.com/v1?key=secret",
        "http://example.com/v1#secret",
        "http://0x7f.1/v1",
        "http://exa mple.com/v1",
    ] {
        let built = Provider::builder()
            .runtime(runtime())
            .base_url(base_url)
            .build();
        let error = provider::failure(built);
        assert!(
            matches!(error.kind, ErrorKind::InvalidRequest),
            "{base_url}: {error:?}"
        );
        assert!(!error.request_sent);
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_cannot_be_reached_is_told_apart() {
    let refusing = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/v1", listener.local_addr().unwrap())
    };
    for (base_url, message) in [
        (
            "https://x.invalid/v1".to_owned(),
            "no address was found for",
        ),
        (refusing, "no connection could be made to"),
    ] {
        let provider = Provider::builder()
            .runtime(runtime())
            .api_key(KEY)
            .base_url(&base_url)
            .build()
            .unwrap();
        soon(provider.models()).await.unwrap();
        let made_in = provider.instance_time();
        for _ in 0..2 {
            let error = provider::failure(soon(provider.ask("hello")).await);
            assert!(matches!(error.kind, ErrorKind::Network), "{error:?}");
            assert!(error.message.starts_with(message), "{error:?}");
            assert!(error.message.contains(&base_url), "{error:?}");
            assert!(!error.request_sent, "{error:?}");
            assert_eq!(error.status, None);
        }
        soon(provider.models()).await.unwrap();
        assert_eq!(provider.instance_time(), made_in, "it trapped");
    }
}
