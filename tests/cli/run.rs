//! The binary as a child process with an environment of its own. Whatever a run prints, no key is in it.

use qwenbox_tests::{KEY, Upstream, soon};
use std::path::Path;
use std::process::Stdio;
use std::sync::Once;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A command line that is about to run.
pub(crate) struct Qwenbox {
    command: Command,
    input: Option<Vec<u8>>,
}

/// A command line that runs. Dropping it ends it.
pub(crate) struct Running {
    child: Child,
    /// Until nobody reads it any more.
    stdout: Option<ChildStdout>,
    printed: Vec<u8>,
    complained: watch::Receiver<Vec<u8>>,
    stderr: JoinHandle<()>,
}

/// What a command line left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The cache of compiled code is shared among the tests.
pub(crate) const CACHE: &str = env!("CARGO_TARGET_TMPDIR");

const FOLDERS: [(&str, &str); 2] = [("HOME", CACHE), ("XDG_CACHE_HOME", CACHE)];

/// Compiles the component, unless that was done. Without this, all tests would begin with it, all at once.
pub(crate) fn compiled() {
    static COMPILED: Once = Once::new();
    COMPILED.call_once(|| {
        let models = std::process::Command::new(env!("CARGO_BIN_EXE_qwenbox"))
            .args(["models", "list"])
            .env_clear()
            .envs(FOLDERS)
            .output();
        assert!(models.unwrap().status.success());
    });
}

/// The binary with some arguments. It has no key, and nobody types or pipes anything in.
pub(crate) fn qwenbox(arguments: &[&str]) -> Qwenbox {
    compiled();
    let mut command = Command::new(env!("CARGO_BIN_EXE_qwenbox"));
    command.args(arguments).env_clear().envs(FOLDERS);
    let input = None;
    Qwenbox { command, input }
}

/// The binary with some arguments, [`KEY`], and an upstream to ask.
pub(crate) fn asking(upstream: &Upstream, arguments: &[&str]) -> Qwenbox {
    qwenbox(arguments)
        .variable("QWEN_API_KEY", KEY)
        .variable("QWEN_BASE_URL", &upstream.base_url())
}

impl Qwenbox {
    /// With a variable in its environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// In a folder of its own.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// With this piped in.
    pub(crate) fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = Some(bytes.into());
        self
    }

    /// Starts it.
    pub(crate) fn start(mut self) -> Running {
        let stdin = match self.input {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        };
        self.command
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = self.command.spawn().unwrap();
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), self.input) {
            tokio::spawn(async move {
                // A program that ends without reading all of it is within its rights.
                let _ = stdin.write_all(&input).await;
            });
        }
        let mut stderr = child.stderr.take().unwrap();
        let (sender, complained) = watch::channel(Vec::new());
        Running {
            stdout: child.stdout.take(),
            child,
            printed: Vec::new(),
            complained,
            stderr: tokio::spawn(async move {
                let mut piece = Vec::new();
                while stderr.read_buf(&mut piece).await.unwrap() > 0 {
                    sender.send_modify(|all| all.append(&mut piece));
                }
            }),
        }
    }

    /// Runs it to its end.
    pub(crate) async fn end(self) -> Ended {
        self.start().end().await
    }
}

impl Running {
    /// Waits until these words are on stdout.
    pub(crate) async fn prints(&mut self, words: &str) {
        let stdout = self.stdout.as_mut().unwrap();
        while !String::from_utf8_lossy(&self.printed).contains(words) {
            let read = soon(stdout.read_buf(&mut self.printed)).await.unwrap();
            assert!(read > 0, "stdout ended without {words:?}");
        }
    }

    /// Waits until these words are on stderr.
    pub(crate) async fn complains(&mut self, words: &str) {
        let said = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(words);
        soon(self.complained.wait_for(said)).await.unwrap();
    }

    /// What has come on stdout so far.
    pub(crate) fn printed(&self) -> &[u8] {
        &self.printed
    }

    /// Waits for something more on stdout.
    pub(crate) async fn prints_more(&mut self) {
        let stdout = self.stdout.as_mut().unwrap();
        let read = soon(stdout.read_buf(&mut self.printed)).await.unwrap();
        assert!(read > 0, "stdout ended");
    }

    /// Waits until these words are on stdout, or it has ended. Whether they came.
    pub(crate) async fn prints_or_ends(&mut self, words: &str) -> bool {
        let stdout = self.stdout.as_mut().unwrap();
        while !String::from_utf8_lossy(&self.printed).contains(words) {
            if soon(stdout.read_buf(&mut self.printed)).await.unwrap() == 0 {
                return false;
            }
        }
        true
    }

    /// Ends it without a warning. Whether it still lived.
    pub(crate) async fn kill(mut self) -> bool {
        let lived = self.child.start_kill().is_ok();
        // What a signal ended has no code.
        soon(self.child.wait()).await.unwrap().code().is_none() && lived
    }

    /// The most memory that it ever had, in KB.
    #[cfg(target_os = "linux")]
    pub(crate) fn most_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.unwrap().trim().trim_end_matches(" kB");
        number.parse().unwrap()
    }

    /// Closes stdout, as `head` does when it has seen enough.
    pub(crate) fn reads_no_more(&mut self) {
        self.stdout = None;
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let id = self.child.id().unwrap().to_string();
        // The shell has `kill` built in; the program of this name is not on every machine.
        let mut shell = std::process::Command::new("sh");
        let status = shell.args(["-c", "kill -INT \"$0\"", &id]).status();
        assert!(status.unwrap().success());
    }

    /// Waits for its end.
    pub(crate) async fn end(mut self) -> Ended {
        if let Some(mut stdout) = self.stdout.take() {
            soon(stdout.read_to_end(&mut self.printed)).await.unwrap();
        }
        soon(self.stderr).await.unwrap();
        let stderr = self.complained.borrow().clone();
        let status = soon(self.child.wait()).await.unwrap();
        let ended = Ended {
            code: status.code(),
            stdout: String::from_utf8(self.printed).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        };
        for text in [&ended.stdout, &ended.stderr] {
            assert!(!text.contains(KEY), "a key is printed: {ended:?}");
            assert!(!text.contains("panicked"), "{ended:?}");
        }
        ended
    }
}

impl Ended {
    /// The exit code is this one.
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// It went well, and there was nothing to say but this.
    pub(crate) fn said_only(self, stdout: &str) {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert_eq!(self.stdout, stdout, "{self:?}");
        assert_eq!(self.stderr, "", "{self:?}");
    }
}
