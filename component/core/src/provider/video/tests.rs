//! What the calls about videos send, and what they make of the answers.

use super::*;
use crate::settings::{Auth, KEY_VARIABLES, Settings};
use crate::transport::Cause;
use crate::transport::script::{Played, Script, failure};

const PENDING: &str = r#"{"output":{"task_status":"PENDING","task_id":"t1"},"request_id":"r1"}"#;
const RUNNING: &str = r#"{"output":{"task_status":"RUNNING","task_id":"t1"},"request_id":"r2"}"#;

fn provider(base_url: &str) -> Provider {
    let settings = Settings::from_environment(|name| match name {
        "QWEN_BASE_URL" => Some(base_url.to_owned()),
        name if name == KEY_VARIABLES[0] => Some("sk-1".to_owned()),
        _ => None,
    });
    Provider::new(settings.unwrap()).unwrap()
}

fn global() -> Provider {
    provider("https://coding-intl.dashscope.aliyuncs.com/v1")
}

fn boat() -> Request {
    Request {
        prompt: Some("a boat".to_owned()),
        ..Request::default()
    }
}

fn header<'a>(request: &'a http::Request, name: &str) -> Option<&'a str> {
    let found = request.headers.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

#[test]
fn a_submit_goes_to_the_regional_host_and_asks_for_a_task() {
    let script = Script::of([Ok(
        Played::of(200, PENDING).with_header("date", "Thu, 26 Nov 2026 01:00:00 GMT")
    )]);
    let task = script.run(global().submit(&script, boat())).unwrap();
    let sent = script.sent.borrow();
    assert_eq!(sent.len(), 1);
    let request = &sent[0];
    assert_eq!(
        request.url,
        "https://dashscope-intl.aliyuncs.com/api/v1/services/aigc/video-generation/video-synthesis"
    );
    assert_eq!(
        (request.method, request.effect),
        (Method::Post, Effect::Once)
    );
    assert_eq!(header(request, "x-dashscope-async"), Some("enable"));
    assert_eq!(header(request, "x-dashscope-ossresourceresolve"), None);
    assert_eq!(header(request, "authorization"), Some("Bearer sk-1"));
    assert_eq!(
        str::from_utf8(&request.body).unwrap(),
        r#"{"input":{"prompt":"a boat"},"model":"wan2.6-t2v","parameters":{"duration":5}}"#
    );
    assert_eq!((task.id.as_str(), &task.status), ("t1", &Status::Pending));
    assert_eq!(task.model.as_deref(), Some("wan2.6-t2v"));
    assert_eq!(task.submitted_at, Some(1_795_654_800));
    assert_eq!(task.next_poll_ms, Some(3_000));
    assert_eq!(task.request_id.as_deref(), Some("r1"));
}

#[test]
fn a_file_of_the_providers_store_is_announced() {
    let script = Script::answering(200, PENDING);
    let request = Request {
        inputs: vec![crate::video::types::Input {
            role: crate::video::types::Role::Image,
            url: "oss://d/a.png".to_owned(),
        }],
        ..boat()
    };
    script.run(global().submit(&script, request)).unwrap();
    let sent = script.sent.borrow();
    assert_eq!(
        header(&sent[0], "x-dashscope-ossresourceresolve"),
        Some("enable")
    );
}

#[test]
fn a_submit_is_repeated_only_when_it_was_not_sent() {
    for (answers, sends, message, hint) in [
        // No connection: nothing can have been begun.
        (
            vec![
                Err(failure(Cause::Connect, false)),
                Ok(Played::of(200, PENDING)),
            ],
            2,
            None,
            false,
        ),
        (
            vec![Err(failure(Cause::Cut, true))],
            1,
            Some("the connection ended"),
            true,
        ),
        (
            vec![Err(failure(Cause::Timeout, true))],
            1,
            Some("a time limit passed"),
            true,
        ),
        (
            vec![Ok(Played::of(
                500,
                r#"{"code":"InternalError","message":"x"}"#,
            ))],
            1,
            Some("answered 500"),
            true,
        ),
        (
            vec![Ok(Played::of(200, "{}"))],
            1,
            Some("it names no task"),
            true,
        ),
        (
            vec![Ok(Played::of(200, "<html>"))],
            1,
            Some("it is not JSON"),
            true,
        ),
        // Refusals: nothing was begun.
        (
            vec![Ok(Played::of(
                429,
                r#"{"code":"Throttling.RateQuota","message":"slow"}"#,
            ))],
            1,
            Some("slow"),
            false,
        ),
        (
            vec![Ok(Played::of(
                400,
                r#"{"code":"InvalidParameter","message":"size"}"#,
            ))],
            1,
            Some("size"),
            false,
        ),
    ] {
        let script = Script::of(answers);
        let result = script.run(global().submit(&script, boat()));
        assert_eq!(script.sent.borrow().len(), sends, "{message:?}");
        match (result, message) {
            (Ok(task), None) => assert_eq!(task.warnings[0].code, "retried"),
            (Err(error), Some(message)) => {
                assert!(error.message.contains(message), "{error}");
                assert!(error.request_sent);
                assert_eq!(error.hint.as_deref() == Some(LOOK_FIRST), hint, "{error:?}");
            }
            (result, message) => panic!("{result:?} {message:?}"),
        }
    }
}

#[test]
fn a_refusal_in_a_good_answer_keeps_its_own_hint() {
    let answer = r#"{"code":"InvalidApiKey","message":"not this","request_id":"r9"}"#;
    let script = Script::answering(200, answer);
    let error = script.run(global().submit(&script, boat())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert_ne!(error.hint.as_deref(), Some(LOOK_FIRST));
}

#[test]
fn an_answer_of_no_use_names_its_request() {
    let script = Script::answering(200, r#"{"output":{},"request_id":"r9"}"#);
    let error = script.run(global().submit(&script, boat())).unwrap_err();
    assert_eq!(error.request_id.as_deref(), Some("r9"));
}

#[test]
fn a_refused_request_is_not_sent() {
    let script = Script::answering(200, PENDING);
    let request = Request {
        duration_seconds: Some(99),
        ..boat()
    };
    let error = script.run(global().submit(&script, request)).unwrap_err();
    assert!(!error.request_sent);
    assert!(script.sent.borrow().is_empty());
}

#[test]
fn a_subscriptions_key_is_refused_before_anything_is_sent() {
    let script = Script::answering(200, PENDING);
    let mut provider = global();
    provider.settings.auth = Auth::Host { subscription: true };
    let error = script.run(provider.submit(&script, boat())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert!(error.into_details().hint.unwrap().contains("Standard key"));
    let error = script.run(provider.poll(&script, "t1", None)).unwrap_err();
    assert!(!error.request_sent);
    assert!(script.sent.borrow().is_empty());
}

#[test]
fn a_look_takes_the_reference_that_was_submitted() {
    const DONE: &str = r#"{"output":{"task_id":"t1","task_status":"SUCCEEDED","video_url":"https://h/v"},"usage":{"duration":5,"SR":720}}"#;
    for (reference, micros) in [
        ("qwen/wan2.6-t2v", Some(500_000)),
        ("wan2.6-t2v", Some(500_000)),
        ("dashscope/wan2.6-t2v", None),
        ("", None),
    ] {
        let script = Script::answering(200, DONE);
        let task = script.run(global().poll(&script, "t1", Some(reference)));
        let Status::Succeeded(output) = task.unwrap().status else {
            panic!("{reference}")
        };
        assert_eq!(output.cost.map(|cost| cost.micros), micros, "{reference}");
    }
}

#[test]
fn a_look_is_one_request_without_a_body() {
    for (answer, kind) in [
        (Ok(Played::of(200, RUNNING)), None),
        (Ok(Played::of(503, "busy")), Some(ErrorKind::Overloaded)),
        (Err(failure(Cause::Cut, true)), Some(ErrorKind::Network)),
        (
            Err(failure(Cause::Connect, false)),
            Some(ErrorKind::Network),
        ),
    ] {
        let script = Script::of([answer, Ok(Played::of(200, RUNNING))]);
        let looked = script.run(global().poll(&script, "t1", None));
        assert_eq!(looked.err().map(|error| error.into_details().kind), kind);
        assert_eq!(script.sent.borrow().len(), 1);
    }
    let script = Script::answering(200, RUNNING);
    let task = script.run(global().poll(&script, "t1", None)).unwrap();
    assert_eq!(task.status, Status::Running);
    let sent = script.sent.borrow();
    let request = &sent[0];
    assert_eq!(
        request.url,
        "https://dashscope-intl.aliyuncs.com/api/v1/tasks/t1"
    );
    assert_eq!(
        (request.method, request.effect),
        (Method::Get, Effect::Read)
    );
    assert!(request.body.is_empty());
    assert_eq!(header(request, "x-dashscope-async"), None);
}

#[test]
fn an_unknown_status_is_an_error() {
    let answer = r#"{"output":{"task_status":"MELTED"}}"#;
    let script = Script::answering(200, answer);
    let error = script.run(global().poll(&script, "t1", None)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadResponse);
    assert!(error.message.ends_with("its status is `MELTED`"), "{error}");
}

#[test]
fn an_error_in_a_good_answer_is_one() {
    let answer = r#"{"code":"InvalidApiKey","message":"no","request_id":"r9"}"#;
    let script = Script::answering(200, answer);
    let error = script.run(global().poll(&script, "t1", None)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert_eq!(error.request_id.as_deref(), Some("r9"));
}

#[test]
fn ids_that_would_change_the_path_are_refused() {
    let script = Script::answering(200, RUNNING);
    for id in ["", "..", "a/b", "a?b", "a b", "ä", &"a".repeat(101)] {
        let error = script.run(global().poll(&script, id, None)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidRequest, "{id}");
        assert!(script.run(global().cancel(&script, id)).is_err(), "{id}");
    }
    assert!(script.sent.borrow().is_empty());
}

#[test]
fn a_task_is_cancelled_while_it_is_pending() {
    let script = Script::answering(200, r#"{"request_id":"r"}"#);
    let task = script.run(global().cancel(&script, "t1")).unwrap();
    assert_eq!(task.status, Status::Cancelled);
    let sent = script.sent.borrow();
    assert_eq!(
        sent[0].url,
        "https://dashscope-intl.aliyuncs.com/api/v1/tasks/t1/cancel"
    );
    assert_eq!(sent[0].method, Method::Post);

    let refusal = r#"{"code":"UnsupportedOperation","message":"Failed to cancel the task, please confirm if the task is in PENDING status."}"#;
    let script = Script::answering(400, refusal);
    let error = script.run(global().cancel(&script, "t1")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

#[test]
fn a_list_is_asked_for_with_its_filter() {
    let answer = r#"{"total":1,"data":[{"task_id":"t1","status":"PENDING"}]}"#;
    let script = Script::answering(200, answer);
    let filter = Filter {
        since: Some(1_795_140_095),
        until: Some(1_795_140_095),
        ..Filter::default()
    };
    let tasks = script.run(global().tasks(&script, &filter)).unwrap();
    assert_eq!(tasks.len(), 1);
    assert_eq!(
        script.sent.borrow()[0].url,
        "https://dashscope-intl.aliyuncs.com/api/v1/tasks/?page_no=1&page_size=10&start_time=20261120100135&end_time=20261120100135"
    );
}

#[test]
fn an_estimate_is_for_the_region() {
    let estimate = |base_url, model: &str| {
        let request = Request {
            model: Some(model.to_owned()),
            resolution: Some("720p".to_owned()),
            ..boat()
        };
        let cost = provider(base_url).estimate(&request).unwrap().cost;
        cost.map(|cost| (cost.currency, cost.micros))
    };
    let (global, china) = (
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
    );
    let amount = |currency: &str, micros| Some((currency.to_owned(), micros));
    assert_eq!(estimate(global, "qwen/wan2.6-t2v"), amount("USD", 500_000));
    assert_eq!(
        estimate(china, "modelstudio/WAN2.6-T2V"),
        amount("CNY", 3_000_000)
    );
    assert_eq!(estimate(china, "wan3.0-video"), None);
    assert_eq!(estimate("http://127.0.0.1:1/v1", "wan2.6-t2v"), None);
    let foreign = Request {
        model: Some("dashscope/wan2.6-t2v".to_owned()),
        ..boat()
    };
    let error = provider(global).estimate(&foreign).unwrap_err();
    assert_eq!(
        error.message,
        "the model `wan2.6-t2v` is of another provider, dashscope"
    );
}
