//! A folder, a home and a simulator of its own, for the examples of one page.

use super::normal::missing;
use crate::run::{CACHE, compiled};
use qwenbox_simulator::{Options, Simulator};
use qwenbox_tests::{KEY, soon};
use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// Longer than any example takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How a key is written in an example.
const SHOWN_KEY: &str = "sk-…";

/// What begins a command that does not end.
const SERVER: &str = "qwenbox serve";

/// Where it serves, as the examples have it.
const SERVED: &str = "127.0.0.1:8787";

/// What marks a command in a session.
const PROMPT: &str = "$ ";

/// Pictures that the examples speak of.
const PICTURES: [&str; 3] = ["receipt.png", "before.png", "after.png"];

/// The head of one, 32 pixels square.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0";

pub(super) struct Place {
    simulator: Simulator,
    folder: TempDir,
    /// Where servers of this page listen.
    address: SocketAddr,
    servers: Mutex<Vec<Child>>,
}

impl Place {
    /// With the files that examples speak of.
    pub(super) async fn prepare() -> Self {
        compiled();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = Self {
            simulator: Simulator::start(listener, Options::unpaced()).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            address: free().await,
            servers: Mutex::default(),
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

    /// Runs lines as one script, which must end well. What serves goes on until the page ends.
    pub(super) async fn script(&self, lines: &str) -> Result<String, String> {
        let lines = lines
            .replace(SHOWN_KEY, KEY)
            .replace(SERVED, &self.address.to_string());
        let mut script = String::from("exec 2>&1\n");
        for line in lines.split_inclusive('\n') {
            if line.starts_with(SERVER) {
                self.serve(line.trim_end()).await;
            } else {
                script.push_str(line);
            }
        }
        let output = tokio::time::timeout(PATIENCE, self.shell(&script).output()).await;
        let output = output
            .map_err(|_| format!("does not end:\n{lines}"))?
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(format!("ends with {}:\n{lines}\n{printed}", output.status));
        }
        Ok(printed)
    }

    /// A shell as somebody with a key has it, in the place's folder.
    fn shell(&self, script: &str) -> Command {
        let path = std::env::var("PATH").unwrap();
        let mut shell = Command::new("sh");
        shell
            .args(["-euc", script])
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("HOME", self.path("home"))
            .env("XDG_CACHE_HOME", CACHE)
            .env("QWEN_API_KEY", KEY)
            .env("QWEN_BASE_URL", self.simulator.standard_base_url())
            .kill_on_drop(true);
        shell
    }

    /// Starts a server at the address of this page, and waits until it is there.
    async fn serve(&self, line: &str) {
        let address = self.address;
        let mut shell = self.shell(&format!("exec {line} --listen {address}"));
        let child = shell.stderr(Stdio::null()).spawn().unwrap();
        self.servers.lock().unwrap().push(child);
        soon(async {
            while TcpStream::connect(address).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
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

/// An address on which nobody listens.
async fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}
