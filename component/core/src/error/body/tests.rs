//! Every shape of an error, and noise.

use proptest::prelude::*;

use super::text::{self, Unwrapped};
use super::{ERROR_BODY_LIMIT, from_frame, from_response, retry_after_ms};
use crate::error::{Details, Error, ErrorKind};
use crate::http::Head;

const URL: &str = "https://h/v1/chat/completions";

type Headers<'a> = &'a [(&'a str, &'a str)];

fn head(status: u16, headers: Headers<'_>) -> Head {
    Head {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value)))
            .collect(),
    }
}

/// An error without its hint, which the code table's tests look at.
fn error(status: u16, body: &str) -> Error {
    let mut error = from_response(&head(status, &[]), body.as_bytes(), URL);
    error.hint = None;
    error
}

fn expected(
    kind: ErrorKind,
    status: u16,
    text: &str,
    code: Option<&str>,
    request_id: Option<&str>,
) -> Error {
    Error::from(Details {
        status: Some(status),
        code: code.map(String::from),
        request_id: request_id.map(String::from),
        request_sent: true,
        ..Error::new(kind, format!("{URL} answered {status}{text}")).into_details()
    })
}

/// Checks the text, the code and the request id that an error body gives.
#[track_caller]
fn check(status: u16, body: &str, kind: ErrorKind, [text, code, request_id]: [&str; 3]) {
    let text = format!(": {text}");
    assert_eq!(
        error(status, body),
        expected(kind, status, &text, some(code), some(request_id))
    );
}

fn some(word: &str) -> Option<&str> {
    (!word.is_empty()).then_some(word)
}

#[test]
fn reads_every_shape() {
    let body = r#"{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"0f"}"#;
    let words = ["Incorrect API key provided.", "invalid_api_key", "0f"];
    check(401, body, ErrorKind::Unauthorized, words);

    let body = r#"{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 65536]","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"},"id":"chatcmpl-0f","request_id":"0f"}"#;
    let words = [
        "Range of max_tokens should be [1, 65536]",
        "invalid_parameter_error",
        "0f",
    ];
    check(400, body, ErrorKind::InvalidRequest, words);

    let body =
        r#"{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"fb"}"#;
    let words = ["Invalid API-key provided.", "InvalidApiKey", "fb"];
    check(401, body, ErrorKind::Unauthorized, words);

    let body = r#"{"request_id":"e5","output":{"task_id":"ef","task_status":"FAILED","code":"InvalidParameter","message":"m"}}"#;
    check(
        200,
        body,
        ErrorKind::InvalidRequest,
        ["m", "InvalidParameter", "e5"],
    );

    let body = r#"{"error":"Coding Plan is currently only available for Coding Agents"}"#;
    let words = [
        "Coding Plan is currently only available for Coding Agents",
        "",
        "",
    ];
    check(405, body, ErrorKind::PermissionDenied, words);

    let body = r#"{"type":"error","error":{"type":"invalid_request_error","message":"m"},"request_id":"r"}"#;
    check(
        400,
        body,
        ErrorKind::InvalidRequest,
        ["m", "invalid_request_error", "r"],
    );

    let body = r#"{"code":"DataInspectionFailed","message":"m","request_id":"r"}"#;
    check(
        200,
        body,
        ErrorKind::ContentFiltered,
        ["m", "DataInspectionFailed", "r"],
    );

    let body = r#"{"object":"error","message":"m","code":400,"detail":"d"}"#;
    check(400, body, ErrorKind::InvalidRequest, ["m", "400", ""]);
}

#[test]
fn tells_noise_by_its_status() {
    assert_eq!(
        error(404, ""),
        expected(ErrorKind::NotFound, 404, " with an empty body", None, None)
    );
    assert_eq!(
        error(413, " \n"),
        expected(
            ErrorKind::InvalidRequest,
            413,
            " with an empty body",
            None,
            None
        )
    );
    let html = from_response(
        &head(502, &[("content-type", "text/html")]),
        b"<html>secret</html>",
        URL,
    );
    assert_eq!(html.kind, ErrorKind::Overloaded);
    assert_eq!(
        html.message,
        format!("{URL} answered 502 with text/html and no error message")
    );
    assert_eq!(
        error(500, "{}").message,
        format!("{URL} answered 500 with no content type and no error message")
    );
    for body in [
        "[]",
        "null",
        "\"text\"",
        "{\"error\":[]}",
        "{\"error\":{\"message\":7,\"code\":{}}}",
        "{\"message\":\" \"}",
    ] {
        assert_eq!(error(429, body).kind, ErrorKind::RateLimited, "{body}");
        assert_eq!(error(429, body).code, None, "{body}");
    }
}

#[test]
fn takes_the_request_id_and_the_wait_from_the_headers() {
    let headers = [("x-request-id", "h-1"), ("retry-after", "2")];
    let from_header = from_response(&head(429, &headers), b"", URL);
    assert_eq!(from_header.request_id.as_deref(), Some("h-1"));
    assert_eq!(from_header.retry_after_ms, Some(2_000));
    let from_body = from_response(
        &head(429, &headers),
        br#"{"code":"Throttling","message":"m","request_id":"b-1"}"#,
        URL,
    );
    assert_eq!(from_body.request_id.as_deref(), Some("b-1"));
}

#[test]
fn reads_the_wait() {
    let cases: [(Headers<'_>, Option<u64>); 9] = [
        (&[("retry-after", "20")], Some(20_000)),
        (&[("retry-after", " 1.5 ")], Some(1_500)),
        (&[("retry-after", "0.0009")], Some(0)),
        (&[("retry-after-ms", "250")], Some(250)),
        (
            &[("retry-after-ms", "250.1"), ("retry-after", "9")],
            Some(251),
        ),
        (
            &[("retry-after-ms", "soon"), ("retry-after", "9")],
            Some(9_000),
        ),
        (&[("retry-after", "-1")], None),
        (&[("retry-after", "99999999999999999999")], None),
        (&[], None),
    ];
    for (headers, expected) in cases {
        assert_eq!(retry_after_ms(&head(429, headers)), expected, "{headers:?}");
    }
}

#[test]
fn reads_the_wait_from_one_date_to_another() {
    let now = "Wed, 25 Nov 2026 07:27:15 GMT";
    for (until, date, expected) in [
        ("Wed, 25 Nov 2026 07:28:00 GMT", now, Some(45_000)),
        (
            " Wed, 25 Nov 2026 07:28:00 GMT ",
            " Wed, 25 Nov 2026 07:27:15 GMT",
            Some(45_000),
        ),
        // The two older forms that HTTP still has.
        ("Wednesday, 25-Nov-26 07:28:00 GMT", now, Some(45_000)),
        ("Wed Nov 25 07:28:00 2026", now, Some(45_000)),
        ("Thu, 26 Nov 2026 07:27:15 GMT", now, Some(86_400_000)),
        (now, now, Some(0)),
        ("Wed, 25 Nov 2026 07:27:14 GMT", now, Some(0)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", now, Some(0)),
        (
            "Fri, 31 Dec 9999 23:59:59 GMT",
            now,
            Some(251_606_709_164_000),
        ),
        ("Wed, 25 Nov 2026 07:28:00 GMT", "", None),
        ("Wed, 25 Nov 2026 07:28:00 GMT", "today", None),
        ("Wed, 25 Nov 2026 07:28:00 CET", now, None),
        ("2026-11-25T07:28:00Z", now, None),
        ("Wed, 32 Nov 2026 07:28:00 GMT", now, None),
        ("soon", now, None),
        ("20", now, Some(20_000)),
    ] {
        let headers = [("retry-after", until), ("date", date)];
        assert_eq!(
            retry_after_ms(&head(429, &headers)),
            expected,
            "{until} {date}"
        );
    }
    let until = [("retry-after", "Wed, 25 Nov 2026 07:28:00 GMT")];
    assert_eq!(
        retry_after_ms(&head(429, &until)),
        None,
        "nobody's clock is asked"
    );
    let both = [until[0], ("date", now), ("retry-after-ms", "7")];
    assert_eq!(retry_after_ms(&head(429, &both)), Some(7));
}

#[test]
fn names_the_input_limit() {
    let body = r#"{"error":{"message":"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]","code":"invalid_parameter_error"}}"#;
    let error = from_response(&head(400, &[]), body.as_bytes(), URL);
    assert_eq!(error.kind, ErrorKind::ContextExceeded);
    assert_eq!(
        error.hint.as_deref(),
        Some("the input may have at most 30720 tokens; shorten the conversation")
    );
}

#[test]
fn frames_may_be_bare_text() {
    let error = from_frame(Some(429), b"slow\ndown", URL);
    assert_eq!(error.kind, ErrorKind::RateLimited);
    assert_eq!(
        error.message,
        format!("the answer from {URL} broke off with an error: slow down")
    );
    assert_eq!(error.status, Some(429));
    let error = from_frame(None, b"", URL);
    assert_eq!(error.kind, ErrorKind::BadResponse);
    assert_eq!(
        error.message,
        format!("the answer from {URL} broke off with an error that gives no reason")
    );
    let error = from_frame(
        None,
        br#"{"error":{"message":"<503> InternalError.Algo: busy"}}"#,
        URL,
    );
    assert_eq!(
        (&error.kind, error.status),
        (&ErrorKind::Overloaded, Some(503))
    );
    assert_eq!(error.code.as_deref(), Some("InternalError.Algo"));
}

#[test]
fn cleans_texts() {
    let cases = [
        ("", None),
        (" \n\t", None),
        ("a\nb\u{0}c \u{1b}[31m", Some("a b c [31m")),
        ("key sk-abcdef0123456789, wrong", Some("key sk-..., wrong")),
        (
            "Incorrect: 'sk-abc***********wxyz'.",
            Some("Incorrect: 'sk-...'."),
        ),
        ("use sk-sp- keys or sk-", Some("use sk-sp- keys or sk-")),
    ];
    for (text, expected) in cases {
        assert_eq!(text::clean(text).as_deref(), expected, "{text}");
    }
    assert_eq!(text::clean_to("größer als", 5).as_deref(), Some("größe"));
    assert_eq!(text::clean_to("ab cd ef", 5).as_deref(), Some("ab cd"));
}

#[test]
fn unwraps_texts() {
    let cases = [
        ("plain: text", None, None, "plain: text"),
        (
            "<400> InternalError.Algo: m: n",
            Some(400),
            Some("InternalError.Algo"),
            "m: n",
        ),
        ("<400> m", Some(400), None, "m"),
        (
            "InternalError.Algo: m",
            None,
            Some("InternalError.Algo"),
            "m",
        ),
        ("<html> m", None, None, "<html> m"),
        ("<99999> m", None, None, "<99999> m"),
    ];
    for (input, status, code, text) in cases {
        assert_eq!(
            text::unwrap(input),
            Unwrapped { status, code, text },
            "{input}"
        );
    }
}

#[test]
fn a_body_over_the_limit_is_told_by_its_status() {
    let body = format!("{{\"message\":\"{}\"}}", "x".repeat(ERROR_BODY_LIMIT));
    assert_eq!(
        error(500, &body).message,
        format!("{URL} answered 500 with no content type and no error message")
    );
}

/// Dates, and texts that look like them.
fn any_date() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "(Wed|Thu), [0-3][0-9] (Nov|Feb) (19|20)[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        1 => ".{0,40}",
    ]
}

proptest! {
    #[test]
    fn any_body_gives_a_short_error(status in 100..600_u16, body in prop::collection::vec(any::<u8>(), 0..300)) {
        let error = from_response(&head(status, &[]), &body, URL);
        prop_assert_eq!(error.status, Some(status));
        prop_assert!(error.message.chars().count() <= 600);
        prop_assert!(from_frame(None, &body, URL).request_sent);
    }

    #[test]
    fn no_date_is_after_another_that_is_after_it(until in any_date(), date in any_date()) {
        let wait = |until: &str, date: &str| {
            let wait = retry_after_ms(&head(429, &[("retry-after", until), ("date", date)]));
            wait.unwrap_or(0)
        };
        prop_assert!(wait(&until, &date) == 0 || wait(&date, &until) == 0);
    }

    #[test]
    fn any_text_is_cut_and_clean(text in ".{0,900}") {
        let body = serde_json::to_vec(&serde_json::json!({ "message": text })).expect("JSON");
        let error = from_response(&head(400, &[]), &body, URL);
        prop_assert!(error.message.chars().count() <= 600);
        prop_assert!(!error.message.chars().any(char::is_control));
    }
}
