//! The binary on a pseudo-terminal, and somebody who types.

use nix::pty::{OpenptyResult, Winsize, openpty};
use qwenbox_tests::{KEY, Upstream, soon};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use tokio::sync::mpsc;

/// A terminal with the binary in it.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    screen: mpsc::UnboundedReceiver<Vec<u8>>,
    /// Everything since the last words that were waited for.
    shown: String,
}

/// Wide enough for no line to be broken.
const SIZE: Winsize = Winsize {
    ws_row: 50,
    ws_col: 500,
    ws_xpixel: 0,
    ws_ypixel: 0,
};

impl Terminal {
    /// Starts the binary with a folder for its state, [`KEY`] and an upstream to ask.
    pub(crate) fn start(upstream: &Upstream, state: &str, arguments: &[&str]) -> Self {
        let url = upstream.base_url();
        let variables = [
            ("XDG_STATE_HOME", state),
            ("TERM", "xterm"),
            ("QWEN_API_KEY", KEY),
            ("QWEN_BASE_URL", &url),
        ];
        Self::with(arguments, &variables)
    }

    /// Starts the binary with these variables and no others.
    pub(crate) fn with(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let OpenptyResult { master, slave } = openpty(&SIZE, None).unwrap();
        let stream = || Stdio::from(slave.try_clone().unwrap());
        let child = Command::new(env!("CARGO_BIN_EXE_qwenbox"))
            .args(arguments)
            .env_clear()
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .envs(variables.iter().copied())
            .stdin(stream())
            .stdout(stream())
            .stderr(stream())
            .spawn()
            .unwrap();
        let keys = File::from(master.try_clone().unwrap());
        let (sender, screen) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            let mut master = File::from(master);
            let mut bytes = [0; 4096];
            // The last holder of the other side has gone when this fails.
            while let Ok(count @ 1..) = master.read(&mut bytes) {
                let _ = sender.send(bytes[..count].to_vec());
            }
        });
        Self {
            child,
            keys,
            screen,
            shown: String::new(),
        }
    }

    /// Waits until these words are on the screen, behind those that were waited for last.
    pub(crate) async fn shows(&mut self, words: &str) {
        loop {
            if let Some(place) = self.shown.find(words) {
                self.shown.drain(..place + words.len());
                return;
            }
            let more = soon(self.screen.recv()).await;
            assert!(more.is_some(), "no {words:?} in {:?}", self.shown);
            let more = more.unwrap_or_default();
            self.shown.push_str(&String::from_utf8_lossy(&more));
            assert!(!self.shown.contains(KEY), "{:?}", self.shown);
        }
    }

    /// Types, once the prompt is there.
    pub(crate) async fn types(&mut self, keys: &str) {
        self.answers("> ", keys).await;
    }

    /// Types, once this question is there.
    pub(crate) async fn answers(&mut self, question: &str, keys: &str) {
        self.shows(question).await;
        self.presses(keys);
    }

    /// Types right now.
    pub(crate) fn presses(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Presses Ctrl-C while an answer comes: outside of the line editor, the system makes a signal of it.
    pub(crate) fn interrupt(&self) {
        let id = self.child.id().to_string();
        let mut shell = Command::new("sh");
        let status = shell.args(["-c", "kill -INT \"$0\"", &id]).status();
        assert!(status.unwrap().success());
    }

    /// Waits for the end, and gives the exit code.
    pub(crate) async fn ends(mut self) -> Option<i32> {
        // The screen is read on, or the binary could not write its last words.
        while soon(self.screen.recv()).await.is_some() {}
        self.child.wait().unwrap().code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
