//! Conversations on a terminal.

use crate::run::compiled;
use crate::terminal::Terminal;
use qwenbox_tests::{Signal, Step, Upstream, answer};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";

/// Answers "say nothing more" with a beginning, and everything else whole.
fn upstream() -> Upstream {
    compiled();
    Upstream::start(|request| match request.prompt().as_str() {
        "say nothing more" => vec![
            Step::Send(answer::stream_head()),
            Step::Send(answer::piece(answer::text("well"))),
            Step::Wait(Signal::default()),
        ],
        "fail" => vec![Step::Send(answer::http(
            "400 Bad Request",
            "application/json",
            br#"{"error":{"message":"That is wrong.","code":"invalid_parameter_error"}}"#,
        ))],
        words => answer::good(request, &format!("you said {words}.")),
    })
}

fn begin(upstream: &Upstream, state: &TempDir, options: &[&str]) -> Terminal {
    let arguments = [&["chat"], options].concat();
    Terminal::start(upstream, state.path().to_str().unwrap(), &arguments)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_question_carries_what_was_said_before() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let mut terminal = begin(&upstream, &state, &["--system", "be brief"]);
    terminal.shows("qwen/qwen3.5-plus; /help").await;
    terminal.types("one\r").await;
    terminal.shows("you said one.").await;
    terminal.types("two \\\rlines\r").await;
    terminal.shows("lines.").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));
    let messages = json!([
        { "role": "system", "content": "be brief" },
        { "role": "user", "content": "one" },
        { "role": "assistant", "content": "you said one." },
        { "role": "user", "content": "two \nlines" },
    ]);
    assert_eq!(upstream.requests()[1].json()["messages"], messages);

    let history = state.path().join("qwenbox/history");
    let mode = std::fs::metadata(&history).unwrap().permissions().mode();
    assert_eq!(
        mode & 0o777,
        0o600,
        "what was asked is nobody else's business"
    );
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types("\x1b[A").await;
    terminal.shows("lines").await;
    terminal.presses(CTRL_C);
    terminal.shows("once more").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_stops_an_answer_and_not_the_conversation() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types("say nothing more\r").await;
    terminal.shows("\r\nwell").await;
    terminal.interrupt();
    terminal.shows("stopped").await;
    upstream.until(|counts| counts.abandoned == 1).await;
    terminal.types("next\r").await;
    terminal.shows("you said next.").await;
    terminal.types("/quit\r").await;
    assert_eq!(terminal.ends().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_and_the_conversation_goes_on_without_it() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types("fail\r").await;
    terminal.shows("error:").await;
    terminal.shows("That is wrong.").await;
    terminal.types("next\r").await;
    terminal.shows("you said next.").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));
    let messages = json!([{ "role": "user", "content": "next" }]);
    assert_eq!(upstream.requests()[1].json()["messages"], messages);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_twice_leaves() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types(CTRL_C).await;
    terminal.shows("once more").await;
    terminal.types(CTRL_C).await;
    assert_eq!(terminal.ends().await, Some(0));
    assert_eq!(upstream.counts().connections, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_change_the_next_question_and_save_the_last_ones() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let path = state.path().join("talk.md");
    let save = format!("/save {}\r", path.display());
    let mut terminal = begin(&upstream, &state, &[]);
    terminal
        .types("/model modelstudio/qwen3-max-2026-01-23\r")
        .await;
    terminal
        .shows("the model is qwen/qwen3-max-2026-01-23")
        .await;
    terminal.types("/model nothing\r").await;
    terminal.shows("error:").await;
    terminal.types("/thinking low\r").await;
    terminal.shows("the thinking level is low").await;
    terminal.types("one\r").await;
    terminal.shows("you said one.").await;
    terminal.types(&save).await;
    terminal.shows("written to").await;
    terminal.types(&save).await;
    terminal.shows("written to").await;
    terminal.types("/usage\r").await;
    terminal.shows("3 tokens in").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));

    let sent = upstream.requests()[0].json();
    assert_eq!(sent["model"], "qwen3-max-2026-01-23");
    assert_eq!(sent["enable_thinking"], true);
    let saved = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        saved,
        "## You\n\none\n\n## qwen/qwen3-max-2026-01-23\n\nyou said one.\n"
    );

    // A file of somebody else's is left alone.
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types(&save).await;
    terminal.shows("error:").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), saved);
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_reach_a_terminal_and_those_of_others_do_not() {
    let (upstream, state) = (upstream(), tempfile::tempdir().unwrap());
    let mut terminal = begin(&upstream, &state, &[]);
    terminal.types("/model a\u{1b}[2Jb\r").await;
    terminal.shows("\u{1b}[1;31merror:\u{1b}[22;39m").await;
    terminal.types(CTRL_D).await;
    assert_eq!(terminal.ends().await, Some(0));
}
