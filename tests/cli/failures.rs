//! What goes wrong: the exit code, what people and programs are told, and the words that stay.

use crate::run::{Ended, asking, qwenbox};
use qwenbox_tests::{Step, Upstream, answer};
use serde_json::{Value, json};

/// An answer that is none, and how the program ends.
struct Row {
    name: &'static str,
    steps: Vec<Step>,
    code: i32,
    /// The word for programs.
    kind: &'static str,
    /// What stays on stdout.
    printed: &'static str,
    /// What people are told.
    told: &'static [&'static str],
}

/// A question that is asked once, whatever comes back.
const ONCE: [&str; 4] = ["chat", "hello", "--retry-budget", "0"];

fn refused(status: &str, code: &str, message: &str) -> Vec<Step> {
    let body = json!({ "error": { "message": message, "code": code } });
    let answer = answer::http(status, "application/json", body.to_string().as_bytes());
    vec![Step::Send(answer)]
}

/// Some words, and then these bytes of the same stream.
fn after_words(rest: impl AsRef<[u8]>) -> Vec<Step> {
    vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("so far"))),
        Step::Send(answer::piece(rest)),
    ]
}

/// Nothing comes but the failure.
fn bare(
    name: &'static str,
    steps: Vec<Step>,
    code: i32,
    kind: &'static str,
    told: &'static [&'static str],
) -> Row {
    Row {
        name,
        steps,
        code,
        kind,
        printed: "",
        told,
    }
}

fn refusals() -> Vec<Row> {
    vec![
        bare(
            "a wrong key",
            refused(
                "401 Unauthorized",
                "invalid_api_key",
                "Incorrect API key provided.",
            ),
            3,
            "unauthorized",
            &[
                "Incorrect API key provided.",
                "same plan and region",
                "sk-sp-",
            ],
        ),
        bare(
            "an account that owes money",
            refused("400 Bad Request", "Arrearage", "Access denied."),
            3,
            "billing",
            &["Access denied.", "overdue"],
        ),
        bare(
            "too many requests",
            refused(
                "429 Too Many Requests",
                "Throttling.RateQuota",
                "Too many requests.",
            ),
            4,
            "rate-limited",
            &["Too many requests.", "fewer requests"],
        ),
        bare(
            "a free quota that is used up",
            refused(
                "403 Forbidden",
                "AllocationQuota.FreeTierOnly",
                "Free allocated quota exceeded.",
            ),
            4,
            "quota-exhausted",
            &["Free allocated quota exceeded.", "the free quota"],
        ),
        bare(
            "a question that the content filter refuses",
            refused(
                "400 Bad Request",
                "data_inspection_failed",
                "Inappropriate content.",
            ),
            5,
            "content-filtered",
            &["Inappropriate content.", "content filter"],
        ),
        bare(
            "a request that the provider finds wrong",
            refused("400 Bad Request", "invalid_parameter_error", "Wrong."),
            1,
            "invalid-request",
            &["Wrong."],
        ),
    ]
}

/// Answers that are none of the provider's.
fn strangers() -> Vec<Row> {
    vec![
        bare(
            "a page instead of an answer",
            vec![Step::Send(answer::http(
                "200 OK",
                "text/html",
                b"<!doctype html><p>welcome",
            ))],
            1,
            "bad-response",
            &["text/html", "base URL"],
        ),
        bare(
            "no answer at all",
            vec![Step::Close],
            1,
            "network",
            &["the connection ended"],
        ),
    ]
}

/// A stream that stops after its first words.
fn broken(
    name: &'static str,
    steps: Vec<Step>,
    code: i32,
    kind: &'static str,
    told: &'static [&'static str],
) -> Row {
    Row {
        printed: "so far\n",
        ..bare(name, steps, code, kind, told)
    }
}

fn broken_streams() -> Vec<Row> {
    const CUT: &[&str] = &["ended before the answer", "the text so far stands"];
    const NO_JSON: &[&str] = &["a chunk that is not JSON"];
    let long_line = [b"data: ".to_vec(), vec![b'x'; 20_000_000]].concat();
    let end = Step::Send(answer::last_piece());
    vec![
        broken(
            "a stream that ends before its answer",
            [after_words(": \n\n"), vec![end]].concat(),
            1,
            "network",
            CUT,
        ),
        broken(
            "a stream that is cut",
            [after_words("data: {\"cho"), vec![Step::Close]].concat(),
            1,
            "network",
            CUT,
        ),
        broken(
            "a line of many megabytes",
            after_words(long_line),
            1,
            "bad-response",
            &["more than 4 MiB"],
        ),
        broken(
            "invalid UTF-8 in a chunk",
            after_words(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n"),
            1,
            "bad-response",
            NO_JSON,
        ),
        broken(
            "broken JSON in a chunk",
            after_words("data: {\"choices\":[{\"delta\n\n"),
            1,
            "bad-response",
            NO_JSON,
        ),
    ]
}

/// Streams that the provider itself ends early.
fn ended_streams() -> Vec<Row> {
    let error = |code: &str, message: &str| {
        after_words(answer::frame(
            &json!({ "error": { "message": message, "code": code } }),
        ))
    };
    let choice = json!({ "index": 0, "delta": {}, "finish_reason": "content_filter" });
    let filtered = answer::frame(&json!({ "choices": [choice] }));
    vec![
        broken(
            "an error inside a stream",
            error("InternalError", "It broke."),
            1,
            "overloaded",
            &["It broke."],
        ),
        broken(
            "an answer that the content filter cuts",
            after_words(filtered + "data: [DONE]\n\n"),
            5,
            "content-filtered",
            &["cut by the provider's content filter"],
        ),
        broken(
            "an answer that the content filter ends with an error",
            error("data_inspection_failed", "Inappropriate."),
            5,
            "content-filtered",
            &["Inappropriate.", "content filter"],
        ),
    ]
}

fn told(row: &Row, ended: &Ended) {
    let name = row.name;
    assert_eq!(ended.stdout, row.printed, "{name}: {ended:?}");
    let errors = ended.stderr.lines();
    let errors = errors.filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors, 1, "{name}: {ended:?}");
    for words in row.told {
        assert!(ended.stderr.contains(words), "{name}: {ended:?}");
    }
}

/// The record that a program finds on the last line, and what stands before it.
fn record(ended: &Ended) -> (Value, Vec<Value>) {
    assert_eq!(ended.stderr, "", "{ended:?}");
    let lines = ended.stdout.lines();
    let mut objects: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let error = objects.pop().unwrap()["error"].take();
    (error, objects)
}

async fn check(row: Row) {
    let name = row.name;
    let upstream = Upstream::always(row.steps.clone());
    let ended = asking(&upstream, &ONCE).end().await;
    told(&row, &ended.with(row.code));

    let run = asking(&upstream, &[&["--json"], &ONCE[..]].concat());
    let (error, events) = record(&run.end().await.with(row.code));
    assert_eq!(error["kind"], row.kind, "{name}: {error}");
    assert_eq!(error["requestSent"], true, "{name}: {error}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(row.told[0]), "{name}: {error}");
    let words = events.iter().filter(|event| event["type"] == "text");
    let words = words.filter_map(|event| event["text"].as_str());
    assert_eq!(words.collect::<Vec<_>>().concat(), row.printed.trim_end());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_has_its_exit_code_and_says_what_to_do() {
    for row in refusals().into_iter().chain(strangers()) {
        check(row).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_keeps_its_words_and_has_its_exit_code() {
    for row in broken_streams().into_iter().chain(ended_streams()) {
        check(row).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_awaited_whole_fails_the_same_way() {
    for row in refusals().into_iter().chain(strangers()) {
        let upstream = Upstream::always(row.steps.clone());
        let arguments = [&ONCE[..], &["--no-stream"]].concat();
        let ended = asking(&upstream, &arguments).end().await;
        told(&row, &ended.with(row.code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_reached_has_its_exit_code() {
    for (base_url, code) in [
        ("ftp://127.0.0.1/v1", 2),
        ("not a url", 2),
        ("http://127.0.0.1:1/v1", 1),
        ("https://nowhere.invalid/v1", 1),
    ] {
        let run = qwenbox(&["--base-url", base_url, "chat", "hi"])
            .variable("QWEN_API_KEY", qwenbox_tests::KEY);
        let ended = run.end().await.with(code);
        assert_eq!(ended.stdout, "", "{base_url}");
        assert!(ended.stderr.starts_with("error: "), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_people_are_told_what_is_looked_at_and_where_to_get_one() {
    let ended = qwenbox(&["chat", "hi"]).end().await.with(2);
    assert_eq!(ended.stdout, "");
    for part in [
        "QWEN_API_KEY",
        "MODELSTUDIO_API_KEY",
        "DASHSCOPE_API_KEY",
        "https://home.qwencloud.com/api-keys",
        "--simulate",
        "qwenbox demo",
        "qwenbox onboard",
    ] {
        assert!(ended.stderr.contains(part), "{part}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_wrong_is_refused_before_anything_is_sent() {
    let upstream = Upstream::start(|request| answer::good(request, "hi"));
    for (arguments, words) in [
        (&["chat", "--extra", "{", "hi"][..], "not JSON"),
        (&["chat", "--extra", "[]", "hi"], "JSON object"),
        (&["chat", "--thinking", "loud", "hi"], "loud"),
        (&["chat", "-m", "qwen3.5-pluss", "hi"], "qwen3.5-plus,"),
        (&["chat", "hi", "there"], "there"),
        (&["chatt"], "chat"),
    ] {
        let ended = asking(&upstream, arguments).end().await.with(2);
        assert_eq!(ended.stdout, "", "{ended:?}");
        assert!(ended.stderr.contains(words), "{ended:?}");
        let json = [&["--json"], arguments].concat();
        let (error, before) = record(&asking(&upstream, &json).end().await.with(2));
        assert_eq!(error["requestSent"], false, "{error}");
        assert_eq!(before, [Value::Null; 0]);
    }
    assert_eq!(upstream.counts().connections, 0);
}
