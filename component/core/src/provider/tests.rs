//! Whole calls over a scripted transport: what is sent, and what comes back.

use super::*;
use crate::http::Timeouts;
use crate::transport::Cause;
use crate::transport::script::{Script, failure};

fn provider(variables: &[(&str, &str)]) -> Provider {
    let variable = |name: &str| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Provider::new(Settings::from_environment(variable).unwrap()).unwrap()
}

fn question() -> Request {
    Request {
        messages: vec![crate::chat::Message::user("hi")],
        ..Request::default()
    }
}

const WHOLE: &str = r#"{"id":"c1","model":"qwen3.5-plus","choices":[{"finish_reason":"stop",
    "message":{"content":"hello"}}],"usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500}}"#;

#[test]
fn a_request_has_these_headers_and_this_body_and_no_more() {
    let provider = provider(&[("QWEN_API_KEY", "sk-1")]);
    let script = Script::answering(200, WHOLE);
    script.run(provider.complete(&script, question())).unwrap();
    let sent = script.sent.borrow();
    let [request] = sent.as_slice() else {
        panic!("one request is sent, not {}", sent.len());
    };
    assert_eq!(
        request.url,
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions"
    );
    assert_eq!(request.effect, Effect::Billable);
    assert_eq!(request.timeouts, Timeouts::default());
    let body = r#"{"model":"qwen3.5-plus","messages":[{"role":"user","content":"hi"}]}"#;
    assert_eq!(String::from_utf8_lossy(&request.body), body);
    assert_eq!(
        request.headers,
        [
            header("content-type", "application/json"),
            header("content-length", body.len().to_string()),
            header("accept", "application/json"),
            header("user-agent", USER_AGENT),
            header("authorization", "Bearer sk-1"),
        ]
    );
}

#[test]
fn a_key_that_the_host_adds_is_not_sent_and_a_missing_one_is_said_before_anything_is_sent() {
    let script = Script::answering(200, WHOLE);
    script
        .run(provider(&[("QWEN_AUTH", "host")]).complete(&script, question()))
        .unwrap();
    let names: Vec<_> = script.sent.borrow_mut().remove(0).headers;
    assert!(names.iter().all(|(name, _)| name != "authorization"));

    let error = script
        .run(provider(&[]).complete(&script, question()))
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert!(!error.request_sent);
    assert!(script.sent.borrow().is_empty());
    for variable in KEY_VARIABLES {
        assert!(error.message.contains(variable), "{}", error.message);
    }
}

#[test]
fn configured_headers_parameters_and_limits_go_into_the_request() {
    let config = r#"{"headers":{"User-Agent":"mine/1","x-team":"a"},"timeoutSeconds":7,
        "params":{"temperature":0.5},"colour":"red"}"#;
    let provider = provider(&[("QWEN_API_KEY", "sk-1"), ("QWEN_CONFIG", config)]);
    let script = Script::answering(200, WHOLE);
    let completion = script.run(provider.complete(&script, question())).unwrap();
    let sent = script.sent.borrow_mut().remove(0);
    assert!(sent.headers.contains(&header("user-agent", "mine/1")));
    assert!(!sent.headers.contains(&header("user-agent", USER_AGENT)));
    assert!(sent.headers.contains(&header("x-team", "a")));
    assert_eq!(sent.timeouts.between_bytes_ms, 7_000);
    assert!(String::from_utf8_lossy(&sent.body).contains(r#""temperature":0.5"#));
    let codes: Vec<_> = completion
        .warnings
        .iter()
        .map(|warning| warning.code.as_str())
        .collect();
    assert_eq!(codes, ["setting-ignored"]);
    assert!(completion.warnings[0].message.contains("colour"));
}

#[test]
fn an_answer_costs_what_the_region_s_list_says() {
    let provider = provider(&[("QWEN_API_KEY", "sk-1")]);
    let request = Request {
        model: Some("qwen/qwen3.8-flash".to_owned()),
        ..question()
    };
    let script = Script::answering(200, WHOLE);
    let completion = script.run(provider.complete(&script, request)).unwrap();
    assert_eq!(completion.text, "hello");
    let cost = completion.cost.unwrap();
    // 1,000 tokens at 0.15 and 500 at 0.47 dollars a million.
    assert_eq!((cost.currency.as_str(), cost.micros), ("USD", 385));
}

#[test]
fn a_refused_stream_is_an_error_at_once() {
    let refusal = r#"{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"},"request_id":"r1"}"#;
    let provider = provider(&[("QWEN_API_KEY", "sk-1")]);
    let script = Script::answering(401, refusal);
    let error = script
        .run(provider.open(&script, question()))
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert_eq!(error.status, Some(401));
    assert_eq!(error.request_id.as_deref(), Some("r1"));
    assert!(error.request_sent);
    assert!(error.into_details().hint.unwrap().contains("region"));
}

#[test]
fn a_stream_asks_for_usage_where_the_endpoint_is_known_to_take_the_wish() {
    for (base_url, config, asked) in [
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "{}",
            true,
        ),
        ("https://coding-intl.dashscope.aliyuncs.com/v1/", "{}", true),
        ("http://127.0.0.1:9/v1", "{}", true),
        ("https://proxy.example.com/v1", "{}", false),
        (
            "https://proxy.example.com/v1",
            r#"{"models":[{"id":"qwen3.5-plus","compat":{"supportsUsageInStreaming":true}}]}"#,
            true,
        ),
    ] {
        let provider = provider(&[
            ("QWEN_API_KEY", "sk-1"),
            ("QWEN_BASE_URL", base_url),
            ("QWEN_CONFIG", config),
        ]);
        let script = Script::answering(200, "data: [DONE]\n\n");
        drop(script.run(provider.open(&script, question())));
        let body = script.sent.borrow_mut().remove(0).body;
        let body = String::from_utf8(body).unwrap();
        assert_eq!(body.contains("include_usage"), asked, "{base_url} {body}");
    }
}

#[test]
fn what_the_transport_could_not_do_names_the_url_and_whether_the_request_left() {
    let provider = provider(&[("QWEN_API_KEY", "sk-1")]);
    for (cause, sent, kind) in [
        (Cause::Denied, false, ErrorKind::DeniedByHost),
        (Cause::Dns, false, ErrorKind::Network),
        (Cause::Connect, false, ErrorKind::Network),
        (Cause::Tls, false, ErrorKind::Network),
        (Cause::Timeout, true, ErrorKind::Timeout),
        (Cause::Cut, true, ErrorKind::Network),
        (Cause::TooLarge, true, ErrorKind::BadResponse),
        (Cause::Protocol, true, ErrorKind::BadResponse),
        (Cause::Url, false, ErrorKind::InvalidRequest),
    ] {
        let script = Script::of([Err(failure(cause, sent))]);
        let error = script
            .run(provider.complete(&script, question()))
            .unwrap_err();
        assert_eq!(
            (&error.kind, error.request_sent),
            (&kind, sent),
            "{cause:?}"
        );
        assert!(error.message.contains("dashscope-intl") && error.message.contains("so it says"));
        assert!(error.hint.is_some());
    }
}

#[test]
fn what_a_model_does_not_take_names_those_that_do() {
    let image = crate::chat::types::ImagePart {
        url: "https://example.com/a.png".to_owned(),
        min_pixels: None,
        max_pixels: None,
        cache: false,
    };
    let request = |model: &str| Request {
        model: Some(model.to_owned()),
        messages: vec![crate::chat::Message::User(vec![
            crate::chat::types::Part::Image(image.clone()),
        ])],
        ..Request::default()
    };
    let provider = provider(&[("QWEN_API_KEY", "sk-1")]);
    let script = Script::answering(200, WHOLE);
    let error = script
        .run(provider.complete(&script, request("glm-5")))
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
    assert_eq!(error.message, "glm-5 takes no image");
    assert!(error.into_details().hint.unwrap().contains("qwen3.5-plus"));
    assert!(script.sent.borrow().is_empty());
    script
        .run(provider.complete(&script, request("qwen3.5-plus")))
        .unwrap();
}
