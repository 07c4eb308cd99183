//! What the operator of a simulator chooses for videos: times, limits, faults.

use std::time::Duration;

use super::fault::VideoFault;

/// How the video service behaves.
#[derive(Clone, Debug)]
pub struct VideoOptions {
    /// How long a task is PENDING at least. Default 1 s.
    pub pending: Duration,
    /// How long it is RUNNING. Default 4 s; the service takes minutes.
    pub running: Duration,
    /// How long a task and its result are kept after its end; then it is UNKNOWN, and its address has expired.
    /// Default 24 h.
    pub result_life: Duration,
    /// Submits a second that each key may make. Default 5; `None`: any number.
    pub submits_per_second: Option<u32>,
    /// Polls a second that each key may make, of all its tasks together. Default 20; `None`: any number.
    pub polls_per_second: Option<u32>,
    /// Lists a second that each key may make. Default 20; `None`: any number.
    pub lists_per_second: Option<u32>,
    /// How many tasks of a key run at once; others wait as PENDING. Default 5; `None`: any number; 0: none ever begins.
    pub running_tasks: Option<u32>,
    /// The largest file that may be uploaded, in megabytes of 1,048,576 bytes. Default 100.
    pub upload_megabytes: u32,
    /// What goes wrong on purpose, with every task. Default: nothing.
    pub faults: Vec<VideoFault>,
}

impl Default for VideoOptions {
    fn default() -> Self {
        Self {
            pending: Duration::from_secs(1),
            running: Duration::from_secs(4),
            result_life: Duration::from_hours(24),
            submits_per_second: Some(5),
            polls_per_second: Some(20),
            lists_per_second: Some(20),
            running_tasks: Some(5),
            upload_megabytes: 100,
            faults: Vec::new(),
        }
    }
}

impl VideoOptions {
    /// The default options without any waiting, for tests. The limits stay.
    #[must_use]
    pub fn unpaced() -> Self {
        Self {
            pending: Duration::ZERO,
            running: Duration::ZERO,
            ..Self::default()
        }
    }

    /// What the first fault says that says something.
    pub(super) fn fault<T>(&self, says: impl FnMut(&VideoFault) -> Option<T>) -> Option<T> {
        self.faults.iter().find_map(says)
    }

    pub(super) fn has(&self, fault: VideoFault) -> bool {
        self.faults.contains(&fault)
    }
}
