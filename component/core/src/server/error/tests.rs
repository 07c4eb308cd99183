//! Every kind of error as clients read it.

use super::*;
use crate::error::Details;
use crate::server::response::Body;
use crate::transport::script::Script;

const DOCUMENT: &str = include_str!("../../../../../docs/gateway-api.md");

fn told(refusal: Refusal) -> (u16, Vec<(&'static str, String)>, String) {
    let response: Response<'_, Script> = refusal.into_response();
    let Body::Whole(body) = response.body else {
        panic!("an error is told at once");
    };
    (response.status, response.headers, body)
}

#[test]
fn each_kind_has_a_status_a_type_and_a_code() {
    use ErrorKind as Kind;
    #[rustfmt::skip]
    let cases = [
        (Kind::InvalidRequest,      "invalid-request",   400, "invalid_request_error", "null"),
        (Kind::Unauthorized,        "unauthorized",      401, "authentication_error",  "\"invalid_api_key\""),
        (Kind::PermissionDenied,    "permission-denied", 403, "permission_error",      "null"),
        (Kind::Billing,             "billing",           402, "billing_error",         "null"),
        (Kind::NotFound,            "not-found",         404, "invalid_request_error", "null"),
        (Kind::Unsupported,         "unsupported",       400, "invalid_request_error", "\"unsupported\""),
        (Kind::RateLimited,         "rate-limited",      429, "rate_limit_error",      "\"rate_limit_exceeded\""),
        (Kind::QuotaExhausted,      "quota-exhausted",   429, "insufficient_quota",    "\"insufficient_quota\""),
        (Kind::ContentFiltered,     "content-filtered",  400, "invalid_request_error", "\"content_filter\""),
        (Kind::ContextExceeded,     "context-exceeded",  400, "invalid_request_error", "\"context_length_exceeded\""),
        (Kind::Overloaded,          "overloaded",        503, "server_error",          "\"overloaded\""),
        (Kind::Timeout,             "timeout",           504, "server_error",          "\"timeout\""),
        (Kind::Network,             "network",           502, "server_error",          "\"network\""),
        (Kind::BadResponse,         "bad-response",      502, "server_error",          "\"bad_response\""),
        (Kind::Cancelled,           "cancelled",         499, "server_error",          "\"cancelled\""),
        (Kind::DeniedByHost,        "denied-by-host",    500, "server_error",          "\"denied_by_host\""),
        (Kind::Other("new".into()), "new",               500, "server_error",          "null"),
    ];
    for (kind, word, status, r#type, code) in cases {
        let documented = code.trim_matches('"').replace("null", "");
        let documented = match documented.as_str() {
            "" => String::from("–"),
            code => format!("`{code}`"),
        };
        let kind_of_row = if word == "new" {
            "any other"
        } else {
            &format!("`{word}`")
        };
        let row = format!("\n| {kind_of_row} | {status} | `{type}` | {documented} |\n");
        assert!(
            DOCUMENT.contains(&row),
            "docs/gateway-api.md has no row {row}"
        );

        let (told_status, headers, body) = told(Error::new(kind, "what").into());
        assert_eq!(told_status, status, "{word}");
        let expected = format!(
            "{{\"error\":{{\"message\":\"what\",\"type\":\"{type}\",\"code\":{code},\"param\":null,\"kind\":\"{word}\",\
             \"hint\":null,\"request_id\":null,\"request_sent\":false}}}}"
        );
        assert_eq!(body, expected);
        assert_eq!(
            headers,
            [
                ("content-type", String::from("application/json")),
                ("content-length", body.len().to_string()),
                ("x-should-retry", String::from("false")),
            ]
        );
    }
}

#[test]
fn what_is_known_besides_is_told_too() {
    let error = Error::from(Details {
        hint: Some(String::from("wait")),
        code: Some(String::from("Throttling")),
        request_id: Some(String::from("r\u{fc}1")),
        retry_after_ms: Some(1_500),
        retry: Retry::Soon,
        ..Error::new(ErrorKind::RateLimited, "slow")
            .sent()
            .into_details()
    });
    let (status, headers, body) = told(error.into());
    assert_eq!(status, 429);
    assert_eq!(
        body,
        r#"{"error":{"message":"slow","type":"rate_limit_error","code":"rate_limit_exceeded","param":null,"#.to_owned()
            + r#""kind":"rate-limited","hint":"wait","request_id":"rü1","request_sent":true,"provider_code":"Throttling"}}"#
    );
    assert_eq!(
        headers[2..],
        [
            ("x-should-retry", String::from("true")),
            ("retry-after", String::from("2")),
            ("retry-after-ms", String::from("1500")),
            ("x-request-id", String::from("r?1")),
        ]
    );
}

#[test]
fn only_what_costs_nothing_is_sent_again_by_itself() {
    let error = |retry, sent| {
        Error::from(Details {
            retry,
            request_sent: sent,
            ..Error::new(ErrorKind::Network, "").into_details()
        })
    };
    for (retry, sent, chat, submit) in [
        (Retry::Soon, false, true, true),
        (Retry::Soon, true, true, false),
        (Retry::SoonIfFree, false, true, true),
        (Retry::SoonIfFree, true, false, false),
        (Retry::Never, false, false, false),
        (Retry::AfterWindow, true, false, false),
    ] {
        let may = |refusal: Refusal| told(refusal).1[2].clone();
        let answer = |may: bool| ("x-should-retry", may.to_string());
        assert_eq!(may(error(retry, sent).into()), answer(chat));
        let refusal = Refusal::from(error(retry, sent)).of_submit();
        assert_eq!(may(refusal), answer(submit), "{retry:?} {sent}");
    }
}

#[test]
fn codes_are_openais_where_it_has_one_and_else_the_providers() {
    let missing = || Error::new(ErrorKind::NotFound, "no model");
    let (.., body) = told(Refusal::from(missing()).about(String::from("model")));
    assert!(
        body.contains(r#""code":"model_not_found","param":"model""#),
        "{body}"
    );
    let error = Error::from(Details {
        code: Some(String::from("Arrearage")),
        ..Error::new(ErrorKind::Billing, "").into_details()
    });
    let (.., body) = told(error.into());
    assert!(body.contains(r#""code":"Arrearage""#), "{body}");
}

#[test]
fn a_wrong_setting_is_no_fault_of_the_client() {
    let (status, _, body) = told(Refusal::of_settings(Error::invalid("the base URL is none")));
    assert_eq!(status, 500);
    assert!(body.contains(r#""type":"server_error""#), "{body}");
}
