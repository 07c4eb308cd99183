//! The command door under stock `wasmtime run`: what stands on which stream, when, and the exit code.

use qwenbox_tests::upstream::Request;
use qwenbox_tests::{KEY, Signal, Step, Upstream, answer, soon, stock};
use std::process::{Output, Stdio};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

fn door(upstream: &Upstream, arguments: &[&str]) -> Command {
    let mut wasmtime = Command::new(stock::wasmtime());
    wasmtime
        .args(["run", "--allow-precompiled", "-S", "http"])
        .args(["--env", "QWEN_API_KEY", "--env", "QWEN_BASE_URL"])
        .arg(stock::compiled())
        .args(arguments)
        .env("QWEN_API_KEY", KEY)
        .env("QWEN_BASE_URL", upstream.base_url())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    wasmtime
}

/// What a command left behind: its exit code, stdout and stderr.
fn left(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

async fn ended(upstream: &Upstream, arguments: &[&str]) -> (Option<i32>, String, String) {
    left(soon(door(upstream, arguments).output()).await.unwrap())
}

fn greeting() -> Upstream {
    Upstream::start(|request| answer::good(request, "Hello"))
}

/// The body of the only request.
fn asked(upstream: &Upstream) -> serde_json::Value {
    let [request]: [Request; 1] = upstream.requests().try_into().unwrap();
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {KEY}"))
    );
    serde_json::from_slice(&request.body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn stdout_has_the_answer_and_nothing_else() {
    for (arguments, stderr) in [
        (&["chat", "hi"][..], ""),
        (
            &["chat", "--usage", "hi"],
            "3 tokens in (0 cached, 0 written to the cache), 5 out (0 reasoning)\n",
        ),
    ] {
        let upstream = greeting();
        let (code, stdout, beside) = ended(&upstream, arguments).await;
        assert_eq!((code, &*stdout, &*beside), (Some(0), "Hello\n", stderr));
        let messages = &asked(&upstream)["messages"];
        assert_eq!(messages[0]["content"], "hi", "{messages}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reasoning_and_warnings_stand_on_stderr() {
    let frames = [
        answer::reasoning("Hm."),
        answer::text("Hello"),
        answer::ending(),
    ]
    .concat();
    let bytes = [
        answer::stream_head(),
        answer::piece(frames),
        answer::last_piece(),
    ]
    .concat();
    let upstream = Upstream::always(vec![Step::Send(bytes)]);
    let arguments = [
        "chat",
        "--show-thinking",
        "-m",
        "qwen3-coder-plus",
        "--thinking",
        "high",
        "hi",
    ];
    let (code, stdout, stderr) = ended(&upstream, &arguments).await;
    assert_eq!((code, &*stdout), (Some(0), "Hello\n"));
    assert!(stderr.starts_with("warning: "), "{stderr}");
    assert!(stderr.contains("\nHm."), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn text_appears_while_the_answer_is_written() {
    let go_on = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("Hel"))),
        Step::Wait(go_on.clone()),
        Step::Send(answer::piece(answer::text("lo") + &answer::ending())),
        Step::Send(answer::last_piece()),
    ]);
    let mut child = door(&upstream, &["chat", "hi"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut begun = [0; 3];
    soon(stdout.read_exact(&mut begun)).await.unwrap();
    assert_eq!(&begun, b"Hel");
    go_on.fire();
    let mut rest = String::new();
    soon(stdout.read_to_string(&mut rest)).await.unwrap();
    assert_eq!(rest, "lo\n");
    assert_eq!(soon(child.wait()).await.unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_is_read_from_stdin() {
    for arguments in [&["chat"][..], &["chat", "-"]] {
        let upstream = greeting();
        let mut command = door(&upstream, arguments);
        let mut child: Child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b"from a pipe\n").await.unwrap();
        drop(stdin);
        let (code, stdout, _) = left(soon(child.wait_with_output()).await.unwrap());
        assert_eq!((code, &*stdout), (Some(0), "Hello\n"));
        assert_eq!(asked(&upstream)["messages"][0]["content"], "from a pipe");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_nothing_is_sent() {
    for (arguments, message) in [
        (&[][..], "error: there is no command\n"),
        (&["serve"], "error: there is no command serve\n"),
        (
            &["chat", "--tools", "a"],
            "error: there is no option --tools\n",
        ),
        (&["chat"], "error: the prompt is empty"),
        (&["chat", "-m", "gpt-5", "hi"], "error: "),
        (&["chat", "--temperature", "9", "hi"], "error: "),
        (&["video", "poll", "a/b"], "error: the task's id is not one"),
        (&["video", "submit", "--duration", "99", "boat"], "error: "),
    ] {
        let upstream = greeting();
        let (code, stdout, stderr) = ended(&upstream, arguments).await;
        assert_eq!((code, &*stdout), (Some(1), ""), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with(message), "{arguments:?}: {stderr}");
        assert_eq!(upstream.counts().requests, 0, "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_stays_and_is_an_error() {
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("Hel"))),
        Step::Reset,
    ]);
    let (code, stdout, stderr) = ended(&upstream, &["chat", "hi"]).await;
    assert_eq!((code, &*stdout), (Some(1), "Hel\n"));
    assert!(stderr.starts_with("error: "), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_closes_stdout_ends_the_answer() {
    let go_on = Signal::default();
    let upstream = Upstream::always(vec![
        Step::Send(answer::stream_head()),
        Step::Send(answer::piece(answer::text("Hel"))),
        Step::Wait(go_on.clone()),
        Step::Send(answer::piece(answer::text("lo"))),
        Step::Wait(Signal::default()),
    ]);
    let mut child = door(&upstream, &["chat", "hi"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    soon(stdout.read_exact(&mut [0; 3])).await.unwrap();
    drop(stdout);
    go_on.fire();
    assert_eq!(soon(child.wait()).await.unwrap().code(), Some(1));
    upstream.until(|counts| counts.abandoned == 1).await;
}
