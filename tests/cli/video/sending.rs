//! Commands that end while a submit is under way: its answer is waited for, since it is worth money.

use crate::run::{Qwenbox, qwenbox};
use qwenbox_tests::{KEY, Signal, Step, Upstream};
use serde_json::Value;
use tempfile::TempDir;

const TASK: &str = r#"{"output":{"task_status":"PENDING","task_id":"t1"},"request_id":"r1"}"#;

/// A service that takes its time over a submit.
struct Slow {
    upstream: Upstream,
    answers: Signal,
    state: TempDir,
}

impl Slow {
    fn start() -> Self {
        let answers = Signal::default();
        let length = TASK.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{TASK}"
        );
        let steps = vec![Step::Wait(answers.clone()), Step::Send(answer.into_bytes())];
        Self {
            upstream: Upstream::always(steps),
            answers,
            state: tempfile::tempdir().unwrap(),
        }
    }

    fn qwenbox(&self, arguments: &[&str]) -> Qwenbox {
        qwenbox(arguments)
            .variable("QWEN_API_KEY", KEY)
            .variable("QWEN_BASE_URL", &self.upstream.base_url())
            .variable("XDG_STATE_HOME", &self.state.path().display().to_string())
            .folder(self.state.path())
    }

    /// The one job has its task, and the service was asked once.
    async fn has_the_task(&self) {
        let listed = self
            .qwenbox(&["--json", "video", "list"])
            .end()
            .await
            .with(0);
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        assert_eq!(listed["jobs"][0]["state"], "pending", "{listed}");
        assert_eq!(listed["jobs"][0]["task"], "t1", "{listed}");
        assert_eq!(self.upstream.requests().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_waits_for_the_answer_to_a_submit() {
    for detach in [&["--detach"][..], &[]] {
        let slow = Slow::start();
        let arguments = [&["video", "generate", "a boat"], detach].concat();
        let run = slow.qwenbox(&arguments).start();
        slow.upstream.until(|counts| counts.requests == 1).await;
        run.interrupt();
        slow.answers.fire();
        let ended = run.end().await;
        // The answer may come before the signal is seen.
        assert!(matches!(ended.code, Some(130 | 0)), "{ended:?}");
        slow.has_the_task().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_waits_for_the_answer_to_a_submit() {
    let slow = Slow::start();
    let run = slow
        .qwenbox(&["video", "generate", "--timeout", "0.5", "a boat"])
        .start();
    slow.upstream.until(|counts| counts.requests == 1).await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    slow.answers.fire();
    run.end().await.with(124);
    slow.has_the_task().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_leaves_does_not_cut_a_submit() {
    let slow = Slow::start();
    let mut run = slow
        .qwenbox(&["--json", "video", "generate", "a boat"])
        .start();
    run.prints("submitting").await;
    run.reads_no_more();
    slow.upstream.until(|counts| counts.requests == 1).await;
    slow.answers.fire();
    run.end().await.with(0);
    slow.has_the_task().await;
}
