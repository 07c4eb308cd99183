//! The runner of the cases finds what is wrong: with a case, with what was sent, and with what came back.

use crate::folder;
use crate::host::{Call, Host, Library};
use crate::observed::{Events, Observed};
use crate::run::check;
use serde_json::json;

const CASE: &str = r#"{
    title: "A word is answered",
    source: "nothing but this test",
    call: "stream",
    request: { messages: [{ user: "hi" }] },
    upstream: [{ frames: [
        { choices: [{ delta: { content: "Hel" } }] },
        { choices: [{ delta: { content: "lo" }, finish_reason: "stop" }] },
        "[DONE]",
    ] }],
    expect: {
        sent: [{ headers: { "x-none": null } }],
        events: [{ text: "Hel" }, { text: "lo" }],
        completion: { text: "Hello" },
    },
}"#;

/// The case with one piece of its text replaced.
fn altered(old: &str, new: &str) -> String {
    assert!(CASE.contains(old), "{old}");
    CASE.replace(old, new)
}

/// The differences that the altered case is reported with.
async fn found(old: &str, new: &str) -> String {
    let result = check(&altered(old, new), &Library, false).await;
    result.expect_err(new).join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_right_holds() {
    assert_eq!(check(CASE, &Library, false).await, Ok(()));
    let joined = altered(
        r#"events: [{ text: "Hel" }, { text: "lo" }]"#,
        r#"join: true, events: [{ text: "Hello" }]"#,
    );
    assert_eq!(check(&joined, &Library, false).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_expectation_is_found() {
    for (old, new, difference) in [
        (
            r#"{ text: "lo" }]"#,
            r#"{ text: "la" }]"#,
            r#"events[1].text: expected "la", was "lo""#,
        ),
        (
            r#"{ text: "Hel" }, "#,
            "",
            r#"events: expected [{"text":"lo"}], was [{"text":"Hel"},{"text":"lo"}]"#,
        ),
        (
            r#"{ text: "Hello" }"#,
            r#"{ text: "Hello", finishReason: "length" }"#,
            r#"completion.finishReason: expected "length", was "stop""#,
        ),
        (
            r#"{ text: "Hello" }"#,
            r#"{ text: "Hello", usage: {} }"#,
            "completion.usage: expected {",
        ),
        (
            r#"{ text: "Hello" },"#,
            r#"{ text: "Hello" }, warnings: ["retried"],"#,
            r#"warnings: expected ["retried"], was []"#,
        ),
        (
            r#"completion: { text: "Hello" }"#,
            r#"error: { kind: "network", requestSent: true }"#,
            "result: expected an error, was the completion {",
        ),
        (
            r#"{ "x-none": null }"#,
            r#"{ "x-none": "1" }"#,
            r#"sent[0].headers.x-none: expected "1", was null"#,
        ),
        (
            r#"{ headers: { "x-none": null } }"#,
            "{ body: {} }",
            r#"sent[0].body.messages: not expected, was [{"content":"hi","role":"user"}]"#,
        ),
        (
            r#"sent: [{ headers: { "x-none": null } }]"#,
            "sent: []",
            "sent: expected 0 requests, was 1",
        ),
    ] {
        let found = found(old, new).await;
        assert!(found.contains(difference), "{new}\n{found}");
    }
}

const LOOK: &str = r#"{
    title: "A task that took too long says so",
    source: "nothing but this test",
    call: "poll",
    request: { id: "t1" },
    upstream: [{ json: { output: { task_status: "FAILED", code: "InternalError.Timeout", message: "late" } } }],
    expect: {
        sent: [{ headers: { "x-none": null } }],
        task: { status: { failed: { kind: "timeout", code: "InternalError.Timeout", requestSent: true, message: "late" } } },
    },
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_expectation_of_a_task_is_found() {
    assert_eq!(check(LOOK, &Library, false).await, Ok(()));
    for (old, new, difference) in [
        (
            r#"kind: "timeout""#,
            r#"kind: "network""#,
            r#"error.kind: expected "network", was "timeout""#,
        ),
        (
            r#"message: "late" } } },"#,
            r#"message: "soon" } } },"#,
            r#"error.message: expected to hold "soon""#,
        ),
        (
            "task: {",
            "task: { nextPollMs: 1, ",
            "task.nextPollMs: expected 1, was null",
        ),
        (
            "task: {",
            r#"task: { model: "wan2.6-t2v", "#,
            r#"task.model: expected "wan2.6-t2v", was null"#,
        ),
        (
            "sent: [{",
            r#"sent: [{ line: "GET /x", "#,
            r#"sent[0].line: expected "GET /x HTTP/1.1", was "GET /api/v1/tasks/t1 HTTP/1.1""#,
        ),
        (
            "sent: [{",
            "sent: [{ body: {}, ",
            r#"sent[0].body: expected {}, was """#,
        ),
        ("task: {", "tasks: [], task: {", "expect takes one result"),
    ] {
        assert!(LOOK.contains(old), "{old}");
        let found = check(&LOOK.replace(old, new), &Library, false).await;
        let found = found.expect_err(new).join("\n");
        assert!(found.contains(difference), "{new}\n{found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_not_one_is_refused() {
    for (old, new, problem) in [
        ("title:", "titel:", "titel"),
        (r#""stream""#, r#""streem""#, "streem"),
        ("messages:", "prompt:", "prompt"),
        ("completion:", "completions:", "completions"),
        ("frames:", "frame:", "frame"),
        (r#"text: "Hello" }"#, r#"words: "Hello" }"#, "words"),
        (r#""nothing but this test""#, r#""""#, "source"),
        (r#""stream""#, r#""complete""#, "only a stream has events"),
        (
            r#"completion: { text: "Hello" },"#,
            "",
            "expect.completion or expect.error",
        ),
        (
            r#"completion: { text: "Hello" }"#,
            r#"description: { text: "Hello" }"#,
            "this call gives a completion",
        ),
        (
            "frames: [",
            r#"body: "x", frames: ["#,
            "an answer takes one of",
        ),
    ] {
        let found = found(old, new).await;
        assert!(found.contains(problem), "{new}\n{found}");
    }
}

/// A host that always answers well, whatever the upstream said.
struct Parrot;

impl Host for Parrot {
    const NAME: &'static str = "parrot";

    async fn call(&self, _: &Call<'_>) -> Observed {
        Observed {
            events: Events::All(vec![json!({ "text": "Hel" }), json!({ "text": "lo" })]),
            result: Ok(json!({
                "id": "", "model": "", "text": "Hello", "reasoning": "", "toolCalls": [],
                "finishReason": "stop", "usage": null, "warnings": [], "requestId": null,
            })),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_sends_nothing_is_found() {
    let found = check(CASE, &Parrot, false).await.unwrap_err();
    assert_eq!(found, ["sent: expected 1 requests, was 0"]);
}

#[test]
fn a_folder_with_a_strange_or_empty_family_is_found() {
    let problems = folder::problems(&folder::root().join("streams"));
    assert!(problems[0].contains("is no family"), "{problems:?}");
    assert!(
        problems.contains(&"streams is missing".to_owned()),
        "{problems:?}"
    );
}
