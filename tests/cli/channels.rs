//! Which words go where: the answer to stdout, all others to stderr, and colour only where it is wanted.

use crate::run::{asking, qwenbox};
use qwenbox_tests::{Step, Upstream, answer};

/// An upstream that thinks before it answers.
fn thinking() -> Upstream {
    let frames = [
        answer::reasoning("let me "),
        answer::reasoning("see"),
        answer::text("it is so"),
        answer::ending(),
    ];
    Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(frames.concat())),
        Step::Send(answer::last_piece()),
    ])
}

/// A chat with more stop texts than are sent, which is a warning.
fn warned<'a>(options: &[&'a str]) -> Vec<&'a str> {
    let stops = ["--stop", "END"].repeat(17);
    [options, &["chat", "hello"], &stops].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn reasoning_is_shown_when_asked_for_and_on_stderr() {
    let upstream = thinking();
    asking(&upstream, &["chat", "hello"])
        .end()
        .await
        .said_only("it is so\n");
    for arguments in [
        &["chat", "--show-thinking", "hello"][..],
        &["-q", "chat", "--show-thinking", "hello"],
    ] {
        let ended = asking(&upstream, arguments).end().await.with(0);
        assert_eq!(ended.stdout, "it is so\n");
        assert_eq!(ended.stderr, "let me see\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_told_when_asked_for_and_on_stderr() {
    let upstream = thinking();
    let run = asking(&upstream, &["chat", "--usage", "hello"]);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stdout, "it is so\n");
    let told = "3 tokens in (0 cached, 0 written to the cache), 5 out (0 reasoning); ";
    assert!(ended.stderr.starts_with(told), "{ended:?}");
    assert!(ended.stderr.contains("first token after "), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_is_told_once_and_not_to_those_who_want_quiet() {
    let upstream = thinking();
    let ended = asking(&upstream, &warned(&[])).end().await.with(0);
    assert_eq!(ended.stdout, "it is so\n");
    let warning = "warning: only the first 16 of 17 stop texts were sent\n";
    assert_eq!(ended.stderr, warning);

    let run = asking(&upstream, &warned(&["-q"]));
    run.end().await.said_only("it is so\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_told_to_those_who_want_quiet_too() {
    let upstream = Upstream::always(vec![Step::Close]);
    let ended = asking(&upstream, &["-q", "chat", "--retry-budget", "0", "hello"])
        .end()
        .await;
    assert!(ended.with(1).stderr.starts_with("error: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn verbose_tells_what_happens_and_all_of_an_error() {
    let body = br#"{"error":{"message":"No.","code":"InternalError"},"request_id":"r-7"}"#;
    let answer = answer::http("500 Internal Server Error", "application/json", body);
    let upstream = Upstream::always(vec![Step::Send(answer)]);
    let details = [
        "  kind: overloaded\n",
        "  status: 500\n",
        "  code: InternalError\n",
        "  request id: r-7\n",
        "  request sent: maybe\n",
    ];
    let once = ["chat", "--retry-budget", "0", "hello"];
    let quiet = asking(&upstream, &once).end().await.with(1);
    let verbose = asking(&upstream, &[&["-v"], &once[..]].concat())
        .end()
        .await
        .with(1);
    for detail in details {
        assert!(!quiet.stderr.contains(detail), "{quiet:?}");
        assert!(verbose.stderr.contains(detail), "{verbose:?}");
    }
    assert!(verbose.stderr.contains("DEBUG"), "{verbose:?}");
    assert_eq!(verbose.stdout, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    const ESCAPE: char = '\u{1b}';
    let upstream = thinking();
    let mut arguments = warned(&["--color", "auto"]);
    arguments.extend(["--show-thinking", "--usage"]);
    let run = asking(&upstream, &arguments).variable("TERM", "xterm-256color");
    let ended = run.end().await.with(0);
    assert!(!ended.stdout.contains(ESCAPE), "{ended:?}");
    assert!(!ended.stderr.contains(ESCAPE), "{ended:?}");

    arguments[1] = "always";
    let ended = asking(&upstream, &arguments).end().await.with(0);
    assert!(ended.stderr.contains(ESCAPE), "{ended:?}");
    assert_eq!(ended.stdout, "it is so\n");

    let ended = qwenbox(&["chatt"]).end().await.with(2);
    assert!(!ended.stderr.contains(ESCAPE), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_configured_and_not_read_is_a_warning() {
    let upstream = thinking();
    let entry = r#"{"apiKey":"sk-in-the-entry"}"#;
    let run = asking(&upstream, &["chat", "hello"]).variable("QWEN_CONFIG", entry);
    let ended = run.end().await.with(0);
    assert_eq!(ended.stderr, "warning: QWEN_CONFIG.apiKey is not read\n");
}
