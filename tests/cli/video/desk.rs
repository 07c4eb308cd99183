//! A folder to work in, a state of its own, and a simulator to ask.

use crate::run::{Qwenbox, qwenbox};
use qwenbox_simulator::{Options, Simulator, VideoOptions};
use qwenbox_tests::KEY;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(crate) struct Desk {
    pub(crate) simulator: Simulator,
    folder: TempDir,
}

/// The state's folder, in the folder to work in.
const STATE: &str = ".state";

impl Desk {
    pub(crate) async fn open(video: VideoOptions) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let options = Options {
            video,
            ..Options::unpaced()
        };
        Self {
            simulator: Simulator::start(listener, options).unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The binary, which asks the simulator.
    pub(crate) fn qwenbox(&self, arguments: &[&str]) -> Qwenbox {
        let url = self.simulator.standard_base_url();
        self.real(arguments).variable("QWEN_BASE_URL", &url)
    }

    /// The binary, which would ask the service.
    pub(crate) fn real(&self, arguments: &[&str]) -> Qwenbox {
        qwenbox(arguments)
            .variable("QWEN_API_KEY", KEY)
            .variable("XDG_STATE_HOME", &self.path(STATE).display().to_string())
            .folder(self.folder.path())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// What the binary keeps.
    pub(crate) fn state(&self) -> PathBuf {
        self.path(STATE).join("qwenbox")
    }

    /// The files in the folder to work in, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        names(self.folder.path(), |name| name != STATE)
    }

    /// The processes of which a lock is left.
    pub(crate) fn owners(&self) -> Vec<String> {
        names(&self.state().join("owners"), |_| true)
    }

    /// How often a task was asked for.
    pub(crate) fn submits(&self) -> usize {
        self.requests(|path| path.ends_with("/video-synthesis"))
    }

    /// How often a task was looked at.
    pub(crate) fn looks(&self) -> usize {
        self.requests(|path| path.starts_with("/api/v1/tasks/"))
    }

    fn requests(&self, wanted: impl Fn(&str) -> bool) -> usize {
        let requests = self.simulator.requests();
        requests
            .iter()
            .filter(|request| wanted(&request.path))
            .count()
    }
}

fn names(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| wanted(name))
        .collect();
    names.sort();
    names
}
