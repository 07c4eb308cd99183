//! What a call sends again and what it does not, what its caller hears of that, and when it gives up.

use super::*;
use crate::error::ErrorKind;
use crate::http::{Effect, Method, Timeouts};
use crate::transport::script::Piece::{Bytes, Failure, Wait};
use crate::transport::script::{Played, Script, failure};
use crate::transport::{self, Cause};

const SAID: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}\n\n";
const END: &str =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
const BEGUN: &str =
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
const BUSY: &str = r#"{"error":{"message":"slow down","code":"Throttling"}}"#;
const BUSY_FRAME: &str =
    "data: {\"error\":{\"message\":\"slow down\",\"code\":\"Throttling\"}}\n\n";
const FINISHED_BUSY: &str = concat!(
    r#"data: {"choices":[{"delta":{"content":"id:1\nevent:error\n:HTTP_STATUS/429\n"#,
    r#"data:{\"code\":\"Throttling\",\"message\":\"slow down\"}"},"finish_reason":"error_finish"}]}"#,
    "\n\n"
);

type Answer = Result<Played, transport::Failure>;

#[expect(clippy::unnecessary_wraps, reason = "it is an arm of a script")]
fn ok() -> Answer {
    Ok(Played::pieces(200, [Bytes(SAID), Bytes(END)]))
}

#[expect(clippy::unnecessary_wraps, reason = "it is an arm of a script")]
fn answer(status: u16, body: &'static str) -> Answer {
    Ok(Played::of(status, body))
}

fn failed(cause: Cause, request_sent: bool) -> Answer {
    Err(failure(cause, request_sent))
}

fn request(effect: Effect) -> http::Request {
    http::Request {
        method: Method::Post,
        url: "http://h/v1/chat/completions".to_owned(),
        headers: Vec::new(),
        body: b"{}".to_vec(),
        timeouts: Timeouts::default(),
        effect,
    }
}

fn warning(code: &str) -> Warning {
    Warning {
        code: code.to_owned(),
        message: String::new(),
    }
}

/// The words of an answer and the codes of its warnings as they were told, or the error and the words before it.
type Outcome = (String, Vec<String>, Option<Error>);

fn outcome(script: &Script, effect: Effect, patience: Patience) -> Outcome {
    let (mut text, mut codes) = (String::new(), Vec::new());
    let whole = async {
        let mut call = Call::new(
            script,
            request(effect),
            Reading::default(),
            patience,
            Vec::new(),
        );
        call.attempt().await?;
        while let Some(events) = call.next().await? {
            assert!(!events.is_empty());
            for event in events {
                match event {
                    Event::Text(piece) => text.push_str(&piece),
                    Event::Warning(warning) => codes.push(warning.code),
                    other => panic!("{other:?} was not scripted"),
                }
            }
        }
        Ok(())
    };
    let error = script.run(whole).err();
    (text, codes, error)
}

fn total(total_ms: u64) -> Patience {
    Patience {
        total_ms: Some(total_ms),
        retry_budget_ms: None,
    }
}

#[test]
fn what_cannot_have_been_billed_is_sent_again() {
    for (first, case) in [
        (answer(429, BUSY), "throttled"),
        (answer(500, "{}"), "the provider's failure"),
        (answer(503, ""), "a busy gateway"),
        (failed(Cause::Connect, false), "no connection"),
        (failed(Cause::Timeout, false), "no connection in time"),
        (answer(200, BUSY), "an error as a whole answer"),
        (answer(200, BUSY_FRAME), "an error as a stream"),
        (answer(200, FINISHED_BUSY), "an error as a finish"),
        (
            Ok(Played::pieces(200, [Bytes(BEGUN), Bytes(BUSY_FRAME)])),
            "an error after a chunk that says nothing",
        ),
    ] {
        let script = Script::of([first, ok()]);
        let (text, codes, error) = outcome(&script, Effect::Billable, Patience::default());
        assert_eq!(error, None, "{case}");
        assert_eq!(
            (text.as_str(), codes),
            ("hi", vec!["retried".to_owned()]),
            "{case}"
        );
        let sent = script.sent.borrow();
        assert_eq!(sent.len(), 2, "{case}");
        assert_eq!(sent[0], sent[1], "{case}");
    }
}

#[test]
fn what_may_have_been_billed_or_fails_again_is_not() {
    for (first, kind) in [
        (failed(Cause::Cut, true), ErrorKind::Network),
        (failed(Cause::Timeout, true), ErrorKind::Timeout),
        (failed(Cause::Dns, false), ErrorKind::Network),
        (failed(Cause::Denied, false), ErrorKind::DeniedByHost),
        (answer(401, "{}"), ErrorKind::Unauthorized),
        (answer(400, "{}"), ErrorKind::InvalidRequest),
        (answer(408, "{}"), ErrorKind::Timeout),
        (answer(504, ""), ErrorKind::Timeout),
        (answer(200, BEGUN), ErrorKind::Network),
        (answer(200, "data: {\n\n"), ErrorKind::BadResponse),
        (
            Ok(Played::pieces(
                200,
                [Bytes(BEGUN), Failure(failure(Cause::Cut, true))],
            )),
            ErrorKind::Network,
        ),
    ] {
        let script = Script::of([first, ok()]);
        let (text, codes, error) = outcome(&script, Effect::Billable, Patience::default());
        let error = error.expect("an error");
        assert_eq!(error.kind, kind, "{error}");
        assert!(!error.message.contains("attempt"), "{error}");
        assert_eq!((text.as_str(), codes), ("", vec![]), "{error}");
        assert_eq!(script.sent.borrow().len(), 1, "{error}");
        assert_eq!(script.now_ms(), 0, "{error}");
    }
}

#[test]
fn what_is_free_is_sent_again_after_a_cut() {
    for first in [failed(Cause::Cut, true), answer(504, "")] {
        let script = Script::of([first, ok()]);
        let (text, _, error) = outcome(&script, Effect::Read, Patience::default());
        assert_eq!((text.as_str(), error), ("hi", None));
    }
}

#[test]
fn nothing_is_sent_again_once_a_piece_was_given_out() {
    for last in [
        Bytes(BUSY_FRAME),
        Bytes(FINISHED_BUSY),
        Failure(failure(Cause::Cut, true)),
        Failure(failure(Cause::Timeout, true)),
    ] {
        let script = Script::of([Ok(Played::pieces(200, [Bytes(SAID), last])), ok()]);
        let (text, codes, error) = outcome(&script, Effect::Read, Patience::default());
        let error = error.expect("an error");
        assert!(error.request_sent, "{error}");
        assert_eq!((text.as_str(), codes), ("hi", vec![]), "{error}");
        assert_eq!(script.sent.borrow().len(), 1, "{error}");
    }
}

#[test]
fn the_provider_says_how_long_to_wait_and_the_caller_hears_it_once() {
    let busy = Played::of(429, BUSY).with_header("retry-after", "2");
    let script = Script::of([Ok(busy), ok()]);
    let mut call = Call::new(
        &script,
        request(Effect::Billable),
        Reading::default(),
        Patience::default(),
        vec![warning("first")],
    );
    script.run(call.attempt()).unwrap();
    assert_eq!(script.now_ms(), 2_000);
    let Some(told) = script.run(call.next()).unwrap() else {
        panic!("warnings come first");
    };
    let [Event::Warning(first), Event::Warning(retried)] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(
        (first.code.as_str(), retried.code.as_str()),
        ("first", "retried")
    );
    assert!(retried.message.contains("2000 ms") && retried.message.contains("slow down"));
    while let Some(events) = script.run(call.next()).unwrap() {
        assert!(
            !events
                .iter()
                .any(|event| matches!(event, Event::Warning(_)))
        );
    }
    let (warnings, answer) = call.into_parts();
    assert_eq!(warnings, [first.clone(), retried.clone()]);
    assert_eq!(answer.unwrap().into_completion().text, "hi");
}

#[test]
fn a_call_without_a_budget_is_sent_once() {
    let patience = Patience {
        retry_budget_ms: Some(0),
        total_ms: None,
    };
    for first in [
        answer(429, BUSY),
        failed(Cause::Connect, false),
        answer(200, BUSY_FRAME),
    ] {
        let script = Script::of([first, ok()]);
        let (.., error) = outcome(&script, Effect::Billable, patience);
        assert!(error.is_some());
        assert_eq!((script.sent.borrow().len(), script.now_ms()), (1, 0));
    }
}

#[test]
fn attempts_end_with_the_budget_and_the_last_error_counts_them() {
    let script = Script::of([failed(Cause::Connect, false)]);
    let (.., error) = outcome(&script, Effect::Billable, Patience::default());
    assert!(error.unwrap().message.ends_with("(attempt 3)"));
    assert_eq!(script.sent.borrow().len(), 3);

    let busy = Played::of(429, BUSY).with_header("retry-after", "10");
    let script = Script::of([Ok(busy)]);
    let (.., error) = outcome(&script, Effect::Billable, Patience::default());
    let error = error.unwrap();
    assert_eq!(error.retry_after_ms, Some(10_000));
    assert!(error.message.ends_with("slow down (attempt 4)"), "{error}");
    assert_eq!((script.sent.borrow().len(), script.now_ms()), (4, 30_000));
}

#[test]
fn a_call_ends_at_its_deadline() {
    let slow = || Ok(Played::of(200, SAID).after(5_000));
    let slow_refusal = Ok(Played::pieces(429, [Wait(5_000), Bytes(BUSY)]));
    let silent = Ok(Played::pieces(200, [Bytes(SAID), Wait(5_000), Bytes(END)]));
    let busy = Ok(Played::of(429, BUSY).with_header("retry-after", "2"));
    for (answers, said, sent) in [
        (vec![slow()], "", 1),
        (vec![slow_refusal], "", 1),
        (vec![silent], "hi", 1),
        (vec![busy, slow()], "", 2),
    ] {
        let script = Script::of(answers);
        let (text, _, error) = outcome(&script, Effect::Billable, total(3_000));
        let error = error.expect("a time-out");
        assert_eq!(error.kind, ErrorKind::Timeout, "{error}");
        assert!(error.message.contains("3000 ms in all"), "{error}");
        assert!(error.request_sent);
        assert_eq!((text.as_str(), script.now_ms()), (said, 3_000), "{error}");
        assert_eq!(script.sent.borrow().len(), sent, "{error}");
    }
    for patience in [total(5_001), Patience::default()] {
        let script = Script::of([Ok(
            Played::pieces(200, [Bytes(SAID), Bytes(END)]).after(5_000)
        )]);
        assert_eq!(outcome(&script, Effect::Billable, patience).0, "hi");
    }
}

#[test]
fn a_wait_that_the_deadline_would_cut_is_not_begun() {
    let busy = Played::of(429, BUSY).with_header("retry-after", "2");
    let script = Script::of([Ok(busy), ok()]);
    let (_, codes, error) = outcome(&script, Effect::Billable, total(2_000));
    let error = error.expect("why it failed, and not that time ran out");
    assert_eq!(error.kind, ErrorKind::RateLimited);
    assert_eq!(error.retry_after_ms, Some(2_000));
    assert_eq!((codes, script.now_ms()), (vec![], 0));
    assert_eq!(script.sent.borrow().len(), 1);
}

#[test]
fn nothing_comes_after_the_error() {
    let script = Script::of([answer(200, BUSY_FRAME)]);
    let patience = Patience {
        retry_budget_ms: Some(0),
        total_ms: None,
    };
    let mut call = Call::new(
        &script,
        request(Effect::Billable),
        Reading::default(),
        patience,
        Vec::new(),
    );
    script.run(call.attempt()).unwrap();
    assert!(script.run(call.next()).is_err());
    assert_eq!(script.run(call.next()), Ok(None));
    assert!(call.into_parts().1.is_none());

    let cut = Played::pieces(200, [Bytes(SAID), Wait(5_000)]);
    let script = Script::of([Ok(cut)]);
    let mut call = Call::new(
        &script,
        request(Effect::Billable),
        Reading::default(),
        total(9),
        Vec::new(),
    );
    script.run(call.attempt()).unwrap();
    assert!(script.run(call.next()).is_ok());
    assert!(script.run(call.next()).is_err());
    assert_eq!(script.run(call.next()), Ok(None));
}
