//! A folder, a home and a simulator of its own, for the examples of one page.

use super::normal::missing;
use crate::run::{CACHE, compiled};
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::KEY;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::Command;

/// Longer than any example takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How a key is written in an example.
const SHOWN_KEY: &str = "sk-…";

/// What marks a command in a session.
const PROMPT: &str = "$ ";

/// Pictures that the examples speak of.
const PICTURES: [&str; 3] = ["receipt.png", "before.png", "after.png"];

/// The head of one, 32 pixels square.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0";

pub(super) struct Place {
    simulator: Simulator,
    folder: TempDir,
}

impl Place {
    /// With the files that examples speak of.
    pub(super) async fn prepare() -> Self {
        compiled();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = Self {
            simulator: Simulator::start(listener, Options::unpaced()).unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        for name in ["bin", "work", "home"] {
            fs::create_dir(place.path(name)).unwrap();
        }
        for name in PICTURES {
            fs::write(place.path("work").join(name), PICTURE).unwrap();
        }
        place.tools();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `qwenbox` by its name, and cargo: what it runs is `qwenbox`, and what it tests is being tested.
    fn tools(&self) {
        let binary = env!("CARGO_BIN_EXE_qwenbox");
        let cargo = "[ \"$*\" = test ] && exit 0\nuntil [ \"$1\" = -- ]; do shift; done\nshift\n";
        for (name, before) in [("qwenbox", ""), ("cargo", cargo)] {
            let path = self.path("bin").join(name);
            fs::write(&path, format!("#!/bin/sh\n{before}exec {binary} \"$@\"\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Writes a file beside the others; its path.
    pub(super) fn keep(&self, name: &str, text: &str) -> String {
        let path = self.path("work").join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Runs lines as one script, which must end well.
    pub(super) async fn script(&self, lines: &str) -> Result<String, String> {
        let script = lines.replace(SHOWN_KEY, KEY);
        let path = std::env::var("PATH").unwrap();
        let output = Command::new("sh")
            .args(["-euc", &format!("exec 2>&1\n{script}")])
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("HOME", self.path("home"))
            .env("XDG_CACHE_HOME", CACHE)
            .env("QWEN_API_KEY", KEY)
            .env("QWEN_BASE_URL", self.simulator.standard_base_url())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(PATIENCE, output).await;
        let output = output
            .map_err(|_| format!("does not end:\n{lines}"))?
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(format!("ends with {}:\n{lines}\n{printed}", output.status));
        }
        Ok(printed)
    }

    /// Runs each command of a session, and holds what it prints against what is shown.
    pub(super) async fn session(&self, text: &str) -> Result<(), String> {
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix(PROMPT) else {
                return Err(format!("no command stands before {line:?}"));
            };
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with(PROMPT)) {
                shown.push(line);
            }
            self.given(command, &shown);
            let printed = self.script(command).await?;
            let folder = self.path("work").display().to_string();
            let printed = printed.replace(&folder, "/home/me");
            if let Some(line) = missing(&shown, &printed) {
                return Err(format!(
                    "{command}\ndoes not print the line\n{line}\nbut\n{printed}"
                ));
            }
        }
        Ok(())
    }

    /// A file that a session shows with `cat` is there with what is shown.
    fn given(&self, command: &str, shown: &[&str]) {
        if let Some(name) = command.strip_prefix("cat ") {
            let text = shown.join("\n");
            self.keep(name, text.trim_end());
        }
    }
}
